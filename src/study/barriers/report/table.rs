//! The tables of a study of barriers, all numbers written out.

use crate::figure::numbers::{MISSING, Notation, number};
use crate::scenario::Removal;
use crate::statistics::{CONFIDENCE, Paired};
use crate::study::barriers::figures::{is_noise, notation as barriers_notation, strength_text};
use crate::study::barriers::{Findings, Found, Present, Price};
use crate::words::say;

/// What all barriers do together to one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JointRow {
    /// The measure.
    pub label: String,
    /// Unit of the effects, and of the baseline where it is no share.
    pub unit: String,
    /// Mean of the baseline.
    pub baseline: String,
    /// Effect of removing all for free.
    pub joint: String,
    /// Effect of removing all at their prices.
    pub at_price: String,
    /// Single effects added up.
    pub sum: String,
    /// Joint effect less that sum.
    pub excess: String,
}

/// One barrier with its effects on all measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BarrierRows {
    /// Its name.
    pub name: &'static str,
    /// Its key.
    pub key: String,
    /// The barriers of the review that it stands for.
    pub ids: String,
    /// Its strength, and what doubling makes of it.
    pub strength: String,
    /// What is done to remove it.
    pub done: &'static str,
    /// What that takes.
    pub price: String,
    /// Its effects, one row for each measure.
    pub rows: Vec<Cells>,
}

/// The effects of one barrier on one measure, with half the widths of their intervals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cells {
    /// The measure.
    pub label: String,
    /// Unit of the effects.
    pub unit: String,
    /// Effect of removing it at its price.
    pub at_price: String,
    /// p-value of that after Holm's correction over all barriers.
    pub p_holm: String,
    /// Effect of removing it for free.
    pub removed: String,
    /// Effect of halving it.
    pub halved: String,
    /// Effect of doubling it.
    pub doubled: String,
    /// Its share of the joint effect.
    pub share: String,
}

/// The joint effects, one row for each measure.
#[must_use]
pub(crate) fn joint(findings: &Findings) -> Vec<JointRow> {
    findings.found.iter().map(joint_row).collect()
}

fn joint_row(found: &Found) -> JointRow {
    let (baseline, interplay) = (&found.joint.baseline, &found.interplay);
    let effects = [
        found.joint.difference.mean(),
        found.joint_at_price.difference.mean(),
        interplay.sum.mean(),
    ];
    let magnitude = effects.into_iter().map(f64::abs).fold(0.0, f64::max);
    let notation = if is_noise(magnitude, baseline.mean()) {
        barriers_notation(found)
    } else {
        let half_width = interplay.interval().half_width();
        Notation::new(found.column.measure.unit, magnitude, half_width)
    };
    let of_baseline = Notation::new(
        found.column.measure.unit,
        baseline.mean(),
        baseline.half_width(CONFIDENCE),
    );
    JointRow {
        label: found.label(),
        unit: notation.change_unit(),
        baseline: of_baseline.value(baseline.mean()),
        joint: paired_amount(&notation, &found.joint),
        at_price: paired_amount(&notation, &found.joint_at_price),
        sum: amount(
            &notation,
            interplay.sum.mean(),
            interplay.sum.half_width(CONFIDENCE),
        ),
        excess: amount(
            &notation,
            interplay.excess.mean(),
            interplay.interval().half_width(),
        ),
    }
}

/// The barriers in the order of the ranking.
#[must_use]
pub(crate) fn barriers(findings: &Findings) -> Vec<BarrierRows> {
    let rows = findings.ranking.iter().map(|place| {
        let present = &findings.design.present[place.barrier];
        BarrierRows {
            name: present.barrier.label.text(),
            key: present.barrier.full_key(),
            ids: present.barrier.id_list(),
            strength: strength(present),
            done: present.price.removal.meaning.text(),
            price: price(&present.price),
            rows: findings
                .found
                .iter()
                .map(|found| cells(found, place.barrier))
                .collect(),
        }
    });
    rows.collect()
}

/// How strong a barrier is, and what doubling makes of it.
fn strength(present: &Present) -> String {
    let [strength, doubled] = [present.strength, present.doubled].map(strength_text);
    if present.is_cut() {
        say!("{strength}, doubled {doubled} (the largest there can be)")
    } else {
        say!("{strength}, doubled {doubled}")
    }
}

/// What removing a barrier takes, in words.
fn price(price: &Price) -> String {
    let hours = hours_and_years(price.removal);
    let all = number(price.hours_per_post, 0);
    let eur = number(price.eur_per_month_per_citizen, 2);
    let told = say!("{hours}; {all} h of each post in the run, worth {eur} EUR/month per citizen");
    if price.is_fixed {
        told + &say!("; gone from the start, since it stays the same throughout a run")
    } else {
        told
    }
}

/// `30 h a year for 3 years, then 20 h`.
pub(super) fn hours_and_years(removal: &Removal) -> String {
    let [hours, kept] = [
        removal.hours_per_post_per_year,
        removal.kept_hours_per_post_per_year,
    ]
    .map(strength_text);
    let years = match strength_text(removal.years) {
        one if one == "1" => say!("1 year"),
        years => say!("{years} years"),
    };
    say!("{hours} h a year for {years}, then {kept} h")
}

fn cells(found: &Found, barrier: usize) -> Cells {
    let notation = barriers_notation(found);
    let share = &found.shares[barrier];
    Cells {
        label: found.label(),
        unit: notation.change_unit(),
        at_price: paired_amount(&notation, &found.at_price[barrier].paired),
        p_holm: p_text(found.at_price[barrier].p_holm),
        removed: paired_amount(&notation, &found.removed[barrier].paired),
        halved: paired_amount(&notation, &found.halved[barrier].paired),
        doubled: paired_amount(&notation, &found.doubled[barrier].paired),
        share: amount(&notation, share.share.value, share.interval.half_width()),
    }
}

fn paired_amount(notation: &Notation, paired: &Paired) -> String {
    let half_width = paired.interval(CONFIDENCE).half_width();
    amount(notation, paired.difference.mean(), half_width)
}

/// `+1.2 ±0.3`; a change that is nothing in every pair is 0.
fn amount(notation: &Notation, value: f64, half_width: f64) -> String {
    if !value.is_finite() {
        return MISSING.to_string();
    }
    let (change, room) = (notation.signed(value), notation.digits(half_width));
    match (change.as_str(), room.as_str()) {
        ("0", "0") => change,
        _ if half_width.is_finite() => format!("{change} ±{room}"),
        _ => change,
    }
}

/// A p-value as tables write it.
fn p_text(p: f64) -> String {
    match p {
        p if p.is_nan() => "–".to_owned(),
        p if p < 0.001 => format!("< {}", number(0.001, 3)),
        p => number(p, 3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_say_how_sure_they_are() {
        let shares = Notation::new("share", 0.012, 0.003);
        assert_eq!(amount(&shares, 0.012, 0.003), "+1.2 ±0.3");
        assert_eq!(amount(&shares, -0.012, f64::NAN), "−1.2");
        assert_eq!(amount(&shares, 0.0, 0.0), "0");
        assert_eq!(amount(&shares, 0.000_01, 0.000_02), "0.0 ±0.0");
        assert_eq!(amount(&shares, f64::NAN, 0.1), *MISSING);
        assert_eq!(
            [0.000_9, 0.001, 0.25, f64::NAN].map(p_text),
            ["< 0.001", "0.001", "0.250", "–"]
        );
    }
}
