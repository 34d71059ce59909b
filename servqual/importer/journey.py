"""Files of touchpoints: which items speak of which stop of the customer's journey."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from servqual._files import parse_toml, read_bytes, sha256
from servqual.errors import JourneyError, listed
from servqual.instrument import Touchpoint
from servqual.instrument.journey import Route, journey_faults
from servqual.instrument.parts import Part
from servqual.instrument.reading import faults_of


class _JourneyFile(Part):
    journey: list[Touchpoint] = Field(min_length=1)


def load_journey(path: str | Path, items: Collection[str]) -> Route:
    r"""Return the touchpoints of a file.

    Parameters
    ----------
    path : str or Path
        TOML with entries ``[[journey]]`` as a questionnaire may have them.
    items : collection of str
        Ids of the items of the questionnaire as it was answered.

    Raises
    ------
    FileError, FormatError
        There is no such file, or it is not TOML.
    JourneyError
        Names every fault.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "journey.toml"
    >>> text = '[[journey]]\nid = "arrive"\nname = { en = "Arrival" }\nitems = ["q1"]\n'
    >>> _ = file.write_text(text, "utf-8")
    >>> [(point.id, point.stage) for point in load_journey(file, ["q1", "q2"]).touchpoints]
    [('arrive', 'front')]
    """
    place = Path(path)
    content = read_bytes(place, "file of touchpoints")
    table = parse_toml(content, place, "file of touchpoints")
    points = _checked(table, items, str(place))
    return Route(points, place.name, sha256(content))


def journey_from(
    entries: Sequence[Mapping[str, Any]], items: Collection[str], file: str = "", digest: str = ""
) -> Route:
    """Return the touchpoints of entries as they stand in a file or among results.

    Raises
    ------
    JourneyError
        Names every fault.
    """
    # results hold an owner for every touchpoint, of nobody too
    told = [{k: v for k, v in dict(entry).items() if k != "owner" or v} for entry in entries]
    return Route(_checked({"journey": told}, items, file or "journey"), file, digest)


def _checked(
    table: Mapping[str, Any], items: Collection[str], where: str
) -> tuple[Touchpoint, ...]:
    try:
        points = _JourneyFile.model_validate(dict(table)).journey
        faults = list(journey_faults(points, items))
    except ValidationError as error:
        points, faults = [], faults_of(error, table, _JourneyFile)
    if faults:
        raise JourneyError(
            f"{where}: this file of touchpoints has {len(faults)} fault(s). Write an entry "
            "[[journey]] for each touchpoint, with id, name and items; the README shows one.\n"
            f"{listed(faults)}"
        )
    return tuple(points)
