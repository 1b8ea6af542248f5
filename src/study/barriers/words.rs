//! The answer of a study of barriers on the terminal.

use super::report::{Words, barriers, joint};
use crate::figure::numbers::number;
use crate::report::text::{figures_aligned, widths};
use crate::statistics::{CONFIDENCE, Paired};
use crate::study::barriers::figures::strength_text;
use crate::study::barriers::{Effect, Findings, Found, Price, without_key};
use crate::words::{say, words};
use serde_json::{Map, Value, json};

/// What the terminal shows.
pub(super) fn words(findings: &Findings) -> String {
    let words = Words::of(findings);
    let (effects, prices) = (effects_table(findings), prices_table(findings));
    let joint = joint_table(findings);
    let mut text = format!("{}\n\n{effects}\n{prices}\n{joint}", words.headline);
    for sentence in words.joint.iter().chain(&words.sentences).chain(&words.absent) {
        text.extend(["\n", sentence.as_str(), "\n"]);
    }
    text + "\n" + &words.certainty
}

/// The barriers in order, with what each does to outcome and output.
fn effects_table(findings: &Findings) -> String {
    let rows = barriers(findings);
    let mut head = vec![String::new()];
    let mut second = vec![say!("barrier")];
    for cells in &rows[0].rows[..2] {
        head.extend([
            format!("{}, {}", cells.label, cells.unit),
            String::new(),
            String::new(),
        ]);
        second.extend([say!("at its price"), say!("for free"), say!("share of all")]);
    }
    let mut lines = vec![second];
    lines.extend(rows.iter().map(|barrier| {
        let mut line = vec![barrier.name.to_owned()];
        for cells in &barrier.rows[..2] {
            line.extend([cells.at_price.clone(), cells.removed.clone(), cells.share.clone()]);
        }
        line
    }));
    let widths = widths(&lines);
    let heading = |from: usize| {
        let width: usize = widths[from..from + 3].iter().sum::<usize>() + 4;
        format!("  {:>width$}", head[from])
    };
    let first = format!("  {:width$}", "", width = widths[0]) + &heading(1) + &heading(4);
    first + "\n" + &figures_aligned(&lines, &widths)
}

/// The barriers in the same order, with what removing each takes.
fn prices_table(findings: &Findings) -> String {
    let head = [
        words!("price, hours of each post"),
        words!("a year"),
        words!("for years"),
        words!("then a year"),
        words!("in the run"),
        words!("EUR/month per citizen"),
    ];
    let mut lines = vec![head.map(|name| name.to_string()).to_vec()];
    lines.extend(findings.ranking.iter().map(|place| {
        let present = &findings.design.present[place.barrier];
        let price = &present.price;
        vec![
            present.barrier.label.to_string(),
            strength_text(price.removal.hours_per_post_per_year),
            strength_text(price.removal.years),
            strength_text(price.removal.kept_hours_per_post_per_year),
            number(price.hours_per_post, 0),
            number(price.eur_per_month_per_citizen, 2),
        ]
    }));
    figures_aligned(&lines, &widths(&lines))
}

/// What all barriers do together, by measure.
fn joint_table(findings: &Findings) -> String {
    let head = [
        words!("all together"),
        words!("baseline"),
        words!("all at their prices"),
        words!("all for free"),
        words!("singles added up"),
        words!("difference"),
    ];
    let mut lines = vec![head.map(|name| name.to_string()).to_vec()];
    lines.extend(joint(findings).into_iter().map(|row| {
        let label = if row.unit.is_empty() {
            row.label
        } else {
            format!("{}, {}", row.label, row.unit)
        };
        vec![label, row.baseline, row.at_price, row.joint, row.sum, row.excess]
    }));
    figures_aligned(&lines, &widths(&lines))
}

/// What programs read.
pub(super) fn json(findings: &Findings) -> Value {
    let by_measure = |value: &dyn Fn(&Found) -> Value| -> Map<String, Value> {
        let found = findings.found.iter();
        found
            .map(|found| (found.column.key.clone(), value(found)))
            .collect()
    };
    let barriers: Vec<Value> = findings
        .ranking
        .iter()
        .map(|place| {
            let present = &findings.design.present[place.barrier];
            json!({
                "key": present.barrier.full_key(),
                "name": present.barrier.name,
                "ids": present.barrier.ids,
                "strength": present.strength,
                "doubled_to": present.doubled,
                "price": of_price(&present.price),
                "rank_free": findings.rank_free[place.barrier],
                "order_is_sure": place.is_sure(),
                "p_order_holm": place.p_holm,
                "measures": by_measure(&|found| of_barrier(found, place.barrier)),
            })
        })
        .collect();
    let absent: Vec<String> = findings
        .design
        .absent
        .iter()
        .map(|(barrier, _)| barrier.full_key())
        .collect();
    let reasons = findings.design.absent.iter();
    let reasons: Map<String, Value> = reasons
        .map(|(barrier, why)| (barrier.full_key(), Value::from(why.word())))
        .collect();
    json!({
        "permutations": 2 * findings.design.pairs,
        "arms": findings.design.arms().len(),
        "barriers": barriers,
        "joint": by_measure(&of_all),
        "hours_together": {
            "at_start": findings.hours_together.0,
            "kept": findings.hours_together.1,
            "share_of_working_time_at_start": findings.time_together,
        },
        "absent": absent,
        "absent_because": reasons,
        "without_key": without_key(),
    })
}

fn of_price(price: &Price) -> Value {
    json!({
        "hours_per_post_per_year": price.removal.hours_per_post_per_year,
        "years": price.removal.years,
        "kept_hours_per_post_per_year": price.removal.kept_hours_per_post_per_year,
        "grade": price.removal.grade,
        "delay_years": price.delay_years(),
        "gone_in_the_run": price.is_paid_off(),
        "hours_per_post": price.hours_per_post,
        "eur_per_month_per_citizen": price.eur_per_month_per_citizen,
    })
}

fn of_barrier(found: &Found, barrier: usize) -> Value {
    let (share, price) = (&found.shares[barrier], &found.price[barrier]);
    json!({
        "at_price": of_effect(&found.at_price[barrier]),
        "effect_of_price": { "effect": price.difference.mean(), "interval": of_interval(price) },
        "removed": of_effect(&found.removed[barrier]),
        "halved": of_effect(&found.halved[barrier]),
        "doubled": of_effect(&found.doubled[barrier]),
        "share": share.share.value,
        "share_interval": share.interval.ends(),
        "share_order_error": share.share.order_error,
        "share_seed_error": share.share.seed_error,
    })
}

fn of_effect(effect: &Effect) -> Value {
    json!({
        "effect": effect.paired.difference.mean(),
        "interval": of_interval(&effect.paired),
        "p": effect.paired.test().p_value,
        "p_holm": effect.p_holm,
    })
}

fn of_all(found: &Found) -> Value {
    json!({
        "baseline": found.joint.baseline.mean(),
        "effect": found.joint.difference.mean(),
        "interval": of_interval(&found.joint),
        "at_price": {
            "effect": found.joint_at_price.difference.mean(),
            "interval": of_interval(&found.joint_at_price),
        },
        "sum_of_single": found.interplay.sum.mean(),
        "excess": found.interplay.excess.mean(),
        "excess_interval": found.interplay.interval().ends(),
    })
}

fn of_interval(paired: &Paired) -> [f64; 2] {
    paired.interval(CONFIDENCE).ends()
}
