//! Time banks (M25 of the document).

use samspil::model::design::Programme;

use crate::formulas::half;
use crate::measures::{Measures, ratio, yes};
use crate::society::{Initiative, Society};

impl Society {
    pub(crate) fn is_bank(&self, design: &Programme) -> bool {
        design.credits_traded && self.parameters.mechanisms.time_bank
    }

    pub(crate) fn worth_of_credits(&self, initiative: &Initiative) -> f64 {
        let prior = self.parameters.time_bank.prior_credits;
        f64::min(1.0, (initiative.used + prior) / (initiative.earned + prior))
    }

    /// Hours a week that a citizen would ask for.
    pub(crate) fn wish(&self, citizen: usize) -> f64 {
        let who = &self.citizens[citizen];
        let usual = self.parameters.population.free_time_mean_hours_per_week;
        self.parameters.time_bank.asked_hours_per_week
            * (2.0 * who.affectedness)
            * (2.0 / (1.0 + who.free_time / usual))
    }

    /// Hours that a member asks for and can pay in this step.
    fn asks(&self, citizen: usize, programme: usize) -> f64 {
        let who = &self.citizens[citizen];
        let kept = self.parameters.time_bank.reserve_credits * 2.0 * who.risk_aversion;
        let can = f64::max(0.0, who.memberships[programme].credits - kept);
        f64::min(self.wish(citizen) * 52.0 * self.dt, can)
    }

    pub(crate) fn bank_measures(&self, row: &mut Measures) {
        let (mut members, mut held, mut hoarders) = (0.0, 0.0, 0.0);
        for (citizen, who) in self.citizens.iter().enumerate() {
            for (programme, membership) in who.memberships.iter().enumerate() {
                if membership.active && self.parameters.programmes[programme].credits_traded {
                    members += 1.0;
                    held += membership.credits;
                    let trades = self.parameters.mechanisms.time_bank && self.lived > 0;
                    hoarders += yes(trades && membership.credits > 26.0 * self.wish(citizen));
                }
            }
        }
        row.insert("credits_per_member".to_owned(), ratio(held, members));
        let used = self.total(|initiative| initiative.used);
        let earned = self.total(|initiative| initiative.earned);
        row.insert("credits_spent_share".to_owned(), ratio(used, earned));
        row.insert("hoarders_share".to_owned(), ratio(hoarders, members));
    }

    pub(crate) fn trade(&mut self) {
        let forgets = half(self.parameters.time_bank.memory_half_life_years, self.dt);
        for number in 0..self.initiatives.len() {
            let (programme, place) = (number / self.places, number % self.places);
            if !self.is_bank(&self.parameters.programmes[programme]) {
                continue;
            }
            let mut members = Vec::new();
            for citizen in 0..self.citizens.len() {
                let who = &mut self.citizens[citizen];
                if who.place != place {
                    continue;
                }
                let membership = &mut who.memberships[programme];
                if membership.active {
                    members.push(citizen);
                } else {
                    membership.credits = 0.0;
                }
                membership.met = 0.0;
            }
            let gives = |citizen: usize| self.citizens[citizen].memberships[programme].hours * 52.0 * self.dt;
            let supply: f64 = members.iter().map(|&citizen| gives(citizen)).sum();
            let demand: f64 = members.iter().map(|&citizen| self.asks(citizen, programme)).sum();
            let moves: Vec<(usize, f64, f64)> = members
                .iter()
                .map(|&citizen| {
                    let gets =
                        self.asks(citizen, programme) * f64::min(1.0, supply / f64::max(demand, 1e-300));
                    (citizen, gives(citizen), gets)
                })
                .collect();
            let mut used = 0.0;
            for (citizen, gave, gets) in moves {
                let wish = self.wish(citizen) * 52.0 * self.dt;
                let membership = &mut self.citizens[citizen].memberships[programme];
                membership.credits += gave - gets;
                membership.met = if wish > 0.0 { gets / wish } else { 0.0 };
                used += gets;
            }
            let initiative = &mut self.initiatives[number];
            initiative.earned += supply - forgets * initiative.earned;
            initiative.used += used - forgets * initiative.used;
        }
    }
}
