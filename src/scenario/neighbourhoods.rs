//! Neighbourhoods by name: what the data call them, in place of their numbers.

use super::Scenario;
use super::fault::{Finding, Place};
use super::value::closest;
use super::values::Values;
use crate::words::say;

/// Puts numbers, from 1, in the place of the names that the list under a key holds.
///
/// # Errors
/// One for each name that no neighbourhood has, and for each neighbourhood that the list has twice.
pub(super) fn number(values: &mut Values, key: &str, names: &[String]) -> Result<(), Vec<Finding>> {
    let mut valued = values.get(key).clone();
    let place = valued.place.unwrap_or(Place::START);
    let (mut numbers, mut findings) = (Vec::new(), Vec::new());
    for item in values.list(key) {
        let number = match item.as_str() {
            None => item.clone(),
            Some(name) => {
                let mut numbers = (1_i64..).zip(names);
                let number = numbers.find_map(|(number, it)| (it == name).then_some(number));
                let Some(number) = number else {
                    let message = say!("no neighbourhood is called `{name}`");
                    findings.push(Finding::new(place, key, message).hint(hint(name, names)));
                    continue;
                };
                toml::Value::Integer(number)
            }
        };
        if numbers.contains(&number) {
            let message = say!("`{key}` lists neighbourhood {number} twice, by number and by name");
            findings.push(Finding::new(place, key, message).hint(say!("leave one of them out")));
        }
        numbers.push(number);
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    valued.value = toml::Value::Array(numbers);
    values.set(key.to_owned(), valued);
    Ok(())
}

fn hint(name: &str, names: &[String]) -> String {
    if names.is_empty() {
        return say!(
            "neighbourhoods have names where `neighbourhood` under [population.data] gives them; otherwise write \
             their numbers, from 1"
        );
    }
    match closest(name, names.iter().map(String::as_str)) {
        Some(close) => say!("did you mean `{close}`?"),
        None => say!("they are called {}", names.join(", ")),
    }
}

impl Scenario {
    /// What people call a neighbourhood: its name where neighbourhoods are observed, else its number.
    ///
    /// `number` counts from 1.
    #[must_use]
    pub fn neighbourhood_name(&self, number: usize) -> String {
        let name = number
            .checked_sub(1)
            .and_then(|index| self.neighbourhood_names.get(index));
        name.cloned().unwrap_or_else(|| number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Origin;
    use crate::scenario::values::Valued;

    #[test]
    fn every_name_that_is_none_is_said() {
        let key = "programme.parks.neighbourhoods";
        let mut values = Values::default();
        let list = ["X", "Nord", "Y"].map(toml::Value::from);
        let valued = Valued {
            value: toml::Value::Array(list.to_vec()),
            place: None,
            origin: Origin::File,
        };
        values.set(key.to_owned(), valued);
        let findings = number(&mut values, key, &["Nord".to_owned()]).unwrap_err();
        assert_eq!(findings.len(), 2);
    }
}
