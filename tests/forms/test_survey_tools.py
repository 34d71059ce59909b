"""Forms for survey tools are as each tool takes them in."""

import csv
import io
import re

import pytest

import servqual as sq
from servqual.errors import SettingsError
from servqual.forms import Wanted, limesurvey, qualtrics, questionnaires, short_forms, wjx
from servqual.forms.questions import Option, Rating
from servqual.forms.xlsform import sheets
from servqual.writer.forms import xlsform
from tests.survey_tools import taken_for_a_question

BOTH = ["en", "zh"]
QUICK = ["servqual", "gap-managers"]
NAMES = [
    pytest.param(name, marks=[] if name in QUICK else pytest.mark.long)
    for name in sq.instrument_ids()
]


def asked_of(name, language=BOTH, **wanted):
    return questionnaires(sq.load_instrument(name), language, Wanted(**wanted))


def structure(same):
    """Return the rows of a LimeSurvey structure."""
    text = next(iter(limesurvey.write(same).values())).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))


@pytest.mark.parametrize("name", NAMES)
def test_pyxform_takes_an_xlsform_without_a_warning(name, tmp_path):
    from pyxform.xls2xform import convert

    (title, content), *_ = xlsform.write(asked_of(name)).items()
    path = tmp_path / title
    path.write_bytes(content)

    form = convert(path)

    assert form.warnings == []
    assert form.xform.count("<translation ") == 2
    assert 'lang="中文 (zh)"' in form.xform


def test_an_xlsform_holds_all_languages_and_the_promise():
    asked = asked_of("servqual", people=[("branch", ["North & <South>"])])
    survey = [dict(zip(*row, strict=True)) for row in _with_heads(sheets(asked)["survey"])]
    choices = sheets(asked)["choices"]
    by_name = {row["name"]: row for row in survey if row["name"]}

    assert by_name["note_intro"]["label::English (en)"].endswith(asked[0].promise[-1])
    assert by_name["E1"]["label::中文 (zh)"] == "优秀的企业配备现代化的设备。"
    assert by_name["problem_resolved"]["relevant"] == "${problem} = '1'"
    assert by_name["points_empathy"]["constraint"] == (
        ". >= 0 and . <= 100 and coalesce(${points_tangibles}, 0) + coalesce(${points_reliability},"
        " 0) + coalesce(${points_responsiveness}, 0) + coalesce(${points_assurance}, 0) + . = 100"
    )
    assert ["answers_1", "7", "7 = Strongly agree", "7 = 非常同意"] in choices
    assert ["answers_1", "NA", "Not applicable", "不适用"] in choices
    assert [row[1:] for row in choices if row[1].startswith("North")] == [["North & <South>"] * 3]


def _with_heads(table):
    return [(table[0], row) for row in table[1:]]


def test_answers_that_are_too_many_to_tick_are_written_in_every_tool():
    asked = asked_of("servperf", "en")[0]
    points = tuple(Option(str(n)) for n in range(101))
    long = type(asked)(
        **{**vars(asked), "blocks": (Rating("thermometer", "thermometer", "How warm?", points),)}
    )

    survey = sheets([long])["survey"]
    rows = structure([long])
    text = qualtrics.write([long])["servperf.en.qualtrics.txt"].decode()

    assert ["integer", "thermometer"] in [row[:2] for row in survey]
    assert [row["type/scale"] for row in rows if row["class"] == "Q"] == ["N"]
    assert "[[Question:TE:SingleLine]]\n[[ID:thermometer]]\nHow warm? (0–100)" in text
    assert "1. How warm? (0–100)[填空题]" in wjx.write([long])["servperf.en.wjx.txt"].decode()


@pytest.mark.parametrize("name", NAMES)
def test_limesurvey_gets_codes_that_it_takes_and_both_languages_alike(name):
    rows = structure(asked_of(name))
    asked = [row for row in rows if row["class"] in ("G", "Q", "SQ", "A")]
    first, second = (
        [(r["class"], r["type/scale"], r["name"]) for r in asked if r["language"] == code]
        for code in ("en", "zh-Hans")
    )
    codes = [row["name"] for row in asked if row["class"] in ("Q", "SQ")]
    questions = [name for kind, _, name in first if kind == "Q"]

    assert [row for row in first if row[0] != "G"] == [row for row in second if row[0] != "G"]
    assert [row[:2] for row in first] == [row[:2] for row in second]
    assert [code for code in codes if not re.fullmatch(r"[A-Za-z0-9]{1,20}", code)] == []
    assert [code for code in questions if not code[0].isalpha()] == []
    assert len({code.casefold() for code in questions}) == len(questions)
    assert all(len(row["name"]) <= 5 for row in asked if row["class"] == "A")


