"""Comments under themes: proposed by words, settled by coders, nobody given away."""

import io
import json
from dataclasses import replace

import jsonschema
import numpy as np
import openpyxl
import pytest

import servqual as sq
from servqual.analysis.coding import coder_agreement, settled
from servqual.cli.app import main
from servqual.disclosure import shown_overlapping
from servqual.errors import FormatError, SettingsError
from servqual.importer.coding import coding_list, load_themes, read_coded
from servqual.importer.coding.keywords import proposals
from servqual.settings import Promise, ReportOptions, Settings
from servqual.writer import render_html
from servqual.writer.coding_workbook import coding_workbook
from servqual.writer.results_json import to_json
from tests.made import study_of

N = 120
TEXTS = {"waiting": "I waited for ages.", "price": "The fees are too high!", "courtesy": "So kind."}


@pytest.fixture(scope="module")
def survey():
    """Return a survey in which 30 wrote about waiting, 25 about fees, 6 about kindness."""
    table = sq.simulate(n=N, seed=2).frame.drop(columns="comment").astype(object)
    told = ["waiting"] * 30 + ["price"] * 25 + ["courtesy"] * 6
    table["Comments"] = [TEXTS[name] for name in told] + [""] * (N - len(told))
    return table


@pytest.fixture(scope="module")
def answers(survey):
    return sq.read(survey, comments=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, answers):
    """Return a folder with the list as two coders settled it, in English and in Chinese."""
    place = tmp_path_factory.mktemp("coding")
    for language, coder in (("en", "AB"), ("zh", "CD")):
        content = coding_workbook(coding_list(answers, load_themes(), language))
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, 6, {"en": "criticism", "zh": "批评"}[language])
            sheet.cell(row, 8, coder)
            if coder == "CD" and row <= 7:
                sheet.cell(row, 4).value = "价格与收费"
        sheet.cell(2, 3, "Waited, call 020 7946 0958")
        sheet.cell(2, 7, {"en": "yes", "zh": "是"}[language])
        book.save(place / f"{language}.xlsx")
    return place


@pytest.fixture(scope="module")
def study(survey, folder):
    return sq.analyze(sq.read(survey), coded=folder / "en.xlsx", second_coder=folder / "zh.xlsx")


def given(answers, path, second=None, **settings):
    """Return what coded comments give, without the rest of a study."""
    return settled(path, second, answers, (answers,), Settings(**settings))


def changed(folder, tmp_path, *cells):
    """Return a copy of the English list with some cells (row, column, value) changed."""
    book = openpyxl.load_workbook(folder / "en.xlsx")
    for row, column, value in cells:
        book.worksheets[0].cell(row, column).value = value
    path = tmp_path / "changed.xlsx"
    book.save(path)
    return path


def faults(folder, tmp_path, answers, *cells):
    with pytest.raises(FormatError) as error:
        read_coded(changed(folder, tmp_path, *cells), answers)
    return str(error.value).splitlines()


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We queued for 40 minutes", {"waiting"}),
        ("QUEUES!", {"waiting"}),
        ("Her smile", {"courtesy"}),
        ("The latest news", set()),
        ("It opened late", {"promises"}),
        ("排队太久了", {"waiting"}),
        ("服务员很热情", {"courtesy"}),
        ("大厅里太热了", {"premises"}),
        ("又贵又脏", {"price", "cleanliness"}),
        ("Nothing to add", set()),
    ],
)
def test_themes_are_found_by_their_words(text, found):
    assert set(proposals([text], load_themes())[0]) == found


def test_the_shipped_themes_have_names_and_words_in_both_languages():
    for theme in load_themes():
        assert {"en", "zh"} <= set(theme.name)
        assert any(word.isascii() for word in theme.words)
        assert any(not word.isascii() for word in theme.words)


def test_the_shipped_themes_lead_to_dimensions_of_the_usual_questionnaire():
    known = sq.load_instrument("servqual").dimension_ids

    assert {theme.dimension for theme in load_themes()} - {""} == set(known)


def test_own_themes_take_the_place_of_the_shipped_ones(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        'language = "en"\n[[themes]]\nid = "food"\nname = "Food"\nwords = ["breakfast*"]\n',
        encoding="utf-8",
    )
    themes = load_themes([path])

    assert [theme.id for theme in themes] == ["food"]
    assert proposals(["Breakfasts were cold"], themes) == [("food",)]


