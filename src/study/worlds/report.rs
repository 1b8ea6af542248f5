//! The report of an ensemble, and the words and tables it shares with the terminal.

use askama::Template;

use super::{KeyChange, PlausibleWorlds};
use crate::figure::numbers::{MISSING, Notation, count, counted, nouns, number};
use crate::figure::{Figure, enumeration};
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::{Measured, WorldTarget, WorldsPlan, register};
use crate::words::{Words, say, words};

/// Numbers that are told.
const KEYS_TOLD: usize = 20;
/// Numbers that are named in a sentence.
const NAMED: usize = 5;
/// Pairs that are told.
const PAIRS_TOLD: usize = 10;
/// Standard deviations from which worlds as a whole lie off a figure.
const PULLED: f64 = 0.5;

/// What the report is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contents<'a> {
    pub(super) plan: &'a WorldsPlan,
    pub(super) found: &'a PlausibleWorlds,
    pub(super) figures: &'a [Figure],
    pub(super) provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/worlds/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    sentences: Vec<String>,
    warnings: Vec<String>,
    tables: Vec<Shown>,
    command: String,
}

/// A table as people read it, under a heading.
pub(super) struct Shown {
    pub(super) heading: String,
    pub(super) head: Vec<Words>,
    pub(super) rows: Vec<Vec<String>>,
}

/// The sentence that everything over worlds begins with.
pub(super) const RESTS_ON: Words = words!(
    "Everything that is said over worlds rests on the discrepancies of the targets, how far off the model may be, and these are judged: twice as large \
     ones leave more worlds, and wider intervals."
);

/// Renders the report as HTML.
///
/// # Errors
/// When the template engine fails.
pub(super) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let page = Page {
        contents: *contents,
        sentences: sentences(contents.plan, contents.found),
        warnings: warnings(contents.plan, contents.found),
        tables: shown(contents.plan, contents.found),
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}

/// What came out, in a few sentences; the first says what it rests on.
pub(super) fn sentences(plan: &WorldsPlan, found: &PlausibleWorlds) -> Vec<String> {
    let worlds = counted(found.ensemble.worlds.len(), nouns::WORLD);
    let draws = count(found.draws());
    let percent = number(100.0 * found.acceptance(), 2);
    let mut sentences = vec![RESTS_ON.to_string()];
    sentences.push(if plan.targets.is_empty() {
        say!("{worlds} of {draws} draws, held against no figure: they are as people thought before.")
    } else {
        let targets = counted(plan.targets.len(), nouns::TARGET);
        let effective = count(found.effective as usize);
        say!(
            "{worlds} of {draws} draws remain when each is held against {targets}: {percent} % are accepted, and all draws together say as much as \
             {effective} of equal weight."
        )
    });
    if plan.targets.is_empty() {
        return sentences;
    }
    let bound = found.distance_by_chance();
    let narrowed: Vec<&KeyChange> = strongest(found)
        .into_iter()
        .filter(|key| key.distance > bound)
        .collect();
    let names: Vec<String> = narrowed.iter().take(NAMED).map(|key| key.key.clone()).collect();
    sentences.push(if names.is_empty() {
        say!("Of no number do the figures say more than chance may: worlds differ in all of them as much as before.")
    } else {
        say!(
            "The figures say most about {}; about most numbers they say next to nothing, and worlds differ there as much as before.",
            enumeration(&names, &words!("and"))
        )
    });
    sentences
}

/// What must not be overlooked.
pub(super) fn warnings(plan: &WorldsPlan, found: &PlausibleWorlds) -> Vec<String> {
    let mut warnings = Vec::new();
    for (measured, met) in plan.measures.iter().zip(&found.met) {
        if met.pull.abs() > PULLED {
            let label = measured.label();
            let pull = number(met.pull, 1);
            warnings.push(say!(
                "{label}: worlds lie {pull} standard deviations off the figure as a whole; the model, or the other figures, pull them there."
            ));
        }
    }
    if !found.failed.is_empty() {
        let failed = count(found.failed.len());
        let draws = count(found.draws());
        warnings.push(say!(
            "{failed} of {draws} draws cannot be run and are no worlds, as their values contradict one another or nobody would be as willing as they say: what was thought before holds without them."
        ));
    }
    warnings
}

