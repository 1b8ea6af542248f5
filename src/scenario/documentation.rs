//! The register as a page of the documentation.

use std::fmt::Write as _;

use super::register::{Entry, register};

/// The parameter register in Markdown: a table of parameters for each table of a scenario file.
#[must_use]
pub fn parameters_markdown() -> String {
    let mut page = String::from(HEAD);
    let mut heading = "";
    for entry in register().entries() {
        let (table, name) = entry.key.rsplit_once('.').unwrap_or(("", &entry.key));
        if table != heading {
            heading = table;
            write!(page, "\n## `[{}]`\n\n{COLUMNS}", table.replace('*', "NAME")).expect(WRITING);
        }
        writeln!(page, "{}", row(name, entry)).expect(WRITING);
    }
    page
}

const WRITING: &str = "writing to a string cannot fail";

const HEAD: &str = "# Parameters

Every key of a scenario file, from the parameter register (`src/model/**/*.toml`). *Allowed* is what a
scenario may say, *plausible* what sensitivity analyses vary. Keys marked † stay the same throughout a run; all
others can be changed by an event. Grades of evidence: V verified in a published source, S stated in the research review,
D derived from such figures, M from memory and unverified, J judged; *calibrated* values follow from the others.
";

const COLUMNS: &str = "\
| key | meaning | default | allowed | plausible | symbol | equation | grade | source |
|---|---|---|---|---|---|---|---|---|
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
        optional(&entry.symbol),
        optional(&entry.equation),
        entry.grade.clone(),
        entry.source.clone(),
    ];
    format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_has_a_row_of_nine_cells() {
        let page = parameters_markdown();
        let rows: Vec<_> = page.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(rows.len(), register().entries().len());
        for row in rows {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 10, "{row}");
        }
        assert!(page.contains("## `[programme.NAME]`"));
        assert!(page.contains("## `[population.correlation]`"));
    }
}
