//! Baseline and variants, from the words of the command line: of every command that sets variants against a baseline.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use samspil::experiment::columns;
use samspil::scenario::{
    Base, Fault, KEYS_OF_THE_RUN, PlanVariant, Scenario, ScenarioError, makes_no_variant,
    notes_on_run_of_variant, refuse_repeated, refuse_run_of_variant, refuse_settings,
};
use samspil::shipped::{self, Kind};
use samspil::study::comparison::{self, Mismatch, VARIANTS_MAX};
use samspil::study::ranking::RankedArm;
use samspil::study::{Variant, key_of, name_of};
use samspil::words::say;

use super::failure::Failure;
use super::files::load_scenario;
use super::options::unknown_measure;
use super::terminal::Terminal;
use super::{completions, parse_setting};

/// The option that sets a parameter in all arms.
const EVERYWHERE: &str = "--everywhere";

/// A baseline and variants of it, as they are asked for.
#[derive(Args)]
pub(super) struct ArmOptions {
    /// The baseline, and any variants that are scenarios of their own: files, or names of what comes with Samspil
    #[arg(required = true, value_name = "SCENARIO", add = completions::names(&Kind::SCENARIOS))]
    scenarios: Vec<PathBuf>,
    /// Make one variant of the scenario by setting this in it; may be repeated, all of them make the one variant
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Make a variant of the scenario by setting all of these in it; may be repeated, each makes a variant
    #[arg(long = "variant", value_name = "NAME: KEY=VALUE, …", value_parser = parse_variant)]
    variants: Vec<Named>,
    /// Set a parameter in the baseline and in every variant; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    pub(super) everywhere: Vec<(String, String)>,
}

/// A variant of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Its name; `None` where its settings are to name it.
    title: Option<String>,
    settings: Vec<(String, String)>,
}

/// `NAME: KEY=VALUE, KEY=VALUE`, where the name may be left out.
pub(super) fn parse_variant(text: &str) -> Result<Named, String> {
    const EXPECTED: &str =
        "expected NAME: KEY=VALUE, KEY=VALUE, as in \"more invitations: programme.parks.invitation=3\"";
    let before_first_value = text.split_once('=').map_or(text, |(before, _)| before);
    let (name, list) = match before_first_value.find(':') {
        Some(colon) => (text[..colon].trim(), &text[colon + 1..]),
        None => ("", text),
    };
    let settings = split(list)
        .into_iter()
        .map(|piece| parse_setting(piece.trim()).map_err(|_| EXPECTED.to_owned()))
        .collect::<Result<Vec<_>, String>>()?;
    Ok(Named {
        title: (!name.is_empty()).then(|| name.to_owned()),
        settings,
    })
}

impl Named {
    /// The variant of a plan.
    pub(super) fn in_plan(&self) -> Result<PlanVariant, ScenarioError> {
        refuse_repeated("--variant", &self.settings)?;
        Ok(PlanVariant {
            title: titles(std::slice::from_ref(self)).swap_remove(0),
            settings: self.settings.clone(),
        })
    }
}

