"""Forms to print: the page and the Word document."""

import io
import re
from dataclasses import replace

import pytest

import servqual as sq
from servqual.errors import SettingsError
from servqual.forms import Wanted, questionnaires, short_forms
from servqual.forms.parts import parts
from servqual.forms.questions import Comment, Matrix, Option, Rating
from servqual.texts import fill
from servqual.writer.forms import printed, word
from servqual.writer.forms.ticks import mark


@pytest.fixture(scope="module")
def asked():
    wanted = Wanted(
        service={"": "Aurora <Hotel>", "zh": "极光酒店"}, noun={"": "hotel", "zh": "酒店"}
    )
    return questionnaires(sq.load_instrument("servqual"), ["en", "zh"], wanted)


@pytest.fixture(scope="module")
def pages(asked):
    return {name: content.decode("utf-8") for name, content in printed.write(asked).items()}


@pytest.fixture(scope="module")
def documents(asked):
    return word.write(asked)


def document(content):
    from docx import Document

    return Document(io.BytesIO(content))


def words(content):
    found = document(content)
    texts = [p.text for p in found.paragraphs]
    return texts + [c.text for t in found.tables for row in t.rows for c in row.cells]


def test_a_page_says_everything_that_is_asked_and_promised(asked, pages):
    for one in asked:
        page = pages[f"{one.name}.html"]
        shown = page.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'")
        texts = [row.text for b in one.blocks for row in getattr(b, "rows", ())]
        texts += [b.text for b in one.blocks if not hasattr(b, "rows")]

        assert [t for t in (*texts, *one.promise, one.intro, one.thanks) if t not in shown] == []
        assert page.count('class="tick"') == 44 * 7 + 10 + 7 + 11 + 7


def test_a_page_runs_nothing_and_loads_nothing(pages):
    page = pages["servqual.en.html"]

    assert "<script" not in page
    assert not re.search(r"(src|href)=", page)
    assert "default-src 'none'; style-src 'sha256-" in page.replace("&#39;", "'")
    assert "Your opinion of Aurora &lt;Hotel&gt;" in page
    assert 'lang="zh-CN"' in pages["servqual.zh.html"] or 'lang="zh' in pages["servqual.zh.html"]


def test_levels_of_one_item_are_marked_side_by_side():
    asked = questionnaires(sq.load_instrument("servqual-1994"), ["en", "zh"])

    for content in printed.write(asked).values():
        page = content.decode("utf-8")
        assert page.count('<td class="set">') == 22 * 3
        assert [f"<dt>{code}</dt>" in page for code in "MDP"] == [True] * 3
        assert page.count("<thead>") == 2
    assert [b.code for b in asked[0].blocks[:3]] == ["M", "D", "P"]
    assert len(document(word.write(asked[:1])["servqual-1994.en.docx"]).tables[0].rows) == 23


def test_the_same_questionnaire_gives_the_same_bytes(asked, documents):
    assert printed.write(asked) == printed.write(asked)
    assert word.write(asked) == documents


def test_the_second_question_on_a_problem_says_when_it_is_asked(pages):
    assert "only if you answered “Yes” above:" in pages["servqual.en.html"]
    assert "如上一题选择“是”，请回答：" in pages["servqual.zh.html"]


def test_points_have_a_sum_to_reach(pages):
    assert "must be 100" in pages["servqual.en.html"]
    assert "应为 100 分" in pages["servqual.zh.html"]


def test_a_version_stands_at_the_head_of_its_page():
    forms = questionnaires(short_forms(sq.load_instrument("servperf"), 3).instrument, "zh")

    pages = printed.write(forms)

    assert list(pages) == [f"servperf-short.zh.{v}.html" for v in "ABC"]
    assert "<b>B 卷</b>" in pages["servperf-short.zh.B.html"].decode("utf-8")


def test_a_long_scale_is_written_not_ticked(asked):
    points = tuple(Option(str(n)) for n in range(101))
    long = replace(asked[0], blocks=(
        Rating("thermometer", "thermometer", "How warm?", points),
        Matrix("heat", "H", "Heat", "", points, asked[0].blocks[0].rows[:1]),
    ))  # fmt: skip

    page = printed.write([long])["servqual.en.html"].decode("utf-8")

    assert 'class="tick"' not in page
    assert page.count("0–100") == 2
    assert "0–100" in " ".join(words(word.write([long])["servqual.en.docx"]))


def test_a_document_says_everything_that_is_asked_and_promised(asked, documents):
    for name, content in documents.items():
        one = next(q for q in asked if name == f"{q.name}.docx")
        shown = "\n".join(words(content))
        texts = [row.text for b in one.blocks for row in getattr(b, "rows", ())]
        texts += [b.text for b in one.blocks if not hasattr(b, "rows")]

        assert [t for t in (*texts, *one.promise, one.intro, one.thanks) if t not in shown] == []
        assert shown.count(mark("7")) == 44 + 4


