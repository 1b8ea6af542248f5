use std::path::Path;

use super::*;
use crate::experiment::{Threads, Unwatched};
use crate::scenario::Disk;
use crate::study::Memory;

const TOWN: &str = "[simulation]\nhorizon_years = 1\n[population]\ncitizens = 80\n[programme.parks]\n";

#[test]
fn the_best_arm_comes_first() {
    assert_eq!(order(&[0.5, 0.7, 0.6], Better::Higher), [1, 2, 0]);
    assert_eq!(order(&[0.5, 0.7, 0.6], Better::Lower), [0, 2, 1]);
    assert_eq!(order(&[f64::NAN, 0.7], Better::Lower), [1, 0]);
}

#[test]
fn arms_that_tie_share_a_draw() {
    let found = RankingFound {
        order: vec![0, 1],
        draws: vec![0, 1, 2, 3],
        means: vec![
            vec![0.5, 0.5],
            vec![0.1 + 0.2, 0.3],
            vec![0.2, 0.4],
            vec![f64::NAN, 0.1],
        ],
        winners: vec![vec![0, 1], vec![0, 1], vec![1], vec![1]],
        changes: Vec::new(),
    };
    let winners: Vec<Vec<usize>> = found.means.iter().map(|means| best_of(means, 1.0)).collect();
    assert_eq!(winners, found.winners);
    let shares = [found.best_share(0), found.best_share(1)];
    assert_eq!(shares.map(f64::to_bits), [0.25_f64, 0.75].map(f64::to_bits));
}

/// Draws against arms that are made and run one by one.
#[test]
fn winners_are_those_of_plain_runs() {
    let base = Base::from_text(&Disk::shared(), Path::new("parks.toml"), TOWN).unwrap();
    let arm = |key: &str, ease: &str| {
        let settings = vec![("programme.parks.ease".to_owned(), ease.to_owned())];
        RankedArm {
            usual: Variant {
                key: key.to_owned(),
                title: key.to_owned(),
                scenario: base.with(&settings).unwrap(),
            },
            base: base.clone(),
            settings,
        }
    };
    let baseline = arm("baseline", "0.5");
    let mut easier = arm("easier", "0.6");
    easier.usual = easier.usual.facing_need_of(&baseline.usual);
    let arms = vec![baseline, easier];
    let ranking = RankingUnderDraws::of(arms.clone(), "outcome", (6, 2), 3).unwrap();
    let threads = Threads::new(2).unwrap();
    let found = ranking.answer(&mut Memory::new(&threads, &Unwatched)).unwrap();
    assert_eq!(found.winners.len(), 6);
    let column = arms[0].usual.scenario.setup.steps;
    for (draw, winner) in (0..).zip(&found.winners) {
        let drawn = parameters(3, draw);
        let made = |arm: &RankedArm| {
            let base = arm.base.clone().beneath(&drawn).unwrap();
            base.with(&arm.settings).unwrap()
        };
        let baseline = made(&arms[0]);
        let mut easier = made(&arms[1]);
        easier.setup = easier.setup.with_need_of(Arc::new(baseline.setup.clone()));
        let means = [baseline, easier].map(|scenario| {
            let columns = columns(&scenario.programme_keys, scenario.municipalities());
            let place = columns.iter().position(|own| own.key == "outcome").unwrap();
            let ends = (0..2).map(|replication| {
                let mut last = f64::NAN;
                crate::experiment::observe_replication(
                    &scenario.setup,
                    3,
                    replication,
                    &threads,
                    &mut |seen| {
                        if seen.step == column {
                            last = seen.row[place];
                        }
                        std::ops::ControlFlow::Continue(())
                    },
                );
                last
            });
            ends.sum::<f64>() / 2.0
        });
        assert_eq!(*winner, best_of(&means, 1.0), "draw {draw}: {means:?}");
    }
    assert!((found.best_share(0) + found.best_share(1) - 1.0).abs() < 1e-12);
    let refused = RankingUnderDraws::of(arms.clone(), "nothing", (1, 1), 1);
    assert_eq!(
        refused.unwrap_err(),
        RankingError::NoMeasure("nothing".to_owned())
    );
    let refused = RankingUnderDraws::of(arms, "output", (1, 1), 1);
    assert_eq!(
        refused.unwrap_err(),
        RankingError::NoDirection("output".to_owned())
    );
}
