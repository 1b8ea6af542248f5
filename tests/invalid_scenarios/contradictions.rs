//! Values that cannot hold together.

use super::faults;

#[test]
fn staff_shares() {
    insta::assert_snapshot!(
        faults("staff_shares"),
        @r#"
        error: the programmes take 1.5 of the staff's working time together
         --> tests/invalid/staff_shares.toml:4:12
          |
        4 | [programme.schools]
          |            ^^^^^^^ takes 1
          |
          = hint: give each programme its part with `staff_share`; together they can be at most 1

        1 fault
        "#
    );
}

#[test]
fn role_without_stage() {
    insta::assert_snapshot!(
        faults("role_without_stage"),
        @r#"
        error: co-governance is about forming policy, and no stage of that is open
         --> tests/invalid/role_without_stage.toml:2:9
          |
        2 | level = "co_governance"
          |         ^^^^^^^^^^^^^^^
          |
          = hint: open one of `co_planning`, `co_design`, `co_prioritisation`, `co_financing` with `programme.parks.stages`, or choose another `programme.parks.level`

        error: a co_initiator needs a stage to enter, and none of its stages is open
         --> tests/invalid/role_without_stage.toml:3:8
          |
        3 | role = "co_initiator"
          |        ^^^^^^^^^^^^^^
          |
          = hint: open `co_planning` with `programme.parks.stages`

        2 faults
        "#
    );
}

#[test]
fn level_without_stage() {
    insta::assert_snapshot!(
        faults("level_without_stage"),
        @r#"
        error: co-management is about the service itself, and no stage of that is open
         --> tests/invalid/level_without_stage.toml:4:10
          |
        4 | stages = ["co_planning"]
          |          ^^^^^^^^^^^^^^^
          |
          = hint: open one of `co_design`, `co_managing`, `co_delivery`, `co_assessment` with `programme.council.stages`, or choose another `programme.council.level`

        error: there is no collective good to which contributions could be seen
         --> tests/invalid/level_without_stage.toml:9:11
          |
        9 | visible = true
          |           ^^^^
          |
          = hint: set `programme.kits.collective = true`, or leave `programme.kits.visible` out

        2 faults
        "#
    );
}

#[test]
fn relation_without_staff() {
    insta::assert_snapshot!(
        faults("relation_without_staff"),
        @r#"
        error: citizens cannot replace professionals who give this task no time
         --> tests/invalid/relation_without_staff.toml:3:15
          |
        3 | staff_share = 0.0
          |               ^^^
          |
          = hint: raise `programme.parks.staff_share` above 0

        error: citizens cannot take over working hours that the task does not have
         --> tests/invalid/relation_without_staff.toml:6:15
          |
        6 | staff_share = 0.0
          |               ^^^
          |
          = hint: raise `programme.care.staff_share` above 0

        2 faults
        "#
    );
}

#[test]
fn grown() {
    insta::assert_snapshot!(
        faults("grown"),
        @r#"
        error: a programme that grows from citizens' ideas cannot run from the start
         --> tests/invalid/grown.toml:2:9
          |
        2 | grown = true
          |         ^^^^
          |
          = hint: add `established = false` under [programme.club]

        error: a programme that grows from citizens' ideas is the citizens' initiative
         --> tests/invalid/grown.toml:2:9
          |
        2 | grown = true
          |         ^^^^
          |
          = hint: add `initiator = "citizens"` under [programme.club]

        2 faults
        "#
    );
}

#[test]
fn opening() {
    insta::assert_snapshot!(
        faults("opening"),
        @r#"
        error: the programme starts in year 3, when the run is over
         --> tests/invalid/opening.toml:5:14
          |
        5 | start_year = 3.0
          |              ^^^
          |
          = hint: the run lasts 2 years (`simulation.horizon_years`)

        error: the programme runs from the start, so it cannot start in year 3
         --> tests/invalid/opening.toml:5:14
          |
        5 | start_year = 3.0
          |              ^^^
          |
          = hint: add `established = false` under [programme.late]

        error: nobody can take part at the start in a programme that is yet to open
          --> tests/invalid/opening.toml:10:24
           |
        10 | initial_participants = 0.05
           |                        ^^^^
           |
           = hint: leave `programme.empty.initial_participants` out, or set `programme.empty.established = true`

        error: 0.05 of citizens take part, but only 0.01 know of the programme
          --> tests/invalid/opening.toml:14:21
           |
        14 | initial_awareness = 0.01
           |                     ^^^^
           |
           = hint: `programme.unknown.initial_awareness` must be at least `programme.unknown.initial_participants`

        error: there is no neighbourhood 11
          --> tests/invalid/opening.toml:15:18
           |
        15 | neighbourhoods = [3, 11]
           |                  ^^^^^^^
           |
           = hint: neighbourhoods are counted from 1 to 10

        5 faults
        "#
    );
}

