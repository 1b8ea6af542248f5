//! M25: a step good, a dike for instance, for which citizens are asked to pay a part (co-financing, S-04).
//!
//! Once a year there is a call. Each citizen who is asked for the sum `c` gives it with the probability
//! `logistic(b + β_n (a·shortfall - .25) + β_z (z - .5) + β_g (g - .5) + β_x x + β_o (q - .5) - β_c ln(c/c₀) - β_f (1 - r))`,
//! where `q` is the share who gave at the last call and counts for conditional cooperators, and fear counts where money
//! does not come back. Free riders never give, since nobody is kept from the good. When the money is enough it is built,
//! and keeps need away once it stands; before that it keeps nothing away.
//!
//! Sources: C-06, S-04, N-06, P-09, B-26, Ev-27, Ev-30, Cartwright & Stepanova 2015. Bites after production, once a year, on
//! need (M19) and costs (M23).

use serde::{Deserialize, Serialize};

use super::{Block, OfSociety, Parameters, Society, SocietyView, ratio};
use crate::model::design::{ContributionFrom, Programme};
use crate::model::lane::{LANES, lanes};
use crate::model::mathematics::logistic_f64;
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::random::PurposePerProgramme;
use crate::words::words;

/// Whether a citizen who is asked contributes to a step good; by citizen.
const CONTRIBUTION: PurposePerProgramme = PurposePerProgramme(900);

/// A step good that citizens help to pay for (M25).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionParameters {
    pub intercept: f64,
    pub need: f64,
    pub means: f64,
    pub trust: f64,
    pub participation: f64,
    pub others: f64,
    pub price: f64,
    pub reference_eur: f64,
    pub fear: f64,
    pub organisers: u32,
    pub building_years: f64,
    pub protection: f64,
}

/// The state of an initiative's step good.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct Provision {
    /// Citizens asked at the last call, and those who gave.
    pub(in crate::model) asked: f64,
    pub(in crate::model) contributors: f64,
    /// What citizens had to raise at the last call, and what they had together, EUR.
    pub(in crate::model) needed_eur: f64,
    pub(in crate::model) raised_eur: f64,
    /// Money kept for the next call, EUR.
    pub(in crate::model) kept_eur: f64,
    /// The step from which it stands, once it is paid for.
    pub(in crate::model) stands_from: Option<u32>,
    /// What the municipality and citizens paid in the last step, EUR.
    pub(in crate::model) public_eur: f64,
    pub(in crate::model) citizens_eur: f64,
}

/// What citizens look at when they are asked.
pub(in crate::model) struct Call<'a> {
    pub(in crate::model) rates: &'a ProvisionParameters,
    pub(in crate::model) design: &'a Programme,
    /// Shortfall that citizens perceive.
    pub(in crate::model) shortfall: f64,
    /// Share who gave at the last call; one half before the first.
    pub(in crate::model) others: f64,
}

impl Call<'_> {
    /// Who is asked in a block.
    pub(in crate::model) fn asked(&self, block: &Block, programme: usize) -> u64 {
        let membership = &block.memberships[programme];
        match self.design.contribution_from {
            ContributionFrom::Participants => membership.active,
            ContributionFrom::Aware => membership.awareness.aware,
            ContributionFrom::Everyone => block.present(),
        }
    }

    /// Probability that a citizen who is asked gives.
    fn chance(&self, block: &Block, programme: usize, lane: usize) -> f64 {
        let (fixed, rates) = (&block.fixed, self.rates);
        let has = |bits: u64| f64::from((bits >> lane & 1) as u8);
        if has(fixed.free_rider) > 0.0 {
            return 0.0;
        }
        let fear = if self.design.contribution_refund {
            0.0
        } else {
            rates.fear * f64::from(fixed.risk_aversion[lane])
        };
        logistic_f64(
            rates.intercept
                + rates.need * (f64::from(fixed.affectedness[lane]) * self.shortfall - 0.25)
                + rates.means * (f64::from(fixed.ses[lane]) - 0.5)
                + rates.trust * (f64::from(block.state.trust[lane]) - 0.5)
                + rates.participation * has(block.memberships[programme].active)
                + rates.others * (self.others - 0.5) * has(fixed.conditional)
                - rates.price * libm::log(self.design.contribution_eur / rates.reference_eur)
                - fear,
        )
    }

    /// How many citizens of a block give, by these uniforms.
    pub(in crate::model) fn contributors(
        &self,
        block: &Block,
        programme: usize,
        uniforms: &[f32; LANES],
    ) -> f64 {
        let gives = |&lane: &usize| f64::from(uniforms[lane]) < self.chance(block, programme, lane);
        lanes(self.asked(block, programme)).filter(gives).count() as f64
    }
}

