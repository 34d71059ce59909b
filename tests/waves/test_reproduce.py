"""Results made again: nothing differs, or every difference is named with its cause."""

import contextlib
import csv
import io
import json

import pandas as pd
import pytest

import servqual as sq
from servqual._files import data_folder
from servqual.analysis.reproducing import compare_results
from servqual.cli.app import main
from servqual.errors import FileError, FormatError, SettingsError
from servqual.writer import to_json


class Ended:
    def __init__(self, *words):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            self.status = main([str(word) for word in words])
        self.out, self.err = out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a folder with a survey and its results, as a study of last year leaves them."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "data").mkdir()
    (folder / "out").mkdir()
    survey = folder / "data" / "guests.csv"
    survey.write_text(sq.simulate(60, seed=3).to_csv(), encoding="utf-8")
    (folder / "old.map.toml").write_text('[report]\nsesoi = 0.7\n[missing]\ndeclared = ["99"]\n')
    answers = sq.read(survey, mapping=folder / "old.map.toml")
    study = sq.analyze(answers, sesoi=0.7, exclude={"suspect": "agreed"}, by="branch")
    (folder / "out" / "results.json").write_text(to_json(study), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def changed(kept):
    """Return the survey with one answer changed."""
    text = (kept / "data" / "guests.csv").read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    column = rows[0].index("P5")
    rows[17][column] = "1" if rows[17][column] != "1" else "2"
    path = kept / "changed.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.fixture(scope="module")
def after_a_change(kept, changed):
    return sq.reproduce(
        kept / "out" / "results.json", changed, old_data=kept / "data" / "guests.csv"
    )


def test_a_year_later_nothing_differs(kept):
    ended = Ended("reproduce", kept / "out" / "results.json")

    assert ended.status == 0
    assert ended.out.startswith("No difference: all ")
    assert "Not compared" not in ended.out


def test_results_say_how_they_were_read(kept):
    made = json.loads((kept / "out" / "results.json").read_text("utf-8"))["made"]

    assert made["map"]["table"] == {"report": {"sesoi": 0.7}, "missing": {"declared": ["99"]}}
    assert made["instrument"]["definition"] is None
    assert set(made["versions"]) == {"servqual", "python", "numpy", "scipy"}


def test_a_changed_answer_is_named_by_row_and_column(after_a_change):
    (cell,) = after_a_change.cells

    assert (cell.row, cell.column) == (18, "P5")
    assert {row.cause for row in after_a_change.reasons} == {"data"}
    assert {row.cause for row in after_a_change.differences} == {"data"}


def test_the_figures_that_follow_are_named(after_a_change):
    figures = {row.figure for row in after_a_change.differences}

    assert {"gaps items q5 gap gap", "gaps dimensions reliability gap gap"} <= figures
    assert not any(figure.startswith("gaps items q1 ") for figure in figures)


def test_without_the_old_file_the_data_are_said_to_differ(kept, changed):
    ended = Ended("reproduce", kept / "out" / "results.json", "--data", changed, "--lang", "zh")

    assert ended.status == 1
    assert "调查数据不是原来的文件" in ended.out
    assert "gaps overall unweighted gap" in ended.out


def test_a_changed_setting_in_the_map_is_named(kept):
    (kept / "new.map.toml").write_text('[report]\nsesoi = 0.3\n[missing]\ndeclared = ["99"]\n')
    found = sq.reproduce(kept / "out" / "results.json", mapping=kept / "new.map.toml")

    assert [(r.cause, r.what, r.then, r.now) for r in found.reasons] == [
        ("setting", "report.sesoi", "0.7", "0.3")
    ]
    assert {row.cause for row in found.differences} == {"setting"}


def test_results_of_another_version_name_it(kept):
    table = json.loads((kept / "out" / "results.json").read_text("utf-8"))
    table["made"]["versions"]["numpy"] = "1.0"
    table["gaps"]["items"][0]["gap"] += 0.01
    (kept / "out" / "older.json").write_text(json.dumps(table), encoding="utf-8")

    found = compare_results(kept / "out" / "older.json", kept / "out" / "results.json")

    assert [(d.cause, d.figure) for d in found.differences] == [
        ("version", "gaps items q1 gap gap")
    ]
    assert found.reasons[0].what == "numpy"


def test_a_questionnaire_of_ones_own_travels_with_the_results(tmp_path):
    own, survey, results = (tmp_path / name for name in ("own.toml", "own.csv", "results.json"))
    shipped = (data_folder("instruments") / "servperf.toml").read_text("utf-8")
    own.write_text(shipped.replace('id = "servperf"', 'id = "own-form"', 1), "utf-8")
    sq.simulate(40, seed=2).frame[[f"P{k}" for k in range(1, 23)]].to_csv(survey, index=False)
    results.write_text(to_json(sq.analyze(sq.read(survey, own))), encoding="utf-8")
    own.unlink()

    made = json.loads(results.read_text("utf-8"))["made"]
    assert made["instrument"]["definition"]["id"] == "own-form"
    assert sq.reproduce(results).same


def test_personal_texts_are_not_shown_where_files_differ(tmp_path):
    from servqual.importer.changed import changed_cells
    from servqual.importer.opening.source import Opening

    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("name,P1,old\nAda Lovelace,5,1\n", encoding="utf-8")
    other.write_text("name,P1\nGrace Hopper,6\nLin Dan,7\n", encoding="utf-8")

    found = changed_cells(one, other, Opening()).cells

    assert [(c.row, c.column, c.then, c.now) for c in found] == [
        (0, "", "1", "2"),
        (0, "old", "old", ""),
        (2, "name", None, None),
        (2, "P1", "5", "6"),
    ]


def test_numbers_that_were_only_written_otherwise_are_told_apart_from_changed_ones(tmp_path):
    from servqual.importer.changed import changed_cells
    from servqual.importer.opening.source import Opening

    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("id,P1,P2\n9007199254740993,6,01\n2,7,5\n", encoding="utf-8")
    other.write_text("id,P1,P2\n9007199254740992,6.0,1\n2.0,1.0,5\n", encoding="utf-8")

    found = changed_cells(one, other, Opening())

    assert [(c.row, c.column, c.then, c.now) for c in found.cells] == [
        (2, "id", None, None),
        (3, "P1", "7", "1.0"),
    ]
    assert [(c.row, c.column) for c in found.rewritten] == [(2, "P1"), (2, "P2"), (3, "id")]


def test_a_survey_saved_by_another_program_hides_no_changed_answer(kept, changed, tmp_path):
    saved = tmp_path / "saved.csv"
    pd.read_csv(changed).astype({"P1": float, "P2": float}).to_csv(saved, index=False)
    results = kept / "out" / "results.json"

    ended = Ended("reproduce", results, "--data", saved, "--old-data", kept / "data" / "guests.csv")

    assert "  - One cell of the survey is another:\n  - row 18, column P5: " in ended.out
    assert "cells hold the same number in other signs, which changes no rating" in ended.out


def test_a_study_folder_says_where_the_wave_before_is(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "last.csv").write_text("dimension,E,P,n\nreliability,6.3,4.9,90\n", "utf-8")
    (tmp_path / "since.toml").write_text('label = "2025"\n', encoding="utf-8")
    (tmp_path / "study.toml").write_text(
        '[before]\nfile = "last.csv"\ncrosswalk = "since.toml"\n', encoding="utf-8"
    )
    survey, results = tmp_path / "guests.csv", tmp_path / "out" / "results.json"
    survey.write_text(sq.simulate(40, seed=4).to_csv(), encoding="utf-8")
    files = {"before": tmp_path / "last.csv", "crosswalk": tmp_path / "since.toml"}
    results.write_text(to_json(sq.analyze(sq.read(survey), **files)), encoding="utf-8")

    ended = Ended("reproduce", results)

    assert ended.status == 0
    assert "Not compared" not in ended.out


def test_what_cannot_be_made_again_is_refused_with_a_reason(kept, tmp_path):
    results = kept / "out" / "results.json"
    (tmp_path / "x.json").write_text('{"schema": "other"}')
    (tmp_path / "results.json").write_text(results.read_text("utf-8"), encoding="utf-8")

    with pytest.raises(FormatError, match="its key 'schema' is not"):
        sq.reproduce(tmp_path / "x.json")
    with pytest.raises(FileError, match="Name it with --data"):
        sq.reproduce(tmp_path / "results.json")
    with pytest.raises(SettingsError, match="not the file that the results were made from"):
        sq.reproduce(results, kept / "data" / "guests.csv", old_data=kept / "old.map.toml")
