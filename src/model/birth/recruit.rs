//! First participants: who takes part and who knows of a programme before the first step.
//!
//! They are drawn by all that draws and keeps people, so that the start resembles what the model itself would have brought
//! about. A citizen who knows of the programme in the share `α` of the time (M1), then joins at the rate `λ` (M4, with M2, M25,
//! M27 and M29) and leaves at `μ` (M5, as tired and as used to it as participants come to be) takes part in the share `v` of the
//! time:
//! ```text
//! v = αλ / (αλ + μ)      P(takes part) = min(1, c v)      mean of P over the citizens in reach = share, by municipality
//! ```
//! where burnout counts among the ways to leave, and `c` solves the last equation. Fatigue, habit, ownership and stance of first participants are those of
//! their rest (M11, M3, M17, M10). Before the first step people heard of it and were asked as usual, evenly over the year and whatever
//! outreach and invitation are from then on, so that variants of a programme begin with the same people. Where the usual asking reaches nobody, all count
//! as asked once a year: `v = W/(W + μ)`. Who knows of it besides is drawn with the chance `min(1, c' α)`, so that as many know as are set,
//! or evenly where nobody would. There are two rounds by the same draws: in the first nobody takes part yet, and so no tie does; the second has the ties and the support that the first one's
//! participants leave, and replaces it.

use crate::model::design::Programme;
use crate::model::executor::Executor;
use crate::model::hold::Course;
use crate::model::lane::{LANES, Lane, bits_where, lanes};
use crate::model::mechanisms::active_ties::{ActiveTies, ties_in};
use crate::model::mechanisms::{
    Block, Offer, Rates, Society, StepContext, awareness, digital, fatigue, hours, joining, outcome,
    ownership, social_capital, staying, wellbeing, willingness,
};
use crate::model::municipality::municipality_of;
use crate::model::step::count_block;
use crate::random::{Draws, PurposePerProgramme};

/// Initial participation and awareness; by citizen.
const START: PurposePerProgramme = PurposePerProgramme(600);

/// How the citizens of a block would come and go in a programme if all stayed as it is at the start.
struct Flows {
    /// Share of the time in which who does not take part knows of the programme.
    aware: Lane,
    /// Joins per year of who knows, times that share.
    joins: Lane,
    willingness: Lane,
    /// Exits per year of who takes part, burnout among them.
    exits: Lane,
}

impl Flows {
    const NONE: Self = Self {
        aware: [0.0; LANES],
        joins: [0.0; LANES],
        willingness: [0.0; LANES],
        exits: [0.0; LANES],
    };

    /// Share of the time in which each citizen takes part; where nobody is asked, as if all were once a year.
    fn share_of_time(&self, nobody_is_asked: bool) -> Lane {
        let joins = if nobody_is_asked {
            &self.willingness
        } else {
            &self.joins
        };
        std::array::from_fn(|lane| {
            if joins[lane] > 0.0 {
                joins[lane] / (joins[lane] + self.exits[lane])
            } else {
                0.0
            }
        })
    }
}

impl Society {
    /// Draws who takes part and who knows of a programme at the start, and fills in what follows from it.
    pub(super) fn recruit_first_participants<E: Executor>(&mut self, executor: &E, course: &mut Course) {
        self.facilitate();
        course.pass_offers(self);
        let programmes = self.programmes();
        let mut exits = Vec::new();
        // Without ties first, then with the ties and the support of those who were drawn without.
        for _ in 0..2 {
            exits = (0..programmes)
                .map(|programme| self.draw_participants(programme, executor))
                .collect();
            self.take_snapshot();
            self.support_participants(course);
        }
        let (rates, offers) = (&self.rates, &self.offers);
        executor.map(&mut self.blocks, |index, block| {
            for (programme, exits) in exits.iter().enumerate() {
                let offer = &offers[block.neighbourhood * programmes + programme];
                come_to_rest(block, programme, offer, &exits[index], rates);
            }
        });
        course.pass(self);
        self.look_at_start(executor, course);
    }