impl Provision {
    /// Share who gave at the last call; one half, which moves nobody, before the first.
    pub(in crate::model) fn others(&self) -> f64 {
        if self.asked > 0.0 {
            self.contributors / self.asked
        } else {
            0.5
        }
    }

    /// Whether it stands at a step.
    pub(in crate::model) fn stands(&self, step: u32) -> bool {
        self.stands_from.is_some_and(|from| from <= step)
    }

    /// Closes a call: builds if the money is enough, gives it back or keeps it if not.
    pub(in crate::model) fn close(
        &mut self,
        asked: f64,
        contributors: f64,
        citizens: f64,
        design: &Programme,
        stands_from: u32,
    ) {
        let price = design.step_good_eur_per_citizen * citizens;
        let given = contributors * design.contribution_eur;
        self.asked = asked;
        self.contributors = contributors;
        self.needed_eur = price * (1.0 - design.step_good_public_share);
        self.raised_eur = self.kept_eur + given;
        if self.raised_eur >= self.needed_eur {
            // What is too much goes back in equal parts.
            self.citizens_eur = self.needed_eur - self.kept_eur;
            self.public_eur = price - self.needed_eur;
            self.kept_eur = 0.0;
            self.stands_from = Some(stands_from);
        } else if !design.contribution_refund {
            self.citizens_eur = given;
            self.kept_eur = self.raised_eur;
        }
    }
}

/// Whether a programme plans a step good.
pub(in crate::model) fn plans(design: &Programme, parameters: &Parameters) -> bool {
    design.step_good_eur_per_citizen > 0.0 && parameters.mechanisms.provision
}

/// Part of need that a step good leaves.
pub(in crate::model) fn need_left(provision: &Provision, step: u32, parameters: &Parameters) -> f64 {
    if parameters.mechanisms.provision && provision.stands(step) {
        1.0 - parameters.provision.protection
    } else {
        1.0
    }
}

impl Society {
    /// Where a step good is planned and not yet paid for, there is a call every year.
    pub(in crate::model) fn call_for_contributions(&mut self) {
        let yearly = self.step.is_multiple_of(self.steps_per_year);
        let organisers = f64::from(self.parameters.provision.organisers);
        for index in 0..self.initiatives.len() {
            let initiative = &mut self.initiatives[index];
            initiative.provision.public_eur = 0.0;
            initiative.provision.citizens_eur = 0.0;
            let design = &self.parameters.programmes[initiative.programme];
            let called = yearly
                && plans(design, &self.parameters)
                && initiative.is_running()
                && initiative.active >= organisers
                && initiative.provision.stands_from.is_none();
            if called {
                self.call_in(index);
            }
        }
    }

    /// A call in the neighbourhood of one initiative.
    fn call_in(&mut self, index: usize) {
        let (programme, place) = (index / self.neighbourhoods(), index % self.neighbourhoods());
        let design = &self.parameters.programmes[programme];
        let call = Call {
            rates: &self.parameters.provision,
            design,
            shortfall: self.initiatives[index].outcome.perceived_shortfall(),
            others: self.initiatives[index].provision.others(),
        };
        let purpose = CONTRIBUTION.of(programme);
        let (mut asked, mut contributors) = (0.0, 0.0);
        let mut uniforms = [[0.0; LANES]; 4];
        for block in self.blocks.iter().filter(|block| block.neighbourhood == place) {
            self.draws
                .fill(&block.ids, self.draw_step(), purpose, &mut uniforms);
            asked += lanes(call.asked(block, programme)).count() as f64;
            contributors += call.contributors(block, programme, &uniforms[0]);
        }
        let building = (self.parameters.provision.building_years / self.step_years).round();
        let initiative = &mut self.initiatives[index];
        let stands_from = self.step + building as u32;
        initiative
            .provision
            .close(asked, contributors, initiative.citizens, design, stands_from);
    }
}

