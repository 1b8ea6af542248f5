//! A hint that is followed works: the fault it was given for is gone, and the hint does not come back.

use std::path::Path;

use samspil::scenario::{Fault, Scenario};

/// The text with `key = value` under the heading of its table, in place of what stands there.
fn with(text: &str, key: &str, value: &str) -> String {
    let (table, name) = key.rsplit_once('.').unwrap_or(("", key));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let assignment = format!("{name} = {value}");
    let heading = format!("[{table}]");
    let Some(start) = lines.iter().position(|line| line.trim() == heading) else {
        return format!("{text}\n{heading}\n{assignment}\n");
    };
    let end = lines[start + 1..]
        .iter()
        .position(|line| line.starts_with('['))
        .map_or(lines.len(), |next| start + 1 + next);
    let own = |line: &String| line.split('=').next().is_some_and(|before| before.trim() == name);
    match lines[start + 1..end].iter().position(own) {
        Some(line) => lines[start + 1 + line] = assignment,
        None => lines.insert(start + 1, assignment),
    }
    lines.join("\n") + "\n"
}

/// The text with the word or value at the place of a fault put in other words.
fn replaced(text: &str, fault: &Fault, change: impl Fn(&str) -> String) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line = &mut lines[fault.line - 1];
    let start: usize = line.chars().take(fault.column - 1).map(char::len_utf8).sum();
    let rest = &line[start..];
    let length = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map_or(rest.len(), |end| end + 2),
        Some('[') if !rest.starts_with("[[") => rest.find(']').map_or(rest.len(), |end| end + 1),
        _ => rest
            .find(|letter: char| !(letter.is_alphanumeric() || "_.-+".contains(letter)))
            .unwrap_or(rest.len()),
    };
    let changed = change(&rest[..length]);
    line.replace_range(start..start + length, &changed);
    lines.join("\n") + "\n"
}

/// The text without the line of a fault.
fn without(text: &str, fault: &Fault) -> String {
    let lines = text.lines().enumerate();
    let kept: Vec<&str> = lines
        .filter(|(number, _)| number + 1 != fault.line)
        .map(|(_, line)| line)
        .collect();
    kept.join("\n") + "\n"
}

/// What stands between back quotes.
fn quoted(hint: &str) -> Vec<&str> {
    hint.split('`').skip(1).step_by(2).collect()
}

/// The number after some words.
fn number_after(hint: &str, words: &str) -> Option<String> {
    let rest = &hint[hint.find(words)? + words.len()..];
    let end = rest
        .find(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
        .unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches('.').to_owned()).filter(|number| !number.is_empty())
}

/// A name in place of a word that is close to it, quotation marks kept; a key that belongs elsewhere is moved there.
fn renamed(text: &str, fault: &Fault, name: &str) -> String {
    let written = std::cell::RefCell::new(String::new());
    let changed = replaced(text, fault, |word| {
        written.borrow_mut().push_str(word.trim_matches(['"', '\'']));
        let last = if word.contains('.') {
            name
        } else {
            name.rsplit('.').next().unwrap()
        };
        word.replace(word.trim_matches(['"', '\'']), last)
    });
    let line = text.lines().nth(fault.line - 1).unwrap();
    let moved = name.contains('.') && !written.borrow().contains('.');
    let (table, _) = name.rsplit_once('.').unwrap_or(("", name));
    let heading = text
        .lines()
        .take(fault.line)
        .filter(|line| line.starts_with('['))
        .last();
    match line.split_once('=') {
        Some((_, value)) if moved && heading != Some(&format!("[{table}]")) => {
            with(&without(text, fault), name, value.trim())
        }
        _ => changed,
    }
}

/// Keys set to the numbers that a hint names: those of one way all together, each with the next number after it.
fn set_to_numbers(text: &str, hint: &str) -> Vec<String> {
    let way = |words: &str| {
        quoted(words).into_iter().try_fold(text.to_owned(), |text, key| {
            let behind = &words[words.find(&format!("`{key}`"))?..];
            let number = ["at most ", "at least ", "to "]
                .iter()
                .find_map(|before| number_after(behind, before))?;
            Some(with(&text, key, &number))
        })
    };
    hint.split(", or ").filter_map(way).collect()
}

