"""``servqual show``: every part of the report as lines that any terminal can show."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

import servqual as sq
from servqual.cli.show_lines import can_be_shown, section_lines
from servqual.cli.show_parts import ALIASES, ELSE, KNOWN, OPTIONS, REASONS, part_of, parts_of
from servqual.cli.terminal import ASCII, width
from servqual.settings import ReportOptions
from servqual.texts import catalogue, languages, placeholders
from servqual.writer.parts import Section
from servqual.writer.sections import ours
from servqual.writer.sections.segments import styles
from servqual.writer.shown import INSTEAD, OF_CHARTS
from servqual.writer.view import View

DESIGN = """
[weights]
rake = ["age"]
[customers]
age = { "18-29" = 0.25, "30-44" = 0.25, "45-59" = 0.3, "60 or over" = 0.2 }
"""
JOURNEY = """
[[journey]]
id = "arrive"
name = { en = "Arriving", zh = "到店" }
stage = "front"
items = ["q1", "q2", "q3"]
[[journey]]
id = "handle"
name = { en = "Handling", zh = "办理" }
stage = "back"
owner = { en = "Operations", zh = "运营部" }
items = ["q5", "q7", "q8", "q9"]
"""
OPERATIONS = """branch,measure,value,target,period,dimension,direction,kind,opportunities
City Centre,Wait (min),7.5,8,2026-Q2,responsiveness,lower,sla,
Riverside,Wait (min),9.2,8,2026-Q2,,,,
"""
BRANCHES = ("City Centre", "Riverside", "Station Road", "University")
TIERS = "age=18-29,30-44,45-59,60 or over"
# words for what only a page can show
OF_A_PAGE = {
    "en": r"\b(teal|orange|grey|tinted|darker|coloured|dashed|hollow|dotted|ring:|bar:|dot:)",
    "zh": "青色|橙色|灰色|着色|虚线|点线|圆点|圆环|横线|柱形|空心",
}
NEEDED = {"groups", "league", "weighting", "segments", "recovery", "tiers", "operations", "journey"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Return a folder with the survey of a bank and the files beside it."""
    folder = tmp_path_factory.mktemp("show")
    head, *rows = sq.simulate(160).to_csv().splitlines()
    few = [(rows[:6], "Corner Shop"), (rows[6:13], "Harbour Kiosk")]
    small = [re.sub("|".join(BRANCHES), name, row) for some, name in few for row in some]
    for name, text in (
        ("bank.csv", "\n".join([head, *small, *rows[13:]]) + "\n"),
        ("design.toml", DESIGN),
        ("journey.toml", JOURNEY),
        ("operations.csv", OPERATIONS),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def study(answers):
    return sq.analyze(
        sq.read(answers / "bank.csv", people=["branch", "age"]),
        by=("branch",),
        design=str(answers / "design.toml"),
        journey=str(answers / "journey.toml"),
        operations=str(answers / "operations.csv"),
        segments="auto",
        tiers=TIERS,
    )


@pytest.fixture(scope="module")
def sections(study):
    """Return the sections of the report by language."""
    return {name: ours(view_of(study, name)) for name in languages()}


@pytest.fixture(scope="module")
def whole(study, sections):
    """Return a function that gives every line of the report, with the id of its section."""

    @cache
    def lines(language, columns):
        view = view_of(study, language)
        return [
            (section.id, line.text.translate(ASCII))
            for section in sections[language]
            for line in section_lines(view, section, columns)
        ]

    return lines


def view_of(study, language="en"):
    return View(study, ReportOptions(language=language))


def names_of(sections):
    return {part.name for part in parts_of(sections)}


def of_part(lines, *parts):
    return [line for section, line in lines if {section, part_of(section)} & set(parts)]


def test_every_part_that_was_asked_for_is_there(sections):
    assert names_of(sections["en"]) >= NEEDED
    assert names_of(sections["en"]) <= set(KNOWN)


def test_every_section_of_the_report_can_be_shown(sections):
    assert [s.id for s in sections["en"] if not can_be_shown(s)] == []
    assert not can_be_shown(Section("cover", "Cover", "", "cover", {"title": "x"}))


def test_every_figure_of_every_table_is_printed(sections, whole):
    text = " ".join(" ".join(line.split()) for _, line in whole("en", 4000))
    cells = [
        " ".join(cell.text.translate(ASCII).split())
        for section in sections["en"]
        for exhibit in section.exhibits
        if exhibit.table
        for row in exhibit.table.rows
        for cell in row
    ]
    figures = {cell for cell in cells if re.fullmatch(r"[-+\[\], .\d%]+", cell)}

    assert len(figures) > 500
    assert [figure for figure in figures if figure not in text] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(whole, language, columns):
    assert [line for _, line in whole(language, columns) if width(line) > columns] == []


@pytest.mark.parametrize("language", languages())
def test_nothing_speaks_of_a_chart_or_of_colours(whole, language):
    # how numbers are made is told once, for the page as well
    lines = [line for section, line in whole(language, 4000) if section != "methods"]

    assert [line for line in lines if re.search(OF_A_PAGE[language], line, re.IGNORECASE)] == []


def test_chinese_can_be_written_where_only_gbk_is_known(whole):
    # but for two letters in the names of authors that stand among the priorities in figures
    lines = [
        line for section, line in whole("zh", 80) if section not in ("methods", "priority-figures")
    ]
    lost = {sign for line in lines for sign in line if sign.encode("gbk", "replace") == b"?"}

    assert lost <= {"?"}


# -- groups ----------------------------------------------------------------------------------------


def test_the_chart_of_groups_stands_as_a_table(whole):
    lines = of_part(whole("en", 100), "groups")

    assert any(re.match(r"  Branch +n +Gap +95% interval +Verdict", line) for line in lines)
    assert any(re.match(r"  City Centre +\d+ +-\d\.\d+ +\[-\d\.\d+, -\d\.\d+\]", x) for x in lines)


def test_a_group_that_may_not_be_shown_is_hidden_here_too(study, whole):
    hidden = [g.group for g in study.groups.groups if not g.shown]
    lines = of_part(whole("en", 100), "groups", "compared", "league", "styles", "operations")

    assert sorted(hidden) == ["Corner Shop", "Harbour Kiosk"]
    assert [line for line in lines for name in hidden if name in line] == []


def test_a_style_that_differs_clearly_has_a_mark(study):
    spread = replace(study.segments.style_spreads[0], warns=True)
    spreads = (spread, *study.segments.style_spreads[1:])
    changed = replace(study, segments=replace(study.segments, style_spreads=spreads))

    assert [line for line in _styles(study) if " *" in line] == []
    assert len([line for line in _styles(changed) if re.search(r"\d%? \*", line)]) == 4


def _styles(study):
    view = view_of(study)
    lines = section_lines(view, styles(view)[0], 100)
    return [line.text for line in lines if line.text.startswith(tuple(f"  {b}" for b in BRANCHES))]


# -- the command -----------------------------------------------------------------------------------


def test_without_a_part_they_are_listed_with_what_options_would_bring(run, folder, answers):
    (folder / "bank.csv").write_bytes((answers / "bank.csv").read_bytes())
    ended = run("show", "bank.csv")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("bank.csv: what the report holds\n")
    assert re.search(r"^  items +All 22 items$", ended.out, re.MULTILINE)
    assert re.search(r"^  tiers +--tiers COLUMN$", ended.out, re.MULTILINE)
    assert "\n  servqual show bank.csv items\n" in ended.out
    assert all(width(line) <= 100 for line in ended.out.splitlines())


def test_parts_stand_in_the_order_that_was_typed_each_once(run, names):
    ended = run("show", "guests.csv", "items", "gaps", "summary", "ITEMS")
    heads = [above for above, line in pairwise(ended.out.splitlines()) if set(line) == {"="}]

    assert heads == ["All 22 items", "Overall and by dimension", "Summary"]
    assert names() == ["guests.csv"]


def test_several_faults_are_told_at_once_with_what_to_do(run):
    ended = run("show", "guests.csv", "leage", "segments", "waves")

    assert ended.status == 1
    assert "the report has no part 'leage'; did you mean 'league'?" in ended.err
    assert "segments: give the option that this part takes: --segments auto." in ended.err
    assert "servqual track FILE" in ended.err


def test_parts_that_this_survey_has_not_say_why(run):
    ended = run("show", "guests.csv", "zone", "weighting", "journey", "nps", "dimension-tangible")
    *faults, last = ended.err.splitlines()

    assert faults == [
        "servqual: guests.csv: there is nothing under 'zone': the questionnaire does not ask for "
        "the least that people would accept.",
        "weighting: give the option that this part takes: --design FILE, or --weights COLUMN.",
        "journey: give the option that this part takes: --journey FILE.",
        "guests.csv: there is nothing under 'outcomes': the survey holds no question about the "
        "whole, such as satisfaction.",
        "guests.csv: there is no part 'dimension-tangible'; did you mean 'dimension-tangibles'?",
    ]
    assert last.startswith("There are: summary, sample, dimensions, items, by-dimension, trust, ")
    assert ended.status == 1


def test_a_part_in_the_place_of_the_file_is_told_as_a_missing_file(run):
    ended = run("show", "groups", "guests.csv")

    assert ended.status == 1
    assert ended.err.startswith("servqual: groups: there is no such survey file.")


# -- what is said elsewhere ------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_what_stands_for_the_words_of_a_chart_fits_them(language):
    texts = catalogue(language)
    own = {key.removeprefix(INSTEAD): t for key, t in texts.items() if key.startswith(INSTEAD)}

    assert [key for key in (*own, *OF_CHARTS) if key not in texts] == []
    assert [k for k, text in own.items() if not placeholders(text) <= placeholders(texts[k])] == []
    # what stands in a place is found by the words after it
    assert [key for key in (*own, *OF_CHARTS) if str(texts[key]).endswith("}")] == []


def test_names_of_parts_are_known():
    assert {name for names in ALIASES.values() for name in names} <= set(KNOWN)
    assert {*OPTIONS, *ELSE, *REASONS} <= set(KNOWN)
    assert len(set(KNOWN)) == len(KNOWN)
