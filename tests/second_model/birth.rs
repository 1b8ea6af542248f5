//! The birth of a society (section 5 of the document).

use samspil::model::design::{Role, Stage};
use samspil::model::executor::Serial;
use samspil::model::population::Citizens;
use samspil::model::setup::Setup;
use samspil::model::{design::Programme, mechanisms::Parameters};
use samspil::model::{network, population};
use samspil::random::normal_quantile;

use crate::asking::is_member;
use crate::draws::{self, Luck};
use crate::formulas::logistic;
use crate::sides::need_of_place;
use crate::society::{
    Citizen, Contacts, Cost, Initiative, Life, Membership, Professional, Society, Standing, Status, Unit,
};

/// Rank of each citizen by a trait, ties by number.
fn ranks(values: &[f32]) -> Vec<usize> {
    (0..values.len())
        .map(|one| {
            (0..values.len())
                .filter(|&other| (values[other], other) < (values[one], one))
                .count()
        })
        .collect()
}

fn citizens(
    setup: &Setup,
    parameters: &Parameters,
    luck: &Luck,
    seed: (u64, u32),
) -> (Vec<Citizen>, Vec<usize>) {
    let draws = samspil::random::Draws::new(seed.0, seed.1);
    let observed = setup.observed_citizens.as_ref();
    let born: Citizens = population::generate(
        &parameters.population,
        &parameters.barriers,
        observed,
        &draws,
        &Serial,
    );
    let ties = setup.observed_ties.as_ref();
    let municipalities = parameters.organisation.municipalities;
    let (placement, network) =
        network::generate(&parameters.network, municipalities, &born, ties, &draws, &Serial);
    let seats: Vec<usize> = placement
        .citizen_at
        .iter()
        .map(|&citizen| citizen as usize)
        .collect();
    let seat_of = placement.position_of();
    let count = born.len();
    let (ses_rank, need_rank) = (ranks(&born.ses), ranks(&born.affectedness));
    let citizens = (0..count)
        .map(|i| {
            let [tipping, objecting, member, _] = luck.four(i, 0, draws::DISPOSITION);
            let ses = f64::from(born.ses[i]);
            let wellbeing = 0.5 + parameters.wellbeing.ses * (ses - 0.5);
            let more_affected = ((count - need_rank[i]) as f64 - 0.5) / count as f64;
            Citizen {
                place: born.neighbourhood[i] as usize,
                ses,
                ses_rank: ses_rank[i],
                education: born.education[i],
                age: born.age_years[i].into(),
                extrinsic: born.extrinsic[i].into(),
                risk_aversion: 1.0 - f64::from(born.risk_tolerance[i]),
                free_time: f64::from(born.free_time_hours_per_week[i]).max(0.001),
                affectedness: born.affectedness[i].into(),
                threshold: born.threshold[i].into(),
                cooperation: born.cooperation[i],
                tipping_point: libm::log(tipping / (1.0 - tipping)),
                objects: objecting < parameters.backlash.objecting_share,
                member: is_member(parameters, (ses_rank[i] as f64 + 0.5) / count as f64, member),
                motivation: born.motivation[i].into(),
                motivation_at_birth: born.motivation[i].into(),
                efficacy: born.efficacy[i].into(),
                knowledge: born.knowledge[i].into(),
                trust: born.trust[i].into(),
                trust_level: born.trust[i].into(),
                expectation: born.expectation[i].into(),
                stance: born.stance[i].into(),
                fatigue: 0.0,
                refractory: 0.0,
                habit: 0.0,
                wellbeing,
                wellbeing_at_birth: wellbeing,
                hours: 0.0,
                everyday: network
                    .ties(seat_of[i])
                    .iter()
                    .map(|&seat| seats[seat as usize])
                    .collect(),
                made: Vec::new(),
                memberships: memberships(parameters, more_affected),
            }
        })
        .collect();
    (citizens, seats)
}

