//! Professionals split their time; initiatives make their offers (M14, M15).

use crate::model::mechanisms::facilitation;
use crate::model::mechanisms::organisation::Culture;
use crate::model::mechanisms::professional::Professional;
use crate::model::mechanisms::society::Society;

impl Society {
    /// Professionals split their time between producing and facilitating; initiatives make their offers.
    pub(in crate::model) fn facilitate(&mut self) {
        for unit in &mut self.units {
            let culture = Culture::new(&self.parameters, unit.zero_error_memory);
            let members = &self.professionals[unit.professionals.clone()];
            let mean = |of: &dyn Fn(&Professional) -> f64| {
                if members.is_empty() {
                    0.0
                } else {
                    members.iter().map(of).sum::<f64>() / members.len() as f64
                }
            };
            unit.attitude = mean(&|member| member.attitude);
            unit.facilitation = mean(&|member| member.facilitation(&self.parameters, &culture));
            unit.capacity = mean(&|member| member.capacity(&self.parameters));
        }
        let time = (self.step, self.step_years, self.steps_per_year);
        let trust_mean = self.constants.trust.mean;
        let (places, programmes) = (self.neighbourhoods(), self.programmes());
        for index in 0..self.initiatives.len() {
            let (programme, place) = (index / places, index % places);
            let culture = self.culture(place);
            let unit = &self.units[self.unit_of[place]];
            let standing = &self.standing[programme];
            let initiative = &mut self.initiatives[index];
            self.staff_time[index] = facilitation::split_time(
                initiative,
                unit,
                &culture,
                &self.parameters,
                initiative.money(standing).grant,
                self.hours_left,
            );
            self.offers[place * programmes + programme] = facilitation::offer(
                initiative,
                unit,
                &culture,
                &self.parameters,
                standing,
                trust_mean,
                time,
            );
        }
    }
}
