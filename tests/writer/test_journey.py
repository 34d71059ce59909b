"""The journey as it is read: section, charts, tables, in both languages and in every file."""

import json
import re

import numpy as np
import pytest

from servqual import chart
from servqual.analysis import analyze
from servqual.errors import SettingsError
from servqual.settings import ReportOptions
from servqual.writer import databook, page
from servqual.writer.docx import document
from servqual.writer.figures.blueprint import MOST_ACROSS, Stages, Stop, blueprint
from servqual.writer.parts import Exhibit
from servqual.writer.sections.journey import journey
from servqual.writer.view import View
from tests.made import responses

POINTS = [
    {"id": "arrive", "name": {"en": "Arriving", "zh": "到店"}, "items": ["q1", "q2", "q3"]},
    {
        "id": "handle",
        "name": {"en": "Handling of <requests>", "zh": "业务办理"},
        "stage": "back",
        "owner": {"en": "Operations & IT", "zh": "运营部"},
        "items": ["q5", "q7", "q8"],
    },
    {"id": "advice", "name": {"en": "Advice", "zh": "咨询"}, "items": ["q20"]},
]
STAGES = Stages("Front", "line", "Back", "F")


def made(instrument="servqual"):
    rng = np.random.default_rng(4)
    expectation, perception = rng.integers(5, 8, (40, 22)), rng.integers(4, 8, (40, 22))
    perception[:, [4, 6, 7]] = rng.integers(1, 4, (40, 3))
    asked = expectation if instrument == "servqual" else None
    return analyze(responses(asked, perception, instrument=instrument), journey=POINTS)


@pytest.fixture(scope="module")
def study():
    return made()


@pytest.fixture(scope="module")
def perceived():
    return made("servperf")


@pytest.fixture(scope="module", params=["en", "zh"])
def view(request, study):
    return View(study, ReportOptions(language=request.param))


def section(view):
    (found,) = journey(view)
    return found


def exhibits(view) -> list[Exhibit]:
    return list(section(view).exhibits)


def stops(n):
    return [
        Stop(f"Touchpoint {k}", "Owner", "-0.50", "small", k % 3 == 2, k == 1, "") for k in range(n)
    ]


def boxes(figure):
    return [s for s in figure["layout"]["shapes"] if s["type"] == "rect"]


def test_the_lead_names_the_fail_point_with_its_figure(study):
    lead = section(View(study, ReportOptions())).context["lead"][0]

    assert "The items stand along the way that customers go: 3 touchpoints in order" in lead
    assert "There are 15 items that belong to no touchpoint and do not count here. " in lead
    assert re.search(
        r"One fail point stands out: handling of <requests> \(−4\.\d\d, 95% interval \[.*\]\)\. "
        r"The shortfall there is clearly larger than 0\.5 points, and larger than on the journey",
        lead,
    )


def test_every_number_of_the_tables_is_that_of_the_results(view):
    rows = {row.id: row for row in view.study.journey.rows}
    cells = [c for e in exhibits(view) for line in e.table.rows for c in line if c.figure]

    assert len(cells) == 3 * 7
    for cell in cells:
        of, kind, name, key = cell.figure
        value = getattr(rows[name], key)
        assert (of, kind) == ("touchpoint", "gap")
        if key == "p_adjusted":
            assert cell.text == view.numbers.p(value)
        else:
            assert float(cell.text.replace("−", "-")) == pytest.approx(value, abs=0.0051)


def test_the_alternative_text_of_every_chart_names_every_touchpoint(view):
    for exhibit in exhibits(view):
        for point in POINTS:
            assert point["name"][view.language] in exhibit.figure.alt


def test_the_order_is_that_of_the_journey(view):
    for exhibit in exhibits(view):
        names = [line[0].text for line in exhibit.table.rows]

        assert names == [point["name"][view.language] for point in POINTS]


