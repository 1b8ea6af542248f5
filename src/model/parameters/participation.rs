//! From hearing of a programme to staying in it: M1-M11.
//!
//! Field names are the keys of the parameter register, where units, ranges and sources stand.

use serde::Deserialize;

/// Awareness and outreach (M1).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Awareness {
    /// Rate at which outreach of intensity 1 makes a citizen aware (`κ_out`), 1/year.
    pub outreach: f64,
    /// Rate at which one active tie makes a citizen aware (`κ_wom`), 1/year per active tie.
    pub word_of_mouth: f64,
    /// Rate at which an inactive citizen forgets (`λ_f`), 1/year.
    pub forgetting: f64,
    /// How much more broad information reaches the better-off (`g`).
    pub ses_bias: f64,
    /// How much more targeted outreach reaches those affected (`g_need`).
    pub need_bias: f64,
}

/// Being asked and joining (M2, M4).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// Rate of general offers (`λ_0`), 1/year.
    pub general: f64,
    /// Rate of being asked by one active tie (`λ_w`), 1/year per active tie.
    pub per_active_tie: f64,
    /// Rate of being asked by professionals, times their facilitation share (`λ_p`), 1/year.
    pub per_enabling: f64,
    /// Probability that a willing citizen who was asked turns up (`φ`).
    pub follow_through: f64,
    /// Rate at which applicants give up while they wait for approval, 1/week.
    pub drop_out_per_week: f64,
}

/// Weights of willingness (M3).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Willingness {
    /// Mean willingness at the reference state, to which the intercepts were calibrated (`W̄`).
    pub reference_mean: f64,
    /// Intercept of willingness under the logit rule (`b_0`), logit.
    pub intercept_logit: f64,
    /// Intercept of willingness under the threshold rule (`b_0`), logit.
    pub intercept_threshold: f64,
    /// Intercept of willingness under the rational rule (`b_0`), logit.
    pub intercept_rational: f64,
    /// Weight of intrinsic motivation times value fit (`β_m`), logit.
    pub motivation: f64,
    /// Weight of self-efficacy, the strongest attitude (`β_e`), logit.
    pub efficacy: f64,
    /// Weight of knowledge, which works only with efficacy (`β_ke`), logit.
    pub knowledge_efficacy: f64,
    /// Weight of perceived influence (`β_v`), logit.
    pub influence: f64,
    /// Weight of affectedness times the shortfall people perceive (`β_a`), logit.
    pub shortfall: f64,
    /// Weight of how easy it is to take part (`β_l`), logit.
    pub ease: f64,
    /// Weight of social influence (`β_s`), logit.
    pub social: f64,
    /// Weight of generalised trust (`β_g`), logit.
    pub trust: f64,
    /// Weight of the expected willingness of the public side (`β_w`), logit.
    pub expectation: f64,
    /// Weight of risk aversion times exposure to blame (`β_r`), logit.
    pub risk: f64,
    /// Weight of time cost relative to free time (`β_c`), logit.
    pub time: f64,
    /// Weight of fatigue (`β_F`), logit.
    pub fatigue: f64,
    /// Weight of past participation (`β_h`), logit.
    pub habit: f64,
    /// Half-life of habit, both forming and fading, years.
    pub habit_half_life_years: f64,
}

/// Thresholds and conditional cooperation (M8).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SocialInfluence {
    /// Width of the threshold (`s`).
    pub steepness: f64,
    /// Slope with which conditional cooperators follow what others give.
    pub imperfection: f64,
    /// Free riders' response to others' participation when the good is collective and visible.
    pub free_rider_response: f64,
}

/// Rewards and motivation crowding (M7).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reward {
    /// Reward at which the price effect bends (`R_0`), EUR/h.
    pub scale_eur_per_hour: f64,
    /// Price effect of a reward (`β_x`), logit.
    pub price: f64,
    /// Immediate crowding-out of intrinsic motivation by individual money (`κ`), logit.
    pub crowding: f64,
    /// Rate at which individual money wears intrinsic motivation down (`κ_d`), 1/year.
    pub slow_crowding: f64,
    /// Rate at which intrinsic motivation recovers (`k_rec`), 1/year.
    pub recovery: f64,
}

