//! The tables of a study of barriers.

use super::{Arm, Barriers, Effect, Findings, Found, Present, Price};
use crate::output::bounds::{COUNT, SHARE, bounded};
use crate::output::{OutputError, REPLICATION, Table, TableColumn, Tables};
use crate::statistics::{CONFIDENCE, Paired};

impl Findings {
    /// Writes `effects`, `prices`, `interplay`, `shapley`, `arms` and `samples`.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_tables(&self, study: &Barriers, tables: &mut Tables<'_>) -> Result<(), OutputError> {
        let arms = arm_rows(study);
        tables.write(effects_table(&effect_rows(self)))?;
        tables.write(prices_table(&price_rows(self)))?;
        tables.write(interplay_table(self))?;
        tables.write(shapley_table(&share_rows(self)))?;
        tables.write(arms_table(&arms))?;
        tables.write(samples_table(study, &arms, &self.samples))
    }
}

/// One change of one barrier and what it does to one measure.
struct EffectRow<'a> {
    rank: u32,
    present: &'a Present,
    ids: String,
    change: &'static str,
    strength_after: f64,
    found: &'a Found,
    effect: &'a Effect,
}

fn effect_rows(findings: &Findings) -> Vec<EffectRow<'_>> {
    let mut rows = Vec::new();
    for found in &findings.found {
        for (rank, place) in findings.ranking.iter().enumerate() {
            let present = &findings.design.present[place.barrier];
            let left = if present.price.is_paid_off() {
                0.0
            } else {
                present.strength
            };
            for (change, strength_after, effects) in [
                ("at_price", left, &found.at_price),
                ("removed", 0.0, &found.removed),
                ("halved", 0.5 * present.strength, &found.halved),
                ("doubled", present.doubled, &found.doubled),
            ] {
                rows.push(EffectRow {
                    rank: rank as u32 + 1,
                    present,
                    ids: present.barrier.ids.join(" "),
                    change,
                    strength_after,
                    found,
                    effect: &effects[place.barrier],
                });
            }
        }
    }
    rows
}

#[rustfmt::skip]
fn effects_table<'a>(rows: &'a [EffectRow<'a>]) -> Table<'a> {
    let number = |name: &str, definition: &str, value: fn(&Paired) -> f64| {
        TableColumn::number(name, definition, move |row| bounded(value(&rows[row].effect.paired)))
    };
    Table {
        name: "effects",
        length: rows.len(),
        columns: vec![
            TableColumn::text("measure", "Name of the measure, described under the file `samples`; unit of means and effects is that of the measure", |row| &rows[row].found.column.key).key(),
            TableColumn::count("rank", "Rank of the barrier by what removing it at its price does to the outcome, 1 for the largest gain", |row| rows[row].rank).key(),
            TableColumn::text("barrier", "Key of the barrier in the table [barriers] of a scenario", |row| rows[row].present.barrier.key).key(),
            TableColumn::text("name", "Name of the barrier", |row| rows[row].present.barrier.name).key(),
            TableColumn::text("ids", "Barriers of the review that the key stands for", |row| &rows[row].ids).key(),
            TableColumn::text("change", "at_price (removed with the delay and the hours of staff that it takes, as `prices` says), removed for free, halved or doubled; everything else as in the baseline", |row| rows[row].change).key(),
            TableColumn::number("strength", "Strength of the barrier in the baseline at the start", |row| rows[row].present.strength).bounds(SHARE).key(),
            TableColumn::number("strength_after", "Its strength after the change and at the end of the run, cut at the largest that is possible", |row| rows[row].strength_after).bounds(SHARE).key(),
            TableColumn::count("count", "Pairs of replications in which both have a value; only these count", |row| rows[row].effect.paired.difference.count() as u32).unit("replications"),
            number("baseline_mean", "Mean of the baseline, at the end or over the run as the measure says", |paired| paired.baseline.mean()),
            number("variant_mean", "The same with the barrier changed", |paired| paired.variant.mean()),
            number("effect", "Changed less baseline, mean over pairs", |paired| paired.difference.mean()),
            number("standard_deviation", "Standard deviation of the effect over pairs, with count - 1", |paired| paired.difference.standard_deviation()).bounds(COUNT),
            number("interval_low", "Lower end of the 95 % Student t interval of the effect, not adjusted for the number of barriers", |paired| paired.interval(CONFIDENCE).low),
            number("interval_high", "Upper end of the 95 % Student t interval of the effect", |paired| paired.interval(CONFIDENCE).high),
            number("d_z", "Cohen's d_z: effect over its standard deviation; empty when no pair differs from another", Paired::standardised_effect),
            number("p", "Two-sided p-value of the paired t test of no effect", |paired| paired.test().p_value).bounds(SHARE),
            TableColumn::number("p_holm", "The same after Holm's correction over all barriers, for one measure and one change", |row| rows[row].effect.p_holm).bounds(SHARE),
        ],
    }
}

/// What one barrier takes, and what that does to one measure.
struct PriceRow<'a> {
    rank: u32,
    rank_free: u32,
    present: &'a Present,
    found: &'a Found,
    price: &'a Paired,
}

