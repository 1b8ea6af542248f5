use std::ops::Range;

use proptest::prelude::*;

use super::fixtures::{TwoThreads, barriers, correlation, mean, population};
use super::*;
use crate::model::executor::Serial;
use crate::random::Purpose;

fn drawn(population: &Population) -> Citizens {
    generate(population, &barriers(), None, &Draws::new(1, 0), &Serial)
}

fn surveyed(population: &Population, observed: &ObservedCitizens) -> Citizens {
    generate(
        population,
        &barriers(),
        Some(observed),
        &Draws::new(1, 0),
        &Serial,
    )
}

fn ranks(values: &[f32]) -> Vec<f32> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, &index) in order.iter().enumerate() {
        ranks[index] = rank as f32;
    }
    ranks
}

/// Spearman's rank correlation, turned into the correlation of the normal scores behind it.
fn latent_correlation(one: &[f32], other: &[f32]) -> f64 {
    2.0 * libm::sin(correlation(&ranks(one), &ranks(other)) * std::f64::consts::PI / 6.0)
}

fn close(what: &str, found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() < tolerance,
        "{what}: {found}, expected {expected}"
    );
}

fn share<T>(values: &[T], holds: impl Fn(&T) -> bool) -> f64 {
    values.iter().filter(|value| holds(value)).count() as f64 / values.len() as f64
}

#[test]
fn means_and_shares_are_those_of_the_parameters() {
    // Tolerances are about four standard errors of 2,000 citizens.
    let citizens = drawn(&population());
    assert_eq!(citizens.len(), 2000);
    close("ses", mean(&citizens.ses), 0.5, 0.02);
    close("motivation", mean(&citizens.motivation), 0.571, 0.016);
    close("extrinsic", mean(&citizens.extrinsic), 0.5 + 0.27 * 0.0995, 0.018);
    close("efficacy", mean(&citizens.efficacy), 0.5, 0.016);
    close("knowledge", mean(&citizens.knowledge), 0.5, 0.014);
    close("trust", mean(&citizens.trust), 0.77 * 0.72 + 0.23 * 0.33, 0.017);
    close("risk", mean(&citizens.risk_tolerance), 0.4, 0.017);
    close(
        "free time",
        mean(&citizens.free_time_hours_per_week),
        10.0 * (1.0 + 0.25 * 0.3),
        0.7,
    );
    close("affectedness", mean(&citizens.affectedness), 0.45, 0.021);
    close("sociability", mean(&citizens.sociability), 0.55, 0.018);
    close("expectation", mean(&citizens.expectation), 0.6, 0.008);
    close("stance", mean(&citizens.stance), 0.5, 0.014);
    close("threshold", mean(&citizens.threshold), 0.25, 0.01);
    close(
        "short",
        share(&citizens.education, |&level| level == 0),
        0.25,
        0.04,
    );
    close(
        "long",
        share(&citizens.education, |&level| level == 2),
        0.35,
        0.045,
    );
    close("young", share(&citizens.age_years, |&age| age < 35.0), 0.27, 0.04);
    close(
        "older",
        share(&citizens.age_years, |&age| age >= 65.0),
        0.25,
        0.04,
    );
    assert!(citizens.age_years.iter().all(|age| (18.0..=90.0).contains(age)));
    close(
        "trusting",
        share(&citizens.trust, |&trust| trust > 0.525),
        0.77,
        0.04,
    );
    let conditional = share(&citizens.cooperation, |&kind| kind == Cooperation::Conditional);
    let free_rider = share(&citizens.cooperation, |&kind| kind == Cooperation::FreeRider);
    close("conditional", conditional, 0.5, 0.045);
    close("free riders", free_rider, 0.3, 0.04);
}

