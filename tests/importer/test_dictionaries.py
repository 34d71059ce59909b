"""What a tool says of its own survey: wording, labels and roles of columns, from --dictionary."""

import json
from pathlib import Path

import pytest

from servqual.errors import FileError, FormatError, SettingsError
from servqual.importer import check, read
from servqual.importer.opening.source import Opening, read_table
from tests.importer import tool_files as tools
from tests.importer.surveys import save, survey

BANK = Path(__file__).resolve().parent.parent / "instruments" / "bank_six.toml"
GROUPS = ("What do you <b>expect</b> of a bank?", "What did you experience?&nbsp;")


def matrix(tag, id_, group, *, recode=None, tags=None, answers=tools.WORDS_EN):
    """Return a matrix question as a survey file of Qualtrics has it."""
    return {
        "Element": "SQ",
        "PrimaryAttribute": id_,
        "Payload": {
            "QuestionText": group,
            "DataExportTag": tag,
            "QuestionType": "Matrix",
            "Selector": "Likert",
            "Choices": {str(i): {"Display": t} for i, t in enumerate(tools.ITEMS_EN, start=1)},
            "Answers": {str(i): {"Display": t} for i, t in enumerate(answers, start=1)},
            "RecodeValues": recode or [],
            "ChoiceDataExportTags": tags or False,
        },
    }


def question(tag, id_, kind, **payload):
    more = {"DataExportTag": tag, "QuestionType": kind, **payload}
    return {"Element": "SQ", "PrimaryAttribute": id_, "Payload": more}


def qsf(folder, *questions, name="survey.qsf"):
    return save(folder, json.dumps({"SurveyElements": list(questions)}), name=name)


def two_matrices(folder, **how):
    return qsf(
        folder, matrix("Q2", "QID5", GROUPS[0], **how), matrix("Q3", "QID7", GROUPS[1], **how)
    )


def only_codes(folder):
    """Return an export whose wording is of no use."""
    rows = tools.qualtrics()
    rows[1][11:23] = [f"Click to write the question text {i}" for i in range(12)]
    return save(folder, tools.csv_bytes(rows))


# -- Qualtrics -------------------------------------------------------------------------------------


def test_a_survey_file_gives_the_wording_of_every_row(tmp_path):
    survey_file = two_matrices(tmp_path)
    table = read_table(only_codes(tmp_path), Opening(dictionary=survey_file))

    assert table.texts[11:13] == ("Modern-looking equipment", "Service performed as promised")
    assert (table.groups[11], table.groups[17]) == (
        "What do you expect of a bank?",
        "What did you experience?",
    )
    assert table.labels[11] == {str(i): w for i, w in enumerate(tools.WORDS_EN, start=1)}
    assert [note.text for note in table.notes[-2:]] == [
        "The wording of 12 columns was taken from survey.qsf.",
        "The answers of 12 columns have labels in survey.qsf.",
    ]


def test_an_export_that_holds_codes_alone_is_read_with_the_survey_file(tmp_path):
    path = only_codes(tmp_path)

    assert not check(path, BANK).ok
    guests = read(path, BANK, dictionary=two_matrices(tmp_path))
    assert guests.ratings["expectation"].tolist() == [list(row) for row in tools.EXPECTED]


def test_codes_are_found_without_import_ids_too(tmp_path):
    rows = tools.qualtrics(rows=1)
    path = save(tmp_path, tools.csv_bytes(rows))

    assert len(read(path, BANK, dictionary=two_matrices(tmp_path))) == 3


def test_labels_stand_under_the_codes_that_are_exported(tmp_path):
    recode = {str(i): str(i + 9) for i in range(1, 6)}
    table = read_table(
        only_codes(tmp_path), Opening(dictionary=two_matrices(tmp_path, recode=recode))
    )

    assert table.labels[11]["14"] == "Strongly agree"


def test_codes_of_one_s_own_that_stand_twice_are_told_by_their_question(tmp_path):
    tags = {str(j): f"row_{j}" for j in range(1, 7)}
    rows = tools.qualtrics_legacy()
    rows[1] = [t.replace("expect of an excellent bank?", "expect of a...") for t in rows[1]]
    rows[1] = [t.replace("experience at our bank?", "experience at...") for t in rows[1]]
    survey_file = qsf(
        tmp_path,
        matrix("E", "QID5", "What do you expect of an excellent bank?", tags=tags),
        matrix("P", "QID7", "What do you experience at our bank?", tags=tags),
    )
    table = read_table(save(tmp_path, tools.csv_bytes(rows)), Opening(dictionary=survey_file))

    assert table.groups[10] == "What do you expect of an excellent bank?"
    assert table.groups[16] == "What do you experience at our bank?"


def test_several_answers_are_ticks_and_one_answer_has_labels(tmp_path):
    choices = {"1": {"Display": "Counter"}, "2": {"Display": "App"}}
    survey_file = qsf(
        tmp_path,
        question("Q2", "QID5", "MC", Selector="MAVR", QuestionText="Channels?", Choices=choices),
        question("Q3_1", "QID7_1", "MC", Selector="SAVR", QuestionText="Used?", Choices=choices),
        question("Q3_2", "QID7_2", "TE", QuestionText="Any comments?"),
    )
    table = read_table(only_codes(tmp_path), Opening(dictionary=survey_file))

    assert (table.roles[11], table.texts[11], table.groups[11]) == (
        "option",
        "Counter",
        "Channels?",
    )
    assert (table.texts[17], table.labels[17]) == ("Used?", {"1": "Counter", "2": "App"})
    assert (table.texts[18], table.labels[18]) == ("Any comments?", {})