/// Gives citizens levels of trust of their own, which last (M10), and says how much trust varies at birth beyond what
/// goes with status.
fn settle_trust(citizens: &mut [Citizen], parameters: &Parameters, luck: &Luck) -> f64 {
    let count = citizens.len() as f64;
    let mean = |of: &dyn Fn(&Citizen) -> f64| citizens.iter().map(of).sum::<f64>() / count;
    let (trust, status) = (mean(&|who| who.trust), mean(&|who| who.ses));
    let together = mean(&|who| (who.trust - trust) * (who.ses - status));
    let (of_trust, of_status) = (
        mean(&|who| (who.trust - trust) * (who.trust - trust)),
        mean(&|who| (who.ses - status) * (who.ses - status)),
    );
    let slope = if of_status > 0.0 {
        together / of_status
    } else {
        0.0
    };
    let left = f64::max(0.0, of_trust - slope * slope * of_status);
    let stable = parameters.social_capital.trust_stable_share;
    for (i, who) in citizens.iter_mut().enumerate() {
        let [.., own] = luck.four(i, 0, draws::DISPOSITION);
        let usual = trust + slope * (who.ses - status);
        let level = usual
            + stable * (who.trust - usual)
            + (stable * (1.0 - stable) * left).sqrt() * normal_quantile(own);
        who.trust_level = level.clamp(0.0, 1.0);
    }
    left
}

/// What a citizen brings to each programme at birth; `more_affected` is the share of citizens who are more affected.
fn memberships(parameters: &Parameters, more_affected: f64) -> Vec<Membership> {
    let membership = |programme: &Programme| Membership {
        target: more_affected < programme.target_share,
        need_left: 1.0,
        novelty: 1.0,
        ..Membership::default()
    };
    parameters.programmes.iter().map(membership).collect()
}

/// Fatigue at which staff rest at the reference caseload (M11).
fn resting_fatigue(parameters: &Parameters) -> f64 {
    if parameters.fatigue.recovery == 0.0 {
        return 0.0;
    }
    (staff_fatigue_gain(parameters, 1.0) / parameters.fatigue.recovery).min(1.0)
}

/// M11 for staff.
pub(crate) fn staff_fatigue_gain(parameters: &Parameters, caseload: f64) -> f64 {
    let load = parameters.staff.workload_reference * caseload;
    4.0 * parameters.staff.fatigue_gain
        * (load * load)
        * (1.0 + parameters.fatigue.ambiguity * parameters.barriers.weak_management_support)
}

fn units(parameters: &Parameters, people: &[f64], luck: &Luck) -> (Vec<Unit>, Vec<usize>) {
    let (places, count) = (people.len(), parameters.organisation.units as usize);
    let apart = parameters.organisation.municipalities as usize;
    // Units of the first municipality come first; each has an equal part of both.
    let (own_units, own_places) = (count / apart, places / apart);
    let unit_of: Vec<usize> = (0..places)
        .map(|place| {
            let (municipality, own) = (place % apart, place / apart);
            municipality * own_units + own * own_units / own_places
        })
        .collect();
    let everyone: f64 = people.iter().sum();
    let staff = parameters.professionals.per_1000_citizens * everyone / 1000.0;
    let (mut served, mut hired, mut units) = (0.0, 0, Vec::new());
    for unit in 0..count {
        let citizens: f64 = (0..places)
            .filter(|&place| unit_of[place] == unit)
            .map(|place| people[place])
            .sum();
        served += citizens;
        let until = (staff * served / everyone).round() as usize;
        let professionals = (hired..until)
            .map(|number| professional(parameters, luck.four(number, 0, draws::PROFESSIONAL)))
            .collect();
        hired = until;
        let nearness = libm::pow(
            parameters.organisation.reference_citizens_per_unit / citizens,
            parameters.organisation.distance_exponent,
        );
        units.push(Unit {
            professionals,
            citizens,
            nearness: nearness.min(2.0),
            fear: 0.0,
            attitude: 0.0,
            facilitation: 0.0,
            capacity: 0.0,
        });
    }
    (units, unit_of)
}

fn professional(parameters: &Parameters, luck: [f64; 4]) -> Professional {
    let score = luck.map(normal_quantile);
    let who = &parameters.professionals;
    let belief =
        |score: f64| (1.0 - parameters.barriers.distrust_of_citizens + who.belief_sd * score).clamp(0.0, 1.0);
    Professional {
        attitude: (who.attitude_mean + who.attitude_sd * score[0]).clamp(0.0, 1.0),
        can: belief(score[1]),
        will: belief(score[2]),
        beyond: belief(score[3]),
        skill: 1.0 - parameters.barriers.missing_competence,
        fatigue: resting_fatigue(parameters),
    }
}

