//! What taking part does to citizens: hours, fatigue, motives, ties (M6, M7, M10, M11, wellbeing).

use samspil::model::design::RewardKind;
use samspil::random::normal_quantile;

use crate::draws;
use crate::formulas::half;
use crate::society::{Society, Tie};

impl Society {
    /// M6.
    pub(crate) fn give_hours(&mut self, citizen: usize) {
        let hours = &self.parameters.hours;
        let limit = hours.free_time_share_max * self.citizens[citizen].free_time;
        let mut given = 0.0;
        for programme in 0..self.parameters.programmes.len() {
            let who = &self.citizens[citizen];
            let mut gives = 0.0;
            if who.memberships[programme].active {
                let usual = self.usual_hours(&self.parameters.programmes[programme]);
                let wanted = if self.parameters.mechanisms.hours {
                    usual
                        * (hours.motivation_floor + who.motivation)
                        * (1.0 - hours.fatigue_loss * who.fatigue)
                } else {
                    usual
                };
                let ratio = self.initiative(programme, who.place).hours_ratio;
                gives = f64::min(wanted * ratio, f64::max(0.0, limit - given));
            }
            given += gives;
            self.citizens[citizen].memberships[programme].hours = gives;
        }
        self.citizens[citizen].hours = given;
    }

    /// M11.
    pub(crate) fn tire(&mut self, citizen: usize) {
        let fatigue = &self.parameters.fatigue;
        let recovered = self.share(fatigue.recovery);
        let gain_years = if fatigue.recovery > 0.0 {
            recovered / fatigue.recovery
        } else {
            self.dt
        };
        let who = &self.citizens[citizen];
        let (place, hours) = (who.place, who.hours);
        let mut tired = who.fatigue - recovered * who.fatigue;
        if who.takes_part() && hours > 0.0 {
            let mut gain = 0.0;
            for (programme, membership) in who.memberships.iter().enumerate() {
                let initiative = self.initiative(programme, place);
                gain += membership.hours / hours
                    * fatigue.gain
                    * (1.0 + fatigue.ambiguity * (1.0 - initiative.support))
                    * (1.0 - fatigue.voice_relief * initiative.influence);
            }
            let load = hours / (fatigue.capacity_share * who.free_time);
            tired = f64::min(1.0, tired + 4.0 * gain * load * load * gain_years);
        }
        let (limit, pause) = (fatigue.burnout, fatigue.refractory_years);
        // Whether 18 months of 1/12 year are 1.5 years is a matter of rounding, which the document settles.
        let refractory = f64::from((who.refractory as f32 - self.dt as f32).max(0.0));
        let burnt = who.takes_part() && self.luck.below(limit, tired);
        let who = &mut self.citizens[citizen];
        who.fatigue = tired;
        who.refractory = refractory;
        if burnt {
            who.refractory = pause;
            who.hours = 0.0;
            self.burnouts += 1.0;
            for programme in 0..self.parameters.programmes.len() {
                let membership = &mut self.citizens[citizen].memberships[programme];
                if membership.active {
                    membership.active = false;
                    membership.ownership = 0.0;
                    membership.hours = 0.0;
                    self.initiative_mut(programme, place).exits += 1.0;
                }
            }
        }
    }

    /// M7, slow part.
    pub(crate) fn move_motivation(&mut self, citizen: usize) {
        let worn = self.share(self.parameters.reward.slow_crowding);
        let recovered = self.share(self.parameters.reward.recovery);
        for programme in 0..self.parameters.programmes.len() {
            let design = &self.parameters.programmes[programme];
            let paid = design.reward == RewardKind::IndividualMoney && design.reward_eur_per_hour > 0.0;
            let who = &mut self.citizens[citizen];
            if paid && self.parameters.mechanisms.crowding && who.memberships[programme].active {
                who.motivation -= worn * who.motivation;
            }
        }
        let who = &mut self.citizens[citizen];
        who.motivation += recovered * (who.motivation_at_birth - who.motivation);
    }

    /// M10: made ties strengthen and fade, as the snapshot has it.
    pub(crate) fn move_ties(&mut self, citizen: usize) {
        let (used, faded) = (
            self.share(self.parameters.social_capital.tie_formation_within),
            self.share(self.parameters.social_capital.tie_decay),
        );
        let mut ties = std::mem::take(&mut self.citizens[citizen].made);
        for tie in &mut ties {
            let together = self
                .snapshot
                .iter()
                .any(|seen| seen[citizen] && seen[tie.partner]);
            if together {
                tie.strength += used * (1.0 - tie.strength);
            } else {
                tie.strength -= faded * tie.strength;
            }
        }
        ties.retain(|tie| !self.luck.below(tie.strength, 0.02));
        self.citizens[citizen].made = ties;
    }

