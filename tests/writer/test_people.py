"""Questions about the whole, sensitivity and actions in the report."""

import re
from dataclasses import replace

from servqual.results import SensitivityRow
from servqual.settings import ReportOptions
from servqual.writer import render_html
from servqual.writer.exhibits.gaps import gap_dimensions
from servqual.writer.sections.people import actions
from servqual.writer.sections.priorities import importance
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


def test_actions_list_what_may_matter_and_leave_room_to_fill_in():
    said = words(studies.bank())

    assert "Finding Evidence Importance Owner (suggested) Due Done" in said
    assert (
        "7 Right first time gap −2.18 [−2.31, −2.05], clearly large above average Process quality"
        in said
    )


def test_the_register_suggests_owners_and_says_that_they_are_suggestions():
    (section,) = actions(View(studies.bank(), ReportOptions(language="zh", service="银行")))
    owners = {row[3].text for row in section.exhibits[0].table.rows}

    assert owners <= {
        "场所与设施管理", "运营管理", "业务质量管理", "一线服务主管", "培训与人力资源",
        "客户关系管理", "门店管理",
    }  # fmt: skip
    assert "责任人一栏为问卷附带的建议" in section.context["lead"][0]


def test_no_quadrant_stands_beside_a_large_gap():
    (section,) = actions(View(studies.bank(), ReportOptions(service="bank")))
    printed = {cell.text for row in section.exhibits[0].table.rows for cell in row}

    assert not printed & {"Low priority", "Keep up the good work", "Possible overkill"}
    assert {"above average", "below average"} & printed
    assert section.context["lead"][-1].endswith("not that a gap may be left as it is.")


def test_the_register_says_how_many_items_it_leaves_out():
    (section,) = actions(View(studies.bank(), ReportOptions(service="bank")))
    table = section.exhibits[0].table

    assert len(table.rows) == 12
    assert re.search(r"12 of \d+ such items are listed\.", section.context["lead"][0])


def test_where_gap_and_quadrant_do_not_agree_it_is_said():
    (section,) = importance(View(studies.bank(), ReportOptions(service="bank")))

    assert section.context["lead"][-1].endswith("the two need not agree.")


def test_without_a_shortfall_there_is_no_register():
    assert "Action register" not in words(studies.shifted(1))


def test_no_owner_is_called_suggested_where_the_questionnaire_suggests_none():
    study = studies.bank()
    instrument = study.instrument.model_copy(update={"themes": []})
    columns = actions(View(replace(study, instrument=instrument), ReportOptions()))[0]

    assert [c.head for c in columns.exhibits[0].table.columns][3:] == ["Owner", "Due", "Done"]


def test_the_matrix_says_over_how_many_answers_its_means_stand():
    view = View(studies.bank(), ReportOptions())
    ns = [r.n for r in view.study.scores.items]

    assert importance(view)[0].exhibits[-1].base == (
        f"Base: valid answers, n = {min(ns)}–{max(ns)} per item. Importance is the mean of "
        "“Expectation”, performance the mean of “Perception”; an item that reaches a line counts "
        "as high."
    )


def test_the_table_of_dimensions_says_whom_its_shares_count():
    exhibit = gap_dimensions(View(studies.bank(), ReportOptions()), "gap")

    assert exhibit.says[1] == (
        "“Met” counts people here: those whose mean “Perception” in a dimension is at least their "
        "mean “Expectation”. In the line “Mean over all items” it counts single ratings, as the "
        "summary does."
    )
