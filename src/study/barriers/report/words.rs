//! What came out of a study of barriers, in words.

use super::table::hours_and_years;
use crate::figure::enumeration;
use crate::figure::numbers::{count, number};
use crate::statistics::{CONFIDENCE, Interval, Paired};
use crate::study::barriers::figures::notation as barriers_notation;
use crate::study::barriers::{Absence, Barrier, Findings, Found, without_key};
use crate::words::{say, words};

/// What came out, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// The largest gain at its price.
    pub headline: String,
    /// What all do together, for outcome and output, whether they hang together, and what they do at their prices.
    pub joint: Vec<String>,
    /// Barriers whose price takes the gain, that do different things to output and outcome, or nothing; where the order is
    /// not sure, and what a price does not show.
    pub sentences: Vec<String>,
    /// What was left out.
    pub absent: Vec<String>,
    /// What the intervals are.
    pub certainty: String,
}

impl Words {
    /// Puts them together.
    #[must_use]
    pub(crate) fn of(findings: &Findings) -> Self {
        let sentences = [
            first_for_free(findings),
            gone_with_the_price(findings),
            opposed(findings),
            without_effect(findings),
            unsure(findings),
            without_delay(findings),
            never_gone(findings),
            changed_by_events(findings),
        ];
        let together = findings.found.iter().take(2).map(|found| joint(findings, found));
        Self {
            headline: headline(findings),
            joint: together.chain(together_at_price(findings)).collect(),
            sentences: sentences.into_iter().flatten().collect(),
            absent: absent(findings),
            certainty: certainty(findings),
        }
    }
}

/// Whether an interval lies on one side of zero.
fn sign(interval: Interval) -> Option<bool> {
    if interval.low > 0.0 {
        Some(true)
    } else if interval.high < 0.0 {
        Some(false)
    } else {
        None
    }
}

fn sure_sign(paired: &Paired) -> Option<bool> {
    sign(paired.interval(CONFIDENCE))
}

/// A change with its unit and its 95 % interval.
fn paired_change(found: &Found, paired: &Paired) -> String {
    let notation = barriers_notation(found);
    let interval = paired.interval(CONFIDENCE);
    say!(
        "{} {} (95 % interval {} to {})",
        notation.signed(paired.difference.mean()),
        notation.change_unit(),
        notation.signed(interval.low),
        notation.signed(interval.high)
    )
}

/// A barrier within a sentence; in Danish in quotation marks, since its name can be a clause of its own.
fn name(barrier: &Barrier) -> String {
    let barrier = barrier.label.to_lowercase();
    say!("{barrier}")
}

fn names(findings: &Findings, barriers: impl Iterator<Item = usize>) -> Vec<String> {
    barriers
        .map(|barrier| name(findings.design.present[barrier].barrier))
        .collect()
}

fn listed(names: &[String]) -> String {
    enumeration(names, words!("and").text())
}

fn headline(findings: &Findings) -> String {
    let (outcome, output) = (&findings.found[0], &findings.found[1]);
    let first = findings.ranking[0].barrier;
    let barrier = findings.design.present[first].barrier;
    let gain = &outcome.at_price[first].paired;
    if sure_sign(gain) != Some(true) {
        return say!("No single barrier is seen to raise the outcome when it is removed alone at its price.");
    }
    let told = say!(
        "Most outcome is gained by removing {} ({}) at its price of {}: {}; for free it would be {}. Output changes by {}.",
        name(barrier),
        barrier.id_list(),
        hours_and_years(barrier.removal),
        paired_change(outcome, gain),
        barriers_notation(outcome).signed(outcome.removed[first].paired.difference.mean()),
        paired_change(output, &output.at_price[first].paired)
    );
    if findings.design.present[first].price.is_fixed {
        told + &say!(
            " That is without the delay: this barrier stays the same throughout a run, so it is gone from the start, and only the \
             hours are paid."
        )
    } else {
        told
    }
}

/// Which barrier would be the first if removing cost nothing, where it is another one.
fn first_for_free(findings: &Findings) -> Option<String> {
    let outcome = &findings.found[0];
    let first = findings.rank_free.iter().position(|rank| *rank == 1)?;
    let gain = &outcome.removed[first].paired;
    let is_other = first != findings.ranking[0].barrier && sure_sign(gain) == Some(true);
    is_other.then(|| {
        say!(
            "For free, most outcome would be gained by removing {}: {}.",
            name(findings.design.present[first].barrier),
            paired_change(outcome, gain)
        )
    })
}

