//! A value as written against what the register allows.

use super::document::{Content, Item};
use super::fault::{Finding, Place};
use super::register::{Entry, Kind};
use crate::words::{say, words};

/// Checks a value and returns it in the form the register's default has: whole numbers stay whole,
/// numbers become floats.
///
/// # Errors
///
/// What is wrong, one finding for each faulty element of a list.
pub(super) fn check(entry: &Entry, key: &str, item: &Item) -> Result<toml::Value, Vec<Finding>> {
    match entry.kind {
        Kind::Number => number(entry, key, item).map_err(|finding| vec![finding]),
        Kind::Integer => integer(entry, key, item).map_err(|finding| vec![finding]),
        Kind::Choice => choice(entry, key, item).map_err(|finding| vec![finding]),
        Kind::Flag => leaf(entry, key, item, toml::Value::is_bool).map_err(|finding| vec![finding]),
        Kind::Text => leaf(entry, key, item, toml::Value::is_str).map_err(|finding| vec![finding]),
        Kind::ListOfChoices => list(entry, key, item, choice),
        Kind::ListOfIntegers => list(entry, key, item, integer),
        Kind::ListOfNeighbourhoods => list(entry, key, item, neighbourhood),
    }
}

fn number(entry: &Entry, key: &str, item: &Item) -> Result<toml::Value, Finding> {
    let Some(number) = item.as_number() else {
        return Err(wrong_type(entry, key, item));
    };
    within_bounds(entry, key, item, number)?;
    Ok(toml::Value::Float(number))
}

fn integer(entry: &Entry, key: &str, item: &Item) -> Result<toml::Value, Finding> {
    match item.content {
        Content::Leaf(toml::Value::Integer(number)) => {
            within_bounds(entry, key, item, number as f64)?;
            Ok(toml::Value::Integer(number))
        }
        Content::Leaf(_) | Content::List(_) | Content::Table(_) => {
            let whole = item
                .as_number()
                .filter(|number| number.fract() == 0.0 && number.abs() < 1e15);
            let hint = whole.map(|number| say!("write {number:.0}, without a decimal point"));
            Err(wrong_type(entry, key, item).hint(hint))
        }
    }
}

/// A number, or a name that the data must know.
fn neighbourhood(entry: &Entry, key: &str, item: &Item) -> Result<toml::Value, Finding> {
    match item.as_text() {
        Some(name) => Ok(toml::Value::String(name.to_owned())),
        None => integer(entry, key, item),
    }
}

fn within_bounds(entry: &Entry, key: &str, item: &Item, number: f64) -> Result<(), Finding> {
    let (low, high) = entry.bounds.unwrap_or((f64::MIN, f64::MAX));
    if (low..=high).contains(&number) {
        return Ok(());
    }
    let message = if number.is_finite() {
        say!("`{key}` is out of bounds: {number}")
    } else {
        say!("`{key}` must be a finite number")
    };
    let percent = high <= 1.0 && number > 1.0 && number <= 100.0;
    let hint = percent.then(|| say!("if {number} % is meant, write {}", rounded(number / 100.0)));
    Err(Finding::new(item.place, key, message)
        .code("out-of-range")
        .label(say!("allowed: {}", entry.allowed()))
        .hint(hint))
}

/// A number to 12 digits, without what dividing leaves at its end.
fn rounded(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

fn choice(entry: &Entry, key: &str, item: &Item) -> Result<toml::Value, Finding> {
    let Some(text) = item.as_text() else {
        return Err(wrong_type(entry, key, item));
    };
    if entry.choices.iter().any(|choice| choice == text) {
        return Ok(toml::Value::String(text.to_owned()));
    }
    let choices = entry.choices.iter().map(String::as_str);
    Err(
        Finding::new(item.place, key, say!("`{key}` has no choice `{text}`"))
            .code("unknown-name")
            .label(say!("allowed: {}", entry.choices.join(", ")))
            .hint(did_you_mean(text, choices)),
    )
}

fn leaf(
    entry: &Entry,
    key: &str,
    item: &Item,
    is_right: fn(&toml::Value) -> bool,
) -> Result<toml::Value, Finding> {
    match &item.content {
        Content::Leaf(value) if is_right(value) => Ok(value.clone()),
        Content::Leaf(_) | Content::List(_) | Content::Table(_) => Err(wrong_type(entry, key, item)),
    }
}

fn list(
    entry: &Entry,
    key: &str,
    item: &Item,
    element: fn(&Entry, &str, &Item) -> Result<toml::Value, Finding>,
) -> Result<toml::Value, Vec<Finding>> {
    let Content::List(items) = &item.content else {
        return Err(vec![wrong_type(entry, key, item)]);
    };
    if items.len() > LIST_MAX {
        return Err(vec![too_long(key, item.place, items.len())]);
    }
    let mut values = Vec::new();
    let mut findings = Vec::new();
    for item in items {
        match element(entry, key, item) {
            Ok(value) if values.contains(&value) => {
                findings.push(
                    Finding::new(item.place, key, say!("`{key}` lists {item} twice"))
                        .code("duplicate")
                        .label(words!("leave this one out").text()),
                );
            }
            Ok(value) => values.push(value),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() {
        Ok(toml::Value::Array(values))
    } else {
        Err(findings)
    }
}

fn wrong_type(entry: &Entry, key: &str, item: &Item) -> Finding {
    let hint = match (item.as_text(), entry.kind) {
        (Some(text), Kind::Number | Kind::Integer) if text.parse::<f64>().is_ok() => {
            Some(say!("write the number without quotation marks"))
        }
        (Some("true" | "false"), Kind::Flag) => Some(say!("write it without quotation marks")),
        (Some(text), Kind::ListOfChoices | Kind::ListOfNeighbourhoods) => Some(say!("write [\"{text}\"]")),
        _ => None,
    };
    Finding::new(item.place, key, say!("`{key}` cannot be {item}"))
        .code("wrong-type")
        .label(say!("expected {}", entry.allowed()))
        .hint(hint)
}

/// Longest name for which similar ones are looked for, bytes; no key is nearly as long.
pub(super) const NAME_BYTES_MAX: usize = 100;
/// Most elements of a list.
pub(super) const LIST_MAX: usize = 1_000;

/// The fault of a list with too many elements.
pub(super) fn too_long(key: &str, place: Place, count: usize) -> Finding {
    let message = say!("`{key}` has {count} elements, more than {LIST_MAX}");
    Finding::new(place, key, message).code("out-of-range")
}

/// ``did you mean `x`?`` with the candidate closest to `text`, if any is close.
pub(super) fn did_you_mean<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    closest(text, candidates).map(|candidate| say!("did you mean `{candidate}`?"))
}

/// The candidate closest to `text`, if any is close.
pub(super) fn closest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if text.len() > NAME_BYTES_MAX {
        return None;
    }
    candidates
        .map(|candidate| (strsim::jaro_winkler(text, candidate), candidate))
        .filter(|(score, _)| *score >= 0.75)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn a_share_is_written_as_people_write_it() {
        let written = [1.3, 2.0, 7.0].map(|number| rounded(number / 100.0).to_string());
        assert_eq!(written, ["0.013", "0.02", "0.07"]);
    }
}
