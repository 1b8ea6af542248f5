//! How numbers are written in figures and reports.

use crate::model::measures::Measure;
use crate::words::{self, Language, Words, language, say, words};

/// Space that does not break, between a number and its unit.
const SPACE: char = '\u{a0}';
/// A true minus sign.
const MINUS: char = '\u{2212}';
/// Written where there is no value.
pub const MISSING: Words = words!("no value");
/// Decimals that numbers may have beyond those they need, so that they do not contradict each other.
const MORE_DECIMALS: usize = 3;

/// How the numbers of one measure are written: percent for shares, and as many decimals as they need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notation {
    percent: bool,
    /// Whether the numbers are themselves differences of shares.
    gap: bool,
    decimals: usize,
    unit: String,
}

impl Notation {
    /// The notation for numbers of this unit, of about this magnitude, known to about `half_width`.
    ///
    /// Decimals show the first digit of the half width, but no fewer than two and no more than three
    /// significant digits of the magnitude; three where the half width is not known. A unit that starts with
    /// `share` is written in percent.
    ///
    /// ```
    /// use samspil::figure::numbers::Notation;
    /// let notation = Notation::new("share", 0.0503, 0.001);
    /// assert_eq!(notation.value(0.0503), "5.0\u{a0}%");
    /// assert_eq!(Notation::new("EUR", 12345.6, f64::NAN).with_unit(12345.6), "12,346\u{a0}EUR");
    /// ```
    #[must_use]
    pub fn new(unit: &str, magnitude: f64, half_width: f64) -> Self {
        let rest = unit.strip_prefix("share");
        let factor = if rest.is_some() { 100.0 } else { 1.0 };
        Self {
            percent: rest.is_some(),
            gap: false,
            decimals: decimals(magnitude.abs() * factor, half_width * factor),
            unit: unit_beside(unit),
        }
    }

    /// The notation for numbers of a measure, with those of a gap in points.
    #[must_use]
    pub fn of(measure: &Measure, magnitude: f64, half_width: f64) -> Self {
        let notation = Self::new(measure.unit, magnitude, half_width);
        if measure.is_gap() {
            notation.of_gap()
        } else {
            notation
        }
    }

    /// The notation for a difference of this unit, known to about `half_width`: as [`Notation::new`] writes it, and with
    /// two significant digits of a difference that is smaller than its half width.
    ///
    /// ```
    /// use samspil::figure::numbers::Notation;
    /// assert_eq!(Notation::difference("EUR", 0.1667, 0.08).change(0.1667), "+0.17");
    /// assert_eq!(Notation::difference("EUR", 0.0, 0.0).change(0.0), "0");
    /// ```
    #[must_use]
    pub fn difference(unit: &str, difference: f64, half_width: f64) -> Self {
        /// Digits after the first of the half width, at most; a difference that needs more is nothing beside it.
        const BEYOND: i32 = 3;
        let mut notation = Self::new(unit, difference, half_width);
        let factor = if notation.percent { 100.0 } else { 1.0 };
        let (size, half_width) = (difference.abs() * factor, half_width * factor);
        if size > 0.0 && half_width > size {
            let wanted = (place(size) + 1).min(place(half_width) + BEYOND).clamp(0, 6) as usize;
            notation.decimals = notation.decimals.max(wanted);
        }
        notation
    }

    /// The notation for a measure that is a difference of shares: in points, not in percent.
    #[must_use]
    pub fn of_gap(mut self) -> Self {
        self.gap = self.percent;
        self
    }

    /// This notation with as many decimals more, up to three, as keep an interval that does not reach zero from beginning or
    /// ending there as it is written.
    ///
    /// ```
    /// use samspil::figure::numbers::Notation;
    /// let notation = Notation::new("share", 0.03, 0.03).telling(0.002, 0.062);
    /// assert_eq!(notation.range(0.002, 0.062), "0.2 to 6.2\u{a0}%");
    /// ```
    #[must_use]
    pub fn telling(mut self, low: f64, high: f64) -> Self {
        let wanted = self.decimals + MORE_DECIMALS;
        while (low > 0.0 && self.is_nothing(low) || high < 0.0 && self.is_nothing(high))
            && self.decimals < wanted
        {
            self.decimals += 1;
        }
        self
    }

