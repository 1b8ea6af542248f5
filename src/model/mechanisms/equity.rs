//! M20: whose voice is heard, and measures of inequality.
//!
//! A citizen's voice weighs `z^(2 · resource_differences)`, with `z` the status; with the switch off all weigh 1. Proposals
//! move the fit of the service toward the need of those heard (`outcome.rs`). Inequality of participation, outcome and hours
//! is measured by Gini coefficients, the concentration index, and gaps between quarters by status.
//!
//! Sources: B-17, G-05, T-19. Bites in the sums over participants; measures change nothing.

use super::{Block, OfSociety, Parameters, Rates, SocietyView, ratio, sums};
use crate::model::lane::lanes;
use crate::model::measure::{Measure, POSITIVE, RatioOf, SHARE, Theme};
use crate::words::words;

sums! {
    /// Voices of participants, times status, and times affectedness.
    VoiceSums { weight, ses, affectedness }
}

/// Gini coefficient of values that are not negative; `zeros` further values are zero. Sorts the values.
///
/// `G = (2 Σ i x_i) / (n Σ x) - (n + 1)/n` with values in increasing order; `NaN` when all are zero.
pub(in crate::model) fn gini(values: &mut [f32], zeros: usize) -> f64 {
    values.sort_unstable_by(f32::total_cmp);
    let count = (values.len() + zeros) as f64;
    let (mut total, mut ranked) = (0.0, 0.0);
    for (index, &value) in values.iter().enumerate() {
        total += f64::from(value);
        ranked += f64::from(value) * (zeros + index + 1) as f64;
    }
    2.0 * ranked / (count * total) - (count + 1.0) / count
}

/// Concentration index of a quantity by rank in `(0, 1)`: `2 Σ x r / Σ x - 1`; `NaN` when all are zero.
pub(in crate::model) fn concentration(total: f64, total_by_rank: f64) -> f64 {
    2.0 * total_by_rank / total - 1.0
}

/// Sets the weight of each citizen's voice, `z^(2 · resource_differences)`.
pub(in crate::model) fn weigh_voices(block: &mut Block, parameters: &Parameters) {
    let exponent = (2.0 * parameters.barriers.resource_differences) as f32;
    for lane in 0..block.len {
        block.fixed.voice[lane] = libm::powf(block.fixed.ses[lane], exponent);
    }
}

/// Adds up participants' voices.
pub(in crate::model) fn count(block: &mut Block, programme: usize, rates: &Rates) {
    let mut sums = block.memberships[programme].sums;
    let membership = &block.memberships[programme];
    for lane in lanes(membership.active) {
        let fixed = &block.fixed;
        let voice = f64::from(if rates.mechanisms.voice {
            fixed.voice[lane]
        } else {
            1.0
        });
        sums.voice.weight += voice;
        sums.voice.ses += voice * f64::from(fixed.ses[lane]);
        sums.voice.affectedness += voice * f64::from(fixed.affectedness[lane]);
    }
    block.memberships[programme].sums = sums;
}

/// Share of a quarter by status that takes part.
fn share_of_quarter(of: &SocietyView<'_>, quarter: usize) -> f64 {
    let active = of.sums().participants_by_quartile.0[quarter];
    ratio(active, of.society.constants.citizens_by_quartile[quarter])
}

/// Voice-weighted mean status of participants less the mean status of all citizens.
pub(in crate::model) fn voice_inequality(of: &SocietyView<'_>) -> f64 {
    ratio(of.overall.voice_ses, of.overall.voice) - of.society.constants.ses_mean
}

/// Outcome in the richest quarter of neighbourhoods less that in the poorest; `NaN` where nothing says which are which.
fn outcome_gap(of: &SocietyView<'_>) -> f64 {
    if !of.society.constants.neighbourhoods_ranked {
        return f64::NAN;
    }
    let places = of.society.neighbourhoods();
    let quarter = places.div_ceil(4);
    let mean = |range: std::ops::Range<usize>| {
        let (mut total, mut count) = (0.0, 0.0);
        for one in of
            .present()
            .filter(|one| range.contains(&one.initiative.neighbourhood))
        {
            total += one.initiative.outcome.visible();
            count += 1.0;
        }
        ratio(total, count)
    };
    mean(places - quarter..places) - mean(0..quarter)
}

pub(in crate::model) const EQUITY_RATIO: OfSociety = OfSociety {
    measure: Measure::new(
        "equity_ratio",
        words!("equity ratio"),
        "",
        POSITIVE,
        "M20",
        Theme::Equity,
        words!(
            "Participation in the richest quarter divided by that in the poorest; over replications the ratio of \
            both means"
        ),
    )
    .ratio_of(RatioOf::Measures {
        numerator: RICHEST_QUARTER_SHARE.measure.key,
        denominator: POOREST_QUARTER_SHARE.measure.key,
    }),
    value: |of| ratio(share_of_quarter(of, 3), share_of_quarter(of, 0)),
};

pub(in crate::model) const RICHEST_QUARTER_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "richest_quarter_share",
        words!("participants, richest quarter"),
        "share",
        SHARE,
        "M20",
        Theme::Equity,
        words!("Share of the richest quarter of citizens who take part"),
    ),
    value: |of| share_of_quarter(of, 3),
};

