//! The answer in words and for programs.

use serde_json::{Value, json};

use super::tables::word;
use super::{Curve, Expectation, Invariance, InvarianceAnswer, MEASURES, Row};
use crate::figure::numbers::{count, number};
use crate::report::text::{aligned, markdown_row};
use crate::statistics::{ClosenessVerdict, WeightedLine};
use crate::study::hypothesis::decimals::decimals;
use crate::words::{Language, Words, say, within, words};

/// What no such comparison can tell.
pub(super) const LIMITS: Words = words!(
    "Equal means within the margin, at the end of the run, in this scenario. Another scenario may depend on the size where this one \
     does not, and single towns vary the more the smaller they are."
);

/// How the margin is set.
pub(super) const MARGINS: Words = words!(
    "The margin is 0.01 of shares and of indices from 0 to 1, and 5 % of the mean of the reference of anything else. Equal: two \
     one-sided tests at 0.05 say that the difference lies within it. Differs: the whole 90 % interval lies outside. Not shown: \
     neither. To the last bit: both are the same society, and no run differs in any bit."
);

/// All verdicts, in the order in which they are told.
pub(super) const VERDICTS: [ClosenessVerdict; 3] = [
    ClosenessVerdict::Equal,
    ClosenessVerdict::Differs,
    ClosenessVerdict::NotShown,
];

/// A verdict in the reader's words.
pub(super) fn said(verdict: ClosenessVerdict) -> &'static str {
    let said = match verdict {
        ClosenessVerdict::Equal => words!("equal"),
        ClosenessVerdict::Differs => words!("differs"),
        ClosenessVerdict::NotShown => words!("not shown"),
    };
    said.text()
}

/// A row as a table shows it.
pub(super) struct Told {
    /// What is varied.
    pub(super) change: String,
    /// The measure.
    pub(super) measure: String,
    /// Mean of the configuration.
    pub(super) mean: String,
    /// Mean of the reference.
    pub(super) reference: String,
    /// Difference with its 90 % interval.
    pub(super) difference: String,
    /// The margin.
    pub(super) margin: String,
    /// The p-value; empty where nothing was tested.
    pub(super) p_value: String,
    /// The verdict, with a star where a difference was expected.
    pub(super) verdict: String,
}

impl Told {
    /// The heads of the columns.
    pub(super) fn heads() -> [String; 8] {
        [
            words!("what is varied"),
            words!("measure"),
            words!("mean"),
            words!("reference"),
            words!("difference [90 %]"),
            words!("margin"),
            words!("p"),
            words!("verdict"),
        ]
        .map(|head| head.to_string())
    }

    /// The cells, from the left.
    pub(super) const fn cells(&self) -> [&String; 8] {
        [
            &self.change,
            &self.measure,
            &self.mean,
            &self.reference,
            &self.difference,
            &self.margin,
            &self.p_value,
            &self.verdict,
        ]
    }

    fn of(study: &Invariance, row: &Row) -> Self {
        let close = &row.close;
        let decimals = digits(close.margin);
        let written = |value: f64| {
            if value.is_finite() {
                number(value, decimals)
            } else {
                "–".to_owned()
            }
        };
        let star = if row.expected.is_some() { " *" } else { "" };
        let verdict = if row.is_same {
            words!("equal, to the last bit").text()
        } else {
            said(close.verdict)
        };
        Self {
            change: study.comparisons()[row.comparison].change.title(),
            measure: study.column(row.measure).measure.label.to_string(),
            mean: written(row.mean),
            reference: written(row.reference_mean),
            difference: format!(
                "{} [{}; {}]",
                written(close.difference),
                written(close.interval.low),
                written(close.interval.high)
            ),
            margin: written(close.margin),
            p_value: if close.p_value.is_nan() {
                String::new()
            } else {
                number(close.p_value, 4)
            },
            verdict: verdict.to_owned() + star,
        }
    }
}

/// Decimals that show a margin, with a digit more than it is worth.
fn digits(margin: f64) -> usize {
    if margin > 0.0 && margin.is_finite() {
        decimals(margin, f64::INFINITY) + 1
    } else {
        4
    }
}

/// All rows, or those that are not equal.
pub(super) fn told(study: &Invariance, answer: &InvarianceAnswer, with_equal: bool) -> Vec<Told> {
    let rows = answer.rows.iter();
    rows.filter(|row| with_equal || row.close.verdict != ClosenessVerdict::Equal)
        .map(|row| Told::of(study, row))
        .collect()
}

