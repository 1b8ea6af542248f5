//! M18: joint production of citizens and professionals.
//!
//! `Y = [α (P/P0)^ρ + (1 - α)(C/C0)^ρ]^(ν/ρ)`, a constant elasticity of substitution `σ = 1/(1 - ρ)`. With `ρ = 0`
//! it is the limit `(P/P0)^α (C/C0)^(1-α)` to the power of `ν`. Of citizens' input counts what silos (M15), agreeing on a
//! collective task (M26), an association's own ends (M27) and shaping the service (M28) leave. A goal draws citizens'
//! attention to prevention, or away from it (M31).
//!
//! Hours freed are those that professionals alone would need for the same output, less those that they give: `P' - P` with
//! `Y(P', 0) = Y(P, C)`, at most `P`; none with `ρ ≤ 0`, where no number of hours stands in for citizens. In
//! interdependent services co-production frees nobody.
//!
//! Sources: Ev-31, Ev-34, X-01 to X-03. Bites after the citizens' process, on output (M19).

use serde::{Deserialize, Serialize};

use super::facilitation::{per_thousand, staff_hours};
use super::outcome::Prevention;
use super::{
    Block, Initiative, OfSociety, Society, SocietyView, WithSums, association, co_destruction, collective,
    goal_focus, outcome, provision, roles, sums,
};
use crate::model::design::{Goal, Relation};
use crate::model::lane::lanes;
use crate::model::measure::{ANY, Measure, POSITIVE, Theme};
use crate::words::words;

/// Joint production (M18).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProductionParameters {
    pub interdependent_professional_share: f64,
    pub interdependent_rho: f64,
    pub supplementary_professional_share: f64,
    pub supplementary_rho: f64,
    pub substitutive_professional_share: f64,
    pub substitutive_rho: f64,
    pub returns: f64,
    pub professional_reference: f64,
    pub citizen_reference: f64,
}

/// Inputs of an initiative relative to the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct ProductionState {
    pub(in crate::model) professional_ratio: f64,
    pub(in crate::model) citizen_ratio: f64,
    /// Citizens' input as far as it prevents need: none in rehabilitation, where own need falls instead (M25).
    pub(in crate::model) preventing_ratio: f64,
    /// What is left of that which citizens prevent; below 0 they do harm (M30).
    pub(in crate::model) prevention_kept: f64,
}

impl Default for ProductionState {
    /// No input, of which nothing is lost.
    fn default() -> Self {
        Self {
            professional_ratio: 0.0,
            citizen_ratio: 0.0,
            preventing_ratio: 0.0,
            prevention_kept: 1.0,
        }
    }
}

impl ProductionState {
    /// What citizens' input does to prevent need.
    pub(in crate::model) fn prevention(&self) -> Prevention {
        Prevention {
            input: self.preventing_ratio,
            kept: self.prevention_kept,
        }
    }
}

sums! {
    /// Hours times knowledge times stance.
    ProductionSums { input_hours_per_week }
}

/// Weights of joint production for one relation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct Technology {
    /// Weight of professionals, α.
    pub(in crate::model) professional_share: f64,
    /// Substitution parameter, ρ.
    pub(in crate::model) rho: f64,
    /// Returns to scale, ν.
    pub(in crate::model) returns: f64,
}

/// Below this, ρ counts as zero.
const COBB_DOUGLAS: f64 = 1e-9;

impl Technology {
    /// The technology of a relation.
    pub(in crate::model) fn new(relation: Relation, production: &ProductionParameters) -> Self {
        let (professional_share, rho) = match relation {
            Relation::Interdependent => (
                production.interdependent_professional_share,
                production.interdependent_rho,
            ),
            Relation::Supplementary => (
                production.supplementary_professional_share,
                production.supplementary_rho,
            ),
            Relation::Substitutive => (
                production.substitutive_professional_share,
                production.substitutive_rho,
            ),
        };
        Self {
            professional_share,
            rho,
            returns: production.returns,
        }
    }

    /// Output relative to the reference; inputs are relative to the reference and not negative.
    pub(in crate::model) fn output(&self, professionals: f64, citizens: f64) -> f64 {
        let (alpha, rho) = (self.professional_share, self.rho);
        if rho.abs() < COBB_DOUGLAS {
            let product = libm::pow(professionals, alpha) * libm::pow(citizens, 1.0 - alpha);
            return libm::pow(product, self.returns);
        }
        if rho < 0.0 && (professionals <= 0.0 || citizens <= 0.0) {
            return 0.0;
        }
        let mixed = alpha * libm::pow(professionals, rho) + (1.0 - alpha) * libm::pow(citizens, rho);
        libm::pow(mixed, self.returns / rho)
    }

