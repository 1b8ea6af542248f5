//! The state of a society: citizens, professionals, initiatives, council.

use super::block::{Block, LANES, lanes};
use super::citizen::{self, Surroundings};
use super::cost::{self, Use};
use super::executor::Executor;
use super::facilitation::{self, StaffTime, Standing};
use super::initiative::{Initiative, Status, index_of};
use super::network::Network;
use super::offer::Offer;
use super::organisation::{Culture, Unit};
use super::outcome;
use super::parameters::Parameters;
use super::politics::{self, Council, Sight};
use super::production::Technology;
use super::professional::{Contact, Professional, toward};
use super::rates::Rates;
use super::setup::{EventKind, Setup};
use super::social_capital::{self, Encounters};
use super::sums::{CitizenSums, ProgrammeSums};
use super::{backlash, ownership};
use crate::random::Draws;

/// A society in the course of a run.
pub struct Society {
    /// Steps lived so far; the step under way has this number, its draws the next.
    pub(super) step: u32,
    pub(super) step_years: f64,
    pub(super) steps_per_year: u32,
    pub(super) draws: Draws,
    pub(super) parameters: Parameters,
    pub(super) rates: Rates,
    pub(super) network: Network,
    pub(super) blocks: Vec<Block>,
    /// Who took part at the end of the last step: by programme, one word per block.
    pub(super) active: Vec<Vec<u64>>,
    pub(super) professionals: Vec<Professional>,
    pub(super) units: Vec<Unit>,
    /// The unit that serves each neighbourhood.
    pub(super) unit_of: Vec<usize>,
    /// Initiatives by programme, then neighbourhood.
    pub(super) initiatives: Vec<Initiative>,
    pub(super) staff_time: Vec<StaffTime>,
    pub(super) offers: Vec<Offer>,
    pub(super) standing: Vec<Standing>,
    pub(super) council: Council,
    /// Part of professional hours that cuts have left.
    pub(super) hours_left: f64,
    pub(super) constants: Constants,
    pub(super) totals: Totals,
}

/// Quantities of the population that do not change in a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Constants {
    pub(super) citizens: f64,
    pub(super) ses_mean: f64,
    pub(super) affectedness: f64,
    /// Mean affectedness, weighted by affectedness: what those in need need.
    pub(super) affectedness_of_need: f64,
    pub(super) citizens_by_quartile: [f64; 4],
}

/// What the last step added up to.
#[derive(Clone, Debug, Default)]
pub(super) struct Totals {
    pub(super) citizens: CitizenSums,
    /// In the order of the initiatives.
    pub(super) initiatives: Vec<ProgrammeSums>,
    pub(super) incidents: f64,
    pub(super) opened: f64,
    pub(super) public_value: f64,
    pub(super) efficiency_at_start: f64,
    /// Initiatives that opened in the last step.
    pub(super) just_opened: Vec<bool>,
    /// Incidents of the last step, by initiative.
    pub(super) incidents_by_initiative: Vec<f64>,
}

impl Society {
    pub(super) fn neighbourhoods(&self) -> usize {
        self.unit_of.len()
    }

    pub(super) fn programmes(&self) -> usize {
        self.parameters.programmes.len()
    }

    /// Time at the beginning of the step under way, in years.
    pub(super) fn year(&self) -> f64 {
        f64::from(self.step) * self.step_years
    }

    fn culture(&self, neighbourhood: usize) -> Culture {
        Culture::new(
            &self.parameters,
            self.units[self.unit_of[neighbourhood]].zero_error_memory,
        )
    }

    /// Number that addresses the draws of the step under way.
    fn draw_step(&self) -> u32 {
        self.step + 1
    }

