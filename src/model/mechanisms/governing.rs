//! Councils decide, initiatives open, goals are evaluated (M15, M16, M22).

use super::backlash::Struck;
use super::initiative::{Status, index_of};
use super::initiatives::life::Life;
use super::municipality::municipality_of;
use super::politics::{Council, Sight};
use super::society::Society;
use super::{backlash, election, politics};

impl Society {
    /// Councils decide, initiatives open, goals are evaluated.
    pub(in crate::model) fn govern(&mut self) {
        let (step, year) = (self.draw_step(), self.year());
        self.open_initiatives();
        let politics_on = self.parameters.mechanisms.politics;
        if politics_on && election::is_election(year, self.step_years, &self.parameters) {
            self.councils = Council::all_elected(step, &self.parameters, &self.draws);
        }
        if self.parameters.mechanisms.goals && self.step.is_multiple_of(self.steps_per_year) {
            for initiative in self
                .initiatives
                .iter_mut()
                .filter(|initiative| initiative.is_running())
            {
                let index = index_of(initiative.programme, initiative.neighbourhood, &self.parameters);
                politics::evaluate(initiative, index, step, &self.parameters, &self.draws);
            }
        }
        if politics_on && self.step > 0 && self.step.is_multiple_of(self.steps_per_year / 4) {
            self.decide_continuation(step, election::before_election(year, &self.parameters));
        }
    }

    fn open_initiatives(&mut self) {
        let step = self.step;
        self.totals.just_opened.fill(false);
        for index in 0..self.initiatives.len() {
            let Status::Preparing { opens } = self.initiatives[index].status else {
                continue;
            };
            if opens > step {
                continue;
            }
            self.initiatives[index].status = Status::Running;
            self.totals.just_opened[index] = true;
            self.totals.opened += 1.0;
            let (programme, place) = (
                self.initiatives[index].programme,
                self.initiatives[index].neighbourhood,
            );
            let design = &self.parameters.programmes[programme];
            if design.staff_replaced > 0.0 {
                let strength = backlash::strength(&self.parameters, design);
                self.strike(strength, Struck::Neighbourhood(place));
            }
        }
    }

    fn decide_continuation(&mut self, step: u32, before_election: bool) {
        let municipalities = self.municipalities();
        for initiative in self
            .initiatives
            .iter_mut()
            .filter(|initiative| initiative.is_running() && initiative.life == Life::Given)
        {
            let index = index_of(initiative.programme, initiative.neighbourhood, &self.parameters);
            let municipality = municipality_of(initiative.neighbourhood, municipalities);
            let value = self.totals.public_value[municipality];
            let time = (step, before_election);
            let sight = Sight::of(initiative, index, value, &self.parameters, time, &self.draws);
            if sight.is_some_and(|sight| !self.councils[municipality].continues(&sight, &self.parameters)) {
                initiative.status = Status::Closed;
            }
        }
    }

    /// Lets the councils remember the performance of initiatives that have opened since the last step.
    pub(in crate::model) fn compare_from_here(&mut self) {
        let municipalities = self.municipalities();
        for initiative in &mut self.initiatives {
            let municipality = municipality_of(initiative.neighbourhood, municipalities);
            politics::remember_opening(initiative, self.totals.public_value[municipality]);
        }
    }
}
