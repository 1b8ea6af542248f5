//! The checked values of all keys, each with the place it was written at.

use std::collections::BTreeMap;

use super::Origin;
use super::core_keys::{CORE, is_beyond};
use super::fault::Place;
use super::register::register;

/// A checked value.
#[derive(Clone, Debug)]
pub(super) struct Valued {
    pub(super) value: toml::Value,
    /// Where it was written; `None` for a default.
    pub(super) place: Option<Place>,
    pub(super) origin: Origin,
}

/// Values by key; complete once [`Values::fill`] has run.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(BTreeMap<String, Valued>);

impl Values {
    pub(super) fn set(&mut self, key: String, valued: Valued) {
        self.0.insert(key, valued);
    }

    /// Adds the register's default wherever nothing was written.
    pub(super) fn fill(&mut self, programmes: &[String]) {
        for entry in register().entries() {
            let Some((_, last)) = entry.key.split_once(".*.") else {
                self.set_default(entry.key.clone(), entry.default.clone());
                continue;
            };
            for programme in programmes {
                self.set_default(format!("programme.{programme}.{last}"), entry.default.clone());
            }
        }
        for programme in programmes {
            self.imply_no_participants(programme);
        }
        self.imply_the_core();
    }

    /// Where nothing but the core is wanted, every other mechanism is off, so that this need not be written.
    fn imply_the_core(&mut self) {
        let core = self.get(CORE);
        let (flag, origin) = (core.value.as_bool(), core.origin);
        if flag != Some(true) {
            return;
        }
        for (key, valued) in &mut self.0 {
            if valued.place.is_none() && is_beyond(key) {
                *valued = Valued {
                    value: toml::Value::Boolean(false),
                    place: None,
                    origin,
                };
            }
        }
    }

    /// A programme that is yet to open has nobody taking part, so that need not be written.
    fn imply_no_participants(&mut self, programme: &str) {
        let established = &self.0[&format!("programme.{programme}.established")];
        let (flag, origin) = (established.value.as_bool(), established.origin);
        let participants = self
            .0
            .get_mut(&format!("programme.{programme}.initial_participants"));
        if let Some(participants) = participants
            && flag == Some(false)
            && participants.origin == Origin::Register
        {
            *participants = Valued {
                value: toml::Value::Float(0.0),
                place: None,
                origin,
            };
        }
    }

    fn set_default(&mut self, key: String, value: toml::Value) {
        self.0.entry(key).or_insert(Valued {
            value,
            place: None,
            origin: Origin::Register,
        });
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Valued)> {
        self.0.iter()
    }

    pub(super) fn get(&self, key: &str) -> &Valued {
        self.0
            .get(key)
            .unwrap_or_else(|| panic!("`{key}` is a key of the register, so it has a value"))
    }

    pub(super) fn number(&self, key: &str) -> f64 {
        match &self.get(key).value {
            toml::Value::Float(number) => *number,
            toml::Value::Integer(number) => *number as f64,
            _ => f64::NAN,
        }
    }

    pub(super) fn integer(&self, key: &str) -> i64 {
        self.get(key).value.as_integer().unwrap_or_default()
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.get(key).value.as_bool().unwrap_or_default()
    }

    pub(super) fn text(&self, key: &str) -> &str {
        self.get(key).value.as_str().unwrap_or_default()
    }

    pub(super) fn list(&self, key: &str) -> &[toml::Value] {
        self.get(key).value.as_array().map_or(&[], Vec::as_slice)
    }

    /// The first of these keys that somebody wrote, with its place.
    pub(super) fn written<'a>(&self, keys: &[&'a str]) -> Option<(&'a str, Place)> {
        keys.iter()
            .find_map(|key| self.get(key).place.map(|place| (*key, place)))
    }
}
