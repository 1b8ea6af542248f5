//! First participants (5.4 of the document).

use crate::draws;
use crate::measures::yes;
use crate::society::{Citizen, Initiative, Society};

/// How a citizen would come and go in a year.
struct Flows {
    knows: f64,
    joins: f64,
    willing: f64,
    leaves: f64,
}

impl Flows {
    /// Part of the time for which a citizen would be found to take part; where nobody is asked, as if all were once a year.
    fn presence(&self, nobody_asked: bool) -> f64 {
        let comes = if nobody_asked { self.willing } else { self.joins };
        if comes > 0.0 {
            comes / (comes + self.leaves)
        } else {
            0.0
        }
    }
}

impl Society {
    /// First participants, who are drawn twice: the second time with the ties and the support that the first draw leaves.
    pub(crate) fn recruit(&mut self) {
        self.facilitate();
        let mut leaving = Vec::new();
        for _ in 0..2 {
            leaving = (0..self.parameters.programmes.len())
                .map(|programme| self.draw_participants(programme))
                .collect();
            self.look();
            for number in 0..self.initiatives.len() {
                let (programme, place) = (number / self.places, number % self.places);
                let there = self.citizens.iter().filter(|who| who.place == place);
                self.initiatives[number].participants =
                    there.map(|who| yes(who.memberships[programme].active)).sum();
            }
            self.facilitate();
        }
        for citizen in 0..self.citizens.len() {
            if self.citizens[citizen].takes_part() {
                let tired: Vec<f64> = (0..self.parameters.programmes.len())
                    .filter(|&programme| self.citizens[citizen].memberships[programme].active)
                    .map(|programme| self.fatigue_over_a_stay(citizen, programme).0)
                    .collect();
                self.citizens[citizen].fatigue = tired.into_iter().fold(0.0, f64::max);
                self.citizens[citizen].habit = self.habit_of_participants();
            }
            for (programme, leaving) in leaving.iter().enumerate() {
                if self.citizens[citizen].memberships[programme].active {
                    self.take_stance(citizen, programme, leaving[citizen]);
                }
            }
        }
        for citizen in 0..self.citizens.len() {
            self.give_hours(citizen);
            for programme in 0..self.parameters.programmes.len() {
                let (ties, _) = self.active_ties(citizen, programme);
                let municipality = self.citizens[citizen].place % self.municipalities();
                self.near_ties[municipality] += ties;
                self.near_wellbeing[municipality] += ties * self.citizens[citizen].wellbeing;
            }
        }
        self.count_willingness_at_start();
        self.count();
        self.facilitate();
        self.measure_inputs();
        self.balance_need();
        for number in 0..self.initiatives.len() {
            self.initiatives[number].output = self.flow(number, self.initiatives[number].stock);
        }
        self.charge();
    }

    /// Moves a stance to where it is on average while a participant stays who leaves at this rate (M10).
    fn take_stance(&mut self, citizen: usize, programme: usize, leaves: f64) {
        let moves = self.parameters.social_capital.stance_adaptation;
        if self.parameters.mechanisms.social_capital && moves > 0.0 {
            let place = self.citizens[citizen].place;
            let offered = 0.5 + 0.5 * self.initiative(programme, place).influence;
            let who = &mut self.citizens[citizen];
            who.stance = (leaves * who.stance + moves * offered) / (leaves + moves);
        }
    }

