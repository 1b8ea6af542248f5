//! Events, council, professionals, production, costs (M11 to M19, M22 to M24).

use samspil::model::design::{Relation, RewardKind};
use samspil::model::setup::{EventKind, Setup};
use samspil::random::normal_quantile;

use crate::draws;
use crate::formulas::{half, logistic};
use crate::society::{Performance, Society, Status, chance_of_implementation, staff_fatigue_gain};

impl Society {
    /// One step, the row of measures left to the caller.
    pub(crate) fn live(&mut self, setup: &Setup) {
        self.meet_events(setup);
        self.govern();
        self.facilitate();
        self.let_citizens_live();
        self.tie_participants();
        self.produce();
        self.bear_incidents();
        self.charge();
        self.listen();
        self.teach();
        self.lived += 1;
    }

    /// Remembers performance at opening; after the row of measures is taken.
    pub(crate) fn compare_from_here(&mut self) {
        let value = self.public_value;
        for initiative in &mut self.initiatives {
            if initiative.runs() && initiative.at_opening.is_none() {
                initiative.at_opening = Some(Performance {
                    output: initiative.output,
                    outcome: initiative.outcome(),
                    cost: initiative.public_cost,
                    value,
                });
            }
        }
    }

    fn meet_events(&mut self, setup: &Setup) {
        for phase in &setup.phases {
            if phase.from_step == self.lived && self.lived > 0 {
                self.parameters = phase.parameters.clone();
            }
        }
        let now = self.lived;
        for event in setup.events.iter().filter(|event| event.step == now) {
            match event.kind {
                EventKind::GrantEnds { programme, share } => self.standing[programme].grant *= 1.0 - share,
                EventKind::StaffCut { share } => {
                    self.hours_left *= 1.0 - share;
                    let strongest = self
                        .initiatives
                        .iter()
                        .filter(|initiative| {
                            initiative.runs() && self.design(initiative).relation == Relation::Substitutive
                        })
                        .map(|initiative| self.backlash(initiative.programme))
                        .fold(0.0, f64::max);
                    for place in 0..self.places {
                        self.strike_citizens(place, strongest);
                    }
                    for unit in 0..self.units.len() {
                        self.strike_staff(unit, strongest);
                    }
                }
                EventKind::Campaign {
                    programme,
                    intensity,
                    steps,
                } => {
                    self.standing[programme].campaign = intensity;
                    self.standing[programme].campaign_ends = self.lived + steps;
                }
                EventKind::Shock { share } => self.shock(share),
                EventKind::Election => self.elect(self.lived + 1),
            }
        }
    }

    fn shock(&mut self, share: f64) {
        let mut participants: Vec<usize> = self
            .seats
            .iter()
            .copied()
            .filter(|&citizen| self.citizens[citizen].takes_part())
            .collect();
        participants.sort_by(|&one, &other| {
            self.citizens[other]
                .motivation
                .total_cmp(&self.citizens[one].motivation)
        });
        let leaving = (share * participants.len() as f64).round() as usize;
        for &citizen in &participants[..leaving] {
            for membership in &mut self.citizens[citizen].memberships {
                membership.active = false;
                membership.ownership = 0.0;
            }
        }
        self.look();
    }

    /// Strength of the backlash against a programme (M24).
    fn backlash(&self, programme: usize) -> f64 {
        if self.parameters.programmes[programme].reward == RewardKind::CollectiveMoney {
            1.0 - self.parameters.backlash.collective_return_relief
        } else {
            1.0
        }
    }

    fn strike_citizens(&mut self, place: usize, strength: f64) {
        if !self.parameters.mechanisms.backlash {
            return;
        }
        let backlash = &self.parameters.backlash;
        for citizen in self.citizens.iter_mut().filter(|citizen| citizen.place == place) {
            citizen.expectation = f64::max(0.0, citizen.expectation - strength * backlash.expectation);
            if citizen.objects {
                citizen.motivation = f64::max(0.0, citizen.motivation - strength * backlash.motivation);
            }
        }
    }

