//! The text of a new scenario, for `samspil new`.

/// A scenario to start from, with comments that say what to change. It loads as it stands.
#[must_use]
pub(super) fn template(name: &str) -> String {
    let title = toml::Value::String(name.to_owned());
    format!("title = {title}\n{BODY}")
}

const BODY: &str = r#"story = """
What happens here, and what do you want to find out? One or two sentences.
"""
sources = []

# Everything left out takes its default. `samspil explain population` lists the keys of a table,
# `samspil explain population.citizens` tells what one of them means, and `samspil check` reads this file.

[simulation]
horizon_years = 8.0

[population]
citizens = 2000

# Barriers go from 0 (absent) to 1 (as strong as can be).
[barriers]
zero_error = 0.3
silos = 0.3

# A co-production programme. The name in the heading is up to you; there can be several programmes,
# whose `staff_share` then add up to at most 1.
[programme.example]
title = "Example"
role = "co_implementor"        # co_initiator, co_designer, co_implementor or informed
stages = ["co_delivery"]       # where in the policy process citizens take part
relation = "supplementary"     # interdependent, substitutive or supplementary
staff_share = 1.0
invitation = 1.0               # how much people are asked in person; 1 is usual

# Things can happen on the way. Remove the `#` to see what follows.
# [[event]]
# year = 2.0
# change = { "programme.example.invitation" = 2.0 }
#
# [[event]]
# year = 4.0
# grant_ends = "example"
"#;

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::scenario::Scenario;

    fn load(text: &str) -> Scenario {
        Scenario::from_text(Path::new("new.toml"), text, &[]).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn it_loads_whatever_the_name() {
        for name in ["parks", "Grønne \"parker\"", "a\\b\nc", ""] {
            assert_eq!(load(&template(name)).title, name);
        }
    }

    #[test]
    fn its_commented_events_load_too() {
        let (before, events) = BODY.split_once("# Things can happen").unwrap();
        let events = events
            .split_once('\n')
            .unwrap()
            .1
            .replace("# ", "")
            .replace('#', "");
        let scenario = load(&format!("{before}{events}"));
        assert_eq!((scenario.setup.phases.len(), scenario.setup.events.len()), (2, 1));
    }
}
