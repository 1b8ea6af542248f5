//! The effects behind a mediation: what comes by the paths, what by none of them, and what only by both.

use super::LEVEL;
use super::decimals::decimals;
use crate::figure::numbers::{fixed, number};
use crate::model::hold::Path;
use crate::statistics::{
    Alternative, CONFIDENCE, Coalition, Moments, PathShares, TTest, difference, half_width, noticeable,
};
use crate::words::{Words, say, words};

/// An effect, and what of it comes by which way, over the replications in which every arm has a value.
///
/// `effect = direct + pure indirect + interaction` (`VanderWeele`, Epidemiology 25, 2014); the last two are the total indirect
/// effect, which is what the shares of several paths add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct PathEffects {
    /// The paths.
    pub paths: Vec<Path>,
    /// Treatment less control.
    pub effect: f64,
    /// What is left of it where the paths are held at what they are under control.
    pub direct: f64,
    /// What comes where the paths alone are as under treatment.
    pub pure_indirect: f64,
    /// What comes only where both are.
    pub interaction: f64,
    /// The effect shared out over the paths.
    pub shares: PathShares,
}

impl PathEffects {
    /// From the arms of a mediation, in the order of [`Question::Mediation`](crate::scenario::hypothesis::Question::Mediation).
    pub(super) fn of(arms: &[Vec<f64>], paths: &[Path]) -> Self {
        let replications = 0..arms[0].len();
        // A replication without a value in some arm is left out of all effects.
        let against_control = |arm: usize| -> Vec<f64> {
            let value = |replication: usize| {
                if arms.iter().all(|arm| arm[replication].is_finite()) {
                    difference(arms[0][replication], arms[arm][replication])
                } else {
                    f64::NAN
                }
            };
            replications.clone().map(value).collect()
        };
        let everything = (1 << paths.len()) - 1;
        let arm_of = |coalition: usize| if coalition == everything { 1 } else { 2 + coalition };
        let values: Vec<Vec<f64>> = (0..=everything)
            .map(|coalition| against_control(arm_of(coalition)))
            .collect();
        let shares = PathShares::of(paths.len(), &values);
        let carried = against_control(2 + everything);
        let carried: Moments = carried.into_iter().filter(|value| value.is_finite()).collect();
        let (effect, direct, pure_indirect) = (shares.effect.mean(), shares.direct.mean(), carried.mean());
        Self {
            paths: paths.to_vec(),
            effect,
            direct,
            pure_indirect,
            interaction: noticeable(
                effect - direct - pure_indirect,
                effect.abs().max(direct.abs()).max(pure_indirect.abs()),
            ),
            shares,
        }
    }

    /// In words; nothing where there is no effect to tell of.
    pub(super) fn words(&self) -> Vec<String> {
        if !self.effect.is_finite() {
            return Vec::new();
        }
        let digits = decimals(self.effect.abs() / 10.0, f64::INFINITY);
        let [effect, direct, pure, interaction] =
            [self.effect, self.direct, self.pure_indirect, self.interaction]
                .map(|value| fixed(value, digits));
        let names = names(&self.paths);
        let mut sentences = vec![say!(
            "the effect is {effect}: {direct} is left with {names} as without the treatment (direct), {pure} comes with {names} \
             alone as under it (pure indirect), and {interaction} takes both (interaction)"
        )];
        let is_nothing = |value: f64| {
            number(value, digits)
                .chars()
                .all(|digit| !digit.is_ascii_digit() || digit == '0')
        };
        let without_share = self.shares.paths.iter().all(|path| is_nothing(path.share.value));
        if self.paths.len() > 1 && without_share {
            sentences.push(say!("each path's share of the effect is 0"));
            return sentences;
        }
        if self.paths.len() > 1 {
            let shares: Vec<String> = (0..self.paths.len())
                .map(|path| self.share(path, digits))
                .collect();
            let shares = shares.join(", ");
            sentences.push(say!(
                "the paths' shares, which add up to the effect with the direct one: {shares}"
            ));
        }
        if let Some((paths, dividend)) = self.shares.interaction {
            let (names, dividend) = (self.names_in(paths), fixed(dividend, digits));
            sentences.push(say!(
                "beyond what each adds, {names} together add most: {dividend}"
            ));
        }
        sentences
    }

    /// The share of a path, as in `facilitation 0.012 ± 0.002 (41 %)`.
    fn share(&self, path: usize, digits: usize) -> String {
        let (found, count) = (self.shares.paths[path].share, self.shares.effect.count());
        let spread = found.standard_error() * (count as f64).sqrt();
        let (name, value) = (label(self.paths[path]), fixed(found.value, digits));
        let half = half_width(count, spread, CONFIDENCE);
        let share = if half.is_finite() {
            format!("{name} {value} ± {}", fixed(half, digits))
        } else {
            format!("{name} {value}")
        };
        let is_firm = TTest::of(&self.shares.effect, 0.0, Alternative::TwoSided).p_value <= LEVEL;
        let part = found.value / self.effect;
        if !is_firm {
            share
        } else if part < 0.0 && found.value.abs() > half {
            say!("{share} (works against the effect)")
        } else {
            format!("{share} ({} %)", number(100.0 * part, 0))
        }
    }

