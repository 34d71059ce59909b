"""Working papers: the pages of a pilot and of fieldwork, both languages, and every reader."""

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest

import servqual as sq
from servqual.cli.terminal import width
from servqual.cli.working_lines import working_lines
from servqual.simulate import Model
from servqual.writer.working.field import field_paper
from servqual.writer.working.paper import (
    CHART_HEIGHT,
    day_bars,
    interval_strip,
    progress_strip,
    render_paper,
)
from servqual.writer.working.pilot import pilot_paper
from tests.writer import papers
from tests.writer.papers import HOSTILE, START, STOPS

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def answers():
    return papers.faulty()


@pytest.fixture(scope="module")
def tried(answers):
    return sq.pilot(answers, stops=STOPS)


@pytest.fixture(scope="module")
def running(answers):
    return papers.running(answers)


PAPERS = {"pilot": pilot_paper, "field": field_paper}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(params=PAPERS)
def paper(request, tried, running, language):
    """Return each working paper in each language."""
    found = tried if request.param == "pilot" else running
    return PAPERS[request.param](found, language)


def test_a_page_loads_nothing_and_has_no_script(paper):
    text = render_paper(paper)

    assert "default-src 'none'; style-src 'sha256-" in unescape(text)
    assert "<script" not in text
    assert not re.search(r"(?:src|href)=\"(?!#)", text)


def test_whatever_stands_in_a_file_is_escaped(paper):
    text = render_paper(paper)

    assert HOSTILE not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_same_paper_gives_the_same_page(paper):
    assert render_paper(paper) == render_paper(paper)


def test_every_line_of_the_contents_leads_to_a_part(paper):
    text = render_paper(paper)
    led = re.findall(r'<li><a href="#([\w-]+)">', text)

    assert led == re.findall(r'<section id="([\w-]+)"', text)
    assert len(set(re.findall(r' id="([^"]+)"', text))) == len(re.findall(r' id="([^"]+)"', text))


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_the_terminal_has_the_width_that_it_has(paper, columns):
    lines = [line.text for line in working_lines(paper, columns)]

    assert [line for line in lines if width(line) > columns] == []


def test_no_line_of_the_terminal_breaks_off(paper):
    text = "\n".join(line.text for line in working_lines(paper, 100))

    assert not re.search(r"\n\n\n", text)
    assert "{" not in text


def test_every_reason_is_told_with_its_figures(tried):
    text = " ".join(render_paper(pilot_paper(tried, "en")).split())

    for said in (
        "9 of 32 leave it out (perception): unclear, too private, or overlooked?",
        "9 of 32 cannot answer it (perception; “not applicable” or “don’t know”): a topic that "
        "they have no part in?",
        "28 of 32 give the best answer (perception): an improvement could not be seen.",
        "To know: 28 of 32 (expectation) give the best answer, as is usual for what people want.",
        "All 32 give one and the same answer (perception): it tells nobody apart.",
        "Runs against the rest of its dimension (perception): r −.6",
    ):
        assert said in text


def test_the_title_counts_what_is_to_look_at(tried, answers):
    good = sq.pilot(sq.read(sq.simulate(32, seed=5, model=Model(careless=0.0, missing=0.0)).frame))

    assert pilot_paper(tried, "en").title == "17 of 22 items can stay as they are, 5 to look at"
    assert pilot_paper(good, "en").title == "All 22 items can stay as they are"
    assert pilot_paper(good, "zh").title == "22 个题项均可保留"


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (12, "Below 20 people only coarse faults show"),
        (32, "A pilot of this size shows faults"),
        (60, "So many people are no pilot any more"),
    ],
)
def test_the_size_of_a_pilot_is_told(n, said):
    found = sq.pilot(sq.read(sq.simulate(n, seed=2).frame))

    assert said in render_paper(pilot_paper(found, "en"))


def test_a_pilot_prints_no_mean_and_no_gap(tried, answers):
    text = render_paper(pilot_paper(tried, "en"))
    study = sq.analyze(answers)
    means = {f"{row.mean:.2f}" for row in study.scores.items if row.battery == "expectation"}

    assert len(means) > 10
    assert [mean for mean in means if re.search(rf">{re.escape(mean)}<", text)] == []


def test_long_questionnaires_are_told(answers):
    slow = replace(answers, seconds=answers.seconds * 3)

    assert "more than 10 minutes" in render_paper(pilot_paper(sq.pilot(slow), "en"))


