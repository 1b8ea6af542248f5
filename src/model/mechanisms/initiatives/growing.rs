//! M21: how ideas, arrivals and the stages of life change a society.
//!
//! For each grown programme in turn: citizens have ideas (rate of `life.rs`), neighbourhoods take up what works in others of
//! the municipality at the rate `q · sites/potential`, municipalities take it up at the hazard of `spread.rs`, initiatives
//! move on or end (`life.rs`), and it spreads beyond the run. A founder asks all ties in the neighbourhood, and each follows
//! with the probability `W φ` (M3, M4).
//!
//! Sources: I-01, C-04, B-24, Ev-39. Bites between the council's decisions and facilitation.

use crate::model::lane::{LANES, lanes};
use crate::model::mathematics::probability_f64;
use crate::model::mechanisms::active_ties::ActiveTies;
use crate::model::mechanisms::initiatives::life::{self, Circumstances, Life};
use crate::model::mechanisms::initiatives::spread;
use crate::model::mechanisms::opening::{NEVER, Status};
use crate::model::mechanisms::parts::parameters::Parameters;
use crate::model::mechanisms::{Initiative, Society, design_draw, fatigue, willingness};
use crate::model::municipality::municipality_of;
use crate::random::{Draws, Purpose, PurposePerProgramme};

/// Whether a citizen has an idea, and whether he or she follows a founder; by citizen.
const IDEA: PurposePerProgramme = PurposePerProgramme(800);

/// Whether a municipality of the run would take a programme up (at step 0), whether it does, and through whom; by
/// programme, then municipality.
pub(in crate::model) const ADOPTION: Purpose = Purpose(207);

/// How a grown initiative moves on, ends, arrives from elsewhere, and through whom; by initiative.
pub(in crate::model) const LIFE: Purpose = Purpose(204);

impl Society {
    /// Ideas are born, initiatives move on or end, and what works spreads.
    pub(in crate::model) fn grow_initiatives(&mut self) {
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
            for municipality in 0..self.municipalities() {
                self.take_up_from_neighbours(programme, municipality, &mut founded);
            }
            self.take_up_from_other_municipalities(programme, &mut founded);
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
        block.present() & fatigue::rested(block) & !block.memberships[programme].active
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
            let rate = life::idea_rate(initiative.outcome.perceived_shortfall(), &self.parameters);
            let purpose = IDEA.of(programme);
            self.draws
                .fill(&block.ids, self.draw_step(), purpose, &mut uniforms);
            for lane in lanes(self.free(index, programme)) {
                let own = rate * self.drive(index, lane) * self.ties_of(index, lane);
                if f64::from(uniforms[0][lane]) < probability_f64(own, self.step_years) {
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
                self.found(programme, index, lane, Life::Informal);
                founded[place] = true;
            }
        }
    }

    /// Neighbourhoods without it take up what works in others of the municipality, each through one citizen.
    fn take_up_from_neighbours(&mut self, programme: usize, municipality: usize, founded: &mut [bool]) {
        let open = |society: &Self, initiative: &Initiative| {
            initiative.is_present() && is_open_to_spread(initiative, &society.parameters, &society.draws)
        };
        let count = |of: &dyn Fn(&Initiative) -> bool| {
            let all = self.initiatives_in(programme, municipality);
            all.filter(|&number| of(&self.initiatives[number])).count() as f64
        };
        let sites = count(&|initiative| initiative.life.is_site());
        let potential = count(&|initiative| open(self, initiative));
        if sites == 0.0 || potential == 0.0 {
            return;
        }
        let rate = self.parameters.initiatives.spread_imitation * sites / potential;
        for place in self.neighbourhoods_of(municipality) {
            let number = self.initiative_of(programme, place);
            let initiative = &self.initiatives[number];
            if initiative.life != Life::Unborn || founded[place] || !open(self, initiative) {
                continue;
            }
            let [_, _, arrives, whom] = self.draws.uniforms(number as u32, self.draw_step(), LIFE);
            if arrives < probability_f64(rate, self.step_years)
                && let Some((index, lane)) = self.find_founder(programme, &[place], whom)
            {
                self.found(programme, index, lane, Life::Informal);
                founded[place] = true;
            }
        }
    }

