//! Variants of a scenario.

use std::sync::Arc;

use crate::scenario::Scenario;

/// One arm of a study.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Short name, unique in the study: letters, digits, `-` and `_`; names the journal.
    pub key: String,
    /// Name in tables, figures and reports.
    pub title: String,
    /// What is simulated.
    pub scenario: Scenario,
}

impl Variant {
    /// Its title as sentences name it: one of more than 80 characters is cut.
    #[must_use]
    pub fn name(&self) -> String {
        name_of(&self.title)
    }

    /// The same variant, facing the need of a baseline: need belongs to the place, not to the policy.
    ///
    /// See [`Setup::with_need_of`](crate::model::setup::Setup::with_need_of). Where the programmes are not the same ones in
    /// the same order, each variant keeps its own need, since nothing says whose need is whose.
    #[must_use]
    pub fn facing_need_of(mut self, baseline: &Self) -> Self {
        if self.scenario.programme_keys == baseline.scenario.programme_keys {
            let baseline = Arc::new(baseline.scenario.setup.clone());
            self.scenario.setup = self.scenario.setup.with_need_of(baseline);
        }
        self
    }
}

/// A title as sentences name it: one of more than 80 characters is cut, and ends with an ellipsis.
///
/// ```
/// use samspil::study::name_of;
/// assert_eq!(name_of("more asked"), "more asked");
/// let name = name_of(&"word ".repeat(200));
/// assert!(name.chars().count() <= 80 && name.ends_with("word…"));
/// ```
#[must_use]
pub fn name_of(title: &str) -> String {
    const LONGEST: usize = 80;
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let kept: String = title.chars().take(LONGEST - 1).collect();
    kept.trim_end().to_owned() + "…"
}

/// A short name for files and tables: lower-case letters, digits and hyphens.
#[must_use]
pub fn key_of(title: &str, others: &[Variant]) -> String {
    const LENGTH_MAX: usize = 48;
    if others.is_empty() {
        return "baseline".to_owned();
    }
    let mut key = String::new();
    for letter in title.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            key.push(letter);
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
        if key.len() >= LENGTH_MAX {
            break;
        }
    }
    let key = match key.trim_end_matches('-') {
        "" => "variant",
        key => key,
    };
    let taken = |key: &str| others.iter().any(|other| other.key == key);
    let numbered = (2..).map(|number| format!("{key}-{number}"));
    std::iter::once(key.to_owned())
        .chain(numbered)
        .find(|key| !taken(key))
        .expect("there are more numbers than variants")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn variants() -> Vec<Variant> {
        ["0.5", "0.9"]
            .iter()
            .enumerate()
            .map(|(index, ease)| {
                let text = format!(
                    "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 80\n[programme.parks]\nease = {ease}\n"
                );
                Variant {
                    key: format!("arm-{index}"),
                    title: format!("ease {ease}"),
                    scenario: Scenario::from_text(Path::new("parks.toml"), &text, &[]).unwrap(),
                }
            })
            .collect()
    }

    #[test]
    fn need_is_that_of_the_baseline_where_programmes_are_the_same() {
        let variants = variants();
        let held = variants[1].clone().facing_need_of(&variants[0]);
        assert!(held.scenario.setup.need_of.is_some());
        let mut other = variants[1].clone();
        other.scenario.programme_keys = vec!["kits".to_owned()];
        assert!(
            other
                .facing_need_of(&variants[0])
                .scenario
                .setup
                .need_of
                .is_none()
        );
    }
}
