//! Facts counted by what they were used for and by verdict.

use std::fmt::Write as _;

use super::{Validated, Verdict};
use crate::scenario::fact::Role;
use crate::words::say;

/// The facts of a role.
pub(super) fn of_role(validated: &[Validated], role: Role) -> impl Iterator<Item = &Validated> {
    validated
        .iter()
        .filter(move |validated| validated.fact.role == role)
}

/// How many facts of a role are met, and how many there are.
pub(super) fn met_of(validated: &[Validated], role: Role) -> (usize, usize) {
    let met = of_role(validated, role).filter(|fact| fact.verdict() == Verdict::Met);
    (met.count(), of_role(validated, role).count())
}

/// How many of the facts that are evidence are met, and how many others there are.
pub(super) fn headline(validated: &[Validated]) -> String {
    let (met, of) = met_of(validated, Role::Validation);
    let first = if of == 0 {
        say!("No validation facts")
    } else {
        say!("Met: {met} of {of} validation facts")
    };
    let others = [Role::BuiltIn, Role::Calibration].into_iter().filter_map(|role| {
        let (_, count) = met_of(validated, role);
        (count > 0).then(|| match role {
            Role::Calibration => say!("{count} calibration"),
            Role::BuiltIn | Role::Validation => say!("{count} built in"),
        })
    });
    let others: Vec<String> = others.collect();
    if others.is_empty() {
        first
    } else {
        format!("{first}; {}", others.join(", "))
    }
}

/// The facts of each role counted by verdict, in a line each; roles without a fact are left out.
pub(super) fn summary(validated: &[Validated]) -> Vec<String> {
    Role::ALL
        .into_iter()
        .filter(|role| of_role(validated, *role).next().is_some())
        .map(|role| summary_of(validated, role))
        .collect()
}

/// The facts of a role counted by verdict.
pub(super) fn summary_of(validated: &[Validated], role: Role) -> String {
    let (met, of) = met_of(validated, role);
    let mut text = match role {
        Role::Validation => say!("Validation: {met} of {of} facts met"),
        Role::BuiltIn => say!("Built in: {met} of {of} facts met"),
        Role::Calibration => say!("Calibration: {met} of {of} facts met"),
    };
    let others = Verdict::ALL.into_iter();
    for verdict in others.filter(|verdict| *verdict != Verdict::Met) {
        let those = of_role(validated, role).filter(|fact| fact.verdict() == verdict);
        let ids: Vec<&str> = those.map(|fact| fact.fact.id.as_str()).collect();
        if !ids.is_empty() {
            let _ = write!(text, "; {}: {}", verdict.said(), ids.join(", "));
        }
    }
    text
}
