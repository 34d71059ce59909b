"""What every figure shares: colours, text that plotly cannot misread, widths of words, rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape as escape_html
from typing import Any

from servqual._files import data_folder, read_toml
from servqual.writer.parts import Tone

WIDE, NARROW = 740, 316  # nominal widths in pixels: the column of a page, a phone of 360
FONT, SMALL_FONT = 13, 12
NARROW_LETTERS, WIDE_LETTERS = " iljtfrI.,;:'|!()[]-", "mwMW@%…—"
LONGEST = 400  # letters of a text that are broken into lines
WHOLE = 12  # lines of a hover box, more than any sensible name or wording takes


@cache
def tokens() -> dict[str, Any]:
    """Return the colours and fonts of ``reports/styles/tokens.toml``."""
    return read_toml(data_folder("reports") / "styles" / "tokens.toml", "token file")


def font(language: str) -> str:
    """Return the font stack of a language."""
    fonts = tokens()["font"]
    return str(fonts.get(language, fonts["sans"]))


def colour(name: str) -> str:
    """Return a colour by its meaning."""
    return str(tokens()["colour"][name])


def tone_colour(tone: Tone) -> str:
    """Return the colour of a tone; text without one is ink."""
    return colour(tone if tone in ("shortfall", "surplus", "small", "muted") else "ink")


def escape(text: str) -> str:
    """Return text in which plotly finds no tag and no entity; hidden direction marks go."""
    if not text.replace("\u00a0", "").isprintable():
        text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf"))
    return escape_html(text, quote=False)


def width_of(text: str, size: float = FONT) -> float:
    """Return about how many pixels a line of text takes."""
    return size * sum(map(_letter, text))


@cache
def _letter(c: str) -> float:
    """Return about how wide a character is, as a share of the size of its font."""
    if unicodedata.east_asian_width(c) in ("W", "F"):
        return 1.0
    if c in NARROW_LETTERS:
        return 0.36
    return 0.95 if c in WIDE_LETTERS else 0.78 if c.isupper() else 0.61


def lines(
    text: str, pixels: float, size: float = FONT, most: int = 2, *, tail: bool = False
) -> list[str]:
    """Break text into at most ``most`` lines of a width; an ellipsis stands for what is left over.

    With ``tail`` the last line shows how the text ends: long names of one series often differ only
    there.
    """
    found = _all_lines(text, pixels, size)
    if len(found) <= most:
        return list(found) or [""]
    if tail:
        end = next(
            text[k:].lstrip()
            for k in range(len(text))
            if width_of("…" + text[k:], size) <= pixels or k == len(text) - 1
        )
        return [*found[: most - 1], "…" + end]
    last = found[most - 1]
    while len(last) > 1 and width_of(last.rstrip() + "…", size) > pixels:
        last = last[:-1]
    return [*found[: most - 1], last.rstrip(" ,;:，、；：") + "…"]


@lru_cache(maxsize=4096)  # the exhibits of every group have the same words
def _all_lines(text: str, pixels: float, size: float) -> tuple[str, ...]:
    """Break text into as many lines of a width as it takes."""
    whole = text[:LONGEST]
    if width_of(whole, size) <= pixels:
        return (whole.rstrip(),) if whole.strip() else ()
    found, line = [], ""
    for word in _words(text):
        if line and width_of(line + word.rstrip(), size) > pixels:
            found.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
        while width_of(line.rstrip(), size) > pixels and len(line) > 4:
            cut = next(
                k for k in range(len(line), 0, -1) if width_of(line[:k], size) <= pixels or k == 1
            )
            found.append(line[:cut])
            line = line[cut:]
    found.append(line.rstrip())
    return tuple(part for part in found if part)


def _words(text: str) -> list[str]:
    """Split text where a line may break: after spaces, and around every wide character."""
    parts, word = [], ""
    for c in text[:LONGEST]:
        wide = unicodedata.east_asian_width(c) in ("W", "F")
        if wide and word:
            parts.append(word)
            word = ""
        word += c
        if c == " " or wide:
            parts.append(word)
            word = ""
    return [*parts, word] if word else parts


@lru_cache(maxsize=4096)  # a name and a wording stand in the boxes of every group
def broken(text: str, pixels: float, size: float = FONT, most: int = 2) -> str:
    """Return text for plotly, escaped, its lines joined by breaks."""
    return "<br>".join(escape(line) for line in lines(text, pixels, size, most))


def hover(*parts: str) -> str:
    """Return the text of a hover box: a bold first line, then one line per part."""
    head, *rest = [p for p in parts if p]
    return "<br>".join(
        [f"<b>{broken(head, 300, most=WHOLE)}</b>", *(broken(p, 320, most=WHOLE) for p in rest)]
    )


@dataclass(frozen=True)
class Row:
    """One row of a chart: label at its left, a bold number and quiet words at its right."""

    label: str
    number: str
    quiet: str
    tone: Tone
    hover: str
    strong: bool = False
    tail: bool = False  # a label that is too long shows its end


def annotation(text: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    """Return a text without arrow; x in paper units, y in data units by default."""
    plain = {"text": text, "x": x, "y": y, "xref": "paper", "yref": "y", "showarrow": False}
    return plain | {"font": {"size": FONT, "color": colour("ink")}, "borderpad": 0} | more


def row_layout(
    rows: Sequence[Row], *, narrow: bool, heads: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Return margins, height, y axis and annotations of a chart with one row per entry.

    Wide: labels stand left of the plot and numbers right of it. Narrow: both stand above the marks,
    so that the plot keeps the whole width of a phone.
    """
    return _narrow_rows(rows) if narrow else _wide_rows(rows, heads)


