use super::*;
use crate::scenario::document::Table;
use crate::scenario::fault::{Place, Texts};

/// The same in both languages.
const fn plain(text: &'static str) -> Words {
    Words::new(text, text)
}

const INNER: Shape = Shape {
    by: Some(By {
        key: "kind",
        meaning: plain("What it is"),
        variants: &[
            Variant {
                name: "plain",
                meaning: plain("nothing else"),
                fields: &[],
                instead: &[],
            },
            Variant {
                name: "rich",
                meaning: plain("with a band"),
                fields: &[&[Field::must(
                    "band",
                    Value::Pair(Bounds::NONE),
                    plain("Between what it lies"),
                    "[0, 1]",
                )]],
                instead: &[],
            },
        ],
        first_is_usual: true,
    }),
    ..Shape::new(plain("an inner table"), &[])
};

const OUTER: Shape = Shape {
    instead: &[Instead::one_of(&["levels", "range"])],
    ..Shape::new(
        plain("a sample"),
        &[&[
            Field::must("name", Value::Name, plain("Its name"), "\"mine\""),
            Field::may(
                "share",
                Value::Number(Bounds::between(0.0, 1.0)),
                plain("A share"),
                "0.5",
            ),
            Field::may("levels", Value::Levels, plain("Its levels"), "[1, 2]"),
            Field::may("range", Value::Pair(Bounds::NONE), plain("Its range"), "[0, 1]"),
            Field::must("factor", Value::Tables(&INNER, 1, 2), plain("What varies"), ""),
        ]],
    )
};

/// What is said about a text: line and message, label, hint.
fn faults(text: &str) -> String {
    let mut table = Table::parse(0, text).unwrap();
    let mut findings = Vec::new();
    check(&OUTER, &mut table, "", Place::START, &mut findings);
    let mut texts = Texts::default();
    texts.add(crate::scenario::fault::Text {
        path: "sample.toml".into(),
        content: text.into(),
        origin: crate::scenario::Origin::File,
    });
    let faults = texts.faults(findings).faults;
    let lines = faults.iter().map(|fault| {
        let parts = [Some(&fault.message), Some(&fault.label), fault.hint.as_ref()];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.map(String::as_str).collect();
        format!("{}: {}", fault.line, parts.join(" | "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_table_that_is_right_has_no_faults() {
    assert_eq!(faults(&begin(&OUTER, &[])), "");
    let text = "name = 'a'\nrange = [0, 2]\n[[factor]]\nkind = 'rich'\nband = [1, 2]\n[[factor]]";
    assert_eq!(faults(text), "");
}

#[test]
fn one_slip_is_one_fault() {
    insta::assert_snapshot!(faults("name = 'a'\nlevels = []\n[[facto]]"), @"3: a sample has no key `facto` | unknown key | did you mean `factor`?");
    insta::assert_snapshot!(faults("nam = 'a'\nlevel = []\n[[factor]]"), @"
    1: a sample has no key `nam` | unknown key | did you mean `name`?
    2: a sample has no key `level` | unknown key | did you mean `levels`?
    ");
    insta::assert_snapshot!(faults("name = 'a'\nlevels = []\n[[factor]]\nkind = 'rihc'\nband = 3"), @"4: `factor.kind` cannot be the text `rihc` | expected one of plain, rich | did you mean `rich`?");
    insta::assert_snapshot!(faults("name = 'a'\nlevels = []\nrange = [0, 1]\n[[factor]]"), @"3: a sample has only one of `levels` and `range` | leave one of them out");
}

#[test]
fn what_is_wrong_is_said_in_one_line() {
    insta::assert_snapshot!(faults("name = 'a b'\nshare = 1\n[factor]"), @"
    1: a sample needs one of `levels` and `range` | Its levels, such as levels = [1, 2]
    1: `name` cannot be the text `a b` | expected at most 40 letters, digits, - and _
    2: `share` cannot be the number 1 | expected a number between 0 and 1
    3: `factor` cannot be a table | expected tables under headings [[factor]]
    ");
    insta::assert_snapshot!(faults("name = 'a'\nrange = [18, 12]\n[[factor]]\nband = [1, 2]\n[[factor]]\nkind = 'rich'\n[[factor]]"), @"
    2: `range` runs from 18 to 12: the lower end is above the upper | the first number must lie below the second
    4: `band` has no meaning in an inner table of kind plain | leave this out | it belongs to rich
    5: `factor.band` is missing | Between what it lies, such as band = [0, 1]
    7: there are 3 tables [[factor]] | expected 1 to 2
    ");
    insta::assert_snapshot!(faults("name = 'a'\nrange = [2, 2]\nfactor = []"), @"
    2: `range` runs from 2 to 2: both ends are the same | the first number must lie below the second
    3: there are 0 tables [[factor]] | expected 1 to 2
    ");
}

#[test]
fn keys_are_explained() {
    insta::assert_snapshot!(explain("sample", &OUTER, "factor.band").unwrap(), @"
    sample.factor.band
      Between what it lies
      allowed     two numbers that rise, such as [0.0, 1.0]
      is there    must be there
      belongs to  kind = rich
      example     band = [0, 1]
    ");
    insta::assert_snapshot!(explain("sample", &OUTER, "factor.kind").unwrap(), @"
    sample.factor.kind
      What it is
      default     plain
      allowed     one of these
                  plain: nothing else
                  rich: with a band
    ");
    assert!(explain("sample", &OUTER, "factor.none").is_none());
}
