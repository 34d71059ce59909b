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
    return _called(view) or view.say("before.label")


def _called(view: View) -> str:
    """Return the name of that wave, a year as the language writes it; '' without one."""
    name = view.study.before.label
    return view.say("before.year", label=name) if len(name) == 4 and name.isdecimal() else name


def was(view: View) -> str:
    """Return the same as one word in a legend."""
    return _called(view) or view.say("before.no_label")


def certain(view: View, row: WaveRow) -> str:
    """Return which way a figure moved for certain, ``open`` where that cannot be said."""
    return row.certain(view.study.settings.confidence)


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
        return _why_none(view, row)
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


def _why_none(view: View, row: WaveRow) -> str:
    """Return why a change has no interval: of it alone, or of all that lack it alike."""
    found = view.study.before
    rows = found.of("dimension", row.measure, row.kind)
    whole = found.of("overall", row.measure, row.kind)
    said = [r for r in whole if r.id == "unweighted" and r.lacks == row.lacks]
    alike = bool(rows) and all(r.lacks == row.lacks for r in rows)
    n = len(rows) + len(said) if alike else 1
    suffix = "_mean" if row.measure == "mean" and row.lacks == "sd_then" else ""
    return view.say(f"before.verdict.{row.lacks}{suffix}", n=n)


def _ways(view: View, row: WaveRow) -> tuple[str, str]:
    """Return which way the two means behind a gap went."""
    of, minus = (_part(view, row, measure) for measure in ("of", "minus"))
    return certain(view, of) if of else "open", certain(view, minus) if minus else "open"


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
    n_open = sum(certain(view, row) == "open" for row in known)
    if n_open == len(rows):
        said.append(view.say("before.count.open_all", total=view.count_word(len(rows))))
    elif n_open:
        counts = {"count": view.count_word(n_open), "total": view.count_word(len(rows))}
        said.append(view.say("before.count.open", n=n_open, **counts))
    near = [row for row in known if row.direction != "open" == certain(view, row)]
    if near:
        names = [view.dimension_inside(row.id) for row in near]
        said.append(view.say("before.count.adjusted", n=len(names), names=view.listed(names)))
    names = [view.dimension_inside(row.id) for row in rows if row.lacks]
    if names:
        said.append(view.say("before.count.unknown", n=len(names), names=view.listed(names)))
    return view.sentences(said)


def moved_dimensions(view: View, kind: str) -> str:
    """Return which dimensions moved for certain and nothing else; '' where none did."""
    rows = view.study.before.of("dimension", lead_measure(kind), kind)
    return view.sentences([_moved_dimensions(view, list(rows), way) for way in ("up", "down")])


def furthest_alone(view: View, kind: str) -> str:
    """Return the largest change of a dimension where none has an interval; '' where one has."""
    rows = view.study.before.of("dimension", lead_measure(kind), kind)
    if not rows or not all(row.lacks for row in rows):
        return ""
    most = max(rows, key=lambda row: abs(row.change))
    return view.say(
        "before.count.furthest_alone",
        name=view.dimension_inside(most.id),
        change=view.numbers.gap(most.change),
    )


def _moved_dimensions(view: View, rows: list[WaveRow], way: str) -> str:
    """Return which dimensions went one way, and which of them only by what people ask for."""
    moved_rows = [row for row in rows if certain(view, row) == way]
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
    up, down = (sum(certain(view, r) == way for r in rows) for way in ("up", "down"))
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
        return head + view.say(
            "before.summary.parts", nav=view.say("before.title", label=label(view))
        )
    key = f"{'overall' if kind else 'mean'}{'_alone' if row.ci_low is None else ''}"
    said = head + view.say(f"before.summary.{key}", **_values(view, row))
    return view.sentences([said, "" if row.lacks else verdict_of_change(view, row)])
