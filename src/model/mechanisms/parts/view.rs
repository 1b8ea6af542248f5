//! What measures look at: a society after a step, one of its programmes, one of its municipalities.

use crate::model::design::Programme;
use crate::model::measure::Measure;
use crate::model::mechanisms::outcome::unprevented;
use crate::model::mechanisms::professional::Professional;
use crate::model::mechanisms::public_value::Values;
use crate::model::mechanisms::{CitizenSums, Initiative, ProgrammeSums, Society};

/// A measure of the whole society, and how it is taken.
pub(in crate::model) struct OfSociety {
    pub(in crate::model) measure: Measure,
    pub(in crate::model) value: fn(&SocietyView<'_>) -> f64,
}

/// A measure of one programme.
pub(in crate::model) struct OfProgramme {
    pub(in crate::model) measure: Measure,
    pub(in crate::model) value: fn(&ProgrammeView<'_>) -> f64,
}

/// A measure of one municipality.
pub(in crate::model) struct OfMunicipality {
    pub(in crate::model) measure: Measure,
    pub(in crate::model) value: fn(&MunicipalityView) -> f64,
}

/// An initiative with its sums.
#[derive(Clone, Copy)]
pub(in crate::model) struct WithSums<'a> {
    pub(in crate::model) initiative: &'a Initiative,
    pub(in crate::model) sums: &'a ProgrammeSums,
}

/// Means over initiatives that several measures share.
pub(in crate::model) struct Overall {
    pub(in crate::model) running: f64,
    pub(in crate::model) output: f64,
    pub(in crate::model) outcome: f64,
    pub(in crate::model) backlog: f64,
    pub(in crate::model) fit: f64,
    pub(in crate::model) public_cost: f64,
    pub(in crate::model) coproduction_cost: f64,
    pub(in crate::model) active: f64,
    pub(in crate::model) influence: f64,
    pub(in crate::model) listened: f64,
    pub(in crate::model) satisfaction: f64,
    pub(in crate::model) voice: f64,
    pub(in crate::model) voice_ses: f64,
    /// Need a year that citizens' own effort prevents or the service meets.
    pub(in crate::model) prevented_or_met: f64,
    pub(in crate::model) need: f64,
}

impl Overall {
    /// Means over these initiatives of a society.
    pub(in crate::model) fn of<'a, I: Iterator<Item = WithSums<'a>>>(
        society: &Society,
        present: &impl Fn() -> I,
    ) -> Self {
        let sum = |of: &dyn Fn(&WithSums<'_>) -> f64| present().map(|one| of(&one)).sum::<f64>();
        let active = sum(&|one| one.sums.active);
        let problem = &society.parameters.problem;
        let ownership = |one: &WithSums<'_>| one.initiative.ownership;
        Self {
            running: sum(&|one| f64::from(u8::from(one.initiative.is_running()))),
            output: mean(present, |initiative| initiative.outcome.output_per_year),
            outcome: mean(present, |initiative| initiative.outcome.visible()),
            backlog: mean(present, |initiative| initiative.outcome.backlog),
            fit: mean(present, |initiative| initiative.outcome.fit),
            public_cost: sum(&|one| one.initiative.cost.public_eur),
            coproduction_cost: sum(&|one| one.initiative.cost.coproduction_eur),
            active,
            influence: ratio(sum(&|one| ownership(one).influence * one.sums.active), active),
            listened: ratio(sum(&|one| ownership(one).listened * one.sums.active), active),
            satisfaction: ratio(sum(&|one| one.sums.staying.satisfaction), active),
            voice: sum(&|one| one.sums.voice.weight),
            voice_ses: sum(&|one| one.sums.voice.ses),
            need: mean(present, |initiative| initiative.outcome.need_per_year),
            prevented_or_met: mean(present, |initiative| {
                let outcome = &initiative.outcome;
                let prevented =
                    1.0 - unprevented(problem, initiative.production.prevention()) * outcome.need_left;
                outcome.need_per_year * prevented
                    + outcome.output_per_year * (1.0 + problem.fit_weight * (outcome.fit - 0.5))
            }),
        }
    }
}

/// A society after a step.
pub(in crate::model) struct SocietyView<'a> {
    pub(in crate::model) society: &'a Society,
    pub(in crate::model) overall: Overall,
    pub(in crate::model) values: Values,
}

impl<'a> SocietyView<'a> {
    pub(in crate::model) fn of(society: &'a Society) -> Self {
        let present = || society.present();
        let overall = Overall::of(society, &present);
        let values = Values::among(
            society,
            &present,
            &overall,
            &society.totals.citizens,
            society.constants.citizens,
        );
        Self {
            society,
            overall,
            values,
        }
    }

