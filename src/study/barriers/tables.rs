//! The tables of a study of barriers.

use super::{Arm, Barriers, Effect, Findings, Found, Present};
use crate::output::bounds::{COUNT, NONE, SHARE};
use crate::output::{
    CodebookEntry, FixedColumn, Format, OutputError, RunFolder, Table, TableColumn, measured, write_codebook,
    write_table,
};
use crate::statistics::{CONFIDENCE, Paired};

impl Findings {
    /// Writes `effects`, `interplay`, `shapley`, `arms`, `samples` and `codebook` into the folder of a study.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_tables(
        &self,
        study: &Barriers,
        folder: &RunFolder,
        format: Format,
    ) -> Result<(), OutputError> {
        write_table(folder, &effects_table(&effect_rows(self)), format)?;
        write_table(folder, &interplay_table(self), format)?;
        write_table(folder, &shapley_table(&share_rows(self)), format)?;
        write_table(folder, &arms_table(&arm_rows(study)), format)?;
        write_table(folder, &samples_table(study, &self.samples), format)?;
        let mut entries: Vec<CodebookEntry> = CODEBOOK.iter().map(CodebookEntry::fixed).collect();
        let columns = study.columns();
        entries.extend(columns.iter().map(|column| measured("samples", column)));
        write_codebook(folder, &entries, format)
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
            for (change, strength_after, effects) in [
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

/// What is not finite has no value in a table.
const fn bounded(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

fn effects_table<'a>(rows: &'a [EffectRow<'a>]) -> Table<'a> {
    let number = |name: &str, value: fn(&Paired) -> f64| {
        TableColumn::number(name, move |row| bounded(value(&rows[row].effect.paired)))
    };
    Table {
        name: "effects",
        length: rows.len(),
        columns: vec![
            TableColumn::text("measure", |row| &rows[row].found.column.key),
            TableColumn::count("rank", |row| rows[row].rank),
            TableColumn::text("barrier", |row| rows[row].present.barrier.key),
            TableColumn::text("name", |row| rows[row].present.barrier.name),
            TableColumn::text("ids", |row| &rows[row].ids),
            TableColumn::text("change", |row| rows[row].change),
            TableColumn::number("strength", |row| rows[row].present.strength),
            TableColumn::number("strength_after", |row| rows[row].strength_after),
            TableColumn::count("count", |row| rows[row].effect.paired.difference.count() as u32),
            number("baseline_mean", |paired| paired.baseline.mean()),
            number("variant_mean", |paired| paired.variant.mean()),
            number("effect", |paired| paired.difference.mean()),
            number("standard_deviation", |paired| {
                paired.difference.standard_deviation()
            }),
            number("interval_low", |paired| paired.interval(CONFIDENCE).low),
            number("interval_high", |paired| paired.interval(CONFIDENCE).high),
            number("d_z", Paired::standardised_effect),
            number("p", |paired| paired.test().p_value),
            TableColumn::number("p_holm", |row| rows[row].effect.p_holm),
        ],
    }
}

fn interplay_table(findings: &Findings) -> Table<'_> {
    let found = &findings.found;
    let number = |name: &str, value: fn(&Found) -> f64| {
        TableColumn::number(name, move |row| bounded(value(&found[row])))
    };
    Table {
        name: "interplay",
        length: found.len(),
        columns: vec![
            TableColumn::text("measure", |row| &found[row].column.key),
            TableColumn::count("count", |row| found[row].interplay.excess.count() as u32),
            number("baseline_mean", |found| found.joint.baseline.mean()),
            number("joint", |found| found.joint.difference.mean()),
            number("joint_low", |found| found.joint.interval(CONFIDENCE).low),
            number("joint_high", |found| found.joint.interval(CONFIDENCE).high),
            number("sum_of_single", |found| found.interplay.sum.mean()),
            number("excess", |found| found.interplay.excess.mean()),
            number("excess_low", |found| found.interplay.interval().low),
            number("excess_high", |found| found.interplay.interval().high),
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

fn shapley_table<'a>(rows: &'a [ShareRow<'a>]) -> Table<'a> {
    let number = |name: &str, value: fn(&ShareRow<'_>) -> f64| {
        TableColumn::number(name, move |row| bounded(value(&rows[row])))
    };
    Table {
        name: "shapley",
        length: rows.len(),
        columns: vec![
            TableColumn::text("measure", |row| &rows[row].found.column.key),
            TableColumn::text("barrier", |row| rows[row].present.barrier.key),
            TableColumn::text("name", |row| rows[row].present.barrier.name),
            TableColumn::text("ids", |row| &rows[row].ids),
            number("alone", |row| {
                row.found.removed[row.barrier].paired.difference.mean()
            }),
            number("share", |row| row.found.shares[row.barrier].share.value),
            number("interval_low", |row| row.found.shares[row.barrier].interval.low),
            number("interval_high", |row| row.found.shares[row.barrier].interval.high),
            number("order_error", |row| {
                row.found.shares[row.barrier].share.order_error
            }),
            number("seed_error", |row| row.found.shares[row.barrier].share.seed_error),
            number("part_of_joint", |row| {
                row.found.shares[row.barrier].share.value / row.found.joint.difference.mean()
            }),
        ],
    }
}

/// An arm in words.
struct ArmRow {
    change: &'static str,
    barriers: String,
}

fn arm_rows(study: &Barriers) -> Vec<ArmRow> {
    let present = &study.design.present;
    let key = |barrier: usize| present[barrier].barrier.key.to_owned();
    let rows = study.design.arms().iter().map(|arm| match *arm {
        Arm::BASELINE => ArmRow {
            change: "baseline",
            barriers: String::new(),
        },
        Arm::Without(removed) => {
            let removed = (0..present.len()).filter(|barrier| removed.contains(*barrier));
            ArmRow {
                change: "removed",
                barriers: removed.map(key).collect::<Vec<_>>().join(" "),
            }
        }
        Arm::Halved(barrier) => ArmRow {
            change: "halved",
            barriers: key(barrier),
        },
        Arm::Doubled(barrier) => ArmRow {
            change: "doubled",
            barriers: key(barrier),
        },
    });
    rows.collect()
}

fn arms_table(rows: &[ArmRow]) -> Table<'_> {
    Table {
        name: "arms",
        length: rows.len(),
        columns: vec![
            TableColumn::count("arm", |row| row as u32),
            TableColumn::text("change", |row| rows[row].change),
            TableColumn::text("barriers", |row| &rows[row].barriers),
        ],
    }
}

/// One row per arm and replication; `samples` by arm, measure and replication.
fn samples_table<'a>(study: &Barriers, samples: &'a [Vec<Vec<f64>>]) -> Table<'a> {
    let replications = study.replications as usize;
    let mut columns = vec![
        TableColumn::count("arm", move |row| (row / replications) as u32),
        TableColumn::count("replication", move |row| (row % replications) as u32),
    ];
    for (measure, column) in study.columns().iter().enumerate() {
        columns.push(TableColumn::number(&column.key, move |row| {
            samples[row / replications][measure][row % replications]
        }));
    }
    Table {
        name: "samples",
        length: samples.len() * replications,
        columns,
    }
}

#[rustfmt::skip]
const CODEBOOK: &[FixedColumn] = &[
    ("effects", "measure", "", NONE, "Name of the measure, described under the file `samples`; unit of means and effects is that of the measure"),
    ("effects", "rank", "", COUNT, "Rank of the barrier by what removing it does to the outcome, 1 for the largest gain"),
    ("effects", "barrier", "", NONE, "Key of the barrier in the table [barriers] of a scenario"),
    ("effects", "name", "", NONE, "Name of the barrier"),
    ("effects", "ids", "", NONE, "Barriers of the review that the key stands for"),
    ("effects", "change", "", NONE, "removed, halved or doubled; everything else as in the baseline"),
    ("effects", "strength", "", SHARE, "Strength of the barrier in the baseline at the start"),
    ("effects", "strength_after", "", SHARE, "Its strength after the change, cut at the largest that is possible"),
    ("effects", "count", "replications", COUNT, "Pairs of replications in which both have a value; only these count"),
    ("effects", "baseline_mean", "", NONE, "Mean of the baseline at the end"),
    ("effects", "variant_mean", "", NONE, "Mean at the end with the barrier changed"),
    ("effects", "effect", "", NONE, "Changed less baseline, mean over pairs"),
    ("effects", "standard_deviation", "", COUNT, "Standard deviation of the effect over pairs, with count - 1"),
    ("effects", "interval_low", "", NONE, "Lower end of the 95 % Student t interval of the effect, not adjusted for the number of barriers"),
    ("effects", "interval_high", "", NONE, "Upper end of the 95 % Student t interval of the effect"),
    ("effects", "d_z", "", NONE, "Cohen's d_z: effect over its standard deviation; empty when no pair differs from another"),
    ("effects", "p", "", SHARE, "Two-sided p-value of the paired t test of no effect"),
    ("effects", "p_holm", "", SHARE, "The same after Holm's correction over all barriers, for one measure and one change"),
    ("interplay", "measure", "", NONE, "Name of the measure"),
    ("interplay", "count", "replications", COUNT, "Replications in which every arm has a value"),
    ("interplay", "baseline_mean", "", NONE, "Mean of the baseline at the end"),
    ("interplay", "joint", "", NONE, "Effect of removing all barriers that are there, mean over pairs"),
    ("interplay", "joint_low", "", NONE, "Lower end of its 95 % Student t interval"),
    ("interplay", "joint_high", "", NONE, "Upper end of its 95 % Student t interval"),
    ("interplay", "sum_of_single", "", NONE, "Sum of the effects of removing each barrier alone"),
    ("interplay", "excess", "", NONE, "Joint effect less that sum"),
    ("interplay", "excess_low", "", NONE, "Lower end of its 95 % Student t interval, taken within replications"),
    ("interplay", "excess_high", "", NONE, "Upper end of its 95 % Student t interval"),
    ("shapley", "measure", "", NONE, "Name of the measure"),
    ("shapley", "barrier", "", NONE, "Key of the barrier"),
    ("shapley", "name", "", NONE, "Name of the barrier"),
    ("shapley", "ids", "", NONE, "Barriers of the review that the key stands for"),
    ("shapley", "alone", "", NONE, "Effect of removing this barrier alone"),
    ("shapley", "share", "", NONE, "Its Shapley value: the effect of removing it, averaged over orders in which all barriers are removed; all shares add up to the joint effect"),
    ("shapley", "interval_low", "", NONE, "Lower end of the 95 % interval of the share, from both errors, with the degrees of freedom of the smaller sample"),
    ("shapley", "interval_high", "", NONE, "Upper end of the 95 % interval of the share"),
    ("shapley", "order_error", "", COUNT, "Standard error for having sampled the orders; 0 where all coalitions were simulated"),
    ("shapley", "seed_error", "", COUNT, "Standard error for having simulated finitely many replications"),
    ("shapley", "part_of_joint", "", NONE, "Share over joint effect"),
    ("arms", "arm", "", COUNT, "Number of the arm in `samples`"),
    ("arms", "change", "", NONE, "baseline, removed, halved or doubled"),
    ("arms", "barriers", "", NONE, "Keys of the barriers that are changed in it"),
    ("samples", "arm", "", COUNT, "Number of the arm, described in `arms`"),
    ("samples", "replication", "", COUNT, "Number of the replication; the same number meets the same luck in every arm"),
];
