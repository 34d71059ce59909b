"""Slides on a client's master, by the ending of a file, in LibreOffice; and what is refused."""

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Emu

import servqual as sq
from servqual.errors import FileError, FormatError, MissingToolError
from servqual.settings import ReportOptions
from servqual.writer.pptx import door, to_pptx
from servqual.writer.pptx.master import check_master
from tests.office import converted
from tests.writer import studies
from tests.writer.slides import deck, everything, ids, overfull, overlaps, titles, words

OPTIONS = ReportOptions(client="Aurora", service="bank", date="2026-05-31", status="draft")
RED = "AA0011"


def master(path, *, wide=False, accent=RED, dark=False, title=True):
    """Write a client's presentation with one slide that nobody else may see."""
    found = Presentation()
    if wide:
        found.slide_width = Emu(12192000)
    slide = found.slides.add_slide(found.slide_layouts[1])
    slide.shapes.title.text = "Takeover of Birch Ltd"
    theme = next(
        r.target_part for r in found.slide_master.part.rels.values() if r.reltype.endswith("/theme")
    )
    text = theme.blob.decode("utf-8").replace("4F81BD", accent)
    if dark:
        text = text.replace('lastClr="FFFFFF"', 'lastClr="102030"')
        text = text.replace('lastClr="000000"', 'lastClr="FFFFFF"')
    theme.blob = text.encode("utf-8")
    if not title:
        for layout in found.slide_layouts:
            for shape in list(layout.placeholders):
                if shape.placeholder_format.idx == 0:
                    shape.element.getparent().remove(shape.element)
    found.save(path)
    return path


