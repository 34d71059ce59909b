"""People grouped by what they perceived, and groups that are compared with care: needs rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from servqual.analysis.profile import profile_rows
from servqual.analysis.recovery import with_recovery
from servqual.analysis.response_styles import with_styles
from servqual.analysis.tiers import check_tiers, with_tiers
from servqual.errors import SettingsError
from servqual.plan import columns
from servqual.responses import Responses
from servqual.results import Study
from servqual.results.segments import (
    FEWEST_PLACED,
    TRIED,
    ChoiceRow,
    Measure,
    Scores,
    SegmentRow,
    Segments,
    Stability,
)
from servqual.scoring import plan_for, score, summarize
from servqual.settings import Settings
from servqual.statistics.kmeans import (
    PATTERN,
    STABLE,
    Clustering,
    jaccard_stability,
    kmeans,
    one_cloud,
)
from servqual.statistics.moments import Array
from servqual.statistics.summary import Summary
from servqual.study.compared import (
    Asked,
    compare,
    dimension_figures,
    figure_rows,
    leading,
    outcome_figures,
)

AUTO, RECOVERY = "auto", "recovery"
FEWEST_SEGMENTS, MOST_SEGMENTS = 2, 10
APART = 0.5  # standard deviations from everybody that are worth a word
OWN_SEED = 8  # keeps these draws apart from those of other parts
BOTH: tuple[Scores, ...] = ("perception", "centred")


def with_segments(
    study: Study, responses: Responses, segments: int | str | None, tiers: str | None
) -> Study:
    """Return a study with segments, recovery, tiers, and how the groups of a breakdown answer.

    Parameters
    ----------
    study : Study
    responses : Responses
        Of the people who count.
    segments : int or str, optional
        How many segments, ``"auto"``, or ``"recovery"`` for the comparison of people with and
        without a problem alone, which every other value brings as well.
    tiers : str, optional
        A people column, or ``column=lowest,...,highest``.

    Raises
    ------
    SettingsError
        Neither a number nor a word that is known, or tiers whose order is not.
    """
    asked, column = check_segments(segments), check_tiers(responses, tiers)
    found = with_styles(Segments(), study, responses)
    if asked:
        found = replace(found, asked=str(asked))
        if asked != RECOVERY:
            found = _grouped(found, study, responses, asked)
        found = with_recovery(found, study, responses)
    if column:
        found = with_tiers(found, study, responses, column)
    return replace(study, segments=found) if found else study


def check_segments(asked: int | str | None) -> int | str:
    """Return how many segments, ``auto`` or ``recovery``; '' for none."""
    if asked is None or asked == "":
        return ""
    told = str(asked).strip().casefold()
    if told in (AUTO, RECOVERY):
        return told
    if told.isascii() and told.isdigit() and FEWEST_SEGMENTS <= int(told) <= MOST_SEGMENTS:
        return int(told)
    raise SettingsError(
        f"segments is {asked!r}; write how many there shall be ({FEWEST_SEGMENTS} to "
        f"{MOST_SEGMENTS}), 'auto' for as many as are stable, or 'recovery' to compare only people "
        "with and without a problem."
    )


@dataclass(frozen=True)
class _Placed:
    """Dimension scores of the people who have all of them, in scale points."""

    who: npt.NDArray[np.bool_]
    values: Array
    weights: Array | None
    battery: str

    def seen(self, scores: Scores) -> Array:
        """Return the scores themselves, or less each person's own mean."""
        if scores == "perception":
            return self.values
        return np.asarray(self.values - self.values.mean(axis=1, keepdims=True))


def _placed(responses: Responses) -> _Placed | None:
    """Return the scores that people are grouped by; None with fewer than two dimensions."""
    plan, form = plan_for(responses), responses.instrument
    if not plan.rated or len(form.dimensions) < 2:
        return None
    battery = "perception" if "perception" in plan.rated else (plan.performance or plan.rated[0])
    used = replace(
        responses, ratings={battery: responses.ratings[battery]}, outcomes={}, points=None
    )
    scored, unit = score(used), plan.dimension_unit * plan.parts(battery)
    names = [columns.dimension(battery, d) for d in form.dimension_ids]
    values = np.column_stack([scored[name] for name in names]) / unit
    who: npt.NDArray[np.bool_] = ~np.asarray(np.isnan(values).any(axis=1))
    if responses.weights is not None:
        who &= responses.weights > 0
    weights = None if responses.weights is None else responses.weights[who]
    return _Placed(who, values[who], weights, battery)


def _grouped(found: Segments, study: Study, responses: Responses, asked: int | str) -> Segments:
    """Return the segments of both kinds of scores."""
    placed = _placed(responses)
    if placed is None:
        return found
    n = int(placed.who.sum())
    found = replace(found, n_placed=n, n_not_placed=len(responses) - n, battery=placed.battery)
    if n < FEWEST_PLACED:
        return found
    for scores in BOTH:
        found = _of_scores(found, study, responses, placed, scores, asked)
    return found


@dataclass(frozen=True)
class _Solution:
    """One clustering with how stable each of its clusters is."""

    k: int
    made: Clustering
    jaccard: Array

    @property
    def sizes(self) -> npt.NDArray[np.intp]:
        return np.bincount(self.made.labels, minlength=self.k)

    def stable(self, min_cell: int) -> bool:
        """Say whether every cluster is stable and has people enough to be shown."""
        return bool((self.jaccard >= STABLE).all() and self.sizes.min() >= min_cell)

    @property
    def ordered(self) -> bool:
        """Say whether the clusters lie in the same order on every dimension."""
        order = self.made.centres.argsort(axis=0)
        return bool((order == order[:, :1]).all())


