"""People without a problem, with one that was resolved and with one that was not, side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from servqual.disclosure import decimals
from servqual.responses import Responses
from servqual.results import Study
from servqual.results.segments import (
    PEOPLE_EACH,
    ComparedGroup,
    RecoveryDifference,
    Segments,
)
from servqual.scoring import plan_for, score, summarize
from servqual.statistics.linear import Estimate, contrast, linear_fit
from servqual.statistics.moments import Array
from servqual.statistics.paired import t_test
from servqual.statistics.summary import Block, Layout, Summary
from servqual.study.compared import (
    Asked,
    compare,
    dimension_figures,
    figure_rows,
    leading,
    outcome_figures,
)

PROBLEM, RESOLVED = "problem", "problem_resolved"
NONE, SOLVED, UNSOLVED = "none", "resolved", "unresolved"
GROUPS = (NONE, SOLVED, UNSOLVED)
CROSSED = "*"
Names = npt.NDArray[np.object_]


def recovery_groups(responses: Responses) -> Names | None:
    """Return each person's group, '' for unknown; None where the two questions were not asked."""
    if not {PROBLEM, RESOLVED} <= set(responses.outcomes):
        return None
    yes = {o.id: o.max for o in responses.instrument.outcomes}
    problem, resolved = responses.outcomes[PROBLEM], responses.outcomes[RESOLVED]
    found = np.full(len(responses), "", dtype=object)
    had = problem == yes[PROBLEM]
    found[~had & ~np.isnan(problem)] = NONE
    found[had & (resolved == yes[RESOLVED])] = SOLVED
    found[had & (resolved != yes[RESOLVED]) & ~np.isnan(resolved)] = UNSOLVED
    return found


def with_recovery(found: Segments, study: Study, responses: Responses) -> Segments:
    """Return the three groups with their means and differences, where the questions were asked."""
    of = recovery_groups(responses)
    if of is None or not plan_for(responses).rated:
        return found
    summaries = {
        name: summarize(responses.take(np.asarray(of == name)))
        for name in (*GROUPS, "")
        if (of == name).any()
    }
    some = next(iter(summaries.values()))
    measure, battery = leading(some, study.instrument)
    asked = dimension_figures(measure, battery, study.instrument)
    asked += outcome_figures(some, study.instrument)
    compared = compare(summaries, asked, study.settings)
    groups = [
        ComparedGroup(
            "recovery", g, k, summaries[g].n if g in compared.shown else None, g in compared.shown
        )
        for k, g in enumerate(GROUPS, 1)
        if g in summaries
    ]
    shown = [g for g in GROUPS if g in compared.shown]
    told = [a for a in compared.asked if a.level != "dimension"]
    differences = _Differences(study, responses, of, shown).of(told) if len(shown) > 1 else ([], ())
    return replace(
        found,
        groups=(*found.groups, *groups),
        figures=(*found.figures, *figure_rows("recovery", compared, study.settings)),
        differences=tuple(differences[0]),
        adjusted_for=differences[1],
    )


