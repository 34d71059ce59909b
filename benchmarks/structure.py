"""Reliability and structure of 10,000 people, 22 items, against the statistics packages.

The same CSV for everybody, read beforehand. Ours starts from the Summary and computes every
reliability and the whole structure of expectations, perceptions and gaps: what the default report
prints, parallel analysis, scaled statistics, resampled limits and invariance among it. The peers
are asked only for what they have:

* Python: pingouin (alpha, alpha without each item), factor_analyzer (one factor for omega, KMO,
  Bartlett), semopy (two models of each set, maximum likelihood, with indices and standardised
  loadings): no scaled statistic, no parallel analysis, no HTMT.
* R: psych (alpha with items, one factor for omega, KMO, Bartlett, parallel analysis of its default
  20 draws, ours has 500), lavaan (the same models with MLR, indices and standardised loadings,
  modification indices of one), timed inside R, so that starting it does not count.

semopy comes with ``pip install "servqual[bench]"``; a peer that is not there is left out. Nothing
is asserted.
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
from time import perf_counter
from typing import Any

PEOPLE, RUNS = 10_000, 5
PARTS = ("reliability", "structure")
SCRIPT = Path(__file__).with_suffix(".R")


def best(what: Callable[[], object], runs: int) -> float:
    """Return the shortest time of some runs in seconds."""
    times = []
    for _ in range(runs):
        start = perf_counter()
        what()
        times.append(perf_counter() - start)
    return min(times)


def ours(survey: Path) -> dict[str, float]:
    """Return our seconds by part, once the Summary is there."""
    from servqual import read
    from servqual.scoring import summarize
    from servqual.settings import Settings
    from servqual.study.reliability import reliability_table
    from servqual.study.scores import points_table
    from servqual.study.structure import structure_table

    answers, settings = read(survey), Settings()
    form = answers.instrument
    summary = summarize(answers, powers=True)
    points = points_table(summary, form)
    table = reliability_table(summary, form, settings, points)
    return {
        "reliability": best(lambda: reliability_table(summary, form, settings, points), RUNS),
        "structure": best(lambda: structure_table(summary, form, settings, {}, table), RUNS),
    }


def python_peers(survey: Path) -> dict[str, float]:
    """Return the seconds of pingouin, factor_analyzer and semopy by part."""
    import pandas as pd

    people = pd.read_csv(survey)
    perceived = people[[f"P{i}" for i in range(1, 23)]].set_axis(names(), axis=1)
    wanted = people[[f"E{i}" for i in range(1, 23)]].set_axis(names(), axis=1)
    tables = [table.dropna() for table in (wanted, perceived, perceived - wanted)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            "reliability": best(partial(peer_reliability, tables), 2),
            "structure": best(partial(peer_structure, tables), 2),
        }


def names() -> list[str]:
    """Return the names of the items."""
    return [f"x{i}" for i in range(1, 23)]


def dimensions() -> list[list[str]]:
    """Return the items of each dimension."""
    ends = (0, 4, 9, 13, 17, 22)
    return [names()[a:b] for a, b in pairwise(ends)]


def peer_reliability(tables: list[Any]) -> None:
    """Compute alpha, alpha without each item, and the loadings behind omega."""
    import pingouin as pg

    for table in tables:
        for items in (*dimensions(), names()):
            pg.cronbach_alpha(table[items])
            for item in items:
                pg.cronbach_alpha(table[items].drop(columns=item))
            one_factor(table[items])


def one_factor(table: Any) -> None:
    """Fit one minres factor; scikit-learn 1.8 took away an argument that factor_analyzer gives."""
    import factor_analyzer.factor_analyzer as module
    from sklearn.utils import check_array

    def checked(values: Any, force_all_finite: Any = True, **others: Any) -> Any:
        return check_array(values, ensure_all_finite=force_all_finite, **others)

    module.check_array = checked
    module.FactorAnalyzer(n_factors=1, rotation=None, method="minres").fit(table)


def peer_structure(tables: list[Any]) -> None:
    """Compute KMO, Bartlett and two confirmatory models of each set."""
    import semopy
    from factor_analyzer import calculate_bartlett_sphericity, calculate_kmo

    theory = "\n".join(f"f{k} =~ {' + '.join(items)}" for k, items in enumerate(dimensions()))
    for table in tables:
        calculate_kmo(table)
        calculate_bartlett_sphericity(table)
        for described in (theory, f"f =~ {' + '.join(names())}"):
            model = semopy.Model(described)
            model.fit(table)
            semopy.calc_stats(model)
            model.inspect(std_est=True)


def r_peers(survey: Path) -> dict[str, float]:
    """Return the seconds of psych and lavaan by part, as R itself measured them."""
    run = subprocess.run(
        [shutil.which("Rscript") or "Rscript", str(SCRIPT), str(survey)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(run.stdout.strip().splitlines()[-1])
    return found


def shown(name: str, own: dict[str, float], peers: Callable[[], dict[str, float]]) -> None:
    """Print how long a peer takes, and which share of it we need."""
    try:
        theirs = peers()
    except (ImportError, OSError, subprocess.CalledProcessError) as error:
        print(f"{name}: left out ({error})")
        return
    for part in PARTS:
        ratio = own[part] / theirs[part]
        print(f"{name}, {part}: {theirs[part]:.2f} s; ours {own[part]:.3f} s = {ratio:.4f}")
    whole = sum(own.values()) / sum(theirs.values())
    print(f"{name}, both: {sum(theirs.values()):.2f} s; ours = {whole:.4f}; aim below 0.1")


def main() -> None:
    """Print our times, then each peer's with the ratio."""
    from servqual.simulate import simulate

    with tempfile.TemporaryDirectory() as folder:
        survey = Path(folder) / "survey.csv"
        survey.write_text(simulate(PEOPLE).to_csv(), encoding="utf-8")
        own = ours(survey)
        print(f"ours: {', '.join(f'{part} {own[part]:.3f} s' for part in PARTS)}")
        shown("pingouin + factor_analyzer + semopy", own, partial(python_peers, survey))
        shown("psych + lavaan", own, partial(r_peers, survey))


if __name__ == "__main__":
    sys.exit(main())
