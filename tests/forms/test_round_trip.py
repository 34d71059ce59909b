"""A form goes into a survey tool, answers come out: they are read, scored and reported as given.

No map and no layout is named anywhere; names of the service fill the sentences.
"""

import html

import numpy as np
import pytest

import servqual as sq
from servqual.forms import Wanted, questionnaires, short_forms
from servqual.forms.questions import Choice
from servqual.importer.matching.names import Names
from servqual.plan import columns
from servqual.scoring import summarize
from tests.survey_tools import exported
from tests.typed_in import answered, ratings_of

TOOLS = ["xlsform", "limesurvey", "qualtrics", "wjx"]
LANGUAGES = ["en", "zh"]
AURORA = Wanted(service={"": "Aurora Hotel", "zh": "极光酒店"}, noun={"": "hotel", "zh": "酒店"})
# one reading of each tool and each language, and the questionnaires that ask otherwise
QUICK = {
    ("servqual", "xlsform", "en"),
    ("servqual", "limesurvey", "zh"),
    ("servqual", "qualtrics", "en"),
    ("servqual", "wjx", "zh"),
    ("gap-staff", "limesurvey", "en"),
    ("servqual-1994", "wjx", "en"),
}
EVERY = [("servqual", tool, language) for tool in TOOLS for language in LANGUAGES]
EVERY += [
    (name, TOOLS[place % 4], language)
    for place, name in enumerate(sq.instrument_ids())
    for language in LANGUAGES
]
CASES = [
    pytest.param(*case, marks=[] if case in QUICK else pytest.mark.long)
    for case in dict.fromkeys([*sorted(QUICK), *EVERY])
]


def told_of(people, asked, instrument, battery):
    return ratings_of(people, asked, instrument.item_ids, battery)


def read_of(found, instrument, battery):
    read = found.ratings[battery].astype(float)
    return np.where(read < instrument.scale_of(battery).min, np.nan, read)


def assert_as_given(found, asked, people, instrument):
    for battery in instrument.battery_names:
        np.testing.assert_array_equal(
            read_of(found, instrument, battery), told_of(people, asked, instrument, battery)
        )
    if instrument.importance.method in ("points", "ranking"):
        codes = [row.code for block in asked.blocks for row in getattr(block, "rows", ())]
        codes = [code for code in codes if code.startswith(("points_", "rank_"))]
        told = [[float(person[code]) for code in codes] for person in people]
        np.testing.assert_array_equal(found.points, told)
    for outcome in instrument.outcomes:
        told = [float(person.get(outcome.id, "nan")) for person in people]
        np.testing.assert_array_equal(found.outcomes[outcome.id], told)
    for block in asked.blocks:
        if isinstance(block, Choice) and block.kind == "people":
            assert list(found.people[block.id]) == [person[block.code] for person in people]


@pytest.fixture
def read_back(tmp_path):
    """Return a function that writes an export and reads it."""

    def read(table, instrument):
        path = tmp_path / "answers.csv"
        path.write_text(table, "utf-8-sig", newline="")
        return sq.read(path, instrument)

    return read


@pytest.mark.parametrize(("name", "tool", "language"), CASES)
def test_what_was_answered_is_what_is_read_and_scored(name, tool, language, read_back):
    instrument = sq.load_instrument(name)
    asked = questionnaires(instrument, language, AURORA)[0]
    people = answered(asked, 12)

    found = read_back(exported(tool, asked, people), instrument)

    assert_as_given(found, asked, people, instrument)
    summary = summarize(found)
    for battery in instrument.rated_batteries:
        scored = summary.means([columns.item(battery, i) for i in instrument.item_ids]).mean
        given = told_of(people, asked, instrument, battery)
        np.testing.assert_allclose(
            scored, np.nanmean(turned(given, instrument, battery), axis=0), rtol=1e-12
        )


def turned(given, instrument, battery):
    """Return ratings with items that are worded negatively turned round."""
    scale = instrument.scale_of(battery)
    round_ = [i.reverse is True or battery in (i.reverse or ()) for i in instrument.items]
    return np.where(round_, scale.min + scale.max - given, given)


@pytest.mark.long
def test_forms_of_three_tools_make_one_gap_model(read_back):
    def answers(name, tool, n):
        instrument = sq.load_instrument(name)
        asked = questionnaires(instrument, "zh", AURORA)[0]
        return read_back(exported(tool, asked, answered(asked, n)), instrument)

    model = sq.gap_model(
        answers("servqual", "wjx", 60),
        answers("gap-managers", "limesurvey", 6),
        answers("gap-staff", "xlsform", 12),
        consent="all agreed in writing, 4 May 2026",
    )

    assert [state.state for state in model.states] == ["shown"] * 7
    assert model.identity == pytest.approx(0, abs=1e-9)


