"""The words of a plan of a survey."""

from __future__ import annotations

from dataclasses import dataclass

from servqual.results.planning import SizeRow
from servqual.texts import fill
from servqual.writer.working.names import Names

HUNDREDTHS = ("share", "nps")  # aims that are shares
OF_GAPS = ("gap", "shortfall")  # aims whose words speak of a gap


@dataclass(frozen=True)
class PlanNames(Names):
    """The words of a plan, which stand in a file of their own."""

    def say(self, key: str, **values: object) -> str:
        """Return the text under ``planning.PART.KEY``."""
        return fill(self.language, f"planning.{self.part}{key}", values)

    def of(self, part: str) -> PlanNames:
        """Return the words of a part."""
        return PlanNames(self.form, self.language, f"{part}.", self.confidence)

    def of_kind(self, key: str, **values: object) -> str:
        """Return the text of a gap, or of a mean score where the questionnaire has no gaps."""
        return self.say(key if self.form.gaps else f"{key}_score", **values)

    def aim(self, row: SizeRow) -> str:
        """Return what is aimed at, in words."""
        say = self.of("purpose").of_kind if row.purpose in OF_GAPS else self.of("purpose").say
        return say(row.purpose, aim=self.points(row), k=row.samples)

    def points(self, row: SizeRow) -> str:
        """Return how much is aimed at, in scale points or in points of 100."""
        return self.numbers.points(row.aim * (100 if row.purpose in HUNDREDTHS else 1))

    def reached(self, row: SizeRow) -> str:
        """Return what everybody shows where an aim needs more people than there are, in words."""
        share = row.purpose in HUNDREDTHS
        value = (row.reached or 0.0) * (100 if share else 1)
        text = self.numbers.fixed(value, 1) if share else self.numbers.size(value)
        say = self.of("purpose").of_kind if row.purpose in OF_GAPS else self.of("purpose").say
        return self.inside(say(row.purpose, aim=text, k=row.samples))