    /// Municipalities without it take up what works in others: each helps one citizen to begin, wherever he or she lives.
    fn take_up_from_other_municipalities(&mut self, programme: usize, founded: &mut [bool]) {
        let spread = &self.spread[programme];
        if self.municipalities() == 1 || !spread.is_proven() {
            return;
        }
        let initiatives = &self.parameters.initiatives;
        let potential = spread::potential(self.municipalities_for(programme), initiatives);
        let rate = spread.hazard(potential, initiatives);
        for municipality in 0..self.municipalities() {
            let number = self.number_of_take_up(programme, municipality);
            let [_, arrives, whom, _] = self.draws.uniforms(number, self.draw_step(), ADOPTION);
            let helped = |index: usize| self.initiatives[index].life == Life::Supported;
            if self.spread[programme].proven[municipality]
                || !self.would_take_up(programme, municipality)
                || self.initiatives_in(programme, municipality).any(helped)
                || arrives >= probability_f64(rate, self.step_years)
            {
                continue;
            }
            let without = |&place: &usize| {
                let initiative = &self.initiatives[self.initiative_of(programme, place)];
                initiative.is_present() && initiative.life == Life::Unborn
            };
            let places: Vec<usize> = self.neighbourhoods_of(municipality).filter(without).collect();
            if let Some((index, lane)) = self.find_founder(programme, &places, whom) {
                let place = self.blocks[index].neighbourhood;
                founded[place] = true;
                self.found(programme, index, lane, Life::Supported);
                let number = self.initiative_of(programme, place);
                self.totals.just_opened[number] = true;
            }
        }
    }

    /// Number of a municipality's taking up of a programme, which addresses its draws.
    fn number_of_take_up(&self, programme: usize, municipality: usize) -> u32 {
        (programme * self.municipalities() + municipality) as u32
    }

    /// Whether a municipality would take up what works in others.
    fn would_take_up(&self, programme: usize, municipality: usize) -> bool {
        let number = self.number_of_take_up(programme, municipality);
        let [open, ..] = self.draws.uniforms(number, 0, ADOPTION);
        let present = |index: usize| self.initiatives[index].is_present();
        open < self.parameters.initiatives.spread_ceiling
            && self.initiatives_in(programme, municipality).any(present)
    }

    /// Municipalities of the run that have a programme or would take it up.
    fn municipalities_for(&self, programme: usize) -> f64 {
        let proven = self.spread[programme].proven.iter().enumerate();
        proven
            .filter(|&(municipality, &proven)| proven || self.would_take_up(programme, municipality))
            .count() as f64
    }

    /// A citizen of some neighbourhoods, in proportion to drive times ties.
    fn find_founder(&self, programme: usize, places: &[usize], uniform: f64) -> Option<(usize, usize)> {
        let mut candidates = Vec::new();
        let mut cumulated = 0.0;
        for (index, block) in self.blocks.iter().enumerate() {
            if places.contains(&block.neighbourhood) {
                for lane in lanes(self.free(index, programme)) {
                    cumulated += self.drive(index, lane) * self.ties_of(index, lane);
                    candidates.push((cumulated, (index, lane)));
                }
            }
        }
        let aim = uniform * cumulated;
        candidates
            .into_iter()
            .find(|&(until, _)| until > aim)
            .map(|(_, seat)| seat)
    }

