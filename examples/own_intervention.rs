//! Interventions and decisions of one's own: a letter that nobody planned, and citizens who decide for themselves.
//!
//! `cargo run --release --example own_intervention`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use samspil::model::Model;
use samspil::model::columns::Column;
use samspil::model::executor::Serial;
use samspil::model::measures::measures;
use samspil::model::mechanisms::Society;
use samspil::model::mechanisms::own::{Deciders, Decisions};
use samspil::random::Draws;
use samspil::scenario::Scenario;

/// Every second citizen never joins.
struct Refusers;

impl Decisions for Refusers {
    fn joins(&self, citizen: u32, _programme: usize, _step: u32, joins: bool) -> bool {
        joins && citizen.is_multiple_of(2)
    }
}

/// After two years, whoever expects little of the municipality gets a letter that helps a little.
fn letter(society: &mut Society) {
    if society.steps_lived() == 24 {
        society.change_column(Column::Expectation, |_, expectation| expectation.max(0.7));
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut setup = Scenario::load(Path::new("scenarios/reference.toml"), &[])?.setup;
    let column = |key: &str| {
        measures()
            .iter()
            .position(|measure| measure.key == key)
            .ok_or("no such measure")
    };
    let (participants, expectation) = (column("participants_share")?, column("expectation")?);
    for (name, letters, refusers) in [
        ("as it is", false, false),
        ("letter", true, false),
        ("refusers", false, true),
    ] {
        setup.decisions = refusers.then(|| Deciders(Arc::new(Refusers)));
        let mut last = (0.0, 0.0);
        let mut change = |society: &mut Society| {
            if letters {
                letter(society);
            }
        };
        let _ = Model::new(&setup).simulate_changing(&Draws::new(1, 0), &Serial, &mut change, &mut |seen| {
            last = (seen.row[participants], seen.row[expectation]);
            ControlFlow::Continue(())
        });
        println!(
            "{name}: {:.4} take part at the end, mean expectation {:.3}",
            last.0, last.1
        );
    }
    Ok(())
}
