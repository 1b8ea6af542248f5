//! Sums over citizens that a step leaves behind, in double precision.

use std::ops::AddAssign;

/// Sums over citizens, whatever the programme.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct CitizenSums {
    pub(crate) participants: f64,
    pub(crate) participants_by_quartile: [f64; 4],
    pub(crate) young_participants: f64,
    pub(crate) hours_per_week: f64,
    pub(crate) hours_by_rank: f64,
    pub(crate) affectedness_of_participants: f64,
    pub(crate) fatigue_of_participants: f64,
    pub(crate) burnouts: f64,
    pub(crate) motivation: f64,
    pub(crate) efficacy: f64,
    pub(crate) knowledge: f64,
    pub(crate) trust: f64,
    pub(crate) expectation: f64,
    pub(crate) stance: f64,
    pub(crate) wellbeing: f64,
    pub(crate) bonding: f64,
    pub(crate) bridging: f64,
    /// Wellbeing of citizens times their active ties.
    pub(crate) near_wellbeing: f64,
    /// Active ties.
    pub(crate) near_ties: f64,
}

/// Sums over the citizens of one programme.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ProgrammeSums {
    pub(crate) aware: f64,
    pub(crate) active: f64,
    pub(crate) active_before: f64,
    pub(crate) joins: f64,
    pub(crate) exits: f64,
    pub(crate) willingness: f64,
    pub(crate) hours_per_week: f64,
    /// Hours times knowledge times stance.
    pub(crate) input_hours_per_week: f64,
    /// Means of knowledge and efficacy of participants.
    pub(crate) competence: f64,
    pub(crate) motivation: f64,
    pub(crate) ownership: f64,
    pub(crate) satisfaction: f64,
    pub(crate) voice: f64,
    pub(crate) voice_ses: f64,
    pub(crate) voice_affectedness: f64,
    pub(crate) target: f64,
    pub(crate) kits_reached: f64,
    pub(crate) kits_given: f64,
    pub(crate) letters_given: f64,
    /// Expected number of the target group with a severe need.
    pub(crate) severe: f64,
    /// Affectedness of all, and what of it rehabilitation has left; citizens who are self-reliant (M25).
    pub(crate) need: f64,
    pub(crate) need_left: f64,
    pub(crate) self_reliant: f64,
    /// Novelty of a game for those who play (M25).
    pub(crate) novelty: f64,
}

macro_rules! add_fields {
    ($left:ident, $right:ident, $($field:ident),+ $(,)?) => { $($left.$field += $right.$field;)+ };
}

impl AddAssign for CitizenSums {
    fn add_assign(&mut self, other: Self) {
        for (total, part) in self
            .participants_by_quartile
            .iter_mut()
            .zip(other.participants_by_quartile)
        {
            *total += part;
        }
        add_fields!(
            self,
            other,
            participants,
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
            near_wellbeing,
            near_ties,
        );
    }
}

impl AddAssign for ProgrammeSums {
    fn add_assign(&mut self, other: Self) {
        add_fields!(
            self,
            other,
            aware,
            active,
            active_before,
            joins,
            exits,
            willingness,
            hours_per_week,
            input_hours_per_week,
            competence,
            motivation,
            ownership,
            satisfaction,
            voice,
            voice_ses,
            voice_affectedness,
            target,
            kits_reached,
            kits_given,
            letters_given,
            severe,
            need,
            need_left,
            self_reliant,
            novelty,
        );
    }
}
