#!/usr/bin/env python3
"""Climbs the ladder from the core of the model to the whole, and writes down what it finds.

    cargo build --release
    python3 tests/long/ladder.py target/release/samspil            all of it: about half an hour on two cores
    python3 tests/long/ladder.py target/release/samspil --quick    neither barriers nor facts: two minutes; writes figures alone
    python3 tests/long/ladder.py target/release/samspil --rungs    writes scenarios/plans/ladder.csv for the switches there are

Each mechanism beyond the core (src/scenario/core_keys.toml) is added to the core alone and taken from the whole alone; all rungs
share their luck. On each rung: the main measures after eight years, the five barriers whose removal moves the outcome most, and
the facts that are met. What changes nothing in the reference society is tried again where a scenario uses it. Draws
docs/figures/ladder.svg and docs/figures/core.svg, and writes the section "What the rungs show" of docs/mechanisms.md.
Needs Python 3.11.
"""

import csv
import json
import math
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
PLANS = ROOT / "scenarios" / "plans"
PAGE = ROOT / "docs" / "mechanisms.md"
FIGURES = ROOT / "docs" / "figures"
HEADING = "### What the rungs show"
CORE, WHOLE = "the core", "the whole"
MEASURES = ["participants_share", "outcome", "output", "willingness", "public_cost"]
REPLICATIONS = 40
OF_FACTS = 60

# Where a mechanism is at work that rests in the reference society.
USES = {
    "association": "dn_litter_collection",
    "backlash": "norre_snede",
    "ballot": "participatory_budgeting",
    "collective": "good_individual",
    "crowding": "crowding_out",
    "digital": "unemployed_forum",
    "goals": "sund_zone_koege",
    "initiatives": "slip_lokalomraaderne_fri_hedensted",
    "politics": "norre_snede",
    "provision": "dike_groups_slagelse",
    "rehabilitation": "borgeren_til_mester_esbjerg",
    "time_bank": "time_bank",
    "voice": "levels_co_governance",
}


def core():
    """The switches of the core."""
    with open(ROOT / "src" / "scenario" / "core_keys.toml", "rb") as file:
        return [switch for part in tomllib.load(file)["part"] for switch in part["switches"]]


def call(*arguments):
    """What a command answers."""
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}\n{done.stderr}")
    return done.stdout


def asked(*arguments):
    """The same as data, its results in a folder that goes with this program."""
    return json.loads(call(*arguments, "--json", "-q", "--output", FOLDER))


def switches():
    """All switches there are, those of the core first."""
    listed = [line.split()[0].removeprefix("mechanisms.") for line in call("explain", "mechanisms").splitlines()]
    return core() + [switch for switch in listed if switch not in core()]


def rungs(every):
    """Names of the rungs, each with what is on."""
    bottom, top = set(core()), set(every)
    beyond = [switch for switch in every if switch not in bottom]
    added = [(f"{CORE} + {switch}", bottom | {switch}) for switch in beyond]
    taken = [(f"{WHOLE} - {switch}", top - {switch}) for switch in beyond]
    return [(CORE, bottom), (WHOLE, top), *added, *taken]


