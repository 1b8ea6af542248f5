//! The public side: professionals, units, barriers, steering, council.
//!
//! Field names are the keys of the parameter register, where units, ranges and sources stand.

use serde::Deserialize;

/// Who the professionals are.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Professionals {
    /// Professionals who serve 1,000 citizens, full-time posts.
    pub per_1000_citizens: f64,
    /// Working hours of a professional, h/week.
    pub hours_per_week: f64,
    /// Mean initial attitude, from provider-centric (0) to enabling (1) (`θ_0`).
    pub attitude_mean: f64,
    /// Spread of attitudes.
    pub attitude_sd: f64,
    /// Spread of initial beliefs about citizens; their mean is `1 - barriers.distrust_of_citizens`.
    pub belief_sd: f64,
}

/// Units, and what silos and structures do.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Service units; each serves an equal share of the neighbourhoods, units.
    pub units: u32,
    /// Unit size at which contact and visibility have their reference strength, citizens.
    pub reference_citizens_per_unit: f64,
    /// How much contact between professionals and citizens thins out in larger units; 0 makes size irrelevant (`δ`).
    pub distance_exponent: f64,
    /// Citizens' input lost in complete silos.
    pub silo_input_loss: f64,
    /// Ease of taking part lost in complete silos.
    pub silo_ease_loss: f64,
    /// Ease of taking part that fully inviting structures add.
    pub structure_ease: f64,
    /// Municipalities that live in this run, each with its own council, units and neighbourhoods, municipalities.
    pub municipalities: u32,
}

/// Strengths of the barriers; 0 is absent.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barriers {
    /// Zero-error culture (`Z`).
    pub zero_error: f64,
    /// Mental and organisational silos (`σ_silo`).
    pub silos: f64,
    /// Structures and procedures that do not invite citizens in (`1 - Comp`).
    pub uninviting_structures: f64,
    /// Bureaucracy and hampering rules; 1 is a delay of 52 weeks.
    pub bureaucracy: f64,
    /// How little of the budget may move into facilitation; 0 leaves half of it free, 1 nothing.
    pub rigid_financing: f64,
    /// Weight of measured output in staff appraisal (`NPM`).
    pub output_appraisal: f64,
    /// How badly outcomes can be measured; 0.3 is noise of 0.2 in what the council sees.
    pub unmeasurable_outcomes: f64,
    /// Competences for facilitation that staff lack at the start (`1 - c_p`).
    pub missing_competence: f64,
    /// Unwillingness of managers and politicians to give up control; citizens are let in late and vetoed.
    pub control_retention: f64,
    /// How much voice follows status; voice weighs as status to the power of twice this (`γ/2`).
    pub resource_differences: f64,
    /// Lack of management support for professionals' new role (`1 - support`).
    pub weak_management_support: f64,
    /// Pull of the traditional role; 1 is a regress of 2 a year without support (`reg/2`).
    pub professional_tradition: f64,
    /// Professionals' initial doubt that citizens can, will and look beyond own interest (`1 - b_0`).
    pub distrust_of_citizens: f64,
    /// Politicians' aversion to risk (`1 - ρ_pol`).
    pub political_risk_aversion: f64,
    /// Probability that an initiative states no explicit goal.
    pub unclear_goals: f64,
    /// How far citizens are held in the client role at the start (`1 - stance`).
    pub client_role: f64,
    /// How far a platform is missing on which citizens can start something; 1 is none at all.
    pub missing_platform: f64,
    /// Free time and surplus that citizens lack; 1 halves their free time.
    pub lacking_resources: f64,
}

/// Initiatives that grow from citizens' ideas (M21).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Initiatives {
    /// Ideas of a citizen of full drive and shortfall with the reference ties and a full platform (`λ_b0`), 1/year.
    pub idea_rate: f64,
    /// Ties at which the rate of ideas is as stated, ties.
    pub reference_ties: f64,
    /// Participants without whom an initiative does not last, participants.
    pub critical_mass: u32,
    /// Motivation times self-efficacy that makes a participant a leader.
    pub leadership: f64,
    /// Rate at which the municipality takes a viable group up when there is a full platform, 1/year.
    pub support: f64,
    /// Rate at which a viable supported group becomes an association, 1/year.
    pub formalisation: f64,
    /// Rate at which an informal group ends that is not viable, 1/year.
    pub informal_end: f64,
    /// Rate at which a later initiative falls asleep that is not viable, 1/year.
    pub dormancy: f64,
    /// Rate at which a sleeping initiative is forgotten, 1/year.
    pub dormant_end: f64,
    /// Hazard of taking it up without an example, in other municipalities (`p`), 1/year.
    pub spread_innovation: f64,
    /// Hazard of taking it up where all others have it (`q`), 1/year.
    pub spread_imitation: f64,
    /// Share of municipalities and of neighbourhoods that would ever take it up (`K`).
    pub spread_ceiling: f64,
    /// Municipalities there are, those of the run included, municipalities.
    pub municipalities: u32,
    /// Sites above which an association across municipalities takes over, sites.
    pub professional_sites: u32,
    /// Part of the cost of co-production that the association saves.
    pub professional_saving: f64,
    /// Part of the ownership that participants lose to it.
    pub professional_ownership_loss: f64,
    /// Fee for a site, EUR/year.
    pub professional_fee_eur: f64,
}

/// Enabling against relieving (M14).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facilitation {
    /// Largest share of working time a fully enabling professional gives to facilitation (`ε_max`).
    pub ceiling: f64,
    /// Participants whom one full-time facilitator supports (`n_cap`), participants.
    pub volunteers_per_fte: f64,
    /// Facilitation by a professional who believes nothing of citizens, relative to one whose belief is one half.
    pub belief_floor: f64,
    /// How much facilitation rises with the belief in citizens.
    pub belief_slope: f64,
    /// Facilitation lost to a full zero-error culture.
    pub zero_error_loss: f64,
    /// Facilitation lost when staff are judged on output alone.
    pub appraisal_loss: f64,
    /// Rate at which training of intensity 1 closes the gap in competence, 1/year.
    pub training_rate: f64,
}

