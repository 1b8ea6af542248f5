//! Initialisation: a society before its first step.

use std::ops::Range;

use super::executor::Executor;
use super::lane::{LANES, Lane, bits_where};
use super::mechanisms::active_ties::{ActiveNeighbours, ActiveTies, ties_in};
use super::mechanisms::facilitation::StaffTime;
use super::mechanisms::initiatives::spread::Diffusion;
use super::mechanisms::opening::Status;
use super::mechanisms::organisation::{self, unit_of};
use super::mechanisms::politics::Council;
use super::mechanisms::professional::Professional;
use super::mechanisms::social_capital::TrustMoments;
use super::mechanisms::staff::resting_fatigue;
use super::mechanisms::standing::Standing;
use super::mechanisms::{
    Block, CitizenSums, Constants, DISPOSITION, Initiative, Offer, ProgrammeSums, Rates, Society,
    StepContext, Totals, awareness, digital, equity, hours, joining, own, wellbeing, willingness,
};
use super::municipality::municipality_of;
use super::network::{self, Network, Placement};
use super::population::{self, Citizens, Cooperation, Generator};
use super::setup::Setup;
use super::step::count_block;
use crate::model::mechanisms::Parameters;
use crate::random::{Draws, PurposePerProgramme};

/// Initial awareness and participation; by citizen.
const START: PurposePerProgramme = PurposePerProgramme(600);

impl Society {
    /// A society at its start: citizens, ties, professionals, initiatives, council, first participants.
    pub(super) fn new<E: Executor>(
        setup: &Setup,
        generator: &Generator<'_>,
        draws: &Draws,
        executor: &E,
    ) -> Self {
        let parameters = setup.phases[0].parameters.clone();
        let mut citizens = generator.generate(draws, executor);
        let constants = constants(&citizens, generator.ranks_neighbourhoods());
        let rates = Rates::new(
            &parameters,
            constants.trust,
            setup.step_years,
            setup.steps_per_year,
        );
        let (placement, mut network) = network::generate(
            &parameters.network,
            parameters.organisation.municipalities,
            &citizens,
            setup.observed_ties.as_ref(),
            draws,
            executor,
        );
        let places = parameters.population.neighbourhoods as usize;
        let municipalities = parameters.municipalities();
        let blocks = settle(&citizens, &placement, &mut network, &parameters, draws, executor);
        let mut population_of = vec![0.0; places];
        for block in &blocks {
            population_of[block.neighbourhood] += block.len as f64;
        }
        let units = organisation::units(&parameters, &population_of);
        let staff = units.last().map_or(0, |unit| unit.professionals.end) as u32;
        let fatigue = resting_fatigue(&parameters);
        let professionals = (0..staff)
            .map(|index| Professional::new(index, &parameters, fatigue, draws))
            .collect();
        let programmes = parameters.programmes.len();
        let initiatives = initiatives(&parameters, &population_of, setup.step_years, draws);
        let count = initiatives.len();
        let mut society = Self {
            step: 0,
            step_years: setup.step_years,
            steps_per_year: setup.steps_per_year,
            draws: *draws,
            councils: Council::all_elected(0, &parameters, draws),
            active: vec![vec![0; blocks.len()]; programmes],
            active_neighbours: vec![ActiveNeighbours::none(blocks.len()); programmes],
            unit_of: (0..places)
                .map(|place| unit_of(place, places, units.len(), municipalities))
                .collect(),
            staff_time: vec![StaffTime::default(); count],
            offers: vec![Offer::default(); count],
            standing: vec![Standing::START; programmes],
            spread: vec![Diffusion::of(municipalities); programmes],
            hours_left: 1.0,
            totals: Totals::at_start(&initiatives, municipalities),
            parameters,
            rates,
            diaries: setup.diaries,
            network,
            blocks,
            professionals,
            units,
            initiatives,
            respondents: std::mem::take(&mut citizens.respondent),
            constants,
            decisions: setup.decisions.clone(),
            own: own::begin(),
        };
        society.refresh_fixed_weights(executor);
        society.recruit_first_participants(executor);
        society
    }

    /// Weights of citizens that follow from parameters: voice, and the reach of outreach.
    pub(super) fn refresh_fixed_weights<E: Executor>(&mut self, executor: &E) {
        let parameters = &self.parameters;
        executor.map(&mut self.blocks, |_, block| {
            equity::weigh_voices(block, parameters);
            awareness::weigh_outreach(block, parameters);
            digital::follow(block, parameters);
        });
    }

