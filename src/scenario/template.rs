//! The text of a new scenario, for `samspil new`.

use crate::words::say;

/// A scenario to start from, with comments that say what to change. It loads as it stands.
#[must_use]
pub(super) fn template(name: &str) -> String {
    let title = toml::Value::String(name.to_owned());
    format!("title = {title}\n{}{}", society(), happenings())
}

fn society() -> String {
    let story = say!("What happens here, and what do you want to find out? One or two sentences.");
    let defaults = say!(
        "# Everything left out takes its default. `samspil explain population` lists the keys of a table,\n\
         # `samspil explain population.citizens` tells what one of them means, and `samspil check` reads this file."
    );
    let barriers = say!("# Barriers go from 0 (absent) to 1 (as strong as can be).");
    let programme = say!(
        "# A co-production programme. The name in the heading is up to you; there can be several programmes,\n\
         # whose `staff_share` then add up to at most 1."
    );
    let role = say!("# co_initiator, co_designer, co_implementor or informed");
    let stages = say!("# where in the policy process citizens take part");
    let relation = say!("# interdependent, substitutive or supplementary");
    let invitation = say!("# how much people are asked in person; 1 is usual");
    format!(
        "story = \"\"\"\n{story}\n\"\"\"\n\
         sources = []\n\n\
         {defaults}\n\n\
         [simulation]\n\
         horizon_years = 8.0\n\n\
         [population]\n\
         citizens = 2000\n\n\
         {barriers}\n\
         [barriers]\n\
         zero_error = 0.3\n\
         silos = 0.3\n\n\
         {programme}\n\
         [programme.example]\n\
         title = \"{}\"\n\
         role = \"co_implementor\"        {role}\n\
         stages = [\"co_delivery\"]       {stages}\n\
         relation = \"supplementary\"     {relation}\n\
         staff_share = 1.0\n\
         invitation = 1.0               {invitation}\n\n",
        say!("Example")
    )
}

fn happenings() -> String {
    let head = say!("# Things can happen on the way. Remove the `#` to see what follows.");
    format!("{head}\n{EVENTS}")
}

const EVENTS: &str = r#"# [[event]]
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
    use crate::words::{Language, within};

    fn load(text: &str) -> Scenario {
        Scenario::from_text(Path::new("new.toml"), text, &[]).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn it_loads_whatever_the_name() {
        for name in ["parks", "Grønne \"parker\"", "a\\b\nc", ""] {
            for language in [Language::English, Language::Danish] {
                let text = within(language, || template(name));
                assert_eq!(load(&text).title, name);
            }
        }
    }

    #[test]
    fn its_commented_events_load_too() {
        let events = EVENTS.replace("# ", "").replace('#', "");
        let scenario = load(&format!("{}{events}", society()));
        assert_eq!((scenario.setup.phases.len(), scenario.setup.events.len()), (2, 1));
    }
}
