//! Values that are each allowed but cannot hold together.

use super::Origin;
use super::correlations;
use super::counts;
use super::events::{Change, Clock};
use super::fault::{Finding, Place};
use super::reading::Reading;
use super::time::so_many_years;
use super::values::Values;
use crate::words::{say, words};

/// Stages that open for a role: a participant in the role enters at one of these.
const STAGES_OF_ROLES: [(&str, &[&str]); 3] = [
    ("co_initiator", &["co_planning"]),
    (
        "co_designer",
        &["co_design", "co_prioritisation", "co_financing", "co_managing"],
    ),
    ("co_implementor", &["co_delivery", "co_assessment"]),
];
/// Stages in which policy is formed, which co-governance is about (S-01 to S-04).
const INPUT_STAGES: [&str; 4] = ["co_planning", "co_design", "co_prioritisation", "co_financing"];
/// Stages in which a service is shaped, run, delivered and judged, which the other levels are about (L-02, L-03).
const SERVICE_STAGES: [&str; 4] = ["co_design", "co_managing", "co_delivery", "co_assessment"];
/// How many municipalities live in the run.
const MUNICIPALITIES: &str = "organisation.municipalities";
/// Room for rounding when shares are added up.
const ROUNDING: f64 = 1e-9;

/// All contradictions at the start and after each change of parameters.
pub(super) fn find(reading: &Reading, clock: Clock, changes: &[Change]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut values = reading.values.clone();
    let anywhere = Place::START;
    Checker {
        values: &values,
        anywhere,
        findings: &mut findings,
    }
    .check_start(&reading.programmes, clock);
    Checker {
        values: &values,
        anywhere,
        findings: &mut findings,
    }
    .check_always(&reading.programmes);
    for change in changes {
        for (key, valued) in &change.values {
            values.set(key.clone(), valued.clone());
        }
        let mut later = Vec::new();
        Checker {
            values: &values,
            anywhere,
            findings: &mut later,
        }
        .check_always(&reading.programmes);
        findings.extend(later);
    }
    findings
}

struct Checker<'a> {
    values: &'a Values,
    /// Where to point when nobody wrote any of the keys at odds.
    anywhere: Place,
    findings: &'a mut Vec<Finding>,
}

