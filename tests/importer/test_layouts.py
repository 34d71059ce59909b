"""Exports of survey tools are recognised by themselves, and their columns and rows told apart."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from servqual._files import data_folder
from servqual.errors import ColumnError, FormatError, RatingError, SettingsError
from servqual.importer import check, read
from servqual.importer.layouts import layouts
from servqual.importer.layouts.model import _FORM_KEYS, _KEYS, _MARKER_KEYS, load_layout
from servqual.importer.opening.source import Opening, read_table
from tests.importer import tool_files as tools
from tests.importer.surveys import save, survey, with_columns

BANK = Path(__file__).resolve().parent.parent / "instruments" / "bank_six.toml"
HIDDEN = -104  # Missing.NOT_SHOWN
FILES = {
    "qualtrics": {
        "three rows": tools.csv_bytes(tools.qualtrics(), "utf-8-sig"),
        "single quotes": tools.csv_bytes(tools.qualtrics("'")),
        "two rows": tools.csv_bytes(tools.qualtrics(rows=2)),
        "tab": tools.csv_bytes(tools.qualtrics(), "utf-16", "\t"),
        "workbook": tools.xlsx_bytes(tools.qualtrics()),
        "older format": tools.csv_bytes(tools.qualtrics_legacy(), "utf-8-sig"),
    },
    "surveymonkey": {
        "words": tools.csv_bytes(tools.surveymonkey(), "utf-8-sig"),
        "numbers": tools.csv_bytes(tools.surveymonkey(numeric=True)),
        "workbook": tools.xlsx_bytes(tools.surveymonkey()),
    },
    "google-forms": {"grid": tools.csv_bytes(tools.google_forms())},
    "microsoft-forms": {"workbook": tools.xlsx_bytes(tools.microsoft_forms())},
    "typeform": {"csv": tools.csv_bytes(tools.typeform())},
    "limesurvey": {
        "codes": tools.csv_bytes(tools.limesurvey(), "utf-8-sig", ";"),
        "full text": tools.csv_bytes(tools.limesurvey("text")),
        "code and text": tools.csv_bytes(tools.limesurvey("both")),
    },
    "redcap": {"raw": tools.csv_bytes(tools.redcap())},
    "kobo": {
        "names": tools.csv_bytes(tools.kobo(), "utf-8-sig", ";"),
        "without groups": tools.csv_bytes(tools.kobo(groups=False)),
        "labels": tools.csv_bytes(tools.kobo(labels=True)),
    },
    "wjx": {
        "text": tools.csv_bytes(tools.wjx_text(), "gbk"),
        "text, UTF-8": tools.csv_bytes(tools.wjx_text(), "utf-8-sig"),
        "codes": tools.csv_bytes(tools.wjx_codes(), "gbk"),
        "workbook": tools.xlsx_bytes(tools.wjx_codes()),
    },
    "tencent": {"csv": tools.csv_bytes(tools.tencent(), "utf-8-sig")},
}
CASES = [
    pytest.param(layout, content, id=f"{layout}: {name}")
    for layout, files in FILES.items()
    for name, content in files.items()
]


def saved(folder, content):
    return save(folder, content, name="guests.xlsx" if content[:2] == b"PK" else "guests.csv")


def opened(folder, content, **how):
    return read_table(saved(folder, content), Opening(**how))


def notes_of(folder, content):
    return [note.text for note in check(saved(folder, content), BANK).notes]


def roles_of(table):
    return {h: r for h, r in zip(table.headers, table.roles, strict=True) if r}


# -- every tool ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layout", "content"), CASES)
def test_an_export_is_recognised_and_decodes_to_what_was_answered(tmp_path, layout, content):
    path = saved(tmp_path, content)
    guests = read(path, BANK)

    assert check(path, BANK).layout == layout
    assert guests.ratings["expectation"].tolist() == [list(row) for row in tools.EXPECTED]
    received = guests.ratings["perception"]
    given = np.array([[a or 0 for a in row] for row in tools.RECEIVED])
    assert np.where(received > 0, received, 0).tolist() == given.tolist()


@pytest.mark.parametrize(("layout", "content"), CASES)
def test_a_recognised_export_can_also_be_forced(tmp_path, layout, content):
    found = opened(tmp_path, content)
    forced = opened(tmp_path, content, layout=layout)

    assert (forced.headers, forced.roles, forced.layout) == (found.headers, found.roles, layout)
    assert "layout_forced" in [note.code for note in forced.notes]


@pytest.mark.parametrize(("layout", "content"), CASES)
def test_no_other_layout_takes_the_file(tmp_path, layout, content):
    table = opened(tmp_path, content)
    headers = dict.fromkeys(table.headers)

    assert table.layout == layout
    assert len(headers) == len(table.headers)
    assert all(len(column) == len(table.rows) for column in table.columns)
    assert all(
        len(part) == len(table.headers)
        for part in (table.columns, table.texts, table.groups, table.roles)
    )


@pytest.mark.parametrize("layout", FILES)
def test_every_layout_has_a_name_in_both_languages(layout):
    assert set(layouts()[layout].name) == {"en", "zh"}


def test_every_layout_is_tested_here():
    assert set(FILES) == set(layouts())


@pytest.mark.parametrize(("layout", "content"), CASES)
def test_plain_forbids_every_layout(tmp_path, layout, content):
    table = opened(tmp_path, content, layout="plain")

    assert (table.layout, table.roles, table.texts) == ("", (), ())


# -- what stays plain ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"id": ["1", "2"], "name": ["Ann", "Bo"], "status": ["0", "1"]},
        {"Timestamp": ["yesterday", "today"]},
        {"Progress": ["100"], "Finished": ["1"], "Score": ["3"]},
        {"start": ["2024-03-05"], "end": ["2024-03-06"], "_id": ["1"]},
        {"complete": ["1"], "form_complete": ["2"]},
        {"What do you like? [Price]": ["1"], "What do you like? [Taste]": ["0"]},
        {"序号": ["1", "2"], "来源": ["微信"], "总分": ["50"]},
        {"ID": ["1"], "Email": ["a@b.org"], "Name": ["Ann"]},
    ],
)
def test_a_table_that_only_looks_a_little_like_an_export_stays_plain(tmp_path, more):
    path = save(tmp_path, with_columns(survey(), **more))

    assert read_table(path, Opening()).layout == ""


def test_a_plain_file_has_no_notes_about_layouts(tmp_path):
    notes = read(save(tmp_path, survey())).notes

    assert [note.code for note in notes if note.code.startswith("layout")] == []


@pytest.mark.parametrize(
    ("heading", "time"),
    [
        ("Timestamp", "2024/03/05 9:12:30 AM GMT+7"),
        ("Timestamp", "3/5/2024 9:12:30"),
        ("Timestamp", "2024-03-05 09:12:30"),
        ("时间戳记", "2024/3/5 上午9:12:30"),
        ("Zeitstempel", "05.03.2024 09:12:30"),
        ("타임스탬프", "2024. 3. 5 오전 9:12:30"),
    ],
)
def test_times_in_the_first_column_make_google_forms(tmp_path, heading, time):
    rows = [[time, *row] for row in survey()]
    rows[0][0] = heading

    table = read_table(save(tmp_path, rows), Opening())

    assert (table.layout, table.roles[:2]) == ("google-forms", ("end", ""))


# -- naming a layout -------------------------------------------------------------------------------


def test_an_unknown_layout_lists_those_that_are_known(tmp_path):
    with pytest.raises(SettingsError) as caught:
        read(save(tmp_path, survey()), layout="foo")

    assert str(caught.value) == (
        "there is no layout called 'foo'. Layouts: google-forms, kobo, limesurvey, "
        "microsoft-forms, qualtrics, redcap, surveymonkey, tencent, typeform, wjx, plain; or name "
        "a file of your own that ends in .toml."
    )


def test_a_forced_layout_that_does_not_fit_says_what_was_expected(tmp_path):
    with pytest.raises(FormatError) as caught:
        read(save(tmp_path, survey()), layout="typeform")

    assert str(caught.value) == (
        "guests.csv: this file is not laid out like an export of Typeform. Leave out --layout to "
        "have the layout found, or say --layout plain for one row of headings. Expected is one of "
        "these forms:\n"
        "  - one row of headings: row 1, column 1 holds #; row 1 holds at least 2 of Network ID, "
        "Start Date (UTC), Submit Date (UTC), Stage Date (UTC), Response Type, Ending"
    )


def test_check_names_the_layout_and_collects_a_layout_that_does_not_fit(tmp_path):
    found = check(save(tmp_path, survey()), layout="qualtrics")

    assert not found.ok
    assert "not laid out like an export of Qualtrics" in found.faults[0]


def test_headings_without_answers_are_refused(tmp_path):
    path = save(tmp_path, tools.csv_bytes(tools.qualtrics()[:3]))

    with pytest.raises(FormatError) as caught:
        read(path, BANK)

    assert str(caught.value) == (
        "guests.csv: this file has the 3 rows of headings of Qualtrics but no answers below them. "
        "Export the survey again, with its answers."
    )


MY_TOOL = """
id = "mytool"
name = { en = "My Tool", zh = "我的问卷" }
separators = ['^(?P<group>.+?)\\s*>\\s*(?P<item>.+)$']

