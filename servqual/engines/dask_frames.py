"""Frames of Dask: every partition is summed where it lies, and Dask adds the sums up."""

from __future__ import annotations

from operator import add
from typing import Any

from servqual.engines.parts import Job, Part

SAMPLED = 8  # partitions that a sample is taken from


def sample(frame: Any, rows: int) -> Any:
    """Return at most ``rows`` first rows of partitions all over the frame, as a pandas frame."""
    step = -(-frame.npartitions // SAMPLED)
    spread = frame.partitions[list(range(0, frame.npartitions, step))]
    found = spread.head(rows // spread.npartitions, npartitions=-1)
    return found if len(found) else frame.head(rows, npartitions=-1)


def sum_up(frame: Any, job: Job) -> Part:
    """Return what all partitions of a frame come to; Dask plans, ships and tries again."""
    from dask.delayed import delayed

    rows = frame.iloc[:, job.columns].to_delayed()
    shared = delayed(job, traverse=False)
    parts = [delayed(Job.part)(shared, [part], place) for place, part in enumerate(rows)]
    while len(parts) > 1:  # by twos, so that nobody holds many sums at once
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [*(delayed(add)(*pair) for pair in pairs), *parts[len(parts) & ~1 :]]
    total: Part = parts[0].compute()
    return total
