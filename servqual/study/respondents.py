"""Who answered, beside the customers where they were given: shares of the classes of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from servqual.disclosure import shown_groups
from servqual.results import Groups
from servqual.results.comparisons import RespondentFit, RespondentRow
from servqual.settings import Settings
from servqual.statistics.tails import chi2_upper
from servqual.weighting import Design

Classes = Mapping[str, Mapping[str, tuple[int, float]]]
"""For each people column the people in each class and their weight; '' for a blank."""

FEWEST_EXPECTED = 5.0
Found = tuple[tuple[RespondentRow, ...], tuple[RespondentFit, ...]]


def respondent_rows(
    classes: Classes, groups: Groups, settings: Settings, design: Design | None
) -> Found:
    """Return the classes of every people column that may be shown, and how they fit the customers.

    Shares are of the people in classes that are shown, those of the customers likewise, so that
    nothing can be taken off what is printed.
    """
    rows: list[RespondentRow] = []
    fits: list[RespondentFit] = []
    for by, counted in classes.items():
        hidden = {row.group for row in groups.groups if row.by == by and not row.shown}
        bases = {name: [n] for name, (n, _) in counted.items()}
        shown = shown_groups(bases, settings.min_cell, never=("", *hidden))
        if not shown:
            continue
        here = {name: counted[name] for name in shown}
        customers = {} if design is None else dict(design.customers.get(by, {}))
        own = _rows(by, here, customers, weighted=bool(settings.weights))
        rows += own
        n, named = sum(row.n for row in own), sum(1 for name in counted if name)
        fit = RespondentFit(by, n, sum(n for n, _ in counted.values()) - n, named - len(shown))
        fits.append(_tested(fit, own, customers, design))
    return tuple(rows), tuple(fits)


def _rows(
    by: str,
    counted: Mapping[str, tuple[int, float]],
    customers: Mapping[str, float],
    *,
    weighted: bool,
) -> list[RespondentRow]:
    n, weight = sum(n for n, _ in counted.values()), sum(w for _, w in counted.values())
    known = sum(customers.get(name, 0.0) for name in counted)
    found = []
    for name, (people, heavy) in counted.items():
        share = people / n
        aim = customers[name] / known if name in customers and known > 0 else None
        found.append(
            RespondentRow(
                by,
                name,
                people,
                share,
                round(heavy / weight, 3) if weighted and weight > 0 else None,
                aim,
                None if aim is None else share - aim,
            )
        )
    return found


def _tested(
    fit: RespondentFit,
    rows: list[RespondentRow],
    customers: Mapping[str, float],
    design: Design | None,
) -> RespondentFit:
    """Return the fit with the test of a random sample, or why there is none."""
    reason = _why_not(rows, customers, design)
    if reason:
        return replace(fit, reason=reason)
    n = np.array([row.n for row in rows], dtype=np.float64)
    expected = np.array([row.customers for row in rows], dtype=np.float64) * n.sum()
    if expected.min() < FEWEST_EXPECTED:
        return replace(fit, reason="few_expected")
    chi2, df = float(((n - expected) ** 2 / expected).sum()), len(rows) - 1
    return replace(fit, chi2=round(chi2, 3), df=df, p=round(chi2_upper(chi2, df), 4))


def _why_not(
    rows: list[RespondentRow], customers: Mapping[str, float], design: Design | None
) -> str:
    if design is None or not customers:
        return "no_customers"
    if not design.random:
        return "not_random"
    if design.strata or design.clusters:
        return "by_strata"
    if any(row.customers is None for row in rows):
        return "other_classes"
    return "" if len(rows) > 1 else "one_class"
