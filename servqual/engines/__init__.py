"""Where surveys are summed: in this process, by Dask or by Spark; the sums are the same."""

from __future__ import annotations

from servqual.engines.one_call import summarize
from servqual.engines.progress import Progress

__all__ = ["Progress", "summarize"]