    /// Parameters change, and events happen.
    pub(super) fn meet_events(&mut self, setup: &Setup) {
        if let Some(phase) = setup
            .phases
            .iter()
            .find(|phase| phase.from_step == self.step && self.step > 0)
        {
            self.parameters = phase.parameters.clone();
            self.rates = Rates::new(&self.parameters, self.step_years, self.steps_per_year);
            self.refresh_fixed_weights();
        }
        let now = self.step;
        for event in setup.events.iter().filter(|event| event.step == now) {
            self.happen(&event.kind);
        }
    }

    fn happen(&mut self, event: &EventKind) {
        match *event {
            EventKind::GrantEnds { programme, share } => self.standing[programme].grant *= 1.0 - share,
            EventKind::StaffCut { share } => {
                self.hours_left *= 1.0 - share;
                self.strike_if_substituting();
            }
            EventKind::Campaign {
                programme,
                intensity,
                steps,
            } => {
                self.standing[programme].campaign = intensity;
                self.standing[programme].campaign_ends = self.step + steps;
            }
            EventKind::Shock { share } => self.lose_most_motivated(share),
            EventKind::Election => {
                self.council = Council::elected(self.draw_step(), &self.parameters, &self.draws)
            }
        }
    }

    /// Cutting staff while citizens substitute provokes the backlash, once for the fiercest programme.
    fn strike_if_substituting(&mut self) {
        use super::design::Relation;
        let fiercest = self
            .initiatives
            .iter()
            .filter(|initiative| initiative.is_running())
            .map(|initiative| &self.parameters.programmes[initiative.programme])
            .filter(|programme| programme.relation == Relation::Substitutive)
            .map(|programme| backlash::strength(&self.parameters, programme))
            .fold(0.0, f64::max);
        self.strike(fiercest, None);
    }

    /// The backlash strikes one neighbourhood, or all.
    fn strike(&mut self, strength: f64, neighbourhood: Option<usize>) {
        if strength <= 0.0 || !self.parameters.mechanisms.backlash {
            return;
        }
        let hit = |place: usize| neighbourhood.is_none_or(|only| only == place);
        for block in self.blocks.iter_mut().filter(|block| hit(block.neighbourhood)) {
            backlash::strike_citizens(block, &self.parameters, strength);
        }
        let struck: Vec<usize> = match neighbourhood {
            // A unit that serves several neighbourhoods is struck once for each, by that part of it.
            Some(place) => vec![self.unit_of[place]],
            None => (0..self.units.len()).collect(),
        };
        for unit in struck {
            let part = neighbourhood.map_or(1.0, |place| {
                self.citizens_in(place) / self.units[unit].citizens.max(1.0)
            });
            let members = self.units[unit].professionals.clone();
            backlash::strike_professionals(
                &mut self.professionals[members],
                &self.parameters,
                strength * part,
            );
        }
    }

    fn citizens_in(&self, neighbourhood: usize) -> f64 {
        self.initiatives
            .get(neighbourhood)
            .map_or(0.0, |initiative| initiative.citizens)
    }

    /// The most motivated participants leave at once.
    fn lose_most_motivated(&mut self, share: f64) {
        let mut participants: Vec<(f32, usize, usize)> = Vec::new();
        for (index, block) in self.blocks.iter().enumerate() {
            participants
                .extend(lanes(block.active_in_any()).map(|lane| (block.state.motivation[lane], index, lane)));
        }
        participants.sort_by(|one, other| other.0.total_cmp(&one.0));
        let leaving = (share * participants.len() as f64).round() as usize;
        for &(_, block, lane) in &participants[..leaving] {
            for membership in &mut self.blocks[block].memberships {
                membership.active &= !(1 << lane);
                membership.ownership[lane] = 0.0;
            }
        }
        self.take_snapshot();
    }

