//! Mechanics of cases other than votes and time banks: step goods, rehabilitation, digital channels (M25 of the document).

use samspil::model::design::{ContributionFrom, Goal, Programme};
use samspil::model::population::Cooperation;

use crate::draws;
use crate::formulas::{half, logistic};
use crate::measures::{Measures, ratio, yes};
use crate::society::{Citizen, Initiative, Society};

impl Society {
    /// `1 + δ (x - 1)`.
    pub(crate) fn mixed(&self, design: &Programme, factor: f64) -> f64 {
        1.0 - self.digital_share(design) + self.digital_share(design) * factor
    }

    pub(crate) fn digital_share(&self, design: &Programme) -> f64 {
        yes(self.parameters.mechanisms.digital) * design.digital_share
    }

    /// How much more a citizen is reached than in person.
    pub(crate) fn reach(&self, who: &Citizen, programme: usize) -> f64 {
        let rates = &self.parameters.digital;
        let youth = yes(who.age < 35.0) - yes(who.age >= 65.0);
        let log = rates.age_divide * youth + rates.education_divide * (f64::from(who.education) - 1.0);
        self.mixed(&self.parameters.programmes[programme], libm::exp(log))
    }

    /// What a game adds to willingness.
    pub(crate) fn game(&self, who: &Citizen, programme: usize) -> f64 {
        let design = &self.parameters.programmes[programme];
        yes(self.parameters.mechanisms.digital)
            * (design.game * self.parameters.digital.game)
            * (2.0 * who.extrinsic * who.memberships[programme].novelty)
    }

    /// Hours that a programme asks for.
    pub(crate) fn usual_hours(&self, design: &Programme) -> f64 {
        let hours = if design.episodic {
            self.parameters.hours.episodic_per_year / 52.0
        } else {
            self.parameters.hours.per_week
        };
        hours * self.mixed(design, self.parameters.digital.hours)
    }

    pub(crate) fn play(&mut self, citizen: usize, programme: usize) {
        let worn = half(self.parameters.digital.novelty_half_life_years, self.dt);
        let design = &self.parameters.programmes[programme];
        let has_channel = design.digital_share > 0.0 || design.game > 0.0;
        let plays = has_channel && self.parameters.mechanisms.digital;
        let membership = &mut self.citizens[citizen].memberships[programme];
        if membership.active && plays {
            membership.novelty *= 1.0 - worn;
        }
    }

    /// Own need falls with effort and enabling, and rises again.
    pub(crate) fn train(&mut self, citizen: usize) {
        if !self.parameters.mechanisms.rehabilitation {
            return;
        }
        let rates = self.parameters.rehabilitation.clone();
        for programme in 0..self.parameters.programmes.len() {
            let design = &self.parameters.programmes[programme];
            if !design.rehabilitation {
                continue;
            }
            let usual = self.usual_hours(design);
            let who = &self.citizens[citizen];
            let initiative = self.initiative(programme, who.place);
            let enabling = 0.5 * (self.units[self.unit_of[who.place]].attitude + initiative.support);
            let was = &who.memberships[programme];
            let down = yes(was.active) * rates.regain * enabling * was.hours / usual;
            let up = rates.relapse;
            let rest = up / f64::max(1e-300, down + up);
            let left = rest + (was.need_left - rest) * libm::exp(-(down + up) * self.dt);
            let active = was.active;
            let able = active && self.luck.below(left, rates.leaves_at);
            let again = !self.luck.below(left, rates.returns_at);
            let place = self.citizens[citizen].place;
            let who = &mut self.citizens[citizen];
            let membership = &mut who.memberships[programme];
            membership.need_left = left;
            membership.self_reliant = able || (membership.self_reliant && !again);
            if able {
                membership.active = false;
                membership.ownership = 0.0;
                who.hours -= membership.hours;
                membership.hours = 0.0;
                self.initiative_mut(programme, place).exits += 1.0;
            }
        }
    }

    /// Citizens' input as far as it prevents need.
    pub(crate) fn preventing(&self, initiative: &Initiative) -> f64 {
        let own_need = self.design(initiative).rehabilitation;
        yes(!(own_need && self.parameters.mechanisms.rehabilitation))
            * initiative.citizen_ratio
            * self.attention(initiative, Goal::Prevention)
    }

    /// Part of an initiative's need that a step good and rehabilitation leave.
    pub(crate) fn part_left(&self, number: usize) -> f64 {
        let initiative = &self.initiatives[number];
        let mut left = 1.0;
        if self.design(initiative).rehabilitation && self.parameters.mechanisms.rehabilitation {
            let (mut all, mut still) = (0.0, 0.0);
            for who in self.citizens.iter().filter(|who| who.place == initiative.place) {
                all += who.affectedness;
                still += who.affectedness * who.memberships[initiative.programme].need_left;
            }
            left *= still / all;
        }
        if self.parameters.mechanisms.provision && initiative.stands_from <= f64::from(self.lived) {
            left *= 1.0 - self.parameters.provision.protection;
        }
        left
    }

    fn plans(&self, initiative: &Initiative) -> bool {
        self.parameters.mechanisms.provision && self.design(initiative).step_good_eur_per_citizen > 0.0
    }

