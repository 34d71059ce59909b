"""One command makes everything from a study folder, and makes it again."""

import json
from shutil import copytree

import pytest

import servqual as sq
from servqual.cli.app import main
from tests.folder.studies import DAY, files, filled

TEXT = f"""[study]
client = {{ en = "Hotel Aurora", zh = "曙光酒店" }}
service = {{ en = "hotel", zh = "酒店" }}
languages = ["zh", "en"]
[fieldwork]
start = 2026-05-01
end = 2026-05-31
mode = {{ en = "tablet", zh = "平板" }}
invited = 200
[promise]
min_cell = 12
keep_until = 2027-12-31
[figures]
by = ["branch"]
sesoi = 0.5
sesoi_agreed_by = "Ms Li"
[report]
style = "brief"
date = {DAY}
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Return a study folder that was run once, and what the run said."""
    folder = filled(tmp_path_factory.mktemp("studies") / "aurora-2026", TEXT, people=80)
    return folder, sq.run(folder)


@pytest.fixture(scope="module")
def changed(first, tmp_path_factory):
    """Return a copy of that folder, run for results alone after one answer was changed."""
    folder = copytree(first[0], tmp_path_factory.mktemp("changed") / "aurora-2026")
    survey = folder / "data" / "bank.csv"
    survey.write_text(survey.read_text("utf-8").replace(",7,", ",6,", 1), "utf-8")
    (folder / "out" / "report.zh.html").write_text("mine", "utf-8")
    return folder, sq.run(folder, deliver=[])


@pytest.fixture
def again(first, tmp_path):
    """Return a copy of that folder, to be changed."""
    folder, _ = first
    return copytree(folder, tmp_path / "aurora-2026")


def test_results_and_a_report_in_each_language_are_made(first):
    folder, made = first

    assert [path.relative_to(folder).as_posix() for path in made.written] == [
        "out/results.json",
        "out/report.zh.html",
        "out/report.en.html",
        "out/manifest.json",
    ]


def test_each_report_speaks_its_language(first):
    folder, _ = first
    zh, en = ((folder / "out" / f"report.{code}.html").read_text("utf-8") for code in ("zh", "en"))

    assert all(text in zh for text in ("曙光酒店", "平板", "2026年5月1日", "与Ms Li商定"))
    assert all(text in en for text in ("Hotel Aurora", "tablet", "1 May 2026", "agreed with Ms Li"))


def test_the_promise_is_printed_and_kept(first):
    folder, made = first
    page = (folder / "out" / "report.en.html").read_text("utf-8")

    assert "No group of fewer than 12 people is shown, whatever is asked for." in page
    assert "Personal data are kept until 31 December 2027, then deleted." in page
    assert (made.study.settings.min_cell, made.study.groups.min_cell) == (12, 12)


def test_the_manifest_lists_inputs_and_outputs_with_their_hashes(first):
    from servqual._files import sha256

    folder, _ = first
    found = json.loads((folder / "out" / "manifest.json").read_text("utf-8"))

    assert (found["schema"], found["date"]) == ("servqual-run/1", DAY)
    assert [one["file"] for one in found["inputs"]] == ["study.toml", "data/bank.csv"]
    assert found["versions"]["servqual"] == sq.__version__
    assert all(
        one["sha256"] == sha256((folder / one["file"]).read_bytes())
        for one in (*found["inputs"], *found["outputs"])
    )


def test_a_run_with_the_same_inputs_gives_the_same_bytes(again):
    before = files(again)
    made = sq.run(again)

    assert files(again) == before
    assert (made.changed, made.removed) == ((), ())


PAGE = '[report]\nstyle = "brief"\n'


def test_without_a_printed_date_the_first_one_stays_while_nothing_changes(tmp_path):
    folder = filled(tmp_path / "a", PAGE)
    sq.run(folder, deliver=[])
    listed = folder / "out" / "manifest.json"
    listed.write_text(
        listed.read_text("utf-8").replace(json.loads(listed.read_text())["date"], "2026-01-31"),
        "utf-8",
    )
    sq.run(folder)
    page = (folder / "out" / "report.en.html").read_text("utf-8")

    assert json.loads(listed.read_text("utf-8"))["date"] == "2026-01-31"
    assert "31 January 2026" in page


