//! The `[da]` table of a scenario: its words in Danish.

use super::document::{Row, Table};
use super::fault::Finding;
use super::language::{DANISH, Field, Shape, Value, check_table};
use crate::words::{Language, language, words};

/// The words of a scenario in Danish.
pub(super) const SHAPE: Shape = Shape::new(
    words!("a table of Danish words"),
    &[&[
        Field::may("title", Value::Text, words!("The title in Danish"), "\"…\""),
        Field::may("story", Value::Text, words!("The story in Danish"), "\"…\""),
        Field::may(
            "programmes",
            Value::Texts(0, usize::MAX),
            words!("The titles of the programmes in Danish, in their order"),
            "[\"…\"]",
        ),
    ]],
);

/// The words of a scenario for a Danish reader; for others there are none.
#[derive(Clone, Debug, Default)]
pub(super) struct Danish {
    pub(super) title: Option<String>,
    pub(super) story: Option<String>,
    pub(super) programmes: Vec<String>,
}

/// Reads the table, and all that is wrong with it.
pub(super) fn read(row: &Row) -> (Danish, Vec<Finding>) {
    let (mut row, mut findings) = (row.clone(), Vec::new());
    check_table(&SHAPE, &mut row, &mut findings);
    let root = Table { rows: vec![row] };
    let table = root.table(DANISH).filter(|_| language() == Language::Danish);
    let danish = table.map_or_else(Danish::default, |table| Danish {
        title: table.sentence("title"),
        story: table.text("story"),
        programmes: table.texts("programmes"),
    });
    (danish, findings)
}
