//! One step of the citizens: awareness to experience (M1, M3, M5, M8 to M10, M17).

use samspil::model::design::{DecisionRule, OutreachTarget, RewardKind};
use samspil::model::population::Cooperation;

use crate::draws;
use crate::formulas::{half, logistic};
use crate::society::{Citizen, Initiative, Life, Society};

impl Society {
    /// All citizens live through the step.
    pub(crate) fn let_citizens_live(&mut self) {
        let step = self.lived + 1;
        for initiative in &mut self.initiatives {
            initiative.before = 0.0;
            initiative.joins = 0.0;
            initiative.contacts.refused = 0.0;
            initiative.contacts.asked = 0.0;
            initiative.contacts.accepted = 0.0;
            initiative.exits = 0.0;
            initiative.kits = 0.0;
            initiative.letters = 0.0;
            initiative.willingness = 0.0;
        }
        self.burnouts = 0.0;
        self.near_ties.fill(0.0);
        self.near_wellbeing.fill(0.0);
        for citizen in 0..self.citizens.len() {
            for programme in 0..self.parameters.programmes.len() {
                self.take_turn(citizen, programme, step);
            }
            self.give_hours(citizen);
            if self.parameters.mechanisms.fatigue {
                self.tire(citizen);
            } else {
                let typical = self.parameters.staying.fatigue_reference;
                let who = &mut self.citizens[citizen];
                who.fatigue = if who.takes_part() { typical } else { 0.0 };
                who.refractory = 0.0;
            }
            self.train(citizen);
            if self.parameters.mechanisms.crowding || self.parameters.mechanisms.backlash {
                self.move_motivation(citizen);
            }
            if self.parameters.mechanisms.social_capital {
                self.move_ties(citizen);
                self.move_trust(citizen, step);
            }
            let habit = half(self.parameters.willingness.habit_half_life_years, self.dt);
            let citizen_ = &mut self.citizens[citizen];
            let aim = f64::from(u8::from(citizen_.takes_part()));
            citizen_.habit += habit * (aim - citizen_.habit);
            self.move_wellbeing(citizen);
        }
        self.look();
        self.count();
    }

    /// Active ties of a citizen in a programme, and their share (M8).
    pub(crate) fn active_ties(&self, citizen: usize, programme: usize) -> (f64, f64) {
        let on = &self.parameters.mechanisms;
        if !(on.awareness || on.asking || on.social_influence || on.social_capital) {
            return (0.0, 0.0);
        }
        let (citizen, seen) = (&self.citizens[citizen], &self.snapshot[programme]);
        let (mut active, mut all) = (0.0, 0.0);
        for &friend in &citizen.everyday {
            all += 1.0;
            active += f64::from(u8::from(seen[friend]));
        }
        for tie in &citizen.made {
            all += tie.strength;
            active += tie.strength * f64::from(u8::from(seen[tie.partner]));
        }
        (active, active / f64::max(1.0, all))
    }

    /// Price effect of the reward (M7).
    fn reward(&self, who: &Citizen, initiative: &Initiative) -> f64 {
        let design = self.design(initiative);
        let (worth, use_) = if self.is_bank(design) {
            (self.worth_of_credits(initiative), 2.0 * who.affectedness)
        } else {
            (1.0, 1.0)
        };
        if design.reward == RewardKind::None {
            0.0
        } else {
            self.parameters.reward.price
                * libm::log(
                    1.0 + worth * design.reward_eur_per_hour / self.parameters.reward.scale_eur_per_hour,
                )
                * use_
                * 2.0
                * who.extrinsic
                * (1.0 - who.trust)
                / f64::max(0.05, 1.0 - self.trust_mean)
        }
    }

