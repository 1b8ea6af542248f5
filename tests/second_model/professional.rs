//! Professionals (M11 to M15, M32).

use crate::birth::staff_fatigue_gain;
use crate::society::Society;
use samspil::model::design::Goal;

impl Society {
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

    /// Means of the units' professionals at the beginning of the step.
    fn average_units(&mut self) {
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
    }

    /// M14.
    pub(crate) fn facilitate(&mut self) {
        let facilitation = self.parameters.facilitation.clone();
        let barriers = self.parameters.barriers.clone();
        let organised = self.parameters.mechanisms.organisation;
        self.average_units();
        let most = if organised {
            0.5 * (1.0 - barriers.rigid_financing)
        } else {
            0.5
        };
        for number in 0..self.initiatives.len() {
            if !self.initiatives[number].is_present() {
                continue;
            }
            let (programme, place) = (number / self.places, number % self.places);
            let design = self.parameters.programmes[programme].clone();
            let unit = &self.units[self.unit_of[place]];
            let grant = self.grant(number);
            let mut initiative = self.initiatives[number].clone();
            let posts =
                unit.professionals.len() as f64 * self.hours_left * initiative.citizens / unit.citizens;
            let enabling = if initiative.runs() && self.parameters.mechanisms.facilitation {
                let to_facilitate = 2.0 - self.attention(&initiative, Goal::Efficiency);
                f64::min(
                    unit.facilitation * design.facilitation * grant * to_facilitate,
                    most,
                )
            } else {
                0.0
            };
            let replaced = if initiative.runs() {
                design.staff_replaced
            } else {
                0.0
            };
            let own_posts = posts * design.staff_share * (1.0 - replaced);
            let week = self.parameters.professionals.hours_per_week;
            let reform = f64::min(
                self.parameters.organisation.reform_hours_per_post_per_year / 52.0,
                week,
            );
            let hours = own_posts * (week - reform);
            let mixing = if design.mixed {
                facilitation.mixed_capacity
            } else {
                1.0
            };
            let supported =
                enabling * own_posts * (1.0 - reform / week) * facilitation.volunteers_per_fte * mixing;
            initiative.support = if initiative.participants > 0.0 {
                f64::min(1.5, supported / initiative.participants) / 1.5
            } else if supported > 0.0 {
                1.0
            } else {
                0.0
            };
            initiative.enabling_share = enabling;
            initiative.posts = posts;
            let produced = hours * (1.0 - enabling);
            let contacts = f64::min(self.contact_hours(&initiative), produced);
            initiative.production_hours = produced - contacts;
            initiative.facilitation_hours = hours * enabling;
            initiative.contacts.hours = contacts;
            initiative.reform_hours = own_posts * reform;
            self.initiatives[number] = initiative;
        }
    }

    /// M11 to M14 for professionals.
    pub(crate) fn teach(&mut self) {
        for unit in 0..self.units.len() {
            let mine: Vec<usize> = (0..self.initiatives.len())
                .filter(|&number| {
                    self.unit_of[number % self.places] == unit && self.initiatives[number].is_present()
                })
                .collect();
            let sum = |of: &dyn Fn(usize) -> f64| mine.iter().map(|&number| of(number)).sum::<f64>();
            let participants = sum(&|number| self.initiatives[number].participants);
            let time_for = |number: usize| {
                let initiative = &self.initiatives[number];
                initiative.citizens * self.parameters.programmes[initiative.programme].staff_share
            };
            let time = sum(&|number| time_for(number));
            let asked = sum(&|number| self.initiatives[number].contacts.asked);
            let accepted = sum(&|number| self.initiatives[number].contacts.accepted);
            let by_time = |of: &dyn Fn(usize) -> f64| sum(&|number| of(number) * time_for(number)) / time;
            let ratio = if time > 0.0 {
                by_time(&|number| self.delivered(&self.initiatives[number]))
            } else {
                0.0
            };
            let start = self.parameters.problem.initial_backlog;
            let caseload = if time > 0.0 && start > 0.0 {
                let stock = by_time(&|number| self.initiatives[number].stock);
                f64::min(3.0, stock / start / f64::max(0.05, self.hours_left))
            } else {
                1.0
            };
            let training = mine
                .iter()
                .filter(|&&number| self.initiatives[number].runs())
                .map(|&number| {
                    let programme = self.initiatives[number].programme;
                    self.parameters.programmes[programme].training * self.grant(number)
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
                consent: (asked > 0.0).then(|| accepted / asked),
                contest: self.contest(unit),
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
        let gain = attitude.learning * contact * (quality - attitude.quality_threshold)
            - self.parameters.power.resistance * contact * seen.contest;
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
                who.can += updated * (seen.competence - who.can);
                who.beyond += updated * (seen.motivation - who.beyond);
            }
            if on.belief
                && let Some(consent) = seen.consent
            {
                let will = f64::max(0.0, consent - belief.underestimation);
                who.will += updated * (will - who.will);
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
}

/// What a unit sees of citizens in a step.
struct Seen {
    participants: f64,
    performance: f64,
    competence: f64,
    motivation: f64,
    /// Share of what people were asked to which they said yes; none where nobody was asked.
    consent: Option<f64>,
    /// By how much citizens' influence exceeds the attitude of professionals (M32).
    contest: f64,
    caseload: f64,
    training: f64,
}
