"""The groups of breakdowns that may be saved, those that may not put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add

from servqual.disclosure import shown_groups
from servqual.scoring.naming import BETWEEN
from servqual.scoring.stored_products import COMMON, with_common_products, without_wide
from servqual.scoring.stored_rule import Rule, dropped_tables, with_cells
from servqual.scoring.survey_summary import SurveySummary
from servqual.settings import parents
from servqual.statistics.summary import Layout, Summary
from servqual.study.crossed import shown_crossed

Breakdown = Mapping[str, Summary]


def breakdowns_kept(
    summary: SurveySummary, rule: Rule
) -> tuple[dict[str, Breakdown], dict[str, Breakdown]]:
    """Return the groups of every breakdown in full, and the few sums of each."""
    whole, few = _Several(summary.groups, rule), _Several(summary.units, rule)
    for by in sorted(summary.groups, key=lambda name: bool(whole.sides(name))):
        whole.add(by)
        if by not in summary.units:
            continue
        if _layouts(summary.units[by]) == _layouts(summary.groups[by]):
            few.found[by] = whole.found[by]  # very many groups have the few sums alone
        else:
            few.add(by)
    return whole.found, few.found


def _layouts(groups: Breakdown) -> set[Layout]:
    return {own.layout for own in groups.values()}


@dataclass
class _Several:
    """Breakdowns made fit to be saved one after the other, those of single columns first.

    ``hidden`` are groups that do not stand alone, ``rough`` those without products of their own.
    """

    given: Mapping[str, Breakdown]
    rule: Rule
    found: dict[str, Breakdown] = field(default_factory=dict)
    hidden: dict[str, set[str]] = field(default_factory=dict)
    rough: dict[str, set[str]] = field(default_factory=dict)

    def sides(self, by: str) -> tuple[str, ...]:
        """Return the two columns that a breakdown crosses, none where it is one column."""
        both = parents(by)
        return both if len(both) == 2 and set(both) <= set(self.given) else ()

    def add(self, by: str) -> None:
        """Make a breakdown fit to be saved."""
        groups, sides, rule = self.given[by], self.sides(by), self.rule
        if not groups:
            self.found[by] = {}
            return
        blank = BETWEEN if sides else ""
        names = [set(self.given[side]) for side in sides]
        lines = [self.hidden[side] for side in sides]
        shown = _apart(groups, rule.min_cell, lines, names, never=("",))
        hidden = self.hidden[by] = set(groups) - shown
        rule.note("groups", *(f"{by}\0{n}" for n in hidden if n.strip(BETWEEN.strip() + " ")))
        kept = {name: own for name, own in groups.items() if name in shown}
        if hidden:
            kept[blank] = reduce(add, (groups[name] for name in groups if name in hidden))
        least = rule.products(next(iter(kept.values())).layout)
        exact = _apart(kept, least, [self.rough[side] for side in sides], names)
        self.rough[by] = set(kept) - exact
        self.found[by] = self._without_products(by, kept)

    def _without_products(self, by: str, kept: Breakdown) -> Breakdown:
        rough, rule = self.rough[by], self.rule
        everybody = reduce(add, kept.values()) if rough else None
        rule.note("products", *(f"{by}\0{name}" for name in rough))
        dropped = {t for own in kept.values() for t in dropped_tables(own, rule)}
        found = {}
        for name, own in kept.items():
            # groups are added up now and then, so all of them lose what one does
            plain = own if everybody is None else without_wide(own)
            if everybody is not None and name in rough:
                plain = with_common_products(plain, everybody)
            marks = {k: n for k, n in plain.extra.items() if k == COMMON}
            found[name] = replace(with_cells(plain, dropped, rule, single=False), extra=marks)
        return found


def _apart(
    groups: Breakdown,
    least: int,
    lines: Sequence[set[str]],
    sides: Sequence[Collection[str]],
    never: Collection[str] = (),
) -> set[str]:
    """Return the groups whose sums may stand alone, so that those of the others do not follow.

    ``lines`` are the groups of two crossed columns that may not.
    """
    if not lines:
        return set(shown_groups({k: [own.n] for k, own in groups.items()}, least, never=never))
    pair = {name: _pair(name, sides) for name in groups}
    cells = {pair[name]: [own.n] for name, own in groups.items()}
    pairs = set(shown_crossed(cells, least, (lines[0] | {""}, lines[1] | {""})))
    return {name for name in groups if pair[name] in pairs}


def _pair(name: str, sides: Sequence[Collection[str]]) -> tuple[str, str]:
    """Return the two groups that a cell is of; their own names may hold what stands between."""
    places = [k for k in range(len(name)) if name.startswith(BETWEEN, k)]
    pairs = [(name[:k], name[k + len(BETWEEN) :]) for k in places]
    known = [pair for pair in pairs if pair[0] in sides[0] and pair[1] in sides[1]]
    return next(iter(known or pairs), ("", ""))


def classes_kept(
    counted: Mapping[str, tuple[int, float]] | None, rule: Rule, name: str
) -> dict[str, tuple[int, float]] | None:
    """Return people by class, those of small classes with the blank ones."""
    if counted is None:
        return None
    shown = shown_groups({k: [n] for k, (n, _) in counted.items()}, rule.min_cell, never=("",))
    found = {k: counted[k] for k in shown}
    hidden = [counted[k] for k in counted if k not in found]
    rule.note("classes", *(f"{name}\0{k}" for k in counted if k and k not in found))
    if not hidden:
        return found
    return found | {"": (sum(n for n, _ in hidden), sum(w for _, w in hidden))}
