"""From a large CSV to its sums: against polars' own parse and naive pandas, and how memory grows.

Ours is ``servqual summarize`` in a fresh process, end to end: the file of sums is written. The
floor is polars' parse of the same columns to the same types, batch by batch, with nothing done to
them. Also: the analysis of sums of few and of many people, and ten links to one file.
``python any_size.py --rows 1000000 [--huge] [--folder FOLDER]``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from measuring import ROUNDS, Line, Run, fresh, seconds, survey_file

LINKS = 10
FEW = 10_000
LIMIT = 500  # MB
# what a survey keeps for itself: ids and comments are not read by us either
UNREAD = ("id", "comment")
TEXTS = ("branch", "age", "problem", "problem_resolved")
PARSE = f"""
import sys
import polars as pl
path = sys.argv[1]
headers = open(path.split("*")[0] + sys.argv[2], encoding="utf-8").readline().strip().split(",")
used = [h for h in headers if h not in {UNREAD!r}]
types = {{h: pl.String if h in {TEXTS!r} + {UNREAD!r} else pl.Int16 for h in headers}}
scan = pl.scan_csv(path, schema=types).select(used)
print(sum(batch.height for batch in scan.collect_batches()))
"""
NAIVE = f"""
import sys
import pandas as pd
people = pd.read_csv(sys.argv[1])
numbers = people.drop(columns=[*{UNREAD!r}, *{TEXTS!r}])
numbers.cov()
for header in numbers:
    numbers[header].value_counts()
print(len(people))
"""
STUDY = """
import sys
from time import perf_counter
from pathlib import Path
from servqual.scoring.stored import from_bytes
from servqual import analyze
sums = from_bytes(Path(sys.argv[1]).read_bytes())
start = perf_counter()
study = analyze(sums)
print(perf_counter() - start)
"""


def summarize(source: str | Path, target: Path, kept: Path, *options: str) -> Run:
    """Run the command on a file or pattern."""
    words = ["-m", "servqual", "summarize", source, "-o", target, "--force", "--quiet", *options]
    return fresh(words, kept=kept)


def parse(source: str | Path, kept: Path, rest: str = "") -> Run:
    """Run polars' own parse; ``rest`` completes the name of one file of a pattern."""
    return fresh(["-c", PARSE, source, rest], kept=kept)


def lines(rows: int, folder: Path, *, rounds: int = ROUNDS, naive: bool = True) -> list[Line]:
    """Return speed and memory for a CSV of so many rows, and what an analysis of its sums takes."""
    survey, target = survey_file(folder, rows, folder), folder / "large.summary"
    ours, floor = [], []
    for number in range(rounds + 1):  # in turn, after one round to warm up
        ours.append(summarize(survey, target, folder))
        floor.append(parse(survey, folder))
        if not number:
            ours, floor = [], []
    wall, theirs = median(r.wall for r in ours), median(r.wall for r in floor)
    told = [
        Line(
            f"`servqual summarize`, CSV of {rows:,} rows ({survey.stat().st_size / 1e6:,.0f} MB)",
            f"{seconds(wall)} ({median(r.cpu for r in ours):.1f} s of processor)",
            f"polars' parse of the same columns: {seconds(theirs)}",
            f"{wall / theirs:.2f}x",
            "at most 1.6x",
            wall / theirs <= 1.6,
        ),
        memory(f"its peak memory, {rows:,} rows", ours[-1]),
    ]
    if naive:
        told.append(_naive(survey, folder, ours[-1], wall))
    few = survey_file(folder, FEW, folder)
    summarize(few, folder / "few.summary", folder)
    return [*told, studies(folder / "few.summary", target, rows, folder, rounds)]


def memory(what: str, run: Run) -> Line:
    """Return the line of a process' peak memory."""
    return Line(
        what,
        f"{run.resident:,.0f} MB resident, {run.anonymous:,.0f} MB of it anonymous",
        "",
        "",
        f"under {LIMIT} MB",
        run.resident < LIMIT,
    )


def _naive(survey: Path, kept: Path, ours: Run, wall: float) -> Line:
    """Return the line of pandas: read_csv, cov, value_counts; once."""
    theirs = fresh(["-c", NAIVE, survey], kept=kept)
    return Line(
        "the same beside naive pandas (read_csv, cov, value_counts), once",
        f"{seconds(wall)}, {ours.resident:,.0f} MB",
        f"{seconds(theirs.wall)}, {theirs.resident:,.0f} MB",
        f"1/{theirs.wall / wall:.1f} of its time, 1/{theirs.resident / ours.resident:.0f} of its "
        "memory",
        "",
    )


