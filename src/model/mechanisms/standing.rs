//! What events have left of a programme: money after grants ended, and campaigns.
//!
//! Outreach is `O · grant`, and a campaign's intensity while it lasts (M1).

use crate::model::design::Programme;

/// What grants and campaigns make of a programme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct Standing {
    /// Part of the programme's money that is left after grants ended.
    pub(in crate::model) grant: f64,
    /// Outreach added by a campaign, and the step at which it ends.
    pub(in crate::model) campaign: f64,
    pub(in crate::model) campaign_ends: u32,
}

impl Standing {
    /// A programme with its grant and without a campaign.
    pub(in crate::model) const START: Self = Self {
        grant: 1.0,
        campaign: 0.0,
        campaign_ends: 0,
    };

    /// Intensity of outreach at a step.
    pub(in crate::model) fn outreach(&self, programme: &Programme, step: u32) -> f64 {
        programme.outreach * self.grant
            + if step < self.campaign_ends {
                self.campaign
            } else {
                0.0
            }
    }
}
