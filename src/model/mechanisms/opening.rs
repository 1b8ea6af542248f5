//! M15: when an initiative opens, and whether it is open.
//!
//! Between decision and opening lie `bureaucracy/(1 - σ)^(q - 1)` years, with `q` the departments whose approval is needed
//! and `σ` the silos. One that replaces staff meets the backlash as it opens (M24).
//!
//! Sources: B-06, D-03. Bites at the start of a step.

use super::backlash::{self, Struck};
use super::parts::parameters::Parameters;
use super::{OfMunicipality, OfSociety, Society};
use crate::model::design::Programme;
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::model::municipality::municipality_of;
use crate::words::words;

/// The step at which an initiative opens that opens at no date.
pub(in crate::model) const NEVER: u32 = u32::MAX;

/// Whether an initiative is open to citizens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Status {
    /// The programme does not exist in this neighbourhood: no staff, no problem stock, no part in any mean.
    Absent,
    /// Decided or not yet decided; opens at this step.
    Preparing {
        /// The step at which it opens.
        opens: u32,
    },
    /// Open to citizens.
    Running,
    /// Stopped by the council; professionals carry on alone.
    Closed,
}

impl Society {
    /// Initiatives whose time has come open.
    pub(in crate::model) fn open_initiatives(&mut self) {
        let step = self.step;
        self.totals.just_opened.fill(false);
        for index in 0..self.initiatives.len() {
            let Status::Preparing { opens } = self.initiatives[index].status else {
                continue;
            };
            if opens > step {
                continue;
            }
            self.initiatives[index].status = Status::Running;
            self.totals.just_opened[index] = true;
            self.totals.opened += 1.0;
            let (programme, place) = (
                self.initiatives[index].programme,
                self.initiatives[index].neighbourhood,
            );
            let design = &self.parameters.programmes[programme];
            if design.staff_replaced > 0.0 {
                let strength = backlash::strength(&self.parameters, design);
                self.strike(strength, Struck::Neighbourhood(place));
            }
        }
    }
}

/// Delay between decision and opening in years: bureaucracy, lengthened by every further department whose
/// approval is needed, `weeks / 52 / (1 - σ)^(q - 1)` (M15).
fn set_up_years(parameters: &Parameters, programme: &Programme) -> f64 {
    if !parameters.mechanisms.organisation {
        return 0.0;
    }
    let approvals = f64::from(programme.departments.max(1) - 1);
    parameters.barriers.bureaucracy / libm::pow(1.0 - parameters.barriers.silos, approvals)
}

/// Whether an initiative runs at the start, opens later, or never.
pub(in crate::model) fn first_status(
    parameters: &Parameters,
    programme: &Programme,
    neighbourhood: usize,
    step_years: f64,
) -> Status {
    let listed = |list: &[u32], position: usize| {
        list.is_empty() || list.iter().any(|&number| number as usize == position + 1)
    };
    let municipality = municipality_of(neighbourhood, parameters.municipalities());
    if !listed(&programme.neighbourhoods, neighbourhood) || !listed(&programme.municipalities, municipality) {
        Status::Absent
    } else if programme.grown {
        Status::Preparing { opens: NEVER }
    } else if programme.established {
        Status::Running
    } else {
        let years = programme.start_year + set_up_years(parameters, programme);
        Status::Preparing {
            opens: (years / step_years).round() as u32,
        }
    }
}

pub(in crate::model) const INITIATIVES_BORN: OfSociety = OfSociety {
    measure: Measure::new(
        "initiatives_born",
        words!("initiatives opened"),
        "initiatives",
        POSITIVE,
        "M15",
        Theme::Governance,
        words!("Initiatives opened since the start"),
    ),
    value: |of| of.society.totals.opened,
};

pub(in crate::model) const INITIATIVES_ALIVE: OfSociety = OfSociety {
    measure: Measure::new(
        "initiatives_alive",
        words!("initiatives alive"),
        "initiatives",
        POSITIVE,
        "M16",
        Theme::Governance,
        words!("Initiatives that run now"),
    ),
    value: |of| of.overall.running,
};

pub(in crate::model) const INITIATIVES_SPREAD: OfSociety = OfSociety {
    measure: Measure::new(
        "initiatives_spread",
        words!("spread"),
        "share",
        SHARE,
        "M16",
        Theme::Governance,
        words!("Share of neighbourhoods with a running initiative that has participants"),
    ),
    value: |of| {
        let places = of.society.neighbourhoods();
        let reached = (0..places).filter(|&place| {
            of.running()
                .any(|one| one.initiative.neighbourhood == place && one.sums.active > 0.0)
        });
        reached.count() as f64 / places as f64
    },
};

pub(in crate::model) const MUNICIPALITY_INITIATIVES_ALIVE: OfMunicipality = OfMunicipality {
    measure: Measure::new(
        "initiatives_alive",
        words!("initiatives alive"),
        "initiatives",
        POSITIVE,
        "M21",
        Theme::Governance,
        words!("Its initiatives that are running"),
    ),
    value: |of| of.overall.running,
};
