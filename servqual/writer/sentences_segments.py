"""Sentences about segments, and names of the groups that are compared beside them."""

from __future__ import annotations

from servqual.disclosure import decimals
from servqual.results.segments import (
    FEWEST_PLACED,
    TRIED,
    ChoiceRow,
    FigureRow,
    RecoveryDifference,
    SegmentRow,
    TrendRow,
)
from servqual.statistics.kmeans import CLOUDS
from servqual.writer.exhibits.groups import column_name, isolated, shown_name
from servqual.writer.view import View

# -- names and numbers -----------------------------------------------------------------------------


def figure_name(view: View, row: FigureRow | RecoveryDifference | TrendRow) -> str:
    """Return what a figure is of: a dimension, the whole of a gap or battery, or a question."""
    if row.measure == "outcome":
        found = next((o for o in view.instrument.outcomes if o.id == row.id), None)
        return (view.words(found.label) if found else "") or row.id
    if row.level == "dimension":
        return view.dimension(row.id)
    whole = view.label("overall", "unweighted")
    return view.say("words.bracketed", text=whole, note=view.inside(view.rated(row.battery)))


def printed(view: View, row: FigureRow) -> str:
    """Return a mean of a group with the decimals that it was rounded to."""
    places = decimals(row.n)
    if row.measure == "gap":
        return view.numbers.gap(row.mean, places)
    return view.numbers.fixed(row.mean, places)


def interval(view: View, row: FigureRow) -> str:
    """Return its interval, a dash where there is none."""
    numbers, places = view.numbers, decimals(row.n)
    if row.ci_low is None or row.ci_high is None:
        return numbers.none
    if row.measure == "gap":
        return numbers.limits(numbers.gap(row.ci_low, places), numbers.gap(row.ci_high, places))
    return numbers.limits(numbers.fixed(row.ci_low, places), numbers.fixed(row.ci_high, places))


def signed_interval(view: View, low: float | None, high: float | None, places: int) -> str:
    """Return the interval of a difference, a dash where there is none."""
    if low is None or high is None:
        return view.numbers.none
    return view.numbers.limits(view.numbers.gap(low, places), view.numbers.gap(high, places))


def scores_name(view: View, scores: str) -> str:
    """Return what segments were formed from."""
    return view.say(f"segments.scores.{scores}")


def segment_name(view: View, segment: str) -> str:
    """Return the name of a segment."""
    return view.say("segments.segments.name", segment=segment)


def group_label(view: View, comparison: str, group: str) -> str:
    """Return the name of a recovery group or of a tier."""
    return (
        view.say(f"segments.recovery.{group}")
        if comparison == "recovery"
        else isolated(shown_name(view, group))
    )


def column_inside(view: View, by: str) -> str:
    """Return the name of a people column inside a sentence."""
    return view.inside(column_name(view, by))


# -- segments --------------------------------------------------------------------------------------


def who_was_placed(view: View) -> str:
    """Return who was grouped, and why nobody was if that is so."""
    found, count = view.study.segments, view.numbers.count
    say = view.say
    if not found.battery:
        return say("segments.segments.too_few_dimensions")
    if found.n_placed < FEWEST_PLACED:
        return say(
            "segments.segments.too_few", count=count(found.n_placed), least=count(FEWEST_PLACED)
        )
    parts = [
        say("segments.segments.experimental"),
        say("segments.segments.placed", n=found.n_placed, count=count(found.n_placed)),
    ]
    if found.n_not_placed:
        n = found.n_not_placed
        parts.append(say("segments.segments.not_placed", n=n, count=count(n)))
    if view.study.settings.incomplete == "impute":
        parts.append(say("segments.segments.imputed"))
    if not found.choices:
        parts.append(say("segments.segments.no_spread"))
    return view.sentences(parts)


def segments_of(view: View, scores: str) -> list[str]:
    """Return what one kind of scores gave: how many segments, and how stable they are."""
    found = view.study.segments
    choices = [row for row in found.choices if row.scores == scores]
    if not choices:
        return []
    between, head = view.say("words.between_sentences"), view.say(f"segments.segments.{scores}")
    rows = found.of(scores)
    chosen = next((row for row in choices if row.chosen), None)
    parts = [_how_many(view, scores)]
    if chosen is not None and chosen.ordered and any(row.shown for row in rows):
        parts.append(view.say("segments.segments.ordered"))
    if chosen is not None and any(row.shown for row in rows):
        parts.append(_against_a_cloud(view, chosen))
    hidden = [row.segment for row in rows if not row.shown]
    if hidden and len(hidden) < len(rows):
        names = view.say("words.comma").join(hidden)
        parts.append(view.say("segments.segments.not_described", n=len(hidden), names=names))
    return [head + between + view.sentences(parts)]


def described(view: View) -> list[tuple[str, str]]:
    """Return every segment that is shown: its name, and what it is like in words."""
    return [
        (
            view.say(
                "segments.describe.name",
                segment=row.segment,
                scores=view.inside(scores_name(view, row.scores)),
            ),
            _describe(view, row),
        )
        for row in view.study.segments.segments
        if row.shown
    ]


def _against_a_cloud(view: View, row: ChoiceRow) -> str:
    """Return whether people are more bunched than in one cloud without kinds."""
    key = "cloud_more" if row.beyond_cloud else "cloud_same"
    return view.say(
        f"segments.segments.{key}",
        explained=view.numbers.percent(row.explained),
        cloud=view.numbers.percent(row.cloud),
        draws=CLOUDS,
    )


def _how_many(view: View, scores: str) -> str:
    """Return how many segments there are, by which rule."""
    found, numbers = view.study.segments, view.numbers
    rows = found.of(scores)
    if not rows:
        ks = [row.k for row in found.choices if row.scores == scores] or list(TRIED)
        return view.say("segments.segments.none_stable", least=min(ks), most=max(ks))
    k, n = len(rows), sum(row.stability == "stable" for row in rows)
    lowest, highest = (numbers.coefficient(f(r.jaccard for r in rows)) for f in (min, max))
    if found.asked == "auto":
        return view.say("segments.segments.auto", k=view.count_word(k), jaccard=lowest)
    if not n:
        return view.say("segments.segments.given_none", k=view.count_word(k), jaccard=highest)
    return view.say("segments.segments.given", n=n, k=view.count_word(k), jaccard=lowest)


def _describe(view: View, row: SegmentRow) -> str:
    """Return a segment in words: which dimensions lie away from the mean of everybody."""
    every = len(view.instrument.dimension_ids)
    key = (
        "both" if row.above and row.below
        else "above" if row.above
        else "below" if row.below
        else "near"
    )  # fmt: skip
    if row.scores == "centred":
        key = f"centred_{key}"
    elif every in (len(row.above), len(row.below)):
        key = f"all_{key}"
    above, below = (
        view.listed([view.dimension_inside(d) for d in ids]) for ids in (row.above, row.below)
    )
    return view.say(
        f"segments.describe.{key}",
        n=view.numbers.count(row.n or 0),
        share=view.numbers.percent(row.share),
        above=above,
        below=below,
    )
