//! Measures of each municipality, where several live in the run.

use super::Row;
use crate::model::mechanisms::Society;
use crate::model::mechanisms::cost::WEEKS_PER_YEAR;

impl Society {
    /// Puts the measures of every municipality and returns their public value.
    pub(super) fn put_municipalities(&self, row: &mut Row<'_>) -> Vec<f64> {
        (0..self.municipalities())
            .map(|municipality| self.put_municipality(row, municipality))
            .collect()
    }

    fn put_municipality(&self, row: &mut Row<'_>, municipality: usize) -> f64 {
        let sums = &self.totals.municipalities[municipality];
        let units = self.units.len() / self.municipalities();
        let own_units = &self.units[municipality * units..(municipality + 1) * units];
        let citizens: f64 = own_units.iter().map(|unit| unit.citizens).sum();
        let present = || self.present_in(municipality);
        let overall = self.overall(&present);
        let value = self.value_among(&present, &overall, sums, citizens).public;
        row.put("participants_share", sums.participants / citizens);
        let weeks_per_month = WEEKS_PER_YEAR / 12.0;
        row.put(
            "citizen_hours",
            sums.hours_per_week * weeks_per_month * 1000.0 / citizens,
        );
        row.put("output", overall.output);
        row.put("outcome", overall.outcome);
        row.put("public_cost", overall.public_cost / self.months() / citizens);
        row.put("trust", sums.trust / citizens);
        row.put("expectation", sums.expectation / citizens);
        row.put("initiatives_alive", overall.running);
        row.put("public_value", value);
        if value.is_nan() { 0.0 } else { value }
    }
}
