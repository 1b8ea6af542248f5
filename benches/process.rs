//! Speed of the whole command, as a user meets it: start-up, a usual run, a country.
//!
//! `cargo bench --bench process` runs each three times and prints the median; a word after `--` picks the cases whose
//! name has it. Wall-clock time stands beside the processor time of all threads, which other work on the machine
//! disturbs less, and the largest memory (both read from `/proc`, and left out where there is none).

#![allow(clippy::print_stdout, reason = "a benchmark speaks to the person who runs it")]

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A run of the command on the reference society.
struct Case {
    name: &'static str,
    budget: &'static str,
    settings: &'static [&'static str],
    replications: u32,
    /// Whether the time counts until the first line on standard error instead of the end.
    first_line: bool,
}

const CASES: [Case; 3] = [
    Case {
        name: "start-up",
        budget: "50 ms to the first line",
        settings: &[],
        replications: 1,
        first_line: true,
    },
    Case {
        name: "usual",
        budget: "1,000 replications of 2,000 citizens and 96 months: 8 s on two cores",
        settings: &["simulation.horizon_years=8"],
        replications: 1_000,
        first_line: false,
    },
    Case {
        name: "country",
        budget: "5.9 million citizens and 120 months: 45 s on two cores and 2.5 GB",
        settings: &[
            "simulation.horizon_years=10",
            "population.citizens=5900000",
            "population.neighbourhoods=2000",
            "organisation.units=2000",
            "network.degree=10",
        ],
        replications: 1,
        first_line: false,
    },
];

const TIMES: usize = 3;

/// What a process has used.
#[derive(Clone, Copy, Debug, Default)]
struct Usage {
    wall: Duration,
    processor_seconds: Option<f64>,
    peak_gigabytes: Option<f64>,
}

impl Usage {
    /// Looks at a process that still lives; keeps what is known where it does not.
    fn look(&mut self, process: u32) {
        let file = |name: &str| std::fs::read_to_string(format!("/proc/{process}/{name}")).ok();
        // The command's name stands in brackets and may hold spaces; the kernel counts in hundredths of a second.
        if let Some(seconds) = file("stat").and_then(|stat| {
            let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
            let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
            Some((ticks(11)? + ticks(12)?) / 100.0)
        }) {
            self.processor_seconds = Some(seconds);
        }
        if let Some(gigabytes) = file("status").and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
            Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? * 1024e-9)
        }) {
            self.peak_gigabytes = Some(gigabytes);
        }
    }
}

fn run(case: &Case, output: &Path) -> Usage {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samspil"));
    command.args(["run", "scenarios/reference.toml", "-n"]);
    command.arg(case.replications.to_string());
    command.arg("--output").arg(output);
    for setting in case.settings {
        command.args(["--set", setting]);
    }
    let began = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command was built with the benchmark");
    let mut notes = child.stderr.take().expect("it was asked for");
    let mut usage = Usage::default();
    notes.read_exact(&mut [0]).expect("the command says what it does");
    usage.wall = began.elapsed();
    let rest = thread::spawn(move || notes.read_to_end(&mut Vec::new()));
    let status = loop {
        usage.look(child.id());
        if let Some(status) = child.try_wait().expect("the command can be waited for") {
            break status;
        }
        thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "the run of case `{}` failed", case.name);
    let _ = rest.join();
    if !case.first_line {
        usage.wall = began.elapsed();
    }
    usage
}

fn main() {
    let picked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    for case in &CASES {
        if !picked.is_empty() && !picked.iter().any(|word| case.name.contains(word.as_str())) {
            continue;
        }
        let mut usages: Vec<Usage> = (0..TIMES)
            .map(|_| {
                // A folder of its own each time, since a finished run is not run again.
                let output = tempfile::tempdir().expect("there is room for results");
                run(case, output.path())
            })
            .collect();
        usages.sort_by_key(|usage| usage.wall);
        let median = usages[TIMES / 2];
        let shown = |value: Option<f64>, unit: &str| {
            value.map_or(String::new(), |value| format!(", {value:.2} {unit}"))
        };
        println!(
            "{:<9} {:.3} s{}{}   (budget: {})",
            case.name,
            median.wall.as_secs_f64(),
            shown(median.processor_seconds, "s of processor time"),
            shown(median.peak_gigabytes, "GB"),
            case.budget
        );
    }
}
