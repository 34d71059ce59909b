"""The part about groups, the list that switches exhibits, and the buttons of an exhibit."""

import base64
import gzip
import json
import re
from dataclasses import replace

import numpy as np

from servqual.analysis import analyze
from servqual.catalog import load_instrument
from servqual.settings import ReportOptions
from servqual.writer import render_html
from servqual.writer.exhibits.groups import apart_sentence, overall_gaps
from servqual.writer.view import View
from tests.made import responses
from tests.writer import studies
from tests.writer.test_page import SCRIPT, Reader, charts

OPTIONS = ReportOptions(service="bank")


def words(study, language="en"):
    options = ReportOptions(language=language, service="bank")
    return Reader(render_html(study, options)).words.replace("\u00a0", " ")


def packed(study, options=OPTIONS):
    found = re.search(r'id="groups-packed">([^<]*)<', render_html(study, options))
    return json.loads(gzip.decompress(base64.b64decode(found[1]))) if found else {}


def surveyed(sizes, by="branch", instrument="servqual"):
    rng = np.random.default_rng(4)
    n = sum(sizes.values())
    low, high = (rng.integers(2, 7, (n, 22)), rng.integers(5, 8, (n, 22)))
    with_expectation = instrument == "servqual"
    made = responses(
        high if with_expectation else None, low, instrument=load_instrument(instrument)
    )
    branch = np.repeat(np.array(list(sizes), dtype=object), list(sizes.values()))
    people = {"branch": branch, "age": np.where(np.arange(n) % 2, "old", "young").astype(object)}
    return analyze(replace(made, people=people), by=by)


def test_groups_stand_from_the_largest_shortfall_with_everybody_above_them():
    study = studies.grouped({"Riverside": 111, "Station Road": 83})
    exhibit = re.search(r"the gap of each dimension.*?Gaps by branch(.*?)Base:", words(study))[1]

    assert exhibit.split(" Riverside ")[1].startswith("111 −1.40 clearly large −1.40")
    assert exhibit.index("Everybody") < exhibit.index("Riverside") < exhibit.index("Station Road")


def test_a_hidden_group_leaves_no_trace_but_its_count():
    study = studies.grouped({"Riverside": 111, "Secret Corner": None, "Quiet Lane": None})
    page = render_html(study, OPTIONS)
    text = page + json.dumps(charts(page)) + json.dumps(packed(study))

    assert "Secret Corner" not in text
    assert "Quiet Lane" not in text
    assert (
        "By branch: one group is shown. 2 groups with fewer than 10 people, or needed to protect "
        "such groups, are not shown." in words(study)
    )


def test_people_without_a_group_are_no_hidden_group():
    study = studies.grouped({"Riverside": 111, "Secret Corner": None, "": None})
    alone = studies.grouped({"Riverside": 111, "": None})

    assert (
        "1 group with fewer than 10 people, or needed to protect such a group, is not shown."
        in words(study)
    )
    assert "People for whom branch is not stated count in no group." in words(study)
    assert "By branch: one group is shown. People for whom branch" in words(alone)
    assert "未填写门店的受访者不计入任何一组。" in words(study, "zh")


def test_where_every_group_is_hidden_no_exhibit_and_no_list_is_made():
    text = render_html(studies.grouped({"Riverside": None}), OPTIONS)

    assert "By branch: no group is shown, because groups with fewer than 10 people" in words(
        studies.grouped({"Riverside": None})
    )
    assert "chart-groups" not in text
    assert "<select" not in text


def test_the_people_without_a_group_are_called_not_stated():
    assert " not stated 40 " in words(studies.grouped({"": 40, "Riverside": 111}))


def test_sixty_groups_with_endless_hostile_names_stay_text():
    names = {f"{SCRIPT}\u202e{k}" + "x" * 300: 20 + k for k in range(60)}
    study = studies.grouped(names)
    text = render_html(study, OPTIONS)
    drawn = json.dumps(charts(text), ensure_ascii=False)
    options = re.findall(r"<option[^>]*>([^<]*)<", text)

    assert SCRIPT not in text
    assert "<script" not in drawn + json.dumps(
        packed(study)["exhibit-dimensions-gap"]["1-1"]["wide"]
    )
    assert "\u202e" not in drawn
    assert max(len(name) for name in options) < 140
    assert len(text.encode()) < 2_500_000


def test_sixty_groups_are_drawn_in_parts_on_one_axis():
    drawn = charts(render_html(studies.grouped({f"Branch {k}": 40 for k in range(60)}), OPTIONS))
    parts = [drawn["charts"][f"chart-groups-1-gap-{k}"]["wide"]["layout"] for k in (1, 2, 3)]

    assert len({json.dumps(part["xaxis"]) for part in parts}) == 1
    assert max(part["height"] for part in parts) < 950


