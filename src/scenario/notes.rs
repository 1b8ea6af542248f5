//! What a reader should know of a scenario before it is run: settings of which nothing comes, a town that is too small for its
//! measures, and groups of another size than usual.

use super::{Origin, Scenario};
use crate::words::{say, words};

/// Citizens below which measures are about single people: a quarter by status, on which equity rests, is then fewer than
/// thirteen, and one participant more or less moves a share by more than two points, twice the smallest effect of interest.
const CITIZENS_LEAST: u32 = 50;
/// How far people of a group may lie from the usual number, relatively, before it is told.
const DIFFERENT: f64 = 0.01;

/// Numbers of groups that a file may write, each with the key of the usual size of one.
const GROUPS: [(&str, &str); 2] = [
    (
        "population.neighbourhoods",
        "population.citizens_per_neighbourhood",
    ),
    ("organisation.units", "organisation.reference_citizens_per_unit"),
];

impl Scenario {
    /// What a reader should know before it is run.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.idle_notes();
        notes.extend(self.note_on_smallness());
        notes.extend(GROUPS.iter().filter_map(|group| self.note_on_groups(*group)));
        notes
    }

    /// A note on costs by output and outcome where there are several programmes.
    #[must_use]
    pub fn note_on_counting(&self) -> Option<String> {
        let programmes = self.programme_keys.len();
        (programmes > 1).then(|| {
            say!(
                "Cost per output and cost per outcome add up what {programmes} programmes reach: one task that is written as two \
                 programmes counts twice and looks half as dear, so compare them only between scenarios that cut their tasks alike."
            )
        })
    }

    /// Citizens at the start.
    fn citizens(&self) -> u32 {
        self.setup.citizens()
    }

    /// A town of which most measures mean little, and why.
    fn note_on_smallness(&self) -> Option<String> {
        let citizens = self.citizens();
        let posts =
            self.setup.phases[0].parameters.professionals.per_1000_citizens * f64::from(citizens) / 1000.0;
        let programmes = self.programme_keys.len();
        // A town without staff is meant so.
        let has_staff = posts > 0.0;
        let reason = if citizens < CITIZENS_LEAST {
            say!(
                "one citizen more or less moves a share by {} points",
                rounded(100.0 / f64::from(citizens))
            )
        } else if has_staff && posts < programmes as f64 {
            say!(
                "fewer than one full-time post for each programme ({} for {programmes}), so that staff are fractions of a person",
                rounded(posts)
            )
        } else {
            return None;
        };
        Some(say!(
            "A town of {citizens} citizens is too small for most of its measures to mean much: {reason}. Take more with \
             `population.citizens`."
        ))
    }

    /// Groups that a file writes for another number of citizens than the command line sets.
    fn note_on_groups(&self, (groups, usual): (&str, &str)) -> Option<String> {
        let setting = |key: &str| self.settings.get(key);
        let is_set = setting("population.citizens")?.origin == Origin::CommandLine;
        let written = setting(groups)?;
        if !is_set || written.origin != Origin::File {
            return None;
        }
        let number = written.value.as_integer()?;
        let usual_size = &setting(usual)?.value;
        let usual_size = usual_size
            .as_float()
            .or(usual_size.as_integer().map(|whole| whole as f64))?;
        let size = f64::from(self.citizens()) / number as f64;
        let what = if groups.starts_with("population") {
            words!("neighbourhood")
        } else {
            words!("unit")
        };
        ((size / usual_size - 1.0).abs() > DIFFERENT).then(|| {
            say!(
                "The file writes `{groups}` = {number} and --set another number of citizens: a {what} now has {} citizens, where {} \
                 are usual, and groups of another size are another kind of town. Set `{groups}` too.",
                rounded(size),
                rounded(usual_size)
            )
        })
    }
}

/// A number as it is spoken of: whole from ten on, and with one decimal below.
fn rounded(number: f64) -> String {
    let number = if number < 10.0 {
        (10.0 * number).round() / 10.0
    } else {
        number.round()
    };
    crate::words::given(number)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn notes(text: &str, settings: &[(&str, &str)]) -> Vec<String> {
        let settings: Vec<_> = settings
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        Scenario::from_text(Path::new("parks.toml"), text, &settings)
            .unwrap()
            .notes()
    }

    #[test]
    fn a_town_too_small_for_its_measures_says_so_and_why() {
        let of = |text: &str| notes(&format!("[population]\n{text}\n[programme.parks]\n"), &[]);
        assert!(of("citizens = 50").is_empty());
        let [note] = &of("citizens = 40")[..] else {
            panic!()
        };
        assert!(
            note.contains("40 citizens") && note.contains("by 2.5 points"),
            "{note}"
        );
        let few = "citizens = 60\n[professionals]\nper_1000_citizens = 10.0";
        let [note] = &of(few)[..] else { panic!() };
        assert!(note.contains("(0.6 for 1)"), "{note}");
        let shared = "citizens = 60\n[programme.kits]\nstaff_share = 0.3\n[programme.walks]\nstaff_share = 0.3\n[programme.more]\nstaff_share = 0.3";
        let text = format!("[population]\n{shared}\n");
        assert!(notes(&text, &[])[0].contains("(2.4 for 3)"));
        assert!(of("citizens = 60\n[professionals]\nper_1000_citizens = 0.0").is_empty());
    }

    #[test]
    fn neighbourhoods_written_for_another_number_of_citizens_are_told() {
        let text = "[population]\ncitizens = 2000\nneighbourhoods = 10\n[organisation]\nunits = 10\n[programme.parks]\n";
        assert!(notes(text, &[]).is_empty());
        let told = notes(text, &[("population.citizens", "500")]);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told[0].contains("`population.neighbourhoods` = 10")
                && told[0].contains("now has 50 citizens, where 200"),
            "{told:?}"
        );
        assert!(told[1].contains("`organisation.units` = 10"), "{told:?}");
        let both = [
            ("population.citizens", "500"),
            ("population.neighbourhoods", "5"),
            ("organisation.units", "2"),
        ];
        assert!(notes(text, &both).is_empty());
        assert!(notes("[programme.parks]\n", &[("population.citizens", "500")]).is_empty());
    }

    #[test]
    fn several_programmes_are_counted_together_in_costs_and_told_so() {
        let of = |text: &str| {
            let scenario = Scenario::from_text(Path::new("parks.toml"), text, &[]).unwrap();
            scenario.note_on_counting()
        };
        assert_eq!(of("[programme.parks]\n"), None);
        let two = "[programme.parks]\nstaff_share = 0.5\n[programme.kits]\nstaff_share = 0.5\n";
        assert!(of(two).unwrap().contains("what 2 programmes reach"));
    }
}
