"""``servqual report --notes``: warned of, refused, listed."""

import pytest

from servqual.cli.app import main


@pytest.fixture
def notes(tmp_path):
    def written(text, name="notes.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def run(capsys, *arguments):
    status = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_an_old_number_is_warned_of_and_the_report_is_written(
    plain_survey, notes, tmp_path, capsys
):
    path, page = notes("# summary\n\nIt was 98.76 then.\n"), tmp_path / "report.html"
    status, out, err = run(capsys, "report", plain_survey, "--notes", path, "-o", page, "--quiet")

    assert (status, out) == (0, "")
    assert err.startswith("servqual: notes.md, line 3: 98.76 is not among the figures of summary.")
    assert "It was 98.76 then." in page.read_text("utf-8")
    assert "--notes notes.md" in page.read_text("utf-8")


def test_hostile_markup_stops_before_the_survey_is_read(plain_survey, notes, tmp_path, capsys):
    path, page = notes("# summary\n\n<img src=x onerror=alert(1)>\n"), tmp_path / "report.html"
    status, _, err = run(capsys, "report", plain_survey, "--notes", path, "-o", page)

    assert status == 1
    assert err == (
        f"servqual: {path}: these notes have 1 fault. Mend and try again:\n"
        "  - line 3: HTML is not allowed ('<img src=x onerror=alert(1)>'); use Markdown, or write "
        "\\< for the sign itself\n"
    )
    assert not page.exists()


def test_an_unknown_id_is_refused_and_nothing_written(plain_survey, notes, tmp_path, capsys):
    path, page = notes("# sumary\n\nText.\n"), tmp_path / "report.html"
    status, _, err = run(capsys, "report", plain_survey, "--notes", path, "-o", page)

    assert status == 1
    assert "line 1: 'sumary' is no section or exhibit of this report; did you mean summary" in err
    assert not page.exists()


def test_a_missing_file_of_notes_is_named(plain_survey, tmp_path, capsys):
    path = tmp_path / "none.md"
    status, _, err = run(capsys, "report", plain_survey, "--notes", path)

    assert (status, err) == (
        1,
        f"servqual: {path}: there is no such file of notes. Check the spelling and the folder.\n",
    )


def test_notes_are_refused_for_editions_of_units(plain_survey, notes, capsys):
    path = notes("# summary\n\nText.\n")
    status, _, err = run(capsys, "report", plain_survey, "--notes", path, "--each", "branch")

    assert (status, err) == (
        1,
        "servqual: notes are about the whole report, not about one edition per unit. Leave out "
        "--notes or --each.\n",
    )


def test_the_list_of_exhibits_writes_nothing(plain_survey, capsys):
    before = sorted(plain_survey.parent.iterdir())
    status, out, _ = run(capsys, "report", plain_survey, "--list-exhibits", "--lang", "zh")

    assert status == 0
    assert out.splitlines()[1].split() == ["summary", "摘要"]
    assert "  exhibit-dimensions-gap" in out
    assert sorted(plain_survey.parent.iterdir()) == before


def test_the_mapping_file_may_name_the_notes(plain_survey, notes, tmp_path, capsys):
    notes("# summary\n\nAs we said.\n", "words.md")
    mapping, page = notes('[report]\nnotes = "words.md"\n', "map.toml"), tmp_path / "report.html"
    status, _, _ = run(capsys, "report", plain_survey, "--mapping", mapping, "-o", page)

    assert status == 0
    assert "As we said." in page.read_text("utf-8")
