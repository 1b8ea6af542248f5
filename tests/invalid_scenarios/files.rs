//! What is wrong with files, and with what they name.

use super::{faults, faults_of_arguments, faults_of_bytes, faults_of_path};
use samspil::scenario::SCENARIO_BYTES_MAX;

#[test]
fn broken_toml() {
    insta::assert_snapshot!(
        faults("broken_toml"),
        @r#"
        error: this is not valid TOML: string values must be quoted, expected literal string
         --> tests/invalid/broken_toml.toml:3:17
          |
        3 | neighbourhoods =
          |                 ^

        error: this is not valid TOML: invalid float, expected nothing
         --> tests/invalid/broken_toml.toml:4:15
          |
        4 | ses_mean = 0.5.1
          |               ^^

        2 faults
        "#
    );
}

#[test]
fn unclosed_text() {
    insta::assert_snapshot!(
        faults("unclosed_text"),
        @r#"
        error: this is not valid TOML: invalid basic string, expected `"`
         --> tests/invalid/unclosed_text.toml:1:21
          |
        1 | title = "An open end
          |                     ^

        1 fault
        "#
    );
}

#[test]
fn repeated_key() {
    insta::assert_snapshot!(
        faults("repeated_key"),
        @r#"
        error: this is not valid TOML: duplicate key
         --> tests/invalid/repeated_key.toml:3:1
          |
        3 | silos = 0.2
          | ^^^^^

        1 fault
        "#
    );
}

#[test]
fn data() {
    insta::assert_snapshot!(
        faults("data"),
        @r#"
        error: tests/invalid/missing.csv: no such file
         --> tests/invalid/data.toml:2:8
          |
        2 | from = "missing.csv"
          |        ^^^^^^^^^^^^^
          |
          = hint: check the folder and the spelling

        error: there is no key `population.data.wieght`
         --> tests/invalid/data.toml:5:1
          |
        5 | wieght = "pspwght"
          | ^^^^^^ unknown key
          |
          = hint: did you mean `weight`?

        error: `population.data.missing` cannot be the text `guess`
         --> tests/invalid/data.toml:6:11
          |
        6 | missing = "guess"
          |           ^^^^^^^ expected "draw" or "drop_row"

        error: a scale needs both `low` and `high`
         --> tests/invalid/data.toml:9:9
          |
        9 | trust = { column = "trstplc", low = 0 }
          |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `low` is the value of the file that becomes 0, `high` the one that becomes 1

        error: age (years) and free time (hours a week) take no scale
          --> tests/invalid/data.toml:10:7
           |
        10 | age = { column = "agea", low = 18, high = 90 }
           |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `low` is the value of the file that becomes 0, `high` the one that becomes 1

        error: there is no key `population.data.columns.hapiness`
          --> tests/invalid/data.toml:11:1
           |
        11 | hapiness = { column = "happy" }
           | ^^^^^^^^ unknown key
           |
           = hint: the traits are ses, education, motivation, extrinsic, efficacy, knowledge, trust, risk_tolerance, free_time, affectedness, sociability, expectation, stance, age

        error: `population.data.columns.ses` names no column
          --> tests/invalid/data.toml:12:7
           |
        12 | ses = { low = 4, high = 1 }
           |       ^^^^^^^^^^^^^^^^^^^^^
           |
           = hint: add `column = "…"`, as the header of the file has it

        error: ties between observed citizens need the citizens themselves
          --> tests/invalid/data.toml:15:8
           |
        15 | from = "edges.csv"
           |        ^^^^^^^^^^^
           |
           = hint: name the citizens' file as `population.from` and set `one_to_one = true` under [population.data]

        error: tests/invalid/edges.csv: no such file
          --> tests/invalid/data.toml:15:8
           |
        15 | from = "edges.csv"
           |        ^^^^^^^^^^^
           |
           = hint: check the folder and the spelling

        9 faults
        "#
    );
}

#[test]
fn missing_data() {
    insta::assert_snapshot!(
        faults("missing_data"),
        @r#"
        error: tests/invalid/missing.csv: no such file
         --> tests/invalid/missing_data.toml:2:8
          |
        2 | from = "missing.csv"
          |        ^^^^^^^^^^^^^
          |
          = hint: check the folder and the spelling

        1 fault
        "#
    );
}

#[test]
fn missing_parent() {
    insta::assert_snapshot!(
        faults("missing_parent"),
        @r#"
        error: `extends` names tests/invalid/no_such_file.toml, but there is no such file
         --> tests/invalid/missing_parent.toml:2:11
          |
        2 | extends = "no_such_file.toml"
          |           ^^^^^^^^^^^^^^^^^^^
          |
          = hint: check the spelling; `samspil scenarios` lists the scenarios that come with Samspil

        1 fault
        "#
    );
}

