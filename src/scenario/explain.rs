//! What a key means, in words for the terminal.

use std::fmt::Write as _;

use super::register::{Entry, register};

/// A key that is not in the register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no key or table `{key}`{}", suggestion(.nearest))]
pub struct UnknownKey {
    /// The key as asked for.
    pub key: String,
    /// Keys with similar names, the closest first.
    pub nearest: Vec<String>,
}

fn suggestion(nearest: &[String]) -> String {
    let hint = match nearest {
        [] => "`samspil explain population` lists the keys of a table".to_owned(),
        names => format!("did you mean `{}`?", names.join("` or `")),
    };
    format!("\n  hint: {hint}")
}

/// Explains a key of the register, or lists the keys of a table.
///
/// ```
/// let text = samspil::scenario::explain("barriers.silos").unwrap();
/// assert!(text.contains("Mental and organisational silos"));
/// assert!(samspil::scenario::explain("population").unwrap().contains("population.trust_high"));
/// assert_eq!(samspil::scenario::explain("barriers.silo").unwrap_err().nearest[0], "barriers.silos");
/// ```
///
/// # Errors
///
/// [`UnknownKey`] with the keys that look most like it.
pub fn explain(key: &str) -> Result<String, UnknownKey> {
    if let Some(entry) = register().get(key) {
        return Ok(explain_entry(entry));
    }
    let under = register().under(key.trim_end_matches('.'));
    if under.is_empty() {
        return Err(UnknownKey {
            key: key.to_owned(),
            nearest: register().nearest(key),
        });
    }
    let width = under
        .iter()
        .map(|entry| entry.key.len())
        .max()
        .unwrap_or_default();
    let lines: Vec<String> = under
        .iter()
        .map(|entry| format!("{:width$}  {}", entry.key, entry.meaning))
        .collect();
    Ok(lines.join("\n"))
}

fn explain_entry(entry: &Entry) -> String {
    let mut text = format!("{}\n  {}\n", entry.key, entry.meaning);
    let range = entry.range.map(|(low, high)| format!("{low} to {high}"));
    let events = if entry.fixed {
        "no, it is the same throughout a run"
    } else {
        "yes, by an event"
    };
    let fields = [
        ("default", Some(entry.default.to_string())),
        ("allowed", Some(entry.allowed())),
        ("plausible", range),
        ("symbol", entry.symbol.clone()),
        ("equation", entry.equation.clone()),
        ("evidence", Some(entry.grade.clone())),
        ("source", Some(entry.source.clone())),
        ("can change", Some(events.to_owned())),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(text, "  {name:<10}  {value}").expect("writing to a string cannot fail");
        }
    }
    text.truncate(text.trim_end().len());
    text
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
          symbol      β_m
          equation    M3
          evidence    V sign, J size
          source      Ev-05, Ev-13
          can change  yes, by an event
        ");
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
    fn an_unknown_key_gets_a_suggestion() {
        let error = explain("population.trust_hihg").unwrap_err().to_string();
        assert!(error.contains("did you mean `population.trust_high`"), "{error}");
        assert!(explain("").is_err());
    }
}
