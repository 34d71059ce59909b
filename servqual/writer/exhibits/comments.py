"""What people wrote about, what these people gave in the ratings, and how far coders agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servqual.disclosure import decimals
from servqual.results.comments import CoderAgreement, CommentTheme, WriterGap
from servqual.texts import fill
from servqual.writer.numbers import Numbers
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.view import View

TONES = {"praise": ("praise",), "criticism": ("criticism",), "mixed": ("mixed", "neutral")}
EVERYBODY = ""


def comment_exhibits(view: View) -> list[Exhibit]:
    """Return the exhibits about coded comments; [] where nobody coded any."""
    found = view.study.comments
    exhibits = []
    if any(row.shown for row in found.themes):
        exhibits.append(_themes(view))
    if found.gaps:
        exhibits.append(_gaps(view))
    if found.agreement:
        exhibits.append(_agreement(view))
    return exhibits


def theme_name(view: View, row: CommentTheme) -> str:
    """Return the name of a theme in the reader's language, else as the coder called it."""
    return row.name.get(view.language) or next(iter(row.name.values()), "") or row.theme


def _say(view: View, key: str, **values: object) -> str:
    return view.say(f"coding.exhibit.{key}", **values)


def _themes(view: View) -> Exhibit:
    """Return how many people wrote about each theme, and in which tone."""
    found, numbers = view.study.comments, view.numbers
    shown = [row for row in found.themes if row.shown]
    toned = any(row.tones for row in shown)
    columns = [Column(_say(view, name), "text") for name in ("theme", "dimension")]
    columns += [Column(_say(view, name)) for name in ("people", "share")]
    columns += [Column(_say(view, name)) for name in TONES if toned]
    rows = []
    for row in shown:
        known = row.dimension in view.instrument.dimension_ids
        cells = [
            Cell(theme_name(view, row)),
            Cell(view.dimension(row.dimension) if known else numbers.none),
            Cell(numbers.count(row.n or 0)),
            Cell(numbers.percent(row.share)),
        ]
        if toned:
            cells += [
                Cell(numbers.count(sum(row.tones.get(tone, 0) for tone in tones)))
                for tones in TONES.values()
            ]
        rows.append(cells)
    base = _say(
        view,
        "themes_base",
        people=numbers.count(found.n_people),
        comments=numbers.count(found.n_coded),
    )
    return Exhibit(
        id="exhibit-comment-themes",
        title=_say(view, "themes_title"),
        how=_say(view, "themes_how"),
        table=Table(_say(view, "themes_caption"), columns, rows),
        base=view.say("report.base", text=base),
        says=hidden_themes(view),
    )


def hidden_themes(view: View) -> list[str]:
    """Return how many themes are not shown, as a sentence; [] if all are."""
    found = view.study.comments
    n = sum(not row.shown for row in found.themes)
    return [_say(view, "hidden" if n < len(found.themes) else "all_hidden", n=n,
                 min_cell=found.min_cell)] if n else []  # fmt: skip


def _gaps(view: View) -> Exhibit:
    """Return the means of those who wrote about each theme, beside everybody."""
    found, numbers = view.study.comments, view.numbers
    kind = found.gaps[0].kind
    by_theme: dict[str, dict[tuple[str, str], WriterGap]] = {}
    for row in found.gaps:
        by_theme.setdefault(row.theme, {})[row.level, row.id] = row
    keys = list(by_theme[EVERYBODY])
    columns = [Column(_say(view, "theme"), "text"), Column(view.say("words.head.n"))]
    columns += [
        Column(_say(view, "overall") if level == "overall" else view.dimension(name))
        for level, name in keys
    ]
    names = {row.theme: theme_name(view, row) for row in found.themes}
    names[EVERYBODY] = _say(view, "everybody")
    signed = any(gap.name == kind for gap in view.instrument.gaps)
    rows = []
    for theme, means in by_theme.items():
        own = [means[key] for key in keys]
        rows.append(
            [
                Cell(names[theme], "strong" if theme == EVERYBODY else ""),
                Cell(numbers.count(min(row.n for row in own))),
                *(_mean(view, row, signed=signed) for row in own),
            ]
        )
    smallest = min(row.n for row in found.gaps if row.theme != EVERYBODY)
    base = _say(view, "gaps_base", n=numbers.count(smallest))
    limits = _say(view, "gaps_how_limits", confidence=view.confidence)
    name = view.kind(kind) if signed else view.battery_short(kind)
    how = [_say(view, "gaps_how", kind=view.inside(name)), limits]
    return Exhibit(
        id="exhibit-comment-gaps",
        title=_say(view, "gaps_title"),
        how=view.sentences(how),
        table=Table(_say(view, "gaps_caption"), columns, rows, dense=True),
        base=view.say("report.base", text=base),
    )


def _mean(view: View, row: WriterGap, *, signed: bool) -> Cell:
    """Return a mean as a cell; gaps are tinted from the smallest gap of interest on."""
    places = decimals(row.n) if row.theme != EVERYBODY else view.numbers.places
    if not signed:
        return Cell(view.numbers.fixed(row.mean, places))
    steps = min(int(abs(row.mean or 0.0) / view.study.sesoi), 3)
    side = "low" if (row.mean or 0.0) < 0 else "high"
    return Cell(view.numbers.gap(row.mean, places), heat=f"{side}-{steps}" if steps else "even")


def _agreement(view: View) -> Exhibit:
    """Return how far two coders agree on each code."""
    found, numbers = view.study.comments, view.numbers
    names = {row.theme: theme_name(view, row) for row in found.themes}
    table = agreement_table(found.agreement, names, view.language, view.confidence)
    n = found.agreement[0].n
    missing = any(row.ci_low is None for row in found.agreement)
    return Exhibit(
        id="exhibit-comment-agreement",
        title=_say(view, "agreement_title"),
        how=_say(view, "agreement_how"),
        table=table,
        base=view.say("report.base", text=_say(view, "agreement_base", n=numbers.count(n))),
        says=[_say(view, "only_one")] if missing else [],
    )


def agreement_table(
    agreement: Sequence[CoderAgreement], themes: Mapping[str, str], language: str, confidence: str
) -> Table:
    """Return how far two coders agree, themes by their names in a language."""

    def say(key: str, **values: object) -> str:
        return fill(language, f"coding.exhibit.{key}", values)

    numbers = Numbers(language)
    names = {**themes, "dimension": say("dimension_row"), "tone": say("tone_row")}
    columns = [
        Column(say("code"), "text"),
        Column(say("agreed")),
        Column(say("kappa")),
        Column(say("interval", confidence=confidence)),
    ]
    rows = [
        [
            Cell(names.get(row.code, row.code)),
            Cell(numbers.percent(row.agreement)),
            Cell(numbers.fixed(row.kappa, 2)),
            Cell(_limits(numbers, row)),
        ]
        for row in agreement
    ]
    return Table(say("agreement_caption"), columns, rows)


def _limits(numbers: Numbers, row: CoderAgreement) -> str:
    if row.ci_low is None:
        return numbers.none
    return numbers.limits(numbers.fixed(row.ci_low, 2), numbers.fixed(row.ci_high, 2))
