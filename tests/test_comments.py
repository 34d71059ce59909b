"""Comments: redacted when read, listed for review, printed only if a person marked them."""

import csv
import io

import pytest

from servqual import analyze, report
from servqual.cli.app import main
from servqual.errors import ColumnError, FileError, FormatError
from servqual.importer import read, review_list
from servqual.importer.people.redaction import Known, redacted

COMMENTS = {
    2: "Please call Anna Schmidt on 020 7946 0958.",
    3: "=HYPERLINK(1) they were slow",
    4: "Riverside is always crowded",
    5: "Very friendly,\nand quick",
    6: "-",
    7: "王经理态度很好，请联系 13812345678",
}


@pytest.fixture
def survey(plain_csv, tmp_path):
    """Return the path of a survey with names, branches and comments."""
    head, *rows = plain_csv.splitlines()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*head.split(","), "Name", "Branch", "Comments"])
    for i, row in enumerate(rows, start=2):
        branch = "Riverside" if i % 2 else "Station Road"
        name = "Anna Schmidt" if i == 9 else f"Guest Nr{i}x"
        writer.writerow([*row.split(","), name, branch, COMMENTS.get(i, "")])
    path = tmp_path / "guests.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def reviewed(survey, *lines, head="row,column,dimension,text,print", encoding="utf-8-sig"):
    path = survey.with_name("reviewed.csv")
    path.write_text("\n".join([head, *lines]) + "\n", encoding=encoding)
    return path


def printed(survey, *lines, **settings):
    answers = read(survey)
    return analyze(answers, comments=reviewed(survey, *lines), **settings)


# -- redaction -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Mail me: ann.lee+x@mail.example.co.uk!", "Mail me: ***!"),
        ("See https://bank.com/a?b=1。真好", "See ***。真好"),
        ("bank.com/login is down", "*** is down"),
        ("Ring +49 (0)30 123-4567", "Ring ***"),
        ("请打13812345678或010-62345678", "请打***或***"),
        ("身份证11010519491231002X", "身份证***"),
        ("Card 6222 0213 1234 5678 901", "Card ***"),
        ("order ORD-20394 was late", "order *** was late"),
        ("on 3 May 2026 and 2026-05-03", "on *** and ***"),
        ("5月3日去的", "***去的"),
        ("Mr. Brown and Dr Lee helped", "*** and *** helped"),
        ("李女士和王经理都很好", "***和***都很好"),
        ("微信号abc_12345", "***"),
        ("@harbourbank is slow", "*** is slow"),
    ],
)
def test_what_reaches_or_dates_a_person_is_taken_out(text, after):
    assert redacted(text) == after


@pytest.mark.parametrize(
    "text",
    [
        "I waited 40 minutes, 3 times in 2025",
        "客户经理为我们家找到了合适的方案。",
        "Open 9-12 on Saturday, 24/7 online, room 12",
        "They paid 12,000 back",
        "Sir, it may rain; will mark it",
    ],
)
def test_ordinary_words_and_numbers_stay(text):
    assert redacted(text) == text


def test_names_and_groups_of_the_file_are_taken_out():
    known = Known.of(["Anna Schmidt", "王小明"], ["Riverside", "18-29"])

    assert redacted("anna schmidt, Schmidt and Annabelle at Riverside, 18-29", known) == (
        "***, *** and Annabelle at ***, ***"
    )
    assert redacted("王小明说小明不在", known) == "***说***不在"


def test_a_name_that_is_a_common_word_goes_only_as_a_name():
    assert redacted("Mark will mark it", Known.of(["Mark Brown"])) == "*** will mark it"


def test_comments_are_redacted_when_they_are_read(survey):
    texts = read(survey, comments=True).comments["Comments"]

    assert texts[0] == "Please call *** on ***."
    assert texts[2] == "*** is always crowded"
    assert "comments_redacted" in read(survey, comments=True).notes.codes()


# -- the review list -------------------------------------------------------------------------------


def test_the_review_list_has_a_line_per_comment_and_nothing_marked(survey):
    content = review_list(read(survey, comments=True))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert rows == [
        ["row", "column", "dimension", "text", "print"],
        ["2", "Comments", "", "Please call *** on ***.", ""],
        ["3", "Comments", "", "'=HYPERLINK(1) they were slow", ""],
        ["4", "Comments", "", "*** is always crowded", ""],
        ["5", "Comments", "", "Very friendly, and quick", ""],
        ["7", "Comments", "", "***态度很好，请联系 ***", ""],
    ]


def test_the_review_list_is_headed_in_chinese_and_read_back(survey):
    content = review_list(read(survey, comments=True), "zh").decode("utf-8-sig")
    assert content.splitlines()[0] == "行号,列,维度,文字,刊印"
    marked = content.replace('Very friendly, and quick",', 'Very friendly, and quick",是')
    path = survey.with_name("审阅.csv")
    path.write_text(marked, encoding="gb18030")
    study = analyze(read(survey), comments=path)

    assert study.quotations.of("") == ("Very friendly, and quick",)


def test_answers_without_comments_have_no_review_list(survey):
    with pytest.raises(ColumnError) as raised:
        review_list(read(survey))

    assert str(raised.value).startswith(
        "guests.csv: no column holds comments. If one does, name it"
    )


# -- what is printed -------------------------------------------------------------------------------


def test_nothing_is_printed_unless_asked(survey, tmp_path):
    study = analyze(read(survey, comments=True))
    page = report(study, tmp_path / "page.html", date="2026-05-31").read_text("utf-8")

    assert study.quotations.rows == ()
    assert "Very friendly" not in page


