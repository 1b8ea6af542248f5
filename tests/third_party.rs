//! `THIRD-PARTY.md` lists what is linked into the program, with the licence texts.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test third_party` writes it anew, from the sources that Cargo has fetched.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const FILE: &str = "THIRD-PARTY.md";

const HEAD: &str = "# Third-party parts

Samspil is licensed under MIT or Apache-2.0 at your choice (`LICENSE-MIT`, `LICENSE-APACHE`). The program also holds the parts
below, on one platform or another; where a part is offered under several licences it is used under the one named here. The texts
follow, each once. `samspil licences` shows the list, `samspil licences NAME` the text.

Made by `UPDATE_DOCUMENTS=1 cargo test --test third_party`.

";

/// Parts that no package manager knows: name, version, licence, the file whose head is the licence.
const STANDARD_LIBRARY: [&str; 3] = [
    "Rust standard library",
    "of the compiler",
    "Copyright (c) The Rust Project Developers (see https://thanks.rust-lang.org)",
];

/// Something that is in the program, with what its licence asks to be shown.
struct Part {
    name: String,
    version: String,
    licence: String,
    copyright: Vec<String>,
    texts: Vec<(String, String)>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(arguments)
        .args(["--offline", "--locked"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Name, version and licence of the crates that are linked: neither tests, build scripts nor macros.
fn linked(further: &[&str]) -> BTreeSet<(String, String, String)> {
    let mut arguments = vec![
        "tree",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--format={p}|{l}",
    ];
    arguments.extend(further);
    let tree = cargo(&arguments);
    let crates = tree.lines().filter(|line| !line.is_empty()).map(|line| {
        let (package, licence) = line.trim_end_matches(" (*)").split_once('|').unwrap();
        let mut words = package.split(' ');
        let name = words.next().unwrap().to_owned();
        let version = words.next().unwrap().trim_start_matches('v').to_owned();
        (name, version, licence.to_owned())
    });
    crates.filter(|(name, ..)| name != "samspil").collect()
}

/// The licence a part is used under.
fn chosen(offered: &str) -> String {
    let alternatives: Vec<&str> = if offered.contains(" AND ") {
        vec![offered]
    } else {
        offered.split(" OR ").flat_map(|part| part.split('/')).collect()
    };
    let wanted = ["Apache-2.0", "MIT"]
        .into_iter()
        .find(|wanted| alternatives.iter().any(|offer| offer.trim() == *wanted));
    wanted.unwrap_or(offered).to_owned()
}

/// Files of a folder, and of the folders named after their owners in it, whose names begin like a licence's.
fn licence_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().to_lowercase();
        // A link to a licence above is packed as its path alone.
        let is_text = || path.metadata().is_ok_and(|metadata| metadata.len() > 200);
        if path.is_file()
            && is_text()
            && ["licen", "copying", "notice"]
                .iter()
                .any(|start| name.starts_with(start))
        {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A text, and the lines of copyright above it where the text itself is the same for everyone.
fn split(text: &str) -> (Vec<String>, String) {
    let text = text.replace("\r\n", "\n");
    let text = text.trim_matches('\n').trim_end();
    let lines: Vec<&str> = text.lines().collect();
    let Some(start) = lines
        .iter()
        .position(|line| line.trim_start().starts_with("Permission "))
    else {
        return (Vec::new(), text.to_owned());
    };
    let above = lines[..start]
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty());
    let is_copyright = |line: &&str| line.to_lowercase().contains("copyright");
    let is_title = |line: &&str| line.len() < 40 && (line.contains("MIT") || line.contains("ISC"));
    let (copyright, others): (Vec<&str>, Vec<&str>) = above.partition(is_copyright);
    let below = &lines[start..];
    if others.iter().all(is_title) && !below.iter().any(|line| line.starts_with("Copyright")) {
        (
            copyright.into_iter().map(str::to_owned).collect(),
            below.join("\n"),
        )
    } else {
        (Vec::new(), text.to_owned())
    }
}

fn apache() -> String {
    let text = std::fs::read_to_string(root().join("LICENSE-APACHE")).unwrap();
    text.trim_matches('\n').trim_end().to_owned()
}

/// What the licence files of a folder ask to be shown.
fn part(name: &str, version: &str, offered: &str, folder: &Path, authors: &str) -> Part {
    let licence = chosen(offered);
    let mut part = Part {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: licence.clone(),
        copyright: Vec::new(),
        texts: Vec::new(),
    };
    let mut files = licence_files(folder);
    let file_name = |path: &Path| path.file_name().unwrap().to_string_lossy().to_uppercase();
    let is_notice = |path: &Path| file_name(path).starts_with("NOTICE");
    if licence.contains("Apache-2.0") {
        part.texts.push(("Apache-2.0".to_owned(), apache()));
        files.retain(|path| {
            is_notice(path) || licence.contains(" AND ") && file_name(path).contains("UNICODE")
        });
    } else if licence == "MIT" && files.iter().any(|path| file_name(path).contains("MIT")) {
        files.retain(|path| file_name(path).contains("MIT"));
    }
    for file in files {
        let (copyright, text) = split(&std::fs::read_to_string(&file).unwrap());
        part.copyright.extend(copyright);
        let title = if is_notice(&file) {
            format!("Notice of {name}")
        } else {
            licence.clone()
        };
        part.texts.push((title, text));
    }
    if part.texts.is_empty() {
        assert!(
            licence == "MIT" && !authors.is_empty(),
            "{name} has no licence text"
        );
        let (_, text) = split(&std::fs::read_to_string(root().join("LICENSE-MIT")).unwrap());
        part.copyright.push(format!("Copyright (c) {authors}"));
        part.texts.push((licence, text));
    }
    part
}

/// Every crate that is linked on any platform.
fn crates() -> Vec<Part> {
    let metadata: serde_json::Value =
        serde_json::from_str(&cargo(&["metadata", "--format-version=1"])).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let part_of = |(name, version, licence): &(String, String, String)| {
        let package = packages
            .iter()
            .find(|package| package["name"] == **name && package["version"] == **version)
            .unwrap();
        let folder = Path::new(package["manifest_path"].as_str().unwrap())
            .parent()
            .unwrap();
        let authors = package["authors"].as_array().unwrap();
        let authors: Vec<&str> = authors.iter().filter_map(|author| author.as_str()).collect();
        part(name, version, licence, folder, &authors.join(", "))
    };
    linked(&["--target=all"]).iter().map(part_of).collect()
}

/// Rows of the table of vendored libraries: name, version, licence, folder.
fn vendored() -> Vec<[String; 4]> {
    let folder = root().join("src/serve/assets/vendor");
    let table = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let file = cells[4].trim_start_matches('`').split('/').next().unwrap();
        let folder = folder.join(file).to_string_lossy().into_owned();
        [
            cells[1].to_owned(),
            cells[2].to_owned(),
            cells[3].to_owned(),
            folder,
        ]
    })
    .collect()
}

/// Libraries of the pages, and numbers that were copied into the source.
fn others() -> Vec<Part> {
    let pages = vendored();
    let mut parts: Vec<Part> = pages
        .iter()
        .map(|[name, version, licence, folder]| part(name, version, licence, Path::new(folder), ""))
        .collect();
    let [name, version, copyright] = STANDARD_LIBRARY.map(str::to_owned);
    parts.push(Part {
        name,
        version,
        licence: "Apache-2.0".to_owned(),
        copyright: vec![copyright],
        texts: vec![("Apache-2.0".to_owned(), apache())],
    });
    let numbers = std::fs::read_to_string(root().join("src/statistics/design_points/joe_kuo.txt")).unwrap();
    let head = numbers.lines().map_while(|line| line.strip_prefix('#'));
    let text: Vec<&str> = head
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .skip_while(|line| !line.starts_with("Copyright"))
        .collect();
    parts.push(Part {
        name: "new-joe-kuo-6.21201".to_owned(),
        version: "2008".to_owned(),
        licence: "BSD-3-Clause".to_owned(),
        copyright: Vec::new(),
        texts: vec![("BSD-3-Clause".to_owned(), text.join("\n").trim_end().to_owned())],
    });
    parts
}

fn page(parts: &[Part]) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut texts: Vec<(String, String)> = vec![("Apache-2.0".to_owned(), apache())];
    let mut page = format!("{HEAD}| part | version | licence | copyright | texts |\n|---|---|---|---|---|\n");
    for part in parts {
        let mut numbers: Vec<usize> = Vec::new();
        for text in &part.texts {
            let known = texts.iter().position(|known| words(&known.1) == words(&text.1));
            let position = known.unwrap_or(texts.len());
            if known.is_none() {
                texts.push(text.clone());
            }
            if !numbers.contains(&(position + 1)) {
                numbers.push(position + 1);
            }
        }
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        writeln!(
            page,
            "| {} | {} | {} | {} | {} |",
            part.name,
            part.version,
            part.licence,
            part.copyright.join("; ").replace('|', "/"),
            numbers.join(", ")
        )
        .unwrap();
    }
    for (number, (title, text)) in (1..).zip(&texts) {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        write!(
            page,
            "\n## {number}. {title}\n\n~~~text\n{}\n~~~\n",
            lines.join("\n")
        )
        .unwrap();
    }
    page
}

