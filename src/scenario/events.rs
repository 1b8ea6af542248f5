//! The `[[event]]` list: changes of parameters and other things that happen during a run.

use crate::model::setup::{Event, EventKind};

use super::document::{Content, Item, Row, Table, expected};
use super::fault::{Finding, Place, Texts};
use super::files::unknown_key;
use super::register::register;
use super::value::{check, did_you_mean};
use super::values::Valued;
use crate::words::{Words, given, say, words};

/// A kind of event, named by its key, with the keys that may stand beside it.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// What the key itself takes.
    pub(super) argument: Argument,
    /// Numbers that may or must stand beside it.
    pub(super) fields: &'static [Field],
    pub(super) meaning: Words,
}

/// What the key of an event takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Argument {
    Changes,
    Programme,
    Share,
    True,
}

/// A number beside the key of an event.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) bounds: (f64, f64),
    /// `None` when it must be given.
    pub(super) default: Option<f64>,
    pub(super) meaning: Words,
}

/// Every kind of event there is.
pub(super) const KINDS: [Kind; 6] = [
    Kind {
        name: "change",
        argument: Argument::Changes,
        fields: &[],
        meaning: words!("Parameters that have another value from then on, by their keys in quotation marks"),
    },
    Kind {
        name: "grant_ends",
        argument: Argument::Programme,
        fields: &[Field {
            name: "share",
            bounds: (0.0, 1.0),
            default: Some(1.0),
            meaning: words!("Part of the grant's money that is lost"),
        }],
        meaning: words!("The grant behind this programme ends"),
    },
    Kind {
        name: "staff_cut",
        argument: Argument::Share,
        fields: &[],
        meaning: words!("Share of professional hours that is cut in every unit"),
    },
    Kind {
        name: "campaign",
        argument: Argument::Programme,
        fields: &[
            Field {
                name: "intensity",
                bounds: (0.0, 50.0),
                default: None,
                meaning: words!("Intensity added to the outreach of the programme"),
            },
            Field {
                name: "months",
                bounds: (0.25, 1200.0),
                default: None,
                meaning: words!("How long it lasts"),
            },
        ],
        meaning: words!("Extra outreach for this programme for some months"),
    },
    Kind {
        name: "shock",
        argument: Argument::Share,
        fields: &[],
        meaning: words!("Share of participants, the most motivated, who leave at once"),
    },
    Kind {
        name: "election",
        argument: Argument::True,
        fields: &[],
        meaning: words!("An election outside the regular term"),
    },
];

/// The clock of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub(super) steps_per_year: u32,
    pub(super) steps: u32,
    pub(super) horizon_years: f64,
    /// Whether what says how long the run is could be read; otherwise no year can be held against it.
    pub(super) known: bool,
}

impl Clock {
    /// The step at whose beginning something in this year happens; `None` where there is no such step.
    pub(super) fn step_of(&self, year: f64) -> Option<u32> {
        let step = (year * f64::from(self.steps_per_year)).round();
        (step >= 0.0 && step < f64::from(self.steps)).then_some(step as u32)
    }

    /// Whether a year lies within the run, although its step may be one too many.
    pub(super) fn is_before_end(&self, year: f64) -> bool {
        (0.0..self.horizon_years).contains(&year)
    }

    /// What helps to see something in a year after the end of the run.
    fn hint_of_later(&self, year: f64) -> Option<String> {
        let key = "simulation.horizon_years";
        let (_, longest) = register().get(key)?.bounds?;
        if year < 0.0 {
            None
        } else if (year * f64::from(self.steps_per_year)).round() < longest * f64::from(self.steps_per_year) {
            Some(say!("raise `{key}` to see it"))
        } else {
            Some(say!("a run lasts at most {longest} years"))
        }
    }

    /// The year in which the last step begins, rounded so that it is found again.
    pub(super) fn last_year(&self) -> f64 {
        let year = f64::from(self.steps - 1) / f64::from(self.steps_per_year);
        (year * 1000.0).round() / 1000.0
    }

    /// Why there is no step for something in this year.
    pub(super) fn why_outside(&self, what: Words, at: f64) -> String {
        let (steps, year, last_year) = (self.steps, given(at), given(self.last_year()));
        if self.is_before_end(at) {
            say!(
                "{what} in year {year} comes too late: it rounds to the end of step {steps}, the last one, which begins in year {last_year}"
            )
        } else if at >= 0.0 && (at * f64::from(self.steps_per_year)).round() <= f64::from(steps) {
            say!(
                "{what} in year {year} comes too late: the run ends there, and its last step begins in year {last_year}"
            )
        } else {
            say!("{what} in year {year} lies outside the run")
        }
    }
}

/// A change of parameters from a step on.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) step: u32,
    /// Number of the event, from 1, in the order of the list.
    pub(super) event: usize,
    pub(super) values: Vec<(String, Valued)>,
}

/// The events of a scenario, read.
#[derive(Debug, Default)]
pub(super) struct Events {
    /// Changes in the order of their steps.
    pub(super) changes: Vec<Change>,
    /// Other events in the order of their steps.
    pub(super) others: Vec<Event>,
    pub(super) findings: Vec<Finding>,
}

