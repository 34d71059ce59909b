"""Answers, block by block, to everything that a study needs of a survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from servqual.notes import Notes
from servqual.quality import suspects
from servqual.quality.careless import absolute_flags
from servqual.responses import Responses, Source
from servqual.scoring.apart import apart
from servqual.scoring.breakdown_sums import BreakdownSums, Rows, codes_of
from servqual.scoring.counting import extra_counts
from servqual.scoring.merging import (
    both_classes,
    both_notes,
    both_sources,
    is_crossed,
)
from servqual.scoring.naming import BETWEEN, asked_outcome, breakdown_column, strict, texts
from servqual.scoring.scores import plan_for, scored_values
from servqual.scoring.slices import means_alone
from servqual.scoring.summing import summarize
from servqual.scoring.survey_summary import Asked, SurveySummary
from servqual.settings import parents
from servqual.statistics.accumulate import Accumulator
from servqual.statistics.moments import Array
from servqual.statistics.summary import Block, Summary

Counted = Mapping[str, tuple[int, float]]
Mask = npt.NDArray[np.bool_]

ROWS_AT_ONCE = 8192  # scored together: 8 MB for 22 items in two batteries, near the processor


def gather(responses: Responses, asked: Asked | None = None) -> SurveySummary:
    """Return the sums of some answers that are at hand.

    Parameters
    ----------
    responses : Responses
    asked : Asked, optional

    Raises
    ------
    SettingsError
        What was asked for does not fit the answers.

    Examples
    --------
    >>> import servqual as sq
    >>> answers = sq.read(sq.simulate(n=60, seed=2).frame)
    >>> found = gather(answers, Asked(by=("branch",)))
    >>> len(found), sum(group.n for group in found.groups["branch"].values())
    (60, 60)
    """
    gathering = Gathering(asked or Asked())
    gathering.add(responses)
    return gathering.summary()


class Gathering:
    """Sums that blocks of answers are added to, in any order.

    Every block holds other people of the same survey: the same questionnaire, batteries, outcomes
    and people columns. ``source`` and ``notes`` of a block are of that block alone; ``rows`` are
    numbers of the whole source.

    Of up to 200 groups of a breakdown all sums of a group are kept, some 0.55 MB each for 22 items
    in two batteries without weights and 1.4 MB with them: at most 110 or 280 MB. Of more groups the
    few sums that units are compared by stay, some 25 or 70 KB each, of 5,000 groups at most.

    Parameters
    ----------
    asked : Asked

    Examples
    --------
    >>> import servqual as sq
    >>> answers = sq.read(sq.simulate(n=60, seed=2).frame)
    >>> gathering = Gathering(Asked())
    >>> for places in np.arange(25), np.arange(25, 60):
    ...     gathering.add(answers.take(places))
    >>> len(gathering.summary())
    60
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._sums: _Sums | None = None
        self._source: Source | None = None
        self._notes = Notes()

    def add(self, responses: Responses) -> None:
        """Add a block of answers; one without anybody adds its notes and rows.

        Raises
        ------
        SettingsError
            What was asked for does not fit the answers, or a column has so many values that it
            does not name groups.
        ValueError
            The block is not of the same survey as the others.
        """
        if self._sums is None:
            self._sums = _Sums(self._asked, responses)
        self._sums.add(responses)
        own = replace(responses.source, respondents=len(responses))
        self._source = own if self._source is None else both_sources(self._source, own)
        self._notes = both_notes(self._notes, responses.notes)

    def summary(self) -> SurveySummary:
        """Return the sums of all blocks so far.

        Raises
        ------
        ValueError
            No block was added.
        """
        if self._sums is None or self._source is None:
            raise ValueError("nothing was added: there is no block to sum up")
        return self._sums.summary(self._source, self._notes)