/// Step goods that are planned.
fn planned<'a>(of: &'a SocietyView<'_>) -> Vec<&'a Provision> {
    let planned = of
        .present()
        .filter(|one| plans(of.programme(one), &of.society.parameters));
    planned.map(|one| &one.initiative.provision).collect()
}

fn in_calls(of: &SocietyView<'_>, sum: fn(&Provision) -> f64) -> f64 {
    planned(of).iter().map(|provision| sum(provision)).sum()
}

pub(in crate::model) const PROTECTED_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "protected_share",
        words!("protected neighbourhoods"),
        "share",
        SHARE,
        "M25",
        Theme::OutputOutcome,
        words!("Share of the neighbourhoods for which a step good is planned where it stands"),
    ),
    value: |of| {
        let planned = planned(of);
        // The step that has just been lived is the one before the next.
        let lived = of.society.step.saturating_sub(1);
        let standing = planned.iter().filter(|provision| provision.stands(lived)).count();
        ratio(standing as f64, planned.len() as f64)
    },
};

pub(in crate::model) const CONTRIBUTORS_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "contributors_share",
        words!("contributors"),
        "share",
        SHARE,
        "M25",
        Theme::Cost,
        words!(
            "Share of the citizens asked at the last call for a step good who contributed, before any refund"
        ),
    ),
    value: |of| {
        let asked = in_calls(of, |provision| provision.asked);
        ratio(in_calls(of, |provision| provision.contributors), asked)
    },
};

pub(in crate::model) const MONEY_RAISED: OfSociety = OfSociety {
    measure: Measure::new(
        "money_raised",
        words!("money raised"),
        "",
        POSITIVE,
        "M25",
        Theme::Cost,
        words!(
            "Money that citizens have raised for step goods at the last call, before any refund, relative to their part of the price"
        ),
    ),
    value: |of| {
        let needed = in_calls(of, |provision| provision.needed_eur);
        ratio(in_calls(of, |provision| provision.raised_eur), needed)
    },
};

