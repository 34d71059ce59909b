"""A questionnaire to field: what is asked, in which words, under which code in the export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Block",
    "Choice",
    "Comment",
    "Matrix",
    "Missing",
    "Option",
    "Points",
    "Questionnaire",
    "Ranking",
    "Rating",
    "Row",
]


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    Attributes
    ----------
    value : str
        What an export of codes holds: the number of a scale point, 1 or 0 for yes and no, the words
        themselves where people choose a group. The importer reads both value and label.
    label : str
        The words that people read; '' for a point of a scale without words.
    """

    value: str
    label: str = ""


@dataclass(frozen=True)
class Missing:
    """A choice that is no rating, such as "does not apply".

    Attributes
    ----------
    kind : str
        not_applicable, dont_know, not_shown or refused.
    label : str
        What people read; the importer knows these words in exports of codes and of words.
    """

    kind: str
    label: str


@dataclass(frozen=True)
class Row:
    """One statement to rate, or one feature to give points or a rank to.

    Attributes
    ----------
    code : str
        The heading of its column in an export: ``E5``, ``points_tangibles``. The importer reads it
        without a mapping; so it does without the signs between letters and digits, and with ``SQ``
        before the number (``E[SQ005]``).
    id : str
        The item's or the dimension's id.
    number : int
        The number that the importer takes for this item after the code of its block (``E`` and 5);
        0 for an item that only its whole code names, and for features.
    text : str
        What people read, the service filled in.
    about : str
        A sentence that explains a feature; '' for statements.
    """

    code: str
    id: str
    number: int
    text: str
    about: str = ""


@dataclass(frozen=True)
class Matrix:
    """A set of ratings: the same answers for every row.

    Attributes
    ----------
    id : str
        The battery's name.
    code : str
        What stands before the number in the codes of its rows: ``E``; letters and digits alone,
        beginning with a letter.
    title : str
        What the set of ratings is called, for who makes the form: not meant for respondents.
    intro : str
    options : sequence of Option
        Every answer, lowest first.
    rows : sequence of Row
        In the order in which they are asked.
    missing : sequence of Missing
        Choices beside the scale; may be empty.
    """

    id: str
    code: str
    title: str
    intro: str
    options: Sequence[Option]
    rows: Sequence[Row]
    missing: Sequence[Missing] = ()


@dataclass(frozen=True)
class Points:
    """Points that are shared out over the dimensions: whole numbers with a given sum."""

    id: str
    intro: str
    total: int
    rows: Sequence[Row]


@dataclass(frozen=True)
class Ranking:
    """Dimensions that are put in order; each row gets its place, 1 the most important."""

    id: str
    intro: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Rating:
    """A question about the whole with a scale of its own.

    Attributes
    ----------
    code, id : str
        The heading of its column, and the id of the outcome or the attention item.
    text : str
    options : sequence of Option
        Every answer, lowest first; the two ends have words, unless the text says what they mean.
    kind : {"rating", "recommend", "effort", "attention"}
    block : {"", "standards", "delivery", "promises", "antecedent"}
        Which block of the gap model it belongs to, in forms for managers and staff.
    """

    code: str
    id: str
    text: str
    options: Sequence[Option]
    kind: Literal["rating", "recommend", "effort", "attention"] = "rating"
    block: Literal["", "standards", "delivery", "promises", "antecedent"] = ""


@dataclass(frozen=True)
class Choice:
    """A question with one answer out of a few words.

    Attributes
    ----------
    code, id : str
        The heading of its column, and the id of the outcome or people column.
    text : str
    options : sequence of Option
        Empty where people write the answer themselves.
    kind : {"yes_no", "people"}
    only_if : tuple of two str, or None
        Code of an earlier question and the value with which this one is asked; None for always.
    """

    code: str
    id: str
    text: str
    options: Sequence[Option]
    kind: Literal["yes_no", "people"] = "people"
    only_if: tuple[str, str] | None = None


@dataclass(frozen=True)
class Comment:
    """A question that is answered in people's own words."""

    code: str
    text: str


Block = Matrix | Points | Ranking | Rating | Choice | Comment


@dataclass(frozen=True)
class Questionnaire:
    """What is asked, in one language and one version.

    Attributes
    ----------
    name : str
        The first part of the names of its files: ``servqual.zh``, ``servqual.en.A``.
    instrument : str
        The id of the questionnaire that its answers are read with.
    title : str
        What stands above it, for those who answer.
    language : str
        Language code: en, zh.
    service : str
        What the questions speak of: a name ("Aurora Hotel") or a noun ("hotel").
    role : {"customer", "manager", "staff"}
    intro : str
    promise : sequence of str
        What is promised to those who answer, a sentence each; belongs on the form.
    blocks : sequence of Block
        In the order in which they are asked.
    thanks : str
        What stands at the end.
    minutes : int
        How long it takes, about.
    version : str
        '' for the whole questionnaire, else which version this is.
    constants : sequence of (code, value)
        Columns that every answer to this form carries, without being asked: ``("form", "A")``.

    Notes
    -----
    All codes of one questionnaire differ, also without regard to case and to signs, and the
    importer finds each of them without a mapping.
    """

    name: str
    instrument: str
    title: str
    language: str
    service: str
    role: str
    intro: str
    promise: Sequence[str]
    blocks: Sequence[Block]
    thanks: str
    minutes: int
    version: str = ""
    constants: Sequence[tuple[str, str]] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The headings of all columns that come back, constants first."""
        return (*(code for code, _ in self.constants), *(c for b in self.blocks for c in codes(b)))

    def words_of(self, code: str, value: str) -> str:
        """Return the words of an answer to a choice, such as Yes; '' if there is none."""
        for block in self.blocks:
            if isinstance(block, Choice) and block.code == code:
                return next((o.label for o in block.options if o.value == value), "")
        return ""


def codes(block: Block) -> Iterator[str]:
    """Yield the headings of the columns that a block brings back.

    Examples
    --------
    >>> list(codes(Comment("comments", "Anything else?")))
    ['comments']
    """
    if isinstance(block, Matrix | Points | Ranking):
        yield from (row.code for row in block.rows)
    else:
        yield block.code