    /// Draws who takes part in a programme and who knows of it, from who was active when all last looked; returns how often
    /// each would leave.
    fn draw_participants(&mut self, programme: usize) -> Vec<f64> {
        let design = self.parameters.programmes[programme].clone();
        let flows: Vec<Option<Flows>> = (0..self.citizens.len())
            .map(|citizen| {
                let runs = self.initiative(programme, self.citizens[citizen].place).runs();
                runs.then(|| self.flows(citizen, programme))
            })
            .collect();
        let nobody_asked = flows.iter().flatten().all(|flows| flows.joins <= 0.0);
        let presence: Vec<Option<f64>> = flows
            .iter()
            .map(|flows| {
                let flows = flows.as_ref()?;
                Some(flows.presence(nobody_asked))
            })
            .collect();
        let knowing: Vec<Option<f64>> = flows
            .iter()
            .map(|flows| flows.as_ref().map(|flows| flows.knows))
            .collect();
        let (first, known) = (design.initial_participants, design.initial_awareness);
        let all = vec![1.0; self.citizens.len()];
        let coming = self.chances(&presence, &all, first);
        let others: Vec<f64> = coming.iter().map(|chance| 1.0 - chance).collect();
        let beside = (known - first).max(0.0);
        let hearing = self.chances(&knowing, &others, beside);
        for citizen in 0..self.citizens.len() {
            let u = self.luck.coarse(citizen, 0, draws::START + programme as u32);
            let place = self.citizens[citizen].place;
            let municipality = place % self.municipalities();
            let established = yes(design.established);
            let comes = established * coming[citizen];
            let is_anybody_reached = (0..self.citizens.len())
                .filter(|&other| self.lies_in(self.citizens[other].place, municipality))
                .any(|other| knowing[other].is_some_and(|knows| knows > 0.0));
            // Where no programme of the municipality reaches anybody, all others have heard of it alike.
            let hears = if is_anybody_reached {
                established * hearing[citizen]
            } else if first < 1.0 {
                established * beside / (1.0 - first)
            } else {
                0.0
            };
            let present = self.initiative(programme, place).is_present();
            let active = self.luck.below(u[0], comes);
            let knows = if self.parameters.mechanisms.awareness {
                present && self.luck.below(u[1], hears)
            } else {
                present
            };
            let owned = match &flows[citizen] {
                Some(flows) if active => {
                    self.owned_over_a_stay(self.initiative(programme, place), flows.leaves)
                }
                _ => 0.0,
            };
            let membership = &mut self.citizens[citizen].memberships[programme];
            membership.active = active;
            membership.aware = active || knows;
            membership.ownership = owned;
        }
        flows
            .iter()
            .map(|flows| flows.as_ref().map_or(0.0, |flows| flows.leaves))
            .collect()
    }

    /// Chances in proportion to values, but none above 1, whose mean over the citizens in reach, each counting for its part, is
    /// a share, by municipality; all who have a value where they are too few. Sought by halving.
    fn chances(&self, values: &[Option<f64>], parts: &[f64], share: f64) -> Vec<f64> {
        let mut chances = vec![0.0; values.len()];
        for municipality in 0..self.municipalities() {
            let there: Vec<(usize, f64)> = (0..self.citizens.len())
                .filter(|&citizen| self.lies_in(self.citizens[citizen].place, municipality))
                .filter_map(|citizen| Some((citizen, values[citizen]?)))
                .collect();
            let wanted = share * there.len() as f64;
            let found = |factor: f64| -> f64 {
                let chance =
                    |&(citizen, value): &(usize, f64)| parts[citizen] * f64::min(1.0, factor * value);
                there.iter().map(chance).sum()
            };
            let (mut low, mut high) = (0.0, 1e30);
            for _ in 0..200 {
                let middle = if low > 0.0 {
                    f64::sqrt(low * high)
                } else {
                    high * 1e-6
                };
                if found(middle) < wanted {
                    low = middle;
                } else {
                    high = middle;
                }
                if high < 1e-30 {
                    break;
                }
            }
            for &(citizen, value) in &there {
                chances[citizen] = f64::min(1.0, high * value);
            }
        }
        chances
    }

    /// How a citizen would come to know, join and leave if people heard and were asked as usual.
    fn flows(&mut self, citizen: usize, programme: usize) -> Flows {
        let (ties, tie_share) = self.active_ties(citizen, programme);
        let willing = self.willingness(citizen, programme, tie_share);
        let (tired, burns_out) = self.fatigue_over_a_stay(citizen, programme);
        let (fatigue, habit) = (self.citizens[citizen].fatigue, self.citizens[citizen].habit);
        self.citizens[citizen].fatigue = tired;
        self.citizens[citizen].habit = self.habit_of_participants();
        let stays = self.willingness(citizen, programme, tie_share);
        self.citizens[citizen].fatigue = fatigue;
        self.citizens[citizen].habit = habit;
        let who = &self.citizens[citizen];
        let initiative = self.initiative(programme, who.place);
        let leaves = self.exit_rate(citizen, initiative, stays, tired) + burns_out;
        let knows = self.knows_as_usual(who, programme, ties);
        let asked = self.asked_as_usual(who, initiative, ties);
        let joins =
            knows * self.joining_rate(who, initiative, asked, willing) * self.admitted(who, programme);
        Flows {
            knows,
            joins,
            willing,
            leaves,
        }
    }

