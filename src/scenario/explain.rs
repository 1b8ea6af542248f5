//! What a key means, in words for the terminal.

use std::fmt::Write as _;

use super::core_keys;
use super::data_files::trait_name;
use super::data_keys::{COLUMN_KEYS, DataKey, FILE_KEYS, SPEC_KEYS};
use super::documentation;
use super::events::{Argument, KINDS, Kind};
use super::known;
use super::language::begin_under;
use super::mechanism_names::NAMES;
use super::need;
use super::register::{Entry, Removal, register};
use super::time::so_many_years;
use super::value::closest;
use crate::model::observed::Trait;
use crate::words::{Words, given, in_prose, marked, say, words};

/// What the table of columns means.
const COLUMNS: Words =
    words!("How the columns of that file become traits; `samspil explain population.data` has its keys");

/// The words at the top of a scenario, each with its meaning and an example.
const AT_TOP: [(&str, Words, &str); 4] = [
    ("title", words!("Title in reports"), "\"My town\""),
    ("story", words!("What it is about"), "\"…\""),
    ("sources", words!("Where its numbers come from"), "[\"…\"]"),
    (
        "extends",
        words!("The scenario on which it is laid, seen from this file, or by its name"),
        "\"reference\"",
    ),
];
/// The tables of a scenario beside those of the register, each with its meaning.
const TABLES: [(&str, Words); 4] = [
    ("event", words!("What happens in the course of a run")),
    ("known", words!("Figures that are known of the real place")),
    ("lesson", words!("What it says to a class")),
    ("da", words!("The same words in Danish")),
];

/// A key that is not in the register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", say!("there is no key or table `{key}`{}", suggestion(nearest)))]
pub struct UnknownKey {
    /// The key as asked for.
    pub key: String,
    /// Keys with similar names, the closest first.
    pub nearest: Vec<String>,
}

fn suggestion(nearest: &[String]) -> String {
    let hint = match nearest {
        [] => say!("`samspil explain population` lists the keys of a table"),
        names => say!("did you mean `{}`?", names.join(words!("` or `").text())),
    };
    format!("\nhint: {hint}")
}

/// Explains a key of the register, lists the keys of a table, or counts the numbers by their `grades`.
///
/// # Errors
///
/// [`UnknownKey`] with the keys that look most like it.
pub(super) fn explain(key: &str) -> Result<String, UnknownKey> {
    if let Some(entry) = register().get(key) {
        return Ok(explain_entry(entry));
    }
    if key == "known" {
        return Ok(known_figure());
    }
    if key == "grades" {
        return Ok(documentation::grades());
    }
    if key == "core" {
        return Ok(core_keys::list());
    }
    if let Some(mechanism) = mechanism(key) {
        return Ok(mechanism);
    }
    if let Some((name, meaning, example)) = AT_TOP.iter().find(|(name, ..)| *name == key) {
        return Ok(say!("{name}\n  {meaning}\n  example     {name} = {example}"));
    }
    if let Some(kinds) = events(key) {
        return Ok(kinds);
    }
    if let Some(data) = data(key) {
        return Ok(data);
    }
    let table = key.trim_end_matches('.');
    let mut lines: Vec<(&str, &str)> = register()
        .under(table)
        .into_iter()
        .map(|entry| (entry.key.as_str(), entry.meaning.text()))
        .collect();
    if lines.is_empty() {
        let mut nearest = register().nearest(key);
        let of_data = data_keys();
        let close = closest(key, of_data.iter().map(String::as_str));
        if let Some(close) = close.filter(|_| nearest.is_empty() || key.starts_with("population.data")) {
            nearest = vec![close.to_owned()];
        }
        return Err(UnknownKey {
            key: key.to_owned(),
            nearest,
        });
    }
    match table {
        "population" => lines.extend([
            ("population.from", FILE_KEYS[0].2.text()),
            ("population.data", COLUMNS.text()),
        ]),
        "network" => lines.push(("network.from", FILE_KEYS[1].2.text())),
        _ => {}
    }
    let width = lines.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
    let lines: Vec<String> = lines
        .iter()
        .map(|(key, meaning)| format!("{key:width$}  {meaning}"))
        .collect();
    Ok(lines.join("\n"))
}