def test_every_fault_of_own_themes_is_named(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        '[[themes]]\nid = "Food!"\nname = "A; B"\nwords = "x"\n[[themes]]\nid = "a"\n'
        'name = "A"\ncolour = "red"\n[[themes]]\nid = "a"\nname = "A"\n',
        encoding="utf-8",
    )
    with pytest.raises(FormatError) as error:
        load_themes([path])

    assert str(error.value).splitlines() == [
        f"{path}: this file of themes has 6 faults. instruments/_comments/README.md shows how one "
        "is written.",
        '  - language: write the language of the names, such as language = "en"',
        "  - themes, entry 1: id is 'Food!'; write small letters, digits and _, such as waiting",
        "  - themes, entry 1: name is 'A; B'; a semicolon stands between themes, leave it out",
        '  - themes, entry 1: words must be a list of texts, such as ["wait*", "queue*"]',
        "  - themes, entry 2: 'colour' is not known",
        "  - themes, entry 3: the id 'a' stands there twice",
    ]


# -- the list --------------------------------------------------------------------------------------


def test_the_list_holds_every_comment_with_its_proposal(answers):
    table = coding_list(answers, load_themes())

    assert table.heads == (
        "id", "question", "comment", "theme", "dimension", "tone", "print", "coder"
    )  # fmt: skip
    assert len(table.rows) == 61
    assert table.rows[0] == (
        2, "Comments", "I waited for ages.", "Waiting and speed", "Responsiveness", "", "", ""
    )  # fmt: skip


def test_a_second_coder_sees_no_proposals(answers):
    rows = coding_list(answers, load_themes(), proposed=False).rows

    assert {(row[3], row[4]) for row in rows} == {("", "")}


def test_the_workbook_runs_nothing_and_is_the_same_each_time(survey):
    risky = survey.assign(Comments=["=cmd()|slow"] + [""] * (N - 1))
    table = coding_list(sq.read(risky, comments=True), load_themes())
    sheet = openpyxl.load_workbook(io.BytesIO(coding_workbook(table))).worksheets[0]

    assert sheet["C2"].data_type == "s"
    assert coding_workbook(table) == coding_workbook(table)


def test_what_can_be_chosen_stands_in_the_workbook(answers):
    book = openpyxl.load_workbook(
        io.BytesIO(coding_workbook(coding_list(answers, load_themes(), "zh")))
    )

    assert book.sheetnames[0] == "评论"
    assert {"主题", "编码说明"} <= set(book.sheetnames)
    assert book["_lists"].sheet_state == "hidden"
    assert [cell.value for cell in book["_lists"]["B"]][:4] == ["表扬", "批评", "兼有", "中性"]


def test_a_list_that_nobody_coded_counts_for_nothing(answers, tmp_path):
    path = tmp_path / "raw.xlsx"
    path.write_bytes(coding_workbook(coding_list(answers, load_themes())))
    found = read_coded(path, answers)
    told = given(answers, path)

    assert (len(found.comments), found.n_comments) == (0, 61)
    assert told.comments.n_coded == 0
    assert "61 comments have no coder yet and do not count." in [n.text for n in told.notes]


def test_every_wrong_line_is_named(folder, tmp_path, answers):
    told = faults(
        folder, tmp_path, answers,
        (2, 1, "999"), (3, 4, "Parking lot"), (4, 5, "Warmth"), (5, 6, "angry"), (6, 7, "perhaps"),
        (7, 7, "yes"), (7, 3, "x" * 501), (8, 8, None), (8, 7, "yes"), (9, 1, 10),
    )  # fmt: skip

    assert told[0] == (
        "changed.xlsx: 8 line(s) of these coded comments cannot be used. Mend them and try again."
    )
    assert told[1] == "  - row 2: id is '999', which is no respondent of this survey file"
    assert told[2].startswith("  - row 3: there is no theme 'Parking lot'; add it to the sheet")
    assert told[3].startswith("  - row 4: dimension is 'Warmth'; leave it empty")
    assert told[4:] == [
        "  - row 5: tone is 'angry'; leave it empty, or write praise, criticism, mixed, neutral",
        "  - row 6: print is 'perhaps'; write yes or no, or leave it empty",
        "  - row 7: its comment has 501 signs; shorten it to 500",
        "  - row 8: it is marked to be printed, but nobody has coded it",
        "  - row 10: the same comment stands in row 9; keep one",
    ]


def test_a_theme_that_the_coder_added_is_known(folder, tmp_path, answers):
    book = openpyxl.load_workbook(folder / "en.xlsx")
    book["Themes"].append(["lift", "The lift", "", ""])
    for row in range(2, 22):
        book.worksheets[0].cell(row, 4).value = "The lift; Waiting and speed"
    path = tmp_path / "more.xlsx"
    book.save(path)
    found = read_coded(path, answers)

    assert found.comments[0].themes == ("lift", "waiting")


def test_another_workbook_is_refused(tmp_path, answers):
    path = tmp_path / "other.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.save(path)
    with pytest.raises(FormatError, match="this workbook has no sheet"):
        read_coded(path, answers)


# -- themes and the ratings of who wrote -----------------------------------------------------------


