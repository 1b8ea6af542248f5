//! Small pictures of scenarios: output and outcome over time, as the model itself has them.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Extension;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

use super::Laboratory;
use super::connections::Visitor;
use super::refusal::Refusal;
use super::request::Named;
use super::turns::TURN;
use crate::experiment::{Ready, Size, Threads, Unwatched, Watch, by_replication, columns, simulate};
use crate::scenario::Scenario;
use crate::words::say;

/// Memory that a picture takes while it is drawn.
const BYTES: u64 = 1 << 20;
/// Replications behind a picture, where one turn is enough for them.
const REPLICATIONS: u32 = 4;
/// Seconds that one replication may take; larger societies have no picture.
const SECONDS_MAX: f64 = 1.5;
/// Width and height of a picture.
const SIZE: (f64, f64) = (160.0, 72.0);
/// Points of a line at most.
const POINTS_MAX: usize = 40;
/// The change that fills a picture, at least, as a part of the value at the start.
const CHANGE_MIN: f64 = 0.15;
/// What is drawn, with its colour: that of the figures of reports.
const LINES: [(&str, &str); 2] = [("output", "#e69f00"), ("outcome", "#0072b2")];

/// The pictures that have been drawn, by scenario.
#[derive(Debug, Default)]
pub(super) struct Shelf(Mutex<BTreeMap<String, Arc<str>>>);

impl Shelf {
    fn get(&self, id: &str) -> Option<Arc<str>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned()
    }

    fn put(&self, id: &str, picture: &Arc<str>) {
        let mut pictures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.insert(id.to_owned(), Arc::clone(picture));
    }
}

/// The picture of a scenario.
pub(super) async fn thumbnail(
    State(laboratory): State<Arc<Laboratory>>,
    Extension(visitor): Extension<Visitor>,
    Named(id): Named,
) -> Result<Response, Refusal> {
    let id = id.strip_suffix(".svg").unwrap_or(&id).to_owned();
    let picture = if let Some(picture) = laboratory.thumbnails.get(&id) {
        picture
    } else {
        let room = laboratory.room.clone();
        let work = move |watch: &dyn Watch| {
            let scenario =
                Scenario::load_from(laboratory.library.files(), laboratory.library.path(&id)?, &[])?;
            laboratory.picture(&id, &scenario, watch)
        };
        room.keep(&visitor, BYTES, work).await?
    };
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "max-age=3600")];
    Ok((headers, picture.to_string()).into_response())
}

impl Laboratory {
    /// Draws a picture when its turn has come, unless someone else had it drawn in the meantime, or whoever asked is gone.
    fn picture(&self, id: &str, scenario: &Scenario, watch: &dyn Watch) -> Result<Arc<str>, Refusal> {
        let turn = self.turns.next();
        if let Some(picture) = self.thumbnails.get(id) {
            return Ok(picture);
        }
        if watch.stopped() {
            return Err(Refusal::given_up());
        }
        let picture: Arc<str> = draw(scenario, &turn)
            .ok_or_else(|| Refusal::missing(say!("This society is too large for a picture at once.")))?
            .into();
        self.thumbnails.put(id, &picture);
        Ok(picture)
    }
}

/// Replications that a turn is long enough for, one at least; none where that takes too long.
fn replications(scenario: &Scenario, threads: &Threads) -> Option<u32> {
    let seconds = |number| Size::of(&scenario.setup, number, threads).seconds;
    let fitting = (1..=REPLICATIONS)
        .rev()
        .find(|&number| seconds(number) < TURN.as_secs_f64());
    fitting.or_else(|| (seconds(1) < SECONDS_MAX).then_some(1))
}

