"""The answers of managers and contact staff: files of their own, or one export of all roles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual.errors import SettingsError, StudyFileError, listed
from servqual.folder.provider import USUAL, ProviderFiles, RoleFile

if TYPE_CHECKING:
    from servqual.analysis.provider import Provider
    from servqual.folder.model import StudyFile
    from servqual.importer import Mapping
    from servqual.responses import Responses


def provider_of(study: StudyFile) -> Provider | None:
    """Return the answers of managers and staff with what is said of them; None without any.

    Raises
    ------
    ServqualError
        What :func:`servqual.read` raises; a column of roles that cannot be used.
    """
    asked = study.provider
    if asked is None:
        return None
    from servqual.analysis.provider import Provider

    answers = {role: _read(study, asked, role, one) for role, one in asked.files.items()}
    return Provider(
        managers=answers.get("manager"),
        staff=answers.get("staff"),
        audit=asked.audit,
        **asked.told,
    )


def _read(study: StudyFile, asked: ProviderFiles, role: str, one: RoleFile) -> Responses | None:
    """Return the answers of a role, None where nobody of it stands in the export of all."""
    from servqual.analysis.again_provider import only_role
    from servqual.importer import read
    from servqual.scoring.naming import people_column

    unit = asked.told.get("unit", "")
    said: dict[str, Any] = {"mapping": one.mapping, "layout": one.layout, "scale": one.scale}
    given = {key: value for key, value in said.items() if value}
    instrument = one.instrument or USUAL[role]
    if one.path is not None:
        return read(one.path, instrument, people=[unit] if unit else [], **given)
    if len(study.files) != 1:
        raise StudyFileError(
            f"{study.path}: gap_model.role names a column of one export, and [data] names "
            f"{len(study.files)}. Name the files of managers and staff instead."
        )
    first = study.files[0]
    given = {"layout": first.layout, "scale": first.scale} | given
    if "mapping" not in given:
        given["mapping"] = _own_columns(first.path, first.layout, asked, role)
    people = [name for name in (unit, asked.role) if name]
    found = read(first.path, instrument, people=people, **{k: v for k, v in given.items() if v})
    column = people_column(found, asked.role)
    texts = [str(text).strip() for text in found.people[column]]
    roles = dict(zip(texts, roles_of(asked, found), strict=True))
    words = sorted(text for text, meant in roles.items() if meant == role)
    return only_role(found, column, words) if words else None


def _own_columns(path: Path, layout: str, asked: ProviderFiles, role: str) -> Mapping | None:
    """Return a mapping that leaves out the columns in which nobody of a role wrote anything.

    Where each role was asked in columns of its own, those of the others would else be taken for
    the same ratings.
    """
    from servqual.importer.mapfiles.mapping import parse_mapping
    from servqual.importer.opening.source import Opening, read_table

    table = read_table(path, Opening(layout=layout or None))
    wanted = asked.role.strip().casefold()
    heads = [header.strip().casefold() for header in table.headers]
    if wanted not in heads:
        return None
    words = [text.strip() for text in table.columns[heads.index(wanted)]]
    _check_words(asked, [word for word in words if word], table.file)
    own = [k for k, word in enumerate(words) if _meant(asked, word) == role]
    blank = [
        header
        for header, cells in zip(table.headers, table.columns, strict=True)
        if header and not any(cells[k].strip() for k in own)
    ]
    if not own or not blank:
        return None
    return parse_mapping({"columns": dict.fromkeys(blank, "ignore")}, "columns of other roles")


def _meant(asked: ProviderFiles, word: str) -> str:
    """Return whose role a word means, '' where it is not known."""
    from servqual.importer.audit import role_meant

    own = {told.casefold(): role for role, told in asked.roles.items()}
    return own.get(word.casefold()) or role_meant(word)


def roles_of(asked: ProviderFiles, answers: Responses) -> list[str]:
    """Return the role of each person.

    Raises
    ------
    SettingsError
        Names every word of the column that means none.
    """
    from servqual.scoring.naming import people_column

    texts = [str(text).strip() for text in answers.people[people_column(answers, asked.role)]]
    _check_words(asked, texts, answers.source.file)
    return [_meant(asked, text) for text in texts]


def _check_words(asked: ProviderFiles, words: list[str], file: str) -> None:
    """Raise unless each word of the column of roles means a role."""
    strange = sorted(word for word in set(words) if not _meant(asked, word))
    if strange:
        faults = [
            f"{repr(word) if word else 'blank'} ({words.count(word)} people)" for word in strange
        ]
        raise SettingsError(
            f"{file}: the column {asked.role!r} says of these people no role that is known. Say it "
            'under [gap_model]: roles = { customer = "...", manager = "...", staff = "..." }; fill '
            f"in blanks in the file.\n{listed(faults)}"
        )


def role_rules(study: StudyFile, answers: Responses, language: str) -> dict[str, str]:
    """Return the rules that leave managers and staff out of an export of all roles."""
    asked = study.provider
    if asked is None or not asked.role:
        return {}
    from servqual.scoring.naming import people_column
    from servqual.texts import fill

    column = people_column(answers, asked.role)
    roles = roles_of(asked, answers)
    words = {
        str(text).strip(): role
        for text, role in zip(answers.people[column], roles, strict=True)
        if role != "customer"
    }
    reason = fill(language, "notes.gap_role_left_out", {})
    return {f"\"{column}\" = '{word}'": reason for word in sorted(words)}
