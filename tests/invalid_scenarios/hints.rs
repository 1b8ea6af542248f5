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

/// Keys set to the numbers that a hint names: any of them where it gives a limit for each, else all together.
fn set_to_numbers(text: &str, hint: &str, names: &[&str]) -> Vec<String> {
    let limit = |key: &&str| {
        number_after(hint, &format!("`{key}` to at most "))
            .or_else(|| number_after(hint, &format!("`{key}` to at least ")))
    };
    let ways: Vec<String> = names
        .iter()
        .filter_map(|key| Some(with(text, key, &limit(key)?)))
        .collect();
    if !ways.is_empty() {
        return ways;
    }
    let all = names.iter().try_fold(text.to_owned(), |text, key| {
        Some(with(&text, key, &number_after(hint, &format!("`{key}` to "))?))
    });
    all.into_iter().collect()
}

/// What comes of following a hint, one text for each way it leaves open; empty where only a person can follow it.
fn followed(text: &str, fault: &Fault) -> Vec<String> {
    let hint = fault.hint.as_deref().unwrap_or_default();
    let names = quoted(hint);
    if hint.starts_with("did you mean") {
        return names.iter().map(|name| renamed(text, fault, name)).collect();
    }
    if let Some(table) = hint.split(" under [").nth(1) {
        let table = table.trim_end_matches(']');
        return match names[..] {
            [assignment] if !hint.starts_with("name ") && !assignment.contains('…') => {
                let (name, value) = assignment.split_once(" = ").unwrap();
                vec![with(text, &format!("{table}.{name}"), value)]
            }
            _ => Vec::new(),
        };
    }
    if let Some(assignment) = names.iter().find(|name| name.contains(" = "))
        && (hint.starts_with("set ") || hint.starts_with("leave "))
    {
        let (key, value) = assignment.split_once(" = ").unwrap();
        return vec![with(text, key, value), without(text, fault)];
    }
    if hint.contains("set ") && names.len() <= 2 {
        return set_to_numbers(text, hint, &names);
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

#[test]
fn hints_work_when_they_are_followed() {
    let mut tried = 0;
    for entry in std::fs::read_dir("tests/invalid").unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for fault in faults(&path, &text).iter().filter(|fault| fault.path == path) {
            for way in followed(&text, fault) {
                tried += 1;
                let left = faults(&path, &way);
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
    }
    assert!(tried > 40, "only {tried} hints could be followed");
}
