//! Who takes part.

use super::{Overall, Row, hazard, ratio};
use crate::model::design::{Role, Stage};
use crate::model::mechanisms::ProgrammeSums;
use crate::model::mechanisms::Society;
use crate::model::mechanisms::cost::WEEKS_PER_YEAR;
use crate::model::mechanisms::time_bank::Books;

impl Society {
    pub(super) fn put_participation(&self, row: &mut Row<'_>, overall: &Overall) {
        let (citizens, sums) = (self.constants.citizens, &self.totals.citizens);
        let by_role = |role: Role| {
            let active = self.present().filter(|(initiative, _)| initiative.role == role);
            (active.map(|(_, sums)| sums.active).sum::<f64>() / citizens).min(1.0)
        };
        row.put("participants_share", sums.participants / citizens);
        row.put("participants", sums.participants);
        row.put("co_initiators_share", by_role(Role::CoInitiator));
        row.put("co_designers_share", by_role(Role::CoDesigner));
        row.put("co_implementors_share", by_role(Role::CoImplementor));
        for (stage, key) in Stage::ALL.into_iter().zip([
            "stage_planning_share",
            "stage_design_share",
            "stage_prioritisation_share",
            "stage_financing_share",
            "stage_managing_share",
            "stage_delivery_share",
            "stage_assessment_share",
        ]) {
            let at_stage = self.present().filter(|(initiative, _)| initiative.entry == stage);
            row.put(
                key,
                ratio(at_stage.map(|(_, sums)| sums.active).sum(), overall.active),
            );
        }
        let weeks_per_month = WEEKS_PER_YEAR / 12.0;
        row.put(
            "hours_per_participant",
            ratio(sums.hours_per_week * weeks_per_month, sums.participants),
        );
        row.put(
            "citizen_hours",
            sums.hours_per_week * weeks_per_month * 1000.0 / citizens,
        );
        let flow = |of: fn(&ProgrammeSums) -> f64| self.totals.initiatives.iter().map(of).sum::<f64>();
        row.put(
            "entry_rate",
            flow(|sums| sums.joins) / self.step_years * 100.0 / citizens,
        );
        row.put(
            "exit_rate",
            hazard(
                flow(|sums| sums.exits),
                flow(|sums| sums.active_before),
                self.step_years,
            ),
        );
        let reached: f64 = self.present().map(|(initiative, _)| initiative.citizens).sum();
        let mean =
            |of: fn(&ProgrammeSums) -> f64| ratio(self.present().map(|(_, sums)| of(sums)).sum(), reached);
        row.put("awareness_share", mean(|sums| sums.awareness.aware));
        row.put("willingness", mean(|sums| sums.willingness.total));
        self.put_credits(row);
        row.put("young_share", ratio(sums.young_participants, sums.participants));
        let games = || {
            let designs = &self.parameters.programmes;
            self.present()
                .filter(|(initiative, _)| designs[initiative.programme].game > 0.0)
        };
        let players = games().map(|(_, sums)| sums.active).sum();
        row.put(
            "novelty",
            ratio(games().map(|(_, sums)| sums.digital.novelty).sum(), players),
        );
    }

    /// Accounts in time banks (M25).
    fn put_credits(&self, row: &mut Row<'_>) {
        let designs = &self.parameters.programmes;
        let banks = || {
            self.present()
                .filter(|(initiative, _)| designs[initiative.programme].credits_traded)
        };
        let total = |of: fn(&Books) -> f64| {
            banks()
                .map(|(initiative, _)| of(&initiative.time_bank))
                .sum::<f64>()
        };
        let members = banks().map(|(_, sums)| sums.active).sum();
        row.put("credits_per_member", ratio(total(|books| books.held), members));
        row.put(
            "credits_spent_share",
            ratio(
                total(|books| books.spent_remembered),
                total(|books| books.earned_remembered),
            ),
        );
        row.put("hoarders_share", ratio(total(|books| books.hoarders), members));
    }
}
