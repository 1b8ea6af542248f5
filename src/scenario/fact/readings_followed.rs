//! What a fact reads by following citizens and initiatives from step to step: who joined, left or was asked, and what
//! became of initiatives.
//!
//! Counts of events and of the years in which they could happen are read apart, so that a check can divide their means over
//! replications (`readings_rates.rs`). A rate of each replication would have no value where nobody was at risk.

use crate::model::snapshot::CITIZEN_COLUMNS;
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::hypothesis::found::Found;
use crate::words::{given, say};

/// A number that is read from agents who are followed from step to step.
#[derive(Clone, Debug, PartialEq)]
pub enum Followed {
    /// The share of all hours that those give who give most, among citizens who give any.
    HoursTopShare {
        /// The part of those citizens that is meant.
        top: f64,
        /// The years over which hours are added up; `None` for those of the step.
        over_years: Option<f64>,
    },
    /// The Gini coefficient of hours among citizens who give any.
    HoursGini {
        /// The years over which hours are added up; `None` for those of the step.
        over_years: Option<f64>,
    },
    /// Participants who have left, or the years in which they could.
    Exits {
        /// Which of the two.
        count: Count,
        /// Time since they joined.
        since: Span,
        /// The part of them that is meant.
        slice: Option<Part>,
        /// The years before in which they are followed.
        over_years: f64,
    },
    /// Citizens who have begun to take part, or the years in which they could.
    Entries {
        /// Which of the two.
        count: Count,
        /// Whether they took part before.
        who: Return,
        /// Time since they left, of those who took part before.
        since: Span,
        /// The years before in which they are followed.
        over_years: f64,
    },
    /// The share of citizens to whom something happened at least once.
    AtLeastOnce {
        /// What.
        event: Event,
        /// The part of the citizens that is meant.
        slice: Option<Part>,
        /// The years before in which they are followed.
        over_years: f64,
    },
    /// The coefficient of the mean status of the neighbourhood in a logistic regression of taking part.
    AreaSlope {
        /// Columns of citizens that are held constant.
        predictors: Vec<usize>,
    },
    /// Initiatives that have stopped running, or the years in which they could.
    Endings {
        /// Which of the two.
        count: Count,
        /// Time since they began to run.
        since: Span,
        /// The years before in which they are followed.
        over_years: f64,
    },
    /// Initiatives that have reached an age, or all that could have, by how many took part in them at a younger age.
    Survival {
        /// Which of the two.
        count: Count,
        /// The part of them that is meant, by participants.
        part: (f64, f64),
        /// The age at which participants are counted, years.
        at_age: f64,
        /// The age they have reached or not, years.
        to_age: f64,
    },
    /// Running initiatives per neighbourhood, in some of the neighbourhoods.
    PerArea {
        /// The part of the neighbourhoods that is meant, the poorest first.
        part: (f64, f64),
    },
    /// The share of initiatives with at least a part of their earlier hours, both over twelve months.
    KeptUp {
        /// The part.
        kept: f64,
        /// Since so many years before.
        lag_years: f64,
    },
    /// Participants of initiatives who still take part, or have left, by what became of proposals in the year before.
    Heard {
        /// Which of the two.
        count: Stay,
        /// In which initiatives.
        proposals: Proposals,
        /// Since so many years before.
        lag_years: f64,
    },
}

/// Events, or the time in which they could happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// How many there were.
    Events,
    /// The years in which they could happen, over all who were at risk; of a survival all who were.
    AtRisk,
}

/// Staying or leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// They still take part.
    Stayed,
    /// They do not.
    Left,
}

/// Whether citizens who do not take part did so before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Return {
    /// They never did, in this run.
    Never,
    /// They did and left.
    Former,
}

/// What happens to a citizen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Is asked, and could join.
    Asked,
    /// Begins to take part.
    Joined,
}

/// What became of the proposals of an initiative in a year in which there were any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposals {
    /// At least half of them were realised.
    Realised,
    /// Fewer were.
    PassedOver,
}

/// A time since something happened: from so many years on, up to so many years, not included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Shortest time, years.
    pub from_years: f64,
    /// Where it ends, years; infinite where it does not.
    pub to_years: f64,
}

