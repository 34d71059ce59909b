"""Overall and dimensions, all items, and one page per dimension, for gaps or for means alone."""

from __future__ import annotations

from functools import partial

from servqual.writer.exhibits.answers import distribution
from servqual.writer.exhibits.gaps import gap_dimensions, gap_items, gap_items_dimension
from servqual.writer.exhibits.means import means
from servqual.writer.exhibits.radar import radar
from servqual.writer.exhibits.switch import switched
from servqual.writer.kano_alone import kano_alone
from servqual.writer.parts import Exhibit, Section
from servqual.writer.sections.comments import quoted
from servqual.writer.sentences import (
    group_sentences,
    largest_sentence,
    orders_sentence,
    row_sentence,
)
from servqual.writer.sentences_summary import (
    apart,
    main_battery,
    no_gap_sentence,
    ranked_scores,
    weak_sentence,
)
from servqual.writer.view import View


def dimensions(view: View) -> list[Section]:
    """Return the overall and dimension gaps, one section per kind of gap."""
    if not view.kinds:
        return _score_dimensions(view)
    sections = []
    for gap in view.kinds:
        gaps = view.study.gaps.of_kind(gap.name)
        overall = [r for r in gaps.overall if r.id == view.whole]
        lead = [row_sentence(view, r) for r in overall[:1]]
        many = len(gaps.dimensions) > 1
        lead.append(
            view.sentences(
                [group_sentences(view, gaps.dimensions), largest_sentence(view, gaps, "dimension")]
            )
            if many
            else ""
        )
        lead.append(weak_sentence(view, gap.name) if many else "")
        title, nav = _titles(view, "gaps", gap.name)
        lead = [text for text in lead if text]
        sections.append(
            Section(
                f"dimensions-{gap.name}",
                title,
                nav,
                "exhibits",
                {"lead": lead},
                [
                    switched(view, partial(gap_dimensions, kind=gap.name), "dimensions"),
                    *(_asked_for(view) if gap == view.kinds[0] else []),
                ],
            )
        )
    return sections


def items(view: View) -> list[Section]:
    """Return every item sorted by gap, one section per kind of gap."""
    if not view.kinds:
        return _score_items(view)
    sections = []
    for gap in view.kinds:
        gaps = view.study.gaps.of_kind(gap.name)
        lead = [
            view.sentences(
                [group_sentences(view, gaps.items), largest_sentence(view, gaps, "item")]
            ),
            orders_sentence(view, gaps.items),
        ]
        title, nav = _titles(view, "items", gap.name)
        lead = [text for text in lead if text]
        sections.append(
            Section(
                f"items-{gap.name}",
                title,
                nav,
                "exhibits",
                {"lead": lead},
                [switched(view, partial(gap_items, kind=gap.name), "items")],
            )
        )
    return sections


def dimension_pages(view: View) -> list[Section]:
    """Return one page per dimension: its gaps, its items, every answer; none without ratings."""
    if kano_alone(view):
        return []
    intro = view.say("report.dimension.lead" if view.kinds else "report.dimension.lead_scores")
    title, nav = view.say("report.dimension.title"), view.say("report.dimension.nav")
    sections = [Section("by-dimension", title, nav, "exhibits", {"lead": [intro]})]
    for dimension in view.instrument.dimensions:
        exhibits: list[Exhibit] = [
            gap_items_dimension(view, gap.name, dimension.id) for gap in view.kinds
        ]
        if not view.kinds:
            exhibits.append(means(view, main_battery(view), "means_items_dimension", dimension.id))
        if any(
            r.item in view.instrument.items_of(dimension.id) for r in view.study.distributions.rows
        ):
            exhibits.append(distribution(view, dimension.id))
        rows = [r for r in view.study.gaps.dimensions if r.id == dimension.id]
        lead = [view.words(dimension.description), *(row_sentence(view, r) for r in rows)]
        quotes = quoted(view, view.study.quotations.of(dimension.id))
        context = {"lead": [text for text in lead if text], **quotes}
        name = view.dimension(dimension.id)
        sections.append(
            Section(f"dimension-{dimension.id}", name, name, "exhibits", context, exhibits, level=2)
        )
    return sections


def _asked_for(view: View) -> list[Exhibit]:
    """Return the radar if it was asked for."""
    return [radar(view)] if view.options.radar else []


def _titles(view: View, part: str, kind: str) -> tuple[str, str]:
    """Return title and contents line; the kind is named where there is more than one."""
    values = {"n": len(view.instrument.items), "kind": view.kind(kind)}
    suffix = "_kind" if len(view.kinds) > 1 else ""
    return view.say(f"report.{part}.title{suffix}", **values), view.say(
        f"report.{part}.nav{suffix}", **values
    )


def _score_dimensions(view: View) -> list[Section]:
    battery = main_battery(view)
    rows = ranked_scores([r for r in view.study.scores.dimensions if r.battery == battery])
    if not view.study.scores.overall:
        return []
    lead = []
    if len(rows) > 1:
        names = {
            "high": view.dimension_inside(rows[-1].id),
            "low": view.dimension_inside(rows[0].id),
        }
        means_ = {
            "high_mean": view.numbers.mean(rows[-1].mean),
            "low_mean": view.numbers.mean(rows[0].mean),
        }
        order = view.say("sentences.scores.order", **names, **means_)
        unsure = "" if apart(view, rows[0], rows[-1]) else view.say("sentences.scores.unsure")
        lead += [view.sentences([order, unsure]), weak_sentence(view, battery)]
    lead = [text for text in [*lead, no_gap_sentence(view)] if text]
    title, nav = view.say("report.scores.title"), view.say("report.scores.nav")
    return [
        Section(
            "dimensions",
            title,
            nav,
            "exhibits",
            {"lead": lead},
            [means(view, battery, "means_dimensions"), *_asked_for(view)],
        )
    ]


def _score_items(view: View) -> list[Section]:
    battery = main_battery(view)
    if not any(r.battery == battery for r in view.study.scores.items):
        return []
    title = view.say("report.items.title", n=len(view.instrument.items))
    return [
        Section(
            "items",
            title,
            view.say("report.items.nav"),
            "exhibits",
            {"lead": []},
            [means(view, battery, "means_items")],
        )
    ]
