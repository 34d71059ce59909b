"""Which gap of the model to look at first for each theme, and what these answers say about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from servqual.instrument import MIDPOINT, Instrument
from servqual.plan import columns
from servqual.results import ActionRow, CauseRow, Importance, Scores
from servqual.statistics.summary import Summary
from servqual.study.actions.index import Index
from servqual.study.themes import item_groups

RESEARCH, STANDARDS, DELIVERY, COMMUNICATION = 1, 2, 3, 4
# what only managers, staff or records can tell, by gap of the model
NOT_ASKED: Mapping[int, tuple[str, ...]] = {
    RESEARCH: ("managers_view", "staff_view"),
    STANDARDS: ("standards", "managers_view"),
    DELIVERY: ("delivery", "counts"),
    COMMUNICATION: ("promises", "counts"),
}
MANY = 0.5  # so large a share of people at the top of the scale is said
# stated and derived ranks that differ by a third of the places on average are said
APART = 1 / 3


@dataclass(frozen=True)
class Pointer:
    """Where a theme points to, and by which rule: ``theme``, ``uneven`` or ``even``."""

    gap_number: int
    pointed_by: str


def pointers(instrument: Instrument, index: Index) -> dict[str, Pointer]:
    """Return where each theme (or dimension) points to.

    The questionnaire may say so. Otherwise a rule does: where what people got differs from person
    to person more than on the average item (mean standard deviation of the theme's items against
    that of all items), delivery is looked at first, else the standards.
    """
    declared = {theme.id: theme.points_to for theme in instrument.themes}
    spread = {row.item: row.sd for row in index.rows if row.sd is not None}
    found = {}
    for name, (_, items) in item_groups(instrument).items():
        told = declared.get(name)
        by_rule = _by_rule(_is_uneven(spread, items))
        found[name] = Pointer(told, "theme") if told else by_rule
    return found


def cause_rows(
    summary: Summary,
    instrument: Instrument,
    scores: Scores,
    importance: Importance,
    index: Index,
    rows: Sequence[ActionRow],
) -> tuple[CauseRow, ...]:
    """Return the themes of the register, the one with most of the weighted shortfall first."""
    of_item = {row.item: row for row in rows}
    found = []
    points_to = pointers(instrument, index)
    spread = {row.item: row.sd for row in index.rows if row.sd is not None}
    for name, (source, members) in item_groups(instrument).items():
        items = sorted((i for i in members if i in of_item), key=lambda i: of_item[i].rank)
        if not items:
            continue
        to = points_to[name]
        said = _Said(
            uneven=_is_uneven(spread, members),
            wanted_highest=_wanted_highest(instrument, scores, index, items),
            orders_differ=_orders_differ(instrument, importance, items),
            problems_asked=_problems_asked(summary, instrument),
        )
        share = sum(of_item[i].index or 0.0 for i in items)
        found.append(
            CauseRow(
                name, source, tuple(items), share, 0.0, to.gap_number, to.pointed_by,
                said.about(to.gap_number), NOT_ASKED[to.gap_number],
            )
        )  # fmt: skip
    found.sort(key=lambda row: -row.share)
    # rounding may leave the last sum a hair above the whole
    sums = np.minimum(np.cumsum([row.share for row in found]), 1.0)
    return tuple(replace(row, cumulative=float(s)) for row, s in zip(found, sums, strict=True))


@dataclass(frozen=True)
class _Said:
    """What these answers say about a theme."""

    uneven: bool
    wanted_highest: bool
    orders_differ: bool
    problems_asked: bool

    def about(self, gap_number: int) -> tuple[str, ...]:
        """Return the codes that speak to a gap of the model."""
        spread = "uneven_service" if self.uneven else "even_service"
        codes = {
            RESEARCH: {"orders_differ": self.orders_differ},
            STANDARDS: {spread: True},
            DELIVERY: {spread: True, "problems_asked": self.problems_asked},
            COMMUNICATION: {"wanted_highest": self.wanted_highest},
        }
        return tuple(code for code, there in codes[gap_number].items() if there)


def _by_rule(uneven: bool) -> Pointer:
    return Pointer(DELIVERY, "uneven") if uneven else Pointer(STANDARDS, "even")


def _is_uneven(spread: Mapping[str, float], items: Iterable[str]) -> bool:
    own = [spread[i] for i in items if i in spread]
    return bool(own) and float(np.mean(own)) > float(np.mean(list(spread.values())))


def _wanted_highest(
    instrument: Instrument, scores: Scores, index: Index, items: Sequence[str]
) -> bool:
    """Say whether half of the people ask for the highest answer, on the average of the items."""
    wanted = next((g.minus for g in instrument.gaps if g.name == index.kind), "")
    if wanted in ("", MIDPOINT):
        return False
    shares = [scores.row(i, wanted).share_highest or 0.0 for i in items]
    return float(np.mean(shares)) >= MANY


def _orders_differ(instrument: Instrument, importance: Importance, items: Sequence[str]) -> bool:
    """Say whether stated and derived importance rank these items (or dimensions) far apart."""
    said = [r for r in importance.agreement if r.stated_source in ("ratings", "points", "ranking")]
    level = "item" if any(r.level == "item" for r in said) else "dimension"
    rows = {r.id: r for r in said if r.level == level}
    dimensions = {instrument.item(i).dimension for i in items}
    own = [rows[i] for i in (items if level == "item" else dimensions) if i in rows]
    apart = [abs(r.stated_rank - r.derived_rank) for r in own]
    return bool(apart) and float(np.mean(apart)) >= APART * len(rows)


def _problems_asked(summary: Summary, instrument: Instrument) -> bool:
    return any(
        o.kind == "yes_no" and "problem" in o.id and summary.has(columns.outcome(o.id))
        for o in instrument.outcomes
    )
