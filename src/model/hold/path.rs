//! The paths that can be held, and sets of them.

use crate::model::lane::Lane;
use crate::model::mechanisms::State;

/// What a design can act through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Path {
    /// Citizens' generalised trust.
    Trust,
    /// Citizens' expectations of the public side.
    Expectation,
    /// Citizens' self-efficacy.
    Efficacy,
    /// Citizens' intrinsic motivation.
    Motivation,
    /// Citizens' knowledge.
    Knowledge,
    /// Citizens' stance, from client to co-producer.
    Stance,
    /// Citizens' fatigue.
    Fatigue,
    /// Who knows of which programme.
    Awareness,
    /// Professionals' attitudes.
    Attitude,
    /// Professionals' beliefs that citizens can, will, and look beyond their own interest.
    Belief,
    /// Professionals' competence for facilitation.
    Skill,
    /// The share of working time that facilitates an initiative, and how far it supports its participants.
    Facilitation,
    /// How often an initiative has citizens asked.
    Asking,
    /// The influence that an initiative offers, and that its participants experience, and how far they are listened to.
    Influence,
    /// How far an initiative is its participants' own, on average: what implementation looks at.
    Ownership,
}

impl Path {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Trust,
        Self::Expectation,
        Self::Efficacy,
        Self::Motivation,
        Self::Knowledge,
        Self::Stance,
        Self::Fatigue,
        Self::Awareness,
        Self::Attitude,
        Self::Belief,
        Self::Skill,
        Self::Facilitation,
        Self::Asking,
        Self::Influence,
        Self::Ownership,
    ];

    /// Its name in files and tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Trust => "trust",
            Self::Expectation => "expectation",
            Self::Efficacy => "efficacy",
            Self::Motivation => "motivation",
            Self::Knowledge => "knowledge",
            Self::Stance => "stance",
            Self::Fatigue => "fatigue",
            Self::Awareness => "awareness",
            Self::Attitude => "attitude",
            Self::Belief => "belief",
            Self::Skill => "skill",
            Self::Facilitation => "facilitation",
            Self::Asking => "asking",
            Self::Influence => "influence",
            Self::Ownership => "ownership",
        }
    }

    /// Whether professionals have it.
    #[must_use]
    pub const fn is_of_professionals(self) -> bool {
        matches!(self, Self::Attitude | Self::Belief | Self::Skill)
    }

    /// Whether every programme has its own.
    #[must_use]
    pub const fn is_of_programmes(self) -> bool {
        self.is_of_initiatives() || matches!(self, Self::Awareness)
    }

    /// Whether initiatives have it.
    pub(super) const fn is_of_initiatives(self) -> bool {
        matches!(
            self,
            Self::Facilitation | Self::Asking | Self::Influence | Self::Ownership
        )
    }

    /// Whether citizens have it.
    pub(super) const fn is_of_citizens(self) -> bool {
        !self.is_of_professionals() && !self.is_of_initiatives()
    }

    /// The state of citizens that it is, where it is one.
    pub(super) const fn of_state(self, state: &mut State) -> Option<&mut Lane> {
        Some(match self {
            Self::Trust => &mut state.trust,
            Self::Expectation => &mut state.expectation,
            Self::Efficacy => &mut state.efficacy,
            Self::Motivation => &mut state.motivation,
            Self::Knowledge => &mut state.knowledge,
            Self::Stance => &mut state.stance,
            Self::Fatigue => &mut state.fatigue,
            Self::Awareness
            | Self::Attitude
            | Self::Belief
            | Self::Skill
            | Self::Facilitation
            | Self::Asking
            | Self::Influence
            | Self::Ownership => return None,
        })
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// Some paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paths(u16);

impl Paths {
    /// Whether a path is among them.
    #[must_use]
    pub const fn has(self, path: Path) -> bool {
        self.0 & path.bit() != 0
    }

    /// They, in the order of [`Path::ALL`].
    pub fn list(self) -> impl Iterator<Item = Path> {
        Path::ALL.into_iter().filter(move |path| self.has(*path))
    }

    /// Whether one of them is such a one.
    pub(super) fn any(self, is_of: impl Fn(Path) -> bool) -> bool {
        self.list().any(is_of)
    }
}

impl FromIterator<Path> for Paths {
    fn from_iter<I: IntoIterator<Item = Path>>(paths: I) -> Self {
        Self(paths.into_iter().fold(0, |bits, path| bits | path.bit()))
    }
}
