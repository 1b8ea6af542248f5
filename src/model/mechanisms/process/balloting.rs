//! Citizens vote on a pot of money (M25).

use crate::model::mechanisms::influence;
use crate::model::mechanisms::society::Society;

impl Society {
    /// Where there is a pot, a vote is held every year.
    pub(in crate::model) fn vote(&mut self) {
        let yearly = self.step.is_multiple_of(self.steps_per_year);
        for index in 0..self.initiatives.len() {
            self.initiatives[index].ballot.spent_eur = 0.0;
            let place = index % self.neighbourhoods();
            let initiative = &self.initiatives[index];
            let design = &self.parameters.programmes[initiative.programme];
            let has_vote = design.pot_eur_per_citizen > 0.0 && self.parameters.mechanisms.ballot;
            if !yearly || !has_vote || !initiative.is_running() {
                continue;
            }
            let grant = initiative.money(&self.standing[initiative.programme]).grant;
            let silos = self.culture(place).silos;
            let implementation = influence::implementation_probability(
                &self.parameters,
                design,
                initiative.ownership.mean,
                silos,
                grant,
            );
            let money = design.pot_eur_per_citizen * initiative.citizens * grant;
            let address = (self.draw_step(), &self.draws);
            let initiative = &mut self.initiatives[index];
            let result = initiative.ballot.vote(
                index as u32,
                money,
                implementation,
                &self.parameters.ballot,
                address,
            );
            initiative.ownership.proposals += result.won;
            initiative.ownership.implemented += result.realised;
        }
    }
}
