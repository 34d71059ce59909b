"""A new study folder, and one like that of the last wave."""

import tomllib
from pathlib import Path

import pytest

import servqual as sq
from servqual.cli.app import main
from servqual.folder.rewriting import rewritten
from tests.folder.studies import files, filled


def toml(folder):
    return tomllib.loads((folder / "study.toml").read_text("utf-8"))


def test_a_new_folder_has_its_files_and_two_empty_folders(tmp_path):
    made = sq.new_folder(tmp_path / "aurora-2026").folder

    assert sorted(path.name for path in made.iterdir()) == [
        "data",
        "map.toml",
        "notes.md",
        "out",
        "study.toml",
    ]
    assert list((made / "data").iterdir()) == []


def test_a_new_folder_may_stand_where_an_empty_one_is(tmp_path):
    (tmp_path / "aurora").mkdir()

    assert (sq.new_folder(tmp_path / "aurora").folder / "study.toml").is_file()


def test_nothing_is_written_into_a_folder_that_holds_something(tmp_path):
    (tmp_path / "mine.txt").write_text("x", "utf-8")

    with pytest.raises(sq.FileError) as raised:
        sq.new_folder(tmp_path)
    assert str(raised.value) == (
        f"{tmp_path}: this folder is not empty. Name a folder that is not there yet."
    )
    assert list(files(tmp_path)) == ["mine.txt"]


def test_the_folder_above_must_be_there(tmp_path):
    with pytest.raises(sq.FileError, match=r"the folder .*nowhere does not exist. Make it first"):
        sq.new_folder(tmp_path / "nowhere" / "aurora")


def test_a_language_without_a_study_file_is_refused(tmp_path):
    with pytest.raises(sq.SettingsError, match=r"no study file in 'de'. Known languages: en, zh"):
        sq.new_folder(tmp_path / "aurora", language="de")
    assert list(tmp_path.iterdir()) == []


def test_the_map_and_the_notes_of_a_new_folder_say_nothing(tmp_path):
    from servqual.importer import Mapping, load_mapping
    from servqual.writer import read_own_words

    for language in ("en", "zh"):
        made = sq.new_folder(tmp_path / language, language=language).folder
        said = load_mapping(made / "map.toml")

        assert (said.columns, said.report) == (Mapping().columns, {})
        assert read_own_words(made / "notes.md").entries == ()


OLD = """# ours
[study]
client = "Hotel Aurora"
instrument = "own.toml"

[data]
files = [
  "data/bank.csv",   # the only one
]
mapping = "map.toml"
reviewed = "data/reviewed.csv"

[fieldwork]
start = 2025-05-01   # a Thursday
invited = 900
unit = "branch"

[fieldwork.units]
Centre = { invited = 300, quota = 50 }
"North Gate" = { invited = 600 }

[promise]
min_cell = 12
keep_until = 2026-12-31

[report]
brand = "brands/aurora.toml"
status = "final"
notes = "notes.md"

[before]
file = "../aurora-2024/out/results.json"
crosswalk = "crosswalk.toml"
"""


@pytest.fixture(scope="module")
def waves(tmp_path_factory):
    """Return a study folder of last year, made, and this year's like it."""
    top = tmp_path_factory.mktemp("waves")
    old = filled(top / "aurora-2025", OLD)
    (old / "own.toml").write_text("mine", "utf-8")
    (old / "brands").mkdir()
    (old / "brands" / "aurora.toml").write_text('name = "Aurora Research"\n', "utf-8")
    (old / "notes.md").write_text("# summary\nOurs.\n", "utf-8")
    (old / "secret.txt").write_text("names", "utf-8")
    (old / "out" / "results.json").write_text("{}", "utf-8")
    made = sq.new_folder(top / "aurora-2026", like=old)
    return old, made


