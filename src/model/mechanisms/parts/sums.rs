//! Sums over citizens that a step leaves behind, in double precision.

use crate::model::mechanisms::Society;
use crate::model::mechanisms::admission::AdmissionSums;
use crate::model::mechanisms::attitude::ContactSums;
use crate::model::mechanisms::awareness::AwarenessSums;
use crate::model::mechanisms::digital::DigitalSums;
use crate::model::mechanisms::equity::VoiceSums;
use crate::model::mechanisms::joining::JoiningSums;
use crate::model::mechanisms::mastery::MasterySums;
use crate::model::mechanisms::outcome::OutcomeSums;
use crate::model::mechanisms::ownership::OwnershipSums;
use crate::model::mechanisms::production::ProductionSums;
use crate::model::mechanisms::rehabilitation::RehabilitationSums;
use crate::model::mechanisms::staying::StayingSums;
use crate::model::mechanisms::willingness::WillingnessSums;
use crate::model::municipality::municipality_of;

/// Declares a struct of sums, `f64` unless said otherwise, which are added field by field.
macro_rules! sums {
    ($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident $(: $kind:ty)?),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub(in crate::model) struct $name {
            $($(#[$field_about])* pub(in crate::model) $field: sums!(@kind $($kind)?),)+
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
pub(in crate::model) use sums;

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
pub(in crate::model) struct Quartiles(pub(in crate::model) [f64; 4]);

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
        joining: JoiningSums,
        admission: AdmissionSums,
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
            if sums.active > 0.0 {
                initiative.ownership.mean = sums.ownership.total / sums.active;
            }
            let design = &self.parameters.programmes[initiative.programme];
            initiative.hours.follow(sums.hours_per_week, design);
        }
    }
}
