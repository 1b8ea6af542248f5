//! Public value, scoreboards, and the measures of one programme (section 8 of the document).

use crate::measures::{Measures, WEEKS_PER_MONTH, ratio, yes};
use crate::society::{Citizen, Initiative, Society};

/// At most 1; what has no value keeps none.
fn at_most_one(value: f64) -> f64 {
    if value > 1.0 { 1.0 } else { value }
}

impl Society {
    pub(crate) fn value(&mut self, row: &mut Measures) {
        let n = self.people_count();
        let steering = self.parameters.steering.clone();
        let weight = self.parameters.problem.fit_weight;
        let met = self.mean(|initiative| initiative.output * (1.0 + weight * (initiative.fit - 0.5)));
        let prevented = self.mean(|initiative| {
            initiative.need
                * (1.0
                    - initiative.need_left
                        * self.left_by_prevention(
                            self.preventing(initiative.programme, initiative.citizen_ratio),
                        ))
        });
        let user = at_most_one(ratio(met + prevented, self.mean(|initiative| initiative.need)));
        let near = ratio(self.near_wellbeing, self.near_ties);
        let participants = self.participants();
        let ties = if participants > 0.0 {
            (self.ties(false) + self.ties(true)) / participants
        } else {
            0.0
        };
        let trust = self.over(|citizen| citizen.trust) / n;
        let social = 0.5 * trust + 0.5 * ties / (1.0 + ties);
        let environment = |initiative: &Initiative| self.design(initiative).environmental_share;
        let environmental = ratio(
            self.total(|initiative| environment(initiative) * initiative.outcome()),
            self.total(environment),
        );
        let all = self.total(|initiative| initiative.participants);
        let influence = if all > 0.0 {
            self.total(|initiative| initiative.influence * initiative.participants) / all
        } else {
            0.0
        };
        let political = 0.5 * self.over(|citizen| citizen.expectation) / n + 0.5 * influence;
        let cost = self.total(|initiative| initiative.public_cost) / (12.0 * self.dt);
        let efficiency = ratio(self.mean(|initiative| initiative.output), cost);
        if self.lived == 0 {
            self.efficiency_at_start = efficiency;
        }
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        let parts = [
            ("value_user", user, steering.value_weight_user),
            ("value_near_circle", near, steering.value_weight_near_circle),
            ("value_social", social, steering.value_weight_social),
            (
                "value_environmental",
                environmental,
                steering.value_weight_environmental,
            ),
            ("value_political", political, steering.value_weight_political),
        ];
        let (mut value, mut weights) = (0.0, 0.0);
        for (key, part, weight) in parts {
            put(key, part);
            if !part.is_nan() {
                value += weight * part;
                weights += weight;
            }
        }
        let value = ratio(value, weights);
        put("value_efficiency", ratio(efficiency, self.efficiency_at_start));
        put("public_value", value);
        self.public_value = if value.is_nan() { 0.0 } else { value };
    }

    /// The two scoreboards (M22).
    pub(crate) fn scores(&self, row: &mut Measures) {
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        let all = self.total(|initiative| initiative.participants);
        let (fit, outcome) = (
            self.mean(|initiative| initiative.fit),
            self.mean(Initiative::outcome),
        );
        put("score_quality", 0.5 * (fit + outcome));
        put(
            "score_satisfaction",
            ratio(self.total(|initiative| initiative.satisfaction), all),
        );
        let accountable =
            self.total(|initiative| yes(initiative.runs() && (initiative.goal || initiative.evaluated)));
        put(
            "score_accountability",
            ratio(accountable, self.total(|initiative| yes(initiative.runs()))),
        );
        let quarter = |quarter: usize| self.in_quarter(quarter, Citizen::takes_part);
        put("score_equity", at_most_one(ratio(quarter(0), quarter(3))));
        put(
            "score_responsiveness",
            ratio(
                self.total(|initiative| initiative.listened * initiative.participants),
                all,
            ),
        );
        let inequality = self.voice_inequality();
        put("score_fairness", 1.0 - at_most_one(2.0 * inequality.abs()));
    }

    pub(crate) fn programme(&self, row: &mut Measures, programme: usize, key: &str) {
        let n = self.people_count();
        let own = |of: &dyn Fn(&Initiative) -> f64| {
            self.total(|initiative| of(initiative) * yes(initiative.programme == programme))
        };
        let mean = |of: &dyn Fn(&Initiative) -> f64| {
            ratio(
                own(&|initiative| of(initiative) * initiative.citizens),
                own(&|initiative| initiative.citizens),
            )
        };
        let mut put = |measure: &str, value: f64| row.insert(format!("{key}.{measure}"), value);
        let active = own(&|initiative| initiative.participants);
        put("participants_share", active / n);
        put(
            "citizen_hours",
            own(&|initiative| initiative.hours) * WEEKS_PER_MONTH * 1000.0 / n,
        );
        put(
            "awareness_share",
            ratio(
                self.over(|citizen| {
                    let present = self.initiative(programme, citizen.place).is_present();
                    yes(citizen.memberships[programme].aware && present)
                }),
                own(&|initiative| initiative.citizens),
            ),
        );
        let willing = own(&|initiative| initiative.willingness);
        put(
            "willingness",
            ratio(willing, own(&|initiative| initiative.citizens)),
        );
        put("output", mean(&|initiative| initiative.output));
        put("outcome", mean(&Initiative::outcome));
        put("unmet_need", mean(&|initiative| initiative.stock));
        put("fit", mean(&|initiative| initiative.fit));
        let (severe, target) = self.severe_cases(programme);
        put("severe_need_share", ratio(severe, target));
        put("implementation_rate", mean(&|initiative| initiative.listened));
        put(
            "public_cost",
            own(&|initiative| initiative.public_cost) / (12.0 * self.dt) / n,
        );
        put(
            "ownership",
            ratio(
                self.over_participations(|citizen, of| {
                    citizen.memberships[of].ownership * yes(of == programme)
                }),
                active,
            ),
        );
        put(
            "influence",
            ratio(
                own(&|initiative| initiative.influence * initiative.participants),
                active,
            ),
        );
        let kits = self.over(|citizen| {
            let present = self.initiative(programme, citizen.place).is_present();
            yes(citizen.memberships[programme].kit && present)
        });
        put("kit_reach", ratio(kits, target));
    }
}