def test_limesurvey_checks_the_sum_and_asks_what_depends_on_an_answer():
    rows = {row["name"]: row for row in structure(asked_of("servqual", "en"))}

    assert rows["points"]["equals_num_value"] == "100"
    assert rows["problemresolved"]["relevance"] == 'problem.NAOK == "1"'
    assert rows["additional_languages"]["text"] == ""
    assert "<li>Taking part is voluntary." in rows["surveyls_welcometext"]["text"]


def test_limesurvey_refuses_a_code_that_it_would_cut():
    asked = asked_of("servperf", "en")[0]
    long = Rating("q" * 21, "q" * 21, "How?", (Option("1"), Option("2")))

    with pytest.raises(SettingsError) as caught:
        limesurvey.write([type(asked)(**{**vars(asked), "blocks": (long,)})])

    assert str(caught.value) == (
        f"servperf: LimeSurvey cannot have the code '{'q' * 21}'; it takes 20 letters and digits, "
        f"each code once. Give '{'q' * 21}' a shorter id."
    )


@pytest.mark.parametrize("name", NAMES)
def test_qualtrics_gets_every_question_under_its_own_code(name):
    for asked in asked_of(name):
        text = qualtrics.write([asked])[f"{asked.name}.qualtrics.txt"].decode()
        codes = re.findall(r"\[\[ID:(.+?)\]\]", text)
        tags = set(re.findall(r"\[\[([A-Za-z]+)", text))

        assert text.startswith("[[AdvancedFormat]]\n")
        assert len(set(codes)) == len(codes)
        assert tags <= {
            "AdvancedFormat", "Block", "Question", "ID", "Choices", "AdvancedChoices", "Choice",
            "AdvancedAnswers", "Answer",
        }  # fmt: skip
        assert asked.promise[0] in text


def test_in_a_table_of_qualtrics_the_place_of_a_row_is_its_number():
    whole = qualtrics.write(asked_of("servperf", "en"))["servperf.en.qualtrics.txt"].decode()
    mixed = qualtrics.write(asked_of("servperf", "en", orders=1))["servperf.en.1.qualtrics.txt"]

    assert whole.count("[[Question:Matrix:SingleAnswer]]") == 1
    assert "[[Question:Matrix" not in mixed.decode()
    assert "[[ED:order:1]]" in mixed.decode()
    assert "[[ID:P22]]" in mixed.decode()


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_wjx_is_taken_for_another_question(name):
    for asked in asked_of(name, people=None):
        text = wjx.write([asked])[f"{asked.name}.wjx.txt"].decode("utf-8-sig")
        lines = [line for line in text.splitlines() if taken_for_a_question(line)]
        numbers = [int(line.split(".")[0]) for line in lines]

        assert numbers == list(range(1, len(lines) + 1))
        assert all(re.search(r"\[(矩阵单选题|单选题|填空题|比重题)\]$", line) for line in lines)


def test_answers_for_wjx_hold_no_blank_that_would_part_them():
    text = wjx.write(asked_of("servqual", "en"))["servqual.en.wjx.txt"].decode()

    assert "\n\u200b25\u00a0to\u00a034\n" in text
    assert "\n1\u00a0=\u00a0Strongly\u00a0disagree 2\u00a0=\u00a0Disagree 3" in text


def test_a_version_for_wjx_asks_for_its_letter():
    short = questionnaires(short_forms(sq.load_instrument("servperf"), 3).instrument, "zh")

    text = wjx.write(short)["servperf-short.zh.B.wjx.txt"].decode()

    assert "\n1. 问卷版本[单选题]\nB\n" in text


@pytest.mark.parametrize("kind", ["xlsform", "limesurvey", "qualtrics", "wjx"])
def test_the_same_questionnaire_gives_the_same_bytes(kind):
    first, second = (sq.form("servperf", kind, BOTH, service="hotel") for _ in range(2))

    assert first == second
    assert all(name.startswith("servperf.") for name in first)
