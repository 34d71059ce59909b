"""The questionnaire at the back of the report: what people read, each list once."""

import re

import pytest

from servqual.analysis import analyze
from servqual.catalog import load_instrument
from servqual.settings import ReportOptions
from servqual.writer.sections.appendix import questionnaire
from servqual.writer.view import View
from tests.made import formula_ratings, responses


def lists(form="servqual", language="en"):
    study = analyze(responses(*formula_ratings(), instrument=form))
    (section,) = questionnaire(View(study, ReportOptions(language=language)))
    return section.context["groups"]


def test_batteries_with_sentences_of_their_own_stand_apart():
    assert [g["names"] for g in lists()] == [["Expectation"], ["Perception"]]


@pytest.mark.parametrize(
    ("language", "names"), [("en", ["Expectation", "Perception"]), ("zh", ["期望", "感知"])]
)
def test_batteries_that_were_read_alike_are_listed_once(language, names):
    form = load_instrument("servqual")
    bare = form.model_copy(
        update={
            "items": [i.model_copy(update={"wording": {}}) for i in form.items],
            "batteries": [b.model_copy(update={"intro": None}) for b in form.batteries],
        }
    )

    assert [g["names"] for g in lists(bare, language)] == [names]
    assert re.match(r"\d", lists(bare, language)[0]["ends"])
