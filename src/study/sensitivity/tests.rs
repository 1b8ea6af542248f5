//! How points are laid out, and what is refused.

use std::path::Path;

use super::{Method, SensitivityError};
use crate::scenario::{Design, Disk, Plan};

fn plan(parameters: &[&str]) -> (Plan, Vec<crate::scenario::FactorGroup>) {
    let parameters: Vec<String> = parameters.iter().map(|&text| text.to_owned()).collect();
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/reference.toml"));
    Plan::varying(
        &Disk::shared(),
        path,
        &[],
        &parameters,
        &["outcome".to_owned()],
        None,
    )
    .unwrap()
}

#[test]
fn every_uncertain_parameter_varies_and_no_choice_of_the_design() {
    let (plan, groups) = plan(&[]);
    assert!(plan.factors.len() > 150, "{}", plan.factors.len());
    assert_eq!(plan.factors.len(), groups.len());
    assert!(
        plan.factors
            .iter()
            .all(|factor| !factor.key.starts_with("programme.")
                && !factor.key.starts_with("population.correlation."))
    );
    // Among them such as no event may change.
    assert!(
        plan.factors
            .iter()
            .any(|factor| factor.key == "population.efficacy_mean")
    );
}

#[test]
fn tables_and_lists_vary_together_under_a_name() {
    let (mut plan, groups) = plan(&[
        "attitude",
        "people=population.efficacy_mean, network",
        "staying.exit_base",
    ]);
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["attitude", "people", "staying.exit_base"]);
    let sizes: Vec<usize> = groups.iter().map(|group| group.factors.len()).collect();
    assert_eq!(sizes, [4, 6, 1]);
    plan.replications = 2;
    Method::Sobol { rows: 4 }.lay_out(&mut plan, &groups).unwrap();
    let Design::Saltelli { rows: 4, groups } = &plan.design else {
        panic!("{:?}", plan.design)
    };
    assert_eq!(*groups, [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2]);
}

#[test]
fn what_would_say_nothing_is_refused() {
    let (mut plan, groups) = plan(&["attitude"]);
    let refused =
        |plan: &mut Plan, method: Method| method.lay_out(plan, &groups).expect_err("it must be refused");
    plan.replications = 2;
    let morris = |trajectories| Method::Morris { trajectories };
    assert_eq!(refused(&mut plan, morris(1)), SensitivityError::OneTrajectory);
    assert_eq!(
        refused(&mut plan, Method::Sobol { rows: 1 }),
        SensitivityError::OneRow
    );
    assert_eq!(
        refused(&mut plan, morris(20_001)),
        SensitivityError::TooManyPoints(100_005)
    );
    plan.replications = 1;
    assert_eq!(refused(&mut plan, morris(10)), SensitivityError::OneReplication);
}
