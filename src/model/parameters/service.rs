//! Programmes, production, outcome and cost.
//!
//! Field names are the keys of the parameter register, where units, ranges and sources stand.

use serde::Deserialize;

use crate::model::design::{
    ContributionFrom, Initiator, Level, OutreachTarget, Relation, RewardKind, Role, Stage,
};

/// Joint production (M18).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Production {
    /// Weight of professionals in an interdependent service (`α`).
    pub interdependent_professional_share: f64,
    /// Substitution parameter of an interdependent service (`ρ`).
    pub interdependent_rho: f64,
    /// Weight of professionals in a supplementary service (`α`).
    pub supplementary_professional_share: f64,
    /// Substitution parameter of a supplementary service (`ρ`).
    pub supplementary_rho: f64,
    /// Weight of professionals in a substitutive service (`α`).
    pub substitutive_professional_share: f64,
    /// Substitution parameter of a substitutive service (`ρ`).
    pub substitutive_rho: f64,
    /// Returns to scale (`ν`).
    pub returns: f64,
    /// Professionals' effective input at the reference state (`P_0`), effective h/week per 1,000 citizens.
    pub professional_reference: f64,
    /// Citizens' effective input at the reference state (`C_0`), effective h/week per 1,000 citizens.
    pub citizen_reference: f64,
}

/// Problem stock and outcome (M19).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Largest rate at which a service at reference input works need off (`o_max`), needs/year.
    pub processing: f64,
    /// Largest share of need that citizens' own effort prevents (`π`).
    pub prevention: f64,
    /// How fast prevention saturates in citizens' input.
    pub prevention_shape: f64,
    /// Need that arises in a year, needs/year.
    pub need: f64,
    /// How fast the problem stock moves (`r`), 1/year.
    pub speed: f64,
    /// Problem stock at the start (`B_0`), needs.
    pub initial_backlog: f64,
    /// Lag with which citizens perceive the shortfall, years.
    pub perception_half_life_years: f64,
    /// How much more need the same output meets when the service fits it; at a fit of one half it has no effect.
    pub fit_weight: f64,
    /// How far one implemented proposal per participant moves the service toward what the participants need.
    pub fit_learning: f64,
    /// Share of the target group with a severe need at the start (Aarhus: reception class).
    pub severe_share: f64,
    /// How steeply severe need falls with the amount times quality of home input (`b`), logit per ln input.
    pub severe_slope: f64,
}

/// Prices (M23).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Cost of a professional hour, EUR/h.
    pub professional_eur_per_hour: f64,
    /// Value of a citizen's hour, EUR/h.
    pub citizen_eur_per_hour: f64,
    /// Cost of a kit, EUR.
    pub kit_eur: f64,
    /// Cost of outreach of intensity 1, EUR/year per citizen.
    pub outreach_eur_per_citizen: f64,
    /// Cost of training of intensity 1 for one professional, EUR/year.
    pub training_eur_per_professional: f64,
    /// Cost of an incident, EUR.
    pub incident_eur: f64,
}

/// A co-production design.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the scenario file"
)]
pub struct Programme {
    /// Level of co-production.
    pub level: Level,
    /// Role offered to citizens.
    pub role: Role,
    /// Stages opened to citizens; an empty list lets the organisation choose for each initiative.
    pub stages: Vec<Stage>,
    /// Relation of citizens' and professionals' contributions.
    pub relation: Relation,
    /// Who took the initiative.
    pub initiator: Initiator,
    /// Whether the good is collective, so that others can ride free.
    pub collective: bool,
    /// Whether everyone sees who contributes to the collective good.
    pub visible: bool,
    /// Whether groups meet across status, so that bridging ties form.
    pub mixed: bool,
    /// A yearly event of a few hours instead of weekly work.
    pub episodic: bool,
    /// Whether its initiatives grow from citizens' ideas instead of being opened.
    pub grown: bool,
    /// Neighbourhoods it runs in, 1 the poorest; empty means all.
    pub neighbourhoods: Vec<u32>,
    /// Municipalities of the run it is in; empty means all.
    pub municipalities: Vec<u32>,
    /// Share of citizens, those most affected, that the programme is meant for.
    pub target_share: f64,
    /// When it is decided; bureaucracy delays its opening, years.
    pub start_year: f64,
    /// Already running at the start, without set-up.
    pub established: bool,
    /// Whether need is such that the problem rests at the start.
    pub balanced_start: bool,
    /// Share of citizens who take part at the start.
    pub initial_participants: f64,
    /// Share of citizens who know of it at the start.
    pub initial_awareness: f64,
    /// How simple, near and flexible it is to take part (`ease`).
    pub ease: f64,
    /// How well the cause fits what citizens find important (`fit`).
    pub value_fit: f64,
    /// Departments whose approval it needs (`q`), departments.
    pub departments: u32,
    /// Share of the units' working time that belongs to this task.
    pub staff_share: f64,
    /// Share of those working hours that citizens are asked to take over when it opens.
    pub staff_replaced: f64,
    /// Resources set aside for implementing proposals.
    pub resources: f64,
    /// How firmly it is embedded with the council.
    pub political_embedding: f64,
    /// Hours an initiative must deliver; 0 asks for none (`H_req`), h/week per neighbourhood.
    pub required_hours_per_week: f64,
    /// How far participants stretch to cover required hours before the municipality absorbs the gap.
    pub stretch: f64,
    /// Intensity of information (`O`).
    pub outreach: f64,
    /// Whether information is broad or aimed at those affected.
    pub outreach_target: OutreachTarget,
    /// How much people are asked in person, relative to the reference.
    pub invitation: f64,
    /// Rate at which the target group is reached with a kit, 1/year.
    pub kit: f64,
    /// Rate at which the target group is reached with a letter, 1/year.
    pub letter: f64,
    /// Intensity of training professionals to facilitate.
    pub training: f64,
    /// Facilitation by professionals relative to what their attitude gives.
    pub facilitation: f64,
    /// Kind of reward.
    pub reward: RewardKind,
    /// Size of the reward, or its money's worth (`R`), EUR/h.
    pub reward_eur_per_hour: f64,
    /// Whether time credits are kept in accounts and buy hours of other members.
    pub credits_traded: bool,
    /// Price of a step good; 0 plans none, EUR per citizen.
    pub step_good_eur_per_citizen: f64,
    /// Part of that price that the municipality pays.
    pub step_good_public_share: f64,
    /// What a citizen who is asked to contribute is asked for, EUR.
    pub contribution_eur: f64,
    /// Who is asked to contribute.
    pub contribution_from: ContributionFrom,
    /// Whether contributions come back when too little is raised; else they are kept for the next call.
    pub contribution_refund: bool,
    /// Whether citizens train to need less of the service.
    pub rehabilitation: bool,
    /// How far the programme meets people in a digital channel.
    pub digital_share: f64,
    /// How much of a game it is.
    pub game: f64,
    /// Share of the budget that citizens decide on; raises influence and resources.
    pub budget_share: f64,
    /// Money that citizens vote on every year; 0 is no vote, EUR/year per citizen.
    pub pot_eur_per_citizen: f64,
    /// Work to set it up, per neighbourhood, full-time years.
    pub setup_fte_years: f64,
    /// Lag between the problem stock and the outcome that can be seen, years.
    pub outcome_half_life_years: f64,
    /// How far the problem is an environmental one.
    pub environmental_share: f64,
}
