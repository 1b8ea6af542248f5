use samspil::model::{self, executor::Serial, measures::*, parameters::Parameters, setup::*};
use samspil::random::Draws;
use std::ops::ControlFlow;
fn defaults(t: &toml::Table) -> toml::Table {
    let mut out = toml::Table::new();
    for (k, v) in t {
        let tab = v.as_table().unwrap();
        if let Some(d) = tab.get("default") {
            out.insert(k.clone(), d.clone());
        } else {
            out.insert(k.clone(), toml::Value::Table(defaults(tab)));
        }
    }
    out
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n: i64 = args[1].parse().unwrap();
    let reps: u32 = args[2].parse().unwrap();
    let places: i64 = args[3].parse().unwrap();
    let mut all = toml::Table::new();
    for f in [
        "simulation",
        "citizens",
        "participation",
        "organisation",
        "service",
    ] {
        let t: toml::Table = std::fs::read_to_string(format!("src/scenario/register/{f}.toml"))
            .unwrap()
            .parse()
            .unwrap();
        all.extend(defaults(&t));
    }
    let sim = all.remove("simulation").unwrap();
    all.insert("decision_rule".into(), sim["decision_rule"].clone());
    let mut prog = all.remove("programme").unwrap()["*"].clone();
    prog.as_table_mut().unwrap().remove("title");
    for a in &args[4..] {
        let (k, v) = a.split_once('=').unwrap();
        let path: Vec<&str> = k.split('.').collect();
        let v: toml::Value = format!("x={v}").parse::<toml::Table>().unwrap()["x"].clone();
        let target = if path[0] == "programme" {
            prog.as_table_mut().unwrap()
        } else {
            all.get_mut(path[0]).unwrap().as_table_mut().unwrap()
        };
        target.insert(path[path.len() - 1].into(), v);
    }
    all.insert("programmes".into(), toml::Value::Array(vec![prog]));
    all["population"]["citizens"] = n.into();
    all["population"]["neighbourhoods"] = places.into();
    all["organisation"]["units"] = places.into();
    let parameters: Parameters = toml::Value::Table(all).try_into().unwrap();
    let steps: u32 = std::env::var("STEPS").map_or(120, |s| s.parse().unwrap());
    let setup = Setup {
        step_years: 1.0 / 12.0,
        steps_per_year: 12,
        steps,
        phases: vec![Phase {
            from_step: 0,
            parameters,
        }],
        events: vec![],
        observed_citizens: None,
        observed_ties: None,
    };
    let model = model::Model::new(&setup);
    let mut mean = vec![vec![0.0; row_length(1)]; steps as usize + 1];
    let t0 = std::time::Instant::now();
    let mut born = 0.0;
    for r in 0..reps {
        let t1 = std::time::Instant::now();
        let _ = model.simulate(&Draws::new(1, r), &Serial, &mut |o| {
            if o.step == 0 {
                born += t1.elapsed().as_secs_f64();
            }
            for (m, v) in mean[o.step as usize].iter_mut().zip(o.row) {
                *m += v / f64::from(reps);
            }
            ControlFlow::Continue(())
        });
    }
    let total = t0.elapsed().as_secs_f64();
    let nm = n as f64 * f64::from(reps);
    println!(
        "total {total:.2}s birth {:.1} ns/citizen step {:.1} ns/citizen-month",
        born * 1e9 / nm,
        (total - born) * 1e9 / nm / f64::from(steps)
    );
    if reps > 1 {
        for (i, m) in MEASURES.iter().enumerate() {
            println!(
                "{:28} {}",
                m.key,
                [0, 1, 12, 24, 48, 72, 96, 120]
                    .map(|s: usize| format!("{:9.4}", mean[s][i]))
                    .join(" ")
            );
        }
    }
}
