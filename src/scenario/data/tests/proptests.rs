//! What is written is read back.

use std::fmt::Write;

use proptest::prelude::*;

use super::super::{CitizensSpec, read_ties};
use super::{Sample, map, read, respondents};
use crate::model::observed::Trait;
use crate::scenario::source::Disk;

/// Separator, decimal mark and line end (behind a carriage return or not) as some program would write them.
fn styles() -> impl Strategy<Value = (char, char, &'static str)> {
    let marks = prop_oneof![
        Just((',', '.')),
        Just((';', '.')),
        Just((';', ',')),
        Just(('\t', '.')),
        Just(('\t', ','))
    ];
    (marks, prop_oneof![Just(""), Just("\r")])
        .prop_map(|((separator, mark), carriage)| (separator, mark, carriage))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_written_table_reads_back(
        (separator, mark, carriage) in styles(),
        rows in prop::collection::vec((prop::option::of(0.0..=1.0), 0.0..=120.0), 1..20),
        label in "[a-z,;\t \"]{0,8}",
    ) {
        // One share that cannot be taken for thousands settles the decimal mark.
        let rows = [vec![(Some(0.5), 0.5)], rows].concat();
        let number = |value: f64| value.to_string().replace('.', &mark.to_string());
        let label = label.replace('"', "\"\"");
        let mut content = format!("\"{label}x\"{separator}trust{separator}\"age\"{carriage}\n");
        for (trust, age) in &rows {
            let trust = trust.map_or(String::new(), number);
let age = number(*age);
            writeln!(content, "\"{label}\"{separator}{trust}{separator}\"{age}\"{carriage}").unwrap();
        }
        let spec = CitizensSpec {
            columns: vec![map(Trait::Trust, "trust", None), map(Trait::Age, "age", None)],
            one_to_one: true,
            ..CitizensSpec::default()
        };
        let data = read(content, &spec);
        prop_assert_eq!(data.citizens.len(), rows.len());
        for (row, (trust, age)) in rows.iter().enumerate() {
            let read = data.citizens.traits.iter().map(|(_, values)| Some(values[row]));
            let read = read.map(|value| value.filter(|value| !value.is_nan())).collect::<Vec<_>>();
            prop_assert_eq!(read, [*trust, Some(*age)]);
        }
    }

    #[test]
    fn ties_do_not_depend_on_order_or_direction(
        pairs in prop::collection::vec((1_u32..=9, 1_u32..=9), 1..30),
    ) {
        let write = |pairs: &mut dyn Iterator<Item = (u32, u32)>| {
            pairs.fold("from,to\n".to_owned(), |text, (from, to)| text + &format!("{from},{to}\n"))
        };
        let forth = Sample::new(write(&mut pairs.iter().copied()));
        let back = Sample::new(write(&mut pairs.iter().rev().map(|(from, to)| (*to, *from))));
        let ties = read_ties(&Disk, &forth.path(), &respondents(9)).unwrap().ties;
        prop_assert_eq!(&ties, &read_ties(&Disk, &back.path(), &respondents(9)).unwrap().ties);
        prop_assert!(ties.pairs.is_sorted());
        for (from, to) in pairs {
            let tie = (from.min(to) - 1, from.max(to) - 1);
            prop_assert_eq!(ties.pairs.contains(&tie), from != to);
        }
    }
}
