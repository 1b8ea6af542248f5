//! Sentences of files, which may stand in both languages.

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

use super::{Language, language};

/// A sentence of a file, with its Danish where the file has it; it reads as the text in the language that is written in.
///
/// ```
/// use samspil::words::{Language, Said, within};
/// let claim = Said { english: "Trust rises".to_owned(), danish: Some("Tilliden stiger".to_owned()) };
/// assert_eq!(within(Language::Danish, || claim.to_string()), "Tilliden stiger");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// In English, or in whatever language the file is.
    pub english: String,
    /// In Danish.
    pub danish: Option<String>,
}

impl Said {
    /// In the language that is written in, as far as the file has it.
    #[must_use]
    pub fn text(&self) -> &str {
        match (language(), &self.danish) {
            (Language::Danish, Some(danish)) => danish,
            _ => &self.english,
        }
    }
}

impl Deref for Said {
    type Target = str;

    fn deref(&self) -> &str {
        self.text()
    }
}

impl fmt::Display for Said {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.text())
    }
}

impl From<String> for Said {
    fn from(english: String) -> Self {
        Self {
            english,
            danish: None,
        }
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::within;

    #[test]
    fn what_a_file_says_is_read_once_and_shown_in_either_language() {
        let said = Said {
            english: "A claim".to_owned(),
            danish: Some("En påstand".to_owned()),
        };
        assert_eq!(within(Language::Danish, || said.to_string()), "En påstand");
        assert_eq!(within(Language::English, || said.to_string()), "A claim");
        let alone = Said::from("Only this".to_owned());
        assert_eq!(within(Language::Danish, || alone.to_string()), "Only this");
    }
}
