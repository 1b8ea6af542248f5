//! Own points: a CSV file with one column per factor and one row per configuration.
//!
//! It is read as surveys are: commas, semicolons or tabs, decimal points or commas. What is not a factor is passed over where
//! it is known what it is: the row names of R, and the numbers and seeds in the table `points` of a sweep.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::reader::Reader;
use super::row_names::RowNames;
use super::{CONFIGURATIONS_MAX, Factor, FactorValues};
use crate::scenario::data::{NumberReader, QuoteFault, Reason, Separator, quote_fault};
use crate::scenario::document::{Content, Item};
use crate::scenario::fault::{Finding, Place, Text};
use crate::scenario::files::read_text_up_to;
use crate::scenario::register::{Kind, register};
use crate::scenario::value::check;
use crate::scenario::{Base, Origin};
use crate::words::{say, words};

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
        reader.fault(
            Finding::new(named_at, "design.file", message)
                .code("unreadable-file")
                .hint(hint),
        );
    };
    let text = match read_text_up_to(&*reader.files, path, POINTS_BYTES_MAX) {
        Ok(text) => text,
        Err((message, _)) => {
            let message = say!("`design.file` names {}, but {message}", path.display());
            refuse(
                reader,
                message,
                Some(say!("the path is seen from the folder of the plan")),
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
    let table = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let separator = Separator::detect(table.as_bytes());
    let mut file = File {
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        reader,
        source,
        rows: csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .delimiter(separator.byte())
            .from_reader(table.as_bytes()),
        numbers: NumberReader::new(separator),
        separator,
        row_names: false,
        mark_bytes: text.len() - table.len(),
        columns: Vec::new(),
        text: Arc::clone(&text),
        counted: (0, 1),
    };
    file.watch_quotes(separator);
    let factors = file.factors(base);
    file.look_for_row_names();
    let points = if file.reader.findings.len() == before {
        file.points(&factors)
    } else {
        Vec::new()
    };
    (reader.findings.len() == before).then_some((factors, points))
}

struct File<'a, 'b> {
    /// Its name without the folder.
    name: String,
    reader: &'a mut Reader,
    source: usize,
    rows: csv::Reader<&'b [u8]>,
    numbers: NumberReader,
    separator: Separator,
    /// Whether each row begins with a name that the header does not count.
    row_names: bool,
    /// Bytes of the mark of UTF-8 before the first row.
    mark_bytes: usize,
    /// What each column holds, in order.
    columns: Vec<Column>,
    text: Arc<str>,
    /// Where lines were counted to, and how many there were.
    counted: (usize, u64),
}

/// Faults of the rows: the first ones, and how many more there are.
#[derive(Default)]
struct RowFaults {
    shown: Vec<Finding>,
    more: usize,
}

impl RowFaults {
    fn push(&mut self, finding: Finding) {
        if self.shown.len() < FAULTS_SHOWN {
            self.shown.push(finding);
        } else {
            self.more += 1;
        }
    }

    fn tell(mut self, reader: &mut Reader) {
        if self.more > 0
            && let Some(last) = self.shown.pop()
        {
            let rest = match self.more {
                1 => say!("1 more fault of this file is not shown"),
                more => say!("{more} more faults of this file are not shown"),
            };
            self.shown.push(last.note(Some(rest)));
        }
        for finding in self.shown {
            reader.fault(finding);
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Factor,
    /// Names or numbers of the rows, which say nothing of the society.
    OfRows,
}

impl Column {
    /// By its name and its place: R leaves the name of the column of row names empty, or calls it `X`; a sweep writes the number of
    /// each point before its factors and its seed behind them.
    fn of(name: &str, place: usize, count: usize) -> Self {
        match name {
            "" | "X" | "configuration" if place == 0 => Self::OfRows,
            "seed" if place > 0 && place + 1 == count => Self::OfRows,
            _ => Self::Factor,
        }
    }
}

impl File<'_, '_> {
    /// An open quotation mark swallows rows without a word.
    fn watch_quotes(&mut self, separator: Separator) {
        let Some(fault) = quote_fault(&self.text[self.mark_bytes..], separator.byte()) else {
            return;
        };
        let close = || say!("close it, or double a quotation mark that belongs to the text");
        let (line, message, hint) = match fault {
            QuoteFault::Open { line } => (
                line,
                say!("a quotation mark is opened here and never closed"),
                Some(close()),
            ),
            QuoteFault::Stray { line, opened } => (
                line,
                say!("text follows the closing quotation mark of a cell opened in line {opened}"),
                Some(close()),
            ),
            QuoteFault::LongRow { line } => (line, say!("this row is longer than is read"), None),
            QuoteFault::NoText { line } => (line, say!("a byte of this line is 0, as in no text"), None),
        };
        let lines = self.text.split_inclusive('\n').take(line as usize - 1);
        let place = self.line(lines.map(str::len).sum());
        self.reader
            .fault(Finding::new(place, "", message).code("syntax").hint(hint));
    }

    fn factors(&mut self, base: &Base) -> Vec<Factor> {
        let place = self.line(0);
        let header = match self.rows.headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                self.reader
                    .fault(Finding::new(place, "", say!("this is no CSV file: {error}")).code("syntax"));
                return Vec::new();
            }
        };
        if header.is_empty() {
            let hint = say!("its first line names the factors, such as programme.parks.ease");
            self.reader
                .fault(Finding::new(place, "", say!("the file of points is empty")).hint(hint));
        }
        let count = header.len();
        self.columns = (0..count)
            .map(|place| Column::of(&header[place], place, count))
            .collect();
        if header.iter().next_back() == Some("seed") {
            self.reader.notes.push(say!(
                "{}, column `seed`: passed over; `seed` and `seeds` of the plan say what each point runs with",
                self.name
            ));
        }
        let mut factors: Vec<Factor> = Vec::new();
        let named = header.iter().zip(&self.columns);
        for (key, _) in named.filter(|(_, column)| **column == Column::Factor) {
            if let Some(finding) = no_factor(key, place) {
                self.reader.fault(finding);
            } else if factors.iter().any(|factor| factor.key == key) {
                self.reader.fault(
                    Finding::new(place, key, say!("two columns are called `{key}`")).code("duplicate"),
                );
            } else if let Some(factor) = super::factors::factor(self.reader, base, key, place) {
                factors.push(Factor {
                    values: FactorValues::Listed,
                    ..factor
                });
            }
        }
        factors
    }

    /// Whether the rows have names, and the finding where that cannot be.
    fn look_for_row_names(&mut self) {
        if self.columns.first() == Some(&Column::OfRows) {
            return;
        }
        let table = &self.text[self.mark_bytes..];
        let (message, hint) = match RowNames::of(table, self.separator, self.columns.len()) {
            RowNames::None => return,
            RowNames::All => {
                self.row_names = true;
                return;
            }
            RowNames::Unclear => (
                words!("the rows may begin with their numbers, or their values have decimal commas"),
                words!(
                    "write decimal points in place of decimal commas, or put the names of the rows in \
                     quotation marks"
                ),
            ),
            RowNames::Surplus => (
                words!("every row has one value more than the header has columns"),
                words!(
                    "write decimal points in place of decimal commas, or separate the columns by semicolons; \
                     names of the rows stand in quotation marks, or count 1, 2, 3"
                ),
            ),
        };
        let first = table.find('\n').map_or(0, |end| self.mark_bytes + end);
        let finding = Finding::new(self.line(first), "", message.text()).code("data-file");
        self.reader.fault(finding.hint(hint.to_string()));
    }

    fn points(&mut self, factors: &[Factor]) -> Vec<Vec<toml::Value>> {
        let mut points: Vec<Vec<toml::Value>> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut faults = RowFaults::default();
        let mut record = csv::StringRecord::new();
        loop {
            let start = self.mark_bytes + self.rows.position().byte() as usize;
            let place = self.line(start);
            match self.rows.read_record(&mut record) {
                Ok(false) => break,
                Err(error) => {
                    faults.push(Finding::new(place, "", say!("this is no CSV: {error}")).code("syntax"));
                }
                Ok(true) if points.len() == CONFIGURATIONS_MAX => {
                    let message = say!("the file has more than {CONFIGURATIONS_MAX} points");
                    faults.push(
                        Finding::new(place, "", message)
                            .code("out-of-range")
                            .label(words!("one too many").text()),
                    );
                    break;
                }
                Ok(true) => {
                    let Some(point) = self.row(factors, &record, place, &mut faults) else {
                        continue;
                    };
                    // 0.3 and 0.30 are one point.
                    if !seen.insert(format!("{point:?}")) {
                        let message = say!("this point stands in the file twice");
                        faults.push(Finding::new(place, "", message).code("duplicate"));
                    }
                    points.push(point);
                }
            }
        }
        for finding in self.ambiguous() {
            faults.push(finding);
        }
        if points.is_empty() && faults.shown.is_empty() {
            faults.push(Finding::new(self.line(0), "", say!("the file has no points")));
        }
        faults.tell(self.reader);
        points
    }

    /// The point of a row; `None` where it has faults.
    fn row(
        &mut self,
        factors: &[Factor],
        record: &csv::StringRecord,
        place: Place,
        faults: &mut RowFaults,
    ) -> Option<Vec<toml::Value>> {
        let Some(cells) = self.cells(record) else {
            let message = match self.columns.len() {
                1 => say!("this line has {} values, and should have one", record.len()),
                columns => say!(
                    "this line has {} of the {columns} values it should have",
                    record.len()
                ),
            };
            let many = record.len() > self.columns.len() && self.separator == Separator::Comma;
            let hint = many.then(|| {
                say!("write decimal points in place of decimal commas, or separate the columns by semicolons")
            });
            faults.push(
                Finding::new(place, "", message)
                    .label(words!("one value per column").text())
                    .hint(hint),
            );
            return None;
        };
        self.point(factors, &cells, place, faults)
    }

    /// The cells of the factors, a name in front left out; `None` where there are too few or too many.
    fn cells<'r>(&self, record: &'r csv::StringRecord) -> Option<Vec<&'r str>> {
        let names = usize::from(self.row_names);
        if record.len() != self.columns.len() + names {
            return None;
        }
        let columns = self.columns.iter().zip(record.iter().skip(names));
        let factors = columns.filter(|(column, _)| **column == Column::Factor);
        Some(factors.map(|(_, cell)| cell).collect())
    }

    fn point(
        &mut self,
        factors: &[Factor],
        cells: &[&str],
        place: Place,
        faults: &mut RowFaults,
    ) -> Option<Vec<toml::Value>> {
        let mut values = Vec::with_capacity(factors.len());
        for (factor, text) in factors.iter().zip(cells) {
            let item = match self.item(factor, text, place) {
                Ok(item) => item,
                Err(reason) => {
                    let message = say!("`{}` cannot be `{text}`: {reason}", factor.key);
                    faults.push(Finding::new(place, &factor.key, message).code("data-file"));
                    continue;
                }
            };
            match check(register().get(&factor.key)?, &factor.key, &item) {
                Ok(value) => values.push(value),
                Err(findings) => findings.into_iter().for_each(|finding| faults.push(finding)),
            }
        }
        (values.len() == factors.len()).then_some(values)
    }

    /// A cell as it would stand in a scenario.
    fn item(&mut self, factor: &Factor, text: &str, place: Place) -> Result<Item, Reason> {
        let leaf = |value: toml::Value| Item {
            place,
            content: Content::Leaf(value),
        };
        let kind = register().get(&factor.key).map(|entry| entry.kind);
        let written = || toml::Value::String(text.to_owned());
        Ok(match kind {
            Some(Kind::Number | Kind::Integer) => {
                let line = self.line_number(place.start);
                match self.numbers.read(text, line, &factor.key) {
                    Ok(Some(number)) if kind == Some(Kind::Integer) && number.fract() == 0.0 => {
                        leaf(toml::Value::Integer(number as i64))
                    }
                    Ok(Some(number)) => leaf(toml::Value::Float(number)),
                    Ok(None) | Err(Reason::NotANumber) => leaf(written()),
                    Err(reason) => return Err(reason),
                }
            }
            // Spreadsheets and R write them in capitals.
            Some(Kind::Flag) => match text.to_ascii_lowercase().as_str() {
                "true" => leaf(true.into()),
                "false" => leaf(false.into()),
                _ => leaf(written()),
            },
            Some(Kind::ListOfChoices | Kind::ListOfIntegers) => {
                let mut item = Item::parse(place.source, 0, text).unwrap_or_else(|| leaf(written()));
                item.place = place;
                item
            }
            _ => leaf(written()),
        })
    }

    /// Numbers that could be read in two ways, and that no other number of the file makes clear.
    fn ambiguous(&mut self) -> Vec<Finding> {
        let numbers = std::mem::replace(&mut self.numbers, NumberReader::new(Separator::Comma));
        let found = numbers.into_ambiguous();
        found
            .told
            .iter()
            .map(|fault| {
                let lines = self.text.split_inclusive('\n').take(fault.line as usize - 1);
                let place = self.line(lines.map(str::len).sum());
                let column = fault.column.as_deref().unwrap_or_default();
                let value = fault.value.as_deref().unwrap_or_default();
                Finding::new(place, column, format!("`{value}`: {}", fault.reason))
                    .code("data-file")
                    .hint(fault.hint(&found))
            })
            .collect()
    }

    /// The number of the line on which a byte stands that lies behind those asked for before.
    fn line_number(&mut self, byte: usize) -> u64 {
        let (from, lines) = self.counted;
        let more = self.text[from..byte].matches('\n').count() as u64;
        self.counted = (byte, lines + more);
        lines + more
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

/// The finding that a column can be no factor: it has no name, or holds seeds, which only stand last beside factors.
fn no_factor(key: &str, place: Place) -> Option<Finding> {
    let (message, hint) = match key {
        "" => (
            words!("a column has no name"),
            words!("the first line names a factor for each column, such as programme.parks.ease"),
        ),
        "seed" => (
            words!("`seed` cannot be a factor"),
            words!("say seeds = \"independent\" to give each configuration a seed of its own"),
        ),
        _ => return None,
    };
    Some(Finding::new(place, key, message.text()).hint(hint.to_string()))
}

fn line_from(text: &str, start: usize) -> Range<usize> {
    let rest = &text[start.min(text.len())..];
    let start = text.len() - rest.trim_start_matches(['\r', '\n']).len();
    let length = text[start..].find(['\r', '\n']).unwrap_or(text.len() - start);
    start..start + length
}
