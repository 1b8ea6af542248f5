//! Initiatives that grow from ideas (M21 of the document).

use crate::draws;
use crate::society::{Initiative, Life, Society, Status};

impl Society {
    /// The programme's grant as this initiative has it.
    pub(crate) fn grant(&self, number: usize) -> f64 {
        let initiative = &self.initiatives[number];
        if initiative.life == Some(Life::Informal) {
            0.0
        } else {
            self.standing[initiative.programme].grant
        }
    }

    pub(crate) fn lives(&self, life: Life) -> f64 {
        self.initiatives
            .iter()
            .filter(|initiative| initiative.is_present() && initiative.life == Some(life))
            .count() as f64
    }

    pub(crate) fn grow(&mut self) {
        self.ideas = 0.0;
        if !self.parameters.mechanisms.initiatives {
            return;
        }
        for programme in 0..self.parameters.programmes.len() {
            let design = &self.parameters.programmes[programme];
            if design.grown && self.lived >= (design.start_year / self.dt).round() as u32 {
                let before: Vec<Option<Life>> = (0..self.places)
                    .map(|place| self.initiative(programme, place).life)
                    .collect();
                self.have_ideas(programme);
                self.arrive(programme);
                for (place, &life) in before.iter().enumerate() {
                    let same = self.initiative(programme, place).life == life;
                    if same && self.initiative(programme, place).is_present() {
                        self.move_on(programme, place);
                    }
                }
                self.spread(programme);
            }
        }
    }

    fn tie_count(&self, citizen: usize) -> f64 {
        let who = &self.citizens[citizen];
        who.everyday.len() as f64 + who.made.iter().map(|tie| tie.strength).sum::<f64>()
    }

    fn drive(&self, citizen: usize) -> f64 {
        self.citizens[citizen].motivation * self.citizens[citizen].efficacy
    }

    fn is_free(&self, citizen: usize, programme: usize) -> bool {
        let who = &self.citizens[citizen];
        !who.memberships[programme].active && who.refractory <= 0.0
    }

    fn have_ideas(&mut self, programme: usize) {
        let rates = self.parameters.initiatives.clone();
        let platform = 1.0 - self.parameters.barriers.missing_platform;
        let mut thinkers = Vec::new();
        for citizen in self.seats.clone() {
            let initiative = self.initiative(programme, self.citizens[citizen].place);
            let shortfall = initiative.perceived / (1.0 + initiative.perceived);
            let rate = rates.idea_rate * self.drive(citizen) * shortfall * self.tie_count(citizen)
                / rates.reference_ties
                * platform;
            let can = initiative.is_present() && self.is_free(citizen, programme);
            let chance = self.share(rate);
            let u = self
                .luck
                .coarse(citizen, self.lived + 1, draws::IDEA + programme as u32)[0];
            if can && self.luck.below(u, chance) {
                thinkers.push(citizen);
            }
        }
        self.ideas += thinkers.len() as f64;
        for citizen in thinkers {
            if self.initiative(programme, self.citizens[citizen].place).runs() {
                self.take_part(citizen, programme);
            } else {
                self.start(citizen, programme);
            }
        }
    }

    fn take_part(&mut self, citizen: usize, programme: usize) {
        let offered = self
            .initiative(programme, self.citizens[citizen].place)
            .influence_offered;
        let membership = &mut self.citizens[citizen].memberships[programme];
        if !membership.active {
            membership.active = true;
            membership.aware = true;
            membership.ownership = offered;
        }
    }

    fn start(&mut self, founder: usize, programme: usize) {
        let place = self.citizens[founder].place;
        let initiative = self.initiative_mut(programme, place);
        initiative.life = Some(if initiative.life == Some(Life::Dormant) {
            Life::Supported
        } else {
            Life::Informal
        });
        initiative.status = Status::Running;
        self.born += 1.0;
        self.take_part(founder, programme);
        let mut friends = self.citizens[founder].everyday.clone();
        friends.extend(self.citizens[founder].made.iter().map(|tie| tie.partner));
        for friend in friends {
            if self.citizens[friend].place != place || !self.is_free(friend, programme) {
                continue;
            }
            let (_, share) = self.active_ties(friend, programme);
            let chance = self.willingness(friend, programme, share) * self.parameters.asking.follow_through;
            let u = self
                .luck
                .coarse(friend, self.lived + 1, draws::IDEA + programme as u32)[1];
            if self.luck.below(u, chance) {
                self.take_part(friend, programme);
            }
        }
    }

    fn is_open(&mut self, programme: usize, place: usize) -> bool {
        let number = programme * self.places + place;
        self.initiatives[number].is_present()
            && self.luck.four(number, 0, draws::DESIGN)[2] < self.parameters.initiatives.spread_ceiling
    }

