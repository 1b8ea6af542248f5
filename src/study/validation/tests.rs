use std::path::Path;

use super::*;
use crate::experiment::{Ensemble, Threads, Unwatched};
use crate::model::measures::measures;
use crate::output::RunFolder;
use crate::study::{Journals, Shard, Workers};

const HEAD: &str = "id = 'T-1'\nclaim = 'A test'\nrole = 'validation'\nscenario = '../reference.toml'\n";

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
         [[check]]\npattern = 'all'\nkind = 'mean'\ntime = 2\nsign = 'greater'\nterms = [\
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
         [[check]]\npattern = 'plain'\nkind = 'mean'\nmeasure = 'willingness'\ntime = [0, 1]\narms = { other = 2, one = -2 }\nsign = 'greater'\n\
         [[check]]\npattern = 'relative'\nkind = 'mean'\nmeasure = 'willingness'\ntime = 1\narm = 'other'\nrelative_to = 'one'\nsign = 'greater'\n\
         [[check]]\npattern = 'deviations'\nkind = 'mean'\nmeasure = 'willingness'\ntime = 1\narms = { other = 1, one = -1 }\nin_deviations_of = 'one'\nsign = 'greater'\n\
         [[check]]\npattern = 'largest'\nkind = 'largest_change'\nmeasure = 'willingness'\narm = 'other'\nfrom = 0\nyears = [0.5, 1]\nband = [-1, 1]\n",
    );
    let (found, ensembles) = measured(fact, 5);
    let willingness = measures().iter().position(|it| it.key == "willingness").unwrap();
    let column = |arm: usize, step: usize| -> Vec<f64> { ensembles[arm].sample(willingness, step).collect() };
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

#[test]
fn the_worst_check_decides_but_not_what_stands_beside() {
    use Verdict::{Met, NotMeasured, NotMet, Undecided};
    let check = |verdict: Verdict, beside: bool| {
        let fact = fact("[[check]]\npattern = 'p'\nkind = 'not_measured'\nreason = 'r'\n");
        let mut check = fact.checks[0].clone();
        check.beside = beside;
        Found {
            check,
            figure: None,
            verdict,
        }
    };
    let of = |found: Vec<Found>| {
        Validated {
            fact: fact("[[check]]\npattern = 'p'\nkind = 'not_measured'\nreason = 'r'\n"),
            found,
            replications: 30,
        }
        .verdict()
    };
    assert_eq!(of(vec![check(Met, false), check(NotMet, true)]), Met);
    assert_eq!(of(vec![check(Met, false), check(NotMeasured, false)]), Met);
    assert_eq!(of(vec![check(NotMeasured, false)]), NotMeasured);
    assert_eq!(of(vec![check(Met, false), check(Undecided, false)]), Undecided);
    assert_eq!(
        of(vec![
            check(NotMet, false),
            check(Undecided, false),
            check(Met, false)
        ]),
        NotMet
    );
}
