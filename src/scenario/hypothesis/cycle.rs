//! A cycle that is looked for: its period, and the window of years that holds a whole number of waves.

use super::found::Found;
use super::{Cycle, Yearly};
use crate::scenario::Time;
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::time::{YEARS_MAX, so_many_years};
use crate::words::{given, say, words};

/// Choices for `yearly`.
pub(super) const YEARLY: [(&str, Yearly); 2] = [("mean", Yearly::Mean), ("rise", Yearly::Rise)];

/// Fewest waves from which a cycle can be told from a slow bend.
const WAVES_MIN: u32 = 3;

/// Reads the cycle of a hypothesis whose window is `time`.
pub(super) fn read(table: &Table, found: &mut Found, time: Option<Time>) -> Option<Cycle> {
    let yearly = table.choice("yearly", &YEARLY);
    let window = time.and_then(|time| window(found, time));
    let (period_years, (from_year, years, place)) = (table.number("period_years")?, window?);
    let Some(waves) = waves(years, period_years) else {
        found.fault(no_whole_waves(period_years, from_year, years, place));
        return None;
    };
    Some(Cycle {
        period_years,
        yearly: yearly?,
        from_year,
        years,
        waves,
    })
}

/// First year, number of years and place of a window of whole years.
fn window(found: &mut Found, time: Time) -> Option<(u32, u32, Place)> {
    let place = found.times.iter().find(|(key, ..)| *key == "time")?.1;
    match time {
        Time::Mean { to, .. } if to > f64::from(YEARS_MAX) => {
            let to = given(to);
            let message = say!("year {to} lies after the end of every run");
            let label = say!("no run lasts longer than {YEARS_MAX} years");
            found.fault(Finding::new(place, "time", message).label(label));
            None
        }
        Time::Mean { from, to } if from.fract() == 0.0 && to.fract() == 0.0 => {
            Some((from as u32, (to - from) as u32, place))
        }
        Time::End | Time::Year(_) | Time::Mean { .. } => {
            let finding = Finding::new(place, "time", say!("a cycle is looked for over whole years"));
            let label = words!("expected two whole years that rise, such as [6, 30]").text();
            found.fault(finding.label(label));
            None
        }
    }
}

/// Only a whole number of waves stands at one frequency of the periodogram.
fn no_whole_waves(period_years: f64, from_year: u32, years: u32, place: Place) -> Finding {
    let period = so_many_years(period_years);
    let message = match years {
        1 => say!("1 year does not hold {WAVES_MIN} or more whole waves of {period}"),
        years => say!("{years} years do not hold {WAVES_MIN} or more whole waves of {period}"),
    };
    let longer = (years..=YEARS_MAX).find(|&longer| waves(longer, period_years).is_some());
    let hint = longer.map(|longer| {
        say!(
            "such as `time = [{from_year}, {}]`, with a `simulation.horizon_years` that reaches so far",
            from_year + longer
        )
    });
    Finding::new(place, "time", message).hint(hint)
}

/// Whole number of waves in so many years.
fn waves(years: u32, period_years: f64) -> Option<u32> {
    let waves = f64::from(years) / period_years;
    let whole = waves.round();
    ((waves - whole).abs() < 1e-6 && whole >= f64::from(WAVES_MIN)).then_some(whole as u32)
}
