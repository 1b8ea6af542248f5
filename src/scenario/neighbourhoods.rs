//! Neighbourhoods by name: what the data call them, in place of their numbers.

use super::fault::Finding;
use super::value::closest;
use super::values::Values;
use super::{Scenario, reading::Reading};

/// Puts numbers, from 1, in the place of the names that the list under a key holds.
///
/// # Errors
/// When no neighbourhood has a name, or the list has a neighbourhood twice.
pub(super) fn number(values: &mut Values, key: &str, names: &[String]) -> Result<(), Finding> {
    let mut valued = values.get(key).clone();
    let place = valued.place.unwrap_or_else(Reading::anywhere);
    let mut numbers = Vec::new();
    for item in values.list(key) {
        let number = match item.as_str() {
            None => item.clone(),
            Some(name) => {
                let mut numbers = (1_i64..).zip(names);
                let number = numbers.find_map(|(number, it)| (it == name).then_some(number));
                let number = number.ok_or_else(|| {
                    Finding::new(place, key, format!("no neighbourhood is called `{name}`"))
                        .hint(hint(name, names))
                })?;
                toml::Value::Integer(number)
            }
        };
        if numbers.contains(&number) {
            let message = format!("`{key}` lists neighbourhood {number} twice, by number and by name");
            return Err(Finding::new(place, key, message).hint("leave one of them out".to_owned()));
        }
        numbers.push(number);
    }
    valued.value = toml::Value::Array(numbers);
    values.set(key.to_owned(), valued);
    Ok(())
}

fn hint(name: &str, names: &[String]) -> String {
    if names.is_empty() {
        return "neighbourhoods have names where `neighbourhood` under [population.data] gives them; otherwise write \
                their numbers, from 1"
            .to_owned();
    }
    match closest(name, names.iter().map(String::as_str)) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("they are called {}", names.join(", ")),
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
