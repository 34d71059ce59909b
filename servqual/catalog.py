"""Which questionnaires there are, and how one is found by its id or by the path of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from servqual._files import data_folder, read_toml
from servqual.errors import InstrumentError, ServqualError, listed
from servqual.instrument import Instrument, parse_instrument
from servqual.instrument.extending import (
    EXTENDS,
    OWN_KEYS,
    REPLACE,
    bases_of,
    extended,
    left_behind,
)
from servqual.instrument.parts import NEAR
from servqual.instrument.schema import file_schema

SUFFIX = ".toml"
SHARED = "_base_"  # how parts that several questionnaires extend begin
_WHAT = "questionnaire file"


def load_instrument(name: str | Path | Instrument) -> Instrument:
    """Return a questionnaire by the id of a shipped one or by the path of a file.

    Parameters
    ----------
    name : str or Path or Instrument
        An id such as ``"servqual"``, or the path of a TOML file (see ``instruments/README.md``).
        An instrument is returned as it is.

    Raises
    ------
    InstrumentError
        The id is unknown, the file is not called ``.toml``, or what it says has faults (all are
        named at once).
    FileError
        The path leads nowhere, to a folder, or to a file that cannot be read.
    FormatError
        The file is not TOML in UTF-8; the line is named.

    Examples
    --------
    >>> len(load_instrument("servqual").items)
    22
    >>> load_instrument("servqal")
    Traceback (most recent call last):
    ...
    servqual.errors.InstrumentError: no instrument called 'servqal'. Did you mean 'servqual'? \
'servqual instruments' lists all there are. Your own questionnaire file works too: give its path, \
ending in .toml.
    """
    if isinstance(name, Instrument):
        return name
    if isinstance(name, str) and name in instrument_ids():
        return _shipped(name)
    if _is_path(name):
        return _from_file(Path(name))
    raise InstrumentError(_unknown(str(name)))


def instrument_ids() -> list[str]:
    """Return the ids of the shipped questionnaires in alphabetical order.

    Examples
    --------
    >>> [name for name in instrument_ids() if name in ("servperf", "servqual", "servqual-1988")]
    ['servperf', 'servqual', 'servqual-1988']
    """
    return list(_shipped_ids())


def instrument_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a questionnaire file, with which editors help.

    Shipped as ``instruments/schema.json``.
    """
    return file_schema()


def wording(
    instrument: Instrument, language: str = "en", service: str = ""
) -> dict[str, dict[str, str]]:
    """Return the sentences of a questionnaire in a language, ready to be printed.

    Parameters
    ----------
    instrument : Instrument
    language : str
        Language code; where a sentence lacks it, English stands in, then whichever there is.
    service : str
        The noun that fills ``{service}``, such as "hotel" or "酒店"; '' takes the instrument's own.

    Returns
    -------
    dict of battery name to dict of item id to sentence
        Both in the order of the questionnaire; '' for an item without wording.

    Examples
    --------
    >>> wording(load_instrument("servqual"), service="hotel")["perception"]["q11"]
    'This hotel has staff who serve me without delay.'
    >>> wording(load_instrument("servqual"), "zh", "酒店")["perception"]["q11"]
    '这家酒店的员工会及时为我服务。'
    """
    return {
        battery: {
            item.id: instrument.filled(item.wording.get(battery), language, service)
            for item in instrument.items
        }
        for battery in instrument.battery_names
    }


@cache
def _shipped_ids() -> tuple[str, ...]:
    """Return the names of the shipped files; those that begin with _ are no questionnaires."""
    files = data_folder("instruments").glob(f"*{SUFFIX}")
    return tuple(sorted(f.stem for f in files if not f.name.startswith("_")))


@cache
def _shipped(name: str) -> Instrument:
    """Return a shipped questionnaire; read once, because it never changes while a program runs."""
    return _from_file(data_folder("instruments") / f"{name}{SUFFIX}")


def _is_path(name: str | Path) -> bool:
    """Say whether a name was meant as a path: it looks like one, or something stands there."""
    if isinstance(name, Path) or name.lower().endswith(SUFFIX) or "/" in name or "\\" in name:
        return True
    try:
        return bool(name.strip()) and Path(name).exists()
    except (OSError, ValueError):  # longer than a path may be, or holding a NUL
        return False


def _from_file(path: Path) -> Instrument:
    """Return the questionnaire that a file describes."""
    if path.suffix.lower() != SUFFIX and path.is_file():
        raise InstrumentError(
            f"{path}: a {_WHAT} is called .toml; this is something else. "
            "'servqual instruments' lists the ids of those that are shipped."
        )
    return questionnaire_of(read_toml(path, _WHAT), path)


def questionnaire_of(table: Mapping[str, Any], path: Path) -> Instrument:
    """Return the questionnaire that a table describes which stands, or will stand, in a file."""
    whole = _whole(dict(table), path, ())
    return parse_instrument(whole, str(path), _themes_of(table, path))


