//! Citizens are asked to pay for a step good (M25).

use crate::model::lane::{LANES, lanes};
use crate::model::mechanisms::provision::{self, Call};
use crate::model::mechanisms::society::Society;
use crate::model::purpose;
use crate::random::Purpose;

impl Society {
    /// Where a step good is planned and not yet paid for, there is a call every year.
    pub(in crate::model) fn call_for_contributions(&mut self) {
        let yearly = self.step.is_multiple_of(self.steps_per_year);
        let organisers = f64::from(self.parameters.provision.organisers);
        for index in 0..self.initiatives.len() {
            let initiative = &mut self.initiatives[index];
            initiative.provision.public_eur = 0.0;
            initiative.provision.citizens_eur = 0.0;
            let design = &self.parameters.programmes[initiative.programme];
            let called = yearly
                && provision::plans(design, &self.parameters)
                && initiative.is_running()
                && initiative.active >= organisers
                && initiative.provision.stands_from.is_none();
            if called {
                self.call_in(index);
            }
        }
    }

    /// A call in the neighbourhood of one initiative.
    fn call_in(&mut self, index: usize) {
        let (programme, place) = (index / self.neighbourhoods(), index % self.neighbourhoods());
        let design = &self.parameters.programmes[programme];
        let call = Call {
            rates: &self.parameters.provision,
            design,
            shortfall: self.initiatives[index].outcome.perceived_shortfall(),
            others: self.initiatives[index].provision.others(),
        };
        let purpose = Purpose(purpose::CONTRIBUTION + programme as u32);
        let (mut asked, mut contributors) = (0.0, 0.0);
        let mut luck = [[0.0; LANES]; 4];
        for block in self.blocks.iter().filter(|block| block.neighbourhood == place) {
            self.draws.fill(&block.ids, self.draw_step(), purpose, &mut luck);
            asked += lanes(call.asked(block, programme)).count() as f64;
            contributors += call.contributors(block, programme, &luck[0]);
        }
        let building = (self.parameters.provision.building_years / self.step_years).round();
        let initiative = &mut self.initiatives[index];
        let stands_from = self.step + building as u32;
        initiative
            .provision
            .close((asked, contributors), initiative.citizens, design, stands_from);
    }
}
