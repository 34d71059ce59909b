"""The section about units beside each other: sentences, charts, tables, every kind of file."""

from dataclasses import replace

import pytest

import servqual as sq
from servqual.analysis import analyze
from servqual.errors import SettingsError
from servqual.results.league import League
from servqual.settings import ReportOptions
from servqual.weighting import Design
from servqual.writer import to_databook, to_pptx
from servqual.writer.sections.league import league
from servqual.writer.view import View
from tests.leagues import EFFECTS, SIZES, survey

IDS = ["all", "mix", "funnel", "spread", "even"]


@pytest.fixture(scope="module")
def study():
    design = Design(standard=("age",))
    return analyze(survey(SIZES, effects=EFFECTS), by="branch", design=design)


def section(study, language="en"):
    (found,) = league(View(study, ReportOptions(language=language, service="bank")))
    return found


def test_there_is_no_section_without_units(study):
    assert league(View(replace(study, league=League()), ReportOptions())) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_exhibit_has_a_chart_in_both_widths_and_a_table(study, language):
    found = section(study, language).exhibits

    assert [e.id for e in found] == [f"exhibit-league-1-gap-{name}" for name in IDS]
    assert all(e.figure and e.figure.alt and e.table and e.table.rows for e in found)
    assert all(e.figure.wide["data"] and e.figure.narrow["data"] for e in found)


def test_the_paragraph_tells_which_units_lie_apart_and_which_cannot_be_told(study):
    _, text = section(study).context["lead"]

    assert text.startswith(
        "By branch, overall gap: seven groups are compared. 2 groups that may not be shown count "
        "neither in the ranks nor in the mean of the groups."
    )
    assert "“Amber” lies clearly below the mean of all groups." in text
    assert "“Fern” and “Cedar” lie clearly above it." in text
    assert "“Amber” has the lowest figure and can be told from every other group" in text
    assert "as under “Groups compared”, it may be fewer." in text


def test_nothing_is_said_to_be_equal_where_nothing_can_be_told():
    same = analyze(survey({"A": 40, "B": 40, "C": 40}, seed=3), by="branch")
    _, text = section(same).context["lead"]

    assert "No group can be told from the mean of all groups." in text
    assert "None of the 3 pairs of groups can be told apart" in text
    assert "that does not make them equal" in text
    assert [e.id.rpartition("-")[2] for e in section(same).exhibits] == ["all", "spread", "even"]


def test_the_table_prints_what_the_results_hold(study):
    table = section(study).exhibits[0].table
    row = study.league.of("branch", "gap")[0]
    cells = [cell.text for cell in table.rows[0]]

    assert cells[:2] == ["Fern", "90"]
    assert cells[2].replace("−", "-") == f"{row.mean:.2f}"
    assert cells[5] == f"{row.rank_low}–{row.rank_high}" or row.rank_low == row.rank_high
    assert cells[-2:] == ["clearly above", "above the far limit"]


def test_the_funnel_says_how_far_chance_goes(study):
    says = section(study).exhibits[2].says[0]

    assert "chance alone would put about 0.4 there" in says
    assert "The groups scatter more than chance alone would make them" in says


def test_chinese_names_the_rank_and_the_limits(study):
    found = section(study, "zh")
    lead = "".join(found.context["lead"])

    assert found.title == "各组的次序及其把握程度"
    assert "明显低于全部组均值的有：“Amber”" in lead
    assert "如“群体比较”一节那样一并检验，可能更少。" in lead


@pytest.mark.parametrize("which", ["", "funnel", "spread", "even", "mix"])
def test_a_notebook_can_draw_each_of_them(study, which):
    assert sq.chart(study.league, which=which).data


def test_an_unknown_chart_is_refused(study):
    with pytest.raises(SettingsError, match=r"there is no chart of 'pie'\. Choose one of ''"):
        sq.chart(study.league, which="pie")


def test_a_notebook_shows_the_units(study):
    assert "rank_low" in str(study.league)
    assert "Amber" in study.league._repr_html_()


@pytest.mark.parametrize("write", [to_pptx, to_databook])
def test_other_files_hold_the_section_too(study, write):
    options = ReportOptions(client="A", service="bank", date="2026-05-31")

    assert write(study, options)
