"""Everything that an analysis found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from html import escape
from typing import Any

from servqual.instrument import Instrument
from servqual.notes import Notes
from servqual.results.actions import Actions
from servqual.results.before import Before
from servqual.results.comments import Comments
from servqual.results.comparisons import Comparisons
from servqual.results.gap_model import GapModel
from servqual.results.importance import Importance
from servqual.results.journey import Journey
from servqual.results.league import League
from servqual.results.loyalty import Loyalty
from servqual.results.operations import Operations
from servqual.results.priorities import Priorities
from servqual.results.reliability import Reliability
from servqual.results.rows import ExclusionRow
from servqual.results.scenario import Scenario, WhatIf, Who
from servqual.results.segments import Segments
from servqual.results.structure import Structure
from servqual.results.sums import Sums
from servqual.results.table import Table
from servqual.results.tables import (
    Distributions,
    Gaps,
    Groups,
    Incomplete,
    Outcomes,
    Quality,
    Quotations,
    Scores,
    Themes,
)
from servqual.results.thesis import Thesis
from servqual.results.waves import Waves
from servqual.results.weighting import Weighting
from servqual.results.zone import Zone
from servqual.settings import SampleFacts, Settings


@dataclass(frozen=True)
class Sample:
    """Who answered: rows of the file, people who rated, and what the analyst stated.

    ``respondents`` are those who count; with ``excluded``, those whom the analyst left out by each
    rule, they add up to everybody who ``answered``. ``how`` is what the reading was told, in JSON's
    own types; empty for answers that were not read from a file.
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
    how: Mapping[str, Any] = field(default_factory=dict, repr=False)

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
    importance: Importance
    priorities: Priorities
    quality: Quality
    sesoi: float
    groups: Groups = field(default_factory=Groups)
    outcomes: Outcomes = field(default_factory=Outcomes)
    themes: Themes = field(default_factory=Themes)
    quotations: Quotations = field(default_factory=Quotations)
    incomplete: Incomplete = field(default_factory=Incomplete)
    structure: Structure = field(default_factory=Structure)
    actions: Actions = field(default_factory=Actions)
    scenario: Scenario = field(default_factory=Scenario, repr=False)
    before: Before = field(default_factory=Before)
    comments: Comments = field(default_factory=Comments)
    sums: Sums = field(default_factory=Sums, repr=False)
    thesis: Thesis = field(default_factory=Thesis, repr=False)
    comparisons: Comparisons = field(default_factory=Comparisons)
    league: League = field(default_factory=League)
    segments: Segments = field(default_factory=Segments)
    weighting: Weighting = field(default_factory=Weighting)
    waves: Waves = field(default_factory=Waves)
    operations: Operations = field(default_factory=Operations)
    journey: Journey = field(default_factory=Journey)
    loyalty: Loyalty = field(default_factory=Loyalty)
    zone: Zone = field(default_factory=Zone)
    gap_model: GapModel = field(default_factory=GapModel)

    def __post_init__(self) -> None:
        # a chart of one part needs the names and the scale that only the whole has
        for part in (getattr(self, f.name) for f in fields(self)):
            if isinstance(part, Table):
                object.__setattr__(part, "study", self)

    def what_if(self, item: str, by: float = 0.5, who: Who = "all") -> WhatIf:
        """Return what would change if people had rated an item higher: an association.

        Parameters
        ----------
        item : str
            Id of the item.
        by : float
            Scale points. A raise of .5 means that half of those concerned answer one point higher;
            nobody leaves the scale, so that the mean rises by less where many are at its top.
        who : {"all", "below_minimum", "below_expectation"}
            Everybody who rated it, or those who got less than their minimum, or than what they
            expect (or desire).

        Returns
        -------
        WhatIf
            The item, its dimension, the overall and the weighted score (as gaps where there are
            gaps), the share of people whose wish is met, the share inside their zone of tolerance,
            and the leading outcome by its slope, each with limits where it has one; and how many
            people the next wave needs to show the change of the item.

        Raises
        ------
        SettingsError
            An unknown item, a raise that the scale does not have, or people whom these answers do
            not tell apart.

        Notes
        -----
        Everything else is taken to stay as it is. A dimension moves by the change of the item over
        the number of items answered on average; the weighted score by that times the dimension's
        mean share of the points; an outcome by the slope of its leading regression, all other
        scores held constant, which need not be what an intervention would bring about.

        Examples
        --------
        >>> import servqual as sq
        >>> study = sq.analyze(sq.read(sq.simulate(n=60, seed=2).frame))
        >>> found = study.what_if("q5", by=1, who="below_expectation")
        >>> found.row("share_met").change > 0, found.row("item").change <= 1
        (True, True)
        """
        from servqual.results.what_if import what_if

        return what_if(self, item, by, who)

    def _repr_html_(self) -> str:
        title = escape(self.instrument.say(self.instrument.title, "en"))
        people = f"{self.sample.respondents} respondents, {escape(self.sample.file)}"
        table = self.gaps if len(self.gaps) else self.scores
        return f"<p><b>{title}</b>: {people}</p>{table._repr_html_()}{self.notes._repr_html_()}"

    def __repr__(self) -> str:
        people = f"{self.sample.respondents} respondents"
        return f"<Study: {self.instrument.id}, {people}, {self.sample.file}>"