/// Learning and regress of professional attitudes (M12).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attitude {
    /// Rate at which good contact makes professionals more enabling (`η`), 1/year.
    pub learning: f64,
    /// Quality of contact above which attitudes rise.
    pub quality_threshold: f64,
    /// Participants per professional at which contact has its reference strength, participants.
    pub reference_participants_per_professional: f64,
    /// Attitude of the traditional role (`θ_trad`).
    pub traditional: f64,
    /// Pull toward the mean attitude of colleagues, 1/year.
    pub peer_norm: f64,
}

/// Professionals' beliefs about citizens (M13).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Belief {
    /// Rate at which beliefs follow what is seen (`k_b`), 1/year.
    pub updating: f64,
    /// Share of citizens' engagement that professionals see (`vis`).
    pub visibility: f64,
    /// How much professionals underestimate citizens' willingness.
    pub underestimation: f64,
    /// Weight of the belief that citizens can.
    pub weight_can: f64,
    /// Weight of the belief that citizens will.
    pub weight_will: f64,
    /// Weight of the belief that citizens look beyond own interest.
    pub weight_beyond: f64,
}

/// Fatigue of professionals (M11).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// Rate at which caseload tires professionals, 1/year.
    pub fatigue_gain: f64,
    /// Load of a professional relative to capacity at the reference caseload.
    pub workload_reference: f64,
    /// Working capacity lost at full fatigue.
    pub fatigue_loss: f64,
}

/// Influence that a role carries (M17).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Influence {
    /// Perceived influence of a co-initiator (`v`).
    pub co_initiator: f64,
    /// Perceived influence of a co-designer.
    pub co_designer: f64,
    /// Perceived influence of a co-implementor.
    pub co_implementor: f64,
    /// Perceived influence of someone who is only informed.
    pub informed: f64,
    /// Influence gained for each stage that citizens enter before the usual stage of their role.
    pub per_stage_earlier: f64,
    /// How strongly a controlling, provider-centric organisation prefers to let citizens in late, where it chooses the stage.
    pub late_entry: f64,
}

/// Ownership (M17).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ownership {
    /// Rate at which ownership and influence follow being listened to (`k_o`), 1/year.
    pub rate: f64,
    /// How much faster they fall than rise.
    pub loss_ratio: f64,
    /// Ownership added by an explicit goal.
    pub goal_bonus: f64,
    /// Share of proposals implemented below which involvement counts as token.
    pub token_threshold: f64,
}

/// Implementation of citizens' proposals (M17).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Implementation {
    /// Intercept of the probability that a proposal is implemented, logit.
    pub intercept: f64,
    /// Weight of participants' ownership, logit.
    pub ownership: f64,
    /// Weight of political embedding, logit.
    pub embedding: f64,
    /// Weight of resources, logit.
    pub resources: f64,
    /// Weight of silos, logit.
    pub silos: f64,
    /// Weight of control retention, logit.
    pub control: f64,
    /// Proposals of a participant with full influence, 1/year.
    pub proposals_per_year: f64,
    /// Half-life of the memory of being listened to, years.
    pub memory_half_life_years: f64,
    /// Weight of a programme's reputation against proposals remembered, proposals.
    pub prior_proposals: f64,
}

/// Steering regime and weights of public value.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steering {
    /// Weight of output against public value when the council decides: 1 is New Public Management, 0 New Public Governance (`ω_out`).
    pub efficiency_weight: f64,
    /// Share of initiatives evaluated in a year, per year.
    pub evaluated_share: f64,
    /// Weight of user value in public value.
    pub value_weight_user: f64,
    /// Weight of value to the user's close surroundings.
    pub value_weight_near_circle: f64,
    /// Weight of social value.
    pub value_weight_social: f64,
    /// Weight of environmental value.
    pub value_weight_environmental: f64,
    /// Weight of political value.
    pub value_weight_political: f64,
}

/// The council (M16).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Politics {
    /// Members of the council, members.
    pub council_members: u32,
    /// Spread of politicians' risk appetite.
    pub risk_appetite_sd: f64,
    /// Readiness to continue an initiative that performs as it did at the start.
    pub goodwill: f64,
    /// Weight of observed performance, output and public value together.
    pub performance_weight: f64,
    /// Weight of one recent incident for a politician of medium risk appetite (`ω_scandal`).
    pub scandal_weight: f64,
    /// Weight of cost relative to the reference (`ω_cost`).
    pub cost_weight: f64,
    /// Time between elections, years.
    pub election_term_years: f64,
    /// Time of the first election, years.
    pub first_election_year: f64,
    /// How much more an incident weighs in the year before an election.
    pub pre_election_factor: f64,
    /// Rate of incidents, 1/year per 10 participants.
    pub incident_rate: f64,
    /// Rise of zero-error culture in a team of four after an incident; larger units feel it less.
    pub incident_zero_error: f64,
    /// Half-life of the memory of an incident, years.
    pub incident_half_life_years: f64,
}

/// Backlash against substitution under cuts (M24).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backlash {
    /// Fall of citizens' expectation when staff are cut and citizens asked to take over.
    pub expectation: f64,
    /// Fall of intrinsic motivation of those who object.
    pub motivation: f64,
    /// Share of citizens who object.
    pub objecting_share: f64,
    /// Fall of professionals' attitude.
    pub attitude: f64,
    /// Part of the backlash that goes away when the money saved returns to the town.
    pub collective_return_relief: f64,
}
