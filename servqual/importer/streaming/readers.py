"""What reads the columns of a survey, decided on its first rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.attention import attention_items, is_right
from servqual.importer.answers.cells import number
from servqual.importer.answers.decoding import Decoder
from servqual.importer.answers.extras import outcome_readers, text_columns, weight
from servqual.importer.answers.numbers import NO_NUMBER, NumberReader, Numbers
from servqual.importer.answers.points import points_readers
from servqual.importer.answers.ratings import settled_batteries
from servqual.importer.answers.valuelabels import labeller
from servqual.importer.layouts.model import Layout, layouts
from servqual.importer.matching.columns import Plan
from servqual.importer.matching.targets import Target
from servqual.importer.opening.table import Table
from servqual.importer.options import Options
from servqual.importer.people.timing import Clock, clock_of, contradicts, duration, moment
from servqual.importer.reading import with_times
from servqual.importer.streaming.lookups import Lookup
from servqual.importer.streaming.settling import Words
from servqual.importer.words import seen
from servqual.instrument import FORM_COLUMN, KANO_BATTERIES

WRONG = -np.inf  # in place of a number that cannot be read
RIGHT, MISSED, NOT_ASKED = 1, 0, -1
_WIDEST = 1_001  # whole numbers of an outcome that are tried one by one


@dataclass(frozen=True)
class RatingColumn:
    """A column of ratings: where its answers go, and what reads them."""

    battery: str
    place: int
    column: int
    lookup: Lookup
    why: Callable[[str], str]


@dataclass(frozen=True)
class NumberColumn:
    """A column of points or of an outcome, and what reads it; a fault is ``WRONG``."""

    column: int
    lookup: Lookup
    reader: NumberReader

    def why(self, text: str) -> str:
        """Return what is wrong with a text."""
        found = self.reader(text)
        return found if isinstance(found, str) else NO_NUMBER


@dataclass(frozen=True)
class Readers:
    """What reads every column that is used.

    Attributes
    ----------
    table : Table
        Of the first rows, the different texts of the columns that are used.
    """

    table: Table
    plan: Plan
    options: Options
    clock: Clock

    def __getstate__(self) -> dict[str, object]:
        """Return what a pickle holds: what was decided, from which readers are made again."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)

    @cached_property
    def ratings(self) -> tuple[RatingColumn, ...]:
        """The columns of ratings; those of which the file says the same share a lookup."""
        batteries = settled_batteries(self.table, self.plan, self.options)
        found, shared = [], dict[int, Lookup]()
        for battery in batteries:
            words = Words(batteries, battery, self.table, self.plan, self.options)
            for place, column in battery.columns.items():
                reader = battery.reader(self.table, column, battery.behind[place])
                code = partial(words.code, column, place)
                lookup = shared.get(id(reader)) or Lookup(
                    code, np.int16, straight=_straight_codes(code, reader), numeric=True
                )
                shared[id(reader)] = lookup
                why = partial(words.why, column, place)
                found.append(RatingColumn(battery.name, place, column, lookup, why))
        return tuple(found)

    @cached_property
    def points(self) -> tuple[NumberColumn, ...]:
        """The columns of points or ranks, one per dimension of the whole questionnaire."""
        found = points_readers(self.table, self.plan, self.options)
        return tuple(_number_column(column, reader) for column, reader in found)

    @cached_property
    def outcomes(self) -> dict[str, NumberColumn]:
        """The columns of outcomes by id."""
        found = outcome_readers(self.table, self.plan, self.options)
        return {name: _number_column(column, reader) for name, (column, reader) in found.items()}

    @cached_property
    def people(self) -> dict[str, tuple[int, Lookup]]:
        """The people columns by id; the answer to a cell is the text that is shown."""
        found = {}
        for name, column in text_columns(self.plan, "people").items():
            shown = labeller(self.table, column)
            found[name] = column, Lookup(partial(_shown, shown), object)
        return found

    @cached_property
    def attention(self) -> dict[int, Lookup]:
        """The columns of attention items: ``RIGHT``, ``MISSED`` or ``NOT_ASKED``."""
        items = attention_items(self.plan, self.options)
        return {
            column: Lookup(partial(_verdict, right), np.int16, numeric=True)
            for column, right in items.items()
        }

    @cached_property
    def weights(self) -> Lookup:
        """Of weights in text; NaN for anything that cannot be one."""
        return Lookup(weight, np.float64)

    @cached_property
    def seconds(self) -> Lookup:
        """Of the time that the survey tool measured."""
        return Lookup(duration, np.float64, numeric=True)

    @cached_property
    def moments(self) -> Lookup:
        """Of times of starting and finishing."""
        return Lookup(self._moment, np.float64)

    def _moment(self, text: str) -> float:
        first = self.clock.day_first
        against = self.clock.notes and contradicts(text, day_first=first)
        return WRONG if against else moment(text, day_first=first)

    @property
    def weights_column(self) -> int | None:
        """Column of survey weights, None for none."""
        return self.plan.column_of(Target("weights"))

    @property
    def form_column(self) -> int | None:
        """Column that says who answered which version, None where there are none."""
        found = self.plan.column_of(Target("people", FORM_COLUMN))
        return found if self.plan.instrument.forms else None

    @property
    def settled_scales(self) -> frozenset[str]:
        """Batteries whose scale is not in doubt."""
        return frozenset({*self.options.batteries_given, *KANO_BATTERIES})

    @cached_property
    def layout(self) -> Layout | None:
        """The layout of the survey tool if it tells which rows are no answers of respondents."""
        found = layouts().get(self.table.layout)
        says = found and (
            found.dropped or found.flagged or found.unfinished or found.unfinished_without_end
        )
        return found if says else None

    @cached_property
    def telling(self) -> tuple[int, ...]:
        """The columns in which a survey tool says which rows are no answers of respondents."""
        roles = ("status", "progress", "end") if self.layout else ()
        given = enumerate(self.table.roles)
        return tuple(i for i, role in given if role in roles)

    @cached_property
    def used(self) -> frozenset[int]:
        """Every column that is read."""
        single = (self.weights_column, self.clock.seconds, self.clock.start)
        return frozenset(
            {
                *(found.column for found in self.ratings),
                *(found.column for found in self.points),
                *(found.column for found in self.outcomes.values()),
                *(column for column, _ in self.people.values()),
                *self.attention,
                *self.clock.ends,
                *self.telling,
                *(column for column in single if column is not None),
            }
        )


