"""Everything that an analysis found."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from html import escape

from servqual.instrument import Instrument
from servqual.notes import Notes
from servqual.results.reliability import Reliability
from servqual.results.rows import ExclusionRow
from servqual.results.structure import Structure
from servqual.results.table import Table
from servqual.results.tables import (
    Distributions,
    Gaps,
    Groups,
    ImportancePoints,
    Incomplete,
    Outcomes,
    Priorities,
    Quality,
    Quotations,
    Scores,
    Themes,
)
from servqual.settings import SampleFacts, Settings


@dataclass(frozen=True)
class Sample:
    """Who answered: rows of the file, people who rated, and what the analyst stated.

    ``respondents`` are those who count; with ``excluded``, those whom the analyst left out by each
    rule, they add up to everybody who ``answered``.
    """

    file: str
    sha256: str
    rows: int
    respondents: int
    ineligible: int
    n_complete_pairs: int | None = None
    weighted: bool = False
    weights_name: str = ""
    n_effective: float | None = None
    deff: float | None = None
    facts: SampleFacts = field(default_factory=SampleFacts)
    excluded: tuple[ExclusionRow, ...] = ()

    @property
    def answered(self) -> int:
        """People who rated something, whether or not they were left out afterwards."""
        return self.respondents + sum(row.n for row in self.excluded)


@dataclass(frozen=True)
class Study:
    """Everything an analysis found; the only thing that a report is written from.

    It holds results and notes, never a respondent.
    """

    instrument: Instrument
    settings: Settings
    sample: Sample
    notes: Notes
    gaps: Gaps
    scores: Scores
    reliability: Reliability
    distributions: Distributions
    importance: ImportancePoints
    priorities: Priorities
    quality: Quality
    sesoi: float
    groups: Groups = field(default_factory=Groups)
    outcomes: Outcomes = field(default_factory=Outcomes)
    themes: Themes = field(default_factory=Themes)
    quotations: Quotations = field(default_factory=Quotations)
    incomplete: Incomplete = field(default_factory=Incomplete)
    structure: Structure = field(default_factory=Structure)

    def __post_init__(self) -> None:
        # a chart of one part needs the names and the scale that only the whole has
        for part in (getattr(self, f.name) for f in fields(self)):
            if isinstance(part, Table):
                object.__setattr__(part, "study", self)

    def _repr_html_(self) -> str:
        title = escape(self.instrument.say(self.instrument.title, "en"))
        people = f"{self.sample.respondents} respondents, {escape(self.sample.file)}"
        table = self.gaps if len(self.gaps) else self.scores
        return f"<p><b>{title}</b>: {people}</p>{table._repr_html_()}{self.notes._repr_html_()}"

    def __repr__(self) -> str:
        people = f"{self.sample.respondents} respondents"
        return f"<Study: {self.instrument.id}, {people}, {self.sample.file}>"