/// A part of some citizens, in the order of a column; equal values share their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The column, a position in those of citizens, or [`TIES_OUTSIDE`].
    pub column: usize,
    /// Where the part begins and ends, as shares.
    pub part: (f64, f64),
}

/// Position of the column of everyday ties to citizens who take part in nothing: after those of the snapshot.
pub const TIES_OUTSIDE: usize = CITIZEN_COLUMNS.len();

/// Choices for `figure`.
pub(super) const COUNTS: [(&str, Count); 2] = [("events", Count::Events), ("at_risk", Count::AtRisk)];

/// Choices for `figure` where participants stay or leave.
pub(super) const STAYS: [(&str, Stay); 2] = [("stayed", Stay::Stayed), ("left", Stay::Left)];

/// Choices for `who`.
pub(super) const RETURNS: [(&str, Return); 2] = [("never", Return::Never), ("former", Return::Former)];

/// Choices for `event`.
pub(super) const EVENTS: [(&str, Event); 2] = [("asked", Event::Asked), ("joined", Event::Joined)];

/// Choices for `proposals`.
pub(super) const PROPOSALS: [(&str, Proposals); 2] = [
    ("realised", Proposals::Realised),
    ("passed_over", Proposals::PassedOver),
];

/// The columns by which citizens are ordered, in order: those of the snapshot, and [`TIES_OUTSIDE`].
pub(super) fn ordering_columns() -> Vec<&'static str> {
    snapshot_columns().into_iter().chain(["ties_outside"]).collect()
}

/// The columns of citizens in a snapshot, in order.
pub(super) fn snapshot_columns() -> Vec<&'static str> {
    CITIZEN_COLUMNS.iter().map(|column| column.0).collect()
}

impl Followed {
    /// Whether it needs to be known who was asked.
    #[must_use]
    pub const fn needs_diaries(&self) -> bool {
        matches!(
            self,
            Self::AtLeastOnce {
                event: Event::Asked,
                ..
            }
        )
    }
}

/// Reads the table of a reading of this kind; `None` where the kind is another, or where there is a fault.
pub(super) fn read(kind: &str, table: &Table, found: &mut Found) -> Option<Followed> {
    let over_years = table.number("over_years");
    let count = || table.choice("figure", &COUNTS);
    Some(match kind {
        "hours_top_share" => Followed::HoursTopShare {
            top: table.number("top")?,
            over_years,
        },
        "hours_gini" => Followed::HoursGini { over_years },
        "exits" => Followed::Exits {
            count: count()?,
            since: span(table, found),
            slice: slice(table, found),
            over_years: over_years?,
        },
        "entries" => Followed::Entries {
            count: count()?,
            who: table.choice("who", &RETURNS)?,
            since: span(table, found),
            over_years: over_years?,
        },
        "at_least_once" => Followed::AtLeastOnce {
            event: table.choice("event", &EVENTS)?,
            slice: slice(table, found),
            over_years: over_years?,
        },
        "area_slope" => Followed::AreaSlope {
            predictors: predictors(table)?,
        },
        "endings" => Followed::Endings {
            count: count()?,
            since: span(table, found),
            over_years: over_years?,
        },
        "survival" => Followed::Survival {
            count: count()?,
            part: table.pair("part")?,
            at_age: table.number("at_age")?,
            to_age: table.number("to_age")?,
        },
        "per_area" => Followed::PerArea {
            part: table.pair("part")?,
        },
        "kept_up" => Followed::KeptUp {
            kept: table.number("kept")?,
            lag_years: table.number("lag_years")?,
        },
        "heard" => Followed::Heard {
            count: table.choice("figure", &STAYS)?,
            proposals: table.choice("proposals", &PROPOSALS)?,
            lag_years: table.number("lag_years")?,
        },
        _ => return None,
    })
}

/// `from_years` and `to_years`: any time where neither is there.
fn span(table: &Table, found: &mut Found) -> Span {
    let span = Span {
        from_years: table.number("from_years").unwrap_or(0.0),
        to_years: table.number("to_years").unwrap_or(f64::INFINITY),
    };
    if span.from_years >= span.to_years {
        let place = table.place_of("to_years", Place::START);
        let (from, to) = (given(span.from_years), given(span.to_years));
        let message = say!("the time runs from {from} to {to} years: the lower end is not below the upper");
        found.fault(Finding::new(place, "to_years", message).code("out-of-range"));
    }
    span
}

