//! How many there are of each: citizens, neighbourhoods, units and municipalities that fit together.
//!
//! Neighbourhoods and units that nobody set follow the town. A hint names all that has to be changed at once, so that following it leads into no other of these contradictions.

use super::Origin;
use super::fault::{Finding, Place};
use super::values::{Valued, Values};
use crate::words::{Words, say, words};

const CITIZENS: &str = "population.citizens";
const NEIGHBOURHOODS: &str = "population.neighbourhoods";
const UNITS: &str = "organisation.units";
const MUNICIPALITIES: &str = "organisation.municipalities";
const CITIZENS_PER_NEIGHBOURHOOD: &str = "population.citizens_per_neighbourhood";
const CITIZENS_PER_UNIT: &str = "organisation.reference_citizens_per_unit";
const CITIZEN: (Words, Words) = (words!("citizen"), words!("citizens"));
const NEIGHBOURHOOD: (Words, Words) = (words!("neighbourhood"), words!("neighbourhoods"));
const UNIT: (Words, Words) = (words!("unit"), words!("units"));
const AT_MOST: Words = words!("at most");
const AT_LEAST: Words = words!("at least");

/// Lets the numbers of neighbourhoods and units that nobody set follow the number of citizens, so that a place keeps its
/// people per initiative and per team however large the town is: multiples of the municipalities, at least as many
/// neighbourhoods as units that were set, and no more of either than of what it is a part of.
pub(super) fn follow_the_town(values: &mut Values) {
    let municipalities = values.integer(MUNICIPALITIES).max(1);
    let shared = |number: f64, most: i64| {
        let parts = (number / municipalities as f64).round().max(1.0) as i64;
        let most = (most / municipalities).max(1);
        parts.min(most) * municipalities
    };
    let citizens = values.integer(CITIZENS);
    if is_default(values, NEIGHBOURHOODS) {
        let number = citizens as f64 / values.number(CITIZENS_PER_NEIGHBOURHOOD);
        let units = if is_default(values, UNITS) {
            0
        } else {
            values.integer(UNITS)
        };
        set(values, NEIGHBOURHOODS, shared(number.max(units as f64), citizens));
    }
    if is_default(values, UNITS) {
        let number = citizens as f64 / values.number(CITIZENS_PER_UNIT);
        let neighbourhoods = values.integer(NEIGHBOURHOODS);
        set(values, UNITS, shared(number, neighbourhoods));
    }
}

fn is_default(values: &Values, key: &str) -> bool {
    values.get(key).origin == Origin::Register
}

fn set(values: &mut Values, key: &str, number: i64) {
    let followed = Valued {
        value: toml::Value::Integer(number),
        place: None,
        origin: Origin::Register,
    };
    values.set(key.to_owned(), followed);
}

