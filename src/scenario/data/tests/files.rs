//! Paths, encodings, separators, line ends and limits.

use std::fs::File;

use insta::assert_snapshot;
use tempfile::TempDir;

use super::super::citizens::read_citizens_within;
use super::super::{DataError, read_citizens};
use super::{Sample, first_trait, message, read, trust_and_age};
use crate::scenario::source::Disk;

#[test]
fn missing_file() {
    let sample = Sample::new("");
    let error = read_citizens(&Disk, &sample.folder.path().join("none.csv"), &trust_and_age()).unwrap_err();
    assert_snapshot!(sample.tell(&error), @r"
    none.csv: no such file
      hint: check the folder and the spelling
    ");
}

#[test]
fn folder() {
    let folder = TempDir::new().unwrap();
    let error = read_citizens(&Disk, folder.path(), &trust_and_age()).unwrap_err();
    assert!(matches!(error, DataError::Directory { .. }));
}

#[cfg(unix)]
#[test]
fn device() {
    let error = read_citizens(&Disk, "/dev/null".as_ref(), &trust_and_age()).unwrap_err();
    assert!(matches!(error, DataError::NotAFile { .. }));
}

#[test]
fn file_beyond_the_size_limit() {
    let sample = Sample::new("trust,age\n");
    File::options()
        .write(true)
        .open(sample.path())
        .unwrap()
        .set_len((2 << 30) + 1)
        .unwrap();
    let error = read_citizens(&Disk, &sample.path(), &trust_and_age()).unwrap_err();
    assert_snapshot!(sample.tell(&error), @r"
    people.csv: the file has more than the 2147483648 bytes that can be read
      hint: keep only the columns you map
    ");
}

#[test]
fn rows_beyond_the_limit() {
    let sample = Sample::new("trust,age\n1,20\n2,30\n3,40\n");
    assert!(read_citizens_within(&Disk, &sample.path(), &trust_and_age(), 3).is_ok());
    let error = read_citizens_within(&Disk, &sample.path(), &trust_and_age(), 2).unwrap_err();
    assert_snapshot!(sample.tell(&error), @r"
    people.csv: more than 2 rows
      hint: draw a sample of the rows
    ");
}

#[test]
fn windows_1252() {
    let text = b"trust;age;bydel\r\n1;20;Valby\r\n2;30;N\xF8rrebro\r\n";
    assert_snapshot!(message(text, &trust_and_age()), @r#"
    people.csv: line 3 is not UTF-8 text (older spreadsheets save Windows-1252)
      hint: in Excel choose File > Save As > "CSV UTF-8"; in LibreOffice tick "Edit filter settings" and choose "Unicode (UTF-8)"
    "#);
}

#[test]
fn a_zero_byte_is_named() {
    assert_snapshot!(message(b"trust,age\n1,2\x000\n", &trust_and_age()), @r"
    people.csv: line 2 holds a zero byte, as no text in UTF-8 does (UTF-16, which Excel calls “Unicode text”, is full of them)
      hint: save the table as CSV in UTF-8
    ");
}

#[test]
fn utf_16() {
    let text = "trust\tage\n1\t20\n".encode_utf16().flat_map(u16::to_le_bytes);
    let bytes = [0xFF, 0xFE].into_iter().chain(text).collect::<Vec<_>>();
    let sample = Sample::new(bytes);
    let error = read_citizens(&Disk, &sample.path(), &trust_and_age()).unwrap_err();
    assert!(matches!(error, DataError::ZeroByte { line: 1, .. }));
}

#[test]
fn one_line_without_end() {
    let text = format!("trust,age\n1,{}\n", "2".repeat(2 << 20));
    assert_snapshot!(message(text.as_bytes(), &trust_and_age()), @r"
    people.csv: line 2: a row of more than the 1048576 bytes that can be read
      hint: is it a CSV file, with a line for each row?
    ");
}

#[test]
fn empty_file() {
    for content in ["", "\n\r\n", "\u{feff}", ";;;\n"] {
        let sample = Sample::new(content);
        let error = read_citizens(&Disk, &sample.path(), &trust_and_age()).unwrap_err();
        assert!(matches!(error, DataError::Empty { .. }), "{content:?}: {error}");
    }
}

#[test]
fn header_only() {
    assert_snapshot!(message("trust,age\n", &trust_and_age()), @"people.csv: the file has a header but no rows");
}

#[test]
fn byte_order_mark() {
    assert_eq!(
        first_trait(&read("\u{feff}trust,age\n10,20\n", &trust_and_age())),
        [1.0]
    );
    assert_eq!(
        first_trait(&read("\u{feff}\"trust\",age\n10,20\n", &trust_and_age())),
        [1.0]
    );
}

#[test]
fn separators_are_found_outside_quotation_marks() {
    for (content, name) in [
        ("\"a;b;c\",trust,age\nx,5,20\n", "commas"),
        ("\"a,b,c\";trust;age\nx;5;20\n", "semicolons"),
        ("\"a,b;c\"\ttrust\tage\nx\t5\t20\n", "tabs"),
    ] {
        let data = read(content, &trust_and_age());
        assert_eq!(first_trait(&data), [0.5]);
        assert_eq!(data.notes, [format!("people.csv: 1 row, separated by {name}")]);
    }
}

#[test]
fn carriage_returns_and_a_missing_last_line_break() {
    let data = read("trust;\"age\"\r\n5;\"20\"\r\n10;30", &trust_and_age());
    assert_eq!(first_trait(&data), [0.5, 1.0]);
    assert_eq!(data.citizens.traits[1].1, [20.0, 30.0]);
}

#[test]
fn line_numbers_count_every_line() {
    for end in ["\n", "\r\n"] {
        let text = format!("{end}trust,age,remark{end}1,20,\"two{end}lines\"{end}{end},,{end}x,20,{end}1,x,");
        let told = message(text.as_str(), &trust_and_age());
        assert!(told.contains("line 7, column `trust`, value `x`"), "{told}");
        assert!(told.contains("line 8, column `age`, value `x`"), "{told}");
    }
}

#[test]
fn empty_rows_are_skipped_and_told() {
    let data = read("trust;age\n1;20\n;\n\n2;30\n;\n;\n", &trust_and_age());
    assert_eq!(data.citizens.len(), 2);
    assert_eq!(data.notes[1], "people.csv: 2 empty rows skipped");
}

#[test]
fn ragged_rows() {
    assert_snapshot!(message("trust,age\n1\n1,5,20\n1,20\n", &trust_and_age()), @r"
    people.csv: 2 faults
      line 2: cells in this row: 1, in the first row: 2
        hint: keep the separators where cells are empty
      line 3: cells in this row: 3, in the first row: 2
        hint: put values that contain the separator in quotation marks
    ");
}

#[test]
fn open_quotation_mark() {
    let swallowing = "area,trust,age,remark\nN,1,20,ok\nS,2,30,\"ok\nN,3,40,ok\nS,4,50,ok\n";
    let told = message(swallowing, &trust_and_age());
    assert_snapshot!(told, @r#"
    people.csv: line 3: a quotation mark is opened and never closed
      hint: close it, or write two ("") where one is part of the text
    "#);
    let closed_by_another = "trust,age,remark\n1,20,ok\n2,30,\"ok\n3,40,ok\n4,50,\"ok\n";
    assert_snapshot!(message(closed_by_another, &trust_and_age()), @r#"
    people.csv: line 5: text behind a quotation mark that closes a cell; the cell was opened in line 3
      hint: a quotation mark may be left open in line 3; write two ("") where one is part of the text
    "#);
}

#[test]
fn rows_within_a_quoted_cell() {
    for content in [
        "trust,age,remark\n2,30,\"ok\n3,40,ok\n4,50,ok\"\n5,60,ok\n",
        "remark,trust,age\n\"ok,2,30\nok\",3,40\nok,5,60\n",
    ] {
        let told = message(content, &trust_and_age());
        assert!(
            told.contains("line 2: a quoted cell holds what reads as more rows"),
            "{told}"
        );
    }
    // Text over several lines is text, with the separators that rows have or without.
    let remarks = "trust,age,remark\n2,30,\"a, b\nand c, d, e\"\n3,40,\"x\ny, 1, z\"\n";
    assert_eq!(first_trait(&read(remarks, &trust_and_age())), [0.2, 0.3]);
}