def test_people_are_counted_by_theme(study):
    rows = {row.theme: row for row in study.comments.themes}

    assert (rows["waiting"].n, rows["price"].n) == (30, 25)
    assert rows["waiting"].share == pytest.approx(30 / 61)
    assert rows["waiting"].tones == {"criticism": 30}
    assert study.comments.n_people == 61


def test_a_theme_of_few_people_is_named_without_a_number(study):
    row = next(row for row in study.comments.themes if row.theme == "courtesy")

    assert (row.n, row.share, row.tones, row.shown) == (None, None, {}, False)
    assert "courtesy" not in {gap.theme for gap in study.comments.gaps}


def test_the_gap_is_that_of_the_very_people_who_wrote(study, answers):
    alone = study_of(answers.take(np.arange(30))).gaps.row("responsiveness")
    row = next(g for g in study.comments.gaps if (g.theme, g.id) == ("waiting", "responsiveness"))

    assert row.n == alone.n
    assert row.mean == round(alone.gap, 2 if alone.n >= 30 else 1)
    assert row.ci_low == round(alone.ci_low, 2 if alone.n >= 30 else 1)


def test_everybody_stands_beside_them(study):
    row = next(g for g in study.comments.gaps if (g.theme, g.level) == ("", "overall"))

    assert row.mean == study.gaps.row("unweighted").gap


def test_a_higher_minimum_hides_more(answers, folder):
    found = given(answers, folder / "en.xlsx", min_cell=28).comments

    assert [row.theme for row in found.themes if row.shown] == ["waiting"]


def test_a_theme_that_is_another_one_and_a_few_people_more_is_not_shown(answers, folder, tmp_path):
    path = changed(folder, tmp_path, *((row, 4, "Price and fees; Errors and accuracy")
                                       for row in range(32, 54)))  # fmt: skip
    found = given(answers, path).comments
    shown = [row.theme for row in found.themes if row.shown]

    assert "price" in shown
    assert "errors" not in shown


def test_people_who_are_left_out_do_not_count_with_their_comments(answers, folder):
    left = answers.take(np.arange(7, N))
    told = settled(folder / "en.xlsx", None, answers, (left,), Settings())

    assert told.comments.n_coded == 61 - 7
    assert "comments_of_left_out" in told.notes.codes()


def test_few_respondents_show_nothing(answers, folder):
    told = given(answers, folder / "en.xlsx", min_cell=121)

    assert told.comments.n_coded == 0
    assert told.notes.codes() == ["comments_withheld"]


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ({"a": range(12), "b": range(20, 29)}, ["a"]),
        ({"a": range(12), "b": range(15)}, ["b"]),
        ({"a": range(12), "b": range(24)}, ["a", "b"]),
        ({"a": range(12), "b": range(12)}, ["a", "b"]),
        ({"a": range(55)}, []),
        ({"a": range(30), "b": range(30, 55)}, ["a"]),
        ({"a": range(30), "b": range(30, 60)}, ["a", "b"]),
    ],
)
def test_overlapping_groups_do_not_give_each_other_away(groups, shown):
    people = {name: [frozenset(who)] for name, who in groups.items()}

    assert shown_overlapping(people, [frozenset(range(60))], 10) == shown


def test_without_gaps_the_writers_are_shown_by_their_ratings(tmp_path):
    table = sq.simulate(n=60, instrument="servperf", seed=2).frame.drop(columns="comment")
    table["Comments"] = ["I waited for ages."] * 20 + [""] * 40
    answers = sq.read(table, "servperf", comments=True)
    path = tmp_path / "c.xlsx"
    content = coding_workbook(coding_list(answers, load_themes()))
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in range(2, 22):
        book.worksheets[0].cell(row, 8, "AB")
    book.save(path)
    found = given(answers, path).comments

    assert {gap.kind for gap in found.gaps} == {"perception"}


# -- two coders ------------------------------------------------------------------------------------


def test_the_agreement_of_two_coders_is_by_theme_and_tone(study):
    rows = {row.code: row for row in study.comments.agreement}
    both = np.array([[30 - 6, 6], [0, 31]]) / 61
    chance = both.sum(axis=1) @ both.sum(axis=0)

    assert rows["waiting"].agreement == pytest.approx(55 / 61)
    assert rows["waiting"].kappa == pytest.approx((55 / 61 - chance) / (1 - chance))
    assert rows["price"].kappa is not None
    assert (rows["tone"].agreement, rows["tone"].kappa) == (1, None)


def test_the_agreement_on_a_theme_that_is_not_shown_is_the_analysts_own(study, answers, folder):
    both = [read_coded(folder / name, answers) for name in ("en.xlsx", "zh.xlsx")]

    assert "courtesy" in {row.code for row in coder_agreement(*both)}
    assert "courtesy" not in {row.code for row in study.comments.agreement}


