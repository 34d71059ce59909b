"""Several waves tracked again, in the way that results.json says they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual.analysis.tracking import track
from servqual.errors import FileError
from servqual.results import Study
from servqual.settings import SampleFacts

if TYPE_CHECKING:
    from servqual.analysis.again import Again
    from servqual.responses import Responses


def tracked_again(again: Again, answers: Responses, asked: Mapping[str, Any]) -> Study:
    """Return the study of several waves.

    Parameters
    ----------
    again : Again
        Its results hold which waves there were, and the name and hash of each file.
    answers : Responses
        Of the last wave, or of all where a column tells them apart.
    asked : mapping
        Arguments of :func:`servqual.analyze`, with the facts of the last wave.

    Raises
    ------
    FileError
        The survey of an earlier wave or the file of targets is not near the results.
    """
    told = again.then["waves"]
    more: dict[str, Any] = {"panel": told["panel_column"], "ewma": told["ewma"]}
    if told["targets_file"]:
        more["targets"] = _near(again, told["targets_file"], told["targets_sha256"])
    if told["pilots"]:
        pilot = told["pilots"][0]
        more["pilot"] = {pilot["column"]: pilot["units"]}
    if told["column"]:
        return track(answers, wave=told["column"], **more, **asked)
    waves = [_read(again, row) for row in told["waves"][:-1]]
    asked = dict(asked)
    facts = [SampleFacts(mode=row["mode"], frame=row["frame"]) for row in told["waves"][:-1]]
    labels = [row["wave"] for row in told["waves"]]
    every = [*facts, asked.pop("facts")]
    return track([*waves, answers], labels=labels, facts=every, **more, **asked)


def _read(again: Again, row: Mapping[str, Any]) -> Responses:
    """Return an earlier wave, read as it was then."""
    other = replace(again, then={**again.then, "made": {**again.record, **row["made"]}})
    return other.read(_near(again, row["file"], row["sha256"]))


def _near(again: Again, name: str, digest: str) -> Path:
    from servqual.analysis.again import beside, digest_of

    found = beside(again.folder / "results", name, digest)
    if found is None or digest_of(found) != digest:
        raise FileError(
            f"{name}: this file, from which the results were made, is neither beside them nor in "
            "a folder 'data' near them, with the content of then. Put it there."
        )
    return found
