//! Citizens, professionals, initiatives and council.

use super::{Overall, Row, hazard, ratio};
use crate::model::mechanisms::Society;
use crate::model::mechanisms::facilitation::StaffTime;
use crate::model::mechanisms::initiatives::life::Life;
use crate::model::mechanisms::initiatives::spread::Spread;
use crate::model::mechanisms::organisation::Culture;
use crate::model::mechanisms::professional::Professional;

impl Society {
    pub(super) fn put_citizens(&self, row: &mut Row<'_>, overall: &Overall) {
        let (citizens, sums) = (self.constants.citizens, &self.totals.citizens);
        row.put("trust", sums.trust / citizens);
        row.put("expectation", sums.expectation / citizens);
        row.put("bonding_ties", sums.bonding / citizens);
        row.put("bridging_ties", sums.bridging / citizens);
        row.put("motivation", sums.motivation / citizens);
        row.put("efficacy", sums.efficacy / citizens);
        row.put("knowledge", sums.knowledge / citizens);
        row.put("stance", sums.stance / citizens);
        let ownership: f64 = self
            .totals
            .initiatives
            .iter()
            .map(|sums| sums.ownership.total)
            .sum();
        row.put("ownership", ratio(ownership, overall.active));
        row.put("fatigue", ratio(sums.fatigue_of_participants, sums.participants));
        row.put(
            "burnout_rate",
            hazard(sums.burnouts, sums.participants + sums.burnouts, self.step_years),
        );
        row.put("wellbeing", sums.wellbeing / citizens);
    }

    pub(super) fn put_professionals(&self, row: &mut Row<'_>) {
        let staff = self.professionals.len() as f64;
        let mean = |of: &dyn Fn(&Professional) -> f64| ratio(self.professionals.iter().map(of).sum(), staff);
        row.put("attitude", mean(&|professional| professional.attitude));
        row.put(
            "belief",
            mean(&|professional| professional.belief(&self.parameters)),
        );
        let hours = |of: fn(&StaffTime) -> f64| self.staff_time.iter().map(of).sum::<f64>();
        let facilitation = hours(|time| time.facilitation_hours_per_week);
        row.put(
            "enabling_share",
            ratio(
                facilitation,
                facilitation + hours(|time| time.production_hours_per_week),
            ),
        );
        row.put(
            "support",
            self.mean_over_initiatives(|initiative| initiative.facilitation.support),
        );
        row.put("skill", mean(&|professional| professional.skill));
        row.put("staff_fatigue", mean(&|professional| professional.fatigue));
    }

    pub(super) fn put_governance(&self, row: &mut Row<'_>, overall: &Overall) {
        let running = || self.present().filter(|(initiative, _)| initiative.is_running());
        row.put("initiatives_born", self.totals.opened);
        row.put("initiatives_alive", overall.running);
        let places = self.neighbourhoods();
        let reached = (0..places).filter(|&place| {
            running().any(|(initiative, sums)| initiative.neighbourhood == place && sums.active > 0.0)
        });
        row.put("initiatives_spread", reached.count() as f64 / places as f64);
        self.put_lives(row);
        self.put_votes(row);
        let with_goal = running()
            .filter(|(initiative, _)| initiative.goals.stated)
            .count() as f64;
        row.put("explicit_goals_share", ratio(with_goal, overall.running));
        row.put("incidents", self.totals.incidents / self.step_years);
        let citizens: f64 = self.units.iter().map(|unit| unit.citizens).sum();
        let feared: f64 = self
            .units
            .iter()
            .map(|unit| Culture::new(&self.parameters, unit.zero_error_memory).zero_error * unit.citizens)
            .sum();
        row.put("zero_error", ratio(feared, citizens));
    }

    /// Votes on pots of money (M25).
    fn put_votes(&self, row: &mut Row<'_>) {
        let (mut citizens, mut voters, mut content) = (0.0, 0.0, 0.0);
        for (initiative, _) in self.present() {
            if let Some(attendance) = initiative.ballot.attendance {
                citizens += initiative.citizens;
                voters += initiative.citizens * attendance;
                content += initiative.citizens * attendance * initiative.ballot.realised;
            }
        }
        row.put("ballot_attendance", ratio(voters, citizens));
        row.put("ballot_realised", ratio(content, voters));
    }

    /// Initiatives that grow from ideas (M21).
    fn put_lives(&self, row: &mut Row<'_>) {
        let ideas_per_year = self.totals.ideas / self.step_years;
        row.put("ideas", ideas_per_year * 1000.0 / self.constants.citizens);
        let alive = |life: Life| {
            let there = self.present().filter(|(initiative, _)| initiative.life == life);
            there.count() as f64
        };
        row.put("grown_informal", alive(Life::Informal));
        row.put("grown_supported", alive(Life::Supported));
        row.put("grown_formal", alive(Life::Formal));
        row.put("grown_professional", alive(Life::Professional));
        row.put("grown_dormant", alive(Life::Dormant));
        row.put(
            "municipalities",
            self.spread.iter().map(Spread::municipalities).sum(),
        );
        let elsewhere: f64 = self.spread.iter().map(|spread| spread.elsewhere).sum();
        row.put(
            "sites",
            alive(Life::Formal) + alive(Life::Professional) + elsewhere,
        );
    }
}