def studies(few: Path, many: Path, rows: int, kept: Path, rounds: int) -> Line:
    """Return the line of the analysis from sums of few and of many people."""

    def took(path: Path) -> float:
        return float(fresh(["-c", STUDY, path], kept=kept).output.split()[-1])

    pairs = [(took(few), took(many)) for _ in range(rounds + 1)][1:]
    a, b = (median(times) for times in zip(*pairs, strict=True))
    return Line(
        f"every result from the sums of {rows:,} people",
        seconds(b),
        f"from those of {FEW:,}: {seconds(a)}",
        f"{b / a:.2f}x",
        "at most 1.2x",
        b / a <= 1.2,
    )


def huge(rows: int, folder: Path, small: Run | None = None) -> list[Line]:
    """Return speed and memory of a pattern that matches ten links to one file, once each."""
    survey = survey_file(folder, rows, folder)
    links = folder / "links"
    links.mkdir(exist_ok=True)
    for number in range(LINKS):
        link = links / f"part-{number}.csv"
        link.unlink(missing_ok=True)
        link.symlink_to(survey.resolve())
    pattern = f"{links}/part-*.csv"
    ours = summarize(pattern, folder / "huge.summary", folder)
    floor = parse(pattern, folder, "0.csv")
    one = small or summarize(survey, folder / "one.summary", folder)
    return [
        Line(
            f"`servqual summarize` of {LINKS} links, {rows * LINKS:,} rows, once",
            seconds(ours.wall),
            f"polars' parse of the same columns: {seconds(floor.wall)}",
            f"{ours.wall / floor.wall:.2f}x",
            "at most 1.6x",
            ours.wall / floor.wall <= 1.6,
        ),
        memory(f"its peak memory, {rows * LINKS:,} rows", ours),
        Line(
            "that memory beside that of one of the files",
            f"{ours.resident:,.0f} MB",
            f"{one.resident:,.0f} MB",
            f"{ours.resident / one.resident:.2f}x",
            "flat (at most 1.1x)",
            ours.resident / one.resident <= 1.1,
        ),
    ]


def threads(rows: int, folder: Path, counts: Sequence[int] = (1, 2, 4)) -> Line:
    """Return whether the file of sums is the same however many threads there are."""
    survey = survey_file(folder, rows, folder)
    walls, contents = [], set()
    for count in counts:
        target = folder / f"threads-{count}.summary"
        walls.append(summarize(survey, target, folder, "--threads", str(count)).wall)
        contents.add(target.read_bytes())
    return Line(
        f"`--threads {' / '.join(map(str, counts))}`, {rows:,} rows, once each",
        " / ".join(map(seconds, walls)),
        "",
        "the same bytes" if len(contents) == 1 else f"{len(contents)} different files",
        "bit-identical",
        len(contents) == 1,
    )


def simulated(rows: int, folder: Path) -> Line:
    """Return how long writing a survey takes, beside drawing its random numbers."""
    target = folder / "drawn.csv"
    words = ["-m", "servqual", "simulate", "-n", str(rows), "-o", target, "--force", "--quiet"]
    run = fresh(words, kept=folder)
    start = perf_counter()
    _draw(rows)
    floor = perf_counter() - start
    target.unlink()
    return Line(
        f"`servqual simulate -n {rows}`, once",
        f"{seconds(run.wall)}, {run.resident:,.0f} MB",
        f"numpy's draws of as many numbers, one thread: {seconds(floor)}",
        f"{run.wall / floor:.1f}x",
        "",
    )


def _draw(rows: int) -> None:
    """Draw what a simulated survey needs: 56 normal and 60 uniform numbers a person."""
    import numpy as np

    rng = np.random.default_rng(1)
    for _ in range(0, rows, 10_000):
        rng.standard_normal((10_000, 56))
        rng.random((10_000, 60))


def main() -> None:
    """Print the lines that were asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--folder", type=Path, help="keep the large files here")
    asked.add_argument("--huge", action="store_true", help="ten links to the file, once")
    asked.add_argument("--no-naive", action="store_true")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = told.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        naive = not told.no_naive and told.rows <= 2_000_000
        parts: list[Callable[[], list[Line]]] = [
            partial(lines, told.rows, folder, rounds=told.rounds, naive=naive),
            lambda: [threads(told.rows, folder), simulated(told.rows, folder)],
        ]
        if told.huge:
            parts.append(partial(huge, told.rows, folder))
        for part in parts:
            for line in part():
                print(line.shown(), flush=True)


if __name__ == "__main__":
    main()
