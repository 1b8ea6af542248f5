//! The report of a search for a front: in words first, then the picture, the designs, and what went in.

use askama::Template;

use crate::figure::numbers::{MISSING, Notation, count, counted};
use crate::figure::{Figure, value_text};
use crate::report::design::Fact;
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::{Factor, FactorValues, FrontierPlan, Measured};
use crate::statistics::{Summary, difference};
use crate::study::frontier::{Frontier, FrontierDesign, Space};
use crate::study::sweep::report::{cautions_of, cut_ends};
use crate::words::{self, Words, say, words};

/// A generation of a search.
const GENERATION: (Words, Words) = (words!("generation"), words!("generations"));

/// What the report of a search is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// The plan.
    pub plan: &'a FrontierPlan,
    /// All designs there are.
    pub space: &'a Space,
    /// What came of it.
    pub frontier: &'a Frontier,
    /// The figures.
    pub figures: &'a [Figure],
    /// The seed of the fresh runs.
    pub fresh_seed: u64,
    /// How it came about.
    pub provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/frontier/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    sentences: Vec<String>,
    cautions: Vec<String>,
    board: Board,
    beaten: Board,
    factors: Vec<Fact>,
    frame: Vec<Fact>,
    command: String,
}

/// Designs in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Board {
    /// Names of the factors in which the designs differ.
    pub factors: Vec<String>,
    /// What all have in common: names and values.
    pub common: Vec<(String, String)>,
    /// Names of what is measured.
    pub measures: Vec<String>,
    /// Their units; empty for indices and shares, whose numbers say what they are.
    pub units: Vec<String>,
    /// Whether there were draws of the parameters.
    pub drawn: bool,
    /// The designs, the baseline first.
    pub rows: Vec<BoardRow>,
}

/// A design in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BoardRow {
    /// Its number, or `baseline`.
    pub name: String,
    /// The values of the factors in which the designs differ.
    pub factors: Vec<String>,
    /// Means of fresh runs with half of their intervals.
    pub means: Vec<String>,
    /// Share of draws in which it stays on the front.
    pub unbeaten: String,
    /// Worst means over draws.
    pub worst: Vec<String>,
    /// What beats it, or which limits it breaks; empty when it holds.
    pub remark: String,
}

/// Renders the report of a search as HTML.
///
/// # Errors
/// When the template engine fails.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let page = Page {
        contents: *contents,
        sentences: sentences(contents.plan, contents.space, contents.frontier),
        cautions: cautions(contents.plan, contents.frontier),
        board: board(contents.plan, contents.space, contents.frontier, true),
        beaten: board(contents.plan, contents.space, contents.frontier, false),
        factors: contents.plan.factors.iter().map(factor).collect(),
        frame: frame(contents),
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}

/// The designs that were run again and stay on the front, or those that do not, beneath the baseline.
#[must_use]
pub(crate) fn board(plan: &FrontierPlan, space: &Space, frontier: &Frontier, hold: bool) -> Board {
    let designs: Vec<&FrontierDesign> = frontier
        .designs
        .iter()
        .filter(|design| design.holds() == hold)
        .collect();
    let names = Factor::short_names(&plan.factors);
    let text = |design: &FrontierDesign, factor: usize| match &frontier.searched[design.number].choice {
        Some(choice) => value_text(space.value(choice, factor)),
        None => plan
            .scenario
            .settings
            .get(&plan.factors[factor].key)
            .map_or_else(String::new, |setting| value_text(&setting.value)),
    };
    let (common, differing): (Vec<usize>, Vec<usize>) = (0..names.len()).partition(|factor| {
        let first = designs.first().map(|design| text(design, *factor));
        designs.iter().all(|design| Some(text(design, *factor)) == first)
    });
    let row = |design: &FrontierDesign| BoardRow {
        name: if design.number == 0 {
            say!("baseline")
        } else {
            design.number.to_string()
        },
        factors: differing.iter().map(|factor| text(design, *factor)).collect(),
        means: (0..plan.measures.len())
            .map(|measure| mean(plan, measure, design.summaries[measure].as_ref()))
            .collect(),
        unbeaten: design
            .robustness
            .as_ref()
            .map_or_else(String::new, |own| percent(own.unbeaten)),
        worst: design.robustness.as_ref().map_or_else(Vec::new, |own| {
            own.worst
                .iter()
                .enumerate()
                .map(|(measure, worst)| {
                    Notation::new(plan.measures[measure].unit(), *worst, f64::NAN).value(*worst)
                })
                .collect()
        }),
        remark: remark(design),
    };
    Board {
        common: common
            .iter()
            .filter_map(|factor| Some((names[*factor].clone(), text(designs.first()?, *factor))))
            .collect(),
        factors: differing.iter().map(|factor| names[*factor].clone()).collect(),
        measures: measure_names(plan),
        units: plan
            .measures
            .iter()
            .map(Measured::unit)
            .map(|unit| {
                if unit.starts_with("share") {
                    String::new()
                } else {
                    words::unit(unit).to_owned()
                }
            })
            .collect(),
        drawn: !frontier.draws.is_empty(),
        rows: std::iter::once(&frontier.baseline)
            .chain(designs.iter().copied())
            .map(row)
            .collect(),
    }
}