#[test]
fn latent_correlations_are_those_of_the_parameters() {
    let citizens = drawn(&population());
    let Citizens {
        ses,
        knowledge,
        efficacy,
        affectedness,
        trust,
        motivation,
        sociability,
        ..
    } = &citizens;
    for (what, one, other, expected) in [
        ("ses, knowledge", ses, knowledge, 0.54),
        ("ses, efficacy", ses, efficacy, 0.3),
        ("ses, affectedness", ses, affectedness, -0.4),
        ("ses, trust", ses, trust, 0.2),
        ("ses, motivation", ses, motivation, 0.0),
        ("efficacy, knowledge", efficacy, knowledge, 0.16),
        ("trust, sociability", trust, sociability, 0.15),
        ("threshold, ses", &citizens.threshold, ses, 0.0),
        (
            "age, risk tolerance",
            &citizens.age_years,
            &citizens.risk_tolerance,
            0.0,
        ),
    ] {
        close(what, latent_correlation(one, other), expected, 0.085);
    }
}

#[test]
fn status_rises_linearly_over_neighbourhoods() {
    let citizens = drawn(&population());
    let ranges = citizens.neighbourhood_ranges();
    assert_eq!(ranges.len(), 10);
    for (area, range) in ranges.into_iter().enumerate() {
        assert_eq!(range.len(), 200);
        close(
            "area",
            mean(&citizens.ses[range]),
            0.3 + 0.4 * area as f64 / 9.0,
            0.045,
        );
    }
}

#[test]
fn another_parameter_of_one_trait_leaves_all_other_draws_alone() {
    let reference = drawn(&population());
    let mut changed = population();
    changed.motivation_mean = 0.7;
    changed.threshold_sd = 0.2;
    let mut variant = drawn(&changed);
    for (&before, &after) in reference.motivation.iter().zip(&variant.motivation) {
        assert!(after > before, "each citizen keeps the rank");
    }
    assert_ne!(variant.threshold, reference.threshold);
    variant.motivation.clone_from(&reference.motivation);
    variant.threshold.clone_from(&reference.threshold);
    assert_eq!(variant, reference);
}

#[test]
fn first_citizens_of_a_larger_population_are_the_same_people() {
    let mut parameters = population();
    parameters.neighbourhoods = 1;
    parameters.citizens = 100;
    let small = drawn(&parameters);
    parameters.citizens = 200;
    assert_eq!(drawn(&parameters).knowledge[..100], small.knowledge[..]);
}

#[test]
fn executors_and_replications() {
    let (population, barriers) = (population(), barriers());
    let mut many = population.clone();
    many.citizens = 10_000;
    let draws = Draws::new(3, 4);
    let serial = generate(&many, &barriers, None, &draws, &Serial);
    assert_eq!(generate(&many, &barriers, None, &draws, &TwoThreads), serial);
    let other = generate(&many, &barriers, None, &Draws::new(3, 5), &Serial);
    assert_ne!(other.motivation, serial.motivation);
}

#[test]
fn barriers_halve_free_time_and_move_the_stance() {
    let reference = drawn(&population());
    let mut held = barriers();
    held.lacking_resources = 1.0;
    held.client_role = 0.8;
    let citizens = generate(&population(), &held, None, &Draws::new(1, 0), &Serial);
    let ratio = mean(&citizens.free_time_hours_per_week) / mean(&reference.free_time_hours_per_week);
    close("free time", ratio, 0.5, 1e-3);
    close("stance", mean(&citizens.stance), 0.22, 0.02);
}

#[test]
fn the_young_and_the_older_differ_as_the_parameters_say() {
    let mut plain = population();
    plain.young_extrinsic_bonus = 0.0;
    plain.older_free_time_ratio = 1.0;
    let (with, without) = (drawn(&population()), drawn(&plain));
    for citizen in 0..with.len() {
        let bonus = with.extrinsic[citizen] - without.extrinsic[citizen];
        let ratio = with.free_time_hours_per_week[citizen] / without.free_time_hours_per_week[citizen];
        let age = with.age_years[citizen];
        assert!(if age < 35.0 {
            bonus > 0.0 && with.extrinsic[citizen] <= 1.0
        } else {
            bonus == 0.0
        });
        assert!((ratio - if age >= 65.0 { 1.3 } else { 1.0 }).abs() < 1e-4);
    }
}

