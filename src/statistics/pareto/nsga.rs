//! NSGA-II, the elitist search for a Pareto front.

use std::cmp::Ordering;

use rand::Rng;
use rand::seq::SliceRandom;

use super::dominance::{Evaluation, crowding_distances, fronts};
use super::variation::{Gene, Genome, children};
use crate::statistics::generator::generator;

/// How long a search goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchSettings {
    /// Designs per generation, at least 4.
    pub population: usize,
    /// Generations after the first.
    pub generations: usize,
    /// Seed of every draw of the search.
    pub seed: u64,
}

/// A design and what it came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Individual {
    /// The design.
    pub genome: Genome,
    /// What it came to.
    pub evaluation: Evaluation,
}

/// Rank of the front (0 is best) and room in it.
#[derive(Clone, Copy)]
struct Fitness {
    rank: usize,
    room: f64,
}

impl Fitness {
    /// The crowded comparison: a better front first, more room within a front.
    fn compare(self, other: Self) -> Ordering {
        self.rank
            .cmp(&other.rank)
            .then_with(|| other.room.total_cmp(&self.room))
    }
}

/// Searches for the designs that no other design beats in all objectives at once.
///
/// NSGA-II of Deb, Pratap, Agarwal and Meyarivan, IEEE Transactions on Evolutionary Computation 6, 2002: parents win binary
/// tournaments by front, then by crowding distance; simulated binary crossover and polynomial mutation make as many
/// children; the better half of both goes on. `evaluate` gets a whole generation at once, so that it can run
/// designs in parallel; it is called `generations + 1` times and answers in the order it was asked. The search
/// itself draws from the seed alone, so equal answers lead to equal searches.
///
/// Returns the feasible designs of the first front of the last generation, each once, by rising first objective; none when no
/// design was feasible.
///
/// # Errors
/// What `evaluate` returns as an error ends the search.
///
/// # Panics
/// When there is no gene, a gene has no allele, the population is below 4, or `evaluate` does not answer for every design.
pub fn search_front<E>(
    genes: &[Gene],
    settings: SearchSettings,
    mut evaluate: impl FnMut(&[Genome]) -> Result<Vec<Evaluation>, E>,
) -> Result<Vec<Individual>, E> {
    assert!(!genes.is_empty(), "a design needs a gene");
    assert!(settings.population >= 4, "a population needs 4 designs");
    for gene in genes {
        match *gene {
            Gene::Real { low, high } => assert!(low <= high, "{low} to {high} is no range"),
            Gene::Category { count } => assert!(count > 0, "a category needs a kind"),
        }
    }
    let mut assess = |genomes: Vec<Genome>| -> Result<Vec<Individual>, E> {
        let evaluations = evaluate(&genomes)?;
        assert_eq!(evaluations.len(), genomes.len(), "each design has an answer");
        Ok(genomes
            .into_iter()
            .zip(evaluations)
            .map(|(genome, evaluation)| Individual { genome, evaluation })
            .collect())
    };
    let mut draws = generator(settings.seed);
    let first = (0..settings.population)
        .map(|_| genes.iter().map(|gene| gene.draw(&mut draws)).collect())
        .collect();
    let (mut population, mut standings) = survivors(assess(first)?, settings.population);
    for _ in 0..settings.generations {
        let offspring = breed(genes, &population, &standings, &mut draws);
        population.extend(assess(offspring)?);
        (population, standings) = survivors(population, settings.population);
    }
    Ok(feasible_front(population, &standings))
}

/// As many children as there are parents.
fn breed(
    genes: &[Gene],
    population: &[Individual],
    standings: &[Fitness],
    draws: &mut impl Rng,
) -> Vec<Genome> {
    let mut parents = Vec::with_capacity(population.len() + 4);
    let mut order: Vec<usize> = (0..population.len()).collect();
    while parents.len() < population.len() + 1 {
        order.shuffle(draws);
        parents.extend(order.chunks_exact(2).map(|rivals| {
            if standings[rivals[0]].compare(standings[rivals[1]]).is_le() {
                rivals[0]
            } else {
                rivals[1]
            }
        }));
    }
    let mut offspring: Vec<Genome> = parents
        .chunks_exact(2)
        .flat_map(|couple| {
            let [one, other] = [couple[0], couple[1]].map(|parent| &population[parent].genome[..]);
            children(genes, one, other, draws)
        })
        .collect();
    offspring.truncate(population.len());
    offspring
}

/// The best `count` designs: front by front, and of the front that does not fit those with most room.
fn survivors(designs: Vec<Individual>, count: usize) -> (Vec<Individual>, Vec<Fitness>) {
    let evaluations: Vec<Evaluation> = designs.iter().map(|design| design.evaluation.clone()).collect();
    let mut ranked: Vec<(usize, Fitness)> = Vec::with_capacity(designs.len());
    for (rank, front) in fronts(&evaluations).iter().enumerate() {
        if ranked.len() >= count {
            break;
        }
        let rooms = crowding_distances(&evaluations, front);
        let standings = rooms.into_iter().map(|room| Fitness { rank, room });
        ranked.extend(front.iter().copied().zip(standings));
    }
    // Stable, so that equals stay in the order in which they were found.
    ranked.sort_by(|(_, one), (_, other)| one.compare(*other));
    ranked.truncate(count);
    let mut designs: Vec<Option<Individual>> = designs.into_iter().map(Some).collect();
    ranked
        .into_iter()
        .map(|(index, standing)| {
            let design = designs[index].take();
            (design.expect("fronts hold each design once"), standing)
        })
        .unzip()
}

fn feasible_front(population: Vec<Individual>, standings: &[Fitness]) -> Vec<Individual> {
    let mut front: Vec<Individual> = Vec::new();
    for (design, standing) in population.into_iter().zip(standings) {
        let is_new = || front.iter().all(|known| known.genome != design.genome);
        if standing.rank == 0 && design.evaluation.effective_violation() <= 0.0 && is_new() {
            front.push(design);
        }
    }
    front.sort_by(|one, other| {
        let objectives = one.evaluation.objectives.iter().zip(&other.evaluation.objectives);
        objectives.fold(Ordering::Equal, |so_far, (a, b)| so_far.then(a.total_cmp(b)))
    });
    front
}
