//! Ensembles of worlds that somebody names: a file, a folder of `samspil worlds build`, or the one that comes with Samspil.

use std::path::Path;

use samspil::output::ENGINE;
use samspil::scenario::Disk;
use samspil::shipped;
use samspil::study::worlds::ENSEMBLE;
use samspil::words::say;
use samspil::world::{Ensemble, Worlds};

use super::failure::Failure;

/// Most bytes of a file of worlds: some hundred thousand of them.
const BYTES_MAX: u64 = 50_000_000;
/// What the ensemble that comes with Samspil is called.
const SHIPPED: &str = "shipped";
/// What no ensemble is called: all runs live in the one usual society.
const NONE: &str = "none";

/// The ensemble of a folder or a file, or the one that is shipped.
pub(super) fn read(place: &Path) -> Result<Ensemble, Failure> {
    let file = if place.is_dir() {
        place.join(ENSEMBLE)
    } else {
        place.to_owned()
    };
    let named = |error: anyhow::Error| Failure::Other(error.context(file.display().to_string()));
    let bytes = if place.as_os_str() == SHIPPED {
        shipped::worlds().into_owned()
    } else if !file.exists() {
        return Err(Failure::Usage(say!(
            "there is no ensemble of worlds {}\nhint: `samspil worlds build` makes one; `{SHIPPED}` is the one that comes with Samspil",
            file.display()
        )));
    } else {
        let opened = Disk::shared().open(&file);
        opened
            .and_then(|opened| opened.read_all(BYTES_MAX))
            .map_err(|error| named(error.into()))?
    };
    let text = String::from_utf8(bytes).map_err(|error| named(error.into()))?;
    Ensemble::read(&text, ENGINE).map_err(|error| named(error.into()))
}

/// The worlds in which runs live, where any are named.
pub(super) fn worlds(place: Option<&Path>) -> Result<Option<Worlds>, Failure> {
    let Some(place) = place.filter(|place| place.as_os_str() != NONE) else {
        return Ok(None);
    };
    let ensemble = read(place)?;
    if ensemble.worlds.is_empty() {
        return Err(Failure::Usage(say!("{} holds no world", place.display())));
    }
    Ok(Some(Worlds::of(&ensemble)))
}