/// `slice = { by = "made_ties", from = 0.5, to = 1.0 }`; `None` where it is not there or faulty.
fn slice(table: &Table, found: &mut Found) -> Option<Part> {
    let slice = table.table("slice")?;
    let (from, to) = (slice.number("from")?, slice.number("to")?);
    if from >= to {
        let place = slice.place_of("to", Place::START);
        let (from, to) = (given(from), given(to));
        let message = say!("the slice runs from {from} to {to}: the lower end is not below the upper");
        found.fault(Finding::new(place, "slice.to", message).code("out-of-range"));
    }
    let by = slice.text("by")?;
    let column = ordering_columns().iter().position(|column| *column == by);
    Some(Part {
        column: column?,
        part: (from, to),
    })
}

/// The columns of `predictors`; none where it is not there.
fn predictors(table: &Table) -> Option<Vec<usize>> {
    let columns = snapshot_columns();
    let position = |name: &String| columns.iter().position(|column| column == name);
    table.texts("predictors").iter().map(position).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a table of these lines reads, and how many faults are found in it.
    fn reading(kind: &str, lines: &str) -> (Option<Followed>, usize) {
        let table = Table::parse(0, lines).unwrap();
        let mut found = Found::default();
        let followed = read(kind, &table, &mut found);
        (followed, found.findings.len())
    }

    #[test]
    fn times_and_slices_are_what_their_keys_say() {
        let lines = "figure = 'at_risk'\nfrom_years = 1.0\nover_years = 4.0\n\
                     slice = { by = 'ties_outside', from = 0.5, to = 1.0 }";
        let exits = Followed::Exits {
            count: Count::AtRisk,
            since: Span {
                from_years: 1.0,
                to_years: f64::INFINITY,
            },
            slice: Some(Part {
                column: TIES_OUTSIDE,
                part: (0.5, 1.0),
            }),
            over_years: 4.0,
        };
        assert_eq!(reading("exits", lines), (Some(exits), 0));
        let lines = "figure = 'events'\nwho = 'former'\nfrom_years = 0.5\nto_years = 3.0\nover_years = 4.0";
        let entries = Followed::Entries {
            count: Count::Events,
            who: Return::Former,
            since: Span {
                from_years: 0.5,
                to_years: 3.0,
            },
            over_years: 4.0,
        };
        assert_eq!(reading("entries", lines), (Some(entries), 0));
    }

    #[test]
    fn predictors_may_be_left_out() {
        let alone = Followed::AreaSlope {
            predictors: Vec::new(),
        };
        assert_eq!(reading("area_slope", ""), (Some(alone), 0));
        let beside = Followed::AreaSlope {
            predictors: vec![2, 8],
        };
        assert_eq!(
            reading("area_slope", "predictors = ['ses', 'trust']"),
            (Some(beside), 0)
        );
    }

    #[test]
    fn ends_that_do_not_rise_are_faults() {
        let exits = "figure = 'events'\nover_years = 4.0\n";
        let (_, faults) = reading("exits", &format!("{exits}from_years = 2.0\nto_years = 1.0"));
        assert_eq!(faults, 1);
        let (_, faults) = reading(
            "exits",
            &format!("{exits}slice = {{ by = 'ses', from = 1.0, to = 0.5 }}"),
        );
        assert_eq!(faults, 1);
    }

    #[test]
    fn what_lacks_a_key_or_is_of_another_kind_is_no_reading() {
        assert_eq!(reading("exits", "over_years = 4.0"), (None, 0));
        assert_eq!(reading("mean", "column = 'trust'"), (None, 0));
    }

    #[test]
    fn who_was_asked_is_known_from_diaries_alone() {
        let once = |event: Event| Followed::AtLeastOnce {
            event,
            slice: None,
            over_years: 1.0,
        };
        assert!(once(Event::Asked).needs_diaries());
        assert!(!once(Event::Joined).needs_diaries());
    }
}
