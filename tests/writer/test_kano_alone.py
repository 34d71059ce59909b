"""What a report says of Kano's questions, alone and beside ratings."""

import numpy as np
import pytest

import servqual as sq
from servqual.settings import ReportOptions
from servqual.writer.exhibits.quality import missing
from servqual.writer.kano_alone import kano_alone, kano_asked, kano_summary, kano_title
from servqual.writer.sections.results import dimension_pages
from servqual.writer.view import View
from tests.kano_forms import answers


def kano_answers(n=50):
    functional, dysfunctional = np.tile([2, 1, 1, 3], (n, 1)), np.tile([5, 5, 3, 3], (n, 1))
    dysfunctional[:5, 0] = 2  # five of the fifty are indifferent to the first
    functional[0, 1] = 5  # and one contradicts himself
    return functional, dysfunctional


def ratings(n=50):
    return 1 + (np.arange(n)[:, None] * np.array([3, 5, 2, 4]) + np.arange(4)) % 7


def plain(text):
    """Return a text with plain blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def view(language="en", rated=None, kano=None):
    study = sq.analyze(answers(rated, kano or kano_answers()))
    return View(study, ReportOptions(language=language))


def test_the_title_counts_classes_that_can_be_told():
    assert kano_title(view()) == "Of 4 items, 1 count as must-be and 1 as attractive"


def test_the_summary_of_kanos_questions_alone():
    found = kano_summary(view())

    assert found["big"] == "1 of 4"
    assert found["below"] == [
        "One-dimensional: 1. Attractive: 1. Indifferent: 1. Not to be told from the next class: 0."
    ]
    first, second = found["findings"][:2]
    assert (first.text, plain(first.detail)) == (
        "Enough seats",
        "100% would be less satisfied if it were missing (95% interval [93%, 100%], n = 49).",
    )
    assert (second.text, plain(second.detail)) == (
        "Quiet rooms",
        "90% would be less satisfied if it were missing (95% interval [79%, 96%], n = 50).",
    )
    assert found["strengths"] == (
        "What would please the largest shares of people if it were there: “Enough seats” (100%) "
        "and “Patient staff” (100%)."
    )


def test_without_ratings_there_are_no_pages_of_dimensions():
    assert kano_alone(view())
    assert dimension_pages(view()) == []


@pytest.mark.parametrize(
    ("language", "rated", "text"),
    [
        ("en", False, "4 items were asked about by Kano’s two questions: how people feel with "
         "each, and without it."),
        ("en", True, "Kano’s two questions were asked about 4 of them: how people feel with each, "
         "and without it."),
        ("zh", False, "对 4 个题项询问了 Kano 的两个问题：具备时感受如何，不具备时感受如何。"),
    ],
)  # fmt: skip
def test_what_was_asked(language, rated, text):
    assert kano_asked(view(language, ratings() if rated else None)) == text


def test_the_table_of_missing_answers_says_about_how_many_items_kano_was_asked():
    functional, dysfunctional = kano_answers()
    functional[:, 0] = dysfunctional[:, 0] = -1

    assert plain(missing(view(rated=ratings(), kano=(functional, dysfunctional))).base) == (
        "Base: respondents, n = 50; 4 items in each set of ratings, 3 in Kano’s questions."
    )
    assert plain(missing(view(rated=ratings())).base) == (
        "Base: respondents, n = 50; 4 items in each set of ratings."
    )