pub(in crate::model) const POOREST_QUARTER_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "poorest_quarter_share",
        words!("participants, poorest quarter"),
        "share",
        SHARE,
        "M20",
        Theme::Equity,
        words!("Share of the poorest quarter of citizens who take part"),
    ),
    value: |of| share_of_quarter(of, 0),
};

pub(in crate::model) const EQUITY_GAP: OfSociety = OfSociety {
    measure: Measure::new(
        "equity_gap",
        words!("equity gap"),
        "share",
        (-1.0, 1.0),
        "M20",
        Theme::Equity,
        words!("Participation in the richest quarter less that in the poorest"),
    ),
    value: |of| share_of_quarter(of, 3) - share_of_quarter(of, 0),
};

pub(in crate::model) const PARTICIPATION_GINI: OfSociety = OfSociety {
    measure: Measure::new(
        "participation_gini",
        words!("Gini of participation"),
        "",
        SHARE,
        "M20",
        Theme::Equity,
        words!("Gini coefficient of hours given in the step, over all citizens"),
    )
    .less_is_better(),
    value: |of| {
        let mut hours: Vec<f32> = Vec::with_capacity(of.sums().participants as usize);
        for block in &of.society.blocks {
            hours.extend(lanes(block.active_in_any()).map(|lane| block.state.hours_per_week[lane]));
        }
        let without = of.citizens() as usize - hours.len();
        gini(&mut hours, without)
    },
};

pub(in crate::model) const OUTCOME_GINI: OfSociety = OfSociety {
    measure: Measure::new(
        "outcome_gini",
        words!("Gini of outcome"),
        "",
        SHARE,
        "M20",
        Theme::Equity,
        words!("Gini coefficient of unmet need over neighbourhoods"),
    )
    .less_is_better(),
    value: |of| {
        let mut backlogs: Vec<f32> = of
            .present()
            .map(|one| one.initiative.outcome.backlog as f32)
            .collect();
        gini(&mut backlogs, 0)
    },
};

pub(in crate::model) const HOURS_CONCENTRATION: OfSociety = OfSociety {
    measure: Measure::new(
        "hours_concentration",
        words!("concentration of hours"),
        "",
        (-1.0, 1.0),
        "M20",
        Theme::Equity,
        words!("Concentration index of hours by status; positive when the better-off give more"),
    ),
    value: |of| concentration(of.sums().hours_per_week, of.sums().hours_by_rank),
};

pub(in crate::model) const NEED_WEIGHTED_REACH: OfSociety = OfSociety {
    measure: Measure::new(
        "need_weighted_reach",
        words!("need-weighted reach"),
        "share",
        SHARE,
        "M20",
        Theme::Equity,
        words!("Share of all affectedness that lies with participants"),
    )
    .more_is_better(),
    value: |of| {
        ratio(
            of.sums().affectedness_of_participants,
            of.society.constants.affectedness,
        )
    },
};

pub(in crate::model) const VOICE_INEQUALITY: OfSociety = OfSociety {
    measure: Measure::new(
        "voice_inequality",
        words!("voice inequality"),
        "",
        (-1.0, 1.0),
        "M20",
        Theme::Equity,
        words!("Voice-weighted mean status of participants less the mean status of all citizens"),
    ),
    value: |of| voice_inequality(of),
};

pub(in crate::model) const OUTCOME_GAP: OfSociety = OfSociety {
    measure: Measure::new(
        "outcome_gap",
        words!("outcome gap"),
        "share",
        (-1.0, 1.0),
        "M20",
        Theme::Equity,
        words!("Outcome in the richest quarter of neighbourhoods less that in the poorest"),
    ),
    value: |of| outcome_gap(of),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gini_of_equal_values_is_zero() {
        assert!(gini(&mut [2.0; 10], 0).abs() < 1e-12);
    }

    #[test]
    fn gini_of_one_owner_is_one_less_one_over_n() {
        assert!((gini(&mut [5.0], 9) - 0.9).abs() < 1e-12);
    }

    /// By definition: half the mean absolute difference over the mean.
    #[test]
    fn gini_is_the_mean_difference() {
        let mut values = [3.0, 0.5, 1.0, 7.0, 2.5];
        let all: Vec<f64> = values
            .iter()
            .map(|&value| f64::from(value))
            .chain([0.0, 0.0])
            .collect();
        let n = all.len() as f64;
        let differences: f64 = all
            .iter()
            .flat_map(|a| all.iter().map(move |b| (a - b).abs()))
            .sum();
        let expected = differences / (n * n) / (2.0 * all.iter().sum::<f64>() / n);
        assert!((gini(&mut values, 2) - expected).abs() < 1e-9);
    }

    #[test]
    fn nothing_to_share_has_no_gini() {
        assert!(gini(&mut [], 10).is_nan());
        assert!(concentration(0.0, 0.0).is_nan());
    }

    #[test]
    fn concentration_is_positive_when_the_better_off_give() {
        assert!(concentration(10.0, 9.0) > 0.0);
        assert!(concentration(10.0, 5.0).abs() < 1e-12);
        assert!(concentration(10.0, 1.0) < 0.0);
    }
}
