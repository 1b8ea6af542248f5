//! What a validation leaves in its folder.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Instant;

use samspil::output::{Execution, RunFolder, write_atomically, write_manifest};
use samspil::report::validation::{Contents, render};
use samspil::scenario::Scenario;
use samspil::study::validation::{Validated, write_tables};

use super::Options;
use crate::cli::failure::Failure;

/// Writes table, figure, report and, last, the manifest.
pub(super) fn write(
    options: &Options,
    folder: &RunFolder,
    validated: &[Validated],
    (began, started): (Instant, jiff::Timestamp),
) -> Result<(), Failure> {
    write_tables(folder, validated, options.results.format.into())?;
    let figure = samspil::figure::validation(validated);
    let text = |path: &str, text: &str| {
        write_atomically(&folder.path().join(path), |file| file.write_all(text.as_bytes()))
    };
    text(&format!("figures/{}.svg", figure.name), &figure.svg)?;
    let command: Vec<String> = std::env::args().collect();
    let report = render(&Contents {
        validated,
        figure: &figure,
        command: &command,
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: env!("CARGO_PKG_VERSION"),
    })
    .map_err(anyhow::Error::new)?;
    text("report.html", &report)?;
    let execution = Execution {
        command,
        started: started.to_string(),
        duration_seconds: began.elapsed().as_secs_f64(),
        replications_asked: options.replications,
        replications_done: options.replications,
        finished: true,
    };
    write_manifest(folder, &heading(folder, &validated[0]), execution)?;
    Ok(())
}

/// The manifest's word for what was simulated: a validation has many scenarios, which stand in full in its `identity`.
fn heading(folder: &RunFolder, first: &Validated) -> Scenario {
    let mut scenario = first.fact.arms[0].scenario.clone();
    folder.name().clone_into(&mut scenario.name);
    "Stylised facts".clone_into(&mut scenario.title);
    scenario.path.clone_from(&first.fact.path);
    scenario.settings = BTreeMap::new();
    scenario
}
