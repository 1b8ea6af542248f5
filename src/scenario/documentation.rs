//! The register as a page of the documentation, and how much of it is founded on what.

use std::fmt::Write as _;

use super::register::{Entry, Register, Removal, register};
use crate::words::{Words, given, say, words};

/// The parameter register in Markdown: how its numbers are founded, and a table of parameters for each table of a scenario
/// file.
#[must_use]
pub fn parameters_markdown() -> String {
    let counts = register().grade_counts();
    let mut page = format!("{HEAD}\n{}\n{COUNTS}", foundation(register()));
    for ((sign, size), numbers) in counts {
        writeln!(page, "| {sign} | {size} | {numbers} |").expect(WRITING);
    }
    let mut heading = "";
    for entry in register().entries() {
        let (table, name) = entry.key.rsplit_once('.').unwrap_or(("", &entry.key));
        if table != heading {
            heading = table;
            write!(page, "\n## `[{}]`\n\n{COLUMNS}", table.replace('*', "NAME")).expect(WRITING);
        }
        writeln!(page, "{}", row(name, entry)).expect(WRITING);
    }
    page + PRICES + &prices()
}

/// What removing each barrier takes, a row each.
fn prices() -> String {
    let entries = register().entries().iter();
    let rows = entries.filter_map(|entry| Some(price_row(entry, entry.removal.as_ref()?)));
    rows.collect()
}

