//! What a run measures: one row of numbers per step.
//!
//! A row holds the values of [`measures`] for the whole society, followed by the values of
//! [`PROGRAMME_MEASURES`] for each programme in turn and, where several municipalities are in the run, by those of
//! [`MUNICIPALITY_MEASURES`] for each of them. Shares lie in `[0, 1]`; a measure that has no
//! value in a step (the cost per unit of an output of zero, say) is `NaN` and leaves the file empty.
//!
//! Each measure stands with its definition in the room of its mechanism; here is their order.

use std::sync::LazyLock;

pub use super::measure::{Better, Measure, RatioOf, Theme};
use super::mechanisms::own::installed;
use super::mechanisms::{
    MunicipalityView, OfMunicipality, OfProgramme, OfSociety, ProgrammeView, Society, SocietyView, admission,
    attitude, awareness, ballot, belief, co_destruction, cost, crowding, digital, equity, facilitation,
    fatigue, goals, hours, initiatives, joining, mastery, opening, organisation, outcome, ownership,
    politics, power, production, provision, public_value, rehabilitation, social_capital, staff, staying,
    time_bank, wellbeing, willingness,
};

static OF_SOCIETY: [OfSociety; 106] = [
    joining::PARTICIPANTS_SHARE,
    joining::PARTICIPANTS,
    ownership::CO_INITIATORS_SHARE,
    ownership::CO_DESIGNERS_SHARE,
    ownership::CO_IMPLEMENTORS_SHARE,
    ownership::STAGE_PLANNING_SHARE,
    ownership::STAGE_DESIGN_SHARE,
    ownership::STAGE_PRIORITISATION_SHARE,
    ownership::STAGE_FINANCING_SHARE,
    ownership::STAGE_MANAGING_SHARE,
    ownership::STAGE_DELIVERY_SHARE,
    ownership::STAGE_ASSESSMENT_SHARE,
    hours::HOURS_PER_PARTICIPANT,
    hours::CITIZEN_HOURS,
    joining::ENTRY_RATE,
    staying::EXIT_RATE,
    awareness::AWARENESS_SHARE,
    willingness::WILLINGNESS,
    time_bank::CREDITS_PER_MEMBER,
    time_bank::CREDITS_SPENT_SHARE,
    time_bank::HOARDERS_SHARE,
    digital::YOUNG_SHARE,
    digital::NOVELTY,
    outcome::OUTPUT,
    outcome::OUTCOME,
    outcome::UNMET_NEED,
    production::PROFESSIONAL_INPUT,
    production::CITIZEN_INPUT,
    outcome::FIT,
    outcome::SEVERE_NEED_SHARE,
    ownership::IMPLEMENTATION_RATE,
    rehabilitation::NEED_LEFT,
    rehabilitation::SELF_RELIANT_SHARE,
    provision::PROTECTED_SHARE,
    cost::PUBLIC_COST,
    cost::COPRODUCTION_COST,
    cost::COST_PER_OUTPUT,
    cost::COST_PER_OUTCOME,
    cost::CITIZEN_TIME_VALUE,
    facilitation::PRODUCTION_HOURS,
    facilitation::FACILITATION_HOURS,
    production::HOURS_FREED,
    provision::CONTRIBUTORS_SHARE,
    provision::MONEY_RAISED,
    provision::CITIZEN_MONEY,
    equity::EQUITY_RATIO,
    equity::EQUITY_GAP,
    equity::PARTICIPATION_GINI,
    equity::OUTCOME_GINI,
    equity::HOURS_CONCENTRATION,
    equity::NEED_WEIGHTED_REACH,
    equity::VOICE_INEQUALITY,
    equity::OUTCOME_GAP,
    social_capital::TRUST,
    social_capital::EXPECTATION,
    social_capital::BONDING_TIES,
    social_capital::BRIDGING_TIES,
    crowding::MOTIVATION,
    mastery::EFFICACY,
    mastery::KNOWLEDGE,
    social_capital::STANCE,
    ownership::OWNERSHIP,
    fatigue::FATIGUE,
    fatigue::BURNOUT_RATE,
    wellbeing::WELLBEING,
    attitude::ATTITUDE,
    belief::BELIEF,
    facilitation::ENABLING_SHARE,
    facilitation::SUPPORT,
    facilitation::SKILL,
    staff::STAFF_FATIGUE,
    opening::INITIATIVES_BORN,
    opening::INITIATIVES_ALIVE,
    opening::INITIATIVES_SPREAD,
    initiatives::IDEAS,
    initiatives::GROWN_INFORMAL,
    initiatives::GROWN_SUPPORTED,
    initiatives::GROWN_FORMAL,
    initiatives::GROWN_PROFESSIONAL,
    initiatives::GROWN_DORMANT,
    initiatives::MUNICIPALITIES,
    initiatives::SITES,
    ballot::BALLOT_ATTENDANCE,
    ballot::BALLOT_REALISED,
    goals::EXPLICIT_GOALS_SHARE,
    politics::INCIDENTS,
    organisation::ZERO_ERROR,
    public_value::VALUE_USER,
    public_value::VALUE_NEAR_CIRCLE,
    public_value::VALUE_SOCIAL,
    public_value::VALUE_ENVIRONMENTAL,
    public_value::VALUE_POLITICAL,
    public_value::VALUE_EFFICIENCY,
    public_value::PUBLIC_VALUE,
    public_value::SCORE_QUALITY,
    public_value::SCORE_SATISFACTION,
    public_value::SCORE_ACCOUNTABILITY,
    public_value::SCORE_EQUITY,
    public_value::SCORE_RESPONSIVENESS,
    public_value::SCORE_FAIRNESS,
    equity::RICHEST_QUARTER_SHARE,
    equity::POOREST_QUARTER_SHARE,
    admission::REFUSALS,
    co_destruction::CO_DESTRUCTION_SHARE,
    power::POWER_OF_CITIZENS,
    power::CONTESTED_SHARE,
];