def readers_of(table: Table, plan: Plan, options: Options) -> Readers:
    """Return what reads the columns of a survey whose first rows are a table."""
    clock = clock_of(with_times(table, plan))
    used = Readers(table, plan, options, clock).used
    different = {i: set(table.columns[i]) for i in used}
    return Readers(distinct_table(table, different), plan, options, clock)


def distinct_table(table: Table, texts: Mapping[int, Iterable[str]]) -> Table:
    """Return a table with the different texts of some columns, blanks below and elsewhere."""
    lists = {column: sorted(found) for column, found in texts.items()}
    n = max(map(len, lists.values()), default=0)
    columns = tuple(
        tuple(lists[i]) + ("",) * (n - len(lists[i])) if i in lists else ("",) * n
        for i in range(len(table.headers))
    )
    return replace(table, columns=columns, rows=np.zeros(n, np.int64))


def _straight_codes(code: Callable[[str], int], reader: Decoder) -> tuple[int, int] | None:
    """Return the ends of the scale if all its points stand for themselves."""
    low, high = reader.scale.min, reader.scale.max
    return (low, high) if all(code(str(v)) == v for v in range(low, high + 1)) else None


def _number_column(column: int, reader: NumberReader) -> NumberColumn:
    def answer(text: str) -> float:
        value = reader(text)
        return WRONG if isinstance(value, str) else value

    straight = _straight_numbers(reader)
    decimals = _decimals(reader)
    lookup = Lookup(answer, np.float64, straight=straight, decimals=decimals, numeric=True)
    return NumberColumn(column, lookup, reader)


def _straight_numbers(reader: NumberReader) -> tuple[int, int] | None:
    """Return the whole numbers between the ends if all of them stand for themselves."""
    if not reader.ends:
        return None
    low, high = int(np.ceil(reader.ends[0])), int(np.floor(reader.ends[1]))
    if high - low >= _WIDEST:
        return None
    return (low, high) if all(reader(str(v)) == v for v in range(low, high + 1)) else None


def _decimals(reader: NumberReader) -> Callable[[Numbers], Numbers] | None:
    """Return what reads numbers that are no whole ones; None where some of them are codes."""
    words = (word for word in (*reader.missing, *reader.labels) if any(map(str.isdigit, word)))
    codes = (number(word) for word in words)
    if any(code is not None and not code.is_integer() for code in codes):
        return None

    def read(values: Numbers) -> Numbers:
        if reader.whole:
            return np.full(len(values), WRONG)
        low, high = reader.ends or (-np.inf, np.inf)
        fits: npt.NDArray[np.bool_] = (low <= values) & (values <= high) & np.isfinite(values)
        return np.where(fits, values, WRONG)

    return read


def _shown(shown: Callable[[str], str], text: str) -> str:
    return seen(shown(text))


def _verdict(right: Iterable[str], text: str) -> int:
    found = is_right(text, right)
    return NOT_ASKED if found is None else int(found)