    /// A citizen starts an initiative and asks everyone he or she is tied to in the neighbourhood.
    fn found(&mut self, programme: usize, index: usize, lane: usize, begins: Life) {
        let place = self.blocks[index].neighbourhood;
        let number = self.initiative_of(programme, place);
        let initiative = &mut self.initiatives[number];
        initiative.life = if initiative.life == Life::Dormant {
            Life::Supported
        } else {
            begins
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
        let offer = self.offer_of(self.initiative_of(programme, block.neighbourhood));
        let ties = if self.rates.count_ties() {
            let neighbours = self.active_neighbours[programme].of(index);
            ActiveTies::of(block, &self.network, &self.active[programme], neighbours)
        } else {
            ActiveTies::NONE
        };
        let willing = f64::from(willingness::willing(block, programme, &ties, &offer, &self.rates)[lane]);
        let mut uniforms = [[0.0]; 4];
        let purpose = IDEA.of(programme);
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
            membership.awareness.aware |= bit;
            membership.ownership[lane] = self.initiatives[number].ownership.influence_offered as f32;
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
            let [on, end, ..] = self.draws.uniforms(number as u32, self.draw_step(), LIFE);
            let met = Circumstances {
                participants: self.initiatives[number].active,
                leadership: self.leadership(programme, place),
                support_per_year,
                on,
                end,
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

    /// Municipalities elsewhere take it up, and an association across them may take it over.
    fn spread_beyond(&mut self, programme: usize) {
        let now = self.now();
        let here = self.municipalities_for(programme);
        let municipalities = self.municipalities();
        let initiatives = &self.parameters.initiatives;
        let spread = &mut self.spread[programme];
        spread.go_on(programme, here, initiatives, &now);
        let start = programme * self.unit_of.len();
        let own = &mut self.initiatives[start..start + self.unit_of.len()];
        for initiative in own.iter().filter(|initiative| initiative.life.is_site()) {
            spread.proven[municipality_of(initiative.neighbourhood, municipalities)] = true;
        }
        spread.professional |= spread.municipalities() > f64::from(initiatives.professional_municipalities);
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

/// Whether what works in other neighbourhoods would be taken up here (M21).
fn is_open_to_spread(initiative: &Initiative, parameters: &Parameters, draws: &Draws) -> bool {
    let [_, _, open] = design_draw(initiative.programme, initiative.neighbourhood, parameters, draws);
    open < parameters.initiatives.spread_ceiling
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::Model;
    use crate::model::executor::Serial;
    use crate::random::Draws;
    use crate::scenario::Scenario;

    const ALL: usize = 98;
    const YEARS: [u32; 4] = [2, 4, 6, 9];

    /// Mean and standard deviation of the number that has it, one at the start, after some years of weeks: the chain in
    /// which each of those left takes it up with the probability `1 - exp(-(p + q N/K) dt)`.
    fn chain(p: f64, q: f64) -> Vec<(f64, f64)> {
        let mut law = vec![0.0; ALL + 1];
        law[1] = 1.0;
        let mut found = Vec::new();
        for week in 1..=52 * YEARS[YEARS.len() - 1] {
            let mut next = vec![0.0; ALL + 1];
            for (have, &weight) in law.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
                let left = ALL - have;
                let chance = probability_f64(p + q * have as f64 / ALL as f64, 1.0 / 52.0);
                let mut probability = libm::pow(1.0 - chance, left as f64);
                for more in 0..=left {
                    next[have + more] += weight * probability;
                    probability *= (left - more) as f64 / (more + 1) as f64 * chance / (1.0 - chance);
                }
            }
            law = next;
            if YEARS.contains(&(week / 52)) && week.is_multiple_of(52) {
                let moment = |of: fn(f64) -> f64| {
                    let terms = law.iter().enumerate();
                    terms.map(|(have, weight)| weight * of(have as f64)).sum::<f64>()
                };
                let mean = moment(|have| have);
                found.push((mean, (moment(|have| have * have) - mean * mean).sqrt()));
            }
        }
        found
    }

    /// Adoption among so many municipalities of the run, and the count of those elsewhere, when a founder is enough.
    fn adoption(municipalities: usize, replication: u32) -> Vec<f64> {
        let text = format!(
            "[population]\ncitizens = {}\nneighbourhoods = {municipalities}\n\
             [organisation]\nunits = {municipalities}\nmunicipalities = {municipalities}\n\
             [simulation]\ntick = \"week\"\n\
             [initiatives]\nidea_rate = 0.0\nspread_innovation = 0.02\nspread_imitation = 0.8\nspread_ceiling = 1.0\n\
             [programme.club]\ngrown = true\nestablished = false\ninitial_participants = 0.0\n\
             initiator = \"citizens\"\nrole = \"co_initiator\"\nstages = [\"co_planning\", \"co_delivery\"]\n",
            3 * municipalities
        );
        let scenario = Scenario::from_text(Path::new("club.toml"), &text, &[]).expect("it has no faults");
        let model = Model::new(&scenario.setup);
        let mut society = model.born(&Draws::new(1, replication), &Serial);
        society.spread[0].proven[0] = true;
        society.initiatives[0].life = Life::Formal;
        society.initiatives[0].status = Status::Running;
        let mut found = Vec::new();
        for week in 1..=52 * YEARS[YEARS.len() - 1] {
            society.take_up_from_other_municipalities(0, &mut vec![false; municipalities]);
            society.spread_beyond(0);
            for (place, initiative) in society.initiatives.iter().enumerate() {
                society.spread[0].proven[place] |= initiative.life.is_awake();
            }
            society.end_step();
            if YEARS.contains(&(week / 52)) && week.is_multiple_of(52) {
                found.push(society.spread[0].municipalities());
            }
        }
        found
    }

    /// Whether municipalities are in the run or are a count, adoption among them is that of Bass.
    #[test]
    fn adoption_among_municipalities_follows_bass() {
        let expected = chain(0.02, 0.8);
        for municipalities in [ALL, ALL / 2] {
            const REPLICATIONS: u32 = 60;
            let lives: Vec<Vec<f64>> = (0..REPLICATIONS)
                .map(|replication| adoption(municipalities, replication))
                .collect();
            for (index, (mean, sd)) in expected.iter().enumerate() {
                let found = lives.iter().map(|life| life[index]).sum::<f64>() / f64::from(REPLICATIONS);
                let error = sd / f64::from(REPLICATIONS).sqrt();
                assert!(
                    (found - mean).abs() < 4.0 * error,
                    "year {}, {municipalities} of {ALL} live: {found}, expected {mean} ± {error}",
                    YEARS[index]
                );
            }
        }
    }
}