    /// Professional input, relative to the reference, that citizens' input saves: what professionals alone would need for
    /// the same output, less what they give. At most what they give, and none where nothing stands in for citizens.
    pub(in crate::model) fn freed(&self, professionals: f64, citizens: f64) -> f64 {
        let (alpha, rho) = (self.professional_share, self.rho);
        if rho < COBB_DOUGLAS || professionals <= 0.0 || citizens <= 0.0 {
            return 0.0;
        }
        let mixed = alpha * libm::pow(professionals, rho) + (1.0 - alpha) * libm::pow(citizens, rho);
        let alone = libm::pow(mixed / alpha, 1.0 / rho);
        (alone - professionals).clamp(0.0, professionals)
    }
}

impl Society {
    /// Inputs of both sides relative to the reference.
    pub(in crate::model) fn measure_inputs(&mut self) {
        for index in 0..self.initiatives.len() {
            let place = index % self.neighbourhoods();
            let culture = self.culture(place);
            let unit = &self.units[self.unit_of[place]];
            let parameters = &self.parameters;
            let production = &parameters.production;
            let initiative = &mut self.initiatives[index];
            let design = &parameters.programmes[initiative.programme];
            let prevention = goal_focus::factor(initiative, design, parameters, Goal::Prevention);
            let thousands = initiative.citizens / 1000.0;
            let hours = self.staff_time[index].production_hours_per_week * unit.capacity;
            let reference = production.professional_reference * thousands * design.staff_share;
            let professionals = if reference > 0.0 { hours / reference } else { 0.0 };
            let input = self.totals.initiatives[index].production.input_hours_per_week
                * culture.input_kept(parameters)
                * collective::input_kept(design, parameters)
                * association::input_kept(design, parameters)
                * roles::input_kept(initiative.role, parameters);
            let citizens = input / (production.citizen_reference * thousands).max(f64::MIN_POSITIVE);
            let own_need = design.rehabilitation && parameters.mechanisms.rehabilitation;
            initiative.production = ProductionState {
                professional_ratio: professionals,
                citizen_ratio: citizens,
                preventing_ratio: if own_need { 0.0 } else { citizens * prevention },
                prevention_kept: co_destruction::prevention_kept(initiative, unit, parameters),
            };
        }
    }

    /// Need arises, at the start: every municipality dimensions each programme's service to its task, at the inputs of the
    /// start, and need differs by place.
    pub(in crate::model) fn balance_need(&mut self) {
        for programme in 0..self.programmes() {
            for municipality in 0..self.municipalities() {
                let resting = self.resting_need(programme, municipality);
                let need = resting.unwrap_or(self.parameters.problem.need);
                for index in self.initiatives_in(programme, municipality) {
                    let here = self.need_of_place(self.initiatives[index].neighbourhood);
                    self.initiatives[index].outcome.need_per_year = need * here;
                }
            }
        }
    }

    /// Need at which the problem of a programme rests in a municipality, where it is dimensioned to its task.
    fn resting_need(&self, programme: usize, municipality: usize) -> Option<f64> {
        let design = &self.parameters.programmes[programme];
        let present = || {
            let all = self.initiatives_in(programme, municipality);
            all.map(|index| &self.initiatives[index])
                .filter(|initiative| initiative.is_present())
        };
        let citizens: f64 = present().map(|initiative| initiative.citizens).sum();
        if !design.balanced_start || citizens <= 0.0 {
            return None;
        }
        let mean = |of: fn(&ProductionState) -> f64| {
            let weighted = present().map(|initiative| of(&initiative.production) * initiative.citizens);
            weighted.sum::<f64>() / citizens
        };
        let inputs = ProductionState {
            professional_ratio: mean(|inputs| inputs.professional_ratio),
            citizen_ratio: mean(|inputs| inputs.citizen_ratio),
            preventing_ratio: mean(|inputs| inputs.preventing_ratio),
            prevention_kept: mean(|inputs| inputs.prevention_kept),
        };
        let production = if self.parameters.mechanisms.joint_production {
            Technology::new(design.relation, &self.parameters.production)
                .output(inputs.professional_ratio, inputs.citizen_ratio)
        } else {
            inputs.professional_ratio
        };
        outcome::resting_need(&self.parameters.problem, production, inputs.prevention())
    }

    /// Takes the need of another society born with the same draws, where need is balanced.
    pub(in crate::model) fn face_need_of(&mut self, other: &Self) {
        if (self.programmes(), self.neighbourhoods()) != (other.programmes(), other.neighbourhoods()) {
            return;
        }
        for (initiative, of_place) in self.initiatives.iter_mut().zip(&other.initiatives) {
            if self.parameters.programmes[initiative.programme].balanced_start {
                initiative.outcome.need_per_year = of_place.outcome.need_per_year;
            }
        }
    }

