//! What a key needs to have any effect, as `needs` of the register writes it, and how a scenario meets it.
//!
//! `KEY` must be on: true, other than zero, other than `none`. `KEY = VALUE` must have this value, such as `false`, and
//! `KEY > NUMBER` one above it. `A or B` asks for one of the two.

use std::collections::BTreeMap;

use super::core_keys::{CORE, acting_switches, acts_through, is_beyond};
use super::event_settings::{event_key, event_of_key};
use super::events::Change;
use super::plan::{Factor, FactorValues};
use super::register::{general_key, register};
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

/// Conditions as people read them, as in `A, or both B and C`: where all that leave a choice share one way out, it is told once.
pub(super) fn readable(needs: &[String]) -> String {
    let and = words!(" and ").text();
    let all: Vec<Vec<&str>> = needs.iter().map(|need| need.split(" or ").collect()).collect();
    let (choices, plain): (Vec<&Vec<&str>>, Vec<&Vec<&str>>) = all.iter().partition(|need| need.len() > 1);
    let mut parts: Vec<String> = Vec::new();
    let plain: Vec<&str> = plain.into_iter().map(|need| need[0]).collect();
    if !plain.is_empty() {
        parts.push(plain.join(and));
    }
    let shared = choices.first().and_then(|first| {
        first
            .iter()
            .find(|key| choices.iter().all(|need| need.contains(key)))
    });
    match shared {
        Some(shared) if choices.len() > 1 => {
            let rest = choices.iter().map(|need| {
                let rest: Vec<&str> = need.iter().copied().filter(|key| key != shared).collect();
                any_of(&rest)
            });
            let rest: Vec<String> = rest.collect();
            let listed = enumeration(&rest);
            parts.push(if rest.len() == 2 {
                say!("{shared}, or both {listed}")
            } else {
                say!("{shared}, or all of {listed}")
            });
        }
        _ => parts.extend(choices.iter().map(|need| any_of(need))),
    }
    parts.join(words!(", and ").text())
}

/// `A`, `A or B`, `A, B or C`.
fn any_of(keys: &[&str]) -> String {
    match keys {
        [] => String::new(),
        [key] => (*key).to_owned(),
        [others @ .., last] => {
            let others = others.join(", ");
            say!("{others} or {last}")
        }
    }
}

/// `A and B`, `A, B and C`.
fn enumeration(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [part] => part.clone(),
        [others @ .., last] => {
            let others = others.join(", ");
            say!("{others} and {last}")
        }
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
    /// Whether the scenario is about the core of the model alone.
    is_core: bool,
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
        let needed = needs.flat_map(|need| Need::parse(need).0);
        let acting = acting_switches().map(|key| Needed {
            key,
            value: Wanted::On,
        });
        for needed in needed.chain(acting) {
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
            is_core: start.flag(CORE),
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
        match needs.find(|need| !self.meets(need, from, factors)) {
            Some(unmet) => Some(self.reason_of(&unmet)),
            None => self.reason_in_the_core(key, from, factors),
        }
    }

    /// Why nothing comes of a key in the core of the model.
    fn reason_in_the_core(&self, key: &str, from: u32, factors: &[&Factor]) -> Option<Reason> {
        let switches = acts_through(&general_key(key));
        let is_on = |switch: &String| self.holds(switch, &Wanted::On, from, factors);
        if !self.is_core || switches.is_empty() || switches.iter().any(is_on) {
            return None;
        }
        let named: Vec<String> = switches.iter().map(|switch| format!("`{switch}`")).collect();
        let key = &switches[0];
        Some(Reason {
            why: say!("the core leaves out what it acts through ({})", named.join(", ")),
            remedy: say!("set `{key}` too, for instance"),
        })
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
                (None, Some(_)) if self.is_core && is_beyond(&needed.key) => {
                    say!("the core leaves this mechanism out (`{}`)", needed.key)
                }
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

    #[test]
    fn needs_are_read_as_a_sentence() {
        let said =
            |needs: &[&str]| readable(&needs.iter().map(|need| (*need).to_owned()).collect::<Vec<_>>());
        assert_eq!(said(&["a", "b"]), "a and b");
        assert_eq!(said(&["a or b"]), "a or b");
        assert_eq!(said(&["a or b", "a or c"]), "a, or both b and c");
        assert_eq!(said(&["a or b", "a or c", "a or d"]), "a, or all of b, c and d");
        assert_eq!(said(&["x", "a or b or c", "y"]), "x and y, and a, b or c");
        assert_eq!(said(&["x", "a or b", "c or d"]), "x, and a or b, and c or d");
    }

    fn why_not(head: &str, key: &str) -> Option<String> {
        let text = format!("{head}\n[programme.parks]\nrole = 'co_implementor'\n");
        let scenario = Scenario::from_text("parks.toml".as_ref(), &text, &[]).unwrap();
        scenario
            .without_effect(key)
            .map(|(why, hint)| format!("{why}; {hint}"))
    }

    #[test]
    fn what_the_core_leaves_out_is_called_so() {
        let said = why_not("[model]\ncore = true\n", "barriers.silos").unwrap();
        assert_eq!(
            said,
            "`barriers.silos` has no effect: the core leaves this mechanism out (`mechanisms.organisation`); set \
             `mechanisms.organisation` too, or leave `barriers.silos` out"
        );
        let said = why_not("[mechanisms]\norganisation = false\n", "barriers.silos").unwrap();
        assert!(said.contains("`mechanisms.organisation` is false"), "{said}");
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
