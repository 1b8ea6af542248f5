//! Simulations during which a run that fails says nothing.

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
