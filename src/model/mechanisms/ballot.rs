//! M25: participatory budgeting, a yearly vote on projects.
//!
//! Of the projects on the list those with most support win, as many as the pot pays for, and each winner is realised
//! with the probability of implementation (M17). Attendance is carried over: `a' = a (.67 + .4 r)`, where `r` is the
//! share of their own projects that voters see realised, `Σ π over realised projects / Σ π` with `π` the support.
//!
//! Sources: K-02, Ev-44. Bites after production, once a year, on proposals (M17) and costs (M23).

use serde::{Deserialize, Serialize};

use super::{Now, OfSociety, Society, SocietyView, influence, ratio};
use crate::model::measure::{Measure, SHARE, Theme};
use crate::random::Purpose;
use crate::words::words;

/// Support of a project and whether it is realised; by project of an initiative.
pub(in crate::model) const BALLOT: Purpose = Purpose(206);

/// Votes on a pot of money (M25).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BallotParameters {
    pub attendance_start: f64,
    pub carry: f64,
    pub carry_realised: f64,
    pub projects: u32,
    pub project_eur: f64,
}

/// Projects on a list, at most; a project's number within an initiative addresses its draws.
const PROJECTS_MAX: u32 = 64;

/// The state of an initiative's votes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct Ballot {
    /// Share of the neighbourhood's citizens at the last vote; `None` before the first.
    pub(in crate::model) attendance: Option<f64>,
    /// Share of their own projects that voters of the last vote see realised.
    pub(in crate::model) realised: f64,
    /// Money that was not used, EUR.
    pub(in crate::model) pot_eur: f64,
    /// Money used in the last step, EUR.
    pub(in crate::model) spent_eur: f64,
}

/// What a vote decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct Tally {
    pub(in crate::model) won: f64,
    pub(in crate::model) realised: f64,
}

impl Ballot {
    /// Holds a vote on what is left and `money_eur` more.
    pub(in crate::model) fn vote(
        &mut self,
        initiative: u32,
        money_eur: f64,
        implementation: f64,
        rates: &BallotParameters,
        now: &Now,
    ) -> Tally {
        self.attendance = Some(match self.attendance {
            None => rates.attendance_start,
            Some(before) => (before * (rates.carry + rates.carry_realised * self.realised)).min(1.0),
        });
        self.pot_eur += money_eur;
        let mut projects: Vec<(f64, f64)> = (0..rates.projects)
            .map(|project| {
                let agent = initiative * PROJECTS_MAX + project;
                let [support, implementation, ..] = now.draws.uniforms(agent, now.step, BALLOT);
                (support, implementation)
            })
            .collect();
        let all: f64 = projects.iter().map(|project| project.0).sum();
        // A stable sort: of equals the first on the list wins.
        projects.sort_by(|one, other| other.0.total_cmp(&one.0));
        let affordable = (self.pot_eur / rates.project_eur).floor();
        let winners = affordable.min(projects.len() as f64);
        let realised: Vec<f64> = projects[..winners as usize]
            .iter()
            .filter(|project| project.1 < implementation)
            .map(|project| project.0)
            .collect();
        self.spent_eur = realised.len() as f64 * rates.project_eur;
        self.pot_eur -= self.spent_eur;
        self.realised = realised.iter().sum::<f64>() / all;
        Tally {
            won: winners,
            realised: realised.len() as f64,
        }
    }
}

impl Society {
    /// Where there is a pot, a vote is held every year.
    pub(in crate::model) fn hold_ballots(&mut self) {
        let yearly = self.step.is_multiple_of(self.steps_per_year);
        for index in 0..self.initiatives.len() {
            self.initiatives[index].ballot.spent_eur = 0.0;
            let place = index % self.neighbourhoods();
            let initiative = &self.initiatives[index];
            let design = &self.parameters.programmes[initiative.programme];
            let has_vote = design.pot_eur_per_citizen > 0.0 && self.parameters.mechanisms.ballot;
            if !yearly || !has_vote || !initiative.is_running() {
                continue;
            }
            let grant = initiative.money(&self.standing[initiative.programme]).grant;
            let silos = self.culture(place).silos;
            let implementation = influence::implementation_probability(
                &self.parameters,
                design,
                initiative.ownership.mean,
                silos,
                grant,
            );
            let money = design.pot_eur_per_citizen * initiative.citizens * grant;
            let now = self.now();
            let initiative = &mut self.initiatives[index];
            let tally =
                initiative
                    .ballot
                    .vote(index as u32, money, implementation, &self.parameters.ballot, &now);
            initiative.ownership.proposals += tally.won;
            initiative.ownership.implemented += tally.realised;
        }
    }
}