/// The text without a table, given its first and last line, and without a key of the same name.
fn without_data(text: &str) -> String {
    let mut lines = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with('[') {
            inside = line.starts_with("[population.data");
        }
        if !inside && !line.starts_with("from = ") {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}

/// The text with what a hint assigns under the heading of a table.
fn written_under(text: &str, hint: &str, table: &str) -> Vec<String> {
    let [assignment] = quoted(hint)[..] else {
        return Vec::new();
    };
    if hint.starts_with("name ") || assignment.contains('…') {
        return Vec::new();
    }
    let (name, value) = assignment.split_once(" = ").unwrap();
    // Where there is one table alone, what is to be added to it is not there yet.
    let new = table != "population.data" || !text.lines().any(|line| line.starts_with(&format!("{name} = ")));
    assert!(new || !hint.contains("add "), "{hint}\n{text}");
    vec![with(text, &format!("{table}.{name}"), value)]
}

/// What comes of following a hint, one text for each way it leaves open; empty where only a person can follow it.
fn followed(text: &str, fault: &Fault) -> Vec<String> {
    // The faults of a data file stand in a note, each with its hint.
    let of_data = || fault.note.as_deref()?.split_once("hint: ")?.1.lines().next();
    let hint = fault.hint.as_deref().or_else(of_data).unwrap_or_default();
    let names = quoted(hint);
    if hint.starts_with("did you mean") {
        return names.iter().map(|name| renamed(text, fault, name)).collect();
    }
    if hint.contains("leave `population.from` and [population.data] out") {
        return vec![without_data(text)];
    }
    if let Some(table) = hint.split(" under [").nth(1) {
        return written_under(text, hint, table.split(']').next().unwrap());
    }
    if let Some(assignment) = names.iter().find(|name| name.contains(" = "))
        && (hint.starts_with("set ") || hint.starts_with("leave "))
    {
        let (key, value) = assignment.split_once(" = ").unwrap();
        return vec![with(text, key, value), without(text, fault)];
    }
    if hint.starts_with("set ") || hint.contains(": set ") {
        let rest = &hint[hint.find("set ").unwrap()..];
        return set_to_numbers(text, rest);
    }
    if let Some(key) = hint
        .strip_prefix("raise `")
        .and_then(|rest| rest.split('`').next())
    {
        let value = if hint.ends_with("above 0") { "0.1" } else { "50.0" };
        // An event is raised where it stands.
        let line = text.lines().nth(fault.line - 1).unwrap();
        return vec![if line.trim_start().starts_with("change") {
            replaced(text, fault, |_| value.to_owned())
        } else {
            with(text, key, value)
        }];
    }
    if hint.starts_with("open ") {
        let stages = names.iter().filter(|name| !name.contains('.'));
        let key = names.iter().find(|name| name.ends_with(".stages")).unwrap();
        return stages
            .map(|stage| with(text, key, &format!("[\"{stage}\"]")))
            .collect();
    }
    if hint.ends_with("without quotation marks") {
        return vec![replaced(text, fault, |value| {
            value.trim_matches(['"', '\'']).to_owned()
        })];
    }
    if let [assignment] = names[..]
        && !assignment.contains('…')
        && let Some((_, value)) = assignment.split_once(" = ")
    {
        return vec![replaced(text, fault, |_| value.to_owned())];
    }
    let Some(value) = hint.split("write ").nth(1) else {
        return Vec::new();
    };
    if value.starts_with(|letter: char| letter.is_ascii_digit() || letter == '[') {
        let value = value.split(", ").next().unwrap();
        let mut ways = vec![replaced(text, fault, |_| value.to_owned())];
        if hint.starts_with("leave the key out") {
            ways.push(without(text, fault));
        }
        return ways;
    }
    Vec::new()
}

fn faults(path: &Path, text: &str) -> Vec<Fault> {
    Scenario::from_text(path, text, &[])
        .err()
        .map_or_else(Vec::new, |error| error.faults)
}

/// Follows every hint on a text in all its ways; how many there were.
fn follow(path: &Path, text: &str) -> usize {
    let mut tried = 0;
    for fault in faults(path, text).iter().filter(|fault| fault.path == path) {
        for way in followed(text, fault) {
            tried += 1;
            let left = faults(path, &way);
            let back = left.iter().find(|other| {
                other.key == fault.key && (other.message == fault.message || other.hint == fault.hint)
            });
            assert!(
                back.is_none(),
                "{}\nfollowing the hint of\n{}\ngave\n{way}\nand that\n{}",
                path.display(),
                fault.render(false),
                back.unwrap().render(false)
            );
            let broken = left.iter().find(|other| other.code == "syntax");
            assert!(
                broken.is_none() || fault.code == "syntax",
                "{}\n{}\ngave\n{way}\n{}",
                path.display(),
                fault.render(false),
                broken.unwrap().render(false)
            );
        }
    }
    tried
}

#[test]
fn hints_work_when_they_are_followed() {
    let mut tried = 0;
    for entry in std::fs::read_dir("tests/invalid").unwrap() {
        let path = entry.unwrap().path();
        tried += follow(&path, &std::fs::read_to_string(&path).unwrap());
    }
    assert!(tried > 40, "only {tried} hints could be followed");
}

/// Where one fault hides another, each hint leads to a scenario without faults, one step after the other.
fn leads_out(path: &Path, text: &str, steps: usize) {
    let found = faults(path, text);
    assert!(
        steps > 0 || found.is_empty(),
        "{text}\n{}",
        found[0].render(false)
    );
    for fault in &found {
        let ways = followed(text, fault);
        assert!(!ways.is_empty(), "{text}\n{}", fault.render(false));
        for way in ways {
            leads_out(path, &way, steps - 1);
        }
    }
}

#[test]
fn counts_fit_together_after_one_hint() {
    let path = Path::new("town.toml");
    let programme = "[programme.parks]\n";
    for (text, steps) in [
        ("[population]\ncitizens = 3\nneighbourhoods = 10\n", 1),
        (
            "[population]\ncitizens = 200\nneighbourhoods = 3\n[organisation]\nunits = 10\n",
            1,
        ),
        ("[population]\ncitizens = 5\nneighbourhoods = 8\n", 2),
        (
            "[population]\ncitizens = 10\nneighbourhoods = 10\n[organisation]\nunits = 10\nmunicipalities = 4\n",
            2,
        ),
        (
            "[population]\ncitizens = 11\nneighbourhoods = 10\n[organisation]\nunits = 10\nmunicipalities = 3\n",
            2,
        ),
        (
            "[population]\ncitizens = 3\n[organisation]\nmunicipalities = 5\n",
            2,
        ),
    ] {
        let found = faults(path, &format!("{text}{programme}"));
        assert!(!found.is_empty(), "{text}");
        leads_out(path, &format!("{text}{programme}"), steps);
    }
}

#[test]
fn hints_on_surveys_lead_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.toml");
    let columns =
        "[population.data.columns]\ntrust = { column = \"t\", low = 0, high = 10 }\n[programme.parks]\n";
    for (survey, settings, steps) in [
        ("t\n\"\"\nNA\n", "", 1),
        ("t\n\"\"\nNA\n", "missing = \"drop_row\"\n", 1),
        ("t\n1\n77\n88\n", "missing_codes = [7]\n", 1),
        ("t\n1\n77\n88\n", "", 1),
        ("t\n1\n2\n3\n", "one_to_one = true\n", 1),
    ] {
        std::fs::write(folder.path().join("people.csv"), survey).unwrap();
        let population = "[population]\nfrom = \"people.csv\"\nneighbourhoods = 10\n";
        let text = format!("{population}[population.data]\n{settings}{columns}");
        assert!(!faults(&path, &text).is_empty(), "{text}");
        leads_out(&path, &text, steps);
    }
}

#[test]
fn years_are_held_against_a_run_that_could_be_read() {
    let event = "[programme.parks]\n[[event]]\nyear = 150\nelection = true\n";
    let path = Path::new("town.toml");
    let found = faults(path, event);
    assert_eq!(found[0].hint.as_deref(), Some("a run lasts at most 100 years"));
    let found = faults(path, &format!("[simulation]\nhorizon_years = 151\n{event}"));
    assert_eq!(found.len(), 1, "{}", found[1].render(false));
}

#[test]
fn hints_name_programmes_there_are() {
    let path = Path::new("town.toml");
    let text = "[programme.parks]\n";
    let set = |key: &str| {
        let settings = [(key.to_owned(), "1".to_owned())];
        let error = Scenario::from_text(path, text, &settings).unwrap_err();
        error.faults[0].hint.clone().unwrap_or_default()
    };
    assert_eq!(
        set("programme.*.reward"),
        "did you mean `programme.parks.reward`?"
    );
    assert_eq!(set("title"), "write it at the top of the file");
    let scenario = Scenario::from_text(path, text, &[]).unwrap();
    let (_, hint) = scenario.without_effect("reward.price").unwrap();
    assert!(hint.contains("`programme.parks.reward`"), "{hint}");
}
