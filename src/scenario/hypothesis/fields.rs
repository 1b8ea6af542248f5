//! The keys of a hypothesis file, taken one by one; what is missing or wrong is collected.

use super::{Question, REPLICATIONS_MAX, REPLICATIONS_MIN, Rejection, SampleSize, Side, is_measure};
use crate::model::measures::measures;
use crate::scenario::Time;
use crate::scenario::document::{Content, Row, Table, expected};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::reading::Reading;
use crate::scenario::value::did_you_mean;

/// Kinds of questions, with the keys each has besides the common ones.
pub(in crate::scenario) const KINDS: [Kind; 8] = [
    Kind {
        name: "difference",
        keys: &["direction", "control", "treatment"],
    },
    Kind {
        name: "equivalence",
        keys: &["control", "treatment"],
    },
    Kind {
        name: "interaction",
        keys: &["direction", "control", "first", "second"],
    },
    Kind {
        name: "mediation",
        keys: &["direction", "bound", "control", "treatment", "path_off"],
    },
    Kind {
        name: "ordering",
        keys: &["direction", "arm"],
    },
    Kind {
        name: "threshold",
        keys: &["direction", "expected", "dose"],
    },
    Kind {
        name: "ratio",
        keys: &[
            "direction",
            "bound",
            "arm",
            "numerator",
            "denominator",
            "denominator_time",
        ],
    },
    Kind {
        name: "cycle",
        keys: &["direction", "period_years", "yearly", "control", "treatment"],
    },
];

/// Keys of every hypothesis.
const COMMON: [&str; 13] = [
    "id",
    "claim",
    "note",
    "sources",
    "scenario",
    "kind",
    "measure",
    "time",
    "smallest_effect",
    "rejected_if",
    "replications",
    "sequential",
    "settings",
];

/// A kind of question.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Kind {
    pub(in crate::scenario) name: &'static str,
    keys: &'static [&'static str],
}

