"""Fieldwork while it runs: how many answered, when and where; never what they answered."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.analysis.fieldwork_clock import (
    EPOCH,
    WEEK,
    Clock,
    Days,
    Targets,
    bursts_by_time,
    finished_days,
)
from servqual.errors import SettingsError
from servqual.responses import Responses
from servqual.results.check import StopRow
from servqual.results.fieldwork import FieldGroup, Fieldwork, Outlook
from servqual.scoring import summarize
from servqual.scoring.naming import people_column
from servqual.settings import USUAL_MIN_CELL, Settings
from servqual.statistics.pace import expected_total
from servqual.statistics.tails import t_quantile
from servqual.study.gaps import gap_tables
from servqual.study.scores import score_tables


def fieldwork(  # noqa: PLR0913  what a file cannot say about its fieldwork
    responses: Responses,
    *,
    by: str | Sequence[str] = (),
    quota: Mapping[str, Mapping[str, int]] | None = None,
    invited: Mapping[str, Mapping[str, int]] | int = 0,
    wanted: int = 0,
    start: datetime.date | str | None = None,
    end: datetime.date | str | None = None,
    day: datetime.date | str | None = None,
    confidence: float = 0.95,
    min_cell: int = USUAL_MIN_CELL,
    stops: Sequence[StopRow] = (),
) -> Fieldwork:
    """Return how a survey is getting on: answers per day and group against what is aimed at.

    No mean and no gap is in it, so that nobody steers by half a sample, and groups stand in the
    order of their targets or names, never of their results.

    Parameters
    ----------
    responses : Responses
        With the times that the survey tool wrote, if it did.
    by : str or sequence of str
        People columns: units, modes ...
    quota : mapping of people column to mapping of group to people, optional
        Answers wanted: ``{"branch": {"Centre": 50}}``.
    invited : int, or mapping as ``quota``
        People asked, in all or by group; 0 where it is not known.
    wanted : int
        Answers wanted in all; by default the sum of the quotas of the first column.
    start, end : date or str, optional
        First and last day of fieldwork.
    day : date or str, optional
        The day looked at, by default that of the last answer. Only whole days before it make the
        pace: the last seven, all since the start where there are fewer.
    confidence : float
        Coverage of all limits.
    min_cell : int
        Fewest people in a group that the report will show.
    stops : sequence of StopRow
        The drop-off, as ``servqual.importer.check(...).stops`` has it.

    Returns
    -------
    Fieldwork

    Raises
    ------
    SettingsError
        A column that is not there, a date that is none or before an answer, or a target below 1.

    Examples
    --------
    >>> import servqual as sq
    >>> answers = sq.read(sq.simulate(n=40, seed=3).frame)
    >>> found = sq.fieldwork(answers, quota={"branch": {"City Centre": 10, "Riverside": 30}})
    >>> [(row.group, row.n, row.quota, row.course) for row in found.groups][:2]
    [('City Centre', 12, 10, 'met'), ('Riverside', 10, 30, 'open')]
    """
    Settings(confidence=confidence, min_cell=min_cell)
    asked = invited if isinstance(invited, Mapping) else {}
    targets = Targets(
        quota=_named(responses, quota or {}),
        invited=_named(responses, asked),
        total=invited if isinstance(invited, int) else 0,
        wanted=wanted,
        start=_date("start", start),
        end=_date("end", end),
    )
    _check(targets)
    finished = finished_days(responses)
    clock = Clock.of(finished, targets, _date("day", day))
    score, spread = _spread(responses, confidence)
    counting = _Counting(targets, clock, confidence, spread)
    columns = (by,) if isinstance(by, str) else by
    named = [people_column(responses, name) for name in columns]
    everywhere = tuple(dict.fromkeys((*targets.quota, *targets.invited, *named)))
    groups = tuple(
        row
        for column in everywhere
        for row in counting.column(column, responses.people[column].astype(str), finished)
    )
    return Fieldwork(
        groups=groups,
        everybody=counting.group("", "", finished, *_totals(targets, groups)),
        days=clock.rows(finished),
        bursts=bursts_by_time(finished),
        instrument=responses.instrument,
        file=responses.source.file,
        day=clock.day.isoformat() if clock.day else "",
        rows=responses.source.rows,
        ineligible=responses.source.ineligible,
        undated=int(np.isnan(finished).sum()) if clock.dated else 0,
        outside=clock.outside(finished, targets.start),
        start=targets.start.isoformat() if targets.start else "",
        end=targets.end.isoformat() if targets.end else "",
        days_silent=clock.silent(finished),
        score=score,
        confidence=confidence,
        min_cell=min_cell,
        stops=tuple(stops),
        notes=responses.notes,
    )


# -- what is aimed at ------------------------------------------------------------------------------


def _named(
    responses: Responses, targets: Mapping[str, Mapping[str, int]]
) -> dict[str, Mapping[str, int]]:
    """Return targets under the names that the people columns have."""
    return {people_column(responses, name): groups for name, groups in targets.items()}


def _date(name: str, given: datetime.date | str | None) -> datetime.date | None:
    if not isinstance(given, str):
        return given
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise SettingsError(
            f"the {name} is {given!r}; write it as YYYY-MM-DD, such as 2026-05-31."
        ) from None


def _check(targets: Targets) -> None:
    """Raise for targets that cannot be."""
    if targets.start and targets.end and targets.end < targets.start:
        raise SettingsError(
            f"fieldwork ends on {targets.end}, before its start on {targets.start}. Exchange them."
        )
    if targets.total < 0 or targets.wanted < 0:
        raise SettingsError("invited and wanted are numbers of people; they must be 0 or more.")
    for column, groups in (*targets.quota.items(), *targets.invited.items()):
        for group, n in groups.items():
            if n < 1:
                raise SettingsError(
                    f"{column}: the target of {group!r} is {n}; it must be a number of people, 1 "
                    "or more. Leave the group out if it has none."
                )


def _totals(targets: Targets, rows: Sequence[FieldGroup]) -> tuple[int | None, int | None]:
    """Return how many were asked in all and how many answers are wanted; None if unknown.

    Groups add up to the whole only where nobody belongs to a group without a number.
    """
    asked = _sum(targets.invited, rows)
    wanted = _sum(targets.quota, rows)
    return targets.total or asked or None, targets.wanted or wanted or None


def _sum(told: Mapping[str, Mapping[str, int]], rows: Sequence[FieldGroup]) -> int:
    for column, groups in told.items():
        if not any(row.n for row in rows if row.column == column and row.group not in groups):
            return sum(groups.values())
    return 0


# -- groups ----------------------------------------------------------------------------------------


def _spread(responses: Responses, confidence: float) -> tuple[str, float | None]:
    """Return what the overall score is of, and its SD as the report's interval has it.

    The mean itself is left where it is.
    """
    summary, settings = summarize(responses), Settings(confidence=confidence)
    gaps = gap_tables(summary, responses.instrument, settings).overall
    scores = score_tables(summary, responses.instrument, settings).overall
    if gaps:
        gap = gaps[0]
        return gap.kind, _times_root(gap.se, gap.n)
    received = [row for row in scores if row.battery in ("perception", "satisfaction")] or scores
    if not received:
        return "", None
    return received[0].battery, _times_root(received[0].se, received[0].n)


def _times_root(se: float | None, n: int) -> float | None:
    return se * math.sqrt(n) if se is not None and math.isfinite(se) else None


@dataclass(frozen=True)
class _Counting:
    """What every group is counted with."""

    targets: Targets
    clock: Clock
    confidence: float
    spread: float | None

    def column(self, column: str, groups: npt.NDArray[np.str_], finished: Days) -> list[FieldGroup]:
        """Return the groups of a people column: those with a target first, in its order."""
        quota = self.targets.quota.get(column, {})
        asked = self.targets.invited.get(column, {})
        declared = dict.fromkeys((*quota, *asked))
        others = sorted({str(name) for name in groups} - set(declared), key=lambda n: (not n, n))
        return [
            self.group(column, name, finished[groups == name], asked.get(name), quota.get(name))
            for name in (*declared, *others)
        ]

    def group(
        self, column: str, name: str, finished: Days, asked: int | None, quota: int | None
    ) -> FieldGroup:
        """Return one group from the days on which its people answered."""
        n = len(finished)
        outlook = self._outlook(finished)
        close = quota if outlook is None else round(outlook.total)
        return FieldGroup(
            column,
            name,
            n,
            self._last_week(finished),
            asked,
            quota,
            outlook,
            self._margin(n),
            None if close is None else self._margin(close),
        )

    def _last_week(self, finished: Days) -> int | None:
        if not self.clock.dated or self.clock.day is None:
            return None
        return int((finished >= (self.clock.day - EPOCH).days - WEEK + 1).sum())

    def _outlook(self, finished: Days) -> Outlook | None:
        counts, left = self.clock.counts(finished), self.clock.days_left
        if counts is None or left is None:
            return None
        found = expected_total(counts, len(finished), left, self.confidence)
        return found and Outlook(found.per_day, len(counts), left, *found[1:])

    def _margin(self, n: int) -> float | None:
        """Return half the interval of a mean over n people with everybody's spread."""
        if self.spread is None or n < 2:
            return None
        return t_quantile(0.5 + self.confidence / 2, n - 1) * self.spread / math.sqrt(n)