/// Where citizens enter, and in which role (M17).
fn entry(parameters: &Parameters, programme: &Programme, u: f64) -> (Stage, Role) {
    if let Some(&earliest) = programme.stages.iter().min() {
        return (earliest, programme.role);
    }
    let t = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 0.8];
    let slope = parameters.influence.late_entry
        * (parameters.barriers.control_retention + 0.5 - parameters.professionals.attitude_mean);
    let weights = t.map(|late| libm::exp(slope * late));
    let aim = u * weights.iter().sum::<f64>();
    let mut cumulated = 0.0;
    let chosen = (0..7)
        .find(|&stage| {
            cumulated += weights[stage];
            cumulated >= aim
        })
        .unwrap_or(5);
    let role = match chosen {
        0 => Role::CoInitiator,
        1..=4 => Role::CoDesigner,
        _ => Role::CoImplementor,
    };
    (Stage::ALL[chosen], role)
}

/// Probability that a proposal is implemented (M17).
pub(crate) fn chance_of_implementation(
    parameters: &Parameters,
    programme: &Programme,
    ownership: f64,
    grant: f64,
) -> f64 {
    let weights = &parameters.implementation;
    let silos = if parameters.mechanisms.organisation {
        parameters.barriers.silos
    } else {
        0.0
    };
    logistic(
        weights.intercept
            + weights.ownership * ownership
            + weights.embedding * programme.political_embedding
            + weights.resources * (programme.resources * grant + programme.budget_share).min(1.0)
            + weights.silos * silos
            + weights.control * parameters.barriers.control_retention,
    )
}

/// Influence offered, and how far citizens expect to be listened to (M17).
pub(crate) fn influence_and_reputation(
    parameters: &Parameters,
    design: &Programme,
    entry: Stage,
    role: Role,
) -> (f64, f64) {
    let (carried, usual) = match role {
        Role::CoInitiator => (parameters.influence.co_initiator, 0.0),
        Role::CoDesigner => (parameters.influence.co_designer, 1.0),
        Role::CoImplementor => (parameters.influence.co_implementor, 5.0),
        Role::Informed => (parameters.influence.informed, 5.0),
    };
    let earlier = usual - entry as usize as f64;
    let bare = (carried + parameters.influence.per_stage_earlier * earlier).clamp(0.0, 1.0);
    let offered = bare + design.budget_share * (1.0 - bare);
    let mut reputation = 0.5;
    for _ in 0..50 {
        reputation = chance_of_implementation(parameters, design, offered * reputation, 1.0);
    }
    (offered, reputation)
}

/// Whether and when an initiative opens (M15).
fn first_status(parameters: &Parameters, design: &Programme, place: usize, dt: f64) -> Status {
    let municipality = place as u32 % parameters.organisation.municipalities;
    let here = design.neighbourhoods.is_empty() || design.neighbourhoods.contains(&(place as u32 + 1));
    let reached =
        here && (design.municipalities.is_empty() || design.municipalities.contains(&(municipality + 1)));
    let delay = if parameters.mechanisms.organisation {
        let others = f64::from(design.departments) - 1.0;
        parameters.barriers.bureaucracy / libm::pow(1.0 - parameters.barriers.silos, others)
    } else {
        0.0
    };
    if !reached {
        Status::Absent
    } else if design.grown {
        Status::Preparing(u32::MAX)
    } else if design.established {
        Status::Running
    } else {
        Status::Preparing(((design.start_year + delay) / dt).round() as u32)
    }
}

