"""Kano's questions, which need not be asked about every item."""

from __future__ import annotations

from servqual.importer.matching.targets import Target
from servqual.instrument import KANO_BATTERIES, Instrument
from servqual.notes import Note


def kano_items(
    present: set[Target], instrument: Instrument, file: str
) -> tuple[set[Target], list[Note]]:
    """Return the Kano questions that nobody needs: those of items without either of the two.

    Such pairs take long to answer, so that people are often asked about some items only.
    """
    pairs = [[Target("rating", i, b) for b in KANO_BATTERIES] for i in instrument.item_ids]
    left_out = [pair for pair in pairs if not present.intersection(pair)]
    if not set(KANO_BATTERIES) <= set(instrument.battery_names) or len(left_out) == len(pairs):
        return set(), []
    values = {"n": len(pairs) - len(left_out), "of": len(pairs)}
    notes = [Note("kano_of_some_items", values, file)] if left_out else []
    return {target for pair in left_out for target in pair}, notes
