//! M29: organisations that refuse some of those who want to take part, most of all those who know little.
//!
//! A citizen of knowledge `w` is refused with the odds `q/(1 - q) exp(k_w (1 - 2 w))`, with `q` the share of applicants of
//! middling knowledge who are refused and `k_w` how far that goes by knowledge; the others are admitted, a share `a`. Who would join with the probability `p` (M4)
//! joins by the same draw `u` if `u < p a`. If `p a ≤ u < p`, the citizen is refused, and expects `d` less of the public side
//! from then on.
//!
//! Sources: B-23, R-15, N-06. Bites in the citizens' process, on joining (M4) and expectation (M10), and at the start, on who
//! takes part. Who founds something of one's own, or follows a founder (M21), asks for no admission.

use serde::{Deserialize, Serialize};

use super::{Block, OfSociety, Offer, OfferContext, Parameters, sums};
use crate::model::design::Programme;
use crate::model::lane::{Lane, lanes};
use crate::model::measure::{Measure, POSITIVE, Theme};
use crate::words::words;

/// Admission (M29).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AdmissionParameters {
    pub by_knowledge: f64,
    pub disappointment: f64,
}

/// Whom an initiative lets in; nobody is refused by default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct AdmissionOffer {
    /// Share of applicants of middling knowledge who are refused.
    pub(in crate::model) refused: f32,
    /// How far refusal goes by knowledge.
    pub(in crate::model) by_knowledge: f32,
    /// Expectation that a refusal costs.
    pub(in crate::model) disappointment: f32,
}

sums! {
    /// Citizens who would have joined and were refused.
    AdmissionSums { refused }
}

impl AdmissionOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        Self::of(of.programme, of.parameters)
    }

    fn of(programme: &Programme, parameters: &Parameters) -> Self {
        if !parameters.mechanisms.admission {
            return Self::default();
        }
        Self {
            refused: programme.refused_share as f32,
            by_knowledge: parameters.admission.by_knowledge as f32,
            disappointment: parameters.admission.disappointment as f32,
        }
    }

    /// Probability that a citizen who would join is let in.
    pub(in crate::model) fn admitted_of(self, block: &Block, lane: usize) -> f32 {
        let ignorance = 1.0 - 2.0 * block.state.knowledge[lane];
        let admitted = 1.0 - self.refused;
        admitted / (admitted + self.refused * libm::expf(self.by_knowledge * ignorance))
    }
}

/// Who is let in of those who would join, each with this chance and this draw; the others expect less from now on.
pub(in crate::model) fn admit(
    block: &mut Block,
    programme: usize,
    would_join: u64,
    chances: &Lane,
    uniform: &Lane,
    offer: &Offer,
) -> u64 {
    let admission = offer.admission;
    if admission.refused <= 0.0 {
        return would_join;
    }
    let mut admitted = 0;
    for lane in lanes(would_join) {
        if uniform[lane] < chances[lane] * admission.admitted_of(block, lane) {
            admitted |= 1 << lane;
        } else {
            let expectation = &mut block.state.expectation[lane];
            *expectation = (*expectation - admission.disappointment).max(0.0);
        }
    }
    let refused = (would_join & !admitted).count_ones();
    block.memberships[programme].sums.admission.refused = f64::from(refused);
    admitted
}

pub(in crate::model) const REFUSALS: OfSociety = OfSociety {
    measure: Measure::new(
        "refusals",
        words!("refusals"),
        "1/year per 100 citizens",
        POSITIVE,
        "M29",
        Theme::Participation,
        words!(
            "Citizens who would have joined and were refused in the step, as a yearly rate per 100 citizens"
        ),
    ),
    value: |of| of.total(|sums| sums.admission.refused) / of.society.step_years * 100.0 / of.citizens(),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lane::LANES;
    use crate::scenario::reference_parameters;

    /// An offer of a programme that refuses this share of applicants.
    fn offer(refused: f64, switch: bool) -> AdmissionOffer {
        let mut parameters = reference_parameters();
        parameters.mechanisms.admission = switch;
        parameters.programmes[0].refused_share = refused;
        AdmissionOffer::of(&parameters.programmes[0], &parameters)
    }

    /// Citizens from no knowledge to all of it.
    fn citizens() -> Block {
        let mut block = Block::new(0, 1, 0);
        block.len = 5;
        for lane in 0..5 {
            block.state.knowledge[lane] = 0.25 * lane as f32;
            block.state.expectation[lane] = 0.4;
        }
        block
    }

    #[test]
    fn those_who_know_less_are_refused_more() {
        let block = citizens();
        let of = |offer: AdmissionOffer| -> Vec<f32> {
            (0..block.len)
                .map(|lane| offer.admitted_of(&block, lane))
                .collect()
        };
        // Odds of refusal times e at no knowledge, times 1/e at all of it.
        let expected = [0.461_90, 0.585_96, 0.7, 0.793_69, 0.863_81];
        for (found, expected) in of(offer(0.3, true)).into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-5, "{found}, not {expected}");
        }
        assert!(
            of(offer(1.0, true)).into_iter().all(|admitted| admitted == 0.0),
            "all are refused"
        );
        let blind = AdmissionOffer {
            by_knowledge: 0.0,
            ..offer(0.3, true)
        };
        assert!(
            of(blind)
                .into_iter()
                .all(|admitted| (admitted - 0.7).abs() < 1e-6)
        );
    }

    #[test]
    fn the_draw_that_decides_on_joining_decides_on_admission() {
        let mut block = citizens();
        let offer = Offer {
            admission: offer(0.3, true),
            ..Offer::default()
        };
        let chances = [0.5; LANES];
        // Admitted below .231, .293, .35, .397 and .432.
        let admitted =
            |block: &mut Block, uniform: f32| admit(block, 0, 0b1_1111, &chances, &[uniform; LANES], &offer);
        assert_eq!(admitted(&mut block, 0.23), 0b1_1111);
        assert!(block.memberships[0].sums.admission.refused.abs() < 1e-12);
        assert_eq!(admitted(&mut block, 0.30), 0b1_1100);
        assert!((block.memberships[0].sums.admission.refused - 2.0).abs() < 1e-12);
        for (lane, expected) in [0.3, 0.3, 0.4, 0.4, 0.4].into_iter().enumerate() {
            let found = block.state.expectation[lane];
            assert!((found - expected).abs() < 1e-6, "{lane}: {found}");
        }
        for _ in 0..9 {
            admitted(&mut block, 0.49);
        }
        assert!(block.state.expectation[0] >= 0.0, "never below nothing");
    }

    #[test]
    fn nobody_is_refused_where_it_is_off_or_none_is_to_be() {
        for admission in [offer(0.0, true), offer(0.9, false)] {
            let (mut block, before) = (citizens(), citizens());
            let offer = Offer {
                admission,
                ..Offer::default()
            };
            assert_eq!(
                admit(&mut block, 0, 0b101, &[0.5; LANES], &[0.49; LANES], &offer),
                0b101
            );
            let bits = |block: &Block| block.state.expectation.map(f32::to_bits);
            assert_eq!(bits(&block), bits(&before));
            assert!((admission.admitted_of(&block, 0) - 1.0).abs() < 1e-6);
        }
    }
}
