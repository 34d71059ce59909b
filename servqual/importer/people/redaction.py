"""Takes out of a comment what could tell who wrote it, or whom it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

MARK = "***"

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
_LONG_MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_LONG_MONTHS}|(?:{_MONTHS})\.?)"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤"
)
_TITLES_ZH = "先生|女士|小姐|经理|主任|老师|医生|护士|师傅|主管|店长|行长|总监|阿姨"
_TITLES = "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam|Herr|Frau|Monsieur|Madame"

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_FEWEST_LETTERS, _FEWEST_SIGNS, _FEWEST_DIGITS = 3, 2, 4


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Return what reaches, numbers or dates a person.

    The order matters: an address holds an "@" and dots. Compiled when the first comment is read.
    """
    return (
        re.compile(r"(?:https?://|www\.)[^\s，。；、）)]+", re.IGNORECASE),
        re.compile(r"[A-Za-z0-9._%+-]+\s?[@＠]\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
        re.compile(
            r"(?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|org|net|edu|gov|info|io|cn|hk|uk|de|fr|nl|eu)"
            r"(?![A-Za-z])(?:/[^\s，。；、）)]*)?",
            re.IGNORECASE,
        ),
        re.compile(r"(?<!\w)[@＠][A-Za-z0-9_.]{3,}"),
        re.compile(
            r"(?:微信号?|QQ号?|wechat|whatsapp|telegram|skype)(?:\s+id)?\s*(?:是|为|is|:|：)?\s*"
            r"(?=[A-Za-z0-9_-]*[0-9_-])[A-Za-z][A-Za-z0-9_-]{4,}",
            re.IGNORECASE,
        ),
        re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?[日号]?"),
        re.compile(r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)"),
        re.compile(r"(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?[日号]"),
        re.compile(
            rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?![a-z])(?:,?\s+\d{{4}})?"
        ),
        re.compile(rf"(?<![A-Za-z]){_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s+\d{{4}})?"),
        # a telephone, account, order or identity number, its groups apart or not
        re.compile(
            r"[+＋]?[(（]?(?<![\dA-Za-z])(?:[A-Z]{1,4}[- ]?)?"
            r"\d(?:[\s()（）.\-–—/]{0,2}\d){5,}[Xx]?(?!\d)"
        ),
        re.compile(
            r"(?<![A-Za-z0-9])(?=[A-Za-z0-9-]*\d{3})(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?![A-Za-z0-9])"
        ),
        re.compile(rf"(?<![A-Za-z])(?:{_TITLES})\.?\s+[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)?"),
        re.compile(rf"[{SURNAMES}](?:{_TITLES_ZH})"),
    )


@dataclass(frozen=True)
class Known:
    """What the file's own columns say about its people, ready to be found in a comment.

    ``anyhow`` is looked for in any case of letters (lower-cased here), ``exactly`` as written.
    """

    anyhow: frozenset[str] = frozenset()
    exactly: frozenset[str] = frozenset()
    lengths: tuple[int, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, personal: Iterable[str], groups: Iterable[str] = ()) -> Known:
        """Return what to look for.

        Parameters
        ----------
        personal : iterable of str
            Cells of columns that name or reach a person. The words of a name are looked for on
            their own too, written as they are, so that "Mark" goes and "mark" stays.
        groups : iterable of str
            Cells of columns that say which branch, age group or the like somebody belongs to.
        """
        whole = {cell.strip() for cell in set(personal)}
        parts = {part for cell in whole for part in _parts(cell)}
        anyhow = frozenset(cell.lower() for cell in whole if _long_enough(cell))
        exactly = parts | {cell.strip() for cell in set(groups) if _long_enough(cell.strip())}
        lengths = sorted({len(text) for text in (*anyhow, *exactly)}, reverse=True)
        return cls(anyhow, frozenset(exactly), tuple(lengths))


def _parts(cell: str) -> list[str]:
    """Return the words of a name that may stand for it alone."""
    if _is_chinese(cell) and len(cell) == 3:
        return [cell[1:]]
    words = _WORD.findall(cell) if not _is_chinese(cell) and "@" not in cell else []
    return [word for word in words if len(word) >= _FEWEST_LETTERS and word[0].isupper()]


def _long_enough(text: str) -> bool:
    """Say whether a cell is long enough to point to somebody."""
    if text.isdigit():
        return len(text) >= _FEWEST_DIGITS
    return len(text) >= (_FEWEST_SIGNS if _is_chinese(text) else _FEWEST_LETTERS)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def redacted(text: str, known: Known | None = None) -> str:
    """Return a comment with telephone numbers, addresses, names and the like as ``***``.

    It errs on the side of taking out too much; a name that is in no column of the file and follows
    no title cannot be known, so a person must read the result.

    Examples
    --------
    >>> redacted("Mr. Brown (brown@bank.com, 020 7946 0958) was rude on 3 May 2026.")
    '*** (***, ***) was rude on ***.'
    >>> redacted("Anna waited 40 minutes in 2025", Known.of(["Anna Schmidt"]))
    '*** waited 40 minutes in 2025'
    """
    if known is not None and known.lengths:
        text = _without_known(text, known)
    for pattern in patterns():
        text = pattern.sub(MARK, text)
    return re.sub(rf"{re.escape(MARK)}(?:\s*{re.escape(MARK)})+", MARK, text)


def _without_known(text: str, known: Known) -> str:
    found: list[str] = []
    at = 0
    while at < len(text):
        length = _match(text, at, known)
        found.append(MARK if length else text[at])
        at += length or 1
    return "".join(found)


def _match(text: str, at: int, known: Known) -> int:
    """Return the length of the longest known text that begins here, 0 for none."""
    if at and _same_word(text[at - 1], text[at]):
        return 0
    for length in known.lengths:
        end = at + length
        piece = text[at:end]
        if len(piece) < length or (end < len(text) and _same_word(piece[-1], text[end])):
            continue
        if piece in known.exactly or piece.lower() in known.anyhow:
            return length
    return 0


def _same_word(left: str, right: str) -> bool:
    """Say whether no word ends between two signs; every Chinese sign stands for itself."""
    both = left.isalnum() and right.isalnum()
    return both and not _is_chinese(left) and not _is_chinese(right)


def redact_all(texts: Sequence[str], known: Known) -> tuple[list[str], int]:
    """Return comments redacted, and in how many of them something was taken out."""
    after = [redacted(text, known) for text in texts]
    return after, sum(old != new for old, new in zip(texts, after, strict=True))
