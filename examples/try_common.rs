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
fn setup(args: &[String]) -> Setup {
    let n: i64 = args[1].parse().unwrap();
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
    let steps = 120;
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
    setup
}
