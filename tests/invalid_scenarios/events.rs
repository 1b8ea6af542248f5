//! What is wrong with events.

use super::faults;

#[test]
fn events() {
    insta::assert_snapshot!(
        faults("events"),
        @r#"
        error: an event in year 9 lies outside the run
         --> tests/invalid/events.toml:4:8
          |
        4 | year = 9.0
          |        ^^^ the run goes from year 0 to 8
          |
          = hint: raise `simulation.horizon_years` to see it

        error: this event has no year
         --> tests/invalid/events.toml:7:1
          |
        7 | [[event]]
          | ^^^^^^^^^ add `year = …`

        error: `shock` cannot be the number 1.4
          --> tests/invalid/events.toml:12:9
           |
        12 | shock = 1.4
           |         ^^^ allowed: a number from 0 to 1

        error: the scenario has no programme `park`
          --> tests/invalid/events.toml:16:14
           |
        16 | grant_ends = "park"
           |              ^^^^^^
           |
           = hint: did you mean `parks`?

        error: this event lacks `months`
          --> tests/invalid/events.toml:18:1
           |
        18 | [[event]]
           | ^^^^^^^^^ add a number from 0.25 to 1200

        error: an event `campaign` takes no `month`
          --> tests/invalid/events.toml:22:1
           |
        22 | month = 3
           | ^^^^^ unknown key
           |
           = hint: did you mean `months`?

        error: there is no event `strike`
          --> tests/invalid/events.toml:26:1
           |
        26 | strike = true
           | ^^^^^^ expected one of change, grant_ends, staff_cut, campaign, shock, election

        error: an event cannot be both `staff_cut` and `shock`
          --> tests/invalid/events.toml:31:1
           |
        31 | shock = 0.1
           | ^^^^^
           |
           = hint: put each under a heading [[event]] of its own

        error: `event.election` cannot be the flag false
          --> tests/invalid/events.toml:35:12
           |
        35 | election = false
           |            ^^^^^ expected true
           |
           = hint: leave the event out where there is no election

        9 faults
        "#
    );
}

#[test]
fn changes() {
    insta::assert_snapshot!(
        faults("changes"),
        @r#"
        error: `population.citizens` cannot change during a run
         --> tests/invalid/changes.toml:5:12
          |
        5 | change = { "population.citizens" = 10, "barriers.silo" = 0.1, "barriers.zero_error" = 3, barriers.silos = 0.2 }
          |            ^^^^^^^^^^^^^^^^^^^^^
          |
          = hint: compare two scenarios instead, each with its own value from the start

        error: there is no key `barriers.silo`
         --> tests/invalid/changes.toml:5:40
          |
        5 | change = { "population.citizens" = 10, "barriers.silo" = 0.1, "barriers.zero_error" = 3, barriers.silos = 0.2 }
          |                                        ^^^^^^^^^^^^^^^ unknown key
          |
          = hint: did you mean `barriers.silos`?

        error: `barriers.zero_error` is out of bounds: 3
         --> tests/invalid/changes.toml:5:87
          |
        5 | change = { "population.citizens" = 10, "barriers.silo" = 0.1, "barriers.zero_error" = 3, barriers.silos = 0.2 }
          |                                                                                       ^ allowed: a number from 0 to 1
          |
          = hint: if 3 % is meant, write 0.03

        error: `barriers` is a table, not a key
         --> tests/invalid/changes.toml:5:90
          |
        5 | change = { "population.citizens" = 10, "barriers.silo" = 0.1, "barriers.zero_error" = 3, barriers.silos = 0.2 }
          |                                                                                          ^^^^^^^^
          |
          = hint: write the whole key in quotation marks: "barriers.…" = …

        error: the scenario has no programme `park`
         --> tests/invalid/changes.toml:9:12
          |
        9 | change = { "programme.park.ease" = 0.1, "programme.parks.staff_share" = 0.0, "programme.parks.relation" = "substitutive" }
          |            ^^^^^^^^^^^^^^^^^^^^^
          |
          = hint: did you mean `parks`?

        5 faults
        "#
    );
}

#[test]
fn event_table() {
    insta::assert_snapshot!(
        faults("event_table"),
        @r#"
        error: `event` cannot be a table
         --> tests/invalid/event_table.toml:1:1
          |
        1 | [event]
          | ^^^^^^^
          |
          = hint: each event stands under a heading [[event]] of its own

        1 fault
        "#
    );
}

#[test]
fn known() {
    insta::assert_snapshot!(faults("known"), @r#"
    error: `known.source` is missing
     --> tests/invalid/known.toml:3:1
      |
    3 | [[known]]
      | ^^^^^^^^^
      |
      = hint: Where it is from, such as source = "…"

    error: `known.time` cannot be the text `later`
     --> tests/invalid/known.toml:6:8
      |
    6 | time = "later"
      |        ^^^^^^^ expected "end", a year from 0 on, or two years that rise

    error: `known.value` cannot be the text `many`
     --> tests/invalid/known.toml:7:9
      |
    7 | value = "many"
      |         ^^^^^^ expected a finite number

    error: `known.interval` runs from 0.4 to 0.2: the lower end is above the upper
     --> tests/invalid/known.toml:8:12
      |
    8 | interval = [0.4, 0.2]
      |            ^^^^^^^^^^ the first number must lie below the second

    error: `known.time` is missing
      --> tests/invalid/known.toml:10:1
       |
    10 | [[known]]
       | ^^^^^^^^^
       |
       = hint: "end", a year, or the mean over the years from one to another, such as time = 4.0

    error: `known.what` cannot be the number 3
      --> tests/invalid/known.toml:11:8
       |
    11 | what = 3
       |        ^ expected a text

    error: a known figure has no key `known.measur`
      --> tests/invalid/known.toml:12:1
       |
    12 | measur = "outcome"
       | ^^^^^^ unknown key
       |
       = hint: did you mean `measure`?

    error: `outcome` cannot be 1.5
      --> tests/invalid/known.toml:20:9
       |
    20 | value = 1.5
       |         ^^^ it lies between 0 and 1

    error: the figure 1.5 lies outside its own interval
      --> tests/invalid/known.toml:21:12
       |
    21 | interval = [0.1, 0.2]
       |            ^^^^^^^^^^ must hold the value

    9 faults
    "#);
}