/// The barriers whose removal changes the outcome like this for free, and like that at its price; none stands in two lists.
fn that_do(findings: &Findings, for_free: Option<bool>, at_price: Option<bool>) -> Option<String> {
    let outcome = &findings.found[0];
    let places = findings.ranking.iter().map(|place| place.barrier);
    let wanted = places.filter(|&barrier| {
        sure_sign(&outcome.removed[barrier].paired) == for_free
            && sure_sign(&outcome.at_price[barrier].paired) == at_price
    });
    let names = names(findings, wanted);
    (!names.is_empty()).then(|| listed(&names))
}

/// Barriers whose removal is seen to help for free and not at its price, or harms at its price.
fn gone_with_the_price(findings: &Findings) -> Option<String> {
    let parts = [
        that_do(findings, Some(true), None).map(|names| {
            say!("Removing {names} raises the outcome for free, but is not seen to raise it at its price.")
        }),
        that_do(findings, Some(true), Some(false))
            .map(|names| say!("Removing {names} raises the outcome for free, but lowers it at its price.")),
        that_do(findings, None, Some(false)).map(|names| {
            say!("Removing {names} is not seen to change the outcome for free, and lowers it at its price.")
        }),
        that_do(findings, Some(false), Some(false))
            .map(|names| say!("Removing {names} lowers the outcome, for free and at its price.")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// What all do at their prices, and how much time that takes.
fn together_at_price(findings: &Findings) -> Option<String> {
    let outcome = &findings.found[0];
    let (start, kept) = findings.hours_together;
    let sentence = say!(
        "Their prices together are {} h a year of every full-time post at the start ({} % of its working time) and {} h once all \
         are gone. Removed together at these prices the outcome changes by {}.",
        number(start, 0),
        number(100.0 * findings.time_together, 0),
        number(kept, 0),
        paired_change(outcome, &outcome.joint_at_price)
    );
    (findings.design.present.len() > 1).then_some(sentence)
}

/// Barriers that are gone from the start even at their price.
fn without_delay(findings: &Findings) -> Option<String> {
    let present = &findings.design.present;
    let fixed = (0..present.len()).filter(|&barrier| present[barrier].price.is_fixed);
    let names = names(findings, fixed);
    (!names.is_empty()).then(|| {
        say!(
            "At their prices these are gone from the start, since they stay the same throughout a run, and only the hours are \
             paid, so that their delay is not shown: {}.",
            listed(&names)
        )
    })
}

/// Barriers that outlast the run.
fn never_gone(findings: &Findings) -> Option<String> {
    let present = &findings.design.present;
    let lasting = (0..present.len()).filter(|&barrier| !present[barrier].price.is_paid_off());
    let names = names(findings, lasting);
    (!names.is_empty()).then(|| {
        say!(
            "Removing these takes as long as the run or longer, so that it shows their price alone: {}.",
            listed(&names)
        )
    })
}

/// What all do together against what they do alone.
fn joint(findings: &Findings, found: &Found) -> String {
    let barriers = findings.design.present.len();
    let label = found.label();
    if barriers == 1 {
        return say!("It is the only barrier there is, so the {label} has nothing to share out.");
    }
    let notation = barriers_notation(found);
    let interplay = &found.interplay;
    let together = say!(
        "All {barriers} barriers removed together for free change the {label} by {}; their single effects add up \
         to {}.",
        paired_change(found, &found.joint),
        notation.signed(interplay.sum.mean())
    );
    let interval = interplay.interval();
    let difference = say!(
        "difference {}, {} to {}",
        notation.signed(interplay.excess.mean()),
        notation.signed(interval.low),
        notation.signed(interval.high)
    );
    let verdict = match (sign(interval), sure_sign(&found.joint)) {
        (None, _) => say!(
            "No interlinking is seen ({difference}); if there is any, it is smaller than these runs can tell."
        ),
        (Some(more), Some(gain)) if more == gain => say!(
            "They are interlinked ({difference}): together they do more than one by one, since one that is \
             left holds up what removing another would give."
        ),
        (Some(_), _) => say!(
            "They are interlinked ({difference}): together they do less than one by one, since each does \
             part of what the others do. Single effects must not be added up."
        ),
    };
    format!("{together} {verdict}")
}

/// Barriers whose removal helps the outcome and lowers output, or the other way round.
fn opposed(findings: &Findings) -> Option<String> {
    let (outcome, output) = (&findings.found[0], &findings.found[1]);
    let opposed = |up: bool| {
        let both = findings
            .ranking
            .iter()
            .map(|place| place.barrier)
            .filter(move |&barrier| {
                sure_sign(&outcome.removed[barrier].paired) == Some(up)
                    && sure_sign(&output.removed[barrier].paired) == Some(!up)
            });
        names(findings, both)
    };
    let listed = |names: Vec<String>| (!names.is_empty()).then(|| listed(&names));
    let parts = [
        listed(opposed(true))
            .map(|names| say!("For free, removing {names} raises the outcome and lowers output.")),
        listed(opposed(false))
            .map(|names| say!("For free, removing {names} lowers the outcome and raises output.")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn without_effect(findings: &Findings) -> Option<String> {
    that_do(findings, None, None).map(|names| {
        say!("No effect on the outcome is seen when one of these is removed alone, even for free: {names}.")
    })
}

/// Which parts of the ranking are told apart.
fn unsure(findings: &Findings) -> Option<String> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut joined = false;
    for place in &findings.ranking {
        match groups.last_mut() {
            Some(group) if joined => group.push(place.barrier),
            _ => groups.push(vec![place.barrier]),
        }
        joined = !place.is_sure();
    }
    let groups: Vec<String> = groups
        .into_iter()
        .map(|group| names(findings, group.into_iter()).join(", "))
        .collect();
    match (findings.ranking.len(), groups.len()) {
        (1, _) => None,
        (_, 1) => Some(say!(
            "The order by the outcome gained at their prices is not sure: no barrier is told apart from the next \
             one (Holm, 5 %)."
        )),
        _ => Some(say!(
            "By the outcome gained at their prices these groups are told apart (Holm, 5 %), not the order within \
             them: {}.",
            groups.join("; ")
        )),
    }
}

fn changed_by_events(findings: &Findings) -> Option<String> {
    let changing =
        (0..findings.design.present.len()).filter(|barrier| findings.design.present[*barrier].changes);
    let names = names(findings, changing);
    (!names.is_empty()).then(|| {
        say!(
            "Events change {}; what is removed, halved or doubled is so after them too.",
            listed(&names)
        )
    })
}

fn absent(findings: &Findings) -> Vec<String> {
    let mut reasons: Vec<(&Absence, Vec<String>)> = Vec::new();
    for (barrier, why) in &findings.design.absent {
        let told = format!("{} ({})", name(barrier), barrier.id_list());
        match reasons.iter_mut().find(|(own, _)| *own == why) {
            Some((_, names)) => names.push(told),
            None => reasons.push((why, vec![told])),
        }
    }
    let told = |(why, names): (&Absence, Vec<String>)| {
        let names = listed(&names);
        match why {
            Absence::Zero => say!("Not there in this scenario (0 at all times), and left out: {names}."),
            Absence::NothingToHinder => {
                say!(
                    "Not there in this scenario (without a programme that they hinder), and left out: {names}."
                )
            }
            Absence::Off(why) => say!("Not there in this scenario ({why}), and left out: {names}."),
        }
    };
    let mut sentences: Vec<String> = reasons.into_iter().map(told).collect();
    let without = without_key();
    if !without.is_empty() {
        sentences.push(say!(
            "No key of a scenario stands for {} of the review.",
            listed(&without)
        ));
    }
    sentences
}

fn certainty(findings: &Findings) -> String {
    let orders = match findings.design.pairs {
        0 => say!("over all orders of removal"),
        pairs => say!(
            "over {} sampled orders of removal, whose error its interval holds",
            2 * pairs
        ),
    };
    say!(
        "{} replications of each change, all on the same luck and at the need of the baseline. ± and \
         intervals are 95 % and not adjusted for the number of barriers; p-values and the order are adjusted \
         (Holm). A share is a Shapley value {orders}, of removal for free. Prices are hours of each full-time post, \
         taken from the service, so that public cost does not rise by them; they are judged, and so is the order. The \
         model's parameters are taken as they are.",
        count(findings.replications as usize)
    )
}