/// Names and versions in the table of the page.
fn listed(page: &str) -> BTreeSet<(String, String)> {
    let rows = page.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| {
        let mut cells = row.split('|').map(str::trim).skip(1);
        (cells.next().unwrap().to_owned(), cells.next().unwrap().to_owned())
    })
    .collect()
}

#[test]
fn every_part_of_the_program_is_listed_with_its_licence() {
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        let parts: Vec<Part> = crates().into_iter().chain(others()).collect();
        std::fs::write(root().join(FILE), page(&parts)).unwrap();
    }
    let page = std::fs::read_to_string(root().join(FILE)).unwrap();
    let listed = listed(&page);
    let crates = linked(&[]).into_iter().map(|(name, version, _)| (name, version));
    let copied = others().into_iter().map(|part| (part.name, part.version));
    let missing: Vec<_> = crates
        .chain(copied)
        .filter(|part| !listed.contains(part))
        .collect();
    assert!(
        missing.is_empty(),
        "{FILE} lacks {missing:?}: UPDATE_DOCUMENTS=1 cargo test --test third_party"
    );
}

#[test]
fn every_text_that_a_part_names_is_there() {
    let page = std::fs::read_to_string(root().join(FILE)).unwrap();
    for row in page.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let numbers = row.trim_end_matches(" |").rsplit('|').next().unwrap();
        for number in numbers.split(',').map(str::trim) {
            assert!(page.contains(&format!("\n## {number}. ")), "{row}");
        }
    }
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for (name, version) in listed(&page) {
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        let other = others()
            .iter()
            .any(|part| part.name == name && part.version == version);
        assert!(
            lock.contains(&entry) || other,
            "{name} {version} is no longer part of the program"
        );
    }
}
