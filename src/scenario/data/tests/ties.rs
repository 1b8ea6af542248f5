//! Lists of ties.

use insta::assert_snapshot;

use super::super::{CitizensSpec, DataError, MissingRule, Respondents, TiesData, read_citizens, read_ties};
use super::{Sample, respondents, trust_and_age};
use crate::scenario::source::Disk;

fn read(content: &str) -> TiesData {
    read_ties(&Disk, &Sample::new(content).path(), &respondents(5)).unwrap()
}

fn message(content: &str) -> String {
    let sample = Sample::new(content);
    sample.tell(&read_ties(&Disk, &sample.path(), &respondents(5)).unwrap_err())
}

#[test]
fn columns_by_name_or_place() {
    for content in [
        "from,to\n1,2\n2,5\n",
        "strength;To;From\n9;2;1\n9;5;2\n",
        "source\ttarget\n1\t2\n2\t5\n",
        ",from,to\n1,1,2\n2,2,5\n",
        "citizen,friend\n1,2\n2,5\n",
        "1,2\n2,5\n",
        "\u{feff}1;2\r\n2;5",
    ] {
        assert_eq!(read(content).ties.pairs, [(0, 1), (1, 4)], "{content:?}");
    }
}

#[test]
fn repeated_ties_and_ties_to_oneself_are_dropped() {
    let data = read("from,to\n3,1\n1,3\n2,2\n3,1\n4,5\n");
    assert_eq!(data.ties.pairs, [(0, 2), (3, 4)]);
    assert_snapshot!(data.notes.join("\n"), @r"
    people.csv: 2 ties from 5 rows, columns `from` and `to`, respondents by row
    people.csv: 1 tie of a citizen to itself dropped
    people.csv: 2 repeated ties dropped
    ");
}

#[test]
fn faulty_ids() {
    assert_snapshot!(message("from,to\n0,1\n1,6\n1.5,2\n1,\nx,-1\n1,99999999999\n1,2,3\n"), @r"
    people.csv: 8 faults
      line 2, column `from`, value `0`: there are citizens 1 to 5
        hint: ties name citizens by their row in the file of citizens, from 1, unless `id` under [population.data] names a column
      line 3, column `to`, value `6`: there are citizens 1 to 5
      line 4, column `from`, value `1.5`: not a whole number from 1
      line 5, column `to`, empty cell: not a whole number from 1
      line 6, column `from`, value `x`: not a whole number from 1
      line 6, column `to`, value `-1`: not a whole number from 1
      line 7, column `to`, value `99999999999`: there are citizens 1 to 5
      line 8: cells in this row: 3, in the first row: 2
        hint: put values that contain the separator in quotation marks
    ");
}

#[test]
fn a_first_row_with_one_number_is_no_header() {
    assert_snapshot!(message("1;x\n1;2\n"), @r"
    people.csv: 1 fault
      line 1, column `2`, value `x`: not a whole number from 1
        hint: ties name citizens by their row in the file of citizens, from 1, unless `id` under [population.data] names a column
    ");
}

#[test]
fn repeated_header() {
    assert_snapshot!(message("from,from,to\n1,1,2\n"), @r"
    people.csv: 1 fault
      line 1, column `from`: the header has this column more than once
        hint: give each column a name of its own
    ");
}

#[test]
fn files_without_ties() {
    assert_snapshot!(message("from,to\n"), @"people.csv: the file has a header but no rows");
    assert_snapshot!(message("1 2\n2 3\n"), @r"
    people.csv: line 1 has one column, and ties need two
      hint: separate them by a comma, a semicolon or a tab
    ");
    let sample = Sample::new("");
    assert!(matches!(
        read_ties(&Disk, &sample.path(), &respondents(5)),
        Err(DataError::Empty { .. })
    ));
}

#[test]
fn columns_that_may_be_ties_or_not() {
    assert_snapshot!(message("citizen,friend,years\n1,2,9\n"), @r"
    people.csv: line 1: 3 columns without the names `from` and `to`, so which two are the ties?
      hint: name them `from` and `to` in the first line, or keep two columns
    ");
    for content in [",friend\n1,2\n", "1,2,9\n", "\"\",a,b\n1,1,2\n"] {
        assert!(message(content).contains("which two are the ties"), "{content:?}");
    }
}

/// Respondents with the ids p3, p1 and p2; the row of p1 lacks an answer.
fn with_ids(missing: MissingRule) -> Respondents {
    let spec = CitizensSpec {
        id: Some("idno".to_owned()),
        missing,
        ..trust_and_age()
    };
    let people = Sample::new("idno,trust,age\np3,1,20\np1,,30\np2,3,40\n");
    read_citizens(&Disk, &people.path(), &spec).unwrap().respondents
}

#[test]
fn ties_find_respondents_by_id() {
    let ties = Sample::new("from,to\np1,p3\np2,p1\n");
    let read = read_ties(&Disk, &ties.path(), &with_ids(MissingRule::Draw)).unwrap();
    assert_eq!(read.ties.pairs, [(0, 1), (1, 2)]);
    assert!(read.notes[0].ends_with("respondents by id"), "{:?}", read.notes);
    let headless = Sample::new("p1;p3\np2;p1\n");
    assert_eq!(
        read_ties(&Disk, &headless.path(), &with_ids(MissingRule::Draw))
            .unwrap()
            .ties,
        read.ties
    );
}

#[test]
fn unknown_ids() {
    let ties = Sample::new("from,to\np1,p9\n2,p1\n");
    let error = read_ties(&Disk, &ties.path(), &with_ids(MissingRule::Draw)).unwrap_err();
    assert_snapshot!(ties.tell(&error), @r"
    people.csv: 2 faults
      line 2, column `to`, value `p9`: nobody in the file of citizens has this id
        hint: ties name citizens by `id` of [population.data], as it is written there
      line 3, column `from`, value `2`: nobody in the file of citizens has this id
    ");
}

#[test]
fn ties_to_dropped_rows_are_dropped() {
    let respondents = with_ids(MissingRule::DropRow);
    assert_eq!(
        (&respondents.rows[..], &respondents.ids[..]),
        (&[1, 3][..], &["p3".to_owned(), "p2".to_owned()][..])
    );
    let ties = Sample::new("from,to\np1,p3\np2,p3\n");
    let read = read_ties(&Disk, &ties.path(), &respondents).unwrap();
    assert_eq!(read.ties.pairs, [(0, 1)]);
    assert_eq!(
        read.notes[1],
        "people.csv: 1 tie to respondents whose rows were dropped, dropped too"
    );
    // Without ids, ties name the rows of the file, not those that are left.
    let by_row = Respondents {
        ids: Vec::new(),
        ..respondents
    };
    let ties = Sample::new("from,to\n2,3\n3,1\n");
    assert_eq!(
        read_ties(&Disk, &ties.path(), &by_row).unwrap().ties.pairs,
        [(0, 1)]
    );
}
