"""Design files: who the customers are, and how the sample was drawn."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual._files import parse_toml, read_bytes, sha256
from servqual.errors import DesignError, listed
from servqual.weighting import Design
from servqual.weighting.design import crossed, split_crossed

_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "weights": ("column", "rake", "post", "trim"),
        "sample": ("random", "strata", "clusters"),
        "standard": ("columns",),
    }
)
_TABLES = ("weights", "customers", "sample", "frame", "standard")
USUAL_TRIM = Design.trim
_ROUNDED = 0.02  # by how much rounded shares may miss the whole
_ALL = 1e-9  # by how little shares may miss 1 and still count as the whole
_DEEPEST = 2  # columns that can be crossed


def load_design(path: str | Path) -> Design:
    r"""Return what a design file says.

    Parameters
    ----------
    path : str or Path
        TOML with the tables ``[weights]``, ``[customers]``, ``[sample]``, ``[frame]`` and
        ``[standard]``, each of which may be left out.

    Returns
    -------
    Design
        Names of columns and groups as the file writes them; shares of customers add up to 1.

    Raises
    ------
    FileError, FormatError
        There is no such file, or it is not TOML.
    DesignError
        Names every key that is not known and every value that makes no sense.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "design.toml"
    >>> text = '[weights]\nrake = ["sex"]\n[customers]\nsex = { female = 300, male = 100 }\n'
    >>> _ = file.write_text(text, "utf-8")
    >>> dict(load_design(file).customers["sex"])
    {'female': 0.75, 'male': 0.25}
    """
    place = Path(path)
    content = read_bytes(place, "design file")
    table = parse_toml(content, place, "design file")
    faults: list[str] = []
    design = _design(table, faults)
    if faults or design is None:
        raise DesignError(
            f"{place}: this design file has {len(faults)} fault{'s' if len(faults) != 1 else ''}. "
            f"The README shows one with every key.\n{listed(faults)}"
        )
    return replace(design, file=place.name, sha256=sha256(content))


def design_from(table: Mapping[str, Any]) -> Design:
    """Return what a table with the entries of a design file says.

    Raises
    ------
    DesignError
        Names every fault.

    Examples
    --------
    >>> design_from({"sample": {"clusters": "branch"}}).clusters
    'branch'
    """
    faults: list[str] = []
    design = _design(table, faults)
    if faults or design is None:
        raise DesignError(f"this design has faults.\n{listed(faults)}")
    return design


def _design(table: Mapping[str, Any], faults: list[str]) -> Design | None:
    """Return the design of a table; None, or one that is wrong in parts, where there are faults."""
    _check_known(table, _TABLES, "", faults)
    parts = {name: _part(table, name, faults) for name in _TABLES}
    for name, known in _KEYS.items():
        _check_known(parts[name], known, f"{name}.", faults)
    weights, sample = parts["weights"], parts["sample"]
    total = parts["customers"].get("total", 0)
    if not _is_count(total) or total != int(total):
        _wrong("customers.total", total, "the number of customers, such as 12000", faults)
        total = 0
    named = {k: v for k, v in parts["customers"].items() if k != "total"}
    design = Design(
        weights=_text(weights, "weights.column", faults),
        rake=_texts(weights, "weights.rake", faults),
        post=crossed(split_crossed(_text(weights, "weights.post", faults))),
        trim=_trim(weights.get("trim", USUAL_TRIM), faults),
        strata=_text(sample, "sample.strata", faults),
        clusters=_text(sample, "sample.clusters", faults),
        random=_truth(sample, "sample.random", faults),
        customers=_shares(named, faults),
        total=int(total),
        frame=_numbers(parts["frame"], "frame", faults),
        standard=_texts(parts["standard"], "standard.columns", faults),
    )
    _check_together(design, parts, faults)
    return design


def _check_together(design: Design, parts: Mapping[str, Any], faults: list[str]) -> None:
    """Keep a fault for entries that need another one, or that exclude each other."""
    for name in design.rake:
        if crossed(split_crossed(name)) not in design.customers:
            faults.append(f"weights.rake: {_no_customers(name, parts['customers'])}")
    if design.post and design.post not in design.customers:
        faults.append(f"weights.post: {_no_customers(design.post, parts['customers'])}")
    if design.post and design.rake:
        faults.append(
            "weights: rake fits margins one by one and post the crossed table; name one of the two"
        )
    if design.strata and design.strata == design.clusters:
        faults.append(
            f"sample: {design.strata!r} cannot be both strata and clusters. It is strata if every "
            "one of its units was meant to be in the sample, clusters if some were drawn"
        )
    for name in (design.strata, design.clusters):
        if len(split_crossed(name)) > 1:
            faults.append(
                f"sample: {name!r} must be one people column; put the cross into a column"
            )


def _no_customers(name: str, customers: Mapping[str, Any]) -> str:
    """Return what is missing where weights are to fit customers that nobody described."""
    near = get_close_matches(name.casefold(), [k for k in customers if k != "total"], 1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    key = name if "*" not in name else f'"{name}"'
    return (
        f"the customers by {name!r} are not given.{meant} Write [customers.{key}] and below it a "
        "line for each group, such as female = 0.52"
    )


def _part(table: Mapping[str, Any], name: str, faults: list[str]) -> Mapping[str, Any]:
    value = table.get(name, {})
    if isinstance(value, Mapping):
        return value
    faults.append(f"{name}: must be a table; write [{name}] on a line of its own, entries below")
    return {}


def _check_known(
    table: Mapping[str, Any], known: Collection[str], where: str, faults: list[str]
) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            meant = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}"
            faults.append(f"{where}{key}: this key is not known. {meant}")


def _wrong(key: str, value: Any, remedy: str, faults: list[str]) -> None:
    faults.append(f"{key}: {value!r} makes no sense here; write {remedy}")


def _text(table: Mapping[str, Any], path: str, faults: list[str]) -> str:
    value = table.get(path.partition(".")[2], "")
    if isinstance(value, str):
        return value.strip()
    _wrong(path, value, 'the name of a column in quotes, such as "branch"', faults)
    return ""


def _texts(table: Mapping[str, Any], path: str, faults: list[str]) -> tuple[str, ...]:
    value = table.get(path.partition(".")[2], [])
    several = [value] if isinstance(value, str) else value
    if isinstance(several, list) and all(isinstance(one, str) and one.strip() for one in several):
        return tuple(dict.fromkeys(crossed(split_crossed(one)) for one in several))
    _wrong(path, value, 'a list of columns, such as ["sex", "age"]', faults)
    return ()


def _truth(table: Mapping[str, Any], path: str, faults: list[str]) -> bool:
    value = table.get(path.partition(".")[2], False)
    if isinstance(value, bool):
        return value
    _wrong(path, value, "true or false, without quotes", faults)
    return False


def _trim(value: Any, faults: list[str]) -> tuple[float, float] | None:
    if value is False:
        return None
    given = list(value) if isinstance(value, list | tuple) else []
    if len(given) == 2 and all(_is_count(one) for one in given) and given[0] < 1 < given[1]:
        return float(given[0]), float(given[1])
    _wrong(
        "weights.trim", value, "the lowest and highest weight, in mean weights: [0.3, 3], "
        "or false", faults,
    )  # fmt: skip
    return USUAL_TRIM


def _is_count(value: Any) -> bool:
    """Say whether something is a number of people, or a share of them."""
    return type(value) in (int, float) and math.isfinite(value) and value >= 0


def _shares(table: Mapping[str, Any], faults: list[str]) -> Mapping[str, Mapping[str, float]]:
    """Return shares of customers that add up to 1, from shares, percentages or counts."""
    found = {}
    for name, groups in _numbers(table, "customers", faults).items():
        together = math.fsum(groups.values())
        _check_whole(f"customers.{name}", groups, faults)
        if together <= 0:
            faults.append(f"customers.{name}: no group has customers")
        else:
            # shares that add up already stay as they are to the last bit
            whole = 1.0 if abs(together - 1) < _ALL else together
            found[name] = MappingProxyType({g: n / whole for g, n in groups.items()})
    return MappingProxyType(found)


def _check_whole(where: str, groups: Mapping[str, float], faults: list[str]) -> None:
    """Keep a fault for shares that are no whole; counts may come from another list."""
    together, values = math.fsum(groups.values()), groups.values()
    shares = all(n <= 1 for n in values) and any(n != int(n) for n in values)
    if shares and abs(together - 1) > _ROUNDED:
        faults.append(
            f"{where}: the shares add up to {together:g}; they must add up to 1. Or write how many "
            "customers each group has"
        )


def _numbers(
    table: Mapping[str, Any], where: str, faults: list[str]
) -> Mapping[str, Mapping[str, float]]:
    """Return the numbers of each column's groups; those of crossed columns as ``a*b``."""
    found: dict[str, Mapping[str, float]] = {}
    for name, groups in table.items():
        parts = split_crossed(name)
        if not isinstance(groups, Mapping) or not groups:
            _wrong(
                f"{where}.{name}", groups, "a table: a line for each group, such as female = 520",
                faults,
            )  # fmt: skip
        elif len(parts) > _DEEPEST:
            faults.append(f"{where}.{name}: at most {_DEEPEST} columns can be crossed")
        else:
            found[crossed(parts)] = _groups(groups, f"{where}.{name}", len(parts), faults)
    return MappingProxyType(found)


def _groups(
    groups: Mapping[str, Any], where: str, depth: int, faults: list[str]
) -> Mapping[str, float]:
    """Return the number of each group; a table inside holds the groups of the second column."""
    found: dict[str, float] = {}
    for name, value in groups.items():
        inner = value if isinstance(value, Mapping) and depth > 1 else {"": value}
        for other, number in inner.items():
            # a group of one column may have a * in its name: a hotel of five
            group = crossed(split_crossed(f"{name}*{other}")) if depth > 1 else name.strip()
            if not _is_count(number):
                _wrong(f"{where}.{group}", number, "a number, 0 or more, without quotes", faults)
            elif depth > 1 and len(split_crossed(group)) != depth:
                faults.append(
                    f"{where}.{group}: the groups of {depth} crossed columns are written like "
                    '"female*18-29"'
                )
            else:
                found[group] = float(number)
    return MappingProxyType(found)
