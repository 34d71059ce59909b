"""Where a questionnaire comes from: the published one it follows, its version worded negatively."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from servqual.instrument.parts import Identifier, InstrumentId, Part, Text, Words


class ModelledOn(Part):
    """A published questionnaire that this one follows in structure, not in sentences."""

    name: Text
    """Its name as published."""
    source: Text
    """Its citation."""
    items: int = Field(ge=1)
    """How many items it has."""
    split: list[Annotated[int, Field(ge=1)]] = Field(default=[])
    """How many of them each dimension has, in its order; empty where that is not known."""
    evidence: Literal["seen", "general"]
    """seen: these figures were read in the publication or in one that prints them; general: they
    are general knowledge of the field and should be checked before they are cited."""
    note: Words | None = None
    """What differs here, by language."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.split and sum(self.split) != self.items:
            raise ValueError(
                f"split adds up to {sum(self.split)}, items is {self.items}: correct one of them, "
                "or leave out split"
            )
        return self


class ReversedForm(Part):
    """Items that one version of this questionnaire words negatively; used to notice a mix-up."""

    instrument: InstrumentId
    """The id of the version that words them negatively."""
    items: list[Identifier]
    """Their ids in this file."""