def test_a_title_is_read_under_a_brand_with_a_dark_cover(asked, root):
    brand = sq.read_brand(root / "reports" / "brands" / "aurora.toml")
    content = word.write(asked[:1], brand)["servqual.en.docx"]
    kicker, title = document(content).paragraphs[:2]

    assert (kicker.text, title.text) == (brand.name, asked[0].title)
    assert str(title.runs[0].font.color.rgb) != "FFFFFF"
    assert str(kicker.runs[0].font.color.rgb) != "FFFFFF"
    assert brand.name in printed.write(asked[:1], brand)["servqual.en.html"].decode("utf-8")


def test_the_headings_of_a_table_are_repeated_on_every_page(documents):
    first = document(documents["servqual.en.docx"]).tables[0]

    assert "w:tblHeader" in first.rows[0]._tr.xml
    assert len(first.rows) == 23
    assert first.rows[1].cells[0].text == "E1"


@pytest.mark.parametrize(
    ("name", "title", "question"),
    [
        ("gap-managers", "第 3 部分：服务标准", "以下各方面，本企业的服务标准有多正式？"),
        ("gap-staff", "第 3 部分：对顾客的承诺", "以下各方面，我们对顾客说到的，是否都能做到？"),
    ],
)
def test_a_question_on_every_dimension_stands_once_on_paper(name, title, question):
    asked = questionnaires(sq.load_instrument(name), "zh")[0]

    part = next(p for p in parts(asked, on_paper=True) if p.title == title)
    whole = next(p for p in parts(asked) if p.title == title)

    assert part.intro == question
    assert part.questions[0].rows[0].text == "有形性（场所、设备和员工的外观）"
    assert (whole.intro, whole.questions[0].rows[0].text) == (
        "",
        f"有形性（场所、设备和员工的外观）：{question.removeprefix('以下各方面，')}",
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_forms_of_managers_have_no_number_and_say_in_bold_what_is_agreed_to(language):
    asked = questionnaires(sq.load_instrument("gap-managers"), language)[0]
    agreed = {
        "en": "By handing in this questionnaire you agree that answers are shown in this way.",
        "zh": "交回本问卷即表示您同意按上述方式显示结果。",
    }[language]

    page = printed.write([asked])[f"{asked.name}.html"].decode("utf-8")
    paragraphs = document(word.write([asked])[f"{asked.name}.docx"]).paragraphs

    assert f"<p><b>{agreed}</b></p>" in page
    assert f"<span>{fill(language, 'forms.intro.sheet', {})}</span>" not in page
    assert not any("____" in p.text for p in paragraphs[:3])
    assert [p.runs[0].bold for p in paragraphs if p.text == agreed] == [True]


def test_a_comment_has_lines_to_write_on(asked):
    only = replace(asked[0], blocks=(Comment("comments", "Anything else?"),))

    page = printed.write([only])["servqual.en.html"].decode("utf-8")

    assert page.count("<i></i>") == 4 + 1  # and the number of the sheet
    assert len(document(word.write([only])["servqual.en.docx"]).tables[0].rows) == 4


def test_one_call_gives_the_files_of_several_kinds():
    files = sq.form("servperf", ["csv", "html"], ["en", "zh"], versions=3, service="hotel")

    assert list(files) == [
        "servperf-short.toml", "servperf-short.csv", "servperf-short.en.columns.csv",
        "servperf-short.zh.columns.csv",
        *(f"servperf-short.{lang}.{v}.html" for lang in ("en", "zh") for v in "ABC"),
    ]  # fmt: skip


def test_unknown_kinds_are_named_together():
    with pytest.raises(SettingsError) as caught:
        sq.form("servqual", ["pdf", "html", "xlsx"])

    assert str(caught.value) == (
        "no form can be made.\n"
        "  - 'pdf' is no kind of form; known kinds: html, docx, csv, xlsform, limesurvey, "
        "qualtrics, wjx\n"
        "  - 'xlsx' is no kind of form; known kinds: html, docx, csv, xlsform, limesurvey, "
        "qualtrics, wjx"
    )


@pytest.mark.browser
@pytest.mark.slow
def test_a_page_fits_a_narrow_screen_and_a_few_sheets_of_paper(asked, chromium, tmp_path):
    from playwright.sync_api import sync_playwright

    for name, content in printed.write(asked).items():
        (tmp_path / name).write_bytes(content)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for one, most in zip(asked, (5, 4), strict=True):
            page = browser.new_page(viewport={"width": 360, "height": 800})
            page.goto((tmp_path / f"{one.name}.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") == 360
            sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
            assert 2 <= sheets <= most
        browser.close()