    /// This notation of two levels with as many decimals more, up to three, as keep their difference as it is written from
    /// contradicting the `change` between them as `changes` writes it.
    ///
    /// ```
    /// use samspil::figure::numbers::Notation;
    /// let notation = Notation::new("share", 0.45, 0.03);
    /// let levels = notation.clone().agreeing(0.446, 0.412, (&notation, -0.034));
    /// assert_eq!(levels.range(0.446, 0.412), "44.6 to 41.2\u{a0}%");
    /// ```
    #[must_use]
    pub fn agreeing(self, before: f64, after: f64, (changes, change): (&Self, f64)) -> Self {
        let finer = (0..=MORE_DECIMALS).map(|more| {
            let mut finer = self.clone();
            finer.decimals += more;
            finer
        });
        let agrees = |levels: &Self| {
            let coarser = levels.decimals.min(changes.decimals);
            let between = levels.written(after) - levels.written(before);
            // What differs by half a unit may be rounded either way.
            (between - changes.written(change)).abs() < 0.55 * libm::exp10(-(coarser as f64))
        };
        finer.clone().find(agrees).unwrap_or(self)
    }

    /// This notation with at least as many decimals as another.
    #[must_use]
    pub fn as_fine_as(mut self, other: &Self) -> Self {
        self.decimals = self.decimals.max(other.decimals);
        self
    }

    /// This notation with as many decimals more, up to three, as two different numbers need to be written differently.
    ///
    /// ```
    /// use samspil::figure::numbers::Notation;
    /// let notation = Notation::new("share", 0.05, 0.02);
    /// assert_eq!(notation.value(0.0512), notation.value(0.0514));
    /// let apart = notation.apart(0.0512, 0.0514);
    /// assert_eq!(apart.range(0.0512, 0.0514), "5.12 to 5.14\u{a0}%");
    /// ```
    #[must_use]
    pub fn apart(self, one: f64, other: f64) -> Self {
        let finer = (0..=MORE_DECIMALS).map(|more| {
            let mut finer = self.clone();
            finer.decimals += more;
            finer
        });
        finer
            .clone()
            .find(|finer| finer.value(one) != finer.value(other))
            .unwrap_or(self)
    }

    /// The number that is read where this one is written.
    fn written(&self, value: f64) -> f64 {
        let (value, decimals) = (if self.percent { 100.0 * value } else { value }, self.decimals);
        format!("{value:.decimals$}").parse().unwrap_or(f64::NAN)
    }

    /// The notation for ticks this far apart.
    #[must_use]
    pub fn ticks(unit: &str, step: f64) -> Self {
        let mut notation = Self::new(unit, step, step);
        let step = if notation.percent { step * 100.0 } else { step };
        notation.decimals = (0..6)
            .find(|decimals| is_whole(step * libm::exp10(f64::from(*decimals))))
            .unwrap_or(6) as usize;
        notation
    }

    /// The number, with `%` where it is a share.
    #[must_use]
    pub fn value(&self, value: f64) -> String {
        if !value.is_finite() {
            return MISSING.to_string();
        }
        let digits = self.digits(value);
        let unit = if self.gap {
            singular(&digits, self.percent_sign())
        } else {
            self.percent_sign()
        };
        format!("{digits}{unit}")
    }

    /// The number with its unit.
    #[must_use]
    pub fn with_unit(&self, value: f64) -> String {
        let text = self.value(value);
        if self.unit.is_empty() || !value.is_finite() {
            text
        } else {
            format!("{text}{SPACE}{}", self.unit)
        }
    }

    /// `low to high`, with one `%` where they are shares.
    #[must_use]
    pub fn range(&self, low: f64, high: f64) -> String {
        if !low.is_finite() || !high.is_finite() {
            return MISSING.to_string();
        }
        let (low, high) = (self.digits(low), self.digits(high));
        let unit = self.percent_sign();
        say!("{low} to {high}{unit}")
    }

