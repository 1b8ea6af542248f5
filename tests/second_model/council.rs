//! The order of a step, events and the councils (M15, M16, M22, M24).

use samspil::model::design::{Relation, RewardKind};
use samspil::model::setup::{EventKind, Setup};
use samspil::random::normal_quantile;

use crate::draws;
use crate::society::{Performance, Society, Status};

impl Society {
    /// One step, the row of measures left to the caller.
    pub(crate) fn live(&mut self, setup: &Setup) {
        self.meet_events(setup);
        self.govern();
        self.grow();
        self.facilitate();
        self.let_citizens_live();
        self.tie_participants();
        self.trade();
        self.produce();
        self.vote();
        self.call_for_contributions();
        self.bear_incidents();
        self.charge();
        self.listen();
        self.teach();
        self.lived += 1;
    }

    /// Remembers performance at opening; after the row of measures is taken.
    pub(crate) fn compare_from_here(&mut self) {
        for number in 0..self.initiatives.len() {
            let value = self.public_value[self.initiatives[number].place % self.municipalities()];
            let initiative = &mut self.initiatives[number];
            if initiative.runs() && initiative.at_opening.is_none() {
                initiative.at_opening = Some(Performance {
                    output: initiative.output,
                    outcome: initiative.outcome(),
                    cost: initiative.cost.running,
                    value,
                });
            }
        }
    }

    fn meet_events(&mut self, setup: &Setup) {
        for phase in &setup.phases {
            if phase.from_step == self.lived && self.lived > 0 {
                let before = std::mem::replace(&mut self.parameters, phase.parameters.clone());
                self.follow_change(&before);
            }
        }
        let now = self.lived;
        for event in setup.events.iter().filter(|event| event.step == now) {
            match event.kind {
                EventKind::GrantEnds { programme, share } => self.standing[programme].grant *= 1.0 - share,
                EventKind::StaffCut { share } => {
                    self.hours_left *= 1.0 - share;
                    for municipality in 0..self.municipalities() {
                        self.strike_for_cut(municipality);
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
                EventKind::Shock { share } => {
                    for municipality in 0..self.municipalities() {
                        self.shock(share, municipality);
                    }
                    self.look();
                }
                EventKind::Election => self.elect(self.lived + 1),
            }
        }
    }

    /// A municipality whose citizens substitute is struck when staff are cut, once for its fiercest programme (M24).
    fn strike_for_cut(&mut self, municipality: usize) {
        let strongest = self
            .initiatives
            .iter()
            .filter(|initiative| self.lies_in(initiative.place, municipality))
            .filter(|initiative| {
                initiative.runs() && self.design(initiative).relation == Relation::Substitutive
            })
            .map(|initiative| self.backlash(initiative.programme))
            .fold(0.0, f64::max);
        for unit in 0..self.units.len() {
            let serves = |place: usize| self.unit_of[place] == unit && self.lies_in(place, municipality);
            if (0..self.places).any(serves) {
                self.strike_staff(unit, strongest);
            }
        }
        for place in 0..self.places {
            if self.lies_in(place, municipality) {
                self.strike_citizens(place, strongest);
            }
        }
    }

    fn shock(&mut self, share: f64, municipality: usize) {
        let mut participants: Vec<usize> = self
            .seats
            .iter()
            .copied()
            .filter(|&citizen| self.lies_in(self.citizens[citizen].place, municipality))
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
            let hot = self.is_election_year();
            for number in 0..self.initiatives.len() {
                let initiative = &self.initiatives[number];
                if initiative.runs() && initiative.life.is_none() && !self.goes_on(number, hot) {
                    self.initiatives[number].status = Status::Closed;
                }
            }
        }
    }

    /// Whether a regular election comes within a year.
    pub(crate) fn is_election_year(&self) -> bool {
        let politics = &self.parameters.politics;
        let year = f64::from(self.lived) * self.dt;
        (0..100).any(|term| {
            let date = politics.first_election_year + f64::from(term) * politics.election_term_years;
            date > year + 1e-9 && date <= year + 1.0 + 1e-9
        })
    }

    fn goes_on(&self, number: usize, before_election: bool) -> bool {
        let initiative = &self.initiatives[number];
        let municipality = initiative.place % self.municipalities();
        let Some(then) = initiative.at_opening else {
            return true;
        };
        let change = |now: f64, then: f64| if then > 0.0 { now / then - 1.0 } else { 0.0 };
        let score = normal_quantile(self.luck.fine(number, self.lived + 1, draws::OBSERVATION));
        let evaluated = if initiative.evaluated { 0.3 } else { 1.0 };
        let noise = self.parameters.barriers.unmeasurable_outcomes * 0.2 / 0.3 * evaluated * score;
        let value = 0.5 * change(initiative.outcome(), then.outcome)
            + 0.5 * change(self.public_value[municipality], then.value)
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
        // An incident weighs less where many are served.
        let relative = politics.blame_reference_citizens / initiative.citizens;
        let blame = libm::pow(relative, politics.blame_exponent);
        let dearer = if self.parameters.mechanisms.costs {
            change(initiative.cost.running, then.cost)
        } else {
            0.0
        };
        let for_it = self.councils[municipality]
            .iter()
            .filter(|&&appetite| {
                let utility = politics.goodwill
                    + politics.performance_weight
                        * (weight * change(initiative.output, then.output) + (1.0 - weight) * value)
                    - politics.scandal_weight
                        * initiative.incidents_remembered
                        * blame
                        * heat
                        * 2.0
                        * (1.0 - appetite)
                    - politics.cost_weight * dearer;
                utility > 0.0
            })
            .count();
        for_it * 2 > self.councils[municipality].len()
    }
}
