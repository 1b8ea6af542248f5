//! Effects are shared out as they should be.

use std::path::Path as File;

use super::*;
use crate::experiment::{Threads, Unwatched};
use crate::model::executor::Serial;
use crate::random::Draws;
use crate::scenario::Scenario;
use crate::study::Memory;

const TOWN: &str = "[simulation]\nhorizon_years = 2.0\n[population]\ncitizens = 160\n[programme.parks]\n\
    initial_participants = 0.1\n";

fn variant(key: &str, settings: &[(&str, &str)]) -> Variant {
    let settings: Vec<(String, String)> = settings
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    Variant {
        key: key.to_owned(),
        title: key.to_owned(),
        scenario: Scenario::from_text(File::new("town.toml"), TOWN, &settings).unwrap(),
    }
}

fn found(arms: &[Variant], measure: &str, replications: u32) -> Vec<Shared> {
    let why = Why::of(arms, measure, 3).unwrap();
    let threads = Threads::new(1).unwrap();
    why.answer(&mut Memory::new(&threads, &Unwatched), replications)
        .unwrap()
}

/// The mean of participation at the end of a society with some paths held, run by run.
fn mean(setup: &Setup, replications: u32) -> f64 {
    let position = columns(&["parks".to_owned()], 1);
    let position = position
        .iter()
        .position(|column| column.key == "participants_share")
        .unwrap();
    let model = crate::model::Model::new(setup);
    let ends = (0..replications).map(|replication| {
        let mut end = f64::NAN;
        let _ = model.simulate(&Draws::new(3, replication), &Serial, &mut |seen| {
            end = seen.row[position];
            std::ops::ControlFlow::Continue(())
        });
        end
    });
    ends.sum::<f64>() / f64::from(replications)
}

/// Shares and others are the whole; the whole and what is left are those of runs by themselves.
#[test]
fn parts_add_up_to_the_difference() {
    let arms = [
        variant("usual", &[]),
        variant(
            "asked",
            &[
                ("programme.parks.invitation", "4"),
                ("programme.parks.ease", "0.9"),
            ],
        ),
    ];
    let shared = &found(&arms, "participants_share", 12)[0];
    let sum: f64 = shared.parts().map(|(_, _, part)| part.value).sum();
    assert!(
        (sum - shared.whole.value).abs() < 1e-12,
        "{sum} of {}",
        shared.whole.value
    );
    let [usual, asked] = [0, 1].map(|arm: usize| arms[arm].scenario.setup.clone());
    let all: Paths = WAYS.iter().flat_map(|way| way.paths.iter().copied()).collect();
    let held = asked.clone().holding(Arc::new(usual.clone()), all);
    let [usual, asked, held] = [usual, asked, held].map(|setup| mean(&setup, 12));
    assert!((shared.whole.value - (asked - usual)).abs() < 1e-12);
    assert!((shared.others.value - (held - usual)).abs() < 1e-12);
    assert_eq!(shared.replications, 12);
}

/// Asking alone moves people by being asked: what else moves follows from it, and nothing by other ways.
#[test]
fn what_only_asks_acts_by_being_asked() {
    let arms = [
        variant("usual", &[]),
        variant("asked", &[("programme.parks.invitation", "6")]),
    ];
    let shared = &found(&arms, "participants_share", 12)[0];
    assert!(shared.whole.value > 0.0);
    // Hours in which people are asked are missing in production, which no way of participation holds.
    assert!(shared.others.value.abs() < 0.2 * shared.whole.value, "{shared:?}");
    assert!(shared.ways[0].value > 0.6 * shared.whole.value, "{shared:?}");
}

#[test]
fn a_variant_that_changes_nothing_has_nothing_to_share() {
    let shared = &found(&[variant("usual", &[]), variant("same", &[])], "outcome", 3)[0];
    assert!(shared.parts().all(|(_, _, part)| part.value == 0.0), "{shared:?}");
    let why = Why::of(&[variant("usual", &[]), variant("same", &[])], "outcome", 3).unwrap();
    assert!(sentence(&why, "same", shared).contains("does not differ by any way"));
}

#[test]
fn what_cannot_be_shared_out_is_refused() {
    let arms = |settings: &[(&str, &str)]| [variant("usual", &[]), variant("other", settings)];
    let refused = |arms: &[Variant], measure: &str| Why::of(arms, measure, 1).unwrap_err();
    assert_eq!(
        refused(&arms(&[]), "nothing"),
        WhyError::NoMeasure("nothing".to_owned())
    );
    assert_eq!(
        refused(&arms(&[]), "cost_per_outcome"),
        WhyError::Ratio("cost_per_outcome".to_owned())
    );
    for (key, value) in [
        ("population.citizens", "200"),
        ("professionals.per_1000_citizens", "20"),
    ] {
        let other = refused(&arms(&[(key, value)]), "outcome");
        assert_eq!(other, WhyError::OtherSociety("other".to_owned()), "{key}");
    }
}