/// What may stand for a value, with what it means.
pub(in crate::scenario) type Choices<'a, T> = &'a [(&'a str, T)];

pub(in crate::scenario) const SIDES: Choices<'_, Side> = &[("greater", Side::Greater), ("less", Side::Less)];

/// The keys that are still to be read, and what has been found wrong.
pub(in crate::scenario) struct Fields {
    table: Table,
    pub(in crate::scenario) findings: Vec<Finding>,
    /// Times that were read: key, place, time.
    pub(in crate::scenario) times: Vec<(&'static str, Place, Time)>,
    shared: Option<Table>,
}

impl Fields {
    pub(in crate::scenario) fn new(mut table: Table) -> Self {
        let shared = table.take("settings");
        let mut fields = Self {
            table,
            findings: Vec::new(),
            times: Vec::new(),
            shared: None,
        };
        fields.shared = shared.and_then(|row| fields.as_table(row));
        fields
    }

    /// What all arms share.
    pub(in crate::scenario) fn shared_settings(&mut self) -> Option<Table> {
        self.shared.take()
    }

    pub(in crate::scenario) fn fault(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Takes a key that must be there.
    pub(in crate::scenario) fn required(&mut self, key: &str, hint: &str) -> Option<Row> {
        let row = self.table.take(key);
        if row.is_none() {
            let finding =
                Finding::new(Reading::anywhere(), key, format!("`{key}` is missing")).code("missing-key");
            self.fault(finding.hint(hint.to_owned()));
        }
        row
    }

    pub(in crate::scenario) fn take(&mut self, key: &str) -> Option<Row> {
        self.table.take(key)
    }

    pub(in crate::scenario) fn kind(&mut self) -> Option<&'static Kind> {
        let names = KINDS.map(|kind| kind.name).join(", ");
        let row = self.required("kind", &format!("one of {names}"))?;
        let found = row
            .item
            .as_text()
            .and_then(|text| KINDS.iter().find(|kind| kind.name == text));
        if found.is_none() {
            let hint = row
                .item
                .as_text()
                .and_then(|text| did_you_mean(text, KINDS.iter().map(|kind| kind.name)));
            let finding = Finding::new(row.item.place, "kind", format!("`kind` cannot be {}", row.item))
                .code("wrong-type");
            self.fault(finding.label(format!("allowed: {names}")).hint(hint));
        }
        found
    }

    pub(in crate::scenario) fn id(&mut self) -> Option<String> {
        let row = self.required("id", "a short name such as \"H-01\"")?;
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        match row.item.as_text() {
            Some(text) if !text.is_empty() && text.len() <= 40 && text.chars().all(allowed) => {
                Some(text.to_owned())
            }
            _ => {
                let message = format!("`id` cannot be {}", row.item);
                self.fault(
                    Finding::new(row.item.place, "id", message)
                        .code("wrong-type")
                        .label("expected at most 40 letters, digits, - and _"),
                );
                None
            }
        }
    }

    pub(in crate::scenario) fn text(&mut self, key: &'static str) -> Option<String> {
        let row = self.required(key, "say it in one sentence")?;
        self.as_text(&row)
    }

    pub(in crate::scenario) fn text_if_given(&mut self, key: &str) -> String {
        let row = self.table.take(key);
        row.and_then(|row| self.as_text(&row)).unwrap_or_default()
    }

    fn as_text(&mut self, row: &Row) -> Option<String> {
        let text = row.item.as_text().map(|text| text.trim().to_owned());
        if text.is_none() {
            self.fault(expected(row, &row.name, "a text"));
        }
        text
    }

    pub(in crate::scenario) fn texts_if_given(&mut self, key: &str) -> Vec<String> {
        let Some(row) = self.table.take(key) else {
            return Vec::new();
        };
        let texts: Option<Vec<String>> = match &row.item.content {
            Content::List(items) => items
                .iter()
                .map(|item| item.as_text().map(str::to_owned))
                .collect(),
            Content::Leaf(_) | Content::Table(_) => None,
        };
        texts.unwrap_or_else(|| {
            self.fault(expected(&row, key, "a list of texts"));
            Vec::new()
        })
    }

    pub(in crate::scenario) fn scenario(&mut self) -> Option<(Place, String)> {
        let row = self.required("scenario", "the path of a scenario file, as seen from this file")?;
        let place = row.item.place;
        self.as_text(&row).map(|text| (place, text))
    }

    /// The name of a measure with its place.
    pub(in crate::scenario) fn measure(&mut self) -> Option<(String, Place)> {
        let row = self.required(
            "measure",
            "a column of the results, as in `codebook.csv` of any run",
        )?;
        let text = self.as_text(&row)?;
        if is_measure(&text) {
            return Some((text, row.item.place));
        }
        let hint = did_you_mean(&text, measures().iter().map(|measure| measure.key))
            .unwrap_or_else(|| "`codebook.csv` of any run lists the measures".to_owned());
        let finding = Finding::new(row.item.place, "measure", format!("there is no measure `{text}`"))
            .code("unknown-name");
        self.fault(finding.label("unknown measure").hint(hint));
        None
    }

    /// A time that must be there.
    pub(in crate::scenario) fn time(&mut self, key: &'static str) -> Option<Time> {
        let row = self.required(
            key,
            "\"end\", a year such as 8.0, or the mean over years such as [6.0, 8.0]",
        )?;
        self.as_time(key, &row)
    }

    /// A time that may be left out, and is then another one.
    pub(in crate::scenario) fn time_or(&mut self, key: &'static str, other: Option<Time>) -> Option<Time> {
        match self.table.take(key) {
            None => other,
            Some(row) => self.as_time(key, &row),
        }
    }

    fn as_time(&mut self, key: &'static str, row: &Row) -> Option<Time> {
        let time = Time::of(&row.item);
        let place = row.item.place;
        if let Some(time) = time {
            self.times.push((key, place, time));
        } else {
            let message = format!("`{key}` cannot be {}", row.item);
            self.fault(
                Finding::new(place, key, message)
                    .code("wrong-type")
                    .label(format!("expected {}", Time::EXPECTED)),
            );
        }
        time
    }

    pub(in crate::scenario) fn positive(&mut self, key: &'static str) -> Option<f64> {
        let row = self.required(
            key,
            "the smallest effect that would matter, in the unit of the effect",
        )?;
        let number = row
            .item
            .as_number()
            .filter(|number| number.is_finite() && *number > 0.0);
        if number.is_none() {
            self.fault(expected(&row, key, "a number above 0"));
        }
        number
    }

    pub(in crate::scenario) fn number(&mut self, key: &'static str, hint: &str) -> Option<f64> {
        let row = self.required(key, hint)?;
        let number = row.item.as_number().filter(|number| number.is_finite());
        if number.is_none() {
            self.fault(expected(&row, key, "a finite number"));
        }
        number
    }

    pub(in crate::scenario) fn flag(&mut self, key: &'static str, hint: &str) -> Option<bool> {
        let row = self.required(key, hint)?;
        let flag = row.item.as_flag();
        if flag.is_none() {
            self.fault(expected(&row, key, "true or false"));
        }
        flag
    }

    /// One of some choices; the key must be there.
    pub(in crate::scenario) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: Choices<'_, T>,
    ) -> Option<T> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let row = self.required(key, &format!("one of {}", names.join(", ")))?;
        self.among(&row, choices)
    }

    fn among<T: Copy>(&mut self, row: &Row, choices: Choices<'_, T>) -> Option<T> {
        let found = row
            .item
            .as_text()
            .and_then(|text| choices.iter().find(|(name, _)| *name == text));
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.fault(expected(row, &row.name, &format!("one of {}", names.join(", "))));
        }
        found.map(|(_, value)| *value)
    }

    /// When the claim counts as rejected; what a kind cannot use is refused.
    pub(in crate::scenario) fn rejection(&mut self, question: Option<&Question>) -> Option<Rejection> {
        let Some(row) = self.table.take("rejected_if") else {
            return Some(Rejection::TooSmall);
        };
        let choices = [
            ("too_small", Rejection::TooSmall),
            ("opposite", Rejection::Opposite),
        ];
        let rejection = self.among(&row, &choices)?;
        let question = question?;
        let one_sided = question.side().is_some() && !matches!(question, Question::Threshold { .. });
        if rejection == Rejection::Opposite && !one_sided {
            let message = "the claim has no other side, so `rejected_if` cannot be `opposite`";
            let hint = "leave `rejected_if` out, or give a direction with another side".to_owned();
            self.fault(Finding::new(row.item.place, "rejected_if", message).hint(hint));
        }
        Some(rejection)
    }

    pub(in crate::scenario) fn effort(&mut self, kind: Option<&'static Kind>) -> Option<SampleSize> {
        let fixed = self.table.take("replications");
        let sequential = self.table.take("sequential");
        match (fixed, sequential) {
            (None, None) => {
                let message = "neither `replications` nor `sequential` says how many replications to run";
                let hint = "`replications` is a fixed number, `sequential` the most before stopping early";
                self.fault(
                    Finding::new(Reading::anywhere(), "replications", message)
                        .code("missing-key")
                        .hint(hint.to_owned()),
                );
                None
            }
            (Some(_), Some(row)) => {
                let message = "`replications` and `sequential` cannot stand together";
                let hint = "keep one: a fixed number, or the most before stopping early";
                self.fault(Finding::new(row.place, "sequential", message).hint(hint.to_owned()));
                None
            }
            (Some(row), None) => self.replications(&row).map(SampleSize::Fixed),
            (None, Some(row)) => {
                let number = self.replications(&row)?;
                if let Some(name) = kind
                    .map(|kind| kind.name)
                    .filter(|name| ["mediation", "ratio", "threshold"].contains(name))
                {
                    let message = format!("a {name} cannot be tested sequentially");
                    let hint = "its p-value is not valid at every stop; give `replications` instead";
                    self.fault(Finding::new(row.place, "sequential", message).hint(hint.to_owned()));
                }
                Some(SampleSize::Sequential(number))
            }
        }
    }

    fn replications(&mut self, row: &Row) -> Option<u32> {
        let key = row.name.as_str();
        let number = match row.item.content {
            Content::Leaf(toml::Value::Integer(number)) => u32::try_from(number).ok(),
            Content::Leaf(_) | Content::List(_) | Content::Table(_) => None,
        };
        let within = number.filter(|number| (REPLICATIONS_MIN..=REPLICATIONS_MAX).contains(number));
        if within.is_none() {
            let finding = if number == Some(1) {
                Finding::new(row.item.place, key, "one replication gives no interval")
            } else {
                Finding::new(row.item.place, key, format!("`{key}` cannot be {}", row.item))
                    .code("wrong-type")
            };
            self.fault(finding.label(format!(
                "expected a whole number from {REPLICATIONS_MIN} to {REPLICATIONS_MAX}"
            )));
        }
        within
    }

    /// A table of settings; empty where there is none.
    pub(in crate::scenario) fn settings(&mut self, key: &str) -> Option<Table> {
        match self.table.take(key) {
            None => Some(Table::default()),
            Some(row) => self.as_table(row),
        }
    }

    /// A table that must be there.
    pub(in crate::scenario) fn required_table(
        &mut self,
        key: &'static str,
        hint: &str,
    ) -> Option<(Table, Place)> {
        let row = self.required(key, hint)?;
        let place = row.place;
        self.as_table(row).map(|table| (table, place))
    }

    fn as_table(&mut self, row: Row) -> Option<Table> {
        match row.item.content {
            Content::Table(table) => Some(table),
            Content::Leaf(_) | Content::List(_) => {
                let hint = format!("settings stand under the heading [{}]", row.name);
                self.fault(expected(&row, &row.name, "a table").hint(hint));
                None
            }
        }
    }

    /// Refuses whatever is left: `what` has no such keys, only the `known`.
    pub(in crate::scenario) fn refuse_all_but(&mut self, what: &str, known: &[&str]) {
        for row in std::mem::take(&mut self.table.rows) {
            let hint = did_you_mean(&row.name, known.iter().copied())
                .unwrap_or_else(|| format!("the keys here are {}", known.join(", ")));
            let message = format!("{what} has no key `{}`", row.name);
            self.fault(
                Finding::new(row.place, &row.name, message)
                    .code("unknown-key")
                    .label("unknown key")
                    .hint(hint),
            );
        }
    }

    /// Refuses the keys that nobody asked for.
    pub(in crate::scenario) fn refuse_rest(&mut self, kind: Option<&'static Kind>) {
        for row in std::mem::take(&mut self.table.rows) {
            let name = row.name.as_str();
            let own = kind.map_or(&[][..], |kind| kind.keys);
            let owners: Vec<&str> = KINDS
                .iter()
                .filter(|other| other.keys.contains(&name))
                .map(|other| other.name)
                .collect();
            let finding = match kind {
                // With no kind read, nobody can say which of these keys belong.
                None if !owners.is_empty() => continue,
                Some(_) if own.contains(&name) => continue,
                Some(kind) if !owners.is_empty() => {
                    let message = format!("`{name}` has no meaning in a hypothesis of kind {}", kind.name);
                    Finding::new(row.place, name, message).hint(format!(
                        "it belongs to {}; is that the kind that is meant?",
                        owners.join(", ")
                    ))
                }
                _ => {
                    let known = COMMON.iter().chain(own).copied();
                    let hint = did_you_mean(name, known)
                        .unwrap_or_else(|| "settings of all arms stand under [settings]".to_owned());
                    Finding::new(row.place, name, format!("a hypothesis has no key `{name}`"))
                        .code("unknown-key")
                        .label("unknown key")
                        .hint(hint)
                }
            };
            self.fault(finding);
        }
    }
}
