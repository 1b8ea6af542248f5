//! Events: parameters change, grants end, staff are cut, people leave, councils are elected.

use crate::model::executor::Executor;
use crate::model::lane::lanes;
use crate::model::mechanisms::politics::Council;
use crate::model::mechanisms::{Parameters, Rates, Society, organisation};
use crate::model::setup::{EventKind, Setup};

impl Society {
    /// Parameters change, and events happen.
    pub(in crate::model) fn apply_events<E: Executor>(&mut self, setup: &Setup, executor: &E) {
        if let Some(phase) = setup
            .phases
            .iter()
            .find(|phase| phase.from_step == self.step && self.step > 0)
        {
            let before = std::mem::replace(&mut self.parameters, phase.parameters.clone());
            self.rates = Rates::new(
                &self.parameters,
                self.constants.trust,
                self.step_years,
                self.steps_per_year,
            );
            self.refresh_fixed_weights(executor);
            self.follow_change(&before);
        }
        let now = self.step;
        for event in setup.events.iter().filter(|event| event.step == now) {
            self.happen(&event.kind);
        }
    }

    fn happen(&mut self, event: &EventKind) {
        match *event {
            EventKind::GrantEnds { programme, share } => self.standing[programme].grant *= 1.0 - share,
            EventKind::StaffCut { share } => {
                self.hours_left *= 1.0 - share;
                self.strike_if_substituting();
            }
            EventKind::Campaign {
                programme,
                intensity,
                steps,
            } => {
                self.standing[programme].campaign = intensity;
                self.standing[programme].campaign_ends = self.step + steps;
            }
            EventKind::Shock { share } => {
                for municipality in 0..self.municipalities() {
                    self.lose_most_motivated(share, municipality);
                }
                self.take_snapshot();
            }
            EventKind::Election => {
                self.councils = Council::all_elected(self.draw_step(), &self.parameters, &self.draws);
            }
        }
    }

    /// The most motivated participants of a municipality leave at once.
    fn lose_most_motivated(&mut self, share: f64, municipality: usize) {
        let mut participants: Vec<(f32, usize, usize)> = Vec::new();
        for (index, block) in self.blocks.iter().enumerate() {
            if self.municipality_of(block.neighbourhood) != municipality {
                continue;
            }
            participants
                .extend(lanes(block.active_in_any()).map(|lane| (block.state.motivation[lane], index, lane)));
        }
        participants.sort_by(|one, other| other.0.total_cmp(&one.0));
        let leaving = (share * participants.len() as f64).round() as usize;
        for &(_, block, lane) in &participants[..leaving] {
            for membership in &mut self.blocks[block].memberships {
                membership.active &= !(1 << lane);
                membership.ownership[lane] = 0.0;
            }
        }
    }

    /// Lets what was drawn or worked out under the parameters `before` follow the present ones, with the same draws.
    pub(in crate::model) fn follow_change(&mut self, before: &Parameters) {
        self.redraw_objections();
        self.know_everything_if_all_do();
        for unit in &mut self.units {
            unit.nearness = organisation::nearness(&self.parameters, unit.citizens);
        }
        let (old, new) = (before.problem.need, self.parameters.problem.need);
        let by_place: Vec<f64> = (0..self.neighbourhoods())
            .map(|place| self.need_of_place(place))
            .collect();
        for initiative in &mut self.initiatives {
            initiative.follow_change(&self.parameters, self.step_years, &self.draws);
            if old > 0.0 {
                initiative.outcome.need_per_year *= new / old;
            } else if new > 0.0 {
                initiative.outcome.need_per_year = new * by_place[initiative.neighbourhood];
            }
        }
        // The members stay, the climate in which they decide changes.
        self.councils = Council::all_elected(self.councils[0].elected, &self.parameters, &self.draws);
    }
}
