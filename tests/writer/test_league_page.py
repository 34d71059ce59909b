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


def with_spread(study, **values):
    """Return a study in whose overall row of the variation some values are others."""
    rows = [replace(r, **values) if r.level == "overall" else r for r in study.league.spread]
    return replace(study, league=replace(study.league, spread=tuple(rows)))


def of_spread(study, language="en"):
    found = next(e for e in section(study, language).exhibits if e.id.endswith("-spread"))
    return found.says[0], [cell.text for cell in found.table.rows[0]]


def test_where_no_part_of_the_differences_is_seen_between_groups_the_upper_limit_says_so(study):
    none = with_spread(study, icc=-0.002, icc_low=-0.004, icc_high=0.021)
    text, cells = of_spread(none)

    assert text == (
        "No part of the differences between people in the overall gap is seen to lie between the "
        "groups, at most 2.1% (upper limit of the 95% interval)."
    )
    assert cells[4:6] == ["0.0%", "[0.0%,\u00a02.1%]"]
    assert "这一比例至多为 2.1%（95% 置信区间上限）" in of_spread(none, "zh")[0]


def test_groups_that_differ_less_than_by_chance_get_no_share_between_them(study):
    less = with_spread(study, icc=-0.01, icc_low=-0.012, icc_high=-0.001)
    text, cells = of_spread(less)

    assert "lies between the groups cannot be put in a figure" in text
    assert cells[4:6] == ["0.0%", "–"]
    assert "无法给出数字：各组的差异甚至小于偶然应有的差异" in of_spread(less, "zh")[0]


@pytest.mark.parametrize(
    ("share", "limits", "told"),
    [
        (0.05, (0.05, 0.05), ["≤5%", "≤5%"]),
        (0.05, (0.05, 0.22), ["≤5%", "[≤5%,\u00a022%]"]),
        (0.95, (0.8, 0.95), ["≥95%", "[80%,\u00a0≥95%]"]),
        (0.2, (0.1, 0.4), ["20%", "[10%,\u00a040%]"]),
    ],
)
def test_a_limit_of_few_people_at_an_end_stands_for_all_beyond(study, share, limits, told):
    low, high = limits
    values = {"share_low": share, "ci_low": low, "ci_high": high, "at_end": share != 0.2}
    row = replace(study.league.consistency[0], n=22, **values)
    own = replace(study, league=replace(study.league, consistency=(row,)))
    found = section(own).exhibits[-1]

    assert [cell.text for cell in found.table.rows[0]][2:4] == told
    assert "(≤5% and ≥95% stand for all beyond)" in found.base


@pytest.mark.parametrize("language", ["en", "zh"])
def test_groups_shown_elsewhere_and_not_compared_here_are_told_apart_from_the_hidden(
    study, language
):
    _, before = section(study, language).context["lead"]
    _, after = section(with_spread(study, n_hidden=3), language).context["lead"]

    assert ("of them" in before, "其中" in before) == (False, False)
    assert (
        "1 of them is shown under “Groups” but not compared here" in after
        or "其中 1 个组在“" in after
    )


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
