//! A town, many times: output, outcome, and a report.
//!
//! `cargo run --release --example run`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use samspil::{Error, Scenario};

fn main() -> Result<(), Error> {
    let town = Scenario::load("norre_snede")?
        .set("population.citizens", 400)?
        .set("simulation.horizon_years", 4)?;
    let run = town.run(20)?;
    for measure in ["output", "outcome", "participants_share"] {
        println!("{}", run.summary(measure));
    }
    Ok(())
}