/// Short names where these tell the measures apart, or else long ones.
fn measure_names(plan: &FrontierPlan) -> Vec<String> {
    let short = |measured: &Measured| measured.definition().label;
    plan.measures
        .iter()
        .map(|measured| {
            let alike = plan
                .measures
                .iter()
                .filter(|other| short(other) == short(measured));
            if alike.count() == 1 {
                short(measured).to_string()
            } else {
                measured.label()
            }
        })
        .collect()
}

fn remark(design: &FrontierDesign) -> String {
    if !design.keeps_limits() {
        return say!("breaks a limit");
    }
    match design.beaten_by {
        None => String::new(),
        Some(0) => say!("beaten by the baseline"),
        Some(other) => say!("beaten by {other}"),
    }
}

fn mean(plan: &FrontierPlan, measure: usize, summary: Option<&Summary>) -> String {
    let Some(summary) = summary else {
        return MISSING.to_string();
    };
    let half_width = summary.half_width();
    let notation = Notation::new(plan.measures[measure].unit(), summary.mean, half_width);
    let mean = notation.value(summary.mean);
    match cut_ends(plan.measures[measure].limits(), summary) {
        Some((low, high)) => format!("{mean} ({})", notation.range(low, high)),
        None => format!("{mean} ± {}", notation.value(half_width)),
    }
}

/// What is to be known of the intervals.
pub(super) fn cautions(plan: &FrontierPlan, frontier: &Frontier) -> Vec<String> {
    let shown = std::iter::once(&frontier.baseline).chain(&frontier.designs);
    let mut summaries = shown.flat_map(|design| plan.measures.iter().zip(&design.summaries));
    let are_cut = summaries.any(|(measured, summary)| {
        let summary = summary.as_ref();
        summary.is_some_and(|summary| cut_ends(measured.limits(), summary).is_some())
    });
    cautions_of(are_cut, plan.confirmation.replications)
}

fn percent(share: f64) -> String {
    Notation::new("share", 1.0, 0.01).value(share)
}

/// What was found, in a few sentences.
#[must_use]
pub(crate) fn sentences(plan: &FrontierPlan, space: &Space, frontier: &Frontier) -> Vec<String> {
    let mut sentences = vec![
        extent(plan, space, frontier),
        baseline(frontier),
        flattery(plan, frontier),
    ];
    if plan.search.drawn {
        sentences.push(say!(
            "Designs were judged over draws of the parameters from their plausible ranges, each replication in a draw of its own: \
             a mean is one over plausible societies, and its interval covers what is not known of the parameters as well as chance."
        ));
    }
    if plan.robustness.draws > 0 {
        sentences.push(draws(plan, frontier));
    }
    sentences
}

/// How the front fares over draws of the parameters.
fn draws(plan: &FrontierPlan, frontier: &Frontier) -> String {
    let left_out = match plan.robustness.draws as usize - frontier.draws.len() {
        0 => String::new(),
        some => say!(
            " ({} contradicted the scenario or a design and were left out)",
            count(some)
        ),
    };
    let toughest = frontier
        .held()
        .filter_map(|design| Some((design.number, design.robustness.as_ref()?.unbeaten)))
        .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
    let held = frontier.held();
    let shares: Vec<f64> = held
        .filter_map(|design| Some(design.robustness.as_ref()?.unbeaten))
        .collect();
    let most = toughest.map_or(f64::NAN, |(_, share)| share);
    let holders = shares
        .iter()
        .filter(|share| difference(**share, most) == 0.0)
        .count();
    let toughest = match toughest {
        Some((_, share)) if holders > 1 && holders == shares.len() => {
            say!(
                "all designs that hold stay on the front equally often: in {} of them",
                percent(share)
            )
        }
        Some((_, share)) if holders > 1 => {
            say!(
                "{holders} designs stay on the front most often: in {} of them each",
                percent(share)
            )
        }
        Some((number, share)) => {
            say!(
                "design {number} stays on the front most often: in {} of them",
                percent(share)
            )
        }
        None => say!("no design could be followed"),
    };
    let draws = match frontier.draws.len() {
        1 => say!("1 draw"),
        draws => say!("{} draws", count(draws)),
    };
    say!("Over {draws} of the parameters from their plausible ranges{left_out}, {toughest}.")
}

