"""A pilot: what few answers can say about the questionnaire, and nothing about the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from servqual.errors import SettingsError, UndefinedStatisticError
from servqual.instrument import Instrument
from servqual.quality.careless import n_answered
from servqual.responses import Missing, Responses
from servqual.results.check import StopRow
from servqual.results.pilot import (
    FEWEST,
    Advice,
    Pilot,
    PilotAlpha,
    PilotItem,
    PilotRating,
    PilotTime,
    Portion,
    Reason,
)
from servqual.scoring import turned
from servqual.settings import Settings
from servqual.statistics.fisher import correlation_limits
from servqual.statistics.moments import Array
from servqual.statistics.reliability import cronbach_alpha, feldt_limits, item_reliabilities
from servqual.statistics.shares import wilson

# where the lower limit of a share lies above these, people trip over the item
MUCH_UNANSWERED = 0.05  # more cannot be left out of an analysis without a thought (Schafer 1999)
MUCH_CANNOT = 0.10
MUCH_AT_END = 0.50  # of the ratings at the best, or at the lowest answer
LOW_ITEM_REST_R = 0.30  # Nunnally & Bernstein 1994
FEWEST_FOR_R = 10
WANTED = ("expectation", "desired", "minimum", "importance")
GRAVER: tuple[Advice, ...] = ("keep", "reword", "drop")


def pilot(
    responses: Responses, *, confidence: float = 0.95, stops: Sequence[StopRow] = ()
) -> Pilot:
    """Return what a pilot says about a questionnaire, item by item; nothing about the service.

    No factors, no quadrants, no gaps: 20 to 50 people cannot carry them. Every advice rests on the
    limits of a figure, never on the figure alone, so that few people lead to few advices.

    Parameters
    ----------
    responses : Responses
        Of 10 people or more. Above 50 the result says that it is no pilot any more.
    confidence : float
        Coverage of all limits.
    stops : sequence of StopRow
        The drop-off, as ``servqual.importer.check(...).stops`` has it.

    Returns
    -------
    Pilot
        An item is to be kept unless, in a set of ratings, more than 10% cannot answer it or its
        correlation with the rest of its dimension lies below .30 (drop?), or more than 5% leave it
        out, it runs against the rest, all give one answer, or most of those who rate what they
        received give the best or the lowest answer (reword); each by the whole interval.

    Raises
    ------
    SettingsError
        Fewer than 10 people, no ratings, or a confidence that makes no sense.

    Examples
    --------
    >>> import servqual as sq
    >>> found = sq.pilot(sq.read(sq.simulate(n=30, seed=3).frame))
    >>> found.n, found.size, len(found.items), found.items[0].advice
    (30, 'usual', 22, 'keep')
    """
    Settings(confidence=confidence)
    if len(responses) < FEWEST:
        raise SettingsError(
            f"{responses.source.file}: {len(responses)} people answered. A pilot needs at least "
            f"{FEWEST}, better 20 to 50; of fewer, a table would show what one person said. Ask "
            "more people, or sit down with those who answered."
        )
    ratings = tuple(_ratings(responses, confidence))
    if not ratings:
        raise SettingsError(
            f"{responses.source.file}: nobody was asked for ratings, so there is nothing that a "
            "pilot could say of the items."
        )
    items = tuple(
        _advised(item.id, item.dimension, [row for row in ratings if row.item == item.id])
        for item in responses.instrument.items
    )
    return Pilot(
        items=items,
        ratings=ratings,
        alphas=tuple(_alphas(responses, confidence)),
        instrument=responses.instrument,
        file=responses.source.file,
        rows=responses.source.rows,
        n=len(responses),
        ineligible=responses.source.ineligible,
        confidence=confidence,
        time=_time(responses),
        stops=tuple(stops),
        notes=responses.notes,
    )


# -- what to do ------------------------------------------------------------------------------------


def _advised(item: str, dimension: str, rows: Sequence[PilotRating]) -> PilotItem:
    """Return an item with every reason, the gravest first."""
    reasons = [reason for row in rows for reason in _reasons(row)]
    reasons.sort(key=lambda reason: -GRAVER.index(reason.asks))
    return PilotItem(item, dimension, reasons[0].asks if reasons else "keep", tuple(reasons))


def _reasons(row: PilotRating) -> Iterator[Reason]:
    """Yield why an item should be looked at in one set of ratings."""
    if not row.n:
        yield Reason("nobody", row.battery, "drop")
        return
    if row.cannot and row.cannot.low > MUCH_CANNOT:
        yield Reason("cannot_answer", row.battery, "drop")
    if row.unanswered and row.unanswered.low > MUCH_UNANSWERED:
        yield Reason("unanswered", row.battery, "reword")
    yield from _of_correlation(row)
    yield from _of_ends(row)


def _of_correlation(row: PilotRating) -> Iterator[Reason]:
    if row.item_rest_r is None or row.r_low is None or row.r_high is None:
        return
    if row.r_high < 0:
        yield Reason("against", row.battery, "reword")
    elif row.r_high < LOW_ITEM_REST_R:
        yield Reason("apart", row.battery, "drop")
    elif row.item_rest_r < LOW_ITEM_REST_R:
        yield Reason("open", row.battery, "keep")


def _of_ends(row: PilotRating) -> Iterator[Reason]:
    """Yield what is to be said of answers that crowd at one end of the scale."""
    best, lowest = row.top, row.bottom
    if row.same_answer:
        yield Reason("same_answer", row.battery, "reword")
    elif best and best.low > MUCH_AT_END:
        # that people want the most is the rule, and no fault of an item
        wanted = row.battery in WANTED
        yield Reason(
            "wanted_ceiling" if wanted else "ceiling", row.battery, "keep" if wanted else "reword"
        )
    elif lowest and lowest.low > MUCH_AT_END:
        yield Reason("floor", row.battery, "reword")


# -- figures ---------------------------------------------------------------------------------------


def _ratings(responses: Responses, confidence: float) -> Iterator[PilotRating]:
    """Yield every item in every set of ratings, items of one set together."""
    form = responses.instrument
    for battery in (b for b in form.rated_batteries if b in responses.ratings):
        values, codes = turned(responses, battery), responses.ratings[battery]
        correlations = _correlations(responses, values, confidence)
        low, high = (form.scale_of(battery).codes[end] for end in (0, -1))
        for place, item in enumerate(form.items):
            given, kinds = values[:, place], codes[:, place]
            n, asked = int((~np.isnan(given)).sum()), int((kinds != Missing.NOT_SHOWN).sum())
            cannot = int(np.isin(kinds, (Missing.NOT_APPLICABLE, Missing.DONT_KNOW)).sum())
            r, limits, r_n, problem = correlations[place]
            yield PilotRating(
                item.id,
                item.dimension,
                battery,
                n,
                _part(asked - n - cannot, asked, confidence),
                _part(cannot, asked, confidence),
                _part(int((given == high).sum()), n, confidence),
                _part(int((given == low).sum()), n, confidence),
                len(np.unique(given[~np.isnan(given)])) == 1,
                r,
                *limits,
                r_n,
                problem,
            )


def _part(n: int, of: int, confidence: float) -> Portion | None:
    return Portion(n, of, *wilson(n, of, confidence)) if of else None


_Correlation = tuple[float | None, tuple[float | None, float | None], int, str]


def _correlations(responses: Responses, values: Array, confidence: float) -> list[_Correlation]:
    """Return for each item its correlation with the rest of its dimension, limits, n, problem."""
    form = responses.instrument
    found: list[_Correlation] = [(None, (None, None), 0, "one_item")] * len(form.items)
    for dimension in form.dimension_ids:
        places = [k for k, item in enumerate(form.items) if item.dimension == dimension]
        if len(places) < 2:
            continue
        complete = _complete(values[:, places])
        n = len(complete)
        if n < FEWEST_FOR_R:
            for k in places:
                found[k] = (None, (None, None), n, _few(form, dimension))
            continue
        for k, row in zip(places, item_reliabilities(_covariance(complete)), strict=True):
            r = row.item_rest_r
            limits = (None, None) if r is None else correlation_limits(r, n, confidence)
            found[k] = (r, limits, n, "no_spread" if r is None else "")
    return found


def _alphas(responses: Responses, confidence: float) -> Iterator[PilotAlpha]:
    """Yield alpha of every dimension in every set of ratings."""
    form = responses.instrument
    for battery in (b for b in form.rated_batteries if b in responses.ratings):
        values = turned(responses, battery)
        for dimension in form.dimension_ids:
            places = [k for k, item in enumerate(form.items) if item.dimension == dimension]
            found = _alpha(battery, dimension, values[:, places], confidence)
            if found.problem == "too_few_people":
                found = replace(found, problem=_few(form, dimension))
            yield found


def _few(form: Instrument, dimension: str) -> str:
    """Return why too few people answered every item of a dimension."""
    together = form.asks_together(form.items_of(dimension))
    return "too_few_people" if together else "not_asked_together"


def _alpha(battery: str, dimension: str, values: Array, confidence: float) -> PilotAlpha:
    complete, k = _complete(values), values.shape[1]
    row = (battery, dimension, k, len(complete))
    if k < 2 or len(complete) < FEWEST_FOR_R:
        return PilotAlpha(*row, problem="one_item" if k < 2 else "too_few_people")
    try:
        alpha = cronbach_alpha(_covariance(complete))
    except UndefinedStatisticError:
        return PilotAlpha(*row, problem="no_spread")
    return PilotAlpha(*row, alpha, *feldt_limits(alpha, len(complete), k, confidence))


def _complete(values: Array) -> Array:
    return np.asarray(values[~np.isnan(values).any(axis=1)])


def _covariance(values: Array) -> Array:
    return np.atleast_2d(np.cov(values, rowvar=False, ddof=1))


def _time(responses: Responses) -> PilotTime | None:
    """Return how long people took, None where fewer than ten times are known."""
    if responses.seconds is None:
        return None
    known = np.isfinite(responses.seconds)
    if known.sum() < FEWEST:
        return None
    seconds = responses.seconds[known]
    rated = np.maximum(n_answered(responses)[known], 1)
    lower, median, upper = np.quantile(seconds, (0.25, 0.5, 0.75)).tolist()
    return PilotTime(int(known.sum()), lower, median, upper, float(np.median(seconds / rated)))
