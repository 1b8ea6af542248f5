//! What must hold in every society, whatever the parameters: conservation and bounds.

use std::path::Path;

use proptest::prelude::*;

use super::executor::Serial;
use super::lane::{LANES, lanes};
use super::measures::measure_at;
use super::mechanisms::Block;
use super::{Model, Observation, Society};
use crate::random::Draws;
use crate::scenario::{Kind, Scenario, register};

/// A small scenario with two programmes in which every number is drawn from its plausible range.
fn scenario(positions: &[f64], choices: &[usize]) -> Scenario {
    let base = "[population]\ncitizens = 130\nneighbourhoods = 3\n[organisation]\nunits = 2\n\
                [simulation]\nhorizon_years = 1.5\n\
                [programme.one]\nstaff_share = 0.5\ninitial_participants = 0.1\n\
                [programme.two]\nstaff_share = 0.4\nstages = []\nmixed = true\nestablished = false\nkit = 1.0\n\
                reward = \"time_credit\"\nreward_eur_per_hour = 5.0\ncredits_traded = true\ninvitation = 5.0\n\
                [[event]]\nyear = 0.5\nstaff_cut = 0.2\n[[event]]\nyear = 1.0\nshock = 0.4\n";
    let mut overrides = Vec::new();
    for (index, entry) in register().entries().iter().enumerate() {
        // Sizes stay small, and the shares of cooperators could add up to more than one.
        let fixed_here = ["units", "citizens", "neighbourhoods", "free_rider_share"];
        if entry.key.starts_with("population.correlation")
            || fixed_here.iter().any(|key| entry.key.ends_with(key))
        {
            continue;
        }
        let position = positions[index % positions.len()];
        let choice = choices[index % choices.len()];
        match (&entry.kind, entry.range) {
            (Kind::Number, Some((low, high))) if !entry.key.starts_with("programme.") => {
                overrides.push((entry.key.clone(), format!("{:?}", low + position * (high - low))));
            }
            (Kind::Flag, _) if entry.key.starts_with("mechanisms.") => {
                overrides.push((entry.key.clone(), (!choice.is_multiple_of(5)).to_string()));
            }
            _ => {}
        }
    }
    let relations = ["interdependent", "substitutive", "supplementary"];
    let rewards = ["none", "individual_money", "collective_money"];
    let rules = ["logit", "threshold", "rational"];
    let reward = rewards[choices[1] % 3];
    overrides.push(("programme.one.relation".into(), relations[choices[0] % 3].into()));
    overrides.push(("programme.one.reward".into(), reward.into()));
    if reward != "none" {
        overrides.push(("programme.one.reward_eur_per_hour".into(), "4.0".into()));
    }
    overrides.push(("simulation.decision_rule".into(), rules[choices[2] % 3].into()));
    Scenario::from_text(Path::new("drawn.toml"), base, &overrides).unwrap_or_else(|error| panic!("{error}"))
}

fn check_row(observation: &Observation<'_>) {
    let society = observation.society;
    for (index, &value) in observation.row.iter().enumerate() {
        let measure = measure_at(index, society.programmes());
        let slack = 1e-6;
        let within = value >= measure.minimum - slack && value <= measure.maximum + slack;
        assert!(
            within || value.is_nan(),
            "{} = {value} at step {}",
            measure.key,
            society.step
        );
    }
}

fn check_citizens(society: &Society) {
    for (index, block) in society.blocks.iter().enumerate() {
        for lane in 0..block.len {
            check_citizen(society, index, lane);
        }
        for (programme, membership) in block.memberships.iter().enumerate() {
            let inside = [
                membership.awareness.aware,
                membership.active,
                membership.mastery.kit,
                membership.mastery.letter,
                membership.mastery.target,
            ];
            assert!(
                inside.iter().all(|bits| bits & !block.present() == 0),
                "empty lanes stay empty"
            );
            assert_eq!(membership.active, society.active[programme][index]);
            assert_eq!(
                membership.mastery.kit & !membership.mastery.target,
                0,
                "kits go to the target group"
            );
        }
    }
}

fn check_citizen(society: &Society, index: usize, lane: usize) {
    let block = &society.blocks[index];
    let state = &block.state;
    for share in [
        state.motivation[lane],
        state.efficacy[lane],
        state.knowledge[lane],
        state.trust[lane],
        state.expectation[lane],
        state.fatigue[lane],
        state.stance[lane],
        state.habit[lane],
        state.wellbeing[lane],
    ] {
        assert!((0.0..=1.0).contains(&share), "a state is {share}");
    }
    let limit = society.rates.hours.free_time_share_max * block.fixed.free_time_hours_per_week[lane];
    assert!(
        state.hours_per_week[lane] <= limit * 1.000_01,
        "hours within free time"
    );
    let given: f32 = block
        .memberships
        .iter()
        .map(|membership| membership.hours_per_week[lane])
        .sum();
    assert!(
        (given - state.hours_per_week[lane]).abs() <= 1e-4,
        "hours add up over programmes"
    );
    check_ties(&society.blocks, index, lane);
}

