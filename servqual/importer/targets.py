"""What was planned for this wave: targets of items, from the last results or from a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from servqual._files import check_readable, sha256
from servqual.errors import FormatError, MappingError, listed
from servqual.importer.layouts import PLAIN
from servqual.importer.opening.source import Opening, read_table
from servqual.importer.opening.table import Table
from servqual.importer.words import squash
from servqual.instrument import Instrument
from servqual.results.stored import read_results
from servqual.study.waves_control import Planned

_HEADS: Mapping[str, tuple[str, ...]] = {
    "item": ("item", "题项", "指标"),
    "target": ("target", "next_target", "goal", "目标", "目标值"),
    "owner": ("owner", "responsible", "责任人", "负责人"),
    "action": ("action", "measure", "改进行动", "行动", "措施"),
    "margin": ("margin", "容差", "允许差距"),
    "then": ("then", "performance", "mean", "当时", "上期"),
}


@dataclass(frozen=True)
class Targets:
    """Targets and the file that they come from."""

    rows: tuple[Planned, ...]
    file: str
    sha256: str


def read_targets(path: str | Path, instrument: Instrument) -> Targets:
    """Return the targets of a file.

    Parameters
    ----------
    path : str or Path
        A ``results.json`` of the wave before, whose action register names the mean to reach next,
        or a CSV or workbook with the columns ``item`` and ``target`` (scale points), and, if there
        are any, ``owner``, ``action``, ``margin`` and ``then``.
    instrument : Instrument
        As this wave answered it: items are named by id or topic.

    Raises
    ------
    FileError, FormatError
        There is no such file, or it holds no targets.
    MappingError
        Names every item that is unknown and every target that is none.
    """
    place = Path(path)
    check_readable(place, "file of targets")
    if place.suffix.lower() == ".json":
        return _of_results(place, instrument)
    return _of_table(place, instrument)


def _of_results(path: Path, instrument: Instrument) -> Targets:
    remedy = "Name the results.json of the wave before, or a table of targets."
    table, content = read_results(path, ("actions",), what="file of targets", remedy=remedy)
    known = {*instrument.item_ids}
    rows = tuple(
        Planned(
            row["item"],
            float(row["next_target"]),
            owner=row["owner"] or "",
            then=row["performance"],
        )
        for row in table["actions"]
        if row["next_target"] is not None and row["item"] in known
    )
    if not rows:
        raise FormatError(
            f"{path}: the action register of these results names no target for an item that is "
            "asked now. Write a table with the columns item and target instead."
        )
    return Targets(rows, path.name, sha256(content))


def _of_table(path: Path, instrument: Instrument) -> Targets:
    table = read_table(path, Opening(layout=PLAIN))
    places = _columns(table, path)
    faults: list[str] = []
    rows = list(_rows(table, places, instrument, faults))
    twice = {row.item for k, row in enumerate(rows) if row.item in {r.item for r in rows[:k]}}
    faults += [
        f"{item}: this item has two targets" for item in instrument.item_ids if item in twice
    ]
    if faults:
        raise MappingError(
            f"{path}: this file of targets has {len(faults)} fault{'s' if len(faults) > 1 else ''}."
            f"\n{listed(faults)}"
        )
    if not rows:
        raise FormatError(f"{path}: this file of targets has headings and no rows.")
    return Targets(tuple(rows), path.name, table.sha256)


def _columns(table: Table, path: Path) -> dict[str, int]:
    """Return where each known column stands; item and target must."""
    heads = [squash(head) for head in table.headers]
    found = {
        name: heads.index(squash(word))
        for name, words in _HEADS.items()
        for word in reversed(words)
        if squash(word) in heads
    }
    missing = [name for name in ("item", "target") if name not in found]
    if missing:
        raise FormatError(
            f"{path}: this file of targets has no column {' and no column '.join(missing)} (its "
            f"headings: {', '.join(table.headers)}). Write item,target, and if you like owner, "
            "action and margin."
        )
    return found


def _rows(
    table: Table, places: Mapping[str, int], instrument: Instrument, faults: list[str]
) -> Iterator[Planned]:
    names = _names(instrument)
    scale = instrument.scale
    for k, number in enumerate(table.rows):
        cell = {name: str(table.columns[at][k]).strip() for name, at in places.items()}
        if not any(cell.values()):
            continue
        item = names.get(squash(cell["item"]), "")
        if not item:
            faults.append(f"row {number}: {_unknown(cell['item'], names, instrument)}")
        target = _number(cell["target"])
        if target is None or not scale.min <= target <= scale.max:
            faults.append(
                f"row {number}: the target {cell['target']!r} is no number on the scale "
                f"{scale.min}-{scale.max}; a target is a mean of perceptions on "
                "the scale, not a gap"
            )
        margin = _number(cell.get("margin") or "0")
        if margin is None or not 0 <= margin < scale.range:
            faults.append(
                f"row {number}: the margin {cell['margin']!r} is no number of scale points from 0"
            )
        then = _number(cell.get("then", ""))
        if item and target is not None and margin is not None:
            owner, action = cell.get("owner", ""), cell.get("action", "")
            yield Planned(item, target, margin, owner, action, then)


def _names(instrument: Instrument) -> dict[str, str]:
    """Return every name of an item, squashed, to its id; a topic that two items share is none."""
    topics: dict[str, list[str]] = {}
    for item in instrument.items:
        for text in (item.topic or {}).values():
            topics.setdefault(squash(text), []).append(item.id)
    found = {name: ids[0] for name, ids in topics.items() if len({*ids}) == 1}
    return found | {squash(i): i for i in instrument.item_ids}


def _unknown(said: str, names: Mapping[str, str], instrument: Instrument) -> str:
    near: Sequence[str] = get_close_matches(squash(said), list(names), n=1)
    guess = f" Did you mean {names[near[0]]!r}?" if near else ""
    ids = ", ".join(instrument.item_ids)
    return f"{said!r} is no item of this questionnaire.{guess} Items: {ids}"


def _number(text: Any) -> float | None:
    try:
        value = float(str(text).replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
