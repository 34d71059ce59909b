"""From the file to the report: kinds of missing answers, value labels, ids, hints, order."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servqual as sq
from servqual.errors import RatingError
from servqual.importer import read
from servqual.importer.answers.ratings import decode_ratings
from servqual.importer.mapfiles.mapping import parse_mapping
from servqual.importer.matching.columns import make_plan
from servqual.importer.opening.table import Table
from servqual.importer.options import make_options
from servqual.responses import Missing
from tests.importer.surveys import save, survey, with_columns
from tests.importer.test_labels import questionnaire

KINDS = {
    "": ("Not answered", "未作答"),
    "N/A": ("Not applicable", "不适用"),
    "Não sei": ("Don’t know", "不知道"),
    "(跳过)": ("Not shown", "未显示"),
    "Keine Angabe": ("Refused", "拒绝回答"),
}


# -- kinds of missing answers ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the report of a survey with every kind of missing answer, in both languages."""
    folder = tmp_path_factory.mktemp("kinds")
    rows = survey(40)
    for i, cell in enumerate([*KINDS, "99"]):
        for row in rows[1 : 2 + i]:
            row[22 + i] = cell
    study = sq.analyze(read(save(folder, rows), missing=[99]))
    found = {}
    for language in ("en", "zh"):
        path = folder / f"{language}.html"
        sq.report(study, path, language=language, date="2026-01-01")
        found[language] = path.read_text("utf-8")
    return study, found


def test_every_kind_has_its_own_count_in_the_results(pages):
    study, _ = pages

    (row,) = [r for r in study.quality.missing if r.battery == "perception"]
    assert dict(row.missing) == {
        "blank": 1,
        "not_applicable": 2,
        "dont_know": 3,
        "not_shown": 4,
        "refused": 5,
        "declared": 6,
    }
    assert row.asked == row.answered + 21


def test_the_distribution_of_an_item_names_its_own_kind(pages):
    study, _ = pages
    rows = {r.item: r for r in study.distributions.rows if r.battery == "perception"}

    assert dict(rows["q3"].missing) == {"dont_know": 3}
    assert (rows["q3"].n, sum(rows["q3"].counts.values())) == (37, 37)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_has_a_column_in_the_tables_of_the_report(pages, language):
    _, html = pages
    page = html[language]

    from servqual.texts import catalogue

    words = catalogue(language)
    for kind in ("blank", "not_applicable", "dont_know", "not_shown", "refused", "declared"):
        name = words[f"words.missing.{kind}"]
        heading = page.count(f">{name}</th>")

        assert heading >= 2, (kind, name)  # the missing table and a distribution


# -- value labels that came with the file ----------------------------------------------------------

FIVE = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]
AGREE = {str(code): label for code, label in enumerate(FIVE, start=1)}


def labelled(cells, labels, missing_in=None, mapping=None, low=1, high=5):
    """Return what one battery of three columns is read as when the file brought value labels."""
    headers = tuple(f"{b}{j}" for b in "EP" for j in (1, 2, 3))
    table = Table(
        "survey.sav",
        "0",
        headers,
        tuple(tuple(column) for column in [*cells, *cells]),
        np.arange(len(cells[0])) + 1,
        labels=(labels,) * 6,
        missing_in=(missing_in or {},) * 6,
    )
    options = make_options(questionnaire(low, high), parse_mapping(mapping or {}, "map.toml"))
    return decode_ratings(table, make_plan(table, options), options)


CELLS = [("1", "5", "9"), ("4", "Agree", "8"), ("3", "", "2")]


def test_value_labels_that_agree_with_the_codes_change_nothing():
    found = labelled(CELLS, {**AGREE, "9": "Don't know", "8": "Not applicable"})

    assert found.code_faults == ()
    assert found.faults == ()
    assert found.codes["perception"].tolist() == [
        [1, 4, 3],
        [5, 4, Missing.BLANK],
        [Missing.DONT_KNOW, Missing.NOT_APPLICABLE, 2],
    ]


