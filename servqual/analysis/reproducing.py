"""Results made again and held against those that were kept: what differs, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual.analysis.again import (
    Again,
    digest_of,
    left_out,
    load_results,
    other_files,
    survey_file,
)
from servqual.analysis.compared import differences
from servqual.errors import SettingsError
from servqual.results import Study
from servqual.results.reproduction import Cause, CellRow, Difference, ReasonRow, Reproduction
from servqual.writer.results_json import to_json

if TYPE_CHECKING:
    from servqual.importer.changed import ChangedCells

_LONGEST = 60  # signs of a value in a list of reasons
_SETTINGS_OF_MAP = ("report", "sample", "exclude")


def reproduce(
    results: str | Path,
    data: str | Path | None = None,
    *,
    old_data: str | Path | None = None,
    mapping: str | Path | None = None,
    instrument: str | Path | None = None,
    **files: str | Path | None,
) -> Reproduction:
    """Make results again as they say they were made, and return every difference with its cause.

    Parameters
    ----------
    results : str or Path
        A ``results.json``.
    data : str or Path, optional
        The survey; the file of its name near the results if left out.
    old_data : str or Path, optional
        The survey as it was then, where ``data`` is another: names the cells that changed, and
        tells what follows from them from what follows from a new version of the program.
    mapping, instrument : str or Path, optional
        Mapping and questionnaire file as they are now; those that were recorded if left out.
    **files : str or Path, optional
        ``comments``, ``coded``, ``second_coder``, ``before``, ``crosswalk``, as in
        :func:`servqual.analyze`: what they gave is compared only if they are named, since
        results.json does not hold them. The wave before is found near the results.

    Returns
    -------
    Reproduction
        ``differences`` (none if every figure is what it was), ``reasons`` and ``cells``.

    Raises
    ------
    FileError, FormatError
        A file is not there, or is no results.json.
    SettingsError
        The results do not say how they were made, or ``old_data`` is not the file they come from.

    Examples
    --------
    >>> import tempfile
    >>> import servqual as sq
    >>> folder = Path(tempfile.mkdtemp())
    >>> survey, results = folder / "guests.csv", folder / "results.json"
    >>> _ = survey.write_text(sq.simulate(60).to_csv(), "utf-8")
    >>> _ = results.write_text(sq.to_json(sq.analyze(sq.read(survey))), "utf-8")
    >>> sq.reproduce(results).same
    True
    """
    then = load_results(results)
    now = Path(data) if data is not None else survey_file(results, then)
    folder = Path(results).parent
    again = Again(
        then=then, folder=folder, instrument=instrument, files=other_files(results, then, files)
    )
    left = left_out(then, again.files)
    made = table_of(again.study(_of_then(then, now, old_data)))
    reasons = list(reasons_of(then, made))
    found, n = differences(then, made, _first_cause(then, now, old_data, reasons), left)
    cells: tuple[CellRow, ...] = ()
    rewritten: tuple[CellRow, ...] = ()
    if digest_of(now) != then["source"]["sha256"]:
        reasons.append(ReasonRow("data", "sha256", then["source"]["sha256"], digest_of(now)))
    if old_data is not None:
        changed = cells_between(again, old_data, now)
        cells, rewritten = changed.cells, changed.rewritten
        latest = table_of(again.study(now))
        found += differences(made, latest, "data", left)[0]
        made = latest
    if mapping is not None:
        found, reasons = _under_map(again, now, mapping, made, left, found, reasons)
    return Reproduction(tuple(found), tuple(reasons), cells, n, left, rewritten)


def compare_results(then: str | Path, now: str | Path) -> Reproduction:
    """Return what differs between two files of results, with what was different in their making.

    Where several things were, a figure cannot be put down to one of them: its cause is then
    ``unknown``.
    """
    one, other = load_results(then), load_results(now)
    reasons = list(reasons_of(one, other))
    one_data, other_data = one["source"]["sha256"], other["source"]["sha256"]
    if one_data != other_data:
        reasons.append(ReasonRow("data", "sha256", one_data, other_data))
    causes = {row.cause for row in reasons}
    cause: Cause = causes.pop() if len(causes) == 1 else "unknown"
    found, n = differences(one, other, cause)
    return Reproduction(tuple(found), tuple(reasons), n_compared=n)


def table_of(study: Study) -> dict[str, Any]:
    """Return a study exactly as results.json holds it."""
    import json

    found: dict[str, Any] = json.loads(to_json(study))
    return found


def _of_then(then: Mapping[str, Any], now: Path, old_data: str | Path | None) -> Path:
    """Return the file to begin with: the one of then if there is one."""
    if old_data is None:
        return now
    if digest_of(old_data) != then["source"]["sha256"]:
        raise SettingsError(
            f"{old_data}: this is not the file that the results were made from; its hash is "
            f"another. Leave out --old-data, or name the file {then['source']['file']!r} of then."
        )
    return Path(old_data)


def _first_cause(
    then: Mapping[str, Any], now: Path, old_data: str | Path | None, reasons: list[ReasonRow]
) -> Cause:
    """Return what the first run differs by from the results that were kept."""
    if old_data is None and digest_of(now) != then["source"]["sha256"]:
        return "data"
    return reasons[0].cause if reasons else "unknown"


def reasons_of(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[ReasonRow]:
    """Yield what two results say differently about their making."""
    one, other = then.get("made") or {}, now.get("made") or {}
    old, new = one.get("versions", {}), other.get("versions", {})
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield ReasonRow("version", name, old.get(name, ""), new.get(name, ""))
    forms = [part.get("instrument", {}).get("sha256", "") for part in (one, other)]
    if forms[0] != forms[1]:
        yield ReasonRow("version", f"questionnaire {then['instrument']['id']}", *forms)
    maps = [part.get("map") or {} for part in (one, other)]
    if all("table" in found or not found for found in maps):
        yield from map_changes(*(found.get("table", {}) for found in maps))
    elif maps[0].get("sha256") != maps[1].get("sha256"):  # a report holds the hash alone
        yield ReasonRow("map", "sha256", *(found.get("sha256", "") for found in maps))
    for name, value in then["settings"].items():
        if value != now["settings"].get(name):
            yield ReasonRow("setting", name, _short(value), _short(now["settings"].get(name)))


def map_changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[ReasonRow]:
    """Yield the keys in which two mapping files differ."""
    old, new = dict(_keys(then)), dict(_keys(now))
    for key in dict.fromkeys((*old, *new)):
        # the questionnaire is compared by its hash, whatever the map calls it
        if key != "instrument" and old.get(key) != new.get(key):
            cause: Cause = "setting" if key.split(".")[0] in _SETTINGS_OF_MAP else "map"
            yield ReasonRow(cause, key, _short(old.get(key)), _short(new.get(key)))


def _keys(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _keys(value, name)
        else:
            yield name, value


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def cells_between(again: Again, then: str | Path, now: str | Path) -> ChangedCells:
    """Return the cells in which two survey files differ, both opened as recorded."""
    from servqual.importer.changed import changed_cells
    from servqual.importer.opening.source import Opening

    table = (again.record["map"] or {}).get("table", {})
    said = {**table, **again.record["reading"]}
    names = ("encoding", "delimiter", "sheet")
    return changed_cells(then, now, Opening(**{n: said[n] for n in names if said.get(n)}))


def _under_map(
    again: Again,
    now: Path,
    mapping: str | Path,
    made: Mapping[str, Any],
    left: tuple[str, ...],
    found: list[Difference],
    reasons: list[ReasonRow],
) -> tuple[list[Difference], list[ReasonRow]]:
    """Return differences and reasons with those of another mapping file added."""
    from servqual.importer import load_mapping
    from servqual.importer.recorded import map_record

    table = (again.record["map"] or {}).get("table", {})
    changes = list(map_changes(table, (map_record(load_mapping(mapping)) or {}).get("table", {})))
    if not changes:
        return found, reasons
    cause = changes[0].cause if len({row.cause for row in changes}) == 1 else "map"
    other = replace(again, mapping=mapping)
    latest = table_of(other.study(now))
    return [*found, *differences(made, latest, cause, left)[0]], [*reasons, *changes]
