"""A survey of any size in, its sums out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from servqual.engines.parts import Job, Part
from servqual.engines.progress import Progress
from servqual.errors import FormatError, MissingToolError, SettingsError
from servqual.importer.options import Options, instrument_asked, make_options
from servqual.importer.recorded import mapping_of, recorded
from servqual.notes import Note, notes
from servqual.responses import Responses
from servqual.scoring.survey_summary import Asked, SurveySummary
from servqual.settings import parents

if TYPE_CHECKING:
    from servqual.importer.mapfiles.mapping import Mapping
    from servqual.importer.streaming.blocks import RowSource
    from servqual.importer.streaming.deciding import Decided
    from servqual.instrument import Instrument

USUAL_THREADS = 2
SAMPLE_ROWS = 5_000
_CLUSTERS = {"dask": "dask", "pyspark": "spark"}


def summarize(  # noqa: PLR0913  everything that a file cannot say about itself
    source: Any,
    instrument: str | Path | Instrument = "servqual",
    mapping: str | Path | Mapping | None = None,
    missing: Sequence[str | int] = (),
    people: Sequence[str] | None = None,
    *,
    by: str | Sequence[str] = (),
    outcome: str = "",
    incomplete: Literal["half", "listwise"] = "half",
    structure: Literal["core", "full"] = "core",
    scale: str | Sequence[str] | MappingType[str, str] | None = None,
    convert: str | None = None,
    invalid: Literal["error", "missing"] = "error",
    encoding: str | None = None,
    delimiter: str | None = None,
    layout: str | None = None,
    dictionary: str | Path | None = None,
    weights: str | None = None,
    outcomes: Sequence[str] = (),
    blocks: Sequence[str] = (),
    keep: Sequence[str] = (),
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> SurveySummary:
    """Read a survey of any size and return its sums, from which :func:`servqual.analyze` works.

    The survey is read once, block by block, and never as a whole. What its columns and answers mean
    is decided on a sample, as :func:`servqual.read` would; every block is then judged by that.

    Parameters
    ----------
    source : path, glob pattern, list of paths, frame or Responses
        CSV and other text files, also as .gz or .zst, Parquet, Arrow and Feather; a frame of
        pandas, polars, pyarrow or DuckDB, or anything else with ``__arrow_c_stream__``; a frame of
        Dask or Spark, which is summed where its partitions lie.
    instrument, mapping, missing, people, scale, convert, invalid, encoding, delimiter, layout, \
