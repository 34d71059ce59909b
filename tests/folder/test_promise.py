"""What was promised to those who answered is a floor that nothing lowers."""

import datetime
import json

import pytest

import servqual as sq
from servqual.cli.app import main
from servqual.folder import promise_near
from servqual.settings import ReportOptions
from servqual.writer.sections.sample import facts
from servqual.writer.view import View
from tests.folder.studies import filled

PROMISE = sq.Promise(
    min_cell=12,
    comments="never",
    text={"en": "We show groups of 12 or more.", "zh": "只显示十二人以上的分组。"},
    keep_until=datetime.date(2027, 12, 31),
)


@pytest.fixture(scope="module")
def guests():
    return sq.read(sq.simulate(60, seed=3).frame)


@pytest.fixture(scope="module")
def kept(guests):
    return sq.analyze(guests, promise=PROMISE, by="branch")


@pytest.fixture
def folder(tmp_path):
    return filled(tmp_path / "aurora", '[promise]\nmin_cell = 12\ncomments = "never"\n')


def test_the_promise_is_the_minimum_cell_where_none_is_asked_for(kept):
    assert (kept.settings.min_cell, kept.settings.promised_cell) == (12, 12)


def test_a_smaller_cell_is_refused_in_python(guests):
    with pytest.raises(sq.SettingsError) as raised:
        sq.analyze(guests, promise=PROMISE, min_cell=5)

    assert str(raised.value) == (
        "the minimum cell is 5, but those who answered were promised that nothing is shown of "
        "fewer than 12 people. Nothing lowers that: ask for 12 or more, or leave it out."
    )


def test_a_larger_cell_may_be_asked_for(guests):
    assert sq.Settings(promise=PROMISE, min_cell=20).min_cell == 20


def test_comments_are_not_quoted_where_that_was_promised(guests):
    with pytest.raises(sq.SettingsError) as raised:
        sq.analyze(guests, promise=PROMISE, comments="reviewed.csv")

    assert str(raised.value) == (
        "reviewed.csv: those who answered were promised that comments are never quoted. Leave this "
        "list out; themes and their counts may still be shown."
    )


def test_a_promise_about_comments_is_one_of_two():
    with pytest.raises(sq.SettingsError) as raised:
        sq.Promise(comments="sometimes")

    assert str(raised.value) == (
        "the promise about comments is 'sometimes'; it must be 'never' or 'without group', or left "
        "out."
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "Promised to those who answered",
                "“We show groups of 12 or more.” No group of fewer than 12 people is shown, "
                "whatever is asked for. No comment is quoted. Personal data are kept until "
                "31 December 2027, then deleted.",
            ),
        ),
        (
            "zh",
            (
                "对受访者的承诺",
                "“只显示十二人以上的分组。”不足 12 人的分组一律不显示。不引用任何评论原文。"
                "个人数据保存至2027年12月31日，到期删除。",
            ),
        ),
    ],
)
def test_the_promise_is_printed(kept, language, said):
    assert facts(View(kept, ReportOptions(language=language)))[-1] == said


def test_where_nothing_was_promised_nothing_is_printed(guests):
    terms = [term for term, _ in facts(View(sq.analyze(guests), ReportOptions()))]

    assert "Promised to those who answered" not in terms


def test_results_hold_the_promise_and_give_it_back(kept):
    record = json.loads(sq.to_json(kept))["settings"]["promise"]

    assert record == {
        "min_cell": 12,
        "comments": "never",
        "keep_until": "2027-12-31",
        "text": dict(PROMISE.text),
    }
    assert sq.Promise.recorded(record) == PROMISE


def test_a_survey_in_a_study_folder_is_under_its_promise(folder):
    near = promise_near(folder / "data" / "bank.csv")

    assert near == sq.Promise(min_cell=12, comments="never")
    assert promise_near(folder / "bank.csv") == near


def test_a_survey_elsewhere_is_under_no_promise(folder):
    assert promise_near(folder.parent / "bank.csv") == sq.Promise()


@pytest.mark.parametrize("command", ["report", "score"])
def test_no_command_lowers_what_the_study_folder_promised(folder, capsys, command):
    status = main([command, str(folder / "data" / "bank.csv"), "--min-cell", "5"])

    assert status == 1
    assert "were promised that nothing is shown of fewer than 12 people" in capsys.readouterr().err


def test_a_command_on_the_survey_alone_keeps_the_promise(folder):
    out = folder / "results.json"
    main(["score", str(folder / "data" / "bank.csv"), "-o", str(out), "--quiet"])

    assert json.loads(out.read_text("utf-8"))["settings"]["min_cell"] == 12


def test_a_study_file_with_faults_stops_every_command(folder, capsys):
    (folder / "study.toml").write_text("[promise]\nmincell = 12\n", "utf-8")
    status = main(["score", str(folder / "data" / "bank.csv")])

    assert status == 1
    assert "promise.mincell: this key is not known. Did you mean min_cell?" in (
        capsys.readouterr().err
    )
