//! What a key needs to have any effect, as `needs` of the register writes it, and how a scenario meets it.
//!
//! `KEY` must be on: true, other than zero, other than `none`. `KEY = VALUE` must have this value, such as `false`, and
//! `KEY > NUMBER` one above it. `A or B` asks for one of the two.

use std::collections::BTreeMap;

use super::event_settings::{event_key, event_of_key};
use super::events::Change;
use super::plan::{Factor, FactorValues};
use super::register::register;
use super::values::Values;
use crate::words::{say, words};

/// Conditions one of which must hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Need(Vec<Needed>);

/// A condition on the value of a key; `*` stands for a programme.
#[derive(Clone, Debug, PartialEq)]
struct Needed {
    key: String,
    value: Wanted,
}

#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    On,
    This(String),
    Above(f64),
}

impl Need {
    pub(super) fn parse(text: &str) -> Self {
        Self(text.split(" or ").map(Needed::parse).collect())
    }

    #[cfg(test)]
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|needed| needed.key.as_str())
    }

    /// The same of one programme, where it is about any.
    fn of(&self, programme: &str) -> Self {
        let of = |needed: &Needed| Needed {
            key: needed.key.replacen('*', programme, 1),
            value: needed.value.clone(),
        };
        Self(self.0.iter().map(of).collect())
    }
}

impl Needed {
    fn parse(text: &str) -> Self {
        let (key, value) = if let Some((key, value)) = text.split_once(" = ") {
            (key, Wanted::This(value.to_owned()))
        } else if let Some((key, bound)) = text.split_once(" > ") {
            let bound = bound
                .parse()
                .expect("a number, as the tests of the register check");
            (key, Wanted::Above(bound))
        } else {
            (text, Wanted::On)
        };
        let key = key.to_owned();
        Self { key, value }
    }

    /// Its keys: one for each programme where it is about any.
    fn keys(&self, programmes: &[String]) -> Vec<String> {
        if self.key.contains('*') {
            let each = programmes.iter();
            each.map(|programme| self.key.replacen('*', programme, 1))
                .collect()
        } else {
            vec![self.key.clone()]
        }
    }

    /// What it asks for, behind the key.
    fn asks(&self) -> String {
        match &self.value {
            Wanted::On => String::new(),
            Wanted::This(value) => format!(" = {value}"),
            Wanted::Above(bound) => format!(" > {bound}"),
        }
    }
}

impl Wanted {
    fn is_met_by(&self, value: &toml::Value) -> bool {
        match self {
            Self::On => is_on(value),
            Self::This(wanted) => match value {
                toml::Value::String(text) => text == wanted,
                other => other.to_string() == *wanted,
            },
            Self::Above(bound) => {
                let number = value.as_float().or(value.as_integer().map(|whole| whole as f64));
                number.is_some_and(|number| number > *bound)
            }
        }
    }

    /// Whether some value of a factor meets it.
    fn is_met_within(&self, values: &FactorValues) -> bool {
        match (values, self) {
            (FactorValues::Levels(levels), _) => levels.iter().any(|level| self.is_met_by(level)),
            (FactorValues::Range { low, high, .. }, Self::On) => *low != 0.0 || *high != 0.0,
            (FactorValues::Range { high, .. }, Self::Above(bound)) => high > bound,
            (FactorValues::Range { .. }, Self::This(_)) => false,
            // Nobody has looked into the file of points yet.
            (FactorValues::Listed, _) => true,
        }
    }
}

/// Whether a value is that of something at work: true, other than zero, other than `none`.
fn is_on(value: &toml::Value) -> bool {
    match value {
        toml::Value::Boolean(flag) => *flag,
        toml::Value::Integer(number) => *number != 0,
        toml::Value::Float(number) => *number != 0.0,
        toml::Value::String(text) => !matches!(text.as_str(), "" | "none"),
        toml::Value::Array(items) => !items.is_empty(),
        toml::Value::Datetime(_) | toml::Value::Table(_) => true,
    }
}

/// A value that a key has from a step on, and the event that gives it.
#[derive(Clone, Debug)]
struct Stretch {
    step: u32,
    event: Option<usize>,
    value: toml::Value,
}

/// What the keys that others need are in the course of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Course {
    programmes: Vec<String>,
    stretches: BTreeMap<String, Vec<Stretch>>,
    /// What events change: event, step and key.
    pub(super) changed: Vec<(usize, u32, String)>,
}

