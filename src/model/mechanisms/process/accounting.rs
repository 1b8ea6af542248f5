//! Incidents happen and initiatives are charged (M16, M23).

use crate::model::mechanisms::cost::{self, Use};
use crate::model::mechanisms::politics;
use crate::model::mechanisms::professional::toward;
use crate::model::mechanisms::society::Society;

impl Society {
    /// Incidents happen, and each initiative is charged for the step.
    pub(in crate::model) fn bear_incidents_and_costs(&mut self) {
        let time = (self.draw_step(), self.step_years);
        self.totals.incidents = 0.0;
        self.fade_zero_error_memory();
        for index in 0..self.initiatives.len() {
            let place = index % self.neighbourhoods();
            let unit = &mut self.units[self.unit_of[place]];
            let initiative = &mut self.initiatives[index];
            let incidents = if self.parameters.mechanisms.politics {
                politics::incidents(
                    initiative,
                    unit,
                    index as u32,
                    &self.parameters,
                    time,
                    &self.draws,
                )
            } else {
                0.0
            };
            self.totals.incidents += incidents;
            self.totals.incidents_by_initiative[index] = incidents;
        }
        self.charge();
    }

    fn fade_zero_error_memory(&mut self) {
        let fading = core::f64::consts::LN_2 / self.parameters.politics.incident_half_life_years;
        for unit in &mut self.units {
            unit.zero_error_memory = toward(unit.zero_error_memory, 0.0, fading, self.step_years);
        }
    }

    /// Charges every initiative for the step.
    pub(in crate::model) fn charge(&mut self) {
        if !self.parameters.mechanisms.costs {
            self.initiatives.iter_mut().for_each(cost::waive);
            return;
        }
        for (index, initiative) in self.initiatives.iter_mut().enumerate() {
            if !initiative.is_present() {
                continue;
            }
            let design = &self.parameters.programmes[initiative.programme];
            let standing = initiative.money(&self.standing[initiative.programme]);
            let sums = &self.totals.initiatives[index];
            let time = &self.staff_time[index];
            let running = f64::from(u8::from(initiative.is_running()));
            let used = Use {
                production_hours_per_week: time.production_hours_per_week,
                facilitation_hours_per_week: time.facilitation_hours_per_week,
                outreach: running * standing.outreach(design, self.step),
                kits: sums.mastery.kits_given,
                letters: sums.mastery.letters_given,
                trained: running * time.posts * design.training * standing.grant,
                incidents: self.totals.incidents_by_initiative[index],
                opened: self.totals.just_opened[index],
            };
            cost::charge(initiative, &used, &self.parameters, design, self.step_years);
        }
    }
}
