//! Cases that make roles, admission, harm, goals, need by place and power busy (M28 to M32).

use samspil::model::design::Goal;
use samspil::scenario::register;

use crate::society::{Initiative, Society};
use crate::support::{self, from_text, shipped};
use crate::{GOALS, RULES, assert_equal};

const EVERYTHING: &str = "tests/golden/everything.toml";
const MUNICIPALITIES: &str = "tests/golden/municipalities.toml";

type Overrides<'a> = &'a [(&'a str, &'a str)];

/// Citizens with much influence among professionals who would rather not, goals of two kinds, refusals in both
/// programmes, need that differs by place, and more enabling needed than there is
/// in some units.
const BUSY: Overrides<'static> = &[
    ("simulation.horizon_years", "2.5"),
    ("programme.care.role", "co_initiator"),
    (
        "programme.care.stages",
        "[\"co_planning\", \"co_design\", \"co_delivery\"]",
    ),
    ("programme.care.refused_share", "0.5"),
    ("programme.care.goal", "quality"),
    ("programme.parks.refused_share", "0.3"),
    ("programme.parks.goal", "prevention"),
    ("programme.parks.invitation", "8.0"),
    ("barriers.unclear_goals", "0.0"),
    ("problem.need_gradient", "0.5"),
    ("professionals.attitude_mean", "0.6"),
    ("co_destruction.threshold", "0.3"),
];

const SMALL: Overrides<'static> = &[("population.citizens", "200")];

/// Lives a busy society of a file in both models, with settings of its own.
fn lives(path: &str, rule: usize, own: Overrides<'_>, seed: u64) -> Society {
    let rule = [("simulation.decision_rule", RULES[rule % 3])];
    let scenario = shipped(path, &[BUSY, &rule, own].concat());
    assert_equal(&format!("{path} {rule:?} {own:?}"), &scenario, seed)
}

fn assert_that_sides_are_busy(second: &Society) {
    let some = |of: &dyn Fn(&Initiative) -> bool| second.initiatives.iter().any(of);
    assert!(second.turned_away > 0.0, "somebody is refused");
    assert!(some(&|one| one.shaping_now(second) > 0.0), "somebody shapes");
    assert!(some(&|one| second.prevention_kept(one) < 1.0), "effort does harm");
    let stated = |one: &Initiative| one.goal && second.design(one).goal != Goal::None;
    assert!(some(&stated), "a goal is stated");
    assert!(
        (0..second.units.len()).any(|unit| second.contest(unit) > 0.0),
        "power is contested"
    );
    let need = |place: usize| second.initiative(0, place).need;
    assert!(need(0) > 1.5 * need(second.places - 1), "need differs by place");
}

impl Initiative {
    fn shaping_now(&self, society: &Society) -> f64 {
        self.participants * society.shaping(self)
    }
}

#[test]
fn sides_under_all_rules() {
    for (rule, tick) in ["month", "week", "month"].into_iter().enumerate() {
        let second = lives(EVERYTHING, rule, &[("simulation.tick", tick)], 1 + rule as u64);
        assert_that_sides_are_busy(&second);
    }
}

#[test]
fn sides_with_each_mechanism_off() {
    for (number, entry) in register().under("mechanisms").into_iter().enumerate() {
        let off = [(entry.key.as_str(), "false")];
        lives(EVERYTHING, number, &[SMALL, &off].concat(), 3);
    }
    let alone = ["roles", "admission", "co_destruction", "goal_focus", "power"];
    let keys = alone.map(|name| format!("mechanisms.{name}"));
    for (number, kept) in keys.iter().enumerate() {
        let off: Vec<(&str, &str)> = keys
            .iter()
            .filter(|&key| key != kept)
            .map(|key| (key.as_str(), "false"))
            .collect();
        lives(EVERYTHING, number, &[SMALL, &off].concat(), 4);
    }
}

#[test]
fn roles() {
    for (number, own) in [
        &[("programme.care.role", "co_designer")][..],
        &[("programme.care.role", "co_implementor")],
        &[("programme.care.role", "informed")],
        &[("roles.co_initiator_shaping", "1.0")],
        &[
            ("roles.co_initiator_shaping", "0.0"),
            ("roles.shaping_gain", "7.0"),
        ],
        &[("roles.shaping_gain", "0.0")],
        &[
            ("problem.fit_learning", "3.0"),
            ("implementation.proposals_per_year", "6.0"),
        ],
    ]
    .into_iter()
    .enumerate()
    {
        lives(EVERYTHING, number, &[SMALL, own].concat(), 5);
    }
}

#[test]
fn admission() {
    for (number, own) in [
        &[("admission.by_knowledge", "0.0")][..],
        &[("admission.by_knowledge", "0.5")],
        &[("admission.by_knowledge", "1.0")],
        &[("programme.care.refused_share", "1.0")],
        &[
            ("programme.care.refused_share", "1.0"),
            ("admission.by_knowledge", "0.0"),
        ],
        &[("programme.care.refused_share", "0.0")],
        &[("programme.care.episodic", "true")],
        &[
            ("programme.care.episodic", "true"),
            ("admission.by_knowledge", "0.0"),
        ],
        &[("programme.care.invitation", "0.0")],
        &[("admission.disappointment", "0.0")],
        &[("admission.disappointment", "0.6")],
    ]
    .into_iter()
    .enumerate()
    {
        lives(EVERYTHING, number, &[SMALL, own].concat(), 6);
    }
}

