//! Lists of ties.

use insta::assert_snapshot;

use super::super::{DataError, TiesData, read_ties};
use super::Sample;
use crate::scenario::source::Disk;

fn read(content: &str) -> TiesData {
    read_ties(&Disk, &Sample::new(content).path(), 5).unwrap()
}

fn message(content: &str) -> String {
    let sample = Sample::new(content);
    sample.tell(&read_ties(&Disk, &sample.path(), 5).unwrap_err())
}

#[test]
fn columns_by_name_or_place() {
    for content in [
        "from,to\n1,2\n2,5\n",
        "strength;To;From\n9;2;1\n9;5;2\n",
        "source\ttarget\n1\t2\n2\t5\n",
        "citizen,friend,years\n1,2,9\n2,5,9\n",
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
    people.csv: 2 ties from 5 rows, columns `from` and `to`
    people.csv: 1 tie of a citizen to itself dropped
    people.csv: 2 repeated ties dropped
    ");
}

#[test]
fn faulty_ids() {
    assert_snapshot!(message("from,to\n0,1\n1,6\n1.5,2\n1,\nx,-1\n1,99999999999\n1,2,3\n"), @r"
    people.csv: 8 faults
      line 2, column `from`, value `0`: there are citizens 1 to 5
        hint: ties name citizens by their row in the file of citizens, from 1
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
        hint: ties name citizens by their row in the file of citizens, from 1
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
        read_ties(&Disk, &sample.path(), 5),
        Err(DataError::Empty { .. })
    ));
}
