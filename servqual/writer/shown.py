"""Sections without their charts: for readers who see words and tables alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from servqual.disclosure import decimals
from servqual.results import GroupGap
from servqual.texts import catalogue, fill
from servqual.writer.exhibits.groups import column_name, group_name, overall_gaps
from servqual.writer.parts import Cell, Column, Exhibit, Section, Table
from servqual.writer.sentences import chip, tone
from servqual.writer.view import View

INSTEAD = "show.instead."  # before the key of a text that speaks of a chart or of colours
# what speaks of a chart alone
OF_CHARTS = ("exhibits.matrix.lies_x", "exhibits.matrix.lies_y", "first.matrix.part")
_PLACE = re.compile(r"\{(\w+)\}")


def people(view: View) -> str:
    """Return which questionnaire was answered by how many people."""
    return view.say(
        "report.instrument_line",
        title=view.words(view.instrument.title),
        n_items=len(view.instrument.items),
        min=view.scale.min,
        max=view.scale.max,
        n=view.study.sample.respondents,
        n_people=view.numbers.count(view.study.sample.respondents),
    )


def without_charts(view: View, section: Section) -> Section:
    """Return a section whose exhibits are read without their charts and colours."""
    exhibits = [_in_words(view, exhibit) for exhibit in section.exhibits]
    if section.id == "groups":
        exhibits = list(_groups_listed(view, exhibits))
    return replace(section, exhibits=exhibits)


def _in_words(view: View, exhibit: Exhibit) -> Exhibit:
    """Return an exhibit whose words hold without its chart; without a table the chart in words."""
    how, figure = _rephrased(view.language, exhibit.how), exhibit.figure
    if figure is not None and how == exhibit.how:
        how = "" if exhibit.table else figure.alt
    return replace(
        exhibit,
        figure=None,
        how=how,
        base=_rephrased(view.language, exhibit.base),
        says=[_rephrased(view.language, text) for text in exhibit.says],
        table=exhibit.table and _plain_table(exhibit.table, coloured=exhibit.id),
    )


def _plain_table(table: Table, coloured: str) -> Table:
    """Return a table without columns to fill in by hand; colour that says something is a mark."""
    kept = [k for k in range(len(table.columns)) if _is_filled(table, k)]
    marked = coloured.startswith("exhibit-styles-")
    rows = [[_marked(row[k]) if marked else row[k] for k in kept] for row in table.rows]
    return replace(table, columns=[table.columns[k] for k in kept], rows=rows)


def _is_filled(table: Table, k: int) -> bool:
    return k == 0 or any(row[k].text.strip() for row in table.rows)


def _marked(cell: Cell) -> Cell:
    return replace(cell, text=f"{cell.text} *") if cell.heat else cell


# -- groups ----------------------------------------------------------------------------------------


def _groups_listed(view: View, exhibits: Sequence[Exhibit]) -> Iterator[Exhibit]:
    """Yield exhibits, the chart of overall gaps as the table that it draws, whole."""
    found = view.study.groups
    tables = {
        f"exhibit-groups-{number}-{kind.name}-1": (by, kind.name)
        for number, by in enumerate(found.columns, start=1)
        for kind in view.kinds
    }
    bases = {exhibit.id: exhibit.base for exhibit in exhibits}
    for exhibit in exhibits:
        if exhibit.id in tables:
            by, kind = tables[exhibit.id]
            values = {"by": view.inside(column_name(view, by)), "kind": view.kind(kind)}
            title = view.say("exhibits.groups.title", **values)
            base = bases.get(exhibit.id.removesuffix("1") + "heat", exhibit.base)
            yield replace(exhibit, title=title, base=base, table=_overall(view, by, kind))
        elif exhibit.table is not None:
            yield exhibit


def _overall(view: View, by: str, kind: str) -> Table:
    """Return the overall gap of every group with its interval and verdict."""
    columns = [
        Column(column_name(view, by), "text"),
        Column(view.say("words.head.n")),
        Column(view.rated(kind)),
        Column(view.say("words.head.interval", confidence=view.confidence)),
        Column(view.say("words.head.verdict"), "text"),
    ]
    caption = view.say("show.groups.caption", kind=view.kind(kind))
    return Table(caption, columns, [_line(view, row) for row in overall_gaps(view, by, kind)])


def _line(view: View, row: GroupGap) -> list[Cell]:
    numbers, places = view.numbers, decimals(row.n)
    limits = numbers.none
    if row.ci_low is not None:
        ends = (numbers.gap(end, places) for end in (row.ci_low, row.ci_high))
        limits = numbers.limits(*ends)
    return [
        Cell(group_name(view, row.group)),
        Cell(numbers.count(row.n)),
        Cell(numbers.gap(row.gap, places)),
        Cell(limits),
        Cell(chip(view, row), tone(row)),
    ]


# -- words -----------------------------------------------------------------------------------------


def _rephrased(language: str, text: str) -> str:
    """Return a text in which what is said of charts and colours is said of tables."""
    for key, form in _said_of_charts(language).items():
        found = form.search(text) if text else None
        if found is None:
            continue
        own = INSTEAD + key
        said = fill(language, own, found.groupdict()) if own in catalogue(language) else ""
        text = text[: found.start()] + said + text[found.end() :]
    return text.strip()


@cache
def _said_of_charts(language: str) -> Mapping[str, re.Pattern[str]]:
    """Return the texts that speak of charts as patterns, a group for each place to fill."""
    texts = catalogue(language)
    keys = [key.removeprefix(INSTEAD) for key in texts if key.startswith(INSTEAD)]
    return {key: _pattern(str(texts[key])) for key in (*keys, *OF_CHARTS)}


def _pattern(text: str) -> re.Pattern[str]:
    parts, seen = [], set()
    for k, part in enumerate(_PLACE.split(text)):
        if k % 2 == 0:
            parts.append(re.escape(part))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>.+?)")
            seen.add(part)
    return re.compile("".join(parts))
