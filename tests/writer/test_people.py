"""Questions about the whole and sensitivity in the report."""

from dataclasses import replace

from servqual.notes import Note
from servqual.results import SensitivityRow
from servqual.settings import ReportOptions
from servqual.texts import fill
from servqual.writer import render_html
from servqual.writer.exhibits.gaps import gap_dimensions
from servqual.writer.view import View
from tests.writer import studies
from tests.writer.test_page import Reader


def words(study, language="en"):
    options = ReportOptions(language=language, service="bank")
    return Reader(render_html(study, options)).words.replace("\u00a0", " ")


def test_a_recommendation_is_told_as_a_net_score():
    assert (
        "Likelihood to recommend Net promoter score −19 (95% interval [−26, −12]), n = 390. "
        "16% are promoters, 35% detractors." in words(studies.with_outcomes())
    )


def test_a_single_answer_has_a_figure_without_interval():
    assert (
        "Overall satisfaction 100% gave one of the two highest answers, n = 1; "
        "the mean is 7.00 on a 1–7 scale." in words(studies.with_outcomes())
    )


def test_outcomes_in_chinese():
    said = words(studies.with_outcomes(), "zh")

    assert "净推荐值 −19（95% 置信区间 [−26, −12]），n = 390。推荐者占 16%，贬损者占 35%。" in said


def test_what_suspect_answers_change_is_said_in_summary_and_table():
    study = studies.bank()
    rows = (
        SensitivityRow("overall", "unweighted", "gap", 400, -1.04, 397, -1.05),
        SensitivityRow("dimension", "reliability", "gap", 400, -1.76, 397, -1.79),
    )
    quality = replace(study.quality, sensitivity=rows, compared="suspects")
    said = words(replace(study, quality=quality))

    assert "and without them the largest change, of a dimension or overall, is 0.03 points." in said
    assert "the largest change is 0.03 points (Reliability)." in said


def test_the_table_of_dimensions_says_whom_its_shares_count():
    exhibit = gap_dimensions(View(studies.bank(), ReportOptions()), "gap")

    assert exhibit.says[1] == (
        "“Met” counts people here: those whose mean “Perception” in a dimension is at least their "
        "mean “Expectation”. In the line “Mean over all items” it counts single ratings, as the "
        "summary does."
    )


def test_limits_that_read_alike_are_explained_under_methods():
    study = studies.bank()
    rows = tuple(replace(r, ci_low=r.gap - 0.0001, ci_high=r.gap) for r in study.gaps.dimensions)
    narrow = replace(study, gaps=replace(study.gaps, dimensions=rows))
    said = "An interval whose limits read alike is narrower than the last digit printed."

    assert said in words(narrow)
    assert said not in words(study)
    assert "两端读数相同的区间，宽度不到所印的最后一位。" in words(narrow, "zh")


def test_counts_in_notes_have_their_thousands_separated_but_codes_have_not():
    values = {"n": 19_979, "total": 100}

    assert Note("points_rescaled", values).text.startswith("The importance points of 19,979 people")
    assert Note("points_rescaled", values).say("zh").startswith("19,979 人")
    assert "9999" in fill("en", "notes.points_rescaled", {"n": 2, "total": 9999})
