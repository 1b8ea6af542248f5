//! Public value, scoreboards, and the measures of one programme (section 8 of the document).

use crate::measures::{Measures, WEEKS_PER_MONTH, ratio, yes};
use crate::society::{Citizen, Initiative, Society};

/// Between 0 and 1; what has no value keeps none.
fn within_one(value: f64) -> f64 {
    value.clamp(0.0, 1.0)
}

impl Society {
    /// The five dimensions in the whole society, or in one municipality (M23).
    fn dimensions(&self, within: Option<usize>) -> [f64; 5] {
        let inside = |place: usize| yes(within.is_none_or(|one| self.lies_in(place, one)));
        let n = self.over(|citizen| inside(citizen.place));
        let weight = self.parameters.problem.fit_weight;
        let mean = |of: &dyn Fn(&Initiative) -> f64| self.mean_within(within, of);
        let met = mean(&|initiative| initiative.output * (1.0 + weight * (initiative.fit - 0.5)));
        let prevented = mean(&|initiative| {
            initiative.need * (1.0 - initiative.need_left * self.left_by_prevention(initiative))
        });
        let user = within_one(ratio(met + prevented, mean(&|initiative| initiative.need)));
        let near = |of: &[f64]| {
            let own = (0..of.len()).filter(|&one| within.is_none_or(|here| here == one));
            own.map(|one| of[one]).sum::<f64>()
        };
        let near = ratio(near(&self.near_wellbeing), near(&self.near_ties));
        let participants = self.over(|citizen| inside(citizen.place) * yes(citizen.takes_part()));
        let made = self.over(|citizen| {
            let strengths = citizen.made.iter().map(|tie| tie.strength);
            inside(citizen.place) * strengths.sum::<f64>()
        });
        let ties = if participants > 0.0 {
            made / participants
        } else {
            0.0
        };
        let trust = self.over(|citizen| inside(citizen.place) * citizen.trust) / n;
        let social = 0.5 * trust + 0.5 * ties / (1.0 + ties);
        let environment =
            |initiative: &Initiative| self.design(initiative).environmental_share * inside(initiative.place);
        let environmental = ratio(
            self.total(|initiative| environment(initiative) * initiative.outcome()),
            self.total(environment),
        );
        let active = |initiative: &Initiative| initiative.participants * inside(initiative.place);
        let all = self.total(active);
        let influence = if all > 0.0 {
            self.total(|initiative| initiative.influence * active(initiative)) / all
        } else {
            0.0
        };
        let expected = self.over(|citizen| inside(citizen.place) * citizen.expectation) / n;
        let political = 0.5 * expected + 0.5 * influence;
        [user, near, social, environmental, political]
    }

    /// Mean over present initiatives of a municipality or of all, weighted by their citizens.
    fn mean_within(&self, within: Option<usize>, of: &dyn Fn(&Initiative) -> f64) -> f64 {
        let weight = |initiative: &Initiative| {
            let inside = within.is_none_or(|one| self.lies_in(initiative.place, one));
            initiative.citizens * yes(inside)
        };
        ratio(
            self.total(|initiative| of(initiative) * weight(initiative)),
            self.total(weight),
        )
    }

    /// The dimensions there are, by their weights.
    fn weighted(&self, dimensions: [f64; 5]) -> f64 {
        let steering = &self.parameters.steering;
        let weights = [
            steering.value_weight_user,
            steering.value_weight_near_circle,
            steering.value_weight_social,
            steering.value_weight_environmental,
            steering.value_weight_political,
        ];
        let known = || {
            dimensions
                .into_iter()
                .zip(weights)
                .filter(|(part, _)| !part.is_nan())
        };
        ratio(
            known().map(|(part, weight)| part * weight).sum(),
            known().map(|(_, weight)| weight).sum(),
        )
    }

    pub(crate) fn value(&mut self, row: &mut Measures) {
        let dimensions = self.dimensions(None);
        let cost = self.total(|initiative| initiative.cost.public) / (12.0 * self.dt);
        let efficiency = ratio(self.mean(|initiative| initiative.output), cost);
        if self.lived == 0 {
            self.efficiency_at_start = efficiency;
        }
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        let keys = [
            "value_user",
            "value_near_circle",
            "value_social",
            "value_environmental",
            "value_political",
        ];
        for (key, part) in keys.into_iter().zip(dimensions) {
            put(key, part);
        }
        put("value_efficiency", ratio(efficiency, self.efficiency_at_start));
        put("public_value", self.weighted(dimensions));
        for municipality in 0..self.municipalities() {
            let value = self.weighted(self.dimensions(Some(municipality)));
            self.public_value[municipality] = if value.is_nan() { 0.0 } else { value };
        }
    }

    /// The measures of one municipality.
    pub(crate) fn municipality(&self, row: &mut Measures, municipality: usize) {
        let here = |place: usize| yes(self.lies_in(place, municipality));
        let n = self.over(|citizen| here(citizen.place));
        let people =
            |of: &dyn Fn(&Citizen) -> f64| self.over(|citizen| here(citizen.place) * of(citizen)) / n;
        let within = Some(municipality);
        let key = municipality + 1;
        let mut put = |measure: &str, value: f64| row.insert(format!("municipality_{key}.{measure}"), value);
        put("participants_share", people(&|citizen| yes(citizen.takes_part())));
        put(
            "citizen_hours",
            people(&|citizen| citizen.hours) * WEEKS_PER_MONTH * 1000.0,
        );
        put(
            "output",
            self.mean_within(within, &|initiative| initiative.output),
        );
        put("outcome", self.mean_within(within, &Initiative::outcome));
        let cost = self.total(|initiative| initiative.cost.public * here(initiative.place));
        put("public_cost", cost / (12.0 * self.dt) / n);
        put("trust", people(&|citizen| citizen.trust));
        put("expectation", people(&|citizen| citizen.expectation));
        put(
            "initiatives_alive",
            self.total(|initiative| yes(initiative.runs()) * here(initiative.place)),
        );
        put("public_value", self.weighted(self.dimensions(within)));
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
        put("score_equity", within_one(ratio(quarter(0), quarter(3))));
        put(
            "score_responsiveness",
            ratio(
                self.total(|initiative| initiative.listened * initiative.participants),
                all,
            ),
        );
        let inequality = self.voice_inequality();
        put("score_fairness", 1.0 - within_one(2.0 * inequality.abs()));
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
            own(&|initiative| initiative.cost.public) / (12.0 * self.dt) / n,
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
