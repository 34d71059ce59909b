"""What the same people gave after minus before."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from servqual.plan import columns
from servqual.responses import Responses
from servqual.results.joined import ChangeRow, Changes
from servqual.scoring import plan_for, score
from servqual.statistics.paired import t_test
from servqual.statistics.summary import Block, Layout, Summary
from servqual.study.gaps import mean_of_means_variance
from servqual.study.joined import UNWEIGHTED


def changes_of(answers: Responses) -> Changes:
    """Return what the same people gave after minus before, by dimension and as a whole."""
    waves = answers.people["wave"]
    first, second = (answers.take(np.flatnonzero(waves == w)) for w in ("before", "after"))
    plan = plan_for(answers)
    units = dict(zip(plan.layout().columns, plan.layout().units, strict=True))
    before, after = score(first), score(second)
    rows: list[ChangeRow] = []
    for kind in (*(g.name for g in plan.gaps), *plan.rated):
        names = [columns.dimension(kind, d) for d in answers.instrument.dimension_ids]
        layout = Layout(tuple(names), tuple(units[name] for name in names))
        moved = np.column_stack([after[name] - before[name] for name in names])
        both = [
            np.column_stack([np.where(np.isnan(m), np.nan, w[name]) for name, m in told])
            for w in (before, after)
            for told in [list(zip(names, moved.T, strict=True))]
        ]
        sums = [Summary.of(layout, Block(table)) for table in (moved, *both)]
        rows += _change_rows(kind, answers.instrument.dimension_ids, names, sums)
    return Changes(tuple(rows))


def _change_rows(
    kind: str, ids: Sequence[str], names: Sequence[str], sums: Sequence[Summary]
) -> list[ChangeRow]:
    moved, before, after = (own.means(list(names)) for own in sums)
    n = int(moved.n.min())
    se = math.sqrt(max(mean_of_means_variance(moved), 0.0)) if n > 1 else float("nan")
    whole = [float(np.mean(own.mean)) for own in (before, after, moved)]
    rows = [_change(kind, UNWEIGHTED, n, (whole[0], whole[1], whole[2]), se)]
    for k, name in enumerate(ids):
        variance = float(moved.cov[k, k])
        means = (float(before.mean[k]), float(after.mean[k]), float(moved.mean[k]))
        error = math.sqrt(variance) if variance >= 0 else float("nan")
        rows.append(_change(kind, name, int(moved.n[k]), means, error))
    return rows


def _change(
    kind: str, name: str, n: int, means: tuple[float, float, float], se: float
) -> ChangeRow:
    test = t_test(means[2], se, n - 1, 0.95)
    before, after, change = (None if math.isnan(v) else v for v in means)
    level = "overall" if name == UNWEIGHTED else "dimension"
    return ChangeRow(kind, level, name, n, before, after, change, test.ci_low, test.ci_high)  # type: ignore[arg-type]
