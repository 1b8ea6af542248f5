//! The search against every design there is, and its numbers against runs made one by one.

use std::path::PathBuf;

use super::search::{evaluate, means};
use super::*;
use crate::experiment::{Threads, Unwatched, observe_replication};
use crate::output::RunFolder;
use crate::scenario::FrontierPlan;
use crate::study::{Incomplete, Journals, Runs, Shard, Study as _, Variant, Workers};

const SCENARIO: &str = "
[simulation]
horizon_years = 1.0
[population]
citizens = 100
[programme.parks]
";

/// 144 designs.
const PLAN: &str = "
scenario = 'parks.toml'
[[factor]]
key = 'programme.parks.facilitation'
levels = [0.5, 1.0, 1.5, 2.0]
[[factor]]
key = 'programme.parks.kit'
levels = [0.0, 0.5, 1.0, 2.0]
[[factor]]
key = 'programme.parks.relation'
levels = ['supplementary', 'substitutive', 'interdependent']
[[factor]]
key = 'programme.parks.training'
levels = [0.0, 0.5, 1.0]
[[objective]]
key = 'participants_share'
better = 'higher'
[[objective]]
key = 'public_cost'
reduce = 'mean'
[confirm]
designs = 6
replications = 4
[robustness]
draws = 3
replications = 2
";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new(plan: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("parks.toml"), SCENARIO).unwrap();
        std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn plan(&self) -> FrontierPlan {
        FrontierPlan::load(&self.path("plan.toml"), &[]).unwrap()
    }

    fn find(&self, plan: &FrontierPlan, output: &str, threads: usize) -> Findings {
        let study = FrontierSearch::of(plan.clone());
        self.with(&study, output, threads, |runs| study.search(runs))
            .unwrap()
    }

    /// Runs that are kept in a folder of the desk.
    fn with<T>(
        &self,
        study: &FrontierSearch,
        output: &str,
        threads: usize,
        work: impl FnOnce(&mut dyn Runs) -> T,
    ) -> T {
        let question = study.question().unwrap();
        let root = self.path(output);
        let folder = RunFolder::open(&root, &question.name, &question.identity, question.seed).unwrap();
        let mut journals = Journals::open(&folder, Shard::WHOLE, false).unwrap();
        let threads = Threads::new(threads).unwrap();
        work(&mut Workers::new(&mut journals, &threads, &Unwatched))
    }
}

fn choices(findings: &Findings) -> Vec<Choice> {
    let mut choices: Vec<Choice> = findings
        .front
        .iter()
        .filter_map(|index| findings.designs[*index].choice.clone())
        .collect();
    choices.sort();
    choices
}

fn searching(designs: usize, generations: usize) -> String {
    format!("{PLAN}[search]\ndesigns = {designs}\ngenerations = {generations}\nreplications = 2\n")
}

#[test]
fn the_search_finds_the_front_of_all_designs() {
    let everything = Desk::new(&searching(144, 0));
    let all = everything.find(&everything.plan(), "all", 2);
    assert!(all.exhaustive);
    assert_eq!(all.designs.len(), 145);
    // Who is beaten by nobody, found by asking everybody.
    let own: Vec<&Searched> = all.designs.iter().skip(1).collect();
    let mut best: Vec<Choice> = own
        .iter()
        .filter(|one| {
            !own.iter()
                .any(|other| other.evaluation.dominates(&one.evaluation))
        })
        .filter_map(|one| one.choice.clone())
        .collect();
    best.sort();
    assert_eq!(choices(&all), best);
    assert!(best.len() > 3, "{best:?}");

    let part = Desk::new(&searching(16, 7));
    let found = part.find(&part.plan(), "part", 2);
    assert!(!found.exhaustive);
    assert!(found.designs.len() < 100, "{}", found.designs.len());
    assert_eq!(choices(&found), best);
}