def test_only_marked_lines_are_printed_under_their_dimension(survey, tmp_path):
    study = printed(
        survey,
        '5,Comments,Responsiveness,"Very friendly, and <b>quick</b>",yes',
        "3,Comments,,'=so it goes,x",
        "4,Comments,,Never mind,no",
        "7,Comments,,Nor this,",
    )
    page = report(study, tmp_path / "page.html", date="2026-05-31").read_text("utf-8")

    assert study.quotations.of("responsiveness") == ("Very friendly, and <b>quick</b>",)
    assert study.quotations.of("") == ("=so it goes",)
    assert "“Very friendly, and &lt;b&gt;quick&lt;/b&gt;”" in page
    assert "<b>quick</b>" not in page
    assert "Never mind" not in page
    assert "Nor this" not in page


def test_a_column_whose_comments_were_reviewed_is_not_called_unused(survey):
    plain, reviewed_ = analyze(read(survey)), printed(survey, "5,Comments,,Very friendly,yes")

    assert [n.text for n in plain.notes if n.code == "comments_not_used"] == [
        "1 column holds comments: Comments. None is printed without a reviewed list."
    ]
    assert "comments_not_used" not in reviewed_.notes.codes()
    assert not any("Comments" in n.text for n in reviewed_.notes)


def test_a_quotation_carries_neither_row_nor_group(survey):
    study = printed(survey, "5,Comments,,Very friendly,yes")

    assert study.quotations.records() == [{"dimension": "", "text": "Very friendly"}]


def test_at_most_five_of_a_kind_are_printed_and_the_rest_is_said(survey):
    study = printed(survey, *(f"{k},Comments,,Text {chr(60 + k)},yes" for k in range(5, 13)))

    assert len(study.quotations) == 5
    assert [n.text for n in study.notes if n.code == "comments_left_out"] == [
        "3 more comments were marked to be printed and are left out: at most 5 stand under each "
        "dimension and 5 under the whole."
    ]


def test_a_list_without_a_mark_prints_none_and_that_is_said(survey):
    study = printed(survey, "5,Comments,,Very friendly,\n6,Comments,,Slow,no")

    assert study.quotations.rows == ()
    assert [n.text for n in study.notes if n.code.startswith("comments_none")] == [
        "No comment is printed: none of the 2 comments in the list is marked. Write yes under "
        "print, beside what is to be printed."
    ]


def test_with_few_respondents_none_is_printed_and_that_is_said(survey):
    study = printed(survey, "5,Comments,,Very friendly,yes", min_cell=61)

    assert study.quotations.rows == ()
    assert [n.text for n in study.notes if n.code.startswith("comments")] == [
        "No comment is printed: with fewer than 61 respondents its writer could be recognised."
    ]


def test_what_the_reviewer_overlooked_is_redacted_again(survey):
    study = printed(survey, "5,Comments,,Ring 020 7946 0958,yes")

    assert study.quotations.of("") == ("Ring ***",)
    assert "comments_redacted_again" in study.notes.codes()


def test_faults_of_a_review_list_are_named_with_their_rows(survey):
    with pytest.raises(FormatError) as raised:
        printed(
            survey,
            "5,Comments,,Good,perhaps",
            "400,Comments,,Good,yes",
            "5,Comments,Service,Good,yes",
            "5,Comments,,,yes",
        )

    assert str(raised.value) == (
        "reviewed.csv: 4 line(s) of this review list cannot be used. Mend them and try again.\n"
        "  - row 2: print is 'perhaps'; write yes or no, or leave it empty\n"
        "  - row 3: row is '400', which is no respondent of this survey file\n"
        "  - row 4: dimension is 'Service'; leave it empty, or write one of tangibles, "
        "reliability, responsiveness, assurance, empathy\n"
        "  - row 5: it is marked to be printed, but its text is empty"
    )


def test_another_table_is_no_review_list(survey):
    path = reviewed(survey, "5,x", head="row,text")

    with pytest.raises(FormatError) as raised:
        analyze(read(survey), comments=path)

    assert str(raised.value) == (
        "reviewed.csv: this is no review list: it has no column column, dimension, print. "
        "'servqual comments' writes one; keep its first row as it is."
    )


def test_a_review_list_that_is_not_there_is_said(survey):
    with pytest.raises(FileError, match="there is no such review list"):
        analyze(read(survey), comments=survey.with_name("none.csv"))


def test_the_whole_way_on_the_command_line(survey, monkeypatch, capsys):
    monkeypatch.chdir(survey.parent)
    assert main(["comments", "guests.csv", "-o", "reviewed.csv"]) == 0
    assert "Written: reviewed.csv (5 comments)." in capsys.readouterr().err
    path = survey.with_name("reviewed.csv")
    path.write_text(
        path.read_text("utf-8-sig").replace('quick",', 'quick",yes'), encoding="utf-8-sig"
    )
    for language, heading in (("en", "In people’s own words"), ("zh", "受访者的原话")):
        words = ["report", "guests.csv", "--comments", "reviewed.csv", "-o", f"{language}.html"]

        assert main([*words, "--lang", language, "--quiet"]) == 0
        page = survey.with_name(f"{language}.html").read_text("utf-8")
        assert heading in page
        assert "“Very friendly, and quick”" in page
        assert "always crowded" not in page
    assert main(["report", "guests.csv", "--comments", "reviewed.csv", "-o", "reviewed.csv"]) == 1