def _themes_of(table: Mapping[str, Any], path: Path) -> str:
    """Return what the themes of a file are taken from; '' where they are its own."""
    if EXTENDS not in table or "themes" in table.get(REPLACE, []):
        return ""
    return ", ".join(bases_of(table)) if "themes" in _below(table, path, ()) else ""


def untranslated(name: str) -> dict[str, list[str]]:
    """Return what a questionnaire says in other words than those it extends and not in a language.

    Returns
    -------
    dict of language to list of str
        Keys of texts that the extended questionnaires have in that language; empty where the
        file extends nothing.
    """
    path = (
        data_folder("instruments") / f"{name}{SUFFIX}" if name in instrument_ids() else Path(name)
    )
    table = read_toml(path, _WHAT)
    if EXTENDS not in table:
        return {}
    return left_behind(_below(table, path, ()), _whole(table, path, ()))


def with_extended(path: Path) -> tuple[Path, ...]:
    """Return a questionnaire file of one's own and those that it extends; shipped ones not.

    A file that cannot be read extends nothing here: reading it says why.
    """
    found: dict[Path, None] = {path: None}
    waiting = [path]
    while waiting:
        here = waiting.pop()
        try:
            names = bases_of(read_toml(here, _WHAT))
        except (ServqualError, ValueError):
            continue
        below = [here.parent / name for name in names if name.lower().endswith(SUFFIX)]
        waiting += [base for base in below if base not in found]
        found |= dict.fromkeys(below)
    return tuple(found)


def _whole(table: dict[str, Any], path: Path, above: Sequence[Path]) -> dict[str, Any]:
    """Return the table of a file on top of what it extends; ``above`` are the files on the way."""
    if EXTENDS not in table:
        return _without_orphans(table, path)
    if path.resolve() in above:
        raise InstrumentError(
            f"{path}: extends: this file extends itself by way of others. Take one {EXTENDS} out."
        )
    if not path.name.startswith("_") and "id" not in table:
        raise InstrumentError(
            f"{path}: id: this key is missing; add it. A questionnaire that extends another needs "
            "a name of its own."
        )
    try:
        return extended(_below(table, path, above), table)
    except ValueError as error:
        raise InstrumentError(
            f"{path}: this questionnaire file cannot extend {table[EXTENDS]!r}. Mend it and try "
            f"again; instruments/README.md describes the keys.\n{listed(str(error).splitlines())}"
        ) from error


def _below(table: Mapping[str, Any], path: Path, above: Sequence[Path]) -> dict[str, Any]:
    """Return what a file extends, the later of several on top of the earlier."""
    base: dict[str, Any] = {}
    for name in bases_of(table):
        below = _base_path(name, path)
        base = extended(base, _whole(_base_table(below), below, [*above, path.resolve()]))
    return base


def _base_table(path: Path) -> dict[str, Any]:
    """Return the table of a file that is extended; of a shipped one read once."""
    shipped = path.parent == data_folder("instruments")
    return _shipped_table(path) if shipped else read_toml(path, _WHAT)


@cache
def _shipped_table(path: Path) -> dict[str, Any]:
    return read_toml(path, _WHAT)


def _without_orphans(table: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return a table that extends nothing; raise if it says what only makes sense if it did."""
    found = [key for key in OWN_KEYS if key in table]
    if found:
        raise InstrumentError(
            f"{path}: {' and '.join(found)}: these keys need extends, which names the "
            f'questionnaire that they change: {EXTENDS} = "servqual". Add it, or remove them.'
        )
    return table


def _base_path(name: str, path: Path) -> Path:
    """Return the file that ``extends`` names: a shipped one by its id, or one beside ``path``."""
    shipped = data_folder("instruments") / f"{name}{SUFFIX}"
    if name in instrument_ids() or (name.startswith(SHARED) and shipped.is_file()):
        return shipped
    if _is_path(name):
        return path.parent / name
    if name.startswith(SHARED):
        raise InstrumentError(f"{path}: extends: {_unknown_part(name, shipped.parent)}")
    raise InstrumentError(f"{path}: extends: {_unknown(name)}")


def _unknown_part(name: str, folder: Path) -> str:
    """Return what to say about a shared part that there is not; all of them begin alike."""
    ends = sorted(f.stem.removeprefix(SHARED) for f in folder.glob(f"{SHARED}*{SUFFIX}"))
    near = get_close_matches(name.removeprefix(SHARED), ends, n=1, cutoff=NEAR)
    told = f"{name!r} is not in the shared parts"
    if near:
        return f"{told}; did you mean {SHARED + near[0]!r}?"
    return f"{told}; there are {', '.join(SHARED + end for end in ends)}"


def _unknown(name: str) -> str:
    """Return what to say about an id that is not known."""
    near = get_close_matches(name.strip().lower(), instrument_ids(), n=1, cutoff=0.6)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return (
        f"no instrument called {name!r:.80}.{guess} 'servqual instruments' lists all there are. "
        "Your own questionnaire file works too: give its path, ending in .toml."
    )