def write_rungs(every):
    """Writes the file of points of the plan."""
    lines = [",".join(f"mechanisms.{switch}" for switch in every)]
    for name, on in rungs(every):
        lines.append(",".join([f'"{name}"', *("true" if switch in on else "false" for switch in every)]))
    (PLANS / "ladder.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def points_of_plan():
    """The file of points: its header, and each rung with its name."""
    with open(PLANS / "ladder.csv", newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def refuse_old_rungs(every):
    """Stops where the file of points is not that of the switches there are."""
    header, *rows = points_of_plan()
    found = {name: {key.removeprefix("mechanisms.") for key, value in zip(header, values) if value == "true"} for name, *values in rows}
    if found != dict(rungs(every)) or len(header) != len(every):
        sys.exit("scenarios/plans/ladder.csv has other rungs than there are mechanisms: --rungs writes it")


def settings(every, on):
    """What sets a rung, for a command."""
    return [part for switch in every if switch not in on for part in ("--set", f"mechanisms.{switch}=false")]


# ---- What is measured.

def interval(values):
    """Mean and half of the 95 % interval; the quantile of Student's distribution by Cornish and Fisher."""
    count = len(values)
    mean = math.fsum(values) / count
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (count - 1))
    z, free = 1.959964, count - 1
    t = z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
    return mean, t * spread / math.sqrt(count)


def measured():
    """For each rung and measure its values by replication, and the engine that made them."""
    answer = asked("sweep", str(PLANS / "ladder.toml"), "-n", str(REPLICATIONS))
    names = [row[0] for row in points_of_plan()[1:]]
    values = {name: {measure: {} for measure in MEASURES} for name in names}
    with open(Path(answer["folder"]) / "runs.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            of_rung = values[names[int(row["configuration"])]]
            for measure in MEASURES:
                of_rung[measure][int(row["replication"])] = float(row[f"{measure}.final"])
    return values, answer["engine"]


def difference(values, one, other, measure):
    """What a measure gains from one rung to another, pair by pair: mean and half of the interval."""
    ours, theirs = values[one][measure], values[other][measure]
    return interval([ours[replication] - theirs[replication] for replication in sorted(ours)])


def gains(values, switch):
    """What a mechanism brings, on top of the core and as the last step to the whole, by measure."""
    return [
        {measure: difference(values, f"{CORE} + {switch}", CORE, measure) for measure in MEASURES},
        {measure: difference(values, WHOLE, f"{WHOLE} - {switch}", measure) for measure in MEASURES},
    ]


def is_idle(values, switch):
    """Whether no run differs in any digit, neither at the bottom nor at the top."""
    pairs = [(f"{CORE} + {switch}", CORE), (f"{WHOLE} - {switch}", WHOLE)]
    return all(values[one][measure] == values[other][measure] for one, other in pairs for measure in MEASURES)


def is_lost_in_noise(brought):
    """Whether every interval holds zero."""
    return all(abs(mean) <= half for step in brought for mean, half in step.values())


def barriers(every, on):
    """The five barriers whose removal moves the outcome most, where their intervals leave zero out."""
    answer = asked("barriers", "reference", "-n", "20", "--permutations", "4", *settings(every, on))["answer"]
    moved = []
    for barrier in answer["barriers"]:
        removed = barrier["measures"]["outcome"]["removed"]
        low, high = removed["interval"]
        if low * high > 0:
            moved.append((abs(removed["effect"]), barrier["key"].removeprefix("barriers."), removed["effect"]))
    return [(key, effect) for _, key, effect in sorted(moved, reverse=True)[:5]]


def facts(every, on):
    """How many facts are met, of how many."""
    counts = asked("validate", "-n", str(OF_FACTS), *settings(every, on))["answer"]["counts"]
    return sum(role["met"] for role in counts.values()), sum(role["facts"] for role in counts.values())


def use_of(switch):
    """What the mechanism brings in a scenario that uses it: the share of participants and the outcome."""
    if switch not in USES:
        sys.exit(f"{switch} is at rest in the reference society: name a scenario that uses it in USES")
    name = USES[switch]
    arms = asked("compare", name, "--variant", f"off: mechanisms.{switch}=false", "-n", str(REPLICATIONS))
    of_off = arms["answer"]["variants"][0]["measures"]
    told = []
    for measure in ("participants_share", "outcome"):
        mean, (low, high) = of_off[measure]["difference"], of_off[measure]["interval"]
        told.append((-mean, (high - low) / 2))
    return name, told


# ---- The page.

def points(pair):
    """A difference of shares in percentage points."""
    mean, half = pair
    if mean == 0 and half == 0:
        return "="
    return f"{100 * mean:+.1f} ± {100 * half:.1f}".replace("-", "−")


def plain(pair, digits):
    mean, half = pair
    if mean == 0 and half == 0:
        return "="
    return f"{mean:+.{digits}f} ± {half:.{digits}f}".replace("-", "−")


def cells(step):
    return [points(step["participants_share"]), points(step["outcome"]), plain(step["output"], 3), points(step["willingness"]),
            plain(step["public_cost"], 1)]


def table(head, rows):
    return "\n".join(["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]) + "\n"


def level(values, rung):
    found = {measure: interval(list(values[rung][measure].values()))[0] for measure in MEASURES}
    return (f"{100 * found['participants_share']:.1f} % take part, {100 * found['outcome']:.0f} % of the need is under control, output "
            f"is {found['output']:.2f}, {100 * found['willingness']:.0f} % are willing, and it costs {found['public_cost']:.0f} EUR a "
            "month and citizen")


def section(values, every, ranked, met, used, engine):
    """The section of the page."""
    beyond = [switch for switch in every if switch not in core()]
    idle = [switch for switch in beyond if is_idle(values, switch)]
    active = [switch for switch in beyond if switch not in idle]
    noise = [switch for switch in active if is_lost_in_noise(gains(values, switch))]
    lines = [HEADING, "",
             f"Written by `tests/long/ladder.py` ({REPLICATIONS} replications, seed 1, engine {engine[:8]}). After eight years in the core "
             f"{level(values, CORE)}; in the whole {level(values, WHOLE)}.", "",
             "![What each mechanism adds to the core, and to the whole as its last part](figures/ladder.svg)", "",
             "Differences with their 95 % intervals, in percentage points but for output (needs a year) and cost (EUR a month and "
             "citizen); = is the same to the last digit in every run.", ""]
    head = ["mechanism", "participants", "outcome", "output", "willingness", "cost"]
    lines += ["*Added to the core:*", "", table(head, [[f"`{s}`", *cells(gains(values, s)[0])] for s in active]),
              "*Added to all others, the last step to the whole:*", "",
              table(head, [[f"`{s}`", *cells(gains(values, s)[1])] for s in active])]
    lines += ["*Barriers and facts.* The barriers whose removal moves the outcome most, with the points of outcome that brings "
              f"(20 replications), and the facts met ({OF_FACTS} replications of each arm, all roles together):", ""]
    rows = []
    for name, _ in rungs(every):
        if any(name.endswith(f" {switch}") for switch in idle):
            continue
        order = ", ".join(f"`{key}` {100 * effect:+.1f}".replace("-", "−") for key, effect in ranked[name]) or "none"
        rows.append([name.replace("-", "−"), order, f"{met[name][0]} of {met[name][1]}"])
    lines += [table(["rung", "barriers", "facts"], rows)]
    lines += ["*What changes nothing in the reference society* to the last digit, and what it brings where a scenario uses it, in "
              "percentage points. They are on by default because nothing in them acts before a scenario asks for it:", "",
              table(["mechanism", "scenario", "participants", "outcome"],
                    [[f"`{s}`", f"`{used[s][0]}`", *map(points, used[s][1])] for s in idle])]
    resting = [switch for switch in idle if all(abs(mean) <= half for mean, half in used[switch][1])]
    lines += ["*The rule.* Of those that act in the reference society these cannot be told from nothing in any measure, on either rung: "
              f"{named(noise)}. Of those at rest there, these move neither participation nor outcome where they are used: {named(resting)}."]
    return "\n".join(lines) + "\n"


def named(switches):
    return ", ".join(f"`{switch}`" for switch in switches) or "none"


def write_page(text):
    page = PAGE.read_text(encoding="utf-8")
    start = page.index(HEADING + "\n")
    ends = [end.start() for end in re.finditer(r"^#{1,3} ", page[start + len(HEADING):], re.MULTILINE)]
    end = start + len(HEADING) + ends[0] if ends else len(page)
    PAGE.write_text(page[:start] + text + "\n" + page[end:], encoding="utf-8")


# ---- The figures: the palette of Okabe and Ito, as all others.

INK, GREY, GRID, RULE = "#1A1A1A", "#555555", "#E2E2E2", "#8C8C8C"
BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"


class Drawing:
    """An SVG in the making."""

    def __init__(self, width, height, label):
        self.parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
                      f'role="img" aria-label="{escape(label, {chr(34): "&quot;"})}" font-family="{escape(FONT)}">',
                      f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>']

    def text(self, x, y, words, size=12, anchor="start", fill=INK, weight="normal"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}" '
                          f'font-weight="{weight}">{escape(words)}</text>')

    def line(self, x1, y1, x2, y2, stroke=GRID, width=1.0):
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" stroke-width="{width}"/>')

    def dot(self, x, y, fill):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{fill}"/>')

    def path(self, ends, stroke):
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in ends)
        self.parts.append(f'<polyline points="{way}" fill="none" stroke="{stroke}" stroke-width="2"/>')

    def save(self, name):
        (FIGURES / name).write_text("\n".join([*self.parts, "</svg>"]) + "\n", encoding="utf-8")


def ticks(low, high):
    """Round numbers from one end to the other, about four."""
    raw = (high - low) / 5
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw)
    return [step * number for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def draw_ladder(values, every, engine):
    """What each mechanism brings, in points of participation and of outcome; the strongest first."""
    beyond = [switch for switch in every if switch not in core() and not is_idle(values, switch)]
    idle = [switch for switch in every if switch not in core() and is_idle(values, switch)]
    beyond.sort(key=lambda switch: -max(abs(step["outcome"][0]) for step in gains(values, switch)))
    row, top, left, wide, gap = 26, 84, 150, 250, 40
    bottom = top + row * len(beyond)
    drawing = Drawing(720, bottom + 84, "What each mechanism adds to the core, and to the whole as its last part: points of "
                                        "participation and of outcome after eight years, with 95 % intervals")
    drawing.text(10, 22, "What each mechanism adds", 14, weight="bold")
    for x, fill, words in ((10, BLUE, "to the core"), (110, VERMILLION, "to all others")):
        drawing.dot(x + 4, 40, fill)
        drawing.text(x + 14, 44, words)
    for panel, (measure, title) in enumerate((("participants_share", "participants"), ("outcome", "outcome"))):
        ends = [100 * (mean + side * half) for switch in beyond for step in gains(values, switch)
                for mean, half in [step[measure]] for side in (-1, 1)]
        low, high = min(0, *ends), max(0, *ends)
        start = left + panel * (wide + gap)
        place = lambda value: start + wide * (value - low) / (high - low)
        drawing.text(start, 70, f"{title}, percentage points", 12, fill=GREY)
        for tick in ticks(low, high):
            drawing.line(place(tick), top, place(tick), bottom, RULE if tick == 0 else GRID)
            drawing.text(place(tick), bottom + 16, f"{tick:g}".replace("-", "−"), 11, "middle", GREY)
        for number, switch in enumerate(beyond):
            middle = top + row * (number + 0.5)
            if panel == 0:
                drawing.text(left - 12, middle + 4, switch.replace("_", " "), anchor="end")
            for shift, fill, step in ((-5, BLUE, 0), (5, VERMILLION, 1)):
                mean, half = (100 * part for part in gains(values, switch)[step][measure])
                drawing.line(place(mean - half), middle + shift, place(mean + half), middle + shift, fill, 2)
                drawing.dot(place(mean), middle + shift, fill)
    drawing.text(10, bottom + 44, "Nothing to the last digit: " + ", ".join(switch.replace("_", " ") for switch in idle), 11, fill=GREY)
    drawing.text(10, bottom + 64, f"The reference society after eight years; {REPLICATIONS} replications, seed 1, engine {engine[:8]}",
                 11, fill=GREY)
    drawing.save("ladder.svg")


# What the core is asked: a lever, its settings, and their names.
ASKED = [
    ("How much people are asked", "programme.local.invitation", ["0", "1", "4"], ["not at all", "as usual", "four times as much"]),
    ("Most of staff time for enabling", "facilitation.ceiling", ["0", "0.4", "0.8"], ["none", "0.4, as usual", "0.8"]),
    ("How much it tires", "fatigue.gain", ["0", "0.3", "0.8"], ["not at all", "0.3, as usual", "0.8"]),
]
SHOWN = [("participants_share", "participants, %", 100), ("output", "output, needs a year", 1), ("outcome", "outcome, %", 100)]


def courses(every, key, value):
    """The course of each measure in the core at one setting: years and means."""
    answer = asked("run", "reference", "-n", str(REPLICATIONS), "--wide", *settings(every, set(core())), "--set", f"{key}={value}")
    with open(Path(answer["folder"]) / "summary.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {measure: [(float(row["year"]), float(row[f"{measure}.mean"])) for row in rows] for measure, _, _ in SHOWN}


def draw_core(every, engine):
    """How the core behaves: each lever a row, each measure a column."""
    wide, high, left, top, gap = 180, 120, 60, 60, 50
    height = top + len(ASKED) * (high + 86)
    drawing = Drawing(720, height, "How the core behaves over eight years: participants, output and outcome when people are asked more or "
                                   "less, when staff may enable more or less, and when taking part tires more or less")
    drawing.text(10, 22, "How the core behaves", 14, weight="bold")
    for line, (title, key, options, names) in enumerate(ASKED):
        found = [courses(every, key, option) for option in options]
        above = top + line * (high + 86)
        drawing.text(10, above - 8, title, 12, weight="bold")
        for number, name in enumerate(names):
            x = 300 + 135 * number
            drawing.line(x, above - 12, x + 18, above - 12, (BLUE, INK, VERMILLION)[number], 2)
            drawing.text(x + 24, above - 8, name, 11)
        for column, (measure, words, scale) in enumerate(SHOWN):
            start, floor = left + column * (wide + gap), above + 24 + high
            most = max(scale * value for course in found for _, value in course[measure]) * 1.1 or 1
            drawing.text(start, above + 14, words, 11, fill=GREY)
            for tick in ticks(0, most):
                y = floor - high * tick / most
                drawing.line(start, y, start + wide, y)
                drawing.text(start - 6, y + 4, f"{tick:g}", 11, "end", GREY)
            for year in (0, 2, 4, 6, 8):
                drawing.text(start + wide * year / 8, floor + 16, str(year), 11, "middle", GREY)
            for number, course in enumerate(found):
                way = [(start + wide * year / 8, floor - high * scale * value / most) for year, value in course[measure]]
                drawing.path(way, (BLUE, INK, VERMILLION)[number])
    drawing.text(10, height - 10, f"Years along; means of {REPLICATIONS} replications, seed 1, engine {engine[:8]}", 11, fill=GREY)
    drawing.save("core.svg")


def main(quick, only_rungs):
    every = switches()
    if only_rungs:
        write_rungs(every)
        return
    refuse_old_rungs(every)
    values, engine = measured()
    draw_ladder(values, every, engine)
    draw_core(every, engine)
    beyond = [switch for switch in every if switch not in core()]
    idle = [switch for switch in beyond if is_idle(values, switch)]
    for switch in beyond:
        told = [points(step["outcome"]) for step in gains(values, switch)]
        print(f"{switch:18} outcome {told[0]:>14} on the core, {told[1]:>14} to the whole" + (", nothing here" if switch in idle else ""))
    if quick:
        return
    used = {switch: use_of(switch) for switch in idle}
    ranked, met = {}, {}
    for name, on in rungs(every):
        if any(name.endswith(f" {switch}") for switch in idle):
            continue
        ranked[name], met[name] = barriers(every, on), facts(every, on)
        print(f"{name}: {', '.join(key for key, _ in ranked[name])}; {met[name][0]} facts", flush=True)
    write_page(section(values, every, ranked, met, used, engine))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    PROGRAM = str(Path(arguments[0]).resolve())
    with tempfile.TemporaryDirectory() as FOLDER:
        main("--quick" in arguments, "--rungs" in arguments)
