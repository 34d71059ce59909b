"""What is the same in the results of one survey, whatever it was read from."""

import json
from dataclasses import replace
from itertools import pairwise

import servqual as sq
from servqual.importer.opening.source import Opening
from servqual.importer.streaming.sources import open_source
from servqual.notes import Notes
from servqual.responses import Source

# what results say of where the answers came from
APART = ("source", "notes", "made")
# results with resampled limits and probabilities: whom a replicate draws hangs on row numbers
RESAMPLED = ("actions", "importance", "loyalty", "priorities", "structure")
NOWHERE = Source("", "", 0, 0, 0)


def sums(summary):
    """Return the sums as bytes, without what says where answers came from or hangs on row numbers.

    People who are drawn for resampling are known by their row numbers; they may be kept in pieces.
    """
    total = summary.total
    extra = dict(sorted(total.extra.items()))
    plain = replace(total, extra=extra, powers={}, drawn=None)
    return replace(summary, total=plain, source=NOWHERE, notes=Notes()).to_bytes(whole=True)


def figures(summary):
    """Return the results of a summary, but for what says where the answers came from."""
    found = json.loads(sq.to_json(sq.analyze(summary)))
    return {key: value for key, value in found.items() if key not in APART}


def without_rows(found):
    """Return results without what is resampled: a cluster does not know the rows of the whole."""
    return {key: _fixed(value) if key in RESAMPLED else value for key, value in found.items()}


def _fixed(value):
    if isinstance(value, list):
        return [_fixed(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {key: _fixed(part) for key, part in value.items() if not _is_resampled(key)}


def _is_resampled(key):
    return key.endswith(("_low", "_high")) or key.startswith(("probability", "certainty"))


class Cut:
    """A source whose rows come in blocks that were cut at given places, in a given order."""

    def __init__(self, source, cuts, order=None):
        self._source = open_source(source, Opening())
        self._cuts, self._order = cuts, order
        self.file, self.total_size, self.notes = self._source.file, None, ()
        self.sha256 = ""

    def sample(self):
        return self._source.sample()

    def blocks(self, kinds):
        whole = [block.parse() for block in self._source.blocks(kinds)]
        pieces = [
            Piece(rows, a, b)
            for rows in whole
            for a, b in pairwise(sorted({0, rows.frame.height, *self._cuts}))
            if b <= rows.frame.height
        ]
        if self._order:
            self._order.shuffle(pieces)
        return iter(pieces)


class Piece:
    """Some rows of a block."""

    size = 1

    def __init__(self, rows, start, end):
        self._rows, self._start, self._end = rows, start, end

    def parse(self):
        rows, start, n = self._rows, self._start, self._end - self._start
        return replace(
            rows,
            frame=rows.frame.slice(start, n),
            as_text=lambda: rows.as_text().slice(start, n),
            first=rows.first + start,
            ordinal=rows.ordinal + start,
            numbers=None if rows.numbers is None else rows.numbers[start : start + n],
        )
