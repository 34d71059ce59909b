"""``--style thesis``: its tables hold the figures of results.json, its notes and references fit."""

import json
import re
from html import unescape

import jsonschema
import numpy as np
import pytest

import servqual as sq
from servqual._files import data_folder
from servqual.errors import SettingsError
from servqual.settings import ReportOptions
from servqual.writer import render_html
from servqual.writer.numbers import Numbers
from servqual.writer.sections.thesis import cited
from servqual.writer.view import View


def answers(n=160, by="branch", **changes):
    return sq.read(sq.simulate(n=n, seed=4).frame, people=[by], **changes)


@pytest.fixture(scope="module")
def responses():
    return answers()


@pytest.fixture(scope="module")
def study(responses):
    return sq.analyze(responses, by="branch", structure="full")


@pytest.fixture(scope="module")
def pages(study):
    return {
        lang: render_html(study, ReportOptions(language=lang, style="thesis", date="2026-11-22"))
        for lang in ("en", "zh")
    }


def table(page, exhibit):
    """Return the cells of an exhibit's table, headings first."""
    figure = re.search(rf'<figure class="exhibit" id="{exhibit}".*?</figure>', page, re.DOTALL)[0]
    rows = re.findall(r"<tr.*?</tr>", figure, re.DOTALL)
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def column(responses, name):
    frame = sq.simulate(n=160, seed=4).frame
    return frame[name]


def test_the_edition_has_the_sections_of_a_thesis_in_their_order(pages):
    ids = re.findall(r'<section id="([\w-]+)"', pages["en"])

    assert ids == [
        *("thesis-profile", "sample", "thesis-reliability", "thesis-validity"),
        *("dimensions-gap", "items-gap", "thesis-correlations", "thesis-differences"),
        *("thesis-regression", "thesis-methods", "thesis-references"),
        *("numbers", "questionnaire", "card"),
    ]


def test_a_usual_or_full_report_has_none_of_it(study):
    for style in ("standard", "full"):
        page = render_html(study, ReportOptions(style=style))

        assert 'id="thesis-' not in page
        assert "exhibit-correlations" not in page


def test_results_json_holds_the_tables_and_fits_the_schema(study):
    found = json.loads(sq.to_json(study))
    schema = json.loads((data_folder("reports") / "results.schema.json").read_text("utf-8"))
    jsonschema.validate(found, schema)

    assert found["thesis"]["battery"] == "perception"
    assert len(found["thesis"]["correlations"]) == 36


def test_a_study_without_them_has_no_key_and_no_thesis(responses):
    study = sq.analyze(responses)

    assert "thesis" not in json.loads(sq.to_json(study))
    with pytest.raises(SettingsError, match="a thesis report shows exploratory factors"):
        sq.report(study, "thesis.html", style="thesis")


def test_correlations_are_those_of_numpy(study):
    thesis = study.thesis
    frame = sq.simulate(n=160, seed=4).frame
    pair = next(r for r in thesis.correlations if (r.a, r.b) == ("satisfaction", "recommend"))
    x = frame[["satisfaction", "recommend"]].astype(float).dropna().to_numpy()

    assert pair.n == len(x)
    assert pair.r == pytest.approx(np.corrcoef(x.T)[0, 1], rel=1e-12)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_printed_correlations_are_those_of_the_results(study, pages, language):
    rows = table(pages[language], "exhibit-correlations")
    numbers, variables = Numbers(language), study.thesis.variables
    known = {(r.a, r.b): r for r in study.thesis.correlations}
    for k, row in enumerate(rows[1:]):
        v = variables[k]

        assert row[1] == f"{numbers.mean(v.mean)}\u00a0±\u00a0{numbers.mean(v.sd)}"
        for j, cell in enumerate(row[3:]):
            if j < k:
                r = known[variables[j].id, v.id]
                stars = "*" * sum(r.p < limit for limit in (0.05, 0.01, 0.001))
                assert cell == f"{numbers.coefficient(r.r)}{stars}"
            else:
                assert cell == ("–" if j == k else "")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_printed_differences_are_those_of_the_results(study, pages, language):
    rows = table(pages[language], "exhibit-differences-1-perception")
    numbers = Numbers(language)
    found = [r for r in study.thesis.differences if r.source == "perception"]

    assert len(rows) - 1 == len(found) == 5
    for cells, r in zip(rows[1:], found, strict=True):
        assert cells[-5].startswith(numbers.fixed(r.value, 2))
        assert cells[-4:-2] == [numbers.p(r.p), numbers.coefficient(r.eta2, 3)]
        assert cells[-2].startswith(numbers.fixed(r.welch, 2))
        assert cells[-1] == numbers.p(r.welch_p)


