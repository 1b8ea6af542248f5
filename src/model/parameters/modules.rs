//! Mechanics of cases of their own: M25.
//!
//! Field names are the keys of the parameter register, where units, ranges and sources stand.

use serde::Deserialize;

/// Votes on a pot of money (M25).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// Share of citizens at the first vote.
    pub attendance_start: f64,
    /// Share of voters who come again when nothing of theirs was realised.
    pub carry: f64,
    /// How much more come again when all of theirs was realised.
    pub carry_realised: f64,
    /// Projects to choose from, projects.
    pub projects: u32,
    /// Price of a project, EUR.
    pub project_eur: f64,
}

/// Credits that are earned, kept and spent (M25).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeBank {
    /// Hours that a member of medium affectedness and mean free time would ask for, h/week.
    pub asked_hours_per_week: f64,
    /// Credits that a member of medium risk aversion keeps in reserve and does not spend, credits.
    pub reserve_credits: f64,
    /// Credits that members take on trust before they see whether credits are spent, credits per neighbourhood.
    pub prior_credits: f64,
    /// Half-life with which it is remembered how many credits were earned and spent, years.
    pub memory_half_life_years: f64,
}

/// A step good that citizens help to pay for (M25).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// Logit of contributing for a citizen of medium means, trust and need who is asked for the reference sum.
    pub intercept: f64,
    /// Weight of affectedness times the shortfall people perceive, logit.
    pub need: f64,
    /// Weight of status, which stands for means, logit.
    pub means: f64,
    /// Weight of generalised trust, logit.
    pub trust: f64,
    /// Weight of taking part oneself, logit.
    pub participation: f64,
    /// Weight that conditional cooperators give to the share who contributed at the last call, logit.
    pub others: f64,
    /// Weight of the logarithm of the sum, logit.
    pub price: f64,
    /// The sum at which price has no effect, EUR.
    pub reference_eur: f64,
    /// Weight of risk aversion where money does not come back when too little is raised, logit.
    pub fear: f64,
    /// Participants without whom there is no call, citizens.
    pub organisers: u32,
    /// Time between the money and the finished work, years.
    pub building_years: f64,
    /// Share of need that the finished work keeps away.
    pub protection: f64,
}

/// Everyday rehabilitation (M25).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rehabilitation {
    /// Rate at which need falls with usual effort and full enabling, 1/year.
    pub regain: f64,
    /// Rate at which abilities are lost again, 1/year.
    pub relapse: f64,
    /// Part of the need at birth below which a participant is self-reliant and leaves.
    pub leaves_at: f64,
    /// Part of the need at birth from which a self-reliant citizen needs care again.
    pub returns_at: f64,
}

/// Digital channels and games, relative to meeting in person (M25).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digital {
    /// How often people are asked.
    pub asking: f64,
    /// Cost of outreach.
    pub outreach_cost: f64,
    /// Gain in ease.
    pub ease: f64,
    /// Chance that a willing citizen who was asked turns up.
    pub follow_through: f64,
    /// Hours of a participant.
    pub hours: f64,
    /// Exit hazard.
    pub exit: f64,
    /// Strength of a new tie.
    pub tie_strength: f64,
    /// How much more the channel reaches the young than the middle-aged, and these than the older, ln.
    pub age_divide: f64,
    /// How much more it reaches those of longer education, by level, ln.
    pub education_divide: f64,
    /// Weight of a new game for a citizen of medium susceptibility, logit.
    pub game: f64,
    /// Half-life with which a game loses its novelty for who plays, years.
    pub novelty_half_life_years: f64,
}
