"""One partition of a frame on a cluster: summed where it lies, by a worker that sees no other."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from servqual._threads import one_blas_thread
from servqual.importer.opening.source import Opening
from servqual.importer.streaming.blocks import Rows
from servqual.scoring.gathering import Gathering
from servqual.scoring.survey_summary import Asked, SurveySummary

if TYPE_CHECKING:
    from servqual.importer.streaming.deciding import Decided
    from servqual.importer.streaming.seen import Seen

# a frame on a cluster knows the place of a row in its partition, not among all: each counts on from
# so many times its own number
APART = 2**32


@dataclass(frozen=True)
class Part:
    """What some partitions came to: ``a + b`` is that of both.

    Attributes
    ----------
    seen : Seen
        What their cells gave rise to.
    summary : SurveySummary or None
        None where there was no row at all.
    """

    seen: Seen
    summary: SurveySummary | None = None

    def __add__(self, other: Part) -> Part:
        if self.summary and other.summary:
            return Part(self.seen + other.seen, self.summary + other.summary)
        return Part(self.seen + other.seen, self.summary or other.summary)


@dataclass(frozen=True)
class Job:
    """What every worker is to do: shipped once, with all decisions taken."""

    decided: Decided
    asked: Asked

    @cached_property
    def columns(self) -> list[int]:
        """Positions of the columns that are used: a worker is given these alone, in this order."""
        return sorted(self.decided.kinds)

    def part(self, frames: Iterable[Any], place: int) -> Part:
        """Return what one partition comes to.

        Parameters
        ----------
        frames : iterable of frames with ``__arrow_c_stream__``
            Its rows in order, columns as in ``columns``.
        place : int
            Number of the partition among all.
        """
        own = self.decided.fresh()
        gathering = Gathering(self.asked)
        n = 0
        with one_blas_thread:
            for rows in self._rows(frames):
                # a fault is told by its place in the partition
                placed = replace(
                    rows, file=f"partition {place}", first=n + 1, ordinal=place * APART + n
                )
                gathering.add(own.responses(placed))
                n += rows.frame.height
        return Part(own.seen, gathering.summary() if n else None)

    def _rows(self, frames: Iterable[Any]) -> Iterator[Rows]:
        """Yield rows of some frames, columns under the positions that they have in the whole."""
        kinds = {new: self.decided.kinds[old] for new, old in enumerate(self.columns)}
        names = {str(new): str(old) for new, old in enumerate(self.columns)}
        from servqual.importer.streaming.sources import open_source

        for frame in frames:
            if len(frame):
                for block in open_source(frame, Opening()).blocks(kinds):
                    yield _renamed(block.parse(), names)


def _renamed(rows: Rows, names: dict[str, str]) -> Rows:
    return replace(
        rows,
        frame=rows.frame.rename(names),
        as_text=lambda: rows.as_text().rename(names),
    )


def shipped(part: Part) -> bytes:
    """Return a part as bytes, for an engine that moves nothing else between its own processes."""
    return pickle.dumps(part, protocol=pickle.HIGHEST_PROTOCOL)


def received(content: bytes) -> Part:
    """Return the part that another process of the same job shipped."""
    part: Part = pickle.loads(content)  # noqa: S301  written by `shipped` within the same job
    return part
