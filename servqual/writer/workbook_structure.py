"""Reliability and structure as the rows of sheets: lists and matrices become rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from servqual.results import Correlations, Efa, FactorRow, Study, record

Rows = Sequence[Mapping[str, Any]]

# what a row of factorability lists, one entry an item or a factor, has sheets of its own
_LISTED = ("msa", "eigenvalues", "limits", "factor_eigenvalues", "factor_limits", "map", "map4")


def structure_sheets(study: Study) -> dict[str, Rows]:
    """Return the tables of reliability and structure by the title of their sheet."""
    reliability, structure = study.reliability, study.structure
    items = study.instrument.item_ids
    return {
        "Verdicts": flat(structure.verdicts),
        "Reliability": [_without(row, "items") for row in reliability.records()],
        "Reliability items": [
            {"battery": row["battery"], "dimension": row["dimension"], **item}
            for row in reliability.records()
            for item in row["items"]
        ],
        "Spread of answers": flat(reliability.spread),
        "Gap and outcome": flat(reliability.constraints),
        "Factorability": [_without(row, *_LISTED) for row in flat(structure.factors)],
        "Factorability items": [row for f in structure.factors for row in _msa(f, items)],
        "Number of factors": [row for f in structure.factors for row in _eigenvalues(f)],
        "Model fit": flat(structure.fits),
        "Loadings": flat(structure.loadings),
        "CR and AVE": flat(structure.convergent),
        "Pairs of dimensions": flat(structure.pairs),
        "Modification indices": flat(structure.changes),
        "Invariance": flat(structure.invariance),
        "Correlations": [row for table in structure.correlations for row in _matrix(table)],
        "Exploratory loadings": [row for efa in structure.exploratory for row in _pattern(efa)],
        "Exploratory factors": [row for efa in structure.exploratory for row in _factors(efa)],
    }


def flat(rows: Iterable[Any]) -> Rows:
    """Return records with their lists of words as one text; lists of numbers are left alone."""
    return [{key: _joined(value) for key, value in record(row).items()} for row in rows]


def _joined(value: Any) -> Any:
    words = isinstance(value, list) and all(isinstance(part, str) for part in value)
    return "; ".join(value) if words else value


def _without(row: Mapping[str, Any], *gone: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in gone}


def _msa(row: FactorRow, items: Sequence[str]) -> Rows:
    pairs = zip(items, row.msa, strict=False)  # a row with a problem has none
    return [{"source": row.source, "item": item, "msa": value} for item, value in pairs]


def _eigenvalues(row: FactorRow) -> Rows:
    """Return one row per number of factors; partial correlations begin with none taken out."""
    behind = [None]  # there is no eigenvalue number 0
    columns = {
        "eigenvalue": (*behind, *row.eigenvalues),
        "limit": (*behind, *row.limits),
        "factor_eigenvalue": (*behind, *row.factor_eigenvalues),
        "factor_limit": (*behind, *row.factor_limits),
        "map": row.map,
        "map4": row.map4,
    }
    if row.problem:
        return []
    return [
        {"source": row.source, "number": number, **dict(zip(columns, values, strict=True))}
        for number, values in enumerate(zip_longest(*columns.values()))
    ]


def _matrix(table: Correlations) -> Rows:
    return [
        {"source": table.source, "item": item, **dict(zip(table.items, values, strict=True))}
        for item, values in zip(table.items, table.matrix, strict=True)
    ]


def _pattern(efa: Efa) -> Rows:
    told = {"source": efa.source, "extraction": efa.extraction, "rotation": efa.rotation}
    return [
        told | {"item": item} | _numbered(loadings) | {"communality": communality}
        for item, loadings, communality in zip(
            efa.items, efa.pattern, efa.communalities, strict=False
        )
    ]


def _factors(efa: Efa) -> Rows:
    """Return one row per factor: its size, its correlations, its likeness to each dimension."""
    return [
        {"source": efa.source, "factor": number, "ss_loadings": size}
        | {f"phi_{k}": value for k, value in enumerate(correlations, start=1)}
        | {f"congruence_{d}": v for d, v in zip(efa.dimensions, likeness, strict=True)}
        for number, (size, correlations, likeness) in enumerate(
            zip(efa.ss_loadings, efa.phi, efa.congruence, strict=True), start=1
        )
    ]


def _numbered(values: Iterable[float]) -> dict[str, float]:
    return {f"factor_{number}": value for number, value in enumerate(values, start=1)}
