"""Texts of the report: complete in every language, and every one that is asked for exists."""

import re
from pathlib import Path

import pytest

from servqual.texts import catalogue, languages, placeholders
from servqual.writer import sections

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "causes", "exhibits", "first", "gap_model", "kano", "loyalty", "methods", "numbers",
    "operations", "own", "report", "sentences", "segments", "slides", "thesis", "trust", "words",
    "working",
)  # fmt: skip
FILES = "|".join(OURS)
KEY = re.compile(rf"""["']((?:{FILES})\.[a-z0-9_.]*[a-z0-9_])["']""")
STEM = re.compile(rf"""f["']((?:{FILES})\.[a-z0-9_.]*)\{{""")

# a verdict that is certain has a side, the others have none
NEVER = re.compile(r"\b(significant|because of|caused?|leads? to|due to|proves?)\b", re.IGNORECASE)


def ours(language):
    texts = catalogue(language)
    return {key: text for key, text in texts.items() if key.partition(".")[0] in OURS}


def sources():
    folders = (Path(sections.__file__).parents[1], ROOT / "reports" / "templates")
    return [p for f in folders for p in f.rglob("*") if p.suffix in (".py", ".j2")]


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
def test_every_language_has_every_text(language):
    assert sorted(ours(language)) == sorted(ours("en"))


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
def test_every_language_fills_the_same_places(language):
    other = {
        key: (sorted(placeholders(text)), sorted(placeholders(ours(language)[key])))
        for key, text in ours("en").items()
        if placeholders(text) != placeholders(ours(language)[key])
    }

    assert other == {}


def test_every_text_that_is_asked_for_exists():
    found = {key for path in sources() for key in KEY.findall(path.read_text("utf-8"))}
    asked = {key for key in found if not key.endswith((".js", ".j2", ".css"))}

    assert asked
    assert (
        asked - set(catalogue("en")) - {key.rpartition(".")[0] for key in catalogue("en")} == set()
    )


def test_every_text_that_is_asked_for_in_parts_exists_in_some_form():
    stems = {stem for path in sources() for stem in STEM.findall(path.read_text("utf-8"))}
    missing = {s for s in stems if not any(key.startswith(s) for key in catalogue("en"))}

    assert missing == set()


def test_no_sentence_speaks_of_causes_or_of_significance():
    texts = [str(text) for key, text in ours("en").items() if key.startswith("sentences.")]

    assert [text for text in texts if NEVER.search(text)] == []


@pytest.mark.parametrize("language", languages())
def test_no_text_holds_markup(language):
    # a sign alone, such as in "p < .05" or between two authors, is none
    markup = re.compile(r"<[a-z/!]|&#?\w+;", re.IGNORECASE)

    assert [key for key, text in ours(language).items() if markup.search(str(text))] == []


def test_chinese_sentences_are_punctuated_in_full_width():
    half = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?(][\u4e00-\u9fff]")

    assert [key for key, text in ours("zh").items() if half.search(str(text))] == []


@pytest.mark.parametrize("language", languages())
def test_no_line_of_a_report_ends_between_n_and_its_figure(language):
    # notes and the terminal are printed where a no-break space may not exist
    texts = {
        key: str(text)
        for key, text in catalogue(language).items()
        if key.partition(".")[0] not in ("notes", "show", "terminal")
    }

    assert [key for key, text in texts.items() if re.search(r"\bn = \{", text)] == []
