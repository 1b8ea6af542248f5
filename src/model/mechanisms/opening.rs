//! M15: when an initiative opens, and whether it is open.

use super::backlash;
use super::backlash::Struck;
use super::initiative::Status;
use super::society::Society;

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
