//! What files of targets say, and every way in which they are refused.

use std::path::Path;
use std::sync::Arc;

use super::{Scale, WorldsPlan};
use crate::scenario::source::{Memory, Source};

const PLAN: &str = "
scenario = 'town.toml'
[worlds]
[[targets]]
measure = 'participants_share'
value = 0.06
standard_error = 0.006
discrepancy = 0.2
[[targets]]
measure = 'hours_per_participant'
years = [1, 2]
value = 15
standard_error = 1
discrepancy = 0
";

fn load(plan: &str, town: &str) -> Result<WorldsPlan, String> {
    let (simulation, others) = match town.strip_prefix("[simulation]\n") {
        Some(settings) => (settings, ""),
        None => ("", town),
    };
    let town = format!("[simulation]\nhorizon_years = 2\n{simulation}[programme.parks]\n{others}");
    let mut memory = Memory::default();
    memory.put("plan.toml", plan.to_owned().into_bytes());
    memory.put("town.toml", town.into_bytes());
    let files: Arc<dyn Source> = Arc::new(memory);
    WorldsPlan::load_from(&files, Path::new("plan.toml"), &[]).map_err(|error| error.to_string())
}

#[test]
fn scales_follow_from_measures_and_errors_are_brought_to_them() {
    let plan = load(PLAN, "").unwrap();
    assert_eq!((plan.count, plan.draws_most), (500, 400_000));
    let [share, hours] = &plan.targets[..] else {
        panic!("{plan:?}")
    };
    assert_eq!((share.scale, hours.scale), (Scale::Logit, Scale::Log));
    let near =
        |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
    near(
        share.variance(),
        (0.006 / (0.06 * 0.94)) * (0.006 / (0.06 * 0.94)) + 0.04,
    );
    near(hours.variance(), 1.0 / 225.0);
    near(hours.misfit(15.0 * libm::exp(2.0 / 15.0)), 2.0);
    let (low, high) = hours.band();
    near(libm::log(high / low), 2.0 * 1.644_853_626_951_472_7 / 15.0);
    assert!(share.misfit(0.0) == f64::NEG_INFINITY);
    assert!(
        load("scenario = 'town.toml'\n[worlds]\ncount = 3", "")
            .unwrap()
            .targets
            .is_empty()
    );
}

#[test]
fn what_is_wrong_with_targets_is_said() {
    for (plan, town, message) in [
        (
            PLAN.replace("value = 0.06", "value = 6"),
            "",
            "this measure can never be 6",
        ),
        (
            PLAN.replace("value = 0.06", "value = 0"),
            "",
            "0 has no place on the scale `logit`",
        ),
        (
            PLAN.replace("standard_error = 1\n", "standard_error = 0\n"),
            "",
            "no run would do",
        ),
        (
            PLAN.replace("[worlds]\n", "[worlds]\n[[targets]]\nmeasure = 'participants_share'\nvalue = 0.1\nstandard_error = 0.1\ndiscrepancy = 0\n"),
            "",
            "is a target twice",
        ),
        (
            PLAN.replace("discrepancy = 0.2", "scale = 'root'\ndiscrepancy = 0.2"),
            "",
            "scale",
        ),
        (
            PLAN.to_owned(),
            "[initiatives]\nidea_rate = 0.01\n",
            "which every world has of its own",
        ),
        (
            PLAN.to_owned(),
            "[simulation]\ndecision_rule = 'rational'\n",
            "`simulation.decision_rule`, which every world has of its own",
        ),
        (
            PLAN.replace("[worlds]", ""),
            "",
            "a plan of a calibration on a scenario, not targets for worlds",
        ),
    ] {
        let fault = load(&plan, town).unwrap_err();
        assert!(fault.contains(message), "{fault}");
    }
}
