"""Exhibits that a reader can switch from everybody to one group: the same exhibit, made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from servqual.disclosure import decimals
from servqual.results import (
    Distributions,
    GapRow,
    Gaps,
    GroupGap,
    Importance,
    Priorities,
    Quality,
    Reliability,
    Scores,
    Study,
)
from servqual.writer.exhibits.groups import column_name, isolated, shown_name
from servqual.writer.parts import Exhibit
from servqual.writer.view import View


@dataclass(frozen=True)
class Choice:
    """One group that can be chosen: its key, column, name, people, and its published gaps."""

    key: str
    by: str
    name: str
    n: int
    whole: View
    gaps: Sequence[GroupGap]

    @cached_property
    def view(self) -> View:
        """A view of this group alone."""
        return _view_of(self.whole, self.gaps)


def choices(view: View) -> Iterator[Choice]:
    """Return the groups that may be shown, column by column, in the order of their names."""
    found = view.study.groups
    for column, by in enumerate(found.columns, start=1):
        if found.many(by):
            continue
        part = found.of(by)
        gaps: dict[str, list[GroupGap]] = {}
        for row in part.gaps:
            gaps.setdefault(row.group, []).append(row)
        for k, group in enumerate((g for g in part.groups if g.shown), start=1):
            own = gaps.get(group.group, [])
            if own and group.n is not None:
                name = shown_name(view, group.group)
                yield Choice(f"{column}-{k}", by, name, group.n, view, own)


def switched(view: View, make: Callable[[View], Exhibit], level: str) -> Exhibit:
    """Return an exhibit with its versions; none for groups that have no figures of this level."""
    versions = {}
    found = list(choices(view))
    for choice in found:
        if getattr(choice.view.study.gaps, level):
            versions[choice.key] = _version(view, choice, make(choice.view))
    return replace(make(view), versions=versions, switches=bool(found))


def _version(view: View, choice: Choice, exhibit: Exhibit) -> Exhibit:
    """Return the exhibit of a group with a base line and a text alternative that name it."""
    name, figure = isolated(choice.name), exhibit.figure
    base = view.say(
        "exhibits.switch.base",
        group=name,
        by=view.inside(column_name(view, choice.by)),
        base=exhibit.base,
    )
    if figure is not None:
        alt = view.say("exhibits.switch.alt", group=name, alt=figure.alt)
        figure = replace(figure, alt=alt)
    return replace(exhibit, base=base, figure=figure)


def _view_of(view: View, rows: Sequence[GroupGap]) -> View:
    """Return a view whose study holds nothing but the published gaps of one group."""
    whole = view.study
    gaps = Gaps(
        items=tuple(_row(view, g) for g in rows if g.level == "item"),
        dimensions=tuple(_row(view, g) for g in rows if g.level == "dimension"),
        overall=tuple(_row(view, g) for g in rows if g.level == "overall"),
    )
    study = Study(
        instrument=whole.instrument,
        settings=whole.settings,
        sample=whole.sample,
        notes=whole.notes,
        gaps=gaps,
        scores=Scores(),
        reliability=Reliability(),
        distributions=Distributions(),
        importance=Importance(),
        priorities=Priorities(),
        quality=Quality(),
        sesoi=whole.sesoi,
    )
    return View(study, view.options, decimals(min(g.n for g in rows)))


def _row(view: View, found: GroupGap) -> GapRow:
    gap = next(g for g in view.instrument.gaps if g.name == found.kind)
    return GapRow(
        level=found.level,
        id=found.id,
        kind=found.kind,
        of=gap.of,
        minus=gap.minus,
        n=found.n,
        mean_of=found.mean_of,
        mean_minus=found.mean_minus,
        gap=found.gap,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        verdict=found.verdict,
    )
