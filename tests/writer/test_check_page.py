"""The page of a check: its verdict, its small charts, both languages, and every reader."""

import re
from dataclasses import replace

import pytest

from servqual.analysis import analyze
from servqual.analysis.checked import examined
from servqual.catalog import load_instrument
from servqual.importer import check, read
from servqual.importer.matching.columns import COMMENTS, NO_HEADER, OF_THE_TOOL, PERSONAL, WEIGHTS
from servqual.importer.matching.declared import REASONS
from servqual.importer.matching.fitting import NOT_MATCHED
from servqual.notes import Note, Notes
from servqual.results.check import LOOK_AT, Check, ColumnUse, StopRow
from servqual.simulate import Model, simulate
from servqual.texts import catalogue, placeholders
from servqual.writer.check_page import answer_bars, render_check, stop_curve
from servqual.writer.check_words import CheckWords

PERSON = "ann.lee@example.org"


def found(folder, text):
    """Return the check of a survey of a given text, its answers examined if it can be read."""
    path = folder / "guests.csv"
    path.write_text(text, encoding="utf-8")
    checked = check(path)
    return examined(checked, analyze(read(path))) if checked.ok else checked


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    """Return the check of a simulated survey in which some stopped early, with one address."""
    head, *rows = simulate(80, model=Model(missing=0.03)).to_csv().splitlines()
    cells = [row.split(",") for row in rows]
    stopped = [row[:40] + [""] * (len(row) - 40) if i < 10 else row for i, row in enumerate(cells)]
    lines = [f"E-mail,{head}", *(",".join([f"g{i}@a.org", *r]) for i, r in enumerate(stopped))]
    text = "\n".join(lines).replace("g3@a.org", PERSON)
    return found(tmp_path_factory.mktemp("survey"), text)


@pytest.fixture(scope="module")
def checks(survey, tmp_path_factory):
    """Return one check for each verdict."""
    folder = tmp_path_factory.mktemp("others")
    plain = simulate(60, model=Model(careless=0.0, missing=0.0)).to_csv()
    return {
        "ready": found(folder, plain),
        "look": survey,
        "faults": found(folder, plain.replace("E3,", "x,")),
        "nothing": found(folder, "Do you smoke?,<script>alert(1)</script>\nyes,1\n"),
        "unreadable": found(folder, "<html><body>Please sign in</body></html>"),
    }


VERDICTS = ("ready", "look", "faults", "nothing", "unreadable")