/// Explains a mechanism by its id, as in `M32`: name, switches, keys and chapter; `None` for another key.
fn mechanism(id: &str) -> Option<String> {
    let number: usize = id.strip_prefix(['M', 'm'])?.parse().ok()?;
    let name = NAMES.get(number.checked_sub(1)?)?;
    let id = format!("M{number}");
    let of_it = |entry: &&Entry| entry.equation.as_deref() == Some(&id);
    let entries: Vec<&Entry> = register().entries().iter().filter(of_it).collect();
    let is_switch = |entry: &&&Entry| entry.key.starts_with("mechanisms.");
    let mut text = say!(
        "{id}: {name}\n  chapter     docs/mechanisms.md, “{id} {}”\n",
        name.english
    );
    for switch in entries.iter().filter(is_switch) {
        let default = &switch.default;
        text += &say!("  switch      {} = {default}. {}\n", switch.key, switch.meaning);
    }
    let keys: Vec<&&Entry> = entries.iter().filter(|entry| !is_switch(entry)).collect();
    let width = keys.iter().map(|entry| entry.key.len()).max().unwrap_or_default();
    for entry in keys {
        write!(text, "\n{:width$}  {}", entry.key, entry.meaning).expect("writing to a string cannot fail");
    }
    Some(text)
}

