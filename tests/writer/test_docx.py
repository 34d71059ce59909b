"""The report as a Word file: what Word knows of it, how it looks, what it must never hold."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from docx.oxml.ns import qn

import servqual as sq
from servqual.analysis import writing
from servqual.cli.app import main
from servqual.errors import MissingToolError, SettingsError
from servqual.settings import Brand, ReportOptions
from servqual.texts import fill
from servqual.writer import docx as package
from servqual.writer import read_brand
from servqual.writer.docx import to_docx, word
from servqual.writer.docx.elements import place_name
from servqual.writer.docx.tables import Cell, Grid, across, measured
from servqual.writer.docx.tree import read_tree
from servqual.writer.sections import build
from servqual.writer.view import View
from tests.office import converted
from tests.writer import studies
from tests.writer.docx_files import body, made, opened, parts, style, text, without_browser

BRANDS = "reports/brands"
OPTIONS = ReportOptions(client="Aurora", service="bank", date="2026-05-31")
HOSTILE = '</w:t><w:evil/> & "x" \x00\x1b\u202e=1+1 {{ 7*7 }} \ud7ff'


@pytest.fixture(scope="module")
def bank():
    return studies.bank()


@pytest.fixture(scope="module")
def file(bank):
    with pytest.MonkeyPatch.context() as patch:
        return made(patch, bank, OPTIONS)


@pytest.fixture(scope="module")
def chinese(bank, root):
    with pytest.MonkeyPatch.context() as patch:
        brand = read_brand(root / BRANDS / "aurora.toml")
        return made(patch, bank, replace(OPTIONS, language="zh", brand=brand, status="draft"))


@pytest.fixture(scope="module")
def plain(bank):
    """Return the bytes of a file without charts."""
    return to_docx(bank, OPTIONS, charts=False)


@pytest.fixture(scope="module")
def sections(bank):
    return build(View(bank, OPTIONS))


def of_style(file, *names):
    return [element for element in body(file) if style(element) in names]


# -- what Word knows of it ---------------------------------------------------------------------


def test_sections_are_headings_in_their_order(file, sections):
    found = [(style(e), text(e)) for e in of_style(file, "Heading1", "Heading2")]

    assert found == [(f"Heading{s.level}", s.title) for s in sections]


def test_the_contents_are_a_field_that_leads_to_every_section(file, sections):
    lines = of_style(file, "TOC1", "TOC2")
    targets = [line.find(qn("w:hyperlink")).get(qn("w:anchor")) for line in lines]
    places = {mark.get(qn("w:name")) for mark in file.element.iter(qn("w:bookmarkStart"))}
    instruction = next(lines[0].iter(qn("w:instrText"))).text

    assert instruction == ' TOC \\o "1-2" \\h \\z \\u '
    assert [text(line) for line in lines] == [s.title for s in sections]
    assert targets == [place_name(s.id) for s in sections]
    assert set(targets) <= places


def test_fields_begin_and_end_in_turn(file):
    kinds = [mark.get(qn("w:fldCharType")) for mark in file.element.iter(qn("w:fldChar"))]

    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") > 20


def test_every_heading_row_is_marked_and_no_row_is_divided(file):
    found = list(file.element.iter(qn("w:tbl")))
    rows = [[row.find(qn("w:trPr")) for row in table.findall(qn("w:tr"))] for table in found]

    assert len(found) > 10
    assert all(row.find(qn("w:cantSplit")) is not None for table in rows for row in table)
    for table in rows:
        marked = [row.find(qn("w:tblHeader")) is not None for row in table]
        assert marked == [True, *[False] * (len(table) - 1)]


@pytest.mark.parametrize(("kind", "label"), [("Figure", "w:drawing"), ("Table", "w:tbl")])
def test_captions_are_counted_by_word_from_one(file, kind, label):
    numbers = []
    for caption in of_style(file, "Caption"):
        code = next(caption.iter(qn("w:instrText"))).text
        if f"SEQ {kind} " in code:
            numbers.append(int(re.match(rf"{kind} (\d+)\. \S", text(caption))[1]))
    there = sum(1 for _ in file.element.iter(qn(label)))

    assert numbers == list(range(1, there + 1))


def test_a_caption_in_chinese_is_counted_under_its_own_word(chinese):
    caption = of_style(chinese, "Caption")[0]

    assert next(caption.iter(qn("w:instrText"))).text == " SEQ 表 \\* ARABIC "
    assert text(caption).startswith("表 1　")


def test_captions_headings_and_how_to_read_stay_with_what_follows(file):
    styles = {s.style_id: s.paragraph_format for s in file.styles if s.type == 1}
    tied = [styles[name].keep_with_next for name in ("Heading1", "Heading3", "Caption")]

    assert tied == [True, True, True]
    assert all(e.find(f".//{qn('w:keepNext')}") is not None for e in of_style(file, "HowToRead"))


def test_every_picture_says_in_words_what_it_shows(file, sections):
    alts = [shape.get("descr") for shape in file.element.iter(qn("wp:docPr"))]
    figures = [e.figure.alt for s in sections for e in s.exhibits if e.figure]

    assert alts == figures
    assert len(alts) > 8


def test_a_list_that_begins_at_another_number_is_another_list(file):
    starts = file.part.numbering_part.element.iter(qn("w:startOverride"))

    assert {start.get(qn("w:val")) for start in starts} == {"1"}


# -- how it looks ------------------------------------------------------------------------------


def fonts_of(file, style_id="Normal"):
    """Return the fonts of a style, else those of the document."""
    root = file.styles.element
    found = root.find(f".//{qn('w:style')}[@{qn('w:styleId')}='{style_id}']//{qn('w:rFonts')}")
    fonts = found if found is not None else root.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
    return {k: fonts.get(qn(f"w:{k}")) for k in ("ascii", "hAnsi", "eastAsia")}


def test_english_has_one_font_and_chinese_letters_another(file):
    assert fonts_of(file) == {"ascii": "Arial", "hAnsi": "Arial", "eastAsia": "Microsoft YaHei"}


def test_chinese_takes_no_latin_font_of_the_brand(chinese):
    own = {"ascii": "Arial", "hAnsi": "Arial", "eastAsia": "Microsoft YaHei"}

    assert fonts_of(chinese) == own
    assert fonts_of(chinese, "Heading1") == own
    hints = [f.get(qn("w:hint")) for f in chinese.element.iter(qn("w:rFonts"))]
    assert set(hints) == {"eastAsia"}


def test_a_brand_gives_fonts_colours_logo_and_the_words_in_the_margins(bank, root):
    brand = read_brand(root / BRANDS / "aurora.toml")
    brand = replace(brand, fonts={"text": "Calibri", "headings": "Georgia", "zh": "SimHei"})
    with pytest.MonkeyPatch.context() as patch:
        found = made(patch, bank, replace(OPTIONS, brand=brand, status="draft"))
    title, last = of_style(found, "Title")[0], found.sections[-1]

    assert fonts_of(found) == {"ascii": "Calibri", "hAnsi": "Calibri", "eastAsia": "SimHei"}
    assert fonts_of(found, "Heading1")["ascii"] == "Georgia"
    assert title.find(f".//{qn('w:shd')}").get(qn("w:fill")) == "3D1630"
    assert next(found.element.iter(qn("wp:docPr"))).get("descr") == "Aurora Hotels"
    assert text(last.header._element) == "Confidential: for the management board DRAFT"
    assert text(last.footer._element) == "Aurora Hotels · Guest experience 1 / 1"


def test_the_cover_has_no_header(chinese):
    cover, contents, *_ = chinese.sections

    assert cover._sectPr.findall(qn("w:headerReference")) == []
    assert text(contents.header._element) == "机密：仅供管理层 草稿"


def test_pages_are_a4_and_turned_for_tables_that_need_it(file):
    sizes = {
        (s.orientation, round(s.page_width.mm), round(s.page_height.mm)) for s in file.sections
    }

    assert sizes == {(0, 210, 297), (1, 297, 210)}


def test_no_table_is_wider_than_its_page(file):
    widths, waiting = [], []
    for element in file.element.body:
        if element.tag == qn("w:tbl"):
            waiting.append(int(element.find(f".//{qn('w:tblW')}").get(qn("w:w"))))
        found = element if element.tag == qn("w:sectPr") else element.find(f".//{qn('w:sectPr')}")
        if found is not None:
            size, edge = found.find(qn("w:pgSz")), found.find(qn("w:pgMar"))
            inside = int(size.get(qn("w:w"))) - 2 * int(edge.get(qn("w:left")))
            widths += [(width, inside) for width in waiting]
            waiting = []

    assert len(widths) > 10
    assert [pair for pair in widths if pair[0] > pair[1] + 20] == []


def grid(*rows):
    cells = [[Cell(c, words=k == 0) for k, c in enumerate(row)] for row in rows]
    return Grid("", cells, 1, frozenset(), ruled=False)


def test_few_columns_fill_an_upright_page():
    found = measured(grid(("Dimension", "Gap", "n"), ("Reliability", "−1.49", "200")))

    assert (found.size, found.wide) == (8.5, False)
    assert sum(found.widths) == pytest.approx(across(wide=False))


def test_many_columns_turn_the_page_before_letters_become_too_small():
    row = ("Reliability", *["[−1.63, −1.35]"] * 10)
    found = measured(grid(("Dimension", *["95% interval"] * 10), row))

    assert found.wide
    assert found.size >= 7


def test_a_table_that_fits_nowhere_is_pressed_into_a_turned_page():
    found = measured(grid(["x" * 24] * 40, ["y" * 24] * 40))

    assert (found.size, found.wide) == (7, True)
    assert sum(found.widths) == pytest.approx(across(wide=True))


# -- Word opens it -----------------------------------------------------------------------------

ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing "
    "ind jc outlineLvl rPr sectPr",
    "w:rPr": "rFonts b i color sz szCs bdr lang",
    "w:tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "w:tcPr": "tcW tcBorders shd vAlign",
    "w:sectPr": "headerReference footerReference type pgSz pgMar cols",
    "w:style": "name basedOn next uiPriority qFormat pPr rPr tblPr tblStylePr",
}


def test_properties_stand_in_the_order_that_words_schema_asks_for(file, chinese):
    wrong = []
    roots = [r for f in (file, chinese) for r in (f.element, f.styles.element)]
    for name, known in ORDER.items():
        order = known.split()
        for found in (node for root in roots for node in root.iter(qn(name))):
            places = [order.index(child.tag.partition("}")[2]) for child in found]
            wrong += [name] if places != sorted(places) else []

    assert wrong == []


def test_every_style_and_list_that_is_used_is_there(file):
    used = {n.get(qn("w:val")) for n in file.element.iter(qn("w:pStyle"), qn("w:tblStyle"))}
    lists = {n.get(qn("w:val")) for n in file.element.iter(qn("w:numId"))}
    numbers = file.part.numbering_part.element.findall(qn("w:num"))

    assert used <= {s.style_id for s in file.styles}
    assert lists <= {n.get(qn("w:numId")) for n in numbers}


def test_places_and_pictures_have_numbers_of_their_own(file):
    for tag, attribute in (("w:bookmarkStart", qn("w:id")), ("wp:docPr", "id")):
        numbers = [node.get(attribute) for node in file.element.iter(qn(tag))]
        assert len(numbers) == len(set(numbers)) > 5
    names = [n.get(qn("w:name")) for n in file.element.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)


def test_the_file_says_its_language_title_and_sender_and_knows_no_clock(chinese, plain):
    about = chinese.core_properties
    root = chinese.styles.element
    title = text(of_style(chinese, "Title")[0])

    assert about.title == f"[草稿] {title}"
    assert (about.author, about.language) == ("Aurora Hotels", "zh-CN")
    days = {day.replace(tzinfo=None) for day in (about.created, about.modified)}
    assert days == {word.NO_CLOCK}
    assert root.find(f".//{qn('w:lang')}").get(qn("w:eastAsia")) == "zh-CN"
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_study_gives_the_same_bytes(bank, plain):
    assert to_docx(bank, OPTIONS, charts=False) == plain


# -- what it must never hold -------------------------------------------------------------------


def test_hostile_words_are_words(bank):
    brand = Brand(name="B<&>\x01", footer={"": "F]]>\u2028"}, confidentiality={"": "C<!--"})
    options = replace(OPTIONS, client=HOSTILE, title=HOSTILE, service="<b>bank</b>", brand=brand)
    content = to_docx(bank, options, charts=False)
    found = opened(content)
    everything = "".join(parts(content).values())

    assert text(of_style(found, "Title")[0]) == '</w:t><w:evil/> & "x" =1+1 {{ 7*7 }} \ud7ff'
    assert "<w:evil" not in everything
    assert "\u202e" not in everything
    assert text(found.sections[-1].footer._element).startswith("F]]>")


def test_a_hidden_group_leaves_no_trace_and_a_shown_one_no_hidden_marks():
    names = {"فرع الشمال": 111, "Riverside": 83, "Secret Corner": None, "Quiet Lane": None}
    content = to_docx(studies.grouped(names), OPTIONS, charts=False)
    everything = "".join(parts(content).values())
    there = [name for name in names if name in everything]

    assert there == ["فرع الشمال", "Riverside"]
    assert not re.search("[\u2066-\u2069]", everything)


def test_nothing_outside_is_asked_for(file):
    outside = [r.target_ref for r in file.part.rels.values() if r.is_external]

    assert outside == []


# -- without charts ----------------------------------------------------------------------------


def test_without_charts_the_tables_stand_alone_and_the_cover_says_so(plain):
    found = opened(plain)

    assert list(found.element.iter(qn("w:drawing"))) == []
    assert text(of_style(found, "Note")[0]) == fill("en", "word.no_charts", {})


def test_how_a_chart_is_read_is_left_out_with_it(bank, file, plain):
    dots = "Ring: "
    with_charts, without = (
        [text(e) for e in of_style(f, "HowToRead") if text(e).startswith(dots)]
        for f in (file, opened(plain))
    )

    assert len(with_charts) == 1
    assert without == []


# -- small parts -------------------------------------------------------------------------------


def test_the_tree_leaves_out_what_no_paper_shows():
    html = (
        '<p class="a">One <b>two</b><br>three</p><p hidden>four</p><button>five</button>'
        '<div class="tools"><span>six</span></div><script>seven()</script>'
    )
    tree = read_tree(html)

    assert tree.text == "One twothree"
    assert [n.tag for n in tree.nodes] == ["p"]
    assert tree.nodes[0].classes == {"a"}


def test_a_long_name_of_a_place_stays_apart_from_its_like():
    names = {place_name(f"exhibit-items-gap-{'very-' * 9}long-{k}") for k in range(3)}

    assert len(names) == 3
    assert max(map(len, names)) <= 40


# -- asked for ---------------------------------------------------------------------------------


def test_a_missing_package_is_named_with_what_to_do(monkeypatch, bank):
    monkeypatch.setattr(word, "find_spec", lambda _: None)
    with pytest.raises(MissingToolError) as raised:
        to_docx(bank, OPTIONS, charts=False)

    assert str(raised.value) == (
        "a Word file needs the package python-docx. "
        'Run: pip install "servqual[office]". The report as .html needs nothing.'
    )


def test_a_missing_browser_is_said_with_the_way_without_it(monkeypatch, bank, tmp_path):
    monkeypatch.setenv("SERVQUAL_BROWSER", "")
    monkeypatch.setattr("servqual.writer.browser.ON_PATH", ())
    monkeypatch.setattr("servqual.writer.browser._usual_places", list)
    with pytest.raises(MissingToolError) as raised:
        sq.report(bank, tmp_path / "report.docx")

    assert str(raised.value).startswith(
        "a chart of a Word file (without charts: --no-charts) is made by a browser, and none was "
        "found. Install Chromium"
    )
    assert list(tmp_path.iterdir()) == []


def test_charts_are_left_out_of_word_files_only(bank, tmp_path):
    path = tmp_path / "report.html"
    with pytest.raises(SettingsError) as raised:
        sq.report(bank, path, charts=False)

    assert str(raised.value) == (
        f"{path}: charts are left out of Word files only. Name a file that ends in .docx, or "
        "leave out --no-charts."
    )


def test_the_command_writes_a_word_file_of_words_and_tables(plain_survey, tmp_path, capsys):
    path = tmp_path / "guests.docx"
    status = main(
        ["report", str(plain_survey), "-o", str(path), "--no-charts", "--date", "2026-05-31"]
    )

    assert (status, capsys.readouterr().err.count("Traceback")) == (0, 0)
    assert len(of_style(opened(path.read_bytes()), "Heading1")) > 10


def test_a_word_file_is_not_replaced_without_force(plain_survey, tmp_path, capsys):
    path = tmp_path / "guests.docx"
    path.write_text("mine")
    status = main(["report", str(plain_survey), "-o", str(path), "--no-charts"])

    assert status == 1
    assert path.read_text() == "mine"
    assert "exists already" in capsys.readouterr().err


def test_the_library_writes_the_bytes_that_the_writer_makes(bank, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(writing, "check_maker", lambda *_, **__: None)
    monkeypatch.setattr(package, "to_docx", lambda *a, **said: asked.append((a, said)) or b"made")
    path = sq.report(bank, tmp_path / "r.docx", date="2026-05-31", client="Aurora", service="bank")

    assert path.read_bytes() == b"made"
    assert asked == [((bank, OPTIONS), {"charts": True})]


# -- opened as a reader opens it ---------------------------------------------------------------


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_lays_out_every_section(bank, tmp_path, monkeypatch):
    without_browser(monkeypatch)
    options = replace(OPTIONS, language="zh")
    path = tmp_path / "report.docx"
    path.write_bytes(to_docx(bank, options))
    shown = converted(path, "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig")
    titles = [s.title for s in build(View(bank, options))]

    # once among the contents, once above its section
    assert [t for t in titles if shown.count(t) < 2] == []
    assert "表 1" in shown