/// The numbers of which the figures say most, by how far worlds lie from what was thought before.
pub(super) fn strongest(found: &PlausibleWorlds) -> Vec<&KeyChange> {
    let mut keys: Vec<&KeyChange> = found.keys.iter().collect();
    keys.sort_by(|one, other| other.distance.total_cmp(&one.distance));
    keys.truncate(KEYS_TOLD);
    keys
}

/// All tables that people are shown.
pub(super) fn shown(plan: &WorldsPlan, found: &PlausibleWorlds) -> Vec<Shown> {
    let mut tables = Vec::new();
    if !plan.targets.is_empty() {
        tables.push(targets(plan, found));
    }
    tables.extend([
        keys(&strongest(found), found.distance_by_chance()),
        alternatives(found),
    ]);
    let pairs: Vec<Vec<String>> = found
        .pairs
        .iter()
        .take(PAIRS_TOLD)
        .map(|pair| vec![pair.one.clone(), pair.other.clone(), number(pair.correlation, 2)])
        .collect();
    if !pairs.is_empty() {
        let bound = number(found.by_chance, 2);
        tables.push(Shown {
            heading: say!("Numbers that go together (below {bound} it may be chance)"),
            head: vec![words!("parameter"), words!("other"), words!("rank correlation")],
            rows: pairs,
        });
    }
    tables
}

fn targets(plan: &WorldsPlan, found: &PlausibleWorlds) -> Shown {
    let rows = plan.measures.iter().zip(&plan.targets).zip(&found.met);
    Shown {
        heading: say!("The figures and the worlds"),
        head: vec![
            words!("target"),
            words!("figure"),
            words!("worlds, median"),
            words!("90 % of worlds"),
            words!("pull"),
        ],
        rows: rows
            .map(|((measured, target), met)| {
                let notation = notation(measured, target);
                let (low, high) = target.band();
                vec![
                    measured.label(),
                    format!("{} ({})", notation.value(target.value), notation.range(low, high)),
                    notation.value(met.quantiles[1]),
                    notation.range(met.quantiles[0], met.quantiles[2]),
                    number(met.pull, 2),
                ]
            })
            .collect(),
    }
}

/// How the numbers of a target are written.
pub(super) fn notation(measured: &Measured, target: &WorldTarget) -> Notation {
    let (low, high) = target.band();
    Notation::new(measured.unit(), target.value, 0.25 * (high - low))
}

/// Numbers before and after; distances up to `bound` may be chance.
pub(super) fn keys(keys: &[&KeyChange], bound: f64) -> Shown {
    let bound = number(bound, 2);
    Shown {
        heading: say!("The numbers of which the figures say most (a distance below {bound} may be chance)"),
        head: vec![
            words!("parameter"),
            words!("before"),
            words!("worlds, median"),
            words!("90 % of worlds"),
            words!("narrower"),
            words!("distance"),
        ],
        rows: keys
            .iter()
            .map(|key| {
                let unit = register().get(&key.key).and_then(|entry| entry.unit.clone());
                let unit = unit.unwrap_or_default();
                let notation = Notation::new(&unit, key.after[1], 0.25 * (key.after[2] - key.after[0]));
                vec![
                    key.key.clone(),
                    notation.range(key.before[0], key.before[2]),
                    notation.value(key.after[1]),
                    notation.range(key.after[0], key.after[2]),
                    if key.narrower.is_finite() {
                        number(key.narrower, 2)
                    } else {
                        MISSING.to_string()
                    },
                    number(key.distance, 2),
                ]
            })
            .collect(),
    }
}

fn alternatives(found: &PlausibleWorlds) -> Shown {
    let percent = |share: f64| format!("{} %", number(100.0 * share, 0));
    Shown {
        heading: say!("Alternatives"),
        head: vec![
            words!("parameter"),
            words!("value"),
            words!("before"),
            words!("share of worlds"),
        ],
        rows: found
            .alternatives
            .iter()
            .map(|one| {
                vec![
                    one.key.clone(),
                    one.value.clone(),
                    percent(one.before),
                    percent(one.after),
                ]
            })
            .collect(),
    }
}