fn price_row(entry: &Entry, removal: &Removal) -> String {
    let name = entry.label.map_or_else(String::new, |label| label.to_string());
    let fixed = if entry.fixed { " †" } else { "" };
    let cells = [
        format!("{name}{fixed}"),
        format!("`{}`", entry.key),
        removal.meaning.to_string(),
        removal.hours_per_post_per_year.to_string(),
        removal.years.to_string(),
        removal.kept_hours_per_post_per_year.to_string(),
        removal.grade.clone(),
        removal.source.clone(),
    ];
    format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

const WRITING: &str = "writing to a string cannot fail";

const HEAD: &str = "# Parameters

Every key of a scenario file, from the parameter register (`src/model/**/*.toml`). *Allowed* is what a
scenario may say, *plausible* what sensitivity analyses vary. Keys marked † stay the same throughout a run; all
others can be changed by an event. Grades of evidence: V verified in a published source, S stated in the research review,
D derived from such figures, M from memory and unverified, J judged; *calibrated* values follow from the others. *V sign, J
size* is a direction that is verified and a size that is judged, *D/J* a number that is partly derived and partly judged. *Not
re-read* is a source that could not be opened again, not even in its summary. *In worlds* is what is thought of a number, or of
the alternatives of a choice, before any figure is looked at: the numbers of a [world](worlds.md) are drawn so. It is empty for
what describes the place or the design, and for what is no uncertain number.

## How much is measured
";

const COUNTS: &str = "
| grade of the direction | grade of the size | numbers |
|---|---|---|
";

const COLUMNS: &str = "\
| key | meaning | default | allowed | plausible | in worlds | symbol | equation | grade | source |
|---|---|---|---|---|---|---|---|---|---|
";

const PRICES: &str = "
## What removing a barrier takes

Not keys, but what `samspil barriers` sets where it removes a barrier at its price: hours of each full-time post a year
(`organisation.reform_hours_per_post_per_year`) until the barrier is gone, the years until then, and the hours a year
that keep it away for ever. The grade is that of all three. A barrier marked † is the same throughout a run: it is gone from
the start, and the hours are spent all the same.

| barrier | key | what is done | hours a year | years | then hours a year | grade | source |
|---|---|---|---|---|---|---|---|
";

fn row(name: &str, entry: &Entry) -> String {
    let fixed = if entry.fixed { " †" } else { "" };
    let range = entry
        .range
        .map(|(low, high)| format!("{low} to {high}"))
        .unwrap_or_default();
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        format!("`{name}`{fixed}"),
        entry.meaning.to_string(),
        format!("`{}`", entry.default),
        entry.allowed(),
        range,
        in_worlds(entry).unwrap_or_default(),
        optional(&entry.symbol),
        optional(&entry.equation),
        evidence(entry, "not re-read"),
        entry.source.clone(),
    ];
    format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

/// How an entry is drawn for a world, in words; `None` where it is no part of one.
pub(super) fn in_worlds(entry: &Entry) -> Option<String> {
    if !entry.alternatives.is_empty() {
        let alternatives = entry.alternatives.iter();
        let texts = alternatives.map(|(value, weight)| format!("{value} {}", given(*weight)));
        return Some(texts.collect::<Vec<_>>().join(", "));
    }
    let prior = entry.prior().filter(|_| entry.in_worlds())?;
    let form = prior.words();
    Some(match prior.peak.map(given) {
        Some(peak) => say!("{form}, highest at {peak}"),
        None => form.to_string(),
    })
}

/// The grade of an entry and, in the given words, that its source could not be opened again.
pub(super) fn evidence(entry: &Entry, not_reread: &str) -> String {
    if entry.reread {
        entry.grade.clone()
    } else {
        format!("{}, {not_reread}", entry.grade)
    }
}

/// How the numbers of the register are founded, for the terminal.
pub(super) fn grades() -> String {
    let register = register();
    let mut text = foundation(register);
    text += "\n\n";
    let head = [words!("direction"), words!("size"), words!("numbers")];
    let [direction, size, numbers] = head.map(|words: Words| words.text());
    writeln!(text, "{direction:<12} {size:<12} {numbers}").expect(WRITING);
    for ((of_direction, of_size), count) in register.grade_counts() {
        writeln!(text, "{of_direction:<12} {of_size:<12} {count}").expect(WRITING);
    }
    text.push('\n');
    text += &say!(
        "V verified in a published source, S stated in the research review, D derived from such figures, M from memory, J judged; \
         `samspil explain KEY` has the source of a number."
    );
    text
}

/// How many numbers have which size, in a few sentences.
fn foundation(register: &Register) -> String {
    let counts = register.grade_counts();
    let count = |holds: &dyn Fn(&str, &str) -> bool| -> usize {
        let held = counts.iter().filter(|&(&(sign, size), _)| holds(sign, size));
        held.map(|(_, numbers)| numbers).sum()
    };
    let is_judged = |size: &str| ["J", "M/J"].contains(&size);
    let with_sign = |letter: &str| count(&|sign, size| is_judged(size) && sign == letter);
    let of_size = |letter: &str| count(&|_, size| size == letter);
    let numbers: usize = counts.values().sum();
    let judged = count(&|_, size| is_judged(size));
    let partly = count(&|_, size| size.ends_with("/J") && !is_judged(size));
    let (stated, measured) = (with_sign("S"), with_sign("V"));
    let (verified, review, derived) = (of_size("V"), of_size("S"), of_size("D"));
    let calibrated = of_size("calibrated");
    let given = numbers - judged - partly - verified - review - derived - calibrated;
    let unread = register.entries().iter().filter(|entry| !entry.reread).count();
    say!(
        "The register has {numbers} numbers. The size of {judged} is judged (J), though of {stated} of these the direction or order is \
         stated in the research review (S) and of {measured} it is verified in a published source (V). {partly} more rest partly on \
         judgement. Of the rest {verified} are measured (V), {review} stated in the review (S), {derived} derived from such figures (D), \
         {calibrated} calibrated, and {given} given by law or by the choice of a unit. The sources of {unread} entries \
          could not be opened again."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_judged_is_counted() {
        let text = grades();
        let numbers = register().entries().iter().filter(|entry| entry.is_number());
        let judged = numbers
            .clone()
            .filter(|entry| ["J", "M/J"].contains(&entry.grades().1));
        let sentence = format!(
            "The register has {} numbers. The size of {} is judged (J)",
            numbers.count(),
            judged.count()
        );
        assert!(text.starts_with(&sentence), "{text}");
        let not_reread = register().entries().iter().find(|entry| !entry.reread).unwrap();
        assert!(evidence(not_reread, "unread").ends_with(", unread"));
        assert!(parameters_markdown().contains("\n| J | J | "));
    }

    #[test]
    fn every_parameter_has_a_row_of_ten_cells() {
        let page = parameters_markdown();
        let rows: Vec<_> = page.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(rows.len(), register().entries().len());
        for row in rows {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 11, "{row}");
        }
        assert!(page.contains("## `[programme.NAME]`"));
        assert!(page.contains("## `[population.correlation]`"));
    }

    #[test]
    fn every_barrier_has_its_price_in_a_row_of_eight_cells() {
        let page = parameters_markdown();
        let (_, prices) = page.split_once(PRICES).unwrap();
        assert_eq!(prices.lines().count(), register().under("barriers").len());
        for row in prices.lines() {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 9, "{row}");
        }
        assert!(
            prices.contains("| Missing competences † | `barriers.missing_competence` |"),
            "{prices}"
        );
    }
}
