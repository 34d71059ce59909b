"""What the results of a pilot or an earlier wave say about how far answers spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from servqual.catalog import instrument_ids, load_instrument
from servqual.errors import FormatError
from servqual.instrument import Instrument, parse_instrument
from servqual.results.stored import incomplete, read_results

_NEEDS = ("source", "sample", "instrument", "gaps", "scores", "reliability", "outcomes")
_REMEDY = "'servqual score FILE -o results.json' writes one."


@dataclass(frozen=True)
class DimensionSpread:
    """One dimension: SD of people's scores, SD of each item, mean correlation of two items."""

    sd: float
    item_sds: Mapping[str, float]
    correlation: float | None


@dataclass(frozen=True)
class Spread:
    """How far answers spread in results that are known.

    Attributes
    ----------
    file : str
    instrument : Instrument
        The questionnaire on the scale of these results.
    dimensions : mapping of dimension to DimensionSpread
        Of the gap, or of what was received where there is no gap; may lack some.
    promoters, detractors : float or None
    deff : float or None
        Of survey weights.
    response : float or None
        Share of those asked who answered.
    source : str
        The gap or battery that ``dimensions`` are of.
    """

    file: str
    instrument: Instrument
    dimensions: Mapping[str, DimensionSpread] = field(default_factory=dict)
    promoters: float | None = None
    detractors: float | None = None
    deff: float | None = None
    response: float | None = None
    source: str = ""


def read_spread(path: str | Path, *, gaps: bool = True) -> Spread:
    """Return what a ``results.json`` says about the spread of answers.

    Parameters
    ----------
    path : str or Path
    gaps : bool
        Whether the survey to come has gaps; if not, the spread is that of what was received.

    Raises
    ------
    FileError, FormatError
        There is no such file, or it is no file of results of this program.
    """
    place = Path(path)
    table, _ = read_results(place, _NEEDS, remedy=_REMEDY)
    try:
        return _spread(place, table, gaps=gaps)
    except KeyError as error:
        raise incomplete(place, f"it has no {error}") from error
    except (TypeError, ValueError, IndexError) as error:
        raise incomplete(place, "a part of it is not what it should be") from error


def _spread(path: Path, table: Mapping[str, Any], *, gaps: bool) -> Spread:
    promoters, detractors = _promoters(table)
    sample, asked = table["sample"], table["sample"]["invited"]
    answered = table["source"]["respondents"]
    source, dimensions = _dimensions(table, gaps=gaps)
    return Spread(
        file=path.name,
        instrument=_instrument(path, table),
        dimensions=dimensions,
        source=source,
        promoters=promoters,
        detractors=detractors,
        deff=sample["deff"],
        response=min(1.0, answered / asked) if asked else None,
    )


def _instrument(path: Path, table: Mapping[str, Any]) -> Instrument:
    """Return the questionnaire that was answered, on the scale of the results."""
    form, made = table["instrument"], table.get("made") or {}
    told = (made.get("instrument") or {}).get("definition")
    if told is None and form["id"] not in instrument_ids():
        raise FormatError(
            f"{path}: these results do not hold their questionnaire {form['id']!r}. Name its file "
            "with -i instead, and the SD with --sd."
        )
    found = parse_instrument(told, str(path)) if told else load_instrument(form["id"])
    ends = {(battery["min"], battery["max"]) for battery in form["batteries"]}
    if len(ends) == 1 and (found.scale.min, found.scale.max) not in ends:
        found = found.with_scale(*ends.pop())
    asked = {item for d in form["dimensions"] for item in d["items"]}
    gone = [name for name in found.item_ids if name not in asked]
    return found.without_items(gone) if gone else found


def _dimensions(table: Mapping[str, Any], *, gaps: bool) -> tuple[str, dict[str, DimensionSpread]]:
    """Return the spread of every dimension's first gap, else of what was received, and its name."""
    rows, items, source = _leading(table, gaps=gaps)
    correlations = {
        row["dimension"]: row["mean_r"]
        for row in table["reliability"]
        if row["battery"] == source and row["mean_r"] is not None
    }
    sds = {row["item"]: row["sd"] for row in items if row["sd"]}
    own = {d["dimension"]: d["items"] for d in table["instrument"]["dimensions"]}
    return source, {
        row["dimension"]: DimensionSpread(
            row["sd"],
            {name: sds[name] for name in own[row["dimension"]] if name in sds},
            correlations.get(row["dimension"]),
        )
        for row in rows
        if row["sd"]
    }


def _leading(table: Mapping[str, Any], *, gaps: bool) -> tuple[list[Any], list[Any], str]:
    """Return the rows of dimensions and items that lead, and the set of ratings they are of."""
    found = table["gaps"]
    if gaps and found["dimensions"]:
        kind = found["dimensions"][0]["kind"]
        return (
            [row for row in found["dimensions"] if row["kind"] == kind],
            [row for row in found["items"] if row["kind"] == kind],
            kind,
        )
    scores = table["scores"]
    battery = "perception" if "perception" in scores else next(iter(scores))
    return scores[battery]["dimensions"], scores[battery]["items"], battery


def _promoters(table: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Return the shares of promoters and detractors."""
    rows = [row for row in table["outcomes"] if row["kind"] == "recommend"]
    if not rows:
        return None, None
    return rows[0]["share_high_answers"], rows[0]["share_low_answers"]
