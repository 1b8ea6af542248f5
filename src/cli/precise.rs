//! `--precision`: what it will take, and where it stops.

use samspil::experiment::Precision;
use samspil::figure::numbers::count;
use samspil::figure::value_text;
use samspil::words::say;

use super::failure::Failure;

/// Most replications of a `--precision` that says nothing of its own.
const MOST: u32 = 20_000;

/// The limit of a `--precision`: what `--most` says, at most what fits into memory, at least what `-n` asks for.
pub(super) fn limit(most: Option<u32>, at_least: u32, memory: u32) -> Result<u32, Failure> {
    match most {
        Some(most) if most < at_least => Err(Failure::Usage(say!(
            "--most {most} is less than the {at_least} replications of -n\nhint: ask for fewer with -n, or allow more"
        ))),
        Some(most) if most > memory => Err(Failure::Usage(say!(
            "--most {most}: so many results cannot be summarised in memory (limit: {memory})\n\
             hint: ask for fewer replications or a shorter horizon"
        ))),
        Some(most) => Ok(most),
        None => Ok(MOST.max(at_least).min(memory)),
    }
}

/// What a precision will probably take.
pub(super) fn estimate(precision: Precision, forecast: u32, most: u32) -> String {
    let half_width = value_text(&toml::Value::Float(precision.half_width));
    let replications = count(forecast as usize);
    if forecast > most {
        let most = count(most as usize);
        say!(
            "±{half_width} will probably take about {replications} replications, but no more than {most} \
             are made (--most)."
        )
    } else {
        say!("±{half_width} will probably take about {replications} replications.")
    }
}
