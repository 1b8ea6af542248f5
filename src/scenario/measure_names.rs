//! Names of measures: `outcome` of the society, `parks.willingness` of the programme `parks`.

use super::fault::{Finding, Place};
use super::value::did_you_mean;
use crate::model::measures::{MEASURES, Measure, PROGRAMME_MEASURES};

/// Position of a measure in a row of a model with these programmes.
pub(super) fn position(programmes: &[String], name: &str) -> Option<usize> {
    let society = MEASURES.iter().position(|measure| measure.key == name);
    society.or_else(|| {
        let (programme, name) = name.split_once('.')?;
        let programme = programmes.iter().position(|own| own == programme)?;
        let measure = PROGRAMME_MEASURES
            .iter()
            .position(|measure| measure.key == name)?;
        Some(MEASURES.len() + programme * PROGRAMME_MEASURES.len() + measure)
    })
}

/// The measure at a position of a row.
pub(super) fn measure_at(position: usize) -> &'static Measure {
    MEASURES.get(position).unwrap_or_else(|| {
        let of_programmes = position - MEASURES.len();
        &PROGRAMME_MEASURES[of_programmes % PROGRAMME_MEASURES.len()]
    })
}

/// There is no measure of that name; `key` is where it is written.
pub(super) fn unknown(programmes: &[String], name: &str, place: Place, key: &str) -> Finding {
    let of_programmes = programmes.iter().flat_map(|programme| {
        PROGRAMME_MEASURES
            .iter()
            .map(move |measure| format!("{programme}.{}", measure.key))
    });
    let names: Vec<String> = MEASURES
        .iter()
        .map(|measure| measure.key.to_owned())
        .chain(of_programmes)
        .collect();
    let hint = did_you_mean(name, names.iter().map(String::as_str))
        .or_else(|| Some("`codebook.csv` of any run lists the measures".to_owned()));
    Finding::new(place, key, format!("there is no measure `{name}`"))
        .label("unknown measure")
        .hint(hint)
}