    /// The council decides, initiatives open, goals are evaluated.
    pub(super) fn govern(&mut self) {
        let (step, year) = (self.draw_step(), self.year());
        self.open_initiatives();
        let politics_on = self.parameters.mechanisms.politics;
        if politics_on && politics::is_election(year, self.step_years, &self.parameters) {
            self.council = Council::elected(step, &self.parameters, &self.draws);
        }
        if self.parameters.mechanisms.goals && self.step.is_multiple_of(self.steps_per_year) {
            for initiative in self
                .initiatives
                .iter_mut()
                .filter(|initiative| initiative.is_running())
            {
                let index = index_of(initiative.programme, initiative.neighbourhood, &self.parameters);
                politics::evaluate(initiative, index, step, &self.parameters, &self.draws);
            }
        }
        if politics_on && self.step > 0 && self.step.is_multiple_of(self.steps_per_year / 4) {
            self.decide_continuation(step, politics::before_election(year, &self.parameters));
        }
    }

    fn open_initiatives(&mut self) {
        let step = self.step;
        self.totals.just_opened.fill(false);
        for index in 0..self.initiatives.len() {
            let Status::Preparing { opens } = self.initiatives[index].status else {
                continue;
            };
            if opens > step {
                continue;
            }
            self.initiatives[index].status = Status::Running;
            self.totals.just_opened[index] = true;
            self.totals.opened += 1.0;
            let (programme, place) = (
                self.initiatives[index].programme,
                self.initiatives[index].neighbourhood,
            );
            let design = &self.parameters.programmes[programme];
            if design.staff_replaced > 0.0 {
                let strength = backlash::strength(&self.parameters, design);
                self.strike(strength, Some(place));
            }
        }
    }

    fn decide_continuation(&mut self, step: u32, before_election: bool) {
        let value = self.totals.public_value;
        for initiative in self
            .initiatives
            .iter_mut()
            .filter(|initiative| initiative.is_running())
        {
            let index = index_of(initiative.programme, initiative.neighbourhood, &self.parameters);
            let time = (step, before_election);
            let sight = Sight::of(initiative, index, value, &self.parameters, time, &self.draws);
            if sight.is_some_and(|sight| !self.council.continues(&sight, &self.parameters)) {
                initiative.status = Status::Closed;
            }
        }
    }

    /// Professionals split their time between producing and facilitating; initiatives make their offers.
    pub(super) fn facilitate(&mut self) {
        for unit in &mut self.units {
            let culture = Culture::new(&self.parameters, unit.zero_error_memory);
            let members = &self.professionals[unit.professionals.clone()];
            let mean = |of: &dyn Fn(&Professional) -> f64| {
                if members.is_empty() {
                    0.0
                } else {
                    members.iter().map(of).sum::<f64>() / members.len() as f64
                }
            };
            unit.attitude = mean(&|member| member.attitude);
            unit.facilitation = mean(&|member| member.facilitation(&self.parameters, &culture));
            unit.capacity = mean(&|member| member.capacity(&self.parameters));
        }
        let time = (self.step, self.step_years, self.steps_per_year);
        let (places, programmes) = (self.neighbourhoods(), self.programmes());
        for index in 0..self.initiatives.len() {
            let (programme, place) = (index / places, index % places);
            let culture = self.culture(place);
            let unit = &self.units[self.unit_of[place]];
            let standing = &self.standing[programme];
            let initiative = &mut self.initiatives[index];
            self.staff_time[index] = facilitation::split_time(
                initiative,
                unit,
                &culture,
                &self.parameters,
                standing.grant,
                self.hours_left,
            );
            self.offers[place * programmes + programme] =
                facilitation::offer(initiative, unit, &culture, &self.parameters, standing, time);
        }
    }

    /// Citizens hear, decide, join, stay, give hours, tire and learn.
    pub(super) fn let_citizens_live<E: Executor>(&mut self, executor: &E) {
        let anyone_active: Vec<bool> = self
            .active
            .iter()
            .map(|words| words.iter().any(|&word| word != 0))
            .collect();
        let around = Surroundings {
            step: self.step + 1,
            draws: &self.draws,
            network: &self.network,
            rates: &self.rates,
            active: &self.active,
            anyone_active: &anyone_active,
            offers: &self.offers,
        };
        executor.map(&mut self.blocks, |index, block| {
            citizen::live_one_step(index, block, &around)
        });
        self.take_snapshot();
        self.add_up();
    }

