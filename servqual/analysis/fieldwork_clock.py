"""When answers came: the days of fieldwork, its bursts, and what it aims at."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.errors import SettingsError
from servqual.responses import Responses
from servqual.results.fieldwork import DayRow, FieldBurst
from servqual.statistics.alike import bursts

DAY = 86400.0
WEEK = 7  # days that the pace is read from, so that every day of the week counts once
EPOCH = datetime.date(1970, 1, 1)
Days = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Targets:
    """What fieldwork aims at.

    Attributes
    ----------
    quota, invited : mapping of people column to mapping of group to people
        Answers wanted of a group, and people asked there.
    total : int
        People asked in all; 0 where it is not known.
    wanted : int
        Answers wanted in all, where no column says it; 0 where it is not known.
    start, end : date, optional
        First and last day of fieldwork.
    """

    quota: Mapping[str, Mapping[str, int]]
    invited: Mapping[str, Mapping[str, int]]
    total: int = 0
    wanted: int = 0
    start: datetime.date | None = None
    end: datetime.date | None = None


def finished_days(responses: Responses) -> Days:
    """Return the day of each answer, counted from 1970, NaN where unknown."""
    if responses.finished is None:
        return np.full(len(responses), np.nan)
    return responses.finished / DAY


def _as_date(days: float) -> datetime.date:
    return EPOCH + datetime.timedelta(days=math.floor(days))


@dataclass(frozen=True)
class Clock:
    """The day looked at, the first day, and the end; None without any time."""

    dated: bool
    day: datetime.date | None
    first: datetime.date | None
    end: datetime.date | None

    @classmethod
    def of(cls, finished: Days, targets: Targets, day: datetime.date | None) -> Clock:
        """Return the clock of these answers; a day before the last of them is refused."""
        known = finished[~np.isnan(finished)]
        if not known.size:
            return cls(False, day, targets.start, targets.end)
        last = _as_date(known.max())
        if day is not None and day < last:
            raise SettingsError(
                f"the day is {day}, but the file holds answers of {last}. Name a day on or after "
                "it, or leave it out."
            )
        return cls(True, day or last, targets.start or _as_date(known.min()), targets.end)

    @property
    def days_left(self) -> int | None:
        """Whole days until the close, None where the end is not known."""
        if self.day is None or self.end is None:
            return None
        return max(0, (self.end - self.day).days)

    def counts(self, finished: Days) -> Days | None:
        """Return the answers of the whole days that make the pace, None without times."""
        if not self.dated or self.day is None or self.first is None:
            return None
        last = min(self.day, self.end + datetime.timedelta(days=1)) if self.end else self.day
        k = min(WEEK, max(0, (last - self.first).days))
        start = (last - EPOCH).days - k
        place = np.floor(finished[~np.isnan(finished)]) - start
        inside = place[(place >= 0) & (place < k)].astype(np.int64)
        return np.bincount(inside, minlength=k).astype(np.float64)

    def rows(self, finished: Days) -> tuple[DayRow, ...]:
        """Return every day from the first answer to the day looked at."""
        known = np.floor(finished[~np.isnan(finished)]).astype(np.int64)
        if not known.size or self.day is None or self.first is None:
            return ()
        start = min((self.first - EPOCH).days, int(known.min()))
        counts = np.bincount(known - start, minlength=(self.day - EPOCH).days - start + 1)
        return tuple(
            DayRow(_as_date(start + k).isoformat(), n, so_far)
            for k, (n, so_far) in enumerate(
                zip(counts.tolist(), counts.cumsum().tolist(), strict=True)
            )
        )

    def outside(self, finished: Days, start: datetime.date | None) -> int:
        """Return how many answers came before the first or after the last day of fieldwork."""
        early = finished < (start - EPOCH).days if start else np.zeros(len(finished), dtype=bool)
        if self.end is None:
            return int(early.sum())
        return int((early | (finished >= (self.end - EPOCH).days + 1)).sum())

    def silent(self, finished: Days) -> int:
        """Return how many whole days before the day looked at have no answer."""
        known = finished[~np.isnan(finished)]
        if not known.size or self.day is None:
            return 0
        return max(0, (self.day - _as_date(known.max())).days - 1)


def bursts_by_time(finished: Days) -> tuple[FieldBurst, ...]:
    """Return the bursts in the order of time."""
    found = bursts(np.round(finished * DAY, 3))
    rows = []
    for burst in sorted(found, key=lambda one: one.start):
        when = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=burst.start)
        rows.append(FieldBurst(f"{when:%Y-%m-%d}", f"{when:%H:%M:%S}", burst.n, burst.seconds))
    return tuple(rows)
