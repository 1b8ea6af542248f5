//! One share of the runs of a study.

use std::fmt;
use std::str::FromStr;

/// One of so many contiguous parts of the runs of each batch.
///
/// A share is no part of the question: shares of any cut join, whether they overlap or not.
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

    /// Whether the run in this place, of so many, belongs to this share.
    #[must_use]
    pub const fn has(self, place: u64, of: u64) -> bool {
        // Neither number is above 2³² · 2³².
        place as u128 * self.count as u128 / of as u128 == self.index as u128 - 1
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
            Some((_, 0)) => Err("there is at least one share".to_owned()),
            Some((index, count)) if index == 0 || index > count => Err(format!(
                "there is no share {index} of {count}: they count from 1 to {count}"
            )),
            Some((index, count)) => Ok(Self { index, count }),
            None => Err("expected SHARE/SHARES, as in 3/16".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_and_refused() {
        assert_eq!("3/16".parse(), Ok(Shard { index: 3, count: 16 }));
        for text in ["17/16", "0/4", "1/0", "3", "a/b", "-1/4", "1/2/3"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_run_is_in_one_share_and_shares_are_even() {
        for (runs, count) in [(50, 7), (200, 40), (3, 5)] {
            let shares = (1..=count).map(|index| Shard { index, count });
            let sizes = shares.map(|shard| (0..runs).filter(|place| shard.has(*place, runs)).count());
            let sizes: Vec<usize> = sizes.collect();
            assert_eq!(sizes.iter().sum::<usize>(), runs as usize);
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
        }
    }
}