/// What stands at the top of a scenario: words, tables of its own, and those of the register.
pub(super) fn list_top() -> String {
    let mut text = String::new();
    let words = AT_TOP.iter().map(|(name, meaning, _)| (name, meaning));
    for (name, meaning) in words.chain(TABLES.iter().map(|(name, meaning)| (name, meaning))) {
        writeln!(text, "{name:8}  {meaning}").expect("writing to a string cannot fail");
    }
    let mut tables: Vec<&str> = Vec::new();
    for entry in register().entries() {
        let table = entry.key.split('.').next().unwrap_or_default();
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    let tables = tables.join(", ");
    text + &say!("\nand the tables {tables}; `samspil explain population` lists the keys of one")
}

/// Every key about data files, in full; the keys of a column under `TRAIT`.
fn data_keys() -> Vec<String> {
    let files = FILE_KEYS.iter().map(|(table, name, _)| format!("{table}.{name}"));
    let of_spec = SPEC_KEYS
        .iter()
        .map(|key| format!("population.data.{}", key.name));
    let of_column = COLUMN_KEYS
        .iter()
        .map(|key| format!("population.data.columns.TRAIT.{}", key.name));
    let whole = std::iter::once("population.data".to_owned());
    files.chain(whole).chain(of_spec).chain(of_column).collect()
}

/// Explains a key about data files; `None` for another key.
fn data(key: &str) -> Option<String> {
    let file = FILE_KEYS
        .iter()
        .find(|(table, name, _)| key == format!("{table}.{name}"));
    if let Some((table, name, meaning)) = file {
        let example = if *table == "population" {
            "people.csv"
        } else {
            "ties.csv"
        };
        return Some(say!(
            "{key}\n  {meaning}\n  example     [{table}]\n              {name} = \"{example}\""
        ));
    }
    let rest = key.trim_end_matches('.').strip_prefix("population.data")?;
    let of = |keys: &[DataKey], name: &str| {
        let found = keys.iter().find(|key| key.name == name)?;
        Some(say!(
            "{key}\n  {}\n  example     {} = {}",
            found.meaning,
            found.name,
            found.example
        ))
    };
    let list = |keys: &[DataKey]| {
        let lines = keys.iter().map(|key| {
            let line = format!("{} = {}", key.name, key.example);
            format!("{line:32} # {}\n", key.meaning)
        });
        lines.collect::<String>()
    };
    let traits = Trait::ALL.map(trait_name).join(", ");
    let columns = say!(
        "A column stands under the trait it supplies, such as\n\n[population.data.columns]\n\
         trust = {{ column = \"trstplc\", low = 0, high = 10 }}\n\nwith these keys:\n\n{}\nThe traits are {traits}.",
        list(&COLUMN_KEYS)
    );
    match rest.split('.').collect::<Vec<_>>()[..] {
        [""] => {
            let (_, own) = SPEC_KEYS.split_last()?;
            let lines = list(own);
            Some(say!(
                "How the columns of `population.from` become traits; every line but `columns` may be left out:\n\n\
                 [population.data]\n{lines}\n{columns}"
            ))
        }
        ["", "columns"] => Some(columns),
        ["", name] => of(&SPEC_KEYS, name),
        ["", "columns", which] if is_trait(which) => Some(columns),
        ["", "columns", which, name] if is_trait(which) || which == "TRAIT" => of(&COLUMN_KEYS, name),
        _ => None,
    }
}

fn is_trait(name: &str) -> bool {
    Trait::ALL.into_iter().any(|of| trait_name(of) == name)
}

/// A known figure as it is written, each key with its meaning.
fn known_figure() -> String {
    let heading =
        say!("A known figure stands in a table of its own; a run is held against it:\n\n[[known]]\n");
    format!("{heading}{}", begin_under("known", &known::SHAPE))
}

/// Explains the kinds of events, or one of them; `None` for another key.
fn events(key: &str) -> Option<String> {
    let wanted = key.strip_prefix("event")?;
    let kinds: Vec<&Kind> = KINDS
        .iter()
        .filter(|kind| wanted.is_empty() || wanted.strip_prefix('.') == Some(kind.name))
        .collect();
    if kinds.is_empty() {
        return None;
    }
    let mut text = say!("An event stands in a table of its own:\n");
    for kind in kinds {
        let argument = match kind.argument {
            Argument::Changes => "{ \"willingness.motivation\" = 2.0 }",
            Argument::Programme => "\"NAME\"",
            Argument::Share => "0.5",
            Argument::True => "true",
        };
        let name = kind.name;
        write!(
            text,
            "\n[[event]]            # {}\nyear = 2.0\n{name} = {argument}\n",
            kind.meaning
        )
        .expect("writing to a string cannot fail");
        for field in kind.fields {
            let (low, high) = field.bounds;
            let default = field
                .default
                .map_or_else(|| say!("must be given"), |it| say!("default {it}"));
            let value = field.default.unwrap_or(1.0);
            text += &say!(
                "{} = {value:?}  # {}: {low} to {high}, {default}\n",
                field.name,
                field.meaning
            );
        }
    }
    Some(text)
}

fn explain_entry(entry: &Entry) -> String {
    let mut text = format!("{}\n  {}\n", entry.key, entry.meaning);
    let range = entry.range.map(|(low, high)| {
        let (low, high) = (in_prose(low), in_prose(high));
        say!("{low} to {high}")
    });
    let default = match &entry.default {
        toml::Value::Float(_) => marked(&entry.default.to_string()),
        other => other.to_string(),
    };
    let events = if entry.fixed {
        say!("no, it is the same throughout a run")
    } else {
        say!("yes, by an event")
    };
    let fields = [
        (words!("default"), Some(default)),
        (words!("allowed"), Some(entry.allowed())),
        (words!("plausible"), range),
        (words!("in worlds"), documentation::in_worlds(entry)),
        (words!("symbol"), entry.symbol.clone()),
        (words!("equation"), entry.equation.clone()),
        (
            words!("evidence"),
            Some(documentation::evidence(
                entry,
                words!("source not re-read").text(),
            )),
        ),
        (words!("source"), Some(entry.source.clone())),
        (words!("can change"), Some(events)),
        (
            words!("needs"),
            (!entry.needs.is_empty()).then(|| need::readable(&entry.needs)),
        ),
        (
            words!("to remove"),
            entry.removal.as_ref().map(|removal| removal.meaning.to_string()),
        ),
        (words!("price"), entry.removal.as_ref().map(price)),
        (
            words!("price from"),
            entry
                .removal
                .as_ref()
                .map(|removal| format!("{}; {}", removal.grade, removal.source)),
        ),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(text, "  {name:<10}  {value}").expect("writing to a string cannot fail");
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// The price of removing a barrier in words.
fn price(removal: &Removal) -> String {
    let [hours, kept] = [
        removal.hours_per_post_per_year,
        removal.kept_hours_per_post_per_year,
    ]
    .map(given);
    say!(
        "{hours} h of each post a year until it is gone, after {}; then {kept} h a year",
        so_many_years(removal.years)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_explained_with_all_its_fields() {
        insta::assert_snapshot!(explain("willingness.motivation").unwrap(), @r"
        willingness.motivation
          Weight of intrinsic motivation times value fit
          default     1.6
          allowed     a number from -10 to 10 (logit)
          plausible   1 to 2.5
          in worlds   uniform
          symbol      β_m
          equation    M3
          evidence    V sign, J size
          source      Ev-05, Ev-13
          can change  yes, by an event
          needs       mechanisms.willingness
        ");
    }

    #[test]
    fn a_barrier_is_explained_with_its_price() {
        let text = explain("barriers.missing_competence").unwrap();
        let (_, price) = text.split_once("\n  to remove   ").unwrap();
        assert!(
            price
                .contains("\n  price       60 h of each post a year until it is gone, after 1.5 years; then")
        );
        assert!(price.contains("\n  price from  J; "), "{price}");
        let danish = crate::words::within(crate::words::Language::Danish, || {
            explain("barriers.missing_competence").unwrap()
        });
        assert!(danish.contains("efter 1,5 år"), "{danish}");
        assert!(!explain("network.bridge").unwrap().contains("to remove"));
    }

    #[test]
    fn grades_are_explained_and_what_was_not_reread_is_told() {
        let grades = explain("grades").unwrap();
        assert!(grades.contains("numbers. The size of "), "{grades}");
        let idea = explain("initiatives.spread_imitation").unwrap();
        assert!(idea.contains("evidence    D/J, source not re-read"), "{idea}");
    }

    #[test]
    fn events_are_explained_as_they_are_written() {
        insta::assert_snapshot!(explain("event.campaign").unwrap(), @r#"
        An event stands in a table of its own:

        [[event]]            # Extra outreach for this programme for some months
        year = 2.0
        campaign = "NAME"
        intensity = 1.0  # Intensity added to the outreach of the programme: 0 to 50, must be given
        months = 1.0  # How long it lasts: 0.25 to 1200, must be given
        "#);
        assert_eq!(
            explain("event").unwrap().matches("[[event]]").count(),
            KINDS.len()
        );
        assert!(explain("event.picnic").is_err());
    }

    #[test]
    fn a_known_figure_is_explained_so_that_it_can_be_copied() {
        let explained = explain("known").unwrap();
        let (_, figure) = explained.split_once("\n\n").unwrap();
        let text = format!("{figure}\n[programme.parks]\n");
        let scenario = crate::scenario::Scenario::from_text("parks.toml".as_ref(), &text, &[]).unwrap();
        assert_eq!(scenario.known[0].interval, Some((0.04, 0.06)));
        assert!(explained.contains("# note = "));
        assert!(explained.contains("# [known.da]"), "{explained}");
    }

    #[test]
    fn danish_numbers_have_a_comma_and_a_minus() {
        let danish = crate::words::within(crate::words::Language::Danish, || {
            explain("willingness.motivation").unwrap()
        });
        assert!(danish.contains("standard    1,6\n"), "{danish}");
        assert!(
            danish.contains("et tal fra −10 til 10") && danish.contains("1 til 2,5"),
            "{danish}"
        );
    }

    #[test]
    fn a_mechanism_is_explained_by_its_id() {
        let text = explain("M32").unwrap();
        assert!(text.starts_with("M32: Power between the sides\n"), "{text}");
        assert!(text.contains("  switch      mechanisms.power = true. "), "{text}");
        assert!(text.contains("\npower.resistance  "), "{text}");
        let chapters = include_str!("../../docs/mechanisms.md");
        for (number, name) in (1..).zip(NAMES) {
            let text = explain(&format!("m{number}")).unwrap();
            assert!(text.contains("  switch      mechanisms."), "{text}");
            let chapter = format!("\n### M{number} {}\n", name.english);
            assert!(chapters.contains(&chapter), "{chapter}");
        }
        assert!(explain("M33").is_err() && explain("M0").is_err() && explain("M").is_err());
    }

    #[test]
    fn a_table_lists_its_keys() {
        let text = explain("willingness").unwrap();
        assert_eq!(text.lines().count(), register().under("willingness").len());
        assert!(text.starts_with("willingness.reference_mean"));
        assert_eq!(explain("population.correlation").unwrap().lines().count(), 11);
        assert_eq!(explain("programme").unwrap(), explain("programme.*").unwrap());
    }

    #[test]
    fn every_key_about_data_is_explained() {
        let table = explain("population.data").unwrap();
        for key in data_keys() {
            let text = explain(&key.replace("TRAIT", "trust")).unwrap_or_else(|error| panic!("{error}"));
            let last = key.rsplit('.').next().unwrap();
            assert!(
                text.contains("example") || last == "data" || last == "columns",
                "{key}"
            );
            if key.starts_with("population.data.") && last != "columns" {
                assert!(table.contains(&format!("\n{last} = ")), "{key}");
            }
        }
        for key in ["population.from", "population.data"] {
            assert!(explain("population").unwrap().contains(key));
        }
        assert!(explain("network").unwrap().contains("network.from"));
        assert_eq!(
            explain("population.data.wieght").unwrap_err().nearest,
            ["population.data.weight"]
        );
    }

    #[test]
    fn an_unknown_key_gets_a_suggestion() {
        let error = explain("population.trust_hihg").unwrap_err().to_string();
        assert!(error.contains("did you mean `population.trust_high`"), "{error}");
        assert!(explain("").is_err());
    }
}