/// Exit hazard (M5).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staying {
    /// Exit hazard of a content, rested participant of mean willingness (`μ_0`), 1/year.
    pub exit_base: f64,
    /// How much satisfaction lowers exit (`μ_s`).
    pub satisfaction: f64,
    /// How much fatigue raises exit (`μ_F`).
    pub fatigue: f64,
    /// Satisfaction at which exit is at its base.
    pub satisfaction_reference: f64,
    /// Fatigue at which exit is at its base.
    pub fatigue_reference: f64,
    /// How strongly unwillingness relative to the reference raises exit.
    pub willingness_power: f64,
    /// How much more participants leave when the whole grant has ended; 1 is no more.
    pub grant_end_factor: f64,
    /// Weight of support in satisfaction.
    pub weight_support: f64,
    /// Weight of influence in satisfaction.
    pub weight_voice: f64,
    /// Weight of generalised trust in satisfaction.
    pub weight_trust: f64,
}

/// Trainable efficacy and ability (M9).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mastery {
    /// Rate at which efficacy follows experienced success (`η_e`), 1/year.
    pub learning: f64,
    /// Relative gain in knowledge from a kit (`Δk`).
    pub kit_knowledge: f64,
    /// Gain in efficacy from a kit (`Δe`).
    pub kit_efficacy: f64,
    /// Relative gain in how often a reached household practises.
    pub kit_practice: f64,
    /// Gain in knowledge from a letter.
    pub letter_knowledge: f64,
}

/// Ties, trust and local expectations (M10).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SocialCapital {
    /// Rate at which a participant ties with a co-participant of the same group, 1/year.
    pub tie_formation_within: f64,
    /// The same across groups, in a mixed programme, 1/year.
    pub tie_formation_across: f64,
    /// Rate at which a tie made by taking part fades when it is not used, 1/year.
    pub tie_decay: f64,
    /// Strength of a new tie relative to an everyday tie.
    pub new_tie_strength: f64,
    /// Yearly autocorrelation of generalised trust, per year.
    pub trust_autocorrelation: f64,
    /// Effect of taking part on generalised trust, 1/year.
    pub trust_participation: f64,
    /// Rate at which participants' expectations follow what they meet (`k_w`), 1/year.
    pub expectation_participants: f64,
    /// The same for citizens who hear of it from an active tie, 1/year.
    pub expectation_hearsay: f64,
    /// Rate at which participants take the stance their role offers, 1/year.
    pub stance_adaptation: f64,
}

/// Fatigue and burnout of citizens (M11).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fatigue {
    /// Rate at which load tires (`φ_F`), 1/year.
    pub gain: f64,
    /// Extra fatigue from unclear roles without support (`amb`).
    pub ambiguity: f64,
    /// Fatigue that voice takes away.
    pub voice_relief: f64,
    /// Rate of recovery (`rec`), 1/year.
    pub recovery: f64,
    /// Share of free time that can be given without strain.
    pub capacity_share: f64,
    /// Fatigue at which a participant leaves at once (`F*`).
    pub burnout: f64,
    /// Time before a burnt-out citizen can be asked again, years.
    pub refractory_years: f64,
}

/// What citizens' wellbeing follows.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wellbeing {
    /// Difference in initial wellbeing between the highest and the lowest status.
    pub ses: f64,
    /// Half-life with which wellbeing follows circumstances, years.
    pub half_life_years: f64,
    /// Wellbeing lost by a fully affected citizen when the shortfall rises from its reference to one.
    pub need: f64,
    /// Wellbeing from taking part with full influence.
    pub participation: f64,
    /// Wellbeing lost at full fatigue.
    pub fatigue: f64,
}
