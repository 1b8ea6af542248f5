//! Own points: a CSV file with one column per factor and one row per configuration.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::reader::Reader;
use super::{CONFIGURATIONS_MAX, Factor, FactorValues};
use crate::scenario::document::{Content, Item};
use crate::scenario::fault::{Finding, Place, Text};
use crate::scenario::files::read_text_up_to;
use crate::scenario::register::{Kind, register};
use crate::scenario::value::check;
use crate::scenario::{Base, Origin};

/// Largest file of points, bytes.
const POINTS_BYTES_MAX: u64 = 1 << 28;
/// Faults of the values of a file that are shown; the rest is counted.
const FAULTS_SHOWN: usize = 20;

/// Factors and points of a file; `None` when something is wrong with it.
pub(super) fn read(
    reader: &mut Reader,
    path: &Path,
    named_at: Place,
    base: &Base,
) -> Option<(Vec<Factor>, Vec<Vec<toml::Value>>)> {
    let refuse = |reader: &mut Reader, message: String, hint: Option<String>| {
        reader.fault(Finding::new(named_at, "design.file", message).hint(hint));
    };
    let text = match read_text_up_to(&*reader.files, path, POINTS_BYTES_MAX) {
        Ok(text) => text,
        Err((message, _)) => {
            let message = format!("`design.file` names {}, but {message}", path.display());
            refuse(
                reader,
                message,
                Some("the path is seen from the folder of the plan".to_owned()),
            );
            return None;
        }
    };
    let text: Arc<str> = Arc::from(text);
    let source = reader.texts.add(Text {
        path: path.to_owned(),
        content: Arc::clone(&text),
        origin: Origin::File,
    });
    let before = reader.findings.len();
    let mut file = File {
        reader,
        source,
        rows: csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes()),
        text: Arc::clone(&text),
    };
    let factors = file.factors(base);
    let points = if file.reader.findings.len() == before {
        file.points(&factors)
    } else {
        Vec::new()
    };
    (reader.findings.len() == before).then_some((factors, points))
}

struct File<'a, 'b> {
    reader: &'a mut Reader,
    source: usize,
    rows: csv::Reader<&'b [u8]>,
    text: Arc<str>,
}

impl File<'_, '_> {
    fn factors(&mut self, base: &Base) -> Vec<Factor> {
        let place = self.line(0);
        let header = match self.rows.headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                self.reader
                    .fault(Finding::new(place, "", format!("this is no CSV file: {error}")));
                return Vec::new();
            }
        };
        if header.is_empty() {
            self.reader
                .fault(Finding::new(place, "", "the file of points is empty").hint(Some(
                    "its first line names the factors, such as programme.parks.ease".to_owned(),
                )));
        }
        let mut factors: Vec<Factor> = Vec::new();
        for key in &header {
            if factors.iter().any(|factor| factor.key == key) {
                self.reader.fault(Finding::new(
                    place,
                    key,
                    format!("two columns are called `{key}`"),
                ));
            } else if let Some(factor) = super::factors::factor(self.reader, base, key, place) {
                factors.push(Factor {
                    values: FactorValues::Listed,
                    ..factor
                });
            }
        }
        factors
    }

    fn points(&mut self, factors: &[Factor]) -> Vec<Vec<toml::Value>> {
        let mut points = Vec::new();
        let mut seen = BTreeSet::new();
        let mut faults = Vec::new();
        let mut record = csv::StringRecord::new();
        loop {
            let start = self.rows.position().byte() as usize;
            let place = self.line(start);
            match self.rows.read_record(&mut record) {
                Ok(false) => break,
                Err(error) => faults.push(Finding::new(place, "", format!("this is no CSV: {error}"))),
                Ok(true) if record.len() != factors.len() => {
                    let message = format!(
                        "this line has {} of the {} values it should have",
                        record.len(),
                        factors.len()
                    );
                    faults.push(Finding::new(place, "", message).label("one value per column"));
                }
                Ok(true) => {
                    let point = point(factors, &record, place, &mut faults);
                    if !seen.insert(record.iter().map(str::to_owned).collect::<Vec<_>>()) {
                        faults.push(Finding::new(place, "", "this point stands in the file twice"));
                    }
                    points.extend(point);
                }
            }
        }
        if points.is_empty() && faults.is_empty() {
            faults.push(Finding::new(self.line(0), "", "the file has no points"));
        } else if points.len() > CONFIGURATIONS_MAX {
            let message = format!("{} points are more than {CONFIGURATIONS_MAX}", points.len());
            faults.push(Finding::new(self.line(0), "", message));
        }
        let more = faults.len().saturating_sub(FAULTS_SHOWN);
        for (index, mut fault) in faults.into_iter().take(FAULTS_SHOWN).enumerate() {
            if more > 0 && index + 1 == FAULTS_SHOWN {
                fault = fault.note(Some(format!("{more} more faults of this file are not shown")));
            }
            self.reader.fault(fault);
        }
        points
    }

    /// The line that begins at or after a byte, line ends skipped.
    fn line(&self, start: usize) -> Place {
        let Range { start, end } = line_from(&self.text, start);
        Place {
            source: self.source,
            start,
            end,
        }
    }
}

fn line_from(text: &str, start: usize) -> Range<usize> {
    let rest = &text[start.min(text.len())..];
    let start = text.len() - rest.trim_start_matches(['\r', '\n']).len();
    let length = text[start..].find(['\r', '\n']).unwrap_or(text.len() - start);
    start..start + length
}

fn point(
    factors: &[Factor],
    record: &csv::StringRecord,
    place: Place,
    faults: &mut Vec<Finding>,
) -> Option<Vec<toml::Value>> {
    let mut values = Vec::with_capacity(factors.len());
    for (factor, text) in factors.iter().zip(record) {
        let entry = register().get(&factor.key)?;
        let text_item = || Item {
            place,
            content: Content::Leaf(toml::Value::String(text.to_owned())),
        };
        let mut item = match entry.kind {
            Kind::Choice | Kind::Text => text_item(),
            _ => Item::parse(place.source, 0, text).unwrap_or_else(text_item),
        };
        item.place = place;
        match check(entry, &factor.key, &item) {
            Ok(value) => values.push(value),
            Err(findings) => faults.extend(findings),
        }
    }
    (values.len() == factors.len()).then_some(values)
}
