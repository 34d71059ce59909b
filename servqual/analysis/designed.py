"""Answers under the design of their sample: weights made to fit the customers, strata, clusters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from servqual.analysis.asking import with_weights
from servqual.analysis.drawn_by import drawn_by, refused
from servqual.analysis.named_groups import GroupNames
from servqual.analysis.quality import Sorted
from servqual.errors import SettingsError, UndefinedStatisticError
from servqual.notes import Note
from servqual.responses import Responses
from servqual.scoring.naming import people_column
from servqual.statistics.raking import Raked, rake
from servqual.weighting import Design
from servqual.weighting.design import crossed, split_crossed
from servqual.weighting.margins import (
    FEWEST_IN_CELL,
    FEWEST_IN_GROUP,
    Fit,
    Table,
    labels,
    put_together,
    table_of,
)


def design_of(design: Design | str | Path | None) -> Design | None:
    """Return the design that is named, None for none."""
    if design is None or isinstance(design, Design):
        return design
    from servqual.importer.design import load_design

    return load_design(design)


def designed(
    responses: Responses, design: Design | str | Path | None, weights: str | None
) -> tuple[Responses, Design | None]:
    """Return answers with the weights asked for, and the design in the words of the answers.

    Parameters
    ----------
    responses : Responses
    design : Design, str or Path, optional
    weights : str, optional
        Name of the column of weights; that of the design where None, '' for none.

    Raises
    ------
    DesignError
        The design names columns or groups that the answers do not have; all are listed.
    """
    told = design_of(design)
    if told is None:
        return with_weights(responses, weights), None
    asked = told.weights or None if weights is None else weights
    return with_weights(responses, asked), settled(told, responses)


def settled(design: Design, responses: Responses) -> Design:
    """Return a design with the columns and groups named as the answers name them.

    Raises
    ------
    DesignError
        Names every column and group that the answers do not have.
    """
    faults: list[str] = []
    column = {name: _column(name, responses, faults) for name in design.columns}
    if faults:
        raise refused(design, faults)

    def renamed(name: str) -> str:
        return crossed(column[part] for part in split_crossed(name))

    needed = {renamed(name) for name in (*design.rake, design.post) if name}
    customers, frame = {}, {}
    for name, shares in design.customers.items():
        names = GroupNames(renamed(name), labels(responses.people, renamed(name)))
        fitted = renamed(name) in needed
        customers[renamed(name)] = names.of(shares, "customers", faults, others=not fitted)
        if fitted:
            names.check_all(shares, "customers", faults)
    for name, numbers in design.frame.items():
        names = GroupNames(renamed(name), labels(responses.people, renamed(name)))
        frame[renamed(name)] = names.of(numbers, "frame", faults, others=True)
        if name == design.strata and design.random:
            names.check_all(numbers, "frame", faults, empty=True)
        names.check_sizes(frame[renamed(name)], faults)
    if 0 < design.total < len(responses):
        faults.append(
            f"customers.total: {design.total} customers, but {len(responses)} people answered"
        )
    if faults:
        raise refused(design, faults)
    return replace(
        design,
        rake=tuple(map(renamed, design.rake)),
        post=renamed(design.post),
        strata=renamed(design.strata),
        clusters=renamed(design.clusters),
        standard=tuple(map(renamed, design.standard)),
        customers=MappingProxyType(customers),
        frame=MappingProxyType(frame),
    )


def _column(name: str, responses: Responses, faults: list[str]) -> str:
    try:
        return people_column(responses, name)
    except SettingsError as error:
        faults.append(str(error))
        return name


def with_design(responses: Responses, design: Design | None) -> Responses:
    """Return answers whose weights fit the customers and that know strata and clusters."""
    if design is None:
        return responses
    return _fitted(responses, settled(design, responses))[0]


def weighted_people(
    people: Sorted, design: Design | None, min_cell: int = 0
) -> tuple[Sorted, Fit | None]:
    """Return people whose weights fit the customers and that know strata and clusters.

    The people who count are weighted without those left out; everybody is, beside them. The design
    is settled already (:func:`designed`).

    Raises
    ------
    DesignError
        The weights cannot be made to fit.
    """
    if design is None:
        own = people.kept.weights
        return people, None if own is None else Fit(base=own, weights=own)
    kept, fit = _fitted(people.kept, design, min_cell)
    same = people.kept is people.everybody
    everybody = kept if same else _fitted(people.everybody, design, min_cell)[0]
    return replace(people, kept=kept, everybody=everybody), fit


def _fitted(responses: Responses, design: Design, min_cell: int = 0) -> tuple[Responses, Fit]:
    told: list[Note] = []
    drawn = drawn_by(responses, design, told) if design.drawn else responses
    tables = [table_of(drawn.people, name, shares) for name, shares in design.customers.items()]
    base = drawn.weights
    asked = (*design.rake, *((design.post,) if design.post else ()))
    small = (max(FEWEST_IN_GROUP, min_cell), max(FEWEST_IN_CELL, min_cell))
    fitted = _large_enough([t for t in tables if t.column in asked], design, small, told)
    fit = Fit(
        others=tuple(t for t in tables if t.column not in asked),
        base=base,
        weights=base,
        blank={t.column: n for t in tables if (n := int((t.codes < 0).sum()))},
    )
    if fitted:
        raked = _raked(drawn, fitted, design)
        fit = replace(
            fit,
            how="post_stratified" if design.post else "raked",
            fitted=tuple(fitted),
            weights=raked.weights,
            error=raked.error,
            rounds=raked.rounds,
            trimmed=raked.trimmed,
            trim=None if design.post else design.trim,
        )
        drawn = replace(drawn, weights=raked.weights)
        told += _blank_notes(fitted)
    return drawn.noted(*told), fit


def _large_enough(
    tables: Iterable[Table], design: Design, fewest: tuple[int, int], told: list[Note]
) -> list[Table]:
    """Return the tables to be fitted, groups with few answers put together.

    Groups that are too small to be shown are put together, too: figures with and without the
    weights would else give away what such a group said.
    """
    found = []
    for table in tables:
        if design.post:
            _check_cells(table, design, fewest[1])
            found.append(table)
            continue
        whole = put_together(table, fewest[0])
        if len(whole.groups) < 2:
            raise refused(
                design,
                [
                    f"weights.rake: by {table.column!r} fewer than two groups have {fewest[0]} "
                    "answers; leave this column out"
                ],
            )
        if whole.joined:
            groups = ", ".join(whole.joined)
            values = {"by": table.column, "groups": groups, "fewest": fewest[0]}
            told.append(Note("weights_put_together", values))
        found.append(whole)
    return found


def _check_cells(table: Table, design: Design, fewest: int) -> None:
    """Raise where a cell that is to be post-stratified has too few answers."""
    small = [
        f"{group} ({n})"
        for group, n, share in zip(table.groups, table.sizes, table.shares, strict=True)
        if n < fewest and (share > 0 or n)
    ]
    if small:
        parts = ", ".join(f'"{part}"' for part in split_crossed(table.column))
        raise refused(
            design,
            [
                f"weights.post: cells of {table.column!r} with fewer than {fewest} answers: "
                f"{', '.join(small)}. Rake to the margins instead, "
                f"rake = [{parts}], or put groups together"
            ],
        )


def _raked(responses: Responses, tables: Sequence[Table], design: Design) -> Raked:
    """Return the weights, or raise with what stands in the way."""
    base = np.ones(len(responses)) if responses.weights is None else responses.weights
    try:
        return rake(base, [t.margin for t in tables], None if design.post else design.trim)
    except UndefinedStatisticError as error:
        columns = ", ".join(t.column for t in tables)
        what = {
            "empty_cell": "a group of the customers has nobody with a weight above 0; put it "
            "together with another",
            "no_convergence": "these margins cannot all be met at once; name fewer columns, or put "
            "small groups together",
        }
        raise refused(design, [f"weights: {columns}: {what[error.code]}"]) from error


def _blank_notes(tables: Sequence[Table]) -> list[Note]:
    return [
        Note("weights_blank", {"n": n, "by": table.column})
        for table in tables
        if (n := int((table.codes < 0).sum()))
    ]
