//! Ctrl-C and SIGTERM: how often the server was asked to stop.

use tokio::sync::watch;

/// Hears interruptions from when it is made.
#[derive(Clone, Debug)]
pub(super) struct Interruptions(watch::Receiver<u32>);

impl Interruptions {
    /// Hears them from now on; called within the runtime.
    pub(super) fn heed() -> std::io::Result<Self> {
        let mut signals = Signals::new()?;
        let (said, heard) = watch::channel(0);
        tokio::spawn(async move {
            while signals.next().await {
                said.send_modify(|count| *count += 1);
            }
            // Where signals cannot be heard the server goes on until it is ended.
            std::future::pending::<()>().await;
        });
        Ok(Self(heard))
    }

    /// Waits until there have been so many.
    pub(super) async fn reach(mut self, count: u32) {
        let _never_closed = self.0.wait_for(|heard| *heard >= count).await;
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for the next one; says no when there will be none.
    async fn next(&mut self) -> bool {
        tokio::select! {
            heard = self.interrupt.recv() => heard.is_some(),
            heard = self.terminate.recv() => heard.is_some(),
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    /// Waits for the next one; says no when there will be none.
    async fn next(&mut self) -> bool {
        tokio::signal::ctrl_c().await.is_ok()
    }
}
