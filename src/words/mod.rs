//! What people read, in their language: sentences, labels and definitions in English and Danish.
//!
//! Data are in no language: numbers, keys, column names, codebooks and JSON are the same for all readers.

mod said;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

pub use said::Said;
pub use samspil_words::{say, words};

samspil_words::catalogues!();

/// A language that readers have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Danish.
    Danish,
}

impl Language {
    /// Its code (ISO 639-1), as in `--language da`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Danish => "da",
        }
    }

    /// The language of a locale such as `da_DK.UTF-8`; English where it is another.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '.', '@', '-']).next();
        match language.map(str::to_ascii_lowercase).as_deref() {
            Some("da") => Self::Danish,
            _ => Self::English,
        }
    }
}

/// Whether the program speaks Danish where nothing else is said.
static USUALLY_DANISH: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// The language of what this thread is writing, where it is another than the usual one.
    static WITHIN: Cell<Option<Language>> = const { Cell::new(None) };
}

/// The language that is written in.
#[must_use]
pub fn language() -> Language {
    WITHIN.get().unwrap_or_else(|| {
        if USUALLY_DANISH.load(Ordering::Relaxed) {
            Language::Danish
        } else {
            Language::English
        }
    })
}

/// Sets the language of the program.
pub fn speak(language: Language) {
    USUALLY_DANISH.store(language == Language::Danish, Ordering::Relaxed);
}

/// Does `work`, and what it writes on this thread is in this language.
pub fn within<T>(language: Language, work: impl FnOnce() -> T) -> T {
    struct Restore(Option<Language>);
    impl Drop for Restore {
        fn drop(&mut self) {
            WITHIN.set(self.0);
        }
    }
    let _restore = Restore(WITHIN.replace(Some(language)));
    work()
}

/// Danish by English, of words that are data.
type Table = LazyLock<BTreeMap<String, String>>;

fn table(text: &str) -> BTreeMap<String, String> {
    toml::from_str(text).expect("tests read the tables that are compiled in")
}

/// A unit of the register as readers see it; an unknown one stays as it is.
#[must_use]
pub fn unit(unit: &str) -> &str {
    static DANISH: Table = LazyLock::new(|| table(include_str!("units.toml")));
    match language() {
        Language::English => unit,
        Language::Danish => DANISH.get(unit).map_or(unit, String::as_str),
    }
}

/// A word that a scenario file chooses (`co_design`) as readers see it.
#[must_use]
pub fn choice(word: &str) -> String {
    static DANISH: Table = LazyLock::new(|| table(include_str!("choices.toml")));
    match DANISH.get(word) {
        Some(danish) if language() == Language::Danish => danish.clone(),
        _ => match word.strip_prefix("co_") {
            Some(rest) => format!("co-{}", rest.replace('_', " ")),
            None => word.replace('_', " "),
        },
    }
}

/// A key of the register, such as `programme.parks.outreach`, as a short name in sentences; `label` is that of the register,
/// where it has one.
#[must_use]
pub fn key_name(key: &str, label: Option<Words>) -> String {
    static DANISH: Table = LazyLock::new(|| table(include_str!("keys.toml")));
    let last = key.rsplit('.').next().unwrap_or(key);
    let danish = if key.starts_with("programme.") {
        DANISH.get(&format!("programme.*.{last}"))
    } else {
        DANISH.get(key)
    };
    match (language(), danish, label) {
        (Language::Danish, Some(danish), _) => danish.clone(),
        (Language::Danish, None, Some(label)) => label.danish.to_lowercase(),
        _ => last.replace('_', " "),
    }
}

/// A number with all its digits, as programs write it but for the decimal mark that readers know.
#[must_use]
pub fn given(number: f64) -> String {
    marked(&number.to_string())
}