def page(checked, language="en"):
    return render_check(CheckWords(checked, language, checked.file))


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_a_page_that_begins_with_it(checks, verdict):
    checked = checks[verdict]
    words = CheckWords(checked)

    assert checked.verdict == verdict
    assert f"<h1>{words.verdict}</h1>" in page(checked)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_contents_line_leads_to_a_part(checks, verdict):
    text = page(checks[verdict])

    assert re.findall(r'<li><a href="#([a-z]+)">', text) == re.findall(r'<section id="(\w+)"', text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_check_gives_the_same_page_without_any_script(survey, language):
    text = page(survey, language)

    assert text == page(survey, language)
    assert "<script" not in text
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_personal_value_is_on_the_page_or_in_the_check(survey, language):
    assert "E-mail" in page(survey, language)
    assert PERSON not in page(survey, language)
    assert PERSON not in repr(survey)


def test_headings_are_escaped(checks):
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(checks["nothing"])


def test_a_chinese_page_is_chinese_but_for_headings_roles_and_commands(survey):
    text = page(survey, "zh")
    shown = re.sub(r"(?s)<style>.*?</style>|<[^>]*lang=\"en\"[^>]*>[^<]*|<[^>]+>", " ", text)
    headings = " ".join(column.header for column in survey.columns)
    kept = f"{headings} guests servqual SERVQUAL incomplete impute exclude suspect keep COLUMN"
    words = set(re.findall(r"[A-Za-z]{4,}", shown)) - set(re.findall(r"[A-Za-z]+", kept))

    assert sorted(words) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reason_of_a_column_has_words(language):
    reasons = {*REASONS.values(), *OF_THE_TOOL.values(), PERSONAL, COMMENTS, NO_HEADER, WEIGHTS}
    reasons |= {NOT_MATCHED, "ignored by the mapping file"}
    words = CheckWords(Check("s.csv", "servqual", (1, 7)), language)
    known = {text for key, text in catalogue(language).items() if key.startswith("check.why.")}

    assert [reason for reason in reasons if words.why(reason) not in known] == []


def test_both_languages_have_the_same_texts_with_the_same_places():
    english, chinese = (
        {k: placeholders(t) for k, t in catalogue(code).items() if k.startswith("check.")}
        for code in ("en", "zh")
    )

    assert english == chinese


def test_every_note_to_look_at_exists():
    assert {f"notes.{code}" for code in LOOK_AT} - set(catalogue("en")) == set()


def test_suspicions_come_before_other_things_to_look_at():
    told = Notes([Note("points_none"), Note("weights_far_apart"), Note("x_suspected")])
    checked = Check("s.csv", "servqual", (1, 7), notes=told)

    assert [note.code for note in checked.to_look_at] == [
        "x_suspected",
        "points_none",
        "weights_far_apart",
    ]


def test_what_needs_nobody_is_only_listed():
    told = Notes([Note("parquet_file"), Note("points_none")])
    checked = Check("s.csv", "servqual", (1, 7), notes=told)

    assert [note.code for note in checked.decided] == ["parquet_file"]


def test_bars_are_as_high_as_answers_are_frequent():
    column = ColumnUse("E1", "A", "expectation.q1", "", 30, counts={1: 0, 2: 10, 3: 20})
    bars = answer_bars(column)

    assert [(bar.y, bar.height, bar.empty) for bar in bars] == [
        (20.5, 1.5, True),
        (11.0, 11.0, False),
        (0.0, 22.0, False),
    ]


def test_the_curve_falls_where_people_stopped():
    stops = (StopRow("A", "E1", "expectation.q1", 10, 4), StopRow("B", "E2", "", 6, 6))
    checked = Check("s.csv", "servqual", (1, 7), stops=stops)

    assert stop_curve(CheckWords(checked)) == "M0 100L0 0H500L500 40H1000V100Z"


def test_a_check_without_columns_knows_the_questionnaire_that_was_asked_for(checks):
    text = page(checks["unreadable"])

    assert "guests.csv cannot be read" in text
    assert "What stops it" in text


def test_the_items_have_the_names_of_the_questionnaire(survey):
    form = load_instrument("servqual")
    text = page(replace(survey, notes=Notes()), "zh")

    assert all(form.say(item.topic, "zh") in text for item in form.items)


# -- in a browser ----------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("verdict", "language", "width"),
    [("look", "en", 1280), ("look", "zh", 360), ("faults", "zh", 1280), ("nothing", "en", 360)],
)
def test_axe_finds_no_fault_and_nothing_is_wider_than_the_page(
    visit, checks, verdict, language, width
):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    seen = visit(page(checks[verdict], language), width)
    wide = seen.page.evaluate("document.documentElement.scrollWidth")
    faults = axe.Axe().run(seen.page, options={"resultTypes": ["violations"]})
    seen.page.close()
    named = [
        (v["id"], [n["html"][:120] for n in v["nodes"]]) for v in faults.response["violations"]
    ]

    assert named == []
    assert wide == width
    assert seen.complaints == []
    assert len(seen.requests) == 1


@pytest.mark.browser
@pytest.mark.slow
def test_on_paper_the_contents_list_is_gone(visit, survey):
    seen = visit(page(survey), 900)
    seen.page.emulate_media(media="print")
    shown = seen.page.locator("nav.contents").is_visible()
    curve = seen.page.locator("svg.curve").is_visible()
    seen.page.close()

    assert (shown, curve) == (False, True)
