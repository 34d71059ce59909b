"""Groups compared in the report: what is printed is in the results, in both languages."""

import html
import json
import re
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.errors import SettingsError
from servqual.results.comparisons import Comparisons, ScaleUse
from servqual.settings import ReportOptions
from servqual.writer import render_html, to_json
from servqual.writer.databook import to_databook
from servqual.writer.docx import to_docx
from servqual.writer.sections.compared import compared
from servqual.writer.view import View
from tests.study.test_comparisons import compared as beside
from tests.study.test_comparisons import design, survey

LANGUAGES = ("en", "zh")
SIZES = {"Amber Gate": 60, "Birch Hall": 50, "Cedar Row": 40, "Dune End": 4, "Elm Yard": 30}


@pytest.fixture(scope="module")
def study():
    return sq.analyze(survey(SIZES), by=["branch", "sex", "branch*sex"])


def view(study, language="en"):
    return View(study, ReportOptions(language=language, date="2026-05-31"))


def section(study, language="en"):
    (found,) = compared(view(study, language))
    return found


def exhibit(study, name, language="en"):
    return next(e for e in section(study, language).exhibits if e.id == f"exhibit-{name}")


def told(study, language="en"):
    return " ".join(section(study, language).context["lead"])


def number(text):
    return float(text.replace("−", "-").replace("\u00a0", "").strip("<>%[] "))


def test_every_figure_of_the_tests_is_one_of_the_results(study):
    known = {
        (r["by"], r["kind"], r["id"]): r
        for r in json.loads(to_json(study))["groups"]["comparisons"]["tests"]
    }
    seen = 0
    for found in section(study).exhibits:
        for cell in (c for row in found.table.rows for c in row if len(c.figure) == 5):
            _, by, kind, row_id, key = cell.figure
            row = known[by, kind, row_id]
            limits = {"ci": ("ci_low", "ci_high"), "size_ci": ("size_low", "size_high")}
            values = [row[name] for name in limits.get(key, (key,))]
            printed = re.split(r",\s", cell.text)
            if values == [None]:
                continue
            for text, value in zip(printed, values, strict=True):
                scale = 100 if "%" in text else 1
                slack = (1.0 if "<" in text else 0.5) if "%" in text else 0.006
                assert abs(number(text) - value * scale) <= slack, cell
                seen += 1

    assert seen > 60


def test_whether_groups_may_be_compared_is_said_first(study):
    for text in section(study).context["lead"]:
        assert text.startswith("First, may they be compared? Whether the groups by ")
        assert "cannot be tested with so few people" in text


@pytest.mark.parametrize("verdict", ["alike", "level", "meaning"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_on_the_use_of_the_scale_has_its_words(study, verdict, language):
    worst = "" if verdict == "alike" else "q3"
    rows = (ScaleUse("branch", verdict, ("Amber Gate", "Birch Hall"), worst),)
    own = replace(study, comparisons=replace(study.comparisons, scale_use=rows))

    assert "Amber Gate" in section(own, language).context["lead"][0]


def test_what_cannot_be_told_apart_is_not_called_equal(study):
    text = section(study).context["lead"][1]

    assert "“F” and “M” cannot be told apart: the difference is " in text
    assert "That is not to say that they are equal." in text


def with_effect(study, **values):
    """Return a study in whose first test the groups differ no more than by chance."""
    first, *others = study.comparisons.tests
    assert first.effect == "omega2"
    row = replace(first, verdict="cannot_tell", **values)
    return replace(study, comparisons=replace(study.comparisons, tests=(row, *others)))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "with the group, at most 4% (upper limit of the 95% interval). That is not to say"),
        ("zh", "没有看出受访者之间的差别与所属群体有联系，这一比例至多为 4%（95% 置信区间上限）"),
    ],
)
def test_a_share_of_which_nothing_is_seen_has_its_upper_limit(study, language, words):
    none = with_effect(study, size=0.0, size_low=0.0, size_high=0.041)

    assert words in section(none, language).context["lead"][0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "they differ even less than chance alone would make them, so no share"),
        ("zh", "各群体的差异甚至小于偶然应有的差异，因此与所属群体相联系的比例及其上限都无法给出"),
    ],
)
def test_groups_that_differ_less_than_by_chance_have_no_share_and_no_limits(study, language, words):
    less = with_effect(study, size=0.0, size_low=0.0, size_high=0.0)
    found = exhibit(less, "compared-tests-1-gap", language)
    cells = [cell.text for cell in found.table.rows[0]]

    assert words in section(less, language).context["lead"][0]
    assert cells[2:4] == ["0%", "–"]
    assert "（–）" in found.how or "no interval (–), the groups differ even less" in found.how