    fn sites(&self, programme: usize) -> f64 {
        self.initiatives
            .iter()
            .filter(|initiative| initiative.programme == programme)
            .filter(|initiative| matches!(initiative.life, Some(Life::Formal | Life::Professional)))
            .count() as f64
    }

    fn arrive(&mut self, programme: usize) {
        let open: Vec<usize> = (0..self.places)
            .filter(|&place| self.is_open(programme, place))
            .collect();
        let sites = self.sites(programme);
        for &place in &open {
            if self.initiative(programme, place).life != Some(Life::Unborn) {
                continue;
            }
            let rate = self.parameters.initiatives.spread_imitation * sites / open.len() as f64;
            let number = programme * self.places + place;
            let u = self.luck.four(number, self.lived + 1, draws::LIFE);
            let free: Vec<usize> = self
                .seats
                .iter()
                .copied()
                .filter(|&citizen| self.citizens[citizen].place == place && self.is_free(citizen, programme))
                .collect();
            let weight = |citizen: usize| self.drive(citizen) * self.tie_count(citizen);
            let aim = u[3] * free.iter().map(|&citizen| weight(citizen)).sum::<f64>();
            let mut cumulated = 0.0;
            let founder = free.iter().copied().find(|&citizen| {
                cumulated += weight(citizen);
                cumulated > aim
            });
            if let Some(founder) = founder
                && u[2] < self.share(rate)
            {
                self.start(founder, programme);
            }
        }
    }

    fn is_viable(&self, initiative: &Initiative) -> bool {
        let rates = &self.parameters.initiatives;
        let led = (0..self.citizens.len()).any(|citizen| {
            let who = &self.citizens[citizen];
            who.place == initiative.place
                && who.memberships[initiative.programme].active
                && self.drive(citizen) >= rates.leadership
        });
        let led = led || initiative.life == Some(Life::Professional) || rates.leadership <= 0.0;
        led && initiative.participants >= f64::from(rates.critical_mass)
    }

    fn move_on(&mut self, programme: usize, place: usize) {
        let number = programme * self.places + place;
        let u = self.luck.four(number, self.lived + 1, draws::LIFE);
        let rates = self.parameters.initiatives.clone();
        let viable = self.is_viable(&self.initiatives[number]);
        let mut support = rates.support
            * (1.0 - self.parameters.barriers.missing_platform)
            * self.standing[programme].grant;
        if self.parameters.mechanisms.politics && self.is_election_year() {
            support /= self.parameters.politics.pre_election_factor;
        }
        let was = self.initiatives[number].life.expect("it grows from ideas");
        let happens = |rate: f64, u: f64| u < self.share(rate);
        let now = match (was, viable) {
            (Life::Informal, true) if happens(support, u[0]) => Life::Supported,
            (Life::Supported, true) if happens(rates.formalisation, u[0]) => Life::Formal,
            (Life::Informal, false) if happens(rates.informal_end, u[1]) => Life::Unborn,
            (Life::Supported | Life::Formal | Life::Professional, false) if happens(rates.dormancy, u[1]) => {
                Life::Dormant
            }
            (Life::Dormant, _) if happens(rates.dormant_end, u[1]) => Life::Unborn,
            _ => was,
        };
        let initiative = &mut self.initiatives[number];
        initiative.opened = (was, now) == (Life::Informal, Life::Supported);
        initiative.life = Some(now);
        if matches!(now, Life::Unborn | Life::Dormant) {
            initiative.status = Status::Preparing(u32::MAX);
        }
    }

    fn spread(&mut self, programme: usize) {
        let rates = self.parameters.initiatives.clone();
        let u = self.luck.fine(programme, self.lived + 1, draws::SPREAD);
        if self.proven[programme] {
            let potential = (rates.spread_ceiling * f64::from(rates.municipalities)).round();
            let have = 1.0 + self.elsewhere[programme];
            let hazard = rates.spread_innovation + rates.spread_imitation * have / f64::max(1.0, potential);
            if potential > have {
                self.elsewhere[programme] += draws::binomial(potential - have, self.share(hazard), u);
            }
        }
        if self.sites(programme) > 0.0 {
            self.proven[programme] = true;
        }
        let sites = self.sites(programme) + self.elsewhere[programme];
        if sites > f64::from(rates.professional_sites) {
            self.taken_over[programme] = true;
        }
        if self.taken_over[programme] {
            for place in 0..self.places {
                let initiative = self.initiative_mut(programme, place);
                if initiative.life == Some(Life::Formal) {
                    initiative.life = Some(Life::Professional);
                }
            }
        }
    }
}
