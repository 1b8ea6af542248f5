//! An ensemble of worlds: small enough to be shipped, since a world is the number of its draw and what was solved for it.

use std::fmt::Write as _;

use super::draw::digest_of;
use super::{constants, digest_of_priors, draw};
use crate::experiment::reference::Solved;
use crate::words::say;

/// Columns of the file.
const COLUMNS: &str = "number,intercept,professional_reference,citizen_reference,idea_rate";

/// A plausible world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct World {
    /// The number of its draw.
    pub number: u32,
    /// The constants that follow from it.
    pub solved: Solved,
}

/// Plausible worlds in the order of their numbers, all with equal weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    /// Fingerprint of the engine under which they are plausible.
    pub engine: String,
    /// Digest of what was known before ([`digest_of_priors`]).
    pub priors: String,
    /// The question that they answer: digest of the targets, the scenario and all else that determines them.
    pub question: String,
    /// Seed of the draws.
    pub seed: u64,
    /// The worlds.
    pub worlds: Vec<World>,
}

/// Why a text is no ensemble for this program.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnsembleError {
    /// It is none at all.
    #[error("{}", say!("line {line} is none of an ensemble of worlds"))]
    Malformed {
        /// The line, from 1.
        line: usize,
    },
    /// Its rows are others than those that were written.
    #[error("{}", say!("the rows of this ensemble are not those that were written: the file was cut or changed"))]
    Changed,
    /// Another engine made it.
    #[error(
        "{}",
        say!(
            "these worlds are plausible under another engine ({theirs}), and this one is {own}\n\
             hint: `samspil worlds build` makes them anew"
        )
    )]
    OtherEngine {
        /// The first digits of its engine.
        theirs: String,
        /// Those of this engine.
        own: String,
    },
    /// The register thought otherwise of some number.
    #[error(
        "{}",
        say!(
            "these worlds were drawn when the register said something else of what is known before\n\
             hint: `samspil worlds build` makes them anew"
        )
    )]
    OtherPriors,
}

impl Ensemble {
    /// All values of a world by key, those that were drawn and those that were solved; `None` where there is no such world.
    #[must_use]
    pub fn values(&self, world: usize) -> Option<Vec<(String, toml::Value)>> {
        let world = self.worlds.get(world)?;
        let mut values = draw(self.seed, world.number).values;
        let solved = constants(&values, &world.solved);
        values.extend(solved);
        Some(values)
    }

    /// The text of its file: what it is in comments, then a row for each world. Numbers read back to the last bit.
    #[must_use]
    pub fn text(&self) -> String {
        let mut rows = String::new();
        for World { number, solved } in &self.worlds {
            let [one, two, three, four] = solved.numbers();
            writeln!(rows, "{number},{one},{two},{three},{four}").expect("writing to a string cannot fail");
        }
        let Self {
            engine,
            priors,
            question,
            seed,
            ..
        } = self;
        let digest = digest_of(&rows);
        format!(
            "# Plausible worlds: the number of each draw and the constants that were solved for it.\n\
             # `samspil worlds export` writes all values of each.\n# engine {engine}\n# priors {priors}\n\
             # question {question}\n# seed {seed}\n# rows {digest}\n{COLUMNS}\n{rows}"
        )
    }

    /// Reads such a text for this engine.
    ///
    /// # Errors
    /// [`EnsembleError`].
    pub fn read(text: &str, engine: &str) -> Result<Self, EnsembleError> {
        let mut ensemble = Self {
            engine: String::new(),
            priors: String::new(),
            question: String::new(),
            seed: 0,
            worlds: Vec::new(),
        };
        let (mut has_header, mut rows) = (false, String::new());
        for (line, words) in (1..).zip(text.lines()) {
            let malformed = EnsembleError::Malformed { line };
            if let Some(comment) = words.strip_prefix("# ") {
                match comment.split_once(' ') {
                    Some(("engine", it)) => it.clone_into(&mut ensemble.engine),
                    Some(("priors", it)) => it.clone_into(&mut ensemble.priors),
                    Some(("question", it)) => it.clone_into(&mut ensemble.question),
                    Some(("rows", it)) => it.clone_into(&mut rows),
                    Some(("seed", it)) => ensemble.seed = it.parse().map_err(|_| malformed)?,
                    _ => {}
                }
            } else if has_header {
                ensemble.worlds.push(world(words).ok_or(malformed)?);
            } else if words == COLUMNS {
                has_header = true;
            } else {
                return Err(malformed);
            }
        }
        if !has_header || ensemble.engine.is_empty() {
            return Err(EnsembleError::Malformed { line: 1 });
        }
        let of_rows = text
            .split_once(&format!("{COLUMNS}\n"))
            .map(|(_, rows)| digest_of(rows));
        if of_rows != Some(rows) {
            return Err(EnsembleError::Changed);
        }
        if ensemble.engine != engine {
            let short = |digest: &str| digest.chars().take(8).collect();
            let (theirs, own) = (short(&ensemble.engine), short(engine));
            return Err(EnsembleError::OtherEngine { theirs, own });
        }
        if ensemble.priors != digest_of_priors() {
            return Err(EnsembleError::OtherPriors);
        }
        Ok(ensemble)
    }
}

/// A row of the file.
fn world(row: &str) -> Option<World> {
    let (number, rest) = row.split_once(',')?;
    let numbers: Vec<f64> = rest.split(',').map(str::parse).collect::<Result<_, _>>().ok()?;
    Some(World {
        number: number.parse().ok()?,
        solved: Solved::of(numbers.try_into().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ensemble() -> Ensemble {
        let world = |number: u32| World {
            number,
            solved: Solved::of([-0.1 / 3.0, 1250.0 / 7.0, 36.76, 1e-3 / f64::from(number)]),
        };
        Ensemble {
            engine: "0123456789abcdef".to_owned(),
            priors: digest_of_priors(),
            question: "f00d".to_owned(),
            seed: 7,
            worlds: vec![world(3), world(17)],
        }
    }

    #[test]
    fn what_is_written_reads_back_to_the_last_bit() {
        let one = ensemble();
        assert_eq!(Ensemble::read(&one.text(), "0123456789abcdef").unwrap(), one);
        let values = one.values(1).unwrap();
        assert_eq!(values.len(), draw(7, 17).values.len() + 4);
        assert_eq!(values[0], draw(7, 17).values[0]);
        assert!(one.values(2).is_none());
    }

    #[test]
    fn other_engines_other_priors_and_other_files_are_refused_in_words() {
        let one = ensemble();
        let read = |text: &str| Ensemble::read(text, "0123456789abcdef").unwrap_err().to_string();
        let foreign = Ensemble::read(&one.text(), "fedcba9876543210").unwrap_err();
        assert!(
            foreign.to_string().contains("another engine (01234567)"),
            "{foreign}"
        );
        let other = Ensemble {
            priors: "0".to_owned(),
            ..one.clone()
        };
        assert!(read(&other.text()).contains("said something else"));
        assert_eq!(
            read("title = 'a scenario'"),
            "line 1 is none of an ensemble of worlds"
        );
        let torn = one.text();
        assert!(read(&torn[..torn.len() - 8]).contains("was cut or changed"));
        assert!(read(&torn[..torn.len() - 60]).starts_with("line "));
    }
}
