"""The words of a plan of a survey."""

from __future__ import annotations

from dataclasses import dataclass

from servqual.results.planning import SizeRow
from servqual.texts import fill
from servqual.writer.working.names import Names

HUNDREDTHS = ("share", "nps")  # aims that are shares


@dataclass(frozen=True)
class PlanNames(Names):
    """The words of a plan, which stand in a file of their own."""

    def say(self, key: str, **values: object) -> str:
        """Return the text under ``planning.PART.KEY``."""
        return fill(self.language, f"planning.{self.part}{key}", values)

    def of(self, part: str) -> PlanNames:
        """Return the words of a part."""
        return PlanNames(self.form, self.language, f"{part}.", self.confidence)

    def aim(self, row: SizeRow) -> str:
        """Return what is aimed at, in words."""
        return self.of("purpose").say(row.purpose, aim=self.points(row), k=row.samples)

    def points(self, row: SizeRow) -> str:
        """Return how much is aimed at, in scale points or in points of 100."""
        return self.numbers.points(row.aim * (100 if row.purpose in HUNDREDTHS else 1))