    /// Joint production relative to the reference.
    pub(in crate::model) fn joint_production(&self, initiative: &Initiative) -> f64 {
        if !self.parameters.mechanisms.joint_production {
            return initiative.production.professional_ratio;
        }
        let design = &self.parameters.programmes[initiative.programme];
        let technology = Technology::new(design.relation, &self.parameters.production);
        technology.output(
            initiative.production.professional_ratio,
            initiative.production.citizen_ratio,
        )
    }

    /// Part of an initiative's need that a step good and rehabilitation leave (M25).
    fn need_left(&self, index: usize) -> f64 {
        let sums = &self.totals.initiatives[index];
        let of_care = if self.parameters.mechanisms.rehabilitation && sums.rehabilitation.need > 0.0 {
            sums.rehabilitation.need_left / sums.rehabilitation.need
        } else {
            1.0
        };
        of_care * provision::need_left(&self.initiatives[index].provision, self.step, &self.parameters)
    }

    /// Services work need off, and the outcome follows.
    pub(in crate::model) fn produce(&mut self) {
        self.measure_inputs();
        for index in 0..self.initiatives.len() {
            if !self.initiatives[index].is_present() {
                continue;
            }
            let production = self.joint_production(&self.initiatives[index]);
            let need_left = self.need_left(index);
            let initiative = &mut self.initiatives[index];
            initiative.outcome.need_left = need_left;
            if !self.parameters.mechanisms.outcome {
                initiative.outcome.output_per_year = outcome::output_per_year(
                    &self.parameters.problem,
                    production,
                    initiative.outcome.backlog,
                );
                continue;
            }
            let design = &self.parameters.programmes[initiative.programme];
            outcome::work_off(
                initiative,
                production,
                &self.parameters.problem,
                design,
                self.step_years,
            );
        }
    }
}

/// Adds up citizens' input.
pub(in crate::model) fn count(block: &mut Block, programme: usize) {
    let mut sums = block.memberships[programme].sums;
    let membership = &block.memberships[programme];
    for lane in lanes(membership.active) {
        let effort = f64::from(membership.hours_per_week[lane]) * f64::from(block.state.knowledge[lane]);
        sums.production.input_hours_per_week += effort * f64::from(block.state.stance[lane]);
    }
    block.memberships[programme].sums = sums;
}

/// Professional hours that citizens' input saves.
fn saved_hours_per_week(of: &SocietyView<'_>) -> f64 {
    let parameters = &of.society.parameters;
    if !parameters.mechanisms.joint_production {
        return 0.0;
    }
    let hours = |one: WithSums<'_>| {
        let (design, production) = (of.programme(&one), one.initiative.production);
        let technology = Technology::new(design.relation, &parameters.production);
        let reference = parameters.production.professional_reference * one.initiative.citizens / 1000.0
            * design.staff_share;
        technology.freed(production.professional_ratio, production.citizen_ratio) * reference
    };
    of.present().map(hours).sum()
}

pub(in crate::model) const PROFESSIONAL_INPUT: OfSociety = OfSociety {
    measure: Measure::new(
        "professional_input",
        words!("professionals' input"),
        "",
        POSITIVE,
        "M18",
        Theme::OutputOutcome,
        words!("Professionals' effective hours relative to the reference, averaged over initiatives"),
    ),
    value: |of| of.mean(|initiative| initiative.production.professional_ratio),
};

pub(in crate::model) const CITIZEN_INPUT: OfSociety = OfSociety {
    measure: Measure::new(
        "citizen_input",
        words!("citizens' input"),
        "",
        POSITIVE,
        "M18",
        Theme::OutputOutcome,
        words!(
            "Citizens' effective hours (times knowledge and stance, less what silos, agreeing, an association's own ends and shaping the service take) relative to the reference, averaged over initiatives"
        ),
    ),
    value: |of| of.mean(|initiative| initiative.production.citizen_ratio),
};