    fn strike_staff(&mut self, unit: usize, strength: f64) {
        if self.parameters.mechanisms.backlash {
            for professional in &mut self.units[unit].professionals {
                let hit = strength * self.parameters.backlash.attitude;
                professional.attitude = f64::max(0.0, professional.attitude - hit);
            }
        }
    }

    /// Openings, election, evaluation, decisions (M15, M16, M22).
    fn govern(&mut self) {
        let year = f64::from(self.lived) * self.dt;
        for number in 0..self.initiatives.len() {
            self.initiatives[number].opened = false;
            let (programme, place) = (number / self.places, number % self.places);
            if matches!(self.initiatives[number].status, Status::Preparing(opens) if opens <= self.lived) {
                self.initiatives[number].status = Status::Running;
                self.initiatives[number].opened = true;
                self.born += 1.0;
                if self.parameters.programmes[programme].staff_replaced > 0.0 {
                    let strength = self.backlash(programme);
                    self.strike_citizens(place, strength);
                    let unit = self.unit_of[place];
                    let part = self.initiatives[number].citizens / self.units[unit].citizens;
                    self.strike_staff(unit, strength * part);
                }
            }
        }
        let politics = self.parameters.politics.clone();
        // Dates of elections, in steps.
        let dates: Vec<f64> = (0..100)
            .map(|term| politics.first_election_year + f64::from(term) * politics.election_term_years)
            .collect();
        let on = self.parameters.mechanisms.clone();
        if on.politics
            && dates
                .iter()
                .any(|date| (date / self.dt).round() as u32 == self.lived)
        {
            self.elect(self.lived + 1);
        }
        if on.goals && self.lived.is_multiple_of(self.steps_per_year) {
            for number in 0..self.initiatives.len() {
                let u = self.luck.fine(number, self.lived + 1, draws::EVALUATION);
                if self.initiatives[number].runs() {
                    self.initiatives[number].evaluated = u < self.parameters.steering.evaluated_share;
                }
            }
        }
        if on.politics && self.lived > 0 && self.lived.is_multiple_of(self.steps_per_year / 4) {
            let hot = dates
                .iter()
                .any(|date| *date > year + 1e-9 && *date <= year + 1.0 + 1e-9);
            for number in 0..self.initiatives.len() {
                if self.initiatives[number].runs() && !self.goes_on(number, hot) {
                    self.initiatives[number].status = Status::Closed;
                }
            }
        }
    }

    fn goes_on(&self, number: usize, before_election: bool) -> bool {
        let initiative = &self.initiatives[number];
        let Some(then) = initiative.at_opening else {
            return true;
        };
        let change = |now: f64, then: f64| if then > 0.0 { now / then - 1.0 } else { 0.0 };
        let score = normal_quantile(self.luck.fine(number, self.lived + 1, draws::OBSERVATION));
        let evaluated = if initiative.evaluated { 0.3 } else { 1.0 };
        let noise = self.parameters.barriers.unmeasurable_outcomes * 0.2 / 0.3 * evaluated * score;
        let value = 0.5 * change(initiative.outcome(), then.outcome)
            + 0.5 * change(self.public_value, then.value)
            + noise;
        let weight = if self.parameters.mechanisms.goals && !initiative.goal {
            self.parameters.steering.efficiency_weight.max(0.5)
        } else {
            self.parameters.steering.efficiency_weight
        };
        let politics = &self.parameters.politics;
        let heat = if before_election {
            politics.pre_election_factor
        } else {
            1.0
        };
        let for_it = self
            .council
            .iter()
            .filter(|&&appetite| {
                let utility = politics.goodwill
                    + politics.performance_weight
                        * (weight * change(initiative.output, then.output) + (1.0 - weight) * value)
                    - politics.scandal_weight
                        * initiative.incidents_remembered
                        * heat
                        * 2.0
                        * (1.0 - appetite)
                    - politics.cost_weight * change(initiative.public_cost, then.cost);
                utility > 0.0
            })
            .count();
        for_it * 2 > self.council.len()
    }

