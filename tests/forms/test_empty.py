"""Answers on paper, typed into the empty table, are read back without a mapping."""

import numpy as np
import pytest

import servqual as sq
from servqual.forms import Wanted, empty, questionnaires, short_forms
from tests.typed_in import answered, ratings_of, typed

QUICK = ["servqual", "servqual-1994", "gap-managers"]
OTHERS = [name for name in sq.instrument_ids() if name not in QUICK]


@pytest.fixture
def read_back(tmp_path):
    """Return a function that types answers into the empty table and reads it."""

    def read(instrument, forms, people):
        table = tmp_path / "typed.csv"
        table.write_text(typed(forms, people), "utf-8-sig")
        return sq.read(table, instrument)

    return read


def assert_same(instrument, asked, people, found):
    for battery in instrument.battery_names:
        told = ratings_of(people, asked, instrument.item_ids, battery)
        read = found.ratings[battery].astype(float)
        low = instrument.scale_of(battery).min
        np.testing.assert_array_equal(np.where(read < low, np.nan, read), told)
    if instrument.importance.method == "points":
        codes = [f"points_{d}" for d in instrument.dimension_ids]
        told = [[float(person[code]) for code in codes] for person in people]
        np.testing.assert_array_equal(found.points, told)
    for outcome in instrument.outcomes:
        told = [float(person.get(outcome.id, "nan")) for person in people]
        np.testing.assert_array_equal(found.outcomes[outcome.id], told)
    for name in found.people:
        assert list(found.people[name]) == [person[name] for person in people]


@pytest.mark.parametrize(
    "name", [*QUICK, *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS)]
)
@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.long)])
def test_what_is_typed_is_what_is_read(name, language, read_back):
    instrument = sq.load_instrument(name)
    asked = questionnaires(instrument, language)[0]
    people = answered(asked)

    found = read_back(instrument, [asked], people)

    assert_same(instrument, asked, people, found)


def test_chinese_answers_and_groups_come_back(read_back):
    instrument = sq.load_instrument("servperf")
    asked = questionnaires(instrument, "zh")[0]
    people = answered(asked, n=30)

    found = read_back(instrument, [asked], people)

    assert_same(instrument, asked, people, found)
    assert set(found.people) == {"frequency", "gender", "age"}
    assert set(found.people["gender"]) <= {"女", "男", "其他", "不愿透露"}


def test_short_versions_are_read_with_their_own_questionnaire(read_back):
    instrument = short_forms(sq.load_instrument("servqual"), 3).instrument
    forms = questionnaires(instrument)
    people = [person for k, form in enumerate(forms) for person in answered(form, 6, k)]

    found = read_back(instrument, forms, people)

    assert list(found.people["form"]) == ["A"] * 6 + ["B"] * 6 + ["C"] * 6
    told = ratings_of(people, forms[0], instrument.item_ids, "perception")[:6]
    read = found.ratings["perception"][:6].astype(float)
    np.testing.assert_array_equal(np.where(read < 1, np.nan, read), told)


def test_a_random_order_makes_no_difference_to_what_is_read(read_back):
    instrument = sq.load_instrument("servqual")
    forms = questionnaires(instrument, "en", Wanted(orders=2))
    people = answered(forms[1])

    found = read_back(instrument, forms, people)

    assert_same(instrument, forms[1], people, found)


def test_the_table_has_headings_alone_and_a_list_tells_what_they_mean():
    files = empty.write(questionnaires(sq.load_instrument("servqual"), ["en", "zh"]))

    table = files["servqual.csv"].decode("utf-8")
    en = files["servqual.en.columns.csv"].decode("utf-8-sig").splitlines()
    zh = files["servqual.zh.columns.csv"].decode("utf-8-sig").splitlines()
    assert table.startswith("\ufeffsheet,E1,E2,E3")
    assert table.count("\n") == 1
    assert en[2] == (
        'E1,An excellent company works with modern equipment.,"1 = Strongly disagree | '
        "2 = Disagree | 3 = Somewhat disagree | 4 = Neither agree nor disagree | "
        '5 = Somewhat agree | 6 = Agree | 7 = Strongly agree | Not applicable"'
    )
    assert "recommend,您有多大可能向朋友或同事推荐我们？,0 = 完全不可能 ... 10 = 非常可能" in zh
    assert len(en) == len(zh) == 61
    assert 'points_tangibles,Tangibles,"0-100, together 100"' in en
    assert "points_tangibles,有形性,0-100，各方面合计 100" in zh
