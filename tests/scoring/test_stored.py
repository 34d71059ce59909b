"""Sums of a survey as a file: the same after reading, the same bytes, and never half a file."""

import io
import json
import zipfile
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servqual as sq
from servqual._files import sha256
from servqual.analysis import analyze
from servqual.catalog import instrument_ids, load_instrument
from servqual.errors import FileError, FormatError
from servqual.notes import Note, Notes
from servqual.scoring.gathering import gather
from servqual.scoring.stored import disclosed, from_bytes, read_summary, save_summary, to_bytes
from servqual.scoring.stored_file import is_summary, is_summary_file
from servqual.scoring.survey_summary import Asked
from servqual.writer.results_json import to_json


@pytest.fixture(scope="module")
def answers():
    return sq.read(sq.simulate(n=150, seed=2).frame)


@pytest.fixture(scope="module")
def sums(answers):
    return gather(answers, Asked(by=("branch",)))


@pytest.fixture(scope="module")
def content(sums):
    return to_bytes(sums)


def same(a, b):
    """Say whether two records hold the same, array by array."""
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if is_dataclass(a) and not isinstance(a, Note):
        return all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a) if f.init)
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def rewritten(content, name, change):
    """Return a file in which one part is another, with a checksum that fits again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    parts[name] = change(parts[name])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, part in parts.items():
            if part is not None:
                archive.writestr(n, part)
        archive.comment = b"0" * 64
    body = stream.getvalue()[:-64]
    return body + sha256(body).encode()


def record(content, change):
    """Return a file whose record is another."""

    def told(text):
        found = json.loads(text)
        change(found)
        return json.dumps(found).encode()

    return rewritten(content, "summary.json", told)


# -- the round trip --------------------------------------------------------------------------------


def test_what_is_kept_whole_is_read_as_it_was(sums):
    read = from_bytes(to_bytes(sums, whole=True))

    assert same(sums, read)


def test_a_file_that_is_read_and_written_again_is_the_same_file(content):
    assert to_bytes(from_bytes(content)) == content


def test_the_same_sums_give_the_same_bytes(answers, content):
    assert to_bytes(gather(answers, Asked(by=("branch",)))) == content


def test_what_was_read_gives_the_same_results(sums):
    """What a saved file leaves out is left out before."""
    kept = disclosed(sums, 10)

    assert to_json(analyze(kept, by="branch")) == to_json(
        analyze(from_bytes(to_bytes(sums)), by="branch")
    )


def test_two_columns_crossed_are_read_as_they_were(answers):
    crossed = gather(answers, Asked(by=("branch*age",)))

    assert same(crossed, from_bytes(to_bytes(crossed, whole=True)))


def test_weights_and_parts_of_a_point_are_read_as_they_were(answers):
    weights = np.random.default_rng(1).uniform(0.5, 2, len(answers))
    weighted = gather(replace(answers, weights=weights, weights_name="w"), Asked())
    read = from_bytes(to_bytes(weighted, whole=True))

    assert same(weighted, read)
    assert read.total.second.p is not read.total.first.p


def test_one_array_in_two_places_is_one_array_again(sums):
    read = from_bytes(to_bytes(sums, whole=True)).total

    assert read.first.p is read.counts.p


def test_values_of_notes_come_back(sums):
    told = Notes([Note("x", {"n": 3, "names": ("a", "b"), "list": [1, 2.5, None]}, "file")])
    read = from_bytes(to_bytes(replace(sums, notes=told), whole=True))

    assert read.notes == told
    assert read.notes[0].values["names"] == ("a", "b")


def test_a_file_is_known_by_its_beginning(content, tmp_path):
    (tmp_path / "x.dat").write_bytes(content)
    (tmp_path / "x.summary").write_bytes(b"a,b\n")
    (tmp_path / "x.csv").write_bytes(b"PK,b\n")

    assert is_summary(content[:64])
    assert [is_summary_file(tmp_path / f"x.{e}") for e in ("dat", "summary", "csv", "no")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_sums_are_saved_and_read_by_name(sums, content, tmp_path):
    path = tmp_path / "all.summary"
    sums.save(path)

    assert path.read_bytes() == content
    assert len(sq.SurveySummary.read(path)) == 150
    with pytest.raises(FileError, match="exists already"):
        save_summary(sums, path)


def test_a_file_says_what_it_is_and_when_nothing_of_it_was_made(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = json.loads(archive.read("summary.json"))
        dates = {entry.date_time for entry in archive.infolist()}

    assert told["schema"] == "servqual-summary/1"
    assert told["nature"].startswith("Aggregate, not anonymous")
    assert dates == {(1980, 1, 1, 0, 0, 0)}


# -- files that are none, or broken ----------------------------------------------------------------


def fault(content):
    with pytest.raises(FormatError) as found:
        from_bytes(content, "x.summary")
    return str(found.value)


def test_another_kind_of_file_is_refused():
    assert fault(b"a,b\n1,2\n") == (
        "x.summary: this is no summary file. Name one that 'servqual summarize' or 'servqual "
        "merge' wrote."
    )


def test_a_newer_file_asks_for_a_newer_program(content):
    newer = record(content, lambda r: r.update(schema="servqual-summary/2"))

    assert fault(newer) == (
        "x.summary: a newer servqual wrote this summary file (servqual-summary/2; this one reads "
        "up to servqual-summary/1). Install the newest servqual: pip install --upgrade servqual."
    )


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileError, match=r"there is no such summary file"):
        read_summary(tmp_path / "no.summary")


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_file_with_one_changed_byte_is_never_read(content, data):
    at = data.draw(st.integers(0, len(content) - 1))
    mask = data.draw(st.integers(1, 255))
    broken = bytearray(content)
    broken[at] ^= mask

    assert fault(bytes(broken)).startswith("x.summary: this ")


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_file_that_breaks_off_is_never_read(content, data):
    assert fault(content[: data.draw(st.integers(0, len(content) - 1))]).startswith("x.summary: ")


def emptied(found):
    found["summary"] = {}


def without_total(found):
    del found["summary"]["total"]


def of_text(found):
    found["summary"]["total"]["n"] = "many"


def outside(found):
    found["summary"]["total"]["counts"]["n"]["array"][1] = 10**9


def smaller(found):
    found["summary"]["total"]["counts"]["n"]["array"][2] = [2, 2]


def negative(found):
    found["summary"]["total"]["counts"]["n"]["array"][2] = [-1, -4]


def enormous(found):
    found["summary"]["total"]["counts"]["n"]["array"][2] = [2**40, 2**40, 2**40]


def other_numbers(found):
    found["summary"]["total"]["counts"]["n"]["array"][0] = "int64"


def no_layout(found):
    found["summary"]["total"]["layout"] = {"layout": 99}


def other_layout(found):
    found["layouts"][0]["columns"] = found["layouts"][0]["columns"][1:]


def other_questionnaire(found):
    found["summary"]["instrument"]["items"] = []


def unknown_part(found):
    found["summary"]["total"]["more"] = 1


FORGED = [
    emptied, without_total, of_text, outside, smaller, negative, enormous, other_numbers,
    no_layout, other_layout, other_questionnaire, unknown_part,
]  # fmt: skip


@pytest.mark.parametrize("change", FORGED)
def test_a_forged_record_is_refused(content, change):
    assert "this summary file is damaged" in fault(record(content, change))


def npy(values):
    stream = io.BytesIO()
    np.save(stream, values, allow_pickle=True)
    return stream.getvalue()


@pytest.mark.parametrize(
    "values",
    [
        np.array([{"a": 1}], dtype=object),
        np.zeros((2, 2)),
        np.array([np.nan] * 10**6),
        np.zeros(3),
        np.zeros(3, dtype=np.int64),
    ],
    ids=["objects", "a table", "no numbers", "too few", "another kind"],
)
def test_forged_numbers_are_refused(content, values):
    forged = rewritten(content, "float64.npy", lambda _: npy(values))

    assert "this summary file is damaged" in fault(forged)


def test_numbers_that_lack_are_told(content):
    assert "this summary file is damaged" in fault(
        rewritten(content, "float64.npy", lambda _: None)
    )


def test_what_would_fill_the_memory_is_refused_unread(content, monkeypatch):
    monkeypatch.setattr("servqual.scoring.stored.MOST_NUMBERS", 1000)

    assert "its numbers would not fit into memory" in fault(content)

    monkeypatch.setattr("servqual.scoring.stored.MOST_RECORD", 1000)

    assert "summary.json would take" in fault(content)


@pytest.mark.long
@pytest.mark.parametrize(
    "name", [i for i in instrument_ids() if load_instrument(i).role == "customer"]
)
def test_sums_of_every_questionnaire_are_saved_and_read(name):
    answers = sq.read(sq.simulate(260, name, seed=2).frame, instrument=name)
    sums = gather(answers, Asked(by=tuple(answers.people)[:1], structure="full"))
    content = to_bytes(sums)
    read = from_bytes(content)

    assert same(sums, from_bytes(to_bytes(sums, whole=True)))
    assert to_bytes(read) == content
    assert json.loads(to_json(analyze(read)))["source"]["respondents"] == 260


@pytest.mark.long
def test_very_many_groups_of_which_few_are_left_are_told_of_together(answers):
    rng = np.random.default_rng(0)
    chance = np.r_[np.full(30, 40.0), np.full(220, 1.5)]
    many = sq.read(sq.simulate(n=2000, seed=2).frame)
    shops = np.array([f"s{i}" for i in range(250)], dtype=object)
    people = {"shop": rng.choice(shops, 2000, p=chance / chance.sum())}
    read = from_bytes(to_bytes(gather(replace(many, people=people), Asked(by=("shop",)))))

    assert len(read.groups["shop"]) < 200
    assert len(analyze(read).groups.of("shop").groups) == len(read.groups["shop"])