    pub(crate) fn call_for_contributions(&mut self) {
        let rates = self.parameters.provision.clone();
        for number in 0..self.initiatives.len() {
            self.initiatives[number].paid = (0.0, 0.0);
            let initiative = self.initiatives[number].clone();
            let design = self.design(&initiative).clone();
            let called = self.lived.is_multiple_of(self.steps_per_year)
                && self.plans(&initiative)
                && initiative.runs()
                && initiative.stands_from.is_infinite()
                && initiative.participants >= f64::from(rates.organisers);
            if !called {
                continue;
            }
            let before = if initiative.asked > 0.0 {
                initiative.gave / initiative.asked
            } else {
                0.5
            };
            let (mut asked, mut gave) = (0.0, 0.0);
            for citizen in 0..self.citizens.len() {
                let who = &self.citizens[citizen];
                let membership = &who.memberships[initiative.programme];
                let is_asked = match design.contribution_from {
                    ContributionFrom::Participants => membership.active,
                    ContributionFrom::Aware => membership.aware,
                    ContributionFrom::Everyone => true,
                };
                if who.place != initiative.place || !is_asked {
                    continue;
                }
                let shortfall = initiative.perceived / (1.0 + initiative.perceived);
                let mut logit = rates.intercept + rates.need * (who.affectedness * shortfall - 0.25);
                logit += rates.means * (who.ses - 0.5) + rates.trust * (who.trust - 0.5);
                logit += rates.participation * yes(membership.active);
                logit += rates.others * (before - 0.5) * yes(who.cooperation == Cooperation::Conditional);
                logit -= rates.price * (libm::log(design.contribution_eur) - libm::log(rates.reference_eur));
                logit -= rates.fear * who.risk_aversion * yes(!design.contribution_refund);
                let chance = logistic(logit) * yes(who.cooperation != Cooperation::FreeRider);
                let purpose = draws::CONTRIBUTION + initiative.programme as u32;
                let u = self.luck.coarse(citizen, self.lived + 1, purpose)[0];
                asked += 1.0;
                gave += yes(self.luck.below(u, chance));
            }
            let price = design.step_good_eur_per_citizen * initiative.citizens;
            let public = price * design.step_good_public_share;
            let money = initiative.kept + gave * design.contribution_eur;
            let now = &mut self.initiatives[number];
            (now.asked, now.gave) = (asked, gave);
            (now.needed, now.raised) = (price - public, money);
            if money >= price - public {
                now.paid = (public, price - public - initiative.kept);
                now.kept = 0.0;
                now.stands_from = f64::from(self.lived) + (rates.building_years / self.dt).round();
            } else if !design.contribution_refund {
                now.paid = (0.0, gave * design.contribution_eur);
                now.kept = money;
            }
        }
    }

    pub(crate) fn case_measures(&self, row: &mut Measures) {
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        let young = self.over(|citizen| yes(citizen.takes_part() && citizen.age < 35.0));
        put("young_share", ratio(young, self.participants()));
        let plays = |programme: usize| yes(self.parameters.programmes[programme].game > 0.0);
        put(
            "novelty",
            ratio(
                self.over_participations(|who, programme| {
                    who.memberships[programme].novelty * plays(programme)
                }),
                self.over_participations(|_, programme| plays(programme)),
            ),
        );
        let (mut all, mut still, mut people, mut able) = (0.0, 0.0, 0.0, 0.0);
        for who in &self.citizens {
            for (programme, membership) in who.memberships.iter().enumerate() {
                let cares = self.parameters.programmes[programme].rehabilitation
                    && self.initiative(programme, who.place).is_present();
                if cares {
                    all += who.affectedness;
                    still += who.affectedness * membership.need_left;
                    people += 1.0;
                    able += yes(membership.self_reliant);
                }
            }
        }
        put("need_left", ratio(still, all));
        put("self_reliant_share", ratio(able, people));
        let planned = |of: &dyn Fn(&Initiative) -> f64| {
            self.total(|initiative| yes(self.plans(initiative)) * of(initiative))
        };
        let stands = |initiative: &Initiative| yes(initiative.stands_from < f64::from(self.lived));
        put("protected_share", ratio(planned(&stands), planned(&|_| 1.0)));
        put(
            "contributors_share",
            ratio(planned(&|one| one.gave), planned(&|one| one.asked)),
        );
        put(
            "money_raised",
            ratio(planned(&|one| one.raised), planned(&|one| one.needed)),
        );
        let paid = planned(&|one| one.paid.1);
        put("citizen_money", paid / (12.0 * self.dt) / self.people_count());
    }

    /// What the scenario of case modules is for does happen.
    pub(crate) fn assert_that_modules_are_busy(&self) {
        let some = |of: &dyn Fn(&Initiative) -> bool| self.initiatives.iter().any(of);
        assert!(
            some(&|one| one.used > 0.0 && one.used < one.earned),
            "credits are earned, kept and spent"
        );
        let second = |one: &Initiative| {
            one.stands_from.is_finite() && one.stands_from > f64::from(self.steps_per_year)
        };
        assert!(some(&second), "a step good is built with money that waited");
        let anybody = |of: &dyn Fn(usize, &Citizen) -> bool| {
            self.citizens
                .iter()
                .any(|who| (0..who.memberships.len()).any(|programme| of(programme, who)))
        };
        assert!(
            anybody(&|programme, who| who.memberships[programme].self_reliant),
            "somebody leaves care"
        );
        assert!(
            anybody(&|programme, who| who.memberships[programme].novelty < 0.9),
            "a game grows old"
        );
    }
}
