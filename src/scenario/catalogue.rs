//! The scenarios in a folder, for `samspil scenarios`.

use std::io;
use std::path::{Path, PathBuf};

use super::document::Table;
use super::file_kind::FileKind;
use super::files::read_text;
use super::source::Source;

/// A scenario file with the words that introduce it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// The file.
    pub path: PathBuf,
    /// Its title, or else the file's name.
    pub title: String,
    /// The first sentence of its story; empty without one.
    pub summary: String,
}

/// Every scenario under a folder, in the order of the paths: `.toml` files, but for hypotheses, facts and plans. Files are not
/// checked.
///
/// # Errors
///
/// When the folder or one in it cannot be read.
pub fn catalogue(files: &dyn Source, folder: &Path) -> io::Result<Vec<CatalogueEntry>> {
    let toml = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "toml");
    let found = files.files(folder)?.into_iter().filter(toml);
    Ok(found.filter_map(|path| entry(files, path)).collect())
}

/// The entry of a file; `None` where it holds a hypothesis, a fact or a plan, which are about a scenario.
fn entry(files: &dyn Source, path: PathBuf) -> Option<CatalogueEntry> {
    let words = read_text(files, &path).map_or_else(|_| Introduction::default(), |text| introduction(&text));
    if words.kind.is_some() {
        return None;
    }
    let name = || {
        path.file_stem()
            .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
    };
    Some(CatalogueEntry {
        title: words.title.unwrap_or_else(name),
        summary: words.summary,
        path,
    })
}

/// The words that introduce a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Introduction {
    /// Its title, or the claim of a hypothesis or a fact.
    pub title: Option<String>,
    /// The first sentence of its story; empty without one.
    pub summary: String,
    /// Which kind of file it is that names a scenario, or should; `None` where it is a scenario itself.
    pub kind: Option<FileKind>,
    /// Whether it has a programme or extends a file, as only scenarios do.
    pub is_scenario: bool,
}

/// The words that introduce a file, which is not checked; none where it is no TOML.
#[must_use]
pub fn introduction(text: &str) -> Introduction {
    let Ok(table) = Table::parse(0, text) else {
        return Introduction::default();
    };
    let has = |name: &str| table.row(name).is_some();
    Introduction {
        title: table.said("title").or_else(|| table.said("claim")),
        summary: table
            .said("story")
            .map_or_else(String::new, |story| first_sentence(&story)),
        kind: FileKind::beside_scenarios(&table),
        is_scenario: has("programme") || has("extends"),
    }
}

/// The text up to the first full stop before a space, on one line.
fn first_sentence(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.find(". ") {
        Some(end) => line[..=end].to_owned(),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Disk;
    use super::*;

    #[test]
    fn a_file_is_known_by_its_keys_though_it_names_no_scenario() {
        for (text, kind) in [
            (
                "[[factor]]\nkey = 'network.degree'\n[[measure]]\nkey = 'outcome'",
                FileKind::Plan,
            ),
            (
                "scenaro = 'reference'\n[[factor]]\nkey = 'network.degree'",
                FileKind::Plan,
            ),
            (
                "id = 'H-1'\nclaim = 'A claim'\nkind = 'effect'",
                FileKind::Hypothesis,
            ),
            (
                "id = 'F-1'\nclaim = 'A claim'\nrole = 'validation'\n[[check]]",
                FileKind::Fact,
            ),
            (
                "[[objective]]\nmeasure = 'outcome'\n[[factor]]",
                FileKind::FrontierPlan,
            ),
            ("[parameters]\n[[targets]]", FileKind::CalibrationPlan),
        ] {
            assert_eq!(introduction(text).kind, Some(kind), "{text}");
        }
        for text in [
            "title = 'A town'\nnote = 'mine'\nkind = 'town'",
            "citizens = 500\nreplications = 20\nrole = 'co_designer'",
            "claim = 'A claim'\n[programme.parks]",
            "[population]\ncitizens = 500\n[[factor]]\nkey = 'network.degree'",
            "extends = 'reference'\n[[check]]",
        ] {
            assert_eq!(introduction(text).kind, None, "{text}");
        }
    }

    #[test]
    fn scenarios_are_found_in_folders_and_introduced() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("b")).unwrap();
        std::fs::write(
            folder.path().join("b/two.toml"),
            "title = 'Two'\nstory = '''\nFirst of\nall. Then.'''",
        )
        .unwrap();
        std::fs::write(folder.path().join("one.toml"), "this is no TOML").unwrap();
        std::fs::write(folder.path().join("readme.md"), "").unwrap();
        std::fs::write(folder.path().join("b/H-1.toml"), "scenario = 'one.toml'").unwrap();
        let found = catalogue(&Disk, folder.path()).unwrap();
        let words: Vec<_> = found
            .iter()
            .map(|entry| (entry.title.as_str(), entry.summary.as_str()))
            .collect();
        assert_eq!(words, [("Two", "First of all."), ("one", "")]);
        assert!(catalogue(&Disk, &folder.path().join("missing")).is_err());
    }
}
