//! The frames of a society that is watched.

use serde_json::{Value, json};

use super::client::Server;
use super::small;

/// The kind of a frame without content, which comes where there is nothing new for a while.
const SIGN_OF_LIFE: u8 = 5;

struct Frames(Vec<(u8, Vec<u8>)>);

impl Frames {
    fn of(server: &Server, question: &Value) -> Self {
        let body = server.post("/api/watch", question).body;
        let mut frames = Vec::new();
        let mut rest = &body[..];
        while !rest.is_empty() {
            let length = u32::from_le_bytes(rest[..4].try_into().unwrap()) as usize;
            let kind = rest[4];
            if kind != SIGN_OF_LIFE {
                frames.push((kind, rest[5..4 + length].to_vec()));
            }
            rest = &rest[4 + length..];
        }
        Self(frames)
    }

    fn header(&self) -> Value {
        serde_json::from_slice(&self.0[0].1).unwrap()
    }

    fn steps(&self) -> impl Iterator<Item = &[u8]> {
        self.0
            .iter()
            .filter(|(kind, _)| *kind == 2)
            .map(|(_, content)| content.as_slice())
    }
}

fn length(header: &Value, key: &str) -> usize {
    header[key]
        .as_array()
        .map_or_else(|| header[key].as_u64().unwrap() as usize, Vec::len)
}

#[test]
fn frames_hold_what_the_header_says() {
    let server = Server::open();
    let frames = Frames::of(&server, &json!({ "source": small(""), "seed": 3 }));
    let header = frames.header();
    let citizens = length(&header, "citizens");
    assert_eq!(citizens, 300);
    let (columns, states) = (length(&header, "columns"), length(&header, "states"));
    let (programmes, professionals) = (length(&header, "programmes"), length(&header, "professionals"));
    let step = 4 + 8 * columns + citizens * (programmes + states + 1) + 2 * professionals;
    assert_eq!(frames.steps().count(), 13);
    for (number, content) in frames.steps().enumerate() {
        assert_eq!(content.len(), step);
        assert_eq!(
            u32::from_le_bytes(content[..4].try_into().unwrap()) as usize,
            number
        );
    }
    let (kind, population) = &frames.0[1];
    let traits = citizens * (2 + length(&header, "fixed"));
    let ties = u32::from_le_bytes(population[traits..traits + 4].try_into().unwrap()) as usize;
    assert_eq!((*kind, population.len()), (1, traits + 4 + 8 * ties));
    assert!(ties > 100);
    assert_eq!(frames.0.last().unwrap().0, 3);
}

#[test]
fn flags_and_measures_tell_the_same() {
    let server = Server::open();
    let frames = Frames::of(
        &server,
        &json!({ "source": small("invitation = 3.0\n"), "seed": 3 }),
    );
    let header = frames.header();
    let position = header["columns"]
        .as_array()
        .unwrap()
        .iter()
        .position(|column| column["key"] == "participants")
        .unwrap();
    let (citizens, columns) = (length(&header, "citizens"), length(&header, "columns"));
    for content in frames.steps() {
        let at = 4 + 8 * position;
        let participants = f64::from_le_bytes(content[at..at + 8].try_into().unwrap());
        let flags = &content[4 + 8 * columns..][..citizens];
        let active = flags.iter().filter(|flags| **flags & 1 << 4 != 0).count();
        assert_eq!(active, participants as usize);
    }
}

#[test]
fn the_same_seed_shows_the_same_society() {
    let server = Server::open();
    let shown = |seed: u64, ease: &str| {
        let settings = json!({ "programme.parks.ease": ease });
        Frames::of(
            &server,
            &json!({ "source": small(""), "settings": settings, "seed": seed }),
        )
        .0
    };
    let one = shown(1, "0.5");
    assert!(one == shown(1, "0.5"));
    assert!(one != shown(2, "0.5"));
    let other = shown(1, "0.9");
    assert!(one[1] == other[1], "a control has the same citizens");
    assert!(one.last() == other.last() && one != other);
}

#[test]
fn the_header_names_neighbourhoods_where_the_scenario_does() {
    let server = Server::open();
    let named = Frames::of(&server, &json!({ "source": { "id": "data/survey_town" } })).header();
    let mut names: Vec<&str> = named["neighbourhood_names"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["Bakken", "Havnen", "Vestby"]);
    let numbered = Frames::of(&server, &json!({ "source": small("") })).header();
    assert_eq!(length(&numbered, "neighbourhood_names"), 0);
}
