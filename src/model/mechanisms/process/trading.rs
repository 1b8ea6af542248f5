//! Members of time banks trade hours (M25).

use crate::model::mechanisms::cost::WEEKS_PER_YEAR;
use crate::model::mechanisms::society::Society;
use crate::model::mechanisms::time_bank::{self, Habits};

impl Society {
    /// In every bank, hours given earn credits, and credits buy hours.
    pub(in crate::model) fn trade(&mut self) {
        if !self.parameters.mechanisms.time_bank {
            return;
        }
        let habits = Habits {
            rates: &self.parameters.time_bank,
            free_time_mean_hours_per_week: self.parameters.population.free_time_mean_hours_per_week,
            weeks: WEEKS_PER_YEAR * self.step_years,
        };
        let places = self.unit_of.len();
        for (programme, design) in self.parameters.programmes.iter().enumerate() {
            if !design.credits_traded {
                continue;
            }
            // Blocks stand in the order of neighbourhoods.
            for blocks in self
                .blocks
                .chunk_by_mut(|one, other| one.neighbourhood == other.neighbourhood)
            {
                let place = blocks[0].neighbourhood;
                let books = &mut self.initiatives[programme * places + place].time_bank;
                time_bank::trade(blocks, programme, books, &habits, self.step_years);
            }
        }
    }
}
