"""The consultant's own words: read, refused, set into the report, and old numbers warned of."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servqual as sq
from servqual.errors import OwnWordsError, OwnWordsWarning
from servqual.settings import Brand, ReportOptions
from servqual.writer import exhibit_list, read_own_words, render_html, stale
from servqual.writer.own.figures import numbers_in
from servqual.writer.own.markup import blocks


@pytest.fixture(scope="module")
def study():
    return sq.analyze(sq.read(sq.simulate(n=80, seed=3).frame))


@pytest.fixture
def notes(tmp_path):
    def written(text):
        path = tmp_path / "notes.md"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def page(study, notes):
    def rendered(text, **options):
        own = read_own_words(notes(text))
        return render_html(study, ReportOptions(date="2026-11-22", own=own, **options))

    return rendered


@pytest.fixture
def warned(study, notes):
    def said(text, **options):
        return stale(study, ReportOptions(own=read_own_words(notes(text)), **options))

    return said


class Words(HTMLParser):
    """The text under each id, headings told apart."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.tags = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if dict(attrs).get("id"):
            self.ids.append(dict(attrs)["id"])


def section(page, section_id):
    """Return one section of a page."""
    return re.search(rf'<section id="{section_id}".*?</section>', page, re.DOTALL)[0]


def faults(path):
    with pytest.raises(OwnWordsError) as caught:
        read_own_words(path)
    return [line.removeprefix("  - ") for line in str(caught.value).splitlines()[1:]]


# -- reading ---------------------------------------------------------------------------------------


def test_what_stands_before_the_first_heading_and_in_comments_is_not_printed(notes):
    own = read_own_words(notes("To do: ask\n\n# summary\n<!-- call\nMr Li -->\nWe agree.\n"))

    assert [(e.id, [b.text for b in e.after]) for e in own.entries] == [("summary", ["We agree."])]


def test_directives_stand_right_below_the_heading(notes):
    text = (
        "# sample\nheadline: Who came\norder: after items-gap\nnumbers: 15,000; 24\n\n"
        "Text.\nhide: no\n"
    )
    entry = read_own_words(notes(text)).entries[0]

    assert (entry.headline, entry.order) == ("Who came", ("after", "items-gap"))
    assert entry.numbers == ("15,000", "24")
    assert entry.after[0].text == "Text. hide: no"


def test_the_words_of_a_file_may_be_chinese(notes):
    text = "# sample [zh]\n标题：谁来过\n顺序：最后\n隐藏：否\n## 之前\n我们认为\n很好。\n"
    entry = read_own_words(notes(text)).entries[0]

    assert (entry.headline, entry.order, entry.hide) == ("谁来过", ("last", ""), False)
    assert entry.before[0].text == "我们认为很好。"


def test_every_fault_is_listed_with_its_line(notes):
    path = notes(
        "# summary\nheadine: x\nhide: maybe\norder: sideways\n## middle\n# two words\n"
        "# sample [fr]\n# summary\n"
    )

    assert faults(path) == [
        "line 2: 'headine' is not known; did you mean 'headline'?",
        "line 3: hide is 'maybe'; it must be yes or no",
        "line 4: order is 'sideways'; it must be first, last, before ID or after ID",
        "line 5: '## middle'; under an id there are '## before' and '## after'",
        "line 6: '# two words' is no heading of notes; write # and the id of a section or exhibit, "
        "such as '# summary' or '# summary [zh]'",
        "line 7: there are no texts in [fr]. Known: en, zh",
        "line 8: summary stands on line 1 already",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "<script>alert(1)</script>",
            "HTML is not allowed ('<script>alert(1)</script>'); use Markdown, or write \\< for the "
            "sign itself",
        ),
        ("[x](javascript:alert(1))", "'javascript:alert(1)' is no https:// or mailto: address, "
         "nor an #id"),
        ("[x](data:text/html,1)", "'data:text/html,1' is no https:// or mailto: address, nor an "
         "#id"),
        ("![x](https://example.org/p.png)", "a picture; a report holds its own charts and the logo "
         "alone"),
        ("| a | b |", "tables come from the study; write a list instead"),
        ("### deep", "headings stop at ##; write **bold** words instead"),
        ("```", "a block of code has no place in a report; write it as text"),
        ("a \u202e b", "signs that cannot be printed: U+202E"),
        ("a \x07 b", "signs that cannot be printed: U+0007"),
        ("- a\n  - b", "a list inside a list; write one list"),
    ],
)  # fmt: skip
def test_markup_that_could_do_something_is_refused(notes, text, fault):
    path = notes(f"# summary\n\n{text}\n")

    assert [f.partition(": ")[2] for f in faults(path)] == [fault]


def test_a_headline_with_markup_is_refused(notes):
    path = notes("# summary\nheadline: <img src=x>\n")

    assert faults(path)[0].startswith("line 2: HTML is not allowed ('<img src=x>')")


