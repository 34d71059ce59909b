"""Signs of careless answering, person by person (methods 9.1). Flags are shown; nobody is removed.

Absolute rules look at one person alone, or at exact repetition; only some of them count towards
*suspect*. Indices that depend on what the others answered (the upper 5%, a distance from the mean)
flag attentive people by construction: they are shown and never counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from servqual.instrument import KANO_BATTERIES, Instrument
from servqual.statistics.alike import repeated
from servqual.statistics.careless import no_variance, runs

if TYPE_CHECKING:
    from servqual.responses import Codes, Responses

Mask = npt.NDArray[np.bool_]

# fewer answers say nothing about how somebody answers
FEWEST_ANSWERS = 5
SECONDS_PER_ITEM = 2.0  # Huang, Curran, Keeney, Poposki & DeShon 2012
# LibQUAL+ sets a person aside above 9 inversions in 22 items
INVERSIONS_TOLERATED = 9 / 22
WANTED = ("expectation", "minimum", "desired", "importance")
# rules of one family say the same thing twice and count once
FAMILIES = {
    "no_variance": "no_variance",
    "long_run": "long_run",
    "too_fast": "too_fast",
    "duplicate": "duplicate",
    "duplicate_token": "duplicate",
    "failed_attention": "failed_attention",
}


@dataclass(frozen=True)
class Flag:
    """Whom one rule flags.

    Attributes
    ----------
    rule, battery : str
        ``battery`` is '' for rules on all answers, a gap's name for rules on differences.
    who : bool array, shape (n,)
    counts : bool
        Whether the rule counts towards *suspect*.
    limit : float or None
        Where the rule begins to flag, in its own unit.
    """

    rule: str
    battery: str
    who: Mask
    counts: bool = False
    limit: float | None = None

    @property
    def name(self) -> str:
        """The rule and what it looks at, such as ``long_run:perception``."""
        return f"{self.rule}:{self.battery}"

    @property
    def n(self) -> int:
        """How many people are flagged."""
        return int(self.who.sum())


def received(instrument: Instrument, batteries: Iterable[str]) -> list[str]:
    """Return the batteries of what people received; only these can make anybody suspect.

    Attentive people do give the top mark to everything they want.
    """
    there = [b for b in batteries if b not in KANO_BATTERIES]
    sides = {gap.of for gap in instrument.gaps if gap.of in there}
    return [b for b in there if b in sides or (not sides and b not in WANTED)]


def absolute_flags(answers: Responses, *, duplicates: bool = True) -> list[Flag]:
    """Return whom each absolute rule flags, rules that count towards *suspect* first.

    Without ``duplicates`` nobody is held against others: so are blocks of a large survey judged.
    """
    found = [*_patterns(answers), *_time(answers), *_marks(answers)]
    found += _duplicates(answers) if duplicates else []
    found += [*_wanted(answers), *_gaps(answers), *_inversions(answers)]
    return sorted(found, key=lambda flag: not flag.counts)


def suspects(flags: Iterable[Flag], n: int) -> Mask:
    """Say who is suspect: caught by at least two rules that count, or by an attention item."""
    families: dict[str, Mask] = {}
    for flag in flags:
        if flag.counts:
            family = FAMILIES[flag.rule]
            families[family] = families.get(family, np.zeros(n, dtype=bool)) | flag.who
    if not families:
        return np.zeros(n, dtype=bool)
    failed = families.get("failed_attention", np.zeros(n, dtype=bool))
    return np.asarray((np.sum(list(families.values()), axis=0) >= 2) | failed)


def shown_order(answers: Responses, battery: str) -> Codes:
    """Return the answers to a battery in the order in which its items were presented."""
    codes, order = answers.ratings[battery], answers.order.get(battery)
    return codes if order is None else codes[:, order]


def _patterns(answers: Responses) -> Iterator[Flag]:
    """Yield people without variance and with a run over at least half a battery."""
    instrument = answers.instrument
    counted = received(instrument, answers.ratings)
    for battery, codes in answers.ratings.items():
        if battery in KANO_BATTERIES:
            continue  # to like every good thing is no sign of haste
        lowest, counts = instrument.scale_of(battery).codes[0], battery in counted
        same = no_variance(codes, lowest, FEWEST_ANSWERS)
        yield Flag("no_variance", battery, same, counts, 0.0)
        half = float(max(FEWEST_ANSWERS, -(-codes.shape[1] // 2)))
        longest = runs(shown_order(answers, battery), lowest).longest
        yield Flag("long_run", battery, longest >= half, counts, half)


def n_answered(answers: Responses) -> npt.NDArray[np.int64]:
    """Return how many ratings each person gave."""
    total = np.zeros(len(answers), dtype=np.int64)
    for battery, codes in answers.ratings.items():
        given = _across(codes) >= answers.instrument.scale_of(battery).codes[0]
        total += given.sum(axis=0, dtype=np.int16)
    return total


def _across(codes: Codes) -> Codes:
    """Return answers with an item a row: what is done for every person is done side by side."""
    return np.ascontiguousarray(codes.T)


def _time(answers: Responses) -> Iterator[Flag]:
    """Yield people who took less than two seconds for each rating they gave."""
    if answers.seconds is None or np.isnan(answers.seconds).all():
        return
    answered = n_answered(answers)
    with np.errstate(invalid="ignore"):
        fast = (answers.seconds < SECONDS_PER_ITEM * answered) & (answered >= FEWEST_ANSWERS)
    yield Flag("too_fast", "", np.asarray(fast), True, SECONDS_PER_ITEM)


def _marks(answers: Responses) -> Iterator[Flag]:
    """Yield what the importer noticed: repeated tokens, failed attention items."""
    for name, who in answers.marks.items():
        yield Flag(name, "", who, name in FAMILIES)


def _duplicates(answers: Responses) -> Iterator[Flag]:
    """Yield people whose ratings, outcomes and comments all repeat somebody earlier."""
    # five answers to a few of Kano's questions are the same for many
    rated = [b for b in answers.ratings if b not in KANO_BATTERIES]
    if sum(answers.ratings[b].shape[1] for b in rated) < 2 * FEWEST_ANSWERS:
        return
    columns: list[npt.NDArray[np.generic]] = [*answers.ratings.values()]
    for extra in (*answers.outcomes.values(), *answers.comments.values()):
        _, place = np.unique(extra.astype(str), return_inverse=True)
        columns.append(place.reshape(-1, 1).astype(np.int64))
    again = repeated(np.hstack(columns)) & (n_answered(answers) >= 2 * FEWEST_ANSWERS)
    yield Flag("duplicate", "", again, True)


def _wanted(answers: Responses) -> Iterator[Flag]:
    """Yield people who want the highest of everything."""
    for battery, codes in answers.ratings.items():
        if battery in WANTED:
            ends = answers.instrument.scale_of(battery).codes
            across = _across(codes)
            valid = across >= ends[0]
            below = valid & (across != ends[-1])
            enough = valid.sum(axis=0, dtype=np.int16) >= FEWEST_ANSWERS
            yield Flag("all_maximum", battery, enough & ~below.any(axis=0))


def _gaps(answers: Responses) -> Iterator[Flag]:
    """Yield people whose two ratings are the same, or apart by the same, on every item."""
    for gap in answers.instrument.gaps:
        if not gap.direct and set(gap.batteries) <= set(answers.ratings):
            lowest = answers.instrument.scale_of(gap.of).codes[0]
            of, minus = _across(answers.ratings[gap.of]), _across(answers.ratings[gap.minus])
            pairs = (of >= lowest) & (minus >= lowest)
            difference, ends = of - minus, np.iinfo(np.int16)
            low = np.where(pairs, difference, np.int16(ends.max)).min(axis=0)
            high = np.where(pairs, difference, np.int16(ends.min)).max(axis=0)
            alike = (pairs.sum(axis=0, dtype=np.int16) >= FEWEST_ANSWERS) & (low == high)
            yield Flag("no_gap", gap.name, alike & (low == 0))
            yield Flag("constant_gap", gap.name, alike & (low != 0))


def _inversions(answers: Responses) -> Iterator[Flag]:
    """Yield people whose minimum lies above what they desire, on any item and on many."""
    if not {"minimum", "desired"} <= set(answers.ratings):
        return
    minimum, desired = answers.ratings["minimum"], answers.ratings["desired"]
    lowest = answers.instrument.scale_of("minimum").codes[0]
    above = ((minimum >= lowest) & (desired >= lowest) & (minimum > desired)).sum(axis=1)
    most = INVERSIONS_TOLERATED * minimum.shape[1]
    yield Flag("inversion", "minimum", above > 0, False, 0.0)
    yield Flag("many_inversions", "minimum", above > most + 1e-9, False, most)