    /// Zero-error culture of a unit (M15).
    pub(crate) fn zero_error(&self, unit: usize) -> f64 {
        let barrier = if self.parameters.mechanisms.organisation {
            self.parameters.barriers.zero_error
        } else {
            0.0
        };
        f64::min(1.0, barrier + self.units[unit].fear)
    }

    pub(crate) fn belief(&self, unit: usize, professional: usize) -> f64 {
        let who = &self.units[unit].professionals[professional];
        let weights = &self.parameters.belief;
        (weights.weight_can * who.can + weights.weight_will * who.will + weights.weight_beyond * who.beyond)
            / (weights.weight_can + weights.weight_will + weights.weight_beyond)
    }

    /// M14.
    pub(crate) fn facilitate(&mut self) {
        let facilitation = self.parameters.facilitation.clone();
        let barriers = self.parameters.barriers.clone();
        let organised = self.parameters.mechanisms.organisation;
        for unit in 0..self.units.len() {
            let compatibility = if organised {
                1.0 - barriers.uninviting_structures
            } else {
                1.0
            };
            let zero_error = self.zero_error(unit);
            let staff = self.units[unit].professionals.len();
            let (mut attitude, mut enabling, mut capacity) = (0.0, 0.0, 0.0);
            for number in 0..staff {
                let belief = self.belief(unit, number);
                let who = &self.units[unit].professionals[number];
                attitude += who.attitude;
                enabling += facilitation.ceiling
                    * who.attitude
                    * (facilitation.belief_floor + facilitation.belief_slope * belief)
                    * compatibility
                    * (1.0 - facilitation.zero_error_loss * zero_error)
                    * (1.0 - facilitation.appraisal_loss * barriers.output_appraisal)
                    * (0.5 + who.skill);
                capacity += 1.0 - self.parameters.staff.fatigue_loss * who.fatigue;
            }
            let mean = |total: f64| if staff > 0 { total / staff as f64 } else { 0.0 };
            self.units[unit].attitude = mean(attitude);
            self.units[unit].facilitation = mean(enabling);
            self.units[unit].capacity = mean(capacity);
        }
        let most = if organised {
            0.5 * (1.0 - barriers.rigid_financing)
        } else {
            0.5
        };
        for number in 0..self.initiatives.len() {
            let (programme, place) = (number / self.places, number % self.places);
            let design = self.parameters.programmes[programme].clone();
            let unit = &self.units[self.unit_of[place]];
            let grant = self.standing[programme].grant;
            let mut initiative = self.initiatives[number].clone();
            let posts =
                unit.professionals.len() as f64 * self.hours_left * initiative.citizens / unit.citizens;
            let enabling = if initiative.runs() && self.parameters.mechanisms.facilitation {
                f64::min(unit.facilitation * design.facilitation * grant, most)
            } else {
                0.0
            };
            let replaced = if initiative.runs() {
                design.staff_replaced
            } else {
                0.0
            };
            let hours =
                posts * self.parameters.professionals.hours_per_week * design.staff_share * (1.0 - replaced);
            let supported = enabling * design.staff_share * posts * facilitation.volunteers_per_fte;
            initiative.support = if initiative.participants > 0.0 {
                f64::min(1.5, supported / initiative.participants) / 1.5
            } else if supported > 0.0 {
                1.0
            } else {
                0.0
            };
            initiative.enabling_share = enabling;
            initiative.posts = posts;
            initiative.production_hours = hours * (1.0 - enabling);
            initiative.facilitation_hours = hours * enabling;
            self.initiatives[number] = initiative;
        }
    }

