"""The themes of the summary in words: what to mend first, how sure, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from servqual.results import GapRow, Theme
from servqual.writer.exhibits.matrix import SURE
from servqual.writer.parts import Finding, Line
from servqual.writer.sentences import perception_ranks
from servqual.writer.sentences_summary import weak_rows
from servqual.writer.view import View

MOST_THEMES = 3
MOST_ITEMS = 3
MOST_TIES = 3


def listed_themes(view: View) -> Sequence[Theme]:
    """Return the themes that the summary names: three at most, of means no more than half."""
    rows = view.study.themes.rows
    return rows[: min(MOST_THEMES, len(rows) if view.kinds else len(rows) // 2)]


def theme_name(view: View, row: Theme) -> str:
    """Return the name of a theme, or of the dimension that takes its place."""
    if row.source == "dimension":
        return view.dimension(row.theme)
    return next(view.words(t.name) for t in view.instrument.themes if t.id == row.theme)


def theme_findings(view: View) -> list[Finding]:
    """Return the themes of the summary, each with its items; [] where there are none."""
    return [_finding(view, row) for row in listed_themes(view)]


def _finding(view: View, row: Theme) -> Finding:
    name = theme_name(view, row)
    more = _more(view, row)
    if row.n_clearly_large is None:
        detail = _mean_detail(view, row) if len(row.items) > 1 else ""
        return Finding(name, detail, lines=_unlike(name, _mean_lines(view, row)), more=more)
    said = [_extent(view, row), _mean(view, row), _quadrant(view, row), _weak(view, row)]
    lines = _unlike(name, _lines(view, row))
    return Finding(name, view.sentences(said), _chip(view, row), "shortfall", lines, more)


def _unlike(name: str, lines: list[Line]) -> list[Line]:
    """Return lines without the name of an only item that is called like its theme."""
    alone = len(lines) == 1 and lines[0].name == name
    return [replace(lines[0], name="")] if alone else lines


def _extent(view: View, row: Theme) -> str:
    """Return how many of the items fall short, and how sure that is."""
    chosen, large = len(row.items), row.n_clearly_large or 0
    sure = "large" if large == chosen else "open" if not large else "mixed"
    part = "all" if chosen == row.n_items else "some"
    key = f"sentences.theme.{sure}_{'only' if row.n_items == 1 else part}"
    values = {"chosen": view.count_word(chosen), "total": view.count_word(row.n_items)}
    text = view.say(key, n=chosen, large=view.count_word(large), sesoi=view.sesoi, **values)
    return text[:1].upper() + text[1:]


def _mean(view: View, row: Theme) -> str:
    """Return the figure that ranks a theme of several items."""
    if len(row.items) == 1:
        return ""
    return view.say("sentences.theme.mean_gap", gap=view.numbers.gap(row.mean))


def _quadrant(view: View, row: Theme) -> str:
    """Return how many of the items lie where importance is high and performance low."""
    if not row.n_concentrate_here:
        return ""
    places = [r for r in view.study.priorities.items if r.item in row.items]
    inside = [r for r in places if r.quadrant == "concentrate_here"]
    # where it was tested, only what is firm is said: the summary has no room for doubt
    sure = [r for r in inside if r.certainty in SURE]
    tested = any(r.certainty for r in places)
    n = len(sure) if tested else row.n_concentrate_here
    if not n:
        return ""
    quadrant = view.say("words.quadrant.concentrate_here")
    count = view.count_word(n)
    key = "quadrant_firm" if tested else "quadrant"
    text = view.say(f"sentences.theme.{key}", n=n, count=count, quadrant=quadrant)
    return text[:1].upper() + text[1:]


def _weak(view: View, row: Theme) -> str:
    """Return a warning where a dimension whose items say different things stands for a theme."""
    if row.source != "dimension":
        return ""
    weak = [r for r in weak_rows(view, row.kind) if r.dimension == row.theme]
    return "".join(
        view.say("sentences.theme.weak", value=view.numbers.alpha(r.coefficient)) for r in weak
    )


def _chip(view: View, row: Theme) -> str:
    """Return the certainty of a theme in a few words, from the verdicts of its items."""
    chosen, large = len(row.items), row.n_clearly_large or 0
    if 0 < large < chosen:
        return view.say("words.chip.theme.mixed", large=large, chosen=chosen)
    return view.say(f"words.chip.shortfall.{'clearly_large' if large else 'size_open'}")


def _lines(view: View, row: Theme) -> list[Line]:
    """Return the worst items of a theme, each with its gap and its rank by perception."""
    gaps = {r.id: r for r in view.study.gaps.items if r.kind == row.kind}
    ranks = perception_ranks(list(gaps.values()))
    return [_line(view, gaps[i], ranks) for i in row.items[:MOST_ITEMS]]


def _line(view: View, gap: GapRow, ranks: dict[str, int]) -> Line:
    numbers = view.numbers
    interval = numbers.interval(gap.ci_low, gap.ci_high)
    figure = view.say("sentences.theme.item", gap=numbers.gap(gap.gap), interval=interval)
    seen = view.say("sentences.theme.seen", of=numbers.mean(gap.mean_of), rank=ranks[gap.id])
    return Line(view.item(gap.id), figure, seen)


def _mean_detail(view: View, row: Theme) -> str:
    n = len(row.items)
    mean = view.numbers.mean(row.mean)
    return view.say("sentences.theme.mean", n=n, count=view.count_word(n), mean=mean)


def _mean_lines(view: View, row: Theme) -> list[Line]:
    """Return the lowest items of a theme with their means."""
    numbers = view.numbers
    lines = []
    for item in row.items[:MOST_ITEMS]:
        score = view.study.scores.row(item, row.kind)
        interval = numbers.interval(score.ci_low, score.ci_high, signed=False)
        figure = view.say(
            "sentences.theme.item_mean", mean=numbers.mean(score.mean), interval=interval
        )
        lines.append(Line(view.item(item), figure))
    return lines


def _more(view: View, row: Theme) -> str:
    """Return how many items of a theme are not listed, '' for none."""
    rest = len(row.items) - MOST_ITEMS
    if rest <= 0:
        return ""
    return view.say("sentences.theme.more", n=rest, count=view.count_word(rest))


def theme_notes(view: View) -> str:
    """Return which themes tie with the first, and the rule in a sentence; '' without themes."""
    rows = view.study.themes.rows
    if not listed_themes(view):
        return ""
    total = view.numbers.count(len(view.instrument.items))
    rule = view.say(f"sentences.theme.{_rule_key(view)}", total=total)
    return view.sentences([_ties(view, rows), rule])


def theme_rule(view: View) -> str:
    """Return the whole rule for the methods appendix; '' without themes."""
    if not listed_themes(view):
        return ""
    source = view.say(f"methods.themes_{view.study.themes.rows[0].source}")
    rule = view.say("methods.themes_gaps" if view.kinds else "methods.themes_means")
    return view.sentences([source, rule, view.say("methods.themes_ties")])


def _rule_key(view: View) -> str:
    source = view.study.themes.rows[0].source
    return f"rule_{source}" if view.kinds else f"rule_{source}_mean"


def _ties(view: View, rows: Sequence[Theme]) -> str:
    """Return which themes the paired difference cannot tell from the first."""
    compared = [row for row in rows if row.tied is not None]
    tied = [row for row in compared if row.tied]
    first = view.quoted(theme_name(view, rows[0]))
    if not tied:
        return view.say("sentences.theme.alone", first=first) if compared else ""
    names = view.listed([view.quoted(theme_name(view, row)) for row in tied[:MOST_TIES]])
    if len(tied) > MOST_TIES:
        count = view.count_word(len(tied))
        return view.say("sentences.theme.tie_many", first=first, names=names, count=count)
    return view.say("sentences.theme.tie", n=len(tied), first=first, names=names)
