//! What a test leaves in its folder.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Instant;

use samspil::output::{Execution, RunFolder, write_atomically, write_manifest};
use samspil::report::hypotheses::{Contents, render};
use samspil::scenario::Scenario;
use samspil::study::hypothesis::{Tested, write_tables};

use super::Options;
use crate::cli::failure::Failure;

/// Writes tables, figure, report and, last, the manifest.
pub(super) fn write(
    options: &Options,
    folder: &RunFolder,
    tested: &[Tested],
    (began, started): (Instant, jiff::Timestamp),
) -> Result<(), Failure> {
    write_tables(folder, tested, options.format.into())?;
    let figure = samspil::figure::forest(tested);
    let text = |path: &str, text: &str| {
        write_atomically(&folder.path().join(path), |file| file.write_all(text.as_bytes()))
    };
    text(&format!("figures/{}.svg", figure.name), &figure.svg)?;
    let command: Vec<String> = std::env::args().collect();
    let report = render(&Contents {
        tested,
        figure: &figure,
        command: &command,
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: env!("CARGO_PKG_VERSION"),
    })
    .map_err(anyhow::Error::new)?;
    text("report.html", &report)?;
    let replications = tested.iter().map(Tested::replications).max().unwrap_or(0);
    let execution = Execution {
        command,
        started: started.to_string(),
        duration_seconds: began.elapsed().as_secs_f64(),
        replications_asked: options.replications.unwrap_or(replications),
        replications_done: replications,
        finished: true,
    };
    write_manifest(folder, &heading(folder, &tested[0]), execution)?;
    Ok(())
}

/// The manifest's word for what was simulated: a test has many scenarios, which stand in full in its `identity`.
fn heading(folder: &RunFolder, first: &Tested) -> Scenario {
    let mut scenario = first.hypothesis.arms[0].scenario.clone();
    folder.name().clone_into(&mut scenario.name);
    "Hypotheses".clone_into(&mut scenario.title);
    scenario.path.clone_from(&first.hypothesis.path);
    scenario.settings = BTreeMap::new();
    scenario
}