const OF_PROGRAMME: [OfProgramme; 14] = [
    joining::PROGRAMME_PARTICIPANTS_SHARE,
    hours::PROGRAMME_CITIZEN_HOURS,
    awareness::PROGRAMME_AWARENESS_SHARE,
    willingness::PROGRAMME_WILLINGNESS,
    outcome::PROGRAMME_OUTPUT,
    outcome::PROGRAMME_OUTCOME,
    outcome::PROGRAMME_UNMET_NEED,
    outcome::PROGRAMME_FIT,
    outcome::PROGRAMME_SEVERE_NEED_SHARE,
    ownership::PROGRAMME_IMPLEMENTATION_RATE,
    cost::PROGRAMME_PUBLIC_COST,
    ownership::PROGRAMME_OWNERSHIP,
    ownership::PROGRAMME_INFLUENCE,
    mastery::PROGRAMME_KIT_REACH,
];

const OF_MUNICIPALITY: [OfMunicipality; 9] = [
    joining::MUNICIPALITY_PARTICIPANTS_SHARE,
    hours::MUNICIPALITY_CITIZEN_HOURS,
    outcome::MUNICIPALITY_OUTPUT,
    outcome::MUNICIPALITY_OUTCOME,
    cost::MUNICIPALITY_PUBLIC_COST,
    social_capital::MUNICIPALITY_TRUST,
    social_capital::MUNICIPALITY_EXPECTATION,
    opening::MUNICIPALITY_INITIATIVES_ALIVE,
    public_value::MUNICIPALITY_PUBLIC_VALUE,
];

/// The measures of a list.
macro_rules! measures {
    ($list:ident) => {{
        let mut measures = [$list[0].measure; $list.len()];
        let mut index = 1;
        while index < measures.len() {
            measures[index] = $list[index].measure;
            index += 1;
        }
        measures
    }};
}

/// Measures of the whole society, in the order of a row: those of the shipped mechanisms, then those of one's own.
#[must_use]
pub fn measures() -> &'static [Measure] {
    static MEASURES: LazyLock<Vec<Measure>> = LazyLock::new(|| {
        let own = installed().iter().flat_map(|mechanism| mechanism.measures());
        measures!(OF_SOCIETY).into_iter().chain(own).collect()
    });
    &MEASURES
}

/// Measures of one programme, in the order of a row.
pub const PROGRAMME_MEASURES: &[Measure] = &measures!(OF_PROGRAMME);

/// Measures of one municipality, in the order of a row; only where several are in the run.
pub const MUNICIPALITY_MEASURES: &[Measure] = &measures!(OF_MUNICIPALITY);

