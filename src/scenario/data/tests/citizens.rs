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
    // A column that nobody asks for is a sign that the file is not what it seems.
    assert!(message("trust,age,x,x\n1,20,1,1\n", &trust_and_age()).contains("column `x`"));
    // Nameless columns, as other programs write row numbers, are nobody's.
    assert_eq!(
        first_trait(&read(",trust,age,\n1,1,20,\n", &trust_and_age())),
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
        hint: is this a code for "no answer"? then add `missing_codes = [99, -1]` under [population.data]
      line 3, column `trust`, value `-1`: outside 0 to 10
      line 3, column `age`, value `130`: outside 0 to 120 years
        hint: list answers that cannot be true as `missing_codes` of the column, or cut them with `clamp = true`
      line 4, column `trust`, value `12`: outside 0 to 10
        hint: give the lowest and the highest possible answer as `low` and `high` of the column, or cut to them with `clamp = true`
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
        hint: give the column `low` and `high`, the values that become 0 and 1, if it has other units
      line 2, column `hours`, value `113`: outside 0 to 112 hours a week
        hint: list answers that cannot be true as `missing_codes` of the column, or cut them with `clamp = true`
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
    assert_snapshot!(message("trust,age\nhigh,20\n1,\"a long\nremark on the age of this respondent\"\n", &trust_and_age()), @r#"
    people.csv: 2 faults
      line 2, column `trust`, value `high`: not a number
        hint: if it means "no answer", add `missing_words = ["high", "a long remark on the age of this respond…"]` under [population.data]; if it is an answer in words, give the column `levels`, such as `levels = { "high" = 1 }`
      line 3, column `age`, value `a long remark on the age of this respond…`: not a number
    "#);
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
    people.csv, column `trust`: 5 of 6 values missing, drawn from the answers of others given what is known of the respondent (Gaussian copula of the answers)
    ");
}

#[test]
fn a_number_too_large_to_be_held_is_no_missing_answer() {
    let nines = "9".repeat(400);
    for number in ["1e5000", "-1e5000", nines.as_str()] {
        let said = message(format!("trust,age\n1,20\n{number},30\n"), &trust_and_age());
        assert!(said.contains("line 3, column `trust`"), "{said}");
        assert!(said.contains("outside 0 to 10"), "{said}");
    }
}

#[test]
fn empty_rows_leave_open_which_row_ties_name() {
    let between = |text: &str| read(text, &trust()).respondents.empty_rows_between();
    assert_eq!(between("trust\n1\n\n2\n3\n"), Some(1));
    assert_eq!(between("trust,a\n1,x\n,\n\n2,y\n"), Some(2));
    assert_eq!(between("trust\n1\n2\n\n\n"), None, "none stands behind them");
    let with_ids = CitizensSpec {
        id: Some("id".to_owned()),
        ..trust()
    };
    let data = read("trust,id\n1,a\n\n2,b\n", &with_ids);
    assert_eq!(data.respondents.empty_rows_between(), None);
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
    assert_eq!(data.respondents.rows, [1, 4]);
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
    assert_snapshot!(message("trust,age\n1,\nNA,30\n", &spec), @r#"
    people.csv: each of the 2 rows lacks a value (`trust` 1, `age` 1), so nothing is left
      hint: set `missing = "draw"` under [population.data], or map fewer columns
    "#);
}

#[test]
fn column_without_values() {
    let data = read("trust,age\n1,\n2,NA\n", &trust_and_age());
    assert_eq!(data.citizens.traits.len(), 1);
    assert_eq!(
        data.notes[1],
        "people.csv, column `age`: 2 of 2 values missing, so the trait is drawn as if the column were not there"
    );
    assert_snapshot!(message("trust,age\n,\nNA,NA\n", &trust_and_age()), @r"
    people.csv: 2 faults
      line 1, column `trust`: all values are missing
        hint: map columns that hold answers, or leave `population.from` and [population.data] out, so that the model draws every trait
      line 1, column `age`: all values are missing
    ");
    // Answers of people who are never drawn are none.
    let data = read(
        "trust,age,weight\n1,30,0\n,40,1\n",
        &CitizensSpec {
            weight: Some("weight".to_owned()),
            ..trust_and_age()
        },
    );
    assert_eq!(data.citizens.traits[0].0, Trait::Age);
}

#[test]
fn words_that_always_mean_no_answer() {
    let data = read("trust,age\nNULL,1\nn/a,1\n#N/A,1\n.,1\n5,1\n", &trust_and_age());
    assert_eq!(
        first_trait(&data).iter().filter(|value| value.is_nan()).count(),
        4
    );
}

#[test]
fn codes_and_words_for_no_answer() {
    let mut spec = trust_and_age();
    spec.missing_codes = vec![77.0, 999.0];
    spec.missing_words = vec![":".to_owned(), "Refused".to_owned()];
    spec.columns[0].missing_codes = vec![9.0];
    spec.columns[1].missing_words = vec!["?".to_owned()];
    let data = read("trust,age\n77,77\n:,999\n9,?\nrefused,5\n10,6\n", &spec);
    let nan = f64::NAN;
    let missing = |values: &[f64]| values.iter().map(|value| value.is_nan()).collect::<Vec<_>>();
    assert_eq!(missing(first_trait(&data)), missing(&[nan, nan, nan, nan, 1.0]));
    // 77 is no trust from 0 to 10, but an age; 9 is a code in one column alone.
    assert_eq!(
        missing(&data.citizens.traits[1].1),
        missing(&[77.0, nan, nan, 5.0, 6.0])
    );
    assert_eq!(
        data.notes[3],
        "people.csv, column `age`: 1 of 5 values is 77, which is in `missing_codes` of all columns but can be an answer here \
         (0 to 120) and is taken for one; if it is none, give this column `missing_codes = [77]` of its own"
    );
    assert!(message("trust,age\n?,20\n", &spec).contains("value `?`: not a number"));
    // What stands there already stays in the lists that hints name.
    let said = message("trust,age\n88,20\nfew,20\n", &spec);
    assert!(said.contains("make it `missing_codes = [77, 999, 88]`"), "{said}");
    assert!(
        said.contains("make it `missing_words = [\":\", \"Refused\", \"few\"]`"),
        "{said}"
    );
}

#[test]
fn answers_in_words() {
    let mut spec = trust();
    spec.columns[0].levels = vec![("not at all".to_owned(), 0.0), ("1".to_owned(), 10.0)];
    assert_eq!(
        first_trait(&read("trust\nnot at all\n1\n5\n", &spec)),
        [0.0, 1.0, 0.5]
    );
    let mut ages = CitizensSpec {
        columns: vec![map(Trait::Age, "age", None)],
        ..trust()
    };
    ages.columns[0].levels = vec![("18-24".to_owned(), 21.0)];
    assert_eq!(first_trait(&read("age\n18-24\n", &ages)), [21.0]);
}

#[test]
fn values_beyond_the_scale_can_be_cut() {
    let mut spec = trust_and_age();
    spec.columns[0].clamp = true;
    spec.columns[1].clamp = true;
    let data = read("trust,age\n11,130\n-3,-1\n5,50\n", &spec);
    assert_eq!(first_trait(&data), [1.0, 0.0, 0.5]);
    assert_eq!(data.citizens.traits[1].1, [120.0, 0.0, 50.0]);
    assert_eq!(
        data.notes[1],
        "people.csv, column `trust`: 2 of 3 values outside the scale, cut to its ends"
    );
}

#[test]
fn ids_must_tell_respondents_apart() {
    let spec = CitizensSpec {
        id: Some("id".to_owned()),
        ..trust()
    };
    assert_eq!(read("id,trust\nb,1\na,2\n", &spec).respondents.ids, ["b", "a"]);
    assert_snapshot!(message("id,trust\na,1\n,2\na,3\n", &spec), @r"
    people.csv: 2 faults
      line 3, column `id`, empty cell: the id is missing
        hint: give every respondent an id of its own
      line 4, column `id`, value `a`: line 2 has this id too
    ");
}

#[test]
fn ids_that_nobody_named_are_noticed() {
    let unnamed = |content: &str| read(content, &trust()).respondents.unnamed_ids;
    assert_eq!(unnamed("ID,trust\n1,1\n2,2\n"), None);
    assert_eq!(unnamed("ID,trust\n2,1\n1,2\n"), Some("ID".to_owned()));
    assert_eq!(unnamed("trust\n2\n"), None);
    assert_eq!(unnamed("name,nr,trust\na,3,1\na,1,2\n"), Some("nr".to_owned()));
    assert_eq!(unnamed("name,ID,trust\na,2,1\nb,1,2\n"), Some("ID".to_owned()));
    assert_eq!(unnamed("nr,trust\n7,1\nNA,2\n"), None);
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

fn area_note(data: &CitizensData) -> &str {
    data.notes
        .iter()
        .find(|note| note.contains("neighbourhoods: "))
        .unwrap()
}

#[test]
fn names_say_nothing_of_wealth() {
    let data = read(
        "trust,area\n1,Area 10\n2,Area 9\n3,Area 10\n4,Nan\n",
        &placed(MissingRule::Draw),
    );
    assert_eq!(data.citizens.neighbourhood, Some(vec![1, 0, 1, 2]));
    assert_eq!(data.neighbourhood_names, ["Area 9", "Area 10", "Nan"]);
    assert!(!data.citizens.neighbourhoods_ranked);
    assert_snapshot!(area_note(&data), @"people.csv, column `area`: 3 neighbourhoods: 1 = Area 9, 2 = Area 10, 3 = Nan (nothing says which are poorer, so none is: `poorest_first` under [population.data] can say it)");
}

fn status_by_area() -> CitizensSpec {
    CitizensSpec {
        columns: vec![map(Trait::Ses, "status", None)],
        weight: Some("weight".to_owned()),
        ..placed(MissingRule::Draw)
    }
}

#[test]
fn neighbourhoods_are_ordered_by_their_observed_status() {
    let content = "area,status,weight\na,0.9,1\na,0.1,9\nb,0.3,1\nc,,1\nd,0.1,0\nd,0.9,5\n";
    let data = read(content, &status_by_area());
    // Weighted means 0.18, 0.3, and 0.9; nobody in c answered, so it has the mean of all, 0.41.
    assert_eq!(data.neighbourhood_names, ["a", "b", "c", "d"]);
    assert!(data.citizens.neighbourhoods_ranked);
    assert!(
        area_note(&data).ends_with("(from the poorest to the richest by the mean of the observed status)")
    );
    let exchanged = content
        .replace("\na,", "\nx,")
        .replace("\nd,", "\na,")
        .replace("\nx,", "\nd,");
    let data = read(exchanged, &status_by_area());
    assert_eq!(data.neighbourhood_names, ["d", "b", "c", "a"]);
    let alike = read("area,status,weight\na,0.5,1\nb,0.5,1\n", &status_by_area());
    assert!(!alike.citizens.neighbourhoods_ranked);
}

#[test]
fn neighbourhoods_are_ordered_as_the_user_says() {
    let ordered = |names: &[&str]| CitizensSpec {
        poorest_first: names.iter().map(|name| (*name).to_owned()).collect(),
        ..placed(MissingRule::Draw)
    };
    let content = "trust,area\n1,Nord\n2,Vest\n3,Øst\n";
    let data = read(content, &ordered(&["Vest", "Øst", "Nord"]));
    assert_eq!(data.citizens.neighbourhood, Some(vec![2, 0, 1]));
    assert!(data.citizens.neighbourhoods_ranked);
    let unknown = message(content, &ordered(&["Vest", "Ost", "Nord"]));
    let left_out = message(content, &ordered(&["Vest"]));
    assert_snapshot!(format!("{unknown}\n{left_out}"), @r"
    people.csv: column `area`: no row has the neighbourhood `Ost` of `poorest_first`
      hint: the neighbourhoods are Nord, Vest, Øst
    people.csv: column `area`: `poorest_first` does not say where these belong: Nord, Øst
      hint: add them to the list
    ");
}

#[test]
fn missing_neighbourhoods() {
    let content = "trust,area\n1,b\n2,\n3,c\n,a\n";
    assert_snapshot!(message(content, &placed(MissingRule::Draw)), @r#"
    people.csv: 1 fault
      line 3, column `area`: the neighbourhood is missing and cannot be drawn
        hint: give every row a neighbourhood, or set `missing = "drop_row"` under [population.data]
    "#);
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
