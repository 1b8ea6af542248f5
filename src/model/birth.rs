//! Initialisation: a society before its first step.

mod recruit;

use std::ops::Range;

use super::executor::Executor;
use super::hold::Course;
use super::lane::LANES;
use super::mechanisms::active_ties::ActiveNeighbours;
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
    Block, CitizenSums, Constants, DISPOSITION, Initiative, Offer, Parameters, ProgrammeSums, Rates, Society,
    Totals, association, awareness, digital, equity, own,
};
use super::network::{self, Network, Placement};
use super::population::{self, Citizens, Cooperation, Generator};
use super::setup::Setup;
use crate::random::Draws;

impl Society {
    /// A society at its start: citizens, ties, professionals, initiatives, council, first participants.
    pub(super) fn new<E: Executor>(
        setup: &Setup,
        generator: &Generator<'_>,
        draws: &Draws,
        executor: &E,
        course: &mut Course,
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
        let start = Start {
            citizens: &citizens,
            trust: constants.trust,
            parameters: &parameters,
            draws,
        };
        let blocks = settle(&start, &placement, &mut network, executor);
        let population_of = population_of(&blocks, places);
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
        course.pass(&mut society);
        society.recruit_first_participants(executor, course);
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
}

/// Citizens of each neighbourhood.
fn population_of(blocks: &[Block], places: usize) -> Vec<f64> {
    let mut population_of = vec![0.0; places];
    for block in blocks {
        population_of[block.neighbourhood] += block.len as f64;
    }
    population_of
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
        trust: TrustMoments::of(&citizens.trust, &citizens.ses),
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

/// What decides who a citizen is at the start.
struct Start<'a> {
    citizens: &'a Citizens,
    trust: TrustMoments,
    parameters: &'a Parameters,
    draws: &'a Draws,
}

/// Puts citizens into blocks, each within one neighbourhood, and numbers the network by the new positions.
fn settle<E: Executor>(
    start: &Start<'_>,
    placement: &Placement,
    network: &mut Network,
    executor: &E,
) -> Vec<Block> {
    let (citizens, parameters) = (start.citizens, start.parameters);
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
            seat_citizen(&mut block, start, &seat);
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
fn seat_citizen(block: &mut Block, start: &Start<'_>, seat: &Seat) {
    let (lane, citizen) = (block.len, seat.citizen);
    let (citizens, parameters) = (start.citizens, start.parameters);
    let count = citizens.ses.len();
    let bit = 1_u64 << lane;
    block.len += 1;
    block.ids[lane] = citizen as u32;
    let ses_rank = (f64::from(seat.ses_rank) + 0.5) / count as f64;
    dispose(block, lane, ses_rank, start);
    let fixed = &mut block.fixed;
    fixed.ses[lane] = citizens.ses[citizen];
    fixed.ses_rank[lane] = ses_rank as f32;
    fixed.extrinsic[lane] = citizens.extrinsic[citizen];
    fixed.risk_aversion[lane] = 1.0 - citizens.risk_tolerance[citizen];
    fixed.free_time_hours_per_week[lane] = citizens.free_time_hours_per_week[citizen].max(1e-3);
    fixed.affectedness[lane] = citizens.affectedness[citizen];
    fixed.threshold[lane] = citizens.threshold[citizen];
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

/// Gives the citizen of a lane what a draw of the citizen's own decides, whatever else he or she is.
fn dispose(block: &mut Block, lane: usize, ses_rank: f64, start: &Start<'_>) {
    let citizen = block.ids[lane] as usize;
    let [taste, objecting, member, trust] = start.draws.uniforms(block.ids[lane], 0, DISPOSITION);
    let fixed = &mut block.fixed;
    fixed.taste[lane] = libm::log(taste / (1.0 - taste)) as f32;
    if objecting < start.parameters.backlash.objecting_share {
        fixed.objecting |= 1 << lane;
    }
    if association::is_member(ses_rank, member, start.parameters) {
        fixed.member |= 1 << lane;
    }
    let level = start.trust.own_level(
        start.citizens.trust[citizen].into(),
        start.citizens.ses[citizen].into(),
        start.parameters.social_capital.trust_stable_share,
        trust,
    );
    fixed.trust_level[lane] = level as f32;
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::Model;
    use crate::model::executor::Serial;
    use crate::scenario::Scenario;

    #[test]
    fn every_citizen_has_a_level_of_trust_and_is_a_member_or_not() {
        let text = "[population]\ncitizens = 700\n[programme.parks]\nstaff_share = 0.5\n";
        let scenario = Scenario::from_text(Path::new("parks.toml"), text, &[]).unwrap();
        let draws = Draws::new(5, 0);
        let (society, _) = Model::new(&scenario.setup).begin(&draws, &Serial);
        let (parameters, moments) = (&society.parameters, &society.constants.trust);
        let mut members = 0;
        for block in &society.blocks {
            assert_eq!(block.fixed.member & !block.present(), 0, "empty lanes stay empty");
            for lane in 0..block.len {
                let [_, _, member, trust] = draws.uniforms(block.ids[lane], 0, DISPOSITION);
                let is_member = association::is_member(block.fixed.ses_rank[lane].into(), member, parameters);
                assert_eq!(block.fixed.member >> lane & 1 == 1, is_member);
                members += u32::from(is_member);
                let level = moments.own_level(
                    block.state.trust[lane].into(),
                    block.fixed.ses[lane].into(),
                    parameters.social_capital.trust_stable_share,
                    trust,
                );
                assert!((f64::from(block.fixed.trust_level[lane]) - level).abs() < 1e-6);
            }
        }
        let share = f64::from(members) / 700.0;
        assert!(
            (share - parameters.association.member_share).abs() < 0.06,
            "{share}"
        );
    }
}
