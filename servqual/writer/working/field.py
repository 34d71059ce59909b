"""Fieldwork in words of one language: how many answered, when and where; never what."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from servqual.results.fieldwork import FieldBurst, FieldGroup, Fieldwork, Outlook
from servqual.writer.parts import Cell, Column, Exhibit, Table, Tone
from servqual.writer.working.names import Names
from servqual.writer.working.paper import Bar, Chart, Paper, Part, Sheet, day_bars, progress_strip
from servqual.writer.working.stops import stops_sheet

MOST_DAYS_TOLD = 14
MOST_DAYS_DRAWN = 120
MOST_BURSTS = 12
MOST_NAMED = 5
SATURDAY = 5
TONES: dict[str, Tone] = {"met": "surplus", "on_course": "", "open": "muted", "behind": "shortfall"}
COVER = {"met": "ready", "on_course": "ready", "behind": "faults"}


def field_paper(found: Fieldwork, language: str) -> Paper:
    """Return fieldwork as a working paper, marked as interim.

    Raises
    ------
    SettingsError
        The language has no texts.
    """
    names = Names(found.instrument, language, "field", found.confidence)
    parts = [_now(names, found)]
    if found.days:
        parts.append(_days(names, found))
    parts += [_groups(names, found, column) for column in found.columns]
    if found.stops:
        title, nav = names.say("stops.title"), names.say("stops.nav")
        parts.append(Part("stops", title, nav, sheets=[stops_sheet(names, found.stops)]))
    if found.days:
        parts.append(_bursts(names, found))
    interim = [names.say("interim.text")]
    parts.append(Part("interim", names.say("interim.title"), names.say("interim.nav"), interim))
    if decided := names.notes(found.notes):
        title, nav = names.common("decided"), names.common("decided_nav")
        parts.append(Part("decided", title, nav, listed=decided))
    return Paper(
        kicker=names.say("kicker"),
        title=_title(names, found),
        line=_line(names, found),
        parts=parts,
        language=language,
        scale=found.instrument.scale,
        status="interim",
        mark_note=names.say("mark_note"),
        tone=COVER.get(found.everybody.course, "look"),
    )


def _title(names: Names, found: Fieldwork) -> str:
    all_ = found.everybody
    over = all_.outlook is not None and not all_.outlook.days_left
    key = "closed" if over and all_.course == "behind" else all_.course or "plain"
    quota = names.numbers.count(all_.quota or 0)
    return names.say(f"title.{key}", n=all_.n, count=names.numbers.count(all_.n), quota=quota)


def _line(names: Names, found: Fieldwork) -> str:
    line = names.say("line", file=found.file, n=names.numbers.count(found.everybody.n))
    day = names.numbers.date(found.day)
    return names.say("line_day", line=line, day=day) if day else line


# -- where it stands -------------------------------------------------------------------------------


def _now(names: Names, found: Fieldwork) -> Part:
    now = replace(names, part="field.now")
    says = [*_warnings(now, found)]
    outlook = found.everybody.outlook
    if outlook is not None and outlook.days_left:
        says.append(now.say("how_expected", confidence=names.coverage))
    if found.everybody.margin is not None:
        score = names.many(found.score)
        says.append(now.say("how_margin", confidence=names.coverage, score=score))
    facts = [(now.say(key), text) for key, text in _facts(now, found) if text]
    return Part("now", now.say("title"), now.say("nav"), says, facts)


def _facts(now: Names, found: Fieldwork) -> list[tuple[str, str]]:
    all_, numbers = found.everybody, now.numbers
    answers = numbers.count(all_.n)
    if all_.n_last_week is not None:
        answers = now.say("answers_week", n=answers, week=numbers.count(all_.n_last_week))
    asked = ""
    if all_.invited and all_.response is not None:
        share = numbers.percent(all_.response)
        asked = now.say("invited_text", invited=numbers.count(all_.invited), share=share)
    facts = [("answers", answers), ("invited", asked)]
    if found.ineligible:
        facts.append(("ineligible", numbers.count(found.ineligible)))
    facts.append(("period", _period(now, found)))
    if all_.outlook is not None:
        facts += _expected(now, all_.outlook)
    return [*facts, ("margin", _margin(now, all_))]


def _period(now: Names, found: Fieldwork) -> str:
    start, end = (now.numbers.date(day) for day in (found.start, found.end))
    if not (start or end):
        return ""
    key = "period_text" if start and end else "period_open" if start else "period_until"
    period = now.say(key, start=start, end=end)
    outlook = found.everybody.outlook
    if outlook is None:
        return period
    left = now.say("left", n=outlook.days_left) if outlook.days_left else now.say("over")
    return now.say("period_left", period=period, left=left)


def _expected(now: Names, outlook: Outlook) -> list[tuple[str, str]]:
    numbers = now.numbers
    pace = now.say("pace_text", pace=numbers.fixed(outlook.per_day, 1), n=outlook.days)
    if not outlook.days_left:
        return [("pace", pace)]
    total, low, high = (numbers.count(x) for x in (outlook.total, outlook.low, outlook.high))
    return [
        ("pace", pace),
        ("expected", now.say("expected_text", total=total, low=low, high=high)),
    ]


def _margin(now: Names, all_: FieldGroup) -> str:
    if all_.margin is None:
        return ""
    values = {"margin": now.numbers.mean(all_.margin), "n": now.numbers.count(all_.n)}
    outlook = all_.outlook
    if outlook is None or not outlook.days_left or all_.margin_close is None:
        return now.say("margin_now", **values)
    close = now.numbers.mean(all_.margin_close)
    return now.say("margin_both", close=close, total=now.numbers.count(outlook.total), **values)


def _warnings(now: Names, found: Fieldwork) -> list[str]:
    """Return what somebody should look at."""
    counted = {"silent": found.days_silent, "undated": found.undated, "outside": found.outside}
    says = [now.say(key, n=n) for key, n in counted.items() if n]
    short = [row for row in found.groups if row.quota and row.course != "met"]
    if short and found.everybody.course == "met":
        says.append(now.say("short", n=len(short), groups=_named(now, short)))
    if not found.days:
        says.append(now.say("no_times"))
    elif not found.end:
        says.append(now.say("no_end"))
    elif found.everybody.outlook is None:
        says.append(now.say("early"))
    return says


# -- days ------------------------------------------------------------------------------------------


def _days(names: Names, found: Fieldwork) -> Part:
    days = replace(names, part="field.days")
    drawn, told = found.days[-MOST_DAYS_DRAWN:], found.days[-MOST_DAYS_TOLD:]
    numbers, most = names.numbers, max(row.n for row in found.days)
    table = Table(
        days.say("caption"),
        [Column(days.say("day"), "text"), Column(days.say("n")), Column(days.say("so_far"))],
        [
            [Cell(numbers.date(r.day)), Cell(numbers.count(r.n)), Cell(numbers.count(r.so_far))]
            for r in told
        ],
    )
    says = [days.say("recent", n=len(drawn))] if len(drawn) < len(found.days) else []
    base = days.say("last", n=len(told)) if len(told) < len(drawn) else ""
    exhibit = Exhibit(
        "exhibit-days", days.say("title"), days.say("how"), table=table, says=says, base=base
    )
    alt = days.say(
        "alt",
        n=numbers.count(sum(row.n for row in found.days)),
        days=numbers.count(len(found.days)),
        most=numbers.count(most),
    )
    quiet = {k: _weekend(row.day) for k, row in enumerate(drawn)}
    ends = (numbers.date(drawn[0].day), numbers.date(drawn[-1].day))
    chart = Chart(day_bars([row.n for row in drawn], quiet), alt, ends)
    return Part("days", days.say("title"), days.say("nav"), sheets=[Sheet(exhibit, chart)])


def _weekend(day: str) -> bool:
    return datetime.date.fromisoformat(day).weekday() >= SATURDAY


# -- groups ----------------------------------------------------------------------------------------


def _groups(paper: Names, found: Fieldwork, column: str) -> Part:
    """Return the groups of a column against their targets; columns without content are left out."""
    names, rows = replace(paper, part="field.groups"), found.of(column)
    label = names.column(column)
    cells = [_group_cells(names, row) for row in rows]
    keys = [key for key in cells[0] if key == "group" or any(c[key].text for c in cells)]
    drawn = any(row.quota for row in rows)
    table = Table(
        names.say("caption", column=names.inside(label)),
        [
            Column(names.say(key), "text" if key in ("group", "course") else "number")
            for key in keys
        ],
        [[c[key] for key in keys] for c in cells],
        dense=drawn,
    )
    most = max([*(row.n for row in rows), *(row.quota or 0 for row in rows)])
    shown = [key for key in ("expected", "margin") if key in keys]
    how = [names.say(f"how_{key}", confidence=names.coverage) for key in shown]
    blank = "" if names.language == "zh" else " "
    how = [blank.join([names.say("how"), *how])]
    title = names.say("title", column=names.inside(label))
    exhibit = Exhibit(
        f"exhibit-group-{found.columns.index(column) + 1}",
        title,
        table=table,
        says=_remarks(names, rows, found.min_cell),
    )
    strips = [_progress(row, most) for row in rows] if drawn else []
    sheet = Sheet(
        exhibit, strips=strips, strip_head=names.say("strip"), strip_how=names.say("strip_how")
    )
    return Part(f"group-{found.columns.index(column) + 1}", title, title, how, sheets=[sheet])


def _group_cells(names: Names, row: FieldGroup) -> dict[str, Cell]:
    """Return one group as cells by heading, '' for what is not known."""
    numbers, outlook = names.numbers, row.outlook

    def count(n: int | None) -> Cell:
        return Cell("" if n is None else numbers.count(n))

    expected = ""
    if outlook is not None and outlook.days_left:
        total, low, high = (numbers.count(x) for x in (outlook.total, outlook.low, outlook.high))
        expected = f"{total} {numbers.limits(low, high)}"
    return {
        "group": Cell(row.group or names.common("not_stated")),
        "n": count(row.n),
        "week": count(row.n_last_week),
        "invited": count(row.invited),
        "response": Cell("" if row.response is None else numbers.percent(row.response)),
        "quota": count(row.quota),
        "of_quota": Cell(numbers.percent(row.n / row.quota) if row.quota else ""),
        "expected": Cell(expected),
        "course": Cell(
            replace(names, part="field").say(f"course.{row.course}") if row.course else "",
            TONES.get(row.course, ""),
        ),
        "margin": Cell("" if row.margin_close is None else f"±{numbers.mean(row.margin_close)}"),
    }


def _remarks(names: Names, rows: Sequence[FieldGroup], cell: int) -> list[str]:
    """Return which answers belong to no target, and which groups a report would hide."""
    says = []
    strangers = [row for row in rows if row.n and row.quota is None and row.invited is None]
    if strangers and len(strangers) < len(rows):
        groups = _named(names, strangers)
        says.append(names.say("strangers", n=sum(row.n for row in strangers), groups=groups))
    small = [r for r in rows if r.outlook is not None and r.outlook.high < cell]
    if small:
        values = {"n": len(small), "groups": _named(names, small), "cell": cell}
        says.append(names.say("below_cell", **values))
    return says


def _named(names: Names, rows: Sequence[FieldGroup]) -> str:
    shown = [row.group or names.common("not_stated") for row in rows[:MOST_NAMED]]
    return names.listed([*shown, *(["…"] if len(rows) > MOST_NAMED else [])])


def _progress(row: FieldGroup, most: int) -> Sequence[Bar]:
    expected = row.outlook.total if row.outlook is not None else 0
    return progress_strip(row.n, expected, row.quota or 0, most)


# -- bursts ----------------------------------------------------------------------------------------


def _bursts(paper: Names, found: Fieldwork) -> Part:
    names = replace(paper, part="field.bursts")
    title, nav = names.say("title"), names.say("nav")
    if not found.bursts:
        return Part("bursts", title, nav, [names.say("none")])
    shown = found.bursts[-MOST_BURSTS:]
    more = len(found.bursts) - len(shown)
    table = Table(
        names.say("caption"),
        [Column(names.say("when"), "text"), Column(names.say("n")), Column(names.say("seconds"))],
        [_burst_row(names, row) for row in shown],
    )
    says = [names.say("more", n=more)] if more else []
    exhibit = Exhibit("exhibit-bursts", title, names.say("how"), table=table, says=says)
    return Part("bursts", title, nav, sheets=[Sheet(exhibit)])


def _burst_row(names: Names, row: FieldBurst) -> list[Cell]:
    numbers = names.numbers
    when = f"{numbers.date(row.day)} {row.time}"
    return [Cell(when), Cell(numbers.count(row.n)), Cell(numbers.points(row.seconds))]
