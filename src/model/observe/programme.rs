//! Measures of one programme.

use super::{Row, ratio};
use crate::model::mechanisms::Initiative;
use crate::model::mechanisms::ProgrammeSums;
use crate::model::mechanisms::Society;
use crate::model::mechanisms::cost::WEEKS_PER_YEAR;

impl Society {
    pub(super) fn put_programme(&self, row: &mut Row<'_>, programme: usize) {
        let places = self.neighbourhoods();
        let own = programme * places..(programme + 1) * places;
        let initiatives = &self.initiatives[own.clone()];
        let sums = &self.totals.initiatives[own];
        let total = |of: fn(&ProgrammeSums) -> f64| sums.iter().map(of).sum::<f64>();
        let present = || {
            initiatives
                .iter()
                .zip(sums)
                .filter(|(initiative, _)| initiative.is_present())
        };
        // The target group lives where the programme is present.
        let of_target = |of: fn(&ProgrammeSums) -> f64| {
            let total: f64 = present().map(|(_, sums)| of(sums)).sum();
            ratio(total, present().map(|(_, sums)| sums.mastery.target).sum())
        };
        let reached: f64 = initiatives
            .iter()
            .filter(|initiative| initiative.is_present())
            .map(|initiative| initiative.citizens)
            .sum();
        let mean = |of: fn(&Initiative) -> f64| {
            let present = initiatives.iter().filter(|initiative| initiative.is_present());
            ratio(
                present
                    .map(|initiative| of(initiative) * initiative.citizens)
                    .sum(),
                reached,
            )
        };
        let (citizens, active) = (self.constants.citizens, total(|sums| sums.active));
        let weeks_per_month = WEEKS_PER_YEAR / 12.0;
        row.put("participants_share", active / citizens);
        row.put(
            "citizen_hours",
            total(|sums| sums.hours_per_week) * weeks_per_month * 1000.0 / citizens,
        );
        let of_reached =
            |of: fn(&ProgrammeSums) -> f64| ratio(present().map(|(_, sums)| of(sums)).sum(), reached);
        row.put("awareness_share", of_reached(|sums| sums.awareness.aware));
        row.put("willingness", of_reached(|sums| sums.willingness.total));
        row.put("output", mean(|initiative| initiative.outcome.output_per_year));
        row.put("outcome", mean(|initiative| initiative.outcome.visible()));
        row.put("unmet_need", mean(|initiative| initiative.outcome.backlog));
        row.put("fit", mean(|initiative| initiative.outcome.fit));
        row.put("severe_need_share", of_target(|sums| sums.outcome.severe));
        row.put(
            "implementation_rate",
            mean(|initiative| initiative.ownership.listened),
        );
        let cost: f64 = initiatives
            .iter()
            .map(|initiative| initiative.cost.public_eur)
            .sum();
        row.put("public_cost", cost / self.months() / citizens);
        row.put("ownership", ratio(total(|sums| sums.ownership.total), active));
        let influence: f64 = initiatives
            .iter()
            .zip(sums)
            .map(|(initiative, sums)| initiative.ownership.influence * sums.active)
            .sum();
        row.put("influence", ratio(influence, active));
        row.put("kit_reach", of_target(|sums| sums.mastery.kits_reached));
    }
}
