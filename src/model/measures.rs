//! What a run measures: one row of numbers per step.
//!
//! A row holds the values of [`MEASURES`] for the whole society, followed by the values of
//! [`PROGRAMME_MEASURES`] for each programme in turn and, where several municipalities live in the run, by those of
//! [`MUNICIPALITY_MEASURES`] for each of them. Shares lie in `[0, 1]`; a measure that has no
//! value in a step (the cost per unit of an output of zero, say) is `NaN` and leaves the file empty.

/// The part of the model a measure belongs to; reports group by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// Who takes part, in which role and stage.
    Participation,
    /// What is delivered and what gets better.
    OutputOutcome,
    /// Money and hours.
    Cost,
    /// Differences between citizens and between neighbourhoods.
    Equity,
    /// Citizens' traits and ties.
    Citizens,
    /// Professionals' attitudes, beliefs and time.
    Professionals,
    /// Goals, evaluation, initiatives, council.
    Governance,
    /// The five dimensions of public value and the two scoreboards.
    Value,
}

/// One measured quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Column name.
    pub key: &'static str,
    /// Short name for figures and reports.
    pub label: &'static str,
    /// Unit; empty for indices and shares.
    pub unit: &'static str,
    /// Smallest possible value.
    pub minimum: f64,
    /// Largest possible value.
    pub maximum: f64,
    /// Id of the equation it comes from.
    pub equation: &'static str,
    /// The part of the model it belongs to.
    pub theme: Theme,
    /// What it means.
    pub definition: &'static str,
}

/// Which way a measure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// Measures of which more is a good in itself, by key.
const BETTER_HIGHER: &[&str] = &[
    "outcome",
    "fit",
    "implementation_rate",
    "hours_freed",
    "need_weighted_reach",
    "trust",
    "expectation",
    "efficacy",
    "knowledge",
    "wellbeing",
    "ownership",
    "influence",
    "value_user",
    "value_near_circle",
    "value_social",
    "value_environmental",
    "value_political",
    "value_efficiency",
    "public_value",
    "score_quality",
    "score_satisfaction",
    "score_accountability",
    "score_equity",
    "score_responsiveness",
    "score_fairness",
];

/// Measures of which less is a good in itself, by key.
const BETTER_LOWER: &[&str] = &[
    "unmet_need",
    "severe_need_share",
    "public_cost",
    "coproduction_cost",
    "cost_per_output",
    "cost_per_outcome",
    "participation_gini",
    "outcome_gini",
    "fatigue",
    "burnout_rate",
    "staff_fatigue",
    "incidents",
];

impl Measure {
    /// The interval of a change or difference from `level`, cut where the measure can go no further.
    #[must_use]
    pub fn reachable(&self, level: f64, (low, high): (f64, f64)) -> (f64, f64) {
        // Not `clamp`: what is no number stays none, and a level that rounding puts past a limit leaves no room beyond it.
        let (down, up) = ((self.minimum - level).min(0.0), (self.maximum - level).max(0.0));
        let cut = |end: f64| {
            if end < down {
                down
            } else if end > up {
                up
            } else {
                end
            }
        };
        (cut(low), cut(high))
    }

    /// Whether it is a share less another: a number with a sign, which is wide or narrow on either side of zero.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        self.unit.starts_with("share") && self.minimum < 0.0
    }

    /// Which way it is better; `None` where that depends on what it is a means to.
    ///
    /// Output and participation are means: prevention may lower output, and more participants are no aim in
    /// themselves. Gaps and ratios are best in their midst. All else being equal, a lower cost is better.
    #[must_use]
    pub fn better(&self) -> Option<Better> {
        if BETTER_HIGHER.contains(&self.key) {
            Some(Better::Higher)
        } else if BETTER_LOWER.contains(&self.key) {
            Some(Better::Lower)
        } else {
            None
        }
    }
}

const fn measure(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    (minimum, maximum): (f64, f64),
    equation: &'static str,
    theme: Theme,
    definition: &'static str,
) -> Measure {
    Measure {
        key,
        label,
        unit,
        minimum,
        maximum,
        equation,
        theme,
        definition,
    }
}

const SHARE: (f64, f64) = (0.0, 1.0);
const POSITIVE: (f64, f64) = (0.0, f64::INFINITY);
const ANY: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

