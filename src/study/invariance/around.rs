//! What is varied one at a time, held against the scenario as it is.

use super::InvarianceError;
use super::configurations::{Change, Design, Look, Maker};
use super::expectations::whole;
use crate::scenario::{Base, Scenario, ScenarioError};

/// How much longer a run goes on, looked at in the same year.
const LONGER: f64 = 1.5;
/// How much longer a run goes on that is held against itself.
const AT_REST: f64 = 5.0;
/// Longest run there is, years.
const YEARS_MOST: f64 = 100.0;
/// How many programmes are added in which nothing happens.
const IDLE: [u32; 2] = [2, 5];

/// The sizes of a scenario's town, and what is varied around it.
pub(super) fn design(
    base: &Base,
    settings: &[(String, String)],
    seed: u64,
    replications: u32,
) -> Result<Design, InvarianceError> {
    let mut maker = Maker::begin(base, settings, seed, replications)?;
    vary(&mut maker);
    Ok(maker.design)
}

/// Varies one thing after the other. Where there is nothing to vary, as half of one neighbourhood, nothing is made.
fn vary(maker: &mut Maker<'_>) {
    counts(maker);
    time(maker);
    for number in IDLE {
        let idle = idle(maker, number);
        against_usual(maker, Change::Idle(number), idle);
    }
    order(maker);
    seed(maker);
    rest(maker);
}

/// The scenario as it is, at its end.
fn usual(maker: &Maker<'_>) -> Look {
    Look {
        configuration: maker.design.usual,
        step: 0,
    }
}

/// Adds a configuration, looked at after its last step, and holds it against the scenario as it is.
fn against_usual(maker: &mut Maker<'_>, change: Change, made: Result<Scenario, ScenarioError>) {
    match made {
        Err(error) => maker.leave_out(change, &error),
        Ok(scenario) => {
            let last = scenario.setup.steps;
            hold(maker, change, scenario, last);
        }
    }
}

/// The same after a step.
fn hold(maker: &mut Maker<'_>, change: Change, scenario: Scenario, step: u32) {
    let configuration = maker.add((change.key(), change.title()), scenario, vec![step]);
    let look = Look {
        configuration,
        step: 0,
    };
    let reference = usual(maker);
    maker.hold(change, true, look, reference);
}

/// Neighbourhoods and units.
fn counts(maker: &mut Maker<'_>) {
    let number = |key: &str| whole(&maker.usual, key);
    let (citizens, places, units) = (
        number("population.citizens"),
        number("population.neighbourhoods"),
        number("organisation.units"),
    );
    let parts = f64::from(maker.usual.municipalities());
    let half = |number: f64| libm::floor(number / 2.0 / parts) * parts;
    let doubled = (2.0 * places, 2.0 * units);
    let halved = (half(places), half(units).max(parts));
    let changes = [
        (Change::NeighbourhoodsDoubled, doubled, doubled.0 <= citizens),
        (Change::NeighbourhoodsHalved, halved, halved.0 >= parts),
        (Change::UnitsHalved, (places, half(units)), half(units) >= parts),
    ];
    for (change, (places, units), can_be) in changes {
        if can_be {
            let made = maker.with(&[
                ("population.neighbourhoods", (places as u64).to_string()),
                ("organisation.units", (units.min(places) as u64).to_string()),
            ]);
            against_usual(maker, change, made);
        }
    }
}

/// The length of a step and of the run.
fn time(maker: &mut Maker<'_>) {
    let tick = if maker.usual.setup.steps_per_year == 12 {
        "week"
    } else {
        "month"
    };
    let made = maker.with(&[("simulation.tick", tick.to_owned())]);
    against_usual(maker, Change::Tick, made);
    let (last, years) = (maker.usual.setup.steps, LONGER * years(&maker.usual));
    if years > YEARS_MOST {
        return;
    }
    match maker.with(&[("simulation.horizon_years", years.to_string())]) {
        Err(error) => maker.leave_out(Change::Horizon, &error),
        Ok(scenario) => hold(maker, Change::Horizon, scenario, last),
    }
}

/// Years of a run.
fn years(scenario: &Scenario) -> f64 {
    f64::from(scenario.setup.steps) / f64::from(scenario.setup.steps_per_year)
}

