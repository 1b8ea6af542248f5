use std::path::Path;

use super::*;
use crate::experiment::{Ready, Threads, Unwatched, by_replication, simulate};
use crate::scenario::hypothesis::Question;
use crate::study::{Journals, Shard, Study as _, Workers};

const SAMPLES: [[f64; 10]; 4] = [
    [4.1, 3.7, 5.2, 4.4, 3.9, 4.8, 4.0, 4.6, 5.0, 3.5],
    [4.5, 3.9, 5.2, 5.1, 4.3, 4.7, 4.4, 5.0, 5.6, 3.8],
    [4.4, 3.6, 5.5, 4.7, 3.9, 5.1, 4.4, 4.5, 5.3, 3.9],
    [5.3, 4.2, 5.9, 6.0, 4.9, 5.3, 5.3, 5.4, 6.6, 4.6],
];

/// A hypothesis about a small society, with these lines besides the common ones.
fn hypothesis(lines: &str) -> Hypothesis {
    let text = format!(
        "id = 'T'\nclaim = 'Test'\nscenario = '../reference.toml'\nmeasure = 'willingness'\ntime = 'end'\n{lines}\n\
         [settings]\nsimulation.horizon_years = 0.25\npopulation.citizens = 60\n"
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/hypotheses/test.toml");
    Hypothesis::from_text(&path, &text, &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn samples(arms: &[usize]) -> Samples {
    let values: Vec<Vec<f64>> = arms.iter().map(|&arm| SAMPLES[arm].to_vec()).collect();
    Samples {
        denominators: values.clone(),
        values,
    }
}

/// Effect, p-value of the claim, and of the rejection.
fn judged(lines: &str, arms: &[usize]) -> (f64, f64, f64) {
    let estimate = judge(&hypothesis(lines), &samples(arms), 1).unwrap();
    (estimate.effect, estimate.claim_p, estimate.rejection_p)
}

fn near(found: (f64, f64, f64), expected: (f64, f64, f64)) {
    for (one, other) in [
        (found.0, expected.0),
        (found.1, expected.1),
        (found.2, expected.2),
    ] {
        assert!((one - other).abs() < 1e-10, "{found:?} against {expected:?}");
    }
}

const FIXED: &str = "replications = 10\n";

#[test]
fn differences_agree_with_scipy() {
    // d = t - c; one = lambda x, null, side: scipy.stats.ttest_1samp(x, null, alternative=side).pvalue
    // d.mean(), one(d, 0, "greater"), one(d, .5, "less"); one(d, 0, "less"); one(d, 0, "two-sided")
    let pair = |direction: &str, rule: &str| {
        let lines = format!(
            "{FIXED}kind = 'difference'\nsmallest_effect = 0.5\ndirection = '{direction}'\n{rule}[treatment]"
        );
        judged(&lines, &[0, 1])
    };
    near(
        pair("greater", ""),
        (0.33, 0.001_061_273_866_520_116, 0.028_003_374_536_393_493),
    );
    near(
        pair("greater", "rejected_if = 'opposite'\n"),
        (0.33, 0.001_061_273_866_520_116, 0.998_938_726_133_479_9),
    );
    let (_, less, too_small) = pair("less", "");
    assert!((less - 0.998_938_726_133_479_9).abs() < 1e-10 && too_small < 1e-5);
    // That it lies within takes more replications: rare differences may be missing.
    let either = pair("either", "");
    assert!((either.1 - 0.002_122_547_733_040_232).abs() < 1e-10 && either.2.is_nan());
}

/// Six times the same ten replications, of which a little more is known.
fn sixfold(arms: &[usize]) -> Samples {
    let mut samples = samples(arms);
    for values in samples.values.iter_mut().chain(&mut samples.denominators) {
        *values = values.repeat(6);
    }
    samples
}

#[test]
fn equivalence_agrees_with_scipy_and_takes_replications() {
    // d = np.tile(t - c, 6); max(one(d, -.4, "greater"), one(d, .4, "less")); 2 * min(one(d, .1, "greater"), one(d, -.1, "less"))
    const WITHIN_04: f64 = 0.012_153_176_516_466_286;
    const BEYOND_01: f64 = 2.649_279_909_440_764_6e-10;
    let ask = |lines: &str| hypothesis(&format!("{FIXED}{lines}\n[treatment]"));
    let equivalent = ask("kind = 'equivalence'\nsmallest_effect = 0.4");
    let apart = ask("kind = 'equivalence'\nsmallest_effect = 0.1");
    let either = ask("kind = 'difference'\ndirection = 'either'\nsmallest_effect = 0.4");
    let found = |asked: &Hypothesis| judge(asked, &sixfold(&[0, 1]), 1).unwrap();
    for (p, expected) in [
        (found(&equivalent).claim_p, WITHIN_04),
        (found(&either).rejection_p, WITHIN_04),
        (found(&apart).rejection_p, BEYOND_01),
    ] {
        assert!((p / expected - 1.0).abs() < 1e-6, "{p} against {expected}");
    }
    assert_eq!(found(&equivalent).note, None);
    for asked in [&equivalent, &either] {
        let few = judge(asked, &samples(&[0, 1]), 1).unwrap();
        assert_eq!(few.note, Some(Note::FewForEquivalence));
        assert!(few.note.unwrap().to_string().contains("takes 59 replications"));
    }
}

#[test]
fn interactions_orders_and_shares_agree_with_scipy() {
    // i = b - t - f + c: i.mean(), one(i, 0, "greater"), one(i, .6, "less")
    near(
        judged(
            &format!(
                "{FIXED}kind = 'interaction'\ndirection = 'greater'\nsmallest_effect = 0.6\n[first]\n[second]"
            ),
            &[0, 1, 2, 3],
        ),
        (0.49, 2.016_622_489_947_136_4e-7, 0.008_719_430_454_171_746),
    );
    // s1, s2 = f - c, b - f; max of one(s, 0, "greater"), 2 * min of one(s, .5, "less"); the weaker step is s1
    near(
        judged(
            &format!(
                "{FIXED}kind = 'ordering'\ndirection = 'greater'\nsmallest_effect = 0.5\n\
                 [[arm]]\nname = 'a'\n[[arm]]\nname = 'b'\n[[arm]]\nname = 'c'"
            ),
            &[0, 2, 3],
        ),
        (0.21, 0.004_113_362_441_743_976, 0.001_190_260_275_012_365_8),
    );
}

const MEDIATION: &str = "replications = 10\nkind = 'mediation'\ndirection = 'greater'\nbound = 0.5\nsmallest_effect = 0.1\n\
                         paths = ['belief']\n[treatment]";

/// Control c, treatment b, the treatment with the path held, c + t - f, and the control with the path as under treatment.
fn mediated() -> Samples {
    let held = (0..10)
        .map(|replication| SAMPLES[0][replication] + SAMPLES[1][replication] - SAMPLES[2][replication]);
    let values = vec![
        SAMPLES[0].to_vec(),
        SAMPLES[3].to_vec(),
        held.collect(),
        SAMPLES[2].to_vec(),
    ];
    Samples {
        denominators: values.clone(),
        values,
    }
}

#[test]
fn parts_that_go_through_a_path_agree_with_scipy() {
    // w, th = b - c, (b - c) - (t - f): th.mean() / w.mean(), one(th - .5 w, 0, "greater"), one(th - .6 w, 0, "less")
    let found = judge(&hypothesis(MEDIATION), &mediated(), 1).unwrap();
    near(
        (found.effect, found.claim_p, found.rejection_p),
        (
            0.883_495_145_631_068_1,
            0.001_227_692_473_794_925_4,
            0.994_276_782_580_813_1,
        ),
    );
    // brentq of ttest_1samp(th - r w, 0).pvalue - .05
    assert!((found.interval.low - 0.683_048_941_223_971).abs() < 1e-9);
    assert!((found.interval.high - 1.114_383_473_419_392_5).abs() < 1e-9);
    // w.mean(), (t - f).mean(), (f - c).mean()
    let paths = found.paths.unwrap();
    for (one, other) in [
        (paths.effect, 1.03),
        (paths.direct, 0.12),
        (paths.pure_indirect, 0.21),
        (paths.interaction, 0.7),
        (paths.shares.paths[0].share.value, 0.91),
    ] {
        assert!((one - other).abs() < 1e-12, "{paths:?}");
    }
}

#[test]
fn a_mediation_is_the_ratio_it_stands_for() {
    let ratio = hypothesis(&format!(
        "{FIXED}kind = 'ratio'\ndirection = 'greater'\nbound = 0.5\nsmallest_effect = 0.1\n\
         numerator = {{ b = 1, c = -1 }}\ndenominator = {{ a = -1, b = 1 }}\n\
         [[arm]]\nname = 'a'\n[[arm]]\nname = 'b'\n[[arm]]\nname = 'c'"
    ));
    let mut samples = mediated();
    let found = judge(&hypothesis(MEDIATION), &samples, 1).unwrap();
    samples.values.truncate(3);
    samples.denominators.truncate(3);
    let same = judge(&ratio, &samples, 1).unwrap();
    near(
        (same.effect, same.claim_p, same.rejection_p),
        (found.effect, found.claim_p, found.rejection_p),
    );
}

/// That nothing goes through a path is an answer, as that everything does.
#[test]
fn a_path_that_carries_nothing_or_everything_is_judged() {
    let judged = |arms: &[usize]| {
        let estimate = judge(&hypothesis(MEDIATION), &samples(arms), 1).unwrap();
        let verdict = Verdict::of(&estimate, estimate.claim_p, estimate.rejection_p);
        (estimate.effect, verdict, estimate.note)
    };
    assert_eq!(judged(&[0, 3, 3, 0]), (0.0, Verdict::Rejected, None));
    assert_eq!(judged(&[0, 3, 0, 3]), (1.0, Verdict::Supported, None));
}

#[test]
fn thresholds_are_told_from_curves() {
    let levels = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
    let bent = |level: f64| -0.5 * (level - 4.0).max(0.0);
    let curved = |level: f64| -0.05 * level * level;
    let straight = |level: f64| -0.1 * level;
    // Up to 0.025 to either side.
    let luck = |level: usize, seed: usize| {
        let number = 37 * seed * seed + 11 * level * seed + 5 * level * level + 3 * level;
        0.05 * ((number % 23) as f64 / 23.0 - 0.5)
    };
    let samples = |response: &dyn Fn(f64) -> f64| {
        let values: Vec<Vec<f64>> = levels
            .iter()
            .enumerate()
            .map(|(index, level)| (0..20).map(|seed| response(*level) + luck(index, seed)).collect())
            .collect();
        Samples {
            denominators: values.clone(),
            values,
        }
    };
    let ask = |expected: &str| {
        hypothesis(&format!(
            "{FIXED}kind = 'threshold'\n{expected}\nsmallest_effect = 0.1\n\
             [dose]\nkey = 'willingness.ease'\nlevels = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]"
        ))
    };
    let estimated =
        |expected: &str, response: &dyn Fn(f64) -> f64| judge(&ask(expected), &samples(response), 1).unwrap();
    let told = |estimate: &Estimate| {
        let verdict = Verdict::of(estimate, estimate.claim_p, estimate.rejection_p);
        (verdict, estimate.note)
    };
    let judged = |expected: &str, response: &dyn Fn(f64) -> f64| told(&estimated(expected, response));
    let (falls, rises) = (
        "expected = true\ndirection = 'less'",
        "expected = true\ndirection = 'greater'",
    );
    let none = "expected = false";
    let found = estimated(falls, &bent);
    assert_eq!(told(&found), (Verdict::Supported, None));
    let bend = found.bend.unwrap();
    assert!(
        (bend.knot - 4.0).abs() < 0.1 && bend.knot_interval.contains(4.0) && bend.p_fit > 0.05,
        "{bend:?}"
    );
    assert_eq!(judged(rises, &bent), (Verdict::Rejected, None));
    assert_eq!(judged(none, &bent), (Verdict::Rejected, None));
    // A curve is neither a threshold nor nearly straight: what a smooth curve explains as well decides nothing.
    let no_sharper = Some(Note::NoSharper);
    assert_eq!(judged(falls, &curved), (Verdict::Undecided, no_sharper));
    assert_eq!(judged(none, &curved), (Verdict::Undecided, no_sharper));
    assert_eq!(judged(falls, &straight), (Verdict::Rejected, no_sharper));
    assert_eq!(judged(none, &straight), (Verdict::Supported, no_sharper));
}

#[test]
fn a_sure_but_small_effect_supports_nothing() {
    let verdict = |smallest: f64| {
        let lines = format!(
            "{FIXED}kind = 'difference'\ndirection = 'greater'\nsmallest_effect = {smallest}\n[treatment]"
        );
        let estimate = judge(&hypothesis(&lines), &samples(&[0, 1]), 1).unwrap();
        Verdict::of(&estimate, estimate.claim_p, estimate.rejection_p)
    };
    // The interval goes from 0.15 to 0.51 around 0.33; its one-sided end at 5 % is 0.47.
    assert_eq!(verdict(0.2), Verdict::Supported);
    assert_eq!(verdict(0.4), Verdict::Undecided);
    assert_eq!(verdict(0.6), Verdict::Rejected);
}

#[test]
fn p_values_are_corrected_over_the_call() {
    let lines =
        format!("{FIXED}kind = 'difference'\ndirection = 'greater'\nsmallest_effect = 0.2\n[treatment]");
    let hypotheses = vec![hypothesis(&lines); 60];
    let found = hypotheses
        .iter()
        .map(|hypothesis| {
            let samples = samples(&[0, 1]);
            let estimate = judge(hypothesis, &samples, 1).unwrap();
            (samples, estimate)
        })
        .collect();
    let tested = conclude(&hypotheses, found);
    // 60 times 0.00106 is more than 0.05, though 0.00106 is less.
    assert!(tested.iter().all(|tested| tested.verdict == Verdict::Undecided));
    assert!((tested[0].claim_p_holm - 60.0 * 0.001_061_273_866_520_116).abs() < 1e-9);
}

/// Both arms are the same society, each with luck of its own, so every positive is false.
#[test]
fn the_null_comes_out_null() {
    const SEEDS: u64 = 500;
    const REPLICATIONS: usize = 8;
    let asked = ["greater", "either"].map(|direction| {
        hypothesis(&format!(
            "replications = 8\nkind = 'difference'\ndirection = '{direction}'\nsmallest_effect = 1e-12\n[treatment]"
        ))
    });
    let setup = [asked[0].arms[0].scenario.setup.clone()];
    let column = crate::experiment::columns(
        &asked[0].arms[0].scenario.programme_keys,
        asked[0].arms[0].scenario.municipalities(),
    )
    .iter()
    .position(|column| column.key == "willingness")
    .unwrap();
    let threads = Threads::new(0).unwrap();
    let mut supported = [0_usize; 2];
    for seed in 1..=SEEDS {
        let mut values = [0.0; 2 * REPLICATIONS];
        let society = Ready::new(setup.clone(), seed);
        let runs = by_replication(1, values.len() as u32);
        simulate(&society, runs, &threads, &Unwatched, |run| {
            let (replication, rows) = (run.address.replication, run.values());
            let last = rows.len() - rows.len() / (setup[0].steps as usize + 1);
            values[replication as usize] = rows[last + column];
            Ok::<(), ()>(())
        })
        .unwrap();
        let arms: Vec<Vec<f64>> = values.chunks(REPLICATIONS).map(<[f64]>::to_vec).collect();
        let samples = Samples {
            denominators: arms.clone(),
            values: arms,
        };
        for (hypothesis, supported) in asked.iter().zip(&mut supported) {
            let estimate = judge(hypothesis, &samples, seed).unwrap();
            let verdict = Verdict::of(&estimate, estimate.claim_p, estimate.rejection_p);
            *supported += usize::from(verdict == Verdict::Supported);
        }
    }
    // 25 expected at 5 %; three standard deviations are 15.
    assert!((10..=40).contains(&supported[0]), "one-sided: {supported:?}");
    assert!((10..=40).contains(&supported[1]), "two-sided: {supported:?}");
}

/// A hypothesis about a cycle of three years in nine.
fn of_a_cycle(yearly: &str) -> Hypothesis {
    let text = format!(
        "id = 'T'\nclaim = 'Test'\nscenario = '../reference.toml'\nmeasure = 'willingness'\ntime = [1, 10]\n\
         kind = 'cycle'\nperiod_years = 3.0\nyearly = '{yearly}'\ndirection = 'greater'\nsmallest_effect = 1e-12\n\
         {FIXED}[settings]\nsimulation.horizon_years = 10.0\npopulation.citizens = 60\n[treatment]\n"
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/hypotheses/test.toml");
    Hypothesis::from_text(&path, &text, &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// Waves that are even about the middle of the window, month 66, have no slope: the whole variance is theirs.
#[test]
fn a_cycle_is_read_from_years() {
    let wave = |years: f64, month: u32| {
        let turns = (f64::from(month) - 66.5) / 12.0 / years;
        libm::cos(2.0 * core::f64::consts::PI * turns)
    };
    let share = |yearly: &str, value: &dyn Fn(u32) -> f64| {
        let hypothesis = of_a_cycle(yearly);
        let extractor = super::sample::Extractor::of(&hypothesis, &hypothesis.arms[0]);
        let kept: Vec<f64> = extractor.steps.iter().map(|month| value(*month)).collect();
        let [share, again] = extractor.numbers(&kept);
        assert!(share.to_bits() == again.to_bits());
        share
    };
    assert!((share("mean", &|month| wave(3.0, month)) - 1.0).abs() < 1e-12);
    assert!(share("mean", &|month| wave(4.5, month)) < 1e-12);
    // What happens within years is no cycle of years.
    assert!((share("mean", &|month| wave(3.0, month) + wave(0.5, month)) - 1.0).abs() < 1e-12);
    // The rise of years whose values go up by the wave is the wave.
    let summed = |month: u32| (0..=month).map(|month| 10.0 + wave(3.0, month)).sum::<f64>();
    assert!((share("rise", &summed) - 1.0).abs() < 1e-12);
    assert!(share("mean", &summed) < 0.99);
    assert!(share("rise", &|month| f64::from(month)).is_nan());
}

/// Cycles in lives of one society, each with random numbers of its own: every cycle that one arm has more of is false. Lives
/// are dear, so each is used in five comparisons, with other lives every time.
#[test]
fn no_cycle_is_found_where_nothing_is_done() {
    const COMPARISONS: usize = 500;
    const REPLICATIONS: usize = 6;
    const LIVES: usize = 1_200;
    let asked = of_a_cycle("mean");
    let society = super::societies::HypothesisArms::of(&asked, 1);
    let mut shares = vec![f64::NAN; LIVES];
    let runs = by_replication(1, shares.len() as u32);
    simulate(&society, runs, &Threads::new(0).unwrap(), &Unwatched, |run| {
        let replication = run.address.replication as usize;
        shares[replication] = run.values()[0];
        Ok::<(), ()>(())
    })
    .unwrap();
    let compared = (0..COMPARISONS).map(|comparison| {
        // Multiples of 97 up to the eleventh are below the number of lives, so a comparison takes no life twice.
        let lives = (0..2 * REPLICATIONS).map(|place| (comparison * 7 + place * 97) % LIVES);
        lives.map(|life| shares[life]).collect::<Vec<f64>>()
    });
    let supported = compared.filter(|shares| {
        let arms: Vec<Vec<f64>> = shares.chunks(REPLICATIONS).map(<[f64]>::to_vec).collect();
        let samples = Samples {
            denominators: arms.clone(),
            values: arms,
        };
        let estimate = judge(&asked, &samples, 1).unwrap();
        Verdict::of(&estimate, estimate.claim_p, estimate.rejection_p) == Verdict::Supported
    });
    let supported = supported.count();
    // 25 expected at 5 %; three standard deviations are 15.
    assert!((10..=40).contains(&supported), "{supported}");
}

#[test]
fn a_placebo_does_nothing_at_all() {
    let lines = format!(
        "{FIXED}kind = 'difference'\ndirection = 'either'\nsmallest_effect = 0.001\n[treatment]\nprogramme.local.level = 'co_production'"
    );
    let hypothesis = hypothesis(&lines);
    let root = tempfile::tempdir().unwrap();
    let folder = crate::output::RunFolder::open(root.path(), "test", hypothesis.text(), 1).unwrap();
    let study = HypothesisTest::of("test".to_owned(), vec![hypothesis], 1, None, 0);
    let threads = Threads::new(2).unwrap();
    let mut journals = Journals::open(&folder, Shard::WHOLE, false).unwrap();
    let tested = study
        .answer(&mut Workers::new(&mut journals, &threads, &Unwatched))
        .unwrap();
    assert_eq!(tested[0].verdict, Verdict::Undecided);
    assert!(tested[0].estimate.effect.abs() < f64::MIN_POSITIVE);
    assert!(tested[0].estimate.claim_p.is_nan() && tested[0].rejection_p_holm.is_nan());
}

/// Arms that never differ, or always by the same, are no evidence for or against anything.
#[test]
fn what_never_differs_is_not_tested() {
    let arm = |name: &str| format!("[[arm]]\nname = '{name}'\n");
    let kinds = [
        "kind = 'difference'\ndirection = 'greater'\nsmallest_effect = 0.01\n[treatment]".to_owned(),
        "kind = 'difference'\ndirection = 'either'\nsmallest_effect = 0.01\n[treatment]".to_owned(),
        "kind = 'equivalence'\nsmallest_effect = 0.01\n[treatment]".to_owned(),
        "kind = 'interaction'\ndirection = 'less'\nsmallest_effect = 0.01\n[first]\n[second]".to_owned(),
        "kind = 'mediation'\ndirection = 'greater'\nbound = 0.5\nsmallest_effect = 0.1\npaths = ['trust', 'belief']\n[treatment]"
            .to_owned(),
        format!(
            "kind = 'ordering'\ndirection = 'greater'\nsmallest_effect = 0.1\n{}{}{}",
            arm("a"),
            arm("b"),
            arm("c")
        ),
        format!(
            "kind = 'ratio'\ndirection = 'greater'\nbound = 0.5\nsmallest_effect = 0.1\n\
             numerator = {{ a = -1, b = 1 }}\ndenominator = {{ a = -1, b = 1 }}\n{}{}",
            arm("a"),
            arm("b")
        ),
        "kind = 'threshold'\nexpected = false\nsmallest_effect = 0.1\n\
         [dose]\nkey = 'willingness.ease'\nlevels = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]"
            .to_owned(),
    ];
    for effort in ["replications = 10\n", "sequential = 20\n"] {
        for kind in &kinds {
            if effort.starts_with('s')
                && !["difference", "equivalence", "interaction"]
                    .iter()
                    .any(|name| kind.contains(name))
            {
                continue;
            }
            let hypothesis = hypothesis(&format!("{effort}{kind}"));
            let count = hypothesis.arms.len();
            let mut tied = samples(&vec![0; count]);
            // Rounding is no difference.
            tied.values[count - 1]
                .iter_mut()
                .for_each(|value| *value *= 1.0 + 1e-15);
            let estimate = judge(&hypothesis, &tied, 1).unwrap();
            assert!(
                estimate.claim_p.is_nan() && estimate.rejection_p.is_nan(),
                "{kind}"
            );
            assert!(
                estimate
                    .note
                    .is_some_and(|note| note.to_string().contains("never differ")),
                "{kind}"
            );
            let verdict = Verdict::of(&estimate, estimate.claim_p, estimate.rejection_p);
            assert_eq!(verdict, Verdict::Undecided, "{kind}");
        }
    }
    let cycle = judge(&of_a_cycle("mean"), &samples(&[0, 0]), 1).unwrap();
    assert!(cycle.claim_p.is_nan() && cycle.rejection_p.is_nan());
    let mut apart = samples(&[0, 0]);
    apart.values[1].iter_mut().for_each(|value| *value += 0.5);
    let alike = judge(&hypothesis(&format!("{FIXED}{}", kinds[0])), &apart, 1).unwrap();
    assert!(alike.claim_p.is_nan() && alike.note == Some(Note::AllDifferAlike));
}

/// The steps of an ordering that differ are tested, and can reject it; the whole can no longer be supported.
#[test]
fn a_step_that_never_differs_leaves_the_others() {
    let ask = |direction: &str| {
        hypothesis(&format!(
            "{FIXED}kind = 'ordering'\ndirection = '{direction}'\nsmallest_effect = 0.01\n\
             [[arm]]\nname = 'a'\n[[arm]]\nname = 'b'\n[[arm]]\nname = 'c'"
        ))
    };
    let verdict = |direction: &str| {
        let estimate = judge(&ask(direction), &samples(&[0, 0, 3]), 1).unwrap();
        assert!(estimate.claim_p.is_nan() && estimate.note.is_some());
        Verdict::of(&estimate, estimate.claim_p, estimate.rejection_p)
    };
    assert_eq!(verdict("greater"), Verdict::Undecided);
    assert_eq!(verdict("less"), Verdict::Rejected);
}

#[test]
fn shipped_hypotheses_ask_what_their_ids_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/hypotheses");
    let mut kinds = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let hypothesis = Hypothesis::load(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(path.file_stem().unwrap().to_str(), Some(hypothesis.id.as_str()));
        assert!(
            !hypothesis.sources.is_empty() && hypothesis.note.contains("Rule"),
            "{}",
            hypothesis.id
        );
        if let Question::Threshold { levels, .. } = &hypothesis.question {
            assert_eq!(levels.len(), hypothesis.arms.len());
        }
        *kinds.entry(hypothesis.question.kind()).or_insert(0) += 1;
    }
    assert!(kinds.values().sum::<i32>() >= 20, "{kinds:?}");
}