def test_the_dimension_in_which_groups_differ_is_named(study):
    text = section(study).context["lead"][0]

    assert "the groups differ in tangibles; in reliability, responsiveness, assurance" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_says_what_comes_from_what(study, language):
    every = told(study, language) + " ".join(
        f"{e.title} {e.how} {e.base} {' '.join(e.says)} {e.figure.alt if e.figure else ''}"
        for e in section(study, language).exhibits
    )

    assert not re.search(r"\b(because of|due to|drives?|causes?|effect of|affects?)\b", every)
    assert not re.search("影响|导致|造成|驱动|由于", every)
    assert "{" not in every


def test_of_many_groups_only_pairs_that_are_apart_are_listed(study):
    found = exhibit(study, "compared-pairs-3-gap")
    few = exhibit(study, "compared-pairs-1-gap")

    assert all(row[-1].text.startswith("apart") for row in found.table.rows)
    assert re.fullmatch(r"Beside these, \d+ pairs? cannot be told apart\.", found.says[0])
    assert {row[-1].text for row in few.table.rows} > {"no difference above 0.5"}


def test_panels_share_one_axis_and_leave_nobody_out(study):
    found = exhibit(study, "compared-panels-1-gap")
    layout = found.figure.wide["layout"]
    axes = {name: axis["range"] for name, axis in layout.items() if name.startswith("xaxis")}
    dots = [t for t in found.figure.wide["data"] if t["mode"] == "markers"]

    assert len(axes) == 5
    assert len({tuple(ends) for ends in axes.values()}) == 1
    assert all(len(trace["x"]) == 3 for trace in dots)
    assert len(found.table.rows) == 15


def test_crossed_columns_are_named_as_both(study):
    title = exhibit(study, "compared-tests-3-gap").title

    assert title == "Do the groups differ? Gap, by branch × sex"
    assert "门店 × sex" in exhibit(study, "compared-tests-3-gap", "zh").title


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_profile_stands_in_the_words_of_the_language(study, language):
    own, _ = beside(survey(SIZES), "branch", design(random=True))
    found = exhibit(replace(study, comparisons=own), "respondents", language)
    heads = [column.head for column in found.table.columns]

    assert heads[-2:] == (["Customers", "Difference"] if language == "en" else ["全体顾客", "差异"])
    assert any("χ²" in text for text in found.says)


def test_a_report_without_groups_has_no_such_section(study):
    assert compared(view(replace(study, comparisons=Comparisons()))) == []


@pytest.fixture(scope="module")
def page(study):
    return render_html(study, ReportOptions(language="zh", date="2026-05-31", client="Aurora"))


def test_the_page_prints_the_section_with_its_charts(page):
    text = html.unescape(page)

    assert 'id="exhibit-compared-tests-1-gap"' in text
    assert 'id="chart-exhibit-compared-panels-2-gap"' in text
    assert "Dune End" not in text


def test_the_data_book_takes_the_section_too(study):
    assert to_databook(study, ReportOptions(date="2026-05-31"))[:2] == b"PK"


@pytest.mark.slow
def test_word_takes_the_section_too(study):
    options = ReportOptions(date="2026-05-31", language="zh")

    assert to_docx(study, options, charts=False)[:2] == b"PK"


def test_the_chart_of_a_notebook_is_that_of_the_report(study):
    found = sq.chart(study.comparisons)

    assert len([name for name in found.to_dict()["layout"] if name.startswith("xaxis")]) == 5
    with pytest.raises(SettingsError, match="nothing to draw"):
        sq.chart(replace(study, comparisons=type(study.comparisons)()).comparisons)


def test_a_notebook_shows_the_tables(study):
    shown = study.comparisons._repr_html_()

    assert all(f"<b>{part}</b>" in shown for part in ("scale_use", "tests", "pairs", "respondents"))
    assert np.isfinite(study.comparisons.to_frame("pairs")["difference"]).all()
