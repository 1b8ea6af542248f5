//! M16: when councils are elected, and when an election is near.
//!
//! Regular elections come every `election_term_years` from `first_election_year` on; in the year before one, scandals weigh
//! more (M16) and support waits (M21). Source: D-06, Danish municipal elections.

use super::Parameters;

/// Whether a step lies within the year before a regular election.
pub(in crate::model) fn before_election(year: f64, parameters: &Parameters) -> bool {
    let politics = &parameters.politics;
    let since_first = year - politics.first_election_year;
    let since_last =
        since_first - (since_first / politics.election_term_years).floor() * politics.election_term_years;
    let next = if since_first < 0.0 {
        -since_first
    } else {
        politics.election_term_years - since_last
    };
    next > 0.0 && next <= 1.0
}

/// Whether a regular election falls into the step that begins at `year`.
pub(in crate::model) fn is_election(year: f64, step_years: f64, parameters: &Parameters) -> bool {
    let politics = &parameters.politics;
    let elections =
        |time: f64| ((time - politics.first_election_year) / politics.election_term_years).floor();
    // A quarter of a step keeps rounding of the date from moving the election to a neighbouring step.
    let slack = 0.25 * step_years;
    let at_start = year >= politics.first_election_year - slack;
    at_start && elections(year + slack) > elections(year + slack - step_years)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    #[test]
    fn elections_come_every_four_years() {
        let parameters = reference_parameters();
        let months: Vec<u32> = (0..144)
            .filter(|&month| is_election(f64::from(month) / 12.0, 1.0 / 12.0, &parameters))
            .collect();
        assert_eq!(months, [24, 72, 120]);
        let weeks: Vec<u32> = (0..624)
            .filter(|&week| is_election(f64::from(week) / 52.0, 1.0 / 52.0, &parameters))
            .collect();
        assert_eq!(weeks, [104, 312, 520]);
    }

    #[test]
    fn the_year_before_an_election_is_known() {
        let parameters = reference_parameters();
        let before: Vec<u32> = (0..84)
            .filter(|&month| before_election(f64::from(month) / 12.0, &parameters))
            .collect();
        let expected: Vec<u32> = (12..24).chain(60..72).collect();
        assert_eq!(before, expected);
    }
}