#[test]
fn results_do_not_depend_on_threads_and_interruptions() {
    let desk = Desk::new(&searching(8, 3));
    let plan = desk.plan();
    let alone = desk.find(&plan, "alone", 1);
    let three = desk.find(&plan, "three", 3);
    assert_eq!((&alone.designs, &alone.chosen), (&three.designs, &three.chosen));
    let name = |folder: &str| {
        let mut entries = std::fs::read_dir(desk.path(folder)).unwrap();
        entries.next().unwrap().unwrap().path().join("search.journal")
    };
    let journal = std::fs::read(name("alone")).unwrap();
    std::fs::write(name("alone"), &journal[..journal.len() / 3]).unwrap();
    assert_eq!(desk.find(&plan, "alone", 2).designs, alone.designs);
    assert_eq!(std::fs::read(name("alone")).unwrap().len(), journal.len());
}

/// The values of a design in one run, made from its settings alone.
fn alone(
    plan: &FrontierPlan,
    study: &FrontierSearch,
    choice: &[usize],
    seed: u64,
    replication: u32,
) -> [f64; 2] {
    let variant = |settings: &[(String, String)]| Variant {
        key: "one".to_owned(),
        title: String::new(),
        scenario: plan.base.with(settings).unwrap(),
    };
    let design = variant(&study.space.settings(choice)).facing_need_of(&variant(&[]));
    let (mut participants, mut cost, mut rows) = (0.0, 0.0, 0.0);
    let [first, second] = [0, 1].map(|measure| plan.measures[measure].position);
    observe_replication(
        &design.scenario.setup,
        seed,
        replication,
        &Threads::new(1).unwrap(),
        &mut |observation| {
            participants = observation.row[first];
            cost += observation.row[second];
            rows += 1.0;
            std::ops::ControlFlow::Continue(())
        },
    );
    [participants, cost / rows]
}

#[test]
fn numbers_are_those_of_runs_that_face_the_need_of_the_baseline() {
    let desk = Desk::new(&searching(8, 1));
    let plan = desk.plan();
    let study = FrontierSearch::of(plan.clone());
    let (findings, samples) = desk.with(&study, "out", 2, |runs| {
        let findings = study.search(runs).unwrap();
        let samples = study.confirm(&findings, runs).unwrap();
        (findings, samples)
    });
    let fresh = study.fresh_seed();
    assert_ne!(fresh, plan.seed);
    for (place, &number) in findings.chosen.iter().enumerate().skip(1) {
        let design = &findings.designs[number];
        let choice = design.choice.as_ref().unwrap();
        let runs = [0, 1].map(|replication| alone(&plan, &study, choice, plan.seed, replication));
        for measure in 0..2 {
            let mean = f64::midpoint(runs[0][measure], runs[1][measure]);
            assert!((mean - design.means[measure]).abs() < 1e-12 * (1.0 + mean.abs()));
        }
        let own = alone(&plan, &study, choice, fresh, 3);
        for measure in 0..2 {
            let found = samples[place][measure][3];
            assert!((own[measure] - found).abs() < 1e-12 * (1.0 + found.abs()));
        }
    }
}

#[test]
fn draws_can_be_added_and_are_the_same_then() {
    let desk = Desk::new(&searching(8, 1));
    let mut plan = desk.plan();
    let draw = |plan: &FrontierPlan| {
        let study = FrontierSearch::of(plan.clone());
        desk.with(&study, "out", 2, |runs| {
            let findings = study.search(runs).unwrap();
            let draws = study.draw(&findings, runs).unwrap();
            (study.answer(runs).unwrap(), draws)
        })
    };
    let (frontier, few) = draw(&plan);
    plan.robustness.draws = 5;
    let (_, more) = draw(&plan);
    assert!(few.numbers.len() >= 2, "{:?}", few.numbers);
    assert_eq!(more.samples[..few.samples.len()], few.samples);
    assert_ne!(few.samples[0], few.samples[1], "parameters are drawn");
    // Shares and worst values, counted by hand.
    let own = frontier.designs[0].robustness.as_ref().unwrap();
    let means_of_draws: Vec<Vec<Vec<f64>>> = few
        .samples
        .iter()
        .map(|draw| draw.iter().map(|own| means(own)).collect())
        .collect();
    let position = more_position(&frontier, &means_of_draws);
    let unbeaten = means_of_draws
        .iter()
        .filter(|draw| {
            let one = evaluate(&plan, &draw[position]);
            !draw.iter().any(|other| evaluate(&plan, other).dominates(&one))
        })
        .count();
    assert!((own.unbeaten - unbeaten as f64 / few.samples.len() as f64).abs() < 1e-12);
    let lowest = means_of_draws
        .iter()
        .map(|draw| draw[position][0])
        .fold(f64::INFINITY, f64::min);
    assert_eq!(own.worst[0].to_bits(), lowest.to_bits());
}

