//! Initiatives grow from citizens' ideas, live and spread (M21).

use crate::model::active_ties::ActiveTies;
use crate::model::block::{LANES, bits_where, lanes};
use crate::model::citizen;
use crate::model::facilitation;
use crate::model::initiative::{Initiative, NEVER, Status, is_open_to_spread};
use crate::model::life::{self, Circumstances, Life};
use crate::model::outcome::perceived_shortfall;
use crate::model::purpose;
use crate::model::society::Society;
use crate::random::Purpose;

impl Society {
    /// Ideas are born, initiatives move on or end, and what works spreads.
    pub(in crate::model) fn grow(&mut self) {
        self.totals.ideas = 0.0;
        if !self.parameters.mechanisms.initiatives {
            return;
        }
        for programme in 0..self.programmes() {
            let design = &self.parameters.programmes[programme];
            if !design.grown || self.step < (design.start_year / self.step_years).round() as u32 {
                continue;
            }
            let mut founded = vec![false; self.neighbourhoods()];
            self.have_ideas(programme, &mut founded);
            self.take_up_from_neighbours(programme, &mut founded);
            self.move_on(programme, &founded);
            self.spread_beyond(programme);
        }
    }

    fn initiative_of(&self, programme: usize, place: usize) -> usize {
        programme * self.neighbourhoods() + place
    }

    /// Ties of a citizen: everyday ones, and the strength of those made by taking part.
    fn ties_of(&self, index: usize, lane: usize) -> f64 {
        let block = &self.blocks[index];
        let everyday = self.network.ties(block.first_row + lane as u32).len() as f64;
        let made = block.acquaintances[lane].iter();
        everyday + made.map(|tie| f64::from(tie.strength)).sum::<f64>()
    }

    /// Motivation times self-efficacy.
    fn drive(&self, index: usize, lane: usize) -> f64 {
        let state = &self.blocks[index].state;
        f64::from(state.motivation[lane]) * f64::from(state.efficacy[lane])
    }

    /// Citizens of a block who could start the initiative or join it.
    fn free(&self, index: usize, programme: usize) -> u64 {
        let block = &self.blocks[index];
        let rested = bits_where(|lane| block.state.refractory_years[lane] <= 0.0);
        block.present() & rested & !block.memberships[programme].active
    }

    /// Citizens have ideas; each starts an initiative, wakes one, or brings the idea to the one there is.
    fn have_ideas(&mut self, programme: usize, founded: &mut [bool]) {
        let mut with_idea = Vec::new();
        let mut uniforms = [[0.0; LANES]; 4];
        for (index, block) in self.blocks.iter().enumerate() {
            let initiative = &self.initiatives[self.initiative_of(programme, block.neighbourhood)];
            if !initiative.is_present() {
                continue;
            }
            let rate = life::idea_rate(perceived_shortfall(initiative), &self.parameters);
            let purpose = Purpose(purpose::IDEA + programme as u32);
            self.draws
                .fill(&block.ids, self.draw_step(), purpose, &mut uniforms);
            for lane in lanes(self.free(index, programme)) {
                let own = rate * self.drive(index, lane) * self.ties_of(index, lane);
                if f64::from(uniforms[0][lane]) < life::chance(own, self.step_years) {
                    with_idea.push((index, lane));
                }
            }
        }
        self.totals.ideas += with_idea.len() as f64;
        for (index, lane) in with_idea {
            let place = self.blocks[index].neighbourhood;
            let initiative = self.initiative_of(programme, place);
            if self.initiatives[initiative].life.is_awake() {
                self.enter(programme, index, lane);
            } else {
                self.found(programme, index, lane);
                founded[place] = true;
            }
        }
    }

    /// Neighbourhoods without it take up what works in others, each through one citizen.
    fn take_up_from_neighbours(&mut self, programme: usize, founded: &mut [bool]) {
        let of_programme = |society: &Self| {
            let start = society.initiative_of(programme, 0);
            start..start + society.neighbourhoods()
        };
        let open = |society: &Self, initiative: &Initiative| {
            initiative.is_present() && is_open_to_spread(initiative, &society.parameters, &society.draws)
        };
        let all = &self.initiatives[of_programme(self)];
        let sites = all.iter().filter(|initiative| initiative.life.is_site()).count() as f64;
        let potential = all.iter().filter(|initiative| open(self, initiative)).count() as f64;
        if sites == 0.0 || potential == 0.0 {
            return;
        }
        let rate = self.parameters.initiatives.spread_imitation * sites / potential;
        for place in 0..self.neighbourhoods() {
            let number = self.initiative_of(programme, place);
            let initiative = &self.initiatives[number];
            if initiative.life != Life::Unborn || founded[place] || !open(self, initiative) {
                continue;
            }
            let [_, _, arrives, whom] = self
                .draws
                .uniforms(number as u32, self.draw_step(), purpose::LIFE);
            if arrives < life::chance(rate, self.step_years)
                && let Some((index, lane)) = self.find_founder(programme, place, whom)
            {
                self.found(programme, index, lane);
                founded[place] = true;
            }
        }
    }

    /// A citizen of the neighbourhood, in proportion to drive times ties.
    fn find_founder(&self, programme: usize, place: usize, luck: f64) -> Option<(usize, usize)> {
        let mut candidates = Vec::new();
        let mut cumulated = 0.0;
        for (index, block) in self.blocks.iter().enumerate() {
            if block.neighbourhood == place {
                for lane in lanes(self.free(index, programme)) {
                    cumulated += self.drive(index, lane) * self.ties_of(index, lane);
                    candidates.push((cumulated, (index, lane)));
                }
            }
        }
        let aim = luck * cumulated;
        candidates
            .into_iter()
            .find(|&(until, _)| until > aim)
            .map(|(_, seat)| seat)
    }

