//! Production, outcome, incidents, costs, proposals (M16 to M20, M23).

use samspil::model::design::{Programme, Relation, RewardKind};

use crate::birth::chance_of_implementation;
use crate::draws;
use crate::formulas::{half, logistic};
use crate::sides::need_of_place;
use crate::society::{Cost, Initiative, Life, Society};

impl Society {
    /// Inputs relative to the reference (M18, M26 to M28, M31).
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
            let counts = self.input_that_counts(&self.initiatives[number]);
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
            initiative.citizen_ratio = input * kept * counts / (production.citizen_reference * thousands);
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

    /// Part of need that this input leaves, where `kept` is left of what it prevents (M19, M30).
    fn left_by(&self, input: f64, kept: f64) -> f64 {
        let problem = &self.parameters.problem;
        1.0 - problem.prevention * (1.0 - libm::exp(-problem.prevention_shape * input)) * kept
    }

    pub(crate) fn left_by_prevention(&self, initiative: &Initiative) -> f64 {
        self.left_by(self.preventing(initiative), self.prevention_kept(initiative))
    }

    /// Need at which the problem rests in each municipality (M19).
    pub(crate) fn balance_need(&mut self) {
        for programme in 0..self.parameters.programmes.len() {
            for municipality in 0..self.municipalities() {
                self.balance_need_in(programme, municipality);
            }
        }
    }

    fn balance_need_in(&mut self, programme: usize, municipality: usize) {
        let own: Vec<usize> = (0..self.places)
            .filter(|&place| self.lies_in(place, municipality))
            .collect();
        let (mut people, mut p, mut c) = (0.0, 0.0, 0.0);
        let (mut preventing, mut kept) = (0.0, 0.0);
        for &place in &own {
            let initiative = self.initiative(programme, place);
            if initiative.is_present() {
                people += initiative.citizens;
                p += initiative.citizens * initiative.professional_ratio;
                c += initiative.citizens * initiative.citizen_ratio;
                preventing += initiative.citizens * self.preventing(initiative);
                kept += initiative.citizens * self.prevention_kept(initiative);
            }
        }
        if !self.parameters.programmes[programme].balanced_start || people == 0.0 {
            return;
        }
        let problem = &self.parameters.problem;
        let stock = problem.initial_backlog;
        let output =
            problem.processing * self.joint(programme, p / people, c / people) * stock / (stock + 1.0);
        if output > 0.0 {
            let need = output / self.left_by(preventing / people, kept / people);
            for place in own {
                let here = need_of_place(&self.parameters, place);
                self.initiative_mut(programme, place).need = need * here;
            }
        }
    }

    /// M19.
    pub(crate) fn produce(&mut self) {
        self.measure_inputs();
        let problem = self.parameters.problem.clone();
        let sub_steps = (96.0 * self.dt).ceil();
        let delta = self.dt / sub_steps;
        for number in 0..self.initiatives.len() {
            if !self.initiatives[number].is_present() {
                continue;
            }
            self.initiatives[number].need_left = self.part_left(number);
            if !self.parameters.mechanisms.outcome {
                self.initiatives[number].output = self.flow(number, self.initiatives[number].stock);
                continue;
            }
            let initiative = &self.initiatives[number];
            let need = initiative.need * initiative.need_left * self.left_by_prevention(initiative);
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
    pub(crate) fn bear_incidents(&mut self) {
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
            for initiative in &mut self.initiatives {
                initiative.cost = Cost::default();
            }
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
            let beside = initiative.facilitation_hours + initiative.contacts.hours + initiative.reform_hours;
            let mut together = beside * weeks * wage
                + prices.kit_eur * initiative.kits
                + prices.outreach_eur_per_citizen * initiative.letters
                + prices.incident_eur * initiative.incidents;
            if initiative.runs() {
                let grant = self.grant(number);
                together += prices.outreach_eur_per_citizen
                    * self.outreach(number)
                    * initiative.citizens
                    * self.dt
                    * self.mixed(design, self.parameters.digital.outreach_cost);
                let kept = prices.ease_eur_per_citizen * design.ease
                    + prices.digital_eur_per_citizen * design.digital_share
                    + prices.game_eur_per_citizen * design.game
                    + prices.embedding_eur_per_citizen * design.political_embedding;
                together += kept * initiative.citizens * self.dt;
                together += prices.training_eur_per_professional
                    * initiative.posts
                    * design.training
                    * grant
                    * self.dt;
            }
            together += self.reward_paid_eur_per_hour(design) * initiative.hours * weeks;
            let running = initiative.production_hours * weeks * wage + together;
            if initiative.opened {
                together +=
                    design.setup_fte_years * self.parameters.professionals.hours_per_week * 52.0 * wage;
            }
            let own = initiative.production_hours * weeks * wage;
            let (mut running, mut together) = (running, together);
            if initiative.life == Some(Life::Professional) {
                let rates = &self.parameters.initiatives;
                let kept = 1.0 - rates.professional_saving;
                let fee = rates.professional_fee_eur * self.dt;
                running = own + (running - own) * kept + fee;
                together = together * kept + fee;
            }
            // Proposals and projects come now and then and are no running cost.
            let (proposed, implemented) = initiative.just_proposed;
            together += initiative.spent + initiative.paid.0;
            together += prices.hours_per_proposal * wage * proposed + prices.proposal_eur * implemented;
            let initiative = &mut self.initiatives[number];
            initiative.cost = Cost {
                public: initiative.production_hours * weeks * wage + together,
                coproduction: together,
                running,
            };
        }
    }

    /// What the municipality pays for an hour's reward (M23).
    fn reward_paid_eur_per_hour(&self, design: &Programme) -> f64 {
        let paid = match design.reward {
            RewardKind::IndividualMoney | RewardKind::CollectiveMoney => 1.0,
            RewardKind::TimeCredit if design.credits_traded && self.parameters.mechanisms.time_bank => 0.0,
            RewardKind::TimeCredit | RewardKind::Recognition => self.parameters.cost.reward_in_kind_share,
            RewardKind::None => 0.0,
        };
        paid * design.reward_eur_per_hour
    }

    /// M17, M20.
    pub(crate) fn listen(&mut self) {
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
            self.initiatives[number].just_proposed = (0.0, 0.0);
            if !self.initiatives[number].runs() {
                continue;
            }
            let u = self.luck.four(number, self.lived + 1, draws::PROPOSALS);
            let (programme, place) = (number / self.places, number % self.places);
            let initiative = self.initiatives[number].clone();
            let design = &self.parameters.programmes[programme];
            let grant = self.grant(number);
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
                let learnt =
                    self.fit_learning(&initiative) * implemented / f64::max(1.0, initiative.participants);
                fit += f64::min(1.0, learnt) * (matched - fit);
            }
            let initiative = &mut self.initiatives[number];
            initiative.proposals = proposals;
            initiative.implemented = used;
            initiative.just_proposed = (made, implemented);
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