/// 200 respondents whose status falls with their knowledge, unlike in the parameters.
fn respondents() -> ObservedCitizens {
    let place = |index: usize| (index as f64 + 0.5) / 200.0;
    let knowledge: Vec<f64> = (0..200).map(place).collect();
    let free_time = (0..200)
        .map(|index| if index % 2 == 0 { 40.0 } else { f64::NAN })
        .collect();
    ObservedCitizens {
        traits: vec![(Trait::Knowledge, knowledge), (Trait::FreeTime, free_time)],
        neighbourhood: None,
        neighbourhoods_ranked: false,
        weights: (0..200)
            .map(|index| if index < 100 { 3.0 } else { 1.0 })
            .collect(),
        one_to_one: false,
    }
}

#[test]
fn resampling_reproduces_weighted_means() {
    let observed = respondents();
    let citizens = surveyed(&population(), &observed);
    let values = &observed.traits[0].1;
    let expected = values
        .iter()
        .zip(&observed.weights)
        .map(|(v, w)| v * w)
        .sum::<f64>()
        / 400.0;
    close("knowledge", mean(&citizens.knowledge), expected, 1e-3);
    let copies = |respondent| citizens.respondent.iter().filter(|&&r| r == respondent).count();
    for respondent in 0..200 {
        // 15 or 5 on average; up to one more or less at each end of the interval.
        let expected = if respondent < 100 { 15 } else { 5 };
        assert!(
            copies(respondent).abs_diff(expected) <= 1,
            "{respondent}: {}",
            copies(respondent)
        );
    }
}

#[test]
fn resampling_is_unbiased_where_respondents_outnumber_citizens() {
    let observed = respondents();
    let mut small = population();
    small.citizens = 7;
    let barriers = barriers();
    let generator = Generator::new(&small, &barriers, Some(&observed), &mut Tables::default());
    let survey = generator.survey.as_ref().unwrap();
    let mut copies = 0;
    for replication in 0..2000 {
        let draws = Draws::new(1, replication);
        let chosen = survey.choose(7, &draws);
        copies += chosen
            .iter()
            .filter(|&&respondent| (60..80).contains(&respondent))
            .count();
    }
    close("copies", copies as f64 / 2000.0, 7.0 * 60.0 / 400.0, 0.06);
}

#[test]
fn observed_values_stay_and_missing_ones_are_drawn_given_them() {
    let observed = respondents();
    let citizens = surveyed(&population(), &observed);
    for (citizen, &respondent) in citizens.respondent.iter().enumerate() {
        let knowledge = observed.traits[0].1[respondent as usize];
        assert!((f64::from(citizens.knowledge[citizen]) - knowledge).abs() < 1e-6);
        // Everyone who answered has 40 hours a week, so the others are drawn from that.
        assert!((citizens.free_time_hours_per_week[citizen] - 40.0).abs() < 1e-6);
    }
    close(
        "status",
        latent_correlation(&citizens.knowledge, &citizens.ses),
        0.54,
        0.08,
    );
    close(
        "efficacy",
        latent_correlation(&citizens.knowledge, &citizens.efficacy),
        0.16,
        0.085,
    );
    close("mean", mean(&citizens.efficacy), 0.5, 0.02);
}

#[test]
fn respondents_without_neighbourhood_settle_along_the_gradient() {
    let mut observed = respondents();
    observed.traits[0].0 = Trait::Ses;
    observed.weights.clear();
    let citizens = surveyed(&population(), &observed);
    assert!(citizens.neighbourhood.is_sorted());
    let means: Vec<f32> = citizens
        .neighbourhood_ranges()
        .into_iter()
        .map(|area| mean(&citizens.ses[area]) as f32)
        .collect();
    let spread = means
        .iter()
        .map(|m| (f64::from(*m) - 0.5) * (f64::from(*m) - 0.5))
        .sum::<f64>()
        / 10.0;
    // Means from 0.3 to 0.7 in ten equal steps have a spread of 0.1277.
    close("spread of means", spread.sqrt(), 0.1277, 0.015);
    assert!(correlation(&means, &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]) > 0.95);
}

