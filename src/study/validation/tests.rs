use std::path::Path;

use super::*;
use crate::experiment::{Threads, Unwatched};
use crate::figure::Figure as Picture;
use crate::output::RunFolder;
use crate::scenario::fact::{Asked, Role};
use crate::study::reportable::Reportable;
use crate::study::{Journals, Shard, Workers};

const HEAD: &str = "id = 'T-1'\nclaim = 'A test'\nrole = 'validation'\ncontent = 'emergent'\nevidence = ['a test']\n\
                    scenario = '../reference.toml'\n";

fn fact(lines: &str) -> Fact {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/facts/T-1.toml");
    Fact::from_text(&path, &format!("{HEAD}{lines}"), &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// What is found of a fact, and the rows of all its arms, with its readings.
fn measured(fact: Fact, replications: u32) -> (Validated, Vec<Ensemble>) {
    let root = tempfile::tempdir().unwrap();
    let folder = RunFolder::open(root.path(), "test", fact.text(), 1).unwrap();
    let threads = Threads::new(2).unwrap();
    let mut journals = Journals::open(&folder, Shard::WHOLE, false).unwrap();
    let arms = 0..fact.arms.len();
    let study = Validation::of("test".to_owned(), vec![fact], 1, replications);
    let mut found = study
        .answer(&mut Workers::new(&mut journals, &threads, &Unwatched))
        .unwrap();
    let ensembles = arms.map(|arm| study.arms[0].ensemble(&journals, arm, replications).unwrap());
    (found.remove(0), ensembles.collect())
}

#[test]
fn readings_agree_with_the_measures_they_overlap() {
    let fact = fact(
        "[settings]\npopulation.citizens = 400\nsimulation.horizon_years = 2.0\n\
         [[arm]]\nname = 'usual'\n[[arm]]\nname = 'nobody-joins'\nmechanisms.joining = false\n\
         [reading.active]\nkind = 'mean'\ncolumn = 'active'\n\
         [reading.rich]\nkind = 'mean'\ncolumn = 'active'\nslice = { by = 'ses', from = 0.75, to = 1.0 }\n\
         [reading.poor]\nkind = 'mean'\ncolumn = 'active'\nslice = { by = 'ses', from = 0.0, to = 0.25 }\n\
         [reading.tired]\nkind = 'mean'\ncolumn = 'fatigue'\namong = 'participants'\n\
         [reading.attitudes]\nkind = 'staff'\ncolumn = 'attitude'\n\
         [reading.trust_moves]\nkind = 'change'\ncolumn = 'trust'\nlag_years = 0.5\n\
         [reading.exits]\nkind = 'exit_hazard'\nlag_years = 1.0\n\
         [[check]]\npattern = 'all'\nkind = 'mean'\ntime = 2\nsign = 'greater'\nsmallest_effect = 0.1\nterms = [\
         { measure = 'participants_share', arm = 'usual' }, { measure = 'equity_gap', arm = 'usual' },\
         { measure = 'fatigue', arm = 'usual' }, { measure = 'attitude', arm = 'usual' },\
         { measure = 'active', arm = 'usual' }, { measure = 'rich', arm = 'usual' }, { measure = 'poor', arm = 'usual' },\
         { measure = 'tired', arm = 'usual' }, { measure = 'attitudes', arm = 'usual' },\
         { measure = 'trust_moves', arm = 'usual' }, { measure = 'exits', arm = 'nobody-joins' },\
         { measure = 'trust', time = 1.5, arm = 'usual' }, { measure = 'trust', time = 1, arm = 'nobody-joins' }]\n",
    );
    let (_, ensembles) = measured(fact.clone(), 3);
    let value = |arm: usize, replication: usize, year: f64, key: &str| {
        let ensemble: &Ensemble = &ensembles[arm];
        let step = ensemble
            .years()
            .iter()
            .position(|it| (it - year).abs() < 1e-9)
            .unwrap();
        ensemble.row(replication, step)[ensemble.column(key).unwrap()]
    };
    for replication in 0..3 {
        let now = |key: &str| value(0, replication, 2.0, key);
        for (reading, measure) in [
            (now("active"), now("participants_share")),
            (now("rich") - now("poor"), now("equity_gap")),
            (now("tired"), now("fatigue")),
            (now("attitudes"), now("attitude")),
            (
                now("trust_moves"),
                (now("trust") - value(0, replication, 1.5, "trust")) / 0.5,
            ),
        ] {
            assert!((reading - measure).abs() < 1e-6, "{reading} against {measure}");
        }
        // Nobody joins, so those who are left are those who stayed.
        let there = |year: f64| value(1, replication, year, "participants_share");
        let hazard = -libm::log(there(2.0) / there(1.0));
        assert!((value(1, replication, 2.0, "exits") - hazard).abs() < 1e-9);
        assert!(
            value(0, replication, 1.5, "active").is_nan(),
            "nobody asked for it then"
        );
    }
}

#[test]
fn quantities_are_what_their_keys_say() {
    let fact = fact(
        "[settings]\npopulation.citizens = 100\nsimulation.horizon_years = 1.0\n\
         [[arm]]\nname = 'one'\n[[arm]]\nname = 'other'\nprogramme.local.ease = 0.9\n\
         [[check]]\npattern = 'plain'\nkind = 'mean'\nmeasure = 'willingness'\ntime = [0, 1]\narms = { other = 2, one = -2 }\nsign = 'greater'\nsmallest_effect = 1e-9\n\
         [[check]]\npattern = 'relative'\nkind = 'mean'\nmeasure = 'willingness'\ntime = 1\narm = 'other'\nrelative_to = 'one'\nsign = 'greater'\nsmallest_effect = 1e-9\n\
         [[check]]\npattern = 'deviations'\nkind = 'mean'\nmeasure = 'willingness'\ntime = 1\narms = { other = 1, one = -1 }\nin_deviations_of = 'one'\nsign = 'greater'\nsmallest_effect = 1e-9\n\
         [[check]]\npattern = 'largest'\nkind = 'largest_change'\nmeasure = 'willingness'\narm = 'other'\nfrom = 0\nyears = [0.5, 1]\nband = [-1, 1]\n",
    );
    let (found, ensembles) = measured(fact, 5);
    let column = |arm: usize, step: usize| -> Vec<f64> {
        let willingness = ensembles[arm].column("willingness").unwrap();
        ensembles[arm].sample(willingness, step).collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (one, other) = (column(0, 12), column(1, 12));
    let over: f64 = (0..=12)
        .map(|step| 2.0 * (mean(&column(1, step)) - mean(&column(0, step))))
        .sum();
    let relative: Vec<f64> = one
        .iter()
        .zip(&other)
        .map(|(one, other)| other / one - 1.0)
        .collect();
    let square: f64 = one
        .iter()
        .map(|value| (value - mean(&one)) * (value - mean(&one)))
        .sum();
    let changes = [6, 12].map(|step| mean(&column(1, step)) - mean(&column(1, 0)));
    let largest = if changes[0].abs() > changes[1].abs() {
        changes[0]
    } else {
        changes[1]
    };
    let expected = [
        over / 13.0,
        mean(&relative),
        (mean(&other) - mean(&one)) / (square / 4.0).sqrt(),
        largest,
    ];
    for (found, expected) in found.found.iter().zip(expected) {
        let value = found.figure.unwrap().value;
        assert!(
            (value - expected).abs() < 1e-9,
            "{}: {value} against {expected}",
            found.check.pattern
        );
        assert_eq!(found.verdict, Verdict::Met, "{}", found.check.pattern);
    }
}

/// A check that came out like this.
fn came_out(verdict: Verdict, beside: bool, batches: Batches) -> Found {
    let fact = fact("[[check]]\npattern = 'p'\nkind = 'not_measured'\nreason = 'r'\n");
    let mut check = fact.checks[0].clone();
    check.beside = beside;
    Found {
        check,
        figure: None,
        verdict,
        batches,
    }
}

/// A fact of a role with these checks.
fn validated(role: Role, found: Vec<Found>) -> Validated {
    let mut fact = fact("[[check]]\npattern = 'p'\nkind = 'not_measured'\nreason = 'r'\n");
    fact.role = role;
    Validated {
        fact,
        found,
        replications: 400,
    }
}

#[test]
fn the_worst_check_decides_but_not_what_stands_beside() {
    use Verdict::{Met, NotMeasured, NotMet, Turns, Undecided};
    let check = |verdict: Verdict, beside: bool| came_out(verdict, beside, Batches::default());
    let of = |found: Vec<Found>| validated(Role::Validation, found).verdict();
    assert_eq!(of(vec![check(Met, false), check(NotMet, true)]), Met);
    assert_eq!(of(vec![check(Met, false), check(NotMeasured, false)]), Met);
    assert_eq!(of(vec![check(NotMeasured, false)]), NotMeasured);
    assert_eq!(of(vec![check(Met, false), check(Turns, false)]), Turns);
    assert_eq!(of(vec![check(Turns, false), check(Undecided, false)]), Undecided);
    assert_eq!(
        of(vec![
            check(NotMet, false),
            check(Undecided, false),
            check(Met, false)
        ]),
        NotMet
    );
}

#[test]
fn facts_are_counted_by_what_they_were_used_for() {
    let one =
        |role: Role, verdict: Verdict| validated(role, vec![came_out(verdict, false, Batches::default())]);
    let all = [
        one(Role::Validation, Verdict::Met),
        one(Role::Validation, Verdict::Turns),
        one(Role::BuiltIn, Verdict::Met),
        one(Role::Calibration, Verdict::NotMet),
    ];
    assert_eq!(
        counts::headline(&all),
        "Met: 1 of 2 validation facts; 1 built in, 1 calibration"
    );
    assert_eq!(
        counts::summary(&all),
        [
            "Validation: 1 of 2 facts met; turns with the seed: T-1",
            "Built in: 1 of 1 facts met",
            "Calibration: 0 of 1 facts met; not met: T-1"
        ]
    );
    assert_eq!(counts::headline(&all[2..3]), "No validation facts; 1 built in");
    let told = words::words(&all);
    assert!(
        told.contains("  b: built in") && told.contains("  c: calibration"),
        "{told}"
    );
    assert!(!told.contains("batches"), "{told}");
    let json = words::json(&all);
    assert_eq!(json["counts"]["validation"]["met"], 1);
    assert_eq!(json["counts"]["built in"]["facts"], 1);
}

#[test]
fn batches_are_drawn_where_there_are_any() {
    let batches = Batches {
        count: 16,
        met: 12,
        not_met: 1,
        inside: 14,
    };
    let with = validated(Role::BuiltIn, vec![came_out(Verdict::Met, false, batches)]);
    let without = validated(
        Role::Validation,
        vec![came_out(Verdict::Met, false, Batches::default())],
    );
    let figure: Picture = stability::draw(&[without.clone(), with]).unwrap();
    // A dot is a circle, a ring two, a cross none; the legend has a dot and a ring.
    assert_eq!(figure.svg.matches("<circle").count(), 12 + 2 * 3 + 3);
    assert!(stability::draw(&[without]).is_none());
}

#[test]
fn batches_are_parts_of_the_replications() {
    let lines = "[settings]\npopulation.citizens = 60\nsimulation.horizon_years = 0.25\n\
                 [[check]]\npattern = 'p'\nkind = 'mean'\nmeasure = 'willingness'\ntime = 'end'\nband = [0, 1]\n\
                 [[check]]\npattern = 'p'\nkind = 'mean'\nmeasure = 'willingness'\ntime = 'end'\nat_least = 2\n";
    let (found, ensembles) = measured(fact(lines), 163);
    let [inside, outside] = &found.found[..] else {
        panic!("there are two checks");
    };
    let sixteen = Batches {
        count: 16,
        met: 16,
        not_met: 0,
        inside: 16,
    };
    assert_eq!((inside.verdict, inside.batches), (Verdict::Met, sixteen));
    let none = Batches {
        met: 0,
        not_met: 16,
        inside: 0,
        ..sixteen
    };
    assert_eq!((outside.verdict, outside.batches), (Verdict::NotMet, none));
    // Only what is named is kept.
    assert_eq!(ensembles[0].columns().len(), 1);
    let fact = fact(lines);
    let samples = Samples::of(&fact, &ensembles, 163);
    let Asked::Measured { statistic, .. } = &fact.checks[0].asked else {
        panic!("it is measured");
    };
    let quantity = statistic.quantities()[0];
    let all = samples.quantity(quantity);
    let parts: Vec<f64> = samples
        .batches()
        .iter()
        .flat_map(|batch| batch.quantity(quantity))
        .collect();
    assert_eq!(parts, all[..160], "three are left over");
    assert!(Samples::of(&fact, &ensembles, 159).batches().is_empty());
}

#[test]
fn a_validation_fact_that_shares_its_evidence_is_told() {
    let lines = "[[check]]\npattern = 'p'\nkind = 'not_measured'\nreason = 'r'\n";
    let mut shared = fact(lines);
    shared.evidence = vec!["Ev-20".to_owned(), "Ev-99".to_owned()];
    let mut built = shared.clone();
    built.role = Role::BuiltIn;
    let notes = |facts: Vec<Fact>| Validation::of("test".to_owned(), facts, 1, 30).notes();
    let told = notes(vec![shared]);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("T-1 is declared as validation, but Ev-20 is also a source of ")
            && told[0].contains("social_capital.trust_participation"),
        "{told:?}"
    );
    assert!(notes(vec![built]).is_empty() && notes(vec![fact(lines)]).is_empty());
}