    /// Remembers who takes part now.
    pub(super) fn take_snapshot(&mut self) {
        for (programme, words) in self.active.iter_mut().enumerate() {
            for (word, block) in words.iter_mut().zip(&self.blocks) {
                *word = block.memberships[programme].active;
            }
        }
    }

    /// Adds the blocks' sums up, in block order, so that the sums do not depend on threads.
    pub(super) fn add_up(&mut self) {
        let places = self.neighbourhoods();
        self.totals.citizens = CitizenSums::default();
        self.totals.initiatives.fill(ProgrammeSums::default());
        for block in &self.blocks {
            self.totals.citizens += block.sums;
            for (programme, membership) in block.memberships.iter().enumerate() {
                self.totals.initiatives[programme * places + block.neighbourhood] += membership.sums;
            }
        }
        for (index, sums) in self.totals.initiatives.iter().enumerate() {
            let initiative = &mut self.initiatives[index];
            initiative.active = sums.active;
            initiative.hours_per_week = sums.hours_per_week;
            if sums.active > 0.0 {
                initiative.ownership = sums.ownership / sums.active;
            }
            let design = &self.parameters.programmes[initiative.programme];
            let offered = sums.hours_per_week / initiative.hours_ratio;
            initiative.hours_ratio = if design.required_hours_per_week > 0.0 && offered > 0.0 {
                (design.required_hours_per_week / offered).min(design.stretch)
            } else {
                1.0
            };
        }
    }

    /// Participants make acquaintances.
    pub(super) fn tie_participants(&mut self) {
        if !self.parameters.mechanisms.social_capital {
            return;
        }
        let capital = &self.parameters.social_capital;
        // Either of two participants may start a tie, so each does so at half the rate.
        let chance = |rate: f64| -libm::expm1(-0.5 * rate * self.step_years);
        let step = self.draw_step();
        let mut participants = Vec::new();
        for programme in 0..self.programmes() {
            let across = if self.parameters.programmes[programme].mixed {
                capital.tie_formation_across
            } else {
                0.0
            };
            let encounters = Encounters {
                within: chance(capital.tie_formation_within),
                across: chance(across),
                strength: capital.new_tie_strength as f32,
            };
            let mut start = 0;
            while start < self.blocks.len() {
                let place = self.blocks[start].neighbourhood;
                let blocks = self.blocks[start..]
                    .iter()
                    .take_while(|block| block.neighbourhood == place)
                    .count();
                participants.clear();
                for index in start..start + blocks {
                    let active = self.active[programme][index];
                    participants.extend(lanes(active).map(|lane| (index * LANES + lane) as u32));
                }
                social_capital::form_ties(
                    &mut self.blocks,
                    &participants,
                    programme,
                    encounters,
                    step,
                    &self.draws,
                );
                start += blocks;
            }
        }
    }

    /// Inputs of both sides relative to the reference.
    pub(super) fn measure_inputs(&mut self) {
        for index in 0..self.initiatives.len() {
            let place = index % self.neighbourhoods();
            let culture = self.culture(place);
            let production = &self.parameters.production;
            let initiative = &mut self.initiatives[index];
            let design = &self.parameters.programmes[initiative.programme];
            let thousands = initiative.citizens / 1000.0;
            let capacity = self.units[self.unit_of[place]].capacity;
            let hours = self.staff_time[index].production_hours_per_week * capacity;
            let reference = production.professional_reference * thousands * design.staff_share;
            initiative.professional_ratio = if reference > 0.0 { hours / reference } else { 0.0 };
            let input =
                self.totals.initiatives[index].input_hours_per_week * culture.input_kept(&self.parameters);
            initiative.citizen_ratio =
                input / (production.citizen_reference * thousands).max(f64::MIN_POSITIVE);
        }
    }

