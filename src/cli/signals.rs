//! Being asked to end: Ctrl-C by a person (SIGINT), SIGTERM by a scheduler, a container or a machine that shuts down, SIGHUP by
//! a terminal that is closed.

use std::io::Read as _;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use samspil::words::say;
#[cfg(unix)]
use signal_hook::consts::SIGXFSZ;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::low_level::pipe;

/// Signals this close to the first are the same wish: some senders signal a process and its group.
const ONE_WISH: Duration = Duration::from_millis(200);

/// The number of the signal that a terminal sends when it is closed; the same on every system that has it.
const SIGHUP: i32 = 1;

/// The first signal that came; 0 before one has.
static FIRST: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

/// From now on the first signal asks to stop in good order, and a later one ends the program at once.
pub(super) fn install() -> anyhow::Result<()> {
    let mut result = Ok(());
    FIRST.get_or_init(|| {
        let first = Arc::new(AtomicUsize::new(0));
        result = register(&first);
        first
    });
    result.with_context(|| say!("signals cannot be caught"))
}

fn register(first: &Arc<AtomicUsize>) -> std::io::Result<()> {
    let again = Arc::new(AtomicBool::new(false));
    let hangup = ignored_hangup().is_some_and(|ignored| !ignored);
    let (mut woken, waking) = UnixStream::pair()?;
    for signal in [SIGINT, SIGTERM].into_iter().chain(hangup.then_some(SIGHUP)) {
        flag::register_conditional_shutdown(signal, code(signal as usize).into(), Arc::clone(&again))?;
        flag::register_usize(signal, Arc::clone(first), signal as usize)?;
        pipe::register(signal, waking.try_clone()?)?;
    }
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            if woken.read_exact(&mut [0]).is_ok() {
                std::thread::sleep(ONE_WISH);
                again.store(true, Ordering::Relaxed);
            }
        })?;
    Ok(())
}

/// Whether whoever started the program wants it to outlive the terminal, as `nohup` does; `None` where that cannot be seen.
fn ignored_hangup() -> Option<bool> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    let ignored = u64::from_str_radix(ignored.trim(), 16).ok()?;
    Some(ignored & (1 << (SIGHUP - 1)) != 0)
}

/// From now on a file that would be larger than may be written (`ulimit -f`) is an error of writing and not the end of the
/// program. Where the signal cannot be caught, it ends as any program would.
pub(super) fn outlive_large_files() {
    #[cfg(unix)]
    flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false))).ok();
}

/// Whether one has come.
pub(super) fn came() -> bool {
    first() != 0
}

/// The exit code that says which.
pub(super) fn exit_code() -> u8 {
    match first() {
        0 => code(SIGINT as usize),
        signal => code(signal),
    }
}

fn first() -> usize {
    FIRST.get().map_or(0, |first| first.load(Ordering::Relaxed))
}

/// What shells say of a program that a signal has ended.
const fn code(signal: usize) -> u8 {
    128 + signal as u8
}