    /// M10: trust on the yearly day, around the citizen's own level.
    pub(crate) fn move_trust(&mut self, citizen: usize, step: u32) {
        if !(citizen as u32 + step).is_multiple_of(self.steps_per_year) {
            return;
        }
        let capital = &self.parameters.social_capital;
        let passing = 1.0 - capital.trust_stable_share;
        let kept = if passing > 0.0 {
            ((capital.trust_autocorrelation - capital.trust_stable_share) / passing).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let score = normal_quantile(self.luck.fine(citizen, step, draws::TRUST));
        let noise = (passing * self.trust_beyond_status * (1.0 - kept * kept)).sqrt() * score;
        let who = &mut self.citizens[citizen];
        let trust = who.trust_level + kept * (who.trust - who.trust_level) + noise;
        who.trust = trust.clamp(0.0, 1.0);
    }

    pub(crate) fn move_wellbeing(&mut self, citizen: usize) {
        let weights = &self.parameters.wellbeing;
        let here = |programme: usize| self.initiative(programme, self.citizens[citizen].place);
        let programmes = (0..self.parameters.programmes.len())
            .filter(|&programme| here(programme).is_present())
            .count() as f64;
        let at_start = self.parameters.problem.initial_backlog;
        let who = &self.citizens[citizen];
        let mut aim = who.wellbeing_at_birth - weights.fatigue * who.fatigue;
        for (programme, membership) in who.memberships.iter().enumerate() {
            let initiative = here(programme);
            if !initiative.is_present() {
                continue;
            }
            let worse = initiative.stock / (1.0 + initiative.stock) - at_start / (1.0 + at_start);
            aim -= weights.need * worse * who.affectedness / programmes;
            if membership.active {
                aim += weights.participation * initiative.influence;
            }
            if self.is_bank(self.design(initiative)) && membership.active {
                let spared = initiative.stock / (1.0 + initiative.stock) * membership.met;
                aim += weights.need * spared * who.affectedness / programmes;
            }
            if self.design(initiative).rehabilitation && self.parameters.mechanisms.rehabilitation {
                let spared = initiative.stock / (1.0 + initiative.stock) * (1.0 - membership.need_left);
                aim += weights.need * spared * who.affectedness / programmes;
            }
        }
        let moved = half(weights.half_life_years, self.dt) * (aim.clamp(0.0, 1.0) - who.wellbeing);
        self.citizens[citizen].wellbeing += moved;
    }

    /// M10: participants make acquaintances.
    pub(crate) fn tie_participants(&mut self) {
        if !self.parameters.mechanisms.social_capital {
            return;
        }
        let capital = self.parameters.social_capital.clone();
        for programme in 0..self.parameters.programmes.len() {
            let within = self.share(0.5 * capital.tie_formation_within);
            let across = if self.parameters.programmes[programme].mixed {
                self.share(0.5 * capital.tie_formation_across)
            } else {
                0.0
            };
            let design = &self.parameters.programmes[programme];
            let thinner = self.mixed(design, self.parameters.digital.tie_strength);
            for place in 0..self.places {
                let participants: Vec<usize> = self
                    .seats
                    .iter()
                    .copied()
                    .filter(|&citizen| {
                        let who = &self.citizens[citizen];
                        who.place == place && who.memberships[programme].active
                    })
                    .collect();
                self.meet(
                    &participants,
                    programme,
                    (within, across),
                    capital.new_tie_strength * thinner,
                );
            }
        }
    }

    fn meet(
        &mut self,
        participants: &[usize],
        programme: usize,
        (within, across): (f64, f64),
        strength: f64,
    ) {
        let count = participants.len();
        if count < 2 {
            return;
        }
        for (index, &one) in participants.iter().enumerate() {
            let purpose = draws::ENCOUNTER + programme as u32;
            let u = self.luck.four(one, self.lived + 1, purpose);
            let on = 1 + usize::min((u[1] * (count - 1) as f64).floor() as usize, count - 2);
            let other = participants[(index + on) % count];
            let bridging = self.citizens[one].education != self.citizens[other].education;
            let chance = if bridging { across } else { within };
            let tied = self.citizens[one].made.iter().any(|tie| tie.partner == other);
            let room = self.citizens[one].made.len() < 6 && self.citizens[other].made.len() < 6;
            if self.luck.below(u[0], chance) && !tied && room {
                for (own, partner) in [(one, other), (other, one)] {
                    self.citizens[own].made.push(Tie {
                        partner,
                        strength,
                        bridging,
                    });
                }
            }
        }
    }

    /// Counts who takes part, and what they give, by initiative; and the load they share from now on.
    pub(crate) fn count(&mut self) {
        for number in 0..self.initiatives.len() {
            let (programme, place) = (number / self.places, number % self.places);
            let active: Vec<usize> = (0..self.citizens.len())
                .filter(|&citizen| {
                    let who = &self.citizens[citizen];
                    who.place == place && who.memberships[programme].active
                })
                .collect();
            let sum = |of: &dyn Fn(usize) -> f64| active.iter().map(|&citizen| of(citizen)).sum::<f64>();
            let participants = active.len() as f64;
            let owned = sum(&|citizen| self.citizens[citizen].memberships[programme].ownership);
            let hours = sum(&|citizen| self.citizens[citizen].memberships[programme].hours);
            let satisfied = sum(&|citizen| self.satisfaction(citizen, &self.initiatives[number]));
            let required = self.parameters.programmes[programme].required_hours_per_week;
            let stretch = self.parameters.programmes[programme].stretch;
            let initiative = &mut self.initiatives[number];
            initiative.participants = participants;
            initiative.satisfaction = satisfied;
            initiative.hours = hours;
            if participants > 0.0 {
                initiative.ownership = owned / participants;
            }
            let offered = hours / initiative.hours_ratio;
            initiative.hours_ratio = if required > 0.0 && offered > 0.0 {
                f64::min(required / offered, stretch)
            } else {
                1.0
            };
        }
    }
}
