"""The one-page summary: an answer for a board, what to look at first, can the data be used."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import GapRow, Gaps, ScoreRow
from servqual.writer.kano_alone import kano_alone, kano_summary
from servqual.writer.parts import Finding, Section
from servqual.writer.sentences import (
    COLOURED,
    by_gap,
    chip,
    direction,
    orders_sentence,
    perception_ranks,
    tie_sentence,
    tone,
    verdict_sentence,
)
from servqual.writer.sentences_before import summary_line
from servqual.writer.sentences_summary import (
    TRIAL,
    data_verdict,
    main_battery,
    no_gap_sentence,
    ranked_scores,
    suspicions,
)
from servqual.writer.themes import theme_findings, theme_notes
from servqual.writer.view import View

MOST_FINDINGS, STRENGTHS = 3, 2


def summary(view: View) -> list[Section]:
    """Return the summary."""
    head, limits = data_verdict(view)
    if kano_alone(view):
        context = kano_summary(view)
    else:
        context = _gaps(view) if view.kinds else _scores(view)
    tone_ = "attention" if suspicions(view) else "settled"
    context |= {"data_head": head, "data_limits": limits, "data_tone": tone_}
    title, nav = view.say("report.summary.title"), view.say("report.summary.nav")
    return [Section("summary", title, nav, "summary", context)]


def _gaps(view: View) -> dict[str, object]:
    """Return what the summary says about gaps."""
    kind = view.kinds[0].name
    gaps = view.study.gaps.of_kind(kind)
    overall = next((r for r in gaps.overall if r.id == view.whole), None)
    met = next((r.share_met for r in gaps.overall if r.id == "item_mean"), None)
    findings, heading, notes = _findings(view, gaps)
    return {
        "big": view.numbers.hundredths(met) if met is not None else view.numbers.none,
        "big_tone": tone(overall) if overall else "",
        "big_says": view.say_gap(
            kind,
            "report.summary.of_100" if met is not None else "report.summary.of_100_none",
            wanted=view.wanted_they(kind),
        ),
        "below": [*_overall_lines(view, overall), *_other_kinds(view)],
        "worst": _worst(view, gaps),
        "comparison": summary_line(view),
        "heading": heading,
        "findings": findings,
        "notes": notes,
        "strengths": _strengths(view, [(r.mean_of, r.id) for r in gaps.items]),
        "caveat": _caveat(view, gaps),
    }


def _overall_lines(view: View, row: GapRow | None) -> list[str]:
    """Return the overall gap with interval, and what it means."""
    if row is None or row.gap is None:
        return []
    values = {"gap": view.numbers.gap(row.gap), "min": view.scale.min, "max": view.scale.max}
    if row.ci_low is None:
        return [view.say("report.summary.overall_alone", **values), verdict_sentence(view, row)]
    values |= {
        "confidence": view.confidence,
        "interval": view.numbers.interval(row.ci_low, row.ci_high),
    }
    return [view.say("report.summary.overall", **values), verdict_sentence(view, row)]


def _worst(view: View, gaps: Gaps) -> dict[str, str]:
    """Return the item that falls short most, with its gap and what ties with it; {} for none."""
    rows = by_gap(gaps.items)
    if len(rows) < 2 or direction(rows[0]) != "shortfall":
        return {}
    name, gap = view.item(rows[0].id), view.numbers.gap(rows[0].gap)
    return {
        "label": view.say("report.summary.worst"),
        "name": view.say("words.figure", name=name, value=gap),
        "tie": tie_sentence(view, gaps, rows[0]),
    }


def _other_kinds(view: View) -> list[str]:
    """Return the overall of every further gap of the questionnaire, one line each."""
    lines = []
    for gap in view.kinds[1:]:
        row = next(
            (r for r in view.study.gaps.of_kind(gap.name).overall if r.id == view.whole), None
        )
        if row is not None and row.gap is not None:
            interval = view.numbers.interval(row.ci_low, row.ci_high)
            lines.append(
                view.say(
                    "report.summary.other_kind",
                    kind=view.kind(gap.name),
                    gap=view.numbers.gap(row.gap),
                    interval=interval,
                )
            )
    return lines


def _caveat(view: View, gaps: Gaps) -> str:
    """Return the one reservation that bears most on the order of the findings."""
    found = orders_sentence(view, gaps.items, disagreement=True)
    if found:
        return view.say("report.summary.caveat_orders", text=found[:1].lower() + found[1:])
    return view.say_gap(view.kinds[0].name, "report.summary.caveat")


def _findings(view: View, gaps: Gaps) -> tuple[list[Finding], str, list[str]]:
    """Return up to three themes, items where there are none, their heading, and notes on ties."""
    if themes := theme_findings(view):
        return themes, view.say("report.summary.fix_themes"), [theme_notes(view)]
    rows = by_gap(gaps.items)
    worst = [r for r in rows if direction(r) == "shortfall" and r.verdict in COLOURED][
        :MOST_FINDINGS
    ]
    if worst:
        ranks = perception_ranks(gaps.items)
        found = [_finding(view, r, ranks, len(ranks)) for r in worst]
        return found, view.say("report.summary.fix"), []
    unknown = sum(r.verdict == "cannot_tell" for r in rows)
    values = {"n": view.numbers.count(unknown), "total": view.numbers.count(len(rows))}
    none = view.say("report.summary.fix_none", sesoi=view.sesoi)
    if unknown:
        none = view.say("report.summary.fix_unknown", **values)
    best = [r for r in reversed(rows) if direction(r) == "surplus" and r.verdict in COLOURED][
        :MOST_FINDINGS
    ]
    if best:
        return (
            [_finding(view, r, {}, 0) for r in best],
            view.say("report.summary.fix_surplus"),
            [none],
        )
    return [], view.say("report.summary.fix_themes"), [none]


def _known(text: str) -> list[str]:
    return [text] if text else []


def _finding(view: View, row: GapRow, ranks: dict[str, int], total: int) -> Finding:
    numbers = view.numbers
    detail = view.say_gap(
        row.kind,
        "report.summary.finding",
        minus=view.rating_wanted(row.kind, row.mean_minus),
        of=numbers.mean(row.mean_of),
        gap=numbers.gap(row.gap),
        interval=numbers.interval(row.ci_low, row.ci_high),
    )
    rank = (
        view.say("report.summary.finding_rank", rank=ranks[row.id], total=total)
        if row.id in ranks
        else ""
    )
    return Finding(view.item(row.id), view.sentences([detail, rank]), chip(view, row), tone(row))


def _strengths(view: View, means: Sequence[tuple[float | None, str]]) -> str:
    """Return the items with the highest means of what was received; '' where none stands out."""
    known = sorted(((m, name) for m, name in means if m is not None), key=lambda pair: -pair[0])
    if len(known) < 2 * STRENGTHS or view.study.sample.respondents < TRIAL:
        return ""
    # an item that equals the first one left out is left out too
    best = [(m, name) for m, name in known[:STRENGTHS] if m > known[STRENGTHS][0]]
    if not best:
        return ""
    numbers = view.numbers
    names = [
        view.say("words.bracketed", text=view.quoted(view.item(name)), note=numbers.mean(m))
        for m, name in best
    ]
    said = view.say("report.summary.strengths", names=view.listed(names))
    return view.sentences([said, view.how_turned(name for _, name in best)])


def _lowest(view: View, rows: Sequence[ScoreRow]) -> dict[str, str]:
    """Return the item that is rated lowest, with its mean; {} where there is no order."""
    if len(rows) < 2:
        return {}
    name, mean = view.item(rows[0].id), view.numbers.mean(rows[0].mean)
    label = view.say("report.summary.worst_mean")
    return {"label": label, "name": view.say("words.figure", name=name, value=mean), "tie": ""}


def _scores(view: View) -> dict[str, object]:
    """Return what the summary says where only perceptions were asked."""
    battery = main_battery(view)
    numbers, scores = view.numbers, view.study.scores
    overall = next((r for r in scores.overall if r.battery == battery), None)
    rows = ranked_scores([r for r in scores.items if r.battery == battery])
    lowest = [
        Finding(
            view.item(r.id),
            view.say(
                "report.summary.finding_mean",
                mean=numbers.mean(r.mean),
                interval=numbers.interval(r.ci_low, r.ci_high, signed=False),
                n=numbers.count(r.n),
            ),
        )
        for r in rows[:MOST_FINDINGS]
    ]  # fmt: skip
    below = []
    if overall is not None and overall.mean is not None:
        interval = numbers.interval(overall.ci_low, overall.ci_high, signed=False)
        below.append(
            view.say(
                "report.summary.mean_interval",
                confidence=view.confidence,
                interval=interval,
                n=numbers.count(overall.n),
            )
        )
    themes = theme_findings(view)
    return {
        "big": numbers.mean(overall.mean if overall else None),
        "big_tone": "",
        "big_says": view.say("report.summary.mean_big", min=view.scale.min, max=view.scale.max),
        "below": [*below, no_gap_sentence(view)],
        "worst": _lowest(view, rows),
        "comparison": summary_line(view),
        "heading": view.say("report.summary.lowest_themes" if themes else "report.summary.lowest"),
        "findings": themes or (lowest if len(rows) > 1 else []),
        "notes": _known(theme_notes(view)),
        "caveat": view.say("report.summary.caveat_scores"),
        "strengths": _strengths(view, [(r.mean, r.id) for r in rows]),
    }
