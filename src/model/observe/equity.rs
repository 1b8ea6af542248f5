//! Differences between citizens and between neighbourhoods (M20).

use super::{Overall, Row, ratio};
use crate::model::lane::lanes;
use crate::model::mechanisms::Society;
use crate::model::mechanisms::equity::{concentration, gini};

impl Society {
    pub(super) fn put_equity(&self, row: &mut Row<'_>, overall: &Overall) {
        let sums = &self.totals.citizens;
        let share = |quarter: usize| {
            ratio(
                sums.participants_by_quartile.0[quarter],
                self.constants.citizens_by_quartile[quarter],
            )
        };
        row.put("equity_ratio", ratio(share(3), share(0)));
        row.put("equity_gap", share(3) - share(0));
        let mut hours: Vec<f32> = Vec::with_capacity(sums.participants as usize);
        for block in &self.blocks {
            hours.extend(lanes(block.active_in_any()).map(|lane| block.state.hours_per_week[lane]));
        }
        let without = self.constants.citizens as usize - hours.len();
        row.put("participation_gini", gini(&mut hours, without));
        let mut backlogs: Vec<f32> = self
            .present()
            .map(|(initiative, _)| initiative.outcome.backlog as f32)
            .collect();
        row.put("outcome_gini", gini(&mut backlogs, 0));
        row.put(
            "hours_concentration",
            concentration(sums.hours_per_week, sums.hours_by_rank),
        );
        row.put(
            "need_weighted_reach",
            ratio(sums.affectedness_of_participants, self.constants.affectedness),
        );
        row.put(
            "voice_inequality",
            ratio(overall.voice_ses, overall.voice) - self.constants.ses_mean,
        );
        row.put("outcome_gap", self.outcome_gap());
    }

    /// Outcome in the richest quarter of neighbourhoods less that in the poorest; `NaN` where nothing says which are
    /// which.
    fn outcome_gap(&self) -> f64 {
        if !self.constants.neighbourhoods_ranked {
            return f64::NAN;
        }
        let places = self.neighbourhoods();
        let quarter = places.div_ceil(4);
        let mean = |range: std::ops::Range<usize>| {
            let (mut total, mut count) = (0.0, 0.0);
            for (initiative, _) in self
                .present()
                .filter(|(initiative, _)| range.contains(&initiative.neighbourhood))
            {
                total += initiative.outcome.visible();
                count += 1.0;
            }
            ratio(total, count)
        };
        mean(places - quarter..places) - mean(0..quarter)
    }
}
