//! Columns, numbers, scales, missing values, weights and neighbourhoods.

use std::fmt::Write;

use insta::assert_snapshot;

use super::super::{CitizensData, CitizensSpec, DataError, MissingRule, Reason, read_citizens};
use super::{Sample, first_trait, map, message, read, trust_and_age};
use crate::model::observed::Trait;
use crate::scenario::source::Disk;

fn trust() -> CitizensSpec {
    CitizensSpec {
        columns: vec![map(Trait::Trust, "trust", Some((0.0, 10.0)))],
        ..trust_and_age()
    }
}

fn weighted() -> CitizensSpec {
    CitizensSpec {
        weight: Some("weight".to_owned()),
        ..trust()
    }
}

fn placed(missing: MissingRule) -> CitizensSpec {
    CitizensSpec {
        neighbourhood: Some("area".to_owned()),
        missing,
        ..trust()
    }
}

fn assert_close(data: &CitizensData, expected: &[f64]) {
    let values = first_trait(data);
    assert_eq!(values.len(), expected.len());
    assert!(
        values
            .iter()
            .zip(expected)
            .all(|(value, expected)| (value - expected).abs() < 1e-12),
        "{values:?}"
    );
}

#[test]
fn wanted_column_is_missing() {
    assert_snapshot!(message("Trust,years,weight\n1,20,1\n", &trust_and_age()), @r"
    people.csv: 2 faults
      line 1, column `trust`: there is no such column
        hint: did you mean `Trust`? the columns are `Trust`, `years`, `weight`
      line 1, column `age`: there is no such column
        hint: the columns are `Trust`, `years`, `weight`
    ");
}

#[test]
fn wanted_column_is_repeated() {
    assert_snapshot!(message("trust,age,trust\n1,20,1\n", &trust_and_age()), @r"
    people.csv: 1 fault
      line 1, column `trust`: the header has this column more than once
        hint: give each column a name of its own
    ");
    // Others may be repeated.
    assert_eq!(
        first_trait(&read("trust,age,x,x\n1,20,1,1\n", &trust_and_age())),
        [0.1]
    );
}

#[test]
fn scales_may_be_reversed() {
    let columns = vec![map(Trait::Ses, "income", Some((4.0, 1.0)))];
    let data = read("income\n1\n2\n4\n", &CitizensSpec { columns, ..trust() });
    assert_eq!(first_trait(&data), [1.0, 2.0 / 3.0, 0.0]);
}

#[test]
fn values_outside_the_scale() {
    assert_snapshot!(message("trust,age\n99,20\n-1,130\n12,40\n99,1\n10,0\n", &trust_and_age()), @r#"
    people.csv: 5 faults
      line 2, column `trust`, value `99`: outside 0 to 10
        hint: 99 is often a code for "no answer": empty such cells
      line 3, column `trust`, value `-1`: outside 0 to 10
        hint: -1 is often a code for "no answer": empty such cells
      line 3, column `age`, value `130`: outside 0 to 120 years
        hint: empty cells whose answer cannot be true
      line 4, column `trust`, value `12`: outside 0 to 10
        hint: give the lowest and the highest possible answer as the scale
      line 5, column `trust`, value `99`: outside 0 to 10
    "#);
}

#[test]
fn shares_without_a_scale() {
    let spec = CitizensSpec {
        columns: vec![
            map(Trait::Trust, "trust", None),
            map(Trait::FreeTime, "hours", None),
        ],
        ..trust()
    };
    assert_eq!(
        first_trait(&read("trust,hours\n0,0\n1,112\n0.25,3\n", &spec)),
        [0.0, 1.0, 0.25]
    );
    assert_snapshot!(message("trust,hours\n5,113\n", &spec), @r"
    people.csv: 2 faults
      line 2, column `trust`, value `5`: outside 0 to 1
        hint: give a scale, the values that become 0 and 1, if the column has other units
      line 2, column `hours`, value `113`: outside 0 to 112 hours a week
        hint: empty cells whose answer cannot be true
    ");
}

#[test]
fn decimal_commas() {
    for content in [
        "trust;age\n7,5;20\n",
        "trust\tage\n\"7,5\"\t20\n",
        "trust;age\n7.5;20\n",
    ] {
        assert_eq!(first_trait(&read(content, &trust_and_age())), [0.75]);
    }
}

#[test]
fn comma_in_a_number_between_commas() {
    assert_snapshot!(message("trust,age\n\"7,5\",20\n", &trust_and_age()), @r"
    people.csv: 1 fault
      line 2, column `trust`, value `7,5`: a comma inside a number of a comma-separated file
        hint: save the file with semicolons, or write a decimal point
    ");
}

#[test]
fn thousands_separators() {
    let content = "trust;age\n1.234,5;20\n1 234;20\n1'234;20\n1.234.567;20\n";
    assert_snapshot!(message(content, &trust_and_age()), @r"
    people.csv: 4 faults
      line 2, column `trust`, value `1.234,5`: looks like a thousands separator
        hint: save numbers without thousands separators
      line 3, column `trust`, value `1 234`: looks like a thousands separator
      line 4, column `trust`, value `1'234`: looks like a thousands separator
      line 5, column `trust`, value `1.234.567`: looks like a thousands separator
    ");
}

#[test]
fn one_mark_before_three_digits() {
    let ambiguous = "trust;age\n1,234;20\n2,345;20\n";
    assert_snapshot!(message(ambiguous, &trust_and_age()), @r"
    people.csv: 2 faults
      line 2, column `trust`, value `1,234`: may be a decimal mark or a thousands separator
        hint: save numbers without thousands separators
      line 3, column `trust`, value `2,345`: may be a decimal mark or a thousands separator
    ");
    // Another number of the file shows that the mark is a decimal mark.
    let expected = [0.2345, 0.0125];
    for content in [
        "trust;age\n2,345;20\n0,125;20\n",
        "trust\tage\n2.345\t20\n0.125\t20\n",
    ] {
        assert_close(&read(content, &trust_and_age()), &expected);
    }
    // Between commas a point is a decimal point.
    assert_close(&read("trust,age\n2.345,20\n", &trust_and_age()), &expected[..1]);
}

#[test]
fn two_decimal_marks() {
    assert_snapshot!(message("trust;age\n2,5;20\n3.5;20\n", &trust_and_age()), @r"
    people.csv: 1 fault
      line 3, column `trust`, value `3.5`: decimal mark `.`, but line 2 has `,`
        hint: use one decimal mark throughout the file
    ");
}

#[test]
fn text_in_a_number_column() {
    assert_snapshot!(message("trust,age\nhigh,20\n1,\"a long\nremark on the age of this respondent\"\n", &trust_and_age()), @r"
    people.csv: 2 faults
      line 2, column `trust`, value `high`: not a number
        hint: leave cells without an answer empty
      line 3, column `age`, value `a long remark on the age of this respond…`: not a number
    ");
}

#[test]
fn missing_values_are_counted() {
    let data = read(
        "trust,age\n,20\nNA,30\n.,40\nNaN,50\n-inf,60\nn a,70\n".replace("n a", "1"),
        &trust_and_age(),
    );
    assert_eq!(
        first_trait(&data).iter().filter(|value| value.is_nan()).count(),
        5
    );
    assert_eq!(first_trait(&data)[5..], [0.1]);
    assert_snapshot!(data.notes.join("\n"), @r"
    people.csv: 6 rows, separated by commas
    people.csv, column `trust`: 5 of 6 values missing, drawn by the model
    ");
}

#[test]
fn rows_with_missing_values_are_dropped() {
    let spec = CitizensSpec {
        missing: MissingRule::DropRow,
        ..trust_and_age()
    };
    let data = read("trust,age\n1,20\nNA,30\n3,\n,\n4,50\n", &spec);
    assert_eq!(first_trait(&data), [0.1, 0.4]);
    assert_eq!(data.citizens.traits[1].1, [20.0, 50.0]);
    assert_eq!(data.dropped_rows, 2);
    assert_snapshot!(data.notes.join("\n"), @r"
    people.csv: 4 rows, separated by commas
    people.csv: 1 empty row skipped
    people.csv, column `trust`: 1 of 4 values missing
    people.csv, column `age`: 1 of 4 values missing
    people.csv: 2 rows with a missing value dropped, 2 kept
    ");
}

#[test]
fn nothing_is_left() {
    let spec = CitizensSpec {
        missing: MissingRule::DropRow,
        ..trust_and_age()
    };
    assert_snapshot!(message("trust,age\n1,\nNA,30\n", &spec), @r"
    people.csv: each of the 2 rows lacks a value (`trust` 1, `age` 1), so nothing is left
      hint: let missing values be drawn, or map fewer columns
    ");
}

#[test]
fn column_without_values() {
    assert_snapshot!(message("trust,age\n1,\n2,NA\n", &trust_and_age()), @r"
    people.csv: 1 fault
      line 1, column `age`: all values are missing
        hint: leave the column out; the model then draws the trait
    ");
}

#[test]
fn weights() {
    let data = read("trust,weight\n1,0.5\n2,0\n3,2\n", &weighted());
    assert_eq!(data.citizens.weights, [0.5, 0.0, 2.0]);
    assert_eq!(
        data.notes[1],
        "people.csv, column `weight`: 1 row weighs 0, never drawn"
    );
    assert_snapshot!(message("trust,weight\n1,-0.5\n2,\n3,1e13\n", &weighted()), @r"
    people.csv: 3 faults
      line 2, column `weight`, value `-0.5`: a weight must lie between 0 and 10¹²
      line 3, column `weight`, empty cell: the weight is missing
        hint: give every row a weight, or leave the weights out
      line 4, column `weight`, value `1e13`: a weight must lie between 0 and 10¹²
    ");
    assert_snapshot!(message("trust,weight\n1,0\n2,0\n", &weighted()), @"people.csv: column `weight`: all weights are 0, so nobody can be drawn");
}

#[test]
fn weights_follow_the_rows_that_are_kept() {
    let spec = CitizensSpec {
        missing: MissingRule::DropRow,
        ..weighted()
    };
    let data = read("trust,weight\nNA,7\n2,1\n3,2\n", &spec);
    assert_eq!(data.citizens.weights, [1.0, 2.0]);
}

#[test]
fn weights_without_a_draw() {
    let spec = CitizensSpec {
        one_to_one: true,
        ..weighted()
    };
    let data = read("trust,weight\n1,0\n2,1\n", &spec);
    assert!(data.citizens.one_to_one);
    assert_eq!(
        data.notes[1],
        "people.csv, column `weight`: not used, because each row becomes one citizen"
    );
}

#[test]
fn neighbourhoods_in_natural_order() {
    let data = read(
        "trust,area\n1,Area 10\n2,Area 9\n3,Area 10\n4,Nan\n",
        &placed(MissingRule::Draw),
    );
    assert_eq!(data.citizens.neighbourhood, Some(vec![1, 0, 1, 2]));
    assert_eq!(
        data.notes[1],
        "people.csv, column `area`: 3 neighbourhoods: 0 = Area 9, 1 = Area 10, 2 = Nan"
    );
}

#[test]
fn missing_neighbourhoods() {
    let content = "trust,area\n1,b\n2,\n3,c\n,a\n";
    assert_snapshot!(message(content, &placed(MissingRule::Draw)), @r"
    people.csv: 1 fault
      line 3, column `area`: the neighbourhood is missing and cannot be drawn
        hint: give every row a neighbourhood, or drop rows with missing values
    ");
    let data = read(content, &placed(MissingRule::DropRow));
    assert_eq!(data.citizens.neighbourhood, Some(vec![0, 1]));
    assert_eq!(first_trait(&data), [0.1, 0.3]);
}

#[test]
fn many_faults_are_counted() {
    let mut content = "trust,age\n".to_owned();
    for row in 0..25 {
        writeln!(content, "no,{row}").unwrap();
    }
    let sample = Sample::new(&content);
    let error = read_citizens(&Disk, &sample.path(), &trust_and_age()).unwrap_err();
    let told = sample.tell(&error);
    assert!(told.ends_with("\n  … and 5 more"), "{told}");
    let DataError::Faults { faults, .. } = error else {
        panic!("{told}")
    };
    assert_eq!((faults.told.len(), faults.count), (20, 25));
    assert_eq!(faults.told[19].reason, Reason::NotANumber);
}

#[test]
fn specifications_that_contradict_themselves() {
    let specs = [
        vec![],
        vec![map(Trait::Trust, "trust", None), map(Trait::Trust, "age", None)],
        vec![map(Trait::Trust, "trust", Some((1.0, 1.0)))],
        vec![map(Trait::Trust, "trust", Some((0.0, f64::INFINITY)))],
        vec![map(Trait::Age, "age", Some((0.0, 100.0)))],
        vec![map(Trait::FreeTime, "age", Some((0.0, 100.0)))],
    ];
    let told = specs.map(|columns| message("trust,age\n1,20\n", &CitizensSpec { columns, ..trust() }));
    assert_snapshot!(told.join("\n"), @r"
    no column is mapped to a trait
      hint: map at least one
    columns `trust` and `age` supply the same trait
      hint: keep one of them
    column `trust`: a scale from 1 to 1 has no length
      hint: give the values that become 0 and 1
    column `trust`: a scale from 0 to inf has no length
      hint: give the values that become 0 and 1
    column `age`: age in years takes no scale
      hint: leave the scale out
    column `age`: free time in hours a week takes no scale
      hint: leave the scale out
    ");
}
