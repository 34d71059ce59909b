"""Numbers that the consultant quotes and that are no figures of the study, or no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from servqual.own_words import Block, OwnEntry
from servqual.results import Study
from servqual.settings import ReportOptions
from servqual.writer.own.figures import Printed, apart, numbers_in, printed
from servqual.writer.parts import Section
from servqual.writer.view import View

SMALLEST_COUNT = 13  # below it a whole number is a word: three of five, twelve months
YEARS = range(1900, 2101)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_FIGURE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b|\b(?:{_MONTHS})\s+\d{{1,2}}\b"
    r"|\b(?:[Ii]tems?|[Qq]uestions?|[Pp]ages?|[Cc]hapters?|No\.?|[Qq])\s*\d+\b"
    r"|第\s*\d+\s*(?:题|项|页|章|条|季度)|\d+\s*(?:年|月|日|号|题)|\d+\s*[-–]\s*(?:point|点|分制)"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}"
)


@dataclass(frozen=True)
class _Place:
    """The figures of one id: its own, and those of the section that it stands in."""

    own: Sequence[Printed]
    around: Sequence[Printed]


def stale(study: Study, options: ReportOptions) -> list[str]:
    """Return a warning for every number in the consultant's own words that fits no figure.

    Parameters
    ----------
    study : Study
    options : ReportOptions
        With the words in ``own``; without them there is nothing to warn of.

    Returns
    -------
    list of str
        Where, the number, the nearest figure and where that stands, in the report's language. A
        number fits if it is printed in the exhibit or section that it is said of, rounded as it is
        quoted, with or without its sign; where the paragraph names rows of a table there, in one of
        these rows; and where it names none there, in any exhibit whose row it names. Whole numbers
        up to twelve, years, dates and numbers of items are not looked at.
    """
    from servqual.writer.sections import ours  # sections sets own words, too

    if options.own is None:
        return []
    view = View(study, options)
    sections = ours(view)
    places = _places(sections)
    file, found = options.own.path.name, list[str]()
    for entry in options.own.said(view.language):
        place = places.get(entry.id)
        if place is None:
            found.append(view.say("own.stale.absent", file=file, line=entry.line, id=entry.id))
        elif not entry.hide:
            found += _stale_of(view, file, entry, places)
    return found


def _places(sections: Iterable[Section]) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    for section in sections:
        whole = printed(section)
        places[section.id] = _Place(whole, whole)
        for exhibit in section.exhibits:
            places[exhibit.id] = _Place(printed(section, exhibit), whole)
    return places


def _stale_of(view: View, file: str, entry: OwnEntry, places: Mapping[str, _Place]) -> list[str]:
    """Return the warnings about one entry, in the order of its lines."""
    own_numbers = {value for text in entry.numbers for _, value, _ in numbers_in(text)}
    lines = [(entry.headline_line, entry.headline)] if entry.headline else []
    for block in (*entry.before, *entry.after):
        lines += _paragraphs(block)
    found = []
    for line, text in lines:
        for value, places_quoted, shown in _quoted(text):
            if {value, abs(value)} & own_numbers or _always(view, value):
                continue
            values = {"file": file, "line": line, "number": shown, "id": entry.id}
            found += _judged(view, text, (value, places_quoted), places, values)
    return found


def _paragraphs(block: Block) -> list[tuple[int, str]]:
    return [(block.line + k, text) for k, text in enumerate(block.text.split("\n"))]


def _quoted(text: str) -> list[tuple[Decimal, int, str]]:
    """Return the numbers of a text that look like figures."""
    plain = _NO_FIGURE.sub(" ", apart(text))
    found = []
    for match, value, places in numbers_in(plain):
        counted = places == 0 and not match["percent"]
        year = counted and value in YEARS and "," not in match["digits"] and not match["sign"]
        if year or (counted and abs(value) < SMALLEST_COUNT):
            continue
        found.append((value, places, match[0].strip()))
    return found


def _always(view: View, value: Decimal) -> bool:
    """Say whether a number is known of the whole survey: people, items, scale, confidence."""
    sample = view.study.sample
    known = {
        *(sample.respondents, sample.rows, sample.answered, len(view.instrument.items)),
        *(sample.facts.invited, round(view.study.settings.confidence * 100)),
        *(view.scale.min, view.scale.max, view.study.settings.min_cell),
    }
    return value in {Decimal(str(n)) for n in known if n is not None}


def _judged(
    view: View,
    text: str,
    quoted: tuple[Decimal, int],
    places: Mapping[str, _Place],
    values: Mapping[str, object],
) -> list[str]:
    """Return the warning about one number, [] where it is a figure."""
    here = places[str(values["id"])]
    named = _named(here.around, text)
    if any(_fits(quoted, figure) for figure in named or (*here.own, *here.around)):
        return []
    elsewhere = [f for place in places.values() for f in place.own if _fits(quoted, f)]
    if not named and any(figure.row and _says(text, figure.row) for figure in elsewhere):
        return []
    rows = [f for f in named if f.row and not f.whole]
    near = min(rows or here.own or here.around, key=lambda f: _distance(quoted[0], f), default=None)
    if near is None:
        return [view.say("own.stale.alone", **values)]
    return [view.say("own.stale.figure", near=near.text, place=_where(view, near), **values)]


def _named(figures: Sequence[Printed], text: str) -> list[Printed]:
    """Return the figures of the rows that a text names, those of the whole with them; else []."""
    every = {f.row for f in figures if f.row}
    rows = {row for row in every if _says(text, row)}
    others = every - rows
    if not rows:
        return []
    said = {s: not any(_says(s, row) for row in others) for s in {f.sentence for f in figures}}
    # a sentence that names another row too may be about either
    said |= {s: True for s in said if any(_says(s, row) for row in rows)}
    return [f for f in figures if f.row in rows or f.whole or (not f.row and said[f.sentence])]


def _says(text: str, name: str) -> bool:
    """Say whether a text names a row, whatever the case of its letters."""
    text, name = text.casefold(), name.casefold()
    # almost no row is named at all: looked at first, which is quick
    return name in text and bool(re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text))


def _fits(quoted: tuple[Decimal, int], figure: Printed) -> bool:
    """Say whether a figure, rounded as it is quoted, is the number, its sign aside."""
    value, places = quoted
    distance = abs(abs(value) - abs(figure.value))
    opposed = value < 0 < figure.value
    near = Decimal(1).scaleb(-places) / 2 if places < figure.decimals else Decimal(0)
    return distance <= near and not opposed


def _distance(value: Decimal, figure: Printed) -> Decimal:
    if value < 0:
        return abs(value - figure.value)
    return abs(value - abs(figure.value))


def _where(view: View, figure: Printed) -> str:
    """Return the row and column of a figure."""
    parts = [part for part in (figure.row, figure.column) if part]
    return view.say("words.comma").join(parts) or view.say("own.stale.prose")