use Theme::{Citizens, Cost, Equity, Governance, OutputOutcome, Participation, Professionals, Value};

/// Measures of the whole society, in the order of a row.
#[rustfmt::skip]
pub const MEASURES: &[Measure] = &[
    measure("participants_share", "participants", "share", SHARE, "M4", Participation, "Share of citizens who take part in at least one programme"),
    measure("participants", "participants", "citizens", POSITIVE, "M4", Participation, "Number of citizens who take part in at least one programme"),
    measure("co_initiators_share", "co-initiators", "share", SHARE, "M17", Participation, "Share of citizens active in a programme that makes them co-initiators"),
    measure("co_designers_share", "co-designers", "share", SHARE, "M17", Participation, "Share of citizens active in a programme that makes them co-designers"),
    measure("co_implementors_share", "co-implementors", "share", SHARE, "M17", Participation, "Share of citizens active in a programme that makes them co-implementors"),
    measure("stage_planning_share", "co-planning", "share", SHARE, "M17", Participation, "Share of participations in initiatives whose earliest stage open to citizens is co-planning"),
    measure("stage_design_share", "co-design", "share", SHARE, "M17", Participation, "Same, co-design"),
    measure("stage_prioritisation_share", "co-prioritisation", "share", SHARE, "M17", Participation, "Same, co-prioritisation"),
    measure("stage_financing_share", "co-financing", "share", SHARE, "M17", Participation, "Same, co-financing"),
    measure("stage_managing_share", "co-managing", "share", SHARE, "M17", Participation, "Same, co-managing"),
    measure("stage_delivery_share", "co-delivery", "share", SHARE, "M17", Participation, "Same, co-delivery"),
    measure("stage_assessment_share", "co-assessment", "share", SHARE, "M17", Participation, "Same, co-assessment"),
    measure("hours_per_participant", "hours per participant", "h/month", POSITIVE, "M6", Participation, "Mean hours a participant gives in a month"),
    measure("citizen_hours", "citizens' hours", "h/month per 1,000 citizens", POSITIVE, "M6", Participation, "Hours all citizens give in a month, per 1,000 citizens"),
    measure("entry_rate", "entry rate", "1/year per 100 citizens", POSITIVE, "M4", Participation, "Joins in the step, as a yearly rate per 100 citizens"),
    measure("exit_rate", "exit rate", "1/year", POSITIVE, "M5", Participation, "Exits in the step relative to participations at its start, as a yearly hazard"),
    measure("awareness_share", "awareness", "share", SHARE, "M1", Participation, "Share of citizens who know of a programme of their neighbourhood, averaged over programmes"),
    measure("willingness", "willingness", "share", SHARE, "M3", Participation, "Mean probability that a citizen would take part in a programme of the neighbourhood if asked, averaged over programmes"),
    measure("credits_per_member", "credits held", "credits per member", POSITIVE, "M25", Participation, "Credits that members of time banks hold, each"),
    measure("credits_spent_share", "credits spent", "", POSITIVE, "M25", Participation, "Credits spent for each credit earned in time banks, both as remembered; above 1 where savings are used up"),
    measure("hoarders_share", "hoarders", "share", SHARE, "M25", Participation, "Share of the members of time banks who hold more credits than they would ask for in half a year"),
    measure("young_share", "young participants", "share", SHARE, "M25", Participation, "Share of participants who are younger than 35 years"),
    measure("novelty", "novelty of games", "", SHARE, "M25", Participation, "What is left of the novelty of a game for those who take part in a programme that is one"),
    measure("output", "output", "needs/year", POSITIVE, "M19", OutputOutcome, "Need worked off in a year by the services, averaged over initiatives"),
    measure("outcome", "outcome", "share of need under control", SHARE, "M19", OutputOutcome, "1 / (1 + problem stock), with the lag after which it can be seen; 1 means no problem is left"),
    measure("unmet_need", "unmet need", "needs", POSITIVE, "M19", OutputOutcome, "Problem stock: need that has arisen and was neither prevented nor worked off, averaged over initiatives"),
    measure("professional_input", "professionals' input", "", POSITIVE, "M18", OutputOutcome, "Professionals' effective hours relative to the reference, averaged over initiatives"),
    measure("citizen_input", "citizens' input", "", POSITIVE, "M18", OutputOutcome, "Citizens' effective hours (times knowledge and stance, less what silos lose) relative to the reference, averaged over initiatives"),
    measure("fit", "fit to need", "", SHARE, "M20", OutputOutcome, "How well the service matches what the citizens in need need; one half at the start"),
    measure("severe_need_share", "severe need", "share", SHARE, "M19", OutputOutcome, "Expected share of the target group with a severe need (Aarhus: a reception class)"),
    measure("implementation_rate", "implementation rate", "share", SHARE, "M17", OutputOutcome, "Share of citizens' proposals implemented over the last year"),
    measure("need_left", "need left", "share", SHARE, "M25", OutputOutcome, "Need for care relative to the need at birth, in programmes of rehabilitation"),
    measure("self_reliant_share", "self-reliant", "share", SHARE, "M25", OutputOutcome, "Share of citizens who have become self-reliant by rehabilitation and do not need care again yet"),
    measure("protected_share", "protected neighbourhoods", "share", SHARE, "M25", OutputOutcome, "Share of the neighbourhoods for which a step good is planned where it stands"),
    measure("public_cost", "public cost", "EUR/month per citizen", POSITIVE, "M23", Cost, "Public spending on the programmes in a month, per citizen"),
    measure("coproduction_cost", "cost of co-production", "EUR/month per citizen", POSITIVE, "M23", Cost, "The part of it that is spent on set-up, facilitation, outreach, kits, rewards and incidents"),
    measure("cost_per_output", "cost per output", "EUR per need", POSITIVE, "M23", Cost, "Public spending in a year divided by the needs worked off in it, both summed over programmes"),
    measure("cost_per_outcome", "cost per outcome", "EUR/month per citizen", POSITIVE, "M23", Cost, "Public spending per citizen and month divided by the outcome, both summed over programmes: what one programme's whole need under control costs"),
    measure("citizen_time_value", "value of citizens' time", "EUR/month per citizen", POSITIVE, "M23", Cost, "Citizens' hours at their own price, shown apart and never added to public cost"),
    measure("production_hours", "hours of production", "h/month per 1,000 citizens", POSITIVE, "M14", Cost, "Professional hours spent on producing"),
    measure("facilitation_hours", "hours of facilitation", "h/month per 1,000 citizens", POSITIVE, "M14", Cost, "Professional hours spent on facilitating"),
    measure("hours_freed", "hours freed", "h/month per 1,000 citizens", ANY, "M18", Cost, "Professional hours that would replace citizens' input at the margin of joint production, less the hours of facilitation; negative while co-production takes more staff time than it gives"),
    measure("contributors_share", "contributors", "share", SHARE, "M25", Cost, "Share of the citizens asked at the last call for a step good who contributed, before any refund"),
    measure("money_raised", "money raised", "", POSITIVE, "M25", Cost, "Money that citizens have raised for step goods at the last call, before any refund, relative to their part of the price"),
    measure("citizen_money", "citizens' money", "EUR/month per citizen", POSITIVE, "M25", Cost, "What citizens pay for step goods in a month, per citizen, less what comes back; shown apart and never added to public cost"),
    measure("equity_ratio", "equity ratio", "", POSITIVE, "M20", Equity, "Participation in the richest quarter divided by that in the poorest"),
    measure("equity_gap", "equity gap", "share", (-1.0, 1.0), "M20", Equity, "Participation in the richest quarter less that in the poorest"),
    measure("participation_gini", "Gini of participation", "", SHARE, "M20", Equity, "Gini coefficient of hours given in the step, over all citizens"),
    measure("outcome_gini", "Gini of outcome", "", SHARE, "M20", Equity, "Gini coefficient of unmet need over neighbourhoods"),
    measure("hours_concentration", "concentration of hours", "", (-1.0, 1.0), "M20", Equity, "Concentration index of hours by status; positive when the better-off give more"),
    measure("need_weighted_reach", "need-weighted reach", "share", SHARE, "M20", Equity, "Share of all affectedness that lies with participants"),
    measure("voice_inequality", "voice inequality", "", (-1.0, 1.0), "M20", Equity, "Voice-weighted mean status of participants less the mean status of all citizens"),
    measure("outcome_gap", "outcome gap", "share", (-1.0, 1.0), "M20", Equity, "Outcome in the richest quarter of neighbourhoods less that in the poorest"),
    measure("trust", "trust", "", SHARE, "M10", Citizens, "Mean generalised trust"),
    measure("expectation", "expectation", "", SHARE, "M10", Citizens, "Mean expectation that the public side wants to cooperate"),
    measure("bonding_ties", "bonding ties", "ties per citizen", POSITIVE, "M10", Citizens, "Mean strength of ties made by taking part, within the same group"),
    measure("bridging_ties", "bridging ties", "ties per citizen", POSITIVE, "M10", Citizens, "Mean strength of ties made by taking part, across groups"),
    measure("motivation", "intrinsic motivation", "", SHARE, "M7", Citizens, "Mean intrinsic motivation"),
    measure("efficacy", "self-efficacy", "", SHARE, "M9", Citizens, "Mean self-efficacy"),
    measure("knowledge", "knowledge", "", SHARE, "M9", Citizens, "Mean knowledge"),
    measure("stance", "co-producer stance", "", SHARE, "M10", Citizens, "Mean stance from client (0) to co-producer (1)"),
    measure("ownership", "ownership", "", SHARE, "M17", Citizens, "Mean ownership of participants"),
    measure("fatigue", "fatigue", "", SHARE, "M11", Citizens, "Mean fatigue of participants"),
    measure("burnout_rate", "burnout rate", "1/year", POSITIVE, "M11", Citizens, "Participants who leave burnt out, as a yearly hazard"),
    measure("wellbeing", "wellbeing", "", SHARE, "M19", Citizens, "Mean wellbeing"),
    measure("attitude", "enabling attitude", "", SHARE, "M12", Professionals, "Professionals' mean attitude, from provider-centric (0) to enabling (1)"),
    measure("belief", "belief in citizens", "", SHARE, "M13", Professionals, "Professionals' mean belief that citizens can, will and look beyond own interest"),
    measure("enabling_share", "enabling share", "share", SHARE, "M14", Professionals, "Share of working time given to facilitation"),
    measure("support", "support", "", SHARE, "M14", Professionals, "How far facilitation covers the participants there are"),
    measure("skill", "competence", "", SHARE, "M14", Professionals, "Mean competence for facilitation"),
    measure("staff_fatigue", "staff fatigue", "", SHARE, "M11", Professionals, "Professionals' mean fatigue"),
    measure("initiatives_born", "initiatives opened", "initiatives", POSITIVE, "M15", Governance, "Initiatives opened since the start"),
    measure("initiatives_alive", "initiatives alive", "initiatives", POSITIVE, "M16", Governance, "Initiatives that run now"),
    measure("initiatives_spread", "spread", "share", SHARE, "M16", Governance, "Share of neighbourhoods with a running initiative that has participants"),
    measure("ideas", "citizens' ideas", "1/year per 1,000 citizens", POSITIVE, "M21", Governance, "Ideas for an initiative that citizens had in the step, as a yearly rate per 1,000 citizens"),
    measure("grown_informal", "informal initiatives", "initiatives", POSITIVE, "M21", Governance, "Initiatives grown from ideas that have no help from the municipality"),
    measure("grown_supported", "supported initiatives", "initiatives", POSITIVE, "M21", Governance, "Initiatives grown from ideas that the municipality facilitates"),
    measure("grown_formal", "formal initiatives", "initiatives", POSITIVE, "M21", Governance, "Initiatives grown from ideas that have become associations"),
    measure("grown_professional", "professional initiatives", "initiatives", POSITIVE, "M21", Governance, "Initiatives grown from ideas that an association across municipalities runs"),
    measure("grown_dormant", "sleeping initiatives", "initiatives", POSITIVE, "M21", Governance, "Initiatives grown from ideas in which nobody takes part, and which a new idea could wake"),
    measure("municipalities", "municipalities", "municipalities", POSITIVE, "M21", Governance, "Municipalities with a programme that grew from ideas, those of the run included, summed over programmes"),
    measure("sites", "sites", "sites", POSITIVE, "M21", Governance, "Formal and professional initiatives here and municipalities elsewhere that have taken them up"),
    measure("ballot_attendance", "attendance at votes", "share", SHARE, "M25", Governance, "Share of citizens at the last vote on a pot of money, averaged over initiatives that held one"),
    measure("ballot_realised", "own projects realised", "share", SHARE, "M25", Governance, "Share of their own projects that the voters of the last vote see realised, averaged over voters"),
    measure("explicit_goals_share", "explicit goals", "share", SHARE, "M22", Governance, "Share of running initiatives with an explicit goal"),
    measure("incidents", "incidents", "1/year", POSITIVE, "M16", Governance, "Incidents in the step, as a yearly rate"),
    measure("zero_error", "zero-error culture", "", SHARE, "M16", Governance, "Zero-error culture including the memory of incidents"),
    measure("value_user", "user value", "", SHARE, "M23", Value, "Share of the need that arises which citizens prevent or the service meets: output weighted by fit"),
    measure("value_near_circle", "near-circle value", "", SHARE, "M23", Value, "Mean wellbeing of those tied to participants"),
    measure("value_social", "social value", "", SHARE, "M23", Value, "Trust, and ties made by taking part per participant, half each"),
    measure("value_environmental", "environmental value", "", SHARE, "M23", Value, "Outcome of the environmental part of the programmes"),
    measure("value_political", "political value", "", SHARE, "M23", Value, "Expectation of the public side and influence on it, half each"),
    measure("value_efficiency", "efficiency", "", POSITIVE, "M23", Value, "Output per public euro relative to its value at the start"),
    measure("public_value", "public value", "", SHARE, "M23", Value, "The five dimensions with the weights of `steering`"),
    measure("score_quality", "quality", "", SHARE, "M22", Value, "Consequence scoreboard: fit and outcome, half each"),
    measure("score_satisfaction", "satisfaction", "", SHARE, "M22", Value, "Consequence scoreboard: satisfaction of participants"),
    measure("score_accountability", "accountability", "", SHARE, "M22", Value, "Appropriateness scoreboard: share of running initiatives with a goal or an evaluation"),
    measure("score_equity", "equity", "", SHARE, "M22", Value, "Appropriateness scoreboard: the poorest quarter's participation relative to the richest, at most 1; no value where none of the richest takes part"),
    measure("score_responsiveness", "responsiveness", "", SHARE, "M22", Value, "Appropriateness scoreboard: how far participants are listened to"),
    measure("score_fairness", "fairness", "", SHARE, "M22", Value, "Appropriateness scoreboard: 1 less the voice inequality, doubled"),
];

