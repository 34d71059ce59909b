"""Personal data are taken away when their time is over; what is left is said."""

import datetime
import json

import pytest

import servqual as sq
from servqual._files import sha256
from servqual.cli.app import main
from servqual.folder.forgetting import forget, forgetting
from servqual.folder.manifest import Manifest, Output
from tests.folder.studies import files, filled

MADE = {"out/report.html": "html", "out/people.csv": "data"}
DAY = datetime.date(2027, 12, 31)
TEXT = """[data]
files = ["data/bank.csv"]
reviewed = "data/reviewed.csv"
mapping = "data/map.toml"
[promise]
keep_until = 2027-12-31
"""


@pytest.fixture
def folder(tmp_path):
    """Return a study folder with a survey, comments, a map, and a file that nobody named."""
    made = filled(tmp_path / "aurora", TEXT)
    for name in ("reviewed.csv", "map.toml", "addresses.xlsx"):
        (made / "data" / name).write_text("", "utf-8")
    return made


def made_by_a_run(folder, outputs):
    """Leave outputs as a run would: place -> kind."""
    for place, kind in outputs.items():
        (folder / place).write_text(kind, "utf-8")
    listed = tuple(Output(place, sha256(b"x"), kind) for place, kind in outputs.items())
    manifest = Manifest(outputs=listed)
    (folder / "out" / "manifest.json").write_text(manifest.to_json(), "utf-8")


def names(paths):
    return [path.name for path in paths]


def test_answers_and_comments_are_to_be_forgotten_and_nothing_else(folder):
    found = forgetting(folder, now=True)

    assert names(found.remove) == ["bank.csv", "reviewed.csv"]


def test_a_file_that_the_study_does_not_name_stays_and_is_told(folder):
    found = forgetting(folder, now=True)
    forget(found)

    assert names(found.unknown) == ["addresses.xlsx"]
    assert (folder / "data" / "addresses.xlsx").is_file()
    assert (folder / "data" / "map.toml").is_file()


def test_rows_that_a_run_made_are_forgotten_and_reports_kept(folder):
    made_by_a_run(folder, MADE | {"data/joined.csv": "joined.csv"})
    found = forgetting(folder, now=True)

    assert names(found.remove) == ["bank.csv", "reviewed.csv", "joined.csv", "people.csv"]
    assert names(found.kept) == ["report.html"]


def test_a_survey_outside_the_folder_stays_and_is_told(tmp_path):
    folder = filled(tmp_path / "a", '[data]\nfiles = ["../all.csv"]\n')
    (tmp_path / "all.csv").write_text("E1,P1\n", "utf-8")
    found = forgetting(folder, now=True)

    assert (found.remove, [path.resolve() for path in found.outside]) == (
        (),
        [(tmp_path / "all.csv").resolve()],
    )


def test_on_the_last_day_nothing_is_due_yet(folder):
    assert not forgetting(folder, today=DAY).is_due
    assert forgetting(folder, today=DAY + datetime.timedelta(1)).is_due


def test_data_may_be_forgotten_before_the_day_that_was_promised(folder):
    found = forgetting(folder, after=datetime.date(2027, 6, 30), today=datetime.date(2027, 7, 1))

    assert found.is_due


def test_data_are_never_kept_longer_than_promised(folder):
    with pytest.raises(sq.SettingsError) as raised:
        forgetting(folder, after=datetime.date(2028, 1, 1))

    assert str(raised.value) == (
        "--after 2028-01-01: those who answered were promised 2027-12-31 "
        f"({folder / 'study.toml'}, keep_until). Name that day or an earlier one, or leave it out."
    )


def test_without_a_day_anywhere_one_must_be_said(tmp_path):
    folder = filled(tmp_path / "a")

    with pytest.raises(sq.SettingsError) as raised:
        forgetting(folder)
    assert str(raised.value) == (
        f"{folder / 'study.toml'}: it does not say how long personal data are kept. Write "
        "keep_until = 2027-12-31 under [promise], or say --after DATE, or --now."
    )


def test_what_was_taken_away_is_recorded_without_answers(folder):
    digest = sha256((folder / "data" / "bank.csv").read_bytes())
    record = forget(forgetting(folder, now=True, today=DAY))
    (found,) = json.loads(record.read_text("utf-8"))["forgotten"]

    assert (found["day"], found["files"][0]) == (
        "2027-12-31",
        {"file": "data/bank.csv", "sha256": digest},
    )


def test_a_second_time_is_added_to_the_record(folder):
    forget(forgetting(folder, now=True, today=DAY))
    (folder / "data" / "bank.csv").write_text("E1,P1\n", "utf-8")
    record = forget(forgetting(folder, now=True, today=DAY))

    assert len(json.loads(record.read_text("utf-8"))["forgotten"]) == 2


def test_what_is_gone_is_no_output_any_more(folder):
    made_by_a_run(folder, MADE)
    forget(forgetting(folder, now=True))
    listed = json.loads((folder / "out" / "manifest.json").read_text("utf-8"))["outputs"]

    assert [one["file"] for one in listed] == ["out/report.html"]


def test_comments_that_stand_in_the_results_are_counted(folder):
    (folder / "out" / "results.json").write_text('{"quotations": [1, 2]}', "utf-8")

    assert forgetting(folder, now=True).quotations == 2


def test_a_run_afterwards_says_that_the_survey_was_removed(tmp_path):
    folder = filled(tmp_path / "a")
    record = forget(forgetting(folder, now=True))

    with pytest.raises(sq.StudyFileError) as raised:
        sq.run(folder)
    assert str(raised.value) == (
        f"{folder / 'study.toml'}: there is no survey in {folder / 'data'} any more; 'servqual "
        f"forget' removed it, see {record}. Results and reports are beside that record."
    )


def test_nothing_is_removed_where_nobody_can_agree(folder, capsys):
    before = files(folder)
    status = main(["forget", str(folder), "--now"])

    assert status == 1
    assert capsys.readouterr().err == (
        f"servqual: 2 files would be removed from {folder}, and nobody is there to agree. Add "
        f"--yes to remove:\n  - {folder / 'data' / 'bank.csv'}\n"
        f"  - {folder / 'data' / 'reviewed.csv'}\n"
    )
    assert files(folder) == before


def test_before_the_day_the_command_removes_nothing_and_is_content(folder, capsys):
    before = files(folder)
    status = main(["forget", str(folder), "--yes"])

    assert status == 0
    assert capsys.readouterr().err == (
        "Nothing removed: personal data are kept until 2027-12-31. --now removes them today.\n"
    )
    assert files(folder) == before


def test_the_command_says_what_is_removed_and_left(folder, capsys):
    status = main(["forget", str(folder), "--now", "--yes"])
    data = folder / "data"

    assert status == 0
    assert capsys.readouterr().err.splitlines() == [
        f"Removed: {data / 'bank.csv'}",
        f"Removed: {data / 'reviewed.csv'}",
        f"Recorded: {folder / 'out' / 'forgotten.json'}",
        f"Left: {data / 'addresses.xlsx'}; study.toml does not say what it is, look at it yourself",
        "Copies in the survey tool, in mails and backups, and what was handed over, are out of "
        "reach.",
    ]


def test_now_and_after_exclude_each_other(folder, capsys):
    status = main(["forget", str(folder), "--now", "--after", "2027-01-01"])

    assert status == 1
    assert capsys.readouterr().err == (
        "servqual: --now and --after exclude each other. Leave out one of the two.\n"
    )
