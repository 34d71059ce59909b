"""How many people every aim needs, and what some numbers of people can show."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from servqual.analysis.planning.told import Told
from servqual.analysis.planning.wanted import Wanted
from servqual.results.planning import Purpose, ReachRow, SizeRow
from servqual.statistics import planning as count
from servqual.statistics.second_opinion import d_by_t, n_by_t

PEOPLE = (100, 200, 400, 800)
SLACK = 1e-9  # of a person, for what only rounding lifts above a whole number


def sizes(told: Told) -> Iterator[SizeRow]:
    """Yield how many people every aim needs; of those that need more than there are, everybody."""
    most = _most(told)
    for row in _needed(told):
        yield row if row.total <= most else _of_everybody(told, row, int(most))


def _most(told: Told) -> float:
    """Return how many answers there can be, without end where the population is not known."""
    population = told.wanted.population
    if population is None:
        return math.inf
    return max(2, math.floor(population * told.get("response", 1.0) + SLACK))


def _of_everybody(told: Told, row: SizeRow, most: int) -> SizeRow:
    """Return an aim that needs more people than there are with what all of them show."""
    each = most // row.samples
    shown = reach(told, each if row.purpose == "waves" else most)
    invited = None if row.invited is None else told.wanted.population
    reached = getattr(shown, row.purpose)
    return replace(row, n=each, total=each * row.samples, invited=invited, reached=reached)


def _needed(told: Told) -> Iterator[SizeRow]:
    wanted = told.wanted
    level, sd = wanted.confidence, told["sd"]
    nps_sd = count.nps_sd(told["promoters"], told["detractors"])
    yield _of_margin(told, "gap", told.margin, count.n_for_mean(told.margin, sd, level))
    needed = count.n_for_share(wanted.margin_share, told["share"], level)
    yield _of_margin(told, "share", wanted.margin_share, needed)
    needed = count.n_for_mean(wanted.margin_nps, nps_sd, level)
    yield _of_margin(told, "nps", wanted.margin_nps, needed)
    yield _of_test(told, "shortfall", sd)
    if wanted.groups:
        yield _of_test(told, "groups", sd, wanted.groups, count.n_pairs_of(wanted.groups))
    yield _of_test(told, "waves", sd, 2)
    if wanted.panel_r is not None:
        yield _of_test(told, "panel", count.change_sd(sd, wanted.panel_r))


def _of_margin(told: Told, purpose: Purpose, aim: float, needed: float) -> SizeRow:
    n = _up(count.of_population(needed * told.deff, told.population))
    return SizeRow(purpose, aim, 1, 1, _up(needed), None, n, n, _asked(told, n))


def _of_test(
    told: Told, purpose: Purpose, sd: float, samples: int = 1, comparisons: int = 1
) -> SizeRow:
    """Return how many people show a difference; the population makes no test easier."""
    level = count.strictest(told.wanted.confidence, comparisons)
    paired, power, aim = samples == 1, told.wanted.power, told.difference
    normal = (count.n_pairs if paired else count.n_each)(aim, sd, level, power)
    exact = n_by_t(aim / sd, power, 1 - level, paired=paired)
    n = _up((exact or normal) * told.deff)
    total = n * samples
    return SizeRow(
        purpose=purpose,
        aim=aim,
        samples=samples,
        comparisons=comparisons,
        formula=_up(normal),
        exact=None if exact is None else _up(exact),
        n=n,
        total=total,
        invited=_asked(told, total),
    )


def _asked(told: Told, answers: int) -> int | None:
    response = told.get("response", 0.0)
    return _up(answers / response) if response else None


def _up(n: float) -> int:
    return math.ceil(n - SLACK)


def people(wanted: Wanted) -> list[int]:
    """Return the numbers of answers to say what they show, none above a known population."""
    asked = sorted(set(wanted.people)) or list(PEOPLE)
    if not wanted.population:
        return asked
    most = wanted.population
    return [n for n in asked if n <= most] or [most]


def reach(told: Told, n: int) -> ReachRow:
    """Return what so many answers can show."""
    wanted, sd = told.wanted, told["sd"]
    real, level, power = n / told.deff, wanted.confidence, wanted.power
    fpc = count.left_to_ask(n, told.population)
    change = None if wanted.panel_r is None else count.change_sd(sd, wanted.panel_r)
    within = real / wanted.groups if wanted.groups else 0.0
    strict = count.strictest(level, count.n_pairs_of(wanted.groups))
    nps_sd = count.nps_sd(told["promoters"], told["detractors"])
    return ReachRow(
        n=n,
        n_effective=real,
        gap=count.margin_of_mean(sd, max(real, 2), level) * fpc,
        share=count.margin_of_share(told["share"], real, level) * fpc,
        nps=count.margin_of_mean(nps_sd, max(real, 2), level) * fpc,
        shortfall=_shown(sd, real, power, level, paired=True),
        shortfall_formula=count.detectable_difference(sd, real, level, power),
        waves=_shown(sd, real, power, level, paired=False),
        groups=_shown(sd, within, power, strict, paired=False),
        panel=None if change is None else _shown(change, real, power, level, paired=True),
    )


def _shown(sd: float, n: float, power: float, level: float, *, paired: bool) -> float | None:
    """Return the smallest difference that is shown, None for fewer than two people."""
    d = d_by_t(n, power, 1 - level, paired=paired) if n >= 2 else None
    return None if d is None else d * sd
