"""Data that may be passed on: what is in them, what is merged, what is never there."""

import csv
import io
from dataclasses import replace

import numpy as np
import pyreadstat
import pytest

import servqual as sq
from servqual.analysis import analyze
from servqual.analysis.anonymised import anonymise, anonymised
from servqual.analysis.recoding import made_safe
from servqual.responses import Missing
from servqual.results.codebook import LeftOut, Merged
from tests.handover.grouped import grouped
from tests.made import responses


def survey(sizes, seed=1, **people):
    """Return people of named branches with some answers missing in different ways."""
    rng = np.random.default_rng(seed)
    branch = np.repeat(np.array(list(sizes), dtype=object), list(sizes.values()))
    n = len(branch)
    expectation, perception = rng.integers(4, 8, (n, 22)), rng.integers(1, 8, (n, 22))
    perception[0, 0], perception[1, 0] = Missing.NOT_APPLICABLE, Missing.BLANK
    made = responses(expectation, perception)
    return replace(made, people={"branch": branch, **people})


@pytest.fixture(scope="module")
def answers():
    return survey({"Airport": 40, "Bridge": 35, "Elm Yard": 4, "Fern Way": 8})


@pytest.fixture(scope="module")
def study(answers):
    return grouped(answers, by="branch")


@pytest.fixture(scope="module")
def files(answers, study):
    return anonymised(answers, study)


def rows(files):
    return list(csv.DictReader(io.StringIO(files["data.csv"].decode("utf-8-sig"))))


def opened(content, tmp_path):
    path = tmp_path / "data.sav"
    path.write_bytes(content)
    return pyreadstat.read_sav(path, user_missing=True)


def test_groups_that_the_report_hides_stand_under_one_name(answers, study, files):
    found = anonymise(answers, study)

    assert found.codebook.merged == (Merged("branch", 2, 12),)
    assert found.codebook.smallest == 12
    assert {row["branch"] for row in rows(files)} == {"Airport", "Bridge", "other"}
    assert not any(b"Elm Yard" in content or b"Fern Way" in content for content in files.values())


def test_every_shown_group_is_whole(study, files):
    counted = [row["branch"] for row in rows(files)]

    for group in study.groups.groups:
        assert group.n is None or counted.count(group.group) == group.n


def test_the_answers_give_the_gaps_of_the_report(study, files, tmp_path):
    for name in ("data.csv", "data.sav"):
        (tmp_path / name).write_bytes(files[name])
        again = grouped(sq.read(tmp_path / name, people=["branch"]), by="branch")

        assert again.gaps.row("unweighted") == study.gaps.row("unweighted")
        assert again.gaps.items == study.gaps.items


def test_rows_stand_in_an_order_that_tells_nothing(answers, study, files):
    mixed = answers.take(np.random.default_rng(5).permutation(len(answers)))

    assert anonymised(mixed, study)["data.csv"] == files["data.csv"]
    assert anonymised(mixed, study)["data.sav"] == files["data.sav"]


def test_a_sav_file_has_labels_and_says_why_an_answer_is_missing(files, tmp_path):
    frame, meta = opened(files["data.sav"], tmp_path)

    assert meta.column_labels[:2] == [
        "Branch",
        "An excellent company works with modern equipment.",
    ]
    assert meta.variable_value_labels["perception_1"] == {
        -102.0: "Not applicable", 1.0: "Strongly disagree", 2.0: "Disagree",
        3.0: "Somewhat disagree", 4.0: "Neither agree nor disagree", 5.0: "Somewhat agree",
        6.0: "Agree", 7.0: "Strongly agree",
    }  # fmt: skip
    assert meta.missing_ranges == {"perception_1": [{"lo": -102.0, "hi": -101.0}]}
    assert (frame["perception_1"] == -102).sum() == 1
    assert str(meta.creation_time) == "2000-01-01 00:00:00"


def test_text_says_why_an_answer_is_missing(files):
    cells = [row["perception_1"] for row in rows(files)]

    assert cells.count("n/a") == 1
    assert cells.count("") == 1


