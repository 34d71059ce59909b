"""The provider's side of a study: managers, contact staff and audits, as study.toml names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual.folder.entries import Entries

KEYS = (
    "managers", "staff", "role", "roles", "unit", "match_units", "consent", "population", "fewest",
    "audit", "difference", "expectation_source",
)  # fmt: skip
FILE_KEYS = ("file", "mapping", "instrument", "layout", "scale")
USUAL = {"manager": "gap-managers", "staff": "gap-staff"}
ENTRY = {"manager": "managers", "staff": "staff"}
ROLES = ("customer", "manager", "staff")


@dataclass(frozen=True)
class RoleFile:
    """The export of one role; ``path`` None where it stands in the customers' export."""

    path: Path | None = None
    mapping: Path | None = None
    instrument: str = ""
    layout: str = ""
    scale: str = ""


@dataclass(frozen=True, kw_only=True)
class ProviderFiles:
    """What ``[gap_model]`` of a study file says.

    Attributes
    ----------
    files : mapping of role to RoleFile
    role : str
        Column of the customers' export that says who answered, where others stand in it, too: they
        are no customers, and a role without a file of its own is read from there. '' for none.
    roles : mapping of role to text
        What that column calls the roles, where the program does not know the words.
    audit : Path or None
    told : mapping
        What :class:`servqual.Provider` takes beside the answers.
    """

    files: Mapping[str, RoleFile] = field(default_factory=dict)
    role: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    audit: Path | None = None
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file that is named."""
        named = [p for one in self.files.values() for p in (one.path, one.mapping)]
        own = [Path(one.instrument) for one in self.files.values() if _own(one.instrument)]
        return tuple(path for path in (*named, *own, self.audit) if path)

    @property
    def columns(self) -> tuple[str, ...]:
        """The people columns of the customers that are needed."""
        named = (self.told.get("unit", ""), self.told.get("expectation_source", ""), self.role)
        return tuple(name for name in named if name)


def provider_files(part: Entries) -> ProviderFiles | None:
    """Return what ``[gap_model]`` says, None where it is left out; faults are added to its list."""
    if not part.table:
        return None
    files = {role: _role_file(part, ENTRY[role]) for role in USUAL if ENTRY[role] in part.table}
    role = part.text("role")
    roles = _texts_by_role(part, "roles", dict(zip(ROLES, ROLES, strict=True)))
    if roles and not role:
        part.fault("roles", 'say which column holds them, such as role = "role"')
    if role:
        files = {name: files.get(name, RoleFile()) for name in USUAL}
    for name, one in files.items():
        if one.path is None and not role:
            part.fault(ENTRY[name], "name the export, such as data/managers.csv")
    told = {
        "unit": part.text("unit"),
        "match_units": part.truth("match_units"),
        "difference": part.truth("difference"),
        "consent": _consent(part),
        "population": _population(part),
        "fewest": part.whole("fewest", 5),
        "expectation_source": part.text("expectation_source"),
    }
    return ProviderFiles(
        files=MappingProxyType(files),
        role=role,
        roles=MappingProxyType(roles),
        audit=part.path("audit"),
        told=MappingProxyType({key: value for key, value in told.items() if value}),
    )


def _own(instrument: str) -> bool:
    return instrument.endswith(".toml")


def _role_file(part: Entries, key: str) -> RoleFile:
    """Return an export: a name, or a table with what is said of that file."""
    given = part.table.get(key)
    if isinstance(given, str):
        return RoleFile(path=part.path(key))
    entry = part.part(key)
    entry.check_known(FILE_KEYS)
    own = entry.text("instrument")
    return RoleFile(
        path=entry.path("file"),
        mapping=entry.path("mapping"),
        instrument=str(part.folder / own) if _own(own) else own,
        layout=entry.text("layout"),
        scale=entry.text("scale"),
    )


def _texts_by_role(part: Entries, key: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return a text for each role; ``names`` maps how the file calls a role to the role."""
    entry = part.part(key)
    entry.check_known(list(names))
    found = {role: entry.text(name) for name, role in names.items()}
    return {role: text for role, text in found.items() if text}


def _consent(part: Entries) -> dict[str, str]:
    """Return how each role agreed: one text for both, or one each."""
    given = part.table.get("consent", "")
    if isinstance(given, str):
        return dict.fromkeys(USUAL, given.strip()) if given.strip() else {}
    if given is True:
        part.fault("consent", 'say how and when it was given, such as "in writing, 4 May 2026"')
        return {}
    return _texts_by_role(part, "consent", {name: role for role, name in ENTRY.items()})


def _population(part: Entries) -> dict[str, int]:
    entry = part.part("population")
    entry.check_known(list(ENTRY.values()))
    found = {role: entry.whole(name, 1) for role, name in ENTRY.items()}
    return {role: n for role, n in found.items() if n}
