//! What exists follows a change of parameters (step 1 of the schedule, section 6 of the document).

use samspil::model::mechanisms::Parameters;

use crate::asking::is_member;
use crate::birth::{influence_and_reputation, initiative};
use crate::draws;
use crate::sides::need_of_place;
use crate::society::{Society, Status};

impl Society {
    /// Follows the change from the parameters `before` to those of now.
    pub(crate) fn follow_change(&mut self, before: &Parameters) {
        for i in 0..self.citizens.len() {
            let [_, objecting, member, _] = self.luck.four(i, 0, draws::DISPOSITION);
            let rank = (self.citizens[i].ses_rank as f64 + 0.5) / self.people_count();
            let place = self.citizens[i].place;
            for programme in 0..self.parameters.programmes.len() {
                let present = self.initiative(programme, place).is_present();
                if !self.parameters.mechanisms.awareness && present {
                    self.citizens[i].memberships[programme].aware = true;
                }
            }
            self.citizens[i].objects = objecting < self.parameters.backlash.objecting_share;
            self.citizens[i].member = is_member(&self.parameters, rank, member);
        }
        let size = self.parameters.organisation.clone();
        for unit in &mut self.units {
            let relative = size.reference_citizens_per_unit / unit.citizens;
            unit.nearness = f64::min(2.0, libm::pow(relative, size.distance_exponent));
        }
        for number in 0..self.initiatives.len() {
            self.follow_in(number, before.problem.need);
        }
        self.elect(self.elected);
    }

    fn follow_in(&mut self, number: usize, need_before: f64) {
        let (programme, place) = (number / self.places, number % self.places);
        let design = self.parameters.programmes[programme].clone();
        let was = &self.initiatives[number];
        let born_now = initiative(
            &self.parameters,
            (number, programme, place),
            was.citizens,
            self.dt,
            &self.luck,
        );
        let preparing = matches!(was.status, Status::Preparing(_));
        let need = self.parameters.problem.need;
        let mut now = was.clone();
        now.goal = born_now.goal;
        now.evaluated = was.evaluated && self.parameters.mechanisms.goals;
        now.need = if need_before > 0.0 {
            was.need * need / need_before
        } else if need > 0.0 {
            need * need_of_place(&self.parameters, place)
        } else {
            was.need
        };
        if preparing {
            now.entry = born_now.entry;
            now.role = born_now.role;
            now.status = born_now.status;
            now.reputation = born_now.reputation;
            now.listened = born_now.listened;
            now.influence = born_now.influence;
            now.ownership = born_now.ownership;
        } else if !design.stages.is_empty() {
            now.role = design.role;
        }
        now.influence_offered = influence_and_reputation(&self.parameters, &design, now.entry, now.role).0;
        self.initiatives[number] = now;
    }
}
