"""Two exports of the same people, before and after, linked one to one by an id."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from servqual.errors import ColumnError, SettingsError
from servqual.importer.joining.exports import Read
from servqual.importer.joining.sheet import PAIR, WAVE, Sheet, beside, chosen, sheet_of, stacked
from servqual.importer.joining.stacking import common_scales, same_form
from servqual.importer.people.duplicates import hashed_ids
from servqual.importer.words import key, nearest
from servqual.instrument import Instrument, Scale

FEWEST_PAIRS = 2
WAVES = ("before", "after")
# of what both exports hold, whom they describe is taken from the first, the rest from the second
_OF_THE_FIRST = ("people", "points")


@dataclass(frozen=True)
class Linked:
    """Two exports linked person by person.

    Attributes
    ----------
    sheet : Sheet
        One row per person where the two hold different batteries; else two, ``wave`` telling
        which, with the number of the ``pair``.
    form : Instrument
    scales : mapping of battery to Scale
    absent : tuple of str
    wide : bool
    n_pairs : int
    unmatched, without_id, repeated : tuple of two int
        People before and after without a counterpart; without an id; with an id that somebody else
        of the same file has, who are left out.
    differing : mapping of people column to n
        Pairs who say something else of themselves the second time.
    places : tuple of two tuples of int
        Which respondents of the two were linked, in the order of the pairs.
    """

    sheet: Sheet
    form: Instrument
    scales: Mapping[str, Scale]
    absent: tuple[str, ...]
    wide: bool
    n_pairs: int
    unmatched: tuple[int, int]
    without_id: tuple[int, int]
    repeated: tuple[int, int]
    differing: Mapping[str, int]
    places: tuple[tuple[int, ...], tuple[int, ...]]


def link_reads(reads: Sequence[Read], names: Sequence[str]) -> Linked:
    """Return two exports linked by the ids that a column of each holds.

    Ids are compared as hashes under a secret that is drawn for this call and thrown away; neither
    they nor the hashes are kept.

    Parameters
    ----------
    reads : sequence of two Read
        Before and after.
    names : sequence of one or two str
        Heading of the ids, in both or in each of them.

    Raises
    ------
    SettingsError
        There are not two files, hardly anybody can be linked, or the files do not go together.
    ColumnError
        A file has no such column.
    """
    if len(reads) != 2:
        raise SettingsError(f"--link takes two files, before and after; {len(reads)} were named.")
    secret = secrets.token_bytes(32)
    before, after = reads
    ids = [_ids(r, name, secret) for r, name in zip(reads, (names[0], names[-1]), strict=True)]
    once = [_once(own) for own in ids]
    pairs = [(i, once[1][token]) for token, i in once[0].items() if token in once[1]]
    pairs.sort()
    if len(pairs) < FEWEST_PAIRS:
        raise SettingsError(
            f"{len(pairs) or 'no'} {'person' if len(pairs) == 1 else 'people'} of {before.source} "
            f"can be found in {after.source} by {' and '.join(dict.fromkeys(names))}. Look whether "
            "both files hold the ids that people were given, written alike, and each once."
        )
    places = (tuple(i for i, _ in pairs), tuple(j for _, j in pairs))
    form = same_form(reads)
    wide = not set(before.responses.ratings) & set(after.responses.ratings)
    taken = [
        _without(sheet_of(read.responses.take(np.array(own, dtype=np.intp))), names)
        for read, own in zip(reads, places, strict=True)
    ]
    there = {item for read in reads for item in read.responses.instrument.item_ids}
    return Linked(
        sheet=_wide(*taken) if wide else _long(taken),
        form=form,
        scales=common_scales(form, reads),
        absent=tuple(i for i in form.item_ids if i not in there),
        wide=wide,
        n_pairs=len(pairs),
        unmatched=_both(len(own) - len(pairs) for own in once),
        without_id=_both(own.count(b"") for own in ids),
        repeated=_both(
            len(own) - own.count(b"") - len(single) for own, single in zip(ids, once, strict=True)
        ),
        differing=_differing(*taken),
        places=places,
    )


def _both(counts: Iterable[int]) -> tuple[int, int]:
    before, after = counts
    return before, after


def _ids(read: Read, name: str, secret: bytes) -> list[bytes]:
    """Return the hashed ids of the respondents of an export, b"" for none."""
    wanted = key(name)
    column = next((i for i, h in enumerate(read.table.headers) if key(h) == wanted), None)
    if column is None:
        like = nearest([name], read.table.headers)
        raise ColumnError(
            f"{read.table.file}: there is no column {name!r} to link by"
            f"{f'; is it {like!r}?' if like else '.'} Name the heading of the ids with --link, "
            "once for both files or once for each."
        )
    return hashed_ids(read.table.columns[column], read.chosen, secret)


def _once(ids: Sequence[bytes]) -> dict[bytes, int]:
    """Return where each id stands that only one person has."""
    counts = Counter(ids)
    return {token: i for i, token in enumerate(ids) if token and counts[token] == 1}


def _without(sheet: Sheet, names: Sequence[str]) -> Sheet:
    """Return a table without the ids, though a map says that they are to be kept."""
    gone = set(map(key, names))
    return chosen(sheet, {name for name in sheet.columns if key(name) not in gone})


def _wide(before: Sheet, after: Sheet) -> Sheet:
    """Return one row per person; what both tell, of themselves from the first, else the second."""
    mine = {
        name
        for name, target in before.targets.items()
        if name not in after.targets or target.partition(".")[0] in _OF_THE_FIRST
    }
    return beside(chosen(before, mine), chosen(after, set(after.targets) - mine))


def _long(sheets: Sequence[Sheet]) -> Sheet:
    """Return two rows per person, with the number of the pair and the wave."""
    waves = []
    for wave, sheet in zip(WAVES, sheets, strict=True):
        n = len(sheet)
        facts = Sheet({PAIR: range(1, n + 1), WAVE: [wave] * n}, {PAIR: "", WAVE: f"people.{WAVE}"})
        waves.append(beside(facts, chosen(sheet, set(sheet.columns) - set(facts.columns))))
    return stacked(waves)


def _differing(before: Sheet, after: Sheet) -> dict[str, int]:
    """Return how many people say something else of themselves the second time, by column."""
    found = {}
    for name, target in before.targets.items():
        if target.startswith("people.") and name in after.columns:
            both = zip(before.columns[name], after.columns[name], strict=True)
            found[name] = sum(bool(a) and bool(b) and a != b for a, b in both)
    return {name: n for name, n in found.items() if n}
