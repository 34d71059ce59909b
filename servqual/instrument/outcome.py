"""What is asked beside the items: about the whole, about the people, to see who reads."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from servqual.instrument.parts import Alias, Identifier, Part, Text, Words

# how much effort it took (Dixon, Freeman & Toman 2010), and whether it was made easy
EFFORT_ENDS = {1: (1, 5), 2: (1, 7)}
ABOUT_A_DIMENSION = ("standards", "delivery", "promises")


class Outcome(Part):
    """A question about the whole: overall quality, satisfaction, recommendation ..."""

    id: Identifier
    """Its name in results and in code."""
    label: Words
    """Its name as a heading, by language."""
    kind: Literal["rating", "recommend", "yes_no", "effort"] = "rating"
    """rating, recommend (0-10), yes_no (0-1) or effort (say which version)."""
    version: Literal[1, 2] | None = None
    """Of an effort question: 1 asks how much effort it took (1-5, low is good), 2 whether it was
    made easy (1-7, high is good)."""
    index: bool = False
    """Whether it counts, beside others, in the satisfaction index with equal weights."""
    min: int = 1
    """The lowest answer."""
    max: int = 10
    """The highest answer."""
    aliases: list[Alias] = Field(default=[])
    """Other names that exports use for it."""
    block: Literal["", "standards", "delivery", "promises", "antecedent"] = ""
    """Of a manager's or staff questionnaire: the block of the gap model that it belongs to; such
    ratings are not analysed as outcomes. Empty: a question to customers about the whole."""
    about: Identifier | None = None
    """Of a block: the id of the dimension that it is about."""
    measures: Identifier | None = None
    """Of an antecedent: what it measures together with others, such as teamwork."""
    reverse: bool = False
    """Of an antecedent: whether it is worded negatively; answers are stored as they were given."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.max <= self.min:
            raise ValueError(f"max ({self.max}) must be greater than min ({self.min})")
        if self.kind == "recommend" and (self.min, self.max) != (0, 10):
            raise ValueError(
                "a question of kind 'recommend' runs from 0 to 10: set min = 0 and max = 10, "
                "or use kind = 'rating'"
            )
        if self.kind == "yes_no" and self.max - self.min != 1:
            raise ValueError("a question of kind 'yes_no' has two answers: set min = 0 and max = 1")
        self._check_effort()
        self._check_block()
        if self.index and self.kind != "rating":
            raise ValueError(
                f"a question of kind {self.kind!r} cannot count in the satisfaction index: leave "
                "out index, or use kind = 'rating'"
            )
        return self

    def _check_effort(self) -> None:
        """Raise if an effort question does not say which of the two opposite ones it is."""
        if self.kind != "effort":
            if self.version is not None:
                raise ValueError("version is for questions of kind 'effort': leave it out here")
            return
        if self.version is None:
            raise ValueError(
                "a question of kind 'effort' needs its version, as the two run in opposite "
                "directions: version = 1 asks how much effort it took (low is good), version = 2 "
                "whether it was made easy (high is good)"
            )
        ends = EFFORT_ENDS[self.version]
        if (self.min, self.max) != ends:
            raise ValueError(
                f"a question of kind 'effort', version {self.version}, runs from {ends[0]} to "
                f"{ends[1]}: set min = {ends[0]} and max = {ends[1]}, or use kind = 'rating'"
            )

    def _check_block(self) -> None:
        """Raise if a rating of the gap model lacks what it is about, or has it without a block."""
        if self.block and (self.kind != "rating" or self.index):
            raise ValueError(
                f"a question of block {self.block!r} is a rating of its own: leave out kind and "
                "index"
            )
        if self.block in ABOUT_A_DIMENSION and not self.about:
            raise ValueError(
                f"a question of block {self.block!r} is about one dimension: add about = "
                '"reliability" or another id of a dimension'
            )
        if self.block == "antecedent" and not self.measures:
            raise ValueError(
                "a question of block 'antecedent' needs what it measures: add measures = "
                '"teamwork" or another name'
            )
        if self.about and not self.block:
            raise ValueError("about is for questions with a block: leave it out, or add block")
        if self.block != "antecedent" and (self.measures or self.reverse):
            raise ValueError(
                "measures and reverse are for questions of block 'antecedent': leave them out here"
            )


class AttentionItem(Part):
    """A question with a told answer ("please tick 2"), which shows who reads."""

    id: Identifier
    """Its name in results and in code."""
    label: Words
    """Its wording, by language."""
    expected: list[Text] = Field(min_length=1)
    """The accepted answers as they stand in exports: number, words, or both."""
    aliases: list[Alias] = Field(default=[])
    """Other names that exports use for it."""


class PeopleColumn(Part):
    """Something known about the people: branch, age group, gender ..."""

    id: Identifier
    """Its name in results and in code."""
    label: Words
    """Its name as a heading, by language."""
    aliases: list[Alias] = Field(default=[])
    """Other names that exports use for it."""
    options: list[Words] = Field(default=[])
    """The answers to choose from, in order, by language; none where people write their own."""
