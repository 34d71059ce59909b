"""From a survey export to ratings that fit a questionnaire, in one call."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from servqual.importer.answers.attention import read_attention
from servqual.importer.answers.extras import read_texts, read_weights, with_outcome_ranges
from servqual.importer.answers.numbers import Numbers
from servqual.importer.answers.points import Points, settle_points
from servqual.importer.answers.ranks import settle_ranks
from servqual.importer.answers.ratings import missing_notes
from servqual.importer.answers.scales import converted
from servqual.importer.judging import Cells, cell_errors, plan_errors, read_cells
from servqual.importer.mapfiles.mapping import Mapping
from servqual.importer.matching.columns import Plan, make_plan
from servqual.importer.matching.targets import Target
from servqual.importer.opening.source import read_table
from servqual.importer.opening.table import Table
from servqual.importer.options import Options, for_table, instrument_asked, make_options
from servqual.importer.people.comments import read_comments
from servqual.importer.people.duplicates import duplicate_marks, duplicate_notes
from servqual.importer.people.timing import read_times
from servqual.importer.recorded import mapping_of, recorded
from servqual.instrument import Instrument
from servqual.notes import Note, notes
from servqual.responses import Responses, Source


def read(  # noqa: PLR0913  everything that a file cannot say about itself
    source: Any,
    instrument: str | Path | Instrument = "servqual",
    mapping: str | Path | Mapping | None = None,
    missing: Sequence[str | int] = (),
    people: Sequence[str] | None = None,
    *,
    scale: str | Sequence[str] | MappingType[str, str] | None = None,
    convert: str | None = None,
    invalid: Literal["error", "missing"] = "error",
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | int | None = None,
    layout: str | None = None,
    dictionary: str | Path | None = None,
    weights: str | None = None,
    outcomes: Sequence[str] = (),
    comments: bool = False,
    blocks: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Responses:
    """Read a survey export: a CSV or other text file, a workbook, or a pandas or polars frame.

    Columns are matched to the items of the questionnaire by exact id, declared alias or pattern,
    common name (``E1``, ``exp_1``, ``Q1_E``, ``期望1``) or wording, never by position alone; a
    mapping file overrides everything. What was decided stands in the ``notes`` of the result.

    Parameters
    ----------
    source : str, Path or DataFrame
        The export. Encoding and delimiter are found unless named.
    instrument : str, Path or Instrument
        Id of a questionnaire, path of a questionnaire file, or the questionnaire itself.
    mapping : str, Path or Mapping, optional
        Mapping file: what the columns are, codes for missing answers, answers in words.
    missing : sequence of str or int
        Answers that mean "no answer", for instance ``[99]``; counted apart from blanks.
    people : sequence of str, optional
        Further columns to keep for breakdowns, beside those that the questionnaire declares.
    scale : str, sequence or mapping, optional
        The scale as it was printed, ``"1-5"``, when it is not the questionnaire's; by battery where
        they differ: ``{"expectation": "1-5", "perception": "1-7"}``. ``"1-5/0.5"`` allows half
        points.
    convert : str, optional
        The scale on which to report, ``"0-100"``; ratings are moved to it on a straight line.
    invalid : {"error", "missing"}
        What to do with cells that are no answers of the scale: stop and list them all, or set them
        aside, counted and noted.
    encoding, delimiter, sheet : optional
        How to open the file.
    layout : str, optional
        The survey tool's layout, such as ``"qualtrics"``, or ``"plain"`` for one row of headings;
        recognised unless named.
    dictionary : str or Path, optional
        The tool's own description of the survey: a ``.qsf`` of Qualtrics or a data dictionary of
        REDCap.
    weights : str, optional
        Column of survey weights.
    outcomes : sequence of str
        Further columns to read as outcomes, beside those that the questionnaire declares.
    comments : bool
        Keep columns of free text, redacted; otherwise they are not stored.
    blocks : sequence of str
        Batteries of the blocks of equal items whose headings name none, in the order of the file;
        ``"ignore"`` for one that is not used.
    keep : sequence of str
        Columns that name, reach or number a person and are kept all the same, as people columns.
        All others of the kind are compared for duplicates and dropped.

    Returns
    -------
    Responses
        The people who rated at least one item; those who rated nothing are counted as ineligible.

    Raises
    ------
    FileError
        The file cannot be found or read.
    FormatError
        It is not a table of headers and answers.
    MappingError
        The mapping file has faults or names a column that is not there.
    ColumnError
        A column is missing, claimed twice, or holds what it must not.
    RatingError
        Cells hold answers that the scale does not have; all are found first.
    ScaleError
        Everything fits a shorter scale than the declared one, and ``scale`` was not given.
    InstrumentError, SettingsError
        The questionnaire or an option has faults.

    Examples
    --------
    >>> import pandas as pd
    >>> guests = pd.DataFrame({f"{b}{i}": [6, 7] for b in "EP" for i in range(1, 23)})
    >>> read(guests)
    <Responses: DataFrame, 2 respondents, expectation, perception>
    """
    asked: dict[str, Any] = {
        "missing": missing,
        "people": people,
        "scale": scale,
        "convert": convert,
        "invalid": invalid,
        "encoding": encoding,
        "delimiter": delimiter,
        "sheet": sheet,
        "layout": layout,
        "dictionary": dictionary,
        "weights": weights,
        "outcomes": outcomes,
        "comments": comments,
        "blocks": blocks,
        "keep": keep,
    }
    said = mapping_of(mapping)
    found = read_with(source, make_options(instrument, said, **asked))
    how = recorded(instrument_asked(instrument, said), said, asked)
    return replace(found, source=replace(found.source, how=how))


def read_with(source: Any, options: Options) -> Responses:
    """Return the responses of an export, as :func:`read` does."""
    return opened(read_table(source, options.opening), options).responses


@dataclass(frozen=True)
class Opened:
    """An export that was read, and the table that it was read from.

    Attributes
    ----------
    responses : Responses
    table : Table
        Every cell as text, personal data too: nothing of it is to be stored.
    plan : Plan
        How its columns are used.
    chosen : bool array, shape (n_rows,)
        Rows of the table that became respondents.
    """

    responses: Responses
    table: Table
    plan: Plan
    chosen: npt.NDArray[np.bool_]


def opened(table: Table, options: Options) -> Opened:
    """Return the responses of a table with what they were read from; raise as :func:`read` does."""
    options = for_table(options, table)
    plan = make_plan(table, options)
    for error in plan_errors(table, plan, options):
        raise error
    cells = read_cells(table, plan, options)
    for error in cell_errors(table, plan, cells, options):
        raise error
    return Opened(_responses(table, plan, cells, options), table, plan, cells.eligible)


def _responses(table: Table, plan: Plan, cells: Cells, options: Options) -> Responses:
    """Return the people who rated something, with everything that was decided."""
    chosen = cells.eligible
    codes = {battery: answers[chosen] for battery, answers in cells.codes.items()}
    outcomes = {name: values[chosen] for name, values in cells.outcomes.items()}
    points, point_notes = _points(cells, plan, chosen, table.file)
    weights, weights_name, _ = read_weights(table, plan, chosen)
    times = read_times(with_times(table, plan))
    marks, attention_notes = read_attention(table, plan, options, chosen)
    twice = duplicate_marks(table, plan, chosen)
    n_out = int((~chosen).sum())
    more = [Note("rows_ineligible", {"n": n_out}, table.file)] if n_out else []
    if cells.others_aside:
        more.append(Note("cells_invalid_other", {"n": cells.others_aside}, table.file))
    comments, n_redacted = read_comments(table, plan)
    if n_redacted:
        more.append(Note("comments_redacted", {"n": n_redacted}, table.file))
    more += scale_notes(plan.instrument, options, table.file)
    codes, reported, moved = converted(codes, plan.instrument, options.convert, table.file)
    return Responses(
        instrument=with_outcome_ranges(reported, outcomes),
        ratings=codes,
        rows=table.rows[chosen],
        source=Source(table.file, table.sha256, len(table.rows), int(chosen.sum()), n_out),
        points=points,
        outcomes=outcomes,
        people={k: v[chosen] for k, v in read_texts(table, plan, "people").items()},
        weights=weights,
        weights_name=weights_name,
        comments={k: v[chosen] for k, v in comments.items()},
        seconds=None if times.seconds is None else times.seconds[chosen],
        finished=None if times.finished is None else times.finished[chosen],
        marks={**marks, **twice},
        order=orders(plan),
        notes=notes(
            table.notes,
            times.notes,
            plan.notes,
            more,
            cells.ratings.notes,
            moved,
            missing_notes(codes, options, table.file),
            cells.versions.notes if cells.versions else (),
            point_notes,
            attention_notes,
            duplicate_notes(twice, table.file),
            options.mapping.decided,
        ),
    )


def with_times(table: Table, plan: Plan) -> Table:
    """Return a table in which the columns of times that were named have their role."""
    named = {"seconds": "seconds", "finished": "end"}
    roles = list(table.roles or [""] * len(table.headers))
    for kind, role in named.items():
        for use in plan.of_kind(kind):
            roles = ["" if known == role else known for known in roles]
            roles[use.column] = role
    return replace(table, roles=tuple(roles))


def orders(plan: Plan) -> dict[str, npt.NDArray[np.intp]]:
    """Return for each battery the items in the order of their columns."""
    items = plan.instrument.item_ids
    orders = {}
    for battery in plan.instrument.battery_names:
        columns = {item: plan.column_of(Target("rating", item, battery)) for item in items}
        places = [len(plan.uses) if c is None else c for c in columns.values()]
        orders[battery] = np.argsort(np.array(places), kind="stable")
    return orders


def scale_notes(instrument: Instrument, options: Options, file: str) -> list[Note]:
    """Return notes on the scales that the analyst stated."""
    if options.batteries_given:
        return [
            Note(
                "scale_of_battery_given",
                {
                    "battery": name,
                    "low": instrument.scale_of(name).min,
                    "high": instrument.scale_of(name).max,
                },
                file,
            )
            for name in options.batteries_given
            if name in instrument.battery_names
        ]
    scale = instrument.scale
    given = [Note("scale_given", {"low": scale.min, "high": scale.max}, file)]
    if scale.parts > 1 and not options.behind:
        given.append(Note("scale_steps", {"step": f"{1 / scale.parts:g}"}, file))
    return given if options.scale_given else []


def _points(
    cells: Cells, plan: Plan, chosen: npt.NDArray[np.bool_], file: str
) -> tuple[Numbers | None, list[Note]]:
    """Return the settled points or ranks of the eligible people."""
    if cells.points is None:
        return None, []
    given = Points(cells.points.dimensions, cells.points.given[chosen], ())
    ranked = plan.instrument.importance.method == "ranking"
    settle = settle_ranks if ranked else settle_points
    return settle(given, plan.instrument, file)
