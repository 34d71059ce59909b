"""The same people before and after, one to one, by ids that nobody keeps."""

import numpy as np
import pytest

import servqual as sq
from servqual.errors import ColumnError, SettingsError
from servqual.texts import fill


@pytest.fixture(scope="module")
def answers():
    table = sq.simulate(n=40, seed=4).frame.astype(object)
    table["Member"] = [f"M-{1000 + 7 * i}" for i in range(40)]
    return table


@pytest.fixture(scope="module")
def wanted(answers):
    """Return expectations of 35 people, two of whom have one id, one none."""
    table = answers.filter(regex="^(Member|branch|E)").iloc[:35].copy()
    table.loc[[0, 1], "Member"] = "M-1"
    table.loc[2, "Member"] = ""
    return table


@pytest.fixture(scope="module")
def got(answers):
    """Return perceptions of 35 people in another order, ids written otherwise."""
    table = answers.filter(regex="^(Member|branch|P|satisfaction)").iloc[5:][::-1].copy()
    table["Member"] = [f" {name.lower()}" for name in table["Member"]]
    table.loc[10, "branch"] = "Elsewhere"
    return table


@pytest.fixture(scope="module")
def wide(wanted, got):
    return sq.link(sq.Export(wanted, source="wanted"), sq.Export(got, source="got"), by="Member")


@pytest.fixture(scope="module")
def long(answers):
    after = answers.iloc[::-1].copy()
    for column in [name for name in after if name[0] == "P" and name[1:].isdigit()]:
        after[column] = after[column].astype(float).add(1).clip(upper=7)
    return sq.link(answers, after, by="Member")


def said(joined, code):
    return [note.text for note in joined.responses.notes if note.code == code]


def test_expectations_of_one_file_and_perceptions_of_the_other_become_one_row(wide, answers):
    whole = sq.read(answers.drop(columns="Member").iloc[5:35])

    assert wide.wide
    for battery, codes in whole.ratings.items():
        assert (wide.responses.ratings[battery] == codes).all()


def test_the_linked_answers_are_read_as_they_are(wide, tmp_path):
    path = tmp_path / "joined.csv"
    path.write_bytes(wide.to_csv())

    assert len(sq.read(path)) == 30


def test_who_is_left_out_is_counted(wide):
    assert said(wide, "linked_people") == [
        "30 people were linked from wanted to got by a hashed id; the ids are not kept."
    ]
    assert said(wide, "linked_unmatched") == [
        "2 people of wanted have no counterpart in the other file and were left out.",
        "5 people of got have no counterpart in the other file and were left out.",
    ]
    assert said(wide, "linked_without_id") == ["1 person of wanted has no id and was left out."]
    assert said(wide, "linked_repeated") == [
        "2 people of wanted have an id that somebody else there has, too, and were left out."
    ]


def test_what_people_say_of_themselves_is_taken_from_the_first(wide, answers):
    assert said(wide, "linked_differing") == [
        "In “branch” 1 person says something else the second time; in a table with one row per "
        "person the first answer is kept."
    ]
    assert wide.responses.people["branch"].tolist() == answers["branch"].iloc[5:35].tolist()


def test_no_id_stands_in_the_table_although_a_map_keeps_it(wanted, got, tmp_path, wide):
    path = tmp_path / "keep.toml"
    path.write_text('keep = ["Member"]\n', encoding="utf-8")
    kept = sq.link(
        sq.Export(wanted, source="wanted", mapping=path),
        sq.Export(got, source="got", mapping=path),
        by="Member",
    )

    assert b"m-10" not in kept.to_csv().lower()
    assert b"m-10" not in wide.to_csv().lower()


def test_the_same_questions_twice_make_two_rows_with_their_wave(long):
    waves = long.responses.people["wave"]

    assert not long.wide
    assert waves.tolist() == ["before"] * 40 + ["after"] * 40
    assert long.sheet.columns["pair"] == [*range(1, 41), *range(1, 41)]
    assert said(long, "linked_twice")


def test_the_change_is_that_of_the_very_same_people(long):
    row = next(r for r in long.changes.rows if (r.kind, r.id) == ("perception", "tangibles"))
    codes = long.responses.ratings["perception"][:, :4].astype(float)
    codes[codes < 0] = np.nan
    there = (~np.isnan(codes)).sum(axis=1) >= 2
    means = np.where(there, np.nanmean(np.where(there[:, None], codes, 0), axis=1), np.nan)
    moved = (means[40:] - means[:40])[there[:40]]
    error = moved.std(ddof=1) / len(moved) ** 0.5

    assert row.n == len(moved)
    assert row.change == pytest.approx(moved.mean())
    assert row.change == pytest.approx(row.after - row.before)
    assert (row.ci_high - row.ci_low) / 2 == pytest.approx(2.0226909 * error, rel=1e-3)


def test_what_nobody_changed_has_no_interval_around_it(long):
    row = next(r for r in long.changes.rows if (r.kind, r.level) == ("expectation", "overall"))

    assert (row.change, row.ci_low, row.ci_high) == (0, 0, 0)


def test_each_file_may_head_its_ids_otherwise(wanted, got):
    named = got.rename(columns={"Member": "Customer"})
    linked = sq.link(wanted, sq.Export(named, source="b"), by=("Member", "Customer"))

    assert len(linked.responses) == 30


def test_a_column_that_is_not_there_is_named_with_one_that_is_like_it(wanted, got):
    with pytest.raises(ColumnError) as error:
        sq.link(sq.Export(wanted, source="a"), sq.Export(got, source="b"), by="Menber")

    assert str(error.value) == (
        "DataFrame: there is no column 'Menber' to link by; is it 'Member'? Name the heading of "
        "the ids with --link, once for both files or once for each."
    )


def test_ids_that_do_not_meet_are_refused(wanted, got):
    other = got.assign(Member=[f"X{i}" for i in range(len(got))])
    with pytest.raises(SettingsError) as error:
        sq.link(sq.Export(wanted, source="a"), sq.Export(other, source="b"), by="Member")

    assert str(error.value) == (
        "no people of a can be found in b by Member. Look whether both files hold the ids that "
        "people were given, written alike, and each once."
    )


def test_the_notes_of_linking_are_written_in_both_languages(wide, long):
    for note in (*wide.responses.notes, *long.responses.notes):
        for language in ("en", "zh"):
            assert fill(language, f"notes.{note.code}", note.values)