def test_coders_without_a_common_comment_are_refused(answers, folder, tmp_path):
    path = changed(folder, tmp_path, *((row, 8, None) for row in range(2, 63)),
                   *((row, 7, None) for row in range(2, 63)))  # fmt: skip
    with pytest.raises(SettingsError, match="no comment was settled by both coders"):
        given(answers, folder / "en.xlsx", path)


def test_a_second_coder_needs_a_first(answers, folder):
    with pytest.raises(SettingsError, match="those of the first are not named"):
        sq.analyze(answers, second_coder=folder / "zh.xlsx")


# -- quotations ------------------------------------------------------------------------------------


def test_what_the_coder_marked_is_printed_and_redacted_again(study):
    assert [(q.dimension, q.text) for q in study.quotations.rows] == [
        ("responsiveness", "Waited, call ***")
    ]


def test_a_promise_that_none_is_quoted_holds(answers, folder):
    told = given(answers, folder / "en.xlsx", promise=Promise(comments="never"))

    assert len(told.quotations) == 0
    assert "comments_promised" in told.notes.codes()
    assert told.comments.n_coded == 61


# -- what is written -------------------------------------------------------------------------------


def test_results_fit_the_schema_and_hold_the_themes(study, root):
    told = json.loads(to_json(study))["comments"]
    schema = json.loads((root / "reports" / "results.schema.json").read_text("utf-8"))
    part = schema["properties"]["comments"] | {"$defs": schema["$defs"]}
    jsonschema.validate(told, part)

    assert told["themes"][0]["theme"] == "waiting"
    assert [row["code"] for row in told["agreement"]][-1] == "tone"


def test_results_without_coded_comments_hold_none(answers):
    assert json.loads(to_json(study_of(answers)))["comments"] is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("What people write about", "Waiting and speed", "How far two coders agree",
                "1 more theme has fewer than 10 writers")),
        ("zh", ("受访者在评论中谈到了什么", "等候与速度", "两位编码员的一致程度", "另有 1 个主题")),
    ],
)  # fmt: skip
def test_the_report_has_a_section_about_them(study, language, words):
    page = render_html(study, ReportOptions(language=language))

    for text in words:
        assert text in page
    assert "7946" not in page


def test_where_every_theme_is_hidden_a_sentence_says_so(answers, folder):
    told = given(answers, folder / "en.xlsx", min_cell=40)
    page = render_html(replace(study_of(answers), comments=told.comments), ReportOptions())

    assert "All 3 themes have fewer than 40 writers" in page
    assert "exhibit-comment" not in page


def test_a_report_without_coded_comments_has_no_such_section(answers):
    page = render_html(study_of(answers), ReportOptions())

    assert "exhibit-comment" not in page


# -- the command -----------------------------------------------------------------------------------


def test_the_command_goes_all_the_way(survey, folder, tmp_path, capsys):
    path = tmp_path / "guests.csv"
    survey.to_csv(path, index=False)
    coded = [*("--coded", str(folder / "en.xlsx")), "--second-coder", str(folder / "zh.xlsx")]
    made = main(["comments", str(path), "--code-frame", str(tmp_path / "a.xlsx")])
    compared = main(["comments", str(path), *coded])
    out, err = capsys.readouterr()
    reported = main(["report", str(path), *coded, "-o", str(tmp_path / "a.html"), "--quiet"])

    assert (made, compared, reported) == (0, 0, 0)
    assert "61 comments to code" in err
    assert "Waiting and speed" in out
    assert "61 comments that both have settled" in out


def test_one_list_alone_is_not_compared(survey, folder, tmp_path, capsys):
    path = tmp_path / "guests.csv"
    survey.to_csv(path, index=False)

    assert main(["comments", str(path), "--coded", str(folder / "en.xlsx")]) == 1
    assert "the agreement of two coders needs both lists" in capsys.readouterr().err


def test_the_workbook_does_not_go_where_an_output_is_named(tmp_path, survey, capsys):
    path = tmp_path / "guests.csv"
    survey.to_csv(path, index=False)

    assert main(["comments", str(path), "--code-frame", "a.xlsx", "-o", "b.csv"]) == 1
    assert "Leave out -o." in capsys.readouterr().err


def test_without_jieba_chinese_comments_name_what_to_install(monkeypatch):
    import sys

    from servqual.errors import MissingToolError
    from servqual.importer.coding import keywords

    monkeypatch.setitem(sys.modules, "jieba", None)
    keywords._tokenizer.cache_clear()
    with pytest.raises(MissingToolError) as error:
        proposals(["排队"], load_themes())
    keywords._tokenizer.cache_clear()

    assert 'pip install "servqual[chinese]"' in str(error.value)
    assert proposals(["queue"], load_themes()) == [("waiting",)]
