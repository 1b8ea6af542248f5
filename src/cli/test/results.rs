//! What a test leaves in its folder.

use std::collections::BTreeMap;

use samspil::output::{Execution, RunFolder, write_manifest};
use samspil::report::hypotheses::{Contents, render};
use samspil::scenario::Scenario;
use samspil::study::hypothesis::{Tested, write_tables};

use super::Options;
use crate::cli::failure::Failure;
use crate::cli::results::{self, Began};

/// Writes tables, figure, report and, last, the manifest.
pub(super) fn write(
    options: &Options,
    folder: &RunFolder,
    tested: &[Tested],
    began: Began,
) -> Result<(), Failure> {
    write_tables(folder, tested, options.format.into())?;
    let figure = samspil::figure::forest(tested);
    results::write_figure(folder, figure.name, &figure)?;
    let page = render(&Contents {
        tested,
        figure: &figure,
        command: &results::command(),
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: env!("CARGO_PKG_VERSION"),
    });
    results::write_report(folder, page)?;
    let replications = tested.iter().map(Tested::replications).max().unwrap_or(0);
    let execution = Execution {
        replications_asked: options.replications.unwrap_or(replications),
        ..began.execution(replications)
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
