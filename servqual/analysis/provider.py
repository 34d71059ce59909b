"""What managers, contact staff and audits add to what customers said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from servqual.responses import Responses
from servqual.study.gap_model.told import FEWEST

BLOCKS = ("standards", "delivery", "promises")
MANY = {"manager": "managers", "staff": "staff"}


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The provider's side of the gap model.

    Parameters
    ----------
    managers, staff : Responses, optional
        Answers to ``gap-managers`` and ``gap-staff``, or to a questionnaire of one's own like them.
    audit : str or Path, optional
        What was counted or inspected: a table of dimension, kind, value, unit and source.
    unit : str
        People column that names the unit, in the answers of all roles.
    match_units : bool
        Compare means of the same units rather than of people; from three units that all have.
    difference : bool
        Give gaps 2 to 4 as differences of ratings as well.
    consent : str or mapping of role to str
        How managers and staff (``manager``, ``staff``) agreed that their means are shown, and when.
        Nothing of a role is shown without.
    population : mapping of role to int
        How many managers and staff there are: a census has no sampling error.
    fewest : int
        Fewest managers or staff behind a figure, 5 or more.
    expectation_source : str
        People column of the customers: where their expectations come from.
    """

    managers: Responses | None = None
    staff: Responses | None = None
    audit: str | Path | None = None
    unit: str = ""
    match_units: bool = False
    difference: bool = False
    consent: str | Mapping[str, str] = ""
    population: Mapping[str, int] = field(default_factory=dict)
    fewest: int = FEWEST
    expectation_source: str = ""

    @property
    def answers(self) -> dict[str, Responses]:
        """The answers that there are, by role."""
        found = {"manager": self.managers, "staff": self.staff}
        return {role: answers for role, answers in found.items() if answers is not None}

    @property
    def rating_ends(self) -> tuple[int, int]:
        """The scale of standards, delivery and promises."""
        for answers in self.answers.values():
            for outcome in answers.instrument.outcomes:
                if outcome.block in BLOCKS:
                    return outcome.min, outcome.max
        return 1, 7

    def consent_of(self, role: str) -> str:
        """Return how a role agreed, '' if that is not recorded."""
        if isinstance(self.consent, str):
            return self.consent.strip()
        return str(self.consent.get(role, "")).strip()