/// Divides a list at its commas, but not at those within brackets or quotation marks.
fn split(list: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_u32, None);
    for (index, letter) in list.char_indices() {
        match (letter, quote) {
            (letter, Some(mark)) => quote = Some(mark).filter(|&mark| mark != letter),
            ('"' | '\'', None) => quote = Some(letter),
            ('[' | '{', None) => depth += 1,
            (']' | '}', None) => depth = depth.saturating_sub(1),
            (',', None) if depth == 0 => {
                pieces.push(&list[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    pieces.push(&list[start..]);
    pieces
}

/// The settings of a variant as its name; in short, without the tables their keys stand in.
fn title(settings: &[(String, String)], short: bool) -> String {
    let settings: Vec<String> = settings
        .iter()
        .map(|(key, value)| {
            let name = key.rsplit('.').next().filter(|_| short).unwrap_or(key);
            format!("{name} = {value}")
        })
        .collect();
    settings.join(" and ")
}

/// A title for each variant: its own, or its settings, in short where that tells them apart.
fn titles(variants: &[Named]) -> Vec<String> {
    let titles = |short: bool| -> Vec<String> {
        variants
            .iter()
            .map(|variant| {
                variant
                    .title
                    .clone()
                    .unwrap_or_else(|| title(&variant.settings, short))
            })
            .collect()
    };
    let short = titles(true);
    let told_apart = short.iter().collect::<BTreeSet<_>>().len() == short.len();
    if told_apart { short } else { titles(false) }
}

/// The keys of the run that options of the command set: the seed, and the number of replications.
pub(super) fn asked_of_the_run(seed: bool, replications: bool) -> Vec<&'static str> {
    let keys = KEYS_OF_THE_RUN.into_iter().zip([seed, replications]);
    keys.filter_map(|(key, is_asked)| is_asked.then_some(key))
        .collect()
}

impl ArmOptions {
    /// Loads baseline and variants that can be compared; all faults of all of them at once. What is set everywhere must
    /// be `suitable` to the command, and keys of the run that are `asked` for in another way hold whatever the files say.
    pub(super) fn load(
        &self,
        suitable: impl Fn(&[(String, String)]) -> Result<(), ScenarioError>,
        asked: &[&str],
        terminal: &Terminal,
    ) -> Result<Vec<Variant>, Failure> {
        let wanted = wanted(self)?;
        let mut arms: Vec<Variant> = Vec::with_capacity(wanted.len());
        let repeated = |variant: &Named| refuse_repeated("--variant", &variant.settings).err();
        let mut faults: Vec<_> = self
            .variants
            .iter()
            .filter_map(repeated)
            .flat_map(|error| error.faults)
            .collect();
        for (path, title, settings) in &wanted {
            let all: Vec<(String, String)> = self.everywhere.iter().chain(*settings).cloned().collect();
            match load_scenario(path, &all) {
                Ok(scenario) => arms.push(arm(scenario, title.as_deref(), &arms)),
                Err(error) => {
                    let error = from_options(error, self, settings);
                    let is_new = |fault: &Fault| !faults.contains(fault);
                    let new: Vec<Fault> = error.faults.into_iter().filter(is_new).collect();
                    // What is set in all arms is no fault of this one.
                    let is_own = |fault: &Fault| fault.path != Path::new(EVERYWHERE);
                    if let Some(title) = title.as_ref().filter(|_| new.iter().any(is_own)) {
                        terminal.note(&say!("In the variant `{title}`:"));
                    }
                    faults.extend(new);
                }
            }
        }
        ScenarioError::none_of(faults)?;
        refuse_idle(self, &wanted, &arms)?;
        for note in passed_over(&arms, asked)? {
            terminal.note(&note);
        }
        suitable(&self.everywhere).map_err(|error| from_options(error, self, &[]))?;
        let (baseline, variants) = arms.split_first().expect("there is at least one scenario");
        let variants = variants
            .iter()
            .map(|variant| variant.clone().facing_need_of(baseline));
        let arms: Vec<Variant> = std::iter::once(baseline.clone()).chain(variants).collect();
        comparison::check(&arms)
            .and_then(|()| comparison::refuse_copies(&arms))
            .map_err(|mismatch| refused(&mismatch))?;
        Ok(arms)
    }
}

impl ArmOptions {
    /// The same arms with the texts they are made of, for draws beneath them.
    pub(super) fn ranked(&self, arms: &[Variant]) -> Result<Vec<RankedArm>, Failure> {
        let ranked = |((path, _, settings), usual): (&Wanted<'_>, &Variant)| {
            let place = shipped::locate(path, &Kind::SCENARIOS)?;
            Ok(RankedArm {
                base: Base::open_from(&place.files, &place.path)?,
                settings: self.everywhere.iter().chain(*settings).cloned().collect(),
                usual: usual.clone(),
            })
        };
        wanted(self)?.iter().zip(arms).map(ranked).collect()
    }
}

/// Refuses a measure that not every arm has.
pub(super) fn refuse_unknown_measure(measure: &str, arms: &[Variant]) -> Result<(), Failure> {
    for Variant { scenario, .. } in arms {
        let columns = columns(&scenario.programme_keys, scenario.municipalities());
        if !columns.iter().any(|column| column.key == measure) {
            return Err(unknown_measure(measure, &columns));
        }
    }
    Ok(())
}

fn refused(mismatch: &Mismatch) -> Failure {
    match mismatch {
        Mismatch::Copy { .. } | Mismatch::Twin { .. } => Failure::NoEffect(mismatch.to_string()),
        _ => Failure::Usage(mismatch.to_string()),
    }
}

/// The faults of an arm with these settings, each under the option that it came from.
fn from_options(error: ScenarioError, options: &ArmOptions, settings: &[(String, String)]) -> ScenarioError {
    // What `--set` makes is the only variant there is, and none of `--variant`.
    let error = if options.variants.is_empty() {
        error
    } else {
        error.from_option("--variant", settings)
    };
    error.from_option(EVERYWHERE, &options.everywhere)
}

/// What is passed over of the runs that the files of the variants speak of, but for those that can be meant for the variant
/// only, which are refused.
fn passed_over(arms: &[Variant], asked: &[&str]) -> Result<Vec<String>, ScenarioError> {
    let (baseline, variants) = arms.split_first().expect("there is at least one scenario");
    let mut faults = Vec::new();
    let mut notes = Vec::new();
    for Variant { title, scenario, .. } in variants {
        let refused = refuse_run_of_variant(scenario, title, &baseline.scenario);
        match refused {
            Ok(()) => notes.extend(notes_on_run_of_variant(scenario, &baseline.scenario, asked)),
            Err(error) => faults.extend(error.faults),
        }
    }
    ScenarioError::none_of(faults)?;
    Ok(notes)
}

/// Refuses settings that make no variant: those of the run, and those that have no effect in their arm; what is set
/// everywhere may have its effect in any of them.
fn refuse_idle(options: &ArmOptions, wanted: &[Wanted<'_>], arms: &[Variant]) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for ((_, title, settings), arm) in wanted.iter().zip(arms) {
        let refused = refuse_settings(settings, |key| {
            let title = title.as_deref().unwrap_or_default();
            makes_no_variant(key, title).or_else(|| arm.scenario.without_effect(key))
        });
        let refused = refused.map_err(|error| from_options(error, options, settings));
        faults.extend(refused.err().into_iter().flat_map(|error| error.faults));
    }
    let everywhere = refuse_settings(&options.everywhere, |key| {
        let reasons = arms.iter().map(|arm| arm.scenario.without_effect(key));
        reasons.collect::<Option<Vec<_>>>()?.into_iter().next()
    });
    let everywhere = everywhere.map_err(|error| from_options(error, options, &[]));
    faults.extend(everywhere.err().into_iter().flat_map(|error| error.faults));
    Ok(ScenarioError::none_of(faults)?)
}

/// File, title and settings of each arm, the baseline first.
type Wanted<'a> = (&'a Path, Option<String>, &'a [(String, String)]);

fn wanted(options: &ArmOptions) -> Result<Vec<Wanted<'_>>, Failure> {
    let baseline = options.scenarios[0].as_path();
    let mut wanted: Vec<Wanted<'_>> = options
        .scenarios
        .iter()
        .map(|path| (path.as_path(), None, &[][..]))
        .collect();
    if !options.settings.is_empty() {
        if !options.variants.is_empty() {
            return Err(Failure::Usage(say!(
                "--set makes the one variant and --variant one of several, so they do not go together\n\
                 hint: --everywhere sets a parameter in the baseline and in every variant; what belongs to \
                 one variant stands in its --variant"
            )));
        }
        if wanted.len() > 1 {
            return Err(Failure::Usage(say!(
                "--set makes the variant of a single scenario, and several were given\n\
                 hint: --everywhere sets a parameter in all of them; --variant adds a variant of the first"
            )));
        }
        wanted.push((baseline, Some(title(&options.settings, true)), &options.settings));
    }
    let titles = titles(&options.variants);
    if let Some(twice) = (1..titles.len()).find(|&index| titles[..index].contains(&titles[index])) {
        return Err(Failure::Usage(say!(
            "two variants are called `{}`\nhint: give each a name of its own",
            name_of(&titles[twice])
        )));
    }
    for (variant, title) in options.variants.iter().zip(titles) {
        wanted.push((baseline, Some(title), &variant.settings));
    }
    match wanted.len() - 1 {
        0 => Err(Failure::Usage(say!(
            "there is nothing to compare the scenario with\n\
             hint: make a variant with --set KEY=VALUE or --variant, or name a second scenario"
        ))),
        count if count > VARIANTS_MAX => Err(Failure::Usage(say!(
            "{count} variants are too many to tell apart in one comparison (limit: {VARIANTS_MAX})\n\
             hint: compare fewer at a time, or plan them with `samspil sweep`"
        ))),
        _ => Ok(wanted),
    }
}

/// An arm with a key and a title of its own among those there are.
fn arm(scenario: Scenario, title: Option<&str>, others: &[Variant]) -> Variant {
    let title = title.unwrap_or(&scenario.title);
    let mut own = title.to_owned();
    if others.iter().any(|other| other.title == own) {
        own = format!("{title} ({})", scenario.name);
    }
    let mut number = 2;
    while others.iter().any(|other| other.title == own) {
        own = format!("{title} ({number})");
        number += 1;
    }
    Variant {
        key: key_of(&own, others),
        title: own,
        scenario,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn a_variant_has_a_name_and_settings() {
        let named = parse_variant("more asked: a.b=3 , c=['x, y', \"z\"]").unwrap();
        assert_eq!(named.title.as_deref(), Some("more asked"));
        assert_eq!(
            named.settings,
            settings(&[("a.b", "3"), ("c", "['x, y', \"z\"]")])
        );
        let nameless = parse_variant("a.b=3,c=false").unwrap();
        assert_eq!(
            titles(&[nameless.clone(), named]),
            ["b = 3 and c = false", "more asked"]
        );
        assert_eq!(
            titles(&[nameless.clone(), nameless]),
            ["a.b = 3 and c = false"; 2]
        );
        let time = parse_variant("a='10:30'").unwrap();
        assert_eq!((time.title, time.settings), (None, settings(&[("a", "'10:30'")])));
        for wrong in ["", "name:", "name: a", "a=1,", "a=1, b"] {
            assert!(
                parse_variant(wrong).unwrap_err().contains("expected NAME"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn keys_are_short_plain_and_unique() {
        let scenario = Scenario::from_text(Path::new("town.toml"), "[programme.parks]\n", &[]).unwrap();
        let mut arms = Vec::new();
        for title in [
            None,
            Some("Baseline"),
            Some("Æble / grød!"),
            Some("æble grød"),
            Some("!"),
        ] {
            let next = arm(scenario.clone(), title, &arms);
            arms.push(next);
        }
        let keys: Vec<&str> = arms.iter().map(|arm| arm.key.as_str()).collect();
        assert_eq!(
            keys,
            ["baseline", "baseline-2", "ble-gr-d", "ble-gr-d-2", "variant"]
        );
    }
}
