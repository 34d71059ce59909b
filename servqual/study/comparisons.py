"""Whether groups differ: tests, effect sizes and pairs, and who answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

import numpy as np

from servqual.disclosure import decimals
from servqual.errors import UndefinedStatisticError
from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import Groups, Structure
from servqual.results.comparisons import Comparisons, GroupScore, GroupTest, PairTest
from servqual.settings import Settings
from servqual.statistics.adjust import adjusted
from servqual.statistics.dunn import RankTest, rank_test
from servqual.statistics.effects import hedges_g, omega_squared
from servqual.statistics.means_apart import pairs_of_means, welch_of_means
from servqual.statistics.moments import Array
from servqual.statistics.summary import Summary
from servqual.study.group_scores import Cell, Score, cells_of, cut, kinds_of, means_of, scores_of
from servqual.study.groups import in_full
from servqual.study.respondents import Classes, respondent_rows
from servqual.study.scale_use import scale_use
from servqual.study.visible import visible
from servqual.weighting import Design

FEWEST_PEOPLE = 10  # in a group that is tested (methods 7.3)
MOST_GROUPS = 12  # whose pairs are all compared: 66 of them


@dataclass(frozen=True)
class Compared:
    """What is known of the groups already: who is shown, how the scale is used, who they are."""

    groups: Groups
    structure: Structure
    classes: Classes = field(default_factory=dict)
    design: Design | None = None


class Rule(NamedTuple):
    """Coverage of intervals, and the smallest gap of interest."""

    confidence: float
    sesoi: float


def comparison_tables(
    breakdowns: Mapping[str, Mapping[str, Summary]],
    instrument: Instrument,
    settings: Settings,
    about: Compared,
) -> Comparisons:
    """Return the comparison of the groups of every breakdown that may be shown.

    Parameters
    ----------
    breakdowns : mapping of people column to (mapping of group to Summary)
    instrument : Instrument
    settings : Settings
    about : Compared
        A group that is hidden in ``about.groups`` stays hidden here.
    """
    tests: list[GroupTest] = []
    pairs: list[PairTest] = []
    means: list[GroupScore] = []
    rule = Rule(settings.confidence, settings.smallest_gap(instrument.scale.range))
    for by, summaries in in_full(breakdowns).items():
        for kind in kinds_of(summaries, instrument):
            names = [columns.dimension(kind, d) for d in instrument.dimension_ids]
            may = visible(by, summaries, names, about.groups, settings.min_cell)
            shown = {group: summaries[group] for group in may}
            scores = scores_of(kind, instrument.dimension_ids)
            cells = {group: cells_of(one, names) for group, one in shown.items()}
            if kind in instrument.battery_names:
                means += means_of(by, scores, cells, settings.confidence)
            found = [
                _tested(by, score, shown, {g: own[k] for g, own in cells.items()}, rule)
                for k, score in enumerate(scores)
            ]
            tests += _with_verdicts([test for test, _ in found], settings.confidence)
            pairs += [pair for _, several in found for pair in several]
    asked = dict.fromkeys(test.by for test in tests)
    respondents, fit = respondent_rows(about.classes, about.groups, settings, about.design)
    return Comparisons(
        tests=tuple(tests),
        pairs=tuple(pairs),
        scale_use=tuple(scale_use(by, about.structure) for by in asked),
        means=tuple(means),
        respondents=respondents,
        fit=fit,
        no_ranks=_why_no_ranks(breakdowns, settings),
    )


def _why_no_ranks(
    breakdowns: Mapping[str, Mapping[str, Summary]], settings: Settings
) -> Literal["", "imputed", "design"]:
    """Return why answers cannot be ranked: some were filled in, or they stand for more people."""
    if all(s.exact_counts for own in breakdowns.values() for s in own.values()):
        return ""
    return "imputed" if settings.incomplete == "impute" and not settings.weights else "design"


# -- tests -----------------------------------------------------------------------------------------


def _tested(
    by: str,
    score: Score,
    summaries: Mapping[str, Summary],
    cells: Mapping[str, Cell],
    rule: Rule,
) -> tuple[GroupTest, list[PairTest]]:
    """Return the test of one score and every two groups compared."""
    names = [group for group, cell in cells.items() if cell.n >= FEWEST_PEOPLE]
    row = GroupTest(by, *score[:3], n=sum(cells[g].n for g in names), n_groups=len(names))
    if len(names) < 2:
        return replace(row, problem="too_few_groups"), []
    table = np.array([cells[group] for group in names], dtype=np.float64)
    n, mean, sd, se, df = table.T
    try:
        found = welch_of_means(mean, se, df)
    except UndefinedStatisticError as error:
        return replace(row, problem=error.code), []
    ranks = _ranks(score.column, [summaries[group] for group in names])
    row = replace(
        _with_effect(row, found, (mean, sd, (sd / se) ** 2), rule.confidence),
        value=cut(found.value, 3),
        df1=found.df1,
        df2=cut(found.df2, 1),
        p=cut(found.p, 4),
        h=cut(ranks.h, 3) if ranks else None,
        h_df=ranks.df if ranks else None,
        h_p=cut(ranks.p, 4) if ranks else None,
        epsilon2=cut(ranks.epsilon2, 3) if ranks else None,
    )
    if len(names) > MOST_GROUPS:
        return row, []
    pairs = _pairs(row, names, (n, mean, se, df), ranks, rule)
    if len(names) > 2:
        return row, pairs
    (one,) = pairs
    row = replace(row, a=one.a, b=one.b, difference=one.difference)
    return replace(row, ci_low=one.ci_low, ci_high=one.ci_high), pairs


def _with_effect(
    row: GroupTest, found: tuple[float, ...], scores: tuple[Array, Array, Array], confidence: float
) -> GroupTest:
    """Return a row with its effect size; ``scores`` are means, SDs and effective people."""
    mean, sd, people = scores
    if len(mean) == 2:
        effect, name, places = hedges_g(mean, sd, people, confidence), "g", 2
    else:
        value, df1, df2, _ = found
        effect = omega_squared(value, df1, df2, float(people.sum()), confidence)
        name, places = "omega2", 3
    size, low, high = (cut(value, places) for value in effect)
    test = "t" if len(mean) == 2 else "F"
    return replace(row, test=test, effect=name, size=size, size_low=low, size_high=high)


def _ranks(column: str, summaries: Sequence[Summary]) -> RankTest | None:
    """Return the comparison by ranks; None where people's own answers are not counted."""
    known = all(s.exact_counts and column in s.histograms for s in summaries)
    if not known:
        return None
    try:
        return rank_test(np.array([s.histograms[column][0] for s in summaries]))
    except UndefinedStatisticError:
        return None