def test_a_changed_input_is_named(changed):
    _, made = changed

    assert made.changed == ("data/bank.csv",)


def test_what_older_inputs_made_is_taken_away(changed):
    folder, made = changed

    assert [path.name for path in made.removed] == ["report.en.html"]
    assert not (folder / "out" / "report.en.html").exists()


def test_an_edited_report_that_is_no_longer_made_is_left(changed):
    folder, made = changed

    assert [path.name for path in made.left] == ["report.zh.html"]
    assert (folder / "out" / "report.zh.html").read_text("utf-8") == "mine"


def test_results_are_the_same_whichever_language_is_made(again):
    before = (again / "out" / "results.json").read_bytes()
    sq.run(again, languages=["en"], deliver=[])

    assert (again / "out" / "results.json").read_bytes() == before


def test_results_alone_leave_reports_of_the_same_inputs_on_the_list(again):
    sq.run(again, deliver=[])
    listed = json.loads((again / "out" / "manifest.json").read_text("utf-8"))["outputs"]

    assert [one["file"] for one in listed] == [
        "out/report.en.html",
        "out/report.zh.html",
        "out/results.json",
    ]


def test_a_report_that_was_edited_is_not_replaced(again):
    page = again / "out" / "report.en.html"
    page.write_text("mine", "utf-8")

    with pytest.raises(sq.FileError) as raised:
        sq.run(again)
    assert str(raised.value) == (
        f"{page}: edited since the last run, which would replace it. Move it out of out/ under "
        "another name, write what you changed into notes.md, or add --force."
    )
    assert page.read_text("utf-8") == "mine"


def test_force_replaces_a_report_that_was_edited(again):
    page = again / "out" / "report.en.html"
    before = page.read_bytes()
    page.write_text("mine", "utf-8")
    sq.run(again, force=True)

    assert page.read_bytes() == before


def test_a_file_that_no_run_made_is_not_replaced(tmp_path):
    folder = filled(tmp_path / "a", PAGE)
    (folder / "out" / "report.en.html").write_text("mine", "utf-8")

    with pytest.raises(sq.FileError, match=r"report.en.html: this file exists already"):
        sq.run(folder)
    assert list(files(folder / "out")) == ["report.en.html"]


def test_a_fault_leaves_the_results_of_the_last_run(again):
    before = files(again / "out")
    (again / "data" / "bank.csv").write_text("E1,P1\n9,9\n", "utf-8")

    with pytest.raises(sq.ServqualError):
        sq.run(again)
    assert files(again / "out") == before


@pytest.mark.parametrize("place", ["../other.html", "/elsewhere/other.html", "out\\..\\..\\x", ""])
def test_a_list_of_outputs_that_leads_out_of_the_folder_is_refused(tmp_path, place):
    folder = filled(tmp_path / "a")
    one = {"file": place, "kind": "html", "language": None, "sha256": ""}
    table = {"date": "", "versions": {}, "inputs": [], "outputs": [one]}
    (folder / "out" / "manifest.json").write_text(json.dumps(table), "utf-8")

    with pytest.raises(sq.FormatError, match="this is not the list that a run wrote"):
        sq.run(folder)


def test_a_list_of_outputs_that_was_changed_by_hand_is_refused(again):
    (again / "out" / "manifest.json").write_text('{"date": 1}', "utf-8")

    with pytest.raises(sq.FormatError, match="this is not the list that a run wrote"):
        sq.run(again)