fn draw(scenario: &Scenario, threads: &Threads) -> Option<String> {
    let replications = replications(scenario, threads)?;
    let columns = columns(&scenario.programme_keys, scenario.municipalities());
    let mut sums = vec![0.0; columns.len() * (scenario.setup.steps as usize + 1)];
    let society = Ready::new([scenario.setup.clone()], scenario.seed);
    let runs = by_replication(1, replications);
    let result = simulate(&society, runs, threads, &Unwatched, |run| {
        for (sum, value) in sums.iter_mut().zip(run.values()) {
            *sum += value;
        }
        Ok::<_, Infallible>(())
    });
    let Ok(_whole) = result;
    let mut lines = Vec::new();
    for (key, colour) in LINES {
        let position = columns.iter().position(|column| column.key == key)?;
        let values: Vec<f64> = sums
            .chunks_exact(columns.len())
            .map(|row| row[position])
            .collect();
        lines.push((colour, changes(&values)));
    }
    Some(picture(&lines))
}

/// A line for each measure, all on one scale.
fn picture(lines: &[(&str, Vec<f64>)]) -> String {
    let (width, height) = SIZE;
    let largest = lines
        .iter()
        .flat_map(|(_, changes)| changes)
        .fold(CHANGE_MIN, |largest: f64, change| largest.max(change.abs()));
    let mut svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">");
    for (colour, changes) in lines {
        let points = polyline(changes, largest);
        write!(svg, "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>")
            .expect("writing to a string cannot fail");
    }
    svg + "</svg>"
}

/// Changes from the start, as parts of the value at the start, up to doubling.
fn changes(values: &[f64]) -> Vec<f64> {
    let change = |value: &f64| {
        let relative = (value / values[0]).clamp(0.0, 2.0) - 1.0;
        if relative.is_finite() { relative } else { 0.0 }
    };
    values.iter().map(change).collect()
}

/// A line that starts in the middle and leaves by half the height at the largest change.
fn polyline(changes: &[f64], largest: f64) -> String {
    let (width, height) = SIZE;
    let last = (changes.len() - 1).max(1);
    let stride = last.div_ceil(POINTS_MAX);
    let shown = changes
        .iter()
        .enumerate()
        .filter(|(step, _)| step % stride == 0 || *step == last);
    let points = shown.map(|(step, change)| {
        let across = 4.0 + (width - 8.0) * step as f64 / last as f64;
        let down = 0.5 * height - (0.5 * height - 6.0) * change / largest;
        format!("{across:.1},{down:.1}")
    });
    points.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Bounded, Library, Limits, Room, Turns};
    use super::*;
    use crate::scenario::Source;

    /// Nobody who waits.
    struct Gone;

    impl Watch for Gone {
        fn stopped(&self) -> bool {
            true
        }
    }

    #[test]
    fn a_picture_is_drawn_once_and_for_nobody_who_is_gone() {
        let files: Arc<dyn Source> = Arc::new(Bounded::to("scenarios".as_ref()).unwrap());
        let laboratory = Laboratory {
            library: Library::open(files, Some("scenarios".as_ref())).unwrap(),
            turns: Arc::new(Turns::new(Threads::new(1).unwrap())),
            room: Room::new(Limits::USUAL),
            thumbnails: Shelf::default(),
        };
        let id = "lessons/tipping_point";
        let library = &laboratory.library;
        let scenario = Scenario::load_from(library.files(), library.path(id).unwrap(), &[]).unwrap();
        let picture = |watch: &dyn Watch| laboratory.picture(id, &scenario, watch);
        assert!(picture(&Gone).is_err());
        assert_eq!(laboratory.thumbnails.get(id), None);
        let drawn = picture(&Unwatched).unwrap();
        let again = picture(&Gone).unwrap();
        assert!(Arc::ptr_eq(&drawn, &again), "one from the shelf costs nothing");
    }

    #[test]
    fn lines_start_in_the_middle_and_stay_in_the_picture() {
        let doubled_then_gone = changes(&[2.0, 4.0, 0.0]);
        assert_eq!(polyline(&doubled_then_gone, 1.0), "4.0,36.0 80.0,6.0 156.0,66.0");
        assert_eq!(
            changes(&[0.0, 0.0]),
            [0.0, 0.0],
            "what stays at 0 does not change"
        );
    }

    #[test]
    fn small_changes_look_small() {
        let picture = picture(&[("#000", vec![0.0, 0.01])]);
        assert!(picture.contains("4.0,36.0 156.0,34.0"), "{picture}");
    }
}