def _pairs(
    row: GroupTest,
    names: Sequence[str],
    cells: tuple[Array, Array, Array, Array],
    ranks: RankTest | None,
    rule: Rule,
) -> list[PairTest]:
    """Return every two groups compared, rounded as the means of the smaller are."""
    n, mean, se, df = cells
    found = []
    for k, pair in enumerate(pairs_of_means(mean, se, df, rule.confidence)):
        places = decimals(int(min(n[pair.a], n[pair.b])))
        found.append(
            PairTest(
                *(row.by, row.kind, row.level, row.id, names[pair.a], names[pair.b]),
                cut(pair.difference, places) or 0.0,
                cut(pair.low, places) or 0.0,
                cut(pair.high, places) or 0.0,
                cut(pair.p, 4) or 0.0,
                cut(ranks.pairs[k].p_holm, 4) if ranks else None,
                _verdict(pair.low, pair.high, rule.sesoi),
            )
        )
    return found


def _verdict(low: float, high: float, sesoi: float) -> str:
    """Return the verdict on a difference: its limits against zero and the smallest of interest."""
    inside = -sesoi < low and high < sesoi
    if low <= 0 <= high:
        return "none_that_matters" if inside else "cannot_tell"
    if low > sesoi or high < -sesoi:
        return "clearly_large"
    return "small" if inside else "size_open"


def _with_verdicts(rows: Sequence[GroupTest], confidence: float) -> list[GroupTest]:
    """Return the tests of one kind, adjusted over its dimensions."""
    family = [row for row in rows if row.level == "dimension"]
    p = dict(zip([r.id for r in family], adjusted([r.p for r in family], "holm"), strict=True))
    h = dict(zip([r.id for r in family], adjusted([r.h_p for r in family], "holm"), strict=True))
    found = []
    for row in rows:
        own = p.get(row.id, row.p) if row.level == "dimension" else row.p
        ranked = h.get(row.id) if row.level == "dimension" else None
        verdict = "" if own is None else "differ" if own < 1 - confidence else "cannot_tell"
        found.append(replace(row, p_adjusted=own, h_p_adjusted=ranked, verdict=verdict))
    return found
