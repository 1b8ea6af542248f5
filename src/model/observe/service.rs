//! Output, outcome and cost.

use super::{Overall, Row, ratio};
use crate::model::cost::WEEKS_PER_YEAR;
use crate::model::facilitation::StaffTime;
use crate::model::initiative::Initiative;
use crate::model::production::Technology;
use crate::model::society::Society;

impl Society {
    pub(super) fn put_output_and_outcome(&self, row: &mut Row<'_>, overall: &Overall) {
        row.put("output", overall.output);
        row.put("outcome", overall.outcome);
        row.put("unmet_need", overall.backlog);
        row.put(
            "professional_input",
            self.mean_over_initiatives(|initiative| initiative.professional_ratio),
        );
        row.put(
            "citizen_input",
            self.mean_over_initiatives(|initiative| initiative.citizen_ratio),
        );
        row.put("fit", overall.fit);
        let target: f64 = self.present().map(|(_, sums)| sums.target).sum();
        row.put(
            "severe_need_share",
            ratio(self.present().map(|(_, sums)| sums.severe).sum(), target),
        );
        let running = || self.present().filter(|(initiative, _)| initiative.is_running());
        row.put(
            "implementation_rate",
            ratio(
                running().map(|(initiative, _)| initiative.listened).sum(),
                overall.running,
            ),
        );
    }

    pub(super) fn put_costs(&self, row: &mut Row<'_>, overall: &Overall) {
        let citizens = self.constants.citizens;
        let monthly = |eur: f64| eur / self.months() / citizens;
        let cost = monthly(overall.public_cost);
        row.put("public_cost", cost);
        row.put("coproduction_cost", monthly(overall.coproduction_cost));
        // Cost is summed over programmes, so what it buys is summed as well.
        let all = |of: fn(&Initiative) -> f64| {
            let present = self.present();
            let total: f64 = present
                .map(|(initiative, _)| of(initiative) * initiative.citizens)
                .sum();
            total / citizens
        };
        let output = all(|initiative| initiative.output_per_year);
        row.put("cost_per_output", ratio(12.0 * cost, output));
        row.put("cost_per_outcome", ratio(cost, all(Initiative::outcome)));
        let weeks_per_month = WEEKS_PER_YEAR / 12.0;
        let citizen_hours = self.totals.citizens.hours_per_week * weeks_per_month / citizens;
        row.put(
            "citizen_time_value",
            citizen_hours * self.parameters.cost.citizen_eur_per_hour,
        );
        let per_thousand = |hours_per_week: f64| hours_per_week * weeks_per_month * 1000.0 / citizens;
        let total = |of: fn(&StaffTime) -> f64| self.staff_time.iter().map(of).sum::<f64>();
        let facilitation = total(|time| time.facilitation_hours_per_week);
        row.put(
            "production_hours",
            per_thousand(total(|time| time.production_hours_per_week)),
        );
        row.put("facilitation_hours", per_thousand(facilitation));
        row.put(
            "hours_freed",
            per_thousand(self.replaceable_hours_per_week() - facilitation),
        );
    }

    /// Professional hours that would replace citizens' input at the margin.
    fn replaceable_hours_per_week(&self) -> f64 {
        if !self.parameters.mechanisms.joint_production {
            return 0.0;
        }
        let production = &self.parameters.production;
        self.present()
            .map(|(initiative, _)| {
                let design = &self.parameters.programmes[initiative.programme];
                let technology = Technology::new(design.relation, production);
                let reference =
                    production.professional_reference * initiative.citizens / 1000.0 * design.staff_share;
                technology.replaceable(initiative.professional_ratio, initiative.citizen_ratio) * reference
            })
            .sum()
    }
}