def test_notes_that_are_not_utf_8_or_far_too_long_are_refused(tmp_path):
    path = tmp_path / "notes.md"
    path.write_bytes("# summary\n\nGrüße".encode("latin-1"))
    with pytest.raises(OwnWordsError, match=r"these notes are not UTF-8. Save them as UTF-8\.$"):
        read_own_words(path)

    path.write_bytes(b"x" * 500_001)
    with pytest.raises(OwnWordsError, match="500,001 bytes; notes have at most 500,000"):
        read_own_words(path)


def test_bold_italic_links_lists_and_quotations_are_understood():
    text = "A **b _c_** [d](https://e.org/(f)) \\*g\\*"
    runs = blocks([(1, text)], [])[0].lines[0]

    assert [(r.text, r.bold, r.italic, r.link) for r in runs] == [
        ("A ", False, False, ""),
        ("b ", True, False, ""),
        ("c", True, True, ""),
        (" ", False, False, ""),
        ("d", False, False, "https://e.org/(f)"),
        (" *g*", False, False, ""),
    ]


def test_lists_go_on_over_lines_and_quotations_are_one():
    lines = ["- a", "  b", "- c", "", "1. d", "2. e", "", "> f", "> g", "", "h_i_j < k"]
    found = blocks(list(enumerate(lines, 1)), [])

    assert [(b.kind, b.line, b.text) for b in found] == [
        ("bullets", 1, "a b\nc"),
        ("numbers", 5, "d\ne"),
        ("quote", 8, "f g"),
        ("paragraph", 11, "h_i_j < k"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab <>*_[]()#!\\-1.\n|`&\"'/:;=", max_size=60))
def test_no_words_of_a_consultant_become_markup(text):
    wrong = []
    found = blocks(list(enumerate(text.split("\n"), 1)), wrong)
    links = {run.link for block in found for line in block.lines for run in line if run.link}

    bad = [link for link in links if not link.lower().startswith(("http", "mailto:", "#"))]
    assert not bad or wrong


# -- in the report ---------------------------------------------------------------------------------


def test_words_stand_before_and_after_their_exhibit_and_say_whose_they_are(page):
    text = "# exhibit-dimensions-gap\n## before\nBefore **it**.\n## after\nAfter & <it\\>.\n"
    found = section(page(text.replace("<it", "\\<it")), "dimensions-gap")

    assert '<p class="own-by">Consultant’s comment</p>\n<p>Before <strong>it</strong>.</p>' in found
    assert "<p>After &amp; &lt;it&gt;.</p>" in found
    assert found.index("Before") < found.index('class="chart"') < found.index("After &amp;")


def test_a_brand_signs_its_words(page):
    text = "# summary\nheadline: Rooms first\n\nWe agree.\n"
    found = section(page(text, brand=Brand(name="Aurora & Co")), "summary")

    assert "Rooms first</h2>" in found
    assert '<p class="own-by">Headline by Aurora &amp; Co</p>' in found
    assert '<p class="own-by">Comment by Aurora &amp; Co</p>' in found


def test_what_is_left_out_moved_and_renamed_is_said_at_the_back(page):
    text = (
        "# sample\nhide: yes\n# exhibit-items-gap\nheadline: Where it hurts\n"
        "# trust\norder: first\n# exhibit-spread\nhide: yes\n"
    )
    found = page(text)
    said = re.sub(r"<[^>]+>", " ", section(found, "own"))

    assert 'id="sample"' not in found
    assert 'id="exhibit-spread"' not in found
    assert found.index('<section id="trust"') < found.index('<section id="summary"')
    assert "Who answered, and how well (sample)" in said
    assert "“Where it hurts” stands in place of “Where the distance is”." in said
    assert "Can the scale be trusted? (trust)" in said


def test_exhibits_are_moved_within_their_section(page):
    found = page("# exhibit-fits\norder: before exhibit-verdicts\n")

    assert found.index('id="exhibit-fits"') < found.index('id="exhibit-verdicts"')


def test_leaving_out_a_section_leaves_out_what_is_beneath_it(page):
    found = page("# by-dimension\nhide: yes\n")

    assert 'class="section level-2"' not in found


def test_an_order_within_the_second_level_stays_there(page):
    found = page("# dimension-empathy\norder: first\n")
    ids = Words(found).ids

    assert ids.index("by-dimension") < ids.index("dimension-empathy")
    assert ids.index("dimension-empathy") < ids.index("dimension-tangibles")


def test_words_for_one_language_are_not_in_the_other(page):
    text = "# summary [en]\nIn English.\n# summary [zh]\n中文。\n"

    assert "In English." not in page(text, language="zh")
    assert '<p class="own-by">顾问说明</p>\n<p>中文。</p>' in page(text, language="zh")


def test_an_unknown_id_is_refused_with_the_nearest(page):
    with pytest.raises(OwnWordsError) as caught:
        page("# exhibit-dimension-gap\nText.\n# zzz\nText.\n")

    assert str(caught.value).splitlines()[1:] == [
        "  - line 1: 'exhibit-dimension-gap' is no section or exhibit of this report; did you mean "
        "exhibit-dimensions-gap or exhibit-items-gap or exhibit-ranks-dimension? 'servqual report "
        "FILE --list-exhibits' lists them",
        "  - line 3: 'zzz' is no section or exhibit of this report. 'servqual report FILE "
        "--list-exhibits' lists them",
    ]


def test_a_place_that_is_none_is_refused(page):
    with pytest.raises(OwnWordsError, match="exhibit-fits cannot be moved before 'exhibit-items-"):
        page("# exhibit-fits\norder: before exhibit-items-gap\n")


def test_an_exhibit_of_another_edition_is_left_out_and_said(page, warned):
    text = "# questionnaire\nText.\n"

    assert 'id="questionnaire"' not in page(text, style="brief")
    assert warned(text, style="brief") == [
        "notes.md, line 1: questionnaire is not in this edition of the report, so that what is "
        "said of it is left out."
    ]


def test_a_report_without_notes_says_nothing_of_them(study):
    page = render_html(study, ReportOptions(date="2026-11-22"))

    assert 'class="own' not in page
    assert 'id="own"' not in page


def test_the_same_notes_give_the_same_page(page):
    text = "# summary\nWe agree.\n"

    assert page(text) == page(text)


def test_the_list_names_every_section_and_exhibit_in_order(study):
    found = exhibit_list(study, ReportOptions())

    assert found[:2] == [
        ("section", "summary", "Summary"),
        ("section", "sample", "Who answered, and how well"),
    ]
    assert ("exhibit", "exhibit-dimensions-gap") in {(kind, name) for kind, name, _ in found}


# -- numbers ---------------------------------------------------------------------------------------


def test_numbers_are_found_as_people_write_them():
    text = "−0.84, 1,204 of them, 62%, .84, 1–7, 2.5.1, v2, 17:00"

    assert [str(v) for _, v, _ in numbers_in(text)] == ["-0.84", "1204", "62", "0.84", "1"]


def gap_of(study, dimension):
    row = next(r for r in study.gaps.dimensions if r.id == dimension)
    return f"{row.gap:.2f}"


def test_a_number_that_the_exhibit_prints_is_not_warned_of(study, warned):
    gap = gap_of(study, "reliability")
    text = (
        f"# exhibit-dimensions-gap\nReliability falls short by {gap.removeprefix('-')} ({gap}).\n"
    )

    assert warned(text) == []


def test_an_old_number_is_warned_of_with_its_place_and_the_nearest_figure(study, warned):
    gap = gap_of(study, "reliability")
    old = f"{float(gap) - 0.03:.2f}"
    text = f"# exhibit-dimensions-gap\n\nFirst.\n\nReliability had a gap of {old}.\n"
    row = next(r for r in study.gaps.dimensions if r.id == "reliability")
    near = min((row.gap, row.ci_low, row.ci_high), key=lambda v: abs(v - float(old)))
    column = "Gap" if near == row.gap else "95% interval"

    assert warned(text) == [
        f"notes.md, line 5: {old} is not among the figures of exhibit-dimensions-gap. The nearest "
        f"there is {near:.2f} (Reliability, {column}). Correct it, or list it under 'numbers:' if "
        "it is your own.".replace("is -", "is −")
    ]


def test_the_figure_of_another_row_does_not_excuse_a_number(study, warned):
    gap = gap_of(study, "tangibles")

    assert len(warned(f"# exhibit-dimensions-gap\nReliability is at {gap}.\n")) == 1


def test_numbers_of_ones_own_years_dates_and_item_numbers_are_left_alone(warned):
    text = (
        "# exhibit-dimensions-gap\nnumbers: 15,000; 24\n\nIn 2025, on 14 March at 17:00, item 99 "
        "and 第88题 took 15,000 euros, 24 staff and 3 months.\n"
    )

    assert warned(text) == []


def test_a_number_may_be_quoted_with_fewer_decimals(study, warned):
    row = next(r for r in study.gaps.dimensions if r.id == "reliability")

    assert warned(f"# exhibit-dimensions-gap\nReliability: {row.gap:.1f}.\n") == []


def test_old_numbers_in_headlines_and_in_chinese_are_found(warned):
    text = "# exhibit-dimensions-gap\n标题：可靠性差距为-9.87分\n"

    assert warned(text, language="zh")[0].startswith(
        "notes.md 第 2 行：exhibit-dimensions-gap 的数字中没有 -9.87。"
    )


def test_a_report_warns_and_is_written_all_the_same(study, notes, tmp_path):
    path = notes("# summary\nWe count 98.76 points.\n")
    with pytest.warns(OwnWordsWarning, match=r"98\.76 is not among the figures of summary"):
        sq.report(study, tmp_path / "report.html", notes=path, date="")

    assert "98.76" in (tmp_path / "report.html").read_text("utf-8")


def test_the_notes_are_never_replaced_by_the_report(study, tmp_path):
    path = tmp_path / "notes.html"
    path.write_text("# summary\nText.\n", encoding="utf-8")
    with pytest.raises(sq.FileError, match="this is an input file"):
        sq.report(study, path, notes=path, force=True)

    assert path.read_text("utf-8") == "# summary\nText.\n"