#[test]
fn enabling_above_and_below_what_it_takes() {
    for (number, own) in [
        &[("co_destruction.threshold", "0.05")][..],
        &[("co_destruction.threshold", "0.25")],
        &[("co_destruction.threshold", "1.0")],
        &[
            ("co_destruction.threshold", "1.0"),
            ("programme.care.facilitation", "0.0"),
            ("professionals.attitude_mean", "0.02"),
        ],
        &[("co_destruction.harm", "0.0")],
        &[("programme.care.initial_participants", "0.0")],
        &[
            ("co_destruction.threshold", "1.0"),
            ("programme.care.balanced_start", "false"),
        ],
        &[
            ("co_destruction.threshold", "0.4"),
            ("professionals.attitude_sd", "0.4"),
        ],
    ]
    .into_iter()
    .enumerate()
    {
        lives(EVERYTHING, number, &[SMALL, own].concat(), 7);
    }
}

#[test]
fn goals() {
    for (number, goal) in GOALS.into_iter().enumerate() {
        for unclear in ["0.0", "0.5", "1.0"] {
            let own = [
                ("programme.care.goal", goal),
                ("programme.parks.goal", GOALS[(number + 2) % 5]),
                ("barriers.unclear_goals", unclear),
            ];
            lives(EVERYTHING, number, &[SMALL, &own].concat(), 8);
        }
        let own = [("programme.care.goal", goal), ("goal_focus.focus", "0.7")];
        lives(EVERYTHING, number, &[SMALL, &own].concat(), 9);
        // Goals of programmes whose citizens' input prevents nothing.
        let own = [
            ("programme.training.goal", goal),
            ("programme.bank.goal", "prevention"),
        ];
        lives("tests/golden/modules.toml", number, &[SMALL, &own].concat(), 10);
    }
}

#[test]
fn need_by_place() {
    for (number, own) in [
        &[("problem.need_gradient", "1.0")][..],
        &[("problem.need_gradient", "-1.0")],
        &[("problem.need_gradient", "-0.4")],
        &[("mechanisms.goal_focus", "false")],
        &[
            ("programme.care.balanced_start", "false"),
            ("programme.parks.balanced_start", "false"),
        ],
        &[("programme.club.municipalities", "[3]")],
        &[("programme.care.neighbourhoods", "[4]")],
    ]
    .into_iter()
    .enumerate()
    {
        lives(MUNICIPALITIES, number, own, 11);
    }
    let one = [
        ("population.neighbourhoods", "1"),
        ("organisation.units", "1"),
        ("programme.parks.neighbourhoods", "[]"),
    ];
    lives(EVERYTHING, 0, &[SMALL, &one].concat(), 12);
}

#[test]
fn need_by_place_of_a_baseline() {
    let load = |own: Overrides<'_>| shipped(MUNICIPALITIES, &[BUSY, SMALL, own].concat());
    let baseline = load(&[("population.citizens", "310")]).setup;
    let mut variant = load(&[
        ("population.citizens", "310"),
        ("problem.need_gradient", "-0.5"),
        ("programme.parks.balanced_start", "false"),
    ]);
    variant.setup = variant.setup.with_need_of(std::sync::Arc::new(baseline));
    assert_equal("need by place of a baseline", &variant, 13);
}

#[test]
fn power() {
    let one_sided = ("professionals.attitude_mean", "0.1");
    for (number, own) in [
        &[one_sided][..],
        &[one_sided, ("power.resistance", "0.0")],
        &[one_sided, ("power.resistance", "1.0")],
        &[
            one_sided,
            ("power.resistance", "1.0"),
            ("attitude.peer_norm", "0.0"),
        ],
        &[
            ("power.resistance", "1.0"),
            ("attitude.peer_norm", "0.0"),
            ("barriers.professional_tradition", "0.0"),
        ],
        &[
            ("professionals.attitude_mean", "0.9"),
            ("power.resistance", "1.0"),
        ],
        &[one_sided, ("professionals.per_1000_citizens", "0.0")],
        &[one_sided, ("programme.care.budget_share", "1.0")],
    ]
    .into_iter()
    .enumerate()
    {
        lives(EVERYTHING, number, &[SMALL, own].concat(), 14);
    }
    lives(MUNICIPALITIES, 1, &[one_sided, ("power.resistance", "1.0")], 15);
}

/// What is decided at birth, and what is looked up in every step, changes before and after a programme opens.
#[test]
fn changes_of_sides() {
    let text = "extends = \"everything.toml\"\n[population]\ncitizens = 200\n\
        [[event]]\nyear = 0.25\nchange = { \"programme.care.refused_share\" = 0.9, \"problem.need\" = 0.0, \
        \"co_destruction.threshold\" = 0.9, \"programme.parks.goal\" = \"involvement\" }\n\
        [[event]]\nyear = 1.25\nchange = { \"programme.care.role\" = \"co_implementor\", \"problem.need\" = 1.3, \
        \"roles.shaping_gain\" = 1.0, \"programme.care.goal\" = \"efficiency\", \"power.resistance\" = 1.0, \
        \"admission.disappointment\" = 0.3 }\n\
        [[event]]\nyear = 1.75\nchange = { \"mechanisms.goals\" = false, \"mechanisms.roles\" = false, \
        \"mechanisms.co_destruction\" = false, \"mechanisms.admission\" = false, \"mechanisms.power\" = false }\n";
    let scenario = from_text(&support::file("tests/golden"), text, BUSY);
    assert_equal("changes of sides", &scenario, 16);
}
