"""Columns are matched by what they are called, never by where they stand."""

import numpy as np
import pytest

from servqual.errors import ColumnError, InstrumentError
from servqual.importer import read
from tests.importer.surveys import HEADERS, save, survey, with_columns


def renamed(pattern_e, pattern_p):
    rows = survey()
    rows[0] = [
        *(pattern_e.format(j) for j in range(1, 23)),
        *(pattern_p.format(j) for j in range(1, 23)),
    ]
    return rows


def refusal(call):
    with pytest.raises(ColumnError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize(
    ("expected", "received"),
    [
        ("E{}", "P{}"),
        ("e{}", "p{}"),
        ("E_{}", "P_{}"),
        ("E{:02}", "P{:02}"),
        ("exp{}", "per{}"),
        ("Q{}_E", "Q{}_P"),
        ("{}E", "{}P"),
        ("expectation.q{}", "perception.q{}"),
        ("expectation_{}", "perception_{}"),
        ("q{}_expectation", "q{}_perception"),
        ("Expectation Q{}", "Perception Q{}"),
        ("exp_q{}", "per_q{}"),
        ("E[SQ{:03}]", "P[SQ{:03}]"),
        ("Expected [{}]", "Perceived [{}]"),
        ("What do you EXPECT? [{}]", "What did you EXPERIENCE? [{}]"),
        ("survey/expect/e{}", "survey/percep/p{}"),
        ("期望{}", "感知{}"),
        ("期望第{}题", "感知第{}题"),
        ("Ｅ{}", "Ｐ{}"),
        ("3、您的期望—{}", "4、您的感知—{}"),
        ("{}-1. 키오스크는 정확해야 한다. (기대 설문)", "{}-2. 키오스크는 정확하다.(인지 설문)"),
        (" E{}\u00a0", "P{} "),
    ],
)
def test_common_names_are_known(tmp_path, expected, received):
    guests = read(save(tmp_path, renamed(expected, received)))

    plain = read(save(tmp_path, survey()))
    assert np.array_equal(guests.ratings["expectation"], plain.ratings["expectation"])
    assert np.array_equal(guests.ratings["perception"], plain.ratings["perception"])


def test_the_order_of_the_columns_makes_no_difference(tmp_path):
    rows = with_columns(survey(), email=["a@b.org"], seconds=["90"], branch=["North"])
    order = [(19 * place + 5) % len(rows[0]) for place in range(len(rows[0]))]

    guests = read(save(tmp_path, [[row[i] for i in order] for row in rows]))

    plain = read(save(tmp_path, survey()))
    assert np.array_equal(guests.ratings["perception"], plain.ratings["perception"])


def test_sentences_of_the_questionnaire_are_known(tmp_path):
    from servqual.catalog import load_instrument

    items = load_instrument("servqual").items
    rows = survey()
    rows[0] = [
        *(i.wording["expectation"]["en"].replace("{service}", "company") for i in items),
        *(f"{n}. {i.wording['perception']['zh'].replace('{service}', '企业')}" for n, i in
          enumerate(items, 1)),
    ]  # fmt: skip

    guests = read(save(tmp_path, rows, "\t"))

    assert guests.notes[2].code == "columns_by_wording"


def test_one_battery_needs_no_word_for_it(tmp_path):
    rows = [row[22:] for row in survey()]
    rows[0] = [f"Q{j}" for j in range(1, 23)]

    guests = read(save(tmp_path, rows), "servperf")

    assert list(guests.ratings) == ["perception"]


def test_numbers_that_were_apart_stay_apart(tmp_path):
    rows = with_columns(survey(), **{"E1.1": ["9"], "E-2-2": ["9"]})

    assert read(save(tmp_path, rows)).ratings["expectation"].max() == 7


def test_bare_numbers_name_no_item(tmp_path):
    rows = survey()
    rows[0] = [str(j) for j in range(1, 45)]

    assert refusal(lambda: read(save(tmp_path, rows))) == (
        "guests.csv: the first row holds only numbers, so the file seems to have no header row. "
        "Put "
        "a row of column names above the answers."
    )


def test_only_expectations_are_refused(tmp_path):
    rows = [row[:22] for row in survey()]

    assert refusal(lambda: read(save(tmp_path, rows))) == (
        "guests.csv: only expectations were found (expectation: E1 ... E22), and a gap needs "
        "perceptions as well. Export both, or name the perception columns in a mapping file."
    )


def test_only_perceptions_are_refused_with_the_questionnaire_for_them(tmp_path):
    rows = [row[22:] for row in survey()]

    assert refusal(lambda: read(save(tmp_path, rows))) == (
        "guests.csv: no column holds expectation ratings (perception: P1 ... P22). For perceptions "
        "alone use -i servperf; otherwise name the columns in a mapping file."
    )


def test_a_file_without_ratings_lists_what_was_seen(tmp_path):
    assert refusal(lambda: read(save(tmp_path, "name,age\nAnn,30\n"))) == (
        "guests.csv: nothing in this file can be scored under servqual, because no column is a "
        "rating of servqual. Columns: 'name', 'age'. If they hold its answers, name the columns "
        "E1 ... E22 and P1 ... P22, or let 'servqual map' write a mapping file and fill it in; if "
        "they are answers to another questionnaire, name that one with -i."
    )


def test_an_item_without_column_names_the_nearest_header_and_the_remedy(tmp_path):
    rows = survey()
    rows[0][6] = "Ex 7b"

    assert refusal(lambda: read(save(tmp_path, rows))) == (
        "guests.csv: no column for expectation.q7; the column not matched is 'Ex 7b'. Name the "
        'column in a mapping file, or write absent = ["q7"] there if the item was not asked.'
    )

    rows[0] = [h.replace("E", "Expect_") for h in HEADERS]
    rows[0][6] = "Expct_7"

    assert "no column for expectation.q7; the nearest free header is 'Expct_7'." in refusal(
        lambda: read(save(tmp_path, rows))
    )


def test_a_duplicated_header_is_refused_with_its_places(tmp_path):
    rows = survey()
    rows[0][22] = "P2"

    assert refusal(lambda: read(save(tmp_path, rows))) == (
        "guests.csv: the columns do not fit the questionnaire.\n"
        "  - 2 columns for perception.q2: 'P2' and 'P2'. They are columns W and X of the file; "
        "rename or delete all but one\n"
        "  - no column for perception.q1; every other column is taken. Name the column in a "
        "mapping "
        'file, or write absent = ["q1"] there if the item was not asked'
    )


def test_two_names_for_one_item_are_refused_with_the_remedy(tmp_path):
    rows = with_columns(survey(), exp_q1=["3"])

    assert refusal(lambda: read(save(tmp_path, rows))) == (
        "guests.csv: 2 columns for expectation.q1: 'E1' and 'exp_q1'. Rename one, or write "
        '"exp_q1" = "ignore" under [columns] of a mapping file.'
    )


def test_duplicated_headers_of_columns_that_are_not_used_do_no_harm(tmp_path):
    rows = [[*row, "x", "y"] for row in survey()]
    rows[0][-2:] = ["Other", "Other"]

    assert len(read(save(tmp_path, rows))) == 6


def test_an_unknown_questionnaire_is_refused(tmp_path):
    with pytest.raises(InstrumentError, match=r"Did you mean 'servqual'\?"):
        read(save(tmp_path, survey()), "servqal")


# -- people, weights, comments ---------------------------------------------------------------------


def test_declared_people_columns_are_kept_by_id(tmp_path):
    rows = with_columns(survey(), **{"网点": [" North ", "South"], "Shoe size": ["42"]})

    people = read(save(tmp_path, rows)).people

    assert {k: v.tolist() for k, v in people.items()} == {"branch": ["North", "South"] * 3}


def test_other_people_columns_are_kept_when_asked_for(tmp_path):
    rows = with_columns(survey(), **{"Shoe size": ["42", "43"]})

    assert read(save(tmp_path, rows), people=["shoe size"]).people["shoe size"][1] == "43"


def test_a_people_column_that_is_not_there_is_refused(tmp_path):
    rows = with_columns(survey(), Regions=["N"])

    assert refusal(lambda: read(save(tmp_path, rows), people=["Regione"])) == (
        "guests.csv: there is no column called 'Regione'; the nearest is 'Regions'."
    )


def test_personal_data_are_not_kept(tmp_path):
    rows = with_columns(
        survey(), Email=["a@b.org"], 姓名=["王"], Phone=["+44 20 7946 0958"], branch=["x@y.org"]
    )

    guests = read(save(tmp_path, rows))

    assert dict(guests.people) == {}
    assert guests.notes[-1].text == (
        "4 columns with personal data were not kept: Email, 姓名, Phone, branch."
    )


def test_personal_data_are_not_kept_on_request_either(tmp_path):
    rows = with_columns(survey(), Email=["a@b.org"])

    assert refusal(lambda: read(save(tmp_path, rows), people=["Email"])) == (
        "guests.csv: 'Email' holds names, addresses or telephone numbers, which are not "
        "kept. Leave the column out, because a report needs groups, not persons; if you must have "
        "it, name it with --keep."
    )


def test_comments_are_kept_only_when_asked_for(tmp_path):
    rows = with_columns(survey(), Comments=["slow", ""])

    assert dict(read(save(tmp_path, rows)).comments) == {}
    assert read(save(tmp_path, rows), comments=True).comments["Comments"].tolist()[:2] == [
        "slow",
        "",
    ]


def test_weights_are_used_only_when_named(tmp_path):
    rows = with_columns(survey(), weight=["1.5", "0,5"])

    path = save(tmp_path, rows, ";")
    silent, named = read(path), read(path, weights="weight")

    assert silent.weights is None
    assert silent.notes[-1].text == (
        "The column “weight” may hold survey weights; it was not used, because nobody named it "
        "as such."
    )
    assert (named.weights_name, named.weights.tolist()) == ("weight", [1.5, 0.5] * 3)


def test_missing_or_negative_weights_are_refused_with_their_rows(tmp_path):
    rows = with_columns(survey(), w=["1", "", "-2", "nan", "inf", "1"])

    assert refusal(lambda: read(save(tmp_path, rows), weights="w")) == (
        "guests.csv: the weights in column 'w' are missing, negative, too large or not numbers in "
        "4 rows: 3, 4, 5, 6. Every person needs a weight from 0 to 1,000,000,000,000; correct "
        "them, or leave out the weights."
    )


def test_weights_that_are_all_zero_are_refused(tmp_path):
    rows = with_columns(survey(), w=["0"])

    assert refusal(lambda: read(save(tmp_path, rows), weights="w")) == (
        "guests.csv: the weights in column 'w' are all 0. Choose another column, or leave them out."
    )


def test_ineligible_people_need_no_weight(tmp_path):
    rows = with_columns(survey(), w=["1"])
    rows[2] = [""] * 45

    assert read(save(tmp_path, rows), weights="w").weights.tolist() == [1.0] * 5


def test_a_rating_is_no_group_of_people(tmp_path):
    assert refusal(lambda: read(save(tmp_path, survey()), people=["E1"])) == (
        "guests.csv: 'E1' is the rating expectation.q1, not something known about the "
        "people. Break down by a column such as branch or age group."
    )


def test_a_wrong_delimiter_is_said_to_be_one(tmp_path):
    assert refusal(lambda: read(save(tmp_path, survey()), delimiter=";")) == (
        "guests.csv: each row was read as one column by ';', and its header "
        "'E1,E2,E3,E4,E5,E6,E7,E8,E9,E10,E11,E12,…' holds further separators. Leave --delimiter "
        "out, or say --delimiter ','."
    )
