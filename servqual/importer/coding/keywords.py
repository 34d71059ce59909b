"""Finds the words of themes in comments, English by word, Chinese by sign and by word."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from functools import cache

from servqual.errors import MissingToolError
from servqual.importer.coding.frame import Theme
from servqual.importer.words import plain

_HAN = re.compile("[\u4e00-\u9fff]")
_DEGREES = "太很真最更好挺超"  # "太贵" is a word of its own and means that it is 贵


def proposals(texts: Sequence[str], themes: Sequence[Theme]) -> list[tuple[str, ...]]:
    """Return the ids of the themes whose words occur in each text, in the order of the themes.

    Raises
    ------
    MissingToolError
        A comment is in Chinese, and jieba is not installed.

    Examples
    --------
    >>> from servqual.importer.coding.frame import load_themes
    >>> proposals(["I waited for ages, and the hall was dirty."], load_themes())
    [('premises', 'cleanliness', 'waiting')]
    """
    finders = [(theme.id, _finder(theme.words)) for theme in themes]
    found = []
    for text in texts:
        shown = plain(text)
        parts = frozenset(_parts(shown)) if _HAN.search(shown) else frozenset()
        found.append(tuple(name for name, finder in finders if finder(shown, parts)))
    return found


Finder = Callable[[str, frozenset[str]], bool]


def _finder(words: Sequence[str]) -> Finder:
    """Return what says whether one of some words occurs in a text with these parts."""
    clean = [plain(word) for word in words]
    alone = frozenset(word for word in clean if len(word) == 1 and _HAN.match(word))
    inside = [word for word in clean if _HAN.search(word) and word not in alone]
    latin = [_pattern(word) for word in clean if not _HAN.search(word)]
    pattern = re.compile("|".join(latin), re.IGNORECASE) if latin else None

    def occurs(text: str, parts: frozenset[str]) -> bool:
        return bool(
            (pattern and pattern.search(text))
            or any(word in text for word in inside)
            or alone & parts
        )

    return occurs


def _pattern(word: str) -> str:
    """Return the pattern of a word or phrase of Latin letters, its ending open after ``*``."""
    stem = re.escape(word.rstrip("*").strip()).replace("\\ ", r"\s+")
    end = r"[a-z]*" if word.endswith("*") else ""
    return rf"(?<![A-Za-z]){stem}{end}(?![A-Za-z])"


def _parts(text: str) -> list[str]:
    """Return the words of a Chinese text, words of degree taken off."""
    words = _segmented(text)
    return [*words, *(word.lstrip(_DEGREES) for word in words if word[0] in _DEGREES)]


def _segmented(text: str) -> list[str]:
    return [word for word in _tokenizer()(text) if word.strip()]


@cache
def _tokenizer() -> Callable[[str], list[str]]:
    """Return what takes Chinese apart, without a cache file and without words on the terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba imports a package that warns of its own end
        try:
            import jieba
        except ImportError:
            raise MissingToolError(
                "some comments are in Chinese, and finding words in them needs the package jieba, "
                'which is not installed. Install it: pip install "servqual[chinese]"; or leave the '
                "themes to the coder with --no-proposals."
            ) from None
        found = jieba.Tokenizer()
        found.FREQ, found.total = found.gen_pfdict(found.get_dict_file())
        found.initialized = True
    return lambda text: list(found.lcut(text))
