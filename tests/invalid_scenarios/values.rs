//! What is wrong with single keys and values.

use super::faults;

#[test]
fn misspelt_key() {
    insta::assert_snapshot!(
        faults("misspelt_key"),
        @r#"
        error: there is no key `population.trust_hihg`
         --> tests/invalid/misspelt_key.toml:2:1
          |
        2 | trust_hihg = 0.7
          | ^^^^^^^^^^ unknown key
          |
          = hint: did you mean `population.trust_high`?

        1 fault
        "#
    );
}

#[test]
fn misspelt_table() {
    insta::assert_snapshot!(
        faults("misspelt_table"),
        @r#"
        error: there is no table `barrier`
         --> tests/invalid/misspelt_table.toml:1:2
          |
        1 | [barrier]
          |  ^^^^^^^ unknown table
          |
          = hint: did you mean `barriers`?

        1 fault
        "#
    );
}

#[test]
fn key_in_the_wrong_table() {
    insta::assert_snapshot!(
        faults("key_in_the_wrong_table"),
        @r#"
        error: there is no key `population.zero_error`
         --> tests/invalid/key_in_the_wrong_table.toml:2:1
          |
        2 | zero_error = 0.1
          | ^^^^^^^^^^ unknown key
          |
          = hint: did you mean `barriers.zero_error`?

        1 fault
        "#
    );
}

#[test]
fn out_of_bounds() {
    insta::assert_snapshot!(
        faults("out_of_bounds"),
        @r#"
        error: `barriers.silos` is out of bounds: 45
         --> tests/invalid/out_of_bounds.toml:2:9
          |
        2 | silos = 45
          |         ^^ allowed: a number from 0 to 0.9
          |
          = hint: if 45 % is meant, write 0.45

        error: `barriers.zero_error` is out of bounds: -0.1
         --> tests/invalid/out_of_bounds.toml:3:14
          |
        3 | zero_error = -0.1
          |              ^^^^ allowed: a number from 0 to 1

        2 faults
        "#
    );
}

#[test]
fn not_a_number() {
    insta::assert_snapshot!(
        faults("not_a_number"),
        @r#"
        error: `cost.kit_eur` must be a finite number
         --> tests/invalid/not_a_number.toml:2:11
          |
        2 | kit_eur = nan
          |           ^^^ allowed: a number from 0 to 10000 (EUR)

        error: `cost.incident_eur` must be a finite number
         --> tests/invalid/not_a_number.toml:3:16
          |
        3 | incident_eur = inf
          |                ^^^ allowed: a number from 0 to 10000000 (EUR)

        2 faults
        "#
    );
}

#[test]
fn wrong_types() {
    insta::assert_snapshot!(
        faults("wrong_types"),
        @r#"
        error: `title` cannot be the number 3
         --> tests/invalid/wrong_types.toml:1:9
          |
        1 | title = 3
          |         ^ expected a text

        error: `sources` cannot be the text `one`
         --> tests/invalid/wrong_types.toml:2:11
          |
        2 | sources = "one"
          |           ^^^^^ expected a list of texts

        error: `population` cannot be the number 2000
         --> tests/invalid/wrong_types.toml:3:14
          |
        3 | population = 2000
          |              ^^^^ expected a table
          |
          = hint: its keys stand under the heading [population]

        error: `simulation.replications` cannot be the number 200.0
         --> tests/invalid/wrong_types.toml:6:16
          |
        6 | replications = 200.0
          |                ^^^^^ expected a whole number from 1 to 1000000 (runs)
          |
          = hint: write 200, without a decimal point

        error: `simulation.tick` has no choice `day`
         --> tests/invalid/wrong_types.toml:7:8
          |
        7 | tick = "day"
          |        ^^^^^ allowed: month, week

        error: `mechanisms.crowding` cannot be the text `false`
          --> tests/invalid/wrong_types.toml:10:12
           |
        10 | crowding = "false"
           |            ^^^^^^^ expected true or false
           |
           = hint: write it without quotation marks

        error: `barriers.silos` cannot be the text `0.3`
          --> tests/invalid/wrong_types.toml:13:9
           |
        13 | silos = "0.3"
           |         ^^^^^ expected a number from 0 to 0.9
           |
           = hint: write the number without quotation marks

        error: `programme.parks.stages` cannot be the text `co_design`
          --> tests/invalid/wrong_types.toml:16:10
           |
        16 | stages = "co_design"
           |          ^^^^^^^^^^^ expected a list of co_planning, co_design, co_prioritisation, co_financing, co_managing, co_delivery, co_assessment
           |
           = hint: write ["co_design"]

        error: `programme.parks.neighbourhoods` lists the number 1 twice
          --> tests/invalid/wrong_types.toml:17:22
           |
        17 | neighbourhoods = [1, 1, 0]
           |                      ^ leave this one out

        error: `programme.parks.neighbourhoods` is out of bounds: 0
          --> tests/invalid/wrong_types.toml:17:25
           |
        17 | neighbourhoods = [1, 1, 0]
           |                         ^ allowed: a list of whole numbers from 1 to 100000, or of names where neighbourhoods are observed

        10 faults
        "#
    );
}

