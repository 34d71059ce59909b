"""Studies whose every number is known: the formula data of the statistics tests."""

from dataclasses import replace

import pytest

import servqual as sq
from servqual.notes import Note, Notes
from tests.made import POINTS, formula_ratings, responses, study_of


@pytest.fixture(scope="session")
def study():
    """Return the Study of six people who rated expectations and perceptions and shared points."""
    return study_of(responses(*formula_ratings(), points=POINTS))


@pytest.fixture(scope="session")
def bank_of_300():
    """Return the Study of a simulated bank, with everything that resampling gives."""
    return sq.analyze(sq.read(sq.simulate(300).frame))


@pytest.fixture(scope="session")
def perceptions_only():
    """Return the Study of the same perceptions under a questionnaire without gaps."""
    return study_of(responses(None, formula_ratings()[1], instrument="servperf"))


@pytest.fixture
def with_note(study):
    """Return a function that adds one note whose place is a given text."""

    def add(where):
        return replace(study, notes=Notes((Note("rows_ineligible", {"n": 4}, where),)))

    return add
