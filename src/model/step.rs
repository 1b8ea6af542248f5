//! The process overview: what happens in one step, in order.

use super::diary::Willing;
use super::executor::Executor;
use super::hold::{BlockCourse, Course, Place};
use super::lane::LANES;
use super::mechanisms::active_ties::ties_in;
use super::mechanisms::own::Process;
use super::mechanisms::{
    Block, CitizenSums, Diary, Offer, ProgrammeSums, Rates, Society, StepContext, admission, attitude,
    awareness, crowding, digital, equity, fatigue, hours, joining, mastery, outcome, ownership, production,
    rehabilitation, social_capital, staying, wellbeing, willingness,
};
use super::setup::Setup;
use crate::random::PurposePerProgramme;

/// What a citizen meets in a programme in one step: four uniforms for
/// awareness, joining, leaving, and being reached.
const PARTICIPATION: PurposePerProgramme = PurposePerProgramme(0);

impl Society {
    /// One step of the setup it began with: the process overview. `row` then holds its measures.
    pub fn step<E: Executor>(&mut self, setup: &Setup, executor: &E, row: &mut Vec<f64>) {
        self.step_on(setup, executor, row, &mut Course::default());
    }

    /// The same on a course, on which paths may be held.
    pub(super) fn step_on<E: Executor>(
        &mut self,
        setup: &Setup,
        executor: &E,
        row: &mut Vec<f64>,
        course: &mut Course,
    ) {
        self.apply_events(setup, executor);
        self.open_initiatives();
        self.elect_councils();
        self.evaluate_initiatives();
        self.decide_continuation();
        self.after(Process::Events);
        course.pass(self);
        self.grow_initiatives();
        self.facilitate();
        self.after(Process::Facilitation);
        course.pass_offers(self);
        self.advance_citizens(executor, course);
        self.after(Process::Citizens);
        course.pass(self);
        self.form_ties();
        self.trade_credits();
        self.produce();
        self.hold_ballots();
        self.call_for_contributions();
        self.draw_incidents();
        self.charge_costs();
        self.after(Process::Production);
        course.pass(self);
        self.implement_proposals();
        course.pass(self);
        self.update_professionals();
        self.after(Process::Professionals);
        course.pass(self);
        self.end_step();
        self.observe(row);
        self.remember_openings();
    }

    /// Citizens hear, decide, join, stay, give hours, tire and learn.
    fn advance_citizens<E: Executor>(&mut self, executor: &E, course: &mut Course) {
        let context = StepContext {
            step: self.step + 1,
            draws: &self.draws,
            network: &self.network,
            rates: &self.rates,
            diaries: self.diaries,
            active: &self.active,
            active_neighbours: &self.active_neighbours,
            offers: &self.offers,
            decisions: self.decisions.as_ref().map(|deciders| deciders.0.as_ref()),
        };
        match course.of_blocks(self.blocks.len()) {
            None => {
                executor.map(&mut self.blocks, |index, block| {
                    advance_block(index, block, &context, &mut BlockCourse::default());
                });
            }
            Some(courses) => {
                let mut pairs: Vec<(&mut Block, &mut BlockCourse)> =
                    self.blocks.iter_mut().zip(courses).collect();
                executor.map(&mut pairs, |index, (block, course)| {
                    advance_block(index, block, &context, course);
                });
            }
        }
        self.take_snapshot();
        self.add_up();
    }
}

/// One step of the citizens of a block.
fn advance_block(block_index: usize, block: &mut Block, context: &StepContext<'_>, course: &mut BlockCourse) {
    let rates = context.rates;
    let programmes = block.memberships.len();
    let offers = &context.offers[block.neighbourhood * programmes..(block.neighbourhood + 1) * programmes];
    block.sums = CitizenSums::default();
    for (programme, offer) in offers.iter().enumerate() {
        take_part(block_index, block, programme, offer, context);
        course.pass(Place::Programme(programme), block);
    }
    hours::give_hours(block, offers, rates);
    if rates.mechanisms.fatigue {
        fatigue::tire_and_recover(block, offers, rates);
    } else {
        fatigue::stay_typical(block, rates);
    }
    course.pass(Place::Tired, block);
    if rates.mechanisms.fatigue {
        let burnt = fatigue::burn_out(block, rates);
        fatigue::leave_burnt_out(block, burnt);
    }
    if rates.mechanisms.rehabilitation {
        rehabilitation::train_and_leave(block, offers, rates);
    }
    if rates.mechanisms.crowding || rates.mechanisms.backlash {
        crowding::move_motivation(block, offers, rates);
    }
    if rates.mechanisms.social_capital {
        social_capital::use_and_fade_ties(block_index, block, context.active, rates);
        social_capital::change_trust(block, context.step, context.draws, rates);
    }
    willingness::form_habits(block, rates);
    wellbeing::move_wellbeing(block, offers, rates);
    course.pass(Place::End, block);
    count_block(block, offers, rates);
}

