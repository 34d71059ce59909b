"""Loyalty and operations in every kind of output: words, figures, tables, both languages."""

import json
import re
import tomllib
import zipfile
from functools import partial
from io import BytesIO

import pytest

import servqual as sq
from servqual.catalog import load_instrument
from servqual.errors import SettingsError
from servqual.instrument import Outcome
from servqual.results.operations import MeasureRow
from servqual.settings import ReportOptions
from servqual.texts import placeholders
from servqual.writer import render_html, to_databook, to_docx, to_pptx
from servqual.writer.exhibits.loyalty import every_link
from servqual.writer.exhibits.operations import MOST_COLUMNS, measure_name
from servqual.writer.figures.links import Mark, Panel, panels
from servqual.writer.sections.loyalty import loyalty
from servqual.writer.sections.operations import operations
from servqual.writer.view import View

LANGUAGES = ("en", "zh")
BRANCHES = [f"Branch {letter}" for letter in "ABCDEFGHIJ"]
CAUSAL = re.compile(
    r"\b(drives?|because of|caused?|leads? to|due to|effects?|impact)\b", re.IGNORECASE
)
NUMBER = re.compile(r"[−+]?\d*\.?\d+")


def questionnaire():
    form = load_instrument("servqual")
    rated = [o.model_copy(update={"index": o.kind == "rating"}) for o in form.outcomes]
    effort = Outcome(
        id="effort", label={"en": "Effort taken", "zh": "费力程度"}, kind="effort", version=1,
        min=1, max=5,
    )  # fmt: skip
    return form.model_copy(update={"outcomes": [*rated, effort]})


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    form = questionnaire()
    frame = sq.simulate(220, seed=8, instrument=form).frame
    frame["branch"] = [BRANCHES[k % 10] for k in range(220)]
    lines = ["branch,measure,value,target,period,dimension,direction,kind,opportunities"]
    for k, name in enumerate(BRANCHES):
        lines += [
            f"{name},Wait <min>,{5 + k % 6}.5,8,2026-2,responsiveness,lower,sla,",
            f"{name},Calls kept,{180 + k},95%,2026-2,reliability,higher,kpi,200",
            f"{name},Complaints,{k % 4},,2026-2,empathy,,complaints,",
            *(f"{name},Measure {m},{k + m},{m + 4},,,higher,," for m in range(5)),
        ]
    path = tmp_path_factory.mktemp("operations") / "operations.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return sq.analyze(sq.read(frame, form), by="branch", operations=path)


@pytest.fixture(scope="module")
def results(study):
    return json.loads(sq.to_json(study))


def sections(study, language="en"):
    view = View(study, ReportOptions(language=language))
    return [*operations(view), *loyalty(view)]


def exhibits(study, language="en"):
    return {e.id: e for section in sections(study, language) for e in section.exhibits}


def said(study, language):
    """Return every word of both sections."""
    found = []
    for section in sections(study, language):
        found += [section.title, *section.context["lead"]]
        found += [part for fact in section.context.get("facts", ()) for part in fact]
        for e in section.exhibits:
            found += [e.title, e.how, e.base, *e.says]
            if e.figure:
                found.append(e.figure.alt)
            found += [e.table.caption, *(c.head for c in e.table.columns)]
    return found


@pytest.mark.parametrize("name", ["loyalty", "operations"])
def test_both_languages_have_the_same_keys_and_places(root, name):
    texts = [
        flat(
            tomllib.loads(
                (root / "reports" / "text" / language / f"{name}.toml").read_text("utf-8")
            )
        )
        for language in LANGUAGES
    ]

    assert texts[0].keys() == texts[1].keys()
    assert {k: places(t) for k, t in texts[0].items()} == {
        k: places(t) for k, t in texts[1].items()
    }


