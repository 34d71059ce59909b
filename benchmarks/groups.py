"""A report by 60 branches (10,000 people, 22 items), and what 1,000 branches come to.

What the breakdown adds to an analysis stands against the floor that any breakdown needs: pandas'
means of the same columns by group. What it adds to the whole, answers to finished page, stands
against the report without it. Nothing is asserted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import numpy as np
import pandas as pd

from servqual.analysis import analyze
from servqual.analysis.versions import by_group
from servqual.catalog import load_instrument
from servqual.responses import Responses, Source
from servqual.results import Study
from servqual.scoring import score
from servqual.settings import ReportOptions
from servqual.writer import render_html

PEOPLE, ITEMS, BRANCHES = 10_000, 22, 60
MANY_PEOPLE, MANY_BRANCHES = 20_000, 1_000
RUNS = 3
DRESS = ReportOptions(client="Aurora", service="bank", date="2026-05-31")


def best(what: Callable[[], object]) -> float:
    """Return the shortest time of some runs in seconds."""
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        what()
        times.append(perf_counter() - start)
    return min(times)


def survey(people: int, branches: int) -> Responses:
    """Return expectations and perceptions on 1-7 of people in branches that differ a little."""
    rng = np.random.default_rng(1)
    branch = rng.integers(0, branches, people)
    effect = rng.normal(0, 0.2, branches)[branch][:, None]
    person = rng.normal(0, 0.7, (people, 1))
    levels = {"expectation": 6 + 0.3 * person, "perception": 5 + person + effect}
    ratings = {
        name: np.clip(np.rint(level + rng.normal(0, 0.9, (people, ITEMS))), 1, 7).astype(np.int16)
        for name, level in levels.items()
    }
    names = np.array([f"Branch {k:04d}" for k in range(branches)], dtype=object)
    return replace(
        Responses(
            instrument=load_instrument("servqual"),
            ratings=ratings,
            rows=np.arange(2, people + 2),
            source=Source("made.csv", "0" * 64, people, people, 0),
        ),
        people={"branch": names[branch]},
    )


def frame_of(answers: Responses) -> pd.DataFrame:
    """Return the scored columns that groups are compared by, with the branch."""
    scored = score(answers)
    return pd.DataFrame({**scored, "branch": answers.people["branch"]})


def page(study: Study) -> str:
    """Return the finished page."""
    return render_html(study, DRESS)


def main() -> None:
    """Print the times and ratios."""
    answers = survey(PEOPLE, BRANCHES)
    frame = frame_of(answers)
    out = sys.stdout.write
    out(f"{BRANCHES} branches, {PEOPLE:,} people, {ITEMS} items, best of {RUNS} runs\n")
    floor = best(lambda: frame.groupby("branch").mean())
    sums = best(lambda: by_group((answers,), "branch"))
    columns = frame.shape[1] - 1
    out(f"  means of {columns} columns by pandas   {floor:6.2f} s\n")
    out(f"  every sum of every branch         {sums:6.2f} s  {sums / floor:.1f}x\n")
    plain = best(lambda: analyze(answers))
    grouped = best(lambda: analyze(answers, by="branch"))
    out(f"  analysis without, with branches   {plain:6.2f} s {grouped:6.2f} s  ")
    out(f"{grouped / plain:.2f}x\n")
    alone, study = analyze(answers), analyze(answers, by="branch")
    bare, full = best(lambda: page(alone)), best(lambda: page(study))
    out(f"  page without, with branches       {bare:6.2f} s {full:6.2f} s  {full / bare:.2f}x\n")
    whole = (grouped + full) / (plain + bare)
    out(f"  the whole report                  {plain + bare:6.2f} s {grouped + full:6.2f} s  ")
    out(f"{whole:.2f}x\n")
    crowd = survey(MANY_PEOPLE, MANY_BRANCHES)
    out(f"{MANY_BRANCHES:,} branches, {MANY_PEOPLE:,} people, one run\n")
    start = perf_counter()
    found = analyze(crowd, by="branch")
    middle = perf_counter()
    size = len(page(found)) / 1e6
    end = perf_counter()
    out(f"  analysis {middle - start:.1f} s, page {end - middle:.1f} s, {size:.2f} MB, ")
    out(f"{len(found.league.of('branch', 'gap'))} branches compared\n")


if __name__ == "__main__":
    main()
