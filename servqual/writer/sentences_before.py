"""Sentences about changes since the wave before: what moved, which part of it, how sure."""

from __future__ import annotations

from servqual.results import WaveRow
from servqual.writer.view import View


def lead_measure(kind: str) -> str:
    """Return which figure leads: the gap, or the mean where there are no gaps."""
    return "gap" if kind else "mean"


def kinds_of(view: View) -> list[str]:
    """Return the kinds of gap that are compared, '' for means by themselves."""
    found = {row.kind for row in view.study.before.changes}
    return [gap.name for gap in view.kinds if gap.name in found] + ([""] if "" in found else [])


def sides_of(view: View, kind: str) -> dict[str, str]:
    """Return the two batteries behind a gap, by measure."""
    gap = next(gap for gap in view.instrument.gaps if gap.name == kind)
    return {"of": gap.of, "minus": gap.minus}


def label(view: View) -> str:
    """Return what the wave before is called, as part of a heading."""
    return view.study.before.label or view.say("before.label")


def was(view: View) -> str:
    """Return the same as one word in a legend."""
    return view.study.before.label or view.say("before.no_label")


def label_then(view: View) -> str:
    """Return where the figures of then come from, one line; '' for results at full precision."""
    before = view.study.before
    if before.decimals is None:
        return ""
    n = before.decimals
    slack = view.numbers.points(10.0**-n)
    return view.say("before.printed", file=before.file, n=n, slack=slack)


def change_sentence(view: View, row: WaveRow) -> str:
    """Return one change in words: then, now, difference with its interval."""
    gap = row.measure == "gap"
    key = f"before.sentence.{'gap' if gap else 'mean'}{'_alone' if row.ci_low is None else ''}"
    return view.say(key, name=view.label(row.level, row.id), **_values(view, row))


def _values(view: View, row: WaveRow) -> dict[str, str]:
    numbers = view.numbers
    shown = numbers.gap if row.measure == "gap" else numbers.mean
    return {
        "then": shown(row.then),
        "now": shown(row.now),
        "change": numbers.gap(row.change),
        "confidence": view.confidence,
        "interval": numbers.interval(row.ci_low, row.ci_high),
    }


def parts_sentence(view: View, row: WaveRow) -> str:
    """Return the change of a gap as that of perceptions minus that of expectations."""
    values: dict[str, str] = {}
    for measure, battery in sides_of(view, row.kind).items():
        part = _part(view, row, measure)
        if part is None:
            return ""
        name = view.battery_short(battery)
        values |= {
            measure: view.inside(name) if measure == "minus" else name,
            f"d_{measure}": moved(view, part),
        }
    return view.say("before.sentence.parts", **values)


def moved(view: View, row: WaveRow) -> str:
    """Return a change with its interval, alone where it has none."""
    change = view.numbers.gap(row.change)
    if row.ci_low is None:
        return change
    return f"{change} {view.numbers.interval(row.ci_low, row.ci_high)}"


def _part(view: View, row: WaveRow, measure: str) -> WaveRow | None:
    """Return the change of one of the two means behind a gap."""
    try:
        return view.study.before.row(row.id, measure, row.kind)
    except KeyError:
        return None


def verdict_of_change(view: View, row: WaveRow) -> str:
    """Return what a change may be taken for; a gap is held against the means that it is made of."""
    if row.lacks:
        suffix = "_mean" if row.measure == "mean" and row.lacks == "sd_then" else ""
        return view.say(f"before.verdict.{row.lacks}{suffix}")
    if row.measure != "gap":
        key = {"up": "mean_up", "down": "mean_down", "open": "open"}[row.direction]
        return view.say(f"before.verdict.{key}")
    of, minus = _ways(view, row)
    if row.direction == "open":
        both = f"_both_{of}" if of == minus != "open" else ""
        return view.say(f"before.verdict.open{both}")
    side = "shortfall" if row.then + row.now < 0 else "surplus"
    key = f"{row.direction}_{_kind_of_change(row, of, minus)}"
    return view.say(f"before.verdict.{side}.{key}")


def _ways(view: View, row: WaveRow) -> tuple[str, str]:
    """Return which way the two means behind a gap went."""
    of, minus = (_part(view, row, measure) for measure in ("of", "minus"))
    return of.direction if of else "open", minus.direction if minus else "open"


