//! The row of measures that a society shows after a step.

use super::block::lanes;
use super::cost::WEEKS_PER_YEAR;
use super::design::{Role, Stage};
use super::equity::{concentration, gini};
use super::initiative::Initiative;
use super::measures::{MEASURES, PROGRAMME_MEASURES, row_length};
use super::production::Technology;
use super::society::Society;
use super::sums::ProgrammeSums;

/// A row that is being filled; keys are checked against the list of measures.
struct Row<'a> {
    values: &'a mut Vec<f64>,
}

impl Row<'_> {
    fn put(&mut self, key: &str, value: f64) {
        let position = self.values.len();
        let measure = MEASURES
            .get(position)
            .unwrap_or_else(|| &PROGRAMME_MEASURES[(position - MEASURES.len()) % PROGRAMME_MEASURES.len()]);
        assert_eq!(measure.key, key, "measures are put in the order of the list");
        self.values.push(value);
    }
}

/// `numerator / denominator`, `NaN` where there is nothing to divide by.
fn ratio(numerator: f64, denominator: f64) -> f64 {
    if denominator > 0.0 {
        numerator / denominator
    } else {
        f64::NAN
    }
}

/// Means over initiatives that the society's measures share.
struct Overall {
    present: f64,
    running: f64,
    output: f64,
    outcome: f64,
    backlog: f64,
    fit: f64,
    public_cost: f64,
    coproduction_cost: f64,
    active: f64,
    influence: f64,
    listened: f64,
    satisfaction: f64,
    voice: f64,
    voice_ses: f64,
    effective_output: f64,
}

impl Society {
    /// Fills `row` with the measures of the present state, and remembers public value for the council.
    pub(super) fn observe(&mut self, row: &mut Vec<f64>) {
        row.clear();
        row.reserve(row_length(self.programmes()));
        let overall = self.overall();
        let mut filling = Row { values: row };
        self.put_participation(&mut filling, &overall);
        self.put_output_and_outcome(&mut filling, &overall);
        self.put_costs(&mut filling, &overall);
        self.put_equity(&mut filling, &overall);
        self.put_citizens(&mut filling, &overall);
        self.put_professionals(&mut filling);
        self.put_governance(&mut filling, &overall);
        let value = self.put_value(&mut filling, &overall);
        for programme in 0..self.programmes() {
            self.put_programme(&mut filling, programme);
        }
        self.totals.public_value = value;
    }

    /// Months of a step: flows are shown per month.
    fn months(&self) -> f64 {
        12.0 * self.step_years
    }

    fn present(&self) -> impl Iterator<Item = (&Initiative, &ProgrammeSums)> {
        self.initiatives
            .iter()
            .zip(&self.totals.initiatives)
            .filter(|(initiative, _)| initiative.is_present())
    }

    /// Mean over present initiatives, weighted by their citizens.
    fn mean_over_initiatives(&self, of: impl Fn(&Initiative) -> f64) -> f64 {
        let citizens: f64 = self.present().map(|(initiative, _)| initiative.citizens).sum();
        ratio(
            self.present()
                .map(|(initiative, _)| of(initiative) * initiative.citizens)
                .sum(),
            citizens,
        )
    }

    fn overall(&self) -> Overall {
        let sum = |of: &dyn Fn(&Initiative, &ProgrammeSums) -> f64| {
            self.present()
                .map(|(initiative, sums)| of(initiative, sums))
                .sum::<f64>()
        };
        let active = sum(&|_, sums| sums.active);
        let fit_weight = self.parameters.problem.fit_weight;
        Overall {
            present: sum(&|_, _| 1.0),
            running: sum(&|initiative, _| f64::from(u8::from(initiative.is_running()))),
            output: self.mean_over_initiatives(|initiative| initiative.output_per_year),
            outcome: self.mean_over_initiatives(Initiative::outcome),
            backlog: self.mean_over_initiatives(|initiative| initiative.backlog),
            fit: self.mean_over_initiatives(|initiative| initiative.fit),
            public_cost: sum(&|initiative, _| initiative.public_cost_eur),
            coproduction_cost: sum(&|initiative, _| initiative.coproduction_cost_eur),
            active,
            influence: ratio(
                sum(&|initiative, sums| initiative.influence * sums.active),
                active,
            ),
            listened: ratio(sum(&|initiative, sums| initiative.listened * sums.active), active),
            satisfaction: ratio(sum(&|_, sums| sums.satisfaction), active),
            voice: sum(&|_, sums| sums.voice),
            voice_ses: sum(&|_, sums| sums.voice_ses),
            effective_output: self.mean_over_initiatives(|initiative| {
                initiative.output_per_year * (1.0 + fit_weight * (initiative.fit - 0.5))
            }),
        }
    }

