//! M25: everyday rehabilitation, in which a citizen and professionals make the citizen's own need fall.
//!
//! The part of the need at birth that is left moves by `dρ/dt = -λ e (h/h̄) x ρ + λ_r (1 - ρ)`, with `e` the enabling that
//! citizens meet, which is half the professionals' attitude θ, and `h` own effort: without either nothing is regained.
//! The equation is linear in `ρ` within a step and is solved exactly. Who needs less than a limit is self-reliant and
//! leaves; who needs care again may join again.
//!
//! Sources: C-08, Tuntland et al. 2015, Legg et al. 2016. Bites in the citizens' process, on need (M19).

use serde::{Deserialize, Serialize};

use super::{
    Block, Membership, OfSociety, Offer, Parameters, ProgrammeSums, Rates, SocietyView, WithSums, ratio, sums,
};
use crate::model::lane::{LANES, Lane, bits_where, lanes};
use crate::model::mathematics::probability;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Everyday rehabilitation (M25).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RehabilitationParameters {
    pub regain: f64,
    pub relapse: f64,
    pub leaves_at: f64,
    pub returns_at: f64,
}

/// What care the citizens of a block need in one programme.
#[derive(Clone, Debug)]
pub(in crate::model) struct Care {
    /// Part of the need at birth that is left.
    pub(in crate::model) need_left: Lane,
    /// Who has become self-reliant and does not need care.
    pub(in crate::model) self_reliant: u64,
}

impl Default for Care {
    fn default() -> Self {
        Self {
            need_left: [1.0; LANES],
            self_reliant: 0,
        }
    }
}

sums! {
    /// Affectedness of all, what of it is left, and citizens who are self-reliant.
    RehabilitationSums { need, need_left, self_reliant }
}

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct RehabilitationRates {
    pub(in crate::model) regain_per_year: f32,
    pub(in crate::model) relapse_per_year: f32,
    pub(in crate::model) self_reliant_below: f32,
    pub(in crate::model) needs_care_from: f32,
}

impl RehabilitationRates {
    pub(in crate::model) fn new(parameters: &Parameters) -> Self {
        Self {
            regain_per_year: parameters.rehabilitation.regain as f32,
            relapse_per_year: parameters.rehabilitation.relapse as f32,
            self_reliant_below: parameters.rehabilitation.leaves_at as f32,
            needs_care_from: parameters.rehabilitation.returns_at as f32,
        }
    }
}

/// Participants regain abilities, others lose them again; returns who has become self-reliant in this step.
pub(in crate::model) fn train(block: &mut Block, programme: usize, offer: &Offer, rates: &Rates) -> u64 {
    let present = block.present();
    let membership = &mut block.memberships[programme];
    let Some(care) = &mut membership.rehabilitation else {
        return 0;
    };
    for lane in lanes(present) {
        let effort = if membership.active >> lane & 1 == 1 {
            membership.hours_per_week[lane] / offer.hours.per_week
        } else {
            0.0
        };
        let regain = rates.rehabilitation.regain_per_year * offer.social_capital.enabling * effort;
        let pull = regain + rates.rehabilitation.relapse_per_year;
        if pull > 0.0 {
            let left = &mut care.need_left[lane];
            *left +=
                probability(pull, rates.step_years) * (rates.rehabilitation.relapse_per_year / pull - *left);
        }
    }
    let again = bits_where(|lane| care.need_left[lane] >= rates.rehabilitation.needs_care_from);
    let able =
        bits_where(|lane| care.need_left[lane] < rates.rehabilitation.self_reliant_below) & membership.active;
    care.self_reliant = (care.self_reliant & !again) | able;
    able
}

/// Everyone, but for those who have learnt to do without the service (M25).
pub(in crate::model) fn needs_it(block: &Block, programme: usize) -> u64 {
    let care = block.memberships[programme].rehabilitation.as_ref();
    care.map_or(u64::MAX, |care| !care.self_reliant)
}

/// Those who train regain abilities, and leave when they are self-reliant (M25).
pub(in crate::model) fn train_and_leave(block: &mut Block, offers: &[Offer], rates: &Rates) {
    for (programme, offer) in offers.iter().enumerate() {
        let able = train(block, programme, offer, rates);
        let membership = &mut block.memberships[programme];
        membership.active &= !able;
        membership.sums.exits += f64::from(able.count_ones());
        for lane in lanes(able) {
            membership.ownership[lane] = 0.0;
            block.state.hours_per_week[lane] -= membership.hours_per_week[lane];
            membership.hours_per_week[lane] = 0.0;
        }
    }
}