pub(in crate::model) const HOURS_FREED: OfSociety = OfSociety {
    measure: Measure::new(
        "hours_freed",
        words!("hours freed"),
        "h/month per 1,000 citizens",
        ANY,
        "M18",
        Theme::Cost,
        words!(
            "Professional hours that the same output would have needed without citizens, less those that \
            professionals gave to it, at most as many again and none where no number of hours stands in for \
            citizens, less the hours of facilitation; negative while co-production takes more staff time than it gives"
        ),
    )
    .more_is_better(),
    value: |of| {
        let facilitation = staff_hours(of, |time| time.facilitation_hours_per_week);
        per_thousand(of, saved_hours_per_week(of) - facilitation)
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    const INTERDEPENDENT: Technology = Technology {
        professional_share: 0.5,
        rho: -3.0,
        returns: 1.0,
    };
    const SUPPLEMENTARY: Technology = Technology {
        professional_share: 0.8,
        rho: 0.5,
        returns: 1.0,
    };
    const SUBSTITUTIVE: Technology = Technology {
        professional_share: 0.5,
        rho: 0.9,
        returns: 1.0,
    };

    /// The readings of the table at M18 of the model's evidence.
    #[test]
    fn known_readings() {
        assert!((INTERDEPENDENT.output(1.0, 0.1) - 0.13).abs() < 0.005);
        assert!((SUPPLEMENTARY.output(1.0, 0.1) - 0.75).abs() < 0.005);
        assert!((SUPPLEMENTARY.output(0.1, 1.0) - 0.21).abs() < 0.005);
        assert!((SUBSTITUTIVE.output(1.0, 0.1) - 0.53).abs() < 0.005);
        assert!((SUBSTITUTIVE.output(0.1, 1.0) - 0.53).abs() < 0.005);
    }

    #[test]
    fn reference_gives_one() {
        for technology in [INTERDEPENDENT, SUPPLEMENTARY, SUBSTITUTIVE] {
            assert!((technology.output(1.0, 1.0) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn zero_inputs_are_no_accident() {
        assert!(INTERDEPENDENT.output(1.0, 0.0).abs() < 1e-12);
        assert!((SUPPLEMENTARY.output(1.0, 0.0) - 0.64).abs() < 1e-12);
        let cobb_douglas = Technology {
            rho: 0.0,
            ..SUPPLEMENTARY
        };
        assert!(cobb_douglas.output(1.0, 0.0).abs() < 1e-12);
        let near = Technology {
            rho: 1e-6,
            ..SUPPLEMENTARY
        };
        assert!((cobb_douglas.output(0.7, 1.4) - near.output(0.7, 1.4)).abs() < 1e-5);
    }

    /// Input of professionals alone that gives this output, found by halving an interval.
    fn alone(technology: &Technology, output: f64) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        while technology.output(high, 0.0) < output {
            high *= 2.0;
        }
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if technology.output(middle, 0.0) < output {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }

    #[test]
    fn hours_freed_are_those_that_professionals_alone_would_need_besides() {
        let diminishing = Technology {
            returns: 0.8,
            ..SUPPLEMENTARY
        };
        for technology in [SUPPLEMENTARY, SUBSTITUTIVE, diminishing] {
            for (p, c) in [(0.9, 0.6), (1.0, 1.0), (1.0, 0.05), (0.5, 0.0)] {
                let needed = alone(&technology, technology.output(p, c)) - p;
                assert!(
                    (technology.freed(p, c) - needed.min(p)).abs() < 1e-9,
                    "{technology:?} {p} {c}"
                );
            }
        }
        let one_for_one = Technology {
            rho: 1.0,
            ..SUBSTITUTIVE
        };
        assert!((one_for_one.freed(1.0, 0.4) - 0.4).abs() < 1e-12);
        assert!(
            (one_for_one.freed(1.0, 9.0) - 1.0).abs() < 1e-12,
            "no more than there are"
        );
        let cobb_douglas = Technology {
            rho: 0.0,
            ..SUPPLEMENTARY
        };
        for technology in [INTERDEPENDENT, cobb_douglas] {
            assert!(
                technology.freed(1.0, 1.0).abs() < 1e-12,
                "nothing stands in for citizens"
            );
        }
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn more_input_never_gives_less(
                rho in -9.0..1.0_f64, alpha in 0.05..0.95_f64, p in 0.01..3.0_f64, c in 0.01..3.0_f64,
            ) {
                let technology = Technology { professional_share: alpha, rho, returns: 1.0 };
                let base = technology.output(p, c);
                prop_assert!(technology.output(p * 1.1, c) >= base - 1e-12);
                prop_assert!(technology.output(p, c * 1.1) >= base - 1e-12);
            }

            #[test]
            fn hours_freed_are_none_to_all_there_are(
                rho in -9.0..1.0_f64, alpha in 0.01..0.99_f64, p in 0.0..3.0_f64, c in 0.0..300.0_f64,
            ) {
                let technology = Technology { professional_share: alpha, rho, returns: 1.0 };
                prop_assert!((0.0..=p).contains(&technology.freed(p, c)));
                prop_assert!(technology.freed(p, 0.0) < 1e-9);
            }

            #[test]
            fn constant_returns_scale(rho in -9.0..1.0_f64, p in 0.01..3.0_f64, c in 0.01..3.0_f64, k in 0.1..4.0_f64) {
                let technology = Technology { professional_share: 0.6, rho, returns: 1.0 };
                let scaled = technology.output(k * p, k * c);
                prop_assert!((scaled - k * technology.output(p, c)).abs() < 1e-9 * scaled.max(1.0));
            }
        }
    }
}
