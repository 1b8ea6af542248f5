#!/usr/bin/env python3
"""Long trials of the installed program, whose figures stand in docs/reliability.md.

    cargo build --release
    python3 tests/long/reliability.py target/release/samspil kills journals clients
    sudo python3 tests/long/reliability.py target/release/samspil disks

Every trial ends with the tables and figures of an undisturbed run, to the byte, or says where it did not. `disks` mounts small
file systems and needs the rights to do so (Linux).
"""

import hashlib
import http.client
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SMALL = ["--set", "population.citizens=300"]
PARAMETERS = ["--parameter", "asking", "--parameter", "staying"]
STUDIES = {
    "run": ["run", "norre_snede", "-n", "24"],
    "compare": ["compare", "norre_snede", "--set", "programme.upkeep.invitation=1", "-n", "12"],
    "barriers": ["barriers", "reference", *SMALL, "-n", "4", "--permutations", "6"],
    "test": ["test", "H-01", "H-04", "-n", "8"],
    "sweep": ["sweep", "invitation_by_ease", *SMALL, "-n", "2"],
    "sensitivity": ["sensitivity", "reference", "--method", "sobol", "--rows", "8", *SMALL, "-n", "2", *PARAMETERS],
}


def call(arguments, output):
    """Runs a command into a folder and gives its exit code and words."""
    done = subprocess.run([PROGRAM, *arguments, "-q", "--output", output], capture_output=True, text=True)
    return done.returncode, done.stderr


def bytes_of(output):
    """The digests of all tables and figures."""
    files = sorted([*output.glob("*/*.csv"), *output.glob("*/figures/*.svg")])
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def undisturbed(arguments, scratch):
    """The bytes of a run that nothing disturbs, and how long it takes."""
    begin = time.monotonic()
    code, words = call(arguments, scratch / "undisturbed")
    assert code == 0, words
    return bytes_of(scratch / "undisturbed"), time.monotonic() - begin


def kills(scratch):
    """Ends each study at random moments until it is done."""
    count = wrong = 0
    for name, arguments in STUDIES.items():
        expected, seconds = undisturbed(arguments, scratch / name)
        for trial in range(8):
            output = scratch / f"{name}-{trial}"
            for _ in range(6):
                process = subprocess.Popen([PROGRAM, *arguments, "-q", "--output", output],
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(random.uniform(0, 0.9 * seconds))
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)
                    count += 1
                if process.wait() == 0:
                    break
            code, words = call(arguments, output)
            verified = subprocess.run([PROGRAM, "verify", next(output.iterdir())], capture_output=True).returncode
            if code or verified or bytes_of(output) != expected:
                wrong += 1
                print(f"{name}, trial {trial}: {code} {verified} {words}")
    return f"{count} kills of {len(STUDIES)} studies, {wrong} wrong"


def disks(scratch):
    """Runs on file systems that fill up, and goes on when there is room."""
    arguments = ["run", "norre_snede", "-n", "40", *SMALL]
    expected, _ = undisturbed(arguments, scratch)
    size = sum(file.stat().st_size for file in (scratch / "undisturbed").rglob("*") if file.is_file())
    place = scratch / "disk"
    place.mkdir()
    full = wrong = 0
    for part in range(1, 41):
        room = max(16, size // 1024 * part // 42)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}k", "tmpfs", place], check=True)
        try:
            code, words = call(arguments, place / "results")
            full += code != 0
            subprocess.run(["mount", "-o", "remount,size=200m", place], check=True)
            again, more = call(arguments, place / "results")
            if code not in (0, 1) or again or bytes_of(place / "results") != expected:
                wrong += 1
                print(f"{room} KiB: {code} {words} {again} {more}")
        finally:
            subprocess.run(["umount", place], check=True)
    return f"40 disks, {full} filled up, {wrong} wrong"


def damaged(content, kind):
    """A journal with flipped bits, cut short, continued with anything, or with a part taken out."""
    content = bytearray(content)
    if kind == 0:
        for _ in range(random.choice([1, 1, 5])):
            content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    elif kind == 1:
        del content[random.randrange(len(content)):]
    elif kind == 2:
        content += random.randbytes(random.randrange(1, 5000))
    else:
        start = random.randrange(len(content))
        del content[start:start + random.randrange(1, 3000)]
    return bytes(content)


def journals(scratch):
    """Damages the journal of a finished run and takes its tables away."""
    arguments = ["run", "norre_snede", "-n", "20", *SMALL]
    expected, _ = undisturbed(arguments, scratch)
    same = refused = wrong = 0
    for trial in range(200):
        output = scratch / "damaged"
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(scratch / "undisturbed", output)
        journal = next(output.glob("*/*.journal"))
        journal.write_bytes(damaged(journal.read_bytes(), trial % 4))
        for table in output.glob("*/*.csv"):
            table.unlink()
        code, words = call(arguments, output)
        if code == 0 and bytes_of(output) == expected:
            same += 1
        elif code == 1 and "journal" in words:
            refused += 1
        else:
            wrong += 1
            print(f"trial {trial}: {code} {words}")
    return f"200 damaged journals, {same} answered as before, {refused} refused in words, {wrong} wrong"


def ask(port, answers, times):
    """Asks one comparison and keeps its last answer."""
    arms = [{"name": "a"}, {"name": "b", "settings": {"programme.upkeep.invitation": "1"}}]
    question = {"source": {"id": "cases/norre_snede"}, "arms": arms, "replications": 20}
    begin = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("POST", "/api/compare", json.dumps(question), {"content-type": "application/json"})
    lines = [json.loads(line) for line in connection.getresponse().read().splitlines() if line.strip()]
    states = [line for line in lines if line["type"] == "state"]
    whole = lines[-1]["type"] == "done" and states[-1]["done"] == 20
    answers.append(json.dumps(states[-1]["effects"], sort_keys=True) if whole else "broken")
    times.append(time.monotonic() - begin)


def clients(_scratch):
    """Lets 50 and 100 clients ask the same at once."""
    said = []
    for count in (50, 100):
        server = subprocess.Popen([PROGRAM, "serve", "--no-browser", "--port", "0"], stdout=subprocess.PIPE, text=True)
        port = int(server.stdout.readline().split()[0].rstrip("/").rsplit(":", 1)[1])
        answers, times = [], []
        threads = [threading.Thread(target=ask, args=(port, answers, times)) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        status = Path(f"/proc/{server.pid}/status").read_text()
        memory = next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))
        server.send_signal(signal.SIGINT)
        server.wait()
        equal = len(answers) == count and set(answers) == {answers[0]} and answers[0] != "broken"
        said.append(f"{count} clients: {'all whole and equal' if equal else 'WRONG'}, "
                    f"the last after {max(times):.0f} s, {memory} MiB")
    return "; ".join(said)


PROGRAM = str(Path(sys.argv[1]).resolve())
random.seed(7)
for wanted in sys.argv[2:]:
    with tempfile.TemporaryDirectory() as folder:
        trials = {"kills": kills, "disks": disks, "journals": journals, "clients": clients}
        print(trials[wanted](Path(folder)), flush=True)