    /// A citizen starts an initiative and asks everyone he or she is tied to in the neighbourhood.
    fn found(&mut self, programme: usize, index: usize, lane: usize) {
        let place = self.blocks[index].neighbourhood;
        let number = self.initiative_of(programme, place);
        let initiative = &mut self.initiatives[number];
        initiative.life = if initiative.life == Life::Dormant {
            Life::Supported
        } else {
            Life::Informal
        };
        initiative.status = Status::Running;
        self.totals.opened += 1.0;
        self.enter(programme, index, lane);
        let block = &self.blocks[index];
        let mut asked = self.network.ties(block.first_row + lane as u32).to_vec();
        let made = block.acquaintances[lane].iter().filter(|tie| tie.strength > 0.0);
        asked.extend(made.map(|tie| tie.partner));
        for position in asked {
            let (other, seat) = (position as usize / LANES, position as usize % LANES);
            let lives_here = self.blocks[other].neighbourhood == place;
            if lives_here
                && self.free(other, programme) >> seat & 1 == 1
                && self.follows(programme, other, seat)
            {
                self.enter(programme, other, seat);
            }
        }
    }

    /// Whether a citizen who is asked by a founder turns up: `u < W φ`.
    fn follows(&self, programme: usize, index: usize, lane: usize) -> bool {
        let block = &self.blocks[index];
        let culture = self.culture(block.neighbourhood);
        let offer = facilitation::offer(
            &self.initiatives[self.initiative_of(programme, block.neighbourhood)],
            &self.units[self.unit_of[block.neighbourhood]],
            &culture,
            &self.parameters,
            &self.standing[programme],
            self.constants.trust.mean,
            (self.step, self.step_years, self.steps_per_year),
        );
        let ties = if self.rates.count_ties() {
            let neighbours = self.active_neighbours[programme].of(index);
            ActiveTies::of(block, &self.network, &self.active[programme], neighbours)
        } else {
            ActiveTies::NONE
        };
        let willing = f64::from(citizen::willing(block, programme, &ties, &offer, &self.rates)[lane]);
        let mut uniforms = [[0.0]; 4];
        let purpose = Purpose(purpose::IDEA + programme as u32);
        self.draws
            .fill(&[block.ids[lane]], self.draw_step(), purpose, &mut uniforms);
        f64::from(uniforms[1][0]) < willing * self.parameters.asking.follow_through
    }

    /// A citizen takes part from now on.
    fn enter(&mut self, programme: usize, index: usize, lane: usize) {
        let place = self.blocks[index].neighbourhood;
        let number = self.initiative_of(programme, place);
        let membership = &mut self.blocks[index].memberships[programme];
        let bit = 1 << lane;
        if membership.active & bit == 0 {
            membership.active |= bit;
            membership.aware |= bit;
            membership.ownership[lane] = self.initiatives[number].influence_offered as f32;
        }
    }

    /// Initiatives that were there before this step move on, fall asleep or end.
    fn move_on(&mut self, programme: usize, founded: &[bool]) {
        let grant = self.standing[programme].grant;
        let support_per_year = life::support_rate(grant, self.year(), &self.parameters);
        for (place, &just_founded) in founded.iter().enumerate() {
            let number = self.initiative_of(programme, place);
            if just_founded || !self.initiatives[number].is_present() {
                continue;
            }
            let [on, end, ..] = self
                .draws
                .uniforms(number as u32, self.draw_step(), purpose::LIFE);
            let met = Circumstances {
                participants: self.initiatives[number].active,
                leadership: self.leadership(programme, place),
                support_per_year,
                luck: (on, end),
            };
            let initiative = &mut self.initiatives[number];
            let before = initiative.life;
            initiative.life = before.after(&met, &self.parameters, self.step_years);
            if !initiative.life.is_awake() {
                initiative.status = Status::Preparing { opens: NEVER };
            }
            // The municipality sets up its part once, when it first takes the group up.
            self.totals.just_opened[number] = before == Life::Informal && initiative.life == Life::Supported;
        }
    }

    /// Largest drive among the participants who live in a neighbourhood.
    fn leadership(&self, programme: usize, place: usize) -> f64 {
        let mut most = 0.0_f64;
        for (index, block) in self.blocks.iter().enumerate() {
            if block.neighbourhood == place {
                for lane in lanes(block.memberships[programme].active) {
                    most = most.max(self.drive(index, lane));
                }
            }
        }
        most
    }

    /// Other municipalities take it up, and an association across them may take it over.
    fn spread_beyond(&mut self, programme: usize) {
        let time = (self.draw_step(), self.step_years);
        let initiatives = &self.parameters.initiatives;
        let spread = &mut self.spread[programme];
        spread.go_on(programme, initiatives, time, &self.draws);
        let start = programme * self.unit_of.len();
        let own = &mut self.initiatives[start..start + self.unit_of.len()];
        let sites = own.iter().filter(|initiative| initiative.life.is_site()).count() as f64;
        spread.proven |= sites > 0.0;
        spread.professional |= sites + spread.elsewhere > f64::from(initiatives.professional_sites);
        if spread.professional {
            for initiative in own
                .iter_mut()
                .filter(|initiative| initiative.life == Life::Formal)
            {
                initiative.life = Life::Professional;
            }
        }
    }
}
