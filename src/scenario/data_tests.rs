//! Scenarios with data files, from the text to what the model runs on.

use std::path::PathBuf;

use super::{Fault, Origin, Scenario, ScenarioError};

/// Three neighbourhoods whose names say nothing of their wealth; ids that do not count the rows.
const PEOPLE: &str = "idno,area,trust\n30,Vest,9\n10,Nord,1\n20,Syd,5\n40,Vest,8\n50,Nord,2\n60,Syd,4\n";

/// A folder with people.csv, ties.csv and whatever scenario is asked for.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new(people: &str, ties: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("people.csv"), people).unwrap();
        std::fs::write(folder.path().join("ties.csv"), ties).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("town.toml")
    }

    /// The scenario with `data` under [population.data], `rest` behind it, and settings.
    fn load(&self, data: &str, rest: &str, settings: &[(&str, &str)]) -> Result<Scenario, ScenarioError> {
        let text = format!(
            "[population]\nfrom = 'people.csv'\n[population.data]\n{data}\n[population.data.columns]\n\
             trust = {{ column = 'trust', low = 0, high = 10 }}\n[organisation]\nunits = 1\n{rest}\n"
        );
        let settings: Vec<(String, String)> = settings
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        Scenario::from_text(&self.path(), &text, &settings)
    }

    fn faults(&self, data: &str, rest: &str, settings: &[(&str, &str)]) -> Vec<Fault> {
        self.load(data, rest, settings).unwrap_err().faults
    }
}

fn neighbourhoods(scenario: &Scenario) -> &[u32] {
    &scenario.setup.phases[0].parameters.programmes[0].neighbourhoods
}

#[test]
fn neighbourhoods_go_by_the_names_of_the_data() {
    let desk = Desk::new(PEOPLE, "");
    let areas = "neighbourhood = 'area'";
    let programme = |list: &str| format!("[programme.local]\nneighbourhoods = {list}");
    let scenario = desk.load(areas, &programme("['Vest', 1]"), &[]).unwrap();
    assert_eq!(scenario.neighbourhood_names, ["Nord", "Syd", "Vest"]);
    assert_eq!(neighbourhoods(&scenario), [3, 1]);
    assert_eq!(scenario.neighbourhood_name(3), "Vest");
    let again = Scenario::from_text(&desk.path(), &scenario.resolved_toml(), &[]).unwrap();
    assert_eq!(neighbourhoods(&again), [3, 1]);
    let set = desk.load(
        areas,
        "[programme.local]",
        &[("programme.local.neighbourhoods", "['Syd']")],
    );
    assert_eq!(neighbourhoods(&set.unwrap()), [2]);

    let wrong = desk.faults(areas, &programme("['West']"), &[]);
    assert_eq!(wrong[0].hint.as_deref(), Some("did you mean `Vest`?"));
    let twice = desk.faults(areas, &programme("['Vest', 3]"), &[]);
    assert!(twice[0].message.contains("twice"), "{twice:?}");
    let nameless = desk.faults("", &programme("['Vest']"), &[]);
    assert!(
        nameless[0].hint.as_ref().unwrap().contains("[population.data]"),
        "{nameless:?}"
    );
}

#[test]
fn an_order_of_neighbourhoods_renumbers_them() {
    let desk = Desk::new(PEOPLE, "");
    let data = "neighbourhood = 'area'\npoorest_first = ['Vest', 'Nord', 'Syd']";
    let scenario = desk
        .load(data, "[programme.local]\nneighbourhoods = ['Vest']", &[])
        .unwrap();
    assert_eq!(neighbourhoods(&scenario), [1]);
    assert!(scenario.setup.observed_citizens.unwrap().neighbourhoods_ranked);
    let alone = desk.faults("poorest_first = ['Vest']", "", &[]);
    assert!(alone[0].message.contains("not observed"), "{alone:?}");
}

