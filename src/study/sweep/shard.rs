//! One share of a plan.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Every `count`-th configuration of a plan, beginning with number `index - 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shard {
    /// Which share, from 1.
    pub index: u32,
    /// How many shares there are.
    pub count: u32,
}

impl Shard {
    /// Whether a configuration belongs to this share.
    #[must_use]
    pub const fn has(&self, configuration: u32) -> bool {
        configuration % self.count == self.index - 1
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
            Some((_, 0)) => Err("a plan has at least one share".to_owned()),
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
    fn shards_are_read_and_refused() {
        assert_eq!("3/16".parse(), Ok(Shard { index: 3, count: 16 }));
        for text in ["17/16", "0/4", "1/0", "3", "a/b", "-1/4", "1/2/3"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_configuration_is_in_one_shard() {
        for configuration in 0..50 {
            let having = (1..=7).filter(|&index| Shard { index, count: 7 }.has(configuration));
            assert_eq!(having.count(), 1);
        }
    }
}