    pub(in crate::model) fn citizens(&self) -> f64 {
        self.society.constants.citizens
    }

    pub(in crate::model) fn sums(&self) -> &CitizenSums {
        &self.society.totals.citizens
    }

    /// Months of a step: flows are shown per month.
    pub(in crate::model) fn months(&self) -> f64 {
        self.society.months()
    }

    pub(in crate::model) fn programme(&self, one: &WithSums<'_>) -> &Programme {
        &self.society.parameters.programmes[one.initiative.programme]
    }

    /// The initiatives that are present.
    pub(in crate::model) fn present(&self) -> impl Iterator<Item = WithSums<'a>> {
        self.society.present()
    }

    /// The initiatives that run.
    pub(in crate::model) fn running(&self) -> impl Iterator<Item = WithSums<'a>> {
        self.present().filter(|one| one.initiative.is_running())
    }

    /// Sum over all initiatives.
    pub(in crate::model) fn total(&self, of: fn(&ProgrammeSums) -> f64) -> f64 {
        self.society.totals.initiatives.iter().map(of).sum()
    }

    /// Mean over the initiatives that are present, weighted by their citizens.
    pub(in crate::model) fn mean(&self, of: impl Fn(&Initiative) -> f64) -> f64 {
        mean(&|| self.present(), of)
    }

    /// Share of the citizens whom an initiative that is present could reach.
    pub(in crate::model) fn share_of_reached(&self, of: fn(&ProgrammeSums) -> f64) -> f64 {
        let reached = self.present().map(|one| one.initiative.citizens).sum();
        ratio(self.present().map(|one| of(one.sums)).sum(), reached)
    }

    /// Mean over all professionals.
    pub(in crate::model) fn mean_of_staff(&self, of: impl Fn(&Professional) -> f64) -> f64 {
        let staff = &self.society.professionals;
        ratio(staff.iter().map(of).sum(), staff.len() as f64)
    }
}

/// A programme after a step.
pub(in crate::model) struct ProgrammeView<'a> {
    society: &'a Society,
    programme: usize,
}

impl<'a> ProgrammeView<'a> {
    pub(in crate::model) const fn of(society: &'a Society, programme: usize) -> Self {
        Self { society, programme }
    }

    pub(in crate::model) fn citizens(&self) -> f64 {
        self.society.constants.citizens
    }

    pub(in crate::model) fn months(&self) -> f64 {
        self.society.months()
    }

