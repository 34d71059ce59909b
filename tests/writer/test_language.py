"""A third language needs text files only."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from servqual import texts
from servqual.notes import Note, Notes
from servqual.results import Quotation, Quotations, Theme, Themes
from servqual.settings import ReportOptions
from servqual.writer import plotly_door, render_html
from servqual.writer.exhibits.gaps import gap_items_dimension
from servqual.writer.view import View
from tests.writer import studies
from tests.writer.test_page import Reader

REPORTS = Path(__file__).resolve().parents[2] / "reports"


@pytest.fixture
def pseudo(tmp_path, monkeypatch):
    """Add a language whose every text is an English one between angle quotes."""
    folder = tmp_path / "reports"
    shutil.copytree(REPORTS, folder)
    shutil.copytree(folder / "text" / "en", folder / "text" / "eo")
    numbers = folder / "text" / "eo" / "numbers.toml"
    changed = numbers.read_text("utf-8").replace('decimal = "."', 'decimal = ","')
    changed = changed.replace('thousands = ","', 'thousands = "."')
    changed = changed.replace('lang = "en"', 'lang = "eo"').replace("en_GB", "eo")
    numbers.write_text(changed, encoding="utf-8")
    report = folder / "text" / "eo" / "report.toml"
    report.write_text(
        report.read_text("utf-8").replace('title = "Summary"', 'title = "Resumo"'), encoding="utf-8"
    )
    monkeypatch.setattr(texts, "data_folder", lambda name: folder if name == "reports" else REPORTS)
    texts.languages.cache_clear()
    texts.catalogue.cache_clear()
    yield "eo"
    texts.languages.cache_clear()
    texts.catalogue.cache_clear()


def test_a_report_in_a_third_language_has_its_words_numbers_and_dates(pseudo):
    page = render_html(studies.bank(), ReportOptions(language=pseudo, date="2026-05-31"))
    read = Reader(page)

    assert ("html", {"lang": "eo"}) in read.tags
    assert "Resumo" in read.words
    assert "−2,18" in read.words
    assert "8.800" in read.words
    assert "31 Majo 2026" in read.words


def test_axes_are_marked_with_the_decimal_sign_of_the_language(pseudo):
    view = View(studies.bank(), ReportOptions(language=pseudo))
    figure = gap_items_dimension(view, "gap", "tangibles").figure

    assert "−0,5" in figure.wide["layout"]["xaxis"]["ticktext"]
    assert plotly_door.template(pseudo)["layout"]["separators"] == ",."


def test_themes_notes_and_comments_are_said_in_a_third_language(pseudo):
    study = studies.bank()
    theme = Theme("hours", "theme", "gap", ("q19",), 1, 1, None, -1.25)
    note = Note("comments_printed", {"n": 1}, study.sample.file)
    whole = replace(
        study,
        themes=Themes((theme,)),
        quotations=Quotations((Quotation("", "Tre bone"),)),
        notes=Notes([note]),
    )
    words = Reader(render_html(whole, ReportOptions(language=pseudo))).words

    assert "Convenient hours" in words
    assert "“Tre bone”" in words
    assert "1 comment is printed" in words


def test_what_was_decided_on_reading_is_said_without_english_words():
    given = [
        Note("file_encoding", {"encoding": "UTF-8 with BOM"}),
        Note("columns_not_used", {"n": 9, "columns": "id, date, ..."}),
        Note("answers_in_words", {"n": 2, "labels": "同意 = 6; 非常同意 = 7"}),
    ]
    whole = replace(studies.bank(), notes=Notes(given))
    words = Reader(render_html(whole, ReportOptions(language="zh"))).words

    assert "文件编码为 UTF-8（含 BOM）。" in words
    assert "9 列未使用：id, date 等。" in words
    assert "文字回答已转换为数字：同意 = 6；非常同意 = 7。" in words
