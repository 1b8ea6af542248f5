//! Words of faults that are not longer than a person reads.

/// Most characters of a name or a value that a message repeats.
const QUOTED_CHARACTERS_MAX: usize = 80;
/// Most digits of a number that a message repeats.
const DIGITS_MAX: usize = 24;
/// Most characters of a key.
pub(super) const KEY_CHARACTERS_MAX: usize = 200;
/// Most characters of a message, a label, a note or a hint.
pub(super) const WORDS_CHARACTERS_MAX: usize = 10_000;

/// Words whose numbers, and whose names and values between backticks, are not longer than a person reads.
pub(super) fn fit_to_read(words: &str) -> String {
    if words.len() <= DIGITS_MAX {
        return words.to_owned();
    }
    let words = &brief_numbers(words);
    let quoted = words.split('`').enumerate().map(|(number, part)| {
        let most = if number % 2 == 1 {
            QUOTED_CHARACTERS_MAX
        } else {
            WORDS_CHARACTERS_MAX
        };
        shortened(part, most)
    });
    shortened(&quoted.collect::<Vec<_>>().join("`"), WORDS_CHARACTERS_MAX)
}

/// Very large and very small numbers with an exponent, not in hundreds of digits.
fn brief_numbers(words: &str) -> String {
    let is_part = |character: char| character.is_ascii_digit() || character == '.';
    let mut brief = String::with_capacity(words.len());
    let mut rest = words;
    while !rest.is_empty() {
        let number = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(number);
        let others = behind.find(is_part).unwrap_or(behind.len());
        let shown = match digits.parse::<f64>() {
            Ok(value) if digits.len() > DIGITS_MAX && value.is_finite() => format!("{value:e}"),
            _ => digits.to_owned(),
        };
        brief.push_str(&shown);
        brief.push_str(&behind[..others]);
        rest = &behind[others..];
    }
    brief
}

/// A text of so many characters at most; `…` stands for the rest.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