/// Why nothing can come of a key, and what would help.
pub(super) struct Reason {
    pub(super) why: String,
    pub(super) remedy: String,
}

impl Course {
    pub(super) fn of(start: &Values, changes: &[Change], programmes: &[String]) -> Self {
        let mut stretches = BTreeMap::new();
        let needs = register().entries().iter().flat_map(|entry| &entry.needs);
        for needed in needs.flat_map(|need| Need::parse(need).0) {
            for key in needed.keys(programmes) {
                let value = start.get(&key).value.clone();
                let first = Stretch {
                    step: 0,
                    event: None,
                    value,
                };
                stretches.insert(key, vec![first]);
            }
        }
        let mut changed = Vec::new();
        for Change { step, event, values } in changes {
            for (key, valued) in values {
                changed.push((*event, *step, key.clone()));
                if let Some(own) = stretches.get_mut(key) {
                    let value = valued.value.clone();
                    own.push(Stretch {
                        step: *step,
                        event: Some(*event),
                        value,
                    });
                }
            }
        }
        Self {
            programmes: programmes.to_vec(),
            stretches,
            changed,
        }
    }

    /// Why nothing can come of a key, or of an event's change of one, whatever value the factors take; `None` where something
    /// may.
    pub(super) fn reason(&self, key: &str, factors: &[&Factor]) -> Option<Reason> {
        let (key, from) = match event_of_key(key) {
            Some((event, key)) => {
                let mut changed = self.changed.iter();
                let (_, step, _) = changed.find(|(number, _, own)| *number == event && own == key)?;
                (key, *step)
            }
            None => (key, 0),
        };
        let needs = register().get(key)?.needs.iter().map(|need| Need::parse(need));
        let programme = key
            .strip_prefix("programme.")
            .and_then(|rest| rest.split('.').next());
        let mut needs = needs.map(|need| programme.map_or_else(|| need.clone(), |own| need.of(own)));
        let unmet = needs.find(|need| !self.meets(need, from, factors))?;
        Some(self.reason_of(&unmet))
    }

    fn meets(&self, need: &Need, from: u32, factors: &[&Factor]) -> bool {
        need.0.iter().any(|needed| {
            let keys = needed.keys(&self.programmes);
            keys.iter()
                .any(|key| self.holds(key, &needed.value, from, factors))
        })
    }

    /// Whether a key has a value that is wanted in some step from this one on.
    fn holds(&self, key: &str, wanted: &Wanted, from: u32, factors: &[&Factor]) -> bool {
        let Some(stretches) = self.stretches.get(key) else {
            return false;
        };
        let ends = stretches[1..].iter().map(|next| next.step).chain([u32::MAX]);
        let mut lived = stretches
            .iter()
            .zip(ends)
            // What is over before the first step, or when the change comes, was never there.
            .filter(|(stretch, end)| *end > stretch.step.max(from));
        lived.any(|(stretch, _)| {
            let own = stretch
                .event
                .map_or_else(|| key.to_owned(), |event| event_key(event, key));
            match factors.iter().find(|factor| factor.key == own) {
                Some(factor) => wanted.is_met_within(&factor.values),
                None => wanted.is_met_by(&stretch.value),
            }
        })
    }

    fn reason_of(&self, need: &Need) -> Reason {
        let why = need.0.iter().map(|needed| {
            let stretches = self.stretches.get(&needed.key).and_then(|own| own.last());
            match (needed.key.split_once(".*."), stretches) {
                (Some((_, name)), _) => say!("no programme has `{name}{}`", needed.asks()),
                (None, Some(last)) => say!("`{}` is {}", needed.key, last.value),
                (None, None) => say!("there is no `{}`", needed.key),
            }
        });
        let why = why.collect::<Vec<_>>().join(words!(" and ").text());
        let first = &need.0[0];
        let key = first
            .keys(&self.programmes)
            .into_iter()
            .next()
            .unwrap_or_default();
        let remedy = match (&first.value, first.key.contains('*')) {
            (Wanted::On, false) => say!("set `{key}` too"),
            (Wanted::On, true) => say!("set `{key}` too, for instance"),
            (Wanted::This(value), false) => say!("set `{key}` to {value}"),
            (Wanted::This(value), true) => say!("set `{key}` to {value}, for instance"),
            (Wanted::Above(bound), false) => say!("set `{key}` above {bound}"),
            (Wanted::Above(bound), true) => say!("set `{key}` above {bound}, for instance"),
        };
        Reason { why, remedy }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Kind, Scenario};

