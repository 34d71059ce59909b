"""A check as lines for a terminal of any width: what to do first, then how it was found out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from servqual.cli.terminal import aligned, clean, cut, cut_inside, width, wrapped

if TYPE_CHECKING:
    from servqual.results.check import ColumnUse, Verdict
    from servqual.writer.check_words import CheckWords

WIDE = 100  # terminal columns from which on the columns of the survey are a table
LONGEST_HEADER, SHORTEST_HEADER = 40, 12
SHORTEST_WHY = 16
NARROW = 80  # from here on there is room for a bar
BAR, NARROW_BAR = 20, 12
MOST_STOPS = 15
MOST_ITEMS = 5
TONE: dict[Verdict, str] = {
    "ready": "good",
    "look": "look",
    "faults": "bad",
    "nothing": "look",
    "unreadable": "bad",
}


class Line(NamedTuple):
    """One line and the tone that it is shown in."""

    text: str = ""
    tone: str = ""


def check_lines(words: CheckWords, columns: int, *, all_columns: bool = False) -> list[Line]:
    """Return a check as lines of at most ``columns`` terminal columns."""
    found = words.found
    tone = TONE[found.verdict]
    lines = [Line(line, tone) for line in wrapped(clean(words.verdict), columns)]
    lines += _plain(words.explained, columns)
    lines += [*_stopping(words, columns), *_next(words, columns), *_facts(words, columns)]
    if not found.columns:
        return lines
    lines += [*_personal(words, columns), *_used(words, columns)]
    lines += _unused(words, columns, all_columns=all_columns)
    if words.batteries and found.respondents:
        lines += [*_answers(words, columns), *_missing(words, columns), *_stops(words, columns)]
    lines += [*_careless(words, columns), *_decided(words, columns)]
    return lines


def _head(title: str) -> list[Line]:
    return [Line(), Line(title, "head")]


def _plain(text: str, columns: int, first: str = "  ", rest: str = "  ") -> list[Line]:
    """Return a text from any source as wrapped lines."""
    return [Line(line) for line in wrapped(clean(text), columns, first, rest)]


def _listed(texts: Sequence[str], columns: int, *, numbered: bool = False) -> Iterator[Line]:
    for place, text in enumerate(texts, 1):
        mark = f"  {place}. " if numbered else "  - "
        yield from _plain(text, columns, mark, " " * len(mark))


def _stopping(words: CheckWords, columns: int) -> Iterator[Line]:
    """Yield what stops a reading, or what should be looked at."""
    found = words.found
    if found.faults:
        calm = found.verdict == "nothing"
        yield from _head(words.say("part.message" if calm else "part.faults"))
        for fault in found.faults:
            for part in fault.splitlines():
                indent = len(part) - len(part.lstrip())
                yield from _plain(part, columns, "  " + " " * indent, "    " + " " * indent)
    elif words.to_look_at:
        yield from _head(words.say("part.first"))
        yield from _listed(words.to_look_at, columns, numbered=True)


def _next(words: CheckWords, columns: int) -> Iterator[Line]:
    """Yield the commands to type next, which are never broken."""
    yield from _head(words.say("next.title"))
    for purpose, command in words.next_steps:
        yield from _plain(purpose, columns)
        yield Line(f"    {clean(command)}")


def _facts(words: CheckWords, columns: int) -> Iterator[Line]:
    yield from _head(words.say("part.read"))
    term_width = max(width(term) for term, _ in words.facts)
    for term, value in words.facts:
        before = f"  {term}{' ' * (term_width - width(term))}  "
        yield from _plain(value, columns, before, " " * len(before))


def _personal(words: CheckWords, columns: int) -> Iterator[Line]:
    yield from _head(words.say("part.personal"))
    if not words.personal:
        yield Line(f"  {words.say('text.personal_none')}")
        return
    yield from _plain(words.say("text.personal_how"), columns)
    names = [f"{column.letter} {cut(words.header(column), 40)}" for column in words.personal]
    yield from _plain(words.listed(names), columns)


# -- columns ---------------------------------------------------------------------------------------


def _used(words: CheckWords, columns: int) -> Iterator[Line]:
    used = words.found.used
    if used:
        yield from _head(words.say("part.used"))
        yield from _table(words, used, columns)


def _unused(words: CheckWords, columns: int, *, all_columns: bool) -> Iterator[Line]:
    unused = words.unused
    yield from _head(words.say("part.unused"))
    if not unused:
        yield Line(f"  {words.say('text.unused_none')}")
    elif all_columns:
        yield from _table(words, unused, columns)
    else:
        yield Line(f"  {words.say('text.unused_more', n=len(unused))}")
        yield from _listed(words.unused_by_reason, columns)


def _cells(words: CheckWords, column: ColumnUse) -> list[str]:
    answered = words.numbers.count(column.n_answered)
    missing = words.numbers.count(column.n_missing) if column.battery else ""
    role, why = column.role or "-", clean(words.why(column.reason))
    header = cut_inside(clean(words.header(column)), LONGEST_HEADER)
    return [column.letter, header, clean(role), answered, missing, words.range(column), why]


def _table(words: CheckWords, uses: Sequence[ColumnUse], columns: int) -> Iterator[Line]:
    """Yield columns of a survey as a table, or two lines each where there is no room for one."""
    keys = ("column", "header", "role", "answered", "missing", "range", "why")
    head = [words.say(f"head.{key}") for key in keys]
    rows = [_cells(words, column) for column in uses]
    fitting = _fitted([head, *rows], columns - 2) if columns >= WIDE else None
    if fitting is None:
        for column, row in zip(uses, rows, strict=True):
            yield from _two_lines(words, column, row, columns)
        return
    first, *others = aligned(fitting).splitlines()
    yield Line(f"  {first}", "quiet")
    yield from (Line(f"  {line}") for line in others)


def _fitted(rows: list[list[str]], room: int) -> list[list[str]] | None:
    """Return rows whose headings and reasons are broken or cut to fit, None if they cannot."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    free = room - sum(widths[2:6]) - widths[0] - 2 * (len(widths) - 1)
    why = min(widths[6], max(SHORTEST_WHY, free - widths[1]))
    header = free - why
    if header < SHORTEST_HEADER:
        return None
    fitted = []
    for row in rows:
        first, *more = wrapped(row[6], why)
        fitted.append([row[0], cut_inside(row[1], header), *row[2:6], first])
        fitted += [["", "", "", "", "", "", line] for line in more]
    return fitted


