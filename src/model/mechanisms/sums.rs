//! Sums over citizens that a step leaves behind, in double precision.

use super::attitude::ContactSums;
use super::awareness::AwarenessSums;
use super::digital::DigitalSums;
use super::equity::VoiceSums;
use super::mastery::MasterySums;
use super::outcome::OutcomeSums;
use super::ownership::OwnershipSums;
use super::production::ProductionSums;
use super::rehabilitation::RehabilitationSums;
use super::staying::StayingSums;
use super::willingness::WillingnessSums;

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
