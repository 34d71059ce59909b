"""Every figure of the Word file is a figure of results.json, and every word one of the page."""

import re
from html.parser import HTMLParser

import pytest

from servqual import analyze, read, simulate
from servqual.settings import ReportOptions
from servqual.writer import render_html
from servqual.writer.docx import to_docx
from servqual.writer.docx.elements import place_name
from tests.writer.docx_files import body, opened, style, tables, text, without_browser
from tests.writer.test_printed_figures import KIOSK, Book, Tables, wrong_cells


@pytest.fixture(scope="module", params=["demo en", "demo zh", "kiosk zh"])
def printed(request):
    """Return a study and the options of its report."""
    name, language = request.param.split()
    options = ReportOptions(language=language, date="2026-05-31", radar=True)
    if name == "demo":
        return analyze(read(simulate(n=200, seed=3).frame), by="branch"), options
    folder = request.getfixturevalue("shared_data")
    return analyze(read(folder / "kiosk" / "kiosk.csv", instrument=KIOSK)), options


@pytest.fixture(scope="module")
def page(printed):
    return render_html(*printed)


@pytest.fixture(scope="module")
def plain_file(printed):
    """Return the file without charts: the title of an exhibit is the caption of its table."""
    return opened(to_docx(*printed, charts=False))


@pytest.fixture(scope="module")
def file(printed):
    with pytest.MonkeyPatch.context() as patch:
        without_browser(patch)
        return opened(to_docx(*printed))


MARKS = "[●◉○◌]"  # a page draws them by its style
# a cover has its words on other lines, a caption a number
OWN = ("table", "Facts", "Caption", "TOCHeading", "Chart", "Kicker", "Subtitle")


def shown(words):
    """Return words without what differs between a page and a file: blanks, hidden signs."""
    return re.sub(r"[\s\u2066-\u2069]+", " ", words.replace("\N{WORD JOINER}", "")).strip()


def close(words):
    """Return words without any blank, which a file may set otherwise than a page."""
    return re.sub(r"[\s\u2060\u2066-\u2069]+", "", words)


class Lines(HTMLParser):
    """Collects the words of every paragraph, heading and list entry between sections."""

    BLOCKS = ("p", "h2", "h3", "h4", "li", "dt", "dd")

    def __init__(self, page):
        super().__init__()
        self.lines, self._line, self._inside, self._unprinted = [], None, 0, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self._inside += tag == "section"
        names = found.get("class", "").split()
        hidden = "hidden" in found or {"tools", "legend", "marks-legend"} & set(names)
        if self._unprinted or hidden or tag in ("table", "select"):
            if tag not in ("img", "br", "input", "meta"):
                self._unprinted.append(tag)
        elif tag in self.BLOCKS and self._inside:
            self._line = []

    def handle_endtag(self, tag):
        if self._unprinted:
            self._unprinted.pop()
        elif tag in self.BLOCKS and self._line is not None:
            self.lines.append(shown("".join(self._line)))
            self._line = None
        self._inside -= tag == "section"

    def handle_data(self, data):
        if self._line is not None and not self._unprinted:
            self._line.append(data)


def test_every_table_of_the_page_is_in_the_file_cell_for_cell(page, plain_file):
    found = tables(plain_file)
    expected = {place_name(name): rows for name, rows in Tables(page).tables.items()}

    assert len(expected) > 15
    assert list(found) == list(expected)
    for name, rows in expected.items():
        assert [[close(c) for c in row] for row in found[name]] == [
            [close(c) for c in row] for row in rows
        ]


def test_every_cell_of_every_table_is_its_figure_of_results_json(printed, page, plain_file):
    study, options = printed
    names = {place_name(name): name for name in Tables(page).tables}
    found = {
        names[place]: [[re.sub("[\u2002\u00a0]", " ", cell) for cell in row] for row in rows]
        for place, rows in tables(plain_file).items()
    }

    # those of groups are checked in test_groups_page, test_compared and test_league_page
    of_groups = (
        *("exhibit-groups-", "exhibit-compared-", "exhibit-respondents", "exhibit-league-"),
        "exhibit-styles-",
    )
    known = {k: v for k, v in found.items() if not k.startswith(of_groups)}
    assert wrong_cells(known, Book(study, options.language)) == []


def test_every_line_of_the_page_is_in_the_file(page, file):
    told = close(re.sub(MARKS, "", "".join(text(element) for element in body(file))))
    # entries of the list of what to do first carry a number that Word writes
    lines = [line for line in Lines(page).lines if close(line) not in told]

    assert len(Lines(page).lines) > 150
    assert [line for line in lines if not re.match(r"\d+ \d+ ", line)] == []


def test_the_file_says_nothing_that_the_page_does_not_say(page, file):
    told = close(" ".join(Tables(page).words))
    cells = {close(c) for rows in Tables(page).tables.values() for row in rows for c in row}
    strange = []
    for element in body(file):
        if style(element) in OWN:
            continue
        words = close(re.sub(MARKS, "", text(element)))
        strange += [words] if words not in told and words not in cells else []

    assert [words for words in strange if words not in close(page)] == []
