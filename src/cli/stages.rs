//! Stages of a study: simulations with a progress bar, during which a run that fails says nothing.

use samspil::model::setup::Setup;

use super::terminal::{Progress, Terminal};

/// Does a stage of so many steps with a progress bar of its own.
pub(super) fn watched<T>(
    setup: &Setup,
    steps: u64,
    terminal: &Terminal,
    work: impl FnOnce(&Progress) -> T,
) -> T {
    let citizens = setup.phases[0].parameters.population.citizens;
    let progress = terminal.progress(steps, citizens.into());
    let done = quietly(|| work(&progress));
    progress.clear();
    done
}

/// Does something during which panics of other threads are caught and recorded, so that they need not be shouted.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let here = std::thread::current().id();
    let before = std::sync::Arc::new(std::panic::take_hook());
    let loud = std::sync::Arc::clone(&before);
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == here {
            loud(panic);
        }
    }));
    let outcome = work();
    std::panic::set_hook(Box::new(move |panic| before(panic)));
    outcome
}
