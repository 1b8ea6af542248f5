//! Does it help to ask everybody, or to hand over more? On common random numbers.
//!
//! `cargo run --release --example compare`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use samspil::{Error, Scenario};

fn main() -> Result<(), Error> {
    let town = Scenario::load("norre_snede")?
        .set("population.citizens", 400)?
        .set("simulation.horizon_years", 4)?;
    let asked = town.set("programme.upkeep.invitation", 1)?;
    let handed_over = town.set("programme.upkeep.staff_replaced", 0.5)?;
    let comparison = town.compare(&[("asked", &asked), ("handed over", &handed_over)], 20)?;
    println!("{}", town.title());
    for (place, variant) in comparison.variants().into_iter().enumerate() {
        println!(
            "{variant}: {}",
            comparison.difference("participants_share", place)
        );
    }
    Ok(())
}
