//! The `[[known]]` list: figures of the real place that a run is held against.

use super::Time;
use super::document::{Content, Item, Row, Table, expected};
use super::fault::{Finding, Place};
use super::measure_names::{Parts, measure_named, position, unknown};
use super::value::did_you_mean;
use crate::model::measures::Measure;

/// Keys of a known figure: name, whether it must be there, meaning.
pub(super) const KEYS: [(&str, bool, &str); 7] = [
    ("what", true, "What is known, in words"),
    ("measure", true, "The measure of a run that says the same"),
    (
        "time",
        true,
        "\"end\", a year, or the mean over the years from one to another",
    ),
    ("value", true, "The known figure, in the unit of the measure"),
    (
        "interval",
        false,
        "Between what it lies, where that is known: two numbers",
    ),
    ("source", true, "Where it is from"),
    (
        "note",
        false,
        "What to keep in mind when the two are held side by side",
    ),
];

/// A figure that is known of the real place.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// What is known, in words.
    pub what: String,
    /// The measure of a run that says the same.
    pub measure: String,
    /// Its position in a row of the model.
    pub position: usize,
    /// When.
    pub time: Time,
    /// The figure, in the unit of the measure.
    pub value: f64,
    /// Between what it lies, where that is known.
    pub interval: Option<(f64, f64)>,
    /// Where it is from.
    pub source: String,
    /// What to keep in mind; may be empty.
    pub note: String,
    /// The table as it stands in the file.
    pub written: toml::Value,
}

impl Known {
    /// The measure.
    ///
    /// # Panics
    /// When there is no such measure, which reading a scenario rules out.
    #[must_use]
    pub fn definition(&self) -> &'static Measure {
        measure_named(&self.measure).expect("known figures are of measures there are")
    }
}

/// Reads the list of known figures.
pub(super) fn read(list: &Item, parts: Parts<'_>) -> (Vec<Known>, Vec<Finding>) {
    let mut reader = Reader {
        parts,
        findings: Vec::new(),
    };
    let known = match &list.content {
        Content::List(items) => items.iter().filter_map(|item| reader.read(item)).collect(),
        Content::Leaf(_) | Content::Table(_) => {
            reader.findings.push(
                Finding::new(list.place, "known", format!("`known` cannot be {list}"))
                    .code("wrong-type")
                    .hint("each known figure stands under a heading [[known]] of its own".to_owned()),
            );
            Vec::new()
        }
    };
    (known, reader.findings)
}

struct Reader<'a> {
    parts: Parts<'a>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn read(&mut self, item: &Item) -> Option<Known> {
        let Content::Table(table) = &item.content else {
            let finding = Finding::new(item.place, "known", format!("a known figure cannot be {item}"))
                .code("wrong-type");
            self.findings.push(finding.label("expected a table"));
            return None;
        };
        self.check_keys(item.place, table);
        let what = self.text(table, "what");
        let source = self.text(table, "source");
        let note = self.text(table, "note").unwrap_or_default();
        let measure = self.measure(table);
        let time = self.cell(table, "time", Time::EXPECTED, Time::of);
        let value = self.cell(table, "value", "a finite number", finite);
        let interval = self.cell(
            table,
            "interval",
            "two numbers that rise, such as [0.1, 0.2]",
            pair,
        );
        let ((measure, position), value) = measure.zip(value)?;
        self.check_value(table, &measure, value, interval);
        Some(Known {
            what: what?,
            measure,
            position,
            time: time?,
            value,
            interval,
            source: source?,
            note,
            written: item.to_value(),
        })
    }

    /// Every key is one there is, and none is lacking that must be there.
    fn check_keys(&mut self, place: Place, table: &Table) {
        let names = || KEYS.iter().map(|(name, ..)| *name);
        for row in &table.rows {
            if !names().any(|name| name == row.name) {
                let message = format!("a known figure has no `{}`", row.name);
                let hint = did_you_mean(&row.name, names());
                self.findings.push(
                    Finding::new(row.place, &format!("known.{}", row.name), message)
                        .code("unknown-key")
                        .label("unknown key")
                        .hint(hint),
                );
            }
        }
        for (name, _, meaning) in KEYS.iter().filter(|(_, must, _)| *must) {
            if table.row(name).is_none() {
                let message = format!("this known figure lacks `{name}`");
                self.findings.push(
                    Finding::new(place, &format!("known.{name}"), message)
                        .code("missing-key")
                        .label(format!("add `{name} = …`"))
                        .hint((*meaning).to_owned()),
                );
            }
        }
    }

    fn text(&mut self, table: &Table, name: &str) -> Option<String> {
        let text = |item: &Item| item.as_text().map(str::to_owned);
        self.cell(table, name, "a text", text)
    }

    fn measure(&mut self, table: &Table) -> Option<(String, usize)> {
        let name = self.text(table, "measure")?;
        let found = position(self.parts, &name);
        if found.is_none() {
            let place = table.row("measure").map(|row| row.item.place)?;
            self.findings
                .push(unknown(self.parts, &name, place, "known.measure"));
        }
        Some((name, found?))
    }

    /// What a key says, where it is there; a finding where it says anything else than `what`.
    fn cell<T>(
        &mut self,
        table: &Table,
        name: &str,
        what: &str,
        read: impl Fn(&Item) -> Option<T>,
    ) -> Option<T> {
        let row = table.row(name)?;
        let value = read(&row.item);
        if value.is_none() {
            self.findings.push(expected(row, &format!("known.{name}"), what));
        }
        value
    }

    /// The figure is one that the measure can have, and lies in its own interval.
    fn check_value(&mut self, table: &Table, name: &str, value: f64, interval: Option<(f64, f64)>) {
        let Some(measure) = measure_named(name) else {
            return;
        };
        let place = |row: Option<&Row>| row.map(|row| row.item.place);
        if !(measure.minimum..=measure.maximum).contains(&value)
            && let Some(place) = place(table.row("value"))
        {
            let message = format!("`{}` cannot be {value}", measure.key);
            let range = format!("it lies between {} and {}", measure.minimum, measure.maximum);
            self.findings.push(
                Finding::new(place, "known.value", message)
                    .code("out-of-range")
                    .label(range),
            );
        }
        if let Some((low, high)) = interval
            && !(low..=high).contains(&value)
            && let Some(place) = place(table.row("interval"))
        {
            let message = format!("the figure {value} lies outside its own interval");
            self.findings.push(
                Finding::new(place, "known.interval", message)
                    .code("out-of-range")
                    .label("must hold the value"),
            );
        }
    }
}

fn finite(item: &Item) -> Option<f64> {
    item.as_number().filter(|number| number.is_finite())
}

fn pair(item: &Item) -> Option<(f64, f64)> {
    let Content::List(items) = &item.content else {
        return None;
    };
    match &items[..] {
        [low, high] => {
            let (low, high) = (finite(low)?, finite(high)?);
            (low < high).then_some((low, high))
        }
        _ => None,
    }
}
