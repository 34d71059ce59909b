"""Reads the wave before: results.json at full precision, or the figures of a printed table."""

from __future__ import annotations

from pathlib import Path

from servqual._files import check_readable
from servqual.errors import SettingsError
from servqual.importer.waves.crosswalk import Crosswalk, load_crosswalk
from servqual.importer.waves.printed import wave_of_table
from servqual.importer.waves.stored import wave_of_results
from servqual.instrument import Instrument
from servqual.results.before import Wave


def read_before(
    path: str | Path, instrument: Instrument, crosswalk: str | Path | Crosswalk | None = None
) -> Wave:
    """Return the wave before.

    Parameters
    ----------
    path : str or Path
        A ``results.json`` of that wave, or a CSV or workbook of its printed means: one row per item
        or dimension, columns such as ``E``, ``SD E``, ``P``, ``SD P``, ``gap``, ``SD gap``, ``n``.
    instrument : Instrument
        As this wave answered it.
    crosswalk : str, Path or Crosswalk, optional
        What was renamed, dropped, new or rescaled since.

    Returns
    -------
    Wave

    Raises
    ------
    FileError, FormatError
        A file is not there, or holds no such figures.
    MappingError
        Rows or ids that this questionnaire does not have: all are named.
    SettingsError
        Results of another questionnaire without a crosswalk.
    """
    place = Path(path)
    check_readable(place, "file of the wave before")
    said = (
        crosswalk
        if isinstance(crosswalk, Crosswalk)
        else load_crosswalk(crosswalk)
        if crosswalk
        else Crosswalk()
    )
    if place.suffix.lower() == ".html":
        raise SettingsError(
            f"{place}: a report holds rounded figures inside sentences. Name the results.json of "
            "that wave, or a table of its printed figures as CSV."
        )
    if place.suffix.lower() == ".json":
        return wave_of_results(place, instrument, said)
    return wave_of_table(place, instrument, said)
