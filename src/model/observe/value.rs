//! Public value and the two scoreboards (M22, M23).

use super::{Overall, Present, Row, ratio, weighted_mean};
use crate::model::mechanisms::CitizenSums;
use crate::model::mechanisms::Initiative;
use crate::model::mechanisms::Society;

/// The five dimensions of public value, and all of them together; `NaN` where there is none.
pub(super) struct Values {
    user: f64,
    near_circle: f64,
    social: f64,
    environmental: f64,
    political: f64,
    pub(super) public: f64,
}

impl Society {
    /// Puts the value measures and returns public value.
    pub(super) fn put_value(&mut self, row: &mut Row<'_>, overall: &Overall) -> f64 {
        let value = self.value_among(
            &|| self.present(),
            overall,
            &self.totals.citizens,
            self.constants.citizens,
        );
        row.put("value_user", value.user);
        row.put("value_near_circle", value.near_circle);
        row.put("value_social", value.social);
        row.put("value_environmental", value.environmental);
        row.put("value_political", value.political);
        let efficiency = ratio(overall.output, overall.public_cost / self.months());
        if self.step == 0 {
            self.totals.efficiency_at_start = efficiency;
        }
        row.put(
            "value_efficiency",
            ratio(efficiency, self.totals.efficiency_at_start),
        );
        row.put("public_value", value.public);
        self.put_scores(row, overall);
        if value.public.is_nan() { 0.0 } else { value.public }
    }

    /// Public value among so many citizens and these initiatives.
    pub(super) fn value_among<'a, I: Iterator<Item = Present<'a>>>(
        &self,
        present: &impl Fn() -> I,
        overall: &Overall,
        sums: &CitizenSums,
        citizens: f64,
    ) -> Values {
        // `clamp` keeps what has no value without one, where `min` and `max` would give a number.
        let user = ratio(overall.prevented_or_met, overall.need).clamp(0.0, 1.0);
        let near_circle = ratio(sums.near_wellbeing, sums.near_ties);
        let ties = ratio(sums.bonding + sums.bridging, sums.participants);
        let social =
            0.5 * sums.trust / citizens + 0.5 * if ties.is_nan() { 0.0 } else { ties / (1.0 + ties) };
        let environmental = self.environmental_value(present);
        let influence = if overall.influence.is_nan() {
            0.0
        } else {
            overall.influence
        };
        let political = 0.5 * sums.expectation / citizens + 0.5 * influence;
        let steering = &self.parameters.steering;
        let public = weighted_mean(&[
            (user, steering.value_weight_user),
            (near_circle, steering.value_weight_near_circle),
            (social, steering.value_weight_social),
            (environmental, steering.value_weight_environmental),
            (political, steering.value_weight_political),
        ]);
        Values {
            user,
            near_circle,
            social,
            environmental,
            political,
            public,
        }
    }

    /// Outcome of the environmental part of the programmes; `NaN` where there is none.
    fn environmental_value<'a, I: Iterator<Item = Present<'a>>>(&self, present: &impl Fn() -> I) -> f64 {
        let share =
            |initiative: &Initiative| self.parameters.programmes[initiative.programme].environmental_share;
        let total: f64 = present().map(|(initiative, _)| share(initiative)).sum();
        ratio(
            present()
                .map(|(initiative, _)| share(initiative) * initiative.outcome.visible())
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
            initiative.is_running() && (initiative.goals.stated || initiative.goals.evaluated)
        });
        row.put(
            "score_accountability",
            ratio(accountable.count() as f64, overall.running),
        );
        let quarter = sums.participants_by_quartile.0;
        row.put("score_equity", ratio(quarter[0], quarter[3]).clamp(0.0, 1.0));
        row.put("score_responsiveness", overall.listened);
        let inequality = ratio(overall.voice_ses, overall.voice) - self.constants.ses_mean;
        row.put("score_fairness", (1.0 - 2.0 * inequality.abs()).clamp(0.0, 1.0));
        debug_assert!(overall.present >= overall.running);
    }
}