#[test]
fn circle() {
    insta::assert_snapshot!(
        faults("circle"),
        @r#"
        error: `extends` leads in a circle: tests/invalid/circle.toml is read already
         --> tests/invalid/circle.toml:1:11
          |
        1 | extends = "circle.toml"
          |           ^^^^^^^^^^^^^

        1 fault
        "#
    );
}

#[test]
fn fault_in_parent() {
    insta::assert_snapshot!(
        faults("fault_in_parent"),
        @r#"
        error: there is no key `programme.parks.eas`
         --> tests/invalid/fault_in_parent.toml:4:1
          |
        4 | eas = 0.7
          | ^^^ unknown key
          |
          = hint: did you mean `programme.parks.ease`?

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

        3 faults
        "#
    );
}

#[test]
fn arguments() {
    let overrides = [
        ("programme.locl.ease", "0.5"),
        ("barriers.silos", "much"),
        ("barriers.silo", "0.1"),
        ("programme.local.stages", "[\"co_delivery\", \"co_desgin\"]"),
        ("population.citizens", "2000.5"),
    ];
    insta::assert_snapshot!(
        faults_of_arguments(&overrides),
        @r#"
        error: the scenario has no programme `locl`
         --> --set:1:1
          |
        1 | programme.locl.ease=0.5
          | ^^^^^^^^^^^^^^^^^^^
          |
          = hint: did you mean `local`?

        error: `barriers.silos` cannot be the text `much`
         --> --set:1:16
          |
        1 | barriers.silos=much
          |                ^^^^ expected a number from 0 to 0.9

        error: there is no key `barriers.silo`
         --> --set:1:1
          |
        1 | barriers.silo=0.1
          | ^^^^^^^^^^^^^ unknown key
          |
          = hint: did you mean `barriers.silos`?

        error: `programme.local.stages` has no choice `co_desgin`
         --> --set:1:40
          |
        1 | programme.local.stages=["co_delivery", "co_desgin"]
          |                                        ^^^^^^^^^^^ allowed: co_planning, co_design, co_prioritisation, co_financing, co_managing, co_delivery, co_assessment
          |
          = hint: did you mean `co_design`?

        error: `population.citizens` cannot be the number 2000.5
         --> --set:1:21
          |
        1 | population.citizens=2000.5
          |                     ^^^^^^ expected a whole number from 1 to 20000000 (citizens)

        5 faults
        "#
    );
}

#[test]
fn contradicting_arguments() {
    let overrides = [
        ("programme.local.role", "co_initiator"),
        ("population.neighbourhoods", "5"),
    ];
    insta::assert_snapshot!(
        faults_of_arguments(&overrides),
        @r#"
        error: a co_initiator needs a stage to enter, and none of its stages is open
         --> --set:1:22
          |
        1 | programme.local.role=co_initiator
          |                      ^^^^^^^^^^^^
          |
          = hint: open `co_planning` with `programme.local.stages`

        1 fault
        "#
    );
}

#[test]
fn another_encoding() {
    insta::assert_snapshot!(
        faults_of_bytes("latin1.toml", b"title = \"caf\xe9\""),
        @r#"
        error: line 1 is not UTF-8 text
        --> [folder]/latin1.toml
         = hint: save the file with the encoding UTF-8

        1 fault
        "#
    );
}

#[test]
fn too_large() {
    let bytes = vec![b'#'; SCENARIO_BYTES_MAX as usize + 1];
    insta::assert_snapshot!(
        faults_of_bytes("large.toml", &bytes),
        @r#"
        error: the file is larger than 1048576 bytes
        --> [folder]/large.toml
         = hint: is it a data file? name it as `population.from`

        1 fault
        "#
    );
}

#[test]
fn missing_file() {
    insta::assert_snapshot!(
        faults_of_path("tests/invalid/no_such_file.toml"),
        @r#"
        error: there is no such file
        --> tests/invalid/no_such_file.toml
         = hint: check the spelling; `samspil scenarios` lists the scenarios that come with Samspil

        1 fault
        "#
    );
}

#[test]
fn folder() {
    insta::assert_snapshot!(
        faults_of_path("tests/invalid"),
        @r#"
        error: this is a folder, not a file
        --> tests/invalid
         = hint: name a file in it, such as tests/invalid/scenario.toml

        1 fault
        "#
    );
}
