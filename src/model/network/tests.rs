use super::*;
use crate::model::executor::Serial;
use crate::model::population::fixtures::{TwoThreads, barriers, correlation, population};
use crate::model::population::{self, Population};

fn shape() -> NetworkShape {
    NetworkShape {
        degree: 8.0,
        rewire: 0.08,
        bridge: 0.08,
        homophily: 0.5,
        sociability: 0.5,
        across_municipalities: 0.25,
    }
}

fn people(population: &Population) -> Citizens {
    population::generate(population, &barriers(), None, &Draws::new(1, 0), &Serial)
}

fn tied(shape: &NetworkShape, citizens: &Citizens) -> (Placement, Network) {
    generate(shape, 1, citizens, None, &Draws::new(1, 0), &Serial)
}

fn check(citizens: &Citizens, placement: &Placement, network: &Network) {
    let count = citizens.len() as u32;
    assert_eq!(network.len(), citizens.len());
    for position in 0..count {
        let ties = network.ties(position);
        assert_eq!(ties.len(), network.degree(position) as usize);
        assert!(ties.is_sorted_by(|one, other| one < other), "no repetitions");
        for &other in ties {
            assert_ne!(other, position);
            assert!(network.ties(other).contains(&position), "symmetric");
        }
    }
    let mut seated = placement.citizen_at.clone();
    seated.sort_unstable();
    assert!(seated.into_iter().eq(0..count), "everyone sits once");
    for (position, &citizen) in placement.citizen_at.iter().enumerate() {
        assert_eq!(
            citizens.neighbourhood[position],
            citizens.neighbourhood[citizen as usize]
        );
    }
}

fn mean_degree(network: &Network) -> f64 {
    2.0 * network.tie_count() as f64 / network.len() as f64
}

/// Every tie twice, once from each end.
fn directed(network: &Network) -> impl Iterator<Item = (usize, usize)> {
    (0..network.len() as u32).flat_map(|from| {
        network
            .ties(from)
            .iter()
            .map(move |&to| (from as usize, to as usize))
    })
}

fn outside_share(citizens: &Citizens, network: &Network) -> f64 {
    let outside = directed(network)
        .filter(|&(from, to)| citizens.neighbourhood[from] != citizens.neighbourhood[to])
        .count();
    outside as f64 / (2 * network.tie_count()) as f64
}

/// Share of pairs of ties of a citizen whose other ends are tied.
fn clustering(network: &Network) -> f64 {
    let (mut closed, mut pairs) = (0_u32, 0_u32);
    for position in 0..network.len() as u32 {
        let ties = network.ties(position);
        for (index, &one) in ties.iter().enumerate() {
            for other in &ties[index + 1..] {
                pairs += 1;
                closed += u32::from(network.ties(one).binary_search(other).is_ok());
            }
        }
    }
    f64::from(closed) / f64::from(pairs)
}

fn assortativity(citizens: &Citizens, placement: &Placement, network: &Network) -> f64 {
    let status = |position: usize| citizens.ses[placement.citizen_at[position] as usize];
    let (one, other): (Vec<f32>, Vec<f32>) = directed(network)
        .map(|(from, to)| (status(from), status(to)))
        .unzip();
    correlation(&one, &other)
}

#[test]
fn the_reference_network_is_sound_and_has_the_degree_asked_for() {
    let citizens = people(&population());
    let (placement, network) = tied(&shape(), &citizens);
    check(&citizens, &placement, &network);
    let degree = mean_degree(&network);
    assert!((7.8..=8.1).contains(&degree), "{degree}");
}

#[test]
fn odd_degrees_are_met_on_average() {
    let citizens = people(&population());
    let (_, network) = tied(
        &NetworkShape {
            degree: 3.3,
            ..shape()
        },
        &citizens,
    );
    let degree = mean_degree(&network);
    assert!((3.15..=3.4).contains(&degree), "{degree}");
}

