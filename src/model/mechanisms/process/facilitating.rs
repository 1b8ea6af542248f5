//! Professionals split their time; initiatives make their offers (M14, M15).

use crate::model::mechanisms::facilitation;
use crate::model::mechanisms::offer::{Offer, OfferContext};
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
        let (places, programmes) = (self.neighbourhoods(), self.programmes());
        for index in 0..self.initiatives.len() {
            let (programme, place) = (index / places, index % places);
            let culture = self.culture(place);
            let unit = &self.units[self.unit_of[place]];
            let initiative = &mut self.initiatives[index];
            let grant = initiative.money(&self.standing[programme]).grant;
            self.staff_time[index] = facilitation::split_time(
                initiative,
                unit,
                &culture,
                &self.parameters,
                grant,
                self.hours_left,
            );
            self.offers[place * programmes + programme] = self.offer_of(index);
        }
    }

    /// What an initiative offers now.
    pub(in crate::model) fn offer_of(&self, index: usize) -> Offer {
        let initiative = &self.initiatives[index];
        let standing = &self.standing[initiative.programme];
        Offer::new(&OfferContext {
            initiative,
            programme: &self.parameters.programmes[initiative.programme],
            unit: &self.units[self.unit_of[initiative.neighbourhood]],
            culture: &self.culture(initiative.neighbourhood),
            parameters: &self.parameters,
            standing,
            money: &initiative.money(standing),
            trust_mean: self.constants.trust.mean,
            step: self.step,
            step_years: self.step_years,
            steps_per_year: self.steps_per_year,
        })
    }
}
