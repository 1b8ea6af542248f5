#!/usr/bin/env python3
"""Makes the numbers told in words anew: "What the model shows" in scenario files, lessons, pages of the book.

    cargo build --release
    python3 tests/long/narrate.py target/release/samspil             every text that docs/narrated/*.toml names
    python3 tests/long/narrate.py target/release/samspil time_bank   only those whose file has this in its name
    python3 tests/long/narrate.py target/release/samspil --check     writes nothing, fails where something would change

Each run is simulated once. Numbers are written into the texts where they stand, with a stamp: replications, seed, engine.
Sentences that no longer hold are listed and are for people to mend. What was measured is kept in docs/narrated/record.csv;
tests/narrated.rs holds it against the texts. docs/narrated/README.md says how claims are written. Needs Python 3.11.
"""

import csv
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = ROOT / "docs" / "narrated"
RECORD = CLAIMS / "record.csv"
COLUMNS = ["file", "section", "says", "measured", "figures", "holds", "stamp"]
STAMP = re.compile(r"(\d+ replications,\s+(?:# )?)?seed \d+,(\s+(?:# )?)engine [0-9a-f]{8}")
SHOWS = "# What the model shows"
WIDTH = 118
GAP = r"(?:\\\n|\n#|[ \n])+"
NUMBER = r"[-−+]?\d+(?:[,.]\d+)*"
SCALES = {"": 1, "%": 100, "/10": 10, "/1000": 1000, "/10000": 10000}
WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
DANISH = ["ingen", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv", "tretten",
          "fjorten", "femten", "seksten", "sytten", "atten", "nitten", "tyve"]


# ---- What words mean. Fixed before anything is measured, the same for every text.

def about(x, number):
    """"half", "a third", "twice": within 15 per cent of the number."""
    return abs(x / number - 1) <= 0.15


def nearly(x, number):
    """"almost", "nearly": below the number by no more than 20 per cent."""
    return 0.8 * number <= x < number


def more_than(x, number):
    """"more than twice": above the number, and by no more than half of it."""
    return number < x <= 1.5 * number


def same(x, other):
    """"as many", "as much": within 10 per cent."""
    return abs(x / other - 1) <= 0.10


def hardly(change, level):
    """"hardly moves": by no more than 5 per cent of the level."""
    return abs(change) <= 0.05 * abs(level)


def little(change, level):
    """"a little more", "slightly": more, by no more than 15 per cent of the level."""
    return 0 < change <= 0.15 * abs(level)


def much(change, level):
    """"much more", "by far": more, by at least a quarter of the level."""
    return change >= 0.25 * abs(level)


class Course:
    """Means over time."""

    def __init__(self, points):
        self.points = points

    def with_(self, other, apply):
        if isinstance(other, Course):
            return Course({year: apply(value, other.points[year]) for year, value in self.points.items()})
        return Course({year: apply(value, other) for year, value in self.points.items()})

    def __sub__(self, other):
        return self.with_(other, lambda a, b: a - b)

    def __rsub__(self, other):
        return self.with_(other, lambda a, b: b - a)

    def __truediv__(self, other):
        return self.with_(other, lambda a, b: a / b)


def lowest(course):
    return min(course.points.values())


def highest(course):
    return max(course.points.values())


def yearly(course):
    """The values at whole years, in order."""
    return [value for year, value in sorted(course.points.items()) if abs(year - round(year)) < 1e-6]


def average(course):
    return sum(course.points.values()) / len(course.points)


def falls(course):
    values = yearly(course)
    return all(later < earlier for earlier, later in zip(values, values[1:]))


def rises(course):
    values = yearly(course)
    return all(later > earlier for earlier, later in zip(values, values[1:]))


def until(course):
    """The first year from which a course is never above 0 again."""
    return max((year for year, value in course.points.items() if value > 0), default=0.0)


def since(course):
    """The first year in which a course is above 0."""
    return min((year for year, value in course.points.items() if value > 0), default=float("inf"))


class Each:
    """A value of each replication; None where there is none."""

    def __init__(self, values):
        self.values = values

    def with_(self, other, apply):
        others = other.values if isinstance(other, Each) else [other] * len(self.values)
        return Each([None if a is None or b is None else apply(a, b) for a, b in zip(self.values, others)])

    def __ge__(self, other):
        return self.with_(other, lambda a, b: a >= b)

    def __gt__(self, other):
        return self.with_(other, lambda a, b: a > b)

    def __lt__(self, other):
        return self.with_(other, lambda a, b: a < b)

    def __sub__(self, other):
        return self.with_(other, lambda a, b: a - b)


def count(each):
    return sum(1 for value in each.values if value)


def share(each):
    return count(each) / len(each.values)


def within(each, centre, width):
    """The share of replications that lie no farther from the centre than this."""
    return share(each.with_(centre, lambda a, b: abs(a - b) <= width))


def mean(each):
    there = [value for value in each.values if value is not None]
    return sum(there) / len(there)