    #[test]
    fn the_register_names_keys_and_values_that_there_are() {
        for entry in register().entries() {
            for need in entry.needs.iter().flat_map(|need| Need::parse(need).0) {
                let other = register()
                    .get(&need.key)
                    .unwrap_or_else(|| panic!("{}", need.key));
                if let Wanted::This(value) = &need.value {
                    let is_choice = value == "[]" || other.choices.contains(value);
                    let is_flag = other.kind == Kind::Flag && value == "false";
                    assert!(is_choice || is_flag, "{}: {value}", entry.key);
                }
            }
        }
    }

    fn why_not(head: &str, key: &str) -> Option<String> {
        let text = format!("{head}\n[programme.parks]\nrole = 'co_implementor'\n");
        let scenario = Scenario::from_text("parks.toml".as_ref(), &text, &[]).unwrap();
        scenario
            .without_effect(key)
            .map(|(why, hint)| format!("{why}; {hint}"))
    }

    fn with_event(year: u32, flag: bool) -> String {
        format!(
            "[mechanisms]\nfatigue = {}\n[[event]]\nyear = {year}\nchange = {{ \"mechanisms.fatigue\" = {flag} }}\n\
             [[event]]\nyear = 2\nchange = {{ \"fatigue.gain\" = 0.9 }}\n",
            !flag
        )
    }

    #[test]
    fn what_an_event_changes_counts_from_its_step_on() {
        let of_event = "event.2.change.fatigue.gain";
        // Turned off before the first step: never on.
        let off = with_event(0, false);
        let said = why_not(&off, "fatigue.gain").unwrap();
        assert!(said.contains("`mechanisms.fatigue` is false"), "{said}");
        assert!(why_not(&off, of_event).is_some());
        // On for a year, but off by the time of the change.
        assert!(why_not(&with_event(1, false), "fatigue.gain").is_none());
        assert!(why_not(&with_event(1, false), of_event).is_some());
        assert!(why_not(&with_event(3, false), of_event).is_none());
        assert!(why_not(&with_event(3, true), of_event).is_none());
    }

    #[test]
    fn values_and_alternatives_are_said() {
        assert_eq!(
            why_not("", "willingness.intercept_rational").unwrap(),
            "`willingness.intercept_rational` has no effect: `simulation.decision_rule` is \"logit\"; set \
             `simulation.decision_rule` to rational, or leave `willingness.intercept_rational` out"
        );
        assert!(why_not("", "willingness.intercept_logit").is_none());
        assert!(why_not("", "influence.co_implementor").is_none());
        let said = why_not("", "influence.co_designer").unwrap();
        assert!(said.contains("no programme has `role = co_designer`"), "{said}");
        assert!(why_not("", "network.across_municipalities").is_some());
        assert_eq!(
            why_not("", "association.own_interest").unwrap(),
            "`association.own_interest` has no effect: no programme has `initiator = association`; set \
             `programme.parks.initiator` to association, for instance, or leave `association.own_interest` out"
        );
        let said = why_not("", "collective.private_benefit").unwrap();
        assert!(said.contains("no programme has `collective = false`"), "{said}");
        assert!(why_not("", "collective.coordination").is_none());
        let said = why_not("", "goal_focus.focus").unwrap();
        assert!(said.contains("no programme has `goal`"), "{said}");
        let said = why_not("", "admission.disappointment").unwrap();
        assert!(said.contains("no programme has `refused_share`"), "{said}");
        assert!(why_not("", "roles.shaping_gain").is_some());
        assert!(why_not("", "co_destruction.harm").is_none());
    }

    fn factor(key: &str, levels: &[bool]) -> Factor {
        Factor {
            key: key.to_owned(),
            meaning: String::new(),
            unit: String::new(),
            values: FactorValues::Levels(levels.iter().copied().map(toml::Value::from).collect()),
        }
    }

    #[test]
    fn a_factor_counts_with_its_levels() {
        let scenario = Scenario::from_text("parks.toml".as_ref(), "[programme.parks]\n", &[]).unwrap();
        let idle = |levels: &[bool]| {
            let factor = factor("mechanisms.fatigue", levels);
            scenario.course.reason("fatigue.gain", &[&factor]).is_some()
        };
        assert!(idle(&[false]));
        assert!(!idle(&[false, true]));
    }
}
