//! A society month by month: who is tired, who takes part, and what professionals think of it.
//!
//! `cargo run --release --example stepping`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use samspil::{Error, Scenario};

fn mean(column: &[f64]) -> f64 {
    column.iter().sum::<f64>() / column.len() as f64
}

fn main() -> Result<(), Error> {
    let town = Scenario::load("norre_snede")?
        .set("population.citizens", 400)?
        .set("simulation.horizon_years", 3)?;
    let mut society = town.society(0);
    while society.step() {
        if society.steps_lived() % 12 == 0 {
            let taking_part = society
                .participants(0)
                .into_iter()
                .filter(|takes_part| *takes_part);
            println!(
                "year {}: {} take part, fatigue {:.3}, attitude of professionals {:.3}",
                society.years_lived(),
                taking_part.count(),
                mean(society.citizens().column("fatigue")),
                mean(society.professionals().column("attitude")),
            );
        }
    }
    Ok(())
}