#[test]
fn ties_need_ids_where_ids_do_not_count_rows() {
    let desk = Desk::new(PEOPLE, "from,to\n10,20\n20,30\n");
    let ties = "[network]\nfrom = 'ties.csv'";
    let one = [("population.neighbourhoods", "1")];
    let faults = desk.faults("one_to_one = true", ties, &one);
    assert!(faults[0].message.contains("`idno`"), "{faults:?}");
    assert_eq!(
        faults[0].hint.as_deref(),
        Some(
            "add `id = \"idno\"` under [population.data]; where ties do name rows, give the file a column that counts them \
             from 1, and name that one"
        )
    );
    let scenario = desk.load("one_to_one = true\nid = \"idno\"", ties, &one).unwrap();
    assert_eq!(scenario.setup.observed_ties.unwrap().pairs, [(0, 2), (1, 2)]);
    let counting = Desk::new("id,trust\n1,3\n2,4\n", "from,to\n1,2\n");
    let scenario = counting.load("one_to_one = true", ties, &one).unwrap();
    assert_eq!(scenario.setup.observed_ties.unwrap().pairs, [(0, 1)]);
}

#[test]
fn any_column_that_tells_respondents_apart_may_hold_their_ids() {
    let (one, ties) = (
        [("population.neighbourhoods", "1")],
        "[network]\nfrom = 'ties.csv'",
    );
    for name in ["nr", "løbenr", "pnr", "navn"] {
        let desk = Desk::new(
            &format!("{name},trust,omr\n3,1,A\n1,5,B\n2,9,B\n"),
            "from,to\n3,1\n1,2\n",
        );
        let faults = desk.faults("one_to_one = true", ties, &one);
        assert!(
            faults[0].message.contains(&format!("`{name}`")),
            "{}",
            faults[0].message
        );
        let data = format!("one_to_one = true\nid = \"{name}\"");
        let scenario = desk.load(&data, ties, &one).unwrap();
        assert_eq!(scenario.setup.observed_ties.unwrap().pairs, [(0, 1), (1, 2)]);
    }
    let rows = Desk::new("row,name,trust\n1,a,1\n2,b,5\n3,c,9\n", "from,to\n3,1\n");
    assert!(
        rows.faults("one_to_one = true", ties, &one)[0]
            .message
            .contains("`name`")
    );
    let scenario = rows.load("one_to_one = true\nid = \"row\"", ties, &one).unwrap();
    assert_eq!(scenario.setup.observed_ties.unwrap().pairs, [(0, 2)]);
}

#[test]
fn dropped_rows_take_their_ties_with_them() {
    let desk = Desk::new("idno,trust\n30,9\n10,\n20,5\n", "from,to\n10,20\n20,30\n");
    let data = "one_to_one = true\nid = 'idno'\nmissing = 'drop_row'";
    let one = [("population.neighbourhoods", "1")];
    let scenario = desk.load(data, "[network]\nfrom = 'ties.csv'", &one).unwrap();
    assert_eq!(scenario.setup.observed_ties.as_ref().unwrap().pairs, [(0, 1)]);
    assert!(
        scenario.data_notes.iter().any(|note| note.contains("1 tie to")),
        "{:?}",
        scenario.data_notes
    );
}

#[test]
fn a_hint_does_not_offer_what_the_data_forbid() {
    let few = Desk::new("trust\n1\n2\n3\n", "");
    let hint = |faults: &[Fault]| faults[0].hint.clone().unwrap();
    let ten = [("population.neighbourhoods", "10")];
    let citizens = few.faults("one_to_one = true", "", &ten);
    assert_eq!(hint(&citizens), "set `population.neighbourhoods` to at most 3");
    for settings in [&[("population.neighbourhoods", "3")][..], &[]] {
        few.load("one_to_one = true", "", settings).unwrap();
    }

    let areas = Desk::new("area,trust\na,1\nb,1\nc,1\n", "");
    let units = [("organisation.units", "4")];
    let units = areas.faults("neighbourhood = 'area'", "", &units);
    assert_eq!(hint(&units), "set `organisation.units` to at most 3");
    areas
        .load("neighbourhood = 'area'", "", &[("organisation.units", "3")])
        .unwrap();

    let two = ("organisation.municipalities", "2");
    let shared = areas.faults("neighbourhood = 'area'", "", &[two, ("organisation.units", "2")]);
    assert!(
        hint(&shared).contains("set `organisation.municipalities` to 1"),
        "{shared:?}"
    );
}