@dataclass(frozen=True)
class _Differences:
    """What differences between the groups that are shown are made from."""

    study: Study
    responses: Responses
    of_person: Names
    shown: Sequence[str]

    def of(self, asked: Sequence[Asked]) -> tuple[list[RecoveryDifference], tuple[str, ...]]:
        """Return every difference of two groups, and the columns that they are adjusted for."""
        scored = score(self.responses)
        rows, named = [], self._columns()
        for figure in asked:
            y = self._values(figure, scored)
            rows += self._of_figure(figure, y, named)
        known = any(row.adjusted is not None for row in rows)
        return rows, named if known else ()

    def _columns(self) -> tuple[str, ...]:
        people = self.responses.people
        return tuple(c for c in self.study.settings.by if c in people and CROSSED not in c)

    def _values(self, figure: Asked, scored: dict[str, Array]) -> Array:
        """Return the figure person by person: the mean of all dimensions, or an answer."""
        if figure.measure == "outcome":
            return self.responses.outcomes[figure.id]
        plan = plan_for(self.responses)
        of = next((g.of for g in plan.gaps if g.name == figure.battery), figure.battery)
        unit = plan.dimension_unit * plan.parts(of)
        values = np.column_stack([scored[c] for c in figure.columns]) / unit
        return np.asarray(values.mean(axis=1))

    def _of_figure(self, figure: Asked, y: Array, named: Sequence[str]) -> list[RecoveryDifference]:
        """Return the differences of one figure, nothing where a group has hardly anybody."""
        least = self.study.settings.min_cell
        weights = self.responses.weights
        who = ~np.isnan(y) & np.isin(self.of_person.astype(str), self.shown)
        if weights is not None:
            who &= weights > 0
        counts = {g: int((who & (self.of_person == g)).sum()) for g in self.shown}
        if min(counts.values()) < least:
            return []
        alone = [self._mean(y, who & np.asarray(self.of_person == g)) for g in self.shown]
        held = self._held(y, who, named)
        found = []
        for low, high in combinations(range(len(self.shown)), 2):
            # somebody whose problem was resolved stands before somebody whose was not
            a, b = (low, high) if self.shown[low] != NONE else (high, low)
            weight = np.zeros(len(self.shown))
            weight[a], weight[b] = 1.0, -1.0
            pair = (self.shown[a], self.shown[b])
            ns = (counts[pair[0]], counts[pair[1]])
            found.append(self._row(figure, pair, ns, _welch(alone, weight), held, weight))
        return [row for row in found if row is not None]

    def _mean(self, y: Array, who: npt.NDArray[np.bool_]) -> Estimate:
        """Return the mean of some people under weights and design."""
        vector = self._summary(y[:, None][who], who).means(["0"])
        return Estimate(
            float(vector.mean[0]), float(np.sqrt(max(vector.cov[0, 0], 0.0))), float(vector.df[0])
        )

    def _summary(self, values: Array, who: npt.NDArray[np.bool_]) -> Summary:
        r = self.responses.take(who)
        names = tuple(str(k) for k in range(values.shape[1]))
        block = Block(values, r.weights, {}, r.rows, r.sampled, r.unit)
        return Summary.of(Layout(names, (1,) * len(names)), block)

    def _held(
        self, y: Array, who: npt.NDArray[np.bool_], named: Sequence[str]
    ) -> tuple[Array, Array] | None:
        """Return adjusted means of the groups (but for a constant) and their covariance."""
        kinds = [k for c in named for k in _kinds(self.responses.people[c][who])]
        x = np.column_stack([*((self.of_person[who] == g) for g in self.shown), *kinds])
        x = x.astype(np.float64)
        if not kinds or len(x) < PEOPLE_EACH * x.shape[1]:
            return None
        if np.linalg.matrix_rank(x) < x.shape[1]:
            return None
        weights = self.responses.weights
        plain = weights is None and self.responses.sampled is None
        fit = linear_fit(x, y[who], None if weights is None else weights[who], leverage=plain)
        cov = self._summary(fit.influence, who).means([str(k) for k in range(x.shape[1])]).cov
        k = len(self.shown)
        return fit.b[:k], cov[:k, :k]

    def _row(
        self,
        figure: Asked,
        pair: tuple[str, str],
        ns: tuple[int, int],
        plain: Estimate,
        held: tuple[Array, Array] | None,
        weight: Array,
    ) -> RecoveryDifference | None:
        confidence, places = self.study.settings.confidence, decimals(min(ns))
        test = t_test(plain.value, plain.se, plain.df, confidence)
        if test.ci_low is None or test.ci_high is None:
            return None
        row = RecoveryDifference(
            figure.measure, figure.level, figure.id, figure.battery, *pair, *ns,
            round(plain.value, places), round(test.ci_low, places), round(test.ci_high, places),
        )  # fmt: skip
        if held is None:
            return row
        value = float(weight @ held[0])
        se = math.sqrt(max(float(weight @ held[1] @ weight), 0.0))
        after = t_test(value, se, plain.df, confidence)
        if after.ci_low is None or after.ci_high is None:
            return row
        return replace(
            row,
            adjusted=round(value, places),
            adjusted_low=round(after.ci_low, places),
            adjusted_high=round(after.ci_high, places),
        )


def _welch(means: Sequence[Estimate], weight: Array) -> Estimate:
    """Return a difference of independent groups."""
    value, se, df = (np.array(part) for part in zip(*means, strict=True))
    return contrast(weight, value, se, df)


def _kinds(names: Names) -> list[npt.NDArray[np.bool_]]:
    """Return a mark for each group of a column but the first; small ones stand together."""
    text = names.astype(str)
    found, counts = np.unique(text, return_counts=True)
    small = found[counts < PEOPLE_EACH]
    large = [name for name, n in zip(found, counts, strict=True) if n >= PEOPLE_EACH]
    marks = [text == name for name in large]
    if len(small) and int(np.isin(text, small).sum()) >= PEOPLE_EACH:
        marks.append(np.isin(text, small))
    return marks[1:]