    /// A difference with its sign; in percentage points for shares.
    #[must_use]
    pub fn change(&self, change: f64) -> String {
        if !change.is_finite() {
            return MISSING.to_string();
        }
        let digits = self.signed(change);
        let unit = singular(&digits, self.points());
        format!("{digits}{unit}")
    }

    /// A difference with its sign and without its unit.
    #[must_use]
    pub fn signed(&self, change: f64) -> String {
        if !change.is_finite() {
            return MISSING.to_string();
        }
        let rises = change > 0.0 && !self.is_nothing(change);
        let sign = if rises { "+" } else { "" };
        format!("{sign}{}", self.digits(change))
    }

    /// The unit of differences, for the head of a column.
    #[must_use]
    pub fn change_unit(&self) -> String {
        if self.percent {
            POINTS.to_string()
        } else {
            self.unit.clone()
        }
    }

    /// The interval of a difference, both ends with their signs.
    #[must_use]
    pub fn change_range(&self, low: f64, high: f64) -> String {
        if !low.is_finite() || !high.is_finite() {
            return MISSING.to_string();
        }
        let (low, high) = (self.signed(low), self.signed(high));
        let unit = self.points();
        say!("{low} to {high}{unit}")
    }

    /// Whether the number is zero at this precision.
    #[must_use]
    pub fn is_nothing(&self, value: f64) -> bool {
        !self
            .digits(value)
            .contains(|digit: char| digit.is_ascii_digit() && digit != '0')
    }

    /// The unit of the numbers, for the title of an axis.
    #[must_use]
    pub fn unit(&self) -> String {
        match (self.percent, self.unit.as_str()) {
            (true, "") if self.gap => POINTS.to_string(),
            (true, "") => "%".to_owned(),
            (true, unit) => format!("% {unit}"),
            (false, unit) => unit.to_owned(),
        }
    }

    /// The unit of the numbers where they are written without it: not where they carry a sign of percent or points.
    #[must_use]
    pub fn unit_apart(&self) -> String {
        if self.percent && self.unit.is_empty() {
            String::new()
        } else {
            self.unit()
        }
    }

    /// The number without its unit.
    #[must_use]
    pub fn digits(&self, value: f64) -> String {
        if value == 0.0 {
            return "0".to_owned();
        }
        number(if self.percent { value * 100.0 } else { value }, self.decimals)
    }

    fn points(&self) -> String {
        if self.percent {
            format!("{SPACE}{POINTS}")
        } else {
            String::new()
        }
    }

    fn percent_sign(&self) -> String {
        match (self.percent, self.gap) {
            (true, true) => self.points(),
            (true, false) => format!("{SPACE}%"),
            (false, _) => String::new(),
        }
    }
}

/// The unit of differences between shares.
const POINTS: Words = words!("points");

/// The unit as it stands beside a number; of shares, which are written in percent, what they are shares of.
fn unit_beside(unit: &str) -> String {
    let said = words::unit(unit);
    if !unit.starts_with("share") {
        return said.to_owned();
    }
    let of = ["share", "andel"]
        .iter()
        .find_map(|share| said.strip_prefix(share));
    of.unwrap_or(said).trim().to_owned()
}

/// The unit after these digits: one point is not several.
fn singular(digits: &str, unit: String) -> String {
    let one = digits.trim_start_matches(['+', MINUS]) == "1";
    match unit.strip_suffix('s') {
        Some(point) if one && language() == Language::English => point.to_owned(),
        _ => unit,
    }
}

/// A number with so many decimals and a true minus sign, with the signs between thousands and before decimals that readers know.
///
/// ```
/// use samspil::figure::numbers::number;
/// assert_eq!(number(-1234567.891, 1), "−1,234,567.9");
/// assert_eq!(number(-0.04, 1), "0.0");
/// ```
#[must_use]
pub fn number(value: f64, decimals: usize) -> String {
    let (thousands, point) = match language() {
        Language::English => (',', '.'),
        Language::Danish => ('.', ','),
    };
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut digits = String::new();
    if value < 0.0 && text.chars().any(|digit| digit.is_ascii_digit() && digit != '0') {
        digits.push(MINUS);
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            digits.push(thousands);
        }
        digits.push(digit);
    }
    if !fraction.is_empty() {
        digits.push(point);
        digits.push_str(fraction);
    }
    digits
}