    /// Inputs relative to the reference (M18).
    pub(crate) fn measure_inputs(&mut self) {
        let production = self.parameters.production.clone();
        let silos = if self.parameters.mechanisms.organisation {
            self.parameters.barriers.silos
        } else {
            0.0
        };
        let kept = 1.0 - self.parameters.organisation.silo_input_loss * silos;
        for number in 0..self.initiatives.len() {
            let (programme, place) = (number / self.places, number % self.places);
            let input: f64 = self
                .citizens
                .iter()
                .filter(|citizen| citizen.place == place && citizen.memberships[programme].active)
                .map(|citizen| citizen.memberships[programme].hours * citizen.knowledge * citizen.stance)
                .sum();
            let capacity = self.units[self.unit_of[place]].capacity;
            let share = self.parameters.programmes[programme].staff_share;
            let initiative = &mut self.initiatives[number];
            let thousands = initiative.citizens / 1000.0;
            let reference = production.professional_reference * thousands * share;
            initiative.professional_ratio = if reference > 0.0 {
                initiative.production_hours * capacity / reference
            } else {
                0.0
            };
            initiative.citizen_ratio = input * kept / (production.citizen_reference * thousands);
        }
    }

    /// α and ρ of a programme.
    pub(crate) fn technology(&self, programme: usize) -> (f64, f64) {
        let production = &self.parameters.production;
        match self.parameters.programmes[programme].relation {
            Relation::Interdependent => (
                production.interdependent_professional_share,
                production.interdependent_rho,
            ),
            Relation::Supplementary => (
                production.supplementary_professional_share,
                production.supplementary_rho,
            ),
            Relation::Substitutive => (
                production.substitutive_professional_share,
                production.substitutive_rho,
            ),
        }
    }

    /// Joint production at these ratios (M18).
    fn joint(&self, programme: usize, p: f64, c: f64) -> f64 {
        if !self.parameters.mechanisms.joint_production {
            return p;
        }
        let (alpha, rho) = self.technology(programme);
        let returns = self.parameters.production.returns;
        if rho < 0.0 && (p == 0.0 || c == 0.0) {
            return 0.0;
        }
        libm::pow(
            alpha * libm::pow(p, rho) + (1.0 - alpha) * libm::pow(c, rho),
            returns / rho,
        )
    }

    /// Output in a year at a stock (M19).
    pub(crate) fn flow(&self, number: usize, stock: f64) -> f64 {
        let initiative = &self.initiatives[number];
        let joint = self.joint(
            initiative.programme,
            initiative.professional_ratio,
            initiative.citizen_ratio,
        );
        self.parameters.problem.processing * joint * stock / (stock + 1.0)
    }

    fn left_by_prevention(&self, citizen_ratio: f64) -> f64 {
        let problem = &self.parameters.problem;
        1.0 - problem.prevention * (1.0 - libm::exp(-problem.prevention_shape * citizen_ratio))
    }

    /// Need at which the problem rests (M19).
    pub(crate) fn balance_need(&mut self) {
        for programme in 0..self.parameters.programmes.len() {
            let present: Vec<usize> = (0..self.initiatives.len())
                .filter(|&number| {
                    self.initiatives[number].programme == programme && self.initiatives[number].is_present()
                })
                .collect();
            let (mut people, mut p, mut c) = (0.0, 0.0, 0.0);
            for &number in &present {
                let initiative = &self.initiatives[number];
                people += initiative.citizens;
                p += initiative.citizens * initiative.professional_ratio;
                c += initiative.citizens * initiative.citizen_ratio;
            }
            if !self.parameters.programmes[programme].balanced_start || people == 0.0 {
                continue;
            }
            let problem = &self.parameters.problem;
            let stock = problem.initial_backlog;
            let output =
                problem.processing * self.joint(programme, p / people, c / people) * stock / (stock + 1.0);
            if output > 0.0 {
                let need = output / self.left_by_prevention(c / people);
                for place in 0..self.places {
                    self.initiative_mut(programme, place).need = need;
                }
            }
        }
    }

