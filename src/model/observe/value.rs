//! Public value and the two scoreboards (M22, M23).

use super::{Overall, Row, ratio, weighted_mean};
use crate::model::initiative::Initiative;
use crate::model::society::Society;

impl Society {
    /// Puts the value measures and returns public value.
    pub(super) fn put_value(&mut self, row: &mut Row<'_>, overall: &Overall) -> f64 {
        let (citizens, sums) = (self.constants.citizens, self.totals.citizens);
        // `clamp` keeps what has no value without one, where `min` and `max` would give a number.
        let user = ratio(overall.prevented_or_met, overall.need).clamp(0.0, 1.0);
        let near_circle = ratio(sums.near_wellbeing, sums.near_ties);
        let ties = ratio(sums.bonding + sums.bridging, sums.participants);
        let social =
            0.5 * sums.trust / citizens + 0.5 * if ties.is_nan() { 0.0 } else { ties / (1.0 + ties) };
        let environmental = self.environmental_value();
        let influence = if overall.influence.is_nan() {
            0.0
        } else {
            overall.influence
        };
        let political = 0.5 * sums.expectation / citizens + 0.5 * influence;
        row.put("value_user", user);
        row.put("value_near_circle", near_circle);
        row.put("value_social", social);
        row.put("value_environmental", environmental);
        row.put("value_political", political);
        let efficiency = ratio(overall.output, overall.public_cost / self.months());
        if self.step == 0 {
            self.totals.efficiency_at_start = efficiency;
        }
        row.put(
            "value_efficiency",
            ratio(efficiency, self.totals.efficiency_at_start),
        );
        let steering = &self.parameters.steering;
        let value = weighted_mean(&[
            (user, steering.value_weight_user),
            (near_circle, steering.value_weight_near_circle),
            (social, steering.value_weight_social),
            (environmental, steering.value_weight_environmental),
            (political, steering.value_weight_political),
        ]);
        row.put("public_value", value);
        self.put_scores(row, overall);
        if value.is_nan() { 0.0 } else { value }
    }

    /// Outcome of the environmental part of the programmes; `NaN` where there is none.
    fn environmental_value(&self) -> f64 {
        let share =
            |initiative: &Initiative| self.parameters.programmes[initiative.programme].environmental_share;
        let total: f64 = self.present().map(|(initiative, _)| share(initiative)).sum();
        ratio(
            self.present()
                .map(|(initiative, _)| share(initiative) * initiative.outcome())
                .sum(),
            total,
        )
    }

    /// The two scoreboards (E-01).
    pub(super) fn put_scores(&self, row: &mut Row<'_>, overall: &Overall) {
        let sums = &self.totals.citizens;
        row.put("score_quality", 0.5 * (overall.fit + overall.outcome));
        row.put("score_satisfaction", overall.satisfaction);
        let accountable = self.present().filter(|(initiative, _)| {
            initiative.is_running() && (initiative.has_goal || initiative.evaluated)
        });
        row.put(
            "score_accountability",
            ratio(accountable.count() as f64, overall.running),
        );
        let quarter = sums.participants_by_quartile;
        row.put("score_equity", ratio(quarter[0], quarter[3]).clamp(0.0, 1.0));
        row.put("score_responsiveness", overall.listened);
        let inequality = ratio(overall.voice_ses, overall.voice) - self.constants.ses_mean;
        row.put("score_fairness", (1.0 - 2.0 * inequality.abs()).clamp(0.0, 1.0));
        debug_assert!(overall.present >= overall.running);
    }
}
