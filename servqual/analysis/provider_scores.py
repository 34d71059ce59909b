"""What each role of the gap model said, as scores of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.analysis.provider import BLOCKS, Provider
from servqual.instrument import Instrument
from servqual.notes import Note
from servqual.plan import columns
from servqual.responses import Responses
from servqual.results import Study
from servqual.scoring import plan_for, score
from servqual.scoring.naming import people_column
from servqual.statistics.moments import Array
from servqual.study.gap_model import Construct, Told
from servqual.study.gap_model.build import leading_kind

BATTERY = "customer_expectation"
EXPECTATION = {"manager": "manager_expectation", "staff": "staff_expectation"}


def customers_told(tables: tuple[Responses, ...], study: Study, unit: str) -> Told:
    """Return the customers' scores; means as the study has them where people have weights."""
    first = tables[0]
    kind = next((g for g in study.instrument.gaps if g.name == leading_kind(study)), None)
    batteries = {"customer_perception": kind.of, "customer_expectation": kind.minus} if kind else {}
    if not kind and "perception" in first.ratings:
        batteries = {"customer_perception": "perception"}
    rows = {name: _dimension_scores(first, battery) for name, battery in batteries.items()}
    points = first.points if study.importance.points else None
    told = Told(
        "customer",
        len(first),
        rows,
        weights=first.weights,
        points=points,
        unit=_units(first, unit),
        instrument=study.instrument.id,
    )
    if len(tables) == 1 and first.weights is None and first.sampled is None:
        return told
    from servqual.analysis.versions import summary_of

    summary = summary_of(tables)
    ids = study.instrument.dimension_ids
    vectors = {
        name: summary.means([columns.dimension(battery, d) for d in ids])
        for name, battery in batteries.items()
    }
    of_points = summary.means([columns.points(d) for d in ids]) if points is not None else None
    return replace(told, vectors=vectors, points_vector=of_points)


def role_told(provider: Provider, role: str, answers: Responses, customers: Instrument) -> Told:
    """Return what managers or staff said."""
    rows: dict[str, Array] = {}
    if BATTERY in answers.ratings:
        rows[EXPECTATION[role]] = _dimension_scores(answers, BATTERY)
    for block in BLOCKS:
        found = _block(answers, block, customers.dimension_ids)
        if not np.isnan(found).all():
            rows[block] = found
    source = answers.source
    return Told(
        "manager" if role == "manager" else "staff",
        len(answers),
        rows,
        points=answers.points,
        constructs=_constructs(answers),
        unit=_units(answers, provider.unit),
        population=provider.population.get(role),
        consent=provider.consent_of(role),
        instrument=answers.instrument.id,
        file=source.file,
        sha256=source.sha256,
    )


def _dimension_scores(answers: Responses, battery: str) -> Array:
    """Return each person's mean of each dimension in scale points, shape (n, n_dimensions)."""
    scored, plan = score(answers), plan_for(answers)
    unit = plan.dimension_unit * plan.parts(battery)
    names = [columns.dimension(battery, d) for d in answers.instrument.dimension_ids]
    return np.column_stack([scored[name] for name in names]) / unit


def _block(answers: Responses, block: str, dimensions: list[str]) -> Array:
    """Return each person's rating of each dimension in a block, NaN for none."""
    found = np.full((len(answers), len(dimensions)), np.nan)
    for place, d in enumerate(dimensions):
        asked = [
            answers.outcomes[o.id]
            for o in answers.instrument.outcomes
            if (o.block, o.about) == (block, d) and o.id in answers.outcomes
        ]
        if asked:
            rows = np.column_stack(asked)
            there = ~np.isnan(rows)
            with np.errstate(invalid="ignore", divide="ignore"):
                found[:, place] = np.where(there, rows, 0.0).sum(axis=1) / there.sum(axis=1)
    return found


def _constructs(answers: Responses) -> dict[str, Construct]:
    """Return the conditions that were rated, turned so that more is better, 0 to 100."""
    rated: dict[str, list[Array]] = {}
    for o in answers.instrument.outcomes:
        if (
            o.block != "antecedent"
            or o.measures not in conditions()
            or o.id not in answers.outcomes
        ):
            continue
        share = (answers.outcomes[o.id] - o.min) / (o.max - o.min)
        rated.setdefault(str(o.measures), []).append(100 * (1 - share if o.reverse else share))
    return {
        name: Construct(
            int(conditions()[name]["gap"]), np.column_stack(rows), conditions()[name]["name"]
        )
        for name, rows in rated.items()
        if not np.isnan(np.column_stack(rows)).all()
    }


@cache
def conditions() -> Mapping[str, Any]:
    """Return the conditions behind gaps 1 to 4: ``instruments/_antecedents.toml``."""
    from servqual._files import data_folder, read_toml

    return read_toml(data_folder("instruments") / "_antecedents.toml", "data file")


def _units(answers: Responses, column: str) -> npt.NDArray[np.object_] | None:
    if not column:
        return None
    names = answers.people[people_column(answers, column)]
    found = np.empty(len(names), dtype=object)
    found[:] = [str(name).strip() for name in names]
    return found


def unit_names(told: Mapping[str, Told]) -> tuple[dict[str, Told], list[Note]]:
    """Return the roles with units as the customers write them, and notes on unknown ones."""
    customers = told["customer"].unit
    if customers is None:
        return dict(told), []
    known = {_plain(name): str(name) for name in customers if name}
    found, notes = {"customer": told["customer"]}, []
    for role, one in told.items():
        if role == "customer" or one.unit is None:
            found[role] = one
            continue
        names = np.empty(one.n, dtype=object)
        names[:] = [known.get(_plain(name), str(name)) for name in one.unit]
        found[role] = replace(one, unit=names)
        strange = sorted({str(name) for name in names if name} - set(known.values()))
        if strange:
            values = {"n": len(strange), "units": ", ".join(strange)}
            notes.append(Note("gap_units_unknown", values, one.file))
    return found, notes


def _plain(name: object) -> str:
    """Return a name without case and blanks."""
    return "".join(str(name).casefold().split())