[[forms]]
markers = [{ column = 1, names = ["Answer number"] }]

[roles]
id = ["Answer number"]

[missing]
not_shown = ["-77"]
"""


def test_a_layout_of_one_s_own_is_named_by_its_file(tmp_path):
    (tmp_path / "mytool.toml").write_text(MY_TOOL, "utf-8")
    heads = tools.blocks("Expectation", "Perception", tools.ITEMS_EN, "{} > {}")
    rows = [
        ["Answer number", *heads],
        *tools.joined([["1"], ["2"], ["3"]], tools.answers(hidden="-77")),
    ]
    path = save(tmp_path, tools.csv_bytes(rows))
    mapping = {
        h: f"{b}.q{j}"
        for h, (b, j) in zip(
            heads, [(b, j) for b in ("expectation", "perception") for j in range(1, 7)], strict=True
        )
    }
    (tmp_path / "map.toml").write_text(
        'layout = "mytool.toml"\n[columns]\n'
        + "".join(f'"{header}" = "{use}"\n' for header, use in mapping.items()),
        "utf-8",
    )
    guests = read(path, BANK, tmp_path / "map.toml")

    assert check(path, BANK, tmp_path / "map.toml").layout == "mytool"
    assert guests.ratings["perception"][2, 5] == HIDDEN


def test_the_faults_of_a_layout_file_are_named_together(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'id = "other"\nname = { zh = "我的" }\nfoo = 1\nseparators = ["("]\n'
        '[[forms]]\nrows = ["heading"]\nmarkers = [{ row = 2 }]\n'
        '[roles]\nspeed = ["x"]\n[missing]\nlost = ["9"]\n',
        "utf-8",
    )

    with pytest.raises(FormatError) as caught:
        read(save(tmp_path, survey()), layout=str(tmp_path / "mine.toml"))

    assert str(caught.value).startswith(
        "mine.toml: this layout file has 8 fault(s). Mend them and try again; "
        "instruments/_layouts/README.md describes the keys.\n"
        "  - foo: this key is not known."
    )
    assert "forms[1].rows: 'heading' is not one of header, code" in str(caught.value)
    assert "roles.speed: this key is not known" in str(caught.value)


README = (data_folder("instruments") / "_layouts" / "README.md").read_text("utf-8")


def test_the_description_lists_every_layout():
    assert set(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| .* \|$", README, re.MULTILINE)) >= set(
        FILES
    )


def test_the_example_of_the_description_is_a_layout(tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "mytool.toml").write_text(example, "utf-8")

    assert load_layout(tmp_path / "mytool.toml").tool == "My Tool"


def test_the_description_tells_every_key():
    keys = {key for key in (*_KEYS, *_FORM_KEYS, *_MARKER_KEYS) if f"`{key}`" not in README}
    told = {key for key in keys if f".{key}`" in README}

    assert keys - told == set()


# -- Qualtrics -------------------------------------------------------------------------------------


def test_previews_tests_and_spam_are_left_out_and_noted(tmp_path):
    path = save(tmp_path, tools.csv_bytes(tools.qualtrics(status=("0", "1", "8", "IP Address"))))
    guests = read(path, BANK)

    assert guests.rows.tolist() == [4, 7]
    assert (
        "2 of 4 answers are previews, tests, spam or made by a machine, by the survey tool's own "
        "status (1, 8), and were left out."
    ) in [note.text for note in guests.notes]


@pytest.mark.parametrize("status", ["Survey Preview", "Survey Test", "Spam", "2", "9", "17", "256"])
def test_a_status_in_words_or_codes_leaves_an_answer_out(tmp_path, status):
    path = save(tmp_path, tools.csv_bytes(tools.qualtrics(status=("0", status, "4", "16"))))

    assert read_table(path, Opening()).rows.tolist() == [4, 6, 7]


def test_a_file_of_test_answers_alone_is_refused_calmly(tmp_path):
    path = save(tmp_path, tools.csv_bytes(tools.qualtrics(status=("2", "2", "2"))))
    found = check(path, BANK)

    assert (found.rows, found.layout, len(found.columns)) == (0, "qualtrics", 23)
    assert found.faults == (
        "guests.csv: every answer in this file is a preview, a test or spam, as column 'Status' "
        "says, so nobody is left. Export the answers of respondents; to try the program on these "
        "all the same, empty that column first.",
    )


def test_unfinished_answers_are_kept_and_noted(tmp_path):
    notes = notes_of(tmp_path, tools.csv_bytes(tools.qualtrics()))

    assert (
        "1 of 3 people did not reach the end of the questionnaire; the answers given so far were "
        "kept."
    ) in notes


def test_code_and_wording_of_a_column_are_both_kept(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.qualtrics()))

    assert table.headers[11:13] == ("Q2_1", "Q2_2")
    assert table.texts[11:13] == ("Modern-looking equipment", "Service performed as promised")
    assert set(table.groups[11:17]) == {"What do you expect of an excellent bank?"}


def test_repeated_codes_of_the_older_format_are_numbered(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.qualtrics_legacy()))

    assert table.headers[10] == "row_1"
    assert table.headers[16] == "row_1 (2)"
    assert (
        "6 headings stand above several columns each (row_1, row_2, row_3, row_4, row_5, row_6); "
        "the later ones are numbered (2), (3) and so on."
    ) in [note.text for note in table.notes]


def test_the_columns_of_qualtrics_are_told_by_their_import_ids(tmp_path):
    rows = tools.qualtrics()
    rows[0][:11] = [f"renamed {i}" for i in range(11)]

    roles = list(roles_of(opened(tmp_path, tools.csv_bytes(rows))).values())

    assert roles == [
        "start", "end", "status", "personal", "progress", "seconds", "progress", "id", "personal",
        "channel", "language",
    ]  # fmt: skip


def test_a_question_that_is_called_like_a_column_of_the_tool_is_a_question(tmp_path):
    rows = tools.qualtrics()
    rows[1][11] = "Status"

    assert opened(tmp_path, tools.csv_bytes(rows)).roles[11] == ""


def test_side_by_side_questions_have_a_group_for_each_column(tmp_path):
    rows = tools.qualtrics()
    codes = [f"Q2#{column}_{j}" for column in (1, 2) for j in range(1, 7)]
    texts = tools.blocks(
        "Our bank - Expectation", "Our bank - Perception", tools.ITEMS_EN, "{} - {}"
    )
    rows[0][11:23] = codes
    rows[1][11:23] = texts
    rows[2][11:23] = [f'{{"ImportId":"QID2#{c}_{j}"}}' for c in (1, 2) for j in range(1, 7)]
    table = opened(tmp_path, tools.csv_bytes(rows))

    assert table.groups[11] == "Our bank - Expectation"
    assert table.groups[17] == "Our bank - Perception"
    assert len(read(save(tmp_path, tools.csv_bytes(rows)), BANK)) == 3


def test_negative_codes_are_missing_answers_in_files_of_the_tool_alone(tmp_path):
    rows = tools.qualtrics()
    rows[3][17] = "-1"
    guests = read(save(tmp_path, tools.csv_bytes(rows)), BANK)

    assert guests.ratings["perception"][0, 0] == -102  # not applicable
    assert ("In this survey tool's files -1 stands for “not applicable”.") in [
        note.text for note in guests.notes
    ]
    plain = [rows[0], *rows[3:]]
    plain[0] = [f"x{i}" for i in range(11)] + [f"{b}{j}" for b in "EP" for j in range(1, 7)] + [""]
    with pytest.raises(RatingError, match="'-1' is not on the scale"):
        read(save(tmp_path, tools.csv_bytes(plain)), BANK)


def test_a_code_that_is_an_answer_of_the_scale_stays_one(tmp_path):
    rows = tools.qualtrics(blank="")
    rows[3][17] = "-1"
    guests = read(save(tmp_path, tools.csv_bytes(rows)), BANK, scale="-3-5")

    assert guests.ratings["perception"][0, 0] == -1


def test_what_the_user_says_of_a_code_outranks_the_tool(tmp_path):
    guests = read(save(tmp_path, tools.csv_bytes(tools.qualtrics())), BANK, missing=["-99"])

    assert guests.ratings["perception"][2, 2] == -106  # declared


def test_a_frame_that_kept_the_rows_of_headings_is_recognised(tmp_path):
    path = save(tmp_path, tools.csv_bytes(tools.qualtrics()))
    guests = read(pd.read_csv(path), BANK)

    assert guests.rows.tolist() == [4, 5, 6]
    assert guests.ratings["expectation"].tolist() == [list(row) for row in tools.EXPECTED]


# -- SurveyMonkey ----------------------------------------------------------------------------------


def test_the_question_of_surveymonkey_stands_over_all_its_columns(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.surveymonkey()))

    assert table.headers[9] == (
        "What do you expect of excellent companies? [Modern-looking equipment]"
    )
    assert set(table.groups[9:15]) == {"What do you expect of excellent companies?"}
    assert (table.headers[5], table.texts[5], table.groups[5]) == ("Gender?", "Gender?", "")
    assert table.headers[-1] == "Any other comments?"


@pytest.mark.parametrize("numeric", [True, False])
def test_ticked_options_of_surveymonkey_are_no_ratings(tmp_path, numeric):
    roles = roles_of(opened(tmp_path, tools.csv_bytes(tools.surveymonkey(numeric=numeric))))

    assert [header for header, role in roles.items() if role == "option"] == [
        "Channels? [Counter]",
        "Channels? [Mobile app]",
    ]


def test_a_frame_of_surveymonkey_has_its_empty_headings_back(tmp_path):
    path = save(tmp_path, tools.csv_bytes(tools.surveymonkey()))

    assert len(read(pd.read_csv(path), BANK)) == 3


# -- other tools -----------------------------------------------------------------------------------


def test_the_several_answers_of_microsoft_forms_are_one_answer_column(tmp_path):
    table = opened(tmp_path, tools.xlsx_bytes(tools.microsoft_forms()))

    assert table.headers[5:7] == ("Which channels?", "Expectation: Modern-looking equipment")
    assert table.columns[5][0] == "App;Phone;"
    assert roles_of(table) == {
        "ID": "id", "Start time": "start", "Completion time": "end", "Email": "personal",
        "Name": "personal",
    }  # fmt: skip


def test_repeated_headings_of_typeform_are_numbered(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.typeform()))

    assert table.headers[1:5] == ("Counter", "Mobile app", "Other", "Other (2)")
    assert table.roles[1:5] == ("option", "option", "", "")
    assert (
        "1 heading stands above several columns; the later ones are called “Other (2)” and so on."
        in [note.text for note in table.notes]
    )


def test_two_columns_of_typeform_for_one_rating_are_a_fault(tmp_path):
    rows = tools.typeform()
    rows[0][6] = rows[0][5]

    with pytest.raises(ColumnError, match=r"2 columns for expectation\.q1"):
        read(save(tmp_path, tools.csv_bytes(rows)), BANK)


def test_a_number_behind_a_repeated_heading_is_no_item_number(tmp_path):
    rows = tools.typeform()
    rows[0][6] = rows[0][5]
    found = check(save(tmp_path, tools.csv_bytes(rows)), BANK)

    assert found.columns[6].role == "expectation.q1"
    assert (
        "no column for expectation.q2; the columns not matched are 'Other', 'Other (2)'"
        in (found.faults[0])
    )


@pytest.mark.parametrize("style", ["text", "both"])
def test_the_rows_of_a_limesurvey_array_share_their_question(tmp_path, style):
    table = opened(tmp_path, tools.csv_bytes(tools.limesurvey(style)))

    assert (table.groups[5], table.texts[5]) == ("What do you expect?", tools.ITEMS_EN[0])


def test_hidden_questions_of_limesurvey_were_not_asked(tmp_path):
    guests = read(save(tmp_path, tools.csv_bytes(tools.limesurvey())), BANK)

    assert guests.ratings["perception"][2, 5] == HIDDEN


def test_an_empty_submitdate_of_limesurvey_is_an_unfinished_answer(tmp_path):
    notes = notes_of(tmp_path, tools.csv_bytes(tools.limesurvey()))

    assert any(note.startswith("1 of 3 people did not reach the end") for note in notes)


def test_grids_without_times_are_limesurvey_only_when_asked(tmp_path):
    rows = [row[5:] for row in tools.limesurvey("text")]
    content = tools.csv_bytes(rows)

    assert opened(tmp_path, content).layout == ""
    assert opened(tmp_path, content, layout="limesurvey").groups[0] == "What do you expect?"


def test_forms_and_times_of_redcap_are_no_answers(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.redcap()))

    assert roles_of(table) == {
        "record_id": "id", "redcap_survey_identifier": "id", "visit_timestamp": "end",
        "channel___1": "option", "channel___2": "option", "visit_complete": "progress",
    }  # fmt: skip
    guests = read(save(tmp_path, tools.csv_bytes(tools.redcap())), BANK)
    assert np.isnan(guests.finished).tolist() == [False, False, True]


def test_the_columns_of_kobo_that_people_did_not_answer_are_told(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.kobo(), delimiter=";"))

    assert roles_of(table) == {
        "start": "start", "end": "end", "channels/counter": "option", "channels/app": "option",
        "_id": "id", "_uuid": "id", "_submission_time": "other", "_validation_status": "status",
        "_index": "id",
    }  # fmt: skip
    assert (table.groups[5], table.texts[5]) == ("expect", "e1")


def test_answers_that_kobo_did_not_approve_are_kept_and_noted(tmp_path):
    assert (
        "1 of 3 answers is marked as invalid by the survey tool (Not approved); it was kept."
    ) in notes_of(tmp_path, tools.csv_bytes(tools.kobo()))


def test_ratings_of_0_and_1_without_a_column_above_are_no_ticks(tmp_path):
    rows = [[cell if cell not in "2345" else "1" for cell in row] for row in tools.kobo()[1:]]
    table = opened(tmp_path, tools.csv_bytes([tools.kobo()[0], *rows]))

    assert table.roles[5] == ""


# -- 问卷星, 腾讯问卷 -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "blank", "hidden"),
    [
        (tools.csv_bytes(tools.wjx_text(), "gbk"), "(空)", "(跳过)"),
        (tools.csv_bytes(tools.wjx_codes(), "gbk"), "-2", "-3"),
    ],
    ids=["按文本", "按序号"],
)
def test_blank_and_skipped_of_wjx_are_kept_apart_and_noted(tmp_path, content, blank, hidden):
    guests = read(save(tmp_path, content), BANK)

    assert guests.ratings["perception"][2, [2, 5]].tolist() == [-101, HIDDEN]
    texts = [note.text for note in guests.notes]
    assert f"In this survey tool's files {blank} stands for a question left blank." in texts
    assert (
        f"In this survey tool's files {hidden} stands for a question that was skipped or not shown."
    ) in texts
    assert [note.say("zh") for note in guests.notes if note.code == "layout_recognised"] == [
        "识别为 问卷星 (wjx.cn) 导出的文件（标题共 1 行）。"
    ]


def test_total_source_address_and_ticks_of_wjx_are_no_answers(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.wjx_codes(), "gbk"))

    assert roles_of(table) == {
        "序号": "id", "提交答卷时间": "end", "所用时间": "seconds", "来源": "channel",
        "来源详情": "channel", "来自IP": "personal", "第2题(柜台)": "option",
        "第2题(手机APP)": "option", "总分": "score",
    }  # fmt: skip


def test_several_answers_of_wjx_by_text_are_one_answer_column(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.wjx_text(), "gbk"))

    assert table.columns[6][0] == "柜台┋手机APP"
    assert table.roles[6] == ""


def test_the_rows_of_a_wjx_matrix_share_their_question(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.wjx_text(), "gbk"))

    assert (table.groups[7], table.texts[7]) == ("3、您的期望", "设备先进")
    numbered = opened(
        tmp_path,
        tools.csv_bytes(
            [[h.replace("期望—", "") for h in tools.wjx_codes()[0]], *tools.wjx_codes()[1:]]
        ),
    )
    assert (numbered.groups[8], numbered.texts[8]) == ("3", "设备先进")


@pytest.mark.parametrize("ones", [False, True])
def test_a_wjx_matrix_that_looks_like_options_is_still_a_matrix(tmp_path, ones):
    rows = tools.wjx_codes()
    rows[0][8:20] = [f"第{q}题({item})" for q in (3, 4) for item in tools.ITEMS_ZH]
    if ones:  # everybody answers the first item with 1
        rows[1:] = [[*row[:8], "1", *row[9:]] for row in rows[1:]]
    table = opened(tmp_path, tools.csv_bytes(rows))

    assert set(table.roles[8:20]) == {""}
    assert (table.groups[8], table.texts[8], table.groups[14]) == ("3", "设备先进", "4")


def test_two_equal_matrices_of_wjx_are_asked_about(tmp_path):
    rows = tools.wjx_codes()
    rows[0][8:20] = [f"第{q}题({item})" for q in (3, 4) for item in tools.ITEMS_ZH]
    path = save(tmp_path, tools.csv_bytes(rows))

    with pytest.raises(ColumnError, match="--blocks expectation,perception"):
        read(path, BANK)
    guests = read(path, BANK, blocks=["expectation", "perception"])
    assert guests.ratings["expectation"].tolist() == [list(row) for row in tools.EXPECTED]


def test_answers_that_tencent_calls_invalid_are_kept_and_noted(tmp_path):
    content = tools.csv_bytes(tools.tencent(), "utf-8-sig")

    assert len(read(save(tmp_path, content), BANK)) == 3
    assert (
        "1 of 3 answers is marked as invalid by the survey tool (无效); it was kept."
    ) in notes_of(tmp_path, content)


def test_an_option_that_nobody_ticked_is_still_an_option(tmp_path):
    table = opened(tmp_path, tools.csv_bytes(tools.tencent()))

    assert table.roles[9:11] == ("option", "option")


# -- what follows from the roles -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        (tools.csv_bytes(tools.qualtrics()), [75, 75, 75]),
        (tools.csv_bytes(tools.wjx_text(), "gbk"), [60, 75, 86]),
        (tools.csv_bytes(tools.tencent()), [75, 75, 75]),
        (tools.csv_bytes(tools.surveymonkey()), [75, 75, 75]),
        (tools.csv_bytes(tools.kobo()), [75, 75, 75]),
    ],
    ids=["qualtrics", "wjx", "tencent", "surveymonkey", "kobo"],
)
def test_the_time_taken_stands_with_the_answers(tmp_path, content, seconds):
    guests = read(save(tmp_path, content), BANK)

    assert guests.seconds.tolist() == seconds
    assert len(guests.finished) == 3


def test_codes_for_missing_answers_make_no_group_and_no_comment(tmp_path):
    rows = tools.wjx_text()
    rows[0][6] = "2、性别"
    rows[2][6] = "(跳过)"
    path = save(tmp_path, tools.csv_bytes(rows, "gbk"))
    guests = read(path, BANK, people=["2、性别"], comments=True)

    assert guests.people["2、性别"].tolist() == ["柜台┋手机APP", "", "柜台┋手机APP"]
    assert guests.comments["5、建议"].tolist() == ["排队久", "", ""]


def test_a_plain_file_has_no_times(tmp_path):
    guests = read(save(tmp_path, survey()))

    assert (guests.seconds, guests.finished) == (None, None)


def test_columns_of_the_tool_are_listed_once_and_not_as_unused(tmp_path):
    found = check(save(tmp_path, tools.csv_bytes(tools.wjx_codes())), BANK)
    notes = {note.code: dict(note.values) for note in found.notes}

    assert (
        notes["layout_columns"]["columns"] == "序号, 提交答卷时间, 所用时间, 来源, 来源详情, 总分"
    )
    assert notes["layout_options"]["n"] == 2
    assert "columns_not_used" not in notes
    assert {c.header: c.reason for c in found.columns}[
        "总分"
    ] == "score computed by the survey tool"


def test_columns_of_the_tool_are_listed_once_even_if_a_map_ignores_them(tmp_path):
    (tmp_path / "map.toml").write_text('[columns]\n"序号" = "ignore"\n', "utf-8")
    path = save(tmp_path, tools.csv_bytes(tools.wjx_codes()))

    codes = [note.code for note in check(path, BANK, tmp_path / "map.toml").notes]
    assert "layout_columns" in codes
    assert "columns_not_used" not in codes


def test_a_column_of_the_tool_can_be_asked_for_by_name(tmp_path):
    path = save(tmp_path, tools.csv_bytes(tools.wjx_codes()))

    assert set(read(path, BANK, people=["来源"]).people["来源"]) == {"微信"}


def test_a_column_of_the_tool_is_never_a_rating_whatever_its_heading_says(tmp_path):
    layout = MY_TOOL.replace("id = [", 'score = ["E1"]\nid = [')
    (tmp_path / "mytool.toml").write_text(layout, "utf-8")
    rows = [["Answer number", *(f"{b}{j}" for b in "EP" for j in range(1, 7))]]
    rows += tools.joined([["1"], ["2"], ["3"]], tools.answers())
    path = save(tmp_path, tools.csv_bytes(rows))

    found = check(path, BANK, layout=str(tmp_path / "mytool.toml"))
    assert (found.columns[1].role, found.columns[2].role) == ("", "expectation.q2")
    assert "no column for expectation.q1" in found.faults[0]


def test_row_numbers_are_those_of_the_file(tmp_path):
    rows = tools.qualtrics()
    rows[4][12] = "9"

    with pytest.raises(RatingError, match=r"row 5, column 'Q2_2': '9' is not on the scale 1-5"):
        read(save(tmp_path, tools.csv_bytes(rows)), BANK)
