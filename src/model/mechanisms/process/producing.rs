//! Services are produced and need is worked off (M18, M19).

use crate::model::mechanisms::initiative::Initiative;
use crate::model::mechanisms::outcome;
use crate::model::mechanisms::production::Technology;
use crate::model::mechanisms::provision;
use crate::model::mechanisms::society::Society;

impl Society {
    /// Inputs of both sides relative to the reference.
    pub(in crate::model) fn measure_inputs(&mut self) {
        for index in 0..self.initiatives.len() {
            let place = index % self.neighbourhoods();
            let culture = self.culture(place);
            let production = &self.parameters.production;
            let initiative = &mut self.initiatives[index];
            let design = &self.parameters.programmes[initiative.programme];
            let thousands = initiative.citizens / 1000.0;
            let capacity = self.units[self.unit_of[place]].capacity;
            let hours = self.staff_time[index].production_hours_per_week * capacity;
            let reference = production.professional_reference * thousands * design.staff_share;
            initiative.production.professional_ratio = if reference > 0.0 { hours / reference } else { 0.0 };
            let input = self.totals.initiatives[index].production.input_hours_per_week
                * culture.input_kept(&self.parameters);
            initiative.production.citizen_ratio =
                input / (production.citizen_reference * thousands).max(f64::MIN_POSITIVE);
            let own_need = design.rehabilitation && self.parameters.mechanisms.rehabilitation;
            initiative.production.preventing_ratio = if own_need {
                0.0
            } else {
                initiative.production.citizen_ratio
            };
        }
    }

    /// Every municipality dimensions each programme's service to its task, at the inputs of the start.
    pub(in crate::model) fn balance_need(&mut self) {
        for programme in 0..self.programmes() {
            for municipality in 0..self.municipalities() {
                if let Some(need) = self.resting_need(programme, municipality) {
                    for index in self.initiatives_in(programme, municipality) {
                        self.initiatives[index].outcome.need_per_year = need;
                    }
                }
            }
        }
    }

    /// Need at which the problem of a programme rests in a municipality, where it is dimensioned to its task.
    fn resting_need(&self, programme: usize, municipality: usize) -> Option<f64> {
        let design = &self.parameters.programmes[programme];
        let (mut citizens, mut professional_input, mut citizen_input) = (0.0, 0.0, 0.0);
        let mut preventing_input = 0.0;
        for index in self.initiatives_in(programme, municipality) {
            let initiative = &self.initiatives[index];
            if initiative.is_present() {
                citizens += initiative.citizens;
                professional_input += initiative.production.professional_ratio * initiative.citizens;
                citizen_input += initiative.production.citizen_ratio * initiative.citizens;
                preventing_input += initiative.production.preventing_ratio * initiative.citizens;
            }
        }
        if !design.balanced_start || citizens <= 0.0 {
            return None;
        }
        let (professional_ratio, citizen_ratio) = (professional_input / citizens, citizen_input / citizens);
        let production = if self.parameters.mechanisms.joint_production {
            Technology::new(design.relation, &self.parameters.production)
                .output(professional_ratio, citizen_ratio)
        } else {
            professional_ratio
        };
        outcome::resting_need(&self.parameters.problem, production, preventing_input / citizens)
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
