"""What a summary file of several says of what theirs left out: each fact once."""

from __future__ import annotations

from collections.abc import Iterable

from servqual.notes import Note

CODES = "summary_"  # how the codes of notes on what a file leaves out begin
MERGED = f"{CODES}merged_"
_RANDOM_GROUPS, _RESAMPLING = f"{CODES}random_groups", f"{MERGED}resampling"
_DRAWN = {_RANDOM_GROUPS, f"{CODES}resampling", _RESAMPLING}


def is_stored(note: Note) -> bool:
    """Say whether a note is about what a summary file leaves out."""
    return note.code.startswith(CODES)


def told_once(mine: Iterable[Note], yours: Iterable[Note]) -> list[Note]:
    """Return the notes on what two files leave out as those of both together.

    How many tables or groups one file or the other lost does not tell how many that are together,
    and a file must not name them. What was left out of either is therefore told without a number.

    Examples
    --------
    >>> one, other = (Note("summary_cells", {"n": n, "min_cell": 10}) for n in (70, 77))
    >>> told_once([one], [other])[0].text[:46]
    'In some tables of the merged summary file, ans'
    """
    one, other = set(mine), set(yours)
    found: dict[str, int] = {}
    for note in one | other:
        if note.code in _DRAWN:  # the sums tell: with_random_groups
            continue
        code = MERGED + note.code.removeprefix(MERGED).removeprefix(CODES)
        found[code] = max(found.get(code, 0), int(str(note.values.get("min_cell", 0))))
    plain = [Note(code, {"min_cell": least} if least else {}) for code, least in found.items()]
    return sorted(plain, key=lambda note: note.code)


def with_random_groups(notes: Iterable[Note], n: int, most: int, min_cell: int) -> list[Note]:
    """Return notes of merged files of which ``n`` random groups are left, of at most so many."""
    found = [note for note in notes if note.code not in _DRAWN]
    if n == 0:
        found.append(Note(_RESAMPLING))
    elif n < most:
        found.append(Note(_RANDOM_GROUPS, {"n": n, "min_cell": min_cell}))
    return _in_order(found)


def with_new(notes: Iterable[Note], new: Iterable[Note]) -> list[Note]:
    """Return notes of a file, and what is left out of it now that it is written again."""
    found = list(notes)
    for note in new:
        if note in found:
            continue
        kind = note.code.removeprefix(CODES)
        alike = _DRAWN if note.code in _DRAWN else {note.code, MERGED + kind}
        before = [old for old in found if old.code in alike]
        found = [old for old in found if old not in before]
        found += told_once(before, [note]) if before and alike is not _DRAWN else [note]
    return _in_order(found)


def _in_order(notes: Iterable[Note]) -> list[Note]:
    """Return notes, those on what a file leaves out last."""
    found = list(notes)
    told = [note for note in found if not is_stored(note)]
    return [*told, *sorted(filter(is_stored, found), key=lambda note: note.code)]