def _kind_of_change(row: WaveRow, of: str, minus: str) -> str:
    """Return whether a gap moved with what people received, or only with what they ask for."""
    if of == row.direction:
        return "real"
    if row.direction == "up":
        return "hollow" if minus == "down" else "open"
    return "asked" if minus == "up" else "open"


def overall_change(view: View, kind: str) -> str:
    """Return the change of the whole in words, its parts and what it may be taken for."""
    rows = view.study.before.of("overall", lead_measure(kind), kind)
    row = next((r for r in rows if r.id == "unweighted"), None)
    if row is None:
        stopped = view.study.before.has_break("overall", "unweighted")
        key = "no_overall" if stopped else "no_overall_printed"
        return view.say(f"before.sentence.{key}")
    parts = parts_sentence(view, row) if row.measure == "gap" else ""
    return view.sentences([change_sentence(view, row), parts, verdict_of_change(view, row)])


def dimension_count(view: View, kind: str) -> str:
    """Return which dimensions moved for certain, and for how many that cannot be shown."""
    rows = view.study.before.of("dimension", lead_measure(kind), kind)
    known = [row for row in rows if not row.lacks]
    if not known:
        whole = view.study.before.of("overall", lead_measure(kind), kind)
        # why there is no interval is said once
        said_already = any(row.lacks == rows[0].lacks for row in whole) if rows else True
        return "" if said_already else verdict_of_change(view, rows[0])
    said = [_moved_dimensions(view, known, way) for way in ("up", "down")]
    n_open = sum(row.direction == "open" for row in known)
    if n_open == len(known):
        said.append(view.say("before.count.open_all", total=view.count_word(len(known))))
    elif n_open:
        counts = {"count": view.count_word(n_open), "total": view.count_word(len(known))}
        said.append(view.say("before.count.open", n=n_open, **counts))
    return view.sentences(said)


def _moved_dimensions(view: View, rows: list[WaveRow], way: str) -> str:
    """Return which dimensions went one way, and which of them only by what people ask for."""
    moved_rows = [row for row in rows if row.direction == way]
    if not moved_rows:
        return ""
    prefix = "" if moved_rows[0].measure == "gap" else "mean_"
    names = [view.dimension_inside(row.id) for row in moved_rows]
    text = view.say(f"before.count.{prefix}{way}", n=len(names), names=view.listed(names))
    said = [text[:1].upper() + text[1:]]
    if not prefix:
        key = "hollow" if way == "up" else "asked"
        some = [r for r in moved_rows if _kind_of_change(r, *_ways(view, r)) == key]
        names = [view.dimension_inside(row.id) for row in some]
        said += [view.say(f"before.count.{key}", names=view.listed(names))] if names else []
    return view.sentences(said)


def item_count(view: View, kind: str) -> str:
    """Return how many items moved for certain; '' where none has an interval."""
    rows = [r for r in view.study.before.of("item", lead_measure(kind), kind) if not r.lacks]
    if not rows:
        return ""
    up, down = (sum(r.direction == way for r in rows) for way in ("up", "down"))
    if not up + down:
        return view.say("before.count.items_none", total=len(rows))
    return view.say("before.count.items", total=len(rows), up=up, down=down)


def summary_line(view: View) -> str:
    """Return the one line about the wave before that the summary holds."""
    before = view.study.before
    if not before:
        return view.say("report.summary.no_comparison")
    head = view.say("before.summary.head", label=label(view))
    scale = next((b for b in before.breaks if b.level == "all" and not b.compared), None)
    if scale is not None:
        return head + view.say("before.summary.scale", then=scale.then, now=scale.now)
    kind = next(iter(kinds_of(view)), "")
    rows = before.of("overall", lead_measure(kind), kind)
    row = next((r for r in rows if r.id == "unweighted"), None)
    if row is None:
        return head + view.say("before.summary.parts", nav=view.say("before.nav"))
    key = f"{'overall' if kind else 'mean'}{'_alone' if row.ci_low is None else ''}"
    said = head + view.say(f"before.summary.{key}", **_values(view, row))
    return view.sentences([said, "" if row.lacks else verdict_of_change(view, row)])