/// Reads the list of events.
pub(super) fn read(list: &Item, texts: &Texts, clock: Clock, programmes: &[String]) -> Events {
    let mut reader = Reader {
        texts,
        clock,
        programmes,
        read: Events::default(),
    };
    match &list.content {
        Content::List(items) => {
            let numbered = (1..).zip(items);
            numbered.for_each(|(number, item)| reader.read_event(number, item));
        }
        Content::Leaf(_) | Content::Table(_) => reader.read.findings.push(
            Finding::new(list.place, "event", say!("`event` cannot be {list}"))
                .code("wrong-type")
                .hint(say!("each event stands under a heading [[event]] of its own")),
        ),
    }
    let mut read = reader.read;
    read.changes.sort_by_key(|change| change.step);
    read.others.sort_by_key(|event| event.step);
    read
}

struct Reader<'a> {
    texts: &'a Texts,
    clock: Clock,
    programmes: &'a [String],
    read: Events,
}

impl Reader<'_> {
    fn read_event(&mut self, number: usize, item: &Item) {
        let Content::Table(table) = &item.content else {
            let finding =
                Finding::new(item.place, "event", say!("an event cannot be {item}")).code("wrong-type");
            self.read.findings.push(finding.label(say!("expected a table")));
            return;
        };
        let step = self.step(item.place, table);
        let Some((kind, row)) = self.kind(item.place, table) else {
            return;
        };
        self.refuse_unknown(kind, table);
        let fields: Vec<Option<f64>> = kind
            .fields
            .iter()
            .map(|field| self.field(item.place, table, field))
            .collect();
        let event = match kind.argument {
            Argument::Changes => {
                let values = self.changes(row);
                if let (Some(step), Some(values)) = (step, values) {
                    let event = number;
                    self.read.changes.push(Change { step, event, values });
                }
                None
            }
            Argument::Programme => self
                .programme(row)
                .and_then(|programme| self.of_programme(kind, programme, &fields)),
            Argument::Share => self
                .number(&row.item, kind.name, (0.0, 1.0))
                .map(|share| match kind.name {
                    "staff_cut" => EventKind::StaffCut { share },
                    _ => EventKind::Shock { share },
                }),
            Argument::True => self.election(row),
        };
        if let (Some(step), Some(kind)) = (step, event) {
            self.read.others.push(Event { step, kind });
        }
    }

    /// The step at which it happens.
    fn step(&mut self, place: Place, table: &Table) -> Option<u32> {
        let Some(row) = table.row("year") else {
            self.fault(
                Finding::new(place, "event.year", say!("this event has no year"))
                    .code("missing-key")
                    .label(say!("add `year = …`")),
            );
            return None;
        };
        let Some(year) = row.item.as_number() else {
            self.fault(expected(row, "event.year", &words!("a number of years")));
            return None;
        };
        let step = self.clock.step_of(year).or((!self.clock.known).then_some(0));
        if step.is_some() {
            return step;
        }
        let finding = Finding::new(
            row.item.place,
            "event.year",
            self.clock.why_outside(words!("an event"), year),
        )
        .code("out-of-range")
        .label(say!("the run goes from year 0 to {}", self.clock.horizon_years));
        let hint = if self.clock.is_before_end(year) {
            Some(say!("write `year = {}`", self.clock.last_year()))
        } else {
            self.clock.hint_of_later(year)
        };
        self.fault(finding.hint(hint));
        None
    }

    /// The kind of the event and the row that names it.
    fn kind<'t>(&mut self, place: Place, table: &'t Table) -> Option<(&'static Kind, &'t Row)> {
        let found: Vec<_> = table
            .rows
            .iter()
            .filter_map(|row| {
                KINDS
                    .iter()
                    .find(|kind| kind.name == row.name)
                    .map(|kind| (kind, row))
            })
            .collect();
        match found[..] {
            [one] => Some(one),
            [] => {
                let names = KINDS.map(|kind| kind.name).join(", ");
                let other = table.rows.iter().find(|row| row.name != "year");
                let finding = match other {
                    Some(row) => Finding::new(row.place, "event", say!("there is no event `{}`", row.name))
                        .code("unknown-name")
                        .hint(did_you_mean(&row.name, KINDS.iter().map(|kind| kind.name))),
                    None => Finding::new(place, "event", say!("nothing happens at this event")),
                };
                self.fault(finding.label(say!("expected one of {names}")));
                None
            }
            [(first, _), (_, row), ..] => {
                let message = say!("an event cannot be both `{}` and `{}`", first.name, row.name);
                let hint = say!("put each under a heading [[event]] of its own");
                self.fault(Finding::new(row.place, "event", message).hint(hint));
                None
            }
        }
    }

    fn refuse_unknown(&mut self, kind: &Kind, table: &Table) {
        let names = || {
            kind.fields
                .iter()
                .map(|field| field.name)
                .chain([kind.name, "year"])
        };
        for row in &table.rows {
            if !names().any(|name| name == row.name) {
                let message = say!("an event `{}` takes no `{}`", kind.name, row.name);
                let key = format!("event.{}", row.name);
                let hint = did_you_mean(&row.name, names());
                self.fault(
                    Finding::new(row.place, &key, message)
                        .code("unknown-key")
                        .label(say!("unknown key"))
                        .hint(hint),
                );
            }
        }
    }

    fn field(&mut self, place: Place, table: &Table, field: &Field) -> Option<f64> {
        match (table.row(field.name), field.default) {
            (Some(row), _) => self.number(&row.item, field.name, field.bounds),
            (None, Some(default)) => Some(default),
            (None, None) => {
                let (low, high) = field.bounds;
                let key = format!("event.{}", field.name);
                self.fault(
                    Finding::new(place, &key, say!("this event lacks `{}`", field.name))
                        .code("missing-key")
                        .label(say!("add a number from {low} to {high}")),
                );
                None
            }
        }
    }

    fn number(&mut self, item: &Item, name: &str, (low, high): (f64, f64)) -> Option<f64> {
        let number = item.as_number().filter(|number| (low..=high).contains(number));
        if number.is_none() {
            let finding = Finding::new(
                item.place,
                &format!("event.{name}"),
                say!("`{name}` cannot be {item}"),
            )
            .code("wrong-type");
            self.fault(finding.label(say!("allowed: a number from {low} to {high}")));
        }
        number
    }

    fn programme(&mut self, row: &Row) -> Option<usize> {
        let key = format!("event.{}", row.name);
        let Some(name) = row.item.as_text() else {
            self.fault(expected(row, &key, &words!("the key of a programme")));
            return None;
        };
        let position = self.programmes.iter().position(|programme| programme == name);
        if position.is_none() {
            let hint = did_you_mean(name, self.programmes.iter().map(String::as_str));
            let message = say!("the scenario has no programme `{name}`");
            self.fault(
                Finding::new(row.item.place, &key, message)
                    .code("unknown-name")
                    .hint(hint),
            );
        }
        position
    }

    fn of_programme(&self, kind: &Kind, programme: usize, fields: &[Option<f64>]) -> Option<EventKind> {
        match (kind.name, fields) {
            ("grant_ends", [share]) => Some(EventKind::GrantEnds {
                programme,
                share: (*share)?,
            }),
            ("campaign", [intensity, months]) => {
                let steps = (*months)? / 12.0 * f64::from(self.clock.steps_per_year);
                let steps = steps.round().max(1.0) as u32;
                Some(EventKind::Campaign {
                    programme,
                    intensity: (*intensity)?,
                    steps,
                })
            }
            _ => None,
        }
    }

    fn election(&mut self, row: &Row) -> Option<EventKind> {
        if row.item.as_flag() == Some(true) {
            return Some(EventKind::Election);
        }
        let finding = expected(row, "event.election", "true");
        self.fault(finding.hint(say!("leave the event out where there is no election")));
        None
    }

    /// The values of a `change`, where all of them are right.
    fn changes(&mut self, row: &Row) -> Option<Vec<(String, Valued)>> {
        let Content::Table(table) = &row.item.content else {
            self.fault(expected(
                row,
                "event.change",
                &words!("a table such as { \"barriers.silos\" = 0.1 }"),
            ));
            return None;
        };
        let before = self.read.findings.len();
        let values = table.rows.iter().filter_map(|row| self.changed(row)).collect();
        (self.read.findings.len() == before).then_some(values)
    }

    fn changed(&mut self, row: &Row) -> Option<(String, Valued)> {
        let key = &row.name;
        let finding = match register().get(key) {
            None if register().is_table(key) || key == "programme" => {
                Finding::new(row.place, key, say!("`{key}` is a table, not a key"))
                    .hint(say!("write the whole key in quotation marks: \"{key}.…\" = …"))
            }
            None => unknown_key(row.place, key),
            Some(entry) if entry.fixed => {
                Finding::new(row.place, key, say!("`{key}` cannot change during a run")).hint(say!(
                    "compare two scenarios instead, each with its own value from the start"
                ))
            }
            Some(entry) => match self.missing_programme(key, row.place) {
                Some(finding) => finding,
                None => match check(entry, key, &row.item) {
                    Ok(value) => {
                        let place = row.item.place;
                        let origin = self.texts.get(place.source).origin;
                        return Some((
                            key.clone(),
                            Valued {
                                value,
                                place: Some(place),
                                origin,
                            },
                        ));
                    }
                    Err(findings) => {
                        self.read.findings.extend(findings);
                        return None;
                    }
                },
            },
        };
        self.fault(finding);
        None
    }

    fn missing_programme(&self, key: &str, place: Place) -> Option<Finding> {
        let name = key.strip_prefix("programme.")?.split('.').next()?;
        if self.programmes.iter().any(|programme| programme == name) {
            return None;
        }
        let hint = did_you_mean(name, self.programmes.iter().map(String::as_str));
        Some(
            Finding::new(place, key, say!("the scenario has no programme `{name}`"))
                .code("unknown-name")
                .hint(hint),
        )
    }

    fn fault(&mut self, finding: Finding) {
        self.read.findings.push(finding);
    }
}
