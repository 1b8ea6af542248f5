//! The laboratory in a browser: `samspil serve`.
//!
//! A server on this machine, for planners and teachers. Pages come from the program itself (`assets`); what they ask is
//! answered piece by piece (`stream`) by simulations that take turns at the machine (`turns`) and end when nobody
//! listens any more. It answers only to its own address (`guard`), and opens only the scenarios of one folder
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
mod documents;
mod events;
mod exports;
mod guard;
mod hypotheses;
mod levers;
mod library;
mod ranking;
mod refusal;
mod request;
mod scenarios;
mod shipped;
mod sliced;

mod stream;
mod thumbnails;
mod turns;
mod watch;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, map_response};
use axum::routing::{any, get, post};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

use crate::experiment::Threads;
use bounded::Bounded;
use library::Library;
use refusal::Refusal;
use request::BODY_BYTES_MAX;
use shipped::Unpacked;
use stream::Room;
use turns::Turns;

/// How the laboratory is opened.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens; port 0 is any free one.
    pub address: SocketAddr,
    /// The folder of the scenarios; without one, those that come with the program.
    pub scenarios: Option<PathBuf>,
    /// The folder of the lessons; without one, those that come with the program.
    pub lessons: Option<PathBuf>,
    /// Threads that simulate; 0 is one per core.
    pub threads: usize,
}

/// Why the laboratory does not open, or closes.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Scenarios or lessons cannot be read.
    #[error("{}: {error}\nhint: --scenarios FOLDER says where the scenarios are", path.display())]
    Library {
        /// The folder.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The address cannot be used.
    #[error(
        "{address} cannot be listened on: {error}\nhint: choose another port with --port, or 0 for any free one"
    )]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// There are no threads.
    #[error("no threads to be had: {0}")]
    Threads(String),
    /// The machine fails.
    #[error("the server stopped: {0}")]
    Machine(#[from] std::io::Error),
}

/// What every answer draws on.
struct Laboratory {
    library: Library,
    turns: Arc<Turns>,
    room: Room,
    thumbnails: thumbnails::Shelf,
}

/// Opens the laboratory and keeps it open until it is interrupted.
///
/// `opened` is told the address when it can be visited. Interrupted, it ends answers under way and returns.
///
/// # Errors
/// When scenarios cannot be read, the address cannot be used, or the machine fails.
pub fn serve(settings: &Settings, opened: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let threads = Threads::new(settings.threads).map_err(|error| ServeError::Threads(error.to_string()))?;
    let unpacked = Unpacked::new()?;
    let scenarios = settings.scenarios.clone().unwrap_or_else(|| unpacked.scenarios());
    let lessons = settings.lessons.clone().unwrap_or_else(|| unpacked.lessons());
    let written = settings.scenarios.as_deref().unwrap_or(Path::new("scenarios"));
    let laboratory = Arc::new(Laboratory {
        library: library(&scenarios, &lessons, written)?,
        turns: Arc::new(Turns::new(threads)),
        room: Room::new(),
        thumbnails: thumbnails::Shelf::default(),
    });
    // Answers are worked out on threads of their own; these only carry them.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(settings.address)
            .await
            .map_err(|error| ServeError::Address {
                address: settings.address,
                error,
            })?;
        opened(listener.local_addr()?);
        let room = laboratory.room.clone();
        let interrupted = async move {
            // Where the signal cannot be heard the server goes on until it is ended.
            if tokio::signal::ctrl_c().await.is_ok() {
                room.close();
            }
        };
        axum::serve(listener, router(laboratory))
            .with_graceful_shutdown(interrupted)
            .await?;
        Ok(())
    })
}

/// The library of two folders, which is all that is opened from now on.
fn library(scenarios: &Path, lessons: &Path, written: &Path) -> Result<Library, ServeError> {
    let held = |folder: &Path| {
        Bounded::to(folder).map_err(|error| ServeError::Library {
            path: folder.to_owned(),
            error,
        })
    };
    let files = Arc::new(held(scenarios)?);
    Library::open(files, &held(lessons)?, written).map_err(|error| ServeError::Library {
        path: scenarios.to_owned(),
        error,
    })
}

fn router(laboratory: Arc<Laboratory>) -> Router {
    let unpacked = DefaultPredicate::new()
        .and(NotForContentType::const_new(stream::LINES))
        .and(NotForContentType::const_new(stream::FRAMES));
    Router::new()
        .route("/", get(assets::front_page))
        .route("/{*path}", get(assets::asset))
        .nest("/api", questions())
        .layer(CompressionLayer::new().compress_when(unpacked))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(map_response(about::sign))
        .layer(from_fn(guard::guard))
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
            any(|| async { Refusal::missing("There is no such question.") }),
        )
}