    /// M19.
    fn produce(&mut self) {
        self.measure_inputs();
        let problem = self.parameters.problem.clone();
        let sub_steps = (96.0 * self.dt).ceil();
        let delta = self.dt / sub_steps;
        for number in 0..self.initiatives.len() {
            if !self.parameters.mechanisms.outcome {
                self.initiatives[number].output = self.flow(number, self.initiatives[number].stock);
                continue;
            }
            let initiative = &self.initiatives[number];
            let need = initiative.need * self.left_by_prevention(initiative.citizen_ratio);
            let effect = 1.0 + problem.fit_weight * (initiative.fit - 0.5);
            let slope = |stock: f64| problem.speed * (need - effect * self.flow(number, stock));
            let (mut stock, mut output) = (initiative.stock, 0.0);
            for _ in 0..sub_steps as u32 {
                output += self.flow(number, stock) / sub_steps;
                let ahead = f64::max(0.0, stock + delta * slope(stock));
                stock = f64::max(0.0, stock + 0.5 * delta * (slope(stock) + slope(ahead)));
            }
            let lag = self.design(initiative).outcome_half_life_years;
            let (shown, perceived) = (
                half(lag, self.dt),
                half(problem.perception_half_life_years, self.dt),
            );
            let initiative = &mut self.initiatives[number];
            initiative.stock = stock;
            initiative.output = output;
            initiative.shown += shown * (stock - initiative.shown);
            initiative.perceived += perceived * (stock - initiative.perceived);
        }
    }

    /// M16.
    fn bear_incidents(&mut self) {
        let politics = self.parameters.politics.clone();
        let faded = half(politics.incident_half_life_years, self.dt);
        for unit in &mut self.units {
            unit.fear -= faded * unit.fear;
        }
        for number in 0..self.initiatives.len() {
            self.initiatives[number].incidents = 0.0;
            if !self.parameters.mechanisms.politics {
                continue;
            }
            let u = self.luck.fine(number, self.lived + 1, draws::INCIDENTS);
            let initiative = &mut self.initiatives[number];
            initiative.incidents_remembered -= faded * initiative.incidents_remembered;
            let expected = politics.incident_rate * initiative.participants / 10.0 * self.dt;
            let incidents = draws::poisson(expected, u);
            initiative.incidents = incidents;
            initiative.incidents_remembered += incidents;
            let unit = &mut self.units[self.unit_of[number % self.places]];
            let staff = unit.professionals.len() as f64;
            let fear = incidents * politics.incident_zero_error * 4.0 / f64::max(4.0, staff);
            unit.fear = f64::min(1.0, unit.fear + fear);
        }
    }

    /// M23.
    pub(crate) fn charge(&mut self) {
        if !self.parameters.mechanisms.costs {
            return;
        }
        let prices = self.parameters.cost.clone();
        let weeks = 52.0 * self.dt;
        for number in 0..self.initiatives.len() {
            let initiative = &self.initiatives[number];
            if !initiative.is_present() {
                continue;
            }
            let design = self.design(initiative);
            let wage = prices.professional_eur_per_hour;
            let mut together = initiative.facilitation_hours * weeks * wage
                + prices.kit_eur * initiative.kits
                + prices.outreach_eur_per_citizen * initiative.letters
                + prices.incident_eur * initiative.incidents;
            if initiative.runs() {
                let grant = self.standing[initiative.programme].grant;
                together += prices.outreach_eur_per_citizen
                    * self.outreach(initiative.programme)
                    * initiative.citizens
                    * self.dt;
                together += prices.training_eur_per_professional
                    * initiative.posts
                    * design.training
                    * grant
                    * self.dt;
            }
            if matches!(
                design.reward,
                RewardKind::IndividualMoney | RewardKind::CollectiveMoney
            ) {
                together += design.reward_eur_per_hour * initiative.hours * weeks;
            }
            if initiative.opened {
                together +=
                    design.setup_fte_years * self.parameters.professionals.hours_per_week * 52.0 * wage;
            }
            let initiative = &mut self.initiatives[number];
            initiative.coproduction_cost = together;
            initiative.public_cost = initiative.production_hours * weeks * wage + together;
        }
    }

