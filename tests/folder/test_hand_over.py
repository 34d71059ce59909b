"""Everything that is handed over comes from one study, is written whole, and has no clock in it."""

import pytest

import servqual as sq
from servqual.analysis.hand_over import KINDS, check_kinds, dated, deliver, handed_over, write_all
from servqual.folder.reading import KINDS as ASKED
from servqual.settings import ReportOptions
from tests.folder.studies import filled

BRIEF = ReportOptions(style="brief", date="2026-06-15")


@pytest.fixture(scope="module")
def guests():
    return sq.read(sq.simulate(160, seed=3).frame, people=["branch"])


@pytest.fixture(scope="module")
def study(guests):
    return sq.analyze(guests, by="branch")


def test_a_study_file_may_ask_for_everything_that_can_be_made():
    assert ASKED == KINDS


def test_what_cannot_be_made_is_refused_before_anything_is_made():
    with pytest.raises(sq.SettingsError, match="'doc' is nothing that can be handed over"):
        check_kinds(["html", "doc"])


def test_files_are_named_by_what_they_are_and_their_language(study, guests):
    made = handed_over(study, guests, ["html", "xlsx", "data"], BRIEF)

    assert list(made) == [
        "report.en.html",
        "databook.en.xlsx",
        "data.en/data.csv",
        "data.en/data.sav",
        "data.en/codebook.csv",
        "data.en/codebook.html",
    ]


def test_a_kind_that_is_asked_for_twice_is_made_once(study, guests, tmp_path):
    written = deliver(study, guests, tmp_path, ["html", "html"], BRIEF)

    assert [path.name for path in written] == ["report.en.html"]


def test_nothing_is_written_if_one_file_is_there_already(tmp_path):
    (tmp_path / "b.txt").write_text("mine", "utf-8")

    with pytest.raises(sq.FileError, match=r"b\.txt: this file exists already"):
        write_all(tmp_path, {"a.txt": b"1", "b.txt": b"2"}, force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]


def test_a_folder_inside_is_made_for_files_that_belong_together(tmp_path):
    written = write_all(tmp_path, {"figures.en/a.svg": b"1"}, force=False)

    assert [path.relative_to(tmp_path).as_posix() for path in written] == ["figures.en/a.svg"]


@pytest.mark.parametrize(
    ("clock", "date", "day"),
    [
        (b"D:20261122110049+00'00'", "2026-06-15", b"D:20260615000000+00'00'"),
        (b"D:20261122110049Z", "2026-06-15", b"D:20260615000000Z"),
        (b"D:20261122110049", "", b"D:20000101000000"),
    ],
)
def test_the_printed_date_stands_for_the_moment_when_a_pdf_was_made(clock, date, day):
    pdf = b"%PDF-1.4 << /CreationDate (" + clock + b") /ModDate (" + clock + b") >>"
    found = dated(pdf, date)

    assert found == b"%PDF-1.4 << /CreationDate (" + day + b") /ModDate (" + day + b") >>"
    assert len(found) == len(pdf)


def test_a_study_folder_makes_an_edition_for_each_unit(tmp_path):
    text = '[report]\neach = "branch"\nstyle = "brief"\ndate = 2026-06-15\n'
    folder = filled(tmp_path / "a", text, people=160)
    made = sq.run(folder)
    names = [path.relative_to(folder).as_posix() for path in made.written]

    assert "out/editions.branch.en/index.html" in names
    assert sum(name.startswith("out/editions.branch.en/") for name in names) == 5
