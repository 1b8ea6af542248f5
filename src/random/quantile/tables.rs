//! Tables that are made once and shared.

use std::sync::Arc;

use super::table::QuantileTable;

/// What a table holds.
#[derive(Clone, Debug, PartialEq)]
enum Distribution {
    Beta(f64, f64),
    Gamma(f64, f64),
    MixtureOfNormals(Vec<(f64, f64, f64)>, f64, f64),
}

/// Quantile tables that models with the same distributions share.
///
/// Making a table takes hundreds of evaluations of a distribution function; experiments with many models
/// that differ elsewhere need not make it again.
///
/// ```
/// use std::sync::Arc;
/// use samspil::random::Tables;
///
/// let mut tables = Tables::default();
/// let (one, same, other) = (tables.beta(0.5, 7.0), tables.beta(0.5, 7.0), tables.beta(0.6, 7.0));
/// assert!(Arc::ptr_eq(&one, &same) && !Arc::ptr_eq(&one, &other));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tables(Vec<(Distribution, Arc<QuantileTable>)>);

impl Tables {
    /// See [`QuantileTable::beta`].
    ///
    /// # Panics
    /// As there.
    pub fn beta(&mut self, mean: f64, concentration: f64) -> Arc<QuantileTable> {
        self.share(Distribution::Beta(mean, concentration), || {
            QuantileTable::beta(mean, concentration)
        })
    }

    /// See [`QuantileTable::gamma`].
    ///
    /// # Panics
    /// As there.
    pub fn gamma(&mut self, shape: f64, mean: f64) -> Arc<QuantileTable> {
        self.share(Distribution::Gamma(shape, mean), || {
            QuantileTable::gamma(shape, mean)
        })
    }

    /// See [`QuantileTable::truncated_normal`].
    ///
    /// # Panics
    /// As there.
    pub fn truncated_normal(&mut self, mean: f64, sd: f64, low: f64, high: f64) -> Arc<QuantileTable> {
        self.mixture_of_normals(&[(1.0, mean, sd)], low, high)
    }

    /// See [`QuantileTable::mixture_of_normals`].
    ///
    /// # Panics
    /// As there.
    pub fn mixture_of_normals(
        &mut self,
        components: &[(f64, f64, f64)],
        low: f64,
        high: f64,
    ) -> Arc<QuantileTable> {
        self.share(
            Distribution::MixtureOfNormals(components.to_vec(), low, high),
            || QuantileTable::mixture_of_normals(components, low, high),
        )
    }

    fn share(
        &mut self,
        distribution: Distribution,
        make: impl FnOnce() -> QuantileTable,
    ) -> Arc<QuantileTable> {
        if let Some((_, table)) = self.0.iter().find(|(known, _)| *known == distribution) {
            return Arc::clone(table);
        }
        let table = Arc::new(make());
        self.0.push((distribution, Arc::clone(&table)));
        table
    }
}
