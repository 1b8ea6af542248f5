//! Paths that are held: which ones a file names, whether they can be, and the arms in which they are.

use std::sync::Arc;

use super::Arm;
use super::found::Found;
use crate::model::hold::Path;
use crate::scenario::document::{Item, Table};
use crate::scenario::fault::{Finding, Place};
use crate::words::{say, words};

/// The key that names paths.
pub(in crate::scenario) const PATHS: &str = "paths";
/// Most paths: all coalitions of them are run.
const PATHS_MAX: usize = 6;

/// The names of all paths.
pub(in crate::scenario) fn names() -> Vec<&'static str> {
    Path::ALL.map(Path::word).to_vec()
}

/// The paths that a table names; `None` where it names none, or not as it should.
pub(in crate::scenario) fn read(table: &Table, found: &mut Found) -> Option<Vec<Path>> {
    let place = table.row(PATHS)?.item.place;
    let of = |item: &Item| {
        let word = item.as_text()?;
        Path::ALL.into_iter().find(|path| path.word() == word)
    };
    let paths: Vec<Path> = table.items(PATHS).iter().filter_map(of).collect();
    let is_again = |(number, path): (usize, &Path)| paths[..number].contains(path).then_some(*path);
    if let Some(path) = paths.iter().enumerate().find_map(is_again) {
        let message = say!("the path `{}` is named twice", path.word());
        found.fault(Finding::new(place, PATHS, message).code("duplicate"));
        return None;
    }
    if paths.is_empty() || paths.len() > PATHS_MAX {
        let message = match paths.len() {
            0 => say!("no path is named"),
            number => say!("{number} paths are named"),
        };
        let label = words!("expected one to six paths").text();
        found.fault(
            Finding::new(place, PATHS, message)
                .code("out-of-range")
                .label(label),
        );
        return None;
    }
    Some(paths)
}

/// Why paths of the second arm cannot be held at what they are in the first; nothing where they can.
pub(in crate::scenario) fn refused(
    paths: &[Path],
    [baseline, arm]: [&Arm; 2],
    place: Place,
    key: &str,
) -> Option<Finding> {
    let (one, other) = (&baseline.name, &arm.name);
    let (at, held) = (&baseline.scenario, &arm.scenario);
    let any = |is_of: fn(Path) -> bool| paths.iter().any(|path| is_of(*path));
    let (message, hint) = if !at.setup.seats_as(&held.setup) || at.data_sources != held.data_sources {
        (
            say!(
                "the arms `{one}` and `{other}` have other citizens, so no path of one can be held at the other"
            ),
            say!(
                "number, neighbourhoods, municipalities, status, homophily and data of citizens must be the same in both, and so \
                 must the length of a step"
            ),
        )
    } else if any(Path::is_of_professionals) && !at.setup.staffed_as(&held.setup) {
        (
            say!(
                "the arms `{one}` and `{other}` have other numbers of professionals, so none can be held at another"
            ),
            say!("`professionals.per_1000_citizens` must be the same in both"),
        )
    } else if any(Path::is_of_programmes) && !is_same_order(&at.programme_keys, &held.programme_keys) {
        (
            say!(
                "the programmes of the arms `{one}` and `{other}` stand in another order, so none can be held at another"
            ),
            say!("what one arm has and the other does not comes last"),
        )
    } else {
        return None;
    };
    Some(Finding::new(place, key, message).code("contradiction").hint(hint))
}

/// Whether programmes have the same positions in both lists, as far as both go.
fn is_same_order(one: &[String], other: &[String]) -> bool {
    one.iter().zip(other).all(|(one, other)| one == other)
}

/// Control and treatment, and after them the arms of a mediation in which paths are held; see
/// [`Question::Mediation`](super::Question::Mediation). All face the need of the control.
///
/// # Panics
/// When there are not two arms.
pub(super) fn with_held(mut arms: Vec<Arm>, paths: &[Path]) -> Vec<Arm> {
    let [control, treatment] = &arms[..] else {
        panic!("paths of a treatment are held at a control");
    };
    let untreated = Arc::new(control.scenario.setup.clone());
    let treated = treatment.scenario.setup.clone();
    let treated = Arc::new(treated.with_need_of(Arc::clone(&untreated)));
    let everything = (1_usize << paths.len()) - 1;
    let mut held = Vec::with_capacity(everything + 1);
    for free in 0..everything {
        let is_held = |(number, _): &(usize, &Path)| free >> number & 1 == 0;
        let fixed = paths.iter().enumerate().filter(is_held);
        let fixed: Vec<Path> = fixed.map(|(_, path)| *path).collect();
        let mut name = format!("{}-held", treatment.name);
        if free > 0 {
            for path in &fixed {
                name.push('-');
                name.push_str(path.word());
            }
        }
        let mut arm = treatment.clone();
        arm.name = name;
        arm.scenario.setup = (*treated)
            .clone()
            .holding(Arc::clone(&untreated), fixed.into_iter().collect());
        held.push(arm);
    }
    let mut carried = control.clone();
    carried.name = format!("{}-with-paths", control.name);
    let facing = carried.scenario.setup.with_need_of(Arc::clone(&untreated));
    carried.scenario.setup = facing.holding(treated, paths.iter().copied().collect());
    held.push(carried);
    arms.extend(held);
    arms
}

/// Holds paths of an arm at what they are in the one at a position; where programmes are the same, both face the need of the
/// first.
pub(in crate::scenario) fn hold(arms: &mut [Arm], position: usize, paths: &[Path], at: usize) {
    let (first, baseline) = (&arms[0].scenario, &arms[at].scenario);
    let setup = baseline.setup.clone();
    let baseline = if at > 0 && baseline.programme_keys == first.programme_keys {
        setup.with_need_of(Arc::new(first.setup.clone()))
    } else {
        setup
    };
    let held = &mut arms[position].scenario;
    held.setup = held
        .setup
        .clone()
        .holding(Arc::new(baseline), paths.iter().copied().collect());
}