/// Measures of one programme, in the order of a row.
#[rustfmt::skip]
pub const PROGRAMME_MEASURES: &[Measure] = &[
    measure("participants_share", "participants", "share", SHARE, "M4", Participation, "Share of citizens who take part"),
    measure("citizen_hours", "citizens' hours", "h/month per 1,000 citizens", POSITIVE, "M6", Participation, "Hours citizens give in a month, per 1,000 citizens"),
    measure("awareness_share", "awareness", "share", SHARE, "M1", Participation, "Share of citizens who know of it, in the neighbourhoods that have it"),
    measure("willingness", "willingness", "share", SHARE, "M3", Participation, "Mean probability that a citizen would take part if asked, in the neighbourhoods that have it"),
    measure("output", "output", "needs/year", POSITIVE, "M19", OutputOutcome, "Need worked off in a year, averaged over its initiatives"),
    measure("outcome", "outcome", "share of need under control", SHARE, "M19", OutputOutcome, "1 / (1 + problem stock), lagged"),
    measure("unmet_need", "unmet need", "needs", POSITIVE, "M19", OutputOutcome, "Problem stock, averaged over its initiatives"),
    measure("fit", "fit to need", "", SHARE, "M20", OutputOutcome, "How well the service matches need"),
    measure("severe_need_share", "severe need", "share", SHARE, "M19", OutputOutcome, "Expected share of the target group with a severe need"),
    measure("implementation_rate", "implementation rate", "share", SHARE, "M17", OutputOutcome, "Share of proposals implemented over the last year"),
    measure("public_cost", "public cost", "EUR/month per citizen", POSITIVE, "M23", Cost, "Public spending in a month, per citizen"),
    measure("ownership", "ownership", "", SHARE, "M17", Citizens, "Mean ownership of its participants"),
    measure("influence", "influence", "", SHARE, "M17", Citizens, "Influence its participants perceive"),
    measure("kit_reach", "reach of kits", "share", SHARE, "M9", Participation, "Share of the target group reached with a kit"),
];

