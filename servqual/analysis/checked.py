"""A checked export with everything that an analysis found out about its answers."""

from __future__ import annotations

from dataclasses import replace

from servqual.notes import Note, notes
from servqual.results import Study
from servqual.results.check import Check


def columns_alone(found: Check) -> Check:
    """Return a check of managers' or staff's answers: how columns are read, and no answer.

    What they say is shown beside customers' answers only, with their recorded consent, so not even
    the lowest and highest answer to an item stands in a check.
    """
    columns = tuple(replace(c, low=None, high=None, counts={}) for c in found.columns)
    return replace(found, columns=columns, stops=())


def examined(found: Check, study: Study) -> Check:
    """Return a check with missing and careless answers, and what an analysis noticed.

    Parameters
    ----------
    found : Check
        How an export is read, without faults.
    study : Study
        Of the same export, read in the same way.
    """
    quality = study.quality
    seen = set(study.notes)
    own = [note for note in found.notes if note not in seen]
    suspects = []
    by_mistake = (quality.false_rate or 0.0) * study.sample.answered
    if quality.n_suspect > by_mistake:
        rate = f"{quality.false_rate or 0.0:.1%}"
        values = {"n": quality.n_suspect, "of": study.sample.answered, "rate": rate}
        suspects = [Note("check_suspects", values, found.file)]
    return replace(found, quality=quality, notes=notes(study.notes, own, suspects))
