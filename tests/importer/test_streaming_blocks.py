"""Blocks of a survey, judged one by one, give what the whole file gives."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servqual as sq
from servqual.importer import read
from servqual.importer.opening.source import _open, read_table
from servqual.importer.options import make_options
from servqual.importer.streaming.blocks import Rows
from servqual.importer.streaming.deciding import decide, rows_of
from tests.importer import tool_files
from tests.importer.surveys import save, survey, with_columns
from tests.importer.test_kano import survey as kano_survey
from tests.importer.test_layouts import BANK, CASES
from tests.importer.test_layouts import saved as saved_export
from tests.importer.test_ranking_columns import OFFICE, RANKS, RATINGS
from tests.importer.test_scored import scores
from tests.kano_forms import BOTH_SIMPLE, form

# columns that only a whole file can be searched for, and what only a stream notes
_NOT_ALIKE = ("people_duplicate_token", "people_duplicate_ip", "comments_redacted")
_STREAM = "stream_"


def typed(rows, decided):
    """Return a block as a typed reader hands it over: numbers where the whole block holds them."""
    import polars as pl

    kinds = {"whole": pl.Int16, "number": pl.Float64}
    columns = []
    for name in rows.frame.columns:
        cells = rows.frame[name]
        kind = kinds.get(decided.kinds.get(int(name), "text"))
        if kind is not None:
            try:
                cells = cells.replace("", None).cast(kind)
            except pl.exceptions.InvalidOperationError:
                return rows
        columns.append(cells)
    frame = pl.DataFrame(columns).select([str(i) for i in sorted(decided.kinds)])
    return Rows(frame, rows.first, rows.file, rows.as_text, rows.ordinal, rows.numbers)


def blocks_of(table, cuts):
    ends = [0, *sorted(cuts), len(table.rows)]
    return [rows_of(table, a, b) for a, b in pairwise(ends) if b > a]


def with_every_row(table, source, options):
    """Return a table with the rows that the layout of a survey tool leaves out."""
    heads = [n.values["n"] for n in table.notes if n.code in ("layout_recognised", "layout_forced")]
    if not heads:
        return table
    whole, above = _open(source, options.opening), heads[0] - 1
    columns = tuple(column[above:] for column in whole.columns)
    return replace(table, columns=columns, rows=whole.rows[above:])


def streamed(source, cuts=(2, 3), shuffled=False, sample=None, **asked):
    """Return the responses of the blocks, and the notes of all."""
    instrument = asked.pop("instrument", "servqual")
    mapping = asked.pop("mapping", None)
    options = make_options(instrument, mapping, **asked)
    table = read_table(source, options.opening)
    first = table if sample is None else read_table(sample, options.opening)
    table = with_every_row(table, source, options)
    decided = pickle.loads(pickle.dumps(decide(first, options)))  # noqa: S301  our own
    blocks = blocks_of(table, cuts)
    if shuffled:
        blocks = blocks[::-1]
    found = [decided.responses(typed(block, decided)) for block in blocks]
    if shuffled:
        found = found[::-1]
    return found, decided.finish(decided.seen)


def together(parts, name):
    """Return one array of all blocks."""
    got = [getattr(part, name) for part in parts]
    return None if got[0] is None else np.concatenate(got)


def same(one, other, kind):
    if one is None or other is None:
        assert one is other is None, kind
    elif one.dtype == object:
        assert one.tolist() == other.tolist(), kind
    else:
        assert one.dtype == other.dtype, kind
        np.testing.assert_array_equal(one, other, err_msg=kind)


def counted(notes):
    """Return notes without those that only one of the two roads can give."""
    kept = [n for n in notes if n.code not in _NOT_ALIKE and not n.code.startswith(_STREAM)]
    return sorted((n.code, sorted((k, str(v)) for k, v in n.values.items()), n.where) for n in kept)


def assert_alike(source, **asked):
    """Check that blocks of a file give what the file gives, array by array."""
    whole = read(source, **{k: v for k, v in asked.items() if k not in ("cuts", "shuffled")})
    parts, notes = streamed(source, **asked)
    for battery, codes in whole.ratings.items():
        same(np.concatenate([p.ratings[battery] for p in parts]), codes, battery)
    for kind in ("outcomes", "people"):
        assert list(getattr(parts[0], kind)) == list(getattr(whole, kind))
        for name, values in getattr(whole, kind).items():
            same(np.concatenate([getattr(p, kind)[name] for p in parts]), values, name)
    for kind in ("rows", "weights", "seconds", "finished"):
        same(together(parts, kind), getattr(whole, kind), kind)
    points = together(parts, "points")
    if whole.points is None:
        assert points is None or np.isnan(points).all()
    else:
        same(points, whole.points, "points")
    for name in ("failed_attention",):
        if name in whole.marks:
            same(np.concatenate([p.marks[name] for p in parts]), whole.marks[name], name)
    assert {name: v.tolist() for name, v in parts[0].order.items()} == {
        name: v.tolist() for name, v in whole.order.items()
    }
    assert all(p.instrument is parts[0].instrument for p in parts)
    assert parts[0].instrument == whole.instrument
    assert parts[0].weights_name == whole.weights_name
    sources = [p.source for p in parts]
    assert sum(s.respondents for s in sources) == whole.source.respondents
    assert sum(s.ineligible for s in sources) == whole.source.ineligible
    assert counted(notes) == counted(whole.notes)
    return parts, notes


@pytest.fixture
def saved(tmp_path):
    def at(rows, name="guests.csv", **how):
        return save(tmp_path, rows, name=name, **how)

    return at


# -- the same as the whole file --------------------------------------------------------------------


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "made.csv"
    path.write_text(sq.simulate(n=300, seed=4).to_csv(), encoding="utf-8")
    return path


@pytest.mark.parametrize("cuts", [(), (1,), (2, 3, 5), (150, 151)])
def test_numbers_with_people_points_and_outcomes_are_read_alike(simulated, cuts):
    assert_alike(simulated, cuts=cuts, shuffled=True)


def test_the_demo_is_read_alike(tmp_path):
    survey = tmp_path / "survey.csv"
    sq.simulate(n=400, seed=1).frame.to_csv(survey, index=False)

    assert_alike(survey, cuts=(7, 100))


@pytest.mark.parametrize(
    "asked",
    [
        {"missing": [6]},
        {"missing": [99, 7], "people": ["branch"]},
        {"convert": "0-100"},
        {"scale": "1-7"},
        {"outcomes": ["age"], "invalid": "missing"},
        {"invalid": "missing"},
    ],
)
def test_what_was_asked_counts_in_every_block(simulated, asked):
    assert_alike(simulated, cuts=(20, 21, 222), **asked)


@pytest.mark.parametrize(("layout", "content"), CASES)
def test_the_export_of_every_tool_is_read_alike(tmp_path, layout, content):
    path = saved_export(tmp_path, content)
    assert_alike(path, cuts=(1, 2), shuffled=True, instrument=BANK)


def test_previews_are_left_out_and_counted(tmp_path):
    records = tool_files.qualtrics(status=("0", "1", "0", "1"))
    path = save(tmp_path, tool_files.csv_bytes(records))
    _, notes = assert_alike(path, cuts=(1,), instrument=BANK)

    dropped = [note.values for note in notes if note.code == "layout_rows_dropped"]
    assert [values["n"] for values in dropped] == [2]


WORDS = ["Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree",
         "Somewhat agree", "Agree", "Strongly agree"]  # fmt: skip


def in_words(rows, words=WORDS):
    return [rows[0], *([words[int(cell) - 1] for cell in row] for row in rows[1:])]


@pytest.mark.parametrize(
    "change",
    [
        in_words,
        lambda rows: [rows[0], *([f"{c} - {WORDS[int(c) - 1]}" for c in r] for r in rows[1:])],
        lambda rows: [rows[0], *([c if i % 3 else f"{c}.0" for i, c in enumerate(r)]
                                 for r in rows[1:])],
        lambda rows: [rows[0], *(["" if i == 3 else c for i, c in enumerate(r)] for r in rows[1:])],
        lambda rows: [rows[0], [""] * 44, *rows[1:], [""] * 44, rows[1]],
        lambda rows: [rows[0], *(["N/A" if i == 5 else c for i, c in enumerate(r)]
                                 for r in rows[1:])],
        lambda rows: [rows[0], *(["don't know" if n > 5 else c for c in r]
                                 for n, r in enumerate(rows[1:-1])), rows[1]],
        lambda rows: with_columns(rows, weight=["1.5", "0.25", "2"], waited=["3.5", "", "12"]),
        lambda rows: with_columns(rows, Comments=["Call 020 7946 0958", "fine"]),
        lambda rows: with_columns(rows, seconds=["75", "1:20", ""]),
        lambda rows: with_columns(rows, Duration=["75", "80", "300"]),
    ],
)  # fmt: skip
def test_answers_of_all_kinds_are_read_alike(saved, change):
    rows = change(survey(12))
    asked = {"weights": "weight", "outcomes": ["waited"]} if "waited" in rows[0] else {}
    assert_alike(saved(rows), cuts=(1, 4, 9), **asked)


def test_codes_for_missing_answers_are_read_alike(saved):
    rows = survey(12)
    for row in rows[3:8]:
        row[4] = "99"
    assert_alike(saved(rows), cuts=(1, 4), missing=[99])


def test_half_points_are_read_alike(saved):
    rows = survey(12)
    rows[2][3] = rows[9][40] = "4.5"
    assert_alike(saved(rows), cuts=(5,), scale="1-7/0.5")


def test_sums_of_dimensions_are_read_alike(tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text('dimension_scores = "sums"\n', "utf-8")
    frame = scores(lambda ratings: ratings.sum(axis=1))
    assert_alike(frame, cuts=(7, 31), mapping=mapping)


def test_points_that_need_mending_are_read_alike(saved):
    names = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
    given = [(20, 20, 20, 20, 20), (20, 20, 20, 20, 18), ("", "", 50, 50, ""), (10, 0, 0, 0, 0),
             ("", "", "", "", ""), ("20%", 10, 30, 20.5, 19.5)]  # fmt: skip
    rows = survey(18)
    rows[0] = [*rows[0], *(f"points_{name}" for name in names)]
    rows[1:] = [[*row, *map(str, given[i % 6])] for i, row in enumerate(rows[1:])]
    parts, _ = assert_alike(saved(rows), cuts=(1, 2, 7))

    assert parts[0].points is not None


def test_times_and_attention_are_read_alike(saved, tmp_path):
    rows = with_columns(
        survey(12),
        began=["2026-05-01 10:00:00", "2026-05-01T10:00:00Z", ""],
        ended=["2026-05-01 10:05:00", "1/13/2026 10:05", "2026-05-01 9:05:00"],
        check=["4", "4.0", "5", ""],
    )
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[columns]\nended = "finished"\ncheck = "attention.q"\n[attention]\nq = "4"\n', "utf-8"
    )
    parts, _ = assert_alike(saved(rows), cuts=(1, 5), mapping=mapping)

    assert np.isfinite(parts[0].finished).all()


def test_ranks_are_read_alike(saved, tmp_path):
    path = tmp_path / "office.toml"
    path.write_text(OFFICE, "utf-8")
    rows = [[*RATINGS, *RANKS]]
    for ranks in ("2 1 3", "1 2 3", "1 1 2", "- - -", "3 2 1"):
        rows.append([*"545434", *("" if c == "-" else c for c in ranks.split())])
    assert_alike(saved(rows), cuts=(1, 2), instrument=str(path))


def test_kanos_answers_are_read_alike(saved):
    assert_alike(saved(kano_survey(n=9)), cuts=(2, 5), instrument=form(BOTH_SIMPLE))


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_no_cut_makes_a_difference(simulated, data):
    cuts = data.draw(st.sets(st.integers(1, 299), max_size=6))
    assert_alike(simulated, cuts=tuple(cuts), shuffled=data.draw(st.booleans()))
