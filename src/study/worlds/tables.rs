//! The tables of an ensemble: worlds, keys, targets, pairs, chunks of draws.

use super::{KeyChange, Met, PlausibleWorlds};
use crate::output::bounds::{COUNT, SHARE};
use crate::output::{OutputError, Table, TableColumn, Tables};
use crate::scenario::{WorldTarget, WorldsPlan};

/// Bounds of a correlation.
const CORRELATION: (f64, f64) = (-1.0, 1.0);

/// Writes all of them.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn write_tables(
    tables: &mut Tables<'_>,
    plan: &WorldsPlan,
    found: &PlausibleWorlds,
) -> Result<(), OutputError> {
    tables.write(worlds_table(plan, found))?;
    tables.write(keys_table(found))?;
    tables.write(alternatives_table(found))?;
    tables.write(targets_table(plan, found))?;
    tables.write(pairs_table(found))?;
    tables.write(chunks_table(found))
}

/// One row per world.
#[rustfmt::skip]
fn worlds_table<'a>(plan: &'a WorldsPlan, found: &'a PlausibleWorlds) -> Table<'a> {
    let worlds = &found.ensemble.worlds;
    let solved = |name: &str, definition: &str, place: usize| {
        TableColumn::number(name, definition, move |row: usize| worlds[row].solved.numbers()[place])
    };
    let mut columns = vec![
        TableColumn::count("number", "Number of the draw that the world is; with the seed it gives all values that were drawn", |row| worlds[row].number).key(),
        solved("intercept", "Intercept of willingness of its decision rule, solved at the reference", 0).unit("logit"),
        solved("professional_reference", "Professionals' effective input at the reference state, solved there", 1).unit("effective h/week per 1,000 citizens").bounds(COUNT),
        solved("citizen_reference", "Citizens' effective input at the reference state, solved there", 2).unit("effective h/week per 1,000 citizens").bounds(COUNT),
        solved("idea_rate", "Ideas of a citizen of full drive and shortfall, solved at the reference", 3).unit("1/year").bounds(COUNT),
    ];
    let what = "; of the run by which the world was accepted, which was chosen for being near";
    columns.extend(plan.measures.iter().zip(&found.simulated).map(|(measured, values)| {
        TableColumn::kept(&measured.name, measured, what, move |row| values[row])
    }));
    Table { name: "worlds", length: worlds.len(), columns }
}

/// One row per number.
#[rustfmt::skip]
fn keys_table(found: &PlausibleWorlds) -> Table<'_> {
    let keys = &found.keys;
    let number = |name: &str, definition: &str, value: fn(&KeyChange) -> f64| {
        TableColumn::number(name, definition, move |row: usize| value(&keys[row]))
    };
    Table {
        name: "keys",
        length: keys.len(),
        columns: vec![
            TableColumn::text("parameter", "Key of the number; unit of the quantiles is that of the parameter", |row| &keys[row].key).key(),
            TableColumn::text("prior", "What was thought before: uniform, each value equally likely; triangular, the likelier the nearer to the default; log-, the same of logarithms", |row| keys[row].prior.words().english),
            number("prior_q05", "5 % of what was thought before lie below", |own| own.before[0]),
            number("prior_q50", "Half of what was thought before lies below", |own| own.before[1]),
            number("prior_q95", "95 % of what was thought before lie below", |own| own.before[2]),
            number("q05", "5 % of worlds lie below (type 7)", |own| own.after[0]),
            number("q50", "Half of worlds lie below (type 7)", |own| own.after[1]),
            number("q95", "95 % of worlds lie below (type 7)", |own| own.after[2]),
            number("narrower", "1 less the ratio of the standard deviation over worlds to that before, both of places in the prior; about 0 where the figures say nothing", |own| own.narrower).bounds((f64::NEG_INFINITY, 1.0)),
            number("distance", "Kolmogorov-Smirnov distance of worlds from what was thought before", |own| own.distance).bounds(SHARE),
            TableColumn::number("by_chance", "The distance that none of so many numbers would exceed by chance in 19 of 20 ensembles (Bonferroni)", |_| found.distance_by_chance()).bounds(SHARE),
        ],
    }
}