fn price_rows(findings: &Findings) -> Vec<PriceRow<'_>> {
    let rows = findings.found.iter().flat_map(|found| {
        let places = findings.ranking.iter().enumerate();
        places.map(move |(rank, place)| PriceRow {
            rank: rank as u32 + 1,
            rank_free: findings.rank_free[place.barrier],
            present: &findings.design.present[place.barrier],
            found,
            price: &found.price[place.barrier],
        })
    });
    rows.collect()
}

#[rustfmt::skip]
fn prices_table<'a>(rows: &'a [PriceRow<'a>]) -> Table<'a> {
    let written = |name: &str, definition: &str, value: fn(&Price) -> f64| {
        TableColumn::number(name, definition, move |row| value(&rows[row].present.price)).bounds(COUNT).key()
    };
    let number = |name: &str, definition: &str, value: fn(&Paired) -> f64| {
        TableColumn::number(name, definition, move |row| bounded(value(rows[row].price)))
    };
    Table {
        name: "prices",
        length: rows.len(),
        columns: vec![
            TableColumn::text("measure", "Name of the measure, described under the file `samples`", |row| &rows[row].found.column.key).key(),
            TableColumn::count("rank", "Rank of the barrier by what removing it at its price does to the outcome", |row| rows[row].rank).key(),
            TableColumn::count("rank_free", "The same by what removing it for free does", |row| rows[row].rank_free).key(),
            TableColumn::text("barrier", "Key of the barrier", |row| rows[row].present.barrier.key).key(),
            TableColumn::text("name", "Name of the barrier", |row| rows[row].present.barrier.name).key(),
            TableColumn::text("grade", "Grade of the evidence for its price", |row| &rows[row].present.price.removal.grade).key(),
            written("hours_per_post_per_year", "Hours that each full-time post spends on removing it in a year, until it is gone", |price| price.removal.hours_per_post_per_year).unit("h/year per full-time post"),
            written("years", "Years until it is gone", |price| price.removal.years).unit("years"),
            written("kept_hours_per_post_per_year", "Hours that each full-time post spends in a year from then on, so that it does not come back", |price| price.removal.kept_hours_per_post_per_year).unit("h/year per full-time post"),
            written("delay", "Years of the run until it is gone; empty where it must stay the same throughout a run and is gone from the start, and where the run ends before", |price| price.delay_years().unwrap_or(f64::NAN)).unit("years"),
            written("hours_per_post", "Hours that each full-time post spends on it in the whole run", |price| price.hours_per_post).unit("h per full-time post"),
            written("worth", "What these hours cost, in the mean over the run; they are taken from the service, so that public cost does not rise by them", |price| price.eur_per_month_per_citizen).unit("EUR/month per citizen"),
            number("free_mean", "Mean with the barrier removed for free", |price| price.baseline.mean()),
            number("at_price_mean", "Mean with it removed at its price", |price| price.variant.mean()),
            number("effect", "What the price does: at its price less for free, mean over pairs", |price| price.difference.mean()),
            number("interval_low", "Lower end of its 95 % Student t interval, not adjusted for the number of barriers", |price| price.interval(CONFIDENCE).low),
            number("interval_high", "Upper end of its 95 % Student t interval", |price| price.interval(CONFIDENCE).high),
        ],
    }
}

#[rustfmt::skip]
fn interplay_table(findings: &Findings) -> Table<'_> {
    let found = &findings.found;
    let number = |name: &str, definition: &str, value: fn(&Found) -> f64| {
        TableColumn::number(name, definition, move |row| bounded(value(&found[row])))
    };
    Table {
        name: "interplay",
        length: found.len(),
        columns: vec![
            TableColumn::text("measure", "Name of the measure", |row| &found[row].column.key).key(),
            TableColumn::count("count", "Replications in which every arm has a value", |row| found[row].interplay.excess.count() as u32).unit("replications"),
            number("baseline_mean", "Mean of the baseline, at the end or over the run as the measure says", |found| found.joint.baseline.mean()),
            number("joint", "Effect of removing all barriers that are there, mean over pairs", |found| found.joint.difference.mean()),
            number("joint_low", "Lower end of its 95 % Student t interval", |found| found.joint.interval(CONFIDENCE).low),
            number("joint_high", "Upper end of its 95 % Student t interval", |found| found.joint.interval(CONFIDENCE).high),
            number("at_price", "Effect of removing all of them at their prices", |found| found.joint_at_price.difference.mean()),
            number("at_price_low", "Lower end of its 95 % Student t interval", |found| found.joint_at_price.interval(CONFIDENCE).low),
            number("at_price_high", "Upper end of its 95 % Student t interval", |found| found.joint_at_price.interval(CONFIDENCE).high),
            number("sum_of_single", "Sum of the effects of removing each barrier alone", |found| found.interplay.sum.mean()),
            number("excess", "Joint effect less that sum", |found| found.interplay.excess.mean()),
            number("excess_low", "Lower end of its 95 % Student t interval, taken within replications", |found| found.interplay.interval().low),
            number("excess_high", "Upper end of its 95 % Student t interval", |found| found.interplay.interval().high),
        ],
    }
}

