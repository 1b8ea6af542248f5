//! Who of a citizen's ties takes part: the count that M1, M2, M8 and M10 share.
//!
//! Everyday ties stand still, and few citizens join or leave in a step. So the number of active everyday ties is kept, and
//! those who join or leave change it for their neighbours, instead of every citizen asking all neighbours in every step.

use super::{Block, Society, StepContext};
use crate::model::lane::{LANES, Lane, lanes};
use crate::model::network::Network;

/// A citizen's active ties in one programme.
pub(in crate::model) struct ActiveTies {
    /// Active everyday ties, plus the strength of active ties made by taking part.
    pub(in crate::model) count: Lane,
    /// That count relative to all ties.
    pub(in crate::model) share: Lane,
}

/// Whether the citizen at a position takes part, in a snapshot of one word per block.
pub(in crate::model) fn is_active(active: &[u64], position: u32) -> bool {
    active[position as usize / LANES] >> (position as usize % LANES) & 1 == 1
}

impl ActiveTies {
    /// Nobody takes part.
    pub(in crate::model) const NONE: Self = Self {
        count: [0.0; LANES],
        share: [0.0; LANES],
    };

    /// Active ties of the citizens of a block, from the snapshot of who took part at the end of the last step.
    pub(in crate::model) fn of(
        block: &Block,
        network: &Network,
        active: &[u64],
        neighbours: &[u32; LANES],
    ) -> Self {
        let mut count = [0.0; LANES];
        let mut all = [0.0_f32; LANES];
        for lane in 0..LANES {
            count[lane] = neighbours[lane] as f32;
        }
        for lane in 0..block.len {
            all[lane] = network.degree(block.first_row + lane as u32) as f32;
        }
        for lane in lanes(block.with_acquaintances) {
            for tie in block.acquaintances[lane].iter().filter(|tie| tie.strength > 0.0) {
                all[lane] += tie.strength;
                if is_active(active, tie.partner) {
                    count[lane] += tie.strength;
                }
            }
        }
        let mut share = [0.0; LANES];
        for lane in 0..LANES {
            share[lane] = count[lane] / all[lane].max(1.0);
        }
        Self { count, share }
    }
}

/// Everyday ties of every citizen that take part in one programme, by block and lane.
#[derive(Clone, Debug)]
pub(in crate::model) struct ActiveNeighbours(Vec<[u32; LANES]>);

impl ActiveNeighbours {
    /// Nobody takes part.
    pub(in crate::model) fn none(blocks: usize) -> Self {
        Self(vec![[0; LANES]; blocks])
    }

    /// Those of the citizens of a block.
    pub(in crate::model) fn of(&self, block_index: usize) -> &[u32; LANES] {
        &self.0[block_index]
    }

    /// Tells the neighbours of those citizens of a block who have joined or left since the word `before`.
    pub(in crate::model) fn follow(&mut self, block: &Block, network: &Network, before: u64, after: u64) {
        for lane in lanes(before ^ after) {
            // Two's complement: adding the largest number takes one away.
            let change = if after >> lane & 1 == 1 { 1 } else { u32::MAX };
            for &tie in network.ties(block.first_row + lane as u32) {
                let neighbour = &mut self.0[tie as usize / LANES][tie as usize % LANES];
                *neighbour = neighbour.wrapping_add(change);
            }
        }
    }
}

/// Active ties, where any mechanism asks for them.
pub(in crate::model) fn ties_in(
    block_index: usize,
    block: &Block,
    programme: usize,
    context: &StepContext<'_>,
) -> ActiveTies {
    if context.rates.count_ties() {
        let neighbours = context.active_neighbours[programme].of(block_index);
        ActiveTies::of(block, context.network, &context.active[programme], neighbours)
    } else {
        ActiveTies::NONE
    }
}

impl Society {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::model::executor::Serial;
    use crate::random::Draws;
    use crate::scenario::Scenario;
    use std::ops::ControlFlow;
    use std::path::Path;

    #[test]
    fn kept_counts_are_those_of_asking_every_neighbour() {
        let text = "[simulation]\nhorizon_years = 3.0\n[population]\ncitizens = 990\n\
            [programme.parks]\nstaff_share = 0.5\n[programme.dike]\nstaff_share = 0.5\nepisodic = true\n\
            [[event]]\nyear = 1.0\nshock = 0.5\n";
        let scenario = Scenario::from_text(Path::new("parks.toml"), text, &[]).unwrap();
        let mut changes = 0;
        let mut last = 0;
        let _ = Model::new(&scenario.setup).simulate(&Draws::new(3, 0), &Serial, &mut |observation| {
            let society = observation.society;
            for (active, neighbours) in society.active.iter().zip(&society.active_neighbours) {
                for (index, block) in society.blocks.iter().enumerate() {
                    for lane in 0..block.len {
                        let ties = society.network.ties(block.first_row + lane as u32);
                        let asked = ties.iter().filter(|&&tie| is_active(active, tie)).count();
                        assert_eq!(neighbours.of(index)[lane] as usize, asked);
                    }
                }
            }
            let now: u32 = society
                .active
                .iter()
                .flatten()
                .map(|word| word.count_ones())
                .sum();
            changes += u32::from(now != last);
            last = now;
            ControlFlow::Continue(())
        });
        assert!(changes > 20, "the society moved");
    }
}
