"""The exports that are joined, each read in its own way."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from servqual._files import read_bytes, sha256
from servqual.errors import SettingsError
from servqual.importer.joining.speech import language_code, language_of
from servqual.importer.matching.columns import make_plan
from servqual.importer.opening.source import read_table
from servqual.importer.opening.table import Table
from servqual.importer.options import DEFAULT_INSTRUMENT, Options, make_options
from servqual.importer.people.duplicates import person_tokens
from servqual.importer.reading import Opened, opened
from servqual.instrument import Instrument
from servqual.responses import Responses


@dataclass(frozen=True)
class Export:
    """One export of a survey, and what only a person can say about it; '' and None: not said.

    Attributes
    ----------
    file : str, Path or DataFrame
    mapping : str or Path, optional
        Mapping file of this export alone.
    instrument, layout, scale : str
        As in :func:`servqual.read`, where this export differs from the others.
    source : str
        What to call it; the file's name without its ending if left out.
    mode : str
        How these people were asked: online, on paper ...; ``[sample] mode`` of the mapping file if
        left out.
    language : str
        What they read, such as ``zh``; told by the headings if left out.
    """

    file: Any
    mapping: str | Path | None = None
    instrument: str = ""
    layout: str = ""
    scale: str = ""
    source: str = ""
    mode: str = ""
    language: str = ""


@dataclass(frozen=True)
class Read:
    """One export as it was read.

    Attributes
    ----------
    source, mode : str
    languages : tuple of str, one per respondent
        What each of them read; '' where it cannot be told.
    form : Instrument
        The questionnaire as it was named, with every battery.
    responses : Responses
    tokens : tuple of sets of bytes, one per respondent
        What tells people apart, hashed under a secret that nobody keeps.
    options : Options
    table : Table
    chosen : tuple of int
        Position in the table of each respondent.
    """

    source: str
    mode: str
    languages: tuple[str, ...]
    form: Instrument
    responses: Responses
    tokens: tuple[frozenset[bytes], ...]
    options: Options
    table: Table
    chosen: tuple[int, ...]

    @property
    def tool(self) -> str:
        """The layout under which it was read, '' for a plain table."""
        return self.table.layout


def read_exports(
    exports: Sequence[Export], *, one_sided: bool = False, **asked: Any
) -> tuple[Read, ...]:
    """Return every export as it was read.

    Parameters
    ----------
    exports : sequence of Export
    one_sided : bool
        Whether an export may hold only one of the two batteries of a gap.
    **asked
        What holds for all of them, as in :func:`servqual.read`.

    Raises
    ------
    SettingsError
        Two exports are the same file, or have the same name.
    ServqualError
        What :func:`servqual.read` raises.
    """
    _check_apart(exports)
    names = [name_of(export) for export in exports]
    if twice := [name for name, n in Counter(names).items() if n > 1]:
        raise SettingsError(
            f"two files are called {twice[0]!r}. Give every file a name of its own: "
            "--source NAME, once for each file in their order."
        )
    secret = secrets.token_bytes(32)
    return tuple(
        _read(export, name, secret, one_sided=one_sided, asked=asked)
        for export, name in zip(exports, names, strict=True)
    )


def _check_apart(exports: Sequence[Export]) -> None:
    """Raise if two exports have the same content and are read by the same map."""
    seen: dict[tuple[str, str], Export] = {}
    for export in exports:
        if not isinstance(export.file, str | Path) or not Path(export.file).is_file():
            continue
        digest = sha256(read_bytes(Path(export.file)))
        other = seen.setdefault((digest, str(export.mapping)), export)
        if other is not export:
            raise SettingsError(
                f"{other.file} and {export.file} are the same file (sha256 {digest[:12]}...): "
                "everybody would count twice. Name each export once."
            )


def name_of(export: Export) -> str:
    """Return what an export is called: as it was said, else as its file is."""
    if export.source:
        return export.source
    return Path(export.file).stem if isinstance(export.file, str | Path) else "DataFrame"


def _read(
    export: Export, name: str, secret: bytes, *, one_sided: bool, asked: dict[str, Any]
) -> Read:
    """Return one export as it was read."""
    said = {key: value for key, value in asked.items() if value not in (None, "", ())}
    named = export.instrument or said.pop("instrument", DEFAULT_INSTRUMENT)
    said.pop("instrument", None)
    own = {"layout": export.layout, "scale": export.scale}
    said |= {key: value for key, value in own.items() if value}
    mapping = said.pop("mapping", None)
    options = make_options(named, export.mapping or mapping, **{**said, "comments": True})
    form = options.instrument
    table = read_table(export.file, options.opening)
    if one_sided:
        options = replace(options, instrument=_asked(options, table))
    found: Opened = opened(table, options)
    chosen = tuple(np.flatnonzero(found.chosen).tolist())
    told = export.language or language_of(table, found.plan)
    return Read(
        source=name,
        mode=export.mode or str(options.mapping.sample.get("mode", "")),
        languages=_languages(table, chosen, told, asked=bool(export.language)),
        form=form,
        responses=found.responses,
        tokens=tuple(person_tokens(table, found.plan, found.chosen, secret)),
        options=options,
        table=table,
        chosen=chosen,
    )


def _languages(table: Table, chosen: Sequence[int], told: str, *, asked: bool) -> tuple[str, ...]:
    """Return what each respondent read: as the analyst said, else as the tool wrote, else told."""
    column = next((i for i in range(len(table.headers)) if table.role_of(i) == "language"), None)
    if asked or column is None:
        return (told,) * len(chosen)
    return tuple(language_code(table.columns[column][i]) or told for i in chosen)


def _asked(options: Options, table: Table) -> Instrument:
    """Return the questionnaire with the batteries alone that an export holds, if one lacks."""
    form, plan = options.instrument, make_plan(table, options)
    there = {use.target.battery for use in plan.of_kind("rating") if use.target}
    if not there or there >= {side for gap in form.gaps for side in gap.batteries}:
        return form
    return form.model_copy(
        update={
            "batteries": [b for b in form.batteries if b.name in there],
            "gaps": [g for g in form.gaps if there.issuperset(g.batteries)],
        }
    )