/// The scenario with programmes besides its own; each brings its settings, and stands before its own or behind them.
fn beside(
    maker: &Maker<'_>,
    programmes: &[(String, Vec<(&str, toml::Value)>)],
    is_before: bool,
) -> Result<Base, ScenarioError> {
    let own = maker.usual.programme_keys.iter().map(|programme| {
        // A value that the file gives anyway, so that the programme has its place in the order.
        let key = format!("programme.{programme}.title");
        let title = maker
            .usual
            .settings
            .get(&key)
            .map(|setting| setting.value.clone());
        (key, title.unwrap_or_else(|| toml::Value::String(String::new())))
    });
    let further = programmes.iter().flat_map(|(programme, settings)| {
        let settings = settings.iter();
        settings.map(move |(name, value)| (format!("programme.{programme}.{name}"), value.clone()))
    });
    let values: Vec<(String, toml::Value)> = if is_before {
        further.chain(own).collect()
    } else {
        own.chain(further).collect()
    };
    maker.base.clone().beneath(&values)
}

/// Names of programmes that the scenario has not.
fn free_names<'a>(maker: &'a Maker<'_>, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let names = (1_u32..).map(move |number| format!("{name}_{number}"));
    names.filter(move |name| !maker.usual.programme_keys.contains(name))
}

/// Programmes that nobody knows, asks for or works in.
fn idle(maker: &Maker<'_>, number: u32) -> Result<Scenario, ScenarioError> {
    let none = [
        "initial_participants",
        "initial_awareness",
        "invitation",
        "outreach",
        "facilitation",
        "staff_share",
    ];
    let settings = none.map(|name| (name, toml::Value::Float(0.0))).to_vec();
    let names = free_names(maker, "idle").take(number as usize);
    let programmes: Vec<_> = names.map(|name| (name, settings.clone())).collect();
    maker.on(&beside(maker, &programmes, false)?, &[])
}

/// A second programme that asks twice as much and shares the staff of the first, before and behind it.
fn order(maker: &mut Maker<'_>) {
    let Some(name) = free_names(maker, "second").next() else {
        return;
    };
    let key = format!("programme.{}.staff_share", maker.design.first);
    let half = match maker.usual.settings.get(&key).map(|setting| &setting.value) {
        Some(toml::Value::Float(share)) => 0.5 * share,
        Some(toml::Value::Integer(share)) => 0.5 * *share as f64,
        _ => 0.0,
    };
    let second = vec![
        ("staff_share", toml::Value::Float(half)),
        ("invitation", toml::Value::Float(2.0)),
    ];
    let programmes = [(name, second)];
    let made = |is_before: bool| {
        let base = beside(maker, &programmes, is_before)?;
        maker.on(&base, &[(key.as_str(), half.to_string())])
    };
    match (made(false), made(true)) {
        (Ok(behind), Ok(before)) => {
            let title = Change::Order.title();
            let mut look = |key: &str, scenario: Scenario| {
                let last = scenario.setup.steps;
                let configuration = maker.add((key.to_owned(), title.clone()), scenario, vec![last]);
                Look {
                    configuration,
                    step: 0,
                }
            };
            let reference = look("order-usual", behind);
            let turned = look("order", before);
            maker.hold(Change::Order, true, turned, reference);
        }
        (Err(error), _) | (_, Err(error)) => maker.leave_out(Change::Order, &error),
    }
}

/// Other luck for everyone.
fn seed(maker: &mut Maker<'_>) {
    let (change, scenario) = (Change::Seed, maker.usual.clone());
    let last = scenario.setup.steps;
    let configuration = maker.add((change.key(), change.title()), scenario, vec![last]);
    let town = &mut maker.design.towns[configuration];
    town.seed = town.seed.wrapping_add(1);
    let look = Look {
        configuration,
        step: 0,
    };
    let reference = usual(maker);
    maker.hold(change, false, look, reference);
}

/// The end of a long run, held against the usual end of the same run.
fn rest(maker: &mut Maker<'_>) {
    let (usual, years) = (maker.usual.setup.steps, AT_REST * years(&maker.usual));
    if years > YEARS_MOST {
        return;
    }
    let change = Change::Rest;
    match maker.with(&[("simulation.horizon_years", years.to_string())]) {
        Err(error) => maker.leave_out(change, &error),
        Ok(scenario) => {
            let last = scenario.setup.steps;
            let configuration = maker.add((change.key(), change.title()), scenario, vec![usual, last]);
            let look = |step| Look { configuration, step };
            maker.hold(change, true, look(1), look(0));
        }
    }
}