/// Measures of the shipped mechanisms, of whatever: no other may have the key of one.
pub(crate) fn shipped_measures() -> impl Iterator<Item = &'static Measure> {
    const OF_THE_SOCIETY: &[Measure] = &measures!(OF_SOCIETY);
    OF_THE_SOCIETY
        .iter()
        .chain(PROGRAMME_MEASURES)
        .chain(MUNICIPALITY_MEASURES)
}

/// Number of values in a row, given the numbers of programmes and of municipalities of the run.
///
/// ```
/// use samspil::model::measures::{row_length, measures, MUNICIPALITY_MEASURES, PROGRAMME_MEASURES};
/// assert_eq!(row_length(2, 1), measures().len() + 2 * PROGRAMME_MEASURES.len());
/// assert_eq!(row_length(0, 3), measures().len() + 3 * MUNICIPALITY_MEASURES.len());
/// ```
#[must_use]
pub fn row_length(programmes: usize, municipalities: usize) -> usize {
    let apart = if municipalities > 1 { municipalities } else { 0 };
    measures().len() + programmes * PROGRAMME_MEASURES.len() + apart * MUNICIPALITY_MEASURES.len()
}

/// The measure at a position of a row, given the number of programmes.
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
        &measures()[position]
    } else if position < of_municipalities {
        &PROGRAMME_MEASURES[(position - of_programmes) % PROGRAMME_MEASURES.len()]
    } else {
        &MUNICIPALITY_MEASURES[(position - of_municipalities) % MUNICIPALITY_MEASURES.len()]
    }
}

impl Society {
    /// Fills `row` with the measures of the present state, and remembers public value for the council.
    pub(super) fn observe(&mut self, row: &mut Vec<f64>) {
        row.clear();
        row.reserve(row_length(self.programmes(), self.municipalities()));
        if self.step == 0 {
            let efficiency = public_value::efficiency(&SocietyView::of(self));
            self.totals.efficiency_at_start = efficiency;
        }
        let view = SocietyView::of(self);
        row.extend(OF_SOCIETY.iter().map(|one| (one.value)(&view)));
        self.measure_own(row);
        for programme in 0..self.programmes() {
            let view = ProgrammeView::of(self, programme);
            row.extend(OF_PROGRAMME.iter().map(|one| (one.value)(&view)));
        }
        let municipalities = self.municipalities();
        let mut public_value = vec![view.values.compared()];
        if municipalities > 1 {
            public_value.clear();
            for municipality in 0..municipalities {
                let view = MunicipalityView::of(self, municipality);
                row.extend(OF_MUNICIPALITY.iter().map(|one| (one.value)(&view)));
                public_value.push(view.values.compared());
            }
        }
        // A sum over nothing is -0.0, which nobody should have to read.
        for value in row.iter_mut() {
            *value += 0.0;
        }
        self.totals.public_value = public_value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_one_thing_and_is_listed_once() {
        for list in [measures(), PROGRAMME_MEASURES, MUNICIPALITY_MEASURES] {
            for (index, measure) in list.iter().enumerate() {
                assert!(
                    list[..index].iter().all(|other| other.key != measure.key),
                    "{}",
                    measure.key
                );
                let of_society = measures().iter().find(|other| other.key == measure.key);
                assert!(
                    of_society.is_none_or(|other| other.better == measure.better),
                    "{}",
                    measure.key
                );
            }
        }
        let better = |key: &str| {
            measures()
                .iter()
                .find(|measure| measure.key == key)
                .unwrap()
                .better
        };
        assert_eq!(better("outcome"), Some(Better::Higher));
        assert_eq!(better("unmet_need"), Some(Better::Lower));
        assert_eq!(better("output"), None, "output is a means");
    }

    #[test]
    fn the_parts_of_a_ratio_stand_beside_it() {
        let mut ratios = 0;
        for list in [measures(), PROGRAMME_MEASURES, MUNICIPALITY_MEASURES] {
            for measure in list {
                let parts = match measure.ratio {
                    None => continue,
                    Some(RatioOf::Measures {
                        numerator,
                        denominator,
                    }) => vec![numerator, denominator],
                    Some(RatioOf::Numerator(numerator)) => vec![numerator],
                };
                ratios += 1;
                for part in parts {
                    let part = list.iter().find(|other| other.key == part).unwrap();
                    assert!(part.ratio.is_none() && part.minimum >= 0.0, "{}", part.key);
                }
            }
        }
        assert_eq!(ratios, 3);
    }
}
