"""Two sums of one questionnaire as those of the people of both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from servqual.errors import SettingsError
from servqual.notes import Note, Notes
from servqual.responses import Source
from servqual.results.tables import MOST_GROUPS
from servqual.scoring.naming import BETWEEN
from servqual.scoring.stored_notes import is_stored, told_once, with_random_groups
from servqual.scoring.survey_summary import Asked, Classes, Groups, SurveySummary
from servqual.settings import parents
from servqual.statistics.people import RANDOM_GROUPS
from servqual.statistics.summary import Summary

MOST_CLASSES = 20  # a people column with more does not describe people, it tells them apart
MOST_GATHERED = 5_000  # groups of one column: the few sums of each take 25 to 70 KB
TOGETHER = " + "  # names of files
Counted = Mapping[str, tuple[int, float]]


def both(one: SurveySummary, other: SurveySummary) -> SurveySummary:
    """Return the sums of the people of both, whichever comes first.

    Raises
    ------
    SettingsError
        They are not sums of the same; what differs is named.
    """
    check_alike(one, other)
    units = {by: added(one.units[by], other.units[by], by) for by in one.units}
    suspects = [s for s in (one.suspects, other.suspects) if s is not None]
    ranges = [r for r in (one.weights_range, other.weights_range) if r is not None]
    total = one.total + other.total
    return replace(
        one,
        total=total,
        source=both_sources(one.source, other.source),
        suspects=sum(suspects[1:], suspects[0]) if suspects else None,
        groups={by: _groups(one, other, units, by) for by in one.groups},
        units=units,
        classes=_classes(one.classes, other.classes),
        notes=_notes(one, other, total),
        beside={
            name: one.beside[name] + other.beside[name]
            for name in one.beside
            if name in other.beside
        },
        min_cell=max(one.min_cell, other.min_cell),
        weights_range=(min(r[0] for r in ranges), max(r[1] for r in ranges)) if ranges else None,
    )


def check_alike(one: SurveySummary, other: SurveySummary) -> None:
    """Raise unless both are sums of the same questionnaire, asked for in the same way."""
    wrong = list(_differences(one, other))
    if wrong:
        raise SettingsError(
            f"these sums cannot be added up: {'; '.join(wrong)}. Summarise both with the same "
            "questionnaire and options."
        )


def _differences(one: SurveySummary, other: SurveySummary) -> Iterable[str]:
    if one.instrument.id != other.instrument.id:
        yield f"the questionnaires are {one.instrument.id!r} and {other.instrument.id!r}"
    elif one.instrument != other.instrument:
        yield f"the questionnaire {one.instrument.id!r} is not the same in both (scale or items)"
    for name in Asked.__dataclass_fields__:
        mine, yours = getattr(one.asked, name), getattr(other.asked, name)
        if mine != yours:
            yield f"{name} is {_said(mine)} in one and {_said(yours)} in the other"
    if one.weights_name != other.weights_name or one.total.weighted != other.total.weighted:
        names = [repr(own.weights_name) if own.weights_name else "none" for own in (one, other)]
        yield f"the survey weights are {names[0]} in one and {names[1]} in the other"
    if one.order != other.order:
        yield "the items stand in another order"
    if set(one.total.layout.columns) != set(other.total.layout.columns):
        apart = set(one.total.layout.columns) ^ set(other.total.layout.columns)
        yield f"what was answered differs, {min(apart)} for one"


def _said(value: object) -> str:
    return (", ".join(map(repr, value)) or "none") if isinstance(value, tuple) else repr(value)


# -- groups ----------------------------------------------------------------------------------------


def n_groups(names: Iterable[str], *, crossed: bool) -> int:
    """Return how many groups a breakdown has; all people with a blank side are one."""
    told = list(names)
    blank = sum(map(is_blank_cell, told)) if crossed else 0
    return len(told) - blank + bool(blank)


def is_blank_cell(name: str) -> bool:
    """Say whether one of the two groups of a cell is blank.

    >>> is_blank_cell("North · "), is_blank_cell("North · women")
    (True, False)
    """
    return name.startswith(BETWEEN) or name.endswith(BETWEEN)


def in_order(found: Mapping[str, Summary]) -> dict[str, Summary]:
    """Return groups in the order of their names, the blank one last."""
    names = sorted(found)
    return {name: found[name] for name in (*filter(None, names), *("" for n in names if not n))}


def added(mine: Mapping[str, Summary], yours: Mapping[str, Summary], by: str) -> dict[str, Summary]:
    """Return the groups of both.

    Raises
    ------
    SettingsError
        There are so many that the column does not name groups.
    """
    names = {**mine, **yours}
    check_few(by, len(names))
    total = {
        name: mine[name] + yours[name] if name in mine and name in yours else names[name]
        for name in names
    }
    return in_order(total)


def check_few(by: str, n: int) -> None:
    """Raise where a column has so many values that it does not name groups."""
    if n > MOST_GATHERED:
        raise SettingsError(
            f"the column {by!r} has more than {MOST_GATHERED:,} different values; it does not name "
            "groups. Choose another, or put its values into classes first."
        )


def _groups(one: SurveySummary, other: SurveySummary, units: Groups, by: str) -> dict[str, Summary]:
    """Return the groups of both in full, their means alone where there are very many."""
    few = n_groups(units[by], crossed=is_crossed(by, units)) <= MOST_GROUPS
    if few and not means_only(one, by) and not means_only(other, by):
        return added(one.groups[by], other.groups[by], by)
    return dict(units[by])


def means_only(found: SurveySummary, by: str) -> bool:
    """Say whether the groups of a breakdown are so many that their means alone are kept."""
    groups, units = found.groups[by], found.units[by]
    if not groups or not units:
        return False
    return next(iter(groups.values())).layout == next(iter(units.values())).layout


def is_crossed(by: str, known: Collection[str]) -> bool:
    """Say whether a breakdown crosses two columns that are there by themselves."""
    sides = parents(by)
    return len(sides) == 2 and all(side in known for side in sides)


def _classes(mine: Classes, yours: Classes) -> dict[str, Counted | None]:
    return {name: both_classes(mine[name], yours.get(name)) for name in mine if name in yours}


def both_classes(mine: Counted | None, yours: Counted | None) -> Counted | None:
    """Return people and weight by class, None where either or both have too many classes."""
    if mine is None or yours is None:
        return None
    nobody = (0, 0.0)
    found = {}
    for name in sorted({*mine, *yours}):
        (n, w), (m, v) = mine.get(name, nobody), yours.get(name, nobody)
        found[name] = (n + m, w + v)
    return found if len(found.keys() - {""}) <= MOST_CLASSES else None


# -- where the answers came from -------------------------------------------------------------------


def both_sources(one: Source, other: Source) -> Source:
    """Return the source of both: people are added, files are named once each, by name.

    A checksum that is not known makes that of both unknown.
    """
    known = bool(one.sha256 and other.sha256)
    return Source(
        _union(one.file, other.file),
        _union(one.sha256, other.sha256) if known else "",
        one.rows + other.rows,
        one.respondents + other.respondents,
        one.ineligible + other.ineligible,
        one.how if dict(one.how) == dict(other.how) else {},
    )


def _union(mine: str, yours: str) -> str:
    if mine == yours:
        return mine
    return TOGETHER.join(sorted({*mine.split(TOGETHER), *yours.split(TOGETHER)} - {""}))


def _notes(one: SurveySummary, other: SurveySummary, total: Summary) -> Notes:
    """Return the notes of both; of those read from files, how many random groups are left."""
    told, least = both_notes(one.notes, other.notes), max(one.min_cell, other.min_cell)
    if not least:
        return told
    n = len(total.drawn.groups.people_in) if total.drawn else 0
    return Notes(with_random_groups(told, n, RANDOM_GROUPS, least))


def both_notes(mine: Notes, yours: Notes) -> Notes:
    """Return the notes of both, those that say the same of more people as one.

    Notes with the same code, place and values but for ``n`` are one, their ``n`` added up. They
    keep their order where both have them in the same one, or only one side has any; else they are
    sorted, so that it does not matter which side comes first. Those on what summary files leave out
    stand last, true for both together (:func:`servqual.scoring.stored_notes.told_once`).
    """
    stored = told_once(filter(is_stored, mine), filter(is_stored, yours))
    read = [Notes(note for note in side if not is_stored(note)) for side in (mine, yours)]
    return Notes((*_both_read(*read), *stored))


def _both_read(mine: Notes, yours: Notes) -> Notes:
    """Return the notes on how answers were read of both."""
    if not mine or not yours:
        return Notes((*mine, *yours))
    one, other = _by_key(mine), _by_key(yours)
    found = _counted([*mine, *yours])
    if list(one) == list(other):
        return found
    return Notes(sorted(found, key=_key))


def _counted(told: Iterable[Note]) -> Notes:
    """Return notes, those that differ in ``n`` alone added up."""
    found: dict[tuple[str, str, str], Note] = {}
    for note in told:
        key = _key(note)
        n = note.values.get("n")
        if key in found and isinstance(n, int):
            values = {**note.values, "n": n + int(str(found[key].values["n"]))}
            found[key] = Note(note.code, values, note.where)
        else:
            found.setdefault(key, note)
    return Notes(found.values())


def _by_key(told: Iterable[Note]) -> dict[tuple[str, str, str], Note]:
    return {_key(note): note for note in told}


def _key(note: Note) -> tuple[str, str, str]:
    values = sorted((k, str(v)) for k, v in note.values.items() if k != "n")
    has_n = [("n", "")] if isinstance(note.values.get("n"), int) else []
    more = [("n", str(note.values["n"]))] if "n" in note.values and not has_n else []
    return note.code, note.where, str([*values, *has_n, *more])