fn check_ties(blocks: &[Block], index: usize, lane: usize) {
    let own = (index * LANES + lane) as u32;
    for tie in blocks[index].acquaintances[lane]
        .iter()
        .filter(|tie| tie.strength > 0.0)
    {
        let (other, other_lane) = (tie.partner as usize / LANES, tie.partner as usize % LANES);
        let back = blocks[other].acquaintances[other_lane]
            .iter()
            .find(|back| back.partner == own && back.strength > 0.0);
        assert_eq!(
            back.map(|back| back.strength),
            Some(tie.strength),
            "ties are symmetric"
        );
    }
}

/// Participants of each programme, before and after: nobody appears or disappears without joining or leaving.
fn check_flows(society: &Society, before: &[f64]) {
    let places = society.neighbourhoods();
    for (programme, &before) in before.iter().enumerate() {
        let own = &society.totals.initiatives[programme * places..(programme + 1) * places];
        let sum = |of: fn(&super::mechanisms::ProgrammeSums) -> f64| own.iter().map(of).sum::<f64>();
        let expected = before + sum(|sums| sums.joins) - sum(|sums| sums.exits);
        assert!(
            (sum(|sums| sums.active) - expected).abs() < 1e-9,
            "participants are conserved"
        );
    }
}

fn check_money(society: &Society) {
    let prices = &society.parameters.cost;
    for (initiative, time) in society.initiatives.iter().zip(&society.staff_time) {
        let weeks = super::mathematics::WEEKS_PER_YEAR * society.step_years;
        let production = time.production_hours_per_week * weeks * prices.professional_eur_per_hour;
        let parts = production + initiative.cost.coproduction_eur;
        let charged = society.parameters.mechanisms.costs && initiative.is_present();
        assert!(
            !charged || (initiative.cost.public_eur - parts).abs() < 1e-6,
            "money adds up"
        );
    }
}

/// Professionals work neither less than nothing nor more than their posts have hours, whatever they do in them.
fn check_hours(society: &Society) {
    let full_time = society.parameters.professionals.hours_per_week;
    for (initiative, time) in society.initiatives.iter().zip(&society.staff_time) {
        let parts = [
            time.production_hours_per_week,
            time.facilitation_hours_per_week,
            time.contact_hours_per_week,
            time.reform_hours_per_week,
        ];
        assert!(parts.iter().all(|&hours| hours >= 0.0), "{time:?}");
        let design = &society.parameters.programmes[initiative.programme];
        let hours = full_time * time.posts * design.staff_share;
        assert!(time.hours_per_week() <= hours + 1e-6, "{time:?}");
        let all_stay = design.staff_replaced == 0.0 && initiative.is_present();
        assert!(!all_stay || time.hours_per_week() >= hours - 1e-6, "{time:?}");
    }
}

/// Who accepts is among those asked, and with joining off nobody is asked.
fn check_asking(society: &Society) {
    for sums in &society.totals.initiatives {
        let asked = sums.joining;
        assert!(
            asked.accepted >= 0.0 && asked.accepted <= asked.asked * 1.000_01,
            "{asked:?}"
        );
        assert!(
            asked.asked == 0.0 || society.parameters.mechanisms.joining,
            "{asked:?}"
        );
    }
}

/// Every credit that was earned is held, spent, or was given up.
fn check_credits(society: &Society) {
    let places = society.neighbourhoods();
    for (index, initiative) in society.initiatives.iter().enumerate() {
        let (programme, place) = (index / places, index % places);
        let own = society.blocks.iter().filter(|block| block.neighbourhood == place);
        let held: f64 = own
            .filter_map(|block| block.memberships[programme].time_bank.as_ref())
            .flat_map(|accounts| accounts.credits)
            .map(|credits| {
                assert!(credits >= 0.0, "nobody runs into debt: {credits}");
                f64::from(credits)
            })
            .sum();
        let books = &initiative.time_bank;
        let kept = books.spent + books.lapsed + held;
        assert!(
            (books.earned - kept).abs() <= 1e-4 * books.earned.max(1.0),
            "credits are conserved: {} earned, {kept} kept",
            books.earned
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_society_keeps_its_bounds(
        positions in prop::collection::vec(0.0..=1.0_f64, 31),
        choices in prop::collection::vec(0..60_usize, 29),
        seed in 0..1000_u64,
    ) {
        let scenario = scenario(&positions, &choices);
        let shock_step = 12;
        let mut participants = vec![0.0; 2];
        let _ = Model::new(&scenario.setup).simulate(&Draws::new(seed, 0), &Serial, &mut |observation| {
            let society = observation.society;
            check_row(&observation);
            check_citizens(society);
            check_money(society);
            check_hours(society);
            check_asking(society);
            check_credits(society);
            // A shock takes participants out before the step begins.
            if observation.step > 0 && observation.step != shock_step + 1 {
                check_flows(society, &participants);
            }
            for (programme, count) in participants.iter_mut().enumerate() {
                *count = society.active[programme].iter().map(|bits| lanes(*bits).count() as f64).sum();
            }
            std::ops::ControlFlow::Continue(())
        });
    }
}