    fn put_participation(&self, row: &mut Row<'_>, overall: &Overall) {
        let (citizens, sums) = (self.constants.citizens, &self.totals.citizens);
        let by_role = |role: Role| {
            let active = self.present().filter(|(initiative, _)| initiative.role == role);
            (active.map(|(_, sums)| sums.active).sum::<f64>() / citizens).min(1.0)
        };
        row.put("participants_share", sums.participants / citizens);
        row.put("participants", sums.participants);
        row.put("co_initiators_share", by_role(Role::CoInitiator));
        row.put("co_designers_share", by_role(Role::CoDesigner));
        row.put("co_implementors_share", by_role(Role::CoImplementor));
        for (stage, key) in Stage::ALL.into_iter().zip([
            "stage_planning_share",
            "stage_design_share",
            "stage_prioritisation_share",
            "stage_financing_share",
            "stage_managing_share",
            "stage_delivery_share",
            "stage_assessment_share",
        ]) {
            let at_stage = self.present().filter(|(initiative, _)| initiative.entry == stage);
            row.put(
                key,
                ratio(at_stage.map(|(_, sums)| sums.active).sum(), overall.active),
            );
        }
        let weeks_per_month = WEEKS_PER_YEAR / 12.0;
        row.put(
            "hours_per_participant",
            ratio(sums.hours_per_week * weeks_per_month, sums.participants),
        );
        row.put(
            "citizen_hours",
            sums.hours_per_week * weeks_per_month * 1000.0 / citizens,
        );
        let flow = |of: fn(&ProgrammeSums) -> f64| self.totals.initiatives.iter().map(of).sum::<f64>();
        row.put(
            "entry_rate",
            flow(|sums| sums.joins) / self.step_years * 100.0 / citizens,
        );
        row.put(
            "exit_rate",
            hazard(
                flow(|sums| sums.exits),
                flow(|sums| sums.active_before),
                self.step_years,
            ),
        );
        let programmes = self.programmes() as f64;
        row.put(
            "awareness_share",
            ratio(flow(|sums| sums.aware), citizens * programmes),
        );
        row.put(
            "willingness",
            ratio(flow(|sums| sums.willingness), citizens * programmes),
        );
    }

    fn put_output_and_outcome(&self, row: &mut Row<'_>, overall: &Overall) {
        row.put("output", overall.output);
        row.put("outcome", overall.outcome);
        row.put("unmet_need", overall.backlog);
        row.put(
            "professional_input",
            self.mean_over_initiatives(|initiative| initiative.professional_ratio),
        );
        row.put(
            "citizen_input",
            self.mean_over_initiatives(|initiative| initiative.citizen_ratio),
        );
        row.put("fit", overall.fit);
        let target: f64 = self.present().map(|(_, sums)| sums.target).sum();
        row.put(
            "severe_need_share",
            ratio(self.present().map(|(_, sums)| sums.severe).sum(), target),
        );
        let running = || self.present().filter(|(initiative, _)| initiative.is_running());
        row.put(
            "implementation_rate",
            ratio(
                running().map(|(initiative, _)| initiative.listened).sum(),
                overall.running,
            ),
        );
    }

    fn put_costs(&self, row: &mut Row<'_>, overall: &Overall) {
        let citizens = self.constants.citizens;
        let monthly = |eur: f64| eur / self.months() / citizens;
        let cost = monthly(overall.public_cost);
        row.put("public_cost", cost);
        row.put("coproduction_cost", monthly(overall.coproduction_cost));
        row.put("cost_per_output", ratio(12.0 * cost, overall.output));
        row.put("cost_per_outcome", ratio(cost, overall.outcome));
        let weeks_per_month = WEEKS_PER_YEAR / 12.0;
        let citizen_hours = self.totals.citizens.hours_per_week * weeks_per_month / citizens;
        row.put(
            "citizen_time_value",
            citizen_hours * self.parameters.cost.citizen_eur_per_hour,
        );
        let per_thousand = |hours_per_week: f64| hours_per_week * weeks_per_month * 1000.0 / citizens;
        let total =
            |of: fn(&super::facilitation::StaffTime) -> f64| self.staff_time.iter().map(of).sum::<f64>();
        let facilitation = total(|time| time.facilitation_hours_per_week);
        row.put(
            "production_hours",
            per_thousand(total(|time| time.production_hours_per_week)),
        );
        row.put("facilitation_hours", per_thousand(facilitation));
        row.put(
            "hours_freed",
            per_thousand(self.replaceable_hours_per_week() - facilitation),
        );
    }

