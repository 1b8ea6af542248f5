//! Several municipalities in one run: which neighbourhoods and units belong to which.
//!
//! Neighbourhoods are numbered from the poorest to the richest and dealt out in turn, so that every municipality spans
//! poor and rich: neighbourhood `n` belongs to municipality `n mod M`. With one municipality all of this is idle.

/// The municipality of a neighbourhood.
pub(in crate::model) const fn municipality_of(neighbourhood: usize, municipalities: usize) -> usize {
    neighbourhood % municipalities
}

/// The neighbourhoods of one municipality, in rising order.
pub(in crate::model) fn neighbourhoods_of(
    municipality: usize,
    neighbourhoods: usize,
    municipalities: usize,
) -> impl Iterator<Item = usize> + Clone {
    (municipality..neighbourhoods).step_by(municipalities)
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
