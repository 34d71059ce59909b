"""``servqual check``: how every column was read and how good the answers are; writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from servqual.cli import options, terminal
from servqual.cli.request import Figures, Reading, study_of

if TYPE_CHECKING:
    from servqual.importer.checking import Check, ColumnUse
    from servqual.results import Quality

LONGEST_HEADER = 40


def check(
    file: options.Survey,
    instrument: options.Instrument = None,
    mapping: options.MappingFile = None,
    scale: options.Scale = None,
    missing: options.Missing = None,
    invalid: options.Invalid = None,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    weights: options.Weights = None,
) -> None:
    """Say how every column of a survey is read, what was decided, and how good the answers are.

    Nothing is written. The exit status is 1 if the survey cannot be used as it is.
    """
    reading = Reading(
        file=file,
        instrument=instrument,
        mapping=mapping,
        scale=scale,
        missing=missing,
        invalid=invalid,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        weights=weights,
    )

    from servqual import importer

    found = importer.check(Path(file), **reading.said())
    terminal.show("\n".join(_head(found)))
    if found.columns:
        terminal.show("\n" + terminal.aligned(_columns(found.columns)))
    if found.notes:
        terminal.show(f"\nNotes\n{found.notes}")
    if not found.ok:
        raise typer.Exit(terminal.fail("\n".join(found.faults)))
    terminal.show("\n".join(_quality(study_of(reading, Figures()).quality)))


def _head(found: Check) -> list[str]:
    """Return who answered and how the file was opened."""
    low, high = found.scale
    opened = [
        found.encoding,
        f"delimiter {found.delimiter!r}" if found.delimiter else "",
        f"sheet {found.sheet!r}" if found.sheet else "",
    ]
    lines = [f"{found.file}, read as {found.instrument} on a scale of {low}-{high}"]
    if found.columns:
        lines.append(
            f"{found.rows} rows: {found.respondents} respondents, {found.ineligible} ineligible"
        )
        lines.append(", ".join(filter(None, opened)))
    return [line for line in lines if line]


def _columns(columns: tuple[ColumnUse, ...]) -> list[list[str]]:
    """Return the table of columns as rows of text."""
    rows = [["COLUMN", "HEADER", "READ AS", "ANSWERED", "RANGE", "WHY"]]
    for column in columns:
        ends = "" if column.low is None else f"{column.low}-{column.high}"
        answered = str(column.n_answered)
        role = column.role or "-"
        rows.append([column.letter, _short(column.header), role, answered, ends, column.reason])
    return rows


def _short(header: str) -> str:
    """Return a header on one line, cut where it is very long."""
    line = " ".join(header.split())
    return line if len(line) <= LONGEST_HEADER else f"{line[: LONGEST_HEADER - 3]}..."


def _quality(quality: Quality) -> list[str]:
    """Return missing and careless answers as lines."""
    lines = ["", "Missing answers"]
    for row in quality.missing:
        kinds = ", ".join(f"{_word('missing', kind)}: {n}" for kind, n in row.missing.items() if n)
        lines.append(f"- {row.battery}: {row.answered} of {row.asked} answered. {kinds}".rstrip())
    lines += ["", "Careless answers (flagged; nobody is removed)"]
    for flag in quality.flags:
        battery = f" ({flag.battery})" if flag.battery else ""
        lines.append(f"- {_word('rule', flag.rule)}{battery}: {flag.n} people, {flag.share:.1%}")
    return [*lines, f"- Suspect, by these rules together: {quality.n_suspect} people"]


def _word(group: str, code: str) -> str:
    """Return a code in the words of the English report."""
    from servqual.texts import catalogue

    return str(catalogue("en").get(f"words.{group}.{code}", code.replace("_", " ").capitalize()))
