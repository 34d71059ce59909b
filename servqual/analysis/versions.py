"""The Summaries behind a Study: of everybody, of groups, under each rule for incomplete answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from servqual.errors import SettingsError
from servqual.imputing import Completed, impute
from servqual.notes import Note
from servqual.responses import Responses
from servqual.results.tables import MOST_GROUPS
from servqual.scoring import summarize
from servqual.scoring.naming import strict
from servqual.scoring.slices import by_label, means_alone
from servqual.statistics.pooling import PooledSummary
from servqual.statistics.summary import Summary

Mask = npt.NDArray[np.bool_]
Tables = tuple[Responses, ...]
LISTWISE_NOTES = [Note("incomplete_listwise")]


def under_rule(responses: Responses, rule: str, seed: int) -> tuple[Tables, list[Note]]:
    """Return the answers as they count: once, or several times with blanks filled in."""
    if rule == "listwise":
        return (_listwise(responses),), LISTWISE_NOTES
    if rule == "impute":
        completed = impute(responses, seed)
        return completed.tables, [_imputed_note(completed)]
    return (responses,), []


def _listwise(responses: Responses) -> Responses:
    """Return answers that give a dimension's score only to those who answered all of it."""
    return replace(responses, instrument=strict(responses.instrument))


def _imputed_note(completed: Completed) -> Note:
    values = {
        "n": completed.n_people,
        "cells": completed.n_cells,
        "tables": len(completed.tables),
        "left": completed.n_left,
    }
    return Note("incomplete_imputed", values)


def summary_of(tables: Tables, chosen: Mask | None = None) -> Summary:
    """Return the Summary of some people, pooled where their blanks were filled in."""
    parts = [summarize(t if chosen is None else t.take(chosen)) for t in tables]
    return parts[0] if len(parts) == 1 else PooledSummary.over(parts)


def by_group(tables: Tables, column: str) -> dict[str, Summary]:
    """Return the Summary of each group of a people column, names in order, the blank one last.

    Of more groups than can be compared one by one the Summaries hold means alone.

    Raises
    ------
    SettingsError
        So many values that most people have one of their own.
    """
    groups = tables[0].people[column].astype(str).astype(object)
    n_groups = len(set(groups))
    if n_groups <= MOST_GROUPS:
        return by_label(tables, groups)
    check_groups(column, n_groups, len(groups))
    return by_label(tables, groups, means_alone)


def check_groups(column: str, n_groups: int, n: int) -> None:
    """Raise where a column has so many values that most people have one of their own."""
    if n_groups > MOST_GROUPS and 2 * n_groups > n:
        raise SettingsError(
            f"the column {column!r} has {n_groups} different values, more than {MOST_GROUPS}; "
            "it does not name groups. Choose another, or put its values into classes first."
        )


def by_rule(responses: Responses, rule: str, chosen: Summary) -> dict[str, Summary]:
    """Return the Summary under each rule, the chosen one among them; nothing for the half rule.

    Imputation is shown where it was asked for, and not computed only to be compared.
    """
    if rule == "half":
        return {}
    found = {"half": summarize(responses), "listwise": summarize(_listwise(responses))}
    return {**found, rule: chosen}
