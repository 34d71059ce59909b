"""Reliability and structure of 10,000 people, 22 items, against the statistics packages.

The same CSV for everybody, read beforehand; ours starts from the Summary. Each peer is asked only
for what it has, for expectations, perceptions and gaps:

* Python: pingouin (alpha, alpha without each item), factor_analyzer (one factor for omega, KMO,
  Bartlett, parallel analysis with 20 draws in a loop, ours has 200), semopy (two models by maximum
  likelihood with indices and standardised loadings). Ours gives for the same parts also limits,
  Velicer's test, scaled statistics and modification indices.
* R: psych (alpha with items, one factor for omega, KMO, Bartlett, parallel analysis with its 20
  draws, ours has 200), lavaan (the same models with MLR, indices, standardised loadings and
  modification indices; three steps of invariance of expectations and perceptions), timed inside R,
  so that starting it does not count. Beside it stands everything of ours, resampled limits of HTMT
  among it.

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

from measuring import forget_draws

PEOPLE, RUNS = 10_000, 5
PEER_DRAWS = 20
SCRIPT = Path(__file__).with_suffix(".R")


def best(what: Callable[[], object], runs: int) -> float:
    """Return the shortest time of some runs in seconds, chance draws made anew in each."""
    times = []
    for _ in range(runs):
        forget_draws()
        start = perf_counter()
        what()
        times.append(perf_counter() - start)
    return min(times)


def ours(survey: Path) -> dict[str, float]:
    """Return our seconds by part, once the Summary is there, and of everything."""
    from servqual import read
    from servqual.scoring import summarize
    from servqual.settings import Settings
    from servqual.study.reliability import reliability_table
    from servqual.study.scores import points_table
    from servqual.study.structure import structure_table
    from servqual.study.structure.factors import factor_row
    from servqual.study.structure.models import model_rows
    from servqual.study.structure.sources import sources

    answers, settings = read(survey), Settings()
    form = answers.instrument
    summary = summarize(answers, powers=True)
    points, found = points_table(summary, form), sources(summary, form)
    n_theory = len(form.dimensions)
    table = reliability_table(summary, form, settings, points)
    times = {
        "reliability": best(lambda: reliability_table(summary, form, settings, points), RUNS),
        "factors": best(lambda: [factor_row(one, settings, n_theory) for one in found], RUNS),
        "models": best(lambda: [model_rows(one, settings) for one in found], RUNS),
    }
    structure = best(lambda: structure_table(summary, form, settings, {}, table), RUNS)
    return times | {"everything": times["reliability"] + structure}


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
            "factors": best(partial(peer_factors, tables), 2),
            "models": best(partial(peer_models, tables), 2),
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


def one_factor(table: Any) -> Any:
    """Return one minres factor; scikit-learn 1.8 took away an argument of factor_analyzer."""
    import factor_analyzer.factor_analyzer as module
    from sklearn.utils import check_array

    def checked(values: Any, force_all_finite: Any = True, **others: Any) -> Any:
        return check_array(values, ensure_all_finite=force_all_finite, **others)

    module.check_array = checked
    return module.FactorAnalyzer(n_factors=1, rotation=None, method="minres").fit(table)


def peer_factors(tables: list[Any]) -> None:
    """Compute KMO, Bartlett's test and a parallel analysis of each set.

    The package has no parallel analysis; this is how its users write one, with 20 draws.
    """
    import numpy as np
    from factor_analyzer import calculate_bartlett_sphericity, calculate_kmo

    rng = np.random.default_rng(1)
    for table in tables:
        calculate_kmo(table)
        calculate_bartlett_sphericity(table)
        one_factor(table).get_eigenvalues()
        chance = [
            one_factor(rng.standard_normal(table.shape)).get_eigenvalues()
            for _ in range(PEER_DRAWS)
        ]
        np.quantile(chance, 0.95, axis=0)


def peer_models(tables: list[Any]) -> None:
    """Fit two confirmatory models of each set."""
    import semopy

    theory = "\n".join(f"f{k} =~ {' + '.join(items)}" for k, items in enumerate(dimensions()))
    for table in tables:
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
    """Print how long a peer takes, and which share of it we need for the same and for all."""
    try:
        theirs = peers()
    except (ImportError, OSError, subprocess.CalledProcessError) as error:
        print(f"{name}: left out ({error})")
        return
    common = [part for part in theirs if part in own]
    for part in common:
        ratio = own[part] / theirs[part]
        print(f"{name}, {part}: {theirs[part]:.2f} s; ours {own[part]:.3f} s = {ratio:.3f}")
    whole = sum(theirs.values())
    same = sum(own[part] for part in common) / sum(theirs[part] for part in common)
    print(f"{name}, the same parts: ours = {same:.3f}; aim below 0.1")
    print(f"{name}, {whole:.2f} s in all; everything of ours = {own['everything'] / whole:.3f}")


def main() -> None:
    """Print our times, then each peer's with the ratio."""
    from servqual.simulate import simulate

    with tempfile.TemporaryDirectory() as folder:
        survey = Path(folder) / "survey.csv"
        survey.write_text(simulate(PEOPLE).to_csv(), encoding="utf-8")
        own = ours(survey)
        print(f"ours: {', '.join(f'{part} {seconds:.3f} s' for part, seconds in own.items())}")
        shown("pingouin + factor_analyzer + semopy", own, partial(python_peers, survey))
        shown("psych + lavaan", own, partial(r_peers, survey))


if __name__ == "__main__":
    sys.exit(main())