#[test]
fn clustering_falls_as_ties_are_rewired() {
    let citizens = people(&population());
    let found = [0.0, 0.2, 0.9].map(|rewire| {
        clustering(
            &tied(
                &NetworkShape {
                    rewire,
                    bridge: 0.0,
                    sociability: 0.0,
                    ..shape()
                },
                &citizens,
            )
            .1,
        )
    });
    // A ring on which everyone knows four on each side: 3 (k - 2) / (4 (k - 1)) = 0.643 with k = 8.
    assert!((found[0] - 0.643).abs() < 0.01, "{found:?}");
    assert!(
        found[0] > found[1] + 0.1 && found[1] > found[2] + 0.1,
        "{found:?}"
    );
}

/// Share of ties that cross from one of so many municipalities into another.
fn crossing_share(citizens: &Citizens, network: &Network, municipalities: u32) -> f64 {
    let home = |position: usize| citizens.neighbourhood[position] % municipalities;
    let crossing = directed(network)
        .filter(|&(from, to)| home(from) != home(to))
        .count();
    crossing as f64 / (2 * network.tie_count()) as f64
}

/// Of the ties that leave the neighbourhood, the share asked for crosses into another municipality, the rest does not.
#[test]
fn ties_cross_into_other_municipalities_as_often_as_asked() {
    let citizens = people(&population());
    for (municipalities, across) in [(2, 0.0), (2, 0.25), (5, 0.6), (5, 1.0)] {
        let asked = NetworkShape {
            bridge: 0.5,
            across_municipalities: across,
            ..shape()
        };
        let draws = Draws::new(1, 0);
        let (placement, network) = generate(&asked, municipalities, &citizens, None, &draws, &Serial);
        check(&citizens, &placement, &network);
        let crossing = crossing_share(&citizens, &network, municipalities);
        assert!((crossing - 0.5 * across).abs() < 0.02, "{across}: {crossing}");
        assert!((outside_share(&citizens, &network) - 0.5).abs() < 0.02);
        if across == 0.0 {
            assert!(crossing == 0.0, "nothing crosses");
        }
    }
    // A municipality of one neighbourhood has no other to bridge to, so only the ties across are left.
    let places = citizens.neighbourhood.last().unwrap() + 1;
    let (_, network) = generate(&shape(), places, &citizens, None, &Draws::new(1, 0), &Serial);
    let crossing = crossing_share(&citizens, &network, places);
    assert!((crossing - 0.08 * 0.25).abs() < 0.005, "{crossing}");
    assert!((outside_share(&citizens, &network) - crossing).abs() < 1e-12);
}

#[test]
fn ties_leave_the_neighbourhood_as_often_as_asked() {
    let citizens = people(&population());
    for bridge in [0.0, 0.08, 0.5, 1.0] {
        let (placement, network) = tied(&NetworkShape { bridge, ..shape() }, &citizens);
        check(&citizens, &placement, &network);
        let share = outside_share(&citizens, &network);
        assert!((share - bridge).abs() < 0.02, "{bridge}: {share}");
    }
}

#[test]
fn homophily_makes_neighbours_alike() {
    let citizens = people(&population());
    let found = [0.0, 0.5, 1.0].map(|homophily| {
        let (placement, network) = tied(&NetworkShape { homophily, ..shape() }, &citizens);
        assortativity(&citizens, &placement, &network)
    });
    assert!(
        found[0] + 0.05 < found[1] && found[1] + 0.05 < found[2],
        "{found:?}"
    );
}

#[test]
fn sociable_citizens_have_more_ties() {
    let citizens = people(&population());
    let found = [0.0, 1.0].map(|sociability| {
        let (placement, network) = tied(
            &NetworkShape {
                sociability,
                ..shape()
            },
            &citizens,
        );
        let degrees: Vec<f32> = (0..2000)
            .map(|position| network.degree(position) as f32)
            .collect();
        let sociabilities: Vec<f32> = placement
            .citizen_at
            .iter()
            .map(|&citizen| citizens.sociability[citizen as usize])
            .collect();
        assert!((7.7..=8.2).contains(&mean_degree(&network)));
        correlation(&degrees, &sociabilities)
    });
    assert!(found[0].abs() < 0.08 && found[1] > 0.5, "{found:?}");
}