    /// Part of the time in which a citizen who stays away knows of a programme (M1).
    fn knows_as_usual(&self, who: &Citizen, programme: usize, ties: f64) -> f64 {
        let forgetting = self.parameters.awareness.forgetting;
        if !self.parameters.mechanisms.awareness || forgetting <= 0.0 {
            return 1.0;
        }
        let hears = self.hearing_rate(who, programme, 1.0, ties);
        hears / (hears + forgetting)
    }

    /// How tired a participant of one programme is, and how often a year burnout comes, after the years in which fatigue grows
    /// from nothing to the limit (M11).
    fn fatigue_over_a_stay(&self, citizen: usize, programme: usize) -> (f64, f64) {
        let (fatigue, tired) = (&self.parameters.fatigue, self.resting_fatigue(citizen, programme));
        if self.parameters.mechanisms.fatigue && tired > fatigue.burnout {
            let years = -libm::log(1.0 - fatigue.burnout / tired) / fatigue.recovery;
            (fatigue.burnout / 2.0, 1.0 / years)
        } else {
            (tired, 0.0)
        }
    }

    /// Fatigue at which effort and recovery balance for a participant of one programme, sought by halving (M11).
    fn resting_fatigue(&self, citizen: usize, programme: usize) -> f64 {
        let (fatigue, hours) = (&self.parameters.fatigue, &self.parameters.hours);
        if !self.parameters.mechanisms.fatigue || fatigue.recovery <= 0.0 {
            return self.parameters.staying.fatigue_reference;
        }
        let who = &self.citizens[citizen];
        let initiative = self.initiative(programme, who.place);
        let usual = self.usual_hours(self.design(initiative)) * initiative.hours_ratio;
        let gain = fatigue.gain
            * (1.0 + fatigue.ambiguity * (1.0 - initiative.support))
            * (1.0 - fatigue.voice_relief * initiative.influence);
        let tires = |tired: f64| {
            let wanted = if self.parameters.mechanisms.hours {
                usual * (hours.motivation_floor + who.motivation) * (1.0 - hours.fatigue_loss * tired)
            } else {
                usual
            };
            let given = f64::min(wanted, hours.free_time_share_max * who.free_time);
            let load = given / (fatigue.capacity_share * who.free_time);
            4.0 * gain * load * load
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..80 {
            let middle = 0.5 * (low + high);
            if tires(middle) > fatigue.recovery * middle {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }

    /// Habit of someone who forms it and leaves at the base rate, over the whole stay (M3).
    fn habit_of_participants(&self) -> f64 {
        let forming = std::f64::consts::LN_2 / self.parameters.willingness.habit_half_life_years;
        forming / (forming + self.parameters.staying.exit_base)
    }

    /// Ownership of a participant over a whole stay, which ends at this rate (M17).
    fn owned_over_a_stay(&self, initiative: &Initiative, leaves: f64) -> f64 {
        let target = self.ownership_target(initiative);
        let begins = self.ownership_of_newcomers(initiative);
        let grows = self.parameters.ownership.rate;
        if !self.parameters.mechanisms.ownership {
            target
        } else if grows + leaves > 0.0 {
            (grows * target + leaves * begins) / (grows + leaves)
        } else {
            begins
        }
    }

    fn count_willingness_at_start(&mut self) {
        for programme in 0..self.parameters.programmes.len() {
            for citizen in 0..self.citizens.len() {
                let (_, share) = self.active_ties(citizen, programme);
                let willing = self.willingness(citizen, programme, share);
                let place = self.citizens[citizen].place;
                let active = self.citizens[citizen].memberships[programme].active;
                let initiative = self.initiative_mut(programme, place);
                initiative.willingness += willing;
                initiative.before += f64::from(u8::from(active));
            }
        }
    }
}
