"""The promise of the study folder that a survey file lies in."""

from __future__ import annotations

from pathlib import Path

from servqual.folder.model import STUDY_FILE, load_study_file
from servqual.settings import Promise


def promise_near(survey: Path) -> Promise:
    """Return what the study of a survey file promised to those who answered.

    The study is that of the folder that holds the file, or of the one above it, so that a survey in
    ``data/`` is under the promise of its study folder whichever command reads it.

    Raises
    ------
    FormatError, StudyFileError
        There is a study file, and it has faults: what it promises is not guessed.
    """
    folder = survey.absolute().parent
    for place in (folder, folder.parent):
        if (place / STUDY_FILE).is_file():
            return load_study_file(place).promise
    return Promise()