def flat(table, before=""):
    found = {}
    for key, value in table.items():
        if isinstance(value, dict) and set(value) != {"one", "other"}:
            found |= flat(value, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = value
    return found


def places(text):
    parts = text.values() if isinstance(text, dict) else [text]
    return {name for part in parts for name in placeholders(part)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_has_a_table_and_words_and_nothing_is_left_unfilled(study, language):
    found = exhibits(study, language)

    assert list(found) == [
        "exhibit-operations", "exhibit-standards-1", "exhibit-standards-2", "exhibit-capability",
        "exhibit-perceived", "exhibit-complaints", "exhibit-links", "exhibit-index",
    ]  # fmt: skip
    assert all(e.table.rows and e.title and e.base for e in found.values())
    assert all(len(e.figure.alt) > 10 for e in found.values() if e.figure)
    assert not [text for text in said(study, language) if "{" in text or not text.strip()]


def test_no_causal_word_stands_in_it(study):
    assert [text for text in said(study, "en") if CAUSAL.search(text)] == []


def test_a_hostile_name_of_a_measure_is_cut_and_has_no_hidden_signs():
    name = "\u202eevil\u200b " + "x" * 300

    shown = measure_name(MeasureRow(name, "kpi", "higher", ""))

    assert len(shown) <= 82
    assert shown.startswith("evil x")
    assert shown.endswith("…")


def test_many_measures_stand_in_several_tables(study):
    found = exhibits(study)
    first, second = (found[f"exhibit-standards-{k}"].table for k in (1, 2))

    assert (len(first.columns), len(second.columns)) == (MOST_COLUMNS + 1, 3)
    assert len(first.rows) == len(BRANCHES) + 1  # the standards above them


def test_links_print_the_results(study, results):
    (everything,) = every_link(View(study, ReportOptions()))
    rows = everything.table.rows
    links = results["loyalty"]["links"]

    for cells, link in zip(rows, links, strict=True):
        for cell in cells:
            if len(cell.figure) == 4 and link.get(cell.figure[3]) is not None:
                assert close(cell.text, link[cell.figure[3]]), (cell, link)


def test_beside_the_panels_a_line_a_dimension_says_what_is_drawn(study, results):
    table = exhibits(study)["exhibit-links"].table
    links = {(r["outcome"], r["dimension"]): r for r in results["loyalty"]["links"]}
    cells = [cell for row in table.rows for cell in row if cell.figure]
    outcomes = {outcome for outcome, _ in links}

    assert len(table.rows) == 5
    assert len(table.columns) == 1 + 2 * len(outcomes)
    assert len(cells) == 2 * len(links)
    for cell in cells:
        _, outcome, dimension, key = cell.figure
        link = links[outcome, dimension]
        ends = ("beta_low", "beta_high") if key == "beta_ci" else ("beta",)
        assert all(
            close(text, link[end])
            for text, end in zip(NUMBER.findall(cell.text), ends, strict=True)
        ), (cell, link)


def test_of_many_questions_the_table_has_no_room_for_limits(study, monkeypatch):
    monkeypatch.setattr("servqual.writer.exhibits.loyalty.MOST_INTERVALS", 2)
    table = exhibits(study)["exhibit-links"].table

    assert [c.head for c in table.columns].count("95% interval") == 0


def test_every_panel_has_marks_on_both_sides_of_zero_when_its_axis_has():
    mark = Mark(0.2, -0.25, 0.5, "")
    drawn = [Panel("Intention to use again", [mark]) for _ in range(4)]
    axis = panels(drawn, ["Convenience"], narrow=False, tick="{:+.2f}".format)["layout"]["xaxis"]

    assert axis["tickvals"][0] < 0 < axis["tickvals"][-1]


def test_standards_print_the_results(study, results):
    found = {(r["unit"], r["measure"]): r for r in results["operations"]["standards"]}
    cells = [
        cell
        for k in (1, 2)
        for row in exhibits(study)[f"exhibit-standards-{k}"].table.rows
        for cell in row
        if cell.figure
    ]

    assert len(cells) == len(found)
    for cell in cells:
        row = found[cell.figure[2], cell.figure[1]]
        times = 100 if row["opportunities"] else 1
        value, *difference = (as_number(text) for text in NUMBER.findall(cell.text))
        assert value == pytest.approx(row["value"] * times, abs=0.051)
        if row["difference"] is not None:
            assert difference[0] == pytest.approx(row["difference"] * times, abs=0.051)
            assert (cell.tone == "surplus") == row["met"]


def as_number(text):
    return float(text.replace("−", "-"))


def close(text, value):
    number = text.replace("−", "-").rstrip("%")
    decimals = len(number.partition(".")[2])
    return abs(float(number) - value) <= 0.5 * 10**-decimals + 1e-9


def test_the_page_has_both_sections_and_the_names_of_a_file_are_escaped(study):
    page = render_html(study, ReportOptions())

    assert 'id="operations"' in page
    assert 'id="loyalty"' in page
    assert "Wait <min>" not in page


@pytest.mark.slow
@pytest.mark.parametrize("make", [to_databook, to_pptx, partial(to_docx, charts=False)])
def test_word_slides_and_data_book_can_be_made_with_them(study, make):
    with zipfile.ZipFile(BytesIO(make(study, ReportOptions()))) as book:
        assert book.testzip() is None


@pytest.mark.parametrize(
    ("part", "which"),
    [("loyalty", ""), ("loyalty", "index"), ("operations", ""), ("operations", "perceived"),
     ("operations", "complaints")],
)  # fmt: skip
def test_notebooks_draw_them(study, part, which):
    figure = sq.chart(getattr(study, part), which=which)

    assert len(figure.data) >= 1


def test_an_unknown_chart_is_refused_with_those_there_are(study):
    with pytest.raises(SettingsError, match="Choose one of '', 'perceived', 'complaints'"):
        sq.chart(study.operations, which="all")


def test_below_fifty_answers_the_score_is_hatched_and_called_no_finding(study):
    from servqual.writer.exhibits.outcomes import outcomes
    from servqual.writer.sections.people import verdicts_of_people

    frame = sq.simulate(45, seed=3).frame
    view = View(sq.analyze(sq.read(frame)), ReportOptions())
    facts = dict(verdicts_of_people(view)[0].context["facts"])
    bars = outcomes(view).figure.wide["data"][0]["marker"]["pattern"]["shape"]

    assert facts["Likelihood to recommend"].endswith("the score is shown, and is no finding.")
    assert bars == ["", "", "/", ""]
    assert "pattern" not in outcomes(View(study, ReportOptions())).figure.wide["data"][0]["marker"]
