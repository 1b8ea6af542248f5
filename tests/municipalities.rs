//! Several municipalities in one run: what is kept apart stays apart, to the last bit.

mod support;

use samspil::experiment::columns;
use samspil::scenario::Scenario;

use support::{Rows, column, from_text, rows, same};

/// Two municipalities with a programme of their own each, and every kind of event; no tie crosses.
fn two(overrides: &[(&str, &str)]) -> Scenario {
    let text = "title = \"Two\"\n[population]\ncitizens = 400\nneighbourhoods = 4\n\
        [organisation]\nunits = 4\nmunicipalities = 2\n[network]\nbridge = 0.3\nacross_municipalities = 0.0\n\
        [simulation]\nhorizon_years = 3.0\n[politics]\ngoodwill = 0.05\nincident_rate = 0.5\n\
        [social_capital]\ntie_formation_within = 2.0\ntie_formation_across = 1.0\n\
        [programme.care]\nmunicipalities = [1]\nstaff_share = 0.5\ninitial_participants = 0.1\nmixed = true\n\
        [programme.parks]\nmunicipalities = [2]\nstaff_share = 0.4\ninitial_participants = 0.1\n\
        relation = \"substitutive\"\n\
        [[event]]\nyear = 1.0\nstaff_cut = 0.2\n[[event]]\nyear = 1.5\nshock = 0.4\n\
        [[event]]\nyear = 2.0\nelection = true\n";
    from_text(&support::file("scenarios"), text, overrides)
}

/// The first measure of a municipality that differs between two runs of the same luck.
fn difference(scenario: &Scenario, municipality: u32, one: &Rows, other: &Rows) -> Option<String> {
    let columns = columns(&scenario.programme_keys, scenario.municipalities());
    for (step, (left, right)) in one.iter().zip(other).enumerate() {
        for (index, column) in columns.iter().enumerate() {
            if column.municipality == Some(municipality) && !same(left[index], right[index]) {
                return Some(format!(
                    "step {step}, {}: {:?} against {:?}",
                    column.key, left[index], right[index]
                ));
            }
        }
    }
    None
}

/// Where no tie crosses, a municipality is the same whatever programme the other one runs, how it is designed, and
/// whether it is hit by a backlash.
#[test]
fn what_one_does_leaves_the_other_alone() {
    let scenario = two(&[]);
    let usual = rows(&scenario, 1, 0);
    for (key, value) in [
        ("programme.parks.invitation", "8.0"),
        ("programme.parks.relation", "supplementary"),
        ("programme.parks.ease", "0.8"),
        ("programme.parks.established", "false"),
        ("programme.parks.facilitation", "0.0"),
        ("programme.parks.municipalities", "[1, 2]"),
    ] {
        let mut overrides = vec![(key, value)];
        if key.ends_with("established") {
            overrides.extend([
                ("programme.parks.initial_participants", "0.0"),
                ("programme.parks.start_year", "0.5"),
                ("programme.parks.staff_replaced", "0.5"),
            ]);
        }
        let changed = two(&overrides);
        let changed = rows(&changed, 1, 0);
        // The programme of the second comes to the first as well in the last case; then the second keeps its own.
        let (untouched, touched) = if key.ends_with("municipalities") {
            (2, 1)
        } else {
            (1, 2)
        };
        assert_eq!(difference(&scenario, untouched, &usual, &changed), None, "{key}");
        assert!(
            difference(&scenario, touched, &usual, &changed).is_some(),
            "{key} moves something"
        );
    }
}

/// Where ties cross, participants on the other side are heard of and followed.
#[test]
fn ties_carry_it_across() {
    for (across, is_felt) in [("0.0", false), ("0.8", true)] {
        let run = |municipalities: &str| {
            let overrides = [
                ("network.across_municipalities", across),
                ("programme.care.municipalities", municipalities),
            ];
            let scenario = two(&overrides);
            let rows = rows(&scenario, 1, 0);
            (scenario, rows)
        };
        let ((scenario, alone), (_, both)) = (run("[1]"), run("[1, 2]"));
        assert_eq!(
            difference(&scenario, 1, &alone, &both).is_some(),
            is_felt,
            "{across}"
        );
    }
}

/// A staff cut strikes the municipality whose citizens are to take over, and no other.
#[test]
fn a_backlash_stays_at_home() {
    let scenario = two(&[("politics.goodwill", "5.0")]);
    let rows = rows(&scenario, 1, 0);
    let fall = |municipality: u32| {
        let column = column(&scenario, &format!("municipality_{municipality}.expectation"));
        rows[12][column] - rows[13][column]
    };
    assert!(fall(2) > 0.1, "{}", fall(2));
    assert!(fall(1) < 0.02, "{}", fall(1));
}

/// A grown programme where nothing crosses, neither ties nor ideas nor an association: each municipality by itself.
#[test]
fn without_spread_ideas_stay_at_home() {
    let grown = |municipalities: &str, imitation: &str| {
        let text = "extends = \"municipalities.toml\"\n[network]\nacross_municipalities = 0.0\n\
            [initiatives]\nspread_innovation = 0.0\nidea_rate = 0.05\nprofessional_municipalities = 1000\n";
        let overrides = [
            ("programme.club.municipalities", municipalities),
            ("initiatives.spread_imitation", imitation),
        ];
        from_text(&support::file("tests/golden"), text, &overrides)
    };
    let scenario = grown("[]", "0.0");
    let everywhere = rows(&scenario, 3, 0);
    let alone = rows(&grown("[2]", "0.0"), 3, 0);
    assert_eq!(difference(&scenario, 2, &everywhere, &alone), None);
    assert!(difference(&scenario, 1, &everywhere, &alone).is_some());
    // With imitation it matters who else has it.
    let is_reached = |replication| {
        let everywhere = rows(&grown("[]", "9.0"), 3, replication);
        let alone = rows(&grown("[2]", "9.0"), 3, replication);
        difference(&scenario, 2, &everywhere, &alone).is_some()
    };
    assert!((0..8).any(is_reached));
}

/// The measures of the whole are those of its parts.
#[test]
fn parts_make_the_whole() {
    let scenario = two(&[]);
    let at = |key: &str| column(&scenario, key);
    for row in rows(&scenario, 2, 0) {
        for key in [
            "participants_share",
            "citizen_hours",
            "public_cost",
            "trust",
            "expectation",
        ] {
            let parts = [1, 2].map(|number| row[at(&format!("municipality_{number}.{key}"))]);
            let mean = 0.5 * (parts[0] + parts[1]);
            assert!(
                (mean - row[at(key)]).abs() < 1e-9 * mean.max(1.0),
                "{key}: {parts:?}"
            );
        }
        let running = [1, 2].map(|number| row[at(&format!("municipality_{number}.initiatives_alive"))]);
        assert!(same(running[0] + running[1], row[at("initiatives_alive")]));
    }
}
