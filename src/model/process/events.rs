//! Events: parameters change, grants end, staff are cut, people leave (and M24).

use crate::model::backlash;
use crate::model::block::lanes;
use crate::model::design::Relation;
use crate::model::executor::Executor;
use crate::model::politics::Council;
use crate::model::rates::Rates;
use crate::model::setup::{EventKind, Setup};
use crate::model::society::Society;

impl Society {
    /// Parameters change, and events happen.
    pub(in crate::model) fn meet_events<E: Executor>(&mut self, setup: &Setup, executor: &E) {
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
            EventKind::Shock { share } => self.lose_most_motivated(share),
            EventKind::Election => {
                self.council = Council::elected(self.draw_step(), &self.parameters, &self.draws);
            }
        }
    }

    /// Cutting staff while citizens substitute provokes the backlash, once for the fiercest programme.
    fn strike_if_substituting(&mut self) {
        let fiercest = self
            .initiatives
            .iter()
            .filter(|initiative| initiative.is_running())
            .map(|initiative| &self.parameters.programmes[initiative.programme])
            .filter(|programme| programme.relation == Relation::Substitutive)
            .map(|programme| backlash::strength(&self.parameters, programme))
            .fold(0.0, f64::max);
        self.strike(fiercest, None);
    }

    /// The backlash strikes one neighbourhood, or all.
    pub(in crate::model) fn strike(&mut self, strength: f64, neighbourhood: Option<usize>) {
        if strength <= 0.0 || !self.parameters.mechanisms.backlash {
            return;
        }
        let hit = |place: usize| neighbourhood.is_none_or(|only| only == place);
        for block in self.blocks.iter_mut().filter(|block| hit(block.neighbourhood)) {
            backlash::strike_citizens(block, &self.parameters, strength);
        }
        let struck: Vec<usize> = match neighbourhood {
            // A unit that serves several neighbourhoods is struck once for each, by that part of it.
            Some(place) => vec![self.unit_of[place]],
            None => (0..self.units.len()).collect(),
        };
        for unit in struck {
            let part = neighbourhood.map_or(1.0, |place| {
                self.citizens_in(place) / self.units[unit].citizens.max(1.0)
            });
            let members = self.units[unit].professionals.clone();
            backlash::strike_professionals(
                &mut self.professionals[members],
                &self.parameters,
                strength * part,
            );
        }
    }

    fn citizens_in(&self, neighbourhood: usize) -> f64 {
        self.initiatives
            .get(neighbourhood)
            .map_or(0.0, |initiative| initiative.citizens)
    }

    /// The most motivated participants leave at once.
    fn lose_most_motivated(&mut self, share: f64) {
        let mut participants: Vec<(f32, usize, usize)> = Vec::new();
        for (index, block) in self.blocks.iter().enumerate() {
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
        self.take_snapshot();
    }
}