#[test]
fn data_files_can_be_set() {
    let desk = Desk::new(PEOPLE, "");
    let other = desk.folder.path().join("other.csv");
    std::fs::write(&other, "trust\n0\n10\n").unwrap();
    let other = other.display().to_string();
    let scenario = desk.load("", "", &[("population.from", &other)]).unwrap();
    assert_eq!(scenario.setup.observed_citizens.as_ref().unwrap().len(), 2);
    let resolved = scenario.resolved_toml();
    assert!(
        resolved.contains("from = \"other.csv\""),
        "seen from the scenario: {resolved}"
    );
    let again = Scenario::from_text(&desk.path(), &resolved, &[]).unwrap();
    assert_eq!(again.setup.observed_citizens, scenario.setup.observed_citizens);
    // What is set is seen from where the command runs, not from the scenario.
    let faults = desk.faults("", "", &[("population.from", "other.csv")]);
    assert!(faults[0].message.starts_with("other.csv"), "{faults:?}");
    let faults = desk.faults("", "", &[("population.data.missing", "drop_row")]);
    assert!(
        faults[0].message.contains("in a scenario file only"),
        "{faults:?}"
    );
}

#[test]
fn a_file_that_is_missing_is_told_with_all_other_faults() {
    let desk = Desk::new(PEOPLE, "");
    let messages = |faults: &[Fault]| -> Vec<String> {
        faults
            .iter()
            .map(|fault| fault.message.replace('`', ""))
            .collect()
    };
    let gone = ("population.from", "gone.csv");
    let faults = messages(&desk.faults("", "", &[gone, ("barriers.silos", "7")]));
    assert_eq!(
        faults,
        ["gone.csv: no such file", "barriers.silos is out of bounds: 7"]
    );
    let both = [gone, ("network.from", "none.csv")];
    let faults = messages(&desk.faults("one_to_one = true", "", &both));
    assert_eq!(faults, ["gone.csv: no such file", "none.csv: no such file"]);
    let settings = [(gone.0.to_owned(), gone.1.to_owned())];
    let unmapped = Scenario::from_text(&desk.path(), "[programme.parks]\n", &settings).unwrap_err();
    let faults = messages(&unmapped.faults);
    assert_eq!(
        faults,
        [
            "no column of this file is mapped to a trait",
            "gone.csv: no such file"
        ]
    );
}

#[test]
fn hints_about_answers_work_when_they_are_followed() {
    let desk = Desk::new("trust\n5\n77\n88\n:\nunknown\n", "");
    let note = |faults: &[Fault]| faults[0].note.clone().unwrap();
    let faults = note(&desk.faults("", "", &[]));
    let codes = "missing_codes = [77, 88]";
    let words = "missing_words = [\":\", \"unknown\"]";
    assert!(faults.contains(codes) && faults.contains(words), "{faults}");
    let scenario = desk.load(&format!("{codes}\n{words}"), "", &[]).unwrap();
    assert!(
        scenario.data_notes[1].contains("4 of 5 values missing"),
        "{:?}",
        scenario.data_notes
    );
}

#[test]
fn counts_that_the_data_give_say_so() {
    let desk = Desk::new(PEOPLE, "");
    let scenario = desk.load("neighbourhood = 'area'", "", &[]).unwrap();
    assert_eq!(
        scenario.settings["population.neighbourhoods"].origin,
        Origin::Data
    );
}
