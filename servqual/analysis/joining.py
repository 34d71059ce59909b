"""Several exports of one survey joined: stacked, or linked person by person."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual.analysis.changes import changes_of
from servqual.analysis.joined_notes import kept_notes, link_notes, stack_notes
from servqual.importer.joining import (
    Export,
    Linked,
    Read,
    Sheet,
    Stacked,
    link_reads,
    map_text,
    read_again,
    read_exports,
    stack_reads,
)
from servqual.importer.joining.exports import name_of
from servqual.importer.joining.linking import WAVES
from servqual.importer.mapfiles.entries import JOINING
from servqual.instrument import Instrument
from servqual.notes import Note, notes
from servqual.responses import Responses
from servqual.results.joined import Changes, Differences, JoinedFile
from servqual.scoring import summarize
from servqual.statistics.summary import Summary
from servqual.study.joined import differences

# a later one that tells the same people apart is left out
COMPARED = ("mode", "language", "source")
NAME = "joined.csv"


@dataclass(frozen=True, repr=False)
class Joined:
    """Several exports as one.

    Attributes
    ----------
    responses : Responses
        What :func:`servqual.read` gives for the joined table under its map, with the notes of
        joining.
    sheet : Sheet
        The table, without anything that names, reaches or numbers a person outside it.
    files : tuple of JoinedFile
    differences : Differences
        Modes, languages and files held against each other; empty for linked files.
    changes : Changes
        What the people who were linked gave after minus before; empty for others.
    wide : bool
        Whether linked people stand in one row each.
    """

    responses: Responses
    sheet: Sheet
    files: tuple[JoinedFile, ...]
    form: Instrument
    source: Stacked | Linked
    differences: Differences = field(default_factory=Differences)
    changes: Changes = field(default_factory=Changes)
    wide: bool = False

    @property
    def linked(self) -> bool:
        """Whether people were linked, rather than files stacked."""
        return isinstance(self.source, Linked)

    def to_csv(self) -> bytes:
        """Return the joined table as CSV, which :func:`servqual.read` takes as it is."""
        return self.sheet.to_csv()

    def mapping_text(self, named: str = "") -> str:
        """Return the mapping file of the joined table, ``named`` as it calls the questionnaire."""
        found = self.source
        rules = found.rules if isinstance(found, Stacked) else {}
        own = [note for note in self.responses.notes if note.code.startswith(JOINING)]
        return map_text(
            self.sheet,
            self.form,
            found.scales,
            found.absent,
            rules,
            named=named,
            decided=own,
        )

    def __repr__(self) -> str:
        return f"<Joined: {', '.join(f.source for f in self.files)}, {len(self.responses)} rows>"


def join(exports: Sequence[Any], *, file: str = NAME, **asked: Any) -> Joined:
    """Stack the exports of several tools, languages or ways of asking.

    Each is read as :func:`servqual.read` reads it, under its own map, layout and language.
    ``source``, ``mode`` and ``language`` become people columns. Who answered in two files is
    noticed by hashed addresses, numbers and codes, and by rows that are the same; modes, languages
    and files are compared before they are pooled. Nobody is left out.

    Parameters
    ----------
    exports : sequence of path, DataFrame or Export
        At least two; :class:`Export` says what a file cannot say of itself.
    file : str
        Name of the joined table, for messages.
    **asked
        What holds for all of them: ``instrument``, ``mapping``, ``missing``, ``scale``,
        ``convert``, ``invalid``, ``weights`` ... of :func:`servqual.read`.

    Raises
    ------
    SettingsError
        The files answer different questionnaires, or on different scales without ``convert``.
    ServqualError
        What :func:`servqual.read` raises, of the first file that has a fault.

    Examples
    --------
    >>> import servqual as sq
    >>> here, there = (sq.simulate(n=50, seed=k).frame for k in (1, 2))
    >>> joined = sq.join([sq.Export(here, source="desk"), sq.Export(there, source="mail")])
    >>> len(joined.responses), sorted(set(joined.responses.people["source"]))
    (100, ['desk', 'mail'])
    """
    reads = read_exports(_exports(exports), **asked)
    found = stack_reads(reads)
    told = map_text(found.sheet, found.form, found.scales, found.absent, found.rules)
    answers = read_again(found.sheet, found.form, told, file)
    compared = _compared(answers)
    more = [*stack_notes(reads, found), *_warnings(compared)]
    return Joined(
        responses=replace(answers, notes=notes(kept_notes(answers, reads), more)),
        sheet=found.sheet,
        files=tuple(_file(read, len(read.responses)) for read in reads),
        form=found.form,
        source=found,
        differences=compared,
    )


def link(
    before: Any, after: Any, by: str | Sequence[str], *, file: str = NAME, **asked: Any
) -> Joined:
    """Link two exports of the same people, one to one, by the ids in a column of each.

    Ids are compared as hashes under a secret that is drawn for this call and thrown away; neither
    ids nor hashes are kept. Where the two files hold different batteries, such as expectations
    asked before a stay and perceptions after it, everybody has one row; else two, and ``wave``
    says which. People without a counterpart are counted and left out, and so is every id that two
    people of a file have.

    Parameters
    ----------
    before, after : path, DataFrame or Export
    by : str or two str
        Heading of the ids, in both files or in each.
    file, **asked
        As for :func:`join`.

    Raises
    ------
    ColumnError
        A file has no such column.
    SettingsError
        Hardly anybody can be linked, or the files do not go together.
    ServqualError
        What :func:`servqual.read` raises.

    Examples
    --------
    >>> import servqual as sq
    >>> answers = sq.simulate(n=40, seed=3).frame
    >>> wanted = answers.filter(regex="^(id|E)").iloc[::-1]
    >>> got = answers.filter(regex="^(id|P)")
    >>> linked = sq.link(wanted, got, by="id")
    >>> linked.wide, len(linked.responses)
    (True, 40)
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    reads = read_exports(_waves(before, after), one_sided=True, **asked)
    found = link_reads(reads, names)
    told = map_text(found.sheet, found.form, found.scales, found.absent, {})
    answers = read_again(found.sheet, found.form, told, file)
    return Joined(
        responses=replace(
            answers, notes=notes(kept_notes(answers, reads), link_notes(reads, found))
        ),
        sheet=found.sheet,
        files=tuple(_file(read, found.n_pairs) for read in reads),
        form=found.form,
        source=found,
        changes=Changes() if found.wide else changes_of(answers),
        wide=found.wide,
    )


