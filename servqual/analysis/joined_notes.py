"""What joining decided, as notes."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.importer.joining import Linked, Read, Stacked
from servqual.importer.joining.sheet import n_set_aside
from servqual.notes import Note
from servqual.responses import Responses

_WITHIN = "people_duplicate_token"  # of each file alone; across files it is said otherwise
_OF_OPENING = ("file_", "columns_", "comments_", "weights_not_used")


def kept_notes(answers: Responses, reads: Sequence[Read]) -> list[Note]:
    """Return what was decided in reading each file; how it was opened is of no interest here."""
    left_out = (*_OF_OPENING, _WITHIN)
    again = [n for n in answers.notes if not n.code.startswith(left_out)]
    known = {note.code for note in again}
    own = [note for read in reads for note in read.responses.notes]
    return [*(n for n in own if not n.code.startswith(_OF_OPENING) and n.code not in known), *again]


def stack_notes(reads: Sequence[Read], found: Stacked) -> list[Note]:
    """Return what was stacked, who came twice, and what was set aside."""
    names = ", ".join(f"{read.source} ({len(read.responses)})" for read in reads)
    told = [Note("joined_files", {"n": len(reads), "files": names})]
    for code, counts in (
        ("joined_same_person", found.repeated),
        ("joined_same_rows", found.same_rows),
    ):
        for (first, second), n in counts.items():
            told.append(Note(code, {"n": n, "first": first, "second": second}))
    if aside := sum(n_set_aside(read.responses) for read in reads):
        told.append(Note("joined_set_aside", {"n": aside}))
    return told


def link_notes(reads: Sequence[Read], found: Linked) -> list[Note]:
    """Return who was linked, who was not and why, and what they say otherwise the second time."""
    names = {"before": reads[0].source, "after": reads[1].source}
    told = [Note("linked_people", {"n": found.n_pairs, **names})]
    counts = {
        "linked_unmatched": found.unmatched,
        "linked_without_id": found.without_id,
        "linked_repeated": found.repeated,
    }
    for code, pair in counts.items():
        for read, n in zip(reads, pair, strict=True):
            if n:
                told.append(Note(code, {"n": n, "source": read.source}))
    for column, n in found.differing.items():
        told.append(Note("linked_differing", {"n": n, "column": column}))
    if not found.wide:
        told.append(Note("linked_twice", {"n": found.n_pairs}))
    if aside := sum(n_set_aside(read.responses) for read in reads):
        told.append(Note("joined_set_aside", {"n": aside}))
    return told
