"""The command line, run in this process inside a folder that holds one plain survey."""

from typing import NamedTuple

import pytest

from servqual.cli.app import main


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def folder(plain_survey, monkeypatch):
    """Return the folder that commands run in; it holds guests.csv."""
    monkeypatch.chdir(plain_survey.parent)
    return plain_survey.parent


@pytest.fixture
def run(folder, capsys):
    """Return a function that runs ``servqual`` with some words."""

    def servqual(*words):
        capsys.readouterr()
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        return Ended(status, said.out, said.err)

    return servqual


@pytest.fixture
def names(folder):
    """Return a function that lists the files of the folder, hidden ones too."""
    return lambda: sorted(path.name for path in folder.iterdir())
