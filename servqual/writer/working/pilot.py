"""A pilot in words of one language: what to do with each item, and the figures behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servqual.results.pilot import Pilot, PilotAlpha, PilotItem, PilotRating, Portion, Reason
from servqual.writer.parts import Cell, Column, Exhibit, Table, Tone
from servqual.writer.working.names import Names
from servqual.writer.working.paper import Bar, Paper, Part, Sheet, interval_strip
from servqual.writer.working.stops import stops_sheet

BENCHMARK_R = 0.30
LONG_MINUTES = 10
REMARKS = ("open", "wanted_ceiling")
TONES: dict[str, Tone] = {"keep": "muted", "reword": "strong", "drop": "shortfall"}


def pilot_paper(found: Pilot, language: str) -> Paper:
    """Return a pilot as a working paper, the advice first.

    Raises
    ------
    SettingsError
        The language has no texts.
    """
    names = Names(found.instrument, language, "pilot", found.confidence)
    parts = [_items(names, found), _answers(names, found), _reliability(names, found)]
    parts += [_time(names, found), _limits(names, found)]
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
        tone="ready" if len(found.advised("keep")) == len(found.items) else "look",
    )


def _title(names: Names, found: Pilot) -> str:
    keep, all_ = len(found.advised("keep")), len(found.items)
    if keep == all_:
        return names.say("title.all_keep", n=all_)
    return names.say("title.some", keep=keep, all=all_, change=all_ - keep)


def _line(names: Names, found: Pilot) -> str:
    values = {"n": found.n, "items": len(found.items), "title": names.title}
    line = names.say("line", file=found.file, **values)
    return names.say("line_ineligible", line=line, n=found.ineligible) if found.ineligible else line


# -- item by item ----------------------------------------------------------------------------------


def _items(names: Names, found: Pilot) -> Part:
    table = Table(
        names.say("items.caption"),
        [
            Column(names.say("items.item"), "text"),
            Column(names.say("items.advice"), "text"),
            Column(names.say("items.why"), "text"),
        ],
        [_item_row(names, found, row) for row in found.items],
    )
    changed = len(found.advised("keep")) < len(found.items)
    says = [names.say(f"says.{found.size}"), names.say("says.rules", confidence=names.coverage)]
    more = [names.say("says.reworded")] if changed else []
    exhibit = Exhibit("exhibit-items", names.say("items.title"), table=table, says=more)
    return Part(
        "items", names.say("items.title"), names.say("items.nav"), says, sheets=[Sheet(exhibit)]
    )


def _item_row(names: Names, found: Pilot, row: PilotItem) -> list[Cell]:
    blank = "" if names.language == "zh" else " "
    why = blank.join(_sentences(names, found, row))
    return [
        Cell(names.item(row.item), mark=names.number(row.item)),
        Cell(names.say(f"advice.{row.advice}"), TONES[row.advice]),
        Cell(why or names.say("items.nothing"), "" if why else "muted"),
    ]


def _sentences(names: Names, found: Pilot, row: PilotItem) -> Iterator[str]:
    """Yield a sentence for each reason; remarks of one kind share theirs."""
    for code in dict.fromkeys(reason.code for reason in row.reasons):
        reasons = [reason for reason in row.reasons if reason.code == code]
        values = [_values(names, found.rating(row.item, r.battery), r) for r in reasons]
        if code in REMARKS:
            parts = names.listed([names.say(f"reason.{code}_part", **each) for each in values])
            values = [{"parts": parts}]
        for each in values:
            text = names.say(f"reason.{code}", **each)
            yield f"{text[:1].upper()}{text[1:]}{_stop(names.language, text)}"


def _values(names: Names, row: PilotRating, reason: Reason) -> dict[str, str]:
    """Return the figures behind a reason."""
    share = {
        "cannot_answer": row.cannot,
        "unanswered": row.unanswered,
        "ceiling": row.top,
        "wanted_ceiling": row.top,
        "floor": row.bottom,
    }.get(reason.code)
    numbers = names.numbers
    return {
        "battery": names.inside(names.battery(reason.battery)),
        "n": numbers.count(share.n if share else row.n),
        "of": numbers.count(share.of if share else row.n),
        "r": numbers.coefficient(row.item_rest_r),
        "limits": numbers.alpha_interval(row.r_low, row.r_high),
    }


def _stop(language: str, text: str) -> str:
    """Return the sign that ends a sentence, '' where it has one."""
    if text.endswith(("?", "？", ".", "。")):
        return ""
    return "。" if language == "zh" else "."


# -- figures ---------------------------------------------------------------------------------------


def _answers(names: Names, found: Pilot) -> Part:
    batteries = list(dict.fromkeys(row.battery for row in found.ratings))
    sheets = [_answer_sheet(names, found, battery) for battery in batteries]
    title, nav = names.say("answers.section"), names.say("answers.nav")
    return Part("answers", title, nav, sheets=sheets)


def _answer_sheet(names: Names, found: Pilot, battery: str) -> Sheet:
    rows = [row for row in found.ratings if row.battery == battery]
    heads = ("n", "unanswered", "cannot", "top", "bottom", "r", "limits")
    columns = [names.say(f"answers.{head}", confidence=names.coverage) for head in heads]
    label = names.battery(battery)
    scale = found.instrument.scale_of(battery)
    table = Table(
        names.say("answers.title", battery=label),
        [Column(names.say("items.item"), "text"), *map(Column, columns)],
        [_answer_row(names, row) for row in rows],
        dense=True,
    )
    exhibit = Exhibit(
        f"exhibit-answers-{battery}",
        names.say("answers.title", battery=label),
        how=names.say("answers.how", confidence=names.coverage),
        table=table,
        base=names.say("answers.base", battery=label, low=scale.min, high=scale.max),
    )
    return Sheet(
        exhibit,
        strips=[_strip(row) for row in rows],
        strip_head=names.say("answers.strip"),
        strip_how=names.say("answers.strip_how"),
    )


def _answer_row(names: Names, row: PilotRating) -> list[Cell]:
    numbers = names.numbers

    def share(part: Portion | None) -> Cell:
        return Cell(numbers.none if part is None else names.counted(part.n, part.of))

    return [
        Cell(names.item(row.item), mark=names.number(row.item)),
        Cell(numbers.count(row.n)),
        *map(share, (row.unanswered, row.cannot, row.top, row.bottom)),
        Cell(numbers.coefficient(row.item_rest_r)),
        Cell(numbers.alpha_interval(row.r_low, row.r_high)),
    ]


def _strip(row: PilotRating) -> Sequence[Bar]:
    if row.item_rest_r is None or row.r_low is None or row.r_high is None:
        return ()
    return interval_strip(row.r_low, row.item_rest_r, row.r_high, BENCHMARK_R)


def _reliability(names: Names, found: Pilot) -> Part:
    heads = ("k", "n", "alpha", "limits")
    table = Table(
        names.say("reliability.title"),
        [
            Column(names.say("reliability.dimension"), "text"),
            Column(names.say("reliability.battery"), "text"),
            *(Column(names.say(f"reliability.{h}", confidence=names.coverage)) for h in heads),
        ],
        [_alpha_row(names, row) for row in found.alphas],
    )
    widths = [
        row.alpha_high - row.alpha_low
        for row in found.alphas
        if row.alpha_low is not None and row.alpha_high is not None
    ]
    width = names.numbers.coefficient(max(widths, default=0.0))
    exhibit = Exhibit(
        "exhibit-alpha",
        names.say("reliability.title"),
        how=names.say("reliability.how", confidence=names.coverage),
        table=table,
        says=[names.say("reliability.widest", width=width)] if len(widths) > 1 else [],
        base=names.say("reliability.base"),
    )
    title, nav = names.say("reliability.title"), names.say("reliability.nav")
    return Part("reliability", title, nav, sheets=[Sheet(exhibit)])


def _alpha_row(names: Names, row: PilotAlpha) -> list[Cell]:
    numbers = names.numbers
    limits = numbers.alpha_interval(row.alpha_low, row.alpha_high)
    return [
        Cell(names.dimension(row.dimension)),
        Cell(names.battery(row.battery)),
        Cell(numbers.count(row.k)),
        Cell(numbers.count(row.n)),
        Cell(numbers.coefficient(row.alpha)),
        Cell(names.say(f"reliability.{row.problem}") if row.problem else limits, "muted")
        if row.problem
        else Cell(limits),
    ]


def _time(names: Names, found: Pilot) -> Part:
    """Return how long it took and where people stopped."""
    time, facts, says = found.time, [], []
    if time is None:
        says.append(names.say("time.none"))
    else:
        length = {name: names.duration(getattr(time, name)) for name in ("lower", "upper")}
        middle = names.duration(time.median)
        text = names.say("time.median_text", median=middle, **length)
        per_rating = names.numbers.fixed(time.per_rating, 1)
        facts = [
            (names.say("time.median"), text),
            (names.say("time.per_rating"), names.say("time.per_rating_text", seconds=per_rating)),
            (names.say("time.known"), names.counted(time.n, found.n)),
        ]
        if time.median > 60 * LONG_MINUTES:
            says.append(names.say("time.long", minutes=LONG_MINUTES))
    sheets = [stops_sheet(names, found.stops)] if found.stops else []
    title, nav = names.say("time.title"), names.say("time.nav")
    return Part("time", title, nav, says, facts, sheets)


def _limits(names: Names, found: Pilot) -> Part:
    keys = ("factors", "quadrants", "gaps", "next")
    says = [names.say(f"limits.{key}", n=found.n) for key in keys]
    return Part("limits", names.say("limits.title"), names.say("limits.nav"), says)
