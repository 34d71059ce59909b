"""Who reads the report decides order and depth; a mark says whether it is a draft."""

import re

import pytest

from servqual.errors import SettingsError
from servqual.settings import STYLES, ReportOptions
from servqual.texts import languages
from servqual.writer import render_html
from servqual.writer.sections import BUILDERS, order
from tests.writer import studies

NAMES = [builder.__name__ for builder in BUILDERS]
EVERYBODY = ["", "board", "ops", "review"]


def page(make=studies.bank, language="en", **options):
    return render_html(make(), ReportOptions(language=language, date="2026-05-31", **options))


def sections(text):
    return re.findall(r'<section id="([^"]+)"', text)


def listed(text):
    return re.findall(r'<li><a href="#([^"]+)">', text)


def test_the_audiences_are_three():
    assert order.audiences() == ["board", "ops", "review"]


@pytest.mark.parametrize("style", ["standard", "full"])
@pytest.mark.parametrize("audience", EVERYBODY)
def test_a_report_has_every_section_once_whoever_reads_it(audience, style):
    assert sorted(order.chosen(NAMES, audience, style)) == sorted(NAMES)
    assert sorted(sections(page(audience=audience))) == sorted(sections(page()))


def test_a_report_to_a_client_has_the_order_of_the_builders():
    assert order.chosen(NAMES, "", "standard") == NAMES


@pytest.mark.parametrize(
    ("audience", "first"),
    [
        ("board", ["summary", "priorities", "trust", "dimensions-gap"]),
        ("ops", ["summary", "priorities", "items-gap", "by-dimension"]),
        ("review", ["summary", "trust", "sample", "methods", "dimensions-gap"]),
    ],
)
def test_each_audience_finds_first_what_it_asks_for(audience, first):
    known = set(sections(page()))
    found = [name for name in sections(page(audience=audience)) if name in known & set(first)]

    assert found == first


def test_a_board_reads_who_answered_before_the_appendix():
    found = sections(page(audience="board"))

    assert found.index("sample") < found.index("items-gap") < found.index("methods")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("audience", EVERYBODY)
def test_contents_follow_the_sections_and_every_link_leads_somewhere(audience, style):
    text = page(audience=audience, style=style)
    targets = set(re.findall(r'\bid="([^"]+)"', text))

    assert listed(text) == sections(text)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= targets


@pytest.mark.parametrize("audience", EVERYBODY)
def test_a_brief_report_is_the_front_of_the_full_one(audience):
    brief, whole = sections(page(audience=audience, style="brief")), sections(page())

    assert brief[0] == "summary"
    assert brief[-1] == "card"
    assert len(brief) < len(whole) / 2
    assert set(brief) <= set(whole)


@pytest.mark.parametrize("make", [studies.servperf, studies.one_person, studies.zone])
@pytest.mark.parametrize("audience", EVERYBODY)
def test_every_kind_of_study_can_be_written_for_everybody(audience, make):
    for style in STYLES:
        first = "thesis-profile" if style == "thesis" else "summary"
        assert sections(page(make, "zh", audience=audience, style=style))[0] == first


def test_a_section_that_no_list_names_stays_behind_its_neighbour():
    assert order.completed(["c", "a"], ["a", "new", "c"]) == ["c", "a", "new"]


def test_an_unknown_audience_is_refused_with_the_known_ones():
    with pytest.raises(SettingsError) as raised:
        page(audience="press")

    assert str(raised.value) == (
        "there is no audience 'press'. Known: board, ops, review. "
        "Without one the report is written for a client."
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"status": "done"}, "the status is 'done'; it must be draft or final, or left out."),
        ({"style": "short"}, "the style is 'short'; it must be standard, full, brief or thesis."),
    ],
)
def test_an_unknown_status_or_style_is_refused(options, words):
    with pytest.raises(SettingsError) as raised:
        ReportOptions(**options)

    assert str(raised.value) == words


@pytest.mark.parametrize(
    ("status", "language", "word"),
    [
        ("draft", "en", "DRAFT"),
        ("draft", "zh", "草稿"),
        ("final", "en", "FINAL"),
        ("final", "zh", "定稿"),
    ],
)
def test_a_mark_stands_on_cover_and_contents_and_on_every_printed_page(status, language, word):
    text = page(language=language, status=status)

    assert text.count(f'<b class="status {status}">{word}</b>') == 2
    assert f'@top-right{{content:"{word}"' in text


def test_only_a_draft_says_so_in_the_title_of_the_window():
    assert "<title>[DRAFT] " in page(status="draft")
    assert "<title>[" not in page(status="final")


@pytest.mark.parametrize("language", languages())
def test_without_a_status_there_is_no_mark(language):
    text = page(language=language)

    assert 'class="status' not in text
    assert "@top-right" not in text
