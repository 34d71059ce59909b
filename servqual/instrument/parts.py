"""The parts of a questionnaire: scale, batteries, gaps, dimensions, items, each checked alone."""

from __future__ import annotations

import builtins
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
InstrumentId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=60)]
ANY_TEXT = r"\S"
LANGUAGE_CODE = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
LanguageCode = Annotated[str, StringConstraints(pattern=LANGUAGE_CODE)]
Text = Annotated[str, StringConstraints(pattern=ANY_TEXT)]
Words = Annotated[dict[LanguageCode, Text], Field(min_length=1)]
Alias = Annotated[str, StringConstraints(pattern=ANY_TEXT)]
MissingKind = Literal["not_applicable", "dont_know", "not_shown", "refused"]
ExpectationType = Literal["should", "excellent", "desired", "will"]
MOST_PARTS = 100
NEAR = 0.7  # how alike two names are, from 0 to 1, for the one to be a guess at the other
FEW_NAMES = 12  # as many are listed where one is not known
# what answers from "much worse" to "much better than expected" are held against
MIDPOINT = "midpoint"


class Part(BaseModel):
    """Base of every part: unknown keys and wrong types are faults, nothing changes later."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True
    )


class Anchor(Part):
    """The words that stand for one point of a scale."""

    value: int
    """The number that these words stand for."""
    label: Words
    """The words as printed, by language."""
    also: list[Alias] = []
    """Other words that exports use for this point, in any language."""


class Scale(Part):
    """Whole numbers from ``min`` to ``max``, with the words that stand for them."""

    min: int
    """The lowest answer."""
    max: int
    """The highest answer."""
    anchors: list[Anchor] = []
    """The words of the points; only those that have words."""
    parts: int = Field(default=1, ge=1, le=MOST_PARTS)
    """Into how many parts a point is divided: 2 where half points could be given."""
    missing: dict[MissingKind, list[Alias]] = {}
    """Words that mean no rating, by kind; they are counted apart from blanks."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.max <= self.min:
            raise ValueError(f"max ({self.max}) must be greater than min ({self.min})")
        if self.parts > 1 and self.min < 0:
            raise ValueError(f"a scale from {self.min} cannot have parts; it must begin at 0 or 1")
        points = [(str(a.value), [*a.label.values(), *a.also]) for a in self.anchors]
        everything = [word for _, words in points for word in words]
        refuse(
            [
                *(
                    f"the anchor for {a.value} lies outside {self.min}-{self.max}"
                    for a in self.anchors
                    if not self.min <= a.value <= self.max
                ),
                *repeated("anchors", (a.value for a in self.anchors)),
                *ambiguous(points),
                *ambiguous([("an anchor", everything), *self.missing.items()]),
            ]
        )
        return self

    @property
    def range(self) -> int:
        """Distance between the ends, in scale points."""
        return self.max - self.min

    @property
    def size(self) -> int:
        """How many answers there are to choose from."""
        return self.range * self.parts + 1

    @property
    def points(self) -> int:
        """How many whole points there are, which is how many words a full set of labels has."""
        return self.range + 1

    @property
    def values(self) -> Sequence[float]:
        """Every answer, lowest first."""
        if self.parts == 1:
            return range(self.min, self.max + 1)
        return tuple(self.value_of(code) for code in self.codes)

    @property
    def codes(self) -> builtins.range:
        """Every answer as it is stored, a whole number of parts, lowest first."""
        return range(self.min * self.parts, self.max * self.parts + 1)

    @property
    def middle(self) -> int | None:
        """The stored answer in the middle; None where the number of answers is even."""
        total = (self.min + self.max) * self.parts
        return None if total % 2 else total // 2

    def value_of(self, code: int) -> float:
        """Return an answer in points from the whole number of parts that is stored."""
        return code // self.parts if code % self.parts == 0 else code / self.parts

    def resized(self, low: int, high: int, parts: int = 1) -> Scale:
        """Return this scale from ``low`` to ``high``; the words of the two ends move with them."""
        ends = {self.min: low, self.max: high}
        kept = [
            a.model_copy(update={"value": ends[a.value]}) for a in self.anchors if a.value in ends
        ]
        same = (low, high) == (self.min, self.max)
        return Scale(
            min=low,
            max=high,
            anchors=self.anchors if same else kept,
            missing=self.missing,
            parts=parts,
        )


