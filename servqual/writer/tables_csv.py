"""Results as one CSV table that a spreadsheet opens safely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from servqual._cells import csv_text
from servqual.results import Gaps, Scores, Study, record


def to_csv(study: Study) -> bytes:
    """Return the gap table of a study, or the table of means where the questionnaire has no gaps.

    UTF-8 with a byte-order mark, as spreadsheets expect it; the columns are those of
    :class:`~servqual.results.GapRow` and :class:`~servqual.results.ScoreRow` with the English
    ``name`` of each row added; numbers at full precision, empty where a number does not exist.
    Text that a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    rows = named_rows(study, study.gaps if len(study.gaps) else study.scores)
    lines = [list(rows[0]), *(row.values() for row in rows)] if rows else []
    return csv_text(lines, "\r\n").encode("utf-8-sig")


def named_rows(study: Study, table: Gaps | Scores) -> list[dict[str, Any]]:
    """Return the rows of a table, questionnaire order, each with its English name after its id."""
    names = _names(study)
    rows: Iterable[Any] = (*table.items, *table.dimensions, *table.overall)
    return [_with_name(record(row), names) for row in rows]


def _names(study: Study) -> dict[tuple[str, str], str]:
    """Return the English name of every item and dimension by level and id."""
    say = study.instrument.say
    items = {("item", item.id): say(item.topic, "en") for item in study.instrument.items}
    return items | {("dimension", d.id): say(d.name, "en") for d in study.instrument.dimensions}


def _with_name(row: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    head = {"level": row["level"], "id": row["id"]}
    return head | {"name": names.get((row["level"], row["id"]), "")} | dict(row)
