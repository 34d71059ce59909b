"""Which questionnaires there are, and how one is found by its id or by the path of its file."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from servqual._files import data_folder, read_toml
from servqual.errors import InstrumentError
from servqual.instrument import Instrument, parse_instrument

SUFFIX = ".toml"
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
Known: servperf, servqual, servqual-1988. Your own questionnaire file works too: give its path, \
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
    >>> instrument_ids()
    ['servperf', 'servqual', 'servqual-1988']
    """
    return list(_shipped_ids())


def instrument_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a questionnaire file, with which editors help.

    Shipped as ``instruments/schema.json``.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Instrument.model_json_schema(),
        "title": "A questionnaire for servqual",
    }


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
            f"Known ids: {', '.join(instrument_ids())}."
        )
    return parse_instrument(read_toml(path, _WHAT), str(path))


def _unknown(name: str) -> str:
    """Return what to say about an id that is not known."""
    near = get_close_matches(name.strip().lower(), instrument_ids(), n=1, cutoff=0.6)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return (
        f"no instrument called {name!r:.80}.{guess} Known: {', '.join(instrument_ids())}. "
        "Your own questionnaire file works too: give its path, ending in .toml."
    )