    /// Willingness of a citizen whose ties take part in this share (M3, M7, M8, M26).
    #[allow(
        clippy::too_many_lines,
        reason = "the sum of motives is read best in one piece"
    )]
    pub(crate) fn willingness(&mut self, citizen: usize, programme: usize, tie_share: f64) -> f64 {
        let weights = &self.parameters.willingness;
        if !self.parameters.mechanisms.willingness {
            return weights.reference_mean;
        }
        let who = &self.citizens[citizen];
        let initiative = self.initiative(programme, who.place);
        let design = self.design(initiative);
        let barriers = &self.parameters.barriers;
        let organised = self.parameters.mechanisms.organisation;
        let zero_error = self.zero_error(self.unit_of[who.place]);
        let eased = self.digital_share(design) * self.parameters.digital.ease;
        let ease = if organised {
            design.ease + eased - self.parameters.organisation.silo_ease_loss * barriers.silos
                + self.parameters.organisation.structure_ease * (1.0 - barriers.uninviting_structures)
        } else {
            design.ease + eased + self.parameters.organisation.structure_ease
        };
        let shortfall = initiative.perceived / (1.0 + initiative.perceived);
        let usual_hours = self.usual_hours(design);
        let reward = self.reward(who, initiative);
        let one_own = self.if_individual(design, self.parameters.collective.private_benefit);
        let alone = self.if_individual(design, self.parameters.collective.individual_efficacy);
        let calculation = weights.shortfall * (one_own * who.affectedness * shortfall - 0.25)
            + weights.ease * (ease.clamp(0.0, 1.0) - 0.5)
            + weights.influence * (initiative.influence - 0.5)
            + reward
            + self.game(who, programme)
            - weights.risk * who.risk_aversion * (0.5 + zero_error)
            - weights.time * f64::min(1.0, usual_hours / who.free_time)
            - weights.fatigue * who.fatigue;
        let rule = self.parameters.decision_rule;
        if rule == DecisionRule::Rational {
            let u = weights.intercept_rational + calculation;
            let tipping = who.tipping_point;
            return f64::from(u8::from(self.luck.below(-u, tipping)));
        }
        let paid = design.reward == RewardKind::IndividualMoney && design.reward_eur_per_hour > 0.0;
        let crowding = if paid && self.parameters.mechanisms.crowding {
            self.parameters.reward.crowding * who.motivation
        } else {
            0.0
        };
        let social = &self.parameters.social_influence;
        let response = logistic((social.imperfection * tie_share - who.threshold) / social.steepness);
        let s = match who.cooperation {
            _ if !self.parameters.mechanisms.social_influence => 0.0,
            Cooperation::Conditional => response,
            Cooperation::FreeRider if design.collective && design.visible => {
                social.free_rider_response * response
            }
            Cooperation::FreeRider | Cooperation::Insensitive => 0.0,
        };
        let civic = weights.motivation * (who.motivation * design.value_fit - 0.5) - crowding
            + weights.social * s
            + alone * weights.efficacy * (who.efficacy - 0.5)
            + alone * 4.0 * weights.knowledge_efficacy * (who.knowledge - 0.5) * (who.efficacy - 0.5)
            + weights.trust * (who.trust - 0.5)
            + 2.0 * weights.expectation * (who.expectation - 0.5)
            + weights.habit * who.habit;
        if rule == DecisionRule::Logit {
            logistic(weights.intercept_logit + civic + calculation)
        } else {
            let u = weights.intercept_threshold + civic + calculation;
            let tipping = who.tipping_point;
            f64::from(u8::from(self.luck.below(-u, tipping)))
        }
    }

    /// Citizens' input as if every programme asked for weekly hours (M9).
    pub(crate) fn delivered(&self, initiative: &Initiative) -> f64 {
        initiative.citizen_ratio * self.parameters.hours.per_week / self.usual_hours(self.design(initiative))
    }

    pub(crate) fn outreach(&self, number: usize) -> f64 {
        let programme = number / self.places;
        let standing = &self.standing[programme];
        let campaign = if self.lived < standing.campaign_ends {
            standing.campaign
        } else {
            0.0
        };
        self.parameters.programmes[programme].outreach * self.grant(number) + campaign
    }

    /// A citizen's turn in one programme: hearing, deciding, joining, leaving, experience.
    fn take_turn(&mut self, citizen: usize, programme: usize, step: u32) {
        let place = self.citizens[citizen].place;
        let initiative = self.initiative(programme, place).clone();
        let runs = initiative.runs();
        let (ties, tie_share) = self.active_ties(citizen, programme);
        let willing = self.willingness(citizen, programme, tie_share);
        let u = self
            .luck
            .coarse(citizen, step, draws::PARTICIPATION + programme as u32);
        let before = self.citizens[citizen].memberships[programme].clone();
        if self.parameters.mechanisms.awareness && runs {
            let aware = self.hears(citizen, programme, ties, u[0]);
            self.citizens[citizen].memberships[programme].aware = aware;
        }
        if runs {
            self.hand_out(citizen, programme, u[3]);
        }
        let may_join = self.parameters.mechanisms.joining
            && runs
            && before.aware
            && !before.active
            && !before.self_reliant
            && self.citizens[citizen].refractory <= 0.0;
        let (mut joins, mut asked) = (false, 0.0);
        if may_join {
            let who = &self.citizens[citizen];
            asked = self.asked_now(who, &initiative, ties);
            let chance = self.share(self.joining_rate(who, &initiative, asked, willing));
            let admitted = self.admitted(who, programme);
            joins = self.luck.below(u[1], chance * admitted);
            if !joins && self.luck.below(u[1], chance) {
                self.refuse(citizen, programme);
            }
        }
        let mut leaves = before.active && !runs;
        if before.active && runs {
            let fatigue = self.citizens[citizen].fatigue;
            let chance = self.share(self.exit_rate(citizen, &initiative, willing, fatigue));
            leaves = self.luck.below(u[2], chance);
        }
        self.enter_and_leave(citizen, &initiative, joins, leaves);
        let wellbeing = self.citizens[citizen].wellbeing;
        let municipality = place % self.municipalities();
        self.near_ties[municipality] += ties;
        self.near_wellbeing[municipality] += ties * wellbeing;
        let counted = self.initiative_mut(programme, place);
        counted.before += f64::from(u8::from(before.active));
        counted.joins += f64::from(u8::from(joins));
        counted.contacts.asked += asked;
        counted.contacts.accepted += asked * willing;
        counted.exits += f64::from(u8::from(leaves));
        counted.willingness += willing;
        self.play(citizen, programme);
        self.experience(citizen, programme, &initiative, ties);
    }

    /// Joins or leaves, and what that does to ownership (M4, M5).
    fn enter_and_leave(&mut self, citizen: usize, initiative: &Initiative, joins: bool, leaves: bool) {
        let start = self.ownership_of_newcomers(initiative);
        let membership = &mut self.citizens[citizen].memberships[initiative.programme];
        if joins {
            membership.active = true;
            membership.ownership = start;
        }
        if leaves {
            membership.active = false;
            membership.ownership = 0.0;
        }
    }

    /// Ownership with which a participant begins (M17).
    pub(crate) fn ownership_of_newcomers(&self, initiative: &Initiative) -> f64 {
        if self.initiated_by_citizens(initiative) {
            initiative.influence_offered
        } else {
            0.0
        }
    }

    /// M1.
    fn hears(&mut self, citizen: usize, programme: usize, ties: f64, u: f64) -> bool {
        let who = &self.citizens[citizen];
        let intensity = self.outreach(programme * self.places + who.place);
        let rate = self.hearing_rate(who, programme, intensity, ties);
        let awareness = &self.parameters.awareness;
        let membership = &who.memberships[programme];
        let (aware, active) = (membership.aware, membership.active);
        let (hear, forget) = (self.share(rate), self.share(awareness.forgetting));
        if aware {
            active || !self.luck.below(u, forget)
        } else {
            self.luck.below(u, hear)
        }
    }

    /// Rate at which a citizen hears of a programme that makes itself known so intensely (M1).
    pub(crate) fn hearing_rate(&self, who: &Citizen, programme: usize, intensity: f64, ties: f64) -> f64 {
        let awareness = &self.parameters.awareness;
        let (bias, trait_) = match self.parameters.programmes[programme].outreach_target {
            OutreachTarget::Broad => (awareness.ses_bias, who.ses),
            OutreachTarget::Need => (awareness.need_bias, who.affectedness),
        };
        awareness.outreach * intensity * libm::exp(bias * (2.0 * trait_ - 1.0)) * self.reach(who, programme)
            + awareness.word_of_mouth * ties
    }

    /// M9: kits and letters.
    fn hand_out(&mut self, citizen: usize, programme: usize, u: f64) {
        let design = &self.parameters.programmes[programme];
        let grant = self.grant(programme * self.places + self.citizens[citizen].place);
        let (kit, letter) = (self.share(design.kit * grant), self.share(design.letter * grant));
        let membership = self.citizens[citizen].memberships[programme].clone();
        let gets_kit = membership.target && !membership.kit && self.luck.below(u, kit);
        let gets_letter = membership.target && !membership.letter && self.luck.below(1.0 - u, letter);
        let mastery = &self.parameters.mastery;
        let learns = self.parameters.mechanisms.mastery;
        let who = &mut self.citizens[citizen];
        if gets_kit && learns {
            who.knowledge = (who.knowledge + mastery.kit_knowledge * (1.0 - who.knowledge)).min(1.0);
            who.efficacy = (who.efficacy + 2.0 * mastery.kit_efficacy * (1.0 - who.efficacy)).min(1.0);
        }
        if gets_letter && learns {
            who.knowledge = (who.knowledge + 2.0 * mastery.letter_knowledge * (1.0 - who.knowledge)).min(1.0);
        }
        let place = who.place;
        let membership = &mut who.memberships[programme];
        membership.kit |= gets_kit;
        membership.letter |= gets_letter;
        membership.aware |= gets_kit || gets_letter;
        let counted = self.initiative_mut(programme, place);
        counted.kits += f64::from(u8::from(gets_kit));
        counted.letters += f64::from(u8::from(gets_letter));
    }

    pub(crate) fn satisfaction(&self, citizen: usize, initiative: &Initiative) -> f64 {
        let staying = &self.parameters.staying;
        staying.weight_support * initiative.support
            + staying.weight_voice * initiative.influence
            + staying.weight_trust * self.citizens[citizen].trust
    }

    /// Yearly rate at which a participant leaves who is as tired as this (M5, M27).
    pub(crate) fn exit_rate(
        &self,
        citizen: usize,
        initiative: &Initiative,
        willing: f64,
        fatigue: f64,
    ) -> f64 {
        let staying = &self.parameters.staying;
        let (who, design) = (&self.citizens[citizen], self.design(initiative));
        if !self.parameters.mechanisms.staying {
            return staying.exit_base;
        }
        let base = staying.exit_base * self.as_member(who, design, self.parameters.association.member_exit);
        let reference = self.parameters.willingness.reference_mean;
        // Who is wholly willing, as only two of the rules have it, still moves away or falls ill.
        let wholly = self.parameters.decision_rule != DecisionRule::Logit && willing >= 1.0;
        let unwilling = if wholly {
            1.0
        } else {
            (1.0 - willing) / (1.0 - reference)
        };
        let content = self.satisfaction(citizen, initiative) - staying.satisfaction_reference;
        let tired = fatigue - staying.fatigue_reference;
        let lost = 1.0 - self.standing[initiative.programme].grant;
        let bereft = if initiative.life == Some(Life::Informal) {
            1.0
        } else {
            1.0 + (staying.grant_end_factor - 1.0) * lost
        };
        base * bereft
            * self.mixed(design, self.parameters.digital.exit)
            * libm::exp(staying.fatigue * tired - 2.0 * staying.satisfaction * content)
            * libm::pow(unwilling, staying.willingness_power)
    }

    /// Where ownership moves to (M17).
    pub(crate) fn ownership_target(&self, initiative: &Initiative) -> f64 {
        let bonus = if initiative.goal {
            self.parameters.ownership.goal_bonus
        } else {
            0.0
        };
        let target = (initiative.influence_offered * initiative.listened + bonus).min(1.0);
        if initiative.life == Some(Life::Professional) {
            target - target * self.parameters.initiatives.professional_ownership_loss
        } else {
            target
        }
    }

    /// Mastery, ownership, trust, expectation, stance (M9, M17, M10).
    fn experience(&mut self, citizen: usize, programme: usize, initiative: &Initiative, ties: f64) {
        let unit = self.unit_of[initiative.place];
        let enabling = 0.5 * (self.units[unit].attitude + initiative.support);
        let delivered = self.delivered(initiative);
        let performance = delivered / (delivered + 1.0);
        let success = 0.5 * (enabling + performance);
        let mastery = self.share(self.parameters.mastery.learning);
        let ownership = &self.parameters.ownership;
        let (up, down) = (
            self.share(ownership.rate),
            self.share(ownership.rate * ownership.loss_ratio),
        );
        let capital = &self.parameters.social_capital;
        let token = initiative.listened < ownership.token_threshold;
        let target = self.ownership_target(initiative);
        let who = &self.citizens[citizen];
        let faster = if token && enabling < who.expectation {
            ownership.loss_ratio
        } else {
            1.0
        };
        let expects = self.share(capital.expectation_participants * faster);
        let hearsay = self.share(capital.expectation_hearsay) * ties.min(1.0);
        let stance = self.share(capital.stance_adaptation);
        let trust = capital.trust_participation * self.dt;
        let on = self.parameters.mechanisms.clone();
        let who = &mut self.citizens[citizen];
        let active = who.memberships[programme].active;
        if active && on.mastery {
            who.efficacy += mastery * (success - who.efficacy);
        }
        if active && on.ownership {
            let own = &mut who.memberships[programme].ownership;
            *own += if target < *own { down } else { up } * (target - *own);
        }
        if on.social_capital && initiative.runs() {
            if active {
                who.trust = (who.trust + trust).clamp(0.0, 1.0);
                who.expectation += expects * (enabling - who.expectation);
                who.stance += stance * (0.5 * (1.0 + initiative.influence) - who.stance);
            } else {
                who.expectation += hearsay * (enabling - who.expectation);
            }
        }
    }
}
