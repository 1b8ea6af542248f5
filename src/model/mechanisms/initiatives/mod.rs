//! M21: initiatives that grow from citizens' ideas, live and spread.
//!
//! `life.rs` has the stages of one initiative, `spread.rs` the way to other municipalities, `growing.rs` what both do to a
//! society. Sources: I-01, C-04, B-24, F-24, Ev-39, Ghorbani et al. 2020.

use crate::model::measure::{Measure, POSITIVE, Theme};
use crate::model::mechanisms::{OfSociety, SocietyView};
use crate::words::words;
use life::Life;
use spread::Diffusion;

mod growing;
pub(in crate::model) mod life;
pub(in crate::model) mod spread;

fn alive(of: &SocietyView<'_>, life: Life) -> f64 {
    of.present().filter(|one| one.initiative.life == life).count() as f64
}

pub(in crate::model) const IDEAS: OfSociety = OfSociety {
    measure: Measure::new(
        "ideas",
        words!("citizens' ideas"),
        "1/year per 1,000 citizens",
        POSITIVE,
        "M21",
        Theme::Governance,
        words!("Ideas for an initiative that citizens had in the step, as a yearly rate per 1,000 citizens"),
    ),
    value: |of| {
        let ideas_per_year = of.society.totals.ideas / of.society.step_years;
        ideas_per_year * 1000.0 / of.citizens()
    },
};

pub(in crate::model) const GROWN_INFORMAL: OfSociety = OfSociety {
    measure: Measure::new(
        "grown_informal",
        words!("informal initiatives"),
        "initiatives",
        POSITIVE,
        "M21",
        Theme::Governance,
        words!("Initiatives grown from ideas that have no help from the municipality"),
    ),
    value: |of| alive(of, Life::Informal),
};

pub(in crate::model) const GROWN_SUPPORTED: OfSociety = OfSociety {
    measure: Measure::new(
        "grown_supported",
        words!("supported initiatives"),
        "initiatives",
        POSITIVE,
        "M21",
        Theme::Governance,
        words!("Initiatives grown from ideas that the municipality facilitates"),
    ),
    value: |of| alive(of, Life::Supported),
};

pub(in crate::model) const GROWN_FORMAL: OfSociety = OfSociety {
    measure: Measure::new(
        "grown_formal",
        words!("formal initiatives"),
        "initiatives",
        POSITIVE,
        "M21",
        Theme::Governance,
        words!("Initiatives grown from ideas that have become associations"),
    ),
    value: |of| alive(of, Life::Formal),
};

pub(in crate::model) const GROWN_PROFESSIONAL: OfSociety = OfSociety {
    measure: Measure::new(
        "grown_professional",
        words!("professional initiatives"),
        "initiatives",
        POSITIVE,
        "M21",
        Theme::Governance,
        words!("Initiatives grown from ideas that an association across municipalities runs"),
    ),
    value: |of| alive(of, Life::Professional),
};

pub(in crate::model) const GROWN_DORMANT: OfSociety = OfSociety {
    measure: Measure::new(
        "grown_dormant",
        words!("sleeping initiatives"),
        "initiatives",
        POSITIVE,
        "M21",
        Theme::Governance,
        words!("Initiatives grown from ideas in which nobody takes part, and which a new idea could wake"),
    ),
    value: |of| alive(of, Life::Dormant),
};

pub(in crate::model) const MUNICIPALITIES: OfSociety = OfSociety {
    measure: Measure::new(
        "municipalities",
        words!("municipalities"),
        "municipalities",
        POSITIVE,
        "M21",
        Theme::Governance,
        words!(
            "Municipalities with a programme that grew from ideas, those of the run included, summed over programmes"
        ),
    ),
    value: |of| of.society.spread.iter().map(Diffusion::municipalities).sum(),
};

pub(in crate::model) const SITES: OfSociety = OfSociety {
    measure: Measure::new(
        "sites",
        words!("sites"),
        "sites",
        POSITIVE,
        "M21",
        Theme::Governance,
        words!(
            "Formal and professional initiatives here and municipalities elsewhere that have taken them up"
        ),
    ),
    value: |of| {
        let elsewhere: f64 = of.society.spread.iter().map(|spread| spread.elsewhere).sum();
        alive(of, Life::Formal) + alive(of, Life::Professional) + elsewhere
    },
};
