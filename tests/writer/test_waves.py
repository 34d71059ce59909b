"""The section of several waves: what is printed, in both languages, and where else it appears."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import servqual as sq
from servqual.analysis.followed import Tracking, followed
from servqual.analysis.wave_given import given_waves, ordered
from servqual.results.wave_rows import WaveBreak
from servqual.results.waves import Waves
from servqual.settings import ReportOptions
from servqual.texts import catalogue, languages, placeholders
from servqual.writer import render_html
from servqual.writer.databook import to_databook
from servqual.writer.docx import to_docx
from servqual.writer.exhibits.waves_since import sentence, short_verdict, tone_of
from servqual.writer.figures.waves import Dot, Line, Panel, panels
from servqual.writer.sections.waves import waves as section
from servqual.writer.view import View
from servqual.writer.workbook import sheets
from tests.waves.tracked import QUARTERS, wave

CAUSAL = re.compile(r"\b(cause[sd]?|leads? to|due to|drives?|effects? of|impact)\b", re.IGNORECASE)


def quarters():
    return [wave(k + 1, 40, better=0.6 * (k == 8), branches=("North", "South")) for k in range(9)]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Return nine quarters; in the last one reliability is better."""
    path = tmp_path_factory.mktemp("targets") / "plan.csv"
    path.write_text("item,target,owner\nq5,4.4,Front <office>\nq1,6.8,\n", "utf-8")
    frames = [f.assign(period=name) for f, name in zip(quarters(), QUARTERS[3:], strict=True)]
    answers = sq.read(
        pd.concat(frames, ignore_index=True), people=["period", "branch"], keep=["token"]
    )
    return sq.track(
        answers, wave="period", panel="token", by="branch", targets=path, ewma=True,
        pilot="branch=North",
    )  # fmt: skip


def plain(study):
    return replace(study, settings=study.settings.with_(by=()))


def view(study, language="en"):
    return View(study, ReportOptions(language=language, date="2026-05-31"))


def exhibits(study, language="en"):
    (found,) = section(view(study, language))
    return {e.id.removeprefix("exhibit-waves-"): e for e in found.exhibits}


def words(exhibit):
    cells = [c.text for row in exhibit.table.rows for c in row] if exhibit.table else []
    alt = [exhibit.figure.alt] if exhibit.figure else []
    return [exhibit.title, exhibit.how, exhibit.base, *exhibit.says, *cells, *alt]


# -- texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_text_of_waves(language):
    own, english = (
        {k: placeholders(v) for k, v in catalogue(name).items() if k.startswith("waves.")}
        for name in (language, "en")
    )

    assert own == english


def test_no_text_says_that_something_brought_something_about():
    texts = [str(v) for k, v in catalogue("en").items() if k.startswith("waves.")]

    assert [text for text in texts if CAUSAL.search(text)] == []


# -- the section -------------------------------------------------------------------------------


def test_one_wave_alone_has_no_section(study):
    assert section(view(replace(study, waves=Waves()))) == []


@pytest.mark.parametrize("language", languages())
def test_every_exhibit_is_there_in_every_language(study, language):
    assert list(exhibits(study, language)) == [
        "targets", "trend", "sides", "first", "same-period", "items", "outcomes",
        "groups-branch", "panel", "pilot", "control", "memory", "seasons",
    ]  # fmt: skip


def test_every_chart_has_its_words_and_its_table(study):
    drawn = [e for e in exhibits(study).values() if e.figure is not None]

    assert [e.id for e in drawn if not e.figure.alt or not e.table.rows] == []
    assert len(drawn) == 6


def test_printed_means_of_waves_are_those_of_the_results_rounded(study):
    known = {
        (r.wave, r.level, r.id, r.kind, r.measure, r.battery): r.mean for r in study.waves.means
    }
    table = exhibits(study)["trend"].table
    cells = [c for row in table.rows for c in row if c.figure and c.figure[-1] == "mean"]

    assert len(cells) == 9 * 6
    for cell in cells:
        printed = float(cell.text.replace("−", "-").replace("+", ""))
        assert abs(printed - known[cell.figure[1:-1]]) <= 0.005 + 1e-9


def test_the_lead_says_how_the_whole_went_and_which_part_moved(study):
    (found,) = section(view(study))
    who, whole = found.context["lead"]

    assert who == (
        "9 waves, from 2022-Q4 to 2024-Q4, with 40 people each. The rest of this report is about "
        "the last one."
    )
    assert whole.startswith("Since 2022-Q4 the overall gap went from ")
    assert "the change of the gap is the first minus the second." in whole


def test_a_gap_that_shrinks_because_people_ask_for_less_is_grey_and_said_to_be_no_better(study):
    row = next(r for r in study.waves.changes if r.measure == "gap" and r.level == "dimension")
    hollow = replace(row, verdict="up_hollow", then=-1.0, now=-0.5)

    assert tone_of(hollow) == "small"
    assert short_verdict(view(study), hollow) == "less asked for"
    assert sentence(view(study), hollow).endswith(
        "they ask for less. By itself that is no sign of better service."
    )


