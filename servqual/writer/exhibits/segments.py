"""Segments of people who rate alike: their means, what goes with them, who they are."""

from __future__ import annotations

from servqual.disclosure import decimals
from servqual.results.segments import SegmentRow
from servqual.statistics.kmeans import DRAWS, MOST_DRAWN, PATTERN, RESTARTS, STABLE
from servqual.writer.exhibits.groups import column_name, group_name
from servqual.writer.exhibits.side_by_side import mean_cell, side_by_side
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.sentences_segments import (
    column_inside,
    figure_name,
    interval,
    scores_name,
    segment_name,
)
from servqual.writer.tables import without_empty
from servqual.writer.view import View

MOST_NAMED = 6  # of the groups that stand together


def segment_exhibits(view: View, scores: str) -> list[Exhibit]:
    """Return the exhibits of one kind of scores, nothing where no segment is shown."""
    rows = view.study.segments.of(scores)
    if not any(row.shown for row in rows):
        return []
    columns = dict.fromkeys(r.by for r in view.study.segments.profile if r.scores == scores)
    made = [_means(view, scores), _outcomes(view, scores)]
    made += [_profile(view, scores, by) for by in columns]
    return [exhibit for exhibit in made if exhibit is not None]


def _shown(view: View, scores: str) -> list[SegmentRow]:
    return [row for row in view.study.segments.of(scores) if row.shown]


def _means(view: View, scores: str) -> Exhibit:
    """Return the mean of every dimension by segment, with sizes and stability in the table."""
    found, numbers = view.study.segments, view.numbers
    shown = _shown(view, scores)
    groups = {f"{scores}.{row.segment}": segment_name(view, row.segment) for row in shown}
    centred = scores == "centred"
    means = [r for r in found.figures if r.group in groups and r.measure == "mean"]
    wanted = [r for r in means if not centred or r.level == "dimension"]
    own = {r.group: r.mean for r in means if r.level == "overall"} if centred else {}
    columns = [
        Column(view.say("segments.head.segment"), "text"),
        *(Column(view.say(f"segments.head.{key}")) for key in ("n", "share", "jaccard")),
        Column(view.say("segments.head.stability"), "text"),
        *(Column(view.dimension(d)) for d in view.instrument.dimension_ids),
    ]
    body = []
    for row in found.of(scores):
        name = f"{scores}.{row.segment}"
        at = ("segments", "segments", scores, row.segment)
        body.append(
            [
                Cell(segment_name(view, row.segment)),
                Cell(_count(view, row), figure=(*at, "n")),
                Cell(numbers.percent(row.share), figure=(*at, "share")),
                Cell(numbers.coefficient(row.jaccard), figure=(*at, "jaccard")),
                Cell(view.say(f"segments.stability.{row.stability}")),
                *(_cell(view, name, d, own.get(name)) for d in view.instrument.dimension_ids),
            ]
        )
    table = Table(view.say("segments.segments.caption"), columns, body, dense=True)
    return Exhibit(
        id=f"exhibit-segments-{scores}",
        title=view.say("segments.segments.chart_title", scores=scores_name(view, scores)),
        how=view.say(f"segments.segments.how{'_centred' if centred else ''}"),
        figure=side_by_side(
            view, f"chart-segments-{scores}", wanted, groups, "segments.segments", less=own
        ),
        table=without_empty(view, table),
        base=_base(view, "segments", n=numbers.count(found.n_placed)),
    )


def _cell(view: View, group: str, dimension: str, less: float | None) -> Cell:
    """Return the mean of a segment on a dimension, less the mean of these people if asked."""
    row = view.study.segments.figure("segments", group, "mean", dimension)
    if row is None or less is None:
        return mean_cell(view, "segments", group, "mean", dimension)
    return Cell(view.numbers.gap(row.mean - less, decimals(row.n)))


def _count(view: View, row: SegmentRow) -> str:
    """Return how many people a segment has, or that they are few."""
    if row.n is not None:
        return view.numbers.count(row.n)
    least = view.numbers.count(view.study.settings.min_cell)
    return view.say("segments.yes.fewer", n=least)


def _base(view: View, part: str, **values: object) -> str:
    return view.say("report.base", text=view.say(f"segments.{part}.base", **values))