    /// Professionals share their time among the participants drawn so far.
    fn support_participants(&mut self, course: &mut Course) {
        let places = self.neighbourhoods();
        for initiative in &mut self.initiatives {
            initiative.active = 0.0;
        }
        for block in &self.blocks {
            for (programme, membership) in block.memberships.iter().enumerate() {
                let index = programme * places + block.neighbourhood;
                self.initiatives[index].active += f64::from(membership.active.count_ones());
            }
        }
        self.facilitate();
        course.pass_offers(self);
    }

    /// Draws who takes part in a programme and who knows of it, with the ties of the last snapshot; returns how often each
    /// participant would leave in a year.
    fn draw_participants<E: Executor>(&mut self, programme: usize, executor: &E) -> Vec<Lane> {
        let flows = self.flows(programme, executor);
        let nobody_is_asked = flows
            .iter()
            .all(|flows| flows.joins.iter().all(|&joins| joins <= 0.0));
        let weights: Vec<Lane> = flows
            .iter()
            .map(|flows| flows.share_of_time(nobody_is_asked))
            .collect();
        let aware: Vec<Lane> = flows.iter().map(|flows| flows.aware).collect();
        let design = &self.parameters.programmes[programme];
        let (share, known) = first_shares(design);
        let everyone_knows = !self.parameters.mechanisms.awareness;
        let per_weight = self.factors(programme, share, &weights, |_, _| 1.0);
        let municipalities = per_weight.len();
        let beside = |index: usize, lane: usize| {
            let municipality = municipality_of(self.blocks[index].neighbourhood, municipalities);
            1.0 - (per_weight[municipality] * weights[index][lane]).min(1.0)
        };
        let per_aware = self.factors(programme, known * (1.0 - share), &aware, beside);
        let programmes = self.programmes();
        let (offers, draws) = (&self.offers, &self.draws);
        executor.map(&mut self.blocks, |index, block| {
            let municipality = municipality_of(block.neighbourhood, municipalities);
            let offer = &offers[block.neighbourhood * programmes + programme];
            let (per_weight, per_aware) = (per_weight[municipality], per_aware[municipality]);
            let chance_to_know = |lane: usize| {
                if per_aware > 0.0 {
                    per_aware * aware[index][lane]
                } else {
                    known as f32
                }
            };
            let [takes_part, hears, ..] = uniforms(block, programme, draws);
            let active = bits_where(|lane| takes_part[lane] < per_weight * weights[index][lane]);
            let knows = if !offer.present {
                0
            } else if everyone_knows {
                u64::MAX
            } else {
                bits_where(|lane| hears[lane] < chance_to_know(lane))
            };
            let present = block.present();
            let membership = &mut block.memberships[programme];
            membership.active = active & present;
            membership.awareness.aware = present & (active | knows);
        });
        flows.into_iter().map(|flows| flows.exits).collect()
    }

    /// How all citizens would come and go in a programme; nobody where it does not run.
    fn flows<E: Executor>(&mut self, programme: usize, executor: &E) -> Vec<Flows> {
        let programmes = self.programmes();
        let (blocks, context) = self.before_the_first_step();
        executor.map(blocks, |index, block| {
            let offer = &context.offers[block.neighbourhood * programmes + programme];
            if !offer.running {
                return Flows::NONE;
            }
            let ties = ties_in(index, block, programme, &context);
            flows_of(block, programme, &ties, offer, context.rates)
        })
    }

