//! Sums over citizens that a step leaves behind, in double precision.

use super::active_ties::ActiveTies;
use super::attitude::ContactSums;
use super::awareness::AwarenessSums;
use super::block::Block;
use super::digital::DigitalSums;
use super::equity::VoiceSums;
use super::mastery::MasterySums;
use super::municipality::municipality_of;
use super::offer::Offer;
use super::outcome::OutcomeSums;
use super::ownership::OwnershipSums;
use super::production::ProductionSums;
use super::rates::Rates;
use super::rehabilitation::RehabilitationSums;
use super::society::Society;
use super::staying;
use super::staying::StayingSums;
use super::willingness::WillingnessSums;
use crate::model::lane::{LANES, Lane, lanes, sum};

/// Declares a struct of sums, `f64` unless said otherwise, which are added field by field.
macro_rules! sums {
    ($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident $(: $kind:ty)?),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub(crate) struct $name {
            $($(#[$field_about])* pub(crate) $field: sums!(@kind $($kind)?),)+
        }

        impl std::ops::AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                $(self.$field += other.$field;)+
            }
        }
    };
    (@kind) => { f64 };
    (@kind $kind:ty) => { $kind };
}
pub(crate) use sums;

sums! {
    /// Sums over citizens, whatever the programme.
    CitizenSums {
        participants,
        participants_by_quartile: Quartiles,
        young_participants,
        hours_per_week,
        hours_by_rank,
        affectedness_of_participants,
        fatigue_of_participants,
        burnouts,
        motivation,
        efficacy,
        knowledge,
        trust,
        expectation,
        stance,
        wellbeing,
        bonding,
        bridging,
        /// Wellbeing of citizens times their active ties.
        near_wellbeing,
        /// Active ties.
        near_ties,
    }
}

/// A sum for each quarter by status, the poorest first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Quartiles(pub(crate) [f64; 4]);

impl std::ops::AddAssign for Quartiles {
    fn add_assign(&mut self, other: Self) {
        for (total, part) in self.0.iter_mut().zip(other.0) {
            *total += part;
        }
    }
}

sums! {
    /// Sums over the citizens of one programme: who takes part, and a part for each mechanism that adds up more.
    ProgrammeSums {
        active,
        active_before,
        joins,
        exits,
        hours_per_week,
        awareness: AwarenessSums,
        willingness: WillingnessSums,
        staying: StayingSums,
        mastery: MasterySums,
        contact: ContactSums,
        ownership: OwnershipSums,
        voice: VoiceSums,
        production: ProductionSums,
        outcome: OutcomeSums,
        rehabilitation: RehabilitationSums,
        digital: DigitalSums,
    }
}

impl Society {
    /// Adds the blocks' sums up, in block order, so that the sums do not depend on threads.
    pub(in crate::model) fn add_up(&mut self) {
        let places = self.neighbourhoods();
        self.totals.citizens = CitizenSums::default();
        self.totals.initiatives.fill(ProgrammeSums::default());
        self.totals.municipalities.fill(CitizenSums::default());
        let municipalities = self.municipalities();
        for block in &self.blocks {
            self.totals.citizens += block.sums;
            if municipalities > 1 {
                self.totals.municipalities[municipality_of(block.neighbourhood, municipalities)] +=
                    block.sums;
            }
            for (programme, membership) in block.memberships.iter().enumerate() {
                self.totals.initiatives[programme * places + block.neighbourhood] += membership.sums;
            }
        }
        for (index, sums) in self.totals.initiatives.iter().enumerate() {
            let initiative = &mut self.initiatives[index];
            initiative.active = sums.active;
            initiative.hours.per_week = sums.hours_per_week;
            if sums.active > 0.0 {
                initiative.ownership.mean = sums.ownership.total / sums.active;
            }
            let design = &self.parameters.programmes[initiative.programme];
            let offered = sums.hours_per_week / initiative.hours.ratio;
            initiative.hours.ratio = if design.required_hours_per_week > 0.0 && offered > 0.0 {
                (design.required_hours_per_week / offered).min(design.stretch)
            } else {
                1.0
            };
        }
    }
}

/// Adds up the wellbeing of those who are tied to participants.
pub(crate) fn count_near_circle(block: &mut Block, ties: &ActiveTies) {
    let mut weighted = [0.0; LANES];
    for lane in 0..LANES {
        weighted[lane] = ties.count[lane] * block.state.wellbeing[lane];
    }
    block.sums.near_wellbeing += sum(&weighted, block.len);
    block.sums.near_ties += sum(&ties.count, block.len);
}