class Battery(Part):
    """One set of ratings of the items, for instance what people expect."""

    name: Identifier
    """Its name: expectation, perception, minimum, desired, importance, satisfaction ..."""
    label: Words
    """Its name as a heading, by language."""
    intro: Words | None = None
    """What people read above the items; may hold {service}."""
    scale: Scale | None = None
    """Its own scale, where it differs from the questionnaire's."""
    aliases: list[Alias] = []
    """Words and letters that stand for it in column headers, such as E or 期望."""
    patterns: list[str] = []
    """Regular expressions for its column headers; (?P<n>...) is the item's number."""

    @field_validator("patterns")
    @classmethod
    def _check_patterns(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            try:
                groups = re.compile(pattern).groupindex
            except re.error as error:
                raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
            if "n" not in groups:
                raise ValueError(f"{pattern!r} must hold the item's number as (?P<n>...)")
        return patterns


class Gap(Part):
    """A difference of two batteries: always what was received minus what was wanted."""

    name: Identifier
    """Its name, usually gap, adequacy or superiority."""
    of: Identifier
    """The battery of what was received."""
    minus: Identifier
    """The battery of what was wanted; midpoint: the middle of the scale of ``of``, where that
    battery itself asks how far things were better or worse than expected."""
    label: Words | None = None
    """Its name as a heading, by language."""

    @property
    def direct(self) -> bool:
        """Whether people compared with what they expected themselves (direct disconfirmation)."""
        return self.minus == MIDPOINT

    @property
    def batteries(self) -> tuple[str, ...]:
        """The batteries that it needs: two, or the one that holds the comparison itself."""
        return (self.of,) if self.direct else (self.of, self.minus)


class Dimension(Part):
    """A group of items that are scored together."""

    id: Identifier
    """Its name in results and in code."""
    name: Words
    """Its name as a heading, by language."""
    description: Words | None = None
    """What it means in one sentence, as shown where points are shared out."""
    aliases: list[Alias] = []
    """Other names that exports use for it."""


class Item(Part):
    """One statement that people rate, once per battery."""

    id: Identifier
    """Its name in results and in code; the number in it is what headers like E5 refer to."""
    dimension: Identifier
    """The id of the dimension that it belongs to."""
    topic: Words
    """Two to five words that name it in charts; the good end if it is worded negatively."""
    wording: dict[Identifier, Words] = {}
    """The sentence, by battery and language; may hold {service}."""
    reverse: bool | list[Identifier] = False
    """true, or the batteries in which it is worded negatively."""
    aliases: list[Alias] = []
    """Other names that exports use for it."""


class Theme(Part):
    """Items of one cause: what mends one of them mends the others."""

    id: Identifier
    """Its name in results and in code."""
    name: Words
    """Two to five words that name what would be mended, by language."""
    owner: Words | None = None
    """Who usually mends it, suggested in the action register, by language."""
    points_to: int | None = Field(default=None, ge=1, le=4)
    """Gap of the model to look at first: 1 research, 2 standards, 3 delivery, 4 communication."""
    items: list[Identifier] = Field(min_length=1)
    """The ids of its items; every item of the questionnaire belongs to one theme."""


class Importance(Part):
    """How importance was asked: points shared out, dimensions ranked, ratings, or not at all."""

    method: Literal["points", "ranking", "ratings", "none"] = "none"
    """points: shared out over the dimensions; ranking: the dimensions put in order, 1 the most
    important; ratings: a battery; none: not asked."""
    total: int = Field(default=100, gt=0)
    """How many points were shared out."""
    intro: Words | None = None
    """What people read above the points or ranks; may hold {service}."""


def repeated(what: str, names: Iterable[object]) -> list[str]:
    """Return a fault for each name that stands there twice."""
    counts = Counter(names)
    return [f"{what}: {name} stands there {n} times" for name, n in counts.items() if n > 1]


def ambiguous(meanings: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Return a fault for each word that stands for two different things, whatever its case."""
    owner: dict[str, str] = {}
    faults = []
    for name, words in meanings:
        for word in words:
            known = owner.setdefault(word.strip().casefold(), name)
            if known != name:
                faults.append(f"{word!r} stands for {known} and for {name}; keep it in one place")
    return faults


def refuse(faults: Iterable[str]) -> None:
    """Raise if there are any faults, one line each."""
    if found := list(dict.fromkeys(faults)):  # each is told once
        raise ValueError("\n".join(found))


def not_in(name: str, where: str, known: Iterable[str]) -> str:
    """Return what to say about a name that is not in a list, with a guess or with what there is.

    Examples
    --------
    >>> not_in("stuff", "dimensions", ["place", "staff"])
    "'stuff' is not in dimensions; did you mean 'staff'?"
    >>> not_in("x", "dimensions", ["place", "staff"])
    "'x' is not in dimensions; there are place, staff"
    """
    names = list(dict.fromkeys(known))
    near = get_close_matches(name, names, n=1, cutoff=NEAR)
    if near:
        return f"{name!r} is not in {where}; did you mean {near[0]!r}?"
    few = f"; there are {', '.join(names)}" if 0 < len(names) <= FEW_NAMES else ""
    return f"{name!r} is not in {where}{few}"
