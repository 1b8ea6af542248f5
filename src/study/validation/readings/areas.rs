//! Neighbourhoods by the mean status of those who live there.

use super::slices::shares;
use crate::statistics::standardised_logit;

/// Mean status by neighbourhood; 0 where nobody lives.
pub(super) fn mean_status(ses: &[f64], neighbourhoods: &[usize], count: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); count];
    for (status, &place) in ses.iter().zip(neighbourhoods) {
        sums[place].0 += status;
        sums[place].1 += 1.0;
    }
    let mean = |(total, citizens): (f64, f64)| if citizens > 0.0 { total / citizens } else { 0.0 };
    sums.into_iter().map(mean).collect()
}

/// The coefficient of the mean status of each citizen's neighbourhood in a logistic regression of taking part on it and on
/// further columns, per standard deviation; `NaN` where there is none.
pub(super) fn slope(active: &[bool], status_of_area: Vec<f64>, further: Vec<Vec<f64>>) -> f64 {
    let predictors: Vec<Vec<f64>> = std::iter::once(status_of_area).chain(further).collect();
    standardised_logit(active, &predictors).map_or(f64::NAN, |coefficients| coefficients[0])
}

/// Things per neighbourhood in a part of the neighbourhoods, the poorest first.
pub(super) fn per_area(things: &[f64], status: &[f64], part: (f64, f64)) -> f64 {
    let weights = shares(status, part);
    let meant: f64 = weights.iter().sum();
    let total: f64 = things
        .iter()
        .zip(&weights)
        .map(|(thing, weight)| thing * weight)
        .sum();
    total / meant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_is_averaged_where_people_live() {
        let found = mean_status(&[0.2, 0.6, 0.5], &[0, 0, 2], 3);
        assert!((found[0] - 0.4).abs() < 1e-12 && (found[2] - 0.5).abs() < 1e-12);
        assert!(found[1].abs() < 1e-12);
    }

    #[test]
    fn an_area_may_belong_to_a_part_by_half() {
        // Ten areas, so that a quarter is two and a half of them.
        let status: Vec<f64> = (0..10_u32).map(f64::from).collect();
        let mut things = vec![0.0; 10];
        things[9] = 3.0;
        things[7] = 4.0;
        assert!((per_area(&things, &status, (0.75, 1.0)) - 5.0 / 2.5).abs() < 1e-12);
        assert!(per_area(&things, &status, (0.0, 0.25)).abs() < 1e-12);
    }

    /// Who takes part goes with own status alone, so that of the area keeps less of a slope beside it.
    #[test]
    fn own_status_takes_over_what_is_composition() {
        let (mut active, mut own, mut area) = (Vec::new(), Vec::new(), Vec::new());
        for citizen in 0..400_u32 {
            let place = f64::from(citizen % 4);
            let within = f64::from(citizen / 4 % 10) / 9.0;
            let status = 0.2 * place + within;
            // A tenth of the order is turned round, so that nothing separates those who take part.
            let taking_part = (status > 0.8) != (citizen / 40 == 3);
            active.push(taking_part);
            own.push(status);
            area.push(0.2 * place + 0.5);
        }
        let alone = slope(&active, area.clone(), Vec::new());
        let beside = slope(&active, area, vec![own]);
        assert!(alone > 0.0 && beside.abs() < 0.5 * alone, "{alone} and {beside}");
        assert!(
            slope(&active, vec![0.5; 400], Vec::new()).is_nan(),
            "areas are alike"
        );
    }
}
