//! What an initiative offers the citizens of its neighbourhood in one step.

/// The face that an initiative shows to citizens, in the precision of their block.
///
/// Everything in here is the same for all citizens of a neighbourhood and is worked out once per step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that hold side by side")]
pub(crate) struct Offer {
    /// Whether the programme exists in this neighbourhood, running or not.
    pub(crate) present: bool,
    /// Whether the initiative runs; nobody takes part in one that does not.
    pub(crate) running: bool,
    /// Rate at which outreach makes a citizen of average status aware, per year (M1).
    pub(crate) outreach_per_year: f32,
    /// Rate of being asked by someone who is not a friend, per year (M2).
    pub(crate) asked_per_year: f32,
    /// Rate of being asked by one active tie, per year (M2).
    pub(crate) asked_per_tie_per_year: f32,
    /// Probability that a willing citizen who was asked turns up and is let in (M4, M15).
    pub(crate) follow_through: f32,
    /// Part of the logit of willingness that is the same for all citizens (M3).
    pub(crate) constant: f32,
    /// Weight of motivation: value fit, less crowding by individual money (M3, M7).
    pub(crate) motivation_weight: f32,
    /// Weight of affectedness: perceived shortfall (M3).
    pub(crate) affectedness_weight: f32,
    /// Weight of risk aversion: exposure to blame (M3).
    pub(crate) risk_weight: f32,
    /// Weight of the reward for a citizen of medium susceptibility and attachment (M7).
    pub(crate) reward_weight: f32,
    /// The same for credits of a time bank, which are worth more to those who need others' hours (M25).
    pub(crate) credit_weight: f32,
    /// Weight of a new game for a citizen of medium susceptibility (M25).
    pub(crate) game_weight: f32,
    /// Response of free riders to others' participation (M8).
    pub(crate) free_rider_response: f32,
    /// Hours of a participant of medium motivation, per week (M6).
    pub(crate) hours_per_week: f32,
    /// Hours that count as the cost of taking part, per week (M3).
    pub(crate) time_cost_hours_per_week: f32,
    /// Ratio of the hours the initiative must deliver to those offered, within the stretch (M11).
    pub(crate) hours_ratio: f32,
    /// How much more participants leave since the grant ended (M5).
    pub(crate) exit_factor: f32,
    /// Part of satisfaction that comes from support and influence (M5).
    pub(crate) satisfaction: f32,
    /// Rate at which load tires here, per year (M11).
    pub(crate) fatigue_gain_per_year: f32,
    /// Experienced success (M9).
    pub(crate) success: f32,
    /// Value that ownership moves to (M17).
    pub(crate) ownership_target: f32,
    /// Ownership of a newcomer (M17).
    pub(crate) ownership_start: f32,
    /// Perceived influence (M17).
    pub(crate) influence: f32,
    /// Enabling that citizens meet (M10).
    pub(crate) enabling: f32,
    /// Whether citizens are invited but hardly listened to (M17).
    pub(crate) token: bool,
    /// Whether individual money wears motivation down (M7).
    pub(crate) individual_money: bool,
    /// Probability that a member of the target group is reached with a kit in this step (M9).
    pub(crate) kit_probability: f32,
    /// The same for a letter (M9).
    pub(crate) letter_probability: f32,
    /// Shortfall, the problem stock B / (1 + B), as it is (M19).
    pub(crate) shortfall: f32,
}