    /// Factor `c`, by municipality, at which `Σ part · min(1, c · value)` over the citizens a running programme reaches is a share
    /// of them: 0 where all values are, and the largest number where all who have one are too few.
    fn factors(
        &self,
        programme: usize,
        share: f64,
        values: &[Lane],
        part: impl Fn(usize, usize) -> f32,
    ) -> Vec<f32> {
        let programmes = self.programmes();
        let municipalities = self.municipalities();
        let mut factors = vec![0.0_f32; municipalities];
        // Whoever is certain to come stays certain as the factor grows, so that this ends.
        loop {
            let mut reached = vec![Reached::default(); municipalities];
            for (index, block) in self.blocks.iter().enumerate() {
                if self.offers[block.neighbourhood * programmes + programme].running {
                    let municipality = municipality_of(block.neighbourhood, municipalities);
                    for lane in lanes(block.present()) {
                        let (value, part) = (values[index][lane], part(index, lane));
                        reached[municipality].add(value, part, factors[municipality]);
                    }
                }
            }
            let next: Vec<f32> = reached
                .iter()
                .zip(&factors)
                .map(|(reached, factor)| reached.factor(share).max(*factor))
                .collect();
            if next == factors {
                return factors;
            }
            factors = next;
        }
    }

    /// Fills in hours, sums, support, inputs and outputs of the initial state, without a step.
    fn look_at_start<E: Executor>(&mut self, executor: &E, course: &mut Course) {
        let (blocks, context) = self.before_the_first_step();
        executor.map(blocks, |index, block| {
            be_counted(index, block, &context);
        });
        self.add_up();
        self.facilitate();
        course.pass_offers(self);
        self.measure_inputs();
        self.balance_need();
        for index in 0..self.initiatives.len() {
            let production = self.joint_production(&self.initiatives[index]);
            let initiative = &mut self.initiatives[index];
            initiative.outcome.output_per_year =
                outcome::output_per_year(&self.parameters.problem, production, initiative.outcome.backlog);
        }
        self.charge_costs();
    }

    /// The citizens, and what they look at before the first step.
    fn before_the_first_step(&mut self) -> (&mut [Block], StepContext<'_>) {
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
        (&mut self.blocks, context)
    }
}

/// Uniforms of the start: taking part, and hearing of the programme.
fn uniforms(block: &Block, programme: usize, draws: &Draws) -> [Lane; 4] {
    let mut uniforms = [[0.0; LANES]; 4];
    draws.fill(&block.ids, 0, START.of(programme), &mut uniforms);
    uniforms
}

/// Share of citizens who take part in a programme at the start, and share of the others who know of it.
fn first_shares(design: &Programme) -> (f64, f64) {
    if !design.established {
        return (0.0, 0.0);
    }
    let share = design.initial_participants;
    let known = if share < 1.0 {
        ((design.initial_awareness - share) / (1.0 - share)).max(0.0)
    } else {
        0.0
    };
    (share, known)
}

/// Citizens a programme reaches, at one factor of their values.
#[derive(Clone, Copy, Default)]
struct Reached {
    citizens: f64,
    /// Parts of those for whom the factor makes a certainty.
    certain: f64,
    /// Parts times values of all others.
    possible: f64,
}

impl Reached {
    fn add(&mut self, value: f32, part: f32, factor: f32) {
        self.citizens += 1.0;
        if factor * value >= 1.0 {
            self.certain += f64::from(part);
        } else {
            self.possible += f64::from(part) * f64::from(value);
        }
    }

    /// The factor at which the others make up what is missing of the share.
    fn factor(&self, share: f64) -> f32 {
        let missing = share * self.citizens - self.certain;
        if self.possible > 0.0 {
            (missing.max(0.0) / self.possible).min(f64::from(f32::MAX)) as f32
        } else if self.certain > 0.0 {
            f32::MAX
        } else {
            0.0
        }
    }
}