def test_the_next_wave_keeps_the_settings_and_leaves_the_dates(waves):
    _, made = waves

    assert toml(made.folder) == {
        "study": {"client": "Hotel Aurora", "instrument": "own.toml"},
        "data": {"mapping": "map.toml"},
        "fieldwork": {"unit": "branch", "units": {"Centre": {"quota": 50}, "North Gate": {}}},
        "promise": {"min_cell": 12},
        "report": {"brand": "brands/aurora.toml", "notes": "notes.md"},
        "before": {"file": "../aurora-2025/out/results.json"},
    }


def test_what_was_left_out_stands_as_a_comment_with_the_rest(waves):
    _, made = waves
    text = (made.folder / "study.toml").read_text("utf-8")

    assert text.startswith("# ours\n[study]\n")
    assert '# files = [\n#   "data/bank.csv",   # the only one\n# ]\n' in text
    assert "# start = 2025-05-01   # a Thursday\n" in text


def test_only_files_that_the_study_names_are_copied(waves):
    _, made = waves

    assert list(files(made.folder)) == [
        "brands/aurora.toml",
        "map.toml",
        "notes.md",
        "own.toml",
        "study.toml",
    ]


def test_what_is_to_be_filled_in_is_said(waves):
    _, made = waves

    assert made.advice == (
        "fill in data, dates and numbers of people asked: the old ones stand as comments",
        "set [promise] keep_until anew: the old day stands as a comment",
    )


def test_a_file_outside_the_folder_is_found_from_the_new_one(tmp_path):
    old = filled(tmp_path / "2025", '[report]\nbrand = "../house.toml"\n')
    (tmp_path / "house.toml").write_text('name = "House"\n', "utf-8")
    (tmp_path / "deeper").mkdir()
    made = sq.new_folder(tmp_path / "deeper" / "2026", like=old)

    assert toml(made.folder)["report"] == {"brand": "../../house.toml"}


def test_without_results_of_the_last_wave_there_is_nothing_to_compare_with(tmp_path):
    old = filled(tmp_path / "2025", "[study]\n")
    made = sq.new_folder(tmp_path / "2026", like=old)

    assert "before" not in toml(made.folder)
    assert made.advice[-1] == (
        f"{old / 'out' / 'results.json'} is not there: run the old study to compare with it"
    )


def test_a_study_file_that_cannot_be_carried_over_is_refused(tmp_path):
    old = filled(tmp_path / "2025", 'fieldwork.start = 2025-05-01\n[study]\nclient = "x"\n')

    with pytest.raises(sq.StudyFileError, match="cannot be carried over line by line"):
        sq.new_folder(tmp_path / "2026", like=old)
    assert not (tmp_path / "2026").exists()


def test_the_command_says_what_comes_next(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status = main(["new", "aurora", "--lang", "zh"])

    assert status == 0
    assert capsys.readouterr().err.splitlines()[-2:] == [
        f"Next: put the export into {Path('aurora') / 'data'}, fill in "
        f"{Path('aurora') / 'study.toml'}",
        "Then: servqual run aurora",
    ]


@pytest.mark.parametrize(
    ("text", "changes", "after"),
    [
        ("[a]\nx = 1\n", {("a", "x"): None}, "[a]\n# x = 1\n"),
        ("[a]\nx = 1\n", {("a", "x"): "2"}, "[a]\nx = 2\n"),
        ("[a]\n", {("a", "x"): "2"}, "[a]\nx = 2\n"),
        ("", {("a", "x"): "2"}, "\n[a]\nx = 2\n"),
        ('[a]\nx = """\nx = 3\n"""\n', {("a", "x"): None}, '[a]\n# x = """\n# x = 3\n# """\n'),
        ("[ a.b ]\n'x' = 1\n", {("a", "b", "x"): None}, "[ a.b ]\n# 'x' = 1\n"),
        ("a = { x = 1 }\n", {("a", "x"): None}, None),
    ],
)
def test_an_entry_is_changed_where_it_stands_or_not_at_all(text, changes, after):
    assert rewritten(text, changes) == after
