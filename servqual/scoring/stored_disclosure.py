"""What a saved file of sums leaves out, so that nobody's answers can be read off it.

A file of sums is passed on: from branches to a head office, to a statistician. It is aggregate, not
anonymous, and this is the rule for it. ``min_cell`` is the fewest people of a cell.

1. *Rows in disguise.* The sums of products of k answers over no more than k people are these
   people's answers in another form (their matrix has the rank of the people, and lattice reduction
   finds its rows). So products stand in a file only where they are summed over at least twice as
   many people as one person has answers. A survey of fewer people is not saved at all. In smaller
   groups every column keeps its own n, sum and squares, and the products are replaced by those that
   the correlations of all groups together give; where the groups that are left so small would
   follow from the total, the next smallest is treated alike. Products of four answers need twice as
   many people as there are products of two, else they are left out.
2. *Random groups.* People one by one are never kept. Sums of random groups of them are, in groups
   large enough for rule 1, where there are at least 40 of these; else resampling draws from the
   normal distribution, or figures have no interval.
3. *Groups of a breakdown.* Those with fewer people than ``min_cell`` go to the people without a
   group, who are never shown, and so does the next smallest while these are too few
   (:func:`servqual.disclosure.shown_groups`); in two columns crossed by
   :func:`servqual.study.crossed.shown_crossed`.
4. *Cells.* In tables of pairs of answers and of dimension scores, cells of fewer people go to the
   next value; shares below, at and above zero stay. Tables of answers to two items and Kano's are
   left out if one cell is small. How often each single answer was given by everybody stays: every
   report prints it.
5. *Suspect people* and other parts of everybody are left out if they, or all others, are too few.
6. *Counts* of fewer people (kinds of missing answers, flags) are given as 0 or the minimum,
   whichever is nearer; people columns lose classes of fewer people to the blank one.

What stays possible: two files that differ by a person tell that person's answers when they are
taken off each other, and sums of two columns over slightly different people tell of those who have
only one of them. A summary file is therefore personal data and is to be kept like the survey.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from servqual.errors import SettingsError
from servqual.notes import Notes
from servqual.plan import columns
from servqual.scoring.stored_groups import breakdowns_kept, classes_kept
from servqual.scoring.stored_notes import with_new
from servqual.scoring.stored_products import with_common_products
from servqual.scoring.stored_resampling import resampling_kept
from servqual.scoring.stored_rule import (
    PER_ANSWER,
    Rule,
    dropped_tables,
    rounded,
    with_cells,
    without_tables,
)
from servqual.scoring.survey_summary import SurveySummary
from servqual.settings import LOWEST_MIN_CELL
from servqual.statistics.moments import Moments
from servqual.statistics.summary import Layout, Summary

SUSPECTS = "suspects"


def disclosed(summary: SurveySummary, min_cell: int) -> SurveySummary:
    """Return what may be saved of sums, with notes on what was left out or made coarser.

    The minimum of a file that the sums were read from holds on where it is higher.

    Raises
    ------
    SettingsError
        There are too few people; the minimum is below 3; errors rest on sums by cluster.
    """
    if min_cell < LOWEST_MIN_CELL:
        raise SettingsError(
            f"the fewest people of a cell are {min_cell}; a summary file needs at least "
            f"{LOWEST_MIN_CELL}, and 10 unless your client agreed to fewer."
        )
    rule = Rule(max(min_cell, summary.min_cell), answers_of(summary))
    _check(summary, rule)
    part = _part_of(summary.total, rule)
    groups, units = breakdowns_kept(summary, rule)
    suspects = part(summary.suspects, SUSPECTS) if summary.suspects else None
    beside = {name: part(own, name) for name, own in summary.beside.items()}
    found = replace(
        summary,
        total=_total(summary.total, rule),
        suspects=suspects,
        groups=groups,
        units=units,
        classes={name: classes_kept(own, rule, name) for name, own in summary.classes.items()},
        beside={name: own for name, own in beside.items() if own is not None},
    )
    notes = Notes(with_new(summary.notes, rule.notes()))
    return replace(found, notes=notes, min_cell=rule.min_cell)


def answers_of(summary: SurveySummary) -> int:
    """Return how many answers one person gives: ratings, outcomes and points."""
    form = summary.instrument
    names = {columns.item(battery, i) for battery in form.battery_names for i in form.item_ids}
    names |= {columns.outcome(o.id) for o in form.outcomes}
    names |= {of(d) for d in form.dimension_ids for of in (columns.points, columns.ranking)}
    return len(names & set(summary.total.layout.columns))


def _check(summary: SurveySummary, rule: Rule) -> None:
    n, least = len(summary), rule.products(summary.total.layout)
    if n < least:
        raise SettingsError(
            f"{summary.source.file or 'this survey'}: a summary file of {n} people is not written: "
            f"each gave up to {rule.answers} answers, and the sums of fewer than {least} people "
            "would be their answers in another form. Pass on results or a report, or summarise "
            "several files together: servqual summarize FILE FILE ..."
        )
    if any(own.design is not None for own in (summary.total, summary.suspects) if own):
        raise SettingsError(
            f"{summary.source.file or 'this survey'}: the sample was drawn by cluster or stratum, "
            "and its errors rest on sums of each of these, which a summary file must not hold. "
            "Analyse the survey file itself."
        )


# -- everybody -------------------------------------------------------------------------------------


def _total(total: Summary, rule: Rule) -> Summary:
    """Return the sums of everybody: products of four and random groups of enough people, cells."""
    kept = resampling_kept(total, PER_ANSWER, rule.min_cell, rule.note)
    found = with_cells(kept, dropped_tables(kept, rule), rule, single=True)
    return replace(found, extra={k: rounded(n, rule, k) for k, n in found.extra.items()})


def _part_of(total: Summary, rule: Rule) -> Callable[[Summary, str], Summary | None]:
    """Return a function that makes a part of everybody fit to be saved, None where it is not."""

    def part(own: Summary, name: str) -> Summary | None:
        others = total.n - own.n
        if own.n < rule.min_cell or 0 < others < rule.min_cell:
            rule.note(SUSPECTS if name == SUSPECTS else "part", name)
            return None
        plain = replace(own, extra={k: rounded(n, rule, k) for k, n in own.extra.items()})
        if name == SUSPECTS:  # taken off everybody, cells that were put together would not fit
            counted = {h[0] for h in own.layout.histograms} | {t[0] for t in own.layout.tables}
            plain = without_tables(plain, counted)
        else:
            plain = with_cells(plain, dropped_tables(plain, rule), rule, single=True)
        if plain.n >= rule.products(plain.layout):
            return plain
        if not set(plain.layout.columns) <= set(total.layout.columns):
            rule.note("part", name)
            return None
        rule.note("products", name)
        return with_common_products(plain, _narrowed(total, plain.layout))

    return part


def _narrowed(total: Summary, layout: Layout) -> Summary:
    """Return everybody's sums of some columns."""
    if total.layout.columns == layout.columns:
        return total
    at = [total.layout.position[name] for name in layout.columns]
    grid = np.ix_(at, at)
    counts, first, second = (
        Moments(m.n[grid], m.s[grid], m.q[grid], m.p[grid])
        for m in (total.counts, total.first, total.second)
    )
    return replace(total, counts=counts, first=first, second=second)