/// How the citizens of a block would come and go in a running programme.
fn flows_of(block: &mut Block, programme: usize, ties: &ActiveTies, offer: &Offer, rates: &Rates) -> Flows {
    let willingness = willingness::willing(block, programme, ties, offer, rates);
    let tired: [(f32, f32); LANES] =
        std::array::from_fn(|lane| fatigue::over_a_stay(block, lane, offer, rates));
    // Whoever takes part is tired by it and used to it, and so is more or less willing to stay.
    block.state.fatigue = tired.map(|(fatigue, _)| fatigue);
    block.state.habit = [rates.willingness.habit_of_participants; LANES];
    let staying = willingness::willing(block, programme, ties, offer, rates);
    block.state.fatigue = [0.0; LANES];
    block.state.habit = [0.0; LANES];
    let channel = digital::reach(block, programme);
    let joining = &offer.joining;
    let mut flows = Flows::NONE;
    for lane in lanes(block.present()) {
        let asked = joining.usual_asked_per_year + joining.usual_asked_per_tie_per_year * ties.count[lane];
        let reach = offer.association.asking_of(block, lane) * channel.map_or(1.0, |reach| reach[lane]);
        let admitted = offer.admission.admitted_of(block, lane);
        let aware = awareness::share_of_time(&block.memberships[programme], lane, ties, offer, rates);
        flows.aware[lane] = aware;
        flows.joins[lane] = aware * asked * willingness[lane] * reach * joining.follow_through * admitted;
        flows.willingness[lane] = willingness[lane];
        let (fatigue, burnouts_per_year) = tired[lane];
        flows.exits[lane] =
            staying::exits_per_year(block, lane, staying[lane], fatigue, offer, rates) + burnouts_per_year;
    }
    flows
}

