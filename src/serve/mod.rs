//! The laboratory in a browser: `samspil serve`.
//!
//! A server on this machine, for planners and teachers. Pages come from the program itself (`assets`); what they ask is
//! answered piece by piece (`stream`) by simulations that take turns at the machine (`turns`) and end when nobody
//! listens any more. Connections, readers, answers and memory have limits (`limits`), which clients share fairly
//! (`connections`, `shares`). It answers only to its own names (`hosts`, `guard`), and opens only the scenarios of one folder
//! (`library`) and what the visitor sends.
//!
//! | question | file |
//! |---|---|
//! | what there is to open; is it right? | `scenarios`, `thumbnails` |
//! | what can be moved? | `levers`, `events` |
//! | what if? does the ranking hold? | `compare`, `ranking` |
//! | one society, citizen by citizen | `watch` |
//! | what hinders? does a claim hold? | `barriers`, `hypotheses` |
//! | what it rests on | `documents` |
//! | to take away | `exports` |

mod about;
mod assets;
mod barriers;
mod bounded;
mod chosen;
mod columns;
mod compare;
mod connections;
mod documents;
mod events;
mod exports;
mod guard;
mod hosts;
mod hypotheses;
mod interruptions;
mod levers;
mod library;
mod limits;
mod listen;
mod ranking;
mod refusal;
mod request;
mod scenarios;
mod sent;
mod shares;
mod sliced;
mod spoken;
mod stream;
mod thumbnails;
mod turns;
mod watch;
#[cfg(test)]
mod wire;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::routing::{any, get, post};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

use crate::experiment::{Threads, Watch as _};
use crate::scenario::Source;
use crate::shipped;
use crate::words::{Language, say, within};
use bounded::Bounded;
use hosts::Hosts;
pub use hosts::{Page, Reach};
use interruptions::Interruptions;
use library::Library;
use limits::Limits;
use refusal::Refusal;
use request::BODY_BYTES_MAX;
use stream::{Room, Seen};
use turns::Turns;

/// How the laboratory is opened.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens; port 0 is any free one.
    pub address: SocketAddr,
    /// The folder of the scenarios; without one, those that come with the program.
    pub scenarios: Option<PathBuf>,
    /// Threads that simulate; 0 is one per core.
    pub threads: usize,
}

/// Why the laboratory does not open, or closes.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Scenarios cannot be read.
    #[error("{}", say!("{}: {error}\nhint: --scenarios FOLDER says where the scenarios are", path.display()))]
    Library {
        /// The folder.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The address cannot be used.
    #[error(
        "{}",
        say!(
            "{address} cannot be listened on: {error}\n\
             hint: choose another port with --port, or 0 for any free one"
        )
    )]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// There are no threads.
    #[error("{}", say!("no threads to be had: {0}", .0))]
    Threads(String),
    /// The machine fails.
    #[error("{}", say!("the server stopped: {0}", .0))]
    Machine(#[from] std::io::Error),
    /// It was interrupted twice, and did not wait for answers to end.
    #[error("{}", say!("The laboratory was closed at once; answers under way were cut off."))]
    Interrupted,
}

/// What every answer draws on.
struct Laboratory {
    library: Library,
    turns: Arc<Turns>,
    room: Room,
    thumbnails: thumbnails::Shelf,
}

impl Laboratory {
    /// The library, whose files can be read as long as someone waits.
    fn library_until(&self, seen: &Seen) -> Library {
        let seen = seen.clone();
        self.library.until(move || seen.stopped())
    }
}