FUNCTIONS = [about, nearly, more_than, same, hardly, little, much, lowest, highest, average, falls, rises, until, since,
             count, share, within, mean, abs, min, max, round, all, any, sum, sorted, len, set]


# ---- Runs

def rows_of(folder, name):
    with open(Path(folder) / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def signed(value, digits):
    rounded = f"{value:+.{digits}f}"
    if float(rounded) == 0:
        return "0" if value == 0 else rounded[1:]
    return rounded.replace("-", "−")


def barriers_table(folder):
    """Of the barriers of a scenario: what each does alone, and its share of what all do."""
    units = {"outcome": (100, 1), "output": (1, 3)}

    def cell(row, middle, measure):
        if row is None:
            return ""
        scale, digits = units[measure]
        value = scale * float(row[middle])
        half = scale * (float(row["interval_high"] or 0) - float(row["interval_low"] or 0)) / 2
        return "0" if value == 0 and half == 0 else f"{signed(value, digits)} ± {half:.{digits}f}"

    effects = {(row["measure"], row["barrier"], row["change"]): row for row in rows_of(folder, "effects")}
    shares = {(row["measure"], row["barrier"]): row for row in rows_of(folder, "shapley")}
    ranked = sorted({(int(row["rank"]), row["barrier"], row["name"]) for row in effects.values()})
    lines = ["| barrier | outcome, points: at its price | for free | doubled | share of all "
             "| output, needs/year: at its price | for free | doubled | share of all |",
             "|---|---|---|---|---|---|---|---|---|"]
    for _, barrier, name in ranked:
        cells = [name]
        for measure in units:
            cells += [cell(effects.get((measure, barrier, change)), "effect", measure) for change in ("at_price", "removed", "doubled")]
            cells.append(cell(shares[(measure, barrier)], "share", measure))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def plain(value, digits):
    rounded = f"{value:.{digits}f}"
    return rounded.lstrip("-") if float(rounded) == 0 else rounded.replace("-", "−")


def with_ends(study, measure, parameter, column, scale, digits):
    middle, low, high = (plain(scale * study.of(measure, parameter, column + end), digits) for end in ("", "_low", "_high"))
    return f"{middle} [{low}, {high}]"


def screening_table(study):
    """The ten parameters that matter most for each measure."""
    lines = ["| measure | parameter | μ* | μ | σ | error | floor |", "|---|---|---|---|---|---|---|"]
    for measure, unit, scale, digits in [("outcome", "outcome, points", 100, 1), ("output", "output, needs/year", 1, 2),
                                         ("participants_share", "participants, points", 100, 1)]:
        for place, parameter in enumerate(study.ranking(measure)[:10]):
            cells = [unit if place == 0 else "", f"`{parameter}`",
                     with_ends(study, measure, parameter, "mu_star", scale, digits)]
            for column, finer in [("mu", 0), ("sigma", 0), ("noise_error", scale == 1), ("noise_floor", scale == 1)]:
                cells.append(plain(scale * study.of(measure, parameter, column), digits + finer))
            lines.append(f"| {' | '.join(cells)} |".replace("|  |", "| |"))
    return "\n".join(lines)


def shares_table(study):
    """The shares in the variance of each measure."""
    lines = ["| measure | parameter | first | total |", "|---|---|---|---|"]
    for measure, name in [("outcome", "outcome"), ("output", "output"), ("participants_share", "participants")]:
        for place, parameter in enumerate(study.ranking(measure)):
            cells = [name if place == 0 else "", f"`{parameter}`"]
            cells += [with_ends(study, measure, parameter, column, 1, 2) for column in ("first", "total")]
            lines.append(f"| {' | '.join(cells)} |".replace("|  |", "| |"))
    return "\n".join(lines)


def dependence_table(folder):
    """Of a sensitivity analysis: what the measures depend on most."""
    study = Dependence(folder)
    return screening_table(study) if study.screening else shares_table(study)


def directions_table(runs, scenario, count, *keys):
    """The signs of what each barrier does when it is 0 and when it is 0.9, against what it is."""
    measures = ["participants_share", "facilitation_hours", "implementation_rate", "outcome"]
    lines = ["| key | participants: 0 / 0.9 | facilitation: 0 / 0.9 | implementation: 0 / 0.9 | outcome: 0 / 0.9 |",
             "|---|---|---|---|---|"]
    for key in keys:
        signs = {}
        for value in ("0", "0.9"):
            command = ("compare", scenario, "-n", count, "--set", f"barriers.{key}={value}")
            folder = runs.folder_of(command, nothing_to_compare=True)
            for row in rows_of(folder, "comparison") if folder else []:
                low, high = float(row["interval_low"] or 0), float(row["interval_high"] or 0)
                signs[(row["measure"], value)] = "+" if low > 0 else "−" if high < 0 else "0"
        # Where nothing differs there is nothing to compare.
        cells = [f"{signs.get((measure, '0'), '0')} / {signs.get((measure, '0.9'), '0')}" for measure in measures]
        lines.append(f"| `{key}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)


MADE = {"barriers": barriers_table, "sensitivity": dependence_table}


class Dependence:
    """What a sensitivity analysis found, by measure and by parameter or group."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.screening = (self.folder / "effects.csv").exists()
        self.found, self.changes, self.values = {}, None, None
        for row in rows_of(folder, "effects" if self.screening else "indices"):
            self.found.setdefault(row["measure"].removesuffix(".final"), {})[row["parameter"]] = row

    def of(self, measure, parameter, column):
        """A number of the table of effects or indices; of a measure as a whole where no parameter is named."""
        rows = self.found[measure]
        return float(rows[parameter or next(iter(rows))][column])

    def ranking(self, measure, table=""):
        """The parameters, those that matter most first: all of them, or those of a table of the register."""
        by = "mu_star" if self.screening else "total"
        ranked = sorted(self.found[measure], key=lambda parameter: -self.of(measure, parameter, by))
        return [parameter for parameter in ranked if parameter.startswith(table)]

    def place(self, measure, parameter):
        return self.ranking(measure).index(parameter) + 1

    def seen(self, measure):
        """The parameters that stand out from noise."""
        return [parameter for parameter in self.ranking(measure) if self.of(measure, parameter, "mu_star")
                > self.of(measure, parameter, "noise_floor") + 2 * self.of(measure, parameter, "noise_error")]

    def with_effects(self, number):
        """How many parameters have so many effects."""
        return sum(1 for row in self.found["outcome"].values() if int(row["effects"]) == number)

    def points(self):
        return len(rows_of(self.folder, "points"))

    def failed(self):
        """How many points failed."""
        return len({row["configuration"] for row in rows_of(self.folder, "failures")})

    def means(self, measure):
        """Of all points at which every replication has a value."""
        if self.values is None:
            rows, self.values = rows_of(self.folder, "summary"), {}
            replications = max(int(row["count"]) for row in rows)
            for row in rows:
                if int(row["count"]) == replications:
                    of_measure = self.values.setdefault(row["measure"].removesuffix(".final"), {})
                    of_measure[row["configuration"]] = float(row["mean"])
        return self.values[measure]

    def level(self, measure):
        means = self.means(measure).values()
        return sum(means) / len(means)

    def spread(self, measure):
        """Standard deviation over the points."""
        means, level = self.means(measure).values(), self.level(measure)
        return (sum((mean - level) ** 2 for mean in means) / (len(means) - 1)) ** 0.5

    def moves(self, measure, parameter):
        """What a parameter does on each path of a screening, per whole range in the direction of its values."""
        if self.changes is None:
            self.changes = self.along_the_paths()
        return self.changes[measure].get(parameter, [])

    def along_the_paths(self):
        """Each step of a path moves one parameter by two thirds of its range."""
        points, parameters = rows_of(self.folder, "points"), list(self.found["outcome"])
        changes = {measure: {} for measure in self.found}
        length = len(parameters) + 1
        for at in range(1, len(points)):
            before, after = points[at - 1], points[at]
            if at % length == 0:
                continue
            parameter, = (key for key in parameters if before[key] != after[key])
            step = 2 / 3 if float(after[parameter]) > float(before[parameter]) else -2 / 3
            for measure, of_measure in changes.items():
                ends = [self.means(measure).get(point["configuration"]) for point in (before, after)]
                if None not in ends:
                    change = ends[1] - ends[0]
                    tied = abs(change) <= max(1e-9 * max(map(abs, ends)), 1e-12)
                    of_measure.setdefault(parameter, []).append(0.0 if tied else change / step)
        return changes

    def up(self, measure, parameter):
        """On how many paths a parameter raises a measure."""
        return sum(1 for change in self.moves(measure, parameter) if change > 0)

    def down(self, measure, parameter):
        return sum(1 for change in self.moves(measure, parameter) if change < 0)

    def paths(self, measure, parameter):
        return len(self.moves(measure, parameter))

    def one_path(self, measure, parameter):
        """The part that the largest effect has in the sum of all, without signs."""
        sizes = [abs(change) for change in self.moves(measure, parameter)]
        return max(sizes) / sum(sizes)


class Draws:
    """What became of hypotheses over draws of the parameters."""

    def __init__(self, folder):
        self.rows = rows_of(folder, "draws")

    def count(self, id, verdict=""):
        """In how many draws a hypothesis has a verdict; in how many it has any."""
        return sum(1 for row in self.rows if row["id"] == id and row["verdict"] and verdict in ("", row["verdict"]))

    def most(self, id):
        """The verdict of most draws, none where two have as many."""
        counts = {verdict: self.count(id, verdict) for verdict in ("supported", "rejected", "undecided")}
        first, second = sorted(counts, key=counts.get)[:0:-1]
        return first if counts[first] > counts[second] else "none"

    def effects(self, id):
        return [float(row["effect"]) for row in self.rows if row["id"] == id and row["effect"]]


STUDIES = {"sensitivity": Dependence, "test": Draws}


class Runs:
    """What the program answers, each question once."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.answers, self.tables, self.stamps = {}, {}, {}
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        self.engine = re.search(r"engine ([0-9a-f]+)", version)[1]

    def scenario(self, name):
        """The file of a scenario; `name+key=value` is one that differs in a key."""
        name, *settings = name.split("+")
        found = list((ROOT / "scenarios").rglob(f"{name}.toml"))
        assert len(found) == 1, f"{name}: {found}"
        if not settings:
            return str(found[0])
        lines = [f'extends = "{found[0]}"', 'title = "A variant"', *settings]
        file = self.folder / f"{name}_{hashlib.sha256(repr(settings).encode()).hexdigest()[:8]}.toml"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(file)

    def folder_of(self, command, nothing_to_compare=False):
        if command not in self.answers:
            output = self.folder / hashlib.sha256(repr(command).encode()).hexdigest()[:16]
            asked = [self.program, *command, "--output", str(output), "--json", "-q"]
            done = subprocess.run(asked, capture_output=True, text=True, cwd=self.folder)
            if nothing_to_compare and '"no-effect"' in done.stdout:
                return None
            if done.returncode != 0:
                sys.exit(f"{shlex.join(asked)}\n{done.stderr}{done.stdout[:2000]}")
            answer = json.loads(done.stdout)
            assert answer["engine"] == self.engine
            self.answers[command] = Path(answer["folder"])
            self.stamps[command] = (answer["replications"], answer["seed"])
        return self.answers[command]

    def printed(self, line):
        """What a command prints, such as a table in Markdown."""
        command = ("printed", line)
        if command not in self.answers and line.startswith("directions "):
            _, scenario, _, count, *keys = shlex.split(line)
            self.answers[command] = directions_table(self, scenario, count, *keys)
        if command not in self.answers:
            asked = [self.program, *shlex.split(line), "-q", "--output", str(self.folder / "printed")]
            asked += [] if "--markdown" in line else ["--json"]
            done = subprocess.run(asked, capture_output=True, text=True, cwd=self.folder)
            if done.returncode != 0:
                sys.exit(f"{shlex.join(asked)}\n{done.stderr}{done.stdout[:2000]}")
            kind = shlex.split(line)[0]
            self.answers[command] = MADE[kind](json.loads(done.stdout)["folder"]) if kind in MADE else done.stdout
        return self.answers[command]

    def study(self, line):
        """What a command found, to be asked for its parts."""
        command = ("study", line)
        if command not in self.answers:
            asked = [self.program, *shlex.split(line), "-q", "--json", "--output", str(self.folder / "printed")]
            done = subprocess.run(asked, capture_output=True, text=True, cwd=self.folder)
            if done.returncode != 0:
                sys.exit(f"{shlex.join(asked)}\n{done.stderr}{done.stdout[:2000]}")
            answer = json.loads(done.stdout)
            self.stamps[command] = (answer["replications"], answer["seed"])
            self.answers[command] = STUDIES[shlex.split(line)[0]](answer["folder"])
        return self.answers[command]

    def table(self, command, name, build):
        key = (command, name)
        if key not in self.tables:
            with open(self.folder_of(command) / f"{name}.csv", newline="", encoding="utf-8") as file:
                self.tables[key] = build(csv.DictReader(file))
        return self.tables[key]

    def summary(self, command):
        def build(rows):
            means = {}
            for row in rows:
                if row["mean"]:
                    means.setdefault(row["measure"], {})[float(row["year"])] = float(row["mean"])
            return means
        return self.table(command, "summary", build)

    def differences(self, command):
        def build(rows):
            means = {}
            for row in rows:
                if row["mean"]:
                    of_arm = means.setdefault(row["arm"], {})
                    of_arm.setdefault(row["measure"], {})[float(row["year"])] = float(row["mean"])
            return means
        return self.table(command, "differences", build)

    def ends(self, command):
        """Of a comparison: arm, measure, values of the replications at the end."""
        def build(rows):
            ends = {}
            for row in rows:
                values = ends.setdefault(row["arm"], {}).setdefault(row["measure"], [])
                values.append(float(row["value"]) if row["value"] else None)
            return ends
        return self.table(command, "replications", build)

    def series(self, command, measure):
        """Of a run: year and value of each replication."""
        def build(rows):
            header = next(rows)
            column = header.index(measure)
            runs = {}
            for row in rows:
                runs.setdefault(int(row[0]), []).append((float(row[2]), float(row[column]) if row[column] else None))
            return [runs[run] for run in sorted(runs)]
        key = (command, "series", measure)
        if key not in self.tables:
            with open(self.folder_of(command) / "series.csv", newline="", encoding="utf-8") as file:
                self.tables[key] = build(csv.reader(file))
        return self.tables[key]

    def points(self, command):
        """Of a sweep: settings and summary of every point."""
        def build(rows):
            return {row.pop("configuration"): row for row in rows}
        points = self.table(command, "points", build)

        def summaries(rows):
            found = {}
            for row in rows:
                found.setdefault(row["configuration"], {})[row["measure"]] = (row["count"], row["mean"])
            return found
        return points, self.table(command, "summary", summaries)


class Arms:
    """The arms of a text by name, from the commands it rests on."""

    def __init__(self, runs, text):
        self.runs, self.arms, self.sweeps, self.text = runs, {}, {}, text
        more = ["-n", str(text["replications"])] if "replications" in text else []
        more += ["--seed", str(text.get("seed", 1))]
        for line in text.get("runs", []):
            kind, *words = shlex.split(line)
            named, rest = [], []
            while words:
                word = words.pop(0)
                if word.startswith("--"):
                    value = words.pop(0)
                    rest += [word, value]
                elif "=" in word:
                    name, scenario = word.split("=", 1)
                    named.append(name)
                    rest.append(runs.scenario(scenario))
                else:
                    named.append(word)
                    rest.append(runs.scenario(word))
            command = (kind, *rest, *([] if kind == "sweep" else more))
            if kind == "sweep":
                self.sweeps[named[0]] = command
            elif kind == "run":
                self.arms[named[0]] = ("run", command, None)
            else:
                everywhere = [rest[at + 1] for at, word in enumerate(rest) if word == "--everywhere"]
                alone = ("run", rest[0], *(part for value in everywhere for part in ("--set", value)), *more)
                for index, name in enumerate(named):
                    self.arms[name] = ("compare", command, (index, alone))
        self.first = next(iter(self.arms), None)

    def commands(self):
        return {arm[1] for arm in self.arms.values()} | set(self.sweeps.values())

    def all_commands(self):
        return self.commands() | {arm[2][1] for arm in self.arms.values() if arm[2]}

    def means(self, arm, measure):
        """Means over time; of a variant those of the baseline and the differences of the pairs."""
        kind, command, of = self.arms[arm or self.first]
        if kind == "run":
            return self.runs.summary(command)[measure]
        index, alone = of
        baseline = self.runs.summary(alone)[measure]
        if index == 0:
            return baseline
        name = list(self.runs.ends(command))[index]
        return {year: baseline[year] + change
                for year, change in self.runs.differences(command)[name][measure].items() if year in baseline}

    def at(self, arm, measure, when):
        kind, command, of = self.arms[arm or self.first]
        if kind == "compare" and when == "end":
            ends = self.runs.ends(command)
            return mean(Each(ends[list(ends)[of[0]]][measure]))
        means = self.means(arm, measure)
        year = max(means) if when == "end" else float(when)
        return means[min(means, key=lambda there: abs(there - year))]

    def course(self, arm, measure, first, last):
        means = self.means(arm, measure)
        return Course({year: value for year, value in means.items() if first - 1e-6 <= year <= last + 1e-6})

    def each(self, arm, measure, when):
        kind, command, of = self.arms[arm or self.first]
        if kind == "compare" and when in ("", "end"):
            ends = self.runs.ends(command)
            return Each(ends[list(ends)[of[0]]][measure])
        assert kind == "run" or of[0] == 0, f"{arm}: only ends of single runs are kept in a comparison"
        series = self.runs.series(command if kind == "run" else of[1], measure)
        if when.startswith(">="):
            level = float(when[2:])
            return Each([next((year for year, value in run if value is not None and value >= level), None) for run in series])
        if when in ("", "end"):
            return Each([run[-1][1] for run in series])
        return Each([min(run, key=lambda there: abs(there[0] - float(when)))[1] for run in series])

    def half_width(self, arm, measure):
        """Half of the 95 per cent interval of the difference from the baseline at the end."""
        kind, command, (index, _) = self.arms[arm]
        name = list(self.runs.ends(command))[index]

        def build(rows):
            half = lambda row: (float(row["interval_high"]) - float(row["interval_low"])) / 2
            return {(row["arm"], row["measure"]): half(row) for row in rows if row["interval_low"]}
        return self.runs.table(command, "comparison", build)[(name, measure)]

    def point(self, sweep, settings, measure):
        """Mean over the points of a sweep at these settings, or how many runs have a value (`#count`)."""
        points, summary = self.runs.points(self.sweeps[sweep])
        wanted = [setting.split("=") for setting in settings.replace(" ", "").split(",") if setting]
        measure, _, counted = measure.partition("#")
        values = []
        for name, point in points.items():
            def matches(key, value):
                there = next(text for factor, text in point.items() if factor == key or factor.endswith("." + key))
                try:
                    return abs(float(there) - float(value)) < 1e-9
                except ValueError:
                    return there == value
            if all(matches(key, value) for key, value in wanted):
                number, average = summary[name][measure]
                values.append(float(number) if counted else float(average))
        assert values, f"{sweep}: no point {settings}"
        return sum(values) / len(values)

    def together(self, measure, column):
        """Of barriers: what removing all together does, and the sum of what each does alone."""
        folder = next((self.runs.folder / "printed").glob("barriers-*"))
        return float(next(row for row in rows_of(folder, "interplay") if row["measure"] == measure)[column])

    def slope(self, sweep, factor, measure):
        """How much a measure changes over the range of a factor: least squares over all points, without sign."""
        points, summary = self.runs.points(self.sweeps[sweep])
        pairs = []
        for name, point in points.items():
            there = next(text for key, text in point.items() if key == factor or key.endswith("." + factor))
            pairs.append((float(there), float(summary[name][measure][1])))
        xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
        middle, level = sum(xs) / len(xs), sum(ys) / len(ys)
        steep = sum((x - middle) * (y - level) for x, y in pairs) / sum((x - middle) ** 2 for x in xs)
        return abs(steep) * (max(xs) - min(xs))


    def gain(self, sweep, removed, measure):
        """What setting these factors to 0 adds, all others left at their first level."""
        points, summary = self.runs.points(self.sweeps[sweep])
        removed = removed.split()
        first = next(iter(points.values()))

        def value(zeros):
            wanted = {key: "0" if key.split(".")[-1] in zeros else level for key, level in first.items() if key != "seed"}
            name = next(name for name, point in points.items()
                        if all(float(point[key]) == float(level) for key, level in wanted.items()))
            return float(summary[name][measure][1])
        return value(removed) - value([])


class Table:
    """What a table in Markdown says: verdicts on facts and on hypotheses."""

    def __init__(self, text):
        lines = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines()]
        self.rows, head = [], []
        for cells in lines:
            if "verdict" in cells:
                head = cells
            elif len(cells) == len(head):
                self.rows.append(dict(zip(head, cells)))
            elif not cells[0].startswith("---"):
                head = []

    def facts(self, verdict="", role=""):
        """How many facts have a verdict, of all their checks that count; of those of one role alone."""
        marks = {"validation": "", "built in": "*b*", "calibration": "*c*"}
        verdicts = {}
        for row in self.rows:
            said = row["verdict"].replace("*", "")
            if "(beside)" not in said and said != "not measured":
                verdicts.setdefault(row["fact"], set()).add(said)
        order = ("not met", "undecided", "turns with the seed", "met")
        worst = {fact: next(it for it in order if it in said) for fact, said in verdicts.items()}
        return sum(1 for fact, said in worst.items()
                   if verdict in ("", said) and (not role or fact.partition(" ")[2] == marks[role]))

    def figure(self, fact, check):
        """What was measured for a fact, whatever its mark, in its first, second or later check."""
        rows = [row for row in self.rows if row["fact"].split(" ")[0] == fact.split(" ")[0]]
        cell = rows[check - 1]["measured [95 % interval]"]
        return float(cell.split(" ")[0].replace("−", "-"))

    def numbers(self, id):
        cell = next(row for row in self.rows if row["id"] == id)["effect [95 % interval]"]
        return [float(number.replace("−", "-")) for number in re.findall(r"[-−]?\d+(?:\.\d+)?", cell)]

    def verdicts(self, verdict=""):
        """How many hypotheses have a verdict."""
        return sum(1 for row in self.rows if verdict in ("", row["verdict"]))

    def verdict(self, id):
        return next(row for row in self.rows if row["id"] == id)["verdict"]

    def effect(self, id):
        return self.numbers(id)[0]

    def farthest(self, id, value):
        """How far the ends of the interval lie from a value at most."""
        return max(abs(end - value) for end in self.numbers(id)[1:])

    def holding(self, low, high):
        """The hypotheses whose verdict holds in such a share of the draws."""
        shares = {row["id"]: float(row["verdict holds in draws"].split(" %")[0]) for row in self.rows}
        return [id for id, share in shares.items() if low <= share <= high]


YEAR = r"\d+(?:\.\d+)?"
TOKEN = re.compile(
    rf"(?P<sweep>\w+)\{{(?P<point>[^}}]*)\}}:(?P<summary>[\w.]+(?:#count)?)"
    rf"|(?:(?P<arm>\w+):)?(?P<measure>[a-z_]\w*(?:\.\w+)*)"
    rf"(?:@(?P<from>{YEAR})\.\.(?P<to>{YEAR})|@(?P<at>{YEAR}|end)|#(?P<each>>={YEAR}|{YEAR}|end)?)")


def evaluate(arms, expression):
    """The value of an expression, and the numbers it was made of."""
    values, shown = [], []

    def look_up(match):
        it = match.groupdict()
        if it["sweep"]:
            value = arms.point(it["sweep"], it["point"], it["summary"])
        elif it["from"]:
            value = arms.course(it["arm"], it["measure"], float(it["from"]), float(it["to"]))
        elif it["at"]:
            value = arms.at(it["arm"], it["measure"], it["at"])
        else:
            value = arms.each(it["arm"], it["measure"], it["each"] or "")
        values.append(value)
        if isinstance(value, float):
            shown.append(f"{match[0]} = {value:.4g}")
        return f"_[{len(values) - 1}]"

    def heard(function):
        def call(*given):
            value = function(*given)
            if isinstance(value, float):
                shown.append(f"{function.__name__} = {value:.4g}")
            return value
        return call

    names = {function.__name__: heard(function) for function in FUNCTIONS}
    names |= {name: getattr(arms, name) for name in ("together", "half_width", "slope", "gain")}
    names |= {name: arms.runs.study(line) for name, line in arms.text["studies"].items()}
    names |= {"n": arms.text.get("replications"), "_": values, "__builtins__": {}}
    told = arms.text.get("table") or arms.text.get("reads")
    if told and told not in arms.text["studies"]:
        page = ROOT / told
        table = Table(page.read_text(encoding="utf-8") if told.endswith(".md") else arms.runs.printed(told))
        read = ("facts", "figure", "verdicts", "verdict", "numbers", "effect", "farthest", "holding")
        names |= {name: heard(getattr(table, name)) for name in read}
    try:
        return eval(TOKEN.sub(look_up, expression), names), shown
    except Exception as error:
        sys.exit(f"{arms.text['file']}: {expression}: {type(error).__name__} {error}")


# ---- Texts

def shape(value, slot, text, danish):
    """A number as a slot wants it: `{1%}` times 100 with one digit, `{+1%}` with its sign, `{w/10}` in words of ten."""
    sign, kind, scale = re.fullmatch(r"(\+?)([wW]|\d)(.*)", slot).groups()
    value *= SCALES[scale]
    if kind in "wW":
        words = DANISH if danish else WORDS
        whole = round(value)
        word = words[whole] if 0 <= whole < len(words) else str(whole)
        return word.capitalize() if kind == "W" else word
    number = f"{value:{sign},.{kind}f}"
    if re.fullmatch(r"[-+]0(\.0*)?", number):
        number = number[1:]
    if text["file"].endswith(".md"):
        number = number.replace("-", "−")
    return number.translate(str.maketrans(",.", ".,")) if danish else number


def pattern(says):
    """What finds a claim in a text, its slots as groups."""
    parts = re.split(r"\{([^{}]*)\}", says)
    found = ""
    for index, part in enumerate(parts):
        if index % 2:
            found += r"(\w+)" if part[0] in "wW" else f"({NUMBER})"
        else:
            found += GAP.join(re.escape(word) for word in part.split(" "))
    return re.compile(found)


def span(content, text):
    """Where the text stands in its file."""
    if "section" in text:
        start = content.index(text["section"] + "\n")
        if text["section"].startswith("["):
            return start, len(content)
        after = start + len(text["section"])
        ends = re.search(r"^#{1,%d} " % len(text["section"].split(" ")[0]), content[after:], re.M)
        return start, after + ends.start() if ends else len(content)
    if SHOWS in content:
        start = content.index(SHOWS)
        ends = re.search(r"\n(#? *\n|[^#])", content[start:])
        return start, start + ends.start()
    return 0, len(content)


def wrapped(block):
    flat = re.sub(r"\s*\n# ?", " ", block)[2:]
    return textwrap.fill(flat, WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False,
                         break_on_hyphens=False)


def stamp_of(text, engine):
    words = f"seed {text.get('seed', 1)}, engine {engine[:8]}"
    return f"{text['replications']} replications, {words}" if "replications" in text else words


def stamped(block, stamp):
    if STAMP.search(block):
        return STAMP.sub(stamp, block, count=1)
    if block.startswith(SHOWS + "."):
        return f"{SHOWS} ({stamp})" + block[len(SHOWS):]
    return None


def with_table(block, table):
    """The block with the first table of this head replaced."""
    lines, new = block.split("\n"), table.strip().split("\n")
    start = lines.index(new[0])
    end = next(at for at in range(start, len(lines) + 1) if at == len(lines) or not lines[at].startswith("|"))
    return "\n".join([*lines[:start], *new, *lines[end:]])


def narrate(text, arms, said):
    """The text with its numbers made anew, and its rows of the record."""
    path = ROOT / text["file"]
    content = path.read_text(encoding="utf-8")
    start, end = span(content, text)
    block = content[start:end]
    rows = []

    def row(says, measured, figures, holds):
        return {"file": text["file"], "section": text.get("section", ""), "says": says, "measured": measured,
                "figures": figures, "holds": "yes" if holds else "no",
                "stamp": stamp_of(text, arms.runs.engine)}

    for claim in text.get("claims", []):
        measured = claim.get("value", [])
        measured = [measured] if isinstance(measured, str) else measured
        values = [evaluate(arms, value)[0] for value in measured]
        holds, shown = evaluate(arms, claim["if"]) if "if" in claim else (True, [])
        for says, danish in [(claim["says"], False), (claim.get("dansk"), True)]:
            if says is None:
                continue
            found = list(pattern(says).finditer(block))
            where = f"{text['file']}: \"{says}\""
            if len(found) != 1:
                said.append(f"{where} stands there {len(found)} times")
                continue
            slots = re.findall(r"\{([^{}]*)\}", says)
            if len(values) != len(slots):
                sys.exit(f"{where}: {len(slots)} slots, {len(values)} values")
            figures = [shape(value, slot, text, danish) for value, slot in zip(values, slots)]
            for index in reversed(range(len(slots))):
                first, last = found[0].span(index + 1)
                if block[first:last] != figures[index]:
                    said.append(f"{where}: {block[first:last]} becomes {figures[index]}")
                    block = block[:first] + figures[index] + block[last:]
            if not holds:
                said.append(f"{where} DOES NOT HOLD: {claim['if']}; {', '.join(shown)}")
            rows.append(row(says, " | ".join([*measured, claim.get("if", "")]).strip(" |"), " | ".join(figures), holds))
    if "table" in text:
        made = arms.runs.printed(text["studies"].get(text["table"], text["table"]))
        renewed = with_table(block, made)
        if renewed != block:
            said.append(f"{text['file']}: the table of `{text['table']}` changes")
        block = renewed
        rows.append(row("table", text["table"], hashlib.sha256(made.strip().encode()).hexdigest(), True))
    new = stamped(block, stamp_of(text, arms.runs.engine))
    if new is None and stamp_of(text, arms.runs.engine) not in content:
        said.append(f"{text['file']}: there is no stamp; write \"{stamp_of(text, '00000000')}\"")
    new = new or block
    if SHOWS in new and new != content[start:end]:
        new = wrapped(new)
    return path, content[start:end], new, rows


def main(program, check, wanted):
    texts = []
    for file in sorted(CLAIMS.glob("*.toml")):
        with open(file, "rb") as content:
            page = tomllib.load(content)
        for text in page["text"]:
            text["studies"] = {name: page["studies"][name] for name in text.get("studies", [])}
        texts += page["text"]
    order = {(text["file"], text.get("section", "")): place for place, text in enumerate(texts)}
    assert len(order) == len(texts), "a text is claimed twice"
    chosen = [text for text in texts if not wanted or any(word in text["file"] for word in wanted)]
    kept = []
    if RECORD.exists():
        with open(RECORD, newline="", encoding="utf-8") as file:
            kept = list(csv.DictReader(file))
    changed = wrong = False
    with tempfile.TemporaryDirectory() as folder:
        # Results are finished already where they are kept from one call to the next; else they go when no text needs them.
        keep = os.environ.get("NARRATE_RESULTS")
        runs = Runs(program, Path(keep or folder))
        arms = [Arms(runs, text) for text in chosen]
        last = {command: its for its in arms for command in its.all_commands()}
        rows = []
        for text, its in zip(chosen, arms):
            if text.get("long") and not wanted:
                print(f"{text['file']}, {text['section']}: takes long; name the file to measure it")
                continue
            if "by_hand" in text:
                print(f"{text['file']}, {text['section']}: made by hand with `{text['by_hand']}`")
                continue
            said = []
            for command in sorted(its.commands()):
                runs.folder_of(command)
                assert runs.stamps[command] == (text["replications"], text.get("seed", 1)), (text["file"], runs.stamps[command])
            if "replications" in text:
                for line in text["studies"].values():
                    runs.study(line)
                    asked = (text["replications"], text.get("seed", 1))
                    assert runs.stamps[("study", line)] == asked, (text["file"], runs.stamps[("study", line)])
            path, old, new, its_rows = narrate(text, its, said)
            rows += its_rows
            for command in [] if keep else [command for command, user in last.items() if user is its]:
                shutil.rmtree(runs.answers.get(command, folder + "/none"), ignore_errors=True)
            for line in said:
                print(line, flush=True)
            if new != old:
                changed = True
                if not check:
                    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
            wrong = wrong or any("DOES NOT HOLD" in line or "stands there" in line or "no stamp" in line for line in said)
    done = {(text["file"], text.get("section", "")) for text in chosen if wanted or not text.get("long")}
    rows += [row for row in kept if (row["file"], row["section"]) not in done and (row["file"], row["section"]) in order]
    rows.sort(key=lambda row: order[(row["file"], row["section"])])
    if not check:
        with open(RECORD, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    print(f"{len(chosen)} texts, {len(rows)} claims on record")
    return wrong or (check and changed)


if __name__ == "__main__":
    words = sys.argv[1:]
    only_check = "--check" in words
    words = [word for word in words if word != "--check"]
    sys.exit(1 if main(str(Path(words[0]).resolve()), only_check, words[1:]) else 0)
