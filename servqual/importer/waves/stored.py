"""The wave before as its results.json holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from servqual._files import sha256
from servqual.errors import SettingsError
from servqual.importer.waves.breaks import (
    check_names_then,
    of_scale,
    said_breaks,
    scale_text,
    with_wholes,
)
from servqual.importer.waves.crosswalk import Crosswalk
from servqual.instrument import Instrument
from servqual.results import GapRow, Gaps, Level, ScoreRow, Scores
from servqual.results.before import BreakRow, Key, Wave, WaveFigure
from servqual.results.stored import read_results
from servqual.study.before import figures_of

_NEEDS = ("source", "instrument", "settings", "sample", "quality", "gaps", "scores")


def wave_of_results(path: Path, instrument: Instrument, said: Crosswalk) -> Wave:
    """Return the wave that a results.json holds."""
    remedy = "Name the results.json of the wave before, or a CSV of its figures."
    table, content = read_results(path, _NEEDS, remedy=remedy)
    form = table["instrument"]
    if form["id"] != instrument.id and not said.where:
        raise SettingsError(
            f"{path}: that wave answered the questionnaire {form['id']!r}, this one "
            f"{instrument.id!r}. If items were kept, write a crosswalk that says which were "
            "renamed, dropped or new, and name it with --crosswalk."
        )
    items = [item for d in form["dimensions"] for item in d["items"]]
    known = [*(d["dimension"] for d in form["dimensions"]), *items]
    missing = {name: "renamed" for name in said.renamed if name not in known}
    missing |= {name: "dropped" for name in said.dropped if name not in known}
    check_names_then(said, missing, known)
    breaks, lost = _breaks(form, instrument, said)
    figures = _renamed(figures_of(_gaps(table["gaps"]), _scores(table["scores"])), said)
    sample, settings = table["sample"], table["settings"]
    return Wave(
        label=said.label or _year(sample),
        origin="results",
        file=path.name,
        crosswalk=Path(said.where).name,
        sha256=sha256(content),
        n=table["source"]["respondents"],
        figures=figures,
        breaks=_whole_scale(form, instrument, with_wholes(breaks, instrument, lost)),
        told={
            "version": f"{form['id']} {form['version']}",
            "mode": said.mode or sample["mode"] or "",
            "frame": sample["frame"] or "",
            "weights": settings["weights"] or "",
            "rule": settings["incomplete"],
            "excluded": "; ".join(row["rule"] for row in table["quality"]["excluded"]),
        },
    )


def _year(sample: Mapping[str, Any]) -> str:
    """Return the year of the fieldwork, '' if it is not known."""
    day = str(sample.get("end") or sample.get("start") or "")
    return day[:4] if day[:4].isdigit() else ""


def _breaks(
    form: Mapping[str, Any], instrument: Instrument, said: Crosswalk
) -> tuple[list[BreakRow], dict[str, str]]:
    """Return what is not asked as it was, and the items that are asked no longer."""
    breaks = said_breaks(said, instrument)
    then = {
        said.renamed.get(item, item): d["dimension"]
        for d in form["dimensions"]
        for item in d["items"]
    }
    now = {item: d for d in instrument.dimension_ids for item in instrument.items_of(d)}
    told = {b.id for b in breaks}
    breaks += [BreakRow("item", i, "new") for i in now if i not in then and i not in told]
    gone = {i: said.renamed.get(d, d) for i, d in then.items() if i not in now}
    breaks += [BreakRow("item", i, "dropped", then=i) for i in gone if i not in told]
    moved = {i for i, d in now.items() if i in then and said.renamed.get(then[i], then[i]) != d}
    # an item that moved is the same question, but neither of its dimensions is the same whole
    touched = {f"{i} then": then[i] for i in moved} | {f"{i} now": now[i] for i in moved}
    return breaks, gone | touched


def _whole_scale(
    form: Mapping[str, Any], instrument: Instrument, breaks: tuple[BreakRow, ...]
) -> tuple[BreakRow, ...]:
    """Return breaks with one for everything where a battery stood on another scale."""
    for battery in form["batteries"]:
        if battery["name"] in instrument.battery_names:
            scale = instrument.scale_of(battery["name"])
            if (battery["min"], battery["max"]) != (scale.min, scale.max):
                then = scale_text(battery["min"], battery["max"])
                return (BreakRow("all", "", "rescaled", then, of_scale(scale)), *breaks)
    return breaks


def _gaps(table: Mapping[str, Any]) -> Gaps:
    """Return stored gap rows as records."""
    overall = []
    for name, row in table["overall"].items():
        if row is not None:
            kind, _, row_id = name.rpartition(".")
            overall.append(_gap(row, "overall", row_id or name, kind))
    items = tuple(_gap(row, "item", row["item"]) for row in table["items"])
    dimensions = tuple(_gap(row, "dimension", row["dimension"]) for row in table["dimensions"])
    return Gaps(items, dimensions, tuple(overall))


def _gap(row: Mapping[str, Any], level: str, row_id: str, kind: str = "") -> GapRow:
    names = {f.name for f in fields(GapRow)} - {"level", "id"}
    known = {name: value for name, value in row.items() if name in names}
    return replace(GapRow(level=level, id=row_id, **known), kind=kind or row["kind"])  # type: ignore[arg-type]


def _scores(table: Mapping[str, Any]) -> Scores:
    """Return stored means as records."""
    names = {f.name for f in fields(ScoreRow)} - {"level", "id", "battery"}
    found: dict[str, list[ScoreRow]] = {"item": [], "dimension": [], "overall": []}
    for battery, part in table.items():
        rows: list[tuple[Level, str, Any]] = [("item", r["item"], r) for r in part["items"]]
        rows += [("dimension", r["dimension"], r) for r in part["dimensions"]]
        rows += [("overall", name, r) for name, r in part["overall"].items() if r is not None]
        for level, row_id, row in rows:
            known = {name: value for name, value in row.items() if name in names}
            found[level].append(ScoreRow(level=level, id=row_id, battery=battery, **known))
    return Scores(tuple(found["item"]), tuple(found["dimension"]), tuple(found["overall"]))


def _renamed(figures: Mapping[Key, WaveFigure], said: Crosswalk) -> dict[Key, WaveFigure]:
    """Return figures under the ids of now, without those that are asked no longer."""
    return {
        (level, said.renamed.get(row_id, row_id), kind, battery): figure
        for (level, row_id, kind, battery), figure in figures.items()
        if row_id not in said.dropped
    }