    /// M17, M20.
    fn listen(&mut self) {
        if !self.parameters.mechanisms.ownership {
            return;
        }
        let weights = self.parameters.implementation.clone();
        let faded = half(weights.memory_half_life_years, self.dt);
        let needs: f64 = self.citizens.iter().map(|citizen| citizen.affectedness).sum();
        let squares: f64 = self
            .citizens
            .iter()
            .map(|citizen| citizen.affectedness * citizen.affectedness)
            .sum();
        for number in 0..self.initiatives.len() {
            if !self.initiatives[number].runs() {
                continue;
            }
            let u = self.luck.four(number, self.lived + 1, draws::PROPOSALS);
            let (programme, place) = (number / self.places, number % self.places);
            let initiative = self.initiatives[number].clone();
            let design = &self.parameters.programmes[programme];
            let grant = self.standing[programme].grant;
            let chance = chance_of_implementation(&self.parameters, design, initiative.ownership, grant);
            let expected =
                weights.proposals_per_year * self.dt * initiative.influence * initiative.participants;
            let made = draws::poisson(expected, u[0]);
            let implemented = draws::binomial(made, chance, u[1]);
            let proposals = initiative.proposals * (1.0 - faded) + made;
            let used = initiative.implemented * (1.0 - faded) + implemented;
            let prior = weights.prior_proposals;
            let listened = (used + prior * initiative.reputation) / (proposals + prior);
            let aim = (initiative.influence_offered * (0.5 + listened)).clamp(0.0, 1.0);
            let ownership = &self.parameters.ownership;
            let rate = if aim < initiative.influence {
                ownership.rate * ownership.loss_ratio
            } else {
                ownership.rate
            };
            let influence = initiative.influence + self.share(rate) * (aim - initiative.influence);
            let (mut voice, mut heard) = (0.0, 0.0);
            for citizen in &self.citizens {
                if citizen.place == place && citizen.memberships[programme].active {
                    voice += self.voice(citizen.ses);
                    heard += self.voice(citizen.ses) * citizen.affectedness;
                }
            }
            let mut fit = initiative.fit;
            if implemented > 0.0 && voice > 0.0 {
                let matched = (1.0 - 2.0 * (squares / needs - heard / voice).abs()).clamp(0.0, 1.0);
                let learnt = self.parameters.problem.fit_learning * implemented
                    / f64::max(1.0, initiative.participants);
                fit += f64::min(1.0, learnt) * (matched - fit);
            }
            let initiative = &mut self.initiatives[number];
            initiative.proposals = proposals;
            initiative.implemented = used;
            initiative.listened = listened;
            initiative.influence = influence;
            initiative.fit = fit;
        }
    }

    /// Weight of a citizen's voice (M20).
    pub(crate) fn voice(&self, ses: f64) -> f64 {
        if self.parameters.mechanisms.voice {
            libm::pow(ses, 2.0 * self.parameters.barriers.resource_differences)
        } else {
            1.0
        }
    }

    /// M11 to M14 for professionals.
    fn teach(&mut self) {
        for unit in 0..self.units.len() {
            let mine: Vec<usize> = (0..self.initiatives.len())
                .filter(|&number| {
                    self.unit_of[number % self.places] == unit && self.initiatives[number].is_present()
                })
                .collect();
            let sum = |of: &dyn Fn(usize) -> f64| mine.iter().map(|&number| of(number)).sum::<f64>();
            let participants = sum(&|number| self.initiatives[number].participants);
            let people = sum(&|number| self.initiatives[number].citizens);
            let by_people = |of: &dyn Fn(usize) -> f64| {
                sum(&|number| of(number) * self.initiatives[number].citizens) / people
            };
            let ratio = if people > 0.0 {
                by_people(&|number| self.initiatives[number].citizen_ratio)
            } else {
                0.0
            };
            let start = self.parameters.problem.initial_backlog;
            let caseload = if people > 0.0 && start > 0.0 {
                let stock = by_people(&|number| self.initiatives[number].stock);
                f64::min(3.0, stock / start / f64::max(0.05, self.hours_left))
            } else {
                1.0
            };
            let training = mine
                .iter()
                .filter(|&&number| self.initiatives[number].runs())
                .map(|&number| {
                    let programme = self.initiatives[number].programme;
                    self.parameters.programmes[programme].training * self.standing[programme].grant
                })
                .fold(0.0, f64::max);
            let (mut competence, mut motivation) = (0.0, 0.0);
            for &number in &mine {
                let (programme, place) = (number / self.places, number % self.places);
                for citizen in &self.citizens {
                    if citizen.place == place && citizen.memberships[programme].active {
                        competence += 0.5 * (citizen.knowledge + citizen.efficacy);
                        motivation += citizen.motivation;
                    }
                }
            }
            if participants > 0.0 {
                competence /= participants;
                motivation /= participants;
            }
            let seen = Seen {
                participants,
                performance: ratio / (ratio + 1.0),
                competence,
                motivation,
                caseload,
                training,
            };
            self.teach_unit(unit, &seen);
        }
    }