/// Where the first design of a front stands among those that were run again.
fn more_position(frontier: &Frontier, means_of_draws: &[Vec<Vec<f64>>]) -> usize {
    let own = &frontier.drawn[0][1];
    let same = |other: &Vec<f64>| {
        other
            .iter()
            .zip(own)
            .all(|(one, other)| one.to_bits() == other.to_bits())
    };
    means_of_draws[0].iter().position(same).unwrap()
}

/// More replications in the same folder against the same number in a fresh one, where each lives in a draw of its own; then
/// fewer again.
#[test]
fn replications_in_draws_can_be_added_and_are_the_same_then() {
    let desk = Desk::new(&searching(8, 1));
    let mut plan = desk.plan();
    plan.search.drawn = true;
    plan.robustness.draws = 0;
    let mut confirmed = |replications: u32, output: &str| {
        plan.confirmation.replications = replications;
        let study = FrontierSearch::of(plan.clone());
        desk.with(&study, output, 2, |runs| {
            let findings = study.search(runs).unwrap();
            study.confirm(&findings, runs).unwrap()
        })
    };
    let few = confirmed(4, "added");
    let more = confirmed(6, "added");
    assert_eq!(more, confirmed(6, "fresh"));
    assert_eq!(few, confirmed(4, "added"));
    let first: Vec<Vec<&[f64]>> = more
        .iter()
        .map(|design| design.iter().map(|values| &values[..4]).collect())
        .collect();
    assert_eq!(few, first);
    assert_eq!(more[0][0].len(), 6);
}

#[test]
fn limits_bound_the_front_and_an_impossible_one_is_told() {
    // Public cost is nearly all staff, the same for all designs; that of co-production is not.
    let few = searching(144, 0).replace("public_cost", "coproduction_cost");
    let limited = |bound: f64| {
        let limit = format!("[[limit]]\nkey = 'coproduction_cost'\nreduce = 'mean'\nbelow = {bound}\n");
        Desk::new(&format!("{few}{limit}"))
    };
    let open = Desk::new(&few);
    let free = open.find(&open.plan(), "out", 2);
    let cost = |findings: &Findings, index: usize| findings.designs[index].means[1];
    let mut costs: Vec<f64> = free.front.iter().map(|index| cost(&free, *index)).collect();
    costs.sort_by(f64::total_cmp);
    costs.dedup();
    assert!(costs.len() > 1, "{costs:?}");
    let middle = costs[costs.len() / 2 - 1];
    let desk = limited(middle);
    let within = desk.find(&desk.plan(), "out", 2);
    // A limit on an objective takes away what breaks it, and brings nothing new.
    let mut expected = free.clone();
    expected.front.retain(|index| cost(&free, *index) <= middle);
    assert_eq!(choices(&within), choices(&expected));
    assert!(within.front.len() < free.front.len());

    let desk = limited(0.5 * costs[0]);
    let plan = desk.plan();
    let study = FrontierSearch::of(plan);
    let incomplete = desk
        .with(&study, "out", 2, |runs| study.search(runs))
        .unwrap_err();
    let Incomplete::NoAnswer(error) = incomplete else {
        panic!("{incomplete:?}")
    };
    let error = error.to_string();
    assert!(error.contains("designs keeps to the limits"), "{error}");
    assert!(error.contains("coproduction_cost"), "{error}");
}

#[test]
fn designs_that_contradict_themselves_are_left_out() {
    let desk = Desk::new(
        "
scenario = 'parks.toml'
[[factor]]
key = 'programme.parks.role'
levels = ['co_implementor', 'co_designer']
[[factor]]
key = 'programme.parks.invitation'
levels = [0.5, 1.0]
[search]
designs = 4
generations = 0
replications = 1
",
    );
    let found = desk.find(&desk.plan(), "out", 2);
    let failed: Vec<bool> = found
        .designs
        .iter()
        .map(|design| design.failure.is_some())
        .collect();
    assert_eq!(failed, [false, false, false, true, true]);
    assert!(found.front.iter().all(|index| *index < 3));
}
