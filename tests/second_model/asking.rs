//! Being asked and joining (M2, M4), and what the kind of task, an association and a role change (M26 to M28).

use samspil::model::design::{Goal, Initiator, Programme};
use samspil::model::mechanisms::Parameters;

use crate::society::{Citizen, Initiative, Life, Society};

/// Whether a citizen at this rank by status, from 0 to 1, belongs to an association (M27).
pub(crate) fn is_member(parameters: &Parameters, rank: f64, luck: f64) -> bool {
    let association = &parameters.association;
    let share = association.member_share * (1.0 + association.member_status * (rank - 0.5));
    luck < share.clamp(0.0, 1.0)
}

/// How often people are asked, where asking more and more meets those who were asked already (M2).
fn asking(invitation: f64, ceiling: f64) -> f64 {
    if invitation <= 1.0 {
        invitation
    } else if ceiling > 1.0 {
        let room = ceiling - 1.0;
        1.0 + room * (1.0 - libm::exp(-(invitation - 1.0) / room))
    } else {
        1.0
    }
}

impl Society {
    /// How much of the year's asking falls into this step (M2).
    fn season(&self, programme: usize) -> f64 {
        if !self.parameters.programmes[programme].episodic {
            1.0
        } else if self.lived % self.steps_per_year == self.steps_per_year / 3 {
            f64::from(self.steps_per_year)
        } else {
            0.0
        }
    }

    /// Yearly rate at which those who are no friends ask a citizen, for each unit of invitation.
    fn asked_by_staff(&self, initiative: &Initiative) -> f64 {
        let asking = &self.parameters.asking;
        if self.parameters.mechanisms.asking {
            asking.general + asking.per_enabling * initiative.enabling_share
        } else {
            asking.general
        }
    }

    /// Yearly rate at which a citizen with these active ties is asked where the invitation is the usual one and the year
    /// even (M2, M27).
    pub(crate) fn asked_as_usual(&self, who: &Citizen, initiative: &Initiative, ties: f64) -> f64 {
        if !self.parameters.mechanisms.joining {
            return 0.0;
        }
        let design = self.design(initiative);
        let by_ties = if self.parameters.mechanisms.asking {
            self.parameters.asking.per_active_tie * ties
        } else {
            0.0
        };
        self.mixed(design, self.parameters.digital.asking)
            * (self.asked_by_staff(initiative) + by_ties)
            * self.as_member(who, design, self.parameters.association.member_asking)
    }

    /// The same as this step has it.
    pub(crate) fn asked_now(&self, who: &Citizen, initiative: &Initiative, ties: f64) -> f64 {
        let design = self.design(initiative);
        self.season(initiative.programme)
            * asking(design.invitation, self.parameters.asking.invitation_ceiling)
            * self.attention(initiative, Goal::Involvement)
            * self.asked_as_usual(who, initiative, ties)
    }

    /// Yearly rate at which a citizen joins who is asked at this rate (M4).
    pub(crate) fn joining_rate(
        &self,
        who: &Citizen,
        initiative: &Initiative,
        asked: f64,
        willing: f64,
    ) -> f64 {
        let asking = &self.parameters.asking;
        let patience = if self.parameters.mechanisms.organisation {
            libm::exp(-asking.drop_out_per_week * 52.0 * self.parameters.barriers.bureaucracy)
        } else {
            1.0
        };
        let online = self.mixed(self.design(initiative), self.parameters.digital.follow_through);
        let comes = asking.follow_through * patience * online;
        asked * willing * self.reach(who, initiative.programme) * f64::min(1.0, comes)
    }

    /// Hours a week that staff would need for all they mean to ask in this step (M2).
    pub(crate) fn contact_hours(&self, initiative: &Initiative) -> f64 {
        let informal = initiative.life == Some(Life::Informal);
        if !initiative.runs() || informal || !self.parameters.mechanisms.joining {
            return 0.0;
        }
        let design = self.design(initiative);
        let contacts = design.invitation
            * self.season(initiative.programme)
            * self.asked_by_staff(initiative)
            * initiative.citizens;
        let cost = &self.parameters.cost;
        cost.hours_per_contact * contacts / 52.0 * self.mixed(design, self.parameters.digital.outreach_cost)
    }

    /// A factor that counts in individual tasks only (M26).
    pub(crate) fn if_individual(&self, design: &Programme, factor: f64) -> f64 {
        if self.parameters.mechanisms.collective && !design.collective {
            factor
        } else {
            1.0
        }
    }

    fn is_by_association(&self, design: &Programme) -> bool {
        self.parameters.mechanisms.association && design.initiator == Initiator::Association
    }

    /// A factor that counts for the members of an association in its own programmes (M27).
    pub(crate) fn as_member(&self, who: &Citizen, design: &Programme, factor: f64) -> f64 {
        if who.member && self.is_by_association(design) {
            factor
        } else {
            1.0
        }
    }

    /// Part of citizens' input that is left of shaping the service, of agreeing with one another and of an association's
    /// own ends (M26 to M28).
    pub(crate) fn input_that_counts(&self, initiative: &Initiative) -> f64 {
        let design = self.design(initiative);
        let mut part = 1.0 - self.shaping(initiative);
        if self.parameters.mechanisms.collective && design.collective {
            part *= 1.0 - self.parameters.collective.coordination;
        }
        if self.is_by_association(design) {
            part *= 1.0 - self.parameters.association.own_interest;
        }
        part
    }
}