#[test]
fn unknown_choice() {
    insta::assert_snapshot!(
        faults("unknown_choice"),
        @r#"
        error: `programme.parks.role` has no choice `co_desinger`
         --> tests/invalid/unknown_choice.toml:2:8
          |
        2 | role = "co_desinger"
          |        ^^^^^^^^^^^^^ allowed: co_initiator, co_designer, co_implementor, informed
          |
          = hint: did you mean `co_designer`?

        error: `programme.parks.stages` has no choice `delivery`
         --> tests/invalid/unknown_choice.toml:3:26
          |
        3 | stages = ["co_delivery", "delivery"]
          |                          ^^^^^^^^^^ allowed: co_planning, co_design, co_prioritisation, co_financing, co_managing, co_delivery, co_assessment
          |
          = hint: did you mean `co_delivery`?

        2 faults
        "#
    );
}

#[test]
fn programme_name() {
    insta::assert_snapshot!(
        faults("programme_name"),
        @r#"
        error: a programme cannot be called `Grønne parker`
         --> tests/invalid/programme_name.toml:1:12
          |
        1 | [programme."Grønne parker"]
          |            ^^^^^^^^^^^^^^^ allowed: lower-case letters a-z, digits and underscores
          |
          = hint: give the name to show as `title`

        1 fault
        "#
    );
}

#[test]
fn municipality_name() {
    insta::assert_snapshot!(
        faults("municipality_name"),
        @r#"
        error: a programme cannot be called `municipality_1`
         --> tests/invalid/municipality_name.toml:1:12
          |
        1 | [programme.municipality_1]
          |            ^^^^^^^^^^^^^^ such a name stands for a municipality in results
          |
          = hint: give the name to show as `title`

        1 fault
        "#
    );
}

#[test]
fn too_many_programmes() {
    insta::assert_snapshot!(
        faults("too_many_programmes"),
        @r#"
        error: 9 programmes are more than the 8 that can run side by side
          --> tests/invalid/too_many_programmes.toml:10:1
           |
        10 | i.staff_share = 0
           | ^ one too many

        1 fault
        "#
    );
}

#[test]
fn too_large_population() {
    insta::assert_snapshot!(
        faults("too_large_population"),
        @r#"
        error: `population.citizens` is out of bounds: 1000000000
         --> tests/invalid/too_large_population.toml:2:12
          |
        2 | citizens = 1_000_000_000
          |            ^^^^^^^^^^^^^ allowed: a whole number from 1 to 20000000 (citizens)

        error: `population.neighbourhoods` cannot be the number 100000000000000000000.0
         --> tests/invalid/too_large_population.toml:3:18
          |
        3 | neighbourhoods = 99999999999999999999
          |                  ^^^^^^^^^^^^^^^^^^^^ expected a whole number from 1 to 100000 (areas)

        2 faults
        "#
    );
}
