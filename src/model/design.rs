//! The vocabulary of a co-production design: level, role, stage, relation, initiator, reward.
//!
//! It has no equation of its own. Each field of [`Programme`] is used in the room of the mechanism that the register names
//! (`equation`), and its entry stands there, or in `design.toml` where several mechanisms use it.
//!
//! Sources: L-01 to L-03, R-01 to R-03, S-01 to S-07, X-01 to X-04, I-01, I-02, A-05, G-01 to G-06.

use serde::{Deserialize, Serialize};

/// A co-production design.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the scenario file"
)]
#[expect(missing_docs, reason = "the register says what each parameter is")]
pub struct Programme {
    pub level: Level,
    pub role: Role,
    pub stages: Vec<Stage>,
    pub relation: Relation,
    pub initiator: Initiator,
    pub goal: Goal,
    pub collective: bool,
    pub visible: bool,
    pub mixed: bool,
    pub episodic: bool,
    pub grown: bool,
    pub neighbourhoods: Vec<u32>,
    pub municipalities: Vec<u32>,
    pub target_share: f64,
    pub start_year: f64,
    pub established: bool,
    pub balanced_start: bool,
    pub initial_participants: f64,
    pub initial_awareness: f64,
    pub ease: f64,
    pub value_fit: f64,
    pub departments: u32,
    pub staff_share: f64,
    pub staff_replaced: f64,
    pub resources: f64,
    pub political_embedding: f64,
    pub required_hours_per_week: f64,
    pub stretch: f64,
    pub outreach: f64,
    pub outreach_target: OutreachTarget,
    pub invitation: f64,
    pub refused_share: f64,
    pub kit: f64,
    pub letter: f64,
    pub training: f64,
    pub facilitation: f64,
    pub reward: RewardKind,
    pub reward_eur_per_hour: f64,
    pub credits_traded: bool,
    pub step_good_eur_per_citizen: f64,
    pub step_good_public_share: f64,
    pub contribution_eur: f64,
    pub contribution_from: ContributionFrom,
    pub contribution_refund: bool,
    pub rehabilitation: bool,
    pub digital_share: f64,
    pub game: f64,
    pub budget_share: f64,
    pub pot_eur_per_citizen: f64,
    pub setup_fte_years: f64,
    pub outcome_half_life_years: f64,
    pub environmental_share: f64,
}

/// How willingness is decided (M3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionRule {
    /// A chance that follows from all motives (N-09).
    Logit,
    /// Willing once motives exceed a personal tipping point.
    Threshold,
    /// Willing once own benefits exceed own costs (N-08).
    Rational,
}

/// Level of co-production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Citizens join policy formulation, planning and prioritisation (L-01).
    CoGovernance,
    /// Civil society produces services together with the municipality (L-02).
    CoManagement,
    /// The individual citizen co-creates the own service (L-03).
    CoProduction,
}

/// Role offered to citizens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes the initiative and helps set the frame.
    CoInitiator,
    /// Helps shape the service.
    CoDesigner,
    /// Carries out what the public side designed.
    CoImplementor,
    /// Is only informed.
    Informed,
}

/// Stage of the policy process that is opened to citizens (S-01 to S-07), in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// S-01.
    CoPlanning,
    /// S-02.
    CoDesign,
    /// S-03.
    CoPrioritisation,
    /// S-04.
    CoFinancing,
    /// S-05.
    CoManaging,
    /// S-06.
    CoDelivery,
    /// S-07.
    CoAssessment,
}

impl Stage {
    /// All stages in the order of the policy process.
    pub const ALL: [Self; 7] = [
        Self::CoPlanning,
        Self::CoDesign,
        Self::CoPrioritisation,
        Self::CoFinancing,
        Self::CoManaging,
        Self::CoDelivery,
        Self::CoAssessment,
    ];

    /// Position in the policy process, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The role that entering at this stage amounts to.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::CoPlanning => Role::CoInitiator,
            Self::CoDesign | Self::CoPrioritisation | Self::CoFinancing | Self::CoManaging => {
                Role::CoDesigner
            }
            Self::CoDelivery | Self::CoAssessment => Role::CoImplementor,
        }
    }
}

impl Role {
    /// The stage at which citizens in this role usually enter.
    #[must_use]
    pub const fn usual_stage(self) -> Stage {
        match self {
            Self::CoInitiator => Stage::CoPlanning,
            Self::CoDesigner => Stage::CoDesign,
            Self::CoImplementor | Self::Informed => Stage::CoDelivery,
        }
    }
}

/// Relation between citizens' and professionals' contributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The service can only be produced together.
    Interdependent,
    /// Citizens' contributions replace professionals'.
    Substitutive,
    /// Professionals do the core task, citizens the periphery.
    Supplementary,
}

/// Who took the initiative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Initiator {
    /// I-02.
    Municipality,
    /// I-01.
    Citizens,
    ///
    Association,
}

/// What a stated goal is about (M31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Nothing of its own.
    None,
    /// That citizens are involved (G-01, G-04).
    Involvement,
    /// A service that fits (G-02, G-05).
    Quality,
    /// More from professionals' work (G-03).
    Efficiency,
    /// That less need arises (G-06).
    Prevention,
}

/// Whom outreach is aimed at (M1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutreachTarget {
    /// Everyone; the better-off hear more.
    Broad,
    /// Those affected.
    Need,
}

/// Who is asked to contribute to a step good (M25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ContributionFrom {
    /// Who takes part.
    Participants,
    /// Who knows of the programme.
    Aware,
    /// Every citizen of the neighbourhood.
    Everyone,
}

/// Kind of reward (M7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RewardKind {
    /// No reward.
    None,
    /// Money to the participant.
    IndividualMoney,
    /// Money to the town (C-07).
    CollectiveMoney,
    /// Credits of a time bank (K-01).
    TimeCredit,
    /// Public recognition.
    Recognition,
}
