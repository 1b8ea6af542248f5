//! The search against problems whose fronts are known.
//!
//! ZDT1 and ZDT3: Zitzler, Deb and Thiele, Evolutionary Computation 8, 2000.

use std::convert::Infallible;

use super::{Allele, Evaluation, Gene, Genome, Individual, SearchSettings, search_front};

const SETTINGS: SearchSettings = SearchSettings {
    population: 100,
    generations: 250,
    seed: 1,
};

fn numbers(genome: &Genome) -> Vec<f64> {
    let number = |allele: &Allele| match allele {
        Allele::Real(value) => *value,
        Allele::Category(kind) => *kind as f64,
    };
    genome.iter().map(number).collect()
}

fn search(
    genes: &[Gene],
    settings: SearchSettings,
    evaluate: impl Fn(&[f64]) -> Evaluation,
) -> Vec<Individual> {
    let generation =
        |genomes: &[Genome]| Ok(genomes.iter().map(|genome| evaluate(&numbers(genome))).collect());
    search_front::<Infallible>(genes, settings, generation).unwrap()
}

/// ZDT with `f₂ = g (h(f₁/g) − …)`: `shape(f₁, g)` is f₂.
fn zdt(shape: fn(f64, f64) -> f64) -> Vec<[f64; 2]> {
    let unit = Gene::Real { low: 0.0, high: 1.0 };
    let front = search(&[unit; 30], SETTINGS, |x| {
        let g = 1.0 + 9.0 * x[1..].iter().sum::<f64>() / 29.0;
        Evaluation::feasible(vec![x[0], shape(x[0], g)])
    });
    front
        .iter()
        .map(|design| [design.evaluation.objectives[0], design.evaluation.objectives[1]])
        .collect()
}

fn zdt1(first: f64, g: f64) -> f64 {
    g * (1.0 - (first / g).sqrt())
}

fn zdt3(first: f64, g: f64) -> f64 {
    let ratio = first / g;
    g * (1.0 - ratio.sqrt() - ratio * libm::sin(10.0 * std::f64::consts::PI * first))
}

/// The true front at g = 1, on a fine grid.
fn true_front(shape: fn(f64, f64) -> f64) -> Vec<[f64; 2]> {
    let mut lowest = f64::INFINITY;
    let mut front = Vec::new();
    for step in 0..=20_000 {
        let first = f64::from(step) / 20_000.0;
        let second = shape(first, 1.0);
        if second < lowest {
            lowest = second;
            front.push([first, second]);
        }
    }
    front
}

/// Mean distance of the points of `from` to their nearest of `to`.
fn mean_distance(from: &[[f64; 2]], to: &[[f64; 2]]) -> f64 {
    let nearest = |point: &[f64; 2]| {
        to.iter()
            .map(|other| libm::hypot(point[0] - other[0], point[1] - other[1]))
            .fold(f64::INFINITY, f64::min)
    };
    from.iter().map(nearest).sum::<f64>() / from.len() as f64
}

/// Area the front dominates within `reference`; the front is in rising order of the first objective.
fn hypervolume(front: &[[f64; 2]], reference: [f64; 2]) -> f64 {
    let mut height = reference[1];
    let mut area = 0.0;
    for [first, second] in front {
        if *first < reference[0] && *second < height {
            area += (reference[0] - first) * (height - second);
            height = *second;
        }
    }
    area
}

#[test]
fn finds_the_front_of_zdt1() {
    let front = zdt(zdt1);
    // Below the reference 1.1, 1.1: 1.21 less the third of the unit square under the front 1 − √x.
    let whole = 1.21 - 1.0 / 3.0;
    let found = hypervolume(&front, [1.1, 1.1]);
    assert!(found < whole && found > 0.99 * whole, "{found} of {whole}");
    assert!(front.len() > 80, "{} designs", front.len());
    // Deb et al. 2002, table II: mean distance of NSGA-II (real-coded) after 250 generations 0.0335; later work below 0.001.
    let distance = mean_distance(&front, &true_front(zdt1));
    assert!(distance < 0.003, "{distance} off");
}