def _y_axis(n: int, above: float = 0.0) -> dict[str, Any]:
    return {
        "range": [n - 0.5, -0.5 - above],
        "visible": False,
        "fixedrange": True,
        "zeroline": False,
    }


def _label(row: Row, text: str) -> str:
    return f"<b>{text}</b>" if row.strong else text


def _wide_rows(rows: Sequence[Row], heads: tuple[str, str]) -> dict[str, Any]:
    left = min(212.0, max(width_of(r.label) for r in rows) + 8)
    numbers = max([width_of(r.number) for r in rows] + [30]) + 24
    right = numbers + max([width_of(r.quiet, SMALL_FONT) for r in rows] + [0]) + 8
    texts = [lines(r.label, left, tail=r.tail) for r in rows]
    wraps = any(len(t) > 1 for t in texts)
    each = (40 if wraps else 34) if len(rows) <= 8 else 34 if wraps else 27
    notes: list[dict[str, Any]] = []
    for k, (row, text) in enumerate(zip(rows, texts, strict=True)):
        label = "<br>".join(escape(t) for t in text)
        notes.append(
            annotation(_label(row, label), 0, k, xanchor="right", xshift=-14, align="right")
        )
        bold = {"size": FONT, "color": tone_colour(row.tone)}
        notes.append(
            annotation(f"<b>{row.number}</b>", 1, k, xanchor="right", xshift=numbers, font=bold)
        )
        quiet = {"size": SMALL_FONT, "color": colour("muted")}
        notes.append(annotation(row.quiet, 1, k, xanchor="left", xshift=numbers + 10, font=quiet))
    for head, anchor, shift in zip(heads, ("right", "left"), (numbers, numbers + 10), strict=True):
        if head:
            small = {"size": SMALL_FONT, "color": colour("muted")}
            at = {
                "yref": "paper",
                "yanchor": "bottom",
                "yshift": 2,
                "xanchor": anchor,
                "xshift": shift,
            }
            notes.append(annotation(escape(head), 1, 1, font=small, **at))
    margin = {"l": left + 22, "r": right + 14, "t": 34, "b": 8}
    return {
        "height": len(rows) * each + 42,
        "margin": margin,
        "yaxis": _y_axis(len(rows)),
        "annotations": notes,
        "showlegend": False,
    }


def _narrow_rows(rows: Sequence[Row]) -> dict[str, Any]:
    notes: list[dict[str, Any]] = []
    room = NARROW - max(width_of(r.number, 14) for r in rows) - 22
    texts = [lines(r.label, room, 14, tail=r.tail) for r in rows]
    each = 80 if any(len(t) > 1 for t in texts) else 66
    # a first label of two lines needs room below the axis that stands at the top
    room_above = 14 if len(texts[0]) > 1 else 0
    for k, (row, text) in enumerate(zip(rows, texts, strict=True)):
        label = "<br>".join(escape(t) for t in text)
        # words stand on paper, so that no line of the axis runs through them
        ground = {"bgcolor": colour("paper")}
        above = {"yanchor": "bottom", "yshift": 11} | ground
        ink, bold = (
            {"size": 14, "color": colour("ink")},
            {"size": 14, "color": tone_colour(row.tone)},
        )
        notes.append(
            annotation(_label(row, label), 0, k, xanchor="left", align="left", font=ink, **above)
        )
        notes.append(annotation(f"<b>{row.number}</b>", 1, k, xanchor="right", font=bold, **above))
        quiet = {"size": SMALL_FONT, "color": colour("muted")}
        notes.append(
            annotation(
                row.quiet, 1, k, xanchor="right", yanchor="top", yshift=-9, font=quiet, **ground
            )
        )
    return {
        "height": len(rows) * each + 40 + room_above,
        "margin": {"l": 8, "r": 8, "t": 30, "b": 8},
        "yaxis": _y_axis(len(rows), room_above / each),
        "annotations": notes,
        "showlegend": False,
    }


def scale_axis(start: float, end: float, *, step: float = 1) -> dict[str, Any]:
    """Return an x axis above the plot with a hairline at every multiple of a step."""
    first, last = int(-(-start // step)), int(end // step)
    ticks = [k * step for k in range(first, last + 1)]
    return {
        "range": [start, end],
        "tickvals": ticks,
        "side": "top",
        "fixedrange": True,
        "gridcolor": colour("hair"),
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": SMALL_FONT, "color": colour("muted")},
    }
