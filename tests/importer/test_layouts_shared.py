"""Every file of the survey tools in ../shared/data/exports is recognised, and read or explained."""

import numpy as np
import pytest

from servqual.importer import check
from servqual.importer.opening.source import Opening, read_table

pytestmark = pytest.mark.shared

# file -> layout, rows that are left, columns
FILES = {
    "limesurvey/scicom_de_results-survey.csv": ("", 53, 41),
    "qualtrics/matrix_insights.csv": ("qualtrics", 0, 30),
    "qualtrics/matrix_legacy.csv": ("qualtrics", 0, 29),
    "qualtrics/qualtRics_sample.csv": ("qualtrics", 1, 20),
    "qualtrics/qualtRics_sample_legacy.csv": ("qualtrics", 1, 15),
    "reconstructed/_truth_E_P_numeric.csv": ("", 12, 14),
    "reconstructed/european_semicolon_decimal_comma_cp1252.csv": ("", 12, 4),
    "reconstructed/excel_unicode_text_utf16_tab.txt": ("", 12, 13),
    "reconstructed/google_forms_grid_en.csv": ("google-forms", 12, 14),
    "reconstructed/google_forms_grid_id.csv": ("google-forms", 12, 14),
    "reconstructed/kobo_xml_semicolon.csv": ("kobo", 12, 29),
    "reconstructed/ms_forms.xlsx": ("microsoft-forms", 12, 22),
    "reconstructed/surveymonkey_numeric.csv": ("surveymonkey", 12, 27),
    "reconstructed/surveymonkey_text_expanded.csv": ("surveymonkey", 12, 27),
    "reconstructed/tencent_wj_qq_utf8bom.csv": ("tencent", 12, 33),
    "reconstructed/wjx_按序号_gbk.csv": ("wjx", 12, 24),
    "reconstructed/wjx_按文本_gbk.csv": ("wjx", 12, 21),
    "reconstructed/wjx_按文本_utf8bom.csv": ("wjx", 12, 21),
    "reconstructed/zone_of_tolerance_min_des_per.csv": ("", 12, 20),
    "redcap/checkboxes-1__data.csv": ("redcap", 4, 13),
    "redcap/checkboxes-1__dictionary.csv": ("", 4, 18),
    "redcap/survey__data.csv": ("redcap", 2, 33),
    "redcap/survey__dictionary.csv": ("", 25, 18),
    "surveymonkey/538__star-wars-survey__StarWars.csv": ("surveymonkey", 1186, 38),
    "surveymonkey/538__steak-survey__steak-risk-survey.csv": ("surveymonkey", 550, 15),
    "typeform/fcc2016_part1_head300.csv": ("typeform", 300, 51),
    "wjx/wjx_800_800_0.xls": ("wjx", 800, 14),
    "wjx/wjx_800_800_2.xls": ("wjx", 800, 36),
}
NOTHING_TO_SCORE = [
    name for name in FILES if not name.startswith("reconstructed") and "dictionary" not in name
]


@pytest.fixture(scope="module")
def exports(shared_data):
    return shared_data / "exports"


@pytest.fixture(scope="module")
def table_of(exports):
    """Return a function that opens a file, with a dictionary if one is named."""

    def opened(name, dictionary=None, **how):
        more = {"dictionary": exports / dictionary} if dictionary else {}
        return read_table(exports / name, Opening(**more, **how))

    return opened


def role(table, name):
    return [h for h, r in zip(table.headers, table.roles, strict=True) if r == name]


def test_every_export_is_listed_here(exports):
    found = {p.relative_to(exports).as_posix() for p in exports.rglob("*") if p.is_file()}

    assert {name for name in found if not name.endswith((".qsf", ".md"))} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_layout_rows_and_columns_of_an_export(table_of, name):
    table = table_of(name)

    assert (table.layout, len(table.rows), len(table.headers)) == FILES[name]


@pytest.mark.parametrize("name", NOTHING_TO_SCORE)
def test_a_survey_about_something_else_is_shown_with_notes_and_a_calm_fault(exports, name):
    found = check(exports / name)
    layout, rows, columns = FILES[name]

    assert (found.layout, found.rows, len(found.columns)) == (layout, rows, columns)
    assert found.notes
    assert "nothing in this file can be scored under servqual" in found.faults[0]
    assert "'servqual map'" in found.faults[0]
    assert "name that one with -i" in found.faults[0]


