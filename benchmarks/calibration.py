"""Whether stated coverage holds: simulated surveys with known gaps, quadrants and drivers.

Three studies. In the first every survey has its own truth, drawn at random: SERVQUAL with a battery
of importance, whose expected means and gaps are known exactly. So the share of quadrants that are
right can be held against the probability that was stated. In the second the truth is one, as R2 and
its parts are known only from a very large survey: an outcome that goes together with five
dimensions strongly, weakly, or not at all. In the third every survey has its own truth again, but
importance is not asked: it is derived from the outcome, by items, and known from a large survey.

``python benchmarks/calibration.py [SURVEYS [STUDY]]`` prints the tables of all studies, or of
``quadrants``, ``drivers`` or ``derived`` (half an hour for 300 surveys on an idle core; nothing
is asserted). A small version is in ``tests/study/test_calibration.py``.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np

from servqual.catalog import load_instrument
from servqual.instrument import Instrument
from servqual.responses import Missing, Responses, Source
from servqual.results import PROBABILITY_KEYS, DriverRow, Importance, Priorities
from servqual.scoring import plan_for, score, summarize
from servqual.settings import Settings
from servqual.simulate import Model, simulate
from servqual.statistics.drivers import correlations, regression, relative_weights
from servqual.statistics.lmg import lmg
from servqual.statistics.quadrants import cross_at, quadrant
from servqual.statistics.ranking import ranks
from servqual.statistics.summary import Block, Summary, merged
from servqual.study.gaps import gap_tables
from servqual.study.importance import importance_table
from servqual.study.priorities import priority_table
from servqual.study.scores import score_tables

PEOPLE = (150, 400, 1000)
SURVEYS = 300
# people of the very large survey that stands for the truth, in blocks; one block is enough where
# every survey has a truth of its own
LARGE, BLOCKS = 50_000, 8
DERIVED_PEOPLE = (600, 1000)
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
LABELS = ("firm", "firm_here", "leaning", "undetermined")
# noise in the outcome: R2 of the five dimensions is .42, .11 and 0
OUTCOMES = {"strong": 0.6, "weak": 1.6, "none": None}
FIGURES = ("r", "b", "lmg", "relative_weight", "share")


@dataclass
class Tally:
    """How often something happened, and how often it was promised."""

    n: int = 0
    happened: float = 0.0
    promised: float = 0.0

    def add(self, happened: bool | np.bool_, promised: float = 0.0) -> None:
        """Count one more."""
        self.n += 1
        self.happened += bool(happened)
        self.promised += promised

    @property
    def share(self) -> float:
        """The share in which it happened."""
        return self.happened / self.n if self.n else float("nan")


Tallies = defaultdict[tuple[str, ...], Tally]


@cache
def form() -> Instrument:
    """Return SERVQUAL with a battery of importance."""
    told = load_instrument("servqual").model_dump(mode="json", exclude_none=True)
    told["batteries"].append({"name": "importance", "label": {"en": "Importance", "zh": "重要性"}})
    return Instrument.model_validate(told)


def answers(n: int, model: Model, seed: int) -> tuple[Responses, np.ndarray, np.ndarray]:
    """Return a simulated survey as it would be read, and the true means of its items."""
    made = simulate(n, form(), seed=seed, model=model)
    columns, k = list(made.columns.values()), len(form().items)
    start = list(made.columns).index("branch") + 2
    ratings = {}
    for battery in form().battery_names:
        values = np.column_stack(columns[start : start + k]).astype(float)
        ratings[battery] = np.where(np.isnan(values), Missing.BLANK, values).astype(np.int16)
        start += k
    satisfaction = np.asarray(made.columns["satisfaction"], dtype=float)
    people = Responses(
        form(), ratings, np.arange(n), Source("made.csv", "0" * 64, n, n, 0),
        outcomes={"satisfaction": satisfaction},
    )  # fmt: skip
    truth = made.truth.items
    return people, truth["importance"], truth["perception"]


# -- gaps, ranks and quadrants: every survey its own truth -----------------------------------------


def any_model(rng: np.random.Generator) -> Model:
    """Return a truth drawn at random, without careless people."""
    return Model(
        wanted=tuple(5.7 + rng.uniform(-0.3, 0.3, 5)),
        received=tuple(5.0 + rng.uniform(-0.4, 0.4, 5)),
        wanted_items=tuple(rng.normal(0, 0.25, 22)),
        received_items=tuple(rng.normal(0, 0.3, 22)),
        careless=0.0,
        comments=0.0,
    )


def quadrant_study(n: int, surveys: int, seed: int) -> Tallies:
    """Return how often intervals, ranks, quadrants and labels were right."""
    found: Tallies = defaultdict(Tally)
    rng = np.random.default_rng(seed)
    for k in range(surveys):
        people, importance, performance = answers(n, any_model(rng), seed * 10_000 + k)
        settings = Settings(seed=k)
        summary = summarize(people, powers=True)
        gaps, scores = (f(summary, form(), settings) for f in (gap_tables, score_tables))
        table = priority_table(summary, form(), settings, gaps, scores, Importance())
        for row, truth in zip(gaps.items, performance - importance, strict=True):
            found["gap",].add(row.ci_low <= truth <= row.ci_high)
        _count_ranks(found, table, performance - importance)
        _count_quadrants(found, table, importance, performance)
    return found


def _count_ranks(found: Tallies, table: Priorities, gap: np.ndarray) -> None:
    true_rank = dict(zip(form().item_ids, ranks(gap, lowest_first=True), strict=True))
    for row in table.ranking("gap", "gap"):
        found["rank",].add(row.rank_low <= true_rank[row.id] <= row.rank_high)


def _count_quadrants(
    found: Tallies, table: Priorities, importance: np.ndarray, performance: np.ndarray
) -> None:
    cross = cross_at("grand_mean", importance, performance)
    for row, i, p in zip(table.items, importance, performance, strict=True):
        true = quadrant(i, p, cross)
        for name, key in PROBABILITY_KEYS.items():
            stated = row.probability[key]
            found["probability", str(np.searchsorted(BINS[1:-1], stated, side="right"))].add(
                name == true, stated
            )
        found["label", row.certainty].add(
            row.quadrant == true, row.probability[PROBABILITY_KEYS[row.quadrant]]
        )


# -- drivers: one truth ----------------------------------------------------------------------------


def driver_model(noise: float | None) -> Model:
    """Return a truth whose outcome has some noise; None for one that is drawn apart."""
    return Model(careless=0.0, comments=0.0, outcome_sd=0.6 if noise is None else noise)


def survey_of(n: int, kind: str, seed: int) -> Responses:
    """Return a survey whose satisfaction is strongly, weakly or not related to anything."""
    people, _, _ = answers(n, driver_model(OUTCOMES[kind]), seed)
    if OUTCOMES[kind] is not None:
        return people
    mixed = np.random.default_rng(seed).permutation(people.outcomes["satisfaction"])
    return replace(people, outcomes={"satisfaction": mixed})


@cache
def truth_of(kind: str) -> dict[tuple[str, str], dict[str, float]]:
    """Return the figures of a very large survey by level and id, R2 under the id ''."""
    summary = merged(_large(kind))
    found = {}
    for level, ids in (("dimension", form().dimension_ids), ("item", form().item_ids)):
        name = next(s for s in summary.sets if f":drivers:{level}:" in s)
        units = dict(zip(summary.layout.columns, summary.layout.units, strict=True))
        unit = np.array([units[c] for c in dict(summary.layout.sets)[name]])
        covariance = summary.sets[name].covariance() / np.outer(unit, unit)
        whole, weights = regression(covariance, LARGE), relative_weights(covariance)
        exact = lmg(correlations(covariance)) if level == "dimension" else None
        parts = weights if exact is None else exact
        found[level, ""] = {"r2": whole.r2}
        for k, i in enumerate(ids):
            found[level, i] = {
                "r": whole.r[k],
                "b": whole.b[k],
                "relative_weight": weights[k],
                "share": parts[k] / whole.r2,
            } | ({} if exact is None else {"lmg": exact[k]})
    return found


def _large(kind: str) -> Iterator[Summary]:
    for block in range(BLOCKS):
        people = survey_of(LARGE, kind, 900 + block)
        layout = replace(plan_for(people).layout(powers=True), powers=(), drawn=None)
        scored = score(people)
        values = np.column_stack([scored[name] for name in layout.columns])
        yield Summary.of(layout, Block(values))


def driver_study(n: int, kind: str, surveys: int, seed: int) -> Tallies:
    """Return how often intervals of r, slopes, parts of R2 and R2 were right."""
    found: Tallies = defaultdict(Tally)
    for k in range(surveys):
        people, settings = survey_of(n, kind, seed * 10_000 + k), Settings(seed=k)
        summary = summarize(people, powers=True)
        scores = score_tables(summary, form(), settings)
        table = importance_table(summary, form(), settings, scores)
        for model in table.models:
            if not model.problem and OUTCOMES[kind] is not None:
                truth = truth_of(kind)[model.level, ""]["r2"]
                found[model.level, "r2"].add(model.r2_low <= truth <= model.r2_high)
        for row in table.drivers:
            if row.share is not None:
                _count_driver(found, row, kind)
    return found


def _count_driver(found: Tallies, row: DriverRow, kind: str) -> None:
    found[row.level, "above_noise"].add(row.above_noise)
    if OUTCOMES[kind] is None:
        return
    for figure, truth in truth_of(kind)[row.level, row.id].items():
        low, high = (getattr(row, f"{figure}_{end}") for end in ("low", "high"))
        if low is not None:
            found[row.level, figure].add(low <= truth <= high)


# -- importance derived by items -------------------------------------------------------------------


def derived_study(n: int, surveys: int, seed: int) -> Tallies:
    """Return how often quadrants and labels were right where importance is derived."""
    found: Tallies = defaultdict(Tally)
    rng = np.random.default_rng(seed)
    for k in range(surveys):
        drivers = tuple(rng.dirichlet(np.full(5, 2.0)) + 0.02)
        model = replace(any_model(rng), drivers=drivers, missing=0.0)
        people, _, performance = answers(n, model, seed * 10_000 + k)
        people = without_importance(people)
        settings, form_of = Settings(seed=k), people.instrument
        summary = summarize(people, powers=True)
        gaps, scores = (f(summary, form_of, settings) for f in (gap_tables, score_tables))
        importance = importance_table(summary, form_of, settings, scores)
        table = priority_table(summary, form_of, settings, gaps, scores, importance)
        found["leads",].add(table.importance_source == "derived")
        if table.importance_source == "derived":
            _count_quadrants(found, table, _true_shares(model, seed * 10_000 + k), performance)
    return found


def without_importance(people: Responses) -> Responses:
    """Return the same people, who were not asked what is important."""
    ratings = {b: codes for b, codes in people.ratings.items() if b != "importance"}
    return replace(people, instrument=load_instrument("servqual"), ratings=ratings)


def _true_shares(model: Model, seed: int) -> np.ndarray:
    """Return the shares of R2 by item in a large survey."""
    people, _, _ = answers(LARGE, model, 10**8 + seed)
    x = np.column_stack([people.ratings["perception"], people.outcomes["satisfaction"]])
    weights = relative_weights(np.cov(x, rowvar=False))
    return np.asarray(weights / weights.sum())


# -- printing --------------------------------------------------------------------------------------


def quadrant_lines(surveys: int) -> Iterator[str]:
    """Yield the tables of the first study."""
    found = {n: quadrant_study(n, surveys, seed) for seed, n in enumerate(PEOPLE, 1)}
    yield from table(
        heads("interval", PEOPLE),
        [
            [words, *(percent(found[n][key,].share) for n in PEOPLE)]
            for key, words in (("gap", "gap of an item"), ("rank", "rank of an item by gap"))
        ],
    )
    yield from _certainty_lines(found)


def derived_lines(surveys: int) -> Iterator[str]:
    """Yield the tables of the third study."""
    found = {n: derived_study(n, surveys, seed) for seed, n in enumerate(DERIVED_PEOPLE, 11)}
    led = [["items lead", *(percent(one["leads",].share) for one in found.values())]]
    yield from table(heads("importance derived by items", found), led)
    yield from _certainty_lines(found)


def _certainty_lines(found: Mapping[int, Tallies]) -> Iterator[str]:
    """Yield how often quadrants were right, by probability and by label."""
    names = [f"{a:g} to {b:g}" for a, b in pairwise(BINS)]
    rows = [[name, *(_bin(one, k) for one in found.values())] for k, name in enumerate(names)]
    yield from table(heads("probability stated", found), rows)
    rows = [[label, *(_label(one, label) for one in found.values())] for label in LABELS]
    yield from table(heads("label", found), rows)


def heads(first: str, people: Iterable[int]) -> list[str]:
    """Return the headings of a table by number of people."""
    return [first, *(f"n = {n:,}" for n in people)]


def _bin(found: Tallies, k: int) -> str:
    one = found["probability", str(k)]
    return f"{percent(one.promised / one.n)} -> {percent(one.share)} ({one.n:,})" if one.n else ""


def _label(found: Tallies, label: str) -> str:
    one, total = found["label", label], sum(found["label", name].n for name in LABELS)
    if not one.n:
        return ""
    return f"{percent(one.n / total)} of items, {percent(one.promised / one.n)} -> " + percent(
        one.share
    )


def driver_lines(surveys: int) -> Iterator[str]:
    """Yield the tables of the second study."""
    asked = [("dimension", n) for n in PEOPLE] + [("item", PEOPLE[-1])]
    for kind, noise in OUTCOMES.items():
        found = {n: driver_study(n, kind, surveys, seed) for seed, n in enumerate(PEOPLE, 1)}
        rows = [
            [figure, *(percent(found[n][level, figure].share) for level, n in asked)]
            for figure in (("r2", *FIGURES, "above_noise") if noise else ("above_noise",))
        ]
        r2 = f", R2 {truth_of(kind)['dimension', '']['r2']:.3f}" if noise else ""
        levels = [f"{level}s, n = {n:,}" for level, n in asked]
        yield from table([f"{kind}{r2}", *levels], rows)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield ""
    for row in (headings, ["---"] * len(headings), *rows):
        yield f"| {' | '.join(row)} |"


def percent(share: float) -> str:
    """Return a share in percent with one decimal."""
    return f"{100 * share:.1f}%" if np.isfinite(share) else ""


def main() -> None:
    """Print the tables of all studies, or of the one asked for."""
    surveys = int(sys.argv[1]) if len(sys.argv) > 1 else SURVEYS
    studies = {"quadrants": quadrant_lines, "drivers": driver_lines, "derived": derived_lines}
    for name in sys.argv[2:] or studies:
        for line in studies[name](surveys):
            print(line, flush=True)


if __name__ == "__main__":
    main()
