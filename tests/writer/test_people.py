"""Questions about the whole and sensitivity in the report."""

from dataclasses import replace

from servqual.results import SensitivityRow
from servqual.settings import ReportOptions
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

    assert (
        "and without them no gap of a dimension or overall moves by more than 0.03 points." in said
    )
    assert "the largest change is 0.03 points (Reliability)." in said


def test_the_table_of_dimensions_says_whom_its_shares_count():
    exhibit = gap_dimensions(View(studies.bank(), ReportOptions()), "gap")

    assert exhibit.says[1] == (
        "“Met” counts people here: those whose mean “Perception” in a dimension is at least their "
        "mean “Expectation”. In the line “Mean over all items” it counts single ratings, as the "
        "summary does."
    )
