"""What to do and why as the rows of sheets: the register to fill in, leads, importance, ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from servqual.results import ActionRow, CauseRow, Study, record
from servqual.settings import ReportOptions
from servqual.texts import catalogue
from servqual.writer.sentences_first import first_entry
from servqual.writer.view import View
from servqual.writer.workbook_structure import flat

Rows = Sequence[Mapping[str, Any]]

# for the client to fill in
BLANK = ("effort", "owner", "start", "due", "status")


def action_sheets(study: Study) -> dict[str, Rows]:
    """Return the register, with columns to fill in, and where to look, by the title of a sheet."""
    view = View(study, ReportOptions())
    return {
        "Actions": [_line(view, row) for row in study.actions.rows],
        "Leads": [_lead(view, row) for row in study.actions.causes],
    }


def importance_sheets(study: Study) -> dict[str, Rows]:
    """Return importance and priorities by the title of their sheet."""
    importance, priorities = study.importance, study.priorities
    return {
        "Priorities": [_spread(row, "probability") for row in flat(priorities.items)],
        "Stability": flat(priorities.stability),
        "Ranks": flat(priorities.ranks),
        "Indices": flat(priorities.indices),
        "CSI": flat(priorities.csi),
        "Importance points": importance.records("points"),
        "Importance stated": flat(importance.stated),
        "Drivers": flat(importance.drivers),
        "Driver models": flat(importance.models),
        "Stated and derived": flat(importance.agreement),
        "Rank agreement": flat(importance.agreements),
        "Asymmetry": flat(importance.asymmetry),
        "Kano": [_spread(row, "counts") for row in flat(importance.kano)],
    }


def _line(view: View, row: ActionRow) -> dict[str, Any]:
    """Return a line of the register: the item with its evidence, and cells to fill in behind."""
    said, figures = first_entry(view, row), record(row)
    head = {"rank": row.rank, "item": row.item, "name": said.name, "evidence": said.why}
    told = {key: value for key, value in figures.items() if key not in {*head, "owner"}}
    behind = {"how_sure": said.sure, "owner_suggested": row.owner}
    return head | told | behind | dict.fromkeys(BLANK)


def _lead(view: View, row: CauseRow) -> dict[str, Any]:
    """Return where to look for a theme: the gap of the model, questions, what is there or not."""
    words = catalogue(view.language)
    asked = (key for key in words if key.startswith(f"causes.questions.{row.gap_number}."))
    told = {
        "items": "; ".join(row.items),
        "looked_at_first": view.say(f"causes.gap_number.{row.gap_number}"),
        "pointed_by": view.say(f"causes.pointed_by.{row.pointed_by}"),
        "questions": "\n".join(view.say(key) for key in asked),
        "evidence": "\n".join(view.say(f"causes.evidence.{code}") for code in row.evidence),
        "not_asked": "; ".join(view.say(f"causes.missing.{code}") for code in row.missing),
    }
    head = {"theme": row.theme, "share": row.share, "cumulative": row.cumulative}
    return head | told


def _spread(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a row whose mapping under ``key`` has become columns ``key_name``, in its place."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        if name != key:
            out[name] = value
        elif value is not None:
            out |= {f"{key}_{part}": number for part, number in value.items()}
    return out
