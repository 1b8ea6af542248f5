//! Worlds: what an ensemble leaves, how it is shown and written out, and how others are refused.

use std::fs;

use super::desk::Desk;
use super::{rows, samspil, text};

const SCENARIO: &str = "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 60\n[programme.parks]\n";
const TARGETS: &str = "title = 'Worlds'\nscenario = 'parks.toml'\n[worlds]\ncount = 2\ndraws_most = 6\n[[targets]]\n\
                       measure = 'willingness'\nvalue = 0.36\nstandard_error = 0.02\ndiscrepancy = 3.0\n";

#[test]
fn an_ensemble_is_built_shown_and_written_out() {
    let desk = Desk::new("worlds", &[("worlds.toml", TARGETS), ("parks.toml", SCENARIO)]);
    let done = desk.call("out", &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let said = text(&done.stdout);
    assert!(
        said.starts_with("Worlds\nEverything that is said over worlds rests on the discrepancies"),
        "{said}"
    );
    let folder = desk.results("out", &[]);
    let place = folder.to_str().unwrap();
    for name in [
        "report.html",
        "ensemble.txt",
        "figures/narrowed.svg",
        "figures/targets.svg",
    ] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let worlds = rows(&folder.join("worlds.csv"));
    let shown = samspil(&["worlds", "show", place]);
    assert!(
        text(&shown.stdout).contains("2 worlds, seed 1"),
        "{}",
        text(&shown.stdout)
    );
    let file = desk.path("all.csv");
    let written = samspil(&["worlds", "export", place, "--output", file.to_str().unwrap()]);
    assert!(written.status.success(), "{}", text(&written.stderr));
    let values = rows(&file);
    assert_eq!(values.len(), 2);
    for (world, values) in worlds.iter().zip(&values) {
        assert_eq!(world["number"], values["number"]);
        let intercept = format!("willingness.intercept_{}", values["simulation.decision_rule"]);
        assert_eq!(world["intercept"], values[&intercept]);
    }

    let ensemble = folder.join("ensemble.txt");
    let foreign = fs::read_to_string(&ensemble)
        .unwrap()
        .replace("# engine ", "# engine 0");
    fs::write(&ensemble, foreign).unwrap();
    let refused = samspil(&["worlds", "show", place]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).contains("plausible under another engine"),
        "{}",
        text(&refused.stderr)
    );
}