/// Measures of one municipality, in the order of a row; only where several live in the run.
#[rustfmt::skip]
pub const MUNICIPALITY_MEASURES: &[Measure] = &[
    measure("participants_share", "participants", "share", SHARE, "M4", Participation, "Share of its citizens who take part in at least one programme"),
    measure("citizen_hours", "citizens' hours", "h/month per 1,000 citizens", POSITIVE, "M6", Participation, "Hours its citizens give in a month, per 1,000 of them"),
    measure("output", "output", "needs/year", POSITIVE, "M19", OutputOutcome, "Need worked off in a year, averaged over its initiatives"),
    measure("outcome", "outcome", "share of need under control", SHARE, "M19", OutputOutcome, "1 / (1 + problem stock), lagged, averaged over its initiatives"),
    measure("public_cost", "public cost", "EUR/month per citizen", POSITIVE, "M23", Cost, "Its spending on the programmes in a month, per citizen of its own"),
    measure("trust", "trust", "", SHARE, "M10", Citizens, "Mean generalised trust of its citizens"),
    measure("expectation", "expectation", "", SHARE, "M10", Citizens, "Its citizens' mean expectation that the public side wants to cooperate"),
    measure("initiatives_alive", "initiatives alive", "initiatives", POSITIVE, "M21", Governance, "Its initiatives that are running"),
    measure("public_value", "public value", "", SHARE, "M23", Value, "The five dimensions among its own citizens and initiatives: what its council compares with"),
];