/// A number with all its digits within a sentence: in English as programs write it, in Danish with its comma and a true minus.
#[must_use]
pub fn in_prose(number: f64) -> String {
    match language() {
        Language::English => number.to_string(),
        Language::Danish => given(number).replace('-', "\u{2212}"),
    }
}

/// A number that programs wrote, with the decimal mark that readers know.
#[must_use]
pub fn marked(number: &str) -> String {
    match language() {
        Language::English => number.to_owned(),
        Language::Danish => number.replace('.', ","),
    }
}

/// Words that stand in both languages; they read as the text in the language that is written in.
///
/// ```
/// use samspil::words::{Language, Words, within};
/// let trust = Words::new("trust", "tillid");
/// assert_eq!(within(Language::Danish, || trust.to_string()), "tillid");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub english: &'static str,
    /// In Danish.
    pub danish: &'static str,
}

impl Words {
    /// The same in both languages.
    #[must_use]
    pub const fn new(english: &'static str, danish: &'static str) -> Self {
        Self { english, danish }
    }

    /// In the language that is written in.
    #[must_use]
    pub fn text(&self) -> &'static str {
        match language() {
            Language::English => self.english,
            Language::Danish => self.danish,
        }
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        self.text()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, given, in_prose, key_name, language, say, table, within, words};
    use crate::scenario::register;

    #[test]
    fn sentences_are_said_in_the_language_that_is_written_in() {
        let count = 3;
        let say = || say!("{count} of {} runs are done", 8);
        assert_eq!(within(Language::English, say), "3 of 8 runs are done");
        assert_eq!(within(Language::Danish, say), "3 af 8 gennemløb er færdige");
        assert_eq!(
            within(Language::Danish, || words!("no value").to_string()),
            "ingen værdi"
        );
    }

    #[test]
    fn a_language_within_another_ends_with_its_work() {
        within(Language::Danish, || {
            within(Language::English, || assert_eq!(language(), Language::English));
            assert_eq!(language(), Language::Danish);
        });
        let panicked = std::panic::catch_unwind(|| within(Language::Danish, || panic!("in the middle")));
        assert!(panicked.is_err());
        assert_eq!(language(), Language::English);
    }

    #[test]
    fn numbers_have_the_readers_decimal_mark() {
        assert_eq!(within(Language::English, || given(-1234.5)), "-1234.5");
        assert_eq!(within(Language::Danish, || given(-1234.5)), "-1234,5");
        assert_eq!(within(Language::English, || in_prose(-0.5)), "-0.5");
        assert_eq!(within(Language::Danish, || in_prose(-0.5)), "−0,5");
    }

    #[test]
    fn keys_have_names_in_sentences() {
        let named = |key: &str| key_name(key, register().get(key).and_then(|entry| entry.label));
        let names = || ["barriers.zero_error", "programme.parks.outreach_target"].map(named);
        assert_eq!(
            within(Language::English, names),
            ["zero error", "outreach target"]
        );
        assert_eq!(
            within(Language::Danish, names),
            ["nulfejlskultur", "modtagere af informationen"]
        );
        for (key, name) in table(include_str!("keys.toml")) {
            assert!(register().get(&key).is_some(), "{key}");
            assert!(name.starts_with(char::is_lowercase), "{key}: {name}");
        }
        for entry in register().entries() {
            if entry.key.starts_with("barriers.") || entry.key.starts_with("mechanisms.") {
                let danish = within(Language::Danish, || named(&entry.key));
                let english = within(Language::English, || named(&entry.key));
                assert_ne!(danish, english, "{} has no Danish name", entry.key);
            }
        }
    }

    #[test]
    fn locales_name_languages() {
        for (locale, code) in [
            ("da_DK.UTF-8", "da"),
            ("da", "da"),
            ("DA-dk", "da"),
            ("C.UTF-8", "en"),
            ("dan", "en"),
            ("", "en"),
        ] {
            assert_eq!(Language::of_locale(locale).code(), code, "{locale}");
        }
    }
}