#[test]
fn observed_neighbourhoods_sort_one_to_one_respondents() {
    let mut observed = respondents();
    observed.one_to_one = true;
    observed.neighbourhood = Some((0..200).map(|index| [2, 0, 3][index % 3]).collect());
    observed.neighbourhoods_ranked = true;
    let citizens = surveyed(&population(), &observed);
    assert_eq!(citizens.len(), 200);
    assert_eq!(
        citizens.respondent[..3],
        [1, 4, 7],
        "stable within the neighbourhood"
    );
    let sizes: Vec<usize> = citizens.neighbourhood_ranges().iter().map(Range::len).collect();
    assert_eq!(sizes, [67, 0, 67, 66]);
    let mut seen = citizens.respondent.clone();
    seen.sort_unstable();
    assert!(seen.into_iter().eq(0..200));
    let poorest = mean(&citizens.ses[..67]);
    assert!(
        poorest < mean(&citizens.ses[134..]),
        "status that is missing follows the neighbourhood"
    );
    // Where nothing says which neighbourhoods are poor, none is.
    observed.neighbourhoods_ranked = false;
    let citizens = surveyed(&population(), &observed);
    close(
        "status",
        mean(&citizens.ses[..67]),
        mean(&citizens.ses[134..]),
        0.06,
    );
}

#[test]
fn one_neighbourhood_keeps_file_order() {
    let mut observed = respondents();
    observed.one_to_one = true;
    let mut single = population();
    single.neighbourhoods = 1;
    assert!(surveyed(&single, &observed).respondent.into_iter().eq(0..200));
}

