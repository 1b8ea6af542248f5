//! One shard of the runs of a study.

use std::fmt;
use std::str::FromStr;

use crate::experiment::Address;
use crate::words::say;

/// From so many configurations per shard on they are dealt whole: shards then differ by a sixteenth at most.
const PLENTY: u64 = 16;

/// One of so many parts of the runs of each batch.
///
/// A shard is no part of the question: shards of any cut join, whether they overlap or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    count: u32,
}

impl Shard {
    /// All runs.
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    /// Whether this is all there is.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.count == 1
    }

    /// How many shards there are.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.count
    }

    /// Whether a run belongs to this shard, its configuration counted from 0 among so many.
    ///
    /// Runs are dealt one by one, all configurations of a replication before the next replication: who has a run does not
    /// depend on how many replications are asked for. Where there are plenty of configurations they are dealt whole, since
    /// each has to be made from its text before it is run.
    #[must_use]
    pub const fn has(self, run: Address, configurations: u32) -> bool {
        let place = if configurations as u64 >= PLENTY * self.count as u64 {
            run.configuration as u64
        } else {
            run.replication as u64 * configurations as u64 + run.configuration as u64
        };
        place % self.count as u64 == self.index as u64 - 1
    }

    /// How the name of its folder ends.
    #[must_use]
    pub fn suffix(self) -> String {
        if self.is_whole() {
            String::new()
        } else {
            format!("-shard-{}-of-{}", self.index, self.count)
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.index, self.count)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(index, count)| Some((index.parse::<u32>().ok()?, count.parse::<u32>().ok()?)));
        match numbers {
            Some((_, 0)) => Err(say!("there is at least one shard")),
            Some((index, count)) if index == 0 || index > count => Err(say!(
                "there is no shard {index} of {count}: they count from 1 to {count}"
            )),
            Some((index, count)) => Ok(Self { index, count }),
            None => Err(say!("expected SHARD/SHARDS, as in 3/16")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_read_and_refused() {
        assert_eq!("3/16".parse(), Ok(Shard { index: 3, count: 16 }));
        for text in ["17/16", "0/4", "1/0", "3", "a/b", "-1/4", "1/2/3"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    fn run(configuration: u32, replication: u32) -> Address {
        Address {
            configuration,
            replication,
        }
    }

    #[test]
    fn every_run_is_in_one_shard_and_shards_are_even() {
        for (configurations, replications, count) in
            [(25, 2, 7), (1, 200, 40), (25, 10, 40), (3, 1, 5), (700, 3, 40)]
        {
            let shards = (1..=count).map(|index| Shard { index, count });
            let sizes: Vec<u32> = shards
                .map(|shard| {
                    let runs = (0..configurations)
                        .flat_map(|one| (0..replications).map(move |other| run(one, other)));
                    runs.filter(|run| shard.has(*run, configurations)).count() as u32
                })
                .collect();
            assert_eq!(sizes.iter().sum::<u32>(), configurations * replications);
            let uneven = sizes.iter().max().unwrap() - sizes.iter().min().unwrap();
            let whole = configurations >= 16 * count;
            assert!(
                uneven <= if whole { replications } else { 1 },
                "{configurations} in {count}: {sizes:?}"
            );
        }
    }
}
