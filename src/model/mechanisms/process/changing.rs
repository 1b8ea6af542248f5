//! What exists follows a change of parameters.

use crate::model::lane::bits_where;
use crate::model::mechanisms::organisation;
use crate::model::mechanisms::parameters::Parameters;
use crate::model::mechanisms::politics::Council;
use crate::model::mechanisms::society::Society;
use crate::model::purpose;

impl Society {
    /// Lets what was drawn or worked out under the parameters `before` follow the present ones, with the same luck.
    pub(in crate::model) fn follow_change(&mut self, before: &Parameters) {
        self.redraw_objections();
        self.know_everything_if_all_do();
        for unit in &mut self.units {
            unit.nearness = organisation::nearness(&self.parameters, unit.citizens);
        }
        let (old, new) = (before.problem.need, self.parameters.problem.need);
        for initiative in &mut self.initiatives {
            initiative.follow_change(&self.parameters, self.step_years, &self.draws);
            if old > 0.0 {
                initiative.outcome.need_per_year *= new / old;
            } else if new > 0.0 {
                initiative.outcome.need_per_year = new;
            }
        }
        // The members stay, the climate in which they decide changes.
        self.councils = Council::all_elected(self.councils[0].elected, &self.parameters, &self.draws);
    }

    /// Who objects to citizens replacing staff (M24).
    fn redraw_objections(&mut self) {
        let share = self.parameters.backlash.objecting_share;
        for block in &mut self.blocks {
            let objects = |lane: usize| {
                let luck = self.draws.uniforms(block.ids[lane], 0, purpose::DISPOSITION);
                luck[1] < share
            };
            block.fixed.objecting = block.present() & bits_where(objects);
        }
    }

    /// M1 off: everyone knows of the programmes of the neighbourhood.
    fn know_everything_if_all_do(&mut self) {
        if self.parameters.mechanisms.awareness {
            return;
        }
        let programmes = self.programmes();
        for block in &mut self.blocks {
            let present = block.present();
            for (programme, membership) in block.memberships.iter_mut().enumerate() {
                if self.offers[block.neighbourhood * programmes + programme].present {
                    membership.awareness.aware |= present;
                }
            }
        }
    }
}