/// A barrier's share of the joint effect on one measure.
struct ShareRow<'a> {
    found: &'a Found,
    present: &'a Present,
    ids: String,
    barrier: usize,
}

fn share_rows(findings: &Findings) -> Vec<ShareRow<'_>> {
    let rows = findings.found.iter().flat_map(|found| {
        findings.ranking.iter().map(move |place| {
            let present = &findings.design.present[place.barrier];
            ShareRow {
                found,
                present,
                ids: present.barrier.ids.join(" "),
                barrier: place.barrier,
            }
        })
    });
    rows.collect()
}

#[rustfmt::skip]
fn shapley_table<'a>(rows: &'a [ShareRow<'a>]) -> Table<'a> {
    let number = |name: &str, definition: &str, value: fn(&ShareRow<'_>) -> f64| {
        TableColumn::number(name, definition, move |row| bounded(value(&rows[row])))
    };
    Table {
        name: "shapley",
        length: rows.len(),
        columns: vec![
            TableColumn::text("measure", "Name of the measure", |row| &rows[row].found.column.key).key(),
            TableColumn::text("barrier", "Key of the barrier", |row| rows[row].present.barrier.key).key(),
            TableColumn::text("name", "Name of the barrier", |row| rows[row].present.barrier.name).key(),
            TableColumn::text("ids", "Barriers of the review that the key stands for", |row| &rows[row].ids).key(),
            number("alone", "Effect of removing this barrier alone", |row| row.found.removed[row.barrier].paired.difference.mean()),
            number("share", "Its Shapley value: the effect of removing it, averaged over orders in which all barriers are removed; all shares add up to the joint effect", |row| row.found.shares[row.barrier].share.value),
            number("interval_low", "Lower end of the 95 % interval of the share, from both errors, with the degrees of freedom of the smaller sample", |row| row.found.shares[row.barrier].interval.low),
            number("interval_high", "Upper end of the 95 % interval of the share", |row| row.found.shares[row.barrier].interval.high),
            number("order_error", "Standard error for having sampled the orders; 0 where all coalitions were simulated", |row| row.found.shares[row.barrier].share.order_error).bounds(COUNT),
            number("seed_error", "Standard error for having simulated finitely many replications", |row| row.found.shares[row.barrier].share.seed_error).bounds(COUNT),
            number("part_of_joint", "Share over joint effect", |row| row.found.shares[row.barrier].share.value / row.found.joint.difference.mean()),
        ],
    }
}

/// An arm in words.
struct ArmRow {
    name: String,
    change: &'static str,
    barriers: String,
}

fn arm_rows(study: &Barriers) -> Vec<ArmRow> {
    let present = &study.design.present;
    let rows = study.design.arms().iter().map(|arm| {
        let change = match *arm {
            Arm::BASELINE => "baseline",
            Arm::Without(_) => "removed",
            Arm::Halved(_) => "halved",
            Arm::Doubled(_) => "doubled",
            Arm::AtPrice(_) => "at_price",
        };
        let changed = (0..present.len()).filter(|position| match *arm {
            Arm::Without(removed) | Arm::AtPrice(removed) => removed.contains(*position),
            Arm::Halved(barrier) | Arm::Doubled(barrier) => barrier == *position,
        });
        let keys: Vec<&str> = changed.map(|position| present[position].barrier.key).collect();
        ArmRow {
            name: match keys.as_slice() {
                [] => change.to_owned(),
                keys => format!("{change}:{}", keys.join("+")),
            },
            change,
            barriers: keys.join(" "),
        }
    });
    rows.collect()
}

#[rustfmt::skip]
fn arms_table(rows: &[ArmRow]) -> Table<'_> {
    Table {
        name: "arms",
        length: rows.len(),
        columns: vec![
            TableColumn::text("arm", "Short name of the arm in `samples`, as in `removed:zero_error+silos`; `baseline` is the baseline", |row| &rows[row].name).key(),
            TableColumn::text("change", "baseline, removed, halved, doubled or at_price", |row| rows[row].change),
            TableColumn::text("barriers", "Keys of the barriers that are changed in it", |row| &rows[row].barriers),
        ],
    }
}

/// One row per arm and replication; `samples` by arm, measure and replication.
fn samples_table<'a>(study: &Barriers, arms: &'a [ArmRow], samples: &'a [Vec<Vec<f64>>]) -> Table<'a> {
    let replications = study.replications as usize;
    let arm = "Short name of the arm, described in `arms`";
    let mut columns = vec![
        TableColumn::text("arm", arm, move |row| &arms[row / replications].name).key(),
        TableColumn::count("replication", REPLICATION, move |row| (row % replications) as u32).key(),
    ];
    columns.extend(study.measures.iter().enumerate().map(|(measure, measured)| {
        TableColumn::kept(&measured.name, measured, "", move |row| {
            samples[row / replications][measure][row % replications]
        })
    }));
    Table {
        name: "samples",
        length: samples.len() * replications,
        columns,
    }
}
