"""Sentences about groups compared: whether they may be, how far apart they are, how sure."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.disclosure import decimals
from servqual.results.comparisons import GroupTest, PairTest
from servqual.writer.exhibits.groups import column_name, isolated, shown_name
from servqual.writer.trust_facts import problem_word
from servqual.writer.view import View

MOST_GROUPS = 12  # whose pairs are all compared


def columns_of(view: View) -> list[str]:
    """Return the columns whose groups are tested, in the order of the report."""
    return list(dict.fromkeys(row.by for row in view.study.comparisons.tests))


def kinds_of(view: View, by: str) -> list[str]:
    """Return the gaps, or the battery, that the groups of a column are tested in."""
    return list(dict.fromkeys(row.kind for row in view.study.comparisons.tests if row.by == by))


def score_name(view: View, row: GroupTest | PairTest) -> str:
    """Return the name of a score as a table has it."""
    return view.label(row.level, row.id)


def quoted_name(view: View, group: str) -> str:
    """Return the name of a group as it stands inside a sentence."""
    return isolated(view.quoted(shown_name(view, group)))


def places_of(view: View, by: str, *groups: str) -> int:
    """Return the decimals that means of these groups are given with, by the smallest of them."""
    found = view.study.groups.of(by).groups
    sizes = [row.n for row in found if row.group in groups and row.n is not None]
    return decimals(min(sizes, default=0))


def signed_limits(view: View, low: float | None, high: float | None, places: int) -> str:
    """Return the limits of a difference with the decimals that it was rounded to."""
    if low is None or high is None:
        return view.numbers.none
    return view.numbers.limits(view.numbers.gap(low, places), view.numbers.gap(high, places))


def share_limits(view: View, row: GroupTest) -> str:
    """Return the limits of a share of variance; none where groups differ less than by chance."""
    if row.size_low is None or not row.size_high:
        return view.numbers.none
    return view.numbers.limits(
        view.numbers.percent(row.size_low), view.numbers.percent(row.size_high)
    )


def of_column(view: View, by: str) -> str:
    """Return all that is said of the groups of one column, how the scale is used first."""
    kinds = kinds_of(view, by)
    said = [_scale(view, by)]
    for kind in kinds:
        text = view.sentences(_of_kind(view, by, kind))
        if len(kinds) > 1:
            text = view.say("compared.says.kind", kind=view.rated(kind), text=text)
        said.append(text)
    return view.sentences(said)


def _scale(view: View, by: str) -> str:
    """Return whether the groups use the scale alike, which comparing their means presumes."""
    found = next((row for row in view.study.comparisons.scale_use if row.by == by), None)
    name = {"by": view.inside(column_name(view, by))}
    if found is None or (found.verdict == "not_testable" and not found.problem):
        return view.say("compared.scale.unknown", **name)
    if found.verdict == "not_testable":
        if found.problem == "too_few_people":
            return view.say("compared.scale.too_few", **name)
        reason = problem_word(view, found.problem)
        return view.say("compared.scale.not_testable", reason=reason, **name)
    names = view.listed([quoted_name(view, group) for group in found.groups])
    said = [view.say(f"compared.scale.{found.verdict}", names=names, **name)]
    if found.worst:
        item = view.quoted(view.item(found.worst))
        said.append(view.say("compared.scale.worst", item=item))
    return view.sentences(said)


def _of_kind(view: View, by: str, kind: str) -> list[str]:
    """Return what is said of one kind of gap: the whole, the dimensions, the pairs."""
    rows = view.study.comparisons.of(by, kind)
    overall, *dimensions = rows
    if all(row.problem == "too_few_groups" for row in rows):
        name = view.inside(column_name(view, by))
        return [view.say("compared.says.too_few_groups", by=name)]
    return [
        _overall(view, overall),
        _dimensions(view, dimensions),
        _pairs(view, overall),
        _ranks(view, dimensions),
    ]


def _overall(view: View, row: GroupTest) -> str:
    if row.problem:
        return view.say(f"compared.says.{row.problem}", by=view.inside(column_name(view, row.by)))
    if row.test == "F":
        return view.say(
            f"compared.says.many_{_seen(row)}",
            count=view.count_word(row.n_groups),
            share=view.numbers.percent(row.size),
            confidence=view.confidence,
            interval=share_limits(view, row),
            high=view.numbers.percent(row.size_high),
        )
    places = places_of(view, row.by, row.a, row.b)
    difference = row.difference or 0.0
    return view.say(
        f"compared.says.two_{row.verdict}",
        a=quoted_name(view, row.a),
        b=quoted_name(view, row.b),
        size=view.numbers.fixed(abs(difference), places),
        difference=view.numbers.gap(difference, places),
        way=view.say(f"compared.says.{'higher' if difference > 0 else 'lower'}"),
        confidence=view.confidence,
        interval=signed_limits(view, row.ci_low, row.ci_high, places),
        g=view.numbers.gap(row.size),
        g_interval=view.numbers.interval(row.size_low, row.size_high),
    )


def _seen(row: GroupTest) -> str:
    """Return the verdict; of groups that differ no more than by chance, whether a limit exists."""
    if row.size:
        return row.verdict
    return "none_seen" if row.size_high else "less_than_chance"


def _dimensions(view: View, rows: Sequence[GroupTest]) -> str:
    """Return in which dimensions the groups differ."""
    tested = [row for row in rows if row.verdict]
    if not tested:
        return ""
    apart = [row for row in tested if row.verdict == "differ"]
    total = view.count_word(len(tested))
    if not apart:
        return view.say("compared.says.dimensions_none", total=total)
    if len(apart) == len(tested):
        return view.say("compared.says.dimensions_all", total=total)
    names, rest = (
        view.listed([view.dimension_inside(row.id) for row in tested if (row in apart) is part])
        for part in (True, False)
    )
    return view.say("compared.says.dimensions_some", total=total, names=names, rest=rest)


def _pairs(view: View, overall: GroupTest) -> str:
    """Return how many pairs of more than two groups can be told apart overall."""
    if overall.n_groups <= 2 or overall.problem:
        return ""
    if overall.n_groups > MOST_GROUPS:
        return view.say("compared.says.many_groups", most=MOST_GROUPS)
    pairs = pairs_of(view, overall)
    apart = [pair for pair in pairs if is_apart(pair)]
    if not apart:
        return view.say("compared.says.pairs_none", total=len(pairs))
    most = max(apart, key=lambda pair: abs(pair.difference))
    places = places_of(view, most.by, most.a, most.b)
    return view.say(
        "compared.says.pairs",
        n=len(apart),
        count=view.count_word(len(apart)),
        total=len(pairs),
        a=quoted_name(view, most.a),
        b=quoted_name(view, most.b),
        difference=view.numbers.gap(most.difference, places),
        interval=signed_limits(view, most.ci_low, most.ci_high, places),
    )


def pairs_of(view: View, test: GroupTest) -> list[PairTest]:
    """Return every two groups compared in the score of a test."""
    wanted = (test.by, test.kind, test.level, test.id)
    every = view.study.comparisons.pairs
    return [pair for pair in every if (pair.by, pair.kind, pair.level, pair.id) == wanted]


def is_apart(pair: PairTest) -> bool:
    """Say whether two groups can be told apart."""
    return pair.verdict in ("clearly_large", "size_open", "small")


def _ranks(view: View, rows: Sequence[GroupTest]) -> str:
    """Name the dimensions in which means and ranks lead to other verdicts."""
    level = 1 - view.study.settings.confidence
    other = [
        row
        for row in rows
        if row.verdict
        and row.h_p_adjusted is not None
        and (row.h_p_adjusted < level) != (row.verdict == "differ")
    ]
    names = view.listed([view.dimension_inside(row.id) for row in other])
    return view.say("compared.says.ranks", names=names) if other else ""