def _exports(given: Sequence[Any]) -> list[Export]:
    return [one if isinstance(one, Export) else Export(one) for one in given]


def _waves(before: Any, after: Any) -> list[Export]:
    """Return two exports, called before and after where their files have the same name."""
    both = _exports([before, after])
    if len({name_of(export) for export in both}) == 2:
        return both
    return [replace(one, source=wave) for one, wave in zip(both, WAVES, strict=True)]


def _file(read: Read, n: int) -> JoinedFile:
    source = read.responses.source
    most = Counter(filter(None, read.languages)).most_common(1)
    language = most[0][0] if most else ""
    return JoinedFile(
        read.source,
        source.file,
        read.tool,
        read.mode,
        language,
        source.rows,
        len(read.responses),
        n,
    )


def relative_to(path: str | Path, folder: Path) -> str:
    """Return how a file in a folder names another one."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive
        return Path(path).resolve().as_posix()


# -- before pooling --------------------------------------------------------------------------------


def _compared(answers: Responses) -> Differences:
    """Return modes, languages and files held against each other."""
    groups: dict[str, Mapping[str, tuple[Summary, Summary]]] = {}
    seen: list[frozenset[frozenset[int]]] = []
    for column in COMPARED:
        if column not in answers.people:
            continue
        cells = answers.people[column]
        names = sorted(set(cells.tolist()) - {""})
        split = frozenset(frozenset(np.flatnonzero(cells == name).tolist()) for name in names)
        if len(names) < 2 or split in seen:
            continue
        seen.append(split)
        groups[column] = {name: _sides(answers, cells, name) for name in names}
    return differences(groups, answers.instrument)


def _sides(
    answers: Responses, cells: npt.NDArray[np.object_], name: str
) -> tuple[Summary, Summary]:
    own = np.asarray(cells == name, dtype=bool)
    others = np.asarray((cells != name) & (cells != ""), dtype=bool)
    return summarize(answers.take(own)), summarize(answers.take(others))


def _warnings(compared: Differences) -> list[Note]:
    """Return a note for every column whose groups answered differently."""
    found = []
    for column in dict.fromkeys(row.column for row in compared.rows):
        rows = compared.of(column)
        apart = [row for row in rows if row.differs]
        if not apart:
            continue
        most = max(apart, key=lambda row: abs(row.difference or 0.0))
        values = {
            "n": len(apart),
            "of": len(rows),
            "column": column,
            "group": most.group,
            "difference": f"{abs(most.difference or 0.0):.2f}",
        }
        side = "below" if (most.difference or 0.0) < 0 else "above"
        found.append(Note(f"joined_groups_differ_{side}", values))
    return found
