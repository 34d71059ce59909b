"""Versions of a questionnaire in an export: what a person was not asked is missing by design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from servqual.errors import listed
from servqual.importer.answers.decoding import FAULT, LOWEST_ANSWER
from servqual.importer.matching.columns import Plan
from servqual.importer.matching.targets import Target
from servqual.importer.opening.table import Table
from servqual.instrument import FORM_COLUMN, Form
from servqual.notes import Note
from servqual.responses import Codes, Missing
from servqual.statistics.tails import chi2_upper

# chance alone hands out versions as unevenly as this in one survey of a hundred
UNEVEN_P = 0.01
Places = npt.NDArray[np.int64]


class Versions(NamedTuple):
    """Answers with what nobody was asked marked as not shown; faults by row; notes."""

    codes: Mapping[str, Codes]
    fault: str
    notes: tuple[Note, ...]


def no_column_text(file: str, forms: list[Form]) -> str:
    """Return what to do where no column says who answered which version."""
    names = ", ".join(form.id for form in forms)
    return (
        f"{file}: this questionnaire was answered in versions ({names}), and no column says who "
        f'answered which. Add a column "{FORM_COLUMN}" with these names, or say in a mapping file '
        f'which column it is: "YOUR HEADING" = "people.{FORM_COLUMN}".'
    )


def by_form(
    table: Table, plan: Plan, codes: Mapping[str, Codes], eligible: npt.NDArray[np.bool_]
) -> Versions:
    """Return the answers by version.

    Of those who rated something, everybody needs a version; an item that it does not ask becomes
    ``Missing.NOT_SHOWN``, and an answer to such an item is a fault, because the version, or the
    column, must be wrong.
    """
    forms, column = plan.instrument.forms, plan.column_of(Target("people", FORM_COLUMN))
    if not forms or column is None:
        return Versions(codes, "", ())
    cells = table.columns[column]
    found, faults, counts = answers_by_form(plan, cells, codes, eligible, table.rows)
    return Versions(
        found,
        form_fault_text(table.file, faults, len(faults), forms),
        form_notes(table.file, forms, counts),
    )


def answers_by_form(
    plan: Plan,
    cells: Sequence[str],
    codes: Mapping[str, Codes],
    eligible: npt.NDArray[np.bool_],
    rows: npt.NDArray[np.int64],
) -> tuple[dict[str, Codes], list[str], Places]:
    """Return answers by version, faults, and how many eligible people answered each version.

    ``cells`` name the version of each of some rows; see :func:`by_form`.
    """
    forms = plan.instrument.forms
    places = _places(cells, forms)
    faults = _unknown(rows, cells, places, eligible)
    asked = np.array([[i in form.items for i in plan.instrument.item_ids] for form in forms])
    # the last row is for those without a version, who are faults anyway
    shown = np.vstack([asked, np.ones(asked.shape[1], dtype=bool)])[places]
    faults += _unasked(rows, plan, codes, shown, places)
    found = {
        battery: np.where(
            ~shown & (answers < LOWEST_ANSWER) & (answers != FAULT), np.int16(Missing.NOT_SHOWN),
            answers,
        ).astype(np.int16)
        for battery, answers in codes.items()
    }  # fmt: skip
    there = places[eligible]
    return found, faults, np.bincount(there[there >= 0], minlength=len(forms))


def carried_on(answers: list[Codes], plan: Plan) -> list[Codes]:
    """Return the answers of columns in order, where what was not asked repeats what stands before.

    Somebody whose version ends early has not stopped early. Without versions nothing changes.
    """
    if not plan.instrument.forms:
        return answers
    found: list[Codes] = []
    for codes in answers:
        before = found[-1] if found else codes
        found.append(np.where(codes == Missing.NOT_SHOWN, before, codes).astype(np.int16))
    return found


def _places(cells: Sequence[str], forms: list[Form]) -> Places:
    """Return the place of each person's version, -1 for none that is known."""
    known = {form.id.strip().casefold(): place for place, form in enumerate(forms)}
    place_of = {cell: known.get(str(cell).strip().casefold(), -1) for cell in set(cells)}
    return np.array([place_of[cell] for cell in cells], np.int64)


def _unknown(
    rows: npt.NDArray[np.int64],
    cells: Sequence[str],
    places: Places,
    eligible: npt.NDArray[np.bool_],
) -> list[str]:
    return [
        f"row {int(rows[row])}: {cells[row].strip() or 'no version'!r}"
        for row in np.flatnonzero((places < 0) & eligible).tolist()
    ]


def _unasked(
    rows: npt.NDArray[np.int64],
    plan: Plan,
    codes: Mapping[str, Codes],
    shown: npt.NDArray[np.bool_],
    places: Places,
) -> list[str]:
    """Return answers to items that the version of that person does not ask."""
    faults = []
    for battery, answers in codes.items():
        for row, item in np.argwhere((answers >= LOWEST_ANSWER) & ~shown):
            form = plan.instrument.forms[int(places[row])].id
            faults.append(
                f"row {int(rows[row])}: {plan.instrument.item_ids[int(item)]} of {battery} "
                f"is answered, but version {form} does not ask it"
            )
    return faults


def form_fault_text(file: str, faults: Sequence[str], n: int, forms: list[Form]) -> str:
    """Return the message about n versions that do not fit, of which some are named; '' for 0."""
    if not n:
        return ""
    names = ", ".join(form.id for form in forms)
    more = f"\n  ... and {n - len(faults):,} more" if n > len(faults) else ""
    return (
        f"{file}: the column {FORM_COLUMN!r} says who answered which version of the "
        f"questionnaire ({names}). It does not fit the answers in {n:,} "
        f"{'place' if n == 1 else 'places'}. Correct the versions or the columns.\n"
        f"{listed(faults)}{more}"
    )


def form_notes(file: str, forms: list[Form], counts: Places) -> tuple[Note, ...]:
    """Return how many answered each version, and whether that is more uneven than by chance."""
    told = ", ".join(f"{form.id} {n}" for form, n in zip(forms, counts.tolist(), strict=True))
    found = [Note("forms", {"n": len(forms), "counts": told}, file)]
    aim = counts.sum() / len(forms)
    if aim > 0:
        chi2 = float(((counts - aim) ** 2 / aim).sum())
        if chi2_upper(chi2, len(forms) - 1) < UNEVEN_P:
            found.append(Note("forms_uneven", {"counts": told}, file))
    return tuple(found)
