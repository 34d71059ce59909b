"""Frames of Spark: every partition is summed where it lies, and Spark brings the sums together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import Any

from servqual.engines.parts import Job, Part, received, shipped

SCHEMA = "part binary"
FEW = 8  # sums that the driver is sent; each may hold some 20 MB


def sample(frame: Any, rows: int) -> Any:
    """Return at most ``rows`` rows of a frame, as a table of pyarrow."""
    return frame.limit(rows).toArrow()


def sum_up(frame: Any, job: Job) -> Part:
    """Return what all partitions of a frame come to; Spark plans, ships and tries again."""
    import pyarrow
    from pyspark import TaskContext
    from pyspark.sql.functions import col

    def batch(part: Part) -> Any:
        return pyarrow.RecordBatch.from_pydict({"part": [shipped(part)]})

    def of_rows(batches: Iterator[Any]) -> Iterator[Any]:
        tables = (pyarrow.Table.from_batches([rows]) for rows in batches)
        context = TaskContext.get()
        yield batch(job.part(tables, context.partitionId() if context else 0))

    def of_parts(batches: Iterator[Any]) -> Iterator[Any]:
        parts = [received(part.as_py()) for some in batches for part in some.column(0)]
        if parts:
            yield batch(reduce(add, parts))

    # under plain names, since Spark takes dots and ticks in them for signs of its own
    names = [frame.columns[place].replace("`", "``") for place in job.columns]
    used = frame.select(*(col(f"`{name}`").alias(f"c{i}") for i, name in enumerate(names)))
    sums = used.mapInArrow(of_rows, SCHEMA).repartition(FEW).mapInArrow(of_parts, SCHEMA)
    return reduce(add, (received(row.part) for row in sums.collect()))