/// First participants are as tired, as used to taking part, as far in their role and as much owners as participants come to be.
fn come_to_rest(block: &mut Block, programme: usize, offer: &Offer, exits: &Lane, rates: &Rates) {
    for lane in lanes(block.memberships[programme].active) {
        let (fatigue, _) = fatigue::over_a_stay(block, lane, offer, rates);
        block.state.fatigue[lane] = block.state.fatigue[lane].max(fatigue);
        block.state.habit[lane] = rates.willingness.habit_of_participants;
        block.memberships[programme].ownership[lane] = ownership::over_a_stay(offer, rates, exits[lane]);
        if rates.mechanisms.social_capital {
            social_capital::take_stance_over_a_stay(block, lane, offer, rates, exits[lane]);
        }
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::Model;
    use crate::model::executor::Serial;
    use crate::model::mechanisms::active_ties::is_active;
    use crate::scenario::Scenario;

    const SHARE: f64 = 0.1;

    /// A town with one programme of these settings, as if nobody had taken part yet.
    fn town(settings: &str) -> Society {
        let text = format!(
            "[simulation]\nhorizon_years = 1.0\n[population]\ncitizens = 3000\n\
             [programme.parks]\nstaff_share = 0.5\ninitial_participants = {SHARE}\n{settings}"
        );
        let scenario = Scenario::from_text(Path::new("parks.toml"), &text, &[]).unwrap();
        let (mut society, _) = Model::new(&scenario.setup).begin(&Draws::new(3, 0), &Serial);
        for block in &mut society.blocks {
            block.state.habit = [0.0; LANES];
            block.state.fatigue = [0.0; LANES];
            block.memberships[0].active = 0;
        }
        society.take_snapshot();
        society.support_participants(&mut Course::default());
        society
    }

    /// Fatigue at which hours and recovery balance, sought by halving.
    fn resting_fatigue(society: &Society, index: usize, lane: usize) -> f64 {
        let (block, parameters) = (&society.blocks[index], &society.parameters);
        let offer = &society.offers[block.neighbourhood];
        let free_time = f64::from(block.fixed.free_time_hours_per_week[lane]);
        let hours = &parameters.hours;
        let gain = |fatigue: f64| {
            let wanted = f64::from(offer.hours.per_week)
                * (hours.motivation_floor + f64::from(block.state.motivation[lane]))
                * (1.0 - hours.fatigue_loss * fatigue);
            let load = wanted.min(hours.free_time_share_max * free_time)
                / (parameters.fatigue.capacity_share * free_time);
            4.0 * f64::from(offer.fatigue.gain_per_year) * load * load
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if gain(middle) > parameters.fatigue.recovery * middle {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }

    /// Joins and exits per year, and willingness, of a citizen who would take part, written out once more.
    fn joins_exits_willingness(society: &Society, index: usize, lane: usize) -> (f64, f64, f64) {
        let (block, parameters) = (&society.blocks[index], &society.parameters);
        let offer = &society.offers[block.neighbourhood];
        assert!(offer.running);
        let active = &society.active[0];
        let neighbours = society.active_neighbours[0].of(index);
        let ties = ActiveTies::of(block, &society.network, active, neighbours);
        let willing = f64::from(willingness::willing(block, 0, &ties, offer, &society.rates)[lane]);
        let friends = society.network.ties(block.first_row + lane as u32).iter();
        let friends = friends.filter(|&&friend| is_active(active, friend)).count() as f64;
        let outreach = f64::from(block.memberships[0].awareness.outreach_weight[lane]);
        let hears = parameters.awareness.outreach * outreach + parameters.awareness.word_of_mouth * friends;
        let aware = hears / (hears + parameters.awareness.forgetting);
        let asked = f64::from(offer.joining.usual_asked_per_year)
            + f64::from(offer.joining.usual_asked_per_tie_per_year) * friends;
        let reach = digital::reach(block, 0).map_or(1.0, |reach| f64::from(reach[lane]))
            * f64::from(offer.association.asking_of(block, lane));
        let joins = aware * asked * willing * reach * f64::from(offer.joining.follow_through);
        let (resting, limit) = (resting_fatigue(society, index, lane), parameters.fatigue.burnout);
        let (fatigue, burnouts) = if resting > limit {
            let years = -libm::log(1.0 - limit / resting) / parameters.fatigue.recovery;
            (0.5 * limit, 1.0 / years)
        } else {
            (resting, 0.0)
        };
        let mut participant = block.clone();
        participant.state.fatigue[lane] = fatigue as f32;
        let forming = core::f64::consts::LN_2 / parameters.willingness.habit_half_life_years;
        participant.state.habit[lane] = (forming / (forming + parameters.staying.exit_base)) as f32;
        let stays = f64::from(willingness::willing(&participant, 0, &ties, offer, &society.rates)[lane]);
        let staying = &parameters.staying;
        let satisfaction =
            f64::from(offer.staying.satisfaction) + staying.weight_trust * f64::from(block.state.trust[lane]);
        let content = satisfaction - staying.satisfaction_reference;
        let unwilling = (1.0 - stays) / (1.0 - parameters.willingness.reference_mean);
        let tired = fatigue - staying.fatigue_reference;
        let exits = staying.exit_base
            * libm::exp(staying.fatigue * tired - 2.0 * staying.satisfaction * content)
            * libm::pow(unwilling, staying.willingness_power)
            * f64::from(offer.staying.exit_factor)
            * f64::from(offer.association.exit_of(block, lane));
        (joins, exits + burnouts, willing)
    }

    /// Draws participants and holds every citizen against the chance that a weight gives; returns who takes part.
    fn draw_and_check(society: &mut Society, weight: fn((f64, f64, f64)) -> f64) -> Vec<u64> {
        let seen: &Society = society;
        let weights: Vec<Vec<f64>> = (0..seen.blocks.len())
            .map(|index| {
                (0..seen.blocks[index].len)
                    .map(|lane| weight(joins_exits_willingness(seen, index, lane)))
                    .collect()
            })
            .collect();
        let mean = weights.iter().flatten().sum::<f64>() / society.constants.citizens;
        assert!(mean > 0.0);
        society.draw_participants(0, &Serial);
        for (block, weights) in society.blocks.iter().zip(&weights) {
            let [takes_part, ..] = uniforms(block, 0, &society.draws);
            for (lane, weight) in weights.iter().enumerate() {
                let chance = SHARE * weight / mean;
                let uniform = f64::from(takes_part[lane]);
                let active = block.memberships[0].active >> lane & 1 == 1;
                // So close to the chance, rounding may decide.
                let too_close = (uniform - chance).abs() < 1e-3 * chance;
                assert!(
                    too_close || active == (uniform < chance),
                    "{uniform} against {chance}"
                );
            }
        }
        society.take_snapshot();
        society.support_participants(&mut Course::default());
        society.active[0].clone()
    }

    fn share_of(society: &Society) -> f64 {
        let participants: u32 = society.active[0].iter().map(|word| word.count_ones()).sum();
        f64::from(participants) / society.constants.citizens
    }

    /// Where a few are far likelier than others, they are certain to come, and the others make up the rest of the share.
    #[test]
    fn as_many_begin_as_are_set() {
        let mut society = town("");
        let flows = society.flows(0, &Serial);
        let unequal: Vec<Lane> = flows
            .iter()
            .map(|flows| flows.share_of_time(false).map(|share| share.powi(3)))
            .collect();
        for share in [0.01, 0.2, 0.7] {
            let factors = society.factors(0, share, &unequal, |_, _| 1.0);
            let chances = |lanes: &Lane| lanes.map(|value| f64::from((factors[0] * value).min(1.0)));
            let of_all: f64 = unequal.iter().flat_map(chances).sum();
            let found = of_all / society.constants.citizens;
            assert!((found - share).abs() < 1e-6, "{found} of {share}");
        }
        let certain = society.factors(0, 1.0, &unequal, |_, _| 1.0);
        assert!(certain[0] * unequal[0][0] >= 1.0, "all come when all are wanted");
        assert_eq!(
            society.factors(0, 0.2, &vec![[0.0; LANES]; unequal.len()], |_, _| 1.0),
            [0.0]
        );
    }

    #[test]
    fn who_takes_part_first_is_drawn_by_all_that_draws_and_keeps() {
        let mut society = town("digital_share = 0.3\ninitiator = \"association\"\n");
        let weight = |(joins, exits, _): (f64, f64, f64)| joins / (joins + exits);
        let without_ties = draw_and_check(&mut society, weight);
        let with_ties = draw_and_check(&mut society, weight);
        assert_ne!(without_ties, with_ties, "ties draw and keep as well");
        let found = share_of(&society);
        assert!((found - SHARE).abs() < 0.04, "{found}");
    }

    #[test]
    fn whoever_is_invited_later_the_start_is_that_of_the_usual_asking() {
        let usual = town("");
        let none = town("invitation = 0.0\n");
        for block in &none.blocks {
            assert!(none.offers[block.neighbourhood].joining.asked_per_year <= 0.0);
        }
        assert_eq!(
            usual.offers[0].joining.usual_asked_per_year.to_bits(),
            none.offers[0].joining.usual_asked_per_year.to_bits()
        );
    }

    #[test]
    fn where_nobody_is_asked_all_count_as_asked_once_a_year() {
        let nobody = "[asking]\ngeneral = 0.0\nper_enabling = 0.0\nper_active_tie = 0.0\n";
        let mut society = town(nobody);
        draw_and_check(&mut society, |(joins, exits, willing)| {
            assert!(joins.abs() < 1e-12);
            willing / (willing + exits)
        });
        assert!((share_of(&society) - SHARE).abs() < 0.04);
    }

    #[test]
    fn an_episodic_programme_counts_with_the_asking_of_a_year() {
        let mut society = town("episodic = true\n");
        assert!(
            society
                .offers
                .iter()
                .all(|offer| offer.joining.asked_per_year <= 0.0)
        );
        draw_and_check(&mut society, |(joins, exits, _)| joins / (joins + exits));
        assert!(share_of(&society) > 0.5 * SHARE);
    }
}
