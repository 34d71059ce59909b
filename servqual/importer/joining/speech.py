"""Which language an export speaks, by the signs of its headings and the words of its answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servqual.importer.answers.label_sets import all_sets, label_key
from servqual.importer.matching.columns import Plan
from servqual.importer.matching.targets import Use
from servqual.importer.opening.table import Table

_SCRIPTS = (  # kana before Han: Japanese has both
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_MOST = 0.5  # of the headings that hold words
_WORDS = re.compile(r"[A-Za-z]{3,}(?:\W+[A-Za-z]+){2,}")
_ENGLISH = re.compile(r"\b(?:the|of|is|are|you|your|with|and|to|our|we|how)\b", re.IGNORECASE)
_COLUMNS, _ROWS, _FEWEST = 6, 400, 2  # that are looked at; different answers that must be known
_NAMES = {
    "zh": ("zh", "zhs", "zht", "chinese", "simplifiedchinese", "简体中文", "繁体中文", "中文"),
    "en": ("en", "engb", "enus", "english", "英文", "英语"),
}


def language_of(table: Table, plan: Plan) -> str:
    """Return the language of the questions that were rated: a code, '' where it cannot be told.

    Codes such as ``E1`` and ``5`` tell nothing. Of languages in Latin letters those are known that
    have words for answers (``instruments/_answers``), and English by its questions, too.
    """
    uses = plan.of_kind("rating")
    texts = [f"{use.header} {table.text_of(use.column)}" for use in uses]
    for code, script in _SCRIPTS:
        if sum(bool(script.search(text)) for text in texts) > _MOST * len(texts):
            return code
    if answered := _language_of_answers(table, uses):
        return answered
    worded = [text for text in texts if _WORDS.search(text)]
    english = sum(bool(_ENGLISH.search(text)) for text in worded)
    return "en" if len(worded) > _MOST * len(texts) and english > _MOST * len(worded) else ""


def _language_of_answers(table: Table, uses: Sequence[Use]) -> str:
    """Return the only language in which most of the answers in words are known, '' for none."""
    columns = [table.columns[use.column][:_ROWS] for use in uses[:_COLUMNS]]
    said = {label_key(cell) for cells in columns for cell in set(cells)}
    known: dict[str, set[str]] = {}
    for labels in all_sets():
        known.setdefault(labels.language, set()).update(said & labels.places.keys())
    hits = sorted(((len(found), language) for language, found in known.items()), reverse=True)
    first, second = (*hits, (0, ""), (0, ""))[:2]
    return first[1] if first[0] >= _FEWEST and first[0] > second[0] else ""


def language_code(said: str) -> str:
    """Return the code of a language as survey tools write it, else what they wrote.

    Examples
    --------
    >>> language_code("简体中文"), language_code("EN-GB"), language_code("DE")
    ('zh', 'en', 'de')
    """
    plain = re.sub(r"[\s_-]", "", said).lower()
    for code, names in _NAMES.items():
        if plain in names or (code == "zh" and plain.startswith(("zhcn", "zhhan", "zhtw", "zhhk"))):
            return code
    return said.strip().lower()
