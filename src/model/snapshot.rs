//! What an outsider may see of the citizens one by one.

use super::block::lanes;
use super::society::Society;

/// Columns of a citizen in a snapshot, before the programmes' own.
pub const CITIZEN_COLUMNS: &[&str] = &[
    "citizen",
    "neighbourhood",
    "ses",
    "education",
    "motivation",
    "extrinsic",
    "efficacy",
    "knowledge",
    "trust",
    "risk_tolerance",
    "free_time_hours_per_week",
    "affectedness",
    "expectation",
    "stance",
    "fatigue",
    "habit",
    "wellbeing",
    "everyday_ties",
    "made_ties",
    "hours_per_week",
];

/// Columns of a citizen in a snapshot for each programme, after [`CITIZEN_COLUMNS`].
pub const MEMBERSHIP_COLUMNS: &[&str] = &["aware", "active", "kit", "ownership", "hours_per_week"];

impl Society {
    /// Calls `visit` with the row of every citizen, in the order of their numbers.
    pub fn visit_citizens(&self, mut visit: impl FnMut(&[f64])) {
        let mut places: Vec<(u32, usize, usize)> = Vec::with_capacity(self.constants.citizens as usize);
        for (index, block) in self.blocks.iter().enumerate() {
            places.extend(lanes(block.present()).map(|lane| (block.ids[lane], index, lane)));
        }
        places.sort_unstable();
        let mut row =
            Vec::with_capacity(CITIZEN_COLUMNS.len() + MEMBERSHIP_COLUMNS.len() * self.programmes());
        for (_, block, lane) in places {
            row.clear();
            self.describe(block, lane, &mut row);
            visit(&row);
        }
    }

    fn describe(&self, index: usize, lane: usize, row: &mut Vec<f64>) {
        let block = &self.blocks[index];
        let (fixed, state) = (&block.fixed, &block.state);
        row.push(f64::from(block.ids[lane] + 1));
        row.push((block.neighbourhood + 1) as f64);
        row.push(fixed.ses[lane].into());
        row.push(f64::from(fixed.education[lane]));
        row.push(state.motivation[lane].into());
        row.push(fixed.extrinsic[lane].into());
        row.push(state.efficacy[lane].into());
        row.push(state.knowledge[lane].into());
        row.push(state.trust[lane].into());
        row.push((1.0 - fixed.risk_aversion[lane]).into());
        row.push(fixed.free_time_hours_per_week[lane].into());
        row.push(fixed.affectedness[lane].into());
        row.push(state.expectation[lane].into());
        row.push(state.stance[lane].into());
        row.push(state.fatigue[lane].into());
        row.push(state.habit[lane].into());
        row.push(state.wellbeing[lane].into());
        row.push(self.network.ties(block.first_row + lane as u32).len() as f64);
        row.push(
            block.acquaintances[lane]
                .iter()
                .map(|tie| f64::from(tie.strength))
                .sum(),
        );
        row.push(state.hours_per_week[lane].into());
        for membership in &block.memberships {
            let flag = |bits: u64| f64::from((bits >> lane & 1) as u8);
            row.push(flag(membership.aware));
            row.push(flag(membership.active));
            row.push(flag(membership.kit));
            row.push(membership.ownership[lane].into());
            row.push(membership.hours_per_week[lane].into());
        }
    }
}