def _two_lines(
    words: CheckWords, column: ColumnUse, row: list[str], columns: int
) -> Iterator[Line]:
    letter, header, role, answered, missing, ends, why = row
    before = f"  {letter:<4}"
    room = columns - len(before) - width(role) - 3
    yield Line(f"{before}{cut_inside(header, max(SHORTEST_HEADER, room))} = {role}")
    parts = [f"{words.say('head.answered').lower()} {answered}"]
    parts += [f"{words.say('head.missing').lower()} {missing}"] if column.battery else []
    parts += [ends] if ends else []
    text = f"{words.listed(parts)}; {why}"
    yield from (Line(line.text, "quiet") for line in _plain(text, columns, "      ", "      "))


# -- answers ---------------------------------------------------------------------------------------


def _answers(words: CheckWords, columns: int) -> Iterator[Line]:
    yield from _head(words.say("part.answers"))
    yield from _listed(words.ranges, columns)


def _missing(words: CheckWords, columns: int) -> Iterator[Line]:
    """Yield missing answers by set of ratings and kind, then the items with most of them."""
    yield from _head(words.say("part.missing"))
    yield from _listed([words.missing_line(name) for name in words.batteries], columns)
    most = sorted(words.found.ratings, key=lambda column: -column.n_missing)[:MOST_ITEMS]
    rows = [
        [
            c.letter,
            cut_inside(clean(words.header(c)), LONGEST_HEADER),
            c.role,
            str(c.n_missing),
            share,
        ]
        for c in most
        if c.n_missing
        for share in [words.numbers.percent(words.share_missing(c))]
    ]
    if rows:
        yield Line(f"  {words.say('part.items')}")
        yield from (Line(cut(f"    {line}", columns)) for line in aligned(rows).splitlines())


def _stops(words: CheckWords, columns: int) -> Iterator[Line]:
    """Yield the drop-off: the columns after which somebody gave no answer, and who was left."""
    stops = words.found.stops
    yield from _head(words.say("part.stops"))
    if not words.early_stops:
        yield Line(f"  {words.say('text.stops_none')}")
        return
    kept = set(sorted(words.early_stops, key=lambda row: -row.stopped)[:MOST_STOPS])
    head = ["", words.say("head.header"), words.say("head.stopped"), words.say("head.reached"), ""]
    rows, room = [head], BAR if columns >= WIDE else NARROW_BAR if columns >= NARROW else 0
    for row in (*(row for row in words.early_stops if row in kept), stops[-1]):
        bar = "#" * round(room * row.reached / stops[0].reached)
        header = cut_inside(clean(row.header) or row.letter, 30 if columns >= WIDE else 16)
        stopped = "" if row is stops[-1] else words.numbers.count(row.stopped)
        rows.append([row.letter, header, stopped, words.share_reached(row), bar])
    yield from (Line(f"  {line}") for line in aligned(rows).splitlines())


# -- people ----------------------------------------------------------------------------------------


def _careless(words: CheckWords, columns: int) -> Iterator[Line]:
    if words.found.quality is None:
        return
    yield from _head(words.say("part.careless"))
    yield from _plain(words.say("text.careless_how"), columns)
    for flag in words.flagged:
        shown = "" if flag.counts else f" ({words.say('text.shown_only')})"
        text = f"{words.rule(flag)}: {words.say('says.people', n=flag.n)}, {words.share_of(flag)}"
        yield from _plain(text + shown, columns, "  - ", "    ")
    if words.careless_rest:
        yield Line(f"  - {words.careless_rest}")
    yield from _plain(" ".join(words.careless_says), columns)


def _decided(words: CheckWords, columns: int) -> Iterator[Line]:
    if words.decided:
        yield from _head(words.say("part.decided"))
        yield from _listed(words.decided, columns)


def last_word(words: CheckWords) -> str:
    """Return the message for standard error where a survey cannot be scored."""
    unreadable = words.found.verdict == "unreadable"
    return words.found.faults[0] if unreadable else f"{clean(words.verdict)}."