    /// Joint production relative to the reference.
    pub(super) fn joint_production(&self, initiative: &Initiative) -> f64 {
        if !self.parameters.mechanisms.joint_production {
            return initiative.professional_ratio;
        }
        let design = &self.parameters.programmes[initiative.programme];
        let technology = Technology::new(design.relation, &self.parameters.production);
        technology.output(initiative.professional_ratio, initiative.citizen_ratio)
    }

    /// Services work need off, and the outcome follows.
    pub(super) fn produce(&mut self) {
        self.measure_inputs();
        if !self.parameters.mechanisms.outcome {
            for index in 0..self.initiatives.len() {
                let production = self.joint_production(&self.initiatives[index]);
                let initiative = &mut self.initiatives[index];
                initiative.output_per_year =
                    outcome::output_per_year(&self.parameters.problem, production, initiative.backlog);
            }
            return;
        }
        for index in 0..self.initiatives.len() {
            let production = self.joint_production(&self.initiatives[index]);
            let initiative = &mut self.initiatives[index];
            let design = &self.parameters.programmes[initiative.programme];
            outcome::work_off(
                initiative,
                production,
                &self.parameters.problem,
                design,
                self.step_years,
            );
        }
    }

    /// Incidents happen, and each initiative is charged for the step.
    pub(super) fn bear_incidents_and_costs(&mut self) {
        let time = (self.draw_step(), self.step_years);
        self.totals.incidents = 0.0;
        self.fade_zero_error_memory();
        for index in 0..self.initiatives.len() {
            let place = index % self.neighbourhoods();
            let unit = &mut self.units[self.unit_of[place]];
            let initiative = &mut self.initiatives[index];
            let incidents = if self.parameters.mechanisms.politics {
                politics::incidents(
                    initiative,
                    unit,
                    index as u32,
                    &self.parameters,
                    time,
                    &self.draws,
                )
            } else {
                0.0
            };
            self.totals.incidents += incidents;
            self.totals.incidents_by_initiative[index] = incidents;
        }
        self.charge();
    }

    fn fade_zero_error_memory(&mut self) {
        let fading = core::f64::consts::LN_2 / self.parameters.politics.incident_half_life_years;
        for unit in &mut self.units {
            unit.zero_error_memory = toward(unit.zero_error_memory, 0.0, fading, self.step_years);
        }
    }

    /// Charges every initiative for the step.
    pub(super) fn charge(&mut self) {
        if !self.parameters.mechanisms.costs {
            return;
        }
        for (index, initiative) in self.initiatives.iter_mut().enumerate() {
            if !initiative.is_present() {
                continue;
            }
            let design = &self.parameters.programmes[initiative.programme];
            let standing = &self.standing[initiative.programme];
            let sums = &self.totals.initiatives[index];
            let time = &self.staff_time[index];
            let running = f64::from(u8::from(initiative.is_running()));
            let used = Use {
                production_hours_per_week: time.production_hours_per_week,
                facilitation_hours_per_week: time.facilitation_hours_per_week,
                outreach: running * standing.outreach(design, self.step),
                kits: sums.kits_given,
                letters: sums.letters_given,
                trained: running * time.posts * design.training * standing.grant,
                incidents: self.totals.incidents_by_initiative[index],
                opened: self.totals.just_opened[index],
            };
            cost::charge(initiative, &used, &self.parameters, design, self.step_years);
        }
    }

