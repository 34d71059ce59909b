"""What cannot be used in blocks of a survey: found in any of them, and told as of a whole file."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import servqual as sq
from servqual.errors import ColumnError, FormatError, RatingError, ScaleError, ServqualError
from servqual.importer import read
from servqual.importer.opening.source import read_table
from servqual.importer.options import make_options
from servqual.importer.streaming import deciding
from servqual.importer.streaming.blocks import Rows
from servqual.importer.streaming.deciding import decide, rows_of
from servqual.importer.streaming.seen import Seen
from tests.importer.surveys import save, survey, with_columns
from tests.importer.test_laws import THREE
from tests.importer.test_streaming_blocks import (
    WORDS,
    assert_alike,
    blocks_of,
    in_words,
    streamed,
    typed,
)
from tests.planning.test_short_versions import SHORT


@pytest.fixture
def saved(tmp_path):
    def at(rows, name="guests.csv"):
        return save(tmp_path, rows, name=name)

    return at


def refused(call, *args, **asked):
    with pytest.raises(ServqualError) as caught:
        call(*args, **asked)
    return type(caught.value), str(caught.value)


def changed(rows, *cells):
    """Return the rows with some cells changed: (row of the file, column, text)."""
    rows = [list(row) for row in rows]
    for row, column, text in cells:
        rows[row - 1][column] = text
    return rows


@pytest.mark.parametrize(
    "cells",
    [
        [(40, 3, "8")],
        [(40, 3, "8"), (41, 3, "8"), (7, 30, "8"), (8, 1, "9")],
        [(40, 3, "six"), (7, 3, "6.5"), (9, 3, "１０")],
        [(row, column, "0") for row in range(20, 30) for column in range(4)],
        [(row, 5, "maybe") for row in range(3, 30)],
        [(row, 5, "6.5") for row in range(3, 9)],
    ],
)
@pytest.mark.parametrize("cuts", [(), (1, 5, 33)])
def test_faulty_cells_of_any_block_are_told_as_of_the_whole_file(saved, cells, cuts):
    path = saved(changed(survey(60), *cells))

    assert refused(streamed, path, cuts=cuts, shuffled=True) == refused(read, path)


def test_faulty_cells_that_the_first_rows_do_not_hold_are_named(saved):
    rows = survey(60)
    path = saved(changed(rows, (50, 3, "8"), (55, 40, "later")), name="all.csv")
    kind, text = refused(streamed, path, cuts=(20, 52), sample=saved(rows[:20], name="all.csv.s"))

    assert kind is RatingError
    assert "2 cells hold answers" in text
    assert "row 50, column 'E4': '8' is not on the scale 1-7" in text
    assert "row 55, column 'P19': 'later' cannot be read as an answer" in text


def test_points_and_outcomes_are_judged_with_the_ratings(saved):
    names = [f"points_{d}" for d in
             ("tangibles", "reliability", "responsiveness", "assurance", "empathy")]  # fmt: skip
    rows = with_columns(survey(12), **{name: ["20"] for name in names}, recommend=["5", "6"])
    path = saved(changed(rows, (4, 44, "many"), (9, 45, "200"), (9, 2, "x"), (11, 49, "99")))

    assert refused(streamed, path, cuts=(2, 7)) == refused(read, path)


def test_what_cannot_be_used_is_set_aside_and_counted_if_asked(saved):
    path = saved(changed(survey(60), (40, 3, "8"), (9, 30, "x")))
    parts, notes = streamed(path, cuts=(7, 30), invalid="missing")
    whole = read(path, invalid="missing")

    assert sum(len(part) for part in parts) == len(whole)
    assert [n for n in notes if n.code == "cells_invalid"] == [
        n for n in whole.notes if n.code == "cells_invalid"
    ]


def test_too_many_to_set_aside_are_refused(saved):
    path = saved(changed(survey(9), *((r, c, "9") for r in range(2, 10) for c in range(12))))

    assert refused(streamed, path, cuts=(3,), invalid="missing") == refused(
        read, path, invalid="missing"
    )


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        (survey(40, high=5), {}),
        ([survey(1)[0], *[[""] * 44] * 3], {}),
        (with_columns(survey(40), weight=["1", "", "-2", "x"]), {"weights": "weight"}),
        (with_columns(survey(40), weight=["1", "1e308", "2", "1e12"]), {"weights": "weight"}),
        (with_columns(survey(40), weight=["1", "2000000000000"]), {"weights": "weight"}),
        (with_columns(survey(4), weight=["0"]), {"weights": "weight"}),
        (in_words(survey(9, high=5), ["Strongly agree", "Agree", "Neutral", "Disagree",
                                      "Strongly disagree"]), {}),
        ([survey(1)[0], *[[f"{8 - int(c)} - {WORDS[int(c) - 1]}" for c in row]
                          for row in survey(9)[1:]]], {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("cuts", [(1, 3)])
def test_a_whole_file_is_refused_for_the_same_reason(saved, rows, asked, cuts):
    path = saved(rows)

    assert refused(streamed, path, cuts=cuts, **asked) == refused(read, path, **asked)


def test_a_scale_that_later_rows_refute_is_no_matter(saved):
    low, high = survey(40, high=5), survey(20)
    path = saved([*low, *high[1:]])
    parts, notes = streamed(path, cuts=(40,), sample=saved(low, name="first.csv"))

    assert sum(map(len, parts)) == 60
    wider = {n.values["battery"]: dict(n.values) for n in notes if n.code == "stream_wider_answers"}
    assert wider["expectation"] == {
        "battery": "expectation", "low": 5, "high": 5, "all_low": 5, "all_high": 7,
    }  # fmt: skip


def test_a_scale_is_doubted_for_all_rows_together(saved):
    path = saved(survey(60, high=5))
    kind, text = refused(streamed, path, cuts=(10, 20), sample=saved(survey(20), name="s.csv"))

    assert kind is ScaleError
    assert "all answers fit a scale from 1 to 5" in text


def test_numbers_may_become_words_that_are_known(saved):
    rows = survey(30)
    later = [rows[0], *rows[1:16], *in_words(rows)[16:]]
    path = saved(later)
    parts, notes = streamed(path, cuts=(10, 20), sample=saved(rows[:9], name="first.csv"))
    whole = read(path)

    together = [row for part in parts for row in part.ratings["perception"].tolist()]
    assert together == whole.ratings["perception"].tolist()
    note = next(n for n in notes if n.code == "stream_words_later")
    assert note.values["n"] == 44


def test_words_that_only_other_words_settle_must_be_named(saved):
    first = [["E1", "E2", "E3", "P1", "P2", "P3"], ["5", "6", "7", "5", "6", "2"]]
    words = ["very important", "extremely important"]
    rows = [*first, [words[0]] * 6, words * 3]
    path = saved(rows)
    kind, text = refused(
        streamed, path, cuts=(2,), sample=saved(first, name="first.csv"), instrument=THREE
    )

    assert read(path, THREE).ratings["expectation"][1].tolist() == [6, 6, 6]
    assert kind is RatingError
    assert text.endswith('alike:\n  [answers]\n  "very important" = 6')


def test_a_column_that_fills_later_is_noted(saved):
    rows = survey(20)
    first = changed(rows[:8], *((r, 6, "") for r in range(2, 9)))
    path = saved([*first, *rows[8:]])
    parts, notes = streamed(path, cuts=(4, 9), sample=saved(first, name="first.csv"))

    assert (parts[-1].ratings["expectation"][:, 6] > 0).all()
    assert [(n.code, n.values["columns"]) for n in notes if n.code.startswith("stream_")] == [
        ("stream_filled_later", "E7")
    ]


def test_an_outcome_beyond_the_ends_of_the_first_rows_must_be_declared(saved):
    rows = with_columns(survey(12), visits=["3", "5"])
    path = saved(changed(rows, (12, 44, "40")))
    kind, text = refused(
        streamed, path, cuts=(6,), sample=saved(rows, name="first.csv"), outcomes=["visits"]
    )

    assert kind is ColumnError
    assert "from 3 to 5 in the first rows, but from 3 to 40 in all" in text


def test_dates_that_contradict_an_open_order_are_refused(saved):
    rows = with_columns(survey(12), ended=["1/2/2026 10:05", "3/4/2026 10:05"])
    mapping = saved('[columns]\nended = "finished"\n', name="m.toml")
    path = saved(changed(rows, (11, 44, "25/2/2026 10:05")))
    kind, text = refused(
        streamed, path, cuts=(6,), sample=saved(rows, name="first.csv"), mapping=mapping
    )

    assert kind is FormatError
    assert "day first in 1 rows" in text


def test_columns_that_tell_people_apart_are_named_as_not_compared(saved):
    rows = with_columns(survey(9), email=[f"guest{i}@example.org" for i in range(9)])
    _, notes = streamed(saved(rows), cuts=(4,))

    found = [n for n in notes if n.code == "stream_not_compared"]
    assert [n.values["columns"] for n in found] == ["email"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("stream_words_later", {"n": 2, "columns": "E1, E2"}),
        ("stream_filled_later", {"n": 1, "columns": "E1"}),
        ("stream_not_compared", {"n": 1, "columns": "email"}),
        ("stream_wider_answers",
         {"battery": "expectation", "low": 2, "high": 5, "all_low": 1, "all_high": 7}),
    ],
)  # fmt: skip
def test_every_note_can_be_said(code, values, language):
    from servqual.notes import Note

    text = Note(code, values).say(language)
    assert "{" not in text
    assert text.endswith("." if language == "en" else "。")


def test_a_fault_of_one_of_several_files_names_the_file(saved):
    path = saved(changed(survey(9), (5, 0, "8")))
    options = make_options("servqual", None)
    table = read_table(path, options.opening)
    decided = decide(table, options)
    block = replace(rows_of(table), file="part-2.csv", ordinal=100, numbers=None, first=2)
    guests = decided.responses(block)

    assert guests.rows.tolist() == list(range(102, 111))
    with pytest.raises(RatingError, match=r"- part-2\.csv, row 5, column 'E1': '8' is not on"):
        decided.finish(decided.seen)


def test_reading_is_given_up_when_far_too_much_is_wrong(saved, monkeypatch):
    monkeypatch.setattr(deciding, "MOST_FAULTS", 20)
    path = saved(changed(survey(30), *((r, c, "9") for r in range(2, 20) for c in range(3))))

    kind, text = refused(streamed, path, cuts=(9,))

    assert kind is RatingError
    assert "at least 54 cells hold answers that cannot be used" in text


def test_blocks_may_be_judged_in_several_threads(saved):
    rows = changed(survey(90), (40, 3, "8"), (80, 3, "x"))
    path = saved(rows)
    options = make_options("servqual", None)
    table = read_table(path, options.opening)
    decided = decide(table, options)
    blocks = [typed(b, decided) for b in blocks_of(table, range(5, 90, 5))]
    threads = [threading.Thread(target=decided.responses, args=(b,)) for b in blocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused(decided.finish, decided.seen) == refused(read, path)


def test_what_separate_workers_met_adds_up(saved):
    path = saved(changed(survey(60), (40, 3, "8"), (41, 3, "8")))
    options = make_options("servqual", None)
    table = read_table(path, options.opening)
    decided = decide(table, options)
    workers = [decided.fresh() for _ in range(4)]
    for worker, block in zip(workers, blocks_of(table, (10, 38, 39)), strict=True):
        worker.responses(block)
    total = sum((w.seen for w in reversed(workers)), Seen())

    assert refused(decided.finish, total) == refused(read, path)
    assert decided.seen.counts["rows", ""] == 0


def test_floats_and_categories_are_read_like_the_text_they_show(saved):
    rows = with_columns(survey(9), branch=["North", "South", ""])
    path = saved(rows)
    options = make_options("servqual", None, people=["branch"])
    table = read_table(path, options.opening)
    decided = decide(table, options)
    text = rows_of(table).frame
    frame = text.with_columns(
        pl.col([str(i) for i in range(10)]).cast(pl.Float64),
        pl.col([str(i) for i in range(10, 44)]).cast(pl.Int64),
        pl.col("44").cast(pl.Categorical),
    )
    found = decided.responses(Rows(frame, 2, table.file, lambda: text, 0))
    whole = read(path, people=["branch"])

    assert found.ratings["expectation"].tolist() == whole.ratings["expectation"].tolist()
    assert found.people["branch"].tolist() == whole.people["branch"].tolist()


def versions(n=240):
    """Return a survey in versions as a frame."""
    frame = sq.simulate(n=n, seed=4).frame
    frame["form"] = np.resize([form.id for form in SHORT.forms], n)
    for version in SHORT.forms:
        for number, item in enumerate(SHORT.instrument.item_ids, start=1):
            if item not in version.items:
                frame.loc[frame.form == version.id, [f"E{number}", f"P{number}"]] = None
    return frame


def test_versions_are_read_alike():
    assert_alike(versions(60), cuts=(7, 30), shuffled=True, instrument=SHORT.instrument)


def test_versions_that_do_not_fit_are_told_as_of_the_whole_file():
    frame = versions(60)
    frame.loc[[3, 50], "form"] = ["Z", ""]
    frame.loc[40, "form"] = "B"

    assert refused(streamed, frame, cuts=(7, 30), instrument=SHORT.instrument) == refused(
        read, frame, instrument=SHORT.instrument
    )