def test_codes_that_the_file_declares_missing_are_missing():
    found = labelled(CELLS, AGREE, {"declared": ("9",), "refused": ("8",)})

    assert found.codes["expectation"][2, :2].tolist() == [Missing.DECLARED, Missing.REFUSED]


def test_value_labels_from_best_to_worst_are_refused():
    turned = dict(zip(AGREE, reversed(AGREE.values()), strict=True))

    assert labelled([("1", "5"), ("4", "2"), ("3", "2")], turned).code_faults[0] == (
        "survey.sav: the numbers of expectation run from best to worst (1 = Strongly agree, "
        "2 = Agree, 4 = Disagree, 5 = Strongly disagree), while 1 is the lowest and 5 the highest "
        "answer of the questionnaire. Read straight, good and bad would change places. If the "
        'numbers are right, write best_first = ["expectation"] above the first [table] of a '
        "mapping file, and they are turned round. If the words mean something else, say what under "
        "[answers] of a mapping file."
    )


def test_value_labels_from_best_to_worst_are_turned_when_declared():
    turned = dict(zip(AGREE, reversed(AGREE.values()), strict=True))

    found = labelled([("1", "5"), ("4", "2"), ("3", "2")], turned, mapping={"best_first": True})

    assert found.code_faults == ()
    assert found.codes["perception"].tolist() == [[5, 2, 3], [1, 4, 4]]


def test_codes_that_do_not_belong_to_their_labels_are_refused():
    shifted = {str(int(code) - 1): label for code, label in AGREE.items()}

    (fault, _) = labelled([("1", "4"), ("4", "2"), ("3", "0")], shifted).code_faults

    assert "numbers and words of expectation do not belong together" in fault
    assert "If the scale was printed so, say --scale 0-4." in fault


def test_words_of_a_labelled_column_are_read_by_its_own_codes():
    own = {"1": "Mau", "2": "Regular", "3": "Bom", "4": "Muito bom", "5": "Excelente"}

    found = labelled([("Mau", "Excelente"), ("Bom", "2"), ("Muito bom", "5")], own)

    assert found.codes["expectation"].tolist() == [[1, 3, 4], [5, 2, 5]]


# -- ids, postcodes and other texts ----------------------------------------------------------------

IDS = ["007", "01234", "123456789012345678", "1e5", "1.0", "+49"]


def test_ids_and_postcodes_are_never_numbers(tmp_path):
    rows = with_columns(survey(6), Filiale=IDS)

    guests = read(save(tmp_path, rows), people=["Filiale"])

    assert guests.people["Filiale"].tolist() == IDS


def test_ids_in_a_frame_keep_their_digits():
    import pandas as pd

    rows = survey(6)
    frame = pd.DataFrame(rows[1:], columns=rows[0]).assign(Filiale=IDS)
    whole = frame.assign(Filiale=[123456789012345678 + i for i in range(6)])

    assert read(frame, people=["Filiale"]).people["Filiale"].tolist() == IDS
    assert read(whole, people=["Filiale"]).people["Filiale"][1] == "123456789012345679"


def test_ids_in_a_workbook_keep_their_digits(tmp_path):
    import xlsxwriter

    path = tmp_path / "guests.xlsx"
    rows = with_columns(survey(6), Filiale=IDS)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                (sheet.write_number if r and c < 44 else sheet.write_string)(
                    r, c, int(cell) if r and c < 44 else cell
                )

    assert read(path, people=["Filiale"]).people["Filiale"].tolist() == IDS


def test_groups_with_leading_zeros_stay_apart(tmp_path):
    rows = with_columns(survey(40), Filiale=["007", "7"])

    study = sq.analyze(read(save(tmp_path, rows), people=["Filiale"]), by="Filiale", min_cell=5)

    assert {"'007'", "'7'"} <= set(re.findall("'[0-9]+'", repr(study.groups)))


# -- hints -----------------------------------------------------------------------------------------


def message(tmp_path, rows, **options):
    with pytest.raises(RatingError) as caught:
        read(save(tmp_path, rows), **options)
    return str(caught.value).splitlines()