pub(in crate::model) const CITIZEN_MONEY: OfSociety = OfSociety {
    measure: Measure::new(
        "citizen_money",
        words!("citizens' money"),
        "EUR/month per citizen",
        POSITIVE,
        "M25",
        Theme::Cost,
        words!(
            "What citizens pay for step goods in a month, per citizen, less what comes back; shown apart and never added to public cost"
        ),
    ),
    value: |of| in_calls(of, |provision| provision.citizens_eur) / of.months() / of.citizens(),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    const CITIZENS: usize = 20;

    fn alike() -> Block {
        let mut block = Block::new(0, 1, 0);
        block.len = CITIZENS;
        block.fixed.affectedness = [0.5; LANES];
        block.fixed.ses = [0.5; LANES];
        block.fixed.risk_aversion = [0.5; LANES];
        block.state.trust = [0.5; LANES];
        block
    }

    fn chance_of(change: impl Fn(&mut Block, &mut Programme)) -> f64 {
        let parameters = reference_parameters();
        let (mut block, mut design) = (alike(), parameters.programmes[0].clone());
        change(&mut block, &mut design);
        let call = Call {
            rates: &parameters.provision,
            design: &design,
            shortfall: 0.5,
            others: 0.8,
        };
        call.chance(&block, 0, 0)
    }

    /// Alike citizens: the number who give is binomial, so the good is built with the probability of its upper tail.
    #[test]
    fn a_call_succeeds_with_the_tail_of_the_binomial() {
        let parameters = reference_parameters();
        let mut design = parameters.programmes[0].clone();
        design.step_good_eur_per_citizen = 550.0;
        let mut rates = parameters.provision.clone();
        rates.intercept = 0.25;
        let call = Call {
            rates: &rates,
            design: &design,
            shortfall: 0.5,
            others: 0.5,
        };
        let block = alike();
        let chance = 1.0 / (1.0 + libm::exp(-0.25));
        assert!((call.chance(&block, 0, 3) - chance).abs() < 1e-9);
        // Half of 550 EUR from each of 20: eleven of 500 EUR are enough.
        let choose = |k: usize| {
            (0..k)
                .map(|i| (CITIZENS - i) as f64 / (i + 1) as f64)
                .product::<f64>()
        };
        let of = |k: usize| {
            choose(k) * libm::pow(chance, k as f64) * libm::pow(1.0 - chance, (CITIZENS - k) as f64)
        };
        let expected: f64 = (11..=CITIZENS).map(of).sum();
        let (calls, mut built) = (4000_u32, 0.0);
        for replication in 0..calls {
            let mut uniforms = [[0.0; LANES]; 4];
            let purpose = CONTRIBUTION.of(0);
            let mut block = block.clone();
            block.ids = std::array::from_fn(|lane| lane as u32);
            Draws::new(3, replication).fill(&block.ids, 1, purpose, &mut uniforms);
            let contributors = call.contributors(&block, 0, &uniforms[0]);
            let mut provision = Provision::default();
            provision.close(CITIZENS as f64, contributors, CITIZENS as f64, &design, 13);
            built += f64::from(u8::from(provision.stands(13)));
            assert_eq!(provision.stands(13), contributors >= 11.0);
        }
        let share = built / f64::from(calls);
        let error = (expected * (1.0 - expected) / f64::from(calls)).sqrt();
        assert!(
            (share - expected).abs() < 4.0 * error,
            "{share}, expected {expected}"
        );
    }

    /// Nobody is kept from the good, so free riders give nothing; means, need, others and a guarantee make people give.
    #[test]
    fn who_gives() {
        let usual = chance_of(|_, _| ());
        assert!(chance_of(|block, _| block.fixed.free_rider = 1).abs() < 1e-12);
        assert!(chance_of(|block, _| block.fixed.ses[0] = 0.9) > usual);
        assert!(chance_of(|block, _| block.fixed.affectedness[0] = 0.9) > usual);
        assert!(chance_of(|block, _| block.memberships[0].active = 1) > usual);
        assert!(chance_of(|block, _| block.fixed.conditional = 1) > usual);
        assert!(chance_of(|_, design| design.contribution_eur = 900.0) < usual);
        assert!(chance_of(|_, design| design.contribution_refund = false) < usual);
    }

    /// Money that is too little comes back or waits; money that is enough is not more than the price.
    #[test]
    fn money_is_accounted_for() {
        let mut design = reference_parameters().programmes[0].clone();
        design.step_good_eur_per_citizen = 1000.0;
        design.step_good_public_share = 0.4;
        let closed = |design: &Programme, before: Provision, contributors: f64| {
            let mut provision = before;
            provision.close(20.0, contributors, 20.0, design, 5);
            provision
        };
        let failed = closed(&design, Provision::default(), 10.0);
        assert!(failed.citizens_eur.abs() < 1e-9 && failed.kept_eur.abs() < 1e-9 && !failed.stands(99));
        design.contribution_refund = false;
        let waiting = closed(&design, Provision::default(), 10.0);
        assert!((waiting.kept_eur - 5000.0).abs() < 1e-9 && (waiting.citizens_eur - 5000.0).abs() < 1e-9);
        let built = closed(&design, waiting, 18.0);
        assert!((built.citizens_eur - 7000.0).abs() < 1e-9 && (built.public_eur - 8000.0).abs() < 1e-9);
        assert!(built.kept_eur.abs() < 1e-9 && built.stands(5) && !built.stands(4));
    }
}