#[test]
fn shares() {
    insta::assert_snapshot!(
        faults("shares"),
        @r#"
        error: `population.young_share` and `population.older_share` add up to 1.1
         --> tests/invalid/shares.toml:2:15
          |
        2 | young_share = 0.6
          |               ^^^
          |
          = hint: together they can be at most 1

        error: `population.short_education_share` and `population.long_education_share` add up to 1.05
         --> tests/invalid/shares.toml:4:25
          |
        4 | short_education_share = 0.7
          |                         ^^^
          |
          = hint: together they can be at most 1

        error: `population.conditional_share` and `population.free_rider_share` add up to 1.1
         --> tests/invalid/shares.toml:5:21
          |
        5 | conditional_share = 0.92
          |                     ^^^^
          |
          = hint: together they can be at most 1

        error: those who do not trust (0.33) would trust more than those who do (0.2)
         --> tests/invalid/shares.toml:6:14
          |
        6 | trust_high = 0.2
          |              ^^^
          |
          = hint: `population.trust_low` can be at most `population.trust_high`

        4 faults
        "#
    );
}

#[test]
fn correlations() {
    insta::assert_snapshot!(
        faults("correlations"),
        @r#"
        error: these correlations cannot hold together: ses and efficacy are too close
         --> tests/invalid/correlations.toml:2:16
          |
        2 | ses_efficacy = 0.9
          |                ^^^ the matrix is not positive definite
          |
          = hint: bring `population.correlation.ses_efficacy` closer to 0, or the other correlations of ses and efficacy

        1 fault
        "#
    );
}

#[test]
fn too_few_neighbourhoods() {
    insta::assert_snapshot!(
        faults("too_few_neighbourhoods"),
        @r#"
        error: 8 neighbourhoods are more than 5 citizens
         --> tests/invalid/too_few_neighbourhoods.toml:3:18
          |
        3 | neighbourhoods = 8
          |                  ^
          |
          = hint: set `population.neighbourhoods` to at most 5, or `population.citizens` to at least 8

        1 fault
        "#
    );
}

#[test]
fn reward_without_kind() {
    insta::assert_snapshot!(
        faults("reward_without_kind"),
        @r#"
        error: a reward has a size but no kind
         --> tests/invalid/reward_without_kind.toml:2:23
          |
        2 | reward_eur_per_hour = 4.0
          |                       ^^^
          |
          = hint: choose a kind with `programme.parks.reward`

        1 fault
        "#
    );
}

#[test]
fn credits() {
    insta::assert_snapshot!(
        faults("credits"),
        @r#"
        error: there are no credits to be kept and spent
         --> tests/invalid/credits.toml:2:18
          |
        2 | credits_traded = true
          |                  ^^^^
          |
          = hint: set `programme.help.reward = "time_credit"`, or leave `programme.help.credits_traded` out

        1 fault
        "#
    );
}

#[test]
fn weightless() {
    insta::assert_snapshot!(
        faults("weightless"),
        @r#"
        error: all weights of public value are 0, so it has no measure
         --> tests/invalid/weightless.toml:2:21
          |
        2 | value_weight_user = 0
          |                     ^
          |
          = hint: raise one of them

        1 fault
        "#
    );
}

#[test]
fn change_contradiction() {
    insta::assert_snapshot!(
        faults("change_contradiction"),
        @r#"
        error: citizens cannot replace professionals who give this task no time
         --> tests/invalid/change_contradiction.toml:5:44
          |
        5 | change = { "programme.parks.staff_share" = 0.0, "programme.parks.relation" = "substitutive" }
          |                                            ^^^
          |
          = hint: raise `programme.parks.staff_share` above 0

        1 fault
        "#
    );
}

#[test]
fn municipalities() {
    insta::assert_snapshot!(
        faults("municipalities"),
        @r#"
        error: 3 municipalities live in the run, and there are only 2 in all
         --> tests/invalid/municipalities.toml:4:18
          |
        4 | municipalities = 2
          |                  ^
          |
          = hint: set `initiatives.municipalities` to at least 3: those of the run are counted too

        error: there is no municipality 4
         --> tests/invalid/municipalities.toml:6:18
          |
        6 | municipalities = [4]
          |                  ^^^
          |
          = hint: municipalities of the run are counted from 1 to 3

        2 faults
        "#
    );
}

#[test]
fn nowhere() {
    insta::assert_snapshot!(
        faults("nowhere"),
        @r#"
        error: the programme runs nowhere: none of its neighbourhoods lies in its municipalities
         --> tests/invalid/nowhere.toml:5:18
          |
        5 | municipalities = [2]
          |                  ^^^
          |
          = hint: neighbourhoods are dealt out in turn: neighbourhood 1 lies in municipality 1, 2 in 2, and 3 in 1 again

        1 fault
        "#
    );
}
