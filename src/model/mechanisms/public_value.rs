//! M23: public value in five dimensions, and the two scoreboards (E-01).
//!
//! User, near-circle, social, environmental and political value, each in `[0, 1]`; public value is their mean, weighted by
//! `steering.value_weight_*`, over those there are.
//!
//! Sources: V-06 to V-10, V-16, V-17, E-01. Measures; the council compares public value with that at the opening (M16).

use super::equity::voice_inequality;
use super::{
    CitizenSums, Initiative, OfMunicipality, OfSociety, Overall, Society, SocietyView, WithSums, ratio,
};
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::words::words;

/// The five dimensions of public value, and all of them together; `NaN` where there is none.
pub(in crate::model) struct Values {
    pub(in crate::model) user: f64,
    pub(in crate::model) near_circle: f64,
    pub(in crate::model) social: f64,
    pub(in crate::model) environmental: f64,
    pub(in crate::model) political: f64,
    pub(in crate::model) public: f64,
}

impl Values {
    /// Public value among a number of citizens and these initiatives.
    pub(in crate::model) fn among<'a, I: Iterator<Item = WithSums<'a>>>(
        society: &Society,
        present: &impl Fn() -> I,
        overall: &Overall,
        sums: &CitizenSums,
        citizens: f64,
    ) -> Self {
        // `clamp` keeps what has no value without one, where `min` and `max` would give a number.
        let user = ratio(overall.prevented_or_met, overall.need).clamp(0.0, 1.0);
        let near_circle = ratio(sums.near_wellbeing, sums.near_ties);
        let ties = ratio(sums.bonding + sums.bridging, sums.participants);
        let social =
            0.5 * sums.trust / citizens + 0.5 * if ties.is_nan() { 0.0 } else { ties / (1.0 + ties) };
        let environmental = environmental_value(society, present);
        let influence = if overall.influence.is_nan() {
            0.0
        } else {
            overall.influence
        };
        let political = 0.5 * sums.expectation / citizens + 0.5 * influence;
        let steering = &society.parameters.steering;
        let public = weighted_mean(&[
            (user, steering.value_weight_user),
            (near_circle, steering.value_weight_near_circle),
            (social, steering.value_weight_social),
            (environmental, steering.value_weight_environmental),
            (political, steering.value_weight_political),
        ]);
        Self {
            user,
            near_circle,
            social,
            environmental,
            political,
            public,
        }
    }

    /// Public value as the council compares with it: 0 where there is none.
    pub(in crate::model) fn compared(&self) -> f64 {
        if self.public.is_nan() { 0.0 } else { self.public }
    }
}

/// Outcome of the environmental part of the programmes; `NaN` where there is none.
fn environmental_value<'a, I: Iterator<Item = WithSums<'a>>>(
    society: &Society,
    present: &impl Fn() -> I,
) -> f64 {
    let share =
        |initiative: &Initiative| society.parameters.programmes[initiative.programme].environmental_share;
    let total: f64 = present().map(|one| share(one.initiative)).sum();
    let outcome = present().map(|one| share(one.initiative) * one.initiative.outcome.visible());
    ratio(outcome.sum(), total)
}

/// Output per public euro.
pub(in crate::model) fn efficiency(of: &SocietyView<'_>) -> f64 {
    ratio(of.overall.output, of.overall.public_cost / of.months())
}

/// Weighted mean of the values there are.
fn weighted_mean(values: &[(f64, f64)]) -> f64 {
    let known = || values.iter().filter(|(value, _)| !value.is_nan());
    ratio(
        known().map(|(value, weight)| value * weight).sum(),
        known().map(|(_, weight)| weight).sum(),
    )
}

pub(in crate::model) const VALUE_USER: OfSociety = OfSociety {
    measure: Measure::new(
        "value_user",
        words!("user value"),
        "",
        SHARE,
        "M23",
        Theme::Value,
        words!("Share of the need that arises which citizens prevent or the service meets: output weighted by fit"),
    )
    .more_is_better(),
    value: |of| of.values.user,
};

pub(in crate::model) const VALUE_NEAR_CIRCLE: OfSociety = OfSociety {
    measure: Measure::new(
        "value_near_circle",
        words!("near-circle value"),
        "",
        SHARE,
        "M23",
        Theme::Value,
        words!("Mean wellbeing of those tied to participants"),
    )
    .more_is_better(),
    value: |of| of.values.near_circle,
};

pub(in crate::model) const VALUE_SOCIAL: OfSociety = OfSociety {
    measure: Measure::new(
        "value_social",
        words!("social value"),
        "",
        SHARE,
        "M23",
        Theme::Value,
        words!("Trust, and ties made by taking part per participant, half each"),
    )
    .more_is_better(),
    value: |of| of.values.social,
};