def test_a_single_group_is_shown_without_a_comparison():
    said = words(surveyed({"Riverside": 40}))

    assert "By branch: one group is shown." in said
    assert "told from" not in said.split("By branch: one group")[1].split("Gaps by branch")[0]


def test_groups_are_told_apart_only_by_intervals_that_lie_apart():
    study = studies.grouped({"A": 60, "B": 60, "C": 60})
    gaps = [replace(g, ci_low=g.gap - half, ci_high=g.gap + half) for g in study.groups.gaps
            for half in [0.04 if g.group in "AC" else 0.3]]  # fmt: skip
    apart = replace(study, groups=replace(study.groups, gaps=tuple(gaps)))
    said = [apart_sentence(View(s, OPTIONS), overall_gaps(View(s, OPTIONS), "branch", "gap"))
            for s in (apart, study)]  # fmt: skip

    assert said == [
        "Groups can be told from one another here only where their intervals lie wholly apart: "
        "that is so for 1 of 3 pairs, “A” and “C”. About the other pairs these intervals decide "
        "nothing.",
        "The intervals of all 3 groups overlap: from them no group can be told from another.",
    ]


def test_a_name_that_reads_from_right_to_left_turns_no_sentence_round():
    study = surveyed({"فرع المدينة": 40, "Riverside": 40})
    base = packed(study)["exhibit-items-gap"]["1-2"]["base"]

    assert base.startswith(
        "\u2068فرع المدينة\u2069 (branch) only. Base: pairs rated, n\u00a0=\u00a040"
    )


def test_names_that_differ_only_in_capitals_or_spaces_are_kept_apart_and_noted():
    study = surveyed({"North": 40, "north ": 40, "South": 40})

    assert [g.group for g in study.groups.groups if g.shown] == ["North", "South", "north "]
    assert "groups_nearly_alike" in study.notes.codes()
    assert "In “branch”, 2 names of groups differ only in capitals or spaces" in words(study)


def test_a_list_chooses_among_the_groups_of_every_column():
    text = render_html(
        surveyed({"Riverside": 40, "Station Road": 37}, by=("branch", "age")), OPTIONS
    )

    assert re.findall(r'<optgroup label="([^"]*)"', text) == ["Branch", "Age group"]
    assert re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', text) == [
        ("", "everybody (n\u00a0=\u00a077)"),
        ("1-1", "Riverside (n\u00a0=\u00a040)"),
        ("1-2", "Station Road (n\u00a0=\u00a037)"),
        ("2-1", "old (n\u00a0=\u00a038)"),
        ("2-2", "young (n\u00a0=\u00a039)"),
    ]


def test_the_reader_of_two_breakdowns_is_told_that_their_overlap_is_not_checked():
    sizes = {"Riverside": 40, "Station Road": 37}

    assert "Each breakdown is protected on its own." in words(surveyed(sizes, ("branch", "age")))
    assert "Each breakdown is protected on its own." not in words(surveyed(sizes))


def test_every_group_brings_rows_base_and_chart_of_its_own():
    found = packed(surveyed({"Riverside": 40, "Station Road": 20}))
    small = found["exhibit-items-gap"]["1-2"]

    assert set(found) - {"texts"} == {"exhibit-dimensions-gap", "exhibit-items-gap"}
    assert set(small) == {"how", "base", "rows", "alt", "wide", "narrow"}
    assert len(small["rows"]) == 22
    assert all(re.fullmatch(r"[−+]?\d\.\d", row[3][0]) for row in small["rows"])
    assert small["alt"].startswith("Station Road only. Dumb-bell chart of 22 items")


def test_a_questionnaire_without_gaps_says_that_there_is_nothing_to_break_down():
    said = words(surveyed({"Riverside": 40, "Station Road": 20}, instrument="servperf"))

    assert "By branch: this questionnaire asks for no expectations" in said


def test_the_page_with_groups_is_the_same_every_time():
    sizes = {"Riverside": 40, "Station Road": 20}

    assert render_html(surveyed(sizes), OPTIONS) == render_html(surveyed(sizes), OPTIONS)


def test_every_exhibit_has_its_buttons_in_both_languages():
    text = render_html(studies.bank(), OPTIONS)
    figures = re.findall(r'<figure class="exhibit".*?</figure>', text, re.DOTALL)

    assert figures
    assert all(('data-do="copy"' in f) == ("<table" in f) for f in figures)
    assert all(('data-do="png"' in f) == ('class="chart"' in f) for f in figures)
    assert "复制表格 保存 SVG 保存 PNG" in words(studies.bank(), "zh")
