//! The citizens of a society as columns, to read and to change: for mechanisms and interventions of one's own.

use super::lane::{Lane, lanes};
use super::mechanisms::{Society, State};
use crate::random::Purpose;

/// Purposes of draws from here on are those of mechanisms of one's own.
const OWN_PURPOSES: u32 = 10_000;

/// What changes in a citizen, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Column {
    /// Intrinsic motivation.
    Motivation,
    /// Self-efficacy.
    Efficacy,
    /// Knowledge of how the public side works.
    Knowledge,
    /// Generalised trust.
    Trust,
    /// Expectation that the public side wants to cooperate.
    Expectation,
    /// From client (0) to co-producer (1).
    Stance,
    /// Fatigue.
    Fatigue,
    /// Wellbeing.
    Wellbeing,
}

impl Column {
    fn of(self, state: &State) -> &Lane {
        match self {
            Self::Motivation => &state.motivation,
            Self::Efficacy => &state.efficacy,
            Self::Knowledge => &state.knowledge,
            Self::Trust => &state.trust,
            Self::Expectation => &state.expectation,
            Self::Stance => &state.stance,
            Self::Fatigue => &state.fatigue,
            Self::Wellbeing => &state.wellbeing,
        }
    }

    fn of_mut(self, state: &mut State) -> &mut Lane {
        match self {
            Self::Motivation => &mut state.motivation,
            Self::Efficacy => &mut state.efficacy,
            Self::Knowledge => &mut state.knowledge,
            Self::Trust => &mut state.trust,
            Self::Expectation => &mut state.expectation,
            Self::Stance => &mut state.stance,
            Self::Fatigue => &mut state.fatigue,
            Self::Wellbeing => &mut state.wellbeing,
        }
    }
}

impl Society {
    /// Steps lived so far.
    #[must_use]
    pub const fn steps_lived(&self) -> u32 {
        self.step
    }

    /// Number of citizens.
    #[must_use]
    pub const fn citizen_count(&self) -> usize {
        self.constants.citizens as usize
    }

    /// Number of neighbourhoods.
    #[must_use]
    pub const fn neighbourhood_count(&self) -> usize {
        self.unit_of.len()
    }

    /// A state of every citizen, by number.
    #[must_use]
    pub fn column(&self, column: Column) -> Vec<f32> {
        self.by_number(0.0, |block, lane| column.of(&block.state)[lane])
    }

    /// The neighbourhood of every citizen, by number, from 0.
    #[must_use]
    pub fn neighbourhoods_of_citizens(&self) -> Vec<usize> {
        self.by_number(0, |block, _| block.neighbourhood)
    }

    /// Whether every citizen takes part in a programme, by number.
    ///
    /// # Panics
    /// When there is no such programme.
    #[must_use]
    pub fn participants(&self, programme: usize) -> Vec<bool> {
        self.by_number(false, |block, lane| {
            block.memberships[programme].active >> lane & 1 == 1
        })
    }

    /// Changes a state of every citizen: `change` gets the citizen's number and the state and gives the new one, which is
    /// kept between 0 and 1.
    pub fn change_column(&mut self, column: Column, mut change: impl FnMut(usize, f32) -> f32) {
        for block in &mut self.blocks {
            for lane in lanes(block.present()) {
                let state = &mut column.of_mut(&mut block.state)[lane];
                *state = change(block.ids[lane] as usize, *state).clamp(0.0, 1.0);
            }
        }
    }

    /// Four uniform numbers in `(0, 1)` that belong to an agent in the step under way, for one of 1,000 purposes of one's own.
    ///
    /// They do not depend on what else is drawn, and are the same in every variant of a scenario.
    #[must_use]
    pub fn own_uniforms(&self, agent: u32, purpose: u16) -> [f64; 4] {
        let purpose = Purpose(OWN_PURPOSES + u32::from(purpose));
        self.draws.uniforms(agent, self.draw_step(), purpose)
    }

    fn by_number<T: Clone>(&self, empty: T, of: impl Fn(&super::mechanisms::Block, usize) -> T) -> Vec<T> {
        let mut column = vec![empty; self.citizen_count()];
        for block in &self.blocks {
            for lane in lanes(block.present()) {
                column[block.ids[lane] as usize] = of(block, lane);
            }
        }
        column
    }
}