dictionary, weights, outcomes, blocks, keep
        As for :func:`servqual.read`.
    by : str or sequence of str
        People columns to break results down by, ``"branch*segment"`` for two that are crossed.
    outcome : str
        The outcome that importance is derived from, '' for the leading one.
    incomplete : {"half", "listwise"}
        Who gets a score.
    structure : {"core", "full"}
        Whether answers to pairs of items are counted as well, for ordinal coefficients.
    threads : int, optional
        How many threads parse and add up, beside one that reads: 2 unless said, never more than
        there are cores. A cluster uses its own.
    progress : function of Progress, optional
        Told at most ten times a second how far the reading is; not by a cluster.

    Returns
    -------
    SurveySummary
        The same, bit by bit, whatever the blocks, threads or engine; to within rounding with survey
        weights and of questionnaires in versions. Random groups of people, for resampling, hang on
        row numbers, which clusters give by partition.

    Raises
    ------
    SettingsError
        An argument makes no sense, or ``by`` or ``outcome`` names what is not there.
    MissingToolError
        What the frame of a cluster needs is not installed.
    FileError, FormatError, MappingError, ColumnError, RatingError, ScaleError, InstrumentError
        As for :func:`servqual.read`, with the row; nothing is returned unless the source ended
        well.

    Examples
    --------
    >>> import servqual as sq
    >>> sums = summarize(sq.simulate(n=60, seed=2).frame, by="branch")
    >>> len(sums), sums.asked.by
    (60, ('branch',))
    >>> sq.analyze(sums).gaps.row("unweighted").n <= 60
    True
    """
    asked = Asked(
        by=(by,) if isinstance(by, str) and by else tuple(by),
        outcome=outcome,
        incomplete=_one_of("incomplete", incomplete, ("half", "listwise")),
        structure=_one_of("structure", structure, ("core", "full")),
    )
    kept = dict.fromkeys((*(people or ()), *(c for name in asked.by for c in parents(name))))
    told: dict[str, Any] = {
        "missing": missing,
        "people": tuple(kept) or None,
        "scale": scale,
        "convert": convert,
        "invalid": invalid,
        "encoding": encoding,
        "delimiter": delimiter,
        "layout": layout,
        "dictionary": dictionary,
        "weights": weights,
        "outcomes": outcomes,
        "blocks": blocks,
        "keep": keep,
    }
    if isinstance(source, Responses):
        return _of_answers(source, asked, {**told, "people": people, "mapping": mapping})
    said = mapping_of(mapping)
    reading = _Reading(
        make_options(instrument, said, **told),
        recorded(instrument_asked(instrument, said), said, told),
        asked,
    )
    library = _cluster(source)
    if library:
        return _on_cluster(source, library, reading)
    return _here(source, reading, _threads(threads), progress)


def _of_answers(responses: Responses, asked: Asked, told: MappingType[str, Any]) -> SurveySummary:
    """Return the sums of answers that were read before."""
    from servqual.scoring.gathering import gather

    late = [name for name, value in told.items() if value and (name, value) != ("invalid", "error")]
    if late:
        raise SettingsError(
            f"{responses.source.file}: these answers are read already, so that {', '.join(late)} "
            "can change nothing. Say it to servqual.read, or name the survey file itself."
        )
    return gather(responses, asked)


@dataclass(frozen=True)
class _Reading:
    """How a source is to be read, and what is summed of it."""

    options: Options
    how: MappingType[str, Any]
    asked: Asked

    def begun(self, source: RowSource) -> tuple[Decided, Asked]:
        """Return what the sample decides, and what is asked for under the names that it has.

        Raises
        ------
        SettingsError
            There is no such people column or outcome: told before the whole source is read.
        """
        from servqual.importer.streaming.deciding import decide
        from servqual.scoring.naming import asked_outcome, breakdown_column

        decided = decide(source.sample(), self.options)
        sample = cast("Responses", decided.sample)  # copies alone have none
        by = dict.fromkeys(breakdown_column(sample, name) for name in self.asked.by)
        outcome = asked_outcome(sample, self.asked.outcome)
        return decided, replace(self.asked, by=tuple(by), outcome=outcome)

    def ended(
        self, part: Part, decided: Decided, file: str, sha256: str = "", told: Iterable[Note] = ()
    ) -> SurveySummary:
        """Return the sums of a source that ended well, or raise for what its cells gave rise to."""
        noted = decided.finish(part.seen)
        if part.summary is None:
            raise FormatError(f"{file}: there are no rows of answers. Export the survey again.")
        total = part.summary
        source = replace(total.source, file=file, sha256=sha256, how=self.how)
        return replace(total, source=source, notes=notes(told, noted, total.notes))


def _here(
    source: Any, reading: _Reading, threads: int, progress: Callable[[Progress], None] | None
) -> SurveySummary:
    """Return the sums of a file, of several, or of a frame in memory."""
    from servqual.engines.here import sum_up
    from servqual.importer.streaming.sources import open_source

    opened = open_source(source, reading.options.opening)
    decided, asked = reading.begun(opened)
    lanes = sum_up(opened, decided, asked, threads, progress)
    part = Part(decided.seen, reduce(add, lanes) if lanes else None)
    return reading.ended(part, decided, opened.file, opened.sha256, opened.notes)


def _on_cluster(source: Any, library: str, reading: _Reading) -> SurveySummary:
    """Return the sums of a frame of Dask or Spark, whose rows never come here but for a sample."""
    from servqual.importer.streaming.sources import open_source

    engine = import_module(f"servqual.engines.{library}_frames")
    sample = open_source(engine.sample(source, SAMPLE_ROWS), reading.options.opening)
    decided, asked = reading.begun(sample)
    return reading.ended(engine.sum_up(source, Job(decided, asked)), decided, sample.file)


def _cluster(source: Any) -> str:
    """Return "dask" or "spark" for a frame of theirs, else ''; neither is imported for that.

    Raises
    ------
    MissingToolError
        The frame is there, but not what hands its rows on.
    """
    library = type(source).__module__.partition(".")[0]
    if library not in _CLUSTERS or not hasattr(source, "columns"):
        return ""
    engine = _CLUSTERS[library]
    if find_spec("pyarrow") is None:
        raise MissingToolError(
            f"a frame of {engine.capitalize()} is read through pyarrow, which is not installed. "
            f'Run: pip install "servqual[{engine}]", here and on every worker.'
        )
    return engine


def _threads(asked: int | None) -> int:
    """Return how many threads add up."""
    if asked is not None and (isinstance(asked, bool) or asked < 1):
        raise SettingsError(f"threads is {asked!r}; it must be a whole number from 1.")
    return min(asked or USUAL_THREADS, os.cpu_count() or 1)


def _one_of(name: str, value: str, known: tuple[str, ...]) -> Any:
    """Return a value that is known."""
    if value not in known:
        listed = " or ".join(map(repr, known))
        raise SettingsError(f"{name} is {value!r}; while summing it must be {listed}.")
    return value
