"""Who is in which segment, by groups of people, so that nobody can be picked out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from servqual.disclosure import decimals
from servqual.responses import Responses
from servqual.results import Study
from servqual.results.segments import ProfileRow, Scores
from servqual.statistics.moments import Array

Names = npt.NDArray[np.object_]
CROSSED = "*"
FEWEST_GROUPS = 2
MOST_GROUPS = 60


def profile_rows(
    study: Study, responses: Responses, segments: Names, shown: Sequence[str], scores: Scores
) -> list[ProfileRow]:
    """Return the shares of the groups of every breakdown in the segments that are shown.

    Every cell holds at least ``min_cell`` people: groups that are hidden, blank or too small in
    some segment stand together, and a column that leaves fewer than two is left out. What the
    segments leave over of a group, which follows from its size, is nobody or as many.
    """
    rows: list[ProfileRow] = []
    for by in study.groups.columns:
        if CROSSED not in by and by in responses.people and shown:
            groups = responses.people[by].astype(str).astype(object)
            hidden = {g.group for g in study.groups.of(by).groups if not g.shown} | {""}
            kept = _kept(groups, segments, shown, hidden, study.settings.min_cell)
            rows += _shares(by, groups, kept, segments, shown, responses.weights, scores)
    return rows


def _kept(
    groups: Names, segments: Names, shown: Sequence[str], hidden: set[str], min_cell: int
) -> list[str] | None:
    """Return the groups that stand alone, all others together; None if there are too few."""
    names = sorted(set(groups) - hidden)
    if len(names) > MOST_GROUPS:
        return None
    rest = np.array([s not in shown for s in segments])
    cells = {g: [int(((segments == s) & (groups == g)).sum()) for s in shown] for g in names}
    left = {g: int((rest & (groups == g)).sum()) for g in names}
    kept = [g for g in names if min(cells[g]) >= min_cell and (left[g] == 0 or left[g] >= min_cell)]
    while kept:
        others = ~np.isin(groups.astype(str), kept)
        of_others = [int((others & (segments == s)).sum()) for s in shown]
        over = int((others & rest).sum())
        fits = min(of_others) >= min_cell and (over == 0 or over >= min_cell)
        if not others.any() or fits:
            break
        kept.remove(min(kept, key=lambda g: (min(cells[g]), g)))
    together = bool(kept) and bool((~np.isin(groups.astype(str), kept)).any())
    return kept if len(kept) + together >= FEWEST_GROUPS else None


def _shares(
    by: str,
    groups: Names,
    kept: list[str] | None,
    segments: Names,
    shown: Sequence[str],
    weights: Array | None,
    scores: Scores,
) -> list[ProfileRow]:
    """Return the shares of one column, the groups that stand together last."""
    if kept is None:
        return []
    w = np.ones(len(groups)) if weights is None else weights
    merged = tuple(sorted({str(g) for g in groups if g and g not in kept}))
    lines: list[tuple[str, npt.NDArray[np.bool_], tuple[str, ...]]] = [
        (g, np.asarray(groups == g), ()) for g in kept
    ]
    others = ~np.isin(groups.astype(str), kept)
    if others.any():
        lines.append(("", others, merged))
    placed = np.asarray(segments != "")
    rows = []
    for name, who, names in lines:
        everybody = round(float(w[who & placed].sum() / w[placed].sum()), 2)
        for segment in shown:
            own = np.asarray(segments == segment)
            share = round(float(w[who & own].sum() / w[own].sum()), decimals(int(own.sum())))
            rows.append(ProfileRow(scores, by, name, segment, share, everybody, names))
    return rows