pub(in crate::model) const VALUE_ENVIRONMENTAL: OfSociety = OfSociety {
    measure: Measure::new(
        "value_environmental",
        words!("environmental value"),
        "",
        SHARE,
        "M23",
        Theme::Value,
        words!("Outcome of the environmental part of the programmes"),
    )
    .more_is_better(),
    value: |of| of.values.environmental,
};

pub(in crate::model) const VALUE_POLITICAL: OfSociety = OfSociety {
    measure: Measure::new(
        "value_political",
        words!("political value"),
        "",
        SHARE,
        "M23",
        Theme::Value,
        words!("Expectation of the public side and influence on it, half each"),
    )
    .more_is_better(),
    value: |of| of.values.political,
};

pub(in crate::model) const VALUE_EFFICIENCY: OfSociety = OfSociety {
    measure: Measure::new(
        "value_efficiency",
        words!("efficiency"),
        "",
        POSITIVE,
        "M23",
        Theme::Value,
        words!("Output per public euro relative to its value at the start"),
    )
    .more_is_better(),
    value: |of| ratio(efficiency(of), of.society.totals.efficiency_at_start),
};

pub(in crate::model) const PUBLIC_VALUE: OfSociety = OfSociety {
    measure: Measure::new(
        "public_value",
        words!("public value"),
        "",
        SHARE,
        "M23",
        Theme::Value,
        words!("The five dimensions with the weights of `steering`"),
    )
    .more_is_better(),
    value: |of| of.values.public,
};

pub(in crate::model) const SCORE_QUALITY: OfSociety = OfSociety {
    measure: Measure::new(
        "score_quality",
        words!("quality"),
        "",
        SHARE,
        "M22",
        Theme::Value,
        words!("Consequence scoreboard: fit and outcome, half each"),
    )
    .more_is_better(),
    value: |of| 0.5 * (of.overall.fit + of.overall.outcome),
};

pub(in crate::model) const SCORE_SATISFACTION: OfSociety = OfSociety {
    measure: Measure::new(
        "score_satisfaction",
        words!("satisfaction"),
        "",
        SHARE,
        "M22",
        Theme::Value,
        words!("Consequence scoreboard: satisfaction of participants"),
    )
    .more_is_better(),
    value: |of| of.overall.satisfaction,
};

pub(in crate::model) const SCORE_ACCOUNTABILITY: OfSociety = OfSociety {
    measure: Measure::new(
        "score_accountability",
        words!("accountability"),
        "",
        SHARE,
        "M22",
        Theme::Value,
        words!("Appropriateness scoreboard: share of running initiatives with a goal or an evaluation"),
    )
    .more_is_better(),
    value: |of| {
        let accountable = of
            .running()
            .filter(|one| one.initiative.goals.stated || one.initiative.goals.evaluated);
        ratio(accountable.count() as f64, of.overall.running)
    },
};

pub(in crate::model) const SCORE_EQUITY: OfSociety = OfSociety {
    measure: Measure::new(
        "score_equity",
        words!("equity"),
        "",
        SHARE,
        "M22",
        Theme::Value,
        words!(
            "Appropriateness scoreboard: the poorest quarter's participation relative to the \
            richest, at most 1; no value where none of the richest takes part"
        ),
    )
    .more_is_better(),
    value: |of| {
        let quarter = of.sums().participants_by_quartile.0;
        ratio(quarter[0], quarter[3]).clamp(0.0, 1.0)
    },
};

pub(in crate::model) const SCORE_RESPONSIVENESS: OfSociety = OfSociety {
    measure: Measure::new(
        "score_responsiveness",
        words!("responsiveness"),
        "",
        SHARE,
        "M22",
        Theme::Value,
        words!("Appropriateness scoreboard: how far participants are listened to"),
    )
    .more_is_better(),
    value: |of| of.overall.listened,
};

pub(in crate::model) const SCORE_FAIRNESS: OfSociety = OfSociety {
    measure: Measure::new(
        "score_fairness",
        words!("fairness"),
        "",
        SHARE,
        "M22",
        Theme::Value,
        words!("Appropriateness scoreboard: 1 less the voice inequality, doubled"),
    )
    .more_is_better(),
    value: |of| (1.0 - 2.0 * voice_inequality(of).abs()).clamp(0.0, 1.0),
};

pub(in crate::model) const MUNICIPALITY_PUBLIC_VALUE: OfMunicipality = OfMunicipality {
    measure: Measure::new(
        "public_value",
        words!("public value"),
        "",
        SHARE,
        "M23",
        Theme::Value,
        words!("The five dimensions among its own citizens and initiatives: what its council compares with"),
    )
    .more_is_better(),
    value: |of| of.values.public,
};