/// Hears of one programme, decides, joins or leaves, and learns from taking part.
fn take_part(
    block_index: usize,
    block: &mut Block,
    programme: usize,
    offer: &Offer,
    context: &StepContext<'_>,
) {
    let rates = context.rates;
    block.memberships[programme].sums = ProgrammeSums::default();
    let ties = ties_in(block_index, block, programme, context);
    let willingness = willingness::willing(block, programme, &ties, offer, rates);
    let mut uniforms = [[0.0; LANES]; 4];
    let purpose = PARTICIPATION.of(programme);
    context
        .draws
        .fill(&block.ids, context.step, purpose, &mut uniforms);
    let [hear, turn_up, quit, reached] = &uniforms;

    let aware_before = block.memberships[programme].awareness.aware;
    if rates.mechanisms.awareness && offer.running {
        let aware = awareness::hear_and_forget(&block.memberships[programme], &ties, offer, rates, hear);
        block.memberships[programme].awareness.aware = aware & block.present();
    }
    let active_before = block.memberships[programme].active;
    let eligible = aware_before
        & !active_before
        & fatigue::rested(block)
        & block.present()
        & rehabilitation::needs_it(block, programme);
    let diary = context.diaries.then(|| {
        let given_time = willingness::willing(block, programme, &ties, offer, &rates.without_cost_of_time());
        let asked = if offer.running { eligible } else { 0 };
        let willing = Willing {
            now: &willingness,
            given_time: &given_time,
        };
        let reach = joining::relative_reach(block, programme, offer);
        Diary::of_asking(asked, &ties, &willing, reach.as_ref(), offer, rates, turn_up)
    });
    let (kits, letters) = mastery::hand_out(block, programme, offer, rates, reached);
    let joins = if offer.running && rates.mechanisms.joining {
        let asked = joining::asked(eligible, block, &ties, offer);
        joining::count_asked(block, programme, &asked, &willingness);
        let reach = digital::reach(block, programme);
        let chances = joining::chances(&asked, &willingness, reach, offer, rates);
        let joins = joining::join(eligible, &chances, turn_up);
        let joins = admission::admit(block, programme, joins, &chances, turn_up, offer);
        joining::decided(eligible, joins, block, programme, context)
    } else {
        0
    };
    let exits = staying::leave(active_before, block, &willingness, offer, rates, quit);
    joining::enter_and_exit(block, programme, offer, joins, exits);
    if let Some(diary) = diary {
        block.memberships[programme].diary = diary;
    }
    joining::count_flows(block, programme, active_before, joins, exits);
    mastery::count_given(block, programme, kits, letters);
    willingness::count(block, programme, &willingness);
    wellbeing::count_near_circle(block, &ties);

    digital::play(block, programme, rates);
    if rates.mechanisms.mastery {
        mastery::learn_by_doing(block, programme, offer, rates);
    }
    if rates.mechanisms.ownership {
        ownership::take_ownership(block, programme, offer, rates);
    }
    if rates.mechanisms.social_capital && offer.running {
        social_capital::experience(block, programme, offer, &ties, rates);
    }
}

/// Adds up the state at the end of the step.
pub(super) fn count_block(block: &mut Block, offers: &[Offer], rates: &Rates) {
    block.count_citizens();
    for (programme, offer) in offers.iter().enumerate() {
        let membership = &mut block.memberships[programme];
        membership.sums.active = f64::from(membership.active.count_ones());
        awareness::count(block, programme);
        mastery::count(block, programme);
        hours::count(block, programme);
        staying::count(block, programme, offer, rates);
        ownership::count(block, programme);
        equity::count(block, programme, rates);
        production::count(block, programme);
        outcome::count(block, programme, rates);
        attitude::count(block, programme);
        rehabilitation::count(block, programme);
        digital::count(block, programme);
    }
}