    /// All its initiatives.
    pub(in crate::model) fn all(&self) -> impl Iterator<Item = WithSums<'a>> {
        let places = self.society.neighbourhoods();
        let own = self.programme * places..(self.programme + 1) * places;
        let sums = &self.society.totals.initiatives[own.clone()];
        self.society.initiatives[own]
            .iter()
            .zip(sums)
            .map(|(initiative, sums)| WithSums { initiative, sums })
    }

    fn present(&self) -> impl Iterator<Item = WithSums<'a>> {
        self.all().filter(|one| one.initiative.is_present())
    }

    /// Sum over all its initiatives.
    pub(in crate::model) fn total(&self, of: fn(&ProgrammeSums) -> f64) -> f64 {
        self.all().map(|one| of(one.sums)).sum()
    }

    /// Mean over its initiatives that are present, weighted by their citizens.
    pub(in crate::model) fn mean(&self, of: impl Fn(&Initiative) -> f64) -> f64 {
        mean(&|| self.present(), of)
    }

    /// Share of the citizens of the neighbourhoods that have it.
    pub(in crate::model) fn share_of_reached(&self, of: fn(&ProgrammeSums) -> f64) -> f64 {
        let reached = self.present().map(|one| one.initiative.citizens).sum();
        ratio(self.present().map(|one| of(one.sums)).sum(), reached)
    }

    /// Share of the target group, which lives where the programme is present.
    pub(in crate::model) fn share_of_target(&self, of: fn(&ProgrammeSums) -> f64) -> f64 {
        let total: f64 = self.present().map(|one| of(one.sums)).sum();
        ratio(total, self.present().map(|one| one.sums.mastery.target).sum())
    }
}

/// A municipality after a step, where several are in the run.
pub(in crate::model) struct MunicipalityView {
    pub(in crate::model) sums: CitizenSums,
    pub(in crate::model) citizens: f64,
    pub(in crate::model) months: f64,
    pub(in crate::model) overall: Overall,
    pub(in crate::model) values: Values,
}

impl MunicipalityView {
    pub(in crate::model) fn of(society: &Society, municipality: usize) -> Self {
        let sums = society.totals.municipalities[municipality];
        let units = society.units.len() / society.municipalities();
        let own_units = &society.units[municipality * units..(municipality + 1) * units];
        let citizens: f64 = own_units.iter().map(|unit| unit.citizens).sum();
        let present = || society.present_in(municipality);
        let overall = Overall::of(society, &present);
        let values = Values::among(society, &present, &overall, &sums, citizens);
        Self {
            sums,
            citizens,
            months: society.months(),
            overall,
            values,
        }
    }
}

impl Society {
    fn months(&self) -> f64 {
        12.0 * self.step_years
    }

    /// The initiatives that are present.
    fn present(&self) -> impl Iterator<Item = WithSums<'_>> {
        self.initiatives
            .iter()
            .zip(&self.totals.initiatives)
            .map(|(initiative, sums)| WithSums { initiative, sums })
            .filter(|one| one.initiative.is_present())
    }

    /// The initiatives of a municipality that are present.
    fn present_in(&self, municipality: usize) -> impl Iterator<Item = WithSums<'_>> {
        (0..self.programmes())
            .flat_map(move |programme| self.initiatives_in(programme, municipality))
            .map(|index| WithSums {
                initiative: &self.initiatives[index],
                sums: &self.totals.initiatives[index],
            })
            .filter(|one| one.initiative.is_present())
    }
}

/// `numerator / denominator`, `NaN` where there is nothing to divide by.
pub(in crate::model) fn ratio(numerator: f64, denominator: f64) -> f64 {
    if denominator > 0.0 {
        numerator / denominator
    } else {
        f64::NAN
    }
}

/// Mean over initiatives, weighted by their citizens.
fn mean<'a, I: Iterator<Item = WithSums<'a>>>(
    present: &impl Fn() -> I,
    of: impl Fn(&Initiative) -> f64,
) -> f64 {
    let citizens: f64 = present().map(|one| one.initiative.citizens).sum();
    let total = present()
        .map(|one| of(one.initiative) * one.initiative.citizens)
        .sum();
    ratio(total, citizens)
}

/// Yearly hazard that explains a number of events among those exposed in a step; `NaN` with nobody exposed.
pub(in crate::model) fn hazard(events: f64, exposed: f64, step_years: f64) -> f64 {
    if exposed <= 0.0 {
        return f64::NAN;
    }
    // If all leave at once the hazard has no upper bound: half an event is taken as left.
    let staying = (exposed - events).max(0.5) / exposed;
    -libm::log(staying) / step_years
}