/// Adds up need and what is left of it.
pub(in crate::model) fn count(block: &mut Block, programme: usize) {
    let present = block.present();
    let Membership {
        rehabilitation, sums, ..
    } = &mut block.memberships[programme];
    let Some(care) = rehabilitation else {
        return;
    };
    for lane in lanes(present) {
        let need = f64::from(block.fixed.affectedness[lane]);
        sums.rehabilitation.need += need;
        sums.rehabilitation.need_left += need * f64::from(care.need_left[lane]);
    }
    sums.rehabilitation.self_reliant = f64::from(care.self_reliant.count_ones());
}

fn cared<'a>(of: &'a SocietyView<'_>) -> impl Iterator<Item = WithSums<'a>> {
    of.present().filter(|one| one.sums.rehabilitation.need > 0.0)
}

fn in_care(of: &SocietyView<'_>, sum: fn(&ProgrammeSums) -> f64) -> f64 {
    cared(of).map(|one| sum(one.sums)).sum()
}

pub(in crate::model) const NEED_LEFT: OfSociety = OfSociety {
    measure: Measure::new(
        "need_left",
        words!("need left"),
        "share",
        SHARE,
        "M25",
        Theme::OutputOutcome,
        words!("Need for care relative to the need at birth, in programmes of rehabilitation"),
    ),
    value: |of| {
        let need = in_care(of, |sums| sums.rehabilitation.need);
        ratio(in_care(of, |sums| sums.rehabilitation.need_left), need)
    },
};

pub(in crate::model) const SELF_RELIANT_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "self_reliant_share",
        words!("self-reliant"),
        "share",
        SHARE,
        "M25",
        Theme::OutputOutcome,
        words!(
            "Share of citizens who have become self-reliant by rehabilitation and do not need care again yet"
        ),
    ),
    value: |of| {
        let citizens = cared(of).map(|one| one.initiative.citizens).sum();
        ratio(in_care(of, |sums| sums.rehabilitation.self_reliant), citizens)
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mechanisms::hours::HoursOffer;
    use crate::model::mechanisms::social_capital::SocialCapitalOffer;
    use crate::model::mechanisms::social_capital::TrustMoments;
    use crate::scenario::reference_parameters;

    fn trained(attitude: f32, hours_per_week: f32, months: u32, relapse: f64) -> (Block, u64) {
        let mut parameters = reference_parameters();
        parameters.rehabilitation.relapse = relapse;
        let rates = Rates::new(&parameters, TrustMoments::default(), 1.0 / 12.0, 12);
        let offer = Offer {
            social_capital: SocialCapitalOffer { enabling: attitude },
            hours: HoursOffer {
                per_week: 2.0,
                ..HoursOffer::default()
            },
            ..Offer::default()
        };
        let mut block = Block::new(0, 1, 0);
        block.len = 2;
        block.memberships[0].rehabilitation = Some(Box::default());
        block.memberships[0].active = 1;
        block.memberships[0].hours_per_week[0] = hours_per_week;
        let mut able = 0;
        for _ in 0..months {
            able |= train(&mut block, 0, &offer, &rates);
        }
        (block, able)
    }

    fn left(block: &Block, lane: usize) -> f64 {
        f64::from(block.memberships[0].rehabilitation.as_ref().unwrap().need_left[lane])
    }

    /// Without relapse need falls exponentially; with it, toward the balance of both rates.
    #[test]
    fn need_falls_as_the_solution_says() {
        let regain = reference_parameters().rehabilitation.regain;
        let (block, _) = trained(0.6, 1.0, 6, 0.0);
        let expected = libm::exp(-regain * 0.6 * 0.5 * 0.5);
        assert!((left(&block, 0) - expected).abs() < 1e-5, "{}", left(&block, 0));
        let (block, able) = trained(0.6, 4.0, 600, 0.4);
        let rest = 0.4 / (0.4 + regain * 0.6 * 2.0);
        assert!((left(&block, 0) - rest).abs() < 1e-5, "{}", left(&block, 0));
        assert!(
            (left(&block, 1) - 1.0).abs() < 1e-6,
            "who does not train regains nothing"
        );
        assert_eq!(able, 1);
    }

    /// Neither side regains anything alone.
    #[test]
    fn it_takes_both() {
        for (attitude, hours) in [(0.0, 4.0), (0.9, 0.0)] {
            let (block, able) = trained(attitude, hours, 48, 0.3);
            assert!((left(&block, 0) - 1.0).abs() < 1e-6 && able == 0);
        }
    }
}