impl Checker<'_> {
    /// What cannot change during a run.
    fn check_start(&mut self, programmes: &[(String, Place)], clock: Clock) {
        self.findings.extend(counts::find(self.values, self.anywhere));
        self.check_shares();
        self.findings
            .extend(correlations::find(self.values, self.anywhere));
        for (programme, place) in programmes {
            self.check_opening(&format!("programme.{programme}"), *place, clock);
        }
    }

    /// What must hold after every change.
    fn check_always(&mut self, programmes: &[(String, Place)]) {
        let dimensions = ["user", "near_circle", "social", "environmental", "political"];
        let keys = dimensions.map(|dimension| format!("steering.value_weight_{dimension}"));
        if keys.iter().all(|key| self.values.number(key) == 0.0) {
            let keys = keys.each_ref().map(String::as_str);
            self.add(
                &keys,
                say!("all weights of public value are 0, so it has no measure"),
                say!("raise one of them"),
            );
        }
        self.check_all_municipalities();
        for (programme, place) in programmes {
            let prefix = format!("programme.{programme}");
            self.check_role(&prefix, *place);
            self.check_relation(&prefix, *place);
            self.check_reward(&prefix, *place);
            self.check_visible(&prefix, *place);
        }
        self.check_staff(programmes);
    }

    /// The municipalities of the run are among all there are.
    fn check_all_municipalities(&mut self) {
        let all = "initiatives.municipalities";
        let (here, there) = (self.values.integer(MUNICIPALITIES), self.values.integer(all));
        if here > there {
            let message = say!("{here} municipalities live in the run, and there are only {there} in all");
            let hint = say!("set `{all}` to at least {here}: those of the run are counted too");
            self.add(&[all, MUNICIPALITIES], message, hint);
        }
    }

    /// Whether the data say what the value of a key is.
    fn is_from_data(&self, key: &str) -> bool {
        self.values.get(key).origin == Origin::Data
    }

    fn check_shares(&mut self) {
        for keys in [
            ["population.young_share", "population.older_share"],
            [
                "population.short_education_share",
                "population.long_education_share",
            ],
            ["population.conditional_share", "population.free_rider_share"],
        ] {
            let [first, second] = keys.map(|key| self.values.number(key));
            if first + second > 1.0 + ROUNDING {
                let message = say!(
                    "`{}` and `{}` add up to {}",
                    keys[0],
                    keys[1],
                    rounded(first + second)
                );
                self.add(&keys, message, say!("together they can be at most 1"));
            }
        }
        let keys = ["population.trust_low", "population.trust_high"];
        let [low, high] = keys.map(|key| self.values.number(key));
        if low > high {
            let message = say!("those who do not trust ({low}) would trust more than those who do ({high})");
            self.add(&keys, message, say!("`{}` can be at most `{}`", keys[0], keys[1]));
        }
    }

    fn check_opening(&mut self, programme: &str, place: Place, clock: Clock) {
        let [start, established, participants, awareness, where_] = [
            "start_year",
            "established",
            "initial_participants",
            "initial_awareness",
            "neighbourhoods",
        ]
        .map(|name| format!("{programme}.{name}"));
        let start_year = self.values.number(&start);
        if clock.step_of(start_year).is_none() {
            let message = if clock.is_before_end(start_year) {
                clock.why_outside(words!("a programme that starts"), start_year)
            } else {
                say!("the programme starts in year {start_year}, when the run is over")
            };
            let hint = say!(
                "the run lasts {} (`simulation.horizon_years`)",
                so_many_years(clock.horizon_years)
            );
            self.add_at(place, &[&start], message, hint);
        }
        if self.values.flag(&established) && start_year > 0.0 {
            let message = say!("the programme runs from the start, so it cannot start in year {start_year}");
            self.add_at(
                place,
                &[&start],
                message,
                say!("add `established = false` under [{programme}]"),
            );
        }
        let share = self.values.number(&participants);
        if !self.values.flag(&established) && share > 0.0 {
            let message = say!("nobody can take part at the start in a programme that is yet to open");
            let hint = say!("leave `{participants}` out, or set `{established} = true`");
            self.add_at(place, &[&participants], message, hint);
        }
        let aware = self.values.number(&awareness);
        if aware < share {
            let message = say!("{share} of citizens take part, but only {aware} know of the programme");
            let hint = say!("`{awareness}` must be at least `{participants}`");
            self.add_at(place, &[&awareness, &participants], message, hint);
        }
        let municipalities = format!("{programme}.municipalities");
        let counts = ["population.neighbourhoods", MUNICIPALITIES].map(|key| self.values.integer(key));
        let known = [
            self.check_neighbourhoods(&where_, counts[0], place),
            self.check_municipalities(&municipalities, counts[1], place),
        ];
        if known == [true, true] {
            self.check_somewhere((&where_, &municipalities), counts[1], place);
        }
        self.check_grown(programme, place);
    }

    /// What grows from citizens' ideas is neither there from the start nor someone else's initiative.
    fn check_grown(&mut self, programme: &str, place: Place) {
        let [grown, established, initiator] =
            ["grown", "established", "initiator"].map(|name| format!("{programme}.{name}"));
        if !self.values.flag(&grown) {
            return;
        }
        if self.values.flag(&established) {
            let message = say!("a programme that grows from citizens' ideas cannot run from the start");
            let hint = say!("add `established = false` under [{programme}]");
            self.add_at(place, &[&grown, &established], message, hint);
        }
        if self.values.text(&initiator) != "citizens" {
            let message = say!("a programme that grows from citizens' ideas is the citizens' initiative");
            let hint = say!("add `initiator = \"citizens\"` under [{programme}]");
            self.add_at(place, &[&grown, &initiator], message, hint);
        }
    }

    /// The numbers of a list.
    fn numbers(&self, key: &str) -> Vec<i64> {
        let items = self.values.list(key).iter();
        items.filter_map(toml::Value::as_integer).collect()
    }

    /// The first number of a list that is greater than `count`.
    fn beyond(&self, key: &str, count: i64) -> Option<i64> {
        self.numbers(key).into_iter().find(|it| *it > count)
    }

    /// Whether all neighbourhoods that a list names are there.
    fn check_neighbourhoods(&mut self, key: &str, count: i64, place: Place) -> bool {
        let beyond = self.beyond(key, count);
        if let Some(number) = beyond {
            let hint = if count == 1 && self.is_from_data("population.neighbourhoods") {
                say!("the data have one alone")
            } else if count == 1 {
                one_alone()
            } else {
                say!("neighbourhoods are counted from 1 to {count}")
            };
            self.add_at(place, &[key], say!("there is no neighbourhood {number}"), hint);
        }
        beyond.is_none()
    }

    /// Whether all municipalities that a list names are there.
    fn check_municipalities(&mut self, key: &str, count: i64, place: Place) -> bool {
        let beyond = self.beyond(key, count);
        if let Some(number) = beyond {
            let hint = if count == 1 {
                one_alone()
            } else {
                say!("municipalities of the run are counted from 1 to {count}")
            };
            self.add_at(place, &[key], say!("there is no municipality {number}"), hint);
        }
        beyond.is_none()
    }

    /// Some neighbourhood of a programme lies in a municipality of the programme.
    fn check_somewhere(&mut self, (places, municipalities): (&str, &str), count: i64, place: Place) {
        let (own, there) = (self.numbers(places), self.numbers(municipalities));
        let meets = |number: &i64| there.contains(&((number - 1) % count + 1));
        if !own.is_empty() && !there.is_empty() && !own.iter().any(meets) {
            let message =
                say!("the programme runs nowhere: none of its neighbourhoods lies in its municipalities");
            let hint = say!(
                "neighbourhoods are dealt out in turn: neighbourhood 1 lies in municipality 1, 2 in 2, and {} in 1 again",
                count + 1
            );
            self.add_at(place, &[municipalities, places], message, hint);
        }
    }

    fn check_role(&mut self, programme: &str, place: Place) {
        let [role, level, stages] = ["role", "level", "stages"].map(|name| format!("{programme}.{name}"));
        let open = self.values.list(&stages);
        // With an empty list the organisation chooses the stages, so no role can lack its own.
        if open.is_empty() {
            return;
        }
        let is_open = |stage: &&str| open.iter().any(|open| open.as_str() == Some(stage));
        let name = self.values.text(&role).to_owned();
        let own = STAGES_OF_ROLES
            .iter()
            .find(|(of, _)| *of == name)
            .map(|(_, stages)| *stages);
        if let Some(own) = own.filter(|own| !own.iter().any(&is_open)) {
            let message = say!("a {name} needs a stage to enter, and none of its stages is open");
            let hint = say!("open {} with `{stages}`", one_of(own));
            self.add_at(place, &[&role, &stages], message, hint);
        }
        let (stages_of_level, message) = match self.values.text(&level) {
            "co_governance" => (
                INPUT_STAGES,
                say!("co-governance is about forming policy, and no stage of that is open"),
            ),
            "co_management" => (
                SERVICE_STAGES,
                say!("co-management is about the service itself, and no stage of that is open"),
            ),
            _ => (
                SERVICE_STAGES,
                say!("co-production is about the service itself, and no stage of that is open"),
            ),
        };
        if !stages_of_level.iter().any(is_open) {
            let hint = say!(
                "open {} with `{stages}`, or choose another `{level}`",
                one_of(&stages_of_level)
            );
            self.add_at(place, &[&level, &stages], message, hint);
        }
    }

    fn check_relation(&mut self, programme: &str, place: Place) {
        let [relation, share, replaced] =
            ["relation", "staff_share", "staff_replaced"].map(|name| format!("{programme}.{name}"));
        if self.values.number(&share) > 0.0 {
            return;
        }
        let message = match self.values.text(&relation) {
            "substitutive" => say!("citizens cannot replace professionals who give this task no time"),
            "interdependent" => say!("the service needs professionals too, and they give this task no time"),
            _ if self.values.number(&replaced) > 0.0 => {
                say!("citizens cannot take over working hours that the task does not have")
            }
            _ => return,
        };
        self.add_at(
            place,
            &[&share, &relation, &replaced],
            message,
            say!("raise `{share}` above 0"),
        );
    }

    fn check_visible(&mut self, programme: &str, place: Place) {
        let [collective, visible] = ["collective", "visible"].map(|name| format!("{programme}.{name}"));
        if self.values.flag(&visible) && !self.values.flag(&collective) {
            let message = say!("there is no collective good to which contributions could be seen");
            let hint = say!("set `{collective} = true`, or leave `{visible}` out");
            self.add_at(place, &[&visible, &collective], message, hint);
        }
    }

    fn check_reward(&mut self, programme: &str, place: Place) {
        let [kind, size, traded] =
            ["reward", "reward_eur_per_hour", "credits_traded"].map(|name| format!("{programme}.{name}"));
        if self.values.flag(&traded) && self.values.text(&kind) != "time_credit" {
            let message = say!("there are no credits to be kept and spent");
            let hint = say!("set `{kind} = \"time_credit\"`, or leave `{traded}` out");
            self.add_at(place, &[&traded, &kind], message, hint);
        }
        if self.values.text(&kind) == "none" && self.values.number(&size) > 0.0 {
            let message = say!("a reward has a size but no kind");
            self.add_at(
                place,
                &[&size, &kind],
                message,
                say!("choose a kind with `{kind}`"),
            );
        }
    }

    fn check_staff(&mut self, programmes: &[(String, Place)]) {
        let keys: Vec<String> = programmes
            .iter()
            .map(|(programme, _)| format!("programme.{programme}.staff_share"))
            .collect();
        let sum: f64 = keys.iter().map(|key| self.values.number(key)).sum();
        if sum <= 1.0 + ROUNDING {
            return;
        }
        // The default is all staff, so the telling place is a programme that did not say its share.
        let silent = keys.iter().position(|key| self.values.get(key).place.is_none());
        let (key, place) = match silent {
            Some(position) => (&keys[position], Some(programmes[position].1)),
            None => (
                &keys[keys.len() - 1],
                self.values.get(&keys[keys.len() - 1]).place,
            ),
        };
        let message = say!(
            "the programmes take {} of the staff's working time together",
            rounded(sum)
        );
        let hint = say!("give each programme its part with `staff_share`; together they can be at most 1");
        let finding = Finding::new(place.unwrap_or(self.anywhere), key, message).code("contradiction");
        let label = say!("takes {}", self.values.number(key));
        self.findings.push(finding.label(label).hint(hint));
    }

    fn add(&mut self, keys: &[&str], message: impl Into<String>, hint: impl Into<String>) {
        self.add_at(self.anywhere, keys, message, hint);
    }

    /// Adds a finding at the first of `keys` that was written, or else at `place`.
    fn add_at(&mut self, place: Place, keys: &[&str], message: impl Into<String>, hint: impl Into<String>) {
        let (key, place) = self.values.written(keys).unwrap_or((keys[0], place));
        self.findings.push(
            Finding::new(place, key, message)
                .code("contradiction")
                .hint(hint.into()),
        );
    }
}

/// Why there is no second neighbourhood, or municipality.
fn one_alone() -> String {
    say!("there is one alone; `{MUNICIPALITIES}` and `population.neighbourhoods` say how many")
}

/// ``one of `a`, `b` `` or just `` `a` ``.
fn one_of(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if names.len() == 1 {
        names.concat()
    } else {
        say!("one of {}", names.join(", "))
    }
}

/// A sum without the digits that adding up leaves behind.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
