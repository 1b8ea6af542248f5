//! Names of measures: `outcome` of the society, `parks.willingness` of the programme `parks`, `municipality_2.trust` of the
//! second municipality where several live in the run.

use super::fault::{Finding, Place};
use super::value::did_you_mean;
use crate::model::measures::{MUNICIPALITY_MEASURES, Measure, PROGRAMME_MEASURES, measures, row_length};
use crate::words::{say, words};

/// What names of measures of a municipality begin with.
const MUNICIPALITY: &str = "municipality_";

/// What the names of the measures of a municipality begin with, before the dot; municipalities are counted from 1.
///
/// ```
/// assert_eq!(samspil::scenario::municipality_key(2), "municipality_2");
/// ```
#[must_use]
pub fn municipality_key(municipality: u32) -> String {
    format!("{MUNICIPALITY}{municipality}")
}

/// The municipality that a name stands for before the dot, whether or not there is one. No programme has such a name.
pub(super) fn municipality_of_key(key: &str) -> Option<u32> {
    let digits = key.strip_prefix(MUNICIPALITY)?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u32::MAX))
}

/// What has measures of its own besides the society.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub(super) programmes: &'a [String],
    /// Municipalities that live in the run.
    pub(super) municipalities: u32,
}

impl Parts<'_> {
    /// Municipalities with measures of their own.
    fn municipalities(self) -> std::ops::RangeInclusive<u32> {
        1..=if self.municipalities > 1 {
            self.municipalities
        } else {
            0
        }
    }

    /// Whether this municipality has measures of its own.
    pub(super) fn has_municipality(self, municipality: u32) -> bool {
        self.municipalities().contains(&municipality)
    }
}

/// What a name measures, whether or not a scenario has that programme or municipality.
pub(super) fn measure_named(name: &str) -> Option<&'static Measure> {
    let (measures, key) = match name.split_once('.') {
        None => (measures(), name),
        Some((of, key)) if municipality_of_key(of).is_some() => (MUNICIPALITY_MEASURES, key),
        Some((_, key)) => (PROGRAMME_MEASURES, key),
    };
    measures.iter().find(|measure| measure.key == key)
}

/// Position of a measure in a row of a model with these parts.
pub(super) fn position(parts: Parts<'_>, name: &str) -> Option<usize> {
    let find = |measures: &[Measure], key: &str| measures.iter().position(|measure| measure.key == key);
    let Some((of, key)) = name.split_once('.') else {
        return find(measures(), name);
    };
    if let Some(number) = municipality_of_key(of) {
        let before = (number as usize).checked_sub(1)? * MUNICIPALITY_MEASURES.len();
        let first = row_length(parts.programmes.len(), 1);
        let found = find(MUNICIPALITY_MEASURES, key)?;
        return parts.has_municipality(number).then_some(first + before + found);
    }
    let programme = parts.programmes.iter().position(|own| own == of)?;
    Some(row_length(programme, 1) + find(PROGRAMME_MEASURES, key)?)
}

/// There is no measure of that name; `key` is where it is written.
pub(super) fn unknown(parts: Parts<'_>, name: &str, place: Place, key: &str) -> Finding {
    let of_programmes = parts.programmes.iter().flat_map(|programme| {
        PROGRAMME_MEASURES
            .iter()
            .map(move |measure| format!("{programme}.{}", measure.key))
    });
    let of_municipalities = parts.municipalities().flat_map(|number| {
        MUNICIPALITY_MEASURES
            .iter()
            .map(move |measure| format!("{}.{}", municipality_key(number), measure.key))
    });
    let names: Vec<String> = measures()
        .iter()
        .map(|measure| measure.key.to_owned())
        .chain(of_programmes)
        .chain(of_municipalities)
        .collect();
    let hint = did_you_mean(name, names.iter().map(String::as_str))
        .or_else(|| Some(say!("`codebook.csv` of any run lists the measures")));
    Finding::new(place, key, say!("there is no measure `{name}`"))
        .code("unknown-name")
        .label(words!("unknown measure").text())
        .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::columns;

    /// Names lead to the columns that results have.
    #[test]
    fn names_are_those_of_columns() {
        let programmes = ["zoo".to_owned(), "apples".to_owned()];
        for municipalities in [1, 3] {
            let parts = Parts {
                programmes: &programmes,
                municipalities,
            };
            for (index, column) in columns(&programmes, municipalities).iter().enumerate() {
                assert_eq!(position(parts, &column.key), Some(index), "{}", column.key);
                assert_eq!(measure_named(&column.key), Some(column.measure));
            }
            for name in [
                "municipality_0.trust",
                "municipality_4.trust",
                "municipality_1.fit",
            ] {
                assert_eq!(position(parts, name), None, "{name}");
            }
        }
        assert_eq!(municipality_of_key("municipality_12"), Some(12));
        for key in ["municipality_", "municipality_x", "municipality"] {
            assert_eq!(municipality_of_key(key), None, "{key}");
        }
    }
}
