"""The wave before as a table prints it: means, and errors where the table gives enough."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from servqual.errors import FormatError, MappingError, listed
from servqual.importer.answers.scales import parse_ends
from servqual.importer.printed import PrintedRow, PrintedTable, read_printed
from servqual.importer.printed.table import names_of
from servqual.importer.waves.breaks import (
    check_names_then,
    of_scale,
    said_breaks,
    scale_text,
    with_wholes,
)
from servqual.importer.waves.crosswalk import Crosswalk
from servqual.importer.words import squash
from servqual.instrument import Gap, Instrument
from servqual.notes import Note
from servqual.results.before import IMPOSSIBLE, BreakRow, Key, Wave, WaveFigure
from servqual.statistics.tails import t_quantile

PRINTED_CONFIDENCE = 0.95
MANY = 1e6  # degrees of freedom where the number of people was not printed
_MOST_NAMED = 12


def wave_of_table(path: Path, instrument: Instrument, said: Crosswalk) -> Wave:
    """Return the wave that a printed table holds."""
    table = _table(path, said)
    breaks = said_breaks(said, instrument)
    scale = instrument.scale
    ends = (scale.min, scale.max)
    if said.scale:
        then = parse_ends(said.scale)
        ends = (then.low, then.high)
    if ends != (scale.min, scale.max):
        breaks.insert(0, BreakRow("all", "", "rescaled", scale_text(*ends), of_scale(scale)))
    _check_renamed(table, instrument, said)
    rows = list(_placed(table, instrument, said))
    figures: dict[Key, WaveFigure] = {}
    for row, level, row_id in rows:
        figures |= _figures(row, level, row_id, instrument, said)
    _check_scale(table, figures, rows, ends)
    ns = [n for row, _, _ in rows if (n := _n(row, "", said)) is not None]
    decimals = [
        table.decimals[b] for b in table.decimals if b in (*instrument.battery_names, "gap")
    ]
    return Wave(
        label=said.label,
        origin="printed",
        file=table.file,
        crosswalk=Path(said.where).name,
        sha256=table.sha256,
        n=max(ns, default=None),
        figures=figures,
        decimals=max(decimals, default=2),
        breaks=with_wholes(breaks, instrument, said.dropped),
        told={"mode": said.mode},
        notes=tuple(_impossible(table, rows, instrument)),
    )


def _table(path: Path, said: Crosswalk) -> PrintedTable:
    """Return the one table of a file, or the group that the crosswalk names."""
    tables = read_printed(path)
    if len(tables) == 1:
        return tables[0]
    names = [table.group for table in tables]
    for table in tables:
        if said.group and squash(table.group) == squash(said.group):
            return table
    raise FormatError(
        f"{path}: this table has the figures of several groups: {', '.join(names)}. Say in a "
        f'crosswalk which is the wave before: group = "{names[0]}".'
    )


def _check_renamed(table: PrintedTable, instrument: Instrument, said: Crosswalk) -> None:
    """Raise where a crosswalk renames a row that the table does not have."""
    items, names = {*instrument.item_ids}, names_of(instrument)
    there = {squash(row.name) for row in table.rows}
    # a table of dimensions alone was never meant to hold the items that a crosswalk speaks of
    has_items = any(names.get(name, ("",))[0] == "item" for name in there)
    missing = {
        then: "renamed"
        for then, now in said.renamed.items()
        if squash(then) not in there and (has_items or now not in items)
    }
    check_names_then(said, missing, [row.name for row in table.rows])


def _impossible(
    table: PrintedTable, rows: list[tuple[PrintedRow, str, str]], instrument: Instrument
) -> Iterator[Note]:
    """Yield the rows whose printed gap is not the difference of their printed means."""
    for row, level, row_id in rows:
        for gap in instrument.gaps:
            printed, of, minus = (row.get(name) for name in (gap.name, gap.of, gap.minus))
            if printed is None or of is None or minus is None:
                continue
            slack = sum(table.half(name) for name in (gap.name, gap.of, gap.minus))
            if abs(of - minus - printed) <= slack + 1e-9:
                continue
            places = max(table.decimals.get(name, 0) for name in (gap.name, gap.of, gap.minus))
            figures = {"of": of, "minus": minus, "difference": of - minus, "gap": printed}
            texts = {
                key: f"{value:.{places}f}".replace("-", "\N{MINUS SIGN}")
                for key, value in figures.items()
            }
            values = {"name": row.name, "level": level, "id": row_id, **texts}
            yield Note(IMPOSSIBLE, values, f"{table.file}, row {row.row}")


def _placed(
    table: PrintedTable, instrument: Instrument, said: Crosswalk
) -> Iterator[tuple[PrintedRow, str, str]]:
    """Yield each row with its level and id; names that are not known are raised at once."""
    names = names_of(instrument)
    items = {*instrument.item_ids}
    renamed = {
        squash(then): ("item" if now in items else "dimension", now)
        for then, now in said.renamed.items()
    }
    dropped = {squash(name) for name in said.dropped}
    unknown, found = [], []
    for row in table.rows:
        name = squash(row.name)
        if name in dropped:
            continue
        place = renamed.get(name) or names.get(name)
        if place is None:
            near = get_close_matches(name, names, n=1)
            guess = f", perhaps {names[near[0]][1]!r}" if near else ""
            unknown.append(f"row {row.row}: {row.name!r}{guess}")
        else:
            found.append((row, *place))
    if unknown:
        raise MappingError(
            f"{table.file}: {len(unknown)} row{'s' if len(unknown) > 1 else ''} of this table "
            "cannot be found in the questionnaire. Use its ids, numbers or names, or say in a "
            f'crosswalk what they are called now, under [renamed]: "{table.rows[0].name}" = '
            f'"{instrument.dimension_ids[0]}".\n{listed(unknown, _MOST_NAMED)}'
        )
    yield from found


def _n(row: PrintedRow, battery: str, said: Crosswalk) -> int | None:
    """Return the people behind a figure."""
    values = [row.get(f"n_{battery}") if battery else None, row.get("n"), float(said.n) or None]
    known = [int(value) for value in values if value]
    return known[0] if known else None


def _figures(
    row: PrintedRow, level: str, row_id: str, instrument: Instrument, said: Crosswalk
) -> dict[Key, WaveFigure]:
    """Return the figures of one row: each gap and its two means, or means by themselves."""
    by = len(instrument.items_of(row_id)) if said.sums and level == "dimension" else 1
    found: dict[Key, WaveFigure] = {}
    for gap in instrument.gaps:
        sides = {b: row.get(b) for b in gap.batteries}
        for battery, mean in sides.items():
            if mean is not None:
                figure = _mean(row, battery, mean, said, by)
                found[level, row_id, gap.name, battery] = figure
        if gap.direct and by == 1:
            sides[gap.minus] = _middle(instrument, gap)
        if figure_of_gap := _gap(row, gap, sides, said, by):
            found[level, row_id, gap.name, ""] = figure_of_gap
    paired = {b for gap in instrument.gaps for b in gap.batteries}
    alone = [b for b in instrument.battery_names if b not in paired]
    for battery in alone:
        value = row.get(battery)
        if value is None and len(alone) == 1:
            value = row.get("mean")
        if value is not None:
            found[level, row_id, "", battery] = _mean(row, battery, value, said, by)
    return found


def _middle(instrument: Instrument, gap: Gap) -> float | None:
    """Return the middle of the scale on which people compared with what they expected."""
    scale = instrument.scale_of(gap.of)
    return None if scale.middle is None else scale.value_of(scale.middle)


def _mean(row: PrintedRow, battery: str, mean: float, said: Crosswalk, by: int) -> WaveFigure:
    """Return a printed mean with its error from the printed SD."""
    n, sd = _n(row, battery, said), row.get(f"sd_{battery}")
    if sd is None and row.get(battery) is None:
        sd = row.get("sd")
    if n is None or n < 2 or sd is None:
        return WaveFigure(mean / by, n)
    return WaveFigure(mean / by, n, sd / math.sqrt(n) / by, n - 1)


def _gap(
    row: PrintedRow, gap: Gap, sides: Mapping[str, float | None], said: Crosswalk, by: int
) -> WaveFigure | None:
    """Return a printed gap, or the difference of its means, with its error if that was printed.

    The error comes from the SD of the gaps, else from a printed error, interval or t.
    """
    of, minus = sides[gap.of], sides.get(gap.minus)
    mean = row.get(gap.name)
    own = mean is not None  # tests and intervals of a table belong to the gap that it prints
    if mean is None and of is not None and minus is not None:
        mean = of - minus
    if mean is None:
        return None
    n = _n(row, "", said)
    se = _error(row, mean, n) if own or gap.name == "gap" else None
    df = None if se is None else (n - 1.0 if n and n > 1 else MANY)
    return WaveFigure(mean / by, n, None if se is None else se / by, df)


def _error(row: PrintedRow, gap: float, n: int | None) -> float | None:
    """Return the standard error of a printed gap, None if it does not follow from the table."""
    sd, low, high, t = (row.get(name) for name in ("sd_gap", "ci_low", "ci_high", "t"))
    if sd is not None and n and n > 1:
        return sd / math.sqrt(n)
    if row.get("se") is not None:
        return row.get("se")
    if low is not None and high is not None and high > low:
        reach = t_quantile(0.5 + PRINTED_CONFIDENCE / 2, n - 1.0 if n and n > 1 else MANY)
        return (high - low) / (2 * reach)
    return abs(gap / t) if t else None


def _check_scale(
    table: PrintedTable,
    figures: Mapping[Key, WaveFigure],
    rows: list[tuple[PrintedRow, str, str]],
    ends: tuple[float, float],
) -> None:
    """Raise where printed means lie off the scale: sums, or another scale."""
    low, high = ends
    where = {(level, row_id): row for row, level, row_id in rows}
    slack = 10.0 ** -max(table.decimals.values(), default=0)
    faults = [
        f"row {where[level, row_id].row}: {where[level, row_id].name!r}, {battery} {figure.mean:g}"
        for (level, row_id, _, battery), figure in figures.items()
        if battery and not low - slack <= figure.mean <= high + slack
    ]
    if faults:
        raise FormatError(
            f"{table.file}: means off the scale {scale_text(low, high)}. If they are sums over "
            "items, write sums = true in a crosswalk; if another scale was used then, write "
            f'scale = "1-5".\n{listed(list(dict.fromkeys(faults)), _MOST_NAMED)}'
        )
