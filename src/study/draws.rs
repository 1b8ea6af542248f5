//! Draws of the parameters: does a finding hold over the plausible parameter space?

use crate::random::{Draws, Purpose};
use crate::scenario::{Kind, register};
use crate::world::address;

/// The purpose of drawing a parameter: the draw's number stands for the replication, the key for the agent. The model's own
/// purposes are smaller.
const PARAMETER: Purpose = Purpose(1_000_000);

/// Values of one draw: every number of the register that may be changed during a run, even over its plausible range.
///
/// Left out are keys that describe the place (they are fixed at birth), and the design of programmes, which is what is
/// being asked about. What scenario or hypothesis writes down stays as written.
#[must_use]
pub fn parameters(seed: u64, number: u32) -> Vec<(String, toml::Value)> {
    let draws = Draws::new(seed, number);
    register()
        .plausible()
        .filter(|(entry, _)| entry.kind == Kind::Number && !entry.fixed)
        .map(|(entry, (low, high))| {
            let value = low + (high - low) * draws.uniform(address(&entry.key), 0, PARAMETER);
            (entry.key.clone(), toml::Value::Float(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_lies_in_the_ranges_and_depends_on_its_number_alone() {
        let first = parameters(1, 0);
        assert!(first.len() > 100, "{}", first.len());
        for (key, value) in &first {
            let (low, high) = register().get(key).unwrap().range.unwrap();
            let value = value.as_float().unwrap();
            assert!(low <= value && value <= high, "{key}");
            assert!(!register().get(key).unwrap().fixed, "{key}");
        }
        assert_eq!(first, parameters(1, 0));
        assert_ne!(first, parameters(1, 1));
        assert_ne!(first, parameters(2, 0));
    }

    #[test]
    fn draws_fill_the_ranges_evenly() {
        // Mean of 400 uniforms: standard error 0.0144; over all keys the means must look like that.
        let draws: Vec<_> = (0..400).map(|number| parameters(7, number)).collect();
        let mut far = 0;
        for position in 0..draws[0].len() {
            let (low, high) = register().get(&draws[0][position].0).unwrap().range.unwrap();
            let sum: f64 = draws
                .iter()
                .map(|draw| (draw[position].1.as_float().unwrap() - low) / (high - low))
                .sum();
            far += usize::from((sum / 400.0 - 0.5).abs() > 3.0 * 0.0144);
        }
        assert!(far <= 3, "{far} of {} keys lie far off", draws[0].len());
    }
}