/// Citizens asked to the last votes, voters, and voters weighted by what they see realised.
fn last_votes(of: &SocietyView<'_>) -> (f64, f64, f64) {
    let (mut citizens, mut voters, mut content) = (0.0, 0.0, 0.0);
    for initiative in of.present().map(|one| one.initiative) {
        if let Some(attendance) = initiative.ballot.attendance {
            citizens += initiative.citizens;
            voters += initiative.citizens * attendance;
            content += initiative.citizens * attendance * initiative.ballot.realised;
        }
    }
    (citizens, voters, content)
}

pub(in crate::model) const BALLOT_ATTENDANCE: OfSociety = OfSociety {
    measure: Measure::new(
        "ballot_attendance",
        words!("attendance at votes"),
        "share",
        SHARE,
        "M25",
        Theme::Governance,
        words!(
            "Share of citizens at the last vote on a pot of money, averaged over initiatives that held one"
        ),
    ),
    value: |of| {
        let (citizens, voters, _) = last_votes(of);
        ratio(voters, citizens)
    },
};

pub(in crate::model) const BALLOT_REALISED: OfSociety = OfSociety {
    measure: Measure::new(
        "ballot_realised",
        words!("own projects realised"),
        "share",
        SHARE,
        "M25",
        Theme::Governance,
        words!(
            "Share of their own projects that the voters of the last vote see realised, averaged over voters"
        ),
    ),
    value: |of| {
        let (_, voters, content) = last_votes(of);
        ratio(content, voters)
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    fn at(step: u32, draws: Draws) -> Now {
        Now {
            step,
            step_years: 1.0 / 12.0,
            draws,
        }
    }

    fn after(votes: u32, money_eur: f64, implementation: f64) -> Ballot {
        let rates = reference_parameters().ballot;
        let mut ballot = Ballot::default();
        for year in 0..votes {
            let draws = Draws::new(5, 0);
            ballot.vote(3, money_eur, implementation, &rates, &at(12 * year + 1, draws));
        }
        ballot
    }

    /// Nothing realised: 120 voters, then 80, then 54 (Ev-44 saw the first two). Everything realised: 7 % more a year.
    #[test]
    fn attendance_follows_what_is_realised() {
        let rates = reference_parameters().ballot;
        let everything = 1e6;
        for (votes, money, factor) in [
            (2, 0.0, 0.67),
            (3, 0.0, 0.4489),
            (3, everything, 1.07 * 1.07),
            (60, everything, 1.0 / rates.attendance_start),
        ] {
            let found = after(votes, money, 1.0).attendance.unwrap();
            let expected = rates.attendance_start * factor;
            assert!((found - expected).abs() < 1e-9, "{found}, expected {expected}");
        }
    }

    /// With uniform support the best `w` of `n` projects have an expected support of `Σ i/(n+1)` over the last `w` ranks,
    /// all together `n/2`.
    #[test]
    fn voters_see_the_share_that_order_statistics_say() {
        let rates = reference_parameters().ballot;
        let (n, w) = (f64::from(rates.projects), 3.0);
        let draws = Draws::new(9, 0);
        let (mut support, mut number) = (0.0, 0.0);
        for initiative in 0..4000 {
            let mut ballot = Ballot::default();
            let money = w * rates.project_eur;
            let tally = ballot.vote(initiative, money, 0.5, &rates, &at(1, draws));
            assert!((tally.won - w).abs() < 1e-9);
            assert!(ballot.pot_eur >= 0.0 && ballot.spent_eur <= money);
            support += ballot.realised / 4000.0;
            number += tally.realised / 4000.0;
        }
        // Half of the winners are realised; the ratio of sums is within 1 % of the sum of ratios for ten projects.
        let ranks = w * (2.0 * n + 1.0 - w) / 2.0 / (n + 1.0);
        let expected = 0.5 * ranks / (n / 2.0);
        assert!((number - 1.5).abs() < 0.06, "{number} of three");
        assert!(
            (support / expected - 1.0).abs() < 0.06,
            "{support}, expected {expected}"
        );
    }
}
