//! Output, outcome and cost.

use super::{Overall, Row, ratio};
use crate::model::mechanisms::Initiative;
use crate::model::mechanisms::ProgrammeSums;
use crate::model::mechanisms::Society;
use crate::model::mechanisms::cost::WEEKS_PER_YEAR;
use crate::model::mechanisms::facilitation::StaffTime;
use crate::model::mechanisms::production::Technology;
use crate::model::mechanisms::provision::{self, Provision};

impl Society {
    pub(super) fn put_output_and_outcome(&self, row: &mut Row<'_>, overall: &Overall) {
        row.put("output", overall.output);
        row.put("outcome", overall.outcome);
        row.put("unmet_need", overall.backlog);
        row.put(
            "professional_input",
            self.mean_over_initiatives(|initiative| initiative.production.professional_ratio),
        );
        row.put(
            "citizen_input",
            self.mean_over_initiatives(|initiative| initiative.production.citizen_ratio),
        );
        row.put("fit", overall.fit);
        let target: f64 = self.present().map(|(_, sums)| sums.mastery.target).sum();
        row.put(
            "severe_need_share",
            ratio(self.present().map(|(_, sums)| sums.outcome.severe).sum(), target),
        );
        let running = || self.present().filter(|(initiative, _)| initiative.is_running());
        row.put(
            "implementation_rate",
            ratio(
                running()
                    .map(|(initiative, _)| initiative.ownership.listened)
                    .sum(),
                overall.running,
            ),
        );
        self.put_needs(row);
    }

    /// Rehabilitation and step goods (M25).
    fn put_needs(&self, row: &mut Row<'_>) {
        let in_care = |of: fn(&ProgrammeSums) -> f64| {
            let cared = self.present().filter(|(_, sums)| sums.rehabilitation.need > 0.0);
            cared.map(|(_, sums)| of(sums)).sum::<f64>()
        };
        row.put(
            "need_left",
            ratio(
                in_care(|sums| sums.rehabilitation.need_left),
                in_care(|sums| sums.rehabilitation.need),
            ),
        );
        let citizens = self.present().filter(|(_, sums)| sums.rehabilitation.need > 0.0);
        row.put(
            "self_reliant_share",
            ratio(
                in_care(|sums| sums.rehabilitation.self_reliant),
                citizens.map(|(initiative, _)| initiative.citizens).sum(),
            ),
        );
        let planned = self.planned();
        // The step that has just been lived is the one before the next.
        let lived = self.step.saturating_sub(1);
        let standing = planned.iter().filter(|provision| provision.stands(lived)).count();
        row.put("protected_share", ratio(standing as f64, planned.len() as f64));
    }

    /// Step goods that are planned (M25).
    fn planned(&self) -> Vec<&Provision> {
        let planned = self.present().filter(|(initiative, _)| {
            let design = &self.parameters.programmes[initiative.programme];
            provision::plans(design, &self.parameters)
        });
        planned.map(|(initiative, _)| &initiative.provision).collect()
    }

    /// Money that citizens raise for step goods (M25).
    fn put_contributions(&self, row: &mut Row<'_>) {
        let planned = self.planned();
        let total = |of: fn(&Provision) -> f64| planned.iter().map(|provision| of(provision)).sum::<f64>();
        row.put(
            "contributors_share",
            ratio(
                total(|provision| provision.contributors),
                total(|provision| provision.asked),
            ),
        );
        row.put(
            "money_raised",
            ratio(
                total(|provision| provision.raised_eur),
                total(|provision| provision.needed_eur),
            ),
        );
        let paid = total(|provision| provision.citizens_eur);
        row.put("citizen_money", paid / self.months() / self.constants.citizens);
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
        let output = all(|initiative| initiative.outcome.output_per_year);
        row.put("cost_per_output", ratio(12.0 * cost, output));
        row.put(
            "cost_per_outcome",
            ratio(cost, all(|initiative| initiative.outcome.visible())),
        );
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
        self.put_contributions(row);
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
                technology.replaceable(
                    initiative.production.professional_ratio,
                    initiative.production.citizen_ratio,
                ) * reference
            })
            .sum()
    }
}