    /// Draws who takes part and who knows of a programme at the start: participants in proportion to their
    /// willingness, so that the start resembles what the model itself would have brought about.
    fn recruit_first_participants<E: Executor>(&mut self, executor: &E) {
        self.facilitate();
        let programmes = self.programmes();
        let (rates, offers) = (&self.rates, &self.offers);
        let willingness: Vec<Vec<Lane>> = executor.map(&mut self.blocks, |_, block| {
            (0..programmes)
                .map(|programme| {
                    let offer = &offers[block.neighbourhood * programmes + programme];
                    willingness::willing(block, programme, &ActiveTies::NONE, offer, rates)
                })
                .collect()
        });
        for programme in 0..programmes {
            let design = &self.parameters.programmes[programme];
            let share = if design.established {
                design.initial_participants
            } else {
                0.0
            };
            let means = self.means_over_reached(programme, &willingness);
            let municipalities = means.len();
            let known = if share < 1.0 {
                ((design.initial_awareness - share) / (1.0 - share)).max(0.0)
            } else {
                0.0
            };
            let known = if design.established { known } else { 0.0 };
            let known = if self.parameters.mechanisms.awareness {
                known
            } else {
                1.0
            };
            let (offers, draws) = (&self.offers, &self.draws);
            executor.map(&mut self.blocks, |index, block| {
                let offer = &offers[block.neighbourhood * programmes + programme];
                let mean = means[municipality_of(block.neighbourhood, municipalities)];
                let per_willingness = if offer.running {
                    share / mean.max(f64::MIN_POSITIVE)
                } else {
                    0.0
                };
                start_membership(
                    block,
                    programme,
                    &willingness[index][programme],
                    per_willingness,
                    known,
                    offer,
                    draws,
                );
            });
        }
        let initial_fatigue = self.rates.staying.fatigue_reference;
        for block in &mut self.blocks {
            for lane in super::lane::lanes(block.active_in_any()) {
                block.state.habit[lane] = 1.0;
                block.state.fatigue[lane] = initial_fatigue;
            }
        }
        self.take_snapshot();
        self.look_at_start(executor);
    }

    /// Mean willingness over the citizens a running programme reaches, by municipality.
    fn means_over_reached(&self, programme: usize, willingness: &[Vec<Lane>]) -> Vec<f64> {
        let programmes = self.programmes();
        let mut reached = vec![(0.0, 0.0); self.municipalities()];
        for (block, willing) in self.blocks.iter().zip(willingness) {
            if self.offers[block.neighbourhood * programmes + programme].running {
                let (total, citizens) = &mut reached[self.municipality_of(block.neighbourhood)];
                *total += super::lane::sum(&willing[programme], block.len);
                *citizens += block.len as f64;
            }
        }
        let mean = |(total, citizens): (f64, f64)| if citizens > 0.0 { total / citizens } else { 0.0 };
        reached.into_iter().map(mean).collect()
    }

    /// Fills in hours, sums, support, inputs and outputs of the initial state, without a step.
    fn look_at_start<E: Executor>(&mut self, executor: &E) {
        let context = StepContext {
            step: 0,
            draws: &self.draws,
            network: &self.network,
            rates: &self.rates,
            diaries: self.diaries,
            active: &self.active,
            active_neighbours: &self.active_neighbours,
            offers: &self.offers,
            decisions: None,
        };
        executor.map(&mut self.blocks, |index, block| {
            be_counted(index, block, &context);
        });
        self.add_up();
        self.facilitate();
        self.measure_inputs();
        self.balance_need();
        for index in 0..self.initiatives.len() {
            let production = self.joint_production(&self.initiatives[index]);
            let initiative = &mut self.initiatives[index];
            initiative.outcome.output_per_year = super::mechanisms::outcome::output_per_year(
                &self.parameters.problem,
                production,
                initiative.outcome.backlog,
            );
        }
        self.charge_costs();
    }
}

/// Gives hours and is counted, without a step: the initial state.
fn be_counted(block_index: usize, block: &mut Block, context: &StepContext<'_>) {
    let programmes = block.memberships.len();
    let offers = &context.offers[block.neighbourhood * programmes..(block.neighbourhood + 1) * programmes];
    hours::give_hours(block, offers, context.rates);
    for (programme, offer) in offers.iter().enumerate() {
        let ties = ties_in(block_index, block, programme, context);
        let willingness = willingness::willing(block, programme, &ties, offer, context.rates);
        let active = block.memberships[programme].active;
        joining::count_flows(block, programme, active, 0, 0);
        willingness::count(block, programme, &willingness);
        wellbeing::count_near_circle(block, &ties);
    }
    count_block(block, offers, context.rates);
}