pub(crate) fn initiative(
    parameters: &Parameters,
    (number, programme, place): (usize, usize, usize),
    citizens: f64,
    dt: f64,
    luck: &Luck,
) -> Initiative {
    let design = &parameters.programmes[programme];
    let [goal, stage, ..] = luck.four(number, 0, draws::DESIGN);
    let (entry, role) = entry(parameters, design, stage);
    let (offered, reputation) = influence_and_reputation(parameters, design, entry, role);
    let status = first_status(parameters, design, place, dt);
    let stock = f64::from(u8::from(status != Status::Absent)) * parameters.problem.initial_backlog;
    Initiative {
        programme,
        place,
        citizens,
        status,
        life: design.grown.then_some(Life::Unborn),
        entry,
        role,
        goal: parameters.mechanisms.goals && goal >= parameters.barriers.unclear_goals,
        evaluated: false,
        influence_offered: offered,
        influence: (offered * (0.5 + reputation)).clamp(0.0, 1.0),
        reputation,
        listened: reputation,
        proposals: 0.0,
        implemented: 0.0,
        just_proposed: (0.0, 0.0),
        participants: 0.0,
        ownership: offered * reputation,
        hours: 0.0,
        hours_ratio: 1.0,
        enabling_share: 0.0,
        support: 0.0,
        posts: 0.0,
        production_hours: 0.0,
        facilitation_hours: 0.0,
        reform_hours: 0.0,
        contacts: Contacts::default(),
        professional_ratio: 0.0,
        citizen_ratio: 0.0,
        stock,
        shown: stock,
        perceived: stock,
        need: parameters.problem.need * need_of_place(parameters, place),
        output: 0.0,
        fit: 0.5,
        incidents_remembered: 0.0,
        attendance: f64::NAN,
        pleased: 0.0,
        pot: 0.0,
        spent: 0.0,
        earned: 0.0,
        used: 0.0,
        asked: 0.0,
        gave: 0.0,
        needed: 0.0,
        raised: 0.0,
        kept: 0.0,
        stands_from: f64::INFINITY,
        paid: (0.0, 0.0),
        need_left: 1.0,
        cost: Cost::default(),
        at_opening: None,
        opened: false,
        incidents: 0.0,
        before: 0.0,
        joins: 0.0,
        exits: 0.0,
        kits: 0.0,
        letters: 0.0,
        willingness: 0.0,
        satisfaction: 0.0,
    }
}

impl Society {
    /// A society before its first step.
    pub(crate) fn new(setup: &Setup, seed: u64, replication: u32) -> Self {
        let parameters = setup.phases[0].parameters.clone();
        let luck = Luck::new(seed, replication);
        let (mut citizens, seats) = citizens(setup, &parameters, &luck, (seed, replication));
        let trust_beyond_status = settle_trust(&mut citizens, &parameters, &luck);
        let places = parameters.population.neighbourhoods as usize;
        let people: Vec<f64> = (0..places)
            .map(|place| citizens.iter().filter(|citizen| citizen.place == place).count() as f64)
            .collect();
        let (units, unit_of) = units(&parameters, &people, &luck);
        let programmes = parameters.programmes.len();
        let initiatives: Vec<Initiative> = (0..programmes * places)
            .map(|number| {
                let (programme, place) = (number / places, number % places);
                initiative(
                    &parameters,
                    (number, programme, place),
                    people[place],
                    setup.step_years,
                    &luck,
                )
            })
            .collect();
        let apart = parameters.organisation.municipalities as usize;
        let count = citizens.len() as f64;
        let trust_mean = citizens.iter().map(|citizen| citizen.trust).sum::<f64>() / count;
        let mut society = Self {
            dt: setup.step_years,
            steps_per_year: setup.steps_per_year,
            lived: 0,
            luck,
            snapshot: vec![vec![false; citizens.len()]; programmes],
            citizens,
            seats,
            places,
            units,
            unit_of,
            born: initiatives.iter().filter(|initiative| initiative.runs()).count() as f64,
            initiatives,
            standing: vec![
                Standing {
                    grant: 1.0,
                    campaign: 0.0,
                    campaign_ends: 0
                };
                programmes
            ],
            proven: vec![vec![false; apart]; programmes],
            elsewhere: vec![0.0; programmes],
            taken_over: vec![false; programmes],
            ideas: 0.0,
            councils: Vec::new(),
            elected: 0,
            hours_left: 1.0,
            trust_mean,
            trust_beyond_status,
            burnouts: 0.0,
            turned_away: 0.0,
            near_ties: vec![0.0; apart],
            near_wellbeing: vec![0.0; apart],
            public_value: vec![0.0; apart],
            efficiency_at_start: f64::NAN,
            parameters,
        };
        society.elect(0);
        society.recruit();
        society.face_need(setup, seed, replication);
        society
    }

    /// Need of the baseline, where there is one (M19).
    fn face_need(&mut self, setup: &Setup, seed: u64, replication: u32) {
        let Some(baseline) = &setup.need_of else {
            return;
        };
        let other = Self::new(baseline, seed, replication);
        for number in 0..self.initiatives.len() {
            let programme = self.initiatives[number].programme;
            if self.parameters.programmes[programme].balanced_start {
                self.initiatives[number].need = other.initiatives[number].need;
            }
        }
    }
}