def test_every_two_groups_are_listed_where_the_groups_differ(study, pages):
    found = study.thesis.comparisons
    differ = {
        r.id
        for r in study.thesis.differences
        if r.source == "perception" and min(r.p, r.welch_p) < 0.05
    }
    wanted = [r for r in found if r.source == "perception" and r.id in differ]
    rows = table(pages["en"], "exhibit-comparisons-1-perception")[1:]
    numbers = Numbers("en")

    assert [row[3:5] for row in rows] == [[numbers.p(r.lsd_p), numbers.p(r.p)] for r in wanted]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_regression_is_printed_as_computed(study, pages, language):
    rows, numbers = table(pages[language], "exhibit-regression")[1:], Numbers(language)

    for cells, s in zip(rows, study.thesis.slopes, strict=True):
        assert cells[1:3] == [numbers.fixed(s.b, 3), numbers.fixed(s.se, 3)]
        assert cells[5] == numbers.p(s.p)
    driver = next(r for r in study.importance.drivers if r.id == "reliability")
    slope = next(s for s in study.thesis.slopes if s.id == "reliability")
    assert slope.b == pytest.approx(driver.b, rel=1e-9)


def test_loadings_and_their_shares_add_up(study, pages):
    row = study.thesis.loadings[0]
    rows = table(pages["en"], "exhibit-varimax")

    assert row.rotation == "varimax"
    assert np.square(row.pattern).sum() == pytest.approx(sum(row.ss_loadings))
    assert rows[-1][len(row.ss_loadings)] == f"{100 * sum(row.ss_loadings) / 22:.1f}%"


def test_the_profile_adds_up(study, pages):
    rows = table(pages["en"], "exhibit-profile")[1:]

    assert sum(int(row[2]) for row in rows if row[2] != "–") <= study.sample.respondents
    assert [row[1] for row in rows[:2]] == [g.group for g in study.groups.groups[:2]]


def test_each_convention_says_where_we_would_choose_otherwise(pages):
    assert len(re.findall("We would choose otherwise: ", pages["en"])) >= 6
    assert len(re.findall("我们会另作选择：", pages["zh"])) >= 6


def test_tables_are_numbered_on_the_page(pages):
    assert 'content:"Table " counter(table) ". "' in pages["en"]
    assert 'content:"表" counter(table) "　"' in pages["zh"]


def test_references_are_those_of_what_was_run(study, pages):
    assert "Games, P. A., &amp; Howell" in pages["en"]
    assert "Welch, B. L. (1947)" not in pages["en"]
    assert "games" in cited(View(study, ReportOptions(style="thesis")))


def test_groups_that_are_too_small_are_in_no_table():
    frame = sq.simulate(n=90, seed=4).frame
    frame["branch"] = ["A"] * 40 + ["B"] * 35 + ["Quince"] * 4 + ["Tiny"] * 11
    study = sq.analyze(sq.read(frame, people=["branch"]), by="branch", structure="full")
    page = render_html(study, ReportOptions(style="thesis"))
    shown = {row.group for row in study.groups.groups if row.shown}

    assert {m.group for m in study.thesis.means} <= shown
    assert "Quince" not in {r.a for r in study.thesis.comparisons}
    profile = {row[1]: row[2] for row in table(page, "exhibit-profile")[1:]}
    assert profile["others: too few people to be shown"] == "–"
    assert set(profile) == {*shown, "others: too few people to be shown"}
    assert not re.search(r"\bQuince\b", page)


def test_two_groups_are_compared_by_t():
    frame = sq.simulate(n=90, seed=4).frame
    frame["branch"] = ["A"] * 50 + ["B"] * 40
    study = sq.analyze(sq.read(frame, people=["branch"]), by="branch", structure="full")
    row = study.thesis.differences[0]
    means = {m.group: m for m in study.thesis.means if m.id == row.id and m.source == row.source}

    assert (row.test, row.df1, row.df2) == ("t", 1, 88)
    assert np.sign(row.value) == np.sign(means["A"].mean - means["B"].mean)
    assert study.thesis.comparisons == ()
    assert "welch1947" in cited(View(study, ReportOptions(style="thesis")))


def test_weights_leave_out_what_they_make_untrue():
    frame = sq.simulate(n=90, seed=4).frame
    frame["w"] = np.linspace(0.5, 2, 90)
    weighted = sq.read(frame, weights="w", people=["branch"])
    study = sq.analyze(weighted, by="branch", structure="full")
    page = render_html(study, ReportOptions(style="thesis"))

    assert study.thesis.differences == ()
    assert study.thesis.regression[0].problem == "weighted"
    assert all(r.p is None for r in study.thesis.correlations)
    assert "Under survey weights groups are not tested here." in page


def test_a_battery_alone_has_a_thesis_too():
    rated = sq.read(
        sq.simulate(n=70, instrument="servperf", seed=2).frame, "servperf", people=["branch"]
    )
    study = sq.analyze(rated, by="branch", structure="full")
    page = render_html(study, ReportOptions(style="thesis"))

    assert {r.source for r in study.thesis.differences} <= {"perception", "outcome"}
    assert 'id="exhibit-correlations"' in page
    assert "Wilcoxon, F." not in page