/// What came out, in a few sentences.
pub(super) fn headlines(answer: &InvarianceAnswer) -> Vec<String> {
    let of = |verdict| (answer.count(verdict, false), answer.count(verdict, true));
    let [equal, differ, open] = VERDICTS.map(of);
    let mut sentences = vec![say!(
        "{} of {} means are equal to those of their reference within the margin.",
        equal.0 + equal.1,
        answer.rows.len(),
    )];
    let same = answer.rows.iter().filter(|row| row.is_same).count();
    if same > 0 {
        sentences.push(say!("Equal to the last bit, being the same society: {same}."));
    }
    if differ.0 + differ.1 > 0 {
        sentences.push(say!(
            "Different: {} ({} where the documentation of the model expects it).",
            differ.0 + differ.1,
            differ.1,
        ));
    }
    if open.0 + open.1 > 0 {
        sentences.push(not_shown(answer, open.0 + open.1));
    }
    sentences
}

/// How many are not shown, and how many more runs would tell, where more of them can.
fn not_shown(answer: &InvarianceAnswer, open: usize) -> String {
    let rows = answer.rows.iter();
    let rows = rows.filter(|row| row.close.verdict == ClosenessVerdict::NotShown);
    let factors = rows.map(Row::runs_factor);
    let factors: Vec<f64> = factors
        .filter(|factor| factor.is_finite() && *factor > 1.0)
        .collect();
    let most = count(libm::ceil(factors.iter().copied().fold(1.0, f64::max)) as usize);
    match factors.len() {
        0 => say!("Not shown: {open}."),
        helped if helped == open => {
            say!("Not shown: {open}; up to {most} times as many runs would tell if there is no difference.")
        }
        helped => say!(
            "Not shown: {open}; of {helped} of them up to {most} times as many runs would tell if there is no difference."
        ),
    }
}

/// Why differences are expected, where they are.
pub(super) fn reasons(answer: &InvarianceAnswer) -> Vec<String> {
    let mut reasons: Vec<&'static Expectation> = Vec::new();
    for expected in answer.rows.iter().filter_map(|row| row.expected) {
        if !reasons.iter().any(|other| other.key == expected.key) {
            reasons.push(expected);
        }
    }
    let reasons = reasons.into_iter();
    reasons
        .map(|expected| say!("* A difference is expected. {}.", expected.reason))
        .collect()
}

/// How often each verdict was given, by what is varied.
fn counts(study: &Invariance, answer: &InvarianceAnswer) -> Vec<Vec<String>> {
    let mut table = vec![vec![words!("what is varied").to_string()]];
    table[0].extend(VERDICTS.map(|verdict| said(verdict).to_owned()));
    for (place, comparison) in study.comparisons().iter().enumerate() {
        let of = |verdict: ClosenessVerdict| {
            let rows = answer.rows.iter();
            let rows = rows.filter(|row| row.comparison == place && row.close.verdict == verdict);
            count(rows.count())
        };
        let mut row = vec![comparison.change.title()];
        row.extend(VERDICTS.map(of));
        table.push(row);
    }
    table
}

/// How means and spreads follow the size, a row for each measure; the heads first.
pub(super) fn sizes(study: &Invariance, answer: &InvarianceAnswer) -> Vec<Vec<String>> {
    let heads = [
        words!("measure"),
        words!("largest p over sizes"),
        words!("change per decade [90 %]"),
        words!("p of the rest"),
        words!("limit a"),
        words!("b of a + b/N"),
        words!("slope of the variance"),
    ];
    let mut table = vec![heads.map(|head| head.to_string()).to_vec()];
    table.extend(answer.curves.iter().map(|curve| of_curve(study, curve)));
    table
}