#[test]
fn tiny_neighbourhoods_and_extreme_degrees_work() {
    for (count, neighbourhoods) in [(1, 1), (2, 1), (3, 3), (7, 3), (5, 8), (40, 20)] {
        let citizens = people(&Population {
            citizens: count,
            neighbourhoods,
            ..population()
        });
        for degree in [0.0, 0.5, 8.0, 60.0] {
            for (bridge, rewire) in [(0.0, 0.0), (0.3, 0.3), (0.0, 1.0), (1.0, 1.0)] {
                let shape = NetworkShape {
                    degree,
                    rewire,
                    bridge,
                    ..shape()
                };
                let (placement, network) = tied(&shape, &citizens);
                check(&citizens, &placement, &network);
                if degree == 0.0 {
                    assert_eq!(network.tie_count(), 0);
                }
            }
        }
    }
}

#[test]
fn a_ring_smaller_than_the_degree_is_complete() {
    let citizens = people(&Population {
        citizens: 6,
        neighbourhoods: 1,
        ..population()
    });
    let shape = NetworkShape {
        degree: 20.0,
        rewire: 0.0,
        bridge: 0.0,
        sociability: 0.0,
        ..shape()
    };
    assert_eq!(tied(&shape, &citizens).1.tie_count(), 15);
}

#[test]
fn executors_agree() {
    let citizens = people(&population());
    let draws = Draws::new(1, 0);
    let (placement, network) = generate(&shape(), 1, &citizens, None, &draws, &TwoThreads);
    assert_eq!((placement, network), tied(&shape(), &citizens));
}

#[test]
fn ties_do_not_depend_on_traits_that_do_not_shape_them() {
    let citizens = people(&population());
    let changed = people(&Population {
        motivation_mean: 0.8,
        ..population()
    });
    assert_eq!(tied(&shape(), &changed), tied(&shape(), &citizens));
    // A bridge more moves some ties and no seats.
    let (placement, network) = tied(
        &NetworkShape {
            bridge: 0.1,
            ..shape()
        },
        &citizens,
    );
    let (before, without) = tied(&shape(), &citizens);
    assert_eq!(placement, before);
    let kept = directed(&network)
        .filter(|&(from, to)| without.ties(from as u32).binary_search(&(to as u32)).is_ok())
        .count();
    assert!(kept as f64 > 0.95 * 2.0 * network.tie_count() as f64);
}

#[test]
fn observed_ties_keep_their_meaning() {
    use crate::model::observed::{ObservedCitizens, Trait};
    let observed = ObservedCitizens {
        traits: vec![(
            Trait::Ses,
            (0..60_u32)
                .map(|index| f64::from(index * 37 % 60) / 60.0)
                .collect(),
        )],
        neighbourhood: Some((0..60).map(|index| index % 3).collect()),
        neighbourhoods_ranked: true,
        weights: Vec::new(),
        one_to_one: true,
    };
    let citizens = population::generate(
        &population(),
        &barriers(),
        Some(&observed),
        &Draws::new(1, 0),
        &Serial,
    );
    let pairs = vec![(0, 1), (1, 4), (4, 1), (5, 5), (59, 0), (7, 10)];
    let ties = ObservedTies { pairs };
    let (placement, network) = generate(&shape(), 1, &citizens, Some(&ties), &Draws::new(1, 0), &Serial);
    check(&citizens, &placement, &network);
    let respondent = |position: usize| citizens.respondent[placement.citizen_at[position] as usize];
    let mut found: Vec<(u32, u32)> = directed(&network)
        .map(|(from, to)| (respondent(from), respondent(to)))
        .filter(|(a, b)| a < b)
        .collect();
    found.sort_unstable();
    assert_eq!(found, [(0, 1), (0, 59), (1, 4), (7, 10)]);
}

#[test]
#[should_panic(expected = "one citizen for each respondent")]
fn observed_ties_between_resampled_citizens_are_refused() {
    let citizens = Citizens {
        respondent: vec![0, 0],
        ..people(&Population {
            citizens: 2,
            neighbourhoods: 1,
            ..population()
        })
    };
    let ties = ObservedTies { pairs: vec![(0, 1)] };
    generate(&shape(), 1, &citizens, Some(&ties), &Draws::new(1, 0), &Serial);
}