    /// Professional hours that would replace citizens' input at the margin.
    fn replaceable_hours_per_week(&self) -> f64 {
        if !self.parameters.mechanisms.joint_production {
            return 0.0;
        }
        let production = &self.parameters.production;
        self.present()
            .map(|(initiative, _)| {
                let design = &self.parameters.programmes[initiative.programme];
                let technology = Technology::new(design.relation, production);
                let reference =
                    production.professional_reference * initiative.citizens / 1000.0 * design.staff_share;
                technology.replaceable(initiative.professional_ratio, initiative.citizen_ratio) * reference
            })
            .sum()
    }

    fn put_equity(&self, row: &mut Row<'_>, overall: &Overall) {
        let sums = &self.totals.citizens;
        let share = |quarter: usize| {
            ratio(
                sums.participants_by_quartile[quarter],
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
            .map(|(initiative, _)| initiative.backlog as f32)
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

    /// Outcome in the richest quarter of neighbourhoods less that in the poorest.
    fn outcome_gap(&self) -> f64 {
        let places = self.neighbourhoods();
        let quarter = places.div_ceil(4);
        let mean = |range: std::ops::Range<usize>| {
            let (mut total, mut count) = (0.0, 0.0);
            for (initiative, _) in self
                .present()
                .filter(|(initiative, _)| range.contains(&initiative.neighbourhood))
            {
                total += initiative.outcome();
                count += 1.0;
            }
            ratio(total, count)
        };
        mean(places - quarter..places) - mean(0..quarter)
    }

    fn put_citizens(&self, row: &mut Row<'_>, overall: &Overall) {
        let (citizens, sums) = (self.constants.citizens, &self.totals.citizens);
        row.put("trust", sums.trust / citizens);
        row.put("expectation", sums.expectation / citizens);
        row.put("bonding_ties", sums.bonding / citizens);
        row.put("bridging_ties", sums.bridging / citizens);
        row.put("motivation", sums.motivation / citizens);
        row.put("efficacy", sums.efficacy / citizens);
        row.put("knowledge", sums.knowledge / citizens);
        row.put("stance", sums.stance / citizens);
        let ownership: f64 = self.totals.initiatives.iter().map(|sums| sums.ownership).sum();
        row.put("ownership", ratio(ownership, overall.active));
        row.put("fatigue", ratio(sums.fatigue_of_participants, sums.participants));
        row.put(
            "burnout_rate",
            hazard(sums.burnouts, sums.participants + sums.burnouts, self.step_years),
        );
        row.put("wellbeing", sums.wellbeing / citizens);
    }

    fn put_professionals(&self, row: &mut Row<'_>) {
        let staff = self.professionals.len() as f64;
        let mean = |of: &dyn Fn(&super::professional::Professional) -> f64| {
            ratio(self.professionals.iter().map(of).sum(), staff)
        };
        row.put("attitude", mean(&|professional| professional.attitude));
        row.put(
            "belief",
            mean(&|professional| professional.belief(&self.parameters)),
        );
        let hours =
            |of: fn(&super::facilitation::StaffTime) -> f64| self.staff_time.iter().map(of).sum::<f64>();
        let facilitation = hours(|time| time.facilitation_hours_per_week);
        row.put(
            "enabling_share",
            ratio(
                facilitation,
                facilitation + hours(|time| time.production_hours_per_week),
            ),
        );
        row.put(
            "support",
            self.mean_over_initiatives(|initiative| initiative.support),
        );
        row.put("skill", mean(&|professional| professional.skill));
        row.put("staff_fatigue", mean(&|professional| professional.fatigue));
    }

    fn put_governance(&self, row: &mut Row<'_>, overall: &Overall) {
        let running = || self.present().filter(|(initiative, _)| initiative.is_running());
        row.put("initiatives_born", self.totals.opened);
        row.put("initiatives_alive", overall.running);
        let places = self.neighbourhoods();
        let reached = (0..places).filter(|&place| {
            running().any(|(initiative, sums)| initiative.neighbourhood == place && sums.active > 0.0)
        });
        row.put("initiatives_spread", reached.count() as f64 / places as f64);
        let with_goal = running().filter(|(initiative, _)| initiative.has_goal).count() as f64;
        row.put("explicit_goals_share", ratio(with_goal, overall.running));
        row.put("incidents", self.totals.incidents / self.step_years);
        let citizens: f64 = self.units.iter().map(|unit| unit.citizens).sum();
        let feared: f64 = self
            .units
            .iter()
            .map(|unit| {
                super::organisation::Culture::new(&self.parameters, unit.zero_error_memory).zero_error
                    * unit.citizens
            })
            .sum();
        row.put("zero_error", ratio(feared, citizens));
    }

    /// Puts the value measures and returns public value.
    fn put_value(&mut self, row: &mut Row<'_>, overall: &Overall) -> f64 {
        let (citizens, sums) = (self.constants.citizens, self.totals.citizens);
        let user = ratio(overall.effective_output, self.parameters.problem.need).min(1.0);
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
    fn put_scores(&self, row: &mut Row<'_>, overall: &Overall) {
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
        row.put("score_equity", ratio(quarter[0], quarter[3]).min(1.0));
        row.put("score_responsiveness", overall.listened);
        let inequality = ratio(overall.voice_ses, overall.voice) - self.constants.ses_mean;
        row.put("score_fairness", (1.0 - 2.0 * inequality.abs()).max(0.0));
        debug_assert!(overall.present >= overall.running);
    }

    fn put_programme(&self, row: &mut Row<'_>, programme: usize) {
        let places = self.neighbourhoods();
        let own = programme * places..(programme + 1) * places;
        let initiatives = &self.initiatives[own.clone()];
        let sums = &self.totals.initiatives[own];
        let total = |of: fn(&ProgrammeSums) -> f64| sums.iter().map(of).sum::<f64>();
        let reached: f64 = initiatives
            .iter()
            .filter(|initiative| initiative.is_present())
            .map(|initiative| initiative.citizens)
            .sum();
        let mean = |of: fn(&Initiative) -> f64| {
            let present = initiatives.iter().filter(|initiative| initiative.is_present());
            ratio(
                present
                    .map(|initiative| of(initiative) * initiative.citizens)
                    .sum(),
                reached,
            )
        };
        let (citizens, active) = (self.constants.citizens, total(|sums| sums.active));
        let weeks_per_month = WEEKS_PER_YEAR / 12.0;
        row.put("participants_share", active / citizens);
        row.put(
            "citizen_hours",
            total(|sums| sums.hours_per_week) * weeks_per_month * 1000.0 / citizens,
        );
        row.put("awareness_share", total(|sums| sums.aware) / citizens);
        row.put("willingness", total(|sums| sums.willingness) / citizens);
        row.put("output", mean(|initiative| initiative.output_per_year));
        row.put("outcome", mean(Initiative::outcome));
        row.put("unmet_need", mean(|initiative| initiative.backlog));
        row.put("fit", mean(|initiative| initiative.fit));
        row.put(
            "severe_need_share",
            ratio(total(|sums| sums.severe), total(|sums| sums.target)),
        );
        row.put("implementation_rate", mean(|initiative| initiative.listened));
        let cost: f64 = initiatives
            .iter()
            .map(|initiative| initiative.public_cost_eur)
            .sum();
        row.put("public_cost", cost / self.months() / citizens);
        row.put("ownership", ratio(total(|sums| sums.ownership), active));
        let influence: f64 = initiatives
            .iter()
            .zip(sums)
            .map(|(initiative, sums)| initiative.influence * sums.active)
            .sum();
        row.put("influence", ratio(influence, active));
        row.put(
            "kit_reach",
            ratio(total(|sums| sums.kits_reached), total(|sums| sums.target)),
        );
    }
}

/// Yearly hazard that explains so many events among so many exposed in a step; `NaN` with nobody exposed.
fn hazard(events: f64, exposed: f64, step_years: f64) -> f64 {
    if exposed <= 0.0 {
        return f64::NAN;
    }
    // If all leave at once the hazard has no upper bound: half an event is taken as left.
    let staying = (exposed - events).max(0.5) / exposed;
    -libm::log(staying) / step_years
}

/// Weighted mean of the values there are.
fn weighted_mean(values: &[(f64, f64)]) -> f64 {
    let known = || values.iter().filter(|(value, _)| !value.is_nan());
    ratio(
        known().map(|(value, weight)| value * weight).sum(),
        known().map(|(_, weight)| weight).sum(),
    )
}