def _outcomes(view: View, scores: str) -> Exhibit | None:
    """Return the overall gap and the questions about the whole by segment."""
    found = view.study.segments
    groups = [f"{scores}.{row.segment}" for row in _shown(view, scores)]
    rows = [r for r in found.figures if r.group in groups and r.measure != "mean"]
    if not rows:
        return None
    heads: dict[tuple[str, str], str] = {(r.measure, r.id): figure_name(view, r) for r in rows}
    columns = [Column(view.say("segments.head.segment"), "text")]
    for key, head in heads.items():
        columns.append(Column(head))
        if key[0] == "outcome":
            columns.append(Column(view.say("segments.head.interval", confidence=view.confidence)))
    body = []
    for name in groups:
        line = [Cell(segment_name(view, name.partition(".")[2]))]
        for measure, row_id in heads:
            row = found.figure("segments", name, measure, row_id)
            line.append(mean_cell(view, "segments", name, measure, row_id))
            if measure == "outcome":
                line.append(Cell(interval(view, row) if row else view.numbers.none))
        body.append(line)
    how = "how" if any(key[0] == "gap" for key in heads) else "how_means"
    return Exhibit(
        id=f"exhibit-segments-outcomes-{scores}",
        title=view.say("segments.outcomes.title", scores=scores_name(view, scores)),
        how=view.say(f"segments.outcomes.{how}", confidence=view.confidence),
        table=Table(view.say("segments.outcomes.caption"), columns, body, dense=True),
        base=_base(view, "profile"),
    )


def _profile(view: View, scores: str, by: str) -> Exhibit:
    """Return the groups of a column in everybody and in each segment."""
    found, numbers = view.study.segments, view.numbers
    rows = [r for r in found.profile if (r.scores, r.by) == (scores, by)]
    segments = list(dict.fromkeys(r.segment for r in rows))
    columns = [
        Column(column_name(view, by), "text"),
        Column(view.say("segments.segments.everybody")),
        *(Column(segment_name(view, s)) for s in segments),
    ]
    body = []
    for group in dict.fromkeys(r.group for r in rows):
        own = {r.segment: r for r in rows if r.group == group}
        first = next(iter(own.values()))
        name = group_name(view, group) if group else _others(view, first.merged)
        cells = [Cell(name), Cell(numbers.percent(first.share_everybody))]
        cells += [
            Cell(
                numbers.percent(own[s].share),
                figure=("segments", "profile", scores, by, group, s, "share"),
            )
            for s in segments
        ]
        body.append(cells)
    inside = column_inside(view, by)
    number = list(dict.fromkeys(r.by for r in found.profile)).index(by) + 1
    return Exhibit(
        id=f"exhibit-segments-profile-{scores}-{number}",
        title=view.say("segments.profile.title", scores=scores_name(view, scores), by=inside),
        how=view.say("segments.profile.how", min_cell=view.study.settings.min_cell),
        table=Table(view.say("segments.profile.caption", by=inside), columns, body),
        base=_base(view, "profile"),
    )


def _others(view: View, merged: tuple[str, ...]) -> str:
    """Return the name of the groups that stand together."""
    if not merged or len(merged) > MOST_NAMED:
        return view.say("segments.profile.others_alone")
    names = view.say("words.comma").join(group_name(view, g) for g in merged)
    return view.say("segments.profile.others", names=names)


def _stability(jaccard: float) -> str:
    """Return how stable the least stable segment is, whatever its size."""
    return "stable" if jaccard >= STABLE else "doubtful" if jaccard >= PATTERN else "unstable"


def choice(view: View) -> Exhibit | None:
    """Return every number of segments that was tried, with its stability."""
    rows, numbers = view.study.segments.choices, view.numbers
    if not rows:
        return None
    keys = ("k", "smallest", "explained", "cloud", "jaccard_lowest")
    columns = [
        Column(view.say("segments.head.scores"), "text"),
        *(Column(view.say(f"segments.head.{key}")) for key in keys),
        *(Column(view.say(f"segments.head.{key}"), "text") for key in ("stability", "chosen")),
    ]
    few = view.say("segments.yes.fewer", n=view.study.settings.min_cell)
    body = []
    for row in rows:
        at = ("segments", "choices", row.scores, str(row.k))
        smallest = few if row.smallest is None else numbers.count(row.smallest)
        body.append(
            [
                Cell(scores_name(view, row.scores)),
                Cell(numbers.count(row.k)),
                Cell(smallest, figure=(*at, "smallest")),
                Cell(numbers.percent(row.explained), figure=(*at, "explained")),
                Cell(numbers.percent(row.cloud), figure=(*at, "cloud")),
                Cell(numbers.coefficient(row.jaccard), figure=(*at, "jaccard")),
                Cell(view.say(f"segments.stability.{_stability(row.jaccard)}")),
                Cell(view.say(f"segments.yes.{'yes' if row.chosen else 'no'}")),
            ]
        )
    how = view.say(
        "segments.choice.how",
        draws=DRAWS,
        most=numbers.count(MOST_DRAWN),
        min_cell=view.study.settings.min_cell,
    )
    return Exhibit(
        id="exhibit-segments-choice",
        title=view.say("segments.choice.title"),
        how=how,
        table=without_empty(view, Table(view.say("segments.choice.caption"), columns, body)),
        base=_base(view, "choice", restarts=RESTARTS, seed=view.study.settings.seed),
    )