def test_fieldwork_is_marked_on_every_page(running):
    english, chinese = (render_paper(field_paper(running, lang)) for lang in LANGUAGES)

    assert "<title>[INTERIM] 32 answers so far</title>" in english
    assert '@top-right{content:"INTERIM"' in english
    assert 'body::before{content:"INTERIM"' in english
    assert "<title>[阶段性数据] " in chinese


def test_a_pilot_is_not_marked(tried):
    assert "body::before" not in render_paper(pilot_paper(tried, "en"))


def test_the_page_of_fieldwork_has_groups_in_the_order_of_their_targets(running):
    text = render_paper(field_paper(running, "en"))
    rows = re.findall(r'<th scope="row">([^<]*)</th>', text.split('id="exhibit-group-1"')[1])

    assert rows[:5] == [
        "Centre",
        "West",
        "Nowhere",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "(not stated)",
    ]


def test_answers_of_groups_without_a_target_are_told(running):
    text = render_paper(field_paper(running, "en"))

    assert "16 answers belong to groups without a target" in text
    assert "Nowhere is expected to stay below 10 answers" in text


def test_bursts_are_listed_with_their_moment(running):
    assert "6 May 2026 08:20:00" in render_paper(field_paper(running, "en"))


TITLES = {
    "met": ({"wanted": 30}, "32 answers: the 30 aimed at are reached"),
    "on_course": ({"wanted": 34}, "32 of 34 answers: on course"),
    "open": ({"wanted": 80}, "32 of 80 answers: it is open whether the target will be reached"),
    "behind": ({"wanted": 900}, "32 of 900 answers: the target will not be reached at this pace"),
    "closed": (
        {"wanted": 900, "end": "2026-05-10"},
        "32 of 900 answers: fieldwork is over, the target was not reached",
    ),
    "plain": ({}, "32 answers so far"),
}


@pytest.mark.parametrize("case", TITLES)
def test_the_title_of_fieldwork_says_how_it_goes(answers, case):
    asked, title = TITLES[case]
    found = sq.fieldwork(answers, **{"end": "2026-05-20"} | asked)

    assert field_paper(found, "en").title == title


def test_groups_that_fall_short_of_a_whole_that_is_reached_are_told(answers):
    names = np.array(["A"] * 30 + ["B"] * 2, dtype=object)
    found = sq.fieldwork(
        replace(answers, people={"branch": names}), quota={"branch": {"A": 20, "B": 5}}
    )
    text = render_paper(field_paper(found, "en"))

    assert "The whole is reached, but 1 group is not: B." in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"day": "2026-05-15"}, "No answer for 3 whole days"),
        ({"start": "2026-05-05"}, "4 answers came before the start or after the end"),
        ({}, "Say when fieldwork ends"),
    ],
)
def test_what_somebody_should_look_at_is_told(answers, asked, said):
    assert said in render_paper(field_paper(sq.fieldwork(answers, **asked), "en"))


def test_fieldwork_without_times_says_so(answers):
    found = sq.fieldwork(replace(answers, finished=None))

    assert "The file does not say when people answered" in render_paper(field_paper(found, "en"))


def test_hundreds_of_days_and_of_units_have_a_page(answers):
    finished = START + np.arange(32) * 86400.0 * 20
    names = np.array([f"Unit {k}" for k in range(32)], dtype=object)
    found = sq.fieldwork(replace(answers, finished=finished, people={"u": names}), by="u")
    text = render_paper(field_paper(found, "en"))

    assert len(found.days) == 621
    assert "The chart begins 120 days before the last." in text
    assert text.count('<th scope="row">Unit ') == 32


def test_a_language_without_texts_is_refused(tried):
    with pytest.raises(sq.SettingsError, match="no texts in 'xx'"):
        pilot_paper(tried, "xx")


def test_the_bar_of_a_day_is_as_high_as_its_answers():
    high, none, half = day_bars([10, 0, 5], {2: True})

    assert (high.height, none.height, half.height) == (CHART_HEIGHT, 1.0, CHART_HEIGHT / 2)
    assert (high.look, none.look, half.look) == ("", "none", "quiet")


def test_the_small_chart_of_an_interval_stays_inside():
    strip = interval_strip(-1.0, 0.0, 1.0, 0.3)

    assert min(bar.x for bar in strip) == 0
    assert max(bar.x + bar.width for bar in strip) == 120


def test_the_small_chart_of_a_group_shows_what_is_done_and_what_is_to_come():
    done, ahead, target = progress_strip(20, 30, 40, 40)

    assert (done.width, ahead.x, ahead.width) == (59.0, 59.0, 29.5)
    assert target.x == 118