fn of_curve(study: &Invariance, curve: &Curve) -> Vec<String> {
    let last = curve.sizes.last().map_or(f64::NAN, |(_, moments)| moments.mean());
    let margin = super::judge::margin(study.column(curve.measure).measure, last);
    let decimals = digits(margin);
    let written = |line: Option<WeightedLine>, decimals: usize, value: fn(&WeightedLine) -> f64| {
        line.map(|line| value(&line))
            .filter(|value| value.is_finite())
            .map_or_else(|| "–".to_owned(), |value| number(value, decimals))
    };
    let p_value = if curve.p_value.is_nan() {
        "–".to_owned()
    } else {
        number(curve.p_value, 4)
    };
    vec![
        study.column(curve.measure).measure.label.to_string(),
        p_value,
        format!(
            "{} [{}; {}]",
            written(curve.drift, decimals, |line| line.slope),
            written(curve.drift, decimals, |line| line.interval.low),
            written(curve.drift, decimals, |line| line.interval.high),
        ),
        written(curve.drift, 3, |line| line.p_unexplained),
        written(curve.law, decimals, |line| line.intercept),
        written(curve.law, 2, |line| line.slope),
        written(curve.spread, 2, |line| line.slope),
    ]
}

/// What the terminal shows.
pub(super) fn words(study: &Invariance, answer: &InvarianceAnswer) -> String {
    let mut text = aligned(&counts(study, answer));
    let open = told(study, answer, false);
    if !open.is_empty() {
        let mut table = vec![Told::heads().to_vec()];
        table.extend(open.iter().map(|told| told.cells().map(Clone::clone).to_vec()));
        text.extend(["\n", words!("Not equal within the margin").text(), "\n"]);
        text += &aligned(&table);
    }
    text.extend(["\n", words!("Along the sizes of town").text(), "\n"]);
    text += &aligned(&sizes(study, answer));
    text.push('\n');
    let sentences = reasons(answer).into_iter().chain(headlines(answer));
    for sentence in sentences.chain([LIMITS.to_string()]) {
        text.extend([sentence.as_str(), "\n"]);
    }
    text
}

/// The same as a table in Markdown, in English.
pub(super) fn markdown(study: &Invariance, answer: &InvarianceAnswer) -> String {
    within(Language::English, || {
        let heads = Told::heads();
        let mut text = markdown_row(heads.each_ref());
        text += "|---|---|---|---|---|---|---|---|\n";
        for told in told(study, answer, true) {
            text += &markdown_row(told.cells());
        }
        text
    })
}

/// What programs read.
pub(super) fn json(study: &Invariance, answer: &InvarianceAnswer) -> Value {
    let counts = VERDICTS.map(|verdict| {
        json!({
            "verdict": word(verdict),
            "unexpected": answer.count(verdict, false),
            "expected": answer.count(verdict, true),
        })
    });
    let rows: Vec<Value> = answer.rows.iter().map(|row| of_row(study, row)).collect();
    let curves: Vec<Value> = answer.curves.iter().map(curve_json).collect();
    json!({ "counts": counts, "comparisons": rows, "sizes": curves })
}

fn of_row(study: &Invariance, row: &Row) -> Value {
    let comparison = &study.comparisons()[row.comparison];
    let close = &row.close;
    json!({
        "configuration": comparison.change.key(),
        "measure": MEASURES[row.measure],
        "reference": study.design.arms[comparison.reference.configuration].key,
        "pairing": if comparison.is_paired { "paired" } else { "independent" },
        "runs": row.runs.0,
        "reference_runs": row.runs.1,
        "mean": row.mean,
        "reference_mean": row.reference_mean,
        "difference": close.difference,
        "interval": close.interval.ends(),
        "margin": close.margin,
        "p_value": close.p_value,
        "verdict": word(close.verdict),
        "to_the_last_bit": row.is_same,
        "expected": row.expected.map(|expected| expected.key),
    })
}

fn curve_json(curve: &Curve) -> Value {
    let line = |line: &WeightedLine| {
        json!({
            "slope": line.slope,
            "error": line.slope_error,
            "intercept": line.intercept,
            "unexplained": line.unexplained,
            "degrees_of_freedom": line.degrees_of_freedom,
            "p_unexplained": line.p_unexplained,
        })
    };
    let towns = curve.sizes.iter().map(|(citizens, moments)| {
        json!({
            "citizens": citizens,
            "runs": moments.count(),
            "mean": moments.mean(),
            "standard_deviation": moments.standard_deviation(),
        })
    });
    json!({
        "measure": MEASURES[curve.measure],
        "p_value": curve.p_value,
        "towns": towns.collect::<Vec<_>>(),
        "drift": curve.drift.as_ref().map(line),
        "law": curve.law.as_ref().map(line),
        "spread": curve.spread.as_ref().map(line),
    })
}
