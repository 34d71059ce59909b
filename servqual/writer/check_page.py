"""A check as one HTML file without scripts: the terminal's content with small charts beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from servqual import __version__
from servqual._files import data_folder, read_bytes
from servqual.instrument import Scale
from servqual.results.check import ColumnUse
from servqual.settings import ReportOptions
from servqual.texts import fill
from servqual.writer.check_words import CheckWords
from servqual.writer.html import render
from servqual.writer.page import digest, stylesheet

BAR_WIDTH, BAR_HEIGHT = 84, 22  # of the chart of one column's answers, in its own units
CURVE_WIDTH, CURVE_HEIGHT = 1000, 100
# shares of missing answers at which the ground of a cell becomes darker
HEAT = (0.05, 0.10, 0.25)


@dataclass(frozen=True)
class Bar:
    """One bar of a chart, in the chart's own units."""

    x: float
    y: float
    width: float
    height: float
    empty: bool = False


def render_check(words: CheckWords) -> str:
    """Return a check as one self-contained HTML page.

    The page holds counts and headings, never an answer of one person. It has no script, and its
    Content-Security-Policy lets it load nothing. The same check gives the same text.

    Raises
    ------
    SettingsError
        The language has no texts.
    """
    style = _style(words)
    sections = [section for section in _sections(words) if section["show"]]
    context: dict[str, Any] = {
        "w": words,
        "say": words.say,
        "language": fill(words.language, "numbers.lang", {}),
        "policy": f"default-src 'none'; style-src {digest(style)}; base-uri 'none'; "
        "form-action 'none'",
        "style": style,
        "sections": sections,
        "made_by": words.say("made_by", version=__version__),
        "charts": {c.letter: answer_bars(c) for c in words.found.ratings if any(c.counts.values())},
        "curve": stop_curve(words),
        "heat": heat_step,
        "items": _items(words),
        "bar_box": f"0 0 {BAR_WIDTH} {BAR_HEIGHT}",
        "curve_box": f"0 0 {CURVE_WIDTH} {CURVE_HEIGHT}",
    }
    return render("check.html.j2", context)


def _style(words: CheckWords) -> str:
    form = words.found.questionnaire
    scale = form.scale if form else Scale(min=words.found.scale[0], max=words.found.scale[1])
    own = data_folder("reports") / "styles" / "check" / "check.css"
    house = stylesheet([], scale, ReportOptions(language=words.language))
    return f"{house}\n{read_bytes(own, 'stylesheet').decode('utf-8')}"


def _sections(words: CheckWords) -> list[dict[str, Any]]:
    """Return the parts of the page in order, each with whether it has anything to show."""
    found = words.found
    rated = bool(found.ratings and found.respondents)
    shown = {
        "first": bool(not found.faults and words.to_look_at),
        "faults": found.verdict in ("faults", "unreadable"),
        "next": True,
        "message": found.verdict == "nothing",
        "read": True,
        "answers": rated and bool(words.batteries),
        "missing": rated and bool(words.batteries),
        "careless": found.quality is not None,
        "personal": bool(found.columns),
        "used": bool(found.columns),
        "decided": bool(words.decided),
    }
    titles = {name: words.say(f"part.{name}") for name in shown if name != "next"}
    titles["next"] = words.say("next.title")
    return [
        {"id": name, "title": titles[name], "nav": words.say(f"nav.{name}"), "show": show}
        for name, show in shown.items()
    ]


def _items(words: CheckWords) -> list[tuple[str, list[ColumnUse | None]]]:
    """Return each item with its column in every set of ratings, in the questionnaire's order."""
    form = words.found.questionnaire
    place = {(c.item, c.battery): c for c in words.found.ratings if c.counts}
    ids = form.item_ids if form else []
    rows = [(i, [place.get((i, name)) for name in words.batteries]) for i in ids]
    return [(item, columns) for item, columns in rows if any(columns)]


def answer_bars(column: ColumnUse) -> list[Bar]:
    """Return how often each answer was given as bars, lowest answer first.

    An answer that nobody gave is a flat mark, so that the whole scale can be seen.
    """
    counts = list(column.counts.values())
    step, most = BAR_WIDTH / len(counts), max(counts)
    gap = min(2.0, step / 4)
    bars = []
    for place, n in enumerate(counts):
        height = max(2.0, BAR_HEIGHT * n / most) if n else 1.5
        x, y = round(place * step, 2), round(BAR_HEIGHT - height, 2)
        bars.append(Bar(x, y, round(step - gap, 2), round(height, 2), empty=not n))
    return bars


def stop_curve(words: CheckWords) -> str:
    """Return the drop-off as the path of an area, one step per rating column; '' for none."""
    stops = words.found.stops
    if not stops:
        return ""
    step = CURVE_WIDTH / len(stops)
    path = [f"M0 {CURVE_HEIGHT}"]
    for place, row in enumerate(stops):
        y = round(CURVE_HEIGHT * (1 - row.reached / stops[0].reached), 2)
        path.append(f"L{round(place * step, 2):g} {y:g}H{round((place + 1) * step, 2):g}")
    return "".join([*path, f"V{CURVE_HEIGHT}Z"])


def heat_step(share: float) -> str:
    """Return the step of a cell's ground by its share of missing answers, '' for few.

    Examples
    --------
    >>> heat_step(0.02), heat_step(0.05), heat_step(0.4)
    ('', 'low-1', 'low-3')
    """
    steps = sum(round(share, 2) >= limit for limit in HEAT)  # as the percentage is printed
    return f"low-{steps}" if steps else ""