#[test]
fn finds_every_piece_of_the_front_of_zdt3() {
    let front = zdt(zdt3);
    let truth = true_front(zdt3);
    let (off, missed) = (mean_distance(&front, &truth), mean_distance(&truth, &front));
    assert!(off < 0.005 && missed < 0.01, "{off} off, {missed} missed");
    // The front has five pieces, which begin at 0, 0.1823, 0.4094, 0.6184 and 0.8233 (Deb, 2001, section 8.1.4).
    for (low, high) in [
        (0.0, 0.0831),
        (0.1822, 0.2578),
        (0.4093, 0.4539),
        (0.6183, 0.6526),
        (0.8233, 0.8519),
    ] {
        assert!(front.iter().any(|[first, _]| low <= *first && *first <= high));
    }
}

#[test]
fn finds_the_right_kind_in_each_part_of_a_front() {
    // Kind k offers a line of its own: 0 is best at low cost, 2 at high cost, 1 nowhere, 3 is forbidden.
    let genes = [Gene::Real { low: 0.0, high: 1.0 }, Gene::Category { count: 4 }];
    let settings = SearchSettings {
        population: 41,
        generations: 40,
        seed: 3,
    };
    let front = search(&genes, settings, |x| {
        let gain = match x[1] as usize {
            0 => 0.3 + 0.2 * x[0],
            1 => 0.1 + 0.4 * x[0],
            2 => x[0],
            _ => 9.0,
        };
        Evaluation {
            objectives: vec![x[0], -gain],
            violation: if x[1] > 2.5 { 1.0 } else { 0.0 },
        }
    });
    assert!(front.len() > 30);
    // Next to the cheapest end hardly a design is cheaper still, which a dominating one would have to be.
    let compared = front
        .iter()
        .filter(|design| design.evaluation.objectives[0] > 0.02);
    for design in compared {
        let [cost, kind] = numbers(&design.genome)[..] else {
            panic!("two genes");
        };
        // The lines cross at 0.3 + 0.2 x = x.
        let best = if cost < 0.375 { 0.0 } else { 2.0 };
        assert!((kind - best).abs() < 0.5, "kind {kind} at {cost}");
    }
}

#[test]
fn keeps_to_its_constraints() {
    // x + y ≥ 1 makes the front of min (x, y) the line from (0, 1) to (1, 0).
    let unit = Gene::Real { low: 0.0, high: 2.0 };
    let settings = SearchSettings {
        population: 40,
        generations: 60,
        seed: 5,
    };
    let front = search(&[unit; 2], settings, |x| Evaluation {
        objectives: x.to_vec(),
        violation: (1.0 - x[0] - x[1]).max(0.0),
    });
    assert!(front.len() > 20);
    // At the ends, a little less of one objective may cost any amount of the other and is still undominated.
    let inner = front
        .iter()
        .filter(|design| design.evaluation.objectives.iter().all(|value| *value > 0.02));
    for design in inner {
        let sum: f64 = design.evaluation.objectives.iter().sum();
        // Neighbours 1/39 apart leave room undominated up to about twice that above the line.
        assert!((1.0..1.0 + 2.0 / 39.0).contains(&sum), "{sum}");
    }
    let impossible = search(&[unit; 2], settings, |x| Evaluation {
        objectives: x.to_vec(),
        violation: 1.0,
    });
    assert!(impossible.is_empty());
}

#[test]
fn asks_for_whole_generations_and_repeats_itself() {
    let genes = [Gene::Real { low: -1.0, high: 1.0 }];
    let settings = SearchSettings {
        population: 7,
        generations: 5,
        seed: 9,
    };
    let run = || {
        let mut asked = Vec::new();
        let front = search_front::<Infallible>(&genes, settings, |genomes| {
            asked.push(genomes.len());
            let of = |genome: &Genome| {
                let x = numbers(genome)[0];
                Evaluation::feasible(vec![x * x, (x - 0.5) * (x - 0.5)])
            };
            Ok(genomes.iter().map(of).collect())
        });
        (front.unwrap(), asked)
    };
    let (front, asked) = run();
    assert_eq!(asked, [7; 6]);
    assert_eq!(front, run().0);
    let refused = search_front(&genes, settings, |_| Err("no model"));
    assert_eq!(refused, Err("no model"));
}
