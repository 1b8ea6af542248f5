//! What a key means, in words for the terminal.

use std::fmt::Write as _;

use super::events::{Argument, KINDS, Kind};
use super::known;
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
    if key == "known" {
        return Ok(known_figure());
    }
    if let Some(kinds) = events(key) {
        return Ok(kinds);
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

/// A known figure as it is written, each key with its meaning.
fn known_figure() -> String {
    let value = |name: &str| match name {
        "measure" => "\"participants_share\"",
        "time" => "4.0",
        "value" => "0.05",
        "interval" => "[0.04, 0.06]",
        _ => "\"…\"",
    };
    let lines = known::KEYS.iter().map(|(name, must, meaning)| {
        let line = format!("{name} = {}", value(name));
        let rest = if *must { "" } else { " (may be left out)" };
        format!("{line:33}# {meaning}{rest}\n")
    });
    let heading = "A known figure stands in a table of its own; a run is held against it:\n\n[[known]]\n";
    heading.to_owned() + &lines.collect::<String>()
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
    let mut text = String::from("An event stands in a table of its own:\n");
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
                .map_or("must be given".to_owned(), |it| format!("default {it}"));
            let value = field.default.unwrap_or(1.0);
            writeln!(
                text,
                "{} = {value:?}  # {}: {low} to {high}, {default}",
                field.name, field.meaning
            )
            .expect("writing to a string cannot fail");
        }
    }
    Some(text)
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
        assert!(explained.contains("may be left out"));
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
