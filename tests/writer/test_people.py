"""Groups, questions about the whole, sensitivity and actions in the report."""

import json
import re
from dataclasses import replace

from servqual.results import SensitivityRow
from servqual.settings import ReportOptions
from servqual.writer import render_html
from tests.writer import studies
from tests.writer.test_page import SCRIPT, Reader, charts


def words(study, language="en"):
    options = ReportOptions(language=language, service="bank")
    return Reader(render_html(study, options)).words.replace("\u00a0", " ")


def test_groups_stand_from_the_largest_shortfall_with_their_dimensions():
    study = studies.grouped({"Riverside": 111, "Station Road": 83})
    exhibit = re.search(r"By branch: the overall gap.*?Gaps by branch(.*?)Base:", words(study))[1]

    assert exhibit.split(" Riverside ")[1].startswith("111 −1.40 clearly large −1.40")
    assert exhibit.index("Riverside") < exhibit.index("Station Road")


def test_a_hidden_group_leaves_no_trace_but_its_count():
    study = studies.grouped({"Riverside": 111, "Secret Corner": None, "Quiet Lane": None})
    text = render_html(study, ReportOptions(service="bank"))

    assert "Secret Corner" not in text
    assert "Quiet Lane" not in text
    assert "By branch: 1 group is shown. 2 are hidden, because with fewer than 10 people" in words(
        study
    )


def test_where_every_group_is_hidden_no_exhibit_is_drawn():
    study = studies.grouped({"Riverside": None})

    assert "By branch: no group is shown" in words(study)
    assert "chart-groups" not in render_html(study, ReportOptions())


def test_the_people_without_a_group_are_called_not_stated():
    assert " not stated 40 " in words(studies.grouped({"": 40, "Riverside": 111}))


def test_sixty_groups_with_endless_hostile_names_stay_text():
    names = {f"{SCRIPT}\u202e{k}" + "x" * 300: 20 + k for k in range(60)}
    text = render_html(studies.grouped(names), ReportOptions(service="bank"))
    drawn = json.dumps(charts(text), ensure_ascii=False)

    assert SCRIPT not in text
    assert "<script" not in drawn
    assert "\u202e" not in drawn
    assert len(text.encode()) < 2_500_000


def test_a_recommendation_is_told_as_a_net_score():
    assert (
        "net promoter score −19 (95% interval [−26, −12]), n = 390. "
        "16% are promoters, 35% detractors." in words(studies.with_outcomes())
    )


def test_a_single_answer_has_a_figure_without_interval():
    assert (
        "Overall satisfaction: 100% gave one of the two highest answers, n = 1; "
        "the mean is 7.00 on a 1–7 scale." in words(studies.with_outcomes())
    )


def test_outcomes_in_chinese():
    said = words(studies.with_outcomes(), "zh")

    assert "净推荐值 −19（95% 置信区间 [−26, −12]），n = 390。推荐者 16%，贬损者 35%。" in said


def test_what_suspect_answers_change_is_said_in_summary_and_table():
    study = studies.bank()
    rows = (
        SensitivityRow("overall", "unweighted", "gap", 400, -1.04, 397, -1.05),
        SensitivityRow("dimension", "reliability", "gap", 400, -1.76, 397, -1.79),
    )
    said = words(replace(study, quality=replace(study.quality, sensitivity=rows)))

    assert (
        "and without them no gap of a dimension or overall moves by more than 0.03 points." in said
    )
    assert "the largest change is 0.03 points (Reliability)." in said


def test_actions_list_what_may_matter_and_leave_room_to_fill_in():
    said = words(studies.bank())

    assert "Finding Evidence Owner Due Done" in said
    assert "7 Right first time gap −2.18 [−2.31, −2.05], clearly large; Concentrate here" in said


def test_without_a_shortfall_there_is_no_register():
    assert "Action register" not in words(studies.shifted(1))
