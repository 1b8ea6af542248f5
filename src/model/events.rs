//! Events: parameters change, grants end, staff are cut, people leave (and M24).

use crate::model::design::Relation;
use crate::model::executor::Executor;
use crate::model::lane::{bits_where, lanes};
use crate::model::mechanisms::backlash::Struck;
use crate::model::mechanisms::politics::Council;
use crate::model::mechanisms::{DISPOSITION, Parameters, Rates, Society, backlash, organisation};
use crate::model::municipality::municipality_of;
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

    /// Cutting staff while citizens substitute provokes the backlash, in each municipality once for its fiercest
    /// programme.
    fn strike_if_substituting(&mut self) {
        for municipality in 0..self.municipalities() {
            let fiercest = self
                .initiatives
                .iter()
                .filter(|initiative| initiative.is_running())
                .filter(|initiative| self.municipality_of(initiative.neighbourhood) == municipality)
                .map(|initiative| &self.parameters.programmes[initiative.programme])
                .filter(|programme| programme.relation == Relation::Substitutive)
                .map(|programme| backlash::strength(&self.parameters, programme))
                .fold(0.0, f64::max);
            self.strike(fiercest, Struck::Municipality(municipality));
        }
    }

    /// The backlash strikes one neighbourhood, or a whole municipality.
    pub(in crate::model) fn strike(&mut self, strength: f64, struck: Struck) {
        if strength <= 0.0 || !self.parameters.mechanisms.backlash {
            return;
        }
        let municipalities = self.municipalities();
        let hit = |place: usize| match struck {
            Struck::Neighbourhood(only) => only == place,
            Struck::Municipality(only) => only == municipality_of(place, municipalities),
        };
        for block in self.blocks.iter_mut().filter(|block| hit(block.neighbourhood)) {
            backlash::strike_citizens(block, &self.parameters, strength);
        }
        let units: Vec<usize> = match struck {
            // A unit that serves several neighbourhoods is struck once for each, by that part of it.
            Struck::Neighbourhood(place) => vec![self.unit_of[place]],
            Struck::Municipality(only) => {
                let own = self.units.len() / municipalities;
                (only * own..(only + 1) * own).collect()
            }
        };
        for unit in units {
            let part = match struck {
                Struck::Neighbourhood(place) => self.citizens_in(place) / self.units[unit].citizens.max(1.0),
                Struck::Municipality(_) => 1.0,
            };
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
}

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
                let luck = self.draws.uniforms(block.ids[lane], 0, DISPOSITION);
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