def test_side_by_side_questions_have_the_text_of_their_column(tmp_path):
    rows = tools.qualtrics()
    rows[0][11:23] = [f"Q2#{column}_{j}" for column in (1, 2) for j in range(1, 7)]
    rows[2][11:23] = [f'{{"ImportId":"QID5#{c}_{j}"}}' for c in (1, 2) for j in range(1, 7)]
    whole = matrix("Q2", "QID5", "Our bank")
    whole["Payload"]["QuestionType"] = "SBS"
    whole["Payload"]["AdditionalQuestions"] = {
        n: {"QuestionText": t, "Answers": {"1": {"Display": "low"}}, "RecodeValues": {"1": "7"}}
        for n, t in (("1", "What we expect"), ("2", "What we experience"))
    }
    path = save(tmp_path, tools.csv_bytes(rows))
    table = read_table(path, Opening(dictionary=qsf(tmp_path, whole)))

    assert (table.texts[11], table.groups[11]) == (
        "Modern-looking equipment",
        "Our bank What we expect",
    )
    assert (table.groups[17], table.labels[17]) == ("Our bank What we experience", {"7": "low"})


@pytest.mark.parametrize(
    "payload",
    [
        {"Choices": ["a", 3, None]},
        {"Choices": {"1": "text"}},
        {"Choices": 7, "Answers": []},
        {"QuestionText": None, "DataExportTag": 5},
        {"AdditionalQuestions": None, "QuestionType": "SBS"},
    ],
)
def test_a_strange_question_in_a_survey_file_is_left_out(tmp_path, payload):
    strange = {"Element": "SQ", "PrimaryAttribute": "QID9", "Payload": {
        "QuestionType": "Matrix", **payload}}  # fmt: skip
    good = matrix("Q2", "QID5", GROUPS[0])
    survey_file = qsf(tmp_path, strange, good, {"Element": "SQ", "Payload": None}, 3)

    table = read_table(only_codes(tmp_path), Opening(dictionary=survey_file))

    assert table.texts[11] == "Modern-looking equipment"


# -- REDCap ----------------------------------------------------------------------------------------


def test_a_data_dictionary_gives_wording_labels_and_ticks(tmp_path):
    dictionary = save(tmp_path, tools.csv_bytes(tools.redcap_dictionary()), name="dictionary.csv")
    path = save(tmp_path, tools.csv_bytes(tools.redcap()))
    table = read_table(path, Opening(dictionary=dictionary))

    assert (table.texts[5], table.groups[5]) == (
        "Modern-looking equipment", "What do you expect?"
    )  # fmt: skip
    assert table.groups[16] == "What did you experience?"
    assert table.labels[5]["5"] == "Strongly agree"
    assert (table.roles[3], table.texts[3], table.groups[3]) == (
        "option",
        "Counter",
        "Which channels?",
    )
    assert len(read(path, BANK, dictionary=dictionary)) == 3


def test_fields_that_identify_a_person_are_personal(tmp_path):
    fields = tools.redcap_dictionary()
    fields[1][6] = "y"
    fields.append(["badge", "visit", "", "text", "Badge", "", "y", ""])
    rows = [[*row, "B7" if i else "badge"] for i, row in enumerate(tools.redcap())]
    dictionary = save(tmp_path, tools.csv_bytes(fields), name="dictionary.csv")
    table = read_table(save(tmp_path, tools.csv_bytes(rows)), Opening(dictionary=dictionary))

    assert (table.roles[0], table.roles[-1]) == ("id", "personal")


# -- refusals, and other ways of naming it ---------------------------------------------------------


def test_a_dictionary_describes_a_plain_file_too(tmp_path):
    rows = [row[5:17] for row in tools.redcap()]
    dictionary = save(tmp_path, tools.csv_bytes(tools.redcap_dictionary()), name="dictionary.csv")
    table = read_table(save(tmp_path, tools.csv_bytes(rows)), Opening(dictionary=dictionary))

    assert (table.layout, table.texts[0]) == ("", "Modern-looking equipment")


def test_a_dictionary_of_another_survey_is_refused(tmp_path):
    dictionary = save(tmp_path, tools.csv_bytes(tools.redcap_dictionary()), name="dictionary.csv")

    with pytest.raises(SettingsError) as caught:
        read(only_codes(tmp_path), BANK, dictionary=dictionary)

    assert str(caught.value) == (
        "dictionary.csv: none of its 15 questions has a column in guests.csv. Is it of another "
        "survey? Leave out --dictionary, or name the right one."
    )


def test_a_file_that_is_no_dictionary_is_refused(tmp_path):
    with pytest.raises(FormatError) as caught:
        read(only_codes(tmp_path), BANK, dictionary=save(tmp_path, survey(), name="other.csv"))

    assert str(caught.value) == (
        "other.csv: this is no dictionary that is known. Name a survey file of Qualtrics (.qsf, "
        "from Tools, Import/Export, Export survey) or the data dictionary of REDCap (.csv)."
    )


@pytest.mark.parametrize("text", ['{"SurveyElements": [', '{"a": ' + "[" * 100_000])
def test_a_damaged_survey_file_is_refused(tmp_path, text):
    path = save(tmp_path, text, name="survey.qsf")

    with pytest.raises(FormatError, match=r"survey\.qsf: this is not a whole survey file of"):
        read(only_codes(tmp_path), BANK, dictionary=path)


def test_a_dictionary_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileError, match="there is no such dictionary"):
        read(only_codes(tmp_path), BANK, dictionary=tmp_path / "none.qsf")


def test_a_mapping_file_names_the_dictionary_from_its_own_folder(tmp_path):
    two_matrices(tmp_path)
    (tmp_path / "map.toml").write_text('dictionary = "survey.qsf"\nlayout = "qualtrics"\n', "utf-8")

    assert len(read(only_codes(tmp_path), BANK, tmp_path / "map.toml")) == 3