fn extent(plan: &FrontierPlan, space: &Space, frontier: &Frontier) -> String {
    let looked_at = frontier.searched.len() - 1;
    let of = if frontier.exhaustive {
        say!("All {} designs there are were looked at", count(looked_at))
    } else {
        let all = space.size().map_or_else(|| say!("countless"), count);
        say!("{} of {all} designs were looked at", count(looked_at))
    };
    let refused = looked_at - frontier.runnable();
    let refused = match refused {
        0 => String::new(),
        1 => say!(" (1 of them contradicts itself and cannot be run)"),
        refused => say!(
            " ({} of them contradict themselves and cannot be run)",
            count(refused)
        ),
    };
    if frontier.front.len() == 1 {
        let limits = match plan.limits.len() {
            0 => "",
            _ => words!("keeps to the limits and ").text(),
        };
        let holds = match frontier.held().count() {
            0 => words!("does not hold"),
            _ => words!("holds"),
        };
        return say!(
            "{of}{refused}. In the search 1 {limits}is beaten by no other; run again with fresh luck, it {holds}."
        );
    }
    let limits = if plan.limits.is_empty() {
        ""
    } else {
        words!("keep to the limits and ").text()
    };
    say!(
        "{of}{refused}. In the search {} {limits}are beaten by no other; {} of these, spread over the front, were run again \
         with fresh luck, and {} hold.",
        count(frontier.front.len()),
        count(frontier.designs.len()),
        count(frontier.held().count())
    )
}

fn baseline(frontier: &Frontier) -> String {
    let baseline = &frontier.baseline;
    let beaters = frontier
        .designs
        .iter()
        .filter(|design| design.evaluation.dominates(&baseline.evaluation))
        .count();
    match (baseline.keeps_limits(), beaters) {
        (false, _) => say!("The baseline itself does not keep to the limits."),
        (true, 0) => say!("None of them beats the baseline."),
        (true, 1) => say!("One of them beats the baseline: nowhere worse, and somewhere better."),
        (true, count) => say!("{count} of them beat the baseline: nowhere worse, and somewhere better."),
    }
}

/// How far the search flattered the front.
fn flattery(plan: &FrontierPlan, frontier: &Frontier) -> String {
    let parts: Vec<String> = plan
        .objectives
        .iter()
        .enumerate()
        .map(|(index, objective)| {
            let measured = &plan.measures[objective.measure];
            let worse = frontier.optimism(index);
            let size = worse.abs();
            // Two digits are enough of a size of luck.
            let notation = Notation::new(measured.unit(), size, size);
            let size = if measured.unit().starts_with("share") {
                notation.change(size).trim_start_matches('+').to_owned()
            } else {
                notation.with_unit(size)
            };
            let label = measured.definition().label;
            match worse {
                0.0 => say!("{label} the same"),
                worse if worse > 0.0 => say!("{label} worse by {size}"),
                _ => say!("{label} better by {size}"),
            }
        })
        .collect();
    say!(
        "A search selects luck together with designs. Fresh runs say so, on average over the designs run again: {}.",
        parts.join(", ")
    )
}

fn factor(factor: &Factor) -> Fact {
    let value = match &factor.values {
        FactorValues::Levels(levels) => levels.iter().map(value_text).collect::<Vec<_>>().join(", "),
        FactorValues::Range { low, high, .. } => {
            let (low, high) = (value_text(&(*low).into()), value_text(&(*high).into()));
            say!("{low} to {high}")
        }
        FactorValues::Listed => String::new(),
    };
    Fact {
        name: factor.key.clone(),
        value: format!("{value} {}", words::unit(&factor.unit))
            .trim_end()
            .to_owned(),
        meaning: factor.said(),
    }
}

fn frame(contents: &Contents<'_>) -> Vec<Fact> {
    let plan = contents.plan;
    let mut facts = vec![fact(
        words!("baseline"),
        plan.scenario.title.clone(),
        &words!("its need is what all designs face"),
    )];
    facts.extend(plan.objectives.iter().map(|objective| {
        let measured = &plan.measures[objective.measure];
        fact(words!("objective"), measured.label(), objective.direction.words())
    }));
    facts.extend(plan.limits.iter().map(|limit| {
        let measured = &plan.measures[limit.measure];
        let (label, bound) = (measured.label(), value_text(&limit.bound.into()));
        let value = if limit.above {
            say!("{label} above {bound}")
        } else {
            say!("{label} below {bound}")
        };
        fact(
            words!("limit"),
            format!("{value} {}", words::unit(measured.unit()))
                .trim_end()
                .to_owned(),
            &words!("kept by the mean over replications"),
        )
    }));
    let search = if contents.frontier.exhaustive {
        say!("all designs")
    } else {
        say!(
            "NSGA-II, {} designs and {} after the first, seed {}",
            plan.search.designs,
            counted(plan.search.generations, GENERATION),
            plan.search.seed
        )
    };
    facts.push(fact(
        words!("search"),
        search,
        &words!("ranges are searched in hundredths"),
    ));
    let counts = [
        (
            words!("replications in the search"),
            plan.search.replications,
            words!("the same luck for all designs"),
        ),
        (
            words!("replications of the front"),
            plan.confirmation.replications,
            words!("fresh luck, the same for all designs"),
        ),
        (
            words!("draws of the parameters"),
            plan.robustness.draws,
            words!("beneath what scenario and plan write"),
        ),
        (
            words!("replications under a draw"),
            plan.robustness.replications,
            words!("of each design"),
        ),
    ];
    facts.extend(counts.map(|(name, many, meaning)| fact(name, count(many as usize), &meaning)));
    facts
}

fn fact(name: Words, value: String, meaning: &str) -> Fact {
    Fact {
        name: name.to_string(),
        value,
        meaning: meaning.to_owned(),
    }
}
