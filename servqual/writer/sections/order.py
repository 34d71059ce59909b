"""Which sections a reader gets and in which order, by ``reports/audiences.toml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from servqual._files import data_folder, read_toml
from servqual.errors import FormatError, SettingsError

DEFAULT = "client"
ALONE = ("brief", "thesis")  # styles that have what they name and nothing else


@cache
def _audiences() -> Mapping[str, Mapping[str, Any]]:
    """Return the orders by audience, the default among them."""
    return read_toml(data_folder("reports") / "audiences.toml", "file of audiences")


def audiences() -> list[str]:
    """Return the audiences that can be named."""
    return [name for name in _audiences() if name != DEFAULT]


def check_audience(name: str) -> None:
    """Raise unless an audience is known; '' is fine."""
    if name and name not in audiences():
        raise SettingsError(
            f"there is no audience {name!r}. Known: {', '.join(audiences())}. "
            "Without one the report is written for a client."
        )


def chosen(known: Sequence[str], audience: str, style: str) -> list[str]:
    """Return the names of the sections to write, in order.

    Parameters
    ----------
    known : sequence of str
        Every section, in the order of a report to a client.
    audience, style : str
        As in :class:`servqual.settings.ReportOptions`.

    Raises
    ------
    SettingsError
        The audience is not known.
    FormatError
        ``reports/audiences.toml`` names a section that there is not.
    """
    check_audience(audience)
    # a full report says more within its sections, it has no others
    key = style if style in ALONE else "standard"
    reader = DEFAULT if style == "thesis" else audience or DEFAULT
    wanted: list[str] = list(_audiences()[reader][key])
    if strange := [name for name in wanted if name not in known]:
        raise FormatError(
            f"audiences.toml: {reader}.{key} names {', '.join(strange)}; "
            f"known sections: {', '.join(known)}."
        )
    return wanted if style in ALONE else completed(wanted, known)


def completed(wanted: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return ``wanted`` with every other known name behind the one that it follows in ``known``.

    Examples
    --------
    >>> completed(["a", "c", "b"], ["a", "b", "new", "c"])
    ['a', 'c', 'b', 'new']
    """
    found = list(wanted)
    for k, name in enumerate(known):
        if name not in found:
            found.insert(found.index(known[k - 1]) + 1 if k else 0, name)
    return found
