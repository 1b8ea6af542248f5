//! A mechanism of one's own, without a fork: whoever leaves disappointed tells it in the neighbourhood.
//!
//! `cargo run --release --example own_mechanism`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::{error::Error, ops::ControlFlow, path::Path};

use samspil::experiment::{Threads, observe_replication};
use samspil::model::columns::Column;
use samspil::model::measures::{Measure, Theme, measures};
use samspil::model::mechanisms::Society;
use samspil::model::mechanisms::own::{OwnMechanism, OwnParameters, OwnProcess, Process};
use samspil::scenario::{Scenario, install};
use samspil::words::Words;

struct Gossip;

impl OwnMechanism for Gossip {
    fn name(&self) -> &'static str {
        "gossip"
    }
    fn version(&self) -> &'static str {
        "1"
    }
    fn meaning(&self) -> &'static str {
        "Off: nobody hears why others left"
    }
    fn parameters(&self) -> &'static str {
        "fall = { default = 0.01, bounds = [0.0, 1.0], range = [0.0, 0.02], grade = \"J\", source = \"own\", \
         meaning = \"How far one tale lowers the expectation of everybody in the neighbourhood\" }"
    }
    fn measures(&self) -> Vec<Measure> {
        let (limits, about) = (
            (0.0, f64::INFINITY),
            Words::new(
                "Citizens who left with low expectations",
                "Borgere, der gik med lave forventninger",
            ),
        );
        vec![Measure::new(
            "gossip_tales",
            Words::new("tales", "fortællinger"),
            "citizens",
            limits,
            "own",
            Theme::Citizens,
            about,
        )]
    }
    fn begin(&self) -> Box<dyn OwnProcess> {
        Box::<Tales>::default()
    }
}

/// What is remembered of a society from step to step.
#[derive(Default)]
struct Tales {
    took_part: Vec<bool>,
    told: f64,
}

impl OwnProcess for Tales {
    fn after(&mut self, process: Process, society: &mut Society, parameters: &OwnParameters<'_>) {
        if process != Process::Citizens {
            return;
        }
        let (places, takes_part) = (society.neighbourhoods_of_citizens(), society.participants(0));
        let expectation = society.column(Column::Expectation);
        let mut tales = vec![0.0_f32; society.neighbourhood_count()];
        for (citizen, took_part) in self.took_part.iter().enumerate() {
            let left = *took_part && !takes_part[citizen] && expectation[citizen] < 0.5;
            tales[places[citizen]] += f32::from(u8::from(left));
        }
        let fall = parameters.get("fall") as f32;
        society.change_column(Column::Expectation, |citizen, now| {
            now - fall * tales[places[citizen]]
        });
        self.told = tales.iter().map(|told| f64::from(*told)).sum();
        self.took_part = takes_part;
    }
    fn measure(&self, _society: &Society) -> Vec<f64> {
        vec![self.told]
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    install(vec![Box::new(Gossip)])?;
    let expectation = measures()
        .iter()
        .position(|one| one.key == "expectation")
        .ok_or("no measure")?;
    for fall in ["0.0", "0.01", "0.02"] {
        let set = [("gossip.fall".to_owned(), fall.to_owned())];
        let town = Scenario::load(Path::new("scenarios/reference.toml"), &set)?;
        observe_replication(&town.setup, 1, 0, &Threads::new(1)?, &mut |seen| {
            if seen.step == town.setup.steps {
                println!(
                    "fall {fall}: mean expectation {:.3} after eight years",
                    seen.row[expectation]
                );
            }
            ControlFlow::Continue(())
        });
    }
    Ok(())
}