    fn teach_unit(&mut self, unit: usize, seen: &Seen) {
        let on = self.parameters.mechanisms.clone();
        let (attitude, belief) = (self.parameters.attitude.clone(), self.parameters.belief.clone());
        let barriers = &self.parameters.barriers;
        let staff = self.units[unit].professionals.len() as f64 * self.hours_left;
        let nearness = self.units[unit].nearness;
        let relative = if staff > 0.0 {
            seen.participants / staff / attitude.reference_participants_per_professional * nearness
        } else {
            0.0
        };
        let contact = 2.0 * relative / (1.0 + relative);
        let quality = 0.5 * (seen.competence + seen.performance);
        let gain = attitude.learning * contact * (quality - attitude.quality_threshold);
        let regress = 2.0 * barriers.professional_tradition * barriers.weak_management_support;
        let pull = regress + attitude.peer_norm;
        let colleagues = self.units[unit].attitude;
        let pulled = self.share(pull);
        let updated = self.share(belief.updating * f64::min(1.0, belief.visibility * nearness));
        let trained = self.share(self.parameters.facilitation.training_rate * seen.training);
        let tiring = staff_fatigue_gain(&self.parameters, seen.caseload);
        let recovery = self.parameters.fatigue.recovery;
        let recovered = self.share(recovery);
        let dt = self.dt;
        for who in &mut self.units[unit].professionals {
            if on.attitude {
                let moved = if pull > 0.0 {
                    let aim =
                        (gain + regress * attitude.traditional + attitude.peer_norm * colleagues) / pull;
                    pulled * (aim - who.attitude)
                } else {
                    gain * dt
                };
                who.attitude = (who.attitude + moved).clamp(0.0, 1.0);
            }
            if on.belief && contact > 0.0 {
                let will = f64::max(0.0, seen.performance - belief.underestimation);
                who.can += updated * (seen.competence - who.can);
                who.will += updated * (will - who.will);
                who.beyond += updated * (seen.motivation - who.beyond);
            } else if on.belief {
                who.will -= updated * who.will;
            }
            if on.fatigue {
                let moved = if recovery > 0.0 {
                    recovered * (tiring / recovery - who.fatigue)
                } else {
                    tiring * dt
                };
                who.fatigue = (who.fatigue + moved).clamp(0.0, 1.0);
            }
            who.skill += trained * (1.0 - who.skill);
        }
    }

    /// Share of the target group with a severe need, by whether a kit has reached them (M19).
    pub(crate) fn severe(&self) -> (f64, f64) {
        let problem = &self.parameters.problem;
        let mastery = &self.parameters.mastery;
        let start = libm::log(problem.severe_share / (1.0 - problem.severe_share));
        let input = (1.0 + mastery.kit_practice) * (1.0 + mastery.kit_knowledge);
        (
            problem.severe_share,
            logistic(start - problem.severe_slope * libm::log(input)),
        )
    }
}

/// What a unit sees of citizens in a step.
struct Seen {
    participants: f64,
    performance: f64,
    competence: f64,
    motivation: f64,
    caseload: f64,
    training: f64,
}
