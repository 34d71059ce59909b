"""What needs rows or further files and is asked for: segments, tiers, operations, journey."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from servqual.analysis.journey import with_journey
from servqual.analysis.loyalty import with_design_limits
from servqual.analysis.zone import with_zone
from servqual.instrument.journey import Route
from servqual.responses import Responses
from servqual.results import Study
from servqual.weighting import Design

if TYPE_CHECKING:
    from servqual.analysis.provider import Provider


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """What was asked for beside the usual; None for what was not.

    ``tables`` are the answers as they count, several times where blanks were filled in; ``answers``
    are those with their blanks.
    """

    segments: int | str | None = None
    tiers: str | None = None
    operations: str | Path | None = None
    journey: Route | None = None
    tables: tuple[Responses, ...] = ()
    answers: Responses | None = None
    design: Design | None = None
    provider: Provider | None = None


def beyond(study: Study, responses: Responses, asked: Beyond) -> Study:
    """Return a study with what was asked for beside the usual."""
    study = with_design_limits(study, responses)
    if study.groups.columns or asked.segments is not None or asked.tiers is not None:
        from servqual.analysis.segments import with_segments

        study = with_segments(study, responses, asked.segments, asked.tiers)
    if asked.operations is not None:
        from servqual.analysis.operations import with_operations

        study = with_operations(study, asked.operations)
    tables = asked.tables or (responses,)
    study = with_zone(study, tables, asked.answers or tables[0])
    study = with_journey(study, tables, asked.journey)
    if asked.provider is None:
        return study
    from servqual.analysis.gap_model import with_gap_model

    return with_gap_model(study, tables, asked.provider)