def _of_scores(
    found: Segments, study: Study, responses: Responses, placed: _Placed, scores: Scores,
    asked: int | str,
) -> Segments:  # fmt: skip
    """Return what one kind of scores adds."""
    values, settings = placed.seen(scores), study.settings
    if not np.ptp(values, axis=0).any():
        return found
    tried = TRIED if asked == AUTO else (int(asked),)
    most = min(len(values) // settings.min_cell, len(np.unique(values, axis=0)))
    solutions = [_solution(values, placed, k, scores, settings) for k in tried if k <= most]
    stable = [s for s in solutions if s.stable(settings.min_cell)]
    chosen = (stable[-1] if stable else None) if asked == AUTO else next(iter(solutions), None)
    choices = [_choice(s, scores, settings, chosen=s is chosen) for s in solutions]
    choices = [_held_against_a_cloud(c, values, placed, settings) for c in choices]
    found = replace(found, choices=(*found.choices, *choices))
    if chosen is None:
        return found
    return _described(found, study, responses, placed, scores, chosen)


def _solution(
    values: Array, placed: _Placed, k: int, scores: Scores, settings: Settings
) -> _Solution:
    """Return the segments for one number of them; the same whatever else is tried."""
    rng = np.random.default_rng([settings.seed, OWN_SEED, k, BOTH.index(scores)])
    made = kmeans(values, k, rng, weights=placed.weights)
    jaccard = jaccard_stability(values, made.labels, rng, weights=placed.weights)
    return _Solution(k, made, jaccard)


def _choice(solution: _Solution, scores: Scores, settings: Settings, *, chosen: bool) -> ChoiceRow:
    smallest = int(solution.sizes.min())
    return ChoiceRow(
        scores=scores,
        k=solution.k,
        n=len(solution.made.labels),
        smallest=smallest if smallest >= settings.min_cell else None,
        explained=solution.made.explained,
        jaccard=float(solution.jaccard.min()),
        stable=solution.stable(settings.min_cell),
        chosen=chosen,
        ordered=scores == "perception" and solution.ordered,
    )


def _held_against_a_cloud(
    row: ChoiceRow, values: Array, placed: _Placed, settings: Settings
) -> ChoiceRow:
    """Return the solution that is shown with what cutting a cloud without kinds would give."""
    if not row.chosen:
        return row
    rng = np.random.default_rng([settings.seed, OWN_SEED, row.k, 2 + BOTH.index(row.scores)])
    clouds = one_cloud(values, row.k, rng, weights=placed.weights)
    beyond = bool(row.explained > clouds.max())
    return replace(row, cloud=float(clouds.mean()), beyond_cloud=beyond)


def _described(
    found: Segments, study: Study, responses: Responses, placed: _Placed, scores: Scores,
    solution: _Solution,
) -> Segments:  # fmt: skip
    """Return segments with their means, words and profile; only stable ones have any."""
    of = np.full(len(responses), "", dtype=object)
    of[placed.who] = [str(label + 1) for label in solution.made.labels]
    names = [str(k + 1) for k in range(solution.k)]
    verdicts = [_stability(j) for j in solution.jaccard]
    never = [name for name, v in zip(names, verdicts, strict=True) if v != "stable"]
    summaries = {
        name: summarize(responses.take(np.asarray(of == name)))
        for name in [*names, ""]
        if (of == name).any()
    }
    compared = compare(summaries, _figures(study, summaries, placed), study.settings, never)
    rows = _rows(study, placed, solution, scores, compared.shown)
    tested: tuple[Measure, ...] = ("outcome",)
    figures = figure_rows("segments", compared, study.settings, prefix=f"{scores}.", tested=tested)
    profile = profile_rows(study, responses, of, compared.shown, scores)
    return replace(
        found,
        segments=(*found.segments, *rows),
        figures=(*found.figures, *figures),
        profile=(*found.profile, *profile),
    )


def _figures(study: Study, summaries: Mapping[str, Summary], placed: _Placed) -> list[Asked]:
    """Return what segments are described by: their scores, the leading gap, the outcomes."""
    form = study.instrument
    summary = next(iter(summaries.values()))
    asked = dimension_figures("mean", placed.battery, form)
    measure, battery = leading(summary, form)
    if measure == "gap":
        asked += dimension_figures(measure, battery, form)[:1]
    return [*asked, *outcome_figures(summary, form)]


def _stability(jaccard: float) -> Stability:
    if jaccard >= STABLE:
        return "stable"
    return "doubtful" if jaccard >= PATTERN else "unstable"


def _rows(
    study: Study, placed: _Placed, solution: _Solution, scores: Scores, shown: Sequence[str]
) -> list[SegmentRow]:
    """Return the segments with what is said of each."""
    values, labels = placed.seen(scores), solution.made.labels
    w = np.ones(len(values)) if placed.weights is None else placed.weights
    mean = w @ values / w.sum()
    sd = np.sqrt(w @ (values - mean) ** 2 / w.sum())
    ids, rows = study.instrument.dimension_ids, []
    for k, jaccard in enumerate(solution.jaccard):
        n, may = int((labels == k).sum()), str(k + 1) in shown
        apart = (solution.made.centres[k] - mean) / np.where(sd > 0, sd, np.inf)
        enough = n >= study.settings.min_cell
        rows.append(
            SegmentRow(
                scores=scores,
                segment=str(k + 1),
                n=n if enough else None,
                share=round(float(w[labels == k].sum() / w.sum()), 2) if enough else None,
                jaccard=float(jaccard),
                stability=_stability(float(jaccard)),
                shown=may,
                above=tuple(d for d, z in zip(ids, apart, strict=True) if may and z >= APART),
                below=tuple(d for d, z in zip(ids, apart, strict=True) if may and z <= -APART),
            )
        )
    return rows
