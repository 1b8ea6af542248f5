//! Citizens' proposals are heard or not (M17, M20).

use crate::model::mechanisms::society::Society;
use crate::model::mechanisms::{influence, ownership};

impl Society {
    /// Participants make proposals; influence and the fit of the service follow.
    pub(in crate::model) fn listen(&mut self) {
        if !self.parameters.mechanisms.ownership {
            return;
        }
        let time = (self.draw_step(), self.step_years);
        for index in 0..self.initiatives.len() {
            let place = index % self.neighbourhoods();
            let silos = self.culture(place).silos;
            let initiative = &mut self.initiatives[index];
            if !initiative.is_running() {
                continue;
            }
            let design = &self.parameters.programmes[initiative.programme];
            let grant = initiative.money(&self.standing[initiative.programme]).grant;
            let probability = influence::implementation_probability(
                &self.parameters,
                design,
                initiative.ownership.mean,
                silos,
                grant,
            );
            initiative.ownership.implementation_probability = probability;
            let implemented = ownership::propose_and_implement(
                initiative,
                index as u32,
                &self.parameters,
                probability,
                time,
                &self.draws,
            );
            ownership::move_influence(initiative, &self.parameters, self.step_years);
            let sums = &self.totals.initiatives[index];
            if implemented > 0.0 && sums.voice.weight > 0.0 {
                // The service moves toward what those need whose voice is heard (M20).
                let heard = sums.voice.affectedness / sums.voice.weight;
                let matched =
                    (1.0 - 2.0 * (self.constants.affectedness_of_need - heard).abs()).clamp(0.0, 1.0);
                let share =
                    (self.parameters.problem.fit_learning * implemented / sums.active.max(1.0)).min(1.0);
                initiative.outcome.fit += share * (matched - initiative.outcome.fit);
            }
        }
    }
}
