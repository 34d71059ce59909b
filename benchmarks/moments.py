"""Statistics that follow from moments, once the Summary is there (n = 100,000).

Alphas of 18 item sets with limits, each without each item; gaps with t tests; KMO and Bartlett's
test of three batteries; five confirmatory factors; the shares of five dimensions in an outcome.
Against pingouin, factor_analyzer and semopy from a pandas frame in memory, and psych and lavaan,
timed inside R (``moments.R``), each for what it has of the list. Nothing is asserted.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

from measuring import ROUNDS, Line, seconds, timed

PEOPLE = 100_000
SCRIPT = Path(__file__).with_suffix(".R")
ENDS = (0, 4, 9, 13, 17, 22)
ITEMS = [f"x{k}" for k in range(1, 23)]
SETS = [ITEMS[a:b] for a, b in pairwise(ENDS)]
THEORY = "\n".join(f"f{k} =~ {' + '.join(items)}" for k, items in enumerate(SETS))
OUTCOME = "satisfaction"

Parts = dict[str, Callable[[], object]]


def ours(survey: Path) -> Parts:
    """Return what of ours is timed, with the Summary made beforehand."""
    from servqual import read
    from servqual.plan import columns
    from servqual.scoring import summarize
    from servqual.statistics.cfa import Sample, fit, simple_structure
    from servqual.statistics.factorability import bartlett, correlations, kmo
    from servqual.statistics.lmg import lmg
    from servqual.statistics.paired import t_test
    from servqual.statistics.reliability import (
        cronbach_alpha,
        feldt_limits,
        item_correlations,
        item_reliabilities,
    )
    from servqual.study.structure.sources import sources

    answers = read(survey)
    form, summary = answers.instrument, summarize(answers, powers=True)
    named = [
        summary.sets[name]
        for source in ("expectation", "perception", "gap")
        for name in (
            *(columns.dimension(source, d) for d in form.dimension_ids),
            columns.overall(source, "total"),
        )
    ]
    batteries = sources(summary, form)
    perceived = next(one for one in batteries if one.name == "perception")
    drivers = summary.sets[columns.drivers("perception", OUTCOME, "dimension")]

    def alphas() -> None:
        for sums in named:
            covariance = sums.covariance()
            k = len(covariance)
            feldt_limits(cronbach_alpha(covariance), sums.n, k, 0.95)
            item_reliabilities(covariance)
            item_correlations(covariance)

    def tests() -> None:
        found = summary.means([columns.item("gap", item) for item in form.item_ids])
        errors = found.cov.diagonal() ** 0.5
        for mean, error, df in zip(found.mean, errors, found.df, strict=True):
            t_test(float(mean), float(error), float(df), 0.95)

    def factorable() -> None:
        for one in batteries:
            r = correlations(one.sums.covariance())
            kmo(r)
            bartlett(r, one.sums.n)

    def confirmed() -> None:
        sums = perceived.sums
        sample = Sample(sums.n, sums.s / sums.weight, sums.covariance() * ((sums.n - 1) / sums.n))
        places = [places for _, places in perceived.dimensions]
        fit([sample], [simple_structure(places, len(perceived.items))])

    return {
        "alphas": alphas,
        "t tests": tests,
        "KMO, Bartlett": factorable,
        "CFA": confirmed,
        "LMG": lambda: lmg(correlations(drivers.covariance())),
    }


def python_peers(survey: Path) -> Parts:
    """Return the same with pingouin, factor_analyzer and semopy."""
    import pandas as pd
    import pingouin as pg
    import semopy
    from factor_analyzer import calculate_bartlett_sphericity, calculate_kmo

    people = pd.read_csv(survey)
    wanted = people[[f"E{k}" for k in range(1, 23)]].set_axis(ITEMS, axis=1)
    received = people[[f"P{k}" for k in range(1, 23)]].set_axis(ITEMS, axis=1)
    complete = [table.dropna() for table in (wanted, received, received - wanted)]
    both = pd.concat(
        [received[items].mean(axis=1).rename(f"d{k}") for k, items in enumerate(SETS)], axis=1
    ).assign(outcome=people[OUTCOME])

    def alphas() -> None:
        for table in complete:
            for items in (*SETS, ITEMS):
                pg.cronbach_alpha(table[items])
                for item in items:
                    pg.cronbach_alpha(table[items].drop(columns=item))

    def tests() -> None:
        for item in ITEMS:
            pair = pd.concat([received[item], wanted[item]], axis=1).dropna()
            pg.ttest(pair.iloc[:, 0], pair.iloc[:, 1], paired=True)

    def factorable() -> None:
        for table in complete:
            calculate_kmo(table)
            calculate_bartlett_sphericity(table)

    def shares() -> None:
        known = both.dropna()
        pg.linear_regression(known.iloc[:, :5], known["outcome"], relimp=True)

    return {
        "alphas": alphas,
        "t tests": tests,
        "KMO, Bartlett": factorable,
        "CFA": lambda: semopy.Model(THEORY).fit(complete[1]),
        "LMG": shares,
    }


def times(parts: Parts, rounds: int) -> dict[str, float]:
    """Return the median time of every part."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {name: median(timed(what) for _ in range(rounds)) for name, what in parts.items()}


def r_peers(survey: Path) -> dict[str, float]:
    """Return the seconds of psych and lavaan by part, as R itself measured them."""
    program = shutil.which("Rscript")
    if program is None:
        raise OSError("R is not installed")
    run = subprocess.run(
        [program, str(SCRIPT), str(survey)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(run.stdout.strip().splitlines()[-1])
    return found


def lines(people: int = PEOPLE, rounds: int = ROUNDS) -> list[Line]:
    """Return our time for the same parts beside that of each peer."""
    from servqual.simulate import simulate

    with tempfile.TemporaryDirectory() as folder:
        survey = Path(folder) / "survey.csv"
        survey.write_text(simulate(people).to_csv(), encoding="utf-8")
        own = times(ours(survey), rounds)
        peers: dict[str, tuple[Callable[[], dict[str, float]], int]] = {
            "pingouin + factor_analyzer + semopy": (
                lambda: times(python_peers(survey), max(1, rounds // 2)),
                40,
            ),
            "psych + lavaan (R)": (partial(r_peers, survey), 100),
        }
        return [_line(name, own, peer, aim, people) for name, (peer, aim) in peers.items()]


def _line(
    name: str, own: dict[str, float], peer: Callable[[], dict[str, float]], aim: int, people: int
) -> Line:
    """Return the line of a peer: the same parts of the list."""
    what = f"moment statistics after the Summary, n = {people:,}"
    try:
        theirs = peer()
    except (ImportError, OSError, subprocess.CalledProcessError) as error:
        return Line(what, "", f"{name}: left out ({error})", "", f"{aim}x")
    same = sum(own[part] for part in theirs)
    whole = sum(theirs.values())
    parts = ", ".join(f"{part} {theirs[part] / own[part]:,.0f}x" for part in theirs)
    return Line(
        what,
        seconds(same),
        f"{name}: {seconds(whole)}",
        f"1/{whole / same:,.0f} ({parts})",
        f"at least {aim}x faster",
        whole / same >= aim,
    )


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE):
        print(line.shown())
