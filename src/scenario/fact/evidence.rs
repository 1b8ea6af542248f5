//! What a fact rests on, and what else rests on it: evidence in the sources of the parameter register.

use crate::scenario::register::register;

/// Whether a text cites some evidence: an id such as `Ev-20`, by itself or within a range (`F-02 to F-07`), or a study by its
/// words (`Scheirer 2005`).
///
/// ```
/// use samspil::scenario::fact::cites;
/// assert!(cites("F-02 to F-07 and F-10 of the review", "F-04"));
/// assert!(!cites("Ev-01b (an interval of our own)", "Ev-01"));
/// assert!(cites("C-04; Ghorbani et al. (2020)", "Ghorbani et al. 2020"));
/// ```
#[must_use]
pub fn cites(text: &str, evidence: &str) -> bool {
    let (text, sought) = (parts(text), parts(evidence));
    if sought.is_empty() {
        return false;
    }
    let is_named = text.windows(sought.len()).any(|some| some == &sought[..]);
    is_named || matches!(sought[..], [id] if text.windows(3).any(|range| is_within(id, range)))
}

/// Keys of the parameter register that cite some evidence, in the order of the register.
///
/// ```
/// use samspil::scenario::fact::keys_sourced_by;
/// assert!(keys_sourced_by("Ev-20").contains(&"willingness.trust"));
/// assert!(keys_sourced_by("Ev-99").is_empty());
/// ```
#[must_use]
pub fn keys_sourced_by(evidence: &str) -> Vec<&'static str> {
    let entries = register().entries().iter();
    entries
        .filter(|entry| cites(&entry.source, evidence) || entry.ids.iter().any(|id| id == evidence))
        .map(|entry| entry.key.as_str())
        .collect()
}

/// The words of a text and its ids, without what stands between them.
fn parts(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .filter(|part| !part.is_empty())
        .collect()
}

/// Whether an id lies in what three words say, as in `F-02 to F-07`.
fn is_within(id: &str, range: &[&str]) -> bool {
    let &[first, "to", last] = range else {
        return false;
    };
    match (numbered(id), numbered(first), numbered(last)) {
        (Some((family, number)), Some((first, from)), Some((last, to))) => {
            family == first && family == last && (from..=to).contains(&number)
        }
        _ => false,
    }
}

/// The family and the number of an id such as `Ev-20`; `None` for anything else.
fn numbered(id: &str) -> Option<(&str, u32)> {
    let (family, number) = id.rsplit_once('-')?;
    let is_family = !family.is_empty() && family.bytes().all(|letter| letter.is_ascii_alphabetic());
    let is_number = number.len() == 2 && number.bytes().all(|digit| digit.is_ascii_digit());
    (is_family && is_number).then_some((family, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_found_by_its_id_in_a_range_and_by_its_words() {
        for (text, evidence) in [
            ("Ev-05, Ev-13", "Ev-13"),
            ("P-12 and B-18 of the review", "B-18"),
            ("O-01 to O-10", "O-01"),
            ("Ev-09 to Ev-12, M-02", "Ev-12"),
            ("Ghorbani et al. 2020", "Ghorbani et al. (2020)"),
        ] {
            assert!(cites(text, evidence), "{evidence} in {text}");
        }
        for (text, evidence) in [
            ("Ev-05, Ev-13", "Ev-01"),
            ("Ev-011", "Ev-01"),
            ("Ev-01 to Ev-10", "Ev-11"),
            ("O-01 to O-10", "P-05"),
            ("stock 5-7 %", "7"),
            ("Ghorbani et al. 2020", "Ghorbani et al. 2021"),
            ("anything", ""),
        ] {
            assert!(!cites(text, evidence), "{evidence} in {text}");
        }
    }

    #[test]
    fn keys_are_those_whose_source_or_items_name_it() {
        assert!(keys_sourced_by("B-11").contains(&"barriers.control_retention"));
        assert!(keys_sourced_by("SF-01").contains(&"programme.*.initial_participants"));
        assert!(keys_sourced_by("O-07").contains(&"mechanisms.organisation"));
    }
}