def test_a_control_chart_says_its_rule_its_limits_and_its_signals(study):
    found = exhibits(study)["control"]
    row = next(r for r in found.table.rows if r[0].text == "Reliability")

    assert "2024-Q4: above the upper limit" in row[-1].text
    assert row[-1].tone == "surplus"
    assert found.says[0] == "These are trial limits: they rest on 9 waves, and 20 are wanted."


def test_a_target_says_owner_result_and_what_next(study):
    (first, second) = exhibits(study)["targets"].table.rows

    assert [c.text for c in first][1] == "Front <office>"
    assert {c.text for c in second} >= {"not achieved", "look for the reason again"}
    assert exhibits(study)["targets"].base == "Base: targets from plan.csv."


def test_the_interval_beside_a_verdict_is_the_one_that_it_goes_by(study):
    table = exhibits(study)["targets"].table
    row = study.waves.targets[1]

    heads = [column.head for column in table.columns]
    assert "90% interval" in heads
    assert "95% interval" not in heads
    assert table.rows[1][heads.index("90% interval")].text == (
        f"[{row.low:.2f},\N{NO-BREAK SPACE}{row.high:.2f}]"
    )


def test_breaks_are_named_with_what_was_and_what_is(study):
    facts = [sq.SampleFacts(mode="paper"), sq.SampleFacts(mode="telephone")]
    answers = [sq.read(wave(1, 30)), sq.read(wave(2, 30))]
    given, column = given_waves(answers, "", ["2022", "2023"], facts)
    waves = followed(given, plain(study), Tracking(column=column), {})
    found = exhibits(waves)

    assert [c.text for c in found["breaks"].table.rows[0]] == [
        "2022 → 2023", "Everything", "paper", "telephone", "people were asked in another way",
    ]  # fmt: skip
    assert "first" not in found
    (said,) = section(view(waves))
    assert said.context["lead"][1].startswith("As a whole, 2023 is comparable with no earlier wave")
    assert isinstance(waves.waves.breaks[0], WaveBreak)


# -- figures -----------------------------------------------------------------------------------


def test_no_line_is_drawn_across_a_break():
    dots = [Dot(k, float(k), None, None, "", stretch=1 + (k > 1)) for k in range(4)]
    drawn = panels(
        [Panel("Overall", [Line(dots)], None, [2])], list("abcd"), narrow=False, tick=str
    )
    (line,) = [t for t in drawn["data"] if t["mode"] == "lines"]

    assert line["x"] == [0, 1, None, 2, 3]
    assert [(s["x0"], s["line"]["dash"]) for s in drawn["layout"]["shapes"]] == [(1.5, "dash")]


@pytest.mark.parametrize("narrow", [False, True])
def test_panels_stand_apart_and_inside_the_figure(study, narrow):
    figure = exhibits(study)["trend"].figure
    layout = (figure.narrow if narrow else figure.wide)["layout"]
    boxes = [
        (*layout[f"xaxis{k}"]["domain"], *layout[f"yaxis{k}"]["domain"]) for k in ("", *range(2, 7))
    ]

    assert all(0 <= a < b <= 1.0001 and 0 <= c < d <= 1 for a, b, c, d in boxes)
    assert len({np.round(box, 6).tobytes() for box in map(np.array, boxes)}) == 6
    assert layout["xaxis"]["ticktext"][-1] == "2024-Q4"


# -- files -------------------------------------------------------------------------------------


def test_the_page_holds_the_section(study):
    page = render_html(study, ReportOptions(language="zh", date="2026-05-31"))

    assert 'id="waves"' in page
    assert "Front &lt;office&gt;" in page
    assert "guest-" not in page


@pytest.mark.slow
def test_word_and_the_data_book_take_the_section(study):
    options = ReportOptions(date="2026-05-31")

    assert to_docx(study, options, charts=False)
    assert to_databook(study, options)


def test_the_workbook_has_a_sheet_for_each_table(study):
    found = {name for name, rows in sheets(study).items() if rows}

    assert found >= {"Waves", "Figures by wave", "Changes over waves", "Control charts", "Targets"}


def test_a_wave_that_is_hidden_is_named_by_their_number_alone(study):
    frames = [f.assign(period=k) for f, k in zip(quarters()[:3], "123", strict=True)]
    frames[1] = frames[1].head(4)
    answers = sq.read(pd.concat(frames, ignore_index=True), people=["period"])
    given, column = given_waves(answers, "period", (), None)
    in_time, _ = ordered(given)
    found = followed(in_time, plain(study), Tracking(column=column), {})
    (said,) = section(view(found))

    assert "One wave is not shown, because fewer than 10 people" in said.context["lead"][0]