class _Sums:
    """The sums themselves; what they are of is settled by the first block."""

    def __init__(self, asked: Asked, first: Responses) -> None:
        by = tuple(dict.fromkeys(breakdown_column(first, name) for name in asked.by))
        self.asked = replace(asked, by=by, outcome=asked_outcome(first, asked.outcome))
        self.first = first.take(np.zeros(0, dtype=np.intp))
        self.weighted = asked.weighted and first.weights is not None
        plan = plan_for(first)
        self.plan = plan
        self.layout = plan.layout(
            powers=True,
            answer_pairs=asked.structure == "full",
            asked_outcome=self.asked.outcome,
        )
        self.total = Accumulator(self.layout, self.weighted)
        self.extra: dict[str, int] = {}
        self.suspects = Accumulator(plan.layout(), self.weighted)
        sides = [side for name in by for side in (*self._sides(name), name)]
        self.breakdowns = {
            name: BreakdownSums(name, plan.layout(), self._sides(name))
            for name in dict.fromkeys(sides)
        }
        self.classes: dict[str, Counted | None] = {name: {} for name in first.people}
        self.beside: dict[str, Summary] = {}
        self.weights_range: tuple[float, float] | None = None

    def _sides(self, name: str) -> tuple[str, ...]:
        """Return the two columns that a breakdown crosses, none where it is one column."""
        people = self.first.people
        return parents(name) if name not in people and is_crossed(name, people) else ()

    def add(self, responses: Responses) -> None:
        self._check(responses)
        for start in range(0, len(responses), ROWS_AT_ONCE):
            self._add(_cut(responses, start, start + ROWS_AT_ONCE))

    def _add(self, responses: Responses) -> None:
        used = replace(
            responses,
            weights=responses.weights if self.weighted else None,
            sampled=None,
            unit=None,
        )
        counted = used
        if self.asked.incomplete == "listwise":
            counted = replace(used, instrument=strict(used.instrument))
        values = scored_values(counted)
        flags = absolute_flags(used, duplicates=False)
        suspect = suspects(flags, len(used))
        self._add_total(counted, values, suspect, extra_counts(counted, flags=flags))
        self._add_groups(counted, values)
        self._add_beside(used, counted)
        if used.weights is not None:
            low, high = float(used.weights.min()), float(used.weights.max())
            before = self.weights_range or (low, high)
            self.weights_range = (min(low, before[0]), max(high, before[1]))

    def _check(self, responses: Responses) -> None:
        first = self.first
        same = (
            responses.instrument == first.instrument
            and plan_for(responses) == self.plan
            and set(responses.people) == set(first.people)
            and (responses.weights is None) == (first.weights is None)
        )
        if not same:
            raise ValueError("a block is not of the same survey as the one before it")

    def _add_total(
        self, counted: Responses, values: Array, suspect: Mask, extra: Mapping[str, int]
    ) -> None:
        weights = counted.weights
        self.total.add(Block(values, weights, extra, counted.rows))
        if suspect.any():
            part = None if weights is None else weights[suspect]
            self.suspects.add(Block(values[suspect], part, {}, counted.rows[suspect]))

    def _add_groups(self, counted: Responses, values: Array) -> None:
        labels = {name: texts(own) for name, own in counted.people.items()}
        self._count_classes(labels, counted.weights)
        if not self.breakdowns:
            return
        means = means_alone(counted, dict(zip(self.layout.columns, values.T, strict=True)))
        few = np.column_stack(
            [np.zeros((len(counted), 0)), *(means.scored[name] for name in means.layout.columns)]
        )
        for name, own in self.breakdowns.items():
            if own.sides:
                a, b = (labels[side] for side in own.sides)
                named = [f"{x}{BETWEEN}{y}" for x, y in zip(a, b, strict=True)]
            else:
                named = labels[name]
            own.add(named, Rows(values, few, counted.weights, counted.rows), means.layout)

    def _count_classes(self, labels: Mapping[str, Sequence[str]], weights: Array | None) -> None:
        for name, values in labels.items():
            before = self.classes[name]
            if before is not None:
                self.classes[name] = both_classes(before, _classes(values, weights))

    def _add_beside(self, used: Responses, counted: Responses) -> None:
        found = apart(counted)
        if self.asked.incomplete == "listwise":
            found["half"] = replace(summarize(used), extra={})
        for name, own in found.items():
            self.beside[name] = self.beside[name] + own if name in self.beside else own

    def summary(self, source: Source, notes: Notes) -> SurveySummary:
        suspects_of = self.suspects.summary()
        units = {name: own.units() for name, own in self.breakdowns.items()}
        return SurveySummary(
            instrument=self.first.instrument,
            asked=self.asked,
            total=self.total.summary(),
            source=source,
            suspects=suspects_of if suspects_of.n else None,
            groups={
                name: units[name] if (found := own.groups()) is None else found
                for name, own in self.breakdowns.items()
            },
            units=units,
            classes=dict(self.classes),
            weights_name=self.first.weights_name if self.weighted else "",
            notes=notes,
            beside=dict(self.beside),
            order={b: tuple(places.tolist()) for b, places in self.first.order.items()},
            weights_range=self.weights_range,
        )


def _cut(responses: Responses, start: int, end: int) -> Responses:
    """Return some people who stand together."""
    if start == 0 and end >= len(responses):
        return responses
    return responses.take(slice(start, end))


def _classes(labels: Sequence[str], weights: Array | None) -> Counted:
    """Return people and their weight by class."""
    if weights is None:
        return {name: (n, float(n)) for name, n in sorted(Counter(labels).items())}
    names = sorted(set(labels))
    codes = codes_of(names, labels)
    people = np.bincount(codes, minlength=len(names))
    weight = np.bincount(codes, weights=weights, minlength=len(names))
    return {name: (int(n), float(w)) for name, n, w in zip(names, people, weight, strict=True)}
