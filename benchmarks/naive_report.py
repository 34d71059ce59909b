"""The job of a report as one writes it with pandas, pingouin, factor_analyzer and plotly.

From a CSV with E1..E22, P1..P22, points, satisfaction and branch to one page of HTML: gaps with t
tests and signed ranks, reliability, factors, relative weights, quadrants that are resampled 2,000
times, branches compared, eight charts. Called by ``any_size.py`` and ``main_path.py`` as a peer:
``python naive_report.py survey.csv page.html``.
"""

from __future__ import annotations

import sys
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pingouin as pg
import plotly.express as px
import plotly.graph_objects as go
from factor_analyzer import FactorAnalyzer, calculate_bartlett_sphericity, calculate_kmo

RESAMPLES = 2000
ITEMS = [f"q{k}" for k in range(1, 23)]
ENDS = (0, 4, 9, 13, 17, 22)
NAMES = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
DIMENSIONS = {name: ITEMS[a:b] for name, (a, b) in zip(NAMES, pairwise(ENDS), strict=True)}


def mend_factor_analyzer() -> None:
    """Give back an argument that scikit-learn 1.8 took away from factor_analyzer."""
    import factor_analyzer.factor_analyzer as module
    from sklearn.utils import check_array

    def checked(values: Any, force_all_finite: Any = True, **others: Any) -> Any:
        return check_array(values, ensure_all_finite=force_all_finite, **others)

    module.check_array = checked


def gap_table(wanted: pd.DataFrame, received: pd.DataFrame) -> pd.DataFrame:
    """Return the gap of each item and dimension with its tests."""
    rows = []
    sets = {item: [item] for item in ITEMS} | DIMENSIONS
    for name, items in sets.items():
        a, b = received[items].mean(axis=1), wanted[items].mean(axis=1)
        pair = pd.concat([a, b], axis=1).dropna()
        test = pg.ttest(pair[0], pair[1], paired=True)
        ranks = pg.wilcoxon(pair[0], pair[1])
        rows.append(
            {
                "name": name,
                "gap": (pair[0] - pair[1]).mean(),
                "p": test.iloc[0]["p_val" if "p_val" in test else "p-val"],
                "w": ranks.iloc[0].iloc[0],
            }
        )
    return pd.DataFrame(rows)


def reliability(tables: list[pd.DataFrame]) -> None:
    """Compute alpha of every dimension, and without each item."""
    for table in tables:
        for items in (*DIMENSIONS.values(), ITEMS):
            pg.cronbach_alpha(table[items], nan_policy="listwise")
            for item in items:
                if len(items) > 2:
                    pg.cronbach_alpha(table[items].drop(columns=item), nan_policy="listwise")


def structure(tables: list[pd.DataFrame]) -> None:
    """Compute KMO, Bartlett's test and five rotated factors."""
    for table in tables:
        complete = table.dropna()
        calculate_kmo(complete)
        calculate_bartlett_sphericity(complete)
        FactorAnalyzer(n_factors=5, rotation="oblimin", method="minres").fit(complete)


def quadrants(wanted: pd.DataFrame, received: pd.DataFrame) -> pd.Series:
    """Return how often each item lies where to concentrate, over resamples of the people."""
    both = pd.concat([wanted.add_prefix("E"), received.add_prefix("P")], axis=1)
    counts = np.zeros(len(ITEMS))
    for b in range(RESAMPLES):
        means = both.sample(frac=1, replace=True, random_state=b).mean()
        importance, performance = means.iloc[:22].to_numpy(), means.iloc[22:].to_numpy()
        counts += (importance >= importance.mean()) & (performance < performance.mean())
    return pd.Series(counts / RESAMPLES, index=ITEMS)


def drivers(received: pd.DataFrame, outcome: pd.Series) -> pd.DataFrame:
    """Return the relative importance of the dimensions for the outcome."""
    means = pd.DataFrame({name: received[items].mean(axis=1) for name, items in DIMENSIONS.items()})
    both = means.assign(outcome=outcome).dropna()
    return pg.linear_regression(both[list(DIMENSIONS)], both["outcome"], relimp=True)


def branches(gaps: pd.DataFrame, branch: pd.Series) -> pd.DataFrame:
    """Compare the branches in every dimension."""
    means = pd.DataFrame({name: gaps[items].mean(axis=1) for name, items in DIMENSIONS.items()})
    both = means.assign(branch=branch).dropna()
    for name in DIMENSIONS:
        pg.welch_anova(both, dv=name, between="branch")
        pg.pairwise_gameshowell(both, dv=name, between="branch")
    return both.groupby("branch")[list(DIMENSIONS)].mean()


def charts(
    table: pd.DataFrame,
    wanted: pd.DataFrame,
    received: pd.DataFrame,
    by: pd.DataFrame,
    firm: pd.Series,
) -> list[go.Figure]:
    """Return eight charts."""
    gaps = received - wanted
    scatter = pd.DataFrame({"importance": wanted.mean(), "performance": received.mean()})
    return [
        px.bar(table.head(22), x="gap", y="name", orientation="h"),
        px.bar(table.tail(5), x="gap", y="name", orientation="h"),
        px.scatter(scatter, x="performance", y="importance", text=scatter.index),
        px.imshow(received.corr()),
        px.imshow(gaps.corr()),
        px.box(gaps),
        px.imshow(by),
        px.bar(firm),
    ]


def main() -> None:
    """Write the page."""
    warnings.simplefilter("ignore")
    mend_factor_analyzer()
    source, target = map(Path, sys.argv[1:])
    people = pd.read_csv(source)
    wanted = people[[f"E{k}" for k in range(1, 23)]].set_axis(ITEMS, axis=1)
    received = people[[f"P{k}" for k in range(1, 23)]].set_axis(ITEMS, axis=1)
    gaps = received - wanted
    table = gap_table(wanted, received)
    reliability([wanted, received, gaps])
    structure([wanted, received, gaps])
    weights = drivers(received, people["satisfaction"])
    firm = quadrants(wanted, received)
    by = branches(gaps, people["branch"])
    parts = [table.to_html(), weights.to_html(), by.to_html()]
    for place, figure in enumerate(charts(table, wanted, received, by, firm)):
        parts.append(figure.to_html(full_html=False, include_plotlyjs=place == 0))
    target.write_text(f"<html><body>{''.join(parts)}</body></html>", "utf-8")


if __name__ == "__main__":
    main()