/// A number with so many decimals: in English as programs write it.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    match language() {
        Language::English => {
            let text = format!("{value:.decimals$}");
            // Zero has no sign, nor has what is written as zero.
            let is_nothing = !text.contains(|digit: char| digit.is_ascii_digit() && digit != '0');
            text.strip_prefix('-')
                .filter(|_| is_nothing)
                .map_or_else(|| text.clone(), str::to_owned)
        }
        Language::Danish => number(value, decimals),
    }
}

/// A share in percent, to about a point.
#[must_use]
pub fn percent(share: f64) -> String {
    Notation::new("share", share, 0.01).value(share)
}

/// A whole number, its thousands apart.
#[must_use]
pub fn count(value: usize) -> String {
    number(value as f64, 0)
}

/// A count and its noun.
///
/// ```
/// use samspil::{figure::numbers::counted, words::Words};
/// let nouns = (Words::new("round", "runde"), Words::new("rounds", "runder"));
/// assert_eq!(counted(1, nouns), "1 round");
/// ```
#[must_use]
pub fn counted(count: usize, (one, several): (Words, Words)) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Nouns that are counted in several rooms.
pub mod nouns {
    use crate::words::{Words, words};

    /// An arm.
    pub const ARM: (Words, Words) = (words!("arm"), words!("arms"));
    /// A citizen.
    pub const CITIZEN: (Words, Words) = (words!("citizen"), words!("citizens"));
    /// A configuration.
    pub const CONFIGURATION: (Words, Words) = (words!("configuration"), words!("configurations"));
    /// A hypothesis.
    pub const HYPOTHESIS: (Words, Words) = (words!("hypothesis"), words!("hypotheses"));
    /// A month.
    pub const MONTH: (Words, Words) = (words!("month"), words!("months"));
    /// A pair of replications.
    pub const PAIR: (Words, Words) = (words!("pair"), words!("pairs"));
    /// A parameter.
    pub const PARAMETER: (Words, Words) = (words!("parameter"), words!("parameters"));
    /// A replication.
    pub const REPLICATION: (Words, Words) = (words!("replication"), words!("replications"));
    /// A round.
    pub const ROUND: (Words, Words) = (words!("round"), words!("rounds"));
    /// A run.
    pub const RUN: (Words, Words) = (words!("run"), words!("runs"));
    /// A target.
    pub const TARGET: (Words, Words) = (words!("target"), words!("targets"));
    /// A variant.
    pub const VARIANT: (Words, Words) = (words!("variant"), words!("variants"));
    /// A week.
    pub const WEEK: (Words, Words) = (words!("week"), words!("weeks"));
    /// A world.
    pub const WORLD: (Words, Words) = (words!("world"), words!("worlds"));
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6 * value.abs().max(1.0)
}

/// Where the first digit of a number stands after the point; zero or less before it.
fn place(value: f64) -> i32 {
    -libm::floor(libm::log10(value)) as i32
}

