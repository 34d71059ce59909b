"""Coded comments read back: what a coder put every comment under."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from servqual._cells import unguarded
from servqual._files import check_readable
from servqual.errors import FormatError, SettingsError, listed
from servqual.importer.answers.labels import label_key, yes_no
from servqual.importer.coding.frame import Theme, load_themes
from servqual.importer.coding.lists import HEADS, TONES
from servqual.importer.layouts import PLAIN
from servqual.importer.matching.tokens import dimension_called
from servqual.importer.opening.source import Opening, read_table
from servqual.importer.opening.table import Table
from servqual.importer.people.comments import MARKS
from servqual.importer.words import plain, squash
from servqual.instrument import Instrument
from servqual.responses import Responses
from servqual.texts import fill, languages

_BETWEEN = re.compile(r"\s*[;；、|]\s*")
LONGEST = 500  # signs of a comment that is printed
_NEEDED = ("id", "comment", "theme", "coder")


@dataclass(frozen=True)
class CodedComment:
    """One comment as a coder saw it.

    Attributes
    ----------
    row : int
        Of the survey file.
    question : str
    themes : tuple of str
        Ids; empty for a comment that is under none.
    dimension, tone : str
        Id of a dimension, and one of ``praise``, ``criticism``, ``mixed`` and ``neutral``; '' for
        none.
    text : str
        To be printed; '' if it is not marked for that.
    """

    row: int
    question: str
    themes: tuple[str, ...]
    dimension: str
    tone: str
    text: str = ""


@dataclass(frozen=True)
class Coded:
    """A list of coded comments.

    Attributes
    ----------
    file : str
    comments : tuple of CodedComment
        Those that a coder has settled.
    rows : frozenset of int
        Rows of the survey file with a comment, settled or not.
    n_comments : int
        All comments of the list.
    themes : tuple of Theme
        Of the code frame, without their words.
    """

    file: str
    comments: tuple[CodedComment, ...]
    rows: frozenset[int]
    n_comments: int
    themes: tuple[Theme, ...]


def read_coded(path: str | Path, responses: Responses) -> Coded:
    """Return the comments of a list that a coder has settled.

    Only lines with a name under ``coder`` count: themes that nobody has looked at are proposals.

    Parameters
    ----------
    path : str or Path
        The workbook of ``servqual comments --code-frame``, coded; or its first sheet as CSV.
    responses : Responses
        The survey that the comments belong to.

    Raises
    ------
    FileError, FormatError
        The list cannot be read, lacks a column, or has lines that cannot be used; all are named.
    """
    check_readable(Path(path), "list of coded comments")
    themes = _themes(path, responses.instrument)
    table = _sheet(path, "comments")
    columns = _columns(table)
    known = frozenset(responses.rows.tolist())
    reader = _Reader(themes, responses.instrument, known)
    lines = [
        {name: _clean(name, table.columns[place][i]) for name, place in columns.items()}
        for i in range(len(table.rows))
    ]
    numbered = [(n, line) for n, line in zip(table.rows.tolist(), lines, strict=True)
                if any(line.values())]  # fmt: skip
    faults = [f"row {n}: {wrong}" for n, line in numbered for wrong in reader.faults(line)]
    faults += _twice(numbered)
    if faults:
        raise FormatError(
            f"{table.file}: {len(faults)} line(s) of these coded comments cannot be used. Mend "
            f"them and try again.\n{listed(faults)}"
        )
    settled = [reader.comment(line) for _, line in numbered if line["coder"]]
    rows = frozenset(int(line["id"]) for _, line in numbered)
    return Coded(table.file, tuple(settled), rows, len(numbered), themes)


def _clean(name: str, cell: str) -> str:
    """Return a cell in one width; a comment keeps its signs."""
    return " ".join(cell.split()) if name == "comment" else plain(cell)


def _sheet(path: str | Path, which: str) -> Table:
    """Return a sheet of a workbook by its title in any language; a text file as it is."""
    titles = [fill(code, f"coding.sheet.{which}", {}) for code in languages()]
    if Path(path).suffix.lower() not in (".xlsx", ".xls", ".ods"):
        return read_table(path, Opening(layout=PLAIN))
    for title in titles:
        try:
            return read_table(path, Opening(layout=PLAIN, sheet=title))
        except SettingsError:
            continue
    raise FormatError(
        f"{path}: this workbook has no sheet {' or '.join(map(repr, titles))}. 'servqual comments "
        "--code-frame' writes one; keep the names of its sheets."
    )


def _themes(path: str | Path, form: Instrument) -> tuple[Theme, ...]:
    """Return the themes of the list: those of its own sheet, else those that are shipped."""
    if Path(path).suffix.lower() not in (".xlsx", ".xls", ".ods"):
        return load_themes()
    table = _sheet(path, "themes")
    places = _placed(table, "coding.theme_head", ("id", "name", "dimension"))
    if {"id", "name"} - set(places):
        raise FormatError(
            f"{table.file}: the sheet {table.sheet!r} lacks the column id or name. Keep its first "
            "row as it was written."
        )
    shipped = {theme.id: theme for theme in load_themes()}
    found = []
    for i in range(len(table.rows)):
        cell = {name: plain(table.columns[place][i]) for name, place in places.items()}
        if not (cell["id"] or cell["name"]):
            continue
        name = cell["id"] or squash(cell["name"])
        own = {"": cell["name"] or name}
        known = dict(shipped[name].name) if name in shipped else {}
        same = own[""] in known.values()
        dimension = dimension_called(form, cell.get("dimension", "")) or cell.get("dimension", "")
        found.append(Theme(name, known if same else own, dimension))
    return tuple(found)


def _columns(table: Table) -> dict[str, int]:
    places = _placed(table, "coding.head", HEADS)
    lacking = [name for name in _NEEDED if name not in places]
    if lacking:
        raise FormatError(
            f"{table.file}: this is no list of coded comments: it has no column "
            f"{', '.join(lacking)}. 'servqual comments --code-frame' writes one; keep its first "
            "row as it is."
        )
    return places


def _placed(table: Table, key: str, names: Sequence[str]) -> dict[str, int]:
    """Return where each column stands, under its heading in any language."""
    seen = [squash(header) for header in table.headers]
    places = {}
    for name in names:
        heads = {squash(name), *(squash(fill(code, f"{key}.{name}", {})) for code in languages())}
        at = next((i for i, header in enumerate(seen) if header in heads), None)
        if at is not None:
            places[name] = at
    return places


@dataclass(frozen=True)
class _Reader:
    """Reads the lines of a list under its themes and questionnaire."""

    themes: Sequence[Theme]
    form: Instrument
    rows: Collection[int]

    def faults(self, line: Mapping[str, str]) -> list[str]:
        """Return what is wrong with a line; one that nobody coded may hold anything."""
        if not line["id"].isdigit() or int(line["id"]) not in self.rows:
            return [f"id is {line['id']!r}, which is no respondent of this survey file"]
        if not line["coder"]:
            wanted = _marked(line.get("print", ""))
            return ["it is marked to be printed, but nobody has coded it"] if wanted else []
        return [*self._wrong_codes(line), *self._wrong_print(line)]

    def _wrong_codes(self, line: Mapping[str, str]) -> list[str]:
        faults = [
            f"there is no theme {name!r}; add it to the sheet of themes, or write one of "
            f"{', '.join(t.say('en') for t in self.themes)}"
            for name in _split(line["theme"])
            if self._theme(name) is None
        ]
        if (text := line.get("dimension", "")) and not dimension_called(self.form, text):
            faults.append(
                f"dimension is {text!r}; leave it empty, or write one of "
                f"{', '.join(self.form.dimension_ids)}"
            )
        if (text := line.get("tone", "")) and not _tone(text):
            faults.append(f"tone is {text!r}; leave it empty, or write {', '.join(TONES)}")
        return faults

    def _wrong_print(self, line: Mapping[str, str]) -> list[str]:
        mark = line.get("print", "")
        if _marked(mark) is None:
            return [f"print is {mark!r}; write yes or no, or leave it empty"]
        if not _marked(mark):
            return []
        if not line["comment"]:
            return ["it is marked to be printed, but its comment is empty"]
        if len(line["comment"]) > LONGEST:
            return [f"its comment has {len(line['comment'])} signs; shorten it to {LONGEST}"]
        return []

    def _theme(self, name: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.is_called(name)), None)

    def comment(self, line: Mapping[str, str]) -> CodedComment:
        """Return a line that a coder has settled."""
        found = [theme.id for name in _split(line["theme"]) if (theme := self._theme(name))]
        return CodedComment(
            row=int(line["id"]),
            question=line.get("question", ""),
            themes=tuple(dict.fromkeys(found)),
            dimension=dimension_called(self.form, line.get("dimension", "")),
            tone=_tone(line.get("tone", "")),
            text=unguarded(line["comment"]) if _marked(line.get("print", "")) else "",
        )


def _split(cell: str) -> list[str]:
    return [name for name in _BETWEEN.split(cell) if name]


def _marked(cell: str) -> bool | None:
    """Return whether a line is to be printed; None for what is neither yes nor no."""
    if not cell:
        return False
    value = (yes_no() | MARKS).get(label_key(cell))
    return None if value is None else bool(value)


def _tone(cell: str) -> str:
    """Return the tone that a cell names in any language, '' for none."""
    wanted = squash(cell)
    for tone in TONES:
        names = {squash(fill(code, f"coding.tone.{tone}", {})) for code in languages()}
        if wanted and wanted in {squash(tone), *names}:
            return tone
    return ""


def _twice(lines: Sequence[tuple[int, Mapping[str, str]]]) -> list[str]:
    """Return a fault for every comment that stands there twice."""
    seen: dict[tuple[str, str], int] = {}
    faults = []
    for n, line in lines:
        place = (line["id"], line.get("question", ""))
        if place in seen:
            faults.append(f"row {n}: the same comment stands in row {seen[place]}; keep one")
        seen.setdefault(place, n)
    return faults
