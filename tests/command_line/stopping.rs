//! Runs that are stopped: by signals, by a full disk, by another process, by a folder that goes away.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use super::desk::Desk;
use super::resuming::wait_for_a_replication;
use super::{command, results_in, text, verified};

const SCENARIO: &str = "
[simulation]
horizon_years = 1.0
[population]
citizens = 300
[programme.parks]
";

fn desk() -> Desk {
    Desk::new("run", &[("parks.toml", SCENARIO)])
}

fn begun(desk: &Desk, output: &str, further: &[&str]) -> Child {
    let arguments = desk.arguments(output, further);
    command(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, name: &str) {
    let kill = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
}

fn table(results: &Path) -> Vec<u8> {
    fs::read(results.join("series.csv")).unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn a_scheduler_stops_a_run_in_good_order() {
    let desk = desk();
    let whole = desk.results("whole", &["-n", "80"]);
    let mut stopped = 0;
    for (output, wait) in [("early", 0), ("later", 15), ("late", 40)] {
        let child = begun(&desk, output, &["-n", "80", "--threads", "1"]);
        wait_for_a_replication(&desk.path(output));
        std::thread::sleep(std::time::Duration::from_millis(wait));
        signal(&child, "-TERM");
        let ended = child.wait_with_output().unwrap();
        // A run that was as good as done ends as any other.
        if code(&ended) != Some(0) {
            stopped += 1;
            assert_eq!(code(&ended), Some(143), "{}", text(&ended.stderr));
            assert!(text(&ended.stderr).contains("The same command goes on from there."));
            let results = results_in(&desk.path(output));
            let names = fs::read_dir(&results)
                .unwrap()
                .map(|entry| entry.unwrap().file_name());
            let mut names: Vec<_> = names.collect();
            names.sort();
            assert_eq!(names, [".lock", "replications.journal"]);
        }
        assert_eq!(table(&desk.results(output, &["-n", "80"])), table(&whole));
    }
    assert!(stopped > 0, "a run was stopped");
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_is_closed_stops_a_run_in_good_order() {
    let desk = desk();
    let child = begun(&desk, "closed", &["-n", "5000", "--threads", "1"]);
    wait_for_a_replication(&desk.path("closed"));
    signal(&child, "-HUP");
    let ended = child.wait_with_output().unwrap();
    // Where whoever runs the tests has it ignored, so does the run.
    if code(&ended) != Some(0) {
        assert_eq!(code(&ended), Some(129), "{}", text(&ended.stderr));
        assert!(text(&ended.stderr).contains("The same command goes on from there."));
    }
}

#[test]
fn a_sender_that_signals_twice_at_once_means_it_once() {
    let desk = desk();
    let child = begun(&desk, "o", &["-n", "20000", "--threads", "1"]);
    wait_for_a_replication(&desk.path("o"));
    signal(&child, "-TERM");
    signal(&child, "-TERM");
    let ended = child.wait_with_output().unwrap();
    assert_eq!(code(&ended), Some(143));
    assert!(text(&ended.stderr).contains("The same command goes on from there."));
}

#[test]
fn a_killed_run_leaves_no_lock_and_is_gone_on_with() {
    let desk = desk();
    let child = begun(&desk, "o", &["-n", "80", "--threads", "1"]);
    wait_for_a_replication(&desk.path("o"));
    signal(&child, "-KILL");
    child.wait_with_output().unwrap();
    let leftover = results_in(&desk.path("o")).join(".part-a1b2c3");
    fs::write(&leftover, "half").unwrap();
    let results = desk.results("o", &["-n", "80"]);
    assert!(!leftover.exists());
    assert_eq!(table(&results), table(&desk.results("whole", &["-n", "80"])));
}

#[test]
fn a_folder_in_use_has_an_exit_code_of_its_own() {
    let desk = desk();
    let results = desk.results("o", &["-n", "2"]);
    let lock = fs::File::open(results.join(".lock")).unwrap();
    lock.try_lock().unwrap();
    let output = desk.call("o", &["-n", "2"]);
    assert_eq!(code(&output), Some(75));
    assert!(text(&output.stderr).contains("another process is running this scenario into the same folder"));
    drop(lock);
    assert_eq!(code(&desk.call("o", &["-n", "2"])), Some(0));
}

#[test]
fn a_folder_that_is_deleted_while_the_run_goes_on_is_an_error() {
    let desk = desk();
    let child = begun(&desk, "o", &["-n", "2000", "--threads", "1"]);
    wait_for_a_replication(&desk.path("o"));
    fs::remove_dir_all(desk.path("o")).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), Some(1), "{}", text(&output.stdout));
    let said = text(&output.stderr);
    assert!(
        said.contains("this folder was deleted or moved while the run went on"),
        "{said}"
    );
    assert!(!desk.path("o").exists(), "nothing is written in its place");
}

#[test]
fn a_disk_that_fills_up_keeps_what_is_whole() {
    let desk = desk();
    let arguments = desk.arguments("o", &["-n", "80", "--threads", "1"]);
    let program = assert_cmd::cargo::cargo_bin("samspil");
    // What may be written stands for what the disk takes: 200 blocks of 512 or 1024 bytes.
    let output = Command::new("sh")
        .env("LC_ALL", "C")
        .args(["-c", "trap '' XFSZ; ulimit -f 200; exec \"$0\" \"$@\""])
        .arg(program)
        .args(&arguments)
        .output()
        .unwrap();
    assert_eq!(code(&output), Some(1), "{}", text(&output.stderr));
    let said = text(&output.stderr);
    assert!(
        said.contains("larger than may be written here") && said.contains("are kept"),
        "{said}"
    );
    let results = results_in(&desk.path("o"));
    assert!(fs::metadata(results.join("replications.journal")).unwrap().len() > 1_000);
    assert!(!results.join("series.csv").exists());
    let results = desk.results("o", &["-n", "80"]);
    assert_eq!(table(&results), table(&desk.results("whole", &["-n", "80"])));
    assert_eq!(code(&verified(&results)), Some(0));
}