fn decimals(magnitude: f64, half_width: f64) -> usize {
    let magnitude = magnitude.max(half_width);
    let wanted = match (magnitude > 0.0, half_width > 0.0) {
        (true, true) => place(half_width).clamp(place(magnitude) + 1, place(magnitude) + 2),
        (true, false) => place(magnitude) + 2,
        (false, true) => place(half_width),
        (false, false) => 0,
    };
    wanted.clamp(0, 6) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::within;

    #[test]
    fn what_is_written_as_zero_has_no_sign() {
        assert_eq!(
            [-0.0, -0.000_01, 0.000_01, -0.2].map(|value| fixed(value, 4)),
            ["0.0000", "0.0000", "0.0000", "-0.2000"]
        );
    }

    #[test]
    fn one_is_not_several() {
        assert_eq!(counted(0, nouns::ROUND), "0 rounds");
        assert_eq!(counted(1, nouns::ROUND), "1 round");
        assert_eq!(within(Language::Danish, || counted(2, nouns::ROUND)), "2 runder");
    }

    #[test]
    fn decimals_follow_the_precision() {
        let text = |unit, value, half_width| Notation::new(unit, value, half_width).value(value);
        assert_eq!(text("", 0.431_9, 0.002), "0.432");
        assert_eq!(text("", 0.431_9, f64::NAN), "0.432");
        assert_eq!(text("", 0.431_9, 0.2), "0.43");
        assert_eq!(text("", 0.431_9, 1e-9), "0.432");
        assert_eq!(text("", 0.0, 0.02), "0", "a true zero has no decimals");
        assert_eq!(text("share", 0.5, 0.02), "50\u{a0}%");
        assert_eq!(text("EUR", 0.0, 0.0), "0");
        assert_eq!(text("EUR", f64::NAN, 0.0), *MISSING);
    }

    #[test]
    fn differences_have_digits_of_their_own() {
        let text = |unit, difference, half_width| {
            Notation::difference(unit, difference, half_width).change(difference)
        };
        assert_eq!(text("EUR", 0.166_7, 0.08), "+0.17");
        assert_eq!(text("EUR", 0.166_7, 0.0), "+0.167");
        assert_eq!(text("EUR", -0.004_2, 0.03), "−0.0042");
        assert_eq!(text("EUR", 1234.4, 80.0), "+1,234");
        assert_eq!(text("share", 0.000_021, 0.000_5), "+0.0021\u{a0}points");
        assert_eq!(text("EUR", 0.0, 0.0), "0", "a tie stays a tie");
        assert_eq!(
            text("EUR", 1e-17, 1e-17),
            "0.000000",
            "rounding makes no difference"
        );
        let beside_much = Notation::difference("EUR", 0.000_001, 4.0);
        assert_eq!(beside_much.change_range(-4.0, 4.0), "−4.000 to +4.000");
    }

    #[test]
    fn danish_readers_see_danish_numbers() {
        let text = |unit, value, half_width: f64| {
            within(Language::Danish, || {
                Notation::new(unit, value, half_width).with_unit(value)
            })
        };
        assert_eq!(text("EUR/h", 1234.56, 0.01), "1.235\u{a0}euro/t");
        assert_eq!(
            text("share of need under control", 0.4567, 0.001),
            "45,7\u{a0}%\u{a0}af behovet under kontrol"
        );
        assert_eq!(text("share", f64::NAN, 0.1), "ingen værdi");
        let change = within(Language::Danish, || {
            Notation::new("share", 0.5, 0.01).change_range(-0.01, 0.02)
        });
        assert_eq!(change, "−1 til +2\u{a0}procentpoint");
    }

    #[test]
    fn changes_carry_their_sign() {
        let shares = Notation::new("share of need under control", 0.5, 0.001);
        assert_eq!(shares.change(0.012), "+1.2\u{a0}points");
        assert_eq!(shares.change(-0.012), "−1.2\u{a0}points");
        assert_eq!(shares.change(0.000_01), "0.0\u{a0}points");
        let coarse = Notation::ticks("share", 0.01);
        assert_eq!(coarse.change(-0.01), "−1\u{a0}point");
        assert_eq!(coarse.change(0.02), "+2\u{a0}points");
        assert_eq!(coarse.change_range(-0.01, 0.01), "−1 to +1\u{a0}points");
        assert_eq!(coarse.clone().value(0.01), "1\u{a0}%");
        assert_eq!(coarse.of_gap().value(0.01), "1\u{a0}point");
        assert_eq!(shares.unit(), "% of need under control");
        assert_eq!(shares.range(0.1, 0.2), "10.0 to 20.0\u{a0}%");
        assert_eq!(Notation::new("needs", 3.0, 0.1).with_unit(3.0), "3.0\u{a0}needs");
    }

    #[test]
    fn ticks_have_the_decimals_of_their_step() {
        assert_eq!(Notation::ticks("share", 0.005).value(0.015), "1.5\u{a0}%");
        assert_eq!(Notation::ticks("share", 0.1).value(0.3), "30\u{a0}%");
        assert_eq!(Notation::ticks("", 0.25).value(0.5), "0.50");
        assert_eq!(Notation::ticks("", 0.25).value(0.0), "0");
        assert_eq!(Notation::ticks("EUR", 500.0).value(1500.0), "1,500");
    }
}