/// Adds up what happened in one programme.
pub(crate) fn record_flows(
    block: &mut Block,
    programme: usize,
    willingness: &Lane,
    active_before: u64,
    [joins, exits, kits, letters]: [u64; 4],
) {
    let count = |bits: u64| f64::from(bits.count_ones());
    let len = block.len;
    let sums = &mut block.memberships[programme].sums;
    sums.active_before = count(active_before);
    sums.joins = count(joins);
    sums.exits = count(exits);
    sums.mastery.kits_given = count(kits);
    sums.mastery.letters_given = count(letters);
    sums.willingness.mean = sum(willingness, len);
}

/// Adds up the state at the end of the step.
pub(crate) fn count(block: &mut Block, offers: &[Offer], rates: &Rates) {
    count_citizens(block);
    for (programme, offer) in offers.iter().enumerate() {
        count_participants(block, programme, offer, rates);
    }
}

/// Sums over all citizens of the block.
fn count_citizens(block: &mut Block) {
    let active = block.active_in_any();
    let (state, fixed, len) = (&block.state, &block.fixed, block.len);
    let sums = &mut block.sums;
    sums.participants = f64::from(active.count_ones());
    sums.young_participants = f64::from((active & fixed.young).count_ones());
    for (total, &quartile) in sums.participants_by_quartile.0.iter_mut().zip(&fixed.quartile) {
        *total = f64::from((active & quartile).count_ones());
    }
    for lane in lanes(active) {
        let hours = f64::from(state.hours_per_week[lane]);
        sums.hours_per_week += hours;
        sums.hours_by_rank += hours * f64::from(fixed.ses_rank[lane]);
        sums.affectedness_of_participants += f64::from(fixed.affectedness[lane]);
        sums.fatigue_of_participants += f64::from(state.fatigue[lane]);
    }
    sums.motivation = sum(&state.motivation, len);
    sums.efficacy = sum(&state.efficacy, len);
    sums.knowledge = sum(&state.knowledge, len);
    sums.trust = sum(&state.trust, len);
    sums.expectation = sum(&state.expectation, len);
    sums.stance = sum(&state.stance, len);
    sums.wellbeing = sum(&state.wellbeing, len);
    for lane in lanes(block.with_acquaintances) {
        for tie in &block.acquaintances[lane] {
            let kind = if tie.bridging {
                &mut sums.bridging
            } else {
                &mut sums.bonding
            };
            *kind += f64::from(tie.strength);
        }
    }
}

/// Sums over the participants of one programme.
fn count_participants(block: &mut Block, programme: usize, offer: &Offer, rates: &Rates) {
    let mut sums = block.memberships[programme].sums;
    let membership = &block.memberships[programme];
    let (state, fixed) = (&block.state, &block.fixed);
    sums.awareness.aware = f64::from(membership.awareness.aware.count_ones());
    sums.active = f64::from(membership.active.count_ones());
    sums.mastery.target = f64::from(membership.mastery.target.count_ones());
    sums.mastery.kits_reached = f64::from(membership.mastery.kit.count_ones());
    sums.outcome.severe = (sums.mastery.target - sums.mastery.kits_reached)
        * f64::from(rates.outcome.severe_share)
        + sums.mastery.kits_reached * f64::from(rates.outcome.severe_share_reached);
    for lane in lanes(membership.active) {
        let hours = f64::from(membership.hours_per_week[lane]);
        let knowledge = f64::from(state.knowledge[lane]);
        let voice = f64::from(if rates.mechanisms.voice {
            fixed.voice[lane]
        } else {
            1.0
        });
        sums.hours_per_week += hours;
        sums.production.input_hours_per_week += hours * knowledge * f64::from(state.stance[lane]);
        sums.contact.competence += 0.5 * (knowledge + f64::from(state.efficacy[lane]));
        sums.contact.motivation += f64::from(state.motivation[lane]);
        sums.ownership.total += f64::from(membership.ownership[lane]);
        sums.staying.satisfaction += f64::from(staying::satisfaction(block, lane, offer, rates));
        sums.voice.weight += voice;
        sums.voice.ses += voice * f64::from(fixed.ses[lane]);
        sums.voice.affectedness += voice * f64::from(fixed.affectedness[lane]);
    }
    count_care_and_play(block, programme, &mut sums);
    block.memberships[programme].sums = sums;
}

/// Sums of rehabilitation and of games (M25).
fn count_care_and_play(block: &Block, programme: usize, sums: &mut ProgrammeSums) {
    let membership = &block.memberships[programme];
    if let Some(care) = &membership.rehabilitation {
        for lane in lanes(block.present()) {
            let need = f64::from(block.fixed.affectedness[lane]);
            sums.rehabilitation.need += need;
            sums.rehabilitation.need_left += need * f64::from(care.need_left[lane]);
        }
        sums.rehabilitation.self_reliant = f64::from(care.self_reliant.count_ones());
    }
    if let Some(channel) = &membership.digital {
        for lane in lanes(membership.active) {
            sums.digital.novelty += f64::from(channel.novelty[lane]);
        }
    }
}
