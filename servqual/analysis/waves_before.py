"""The wave before, beside the study of this one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from servqual.errors import SettingsError
from servqual.instrument import Instrument
from servqual.notes import Notes
from servqual.results import Study
from servqual.results.before import Wave
from servqual.study.before import since


def wave_before(
    before: str | Path | None, crosswalk: str | Path | None, instrument: Instrument
) -> Wave | None:
    """Return the wave before, None where none is named.

    Raises
    ------
    SettingsError
        A crosswalk is named without a wave.
    """
    if before is None:
        if crosswalk is not None:
            raise SettingsError(
                f"{crosswalk}: a crosswalk says what changed since the wave before, and none is "
                "named. Name it with --before, in Python before=, or leave the crosswalk out."
            )
        return None
    from servqual.importer.waves import read_before

    return read_before(before, instrument, crosswalk)


def beside_wave(study: Study, wave: Wave | None) -> Study:
    """Return a study with what changed since the wave before."""
    if wave is None:
        return study
    noted = Notes((*study.notes, *wave.notes))
    return replace(study, before=since(wave, study), notes=noted)