/// One row per alternative.
#[rustfmt::skip]
fn alternatives_table(found: &PlausibleWorlds) -> Table<'_> {
    let all = &found.alternatives;
    Table {
        name: "alternatives",
        length: all.len(),
        columns: vec![
            TableColumn::text("parameter", "Key that has alternatives", |row| &all[row].key).key(),
            TableColumn::text("value", "One of them", |row| &all[row].value).key(),
            TableColumn::number("prior_share", "Its probability before", |row| all[row].before).unit("share").bounds(SHARE),
            TableColumn::number("share", "Share of worlds that have it", |row| all[row].after).unit("share").bounds(SHARE),
        ],
    }
}

/// One row per target.
#[rustfmt::skip]
fn targets_table<'a>(plan: &'a WorldsPlan, found: &'a PlausibleWorlds) -> Table<'a> {
    let (targets, met) = (&plan.targets, &found.met);
    let number = |name: &str, definition: &str, value: fn(&Met) -> f64| {
        TableColumn::number(name, definition, move |row: usize| value(&met[row]))
    };
    let of_target = |name: &str, definition: &str, value: fn(&WorldTarget) -> f64| {
        TableColumn::number(name, definition, move |row: usize| value(&targets[row]))
    };
    Table {
        name: "targets",
        length: met.len(),
        columns: vec![
            TableColumn::text("target", "Name of the target: measure and time; unit and bounds of the numbers are those of that measure", |row| &plan.measures[row].name).key(),
            TableColumn::text("fact", "The fact it is of", |row| &targets[row].fact),
            of_target("figure", "The figure of the plan", |own| own.value),
            of_target("standard_error", "Its standard error", |own| own.standard_error).bounds(COUNT),
            of_target("discrepancy", "How far off the model may be, judged: a standard deviation on the scale", |own| own.discrepancy).unit("of the scale").bounds(COUNT),
            TableColumn::text("scale", "The scale on which runs are compared with it", |row| targets[row].scale.name()),
            of_target("band_low", "Lower end of the central 90 % of figures that a true model could have led to", |own| own.band().0),
            of_target("band_high", "Upper end of the same", |own| own.band().1),
            number("mean", "Mean over worlds of the runs by which they were accepted", |own| own.mean),
            number("q05", "5 % of these lie below (type 7)", |own| own.quantiles[0]),
            number("q50", "Half of these lie below (type 7)", |own| own.quantiles[1]),
            number("q95", "95 % of these lie below (type 7)", |own| own.quantiles[2]),
            number("pull", "Mean over worlds of how far these lie from the figure on the scale, in standard deviations of error and discrepancy together", |own| own.pull),
            TableColumn::text("source", "Where the figure comes from, as the plan says", |row| &targets[row].source),
        ],
    }
}

/// One row per pair.
#[rustfmt::skip]
fn pairs_table(found: &PlausibleWorlds) -> Table<'_> {
    let pairs = &found.pairs;
    Table {
        name: "pairs",
        length: pairs.len(),
        columns: vec![
            TableColumn::text("parameter", "Key of one number; the pairs that go together most are here, the strongest first", |row| &pairs[row].one).key(),
            TableColumn::text("other", "Key of the other", |row| &pairs[row].other).key(),
            TableColumn::number("correlation", "Their rank correlation over worlds (Spearman); before they are independent", |row| pairs[row].correlation).bounds(CORRELATION),
            TableColumn::number("by_chance", "What no pair of so many would exceed by chance in 19 of 20 ensembles (Bonferroni)", |_| found.by_chance).bounds(SHARE),
        ],
    }
}

/// One row per chunk of draws.
#[rustfmt::skip]
fn chunks_table(found: &PlausibleWorlds) -> Table<'_> {
    let chunks = &found.chunks;
    let length = |row: usize| chunks[row].draws.end - chunks[row].draws.start;
    Table {
        name: "chunks",
        length: chunks.len(),
        columns: vec![
            TableColumn::count("first", "Number of the first draw of the chunk", |row| chunks[row].draws.start).key(),
            TableColumn::count("draws", "Draws of the chunk, each with one run", length).unit("draws"),
            TableColumn::count("failed", "Draws that cannot be run: their values contradict one another, or nobody would be as willing as they say", |row| chunks[row].failed as u32).unit("draws"),
            TableColumn::count("accepted", "Draws that are accepted; of the last chunk the ensemble takes those that it still lacks", |row| chunks[row].accepted as u32).unit("draws"),
            TableColumn::number("acceptance", "Share of the draws of the chunk that are accepted", move |row| chunks[row].accepted as f64 / f64::from(length(row))).unit("share").bounds(SHARE),
        ],
    }
}
