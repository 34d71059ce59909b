"""When people finished and how long they took, from the columns that the survey tool wrote."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.labels import number
from servqual.importer.matching.targets import short_header
from servqual.importer.opening.table import Table
from servqual.importer.words import plain
from servqual.notes import Note

Numbers = npt.NDArray[np.float64]

_UNITS = (  # seconds in one, and how it is written
    (86400.0, r"d|days?|天"),
    (3600.0, r"h|hrs?|hours?|小时|时|시간|std"),
    (60.0, r"m|mins?|minutes?|minuten?|分钟|分|분"),
    (1.0, r"s|secs?|seconds?|sekunden?|秒钟|秒|초"),
)
_PART = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:"
    + "|".join(f"({words})" for _, words in _UNITS)
    + r")(?![A-Za-z])\.?[\s,，]*",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^(?:(\d+) days? )?(?:(\d+):)?(\d{1,3}):(\d{2}(?:[.,]\d+)?)$")
_TIME = re.compile(
    r"^(?P<a>\d{1,4})[-/.年]\s?(?P<b>\d{1,2})[-/.月]\s?(?P<c>\d{1,4})日?[T ,]+"
    r"(?P<before>[AP]M|上午|下午|오전|오후)?\s*"
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}(?:[.,]\d+)?))?\s*"
    r"(?P<after>[AP]\.?\s?M\.?|上午|下午)?\s*"
    r"(?P<zone>Z|(?:GMT|UTC)?\s?[+\-\u2212]\d{1,2}(?::?\d{2})?|GMT|UTC)?$",
    re.IGNORECASE,
)
_ZONE = re.compile(r"([+\-\u2212])(\d{1,2})(?::?(\d{2}))?$")
_YEAR, _MONTHS = 4, 12  # digits of a year, months of one
_LONGEST = 80  # signs of a length of time
_AFTERNOON = ("p", "下午", "오후")
_EPOCH = datetime.datetime(1970, 1, 1)


@dataclass(frozen=True)
class Times:
    """Seconds that each row took and when it was finished, NaN where unknown; None for no column.

    ``finished`` is in seconds since 1970 by the file's own clock.
    """

    seconds: Numbers | None
    finished: Numbers | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Column:
    """A column of times: its heading and its different cells, taken apart."""

    place: int
    header: str
    cells: Sequence[str]
    found: Mapping[str, re.Match[str]]

    @property
    def zone(self) -> float:
        """How far the first zone that is told is ahead of Greenwich, in seconds."""
        first = next((self.found[cell] for cell in self.cells if cell in self.found), None)
        return _zone(first["zone"]) if first else 0.0


@dataclass(frozen=True)
class Clock:
    """Which columns tell the time, and how they are read.

    Attributes
    ----------
    seconds, start : int or None
        Column of the time that the survey tool measured; of the time of starting.
    ends : tuple of int
        Columns of the time of finishing.
    day_first : bool
        Whether the day stands before the month.
    zone : float
        How far the clock of the first end is ahead of Greenwich, in seconds.
    notes : tuple of Note
        On an order of day and month that nothing told.
    """

    seconds: int | None = None
    start: int | None = None
    ends: tuple[int, ...] = ()
    day_first: bool = False
    zone: float = 0.0
    notes: tuple[Note, ...] = ()


def clock_of(table: Table) -> Clock:
    """Return how the times of a table are read."""
    starts, ends = (_columns_of_times(role, table) for role in ("start", "end"))
    day_first, notes = _order([*starts, *ends], table.file)
    return Clock(
        next((i for i in _columns(table, "seconds") if _known(_durations(table, i))), None),
        starts[0].place if starts else None,
        tuple(end.place for end in ends),
        day_first,
        ends[0].zone if ends else 0.0,
        tuple(notes),
    )


def time_notes(clock: Clock, table: Table, n: int) -> list[Note]:
    """Return the note on the n people whose time taken is known."""
    headers = table.headers
    if clock.seconds is not None:
        values = {"column": short_header(headers[clock.seconds]), "n": n}
        return [Note("timing_column", values, table.file)]
    if clock.start is None or not clock.ends:
        return []
    names = {"start": short_header(headers[clock.start])}
    names |= {"end": short_header(headers[clock.ends[-1]])}
    return [Note("timing_start_end", {**names, "n": n}, table.file)]


def moment(text: str, *, day_first: bool) -> float:
    """Return a time as seconds since 1970 by the clock of Greenwich, NaN for what is none."""
    match = _TIME.match(plain(text))
    return _moment_of(match, day_first=day_first) if match else float("nan")


def contradicts(text: str, *, day_first: bool) -> bool:
    """Say whether a time can only be read with day and month the other way round."""
    match = _TIME.match(plain(text))
    if not match or len(match["a"]) == _YEAR:
        return False
    day, month = int(match["a"]), int(match["b"])
    return (month if day_first else day) > _MONTHS >= (day if day_first else month)


def read_times(table: Table) -> Times:
    """Return time taken and time of finishing of every row of a table.

    Time taken is what the survey tool measured, else the time from start to end. Of several
    columns of ends the last moment counts.
    """
    clock = clock_of(table)
    found = {
        i: _moments(table.columns[i], day_first=clock.day_first)
        for i in (*clock.ends, *(() if clock.start is None else (clock.start,)))
    }
    measured = None if clock.seconds is None else _durations(table, clock.seconds)
    seconds, finished = times_by(clock, measured, found)
    notes = [] if seconds is None else time_notes(clock, table, _known(seconds))
    return Times(seconds, finished, (*clock.notes, *notes))


def _moments(cells: Sequence[str], *, day_first: bool) -> Numbers:
    known = {cell: moment(cell, day_first=day_first) for cell in set(cells)}
    return np.array([known[cell] for cell in cells], dtype=np.float64)


def times_by(
    clock: Clock, measured: Numbers | None, moments: Mapping[int, Numbers]
) -> tuple[Numbers | None, Numbers | None]:
    """Return time taken and time of finishing, from what columns hold; see :class:`Times`.

    ``measured`` holds the time taken in seconds, ``moments`` times by column.
    """
    last = np.fmax.reduce([moments[i] for i in clock.ends]) if clock.ends else None
    seconds = measured
    if seconds is None and clock.start is not None and last is not None:
        seconds = _none_below_zero(last - moments[clock.start])
    return seconds, None if last is None else last + clock.zone


def duration(text: str) -> float:
    """Return a length of time in seconds, NaN for what is none.

    Examples
    --------
    >>> [duration(t) for t in ("60秒", "1分15秒", "00:01:15", "75", "1 h 2 min 3 s", "soon")]
    [60.0, 75.0, 75.0, 75.0, 3723.0, nan]
    """
    clean = plain(text) if len(text) <= _LONGEST else ""
    value = number(clean)
    if value is not None:
        return value if value >= 0 else float("nan")
    clock = _CLOCK.match(clean)
    if clock:
        days, hours, minutes, seconds = (
            float((p or "0").replace(",", ".")) for p in clock.groups()
        )
        return 86400 * days + 3600 * hours + 60 * minutes + seconds
    parts = list(_PART.finditer(clean))
    if not parts or "".join(part[0] for part in parts) != clean:
        return float("nan")
    return sum(_in_seconds(part) for part in parts)


def _in_seconds(part: re.Match[str]) -> float:
    unit = next(u for (u, _), word in zip(_UNITS, part.groups()[1:], strict=True) if word)
    return float(part[1].replace(",", ".")) * unit


def _durations(table: Table, column: int) -> Numbers:
    """Return the lengths of time in a column."""
    known = {cell: duration(cell) for cell in set(table.columns[column])}
    return np.array([known[cell] for cell in table.columns[column]], dtype=np.float64)


def _columns_of_times(role: str, table: Table) -> list[_Column]:
    """Return the columns of a role that hold times."""
    columns = []
    for i in _columns(table, role):
        parsed = {cell: _TIME.match(plain(cell)) for cell in set(table.columns[i])}
        found = {cell: match for cell, match in parsed.items() if match}
        if found:
            columns.append(_Column(i, short_header(table.headers[i]), table.columns[i], found))
    return columns


def _order(columns: Sequence[_Column], file: str) -> tuple[bool, list[Note]]:
    """Return whether the day stands before the month in this file, and a note if that is open."""
    open_in: dict[str, str] = {}
    first: set[bool] = set()
    for column in columns:
        for cell, match in column.found.items():
            a, b = int(match["a"]), int(match["b"])
            if len(match["a"]) < 4 and a != b:
                first |= {True} if a > 12 else {False} if b > 12 else set()
                open_in[column.header] = min(open_in.get(column.header, cell), cell)
    if first or not open_in:
        return first == {True}, []
    example = next(iter(open_in.values())).split()[0]
    return False, [
        Note("dates_order_assumed", {"columns": ", ".join(open_in), "example": example}, file)
    ]


def _columns(table: Table, role: str) -> list[int]:
    return [i for i in range(len(table.headers)) if table.role_of(i) == role]


def _moment_of(match: re.Match[str], *, day_first: bool) -> float:
    """Return seconds since 1970, NaN for a day or hour that does not exist."""
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["a"]) == _YEAR:
        year, month, day = a, b, c
    else:
        year = c if c > 99 else 2000 + c
        month, day = (b, a) if day_first else (a, b)
    half = (match["before"] or match["after"] or "").lower()
    hour = int(match["h"])
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith(_AFTERNOON) else 0)
    try:
        when = datetime.datetime(year, month, day, hour, int(match["m"]))
    except ValueError:
        return float("nan")
    seconds = float((match["s"] or "0").replace(",", "."))
    return (when - _EPOCH).total_seconds() + seconds - _zone(match["zone"])


def _zone(text: str | None) -> float:
    """Return how far a zone such as GMT+7 is ahead of Greenwich, in seconds."""
    match = _ZONE.search(text or "")
    if not match:
        return 0.0
    ahead = 3600.0 * int(match[2]) + 60.0 * int(match[3] or 0)
    return ahead if match[1] == "+" else -ahead


def _none_below_zero(seconds: Numbers) -> Numbers:
    return np.where(seconds >= 0, seconds, np.nan)


def _known(values: Numbers) -> int:
    return int(np.isfinite(values).sum())
