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
                for municipality in 0..self.municipalities() {
                    self.arrive(programme, municipality);
                }
                self.arrive_from_other_municipalities(programme);
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

    /// A citizen of these neighbourhoods by weight, and luck.
    fn founder(&self, programme: usize, places: &[usize], luck: f64) -> Option<usize> {
        let free: Vec<usize> = self
            .seats
            .iter()
            .copied()
            .filter(|&citizen| {
                places.contains(&self.citizens[citizen].place) && self.is_free(citizen, programme)
            })
            .collect();
        let weight = |citizen: usize| self.drive(citizen) * self.tie_count(citizen);
        let aim = luck * free.iter().map(|&citizen| weight(citizen)).sum::<f64>();
        let mut cumulated = 0.0;
        free.into_iter().find(|&citizen| {
            cumulated += weight(citizen);
            cumulated > aim
        })
    }

    fn arrive(&mut self, programme: usize, municipality: usize) {
        let open: Vec<usize> = (0..self.places)
            .filter(|&place| self.lies_in(place, municipality) && self.is_open(programme, place))
            .collect();
        let is_site = |life: Option<Life>| matches!(life, Some(Life::Formal | Life::Professional));
        let sites = (0..self.places)
            .filter(|&place| self.lies_in(place, municipality))
            .filter(|&place| is_site(self.initiative(programme, place).life))
            .count() as f64;
        for &place in &open {
            if self.initiative(programme, place).life != Some(Life::Unborn) {
                continue;
            }
            let rate = self.parameters.initiatives.spread_imitation * sites / open.len() as f64;
            let number = programme * self.places + place;
            let u = self.luck.four(number, self.lived + 1, draws::LIFE);
            if u[2] < self.share(rate)
                && let Some(founder) = self.founder(programme, &[place], u[3])
            {
                self.start(founder, programme);
            }
        }
    }

    /// Municipalities of the run that have it or would take it up.
    fn takers(&self, programme: usize) -> Vec<usize> {
        (0..self.municipalities())
            .filter(|&municipality| {
                let number = programme * self.municipalities() + municipality;
                let present = (0..self.places)
                    .filter(|&place| self.lies_in(place, municipality))
                    .any(|place| self.initiative(programme, place).is_present());
                let would = self.luck.four(number, 0, draws::ADOPTION)[0];
                self.proven[programme][municipality]
                    || (present && would < self.parameters.initiatives.spread_ceiling)
            })
            .collect()
    }

    /// Municipalities that have it, and all that would ever have it: `N` and `K`.
    fn diffusion(&self, programme: usize) -> (f64, f64) {
        let rates = &self.parameters.initiatives;
        let ours = self.proven[programme].iter().filter(|&&proven| proven).count() as f64;
        let ceiling = (rates.spread_ceiling * f64::from(rates.municipalities)).round();
        let potential = [ceiling, self.takers(programme).len() as f64, 1.0];
        let potential = potential.into_iter().fold(0.0, f64::max);
        (ours + self.elsewhere[programme], potential)
    }

    fn arrive_from_other_municipalities(&mut self, programme: usize) {
        let (have, potential) = self.diffusion(programme);
        let rates = self.parameters.initiatives.clone();
        if have == 0.0 {
            return;
        }
        let chance = self.share(rates.spread_innovation + rates.spread_imitation * have / potential);
        for municipality in self.takers(programme) {
            let number = programme * self.municipalities() + municipality;
            let u = self.luck.four(number, self.lived + 1, draws::ADOPTION);
            let own: Vec<usize> = (0..self.places)
                .filter(|&place| self.lies_in(place, municipality))
                .collect();
            let helped = own
                .iter()
                .any(|&place| self.initiative(programme, place).life == Some(Life::Supported));
            if self.proven[programme][municipality] || helped || u[1] >= chance {
                continue;
            }
            let unborn: Vec<usize> = own
                .into_iter()
                .filter(|&place| {
                    let initiative = self.initiative(programme, place);
                    initiative.is_present() && initiative.life == Some(Life::Unborn)
                })
                .collect();
            if let Some(founder) = self.founder(programme, &unborn, u[2]) {
                self.start(founder, programme);
                let place = self.citizens[founder].place;
                let initiative = self.initiative_mut(programme, place);
                initiative.life = Some(Life::Supported);
                initiative.opened = true;
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
        let (have, potential) = self.diffusion(programme);
        if self.proven[programme].contains(&true) {
            let hazard = rates.spread_innovation + rates.spread_imitation * have / potential;
            let outside = f64::from(rates.municipalities) - self.municipalities() as f64;
            let room = f64::min(potential - self.takers(programme).len() as f64, outside);
            if room > self.elsewhere[programme] {
                let left = room - self.elsewhere[programme];
                self.elsewhere[programme] += draws::binomial(left, self.share(hazard), u);
            }
        }
        for place in 0..self.places {
            let life = self.initiative(programme, place).life;
            if matches!(life, Some(Life::Formal | Life::Professional)) {
                let municipality = place % self.municipalities();
                self.proven[programme][municipality] = true;
            }
        }
        let proven = self.proven[programme].iter().filter(|proven| **proven).count();
        if proven as f64 + self.elsewhere[programme] > f64::from(rates.professional_municipalities) {
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