QUICKEST = ("wjx", "zh")
CUSTOMERS = [n for n in sq.instrument_ids() if sq.load_instrument(n).role == "customer"]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CUSTOMERS)
def test_answers_to_each_questionnaire_are_reported(name, language, read_back, tmp_path):
    instrument = sq.load_instrument(name)
    tool = TOOLS[sq.instrument_ids().index(name) % 4]
    asked = questionnaires(instrument, language, AURORA)[0]

    study = sq.analyze(read_back(exported(tool, asked, answered(asked, 60)), instrument))
    sq.report(study, tmp_path / "report.html", language=language, date="2026-03-31")

    page = (tmp_path / "report.html").read_text("utf-8")
    assert html.escape(instrument.say(instrument.title, language)).split("&")[0] in page
    assert "60" in page


@pytest.mark.parametrize(
    ("tool", "language"),
    [
        pytest.param(tool, language, marks=[] if (tool, language) == QUICKEST else pytest.mark.long)
        for tool in TOOLS
        for language in LANGUAGES
    ],
)
def test_the_report_says_the_gaps_of_the_answers_that_were_given(
    tool, language, read_back, tmp_path
):
    instrument = sq.load_instrument("servqual")
    asked = questionnaires(instrument, language, AURORA)[0]
    people = answered(asked, 30)
    expected, perceived = (told_of(people, asked, instrument, b) for b in instrument.battery_names)

    study = sq.analyze(read_back(exported(tool, asked, people), instrument))
    sq.report(study, tmp_path / "report.html", language=language, date="2026-03-31")

    gaps = np.nanmean(perceived - expected, axis=0)
    np.testing.assert_allclose([row.gap for row in study.gaps.items], gaps, rtol=1e-12)
    shown = f"{gaps[0]:.2f}".replace("-", "−")
    assert shown in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.parametrize("tool", TOOLS)
def test_short_versions_come_back_with_their_letter(tool, read_back):
    short = short_forms(sq.load_instrument("servperf"), 3).instrument
    asked = questionnaires(short, "zh", AURORA)[1]
    people = answered(asked, 8)

    found = read_back(exported(tool, asked, people), short)

    assert list(found.people["form"]) == ["B"] * 8
    np.testing.assert_array_equal(
        read_of(found, short, "perception"), told_of(people, asked, short, "perception")
    )


@pytest.mark.parametrize("tool", TOOLS)
def test_a_random_order_makes_no_difference_to_what_is_read(tool, read_back):
    instrument = sq.load_instrument("servperf")
    wanted = Wanted(service="Aurora Hotel", noun="hotel", orders=2, seed=3)
    asked = questionnaires(instrument, "en", wanted)[1]
    people = answered(asked, 8)

    found = read_back(exported(tool, asked, people), instrument)

    assert_as_given(found, asked, people, instrument)


@pytest.mark.parametrize("tool", ["xlsform", "limesurvey", "qualtrics"])
def test_exports_of_codes_say_the_same_as_exports_of_words(tool, read_back):
    instrument = sq.load_instrument("servperf")
    asked = questionnaires(instrument, "zh", AURORA)[0]
    people = answered(asked, 8)

    words, codes = (
        read_back(exported(tool, asked, people, words=told), instrument) for told in (True, False)
    )

    np.testing.assert_array_equal(words.ratings["perception"], codes.ratings["perception"])
    np.testing.assert_array_equal(words.points, codes.points)
    assert words.outcomes.keys() == codes.outcomes.keys()
    assert all(
        np.array_equal(words.outcomes[name], codes.outcomes[name], equal_nan=True)
        for name in words.outcomes
    )


def test_odk_central_names_the_group_before_the_question(read_back):
    instrument = sq.load_instrument("servqual")
    asked = questionnaires(instrument, "en", AURORA)[0]
    people = answered(asked, 8)
    heads, rows = exported("xlsform", asked, people).split("\n", 1)
    central = ["KEY", "meta-instanceID", "SubmissionDate", "ReviewState", "FormVersion"]
    names = [head.replace("/", "-") for head in heads.strip().split(";")[:-6]]
    heads = ",".join([*names, *central, "SubmitterID"])

    found = read_back(f"{heads}\n{rows}".replace(";", ","), instrument)

    assert '"expectation-E1"' in heads
    assert_as_given(found, asked, people, instrument)


def test_a_sentence_is_known_by_its_wording_whatever_the_service_is_called():
    names = Names(sq.load_instrument("servqual"))

    ours = names.find(
        "3、—P3. 极光酒店的员工仪表整洁得体。", "P3. 极光酒店的员工仪表整洁得体。", "3、"
    )
    other = names.find("3、—P3. 极光酒店位置方便。", "P3. 极光酒店位置方便。", "3、")

    assert (str(ours[0]), ours[1]) == ("perception.q3", "wording")
    assert (str(other[0]), other[1]) == ("perception.q3", "number")