/// The contradictions between the counts of a scenario; `anywhere` is where to point when nobody wrote any of them.
pub(super) fn find(values: &Values, anywhere: Place) -> Vec<Finding> {
    let counts = Counts {
        values,
        anywhere,
        citizens: values.integer(CITIZENS),
        neighbourhoods: values.integer(NEIGHBOURHOODS),
        units: values.integer(UNITS),
        municipalities: values.integer(MUNICIPALITIES),
    };
    [
        counts.too_many_neighbourhoods(),
        counts.too_many_units(),
        counts.uneven_parts(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Counts<'a> {
    values: &'a Values,
    anywhere: Place,
    citizens: i64,
    neighbourhoods: i64,
    units: i64,
    municipalities: i64,
}

impl Counts<'_> {
    /// The largest number up to this one that municipalities can share equally; 0 where there is none.
    fn shared_down(&self, count: i64) -> i64 {
        count / self.municipalities * self.municipalities
    }

    /// The smallest number from this one on that municipalities can share equally.
    fn shared_up(&self, count: i64) -> i64 {
        self.shared_down(count + self.municipalities - 1)
    }

    /// Whether the data say what the value of a key is, so that it cannot be set.
    fn is_from_data(&self, key: &str) -> bool {
        self.values.get(key).origin == Origin::Data
    }

    fn too_many_neighbourhoods(&self) -> Option<Finding> {
        if self.neighbourhoods <= self.citizens {
            return None;
        }
        let limit = self.shared_down(self.citizens);
        let lower = (limit > 0 && !self.is_from_data(NEIGHBOURHOODS)).then(|| {
            let units = (self.units > limit).then_some(UNITS);
            to(&[Some(NEIGHBOURHOODS), units], AT_MOST, limit)
        });
        let raise = (!self.is_from_data(CITIZENS))
            .then(|| to(&[Some(CITIZENS)], AT_LEAST, self.shared_up(self.neighbourhoods)));
        let citizens = so_many(self.citizens, CITIZEN);
        let message = say!("{} neighbourhoods are more than {citizens}", self.neighbourhoods);
        Some(self.finding(&[NEIGHBOURHOODS, CITIZENS], message, self.ways([lower, raise])))
    }

    fn too_many_units(&self) -> Option<Finding> {
        if self.units <= self.neighbourhoods {
            return None;
        }
        let limit = self.shared_down(self.neighbourhoods.min(self.citizens));
        let lower = (limit > 0).then(|| to(&[Some(UNITS)], AT_MOST, limit));
        let least = self.shared_up(self.units);
        let citizens = (least > self.citizens).then_some(CITIZENS);
        let can_raise =
            !self.is_from_data(NEIGHBOURHOODS) && !citizens.is_some_and(|key| self.is_from_data(key));
        let raise = can_raise.then(|| to(&[Some(NEIGHBOURHOODS), citizens], AT_LEAST, least));
        let neighbourhoods = so_many(self.neighbourhoods, NEIGHBOURHOOD);
        let message = say!("{} units are more than {neighbourhoods}", self.units);
        Some(self.finding(&[UNITS, NEIGHBOURHOODS], message, self.ways([lower, raise])))
    }

    /// Municipalities have equal parts of neighbourhoods and units.
    fn uneven_parts(&self) -> Option<Finding> {
        let municipalities = self.municipalities;
        let parts = [
            (NEIGHBOURHOODS, NEIGHBOURHOOD, self.neighbourhoods),
            (UNITS, UNIT, self.units),
        ];
        let uneven = parts.iter().filter(|(.., count)| count % municipalities != 0);
        let (keys, words): (Vec<&str>, Vec<String>) = uneven
            .map(|(key, of, count)| (*key, so_many(*count, *of)))
            .unzip();
        if keys.is_empty() {
            return None;
        }
        let message = say!(
            "{} cannot be shared equally by {municipalities} municipalities",
            words.join(words!(" and ").text())
        );
        let hint = if self.is_from_data(NEIGHBOURHOODS) {
            say!("the data say how many neighbourhoods there are: {}", self.fewer())
        } else {
            self.multiples(&keys)
        };
        let keys: Vec<&str> = [MUNICIPALITIES].into_iter().chain(keys).collect();
        Some(self.finding(&keys, message, hint))
    }

    /// So many municipalities that they can share what there is.
    fn fewer(&self) -> String {
        let shared = (1..self.municipalities)
            .rev()
            .find(|fewer| self.neighbourhoods % fewer == 0 && self.units % fewer == 0);
        let shared = shared.unwrap_or(1);
        say!("set `{MUNICIPALITIES}` to {shared}, for instance")
    }

    /// Numbers that can be shared and are no more than there are citizens.
    fn multiples(&self, keys: &[&str]) -> String {
        let more = self.shared_up(self.neighbourhoods);
        let neighbourhoods = match self.shared_down(self.neighbourhoods) {
            fewer if more > self.citizens && fewer > 0 => fewer,
            _ => more,
        };
        if neighbourhoods > self.citizens {
            return self.fewer();
        }
        let set = keys.iter().map(|key| match *key {
            NEIGHBOURHOODS => say!("`{key}` to {neighbourhoods}"),
            _ => say!("`{key}` to {}", self.shared_up(self.units).min(neighbourhoods)),
        });
        say!(
            "multiples of {} can: set {}, for instance",
            self.municipalities,
            set.collect::<Vec<_>>().join(words!(" and ").text())
        )
    }

    /// The ways out that there are; fewer municipalities where there is no other.
    fn ways(&self, ways: [Option<String>; 2]) -> String {
        let ways: Vec<String> = ways.into_iter().flatten().collect();
        if ways.is_empty() {
            self.fewer()
        } else {
            say!("set {}", ways.join(words!(", or ").text()))
        }
    }

    /// A finding at the first of `keys` that was written.
    fn finding(&self, keys: &[&str], message: String, hint: String) -> Finding {
        let (key, place) = self.values.written(keys).unwrap_or((keys[0], self.anywhere));
        Finding::new(place, key, message).code("contradiction").hint(hint)
    }
}

/// A count with its noun.
fn so_many(count: i64, (one, several): (Words, Words)) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// ``` `a` and `b` to at most 3 ```.
fn to(keys: &[Option<&str>], side: Words, number: i64) -> String {
    let keys: Vec<String> = keys.iter().flatten().map(|key| format!("`{key}`")).collect();
    say!("{} to {side} {number}", keys.join(words!(" and ").text()))
}