def test_names_numbers_comments_and_times_are_not_passed_on():
    n = 60
    made = survey(
        {"North": 30, "South": 30},
        email=np.array([f"guest{i}@example.org" for i in range(n)], dtype=object),
        guest=np.array([f"K{i:05d}" for i in range(n)], dtype=object),
    )
    made = replace(
        made,
        comments={"remark": np.array(["call me: 0123 456"] * n, dtype=object)},
        seconds=np.arange(100.0, 100 + n),
        finished=np.linspace(1.767e9, 1.7722e9, n),
    )
    study = grouped(made, by="branch")
    files = anonymised(made, study)
    book = anonymise(made, study).codebook
    everything = b"".join(files.values())

    assert not any(word in everything for word in (b"example.org", b"K00001", b"call me"))
    assert {(out.column, out.reason) for out in book.left_out} == {
        ("", "rows"), ("", "times"), ("remark", "comments"), ("email", "personal"),
        ("guest", "personal"), ("month", "together"),
    }  # fmt: skip


def test_of_a_date_the_month_is_left(answers):
    days = np.where(np.arange(len(answers)) < 40, 1.7675e9, 1.7705e9)
    made = replace(answers, people={}, finished=days + np.arange(len(answers)))
    files = anonymised(made, grouped(made))

    assert {row["month"] for row in rows(files)} == {"2026-01", "2026-02"}
    assert b"2026-01-" not in b"".join(files.values())


def test_a_column_that_singles_people_out_together_with_another_is_left_out():
    branch = np.array(["North"] * 12 + ["South"] * 12, dtype=object)
    job = np.array((["nurse"] * 11 + ["doctor"]) * 2, dtype=object)
    answers = np.random.default_rng(1).integers(1, 8, (24, 5)).astype(float)
    found = made_safe({"branch": branch, "job": job}, answers, 10, other="other", never={})

    assert list(found.columns) == ["branch"]
    assert found.left_out == [LeftOut("job", "few")]
    assert found.smallest == 12


def test_a_few_people_who_agree_are_no_group_of_their_own():
    branch = np.array(["North"] * 12 + ["South"] * 40 + ["West"] * 15, dtype=object)
    answers = np.random.default_rng(1).integers(1, 8, (67, 5)).astype(float)
    answers[:12, 2] = 7
    found = made_safe({"branch": branch}, answers, 10, other="other", never={})

    assert found.merged == [Merged("branch", 2, 27)]


def test_a_later_column_keeps_what_can_be_kept():
    branch = np.array(["North", "South"] * 40, dtype=object)
    age = np.array(["young"] * 38 + ["middle"] * 34 + ["old"] * 8, dtype=object)
    answers = np.random.default_rng(1).integers(1, 8, (80, 5)).astype(float)
    found = made_safe({"branch": branch, "age": age}, answers, 10, other="other", never={})

    assert set(found.columns["age"]) == {"young", "other"}
    assert found.merged == [Merged("age", 2, 42)]


def test_weights_of_single_people_are_left_out(answers):
    single = replace(answers, weights=np.linspace(0.5, 1.5, len(answers)), weights_name="w")
    shared = replace(answers, weights=np.repeat([0.5, 1.5], [40, 47]), weights_name="w")
    books = [anonymise(made, grouped(made, by="branch")).codebook for made in (single, shared)]

    assert LeftOut("w", "weights") in books[0].left_out
    assert [v.name for v in books[1].variables][-1] == "weight"


def test_only_people_who_count_are_in_the_data(answers):
    study = analyze(answers, by="branch", exclude="branch = 'Bridge'")

    assert len(rows(anonymised(answers, study))) == 52


def test_the_codebook_says_what_was_asked_and_what_was_done(answers, study, files):
    book = list(csv.reader(io.StringIO(files["codebook.csv"].decode("utf-8-sig"))))
    chinese = anonymised(answers, study, language="zh")
    page = files["codebook.html"].decode()

    assert book[0][:4] == ["Column", "Kind", "What was asked", "Battery"]
    assert book[2][:6] == [
        "expectation_1", "rating", "An excellent company works with modern equipment.",
        "expectation", "q1", "1–7",
    ]  # fmt: skip
    assert "Every combination of the columns about the person is shared by at least 10" in page
    assert "The rarest combination is shared by 12 people." in page
    assert "匿名数据编码手册" in chinese["codebook.html"].decode()
    assert "其他" in chinese["data.csv"].decode("utf-8-sig")


def test_text_in_the_files_never_runs(study, answers):
    hostile = np.where(answers.people["branch"] == "Airport", "=1+1", answers.people["branch"])
    made = replace(answers, people={"branch": hostile.astype(object)})
    files = anonymised(made, grouped(made, by="branch"))

    assert {row["branch"] for row in rows(files)} == {"'=1+1", "Bridge", "other"}


def test_the_same_answers_give_the_same_bytes(answers, study, files):
    assert anonymised(answers, study) == files
