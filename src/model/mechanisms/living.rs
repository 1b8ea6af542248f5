//! Citizens live through the step and make acquaintances (M1-M11).

use super::digital::mixed;
use super::municipality::municipality_of;
use super::social_capital;
use super::social_capital::Encounters;
use super::society::Society;
use super::sums::{CitizenSums, ProgrammeSums};
use crate::model::citizen;
use crate::model::citizen::StepContext;
use crate::model::executor::Executor;
use crate::model::lane::{LANES, lanes};

impl Society {
    /// Citizens hear, decide, join, stay, give hours, tire and learn.
    pub(in crate::model) fn let_citizens_live<E: Executor>(&mut self, executor: &E) {
        let context = StepContext {
            step: self.step + 1,
            draws: &self.draws,
            network: &self.network,
            rates: &self.rates,
            diaries: self.diaries,
            active: &self.active,
            active_neighbours: &self.active_neighbours,
            offers: &self.offers,
        };
        executor.map(&mut self.blocks, |index, block| {
            citizen::live_one_step(index, block, &context);
        });
        self.take_snapshot();
        self.add_up();
    }

    /// Remembers who takes part now.
    pub(in crate::model) fn take_snapshot(&mut self) {
        let programmes = self.active.iter_mut().zip(&mut self.active_neighbours);
        for (programme, (words, neighbours)) in programmes.enumerate() {
            for (word, block) in words.iter_mut().zip(&self.blocks) {
                let now = block.memberships[programme].active;
                neighbours.follow(block, &self.network, *word, now);
                *word = now;
            }
        }
    }

    /// Adds the blocks' sums up, in block order, so that the sums do not depend on threads.
    pub(in crate::model) fn add_up(&mut self) {
        let places = self.neighbourhoods();
        self.totals.citizens = CitizenSums::default();
        self.totals.initiatives.fill(ProgrammeSums::default());
        self.totals.municipalities.fill(CitizenSums::default());
        let municipalities = self.municipalities();
        for block in &self.blocks {
            self.totals.citizens += block.sums;
            if municipalities > 1 {
                self.totals.municipalities[municipality_of(block.neighbourhood, municipalities)] +=
                    block.sums;
            }
            for (programme, membership) in block.memberships.iter().enumerate() {
                self.totals.initiatives[programme * places + block.neighbourhood] += membership.sums;
            }
        }
        for (index, sums) in self.totals.initiatives.iter().enumerate() {
            let initiative = &mut self.initiatives[index];
            initiative.active = sums.active;
            initiative.hours.per_week = sums.hours_per_week;
            if sums.active > 0.0 {
                initiative.ownership.mean = sums.ownership.total / sums.active;
            }
            let design = &self.parameters.programmes[initiative.programme];
            let offered = sums.hours_per_week / initiative.hours.ratio;
            initiative.hours.ratio = if design.required_hours_per_week > 0.0 && offered > 0.0 {
                (design.required_hours_per_week / offered).min(design.stretch)
            } else {
                1.0
            };
        }
    }

    /// Participants make acquaintances.
    pub(in crate::model) fn tie_participants(&mut self) {
        if !self.parameters.mechanisms.social_capital {
            return;
        }
        let capital = &self.parameters.social_capital;
        // Either of two participants may start a tie, so each does so at half the rate.
        let chance = |rate: f64| -libm::expm1(-0.5 * rate * self.step_years);
        let step = self.draw_step();
        let mut participants = Vec::new();
        for programme in 0..self.programmes() {
            let design = &self.parameters.programmes[programme];
            let thinner = self.parameters.digital.tie_strength;
            let across = if design.mixed {
                capital.tie_formation_across
            } else {
                0.0
            };
            let encounters = Encounters {
                within: chance(capital.tie_formation_within),
                across: chance(across),
                strength: (capital.new_tie_strength * mixed(design, &self.parameters, thinner)) as f32,
            };
            let mut start = 0;
            while start < self.blocks.len() {
                let place = self.blocks[start].neighbourhood;
                let blocks = self.blocks[start..]
                    .iter()
                    .take_while(|block| block.neighbourhood == place)
                    .count();
                participants.clear();
                for index in start..start + blocks {
                    let active = self.active[programme][index];
                    participants.extend(lanes(active).map(|lane| (index * LANES + lane) as u32));
                }
                let new_ties = social_capital::form_ties(
                    &mut self.blocks,
                    &participants,
                    programme,
                    encounters,
                    step,
                    &self.draws,
                );
                let municipality = self.municipality_of(place);
                let own = self.totals.municipalities.get_mut(municipality);
                for sums in own.into_iter().chain([&mut self.totals.citizens]) {
                    sums.bonding += new_ties.bonding;
                    sums.bridging += new_ties.bridging;
                }
                start += blocks;
            }
        }
    }
}
