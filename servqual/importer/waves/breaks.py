"""What cannot be compared, and what follows for the dimensions and for the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from servqual.errors import MappingError, listed
from servqual.importer.waves.crosswalk import Crosswalk
from servqual.importer.words import squash
from servqual.instrument import Instrument, Scale
from servqual.results.before import BreakRow


def scale_text(low: float, high: float) -> str:
    """Return a scale as it is printed."""
    return f"{low:g}\N{EN DASH}{high:g}"


def of_scale(scale: Scale) -> str:
    """Return the scale of a battery as it is printed."""
    return scale_text(scale.min, scale.max)


def said_breaks(said: Crosswalk, instrument: Instrument) -> list[BreakRow]:
    """Return the breaks that a crosswalk says of items and dimensions, faults raised at once."""
    known = {*instrument.item_ids, *instrument.dimension_ids}
    faults = [
        f"{key}: {name!r} is no item or dimension of this questionnaire{_guess(name, known)}"
        for key, names in (
            ("renamed", said.renamed.values()),
            ("rescaled", said.rescaled),
            ("new", said.new),
            ("dropped", [d for d in said.dropped.values() if d]),
        )
        for name in names
        if name not in known
    ]
    if faults:
        raise MappingError(
            f"{said.where}: this crosswalk names what there is not.\n{listed(faults)}"
        )
    items = {*instrument.item_ids}
    found = [
        BreakRow(_level(name, items), name, "rescaled", then, of_scale(instrument.scale))
        for name, then in said.rescaled.items()
    ]
    found += [BreakRow("item", name, "new") for name in said.new]
    found += [BreakRow("item", name, "dropped", then=name) for name in said.dropped]
    found += [
        BreakRow("item", now, "renamed", then, now, compared=True)
        for then, now in said.renamed.items()
        if now in items and now not in said.rescaled and then.casefold() != now.casefold()
    ]
    return found


def _guess(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f". Did you mean {near[0]!r}?" if near else ""


def check_names_then(said: Crosswalk, missing: Mapping[str, str], known: list[str]) -> None:
    """Raise where a crosswalk names as of then what that wave did not have.

    Parameters
    ----------
    said : Crosswalk
    missing : mapping of name to the key it stands under
    known : list of str
        What that wave calls its rows, items and dimensions.
    """
    if not missing:
        return
    by_letters = {squash(name): name for name in known}
    faults = []
    for name, key in missing.items():
        near = get_close_matches(squash(name), list(by_letters), n=1)
        guess = f". Did you mean {by_letters[near[0]]!r}?" if near else ""
        faults.append(f"{key}: {name!r} is no name of the wave before{guess}")
    raise MappingError(
        f"{said.where}: this crosswalk names what the wave before did not have.\n{listed(faults)}\n"
        f"The wave before has: {', '.join(known)}."
    )


def _level(name: str, items: set[str]) -> str:
    return "item" if name in items else "dimension"


def with_wholes(
    breaks: list[BreakRow], instrument: Instrument, lost: Mapping[str, str]
) -> tuple[BreakRow, ...]:
    """Return breaks with those of dimensions made of other items, and of the whole.

    Parameters
    ----------
    breaks : list of BreakRow
    instrument : Instrument
    lost : mapping of item then to dimension
        Items that are asked no longer, '' where their dimension is not known.
    """
    stopped = {b.id for b in breaks if not b.compared}
    touched = [
        d
        for d in instrument.dimension_ids
        if stopped & {*instrument.items_of(d)} or d in lost.values()
    ]
    found = [BreakRow("dimension", d, "other_items") for d in touched if d not in stopped]
    whole = bool(touched or stopped & {*instrument.dimension_ids} or lost)
    if whole:
        found += [BreakRow("overall", name, "other_items") for name in ("unweighted", "weighted")]
    return (*breaks, *found)
