//! Several municipalities in one run: which neighbourhoods and units belong to which.
//!
//! Neighbourhoods are numbered from the poorest to the richest and dealt out in turn, so that every municipality spans
//! poor and rich: neighbourhood `n` belongs to municipality `n mod M`. With one municipality all of this is idle.

use super::parameters::Parameters;
use super::society::Society;

/// The municipality of a neighbourhood.
pub(crate) const fn municipality_of(neighbourhood: usize, municipalities: usize) -> usize {
    neighbourhood % municipalities
}

/// Municipalities that live in the run.
pub(crate) fn municipalities(parameters: &Parameters) -> usize {
    parameters.organisation.municipalities.max(1) as usize
}

/// The neighbourhoods of one municipality, in rising order.
pub(crate) fn neighbourhoods_of(
    municipality: usize,
    neighbourhoods: usize,
    municipalities: usize,
) -> impl Iterator<Item = usize> + Clone {
    (municipality..neighbourhoods).step_by(municipalities)
}

impl Society {
    /// Municipalities that live in the run.
    pub(super) fn municipalities(&self) -> usize {
        self.councils.len()
    }

    /// The municipality of a neighbourhood.
    pub(super) fn municipality_of(&self, neighbourhood: usize) -> usize {
        municipality_of(neighbourhood, self.municipalities())
    }

    /// The neighbourhoods of one municipality, in rising order.
    pub(super) fn neighbourhoods_of(
        &self,
        municipality: usize,
    ) -> impl Iterator<Item = usize> + Clone + use<> {
        neighbourhoods_of(municipality, self.neighbourhoods(), self.municipalities())
    }

    /// Positions of the initiatives of one programme in one municipality.
    pub(super) fn initiatives_in(
        &self,
        programme: usize,
        municipality: usize,
    ) -> impl Iterator<Item = usize> + Clone + use<> {
        let start = programme * self.neighbourhoods();
        self.neighbourhoods_of(municipality)
            .map(move |place| start + place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbourhoods_are_dealt_out_in_turn() {
        assert_eq!(neighbourhoods_of(1, 9, 3).collect::<Vec<_>>(), [1, 4, 7]);
        for (place, municipality) in (0..9).zip([0, 1, 2].into_iter().cycle()) {
            assert_eq!(municipality_of(place, 3), municipality);
        }
        assert_eq!(neighbourhoods_of(0, 4, 1).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }
}