/// Number of values in a row for so many programmes and municipalities of the run.
///
/// ```
/// use samspil::model::measures::{row_length, MEASURES, MUNICIPALITY_MEASURES, PROGRAMME_MEASURES};
/// assert_eq!(row_length(2, 1), MEASURES.len() + 2 * PROGRAMME_MEASURES.len());
/// assert_eq!(row_length(0, 3), MEASURES.len() + 3 * MUNICIPALITY_MEASURES.len());
/// ```
#[must_use]
pub const fn row_length(programmes: usize, municipalities: usize) -> usize {
    let apart = if municipalities > 1 { municipalities } else { 0 };
    MEASURES.len() + programmes * PROGRAMME_MEASURES.len() + apart * MUNICIPALITY_MEASURES.len()
}

/// The measure at a position of a row with so many programmes.
///
/// ```
/// use samspil::model::measures::{measure_at, row_length, MUNICIPALITY_MEASURES};
/// assert_eq!(measure_at(row_length(2, 1), 2), &MUNICIPALITY_MEASURES[0]);
/// ```
#[must_use]
pub fn measure_at(position: usize, programmes: usize) -> &'static Measure {
    let of_programmes = row_length(0, 1);
    let of_municipalities = row_length(programmes, 1);
    if position < of_programmes {
        &MEASURES[position]
    } else if position < of_municipalities {
        &PROGRAMME_MEASURES[(position - of_programmes) % PROGRAMME_MEASURES.len()]
    } else {
        &MUNICIPALITY_MEASURES[(position - of_municipalities) % MUNICIPALITY_MEASURES.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_better_is_said_of_measures_there_are_and_once() {
        let judged: Vec<&str> = BETTER_HIGHER.iter().chain(BETTER_LOWER).copied().collect();
        for (index, key) in judged.iter().enumerate() {
            assert!(!judged[..index].contains(key), "{key} is judged twice");
            let mut all = MEASURES.iter().chain(PROGRAMME_MEASURES);
            assert!(all.any(|measure| measure.key == *key), "there is no {key}");
        }
        let better = |key: &str| {
            MEASURES
                .iter()
                .find(|measure| measure.key == key)
                .unwrap()
                .better()
        };
        assert_eq!(better("outcome"), Some(Better::Higher));
        assert_eq!(better("unmet_need"), Some(Better::Lower));
        assert_eq!(better("output"), None, "output is a means");
    }
}
