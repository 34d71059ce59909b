"""Figures of charts as they are printed: rounded, with the format that shows them so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from servqual.writer.numbers import rounded
from servqual.writer.parts import Exhibit, Table, Tone
from servqual.writer.pptx.parts import Bars, Series
from servqual.writer.view import View

MOST_LETTERS = 40  # of a category; a longer name shows its beginning


def printed(value: float | None, places: int = 2) -> float | None:
    """Return a number rounded as it is printed."""
    return None if value is None else float(rounded(value, places))


def mean_format(places: int = 2) -> str:
    """Return the number format of a mean.

    >>> mean_format(), mean_format(1)
    ('0.00', '0.0')
    """
    return "0." + "0" * places


def gap_format(places: int = 2) -> str:
    """Return the number format of a gap, with a true minus.

    >>> gap_format()
    '+0.00;−0.00;0.00'
    """
    plain = mean_format(places)
    return f"+{plain};−{plain};{plain}"


SHARE = "0.0%"
WHOLE_SHARE = "0%"
INSIDE = '[<0.035]"";0%'  # inside a part of a bar: a small part has no room for its figure


def picked(table: Table, columns: Sequence[int], most: int | None = None) -> Table:
    """Return some columns of a table, and its first rows."""
    rows = table.rows if most is None else table.rows[:most]
    return replace(
        table,
        columns=[table.columns[k] for k in columns],
        rows=[[row[k] for k in columns] for row in rows],
    )


def short(text: str, most: int = MOST_LETTERS) -> str:
    """Return a name for the axis of a chart, a long one cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def bar_chart(  # noqa: PLR0913  what a chart shows, and between which ends
    view: View,
    name: str,
    categories: Sequence[str],
    series: Sequence[Series],
    formats: Sequence[str],
    ends: tuple[float, float],
    *,
    tones: Sequence[Tone] = (),
    stacked: bool = False,
) -> Bars:
    """Return a bar chart with its figures in words as its text alternative."""
    rows = []
    for k, category in enumerate(categories):
        told = [
            _told(view, one.name if len(series) > 1 else "", one.values[k], formats[k])
            for one in series
        ]
        rows.append(
            view.say("words.figure", name=category, value=view.say("words.comma").join(told))
        )
    alt = view.say("slides.alt", name=name, rows=view.say("words.semicolon").join(rows))
    short_names = [short(category) for category in categories]
    return Bars(name, short_names, series, formats, *ends, alt, tones, stacked)


def _told(view: View, name: str, value: float | None, number_format: str) -> str:
    """Return one figure in words, as its number format shows it."""
    first = WHOLE_SHARE if number_format == INSIDE else number_format.partition(";")[0]
    numbers = view.numbers
    places = len(first.partition(".")[2].rstrip("%"))
    if value is None:
        text = numbers.none
    elif first.endswith("%"):
        text = f"{numbers.fixed(value * 100, places)}%"
    else:
        text = numbers.gap(value, places) if first[0] == "+" else numbers.fixed(value, places)
    return view.say("words.figure", name=name, value=text) if name else text


def table_of(exhibit: Exhibit) -> Table:
    """Return the table of an exhibit that always has one."""
    if exhibit.table is None:
        raise ValueError(f"{exhibit.id} has no table")
    return exhibit.table


def joined(view: View, *texts: str) -> str:
    """Return sentences behind each other."""
    return view.sentences(list(texts))