@pytest.mark.parametrize(
    ("deliver", "message"),
    [
        (["fax"], "'fax' is nothing that can be handed over. Known: html, pdf, docx, pptx, xlsx, "
         "figures, data."),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused(again, deliver, message):
    with pytest.raises(sq.SettingsError) as raised:
        sq.run(again, deliver=deliver)

    assert str(raised.value) == message


def test_a_language_without_texts_is_refused(again):
    with pytest.raises(sq.SettingsError, match="there are no texts in 'de'"):
        sq.run(again, languages=["de"])


def test_without_a_survey_it_is_said_where_to_put_it(tmp_path):
    folder = sq.new_folder(tmp_path / "a").folder

    with pytest.raises(sq.StudyFileError) as raised:
        sq.run(folder)
    assert str(raised.value) == (
        f"{folder / 'study.toml'}: there is no survey yet. Put the export into {folder / 'data'}, "
        'or name it under [data]: files = ["data/guests.csv"].'
    )


def test_of_several_files_it_must_be_said_which_hold_answers(tmp_path):
    folder = filled(tmp_path / "a")
    (folder / "data" / "more.xlsx").write_bytes(b"")

    with pytest.raises(sq.StudyFileError) as raised:
        sq.run(folder)
    assert str(raised.value) == (
        f"{folder / 'study.toml'}: there are 2 files in {folder / 'data'}. Say under [data] which "
        'hold answers: files = ["data/bank.csv", "data/more.xlsx"].'
    )


def test_the_study_file_outranks_the_mapping_file(tmp_path):
    text = '[study]\nclient = "Ours"\n[data]\nmapping = "map.toml"\n' + PAGE
    folder = filled(tmp_path / "a", text)
    said = '[report]\nclient = "Theirs"\nsesoi = 0.7\ntarget = "5.5,6"\n[sample]\nframe = "all"\n'
    (folder / "map.toml").write_text(said, "utf-8")
    found = sq.run(folder).study
    page = (folder / "out" / "report.en.html").read_text("utf-8")

    assert (found.settings.sesoi, found.settings.target) == (0.7, (5.5, 6.0))
    assert found.sample.facts.frame == "all"
    assert ("Ours" in page, "Theirs" in page) == (True, False)


def test_rules_that_compare_a_column_keep_it(tmp_path):
    folder = filled(tmp_path / "a", '[exclude]\n"wing = \'old\'" = "being rebuilt"\n')
    answers = sq.simulate(60, seed=3).frame
    answers["wing"] = ["old"] * 4 + ["new"] * 56
    answers.to_csv(folder / "data" / "bank.csv", index=False)
    (row,) = sq.run(folder, deliver=[]).study.sample.excluded

    assert (row.reason, row.n) == ("being rebuilt", 4)


def test_several_exports_are_joined_before_they_are_read(tmp_path):
    text = (
        '[data]\nfiles = [{ file = "data/bank.csv", mode = "desk" }, '
        '{ file = "data/zh.csv", mode = "mail", language = "zh" }]\n'
        f'[figures]\nby = ["mode"]\n[report]\ndeliver = []\ndate = {DAY}\n'
    )
    folder = filled(tmp_path / "a", text)
    other = sq.simulate(50, seed=9, language="zh").to_csv()
    (folder / "data" / "zh.csv").write_text(other, "utf-8")
    made = sq.run(folder)

    assert made.study.sample.respondents == 110
    assert made.study.sample.facts.mode == "desk, mail"
    assert {row.group for row in made.study.groups.groups} == {"desk", "mail"}
    assert {"data/joined.csv", "data/joined.map.toml"} <= set(files(folder))
    assert "joined_files" in made.study.notes.codes()


def test_what_a_study_made_can_be_reproduced(first):
    folder, _ = first
    found = sq.reproduce(folder / "out" / "results.json")

    assert (found.differences, found.reasons) == ((), ())


def test_the_command_says_what_was_found_and_made(again, capsys, monkeypatch):
    monkeypatch.chdir(again)
    status = main(["run", "--lang", "en"])
    said = capsys.readouterr().err.splitlines()

    assert status == 0
    assert [line for line in said if line.startswith("Written")] == [
        "Written: out/results.json",
        "Written: out/report.en.html",
        "Written: out/manifest.json",
    ]
    assert "  80 respondents from bank.csv" in said


def test_an_empty_list_of_what_to_make_is_refused(again, capsys):
    status = main(["run", str(again), "--deliver", " , "])

    assert status == 1
    assert capsys.readouterr().err == (
        "servqual: --deliver names nothing. Write what to make: --deliver html,pdf.\n"
    )