def test_every_frequent_code_is_named_and_all_together(tmp_path):
    rows = survey(8)
    for row in rows[1:]:
        row[2], row[3], row[4], row[5] = "-2", "-3", "-99", "99"

    assert message(tmp_path, rows)[-6:] == [
        "-2 stands in 8 cells; if it is a code for 'no answer': --missing -2",
        "-3 stands in 8 cells; if it is a code for 'no answer': --missing -3",
        "-99 stands in 8 cells; if it is a code for 'no answer': --missing -99",
        "99 stands in 8 cells; if it is a code for 'no answer': --missing 99",
        "All of them: --missing -2 --missing -3 --missing -99 --missing 99",
        "问卷星 (wjx.cn) writes -3 for a skipped and -2 for an empty answer. To count them apart, "
        'write not_shown = ["-3"] and blank = ["-2"] under [missing] of a mapping file.',
    ]


def test_the_codes_that_were_named_can_be_declared(tmp_path):
    rows = survey(8)
    for row in rows[1:]:
        row[2], row[3] = "-2", "-3"
    mapping = parse_mapping({"missing": {"not_shown": ["-3"], "blank": ["-2"]}}, "map.toml")

    codes = read(save(tmp_path, rows), mapping=mapping).ratings["expectation"]

    assert codes[0, 2:4].tolist() == [Missing.BLANK, Missing.NOT_SHOWN]


def test_zeros_of_a_file_that_never_reaches_the_top_suggest_its_scale(tmp_path):
    rows = survey(12, high=6)
    for row in rows[1:]:
        row[2] = "0"

    assert message(tmp_path, rows)[-1] == (
        "0 stands in 12 cells; on a scale from 1 it often means 'no answer': --missing 0. If the "
        "scale really starts at 0, say so with --scale 0-6."
    )


def test_words_that_nobody_knows_are_given_as_lines_of_a_mapping_file(tmp_path):
    rows = survey(6)
    for row in rows[1:]:
        row[2], row[3] = "Toll", 'Sehr "gut"'

    assert message(tmp_path, [[c.replace('"', "'") for c in row] for row in rows])[-4:] == [
        "Words that are not known go into a mapping file, each with its number:",
        "  [answers]",
        '  "Toll" = 1',
        "  \"Sehr 'gut'\" = 1",
    ]


# -- order -----------------------------------------------------------------------------------------

cells = st.sampled_from([*FIVE, "非常同意", "4/5", "★★☆☆☆", "3 - Neutral", "", "N/A", "Don't know"])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_order_of_rows_and_columns_changes_no_answer(tmp_path_factory, data):
    heads = ["E1", "E2", "P1", "P2"]
    people = data.draw(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=2, max_size=6))
    people = [["Agree", *person[1:]] for person in people]
    across = data.draw(st.permutations(range(4)))
    down = data.draw(st.permutations(range(len(people))))
    folder = tmp_path_factory.mktemp("order")
    moved = [[heads[i] for i in across], *([people[r][i] for i in across] for r in down)]

    one = read(save(folder, [heads, *people]), questionnaire(n=2), scale="1-5")
    two = read(save(folder, moved, name="moved.csv"), questionnaire(n=2), scale="1-5")

    for battery in one.ratings:
        assert two.ratings[battery].tolist() == one.ratings[battery][list(down)].tolist()


@given(st.lists(st.lists(st.integers(1, 5), min_size=6, max_size=6), min_size=1, max_size=6))
def test_answers_written_as_words_are_the_numbers_again(people):
    headers = tuple(f"{b}{j}" for b in "EP" for j in (1, 2, 3))
    columns = tuple(tuple(FIVE[p[c] - 1] for p in people) for c in range(6))
    table = Table("f", "0", headers, columns, np.arange(len(people)) + 2)
    options = make_options(questionnaire(), None)

    found = decode_ratings(table, make_plan(table, options), options)

    numbers = np.array(people)
    assert found.codes["expectation"].tolist() == numbers[:, :3].tolist()
    assert found.codes["perception"].tolist() == numbers[:, 3:].tolist()
    assert found.faults == ()