/// All initiatives, by programme, then neighbourhood.
fn initiatives(
    parameters: &Parameters,
    population_of: &[f64],
    step_years: f64,
    draws: &Draws,
) -> Vec<Initiative> {
    let programmes = 0..parameters.programmes.len();
    programmes
        .flat_map(|programme| {
            population_of.iter().enumerate().map(move |(place, &citizens)| {
                Initiative::new(parameters, programme, place, citizens, step_years, draws)
            })
        })
        .collect()
}

impl Totals {
    fn at_start(initiatives: &[Initiative], municipalities: usize) -> Self {
        let running = initiatives
            .iter()
            .filter(|initiative| initiative.status == Status::Running);
        Self {
            opened: running.count() as f64,
            initiatives: vec![ProgrammeSums::default(); initiatives.len()],
            just_opened: vec![false; initiatives.len()],
            incidents_by_initiative: vec![0.0; initiatives.len()],
            municipalities: vec![CitizenSums::default(); if municipalities > 1 { municipalities } else { 0 }],
            public_value: vec![0.0; municipalities],
            ..Self::default()
        }
    }
}

/// Quantities of the population that stay.
fn constants(citizens: &Citizens, neighbourhoods_ranked: bool) -> Constants {
    let total = |values: &[f32]| values.iter().map(|&value| f64::from(value)).sum::<f64>();
    let count = citizens.ses.len() as f64;
    let affectedness = total(&citizens.affectedness);
    let squares: f64 = citizens
        .affectedness
        .iter()
        .map(|&value| f64::from(value) * f64::from(value))
        .sum();
    Constants {
        neighbourhoods_ranked,
        citizens: count,
        ses_mean: total(&citizens.ses) / count,
        trust: TrustMoments::of(&citizens.trust),
        affectedness,
        affectedness_of_need: if affectedness > 0.0 {
            squares / affectedness
        } else {
            0.0
        },
        citizens_by_quartile: [0, 1, 2, 3].map(|quarter| {
            let bound = |quarter: usize| (citizens.ses.len() * quarter / 4) as f64;
            bound(quarter + 1) - bound(quarter)
        }),
    }
}