def with_types(path, old, new):
    """Change the list of kinds of parts of a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            whole = name == "[Content_Types].xml"
            copy.writestr(name, part.replace(old, new) if whole else part)
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture(scope="module")
def study():
    return studies.bank()


@pytest.fixture(scope="module")
def on_master(study, tmp_path_factory):
    return to_pptx(study, OPTIONS, master(tmp_path_factory.mktemp("m") / "client.pptx"))


def test_the_slides_of_a_master_are_left_out(on_master):
    assert "Takeover" not in everything(on_master)
    assert ids(deck(on_master))[:3] == ["cover", "answer", "first"]


def test_its_layouts_and_its_size_are_used(on_master):
    found = deck(on_master)

    assert found.slide_width == Emu(9144000)
    assert found.slides[0].slide_layout.name == "Title Slide"
    assert {slide.slide_layout.name for slide in list(found.slides)[1:]} == {"Title Only"}


def test_its_accent_dresses_the_bars_unless_it_means_something_else(study, tmp_path):
    blue = to_pptx(study, OPTIONS, master(tmp_path / "b.pptx", accent="4F86E0"))
    orange = to_pptx(study, OPTIONS, master(tmp_path / "o.pptx", accent="B3531F"))

    assert 'val="4F86E0"' in everything(blue).partition("c:chartSpace")[2]
    assert deck(orange) is not None
    assert everything(orange).count('val="526B80"') > 0


def test_on_a_dark_master_words_are_light(study, tmp_path):
    found = deck(to_pptx(study, OPTIONS, master(tmp_path / "dark.pptx", dark=True)))
    colours = {
        str(run.font.color.rgb)
        for slide in found.slides
        for shape in slide.shapes
        if shape.has_text_frame and shape.name.startswith("answer")
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    }

    assert "FFFFFF" in colours
    assert "1C2126" not in colours


def test_nothing_stands_outside_on_a_narrow_slide(on_master):
    assert overfull(deck(on_master)) == []
    assert overlaps(deck(on_master)) == []


def test_the_status_stands_on_every_slide_of_a_master(on_master):
    assert all("DRAFT" in " ".join(words(slide)) for slide in deck(on_master).slides)


def test_a_template_is_taken_as_a_master(study, tmp_path):
    path = with_types(
        master(tmp_path / "client.potx"),
        b"presentationml.presentation.main",
        b"presentationml.template.main",
    )

    assert titles(deck(to_pptx(study, OPTIONS, path)))[0] == "Service quality survey"


def test_a_master_with_macros_is_refused(tmp_path):
    path = with_types(
        master(tmp_path / "client.pptm"),
        b"openxmlformats-officedocument.presentationml.presentation.main",
        b"ms-powerpoint.presentation.macroEnabled.main",
    )

    with pytest.raises(FormatError, match=r"client\.pptm: this master holds macros\. Save it as"):
        check_master(path)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut"])
def test_what_is_no_presentation_is_refused(tmp_path, content):
    path = tmp_path / "client.pptx"
    path.write_bytes(content)

    with pytest.raises(FormatError, match=r"this is not a PowerPoint master\. Save one of your"):
        check_master(path)


def test_a_workbook_is_no_master(tmp_path, study):
    path = tmp_path / "client.pptx"
    path.write_bytes(sq.to_xlsx(study))

    with pytest.raises(FormatError, match="this is not a PowerPoint master"):
        check_master(path)


def test_a_master_without_a_title_is_refused(tmp_path):
    path = master(tmp_path / "client.pptx", title=False)

    with pytest.raises(FormatError, match="no layout of this master has a title"):
        check_master(path)


def test_a_master_that_is_not_there_is_a_fault():
    with pytest.raises(FileError, match="there is no such master"):
        check_master("no.pptx")


def test_without_the_package_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(door, "find_spec", lambda _: None)

    with pytest.raises(MissingToolError) as error:
        door.check_tools()
    assert str(error.value) == (
        'slides need the package python-pptx. Run: pip install "servqual[office]". '
        "The report as .html needs nothing."
    )


# -- by the ending of a file ---------------------------------------------------------------------


def test_a_report_that_ends_in_pptx_is_slides(study, tmp_path):
    sq.report(study, tmp_path / "board.pptx", client="Aurora", service="bank", date="2026-05-31")

    assert (tmp_path / "board.pptx").read_bytes() == to_pptx(
        study, ReportOptions(client="Aurora", service="bank", date="2026-05-31")
    )


def test_a_master_is_never_replaced(study, tmp_path):
    path = master(tmp_path / "client.pptx")

    with pytest.raises(FileError, match="this is an input file; it is never replaced"):
        sq.report(study, path, master=path, force=True)


def test_the_command_writes_slides_on_a_master(plain_survey, monkeypatch, capsys):
    from servqual.cli.app import main

    monkeypatch.chdir(plain_survey.parent)
    master(Path("client.pptx"))
    status = main(
        ["report", "guests.csv", "--master", "client.pptx", "-o", "board.pptx", "--quiet"]
    )

    assert (status, capsys.readouterr().err) == (0, "")
    assert deck(Path("board.pptx").read_bytes()).slide_width == Emu(9144000)


def test_a_bad_master_stops_the_command_before_the_survey_is_read(tmp_path, monkeypatch, capsys):
    from servqual.cli.app import main

    monkeypatch.chdir(tmp_path)
    Path("guests.csv").write_text("nothing that could be read", "utf-8")
    Path("client.pptx").write_bytes(b"no zip")
    status = main(["report", "guests.csv", "--master", "client.pptx", "-o", "board.pptx"])

    assert status == 1
    assert "client.pptx: this is not a PowerPoint master" in capsys.readouterr().err
    assert not Path("board.pptx").exists()


def test_a_master_for_a_page_is_a_mistake(plain_survey, capsys):
    from servqual.cli.app import main

    status = main(["report", str(plain_survey), "--master", "client.pptx"])

    assert status == 1
    assert capsys.readouterr().err == (
        "servqual: guests.report.html: a master is for slides. Name a file that ends in .pptx "
        "with -o, or leave out --master.\n"
    )


# -- opened by somebody else ---------------------------------------------------------------------


def read(pdf):
    """Return the words of a PDF; without pdftotext the test is skipped, in CI it fails."""
    program = shutil.which("pdftotext")
    if program is None and os.environ.get("CI"):
        pytest.fail("pdftotext is not installed, and CI skips no test that needs it")
    if program is None:
        pytest.skip("pdftotext is not installed")
    told = subprocess.run(
        [program, "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    )
    return told.stdout


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_libreoffice_opens_every_slide(study, tmp_path, language):
    path = tmp_path / "board.pptx"
    path.write_bytes(to_pptx(study, ReportOptions(language=language, date="2026-05-31")))
    pdf = converted(path, "pdf", tmp_path)
    text = read(pdf)
    pages = text.rstrip("\f").split("\f")
    found = deck(path.read_bytes())

    assert len(pages) == len(found.slides)
    for page, title in zip(pages, titles(found), strict=True):
        assert "".join(title.split()) in "".join(page.split())