    /// Participants make proposals; influence and the fit of the service follow.
    pub(super) fn listen(&mut self) {
        if !self.parameters.mechanisms.ownership {
            return;
        }
        let time = (self.draw_step(), self.step_years);
        for index in 0..self.initiatives.len() {
            let place = index % self.neighbourhoods();
            let silos = self.culture(place).silos;
            let initiative = &mut self.initiatives[index];
            if !initiative.is_running() {
                continue;
            }
            let design = &self.parameters.programmes[initiative.programme];
            let grant = self.standing[initiative.programme].grant;
            let probability = ownership::implementation_probability(
                &self.parameters,
                design,
                initiative.ownership,
                silos,
                grant,
            );
            initiative.implementation_probability = probability;
            let implemented = ownership::propose_and_implement(
                initiative,
                index as u32,
                &self.parameters,
                probability,
                time,
                &self.draws,
            );
            ownership::move_influence(initiative, &self.parameters, self.step_years);
            let sums = &self.totals.initiatives[index];
            if implemented > 0.0 && sums.voice > 0.0 {
                // The service moves toward what those need whose voice is heard (M20).
                let heard = sums.voice_affectedness / sums.voice;
                let matched =
                    (1.0 - 2.0 * (self.constants.affectedness_of_need - heard).abs()).clamp(0.0, 1.0);
                let share =
                    (self.parameters.problem.fit_learning * implemented / sums.active.max(1.0)).min(1.0);
                initiative.fit += share * (matched - initiative.fit);
            }
        }
    }

    /// Professionals learn from the citizens they meet.
    pub(super) fn teach_professionals(&mut self) {
        for unit in 0..self.units.len() {
            let contact = self.contact(unit);
            let colleagues = self.units[unit].attitude;
            for professional in &mut self.professionals[self.units[unit].professionals.clone()] {
                professional.learn(&self.parameters, &contact, colleagues, self.step_years);
            }
        }
    }

    /// What the professionals of a unit see in a step.
    fn contact(&self, unit: usize) -> Contact {
        let (mut active, mut competence, mut motivation) = (0.0, 0.0, 0.0);
        let (mut citizen_ratio, mut backlog, mut citizens, mut training) = (0.0, 0.0, 0.0, 0.0_f64);
        for (index, initiative) in self.initiatives.iter().enumerate() {
            if self.unit_of[initiative.neighbourhood] != unit || !initiative.is_present() {
                continue;
            }
            let sums = &self.totals.initiatives[index];
            active += sums.active;
            competence += sums.competence;
            motivation += sums.motivation;
            citizen_ratio += initiative.citizen_ratio * initiative.citizens;
            backlog += initiative.backlog * initiative.citizens;
            citizens += initiative.citizens;
            let design = &self.parameters.programmes[initiative.programme];
            let trains = f64::from(u8::from(initiative.is_running()));
            training = training.max(trains * design.training * self.standing[initiative.programme].grant);
        }
        let staff = self.units[unit].staff() * self.hours_left;
        let per_professional = if staff > 0.0 { active / staff } else { 0.0 };
        let reference = self.parameters.attitude.reference_participants_per_professional;
        let relative = per_professional / reference * self.units[unit].nearness;
        let mean = |total: f64| if active > 0.0 { total / active } else { 0.0 };
        let start = self.parameters.problem.initial_backlog;
        Contact {
            strength: 2.0 * relative / (1.0 + relative),
            visibility: (self.parameters.belief.visibility * self.units[unit].nearness).min(1.0),
            performance: facilitation::performance(citizen_ratio / citizens.max(1.0)),
            competence: mean(competence),
            motivation: mean(motivation),
            caseload: if start > 0.0 && citizens > 0.0 {
                (backlog / citizens / start / self.hours_left.max(0.05)).min(3.0)
            } else {
                1.0
            },
            training,
        }
    }

    /// Ends the step.
    pub(super) fn end_step(&mut self) {
        self.step += 1;
    }

    /// Lets the council remember the performance of initiatives that have opened since the last step.
    pub(super) fn compare_from_here(&mut self) {
        let value = self.totals.public_value;
        for initiative in &mut self.initiatives {
            politics::remember_opening(initiative, value);
        }
    }
}