/// Opens the laboratory and keeps it open until it is interrupted.
///
/// `opened` is told where it can be visited, this machine first. Interrupted (Ctrl-C or SIGTERM), it ends answers under way
/// and returns, after a few seconds whatever clients do; interrupted again, it returns at once.
///
/// # Errors
/// When scenarios cannot be read, the address cannot be used, the machine fails, or it is interrupted twice.
pub fn serve(settings: &Settings, opened: impl FnOnce(&[Page])) -> Result<(), ServeError> {
    let threads = Threads::new(settings.threads).map_err(|error| ServeError::Threads(error.to_string()))?;
    let limits = Limits::USUAL.of_this_process();
    let laboratory = Arc::new(Laboratory {
        library: library(settings.scenarios.as_deref())?,
        turns: Arc::new(Turns::new(threads)),
        room: Room::new(limits),
        thumbnails: thumbnails::Shelf::default(),
    });
    // Questions are read and answers worked out on threads of their own; these only carry them.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let result = runtime.block_on(async {
        let listener = TcpListener::bind(settings.address)
            .await
            .map_err(|error| ServeError::Address {
                address: settings.address,
                error,
            })?;
        let address = listener.local_addr()?;
        let hosts = Hosts::of(address.ip());
        let interfaces = hosts::interfaces(address.ip(), listen::takes_both(&listener));
        let interruptions = Interruptions::heed()?;
        opened(&hosts::pages(address, &hosts, &interfaces));
        let room = laboratory.room.clone();
        let first = interruptions.clone();
        let closing = async move {
            first.reach(1).await;
            room.close();
        };
        tokio::select! {
            () = listen::listen(listener, router(laboratory, hosts), limits, closing) => Ok(()),
            () = interruptions.reach(2) => Err(ServeError::Interrupted),
        }
    });
    // What still works has been told to end, and ends with the process.
    runtime.shutdown_background();
    result
}

/// The library of a folder, or of what comes with the program; nothing else is opened from now on.
fn library(scenarios: Option<&Path>) -> Result<Library, ServeError> {
    let failed = |error| ServeError::Library {
        path: scenarios.unwrap_or(Path::new("scenarios")).to_owned(),
        error,
    };
    let files: Arc<dyn Source> = match scenarios {
        Some(folder) => Arc::new(Bounded::to(folder).map_err(failed)?),
        None => Arc::new(shipped::scenarios()),
    };
    // Pages put their own language in its place.
    within(Language::English, || {
        Library::open(shipped::or_shipped(files), scenarios)
    })
    .map_err(failed)
}

fn router(laboratory: Arc<Laboratory>, hosts: Hosts) -> Router {
    let unpacked = DefaultPredicate::new()
        .and(NotForContentType::const_new(stream::LINES.content_type))
        .and(NotForContentType::const_new(stream::FRAMES.content_type));
    Router::new()
        .route("/", get(assets::front_page))
        .route("/{*path}", get(assets::asset))
        .nest("/api", questions())
        .layer(CompressionLayer::new().compress_when(unpacked))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(map_response(about::sign))
        .layer(from_fn_with_state(hosts, guard::guard))
        .layer(from_fn(spoken::in_readers_language))
        .with_state(laboratory)
}

fn questions() -> Router<Arc<Laboratory>> {
    Router::new()
        .route("/about", get(about::about))
        .route("/library", get(scenarios::library))
        .route("/lessons", get(scenarios::lessons))
        .route("/scenarios/{*id}", get(scenarios::scenario))
        .route("/thumbnails/{*id}", get(thumbnails::thumbnail))
        .route("/register", get(levers::all_parameters))
        .route("/documents/{*name}", get(documents::document))
        .route("/hypotheses", get(hypotheses::list))
        .route("/hypotheses/{id}", post(hypotheses::test))
        .route("/check", post(scenarios::check))
        .route("/levers", post(levers::levers))
        .route("/compare", post(compare::compare))
        .route("/ranking", post(ranking::rank))
        .route("/watch", post(watch::watch))
        .route("/barriers", post(barriers::weigh))
        .route("/report", post(exports::report))
        .route("/tables", post(exports::tables))
        .route("/scenario", post(exports::scenario))
        .route(
            "/{*other}",
            any(|| async { Refusal::missing(say!("There is no such question.")) }),
        )
}