def test_the_blueprint_tells_stage_owner_and_fail_point(study):
    table = exhibits(View(study, ReportOptions()))[1].table

    assert [cell.text for cell in table.rows[1]][1:3] == ["Back stage", "Operations & IT"]
    assert [line[4].text for line in table.rows] == ["no", "yes", "no"]
    assert [line[6].text for line in table.rows] == ["1, 2, 3", "5, 7, 8", "20"]


def test_names_are_escaped_for_the_chart(study):
    wide = json.dumps(exhibits(View(study, ReportOptions()))[1].figure.wide)

    assert "&lt;requests&gt;" in wide
    assert "<requests>" not in wide


def test_boxes_stand_on_their_side_of_the_line_of_visibility():
    wide = blueprint(stops(6), STAGES, narrow=False)
    (line,) = (s for s in wide["layout"]["shapes"] if s["line"].get("dash") == "dot")

    assert [box["y0"] > line["y0"] for box in boxes(wide)] == [k % 3 == 2 for k in range(6)]
    narrow = blueprint(stops(6), STAGES, narrow=True)
    (line,) = (s for s in narrow["layout"]["shapes"] if s["line"].get("dash") == "dot")
    assert [box["x0"] > line["x0"] for box in boxes(narrow)] == [k % 3 == 2 for k in range(6)]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("n", [1, 5, MOST_ACROSS, MOST_ACROSS + 1, 22])
def test_no_two_boxes_overlap_and_all_lie_inside(n, narrow):
    figure = blueprint(stops(n), STAGES, narrow=narrow)
    found, layout = boxes(figure), figure["layout"]

    assert len(found) == n
    for k, a in enumerate(found):
        assert 0 <= a["x0"] < a["x1"] <= layout["xaxis"]["range"][1]
        assert 0 <= a["y0"] < a["y1"] <= layout["yaxis"]["range"][0]
        for b in found[k + 1 :]:
            apart = a["x1"] <= b["x0"] or b["x1"] <= a["x0"]
            assert apart or a["y1"] <= b["y0"] or b["y1"] <= a["y0"]


def test_only_fail_points_carry_the_mark():
    notes = blueprint(stops(6), STAGES, narrow=False)["layout"]["annotations"]

    assert [note["text"] for note in notes].count("<b>F</b>") == 1


def test_without_expectations_the_section_shows_means_and_says_why_there_is_no_fail_point(
    perceived,
):
    found = section(View(perceived, ReportOptions()))
    heads = [column.head for column in found.exhibits[0].table.columns]

    assert found.context["lead"][0].endswith("Without expectations there are no fail points.")
    assert heads == [
        "Touchpoint", "Mean", "95% interval", "n", "Against the journey", "p adjusted"
    ]  # fmt: skip
    assert "Fail point" not in [column.head for column in found.exhibits[1].table.columns]


def test_without_touchpoints_there_is_no_section(study):
    bare = View(analyze(responses(*2 * [np.full((12, 22), 5)])), ReportOptions())

    assert journey(bare) == []


def test_the_page_word_file_and_data_book_hold_the_section(study, monkeypatch):
    options = ReportOptions(client="Aurora", date="2026-05-31")
    for module in (page, document, databook):
        monkeypatch.setattr(module, "build", journey)
    written = page.render_html(study, options)

    assert 'id="exhibit-journey-gap"' in written
    assert 'id="exhibit-blueprint"' in written
    assert "Handling of &lt;requests&gt;" in written
    assert document.to_docx(study, options, charts=False).startswith(b"PK")
    assert databook.to_databook(study, options).startswith(b"PK")


def test_a_notebook_draws_the_journey_and_the_blueprint(study):
    assert len(chart(study.journey).data) > 1
    assert chart(study.journey, which="blueprint", language="zh").layout.shapes
    with pytest.raises(SettingsError, match="Choose one of '', 'blueprint'"):
        chart(study.journey, which="items")
