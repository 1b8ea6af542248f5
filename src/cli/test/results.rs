//! What a test leaves in its folder.

use samspil::output::{Execution, PROGRAM, RunFolder, write_manifest};
use samspil::report::hypotheses::{Contents, render};
use samspil::study::hypothesis::{Tested, write_tables};

use super::Options;
use crate::cli::failure::Failure;
use crate::cli::results::{self, Began};
use crate::cli::terminal::Terminal;

/// Writes tables, figure, report and, last, the manifest.
pub(super) fn write(
    options: &Options,
    folder: &RunFolder,
    tested: &[Tested],
    began: Began,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let replications = tested.iter().map(Tested::replications).max().unwrap_or(0);
    results::note_fewer(folder, replications, terminal)?;
    write_tables(folder, tested, options.format.into())?;
    let figure = samspil::figure::forest(tested);
    results::write_figure(folder, figure.name, &figure)?;
    let page = render(&Contents {
        tested,
        figure: &figure,
        command: &results::command(),
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: &PROGRAM,
    });
    results::write_report(folder, page)?;
    let execution = Execution {
        replications_asked: options.replications.unwrap_or(replications),
        ..began.execution(replications)
    };
    let first = &tested[0].hypothesis;
    let heading = results::of_many(folder, "Hypotheses", &first.path, &first.arms[0].scenario);
    write_manifest(folder, &heading, execution)?;
    Ok(())
}
