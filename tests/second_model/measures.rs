//! The row of measures (section 8 of the document), by name.

use std::collections::BTreeMap;

use samspil::model::design::{Role, Stage};

use crate::society::{Citizen, Initiative, Life, Society};

/// Measures by their keys.
pub(crate) type Measures = BTreeMap<String, f64>;

pub(crate) const WEEKS_PER_MONTH: f64 = 52.0 / 12.0;

const STAGES: [&str; 7] = [
    "planning",
    "design",
    "prioritisation",
    "financing",
    "managing",
    "delivery",
    "assessment",
];

pub(crate) fn ratio(above: f64, below: f64) -> f64 {
    if below > 0.0 { above / below } else { f64::NAN }
}

pub(crate) fn yes(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

/// Half the mean difference over the mean.
fn gini(values: &[f64]) -> f64 {
    let differences: f64 = values
        .iter()
        .flat_map(|one| values.iter().map(move |other| (one - other).abs()))
        .sum();
    differences / (2.0 * values.len() as f64 * values.iter().sum::<f64>())
}

impl Society {
    /// The row after a step; `keys` are the programmes' names.
    pub(crate) fn measures(&mut self, keys: &[String]) -> Measures {
        let mut row = Measures::new();
        self.participation(&mut row);
        self.bank_measures(&mut row);
        self.case_measures(&mut row);
        self.results(&mut row);
        self.costs(&mut row);
        self.equity(&mut row);
        self.people(&mut row);
        self.governance(&mut row);
        self.value(&mut row);
        self.scores(&mut row);
        self.measures_of_sides(&mut row);
        for (programme, key) in keys.iter().enumerate() {
            self.programme(&mut row, programme, key);
        }
        if self.municipalities() > 1 {
            for municipality in 0..self.municipalities() {
                self.municipality(&mut row, municipality);
            }
        }
        row
    }

    fn present(&self) -> impl Iterator<Item = &Initiative> {
        self.initiatives
            .iter()
            .filter(|initiative| initiative.is_present())
    }

    /// Sum over present initiatives.
    pub(crate) fn total(&self, of: impl Fn(&Initiative) -> f64) -> f64 {
        self.present().map(of).sum()
    }

    /// Mean over present initiatives, weighted by their citizens.
    pub(crate) fn mean(&self, of: impl Fn(&Initiative) -> f64) -> f64 {
        ratio(
            self.total(|initiative| of(initiative) * initiative.citizens),
            self.total(|initiative| initiative.citizens),
        )
    }

    /// Sum over citizens.
    pub(crate) fn over(&self, of: impl Fn(&Citizen) -> f64) -> f64 {
        self.citizens.iter().map(of).sum()
    }

    /// Sum over all participations, of initiatives that are present.
    pub(crate) fn over_participations(&self, of: impl Fn(&Citizen, usize) -> f64) -> f64 {
        self.over(|citizen| {
            (0..citizen.memberships.len())
                .filter(|&programme| citizen.memberships[programme].active)
                .map(|programme| of(citizen, programme))
                .sum()
        })
    }

    pub(crate) fn people_count(&self) -> f64 {
        self.citizens.len() as f64
    }

    pub(crate) fn participants(&self) -> f64 {
        self.over(|citizen| yes(citizen.takes_part()))
    }

    fn hazard(&self, events: f64, exposed: f64) -> f64 {
        if exposed == 0.0 {
            return f64::NAN;
        }
        -libm::log(f64::max(0.5, exposed - events) / exposed) / self.dt
    }

    fn participation(&self, row: &mut Measures) {
        let n = self.people_count();
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        put("participants_share", self.participants() / n);
        put("participants", self.participants());
        for (key, role) in [
            ("co_initiators_share", Role::CoInitiator),
            ("co_designers_share", Role::CoDesigner),
            ("co_implementors_share", Role::CoImplementor),
        ] {
            let share = self.total(|initiative| initiative.participants * yes(initiative.role == role)) / n;
            put(key, share.min(1.0));
        }
        let all = self.total(|initiative| initiative.participants);
        for (name, stage) in STAGES.iter().zip(Stage::ALL) {
            let there = self.total(|initiative| initiative.participants * yes(initiative.entry == stage));
            put(&format!("stage_{name}_share"), ratio(there, all));
        }
        let hours = self.over(|citizen| citizen.hours) * WEEKS_PER_MONTH;
        put("hours_per_participant", ratio(hours, self.participants()));
        put("citizen_hours", hours * 1000.0 / n);
        put(
            "entry_rate",
            self.total(|initiative| initiative.joins) / self.dt * 100.0 / n,
        );
        let (exits, before) = (
            self.total(|initiative| initiative.exits),
            self.total(|initiative| initiative.before),
        );
        put("exit_rate", self.hazard(exits, before));
        let aware = self.over(|citizen| {
            (0..self.parameters.programmes.len())
                .filter(|&programme| self.initiative(programme, citizen.place).is_present())
                .map(|programme| yes(citizen.memberships[programme].aware))
                .sum()
        });
        let reached = self.total(|initiative| initiative.citizens);
        put("awareness_share", ratio(aware, reached));
        let willing = self.total(|initiative| initiative.willingness);
        put("willingness", ratio(willing, reached));
    }

    fn results(&self, row: &mut Measures) {
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        put("output", self.mean(|initiative| initiative.output));
        put("outcome", self.mean(Initiative::outcome));
        put("unmet_need", self.mean(|initiative| initiative.stock));
        put(
            "professional_input",
            self.mean(|initiative| initiative.professional_ratio),
        );
        put("citizen_input", self.mean(|initiative| initiative.citizen_ratio));
        put("fit", self.mean(|initiative| initiative.fit));
        let severe: f64 = (0..self.parameters.programmes.len())
            .map(|programme| self.severe_cases(programme).0)
            .sum();
        let target: f64 = (0..self.parameters.programmes.len())
            .map(|programme| self.severe_cases(programme).1)
            .sum();
        put("severe_need_share", ratio(severe, target));
        let running = self.total(|initiative| yes(initiative.runs()));
        let listened = self.total(|initiative| initiative.listened * yes(initiative.runs()));
        put("implementation_rate", ratio(listened, running));
    }

    /// Expected severe cases and size of the target group, where the programme is present.
    pub(crate) fn severe_cases(&self, programme: usize) -> (f64, f64) {
        let (usual, reached) = self.severe();
        let (mut cases, mut target) = (0.0, 0.0);
        for citizen in &self.citizens {
            let membership = &citizen.memberships[programme];
            if membership.target && self.initiative(programme, citizen.place).is_present() {
                target += 1.0;
                cases += if membership.kit { reached } else { usual };
            }
        }
        (cases, target)
    }

    fn costs(&self, row: &mut Measures) {
        let n = self.people_count();
        let monthly = 12.0 * self.dt * n;
        let cost = self.total(|initiative| initiative.cost.public) / monthly;
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        put("public_cost", cost);
        put(
            "coproduction_cost",
            self.total(|initiative| initiative.cost.coproduction) / monthly,
        );
        put(
            "cost_per_output",
            ratio(
                12.0 * cost,
                self.total(|initiative| initiative.output * initiative.citizens) / n,
            ),
        );
        let outcome = self.total(|initiative| initiative.outcome() * initiative.citizens) / n;
        put("cost_per_outcome", ratio(cost, outcome));
        let hours = self.over(|citizen| citizen.hours) * WEEKS_PER_MONTH / n;
        put(
            "citizen_time_value",
            hours * self.parameters.cost.citizen_eur_per_hour,
        );
        let scale = WEEKS_PER_MONTH * 1000.0 / n;
        let produced: f64 = self
            .initiatives
            .iter()
            .map(|initiative| initiative.production_hours)
            .sum();
        let facilitated: f64 = self
            .initiatives
            .iter()
            .map(|initiative| initiative.facilitation_hours)
            .sum();
        put("production_hours", produced * scale);
        put("facilitation_hours", facilitated * scale);
        let replaced = self.total(|initiative| {
            let (p, c) = (initiative.professional_ratio, initiative.citizen_ratio);
            let (alpha, rho) = self.technology(initiative.programme);
            if rho <= 0.0 || !self.parameters.mechanisms.joint_production {
                return 0.0;
            }
            let both = alpha * libm::pow(p, rho) + (1.0 - alpha) * libm::pow(c, rho);
            let alone = libm::pow(both / alpha, 1.0 / rho);
            f64::min(alone - p, p) * self.parameters.production.professional_reference * initiative.citizens
                / 1000.0
                * self.design(initiative).staff_share
        });
        put("hours_freed", (replaced - facilitated) * scale);
    }

    /// Citizens of a quarter by status who fulfil a condition.
    pub(crate) fn in_quarter(&self, quarter: usize, of: impl Fn(&Citizen) -> bool) -> f64 {
        let bound = |quarter: usize| self.citizens.len() * quarter / 4;
        let ranks = bound(quarter)..bound(quarter + 1);
        self.over(|citizen| yes(ranks.contains(&citizen.ses_rank) && of(citizen)))
    }

    fn equity(&self, row: &mut Measures) {
        let n = self.people_count();
        let share = |quarter: usize| {
            self.in_quarter(quarter, Citizen::takes_part) / self.in_quarter(quarter, |_| true)
        };
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        put("equity_ratio", ratio(share(3), share(0)));
        put("equity_gap", share(3) - share(0));
        put("richest_quarter_share", share(3));
        put("poorest_quarter_share", share(0));
        let hours: Vec<f64> = self.citizens.iter().map(|citizen| citizen.hours).collect();
        put("participation_gini", gini(&hours));
        let stocks: Vec<f64> = self.present().map(|initiative| initiative.stock).collect();
        put("outcome_gini", gini(&stocks));
        let ranked = self.over(|citizen| citizen.hours * (citizen.ses_rank as f64 + 0.5) / n);
        put(
            "hours_concentration",
            2.0 * ranked / self.over(|citizen| citizen.hours) - 1.0,
        );
        put(
            "need_weighted_reach",
            self.over(|citizen| citizen.affectedness * yes(citizen.takes_part()))
                / self.over(|citizen| citizen.affectedness),
        );
        put("voice_inequality", self.voice_inequality());
        let quarter = self.places.div_ceil(4);
        let outcome_in = |places: std::ops::Range<usize>| {
            let inside = |initiative: &Initiative| yes(places.contains(&initiative.place));
            ratio(
                self.total(|initiative| initiative.outcome() * inside(initiative)),
                self.total(inside),
            )
        };
        put(
            "outcome_gap",
            outcome_in(self.places - quarter..self.places) - outcome_in(0..quarter),
        );
    }

    pub(crate) fn voice_inequality(&self) -> f64 {
        let voice = self.over_participations(|citizen, _| self.voice(citizen.ses));
        let weighted = self.over_participations(|citizen, _| self.voice(citizen.ses) * citizen.ses);
        ratio(weighted, voice) - self.over(|citizen| citizen.ses) / self.people_count()
    }

    /// Strength of made ties of one kind, summed over citizens.
    pub(crate) fn ties(&self, bridging: bool) -> f64 {
        self.over(|citizen| {
            citizen
                .made
                .iter()
                .filter(|tie| tie.bridging == bridging)
                .map(|tie| tie.strength)
                .sum()
        })
    }

    fn people(&self, row: &mut Measures) {
        let n = self.people_count();
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        put("trust", self.over(|citizen| citizen.trust) / n);
        put("expectation", self.over(|citizen| citizen.expectation) / n);
        put("bonding_ties", self.ties(false) / n);
        put("bridging_ties", self.ties(true) / n);
        put("motivation", self.over(|citizen| citizen.motivation) / n);
        put("efficacy", self.over(|citizen| citizen.efficacy) / n);
        put("knowledge", self.over(|citizen| citizen.knowledge) / n);
        put("stance", self.over(|citizen| citizen.stance) / n);
        let owned = self.over_participations(|citizen, programme| citizen.memberships[programme].ownership);
        put("ownership", ratio(owned, self.over_participations(|_, _| 1.0)));
        let tired = self.over(|citizen| citizen.fatigue * yes(citizen.takes_part()));
        put("fatigue", ratio(tired, self.participants()));
        put(
            "burnout_rate",
            self.hazard(self.burnouts, self.participants() + self.burnouts),
        );
        put("wellbeing", self.over(|citizen| citizen.wellbeing) / n);
        let staff: f64 = self
            .units
            .iter()
            .map(|unit| unit.professionals.len() as f64)
            .sum();
        let over_staff = |of: &dyn Fn(usize, usize) -> f64| {
            let mut total = 0.0;
            for (unit, who) in self.units.iter().enumerate() {
                for number in 0..who.professionals.len() {
                    total += of(unit, number);
                }
            }
            ratio(total, staff)
        };
        put(
            "attitude",
            over_staff(&|unit, number| self.units[unit].professionals[number].attitude),
        );
        put("belief", over_staff(&|unit, number| self.belief(unit, number)));
        put(
            "skill",
            over_staff(&|unit, number| self.units[unit].professionals[number].skill),
        );
        put(
            "staff_fatigue",
            over_staff(&|unit, number| self.units[unit].professionals[number].fatigue),
        );
        let hours = |of: &dyn Fn(&Initiative) -> f64| self.initiatives.iter().map(of).sum::<f64>();
        let facilitated = hours(&|initiative| initiative.facilitation_hours);
        let worked = facilitated
            + hours(&|initiative| initiative.production_hours)
            + hours(&|initiative| initiative.contacts.hours)
            + hours(&|initiative| initiative.reform_hours);
        put("enabling_share", ratio(facilitated, worked));
        put("support", self.mean(|initiative| initiative.support));
    }

    fn governance(&self, row: &mut Measures) {
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        let running = self.total(|initiative| yes(initiative.runs()));
        put("initiatives_born", self.born);
        put("initiatives_alive", running);
        let reached = (0..self.places)
            .filter(|&place| {
                self.present().any(|initiative| {
                    initiative.place == place && initiative.runs() && initiative.participants > 0.0
                })
            })
            .count();
        put("initiatives_spread", reached as f64 / self.places as f64);
        put("ideas", self.ideas / self.dt / self.people_count() * 1000.0);
        for (key, life) in [
            ("grown_informal", Life::Informal),
            ("grown_supported", Life::Supported),
            ("grown_formal", Life::Formal),
            ("grown_professional", Life::Professional),
            ("grown_dormant", Life::Dormant),
        ] {
            put(key, self.lives(life));
        }
        let elsewhere: f64 = self.elsewhere.iter().sum();
        let here = self.proven.iter().flatten().filter(|&&proven| proven).count() as f64;
        put("municipalities", here + elsewhere);
        put(
            "sites",
            self.lives(Life::Formal) + self.lives(Life::Professional) + elsewhere,
        );
        let voted = |initiative: &Initiative| yes(!initiative.attendance.is_nan());
        let came = |initiative: &Initiative| f64::max(0.0, initiative.attendance) * initiative.citizens;
        let citizens = self.total(|initiative| voted(initiative) * initiative.citizens);
        put("ballot_attendance", ratio(self.total(came), citizens));
        let pleased = self.total(|initiative| came(initiative) * initiative.pleased);
        put("ballot_realised", ratio(pleased, self.total(came)));
        let goals = self.total(|initiative| yes(initiative.runs() && initiative.goal));
        put("explicit_goals_share", ratio(goals, running));
        let incidents: f64 = self
            .initiatives
            .iter()
            .map(|initiative| initiative.incidents)
            .sum();
        put("incidents", incidents / self.dt);
        let (mut feared, mut people) = (0.0, 0.0);
        for (unit, who) in self.units.iter().enumerate() {
            feared += self.zero_error(unit) * who.citizens;
            people += who.citizens;
        }
        put("zero_error", feared / people);
    }
}