/// Position of every citizen when the citizens are sorted by a trait; ties go by number.
fn ranks(values: &[f32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_unstable_by(|&one, &other| {
        values[one as usize]
            .total_cmp(&values[other as usize])
            .then(one.cmp(&other))
    });
    let mut rank = vec![0; values.len()];
    for (position, &citizen) in order.iter().enumerate() {
        rank[citizen as usize] = position as u32;
    }
    rank
}

/// A block that is still empty: where it lies, and which rows will sit in it.
struct Berth {
    neighbourhood: usize,
    rows: Range<usize>,
}

/// Divides the rows into blocks, each within one neighbourhood.
fn berths(citizens: &Citizens, placement: &Placement) -> Vec<Berth> {
    let mut berths: Vec<Berth> = Vec::with_capacity(placement.citizen_at.len() / LANES + 1);
    for (row, &citizen) in placement.citizen_at.iter().enumerate() {
        let neighbourhood = citizens.neighbourhood[citizen as usize] as usize;
        match berths.last_mut() {
            Some(berth) if berth.rows.len() < LANES && berth.neighbourhood == neighbourhood => {
                berth.rows.end += 1;
            }
            _ => berths.push(Berth {
                neighbourhood,
                rows: row..row + 1,
            }),
        }
    }
    berths
}

/// Puts citizens into blocks, each within one neighbourhood, and numbers the network by the new positions.
fn settle<E: Executor>(
    citizens: &Citizens,
    placement: &Placement,
    network: &mut Network,
    parameters: &Parameters,
    draws: &Draws,
    executor: &E,
) -> Vec<Block> {
    let ranks = executor.map(&mut [&citizens.ses, &citizens.affectedness], |_, values| {
        ranks(values)
    });
    let mut berths = berths(citizens, placement);
    let mut position_of_row = Vec::with_capacity(placement.citizen_at.len());
    for (index, berth) in berths.iter().enumerate() {
        position_of_row.extend((0..berth.rows.len()).map(|lane| (index * LANES + lane) as u32));
    }
    network.relabel(&position_of_row, executor);
    executor.map(&mut berths, |_, berth| {
        let mut block = Block::new(
            berth.neighbourhood,
            parameters.programmes.len(),
            berth.rows.start as u32,
        );
        for &citizen in &placement.citizen_at[berth.rows.clone()] {
            let citizen = citizen as usize;
            let seat = Seat {
                citizen,
                ses_rank: ranks[0][citizen],
                need_rank: ranks[1][citizen],
            };
            seat_citizen(&mut block, citizens, &seat, parameters, draws);
        }
        for (membership, programme) in block.memberships.iter_mut().zip(&parameters.programmes) {
            membership.time_bank = programme.credits_traded.then(Box::default);
            membership.rehabilitation = programme.rehabilitation.then(Box::default);
        }
        block
    })
}

/// A citizen and its ranks.
struct Seat {
    citizen: usize,
    ses_rank: u32,
    need_rank: u32,
}

/// Gives a citizen the next lane of a block.
fn seat_citizen(block: &mut Block, citizens: &Citizens, seat: &Seat, parameters: &Parameters, draws: &Draws) {
    let (lane, citizen) = (block.len, seat.citizen);
    let count = citizens.ses.len();
    let bit = 1_u64 << lane;
    block.len += 1;
    block.ids[lane] = citizen as u32;
    let disposition = draws.uniforms(citizen as u32, 0, DISPOSITION);
    let fixed = &mut block.fixed;
    fixed.ses[lane] = citizens.ses[citizen];
    fixed.ses_rank[lane] = ((f64::from(seat.ses_rank) + 0.5) / count as f64) as f32;
    fixed.extrinsic[lane] = citizens.extrinsic[citizen];
    fixed.risk_aversion[lane] = 1.0 - citizens.risk_tolerance[citizen];
    fixed.free_time_hours_per_week[lane] = citizens.free_time_hours_per_week[citizen].max(1e-3);
    fixed.affectedness[lane] = citizens.affectedness[citizen];
    fixed.threshold[lane] = citizens.threshold[citizen];
    fixed.taste[lane] = libm::log(disposition[0] / (1.0 - disposition[0])) as f32;
    fixed.motivation_start[lane] = citizens.motivation[citizen];
    let wellbeing = 0.5 + parameters.wellbeing.ses * (f64::from(citizens.ses[citizen]) - 0.5);
    fixed.wellbeing_start[lane] = wellbeing as f32;
    fixed.education[lane] = citizens.education[citizen];
    match citizens.cooperation[citizen] {
        Cooperation::Conditional => fixed.conditional |= bit,
        Cooperation::FreeRider => fixed.free_rider |= bit,
        Cooperation::Insensitive => {}
    }
    let age_years = f64::from(citizens.age_years[citizen]);
    if age_years < population::YOUNG_BELOW_YEARS {
        fixed.young |= bit;
    }
    if age_years >= population::OLDER_FROM_YEARS {
        fixed.older |= bit;
    }
    if disposition[1] < parameters.backlash.objecting_share {
        fixed.objecting |= bit;
    }
    let quarter = (0..4)
        .find(|quarter| (seat.ses_rank as usize) < count * (quarter + 1) / 4)
        .unwrap_or(3);
    fixed.quartile[quarter] |= bit;
    let state = &mut block.state;
    state.motivation[lane] = citizens.motivation[citizen];
    state.efficacy[lane] = citizens.efficacy[citizen];
    state.knowledge[lane] = citizens.knowledge[citizen];
    state.trust[lane] = citizens.trust[citizen];
    state.expectation[lane] = citizens.expectation[citizen];
    state.stance[lane] = citizens.stance[citizen];
    state.wellbeing[lane] = wellbeing as f32;
    let from_top = f64::from(count as u32 - seat.need_rank) - 0.5;
    for (membership, programme) in block.memberships.iter_mut().zip(&parameters.programmes) {
        if from_top < programme.target_share * count as f64 {
            membership.mastery.target |= bit;
        }
    }
}

/// Draws initial participants and initial awareness of one programme in one block: a citizen takes part with the
/// probability `per_willingness` times willingness, and otherwise knows of it with the probability `known`.
fn start_membership(
    block: &mut Block,
    programme: usize,
    willingness: &Lane,
    per_willingness: f64,
    known: f64,
    offer: &Offer,
    draws: &Draws,
) {
    let mut uniforms = [[0.0; LANES]; 4];
    draws.fill(&block.ids, 0, START.of(programme), &mut uniforms);
    let present = block.present();
    let membership = &mut block.memberships[programme];
    let scale = per_willingness as f32;
    membership.active = present & bits_where(|lane| uniforms[0][lane] < scale * willingness[lane]);
    let knows = if offer.present {
        bits_where(|lane| f64::from(uniforms[1][lane]) < known)
    } else {
        0
    };
    membership.awareness.aware = present & (membership.active | knows);
    for lane in super::lane::lanes(membership.active) {
        membership.ownership[lane] = offer.ownership.target;
    }
}
