"""Gaps 2 to 4 from what was counted or inspected, beside what people rate of their own work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from servqual.results.gap_model import GapModelRow
from servqual.statistics.moments import Array
from servqual.statistics.roles import Side
from servqual.study.gap_model.rows import Frame
from servqual.study.gap_model.told import Audited

KIND = {2: "standard", 3: "delivery", 4: "promise"}
NAME = {"standard": "standards", "delivery": "delivery", "promise": "promises"}
DIFFERENCE = {3: ("delivery", "standard"), 4: ("promise", "delivery")}


def audit_rows(
    audited: Audited | None, gap: int, frame: Frame, *, difference: bool
) -> Iterator[GapModelRow]:
    """Yield audited figures of a gap: as they are, against the top of the scale, as differences.

    Nothing is inferred: what was inspected is what there is.
    """
    if audited is None or KIND.get(gap, "") not in audited.by_unit:
        return
    kind = KIND[gap]
    primary = [replace(row, gap=gap) for row in _means(audited.by_unit[kind], NAME[kind], frame)]
    yield from primary
    for row in primary:
        yield replace(
            row,
            form="deficit",
            minus="maximum",
            value=row.value - frame.top,
            mean_minus=float(frame.top),
        )
    if difference and gap in DIFFERENCE and DIFFERENCE[gap][1] in audited.by_unit:
        of, minus = DIFFERENCE[gap]
        yield from _differences(gap, audited.by_unit[of], audited.by_unit[minus], frame)


def _means(values: Array, name: str, frame: Frame) -> Iterator[GapModelRow]:
    side = Side.of(values)
    for level, row_id, shares in frame.shares():
        mean = side.mean(shares)
        if mean is None:
            continue
        yield GapModelRow(
            gap=0,
            level=level,
            id=row_id,
            form="primary",
            source="audit",
            of=name,
            minus="",
            value=mean.value,
            mean_of=mean.value,
            n_of=mean.n,
            method="audit",
        )


def _differences(gap: int, of: Array, minus: Array, frame: Frame) -> Iterator[GapModelRow]:
    """Yield the difference of two audited kinds over the units that have both."""
    gone = np.isnan(of + minus)
    both = [np.where(gone, np.nan, x) for x in (of, minus)]
    a, b = (list(_means(x, "", frame)) for x in both)
    minus_of = {row.id: row for row in b}
    names = [NAME[kind] for kind in DIFFERENCE[gap]]
    for row in a:
        if row.id not in minus_of:
            continue
        other = minus_of[row.id]
        yield replace(
            row,
            gap=gap,
            form="difference",
            of=names[0],
            minus=names[1],
            value=row.value - other.value,
            mean_minus=other.value,
            n_minus=other.n_of,
        )