/// Trust on eleven levels and efficacy that go together, and who of `count` respondents tells the trust.
fn trusting(count: usize, seed: u64, tells: impl Fn(f64, f64) -> bool) -> (ObservedCitizens, Vec<f64>) {
    let draws = Draws::new(seed, 99);
    let (mut efficacy, mut trust, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for person in 0..count as u32 {
        let [one, other, uniform, _] = draws.uniforms(person, 0, Purpose(0));
        let (one, other) = (normal_quantile(one), normal_quantile(other));
        let score = 0.7 * one + (1.0_f64 - 0.49).sqrt() * other;
        efficacy.push((0.5 + 0.15 * one).clamp(0.0, 1.0));
        trust.push(((0.8 + 0.15 * score) * 10.0).round().clamp(0.0, 10.0) / 10.0);
        told.push(tells(one, uniform));
    }
    let answers = trust
        .iter()
        .zip(&told)
        .map(|(trust, told)| if *told { *trust } else { f64::NAN });
    let observed = ObservedCitizens {
        traits: vec![(Trait::Efficacy, efficacy), (Trait::Trust, answers.collect())],
        one_to_one: true,
        ..ObservedCitizens::default()
    };
    (observed, trust)
}

/// Mean trust and its correlation with efficacy among the citizens who did or did not tell it.
fn trust_of(citizens: &Citizens, observed: &ObservedCitizens, told: bool) -> (f64, f64) {
    let (mut trust, mut efficacy) = (Vec::new(), Vec::new());
    for (citizen, &respondent) in citizens.respondent.iter().enumerate() {
        if observed.traits[1].1[respondent as usize].is_nan() != told {
            trust.push(citizens.trust[citizen]);
            efficacy.push(citizens.efficacy[citizen]);
        }
    }
    (mean(&trust), correlation(&trust, &efficacy))
}

#[test]
fn missing_answers_are_drawn_like_those_that_were_given() {
    for seed in 1..=5 {
        let (observed, _) = trusting(4000, seed, |_, uniform| uniform < 0.5);
        let citizens = surveyed(&population(), &observed);
        let (told, drawn) = (
            trust_of(&citizens, &observed, true),
            trust_of(&citizens, &observed, false),
        );
        // Means of 2000 with a spread of 0.15, correlations of 2000 about 0.7: differences have standard errors of 0.0047
        // and 0.016.
        close("mean", drawn.0, told.0, 4.0 * 0.0047);
        close("correlation", drawn.1, told.1, 4.0 * 0.016);
    }
}

#[test]
fn answers_missing_by_another_trait_are_drawn_given_it() {
    for seed in 1..=5 {
        // Who feels able tells the trust nine times as often.
        let (observed, truth) = trusting(4000, seed, |able, uniform| {
            uniform < if able > 0.0 { 0.9 } else { 0.1 }
        });
        let citizens = surveyed(&population(), &observed);
        let truth = truth.iter().sum::<f64>() / truth.len() as f64;
        let (told, _) = trust_of(&citizens, &observed, true);
        assert!(
            (told - truth).abs() > 0.05,
            "those who tell are not like all: {told}, {truth}"
        );
        close("mean", mean(&citizens.trust), truth, 0.015);
    }
}

#[test]
fn missing_status_follows_the_neighbourhood() {
    let (mut observed, _) = trusting(2000, 1, |_, uniform| uniform < 0.5);
    observed.neighbourhoods_ranked = true;
    observed.neighbourhood = Some((0..2000).map(|index| index % 2).collect());
    observed.traits[0].0 = Trait::Affectedness;
    observed.traits[1].0 = Trait::Ses;
    let (_, status) = &mut observed.traits[1];
    for (index, status) in status.iter_mut().enumerate() {
        *status = if index % 2 == 0 { *status * 0.5 } else { *status };
    }
    let citizens = surveyed(&population(), &observed);
    for area in 0..2 {
        let of = |answered: bool| {
            let people = (0..2000).filter(|&citizen| {
                let respondent = citizens.respondent[citizen] as usize;
                citizens.neighbourhood[citizen] == area
                    && observed.traits[1].1[respondent].is_nan() != answered
            });
            mean(&people.map(|citizen| citizens.ses[citizen]).collect::<Vec<_>>())
        };
        close("mean status", of(false), of(true), 0.03);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn values_stay_in_range_up_to_the_bounds_of_the_register(
        (ses_mean, ses_gradient, ses_sd) in (0.0..=1.0, 0.0..=0.8, 0.01..=0.4),
        (young_share, older_share) in prop_oneof![Just((0.0, 1.0)), Just((1.0, 0.0)), Just((0.3, 0.2))],
        (mean, concentration) in (0.02..=0.98, 1.0..=100.0),
        (trust_high_share, expectation_mean, sd) in (0.0..=1.0, 0.0..=1.0, 0.01..=0.3),
        (free_time_shape, short_education_share) in (0.5..=50.0, prop_oneof![Just(0.0), Just(0.6)]),
        (citizens, neighbourhoods) in (1_u32..60, 1_u32..20),
    ) {
        let parameters = Population {
            citizens, neighbourhoods, ses_mean, ses_gradient, ses_sd, young_share, older_share,
            motivation_mean: mean, motivation_concentration: concentration,
            extrinsic_mean: mean, extrinsic_concentration: concentration, young_extrinsic_bonus: 0.5,
            efficacy_mean: mean, efficacy_sd: sd, knowledge_mean: mean, knowledge_sd: sd,
            trust_high_share, expectation_mean, expectation_sd: sd, stance_sd: sd,
            free_time_shape, short_education_share, threshold_sd: 0.5,
            ..population()
        };
        let drawn = drawn(&parameters);
        prop_assert_eq!(drawn.len(), citizens as usize);
        prop_assert!(drawn.neighbourhood.is_sorted());
        prop_assert!(drawn.neighbourhood.iter().all(|&home| home < neighbourhoods));
        for shares in [
            &drawn.ses, &drawn.motivation, &drawn.extrinsic, &drawn.efficacy, &drawn.knowledge, &drawn.trust,
            &drawn.risk_tolerance, &drawn.affectedness, &drawn.sociability, &drawn.expectation, &drawn.stance,
            &drawn.threshold,
        ] {
            prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        }
        prop_assert!(drawn.age_years.iter().all(|age| (18.0..=90.0).contains(age)));
        prop_assert!(drawn.free_time_hours_per_week.iter().all(|&hours| hours.is_finite() && hours >= 0.0));
        prop_assert!(short_education_share > 0.0 || drawn.education.iter().all(|&level| level > 0));
    }
}
