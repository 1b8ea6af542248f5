//! Numbers against sums by hand, and what is said where there is nothing to plan with.

use std::path::Path;

use super::*;
use crate::scenario::Scenario;

const BASELINE: [f64; 8] = [4.1, 3.7, 5.2, 4.4, 3.9, 4.8, 4.0, 4.6];
const VARIANT: [f64; 8] = [4.5, 3.9, 5.2, 5.1, 4.3, 4.7, 4.4, 5.0];

fn pilot() -> Pilot {
    Pilot::of(&BASELINE, &VARIANT)
}

fn study(key: &str, effect: Option<f64>) -> PowerAnalysis {
    let arms = ["0.5", "0.9"].map(|ease| {
        let text = format!(
            "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 60\n[programme.parks]\nease = {ease}\n"
        );
        Variant {
            key: format!("arm-{ease}"),
            title: format!("ease {ease}"),
            scenario: Scenario::from_text(Path::new("parks.toml"), &text, &[]).unwrap(),
        }
    });
    let aim = Aim {
        key: key.to_owned(),
        effect,
        powers: vec![0.8, 0.9],
    };
    PowerAnalysis::of(arms.to_vec(), 1, 8, aim)
}

#[test]
fn spreads_and_their_degrees_of_freedom_are_those_of_the_pairs() {
    // import numpy as np; d = VARIANT - BASELINE; a, b = var(BASELINE), var(VARIANT); c = cov(BASELINE, VARIANT)[0, 1]
    // print(std(d), sqrt((a + b) / 2), 7 * (a + b)**2 / (a**2 + b**2 + 2 * c**2)), all with ddof=1
    let pilot = pilot();
    let (paired, unpaired) = (
        pilot.standard_deviation(Seeds::Common),
        pilot.standard_deviation(Seeds::Separate),
    );
    assert!(
        (paired.value - 0.256_347_977_784_662_1).abs() < 1e-12,
        "{paired:?}"
    );
    assert!(
        (unpaired.value - 0.477_904_652_773_811_3).abs() < 1e-12,
        "{unpaired:?}"
    );
    assert!((pilot.degrees_of_freedom(Seeds::Common) - 7.0).abs() < 1e-12);
    let degrees_of_freedom = pilot.degrees_of_freedom(Seeds::Separate);
    assert!(
        (degrees_of_freedom - 8.006_308_762_278_595).abs() < 1e-9,
        "{degrees_of_freedom}"
    );
    // sqrt(7 / chi2.ppf(.975, 7)), sqrt(7 / chi2.ppf(.025, 7))
    assert!(
        (paired.low / paired.value - 0.661_174_148_831_340_7).abs() < 1e-8,
        "{paired:?}"
    );
    assert!(
        (paired.high / paired.value - 2.035_272_090_780_168).abs() < 1e-8,
        "{paired:?}"
    );
}

#[test]
fn more_spread_needs_more_and_finds_less() {
    let pilot = pilot();
    for seeds in Seeds::BOTH {
        let needed = pilot.replications(seeds, 0.2, 0.8);
        assert!(
            needed.low < needed.value && needed.value < needed.high,
            "{needed:?}"
        );
        let effect = pilot.detectable(seeds, 50, 0.8);
        assert!(
            effect.low < effect.value && effect.value < effect.high,
            "{effect:?}"
        );
        let power = pilot.power(seeds, 20, 0.2);
        assert!(power.low < power.value && power.value < power.high, "{power:?}");
        let count = needed.value.unwrap();
        assert!(pilot.power(seeds, count, 0.2).value >= 0.8);
        assert!(pilot.power(seeds, count - 1, 0.2).value < 0.8);
    }
    let both = Seeds::BOTH.map(|seeds| pilot.replications(seeds, 0.2, 0.8).value);
    assert!(both[0] < both[1], "{both:?}");
}

#[test]
fn effects_are_the_one_asked_for_or_parts_of_the_pilots_own() {
    let pilot = pilot();
    let asked = pilot.effects(Some(0.1));
    assert_eq!(
        asked,
        [Effect {
            of: EffectOf::Asked,
            size: 0.1
        }]
    );
    let own = pilot.paired.difference.mean().abs();
    let sizes: Vec<f64> = pilot.effects(None).iter().map(|effect| effect.size).collect();
    assert_eq!(sizes, [0.5 * own, own, 2.0 * own]);
}

#[test]
fn what_a_pilot_cannot_say_is_said() {
    let nothing = [f64::NAN; 8];
    let shifted = BASELINE.map(|value| value + 0.5);
    for (variant, silence, words) in [
        (nothing, Silence::NoValue, "fewer than two pairs"),
        (BASELINE, Silence::AllTie, "no effect and no chance"),
        (shifted, Silence::AllEqual, "two replications would do"),
    ] {
        let pilot = Pilot::of(&BASELINE, &variant);
        assert_eq!(pilot.silence(), Some(silence));
        assert!(pilot.effects(Some(0.1)).is_empty());
        let study = study("outcome", Some(0.1));
        let answer = PowerAnswer { pilots: vec![pilot] };
        let told = words::words(&study, &answer);
        assert!(told.contains(words) && !told.contains("NaN"), "{told}");
        assert!(told.contains(words::LIMITS.text()), "{told}");
        assert!(!told.contains("could be found"), "{told}");
        assert!(
            figure::draw(&study, &answer)
                .svg
                .contains("no chance to plan against")
        );
        assert!(words::json(&study, &answer)["variants"][0]["no_answer"].is_string());
    }
    assert_eq!(pilot().silence(), None);
}

#[test]
fn lost_pairs_and_odd_shapes_are_warned_of() {
    let study = study("outcome", None);
    let warned = |variant: &[f64], baseline: &[f64]| {
        let answer = PowerAnswer {
            pilots: vec![Pilot::of(baseline, variant)],
        };
        words::warnings(&study, &answer)
    };
    assert!(warned(&VARIANT, &BASELINE).is_empty());
    let mut lost = VARIANT;
    lost[3] = f64::INFINITY;
    let warnings = warned(&lost, &BASELINE);
    assert!(
        warnings.len() == 1 && warnings[0].contains("no value in 1 of 8 pairs"),
        "{warnings:?}"
    );
    let steep: Vec<f64> = (0..30).map(|step| libm::exp2(f64::from(step / 2))).collect();
    let warnings = warned(&steep, &[0.0; 30]);
    assert!(
        warnings.len() == 1 && warnings[0].contains("far from normal"),
        "{warnings:?}"
    );
}