@pytest.mark.parametrize("name", ["matrix_insights.csv", "matrix_legacy.csv"])
def test_generated_test_answers_of_qualtrics_are_left_out(exports, name):
    found = check(exports / "qualtrics" / name)

    assert (
        "5 of 5 answers are previews, tests, spam or made by a machine, by the survey tool's own "
        "status (2), and were left out."
    ) in [note.text for note in found.notes]
    assert "every answer in this file is a preview, a test or spam" in found.faults[1]


@pytest.mark.parametrize("name", ["qualtRics_sample.csv", "qualtRics_sample_legacy.csv"])
def test_a_localised_qualtrics_file_keeps_code_and_wording(table_of, name):
    table = table_of(f"qualtrics/{name}")

    at = table.headers.index("Q1")
    assert table.texts[at] == "This is a multiple choice question."
    assert role(table, "personal")


def test_the_survey_file_gives_whole_wording_and_recoded_labels(table_of):
    table = table_of("qualtrics/matrix_insights.csv", "qualtrics/matrix.qsf")

    at = table.headers.index("Q4_1")
    assert table.texts[at] == "Click to write Statement 1"
    assert table.groups[at].endswith("aka, Scale Points, aka Answers.")
    assert list(table.labels[at]) == ["10", "11", "12", "13"]


def test_codes_that_stand_three_times_are_told_by_the_survey_file(table_of):
    table = table_of("qualtrics/matrix_legacy.csv", "qualtrics/matrix.qsf")

    first = table.headers.index("question_one")
    second = table.headers.index("question_one (2)")
    assert list(table.labels[first]) == ["1", "2", "3", "4"]
    assert list(table.labels[second]) == ["10", "11", "12", "13"]


def test_options_and_repeated_headings_of_typeform(table_of):
    table = table_of("typeform/fcc2016_part1_head300.csv")

    assert len(role(table, "option")) == 24
    assert [h for h in table.headers if h.startswith("Other")] == [
        "Other", "Other (2)", "Other (3)", "Other (4)",
    ]  # fmt: skip


def test_not_applicable_of_surveymonkey_stays_an_answer_in_words(table_of):
    table = table_of("surveymonkey/538__star-wars-survey__StarWars.csv")

    at = next(i for i, text in enumerate(table.texts) if text == "Han Solo")
    assert "Unfamiliar (N/A)" in set(table.columns[at])
    assert len({table.groups[i] for i in range(at, at + 14)}) == 1
    assert len(role(table, "option")) == 6


def test_both_files_of_the_wjx_pair_hold_the_same_people(table_of):
    words, codes = (table_of(f"wjx/wjx_800_800_{n}.xls") for n in (0, 2))

    assert len(role(codes, "option")) == 24
    assert role(words, "option") == []
    by_word = words.columns[words.headers.index("6、兴趣爱好")]
    by_tick = codes.columns[codes.headers.index("第6题(运动)")]
    assert ["运动" in cell.split("┋") for cell in by_word] == [cell == "1" for cell in by_tick]


def test_minus_2_of_wjx_is_blank_and_minus_3_is_skipped(table_of):
    words = table_of("reconstructed/wjx_按文本_gbk.csv")
    codes = table_of("reconstructed/wjx_按序号_gbk.csv")
    meant = {("(空)", "-2"), ("(跳过)", "-3")}

    pairs = {
        pair
        for a, b in zip(words.columns[8:20], codes.columns[10:22], strict=True)
        for pair in zip(a, b, strict=True)
        if pair[0].startswith("(") or pair[1].startswith("-")
    }
    assert pairs == meant
    assert codes.missing == {"blank": ("-2", "(空)"), "not_shown": ("-3", "(跳过)")}


@pytest.mark.parametrize("name", ["checkboxes-1", "survey"])
def test_a_dictionary_of_redcap_describes_its_data(table_of, name):
    table = table_of(f"redcap/{name}__data.csv", f"redcap/{name}__dictionary.csv")

    assert table.texts[0] in ("Record ID", "Participant ID")
    assert all(table.texts)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("wjx_按文本_gbk.csv", [60, 73, 86]),
        ("tencent_wj_qq_utf8bom.csv", [75, 76, 77]),
        ("ms_forms.xlsx", [140, 140, 140]),
        ("kobo_xml_semicolon.csv", [200, 200, 200]),
        ("surveymonkey_numeric.csv", [190, 190, 190]),
    ],
)
def test_times_of_the_reconstructed_exports(table_of, name, seconds):
    from servqual.importer.people.timing import read_times

    times = read_times(table_of(f"reconstructed/{name}"))

    assert times.seconds[:3].tolist() == seconds
    assert np.isfinite(times.finished).all()
