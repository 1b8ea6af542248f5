//! No change of a parameter is without effect: every key that an event may change moves some measure.
//!
//! A busy society lives under each decision rule, once as it is and once for each value that a key may change to after
//! a year. A key passes when one of these lives differs from the first. Whatever cannot change is refused by the
//! loader (`fixed` in the register).

mod support;

use std::path::Path;

use samspil::scenario::{Entry, Kind, Scenario, register};

use support::{Rows, first_difference, rows};

/// Seven programmes that use every mechanism between them, in a society that has not settled: incidents, money, kits,
/// required hours, an initiative that opens late, one that grows from ideas, a yearly event, tired people, a grant that
/// ends, a council that hesitates, an association, credits, a task for oneself, a dike, people who leave care, a game,
/// people who are refused, and goals of two kinds.
const BUSY: &str = r#"
title = "Busy"
[population]
citizens = 240
neighbourhoods = 4
[organisation]
units = 2
[simulation]
horizon_years = 3.0
[barriers]
bureaucracy = 0.1
output_appraisal = 0.2
[fatigue]
gain = 1.0
burnout = 0.6
refractory_years = 0.3
[reward]
slow_crowding = 0.5
[social_capital]
tie_formation_within = 2.0
tie_formation_across = 2.0
tie_decay = 1.0
trust_participation = 0.05
[politics]
incident_rate = 0.5
goodwill = 0.5
first_election_year = 1.5
election_term_years = 1.5
risk_appetite_sd = 0.2
[steering]
evaluated_share = 0.5
[ballot]
project_eur = 300.0
[provision]
organisers = 1
building_years = 0.25
[rehabilitation]
regain = 6.0
[time_bank]
reserve_credits = 5.0
prior_credits = 20.0
[initiatives]
idea_rate = 0.5
critical_mass = 2
leadership = 0.3
support = 12.0
formalisation = 12.0
informal_end = 4.0
dormancy = 4.0
spread_innovation = 0.03
spread_imitation = 2.0
municipalities = 60
professional_municipalities = 2
[belief]
visibility = 0.5
[programme.care]
staff_share = 0.4
stages = ["co_design", "co_delivery"]
role = "co_designer"
relation = "interdependent"
goal = "quality"
initial_participants = 0.2
mixed = true
reward = "individual_money"
reward_eur_per_hour = 6.0
training = 0.5
invitation = 4.0
refused_share = 0.5
required_hours_per_week = 12.0
rehabilitation = true
environmental_share = 0.5
[programme.parks]
staff_share = 0.3
stages = []
relation = "substitutive"
goal = "prevention"
visible = true
established = false
start_year = 1.25
staff_replaced = 0.3
departments = 2
reward = "collective_money"
reward_eur_per_hour = 4.0
kit = 1.0
letter = 1.0
target_share = 0.5
invitation = 5.0
outreach = 3.0
outcome_half_life_years = 0.5
[programme.feast]
staff_share = 0.1
role = "informed"
episodic = true
outreach_target = "need"
reward = "recognition"
reward_eur_per_hour = 3.0
initial_participants = 0.1
initial_awareness = 0.6
invitation = 3.0
[programme.board]
staff_share = 0.1
level = "co_governance"
role = "co_initiator"
stages = ["co_planning", "co_financing"]
pot_eur_per_citizen = 20.0
step_good_eur_per_citizen = 160.0
contribution_eur = 100.0
contribution_refund = false
[programme.club]
staff_share = 0.1
pot_eur_per_citizen = 20.0
initiator = "citizens"
grown = true
established = false
initial_participants = 0.0
role = "co_initiator"
stages = ["co_planning", "co_delivery"]
[programme.bank]
staff_share = 0.0
initiator = "association"
collective = false
initial_participants = 0.2
reward = "time_credit"
reward_eur_per_hour = 6.0
credits_traded = true
[programme.forum]
staff_share = 0.0
mixed = true
initial_participants = 0.2
invitation = 4.0
refused_share = 0.3
digital_share = 0.5
game = 0.5
[[event]]
year = 0.75
grant_ends = "feast"
share = 0.3
"#;

/// The society with these values from year 1 on, and staff cut and people lost after that.
fn busy(rule: &str, change: Option<(&str, &str)>) -> Option<Scenario> {
    let change = change.map_or_else(String::new, |(key, value)| {
        format!("[[event]]\nyear = 1.0\nchange = {{ \"{key}\" = {value} }}\n")
    });
    let text = format!("{BUSY}{change}[[event]]\nyear = 1.75\nstaff_cut = 0.2\n");
    let rule = [("simulation.decision_rule".to_owned(), rule.to_owned())];
    Scenario::from_text(Path::new("busy.toml"), &text, &rule).ok()
}

/// Values that a key may change to, the most plausible first.
fn candidates(entry: &Entry) -> Vec<String> {
    match entry.kind {
        Kind::Flag => vec!["true".to_owned(), "false".to_owned()],
        Kind::Choice => entry
            .choices
            .iter()
            .map(|choice| format!("\"{choice}\""))
            .collect(),
        Kind::Integer | Kind::Number => {
            let (low, high) = entry.bounds.expect("every number has bounds");
            let range = entry.range.map_or(Vec::new(), |(low, high)| vec![low, high]);
            let values = range.into_iter().chain([low, high, 0.5 * (low + high)]);
            let integer = entry.kind == Kind::Integer;
            values
                .map(|value| {
                    if integer {
                        format!("{value:.0}")
                    } else {
                        format!("{value:?}")
                    }
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether some change of the key is felt.
fn is_felt(entry: &Entry, base: &[(&str, Scenario, Rows)]) -> bool {
    let keys: Vec<String> = if entry.key.contains('*') {
        ["care", "parks", "feast", "board", "club"]
            .map(|name| entry.key.replace('*', name))
            .into()
    } else {
        vec![entry.key.clone()]
    };
    for (rule, unchanged, expected) in base {
        for key in &keys {
            for value in candidates(entry) {
                if let Some(changed) = busy(rule, Some((key, &value)))
                    && first_difference(unchanged, expected, &rows(&changed, 1, 0)).is_some()
                {
                    return true;
                }
            }
        }
    }
    false
}

#[test]
fn every_change_is_felt_or_refused() {
    let base = ["logit", "threshold", "rational"].map(|rule| {
        let scenario = busy(rule, None).expect("the busy society has no faults");
        let lived = rows(&scenario, 1, 0);
        (rule, scenario, lived)
    });
    let entries = || register().entries().iter().filter(|entry| !entry.fixed);
    let silent: Vec<&str> = entries()
        .filter(|entry| !is_felt(entry, &base))
        .map(|entry| entry.key.as_str())
        .collect();
    assert!(entries().count() > 150);
    assert!(silent.is_empty(), "changes without effect: {silent:?}");
}