    fn names_in(&self, coalition: Coalition) -> String {
        let paths = self.paths.iter().copied().enumerate();
        let own = paths.filter(|(number, _)| coalition.contains(*number));
        names(&own.map(|(_, path)| path).collect::<Vec<_>>())
    }
}

/// Paths in a sentence, as in `trust, expectations and fatigue`.
pub(super) fn names(paths: &[Path]) -> String {
    let labels: Vec<&str> = paths.iter().map(|path| label(*path).text()).collect();
    match &labels[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => say!("{} and {last}", first.join(", ")),
    }
}

/// A path in a sentence.
const fn label(path: Path) -> Words {
    match path {
        Path::Trust => words!("trust"),
        Path::Expectation => words!("expectations"),
        Path::Efficacy => words!("self-efficacy"),
        Path::Motivation => words!("intrinsic motivation"),
        Path::Knowledge => words!("knowledge"),
        Path::Stance => words!("co-producer stance"),
        Path::Fatigue => words!("fatigue"),
        Path::Awareness => words!("awareness"),
        Path::Attitude => words!("attitudes"),
        Path::Belief => words!("belief in citizens"),
        Path::Skill => words!("competence"),
        Path::Facilitation => words!("facilitation"),
        Path::Asking => words!("being asked"),
        Path::Influence => words!("influence"),
        Path::Ownership => words!("ownership"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    /// Control, treatment, the treatment with both held, with the second held, with the first held, and the control with both.
    fn arms() -> Vec<Vec<f64>> {
        [
            [1.0, 2.0, 3.0, 4.0],
            [9.0, 10.5, 10.5, 12.0],
            [3.0, 4.0, 5.0, 6.0],
            [6.0, 7.0, 8.0, f64::NAN],
            [4.0, 5.0, 6.0, 7.0],
            [5.0, 6.0, 7.0, 8.0],
        ]
        .map(|values| values.to_vec())
        .to_vec()
    }

    #[test]
    fn an_effect_is_what_comes_by_the_paths_by_none_of_them_and_by_both() {
        let found = PathEffects::of(&arms(), &[Path::Trust, Path::Influence]);
        // 8, 8.5 and 7.5 in the replications that are whole.
        assert_eq!(found.shares.effect.count(), 3);
        let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-12, "{found:?}");
        near(found.effect, 8.0);
        near(found.direct, 2.0);
        near(found.pure_indirect, 4.0);
        near(found.interaction, 2.0);
        // Alone the first adds 3 and the second 1, both together 2 more.
        near(found.shares.paths[0].share.value, 4.0);
        near(found.shares.paths[1].share.value, 2.0);
        near(found.shares.paths[0].last.mean(), 5.0);
        near(found.shares.interaction.unwrap().1, 2.0);
    }

    #[test]
    fn effects_are_told_in_both_languages() {
        let found = PathEffects::of(&arms(), &[Path::Trust, Path::Influence]);
        let said = found.words().join("; ");
        assert!(
            said.starts_with(
                "the effect is 8.00: 2.00 is left with trust and influence as without the treatment (direct), 4.00 comes"
            ) && said.contains("trust 4.00 ± ")
                && said.contains(" (50 %), influence 2.00 ± ")
                && said.ends_with("trust and influence together add most: 2.00"),
            "{said}"
        );
        let dansk = within(Language::Danish, || found.words().join("; "));
        assert!(
            dansk.contains("tillid og indflydelse") && dansk.contains("2,00"),
            "{dansk}"
        );
        // What is left with the paths held is all of it, and rounding apart nothing comes by them.
        let mut held = arms();
        for arm in &mut held[2..5] {
            arm.copy_from_slice(&[9.0, 10.5, 10.5, 12.0]);
        }
        held[4][0] += 1e-9;
        let nothing = PathEffects::of(&held, &[Path::Trust, Path::Influence]).words();
        assert_eq!(nothing[1..], ["each path's share of the effect is 0"]);
        let one = PathEffects::of(
            &[vec![0.0; 4], vec![1.0; 4], vec![0.25; 4], vec![0.75; 4]],
            &[Path::Belief],
        );
        assert_eq!(one.words().len(), 1);
        assert_eq!(
            (one.direct, one.pure_indirect, one.interaction),
            (0.25, 0.75, 0.0)
        );
    }
}
