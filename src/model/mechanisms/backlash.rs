//! M24: backlash against substitution.
//!
//! When professional hours are cut while citizens are asked to take over: expectation -.15, intrinsic motivation -.2 for the
//! half who object, attitudes of professionals -.1, each at least 0. Where the money saved returns to the town (C-07) the
//! backlash is halved. It stays within the municipality whose citizens were to take over, or the neighbourhood where an
//! initiative that replaces staff opens.
//!
//! Sources: Ev-40, C-07, X-02, Q-03. Bites with the event that cuts staff, and as such an initiative opens.

use serde::{Deserialize, Serialize};

use super::professional::Professional;
use super::{Block, DISPOSITION, Parameters, Society};
use crate::model::design::{Programme, Relation, RewardKind};
use crate::model::lane::{bits_where, lanes};
use crate::model::municipality::municipality_of;

/// Backlash against substitution under cuts (M24).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BacklashParameters {
    pub expectation: f64,
    pub motivation: f64,
    pub objecting_share: f64,
    pub attitude: f64,
    pub collective_return_relief: f64,
}

/// Where a backlash strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Struck {
    Neighbourhood(usize),
    Municipality(usize),
}

/// How strong the backlash against a programme is.
pub(in crate::model) fn strength(parameters: &Parameters, programme: &Programme) -> f64 {
    if programme.reward == RewardKind::CollectiveMoney {
        1.0 - parameters.backlash.collective_return_relief
    } else {
        1.0
    }
}

/// Citizens of a block lose trust in the public side, and those who object lose heart.
pub(in crate::model) fn strike_citizens(block: &mut Block, parameters: &Parameters, strength: f64) {
    let expectation = (strength * parameters.backlash.expectation) as f32;
    let motivation = (strength * parameters.backlash.motivation) as f32;
    for lane in 0..block.len {
        block.state.expectation[lane] = (block.state.expectation[lane] - expectation).max(0.0);
    }
    for lane in lanes(block.fixed.objecting) {
        block.state.motivation[lane] = (block.state.motivation[lane] - motivation).max(0.0);
    }
}

/// Professionals turn away from the enabling role.
pub(in crate::model) fn strike_professionals(
    professionals: &mut [Professional],
    parameters: &Parameters,
    strength: f64,
) {
    for professional in professionals {
        professional.attitude = (professional.attitude - strength * parameters.backlash.attitude).max(0.0);
    }
}

impl Society {
    /// Cutting staff while citizens substitute provokes the backlash, in each municipality once for its fiercest
    /// programme.
    pub(in crate::model) fn strike_if_substituting(&mut self) {
        for municipality in 0..self.municipalities() {
            let fiercest = self
                .initiatives
                .iter()
                .filter(|initiative| initiative.is_running())
                .filter(|initiative| self.municipality_of(initiative.neighbourhood) == municipality)
                .map(|initiative| &self.parameters.programmes[initiative.programme])
                .filter(|programme| programme.relation == Relation::Substitutive)
                .map(|programme| strength(&self.parameters, programme))
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
            strike_citizens(block, &self.parameters, strength);
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
            strike_professionals(
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

    /// Who objects to citizens replacing staff (M24).
    pub(in crate::model) fn redraw_objections(&mut self) {
        let share = self.parameters.backlash.objecting_share;
        for block in &mut self.blocks {
            let objects = |lane: usize| {
                let disposition = self.draws.uniforms(block.ids[lane], 0, DISPOSITION);
                disposition[1] < share
            };
            block.fixed.objecting = block.present() & bits_where(objects);
        }
    }
}
