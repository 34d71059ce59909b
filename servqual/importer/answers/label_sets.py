"""Answers in words that stand for the points of a scale, and which of them a file uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from servqual.importer.words import answer_files, key

FEWEST_LETTERS = 3  # of a set of letters (SS, S, TS ...); fewer may be anything
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
_ENDS = " \t.。!！?？,，;；:：、…"
_BEST_FIRST = "best first"


def label_key(text: str) -> str:
    """Return what answers in words are compared by: no case, width, blanks or sign at the end.

    Examples
    --------
    >>> label_key(" Strongly  AGREE. "), label_key("非常同意！")
    ('strongly agree', '非常同意')
    """
    return key(text).translate(_QUOTES).strip('"').rstrip(_ENDS)


@dataclass(frozen=True)
class LabelSet:
    """The words of every point of one scale.

    Attributes
    ----------
    language, about : str
        For instance ``de``, ``satisfaction``.
    size : int
        Points of the scale.
    places : mapping of label key to place
        0 = the lowest answer. Sets of end points name the first and the last place only.
    short : bool
        Letters that stand for words; see ``FEWEST_LETTERS``.
    """

    language: str
    about: str
    size: int
    places: Mapping[str, int]
    short: bool = False


@cache
def all_sets() -> tuple[LabelSet, ...]:
    """Return the sets of every language, as the data files list them."""
    return tuple(
        label_set
        for language, file in answer_files().items()
        for entry in file.get("sets", ())
        for label_set in _sets_of(language, entry)
    )


def _sets_of(language: str, entry: Mapping[str, object]) -> Iterable[LabelSet]:
    """Return the sets of one entry: one, or for end points one per size."""
    about, short = str(entry["about"]), bool(entry.get("short"))
    points: Sequence[str] = entry.get("points", ())  # type: ignore[assignment]
    if entry.get("direction") == _BEST_FIRST:
        points = points[::-1]
    if points:
        yield LabelSet(language, about, len(points), _places(enumerate(points)), short)
        return
    ends: Sequence[str] = entry["ends"]  # type: ignore[assignment]
    sizes: Sequence[int] = entry["sizes"]  # type: ignore[assignment]
    for size in sizes:
        places = _places(zip((0, size - 1), ends, strict=True))
        yield LabelSet(language, about, size, places, short)


def _places(points: Iterable[tuple[int, str]]) -> dict[str, int]:
    return {label_key(word): place for place, words in points for word in words.split("|")}


@cache
def label_sets(size: int) -> tuple[LabelSet, ...]:
    """Return the sets of scales with so many points."""
    return tuple(found for found in all_sets() if found.size == size)


@cache
def kano_labels() -> Mapping[str, int]:
    """Return the words of Kano answers -> 1 like, 2 expect, 3 neutral, 4 live with, 5 dislike."""
    return {
        label_key(word): place
        for file in answer_files().values()
        for entry in file.get("kano", ())
        for place, words in enumerate(entry["points"], start=1)
        for word in words.split("|")
    }


@cache
def _told_apart(language: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of words that some set of a language puts at two different points."""
    pairs: set[tuple[str, str]] = set()
    for found in all_sets():
        if found.language == language:
            for (a, i), (b, j) in combinations(sorted(found.places.items()), 2):
                if i != j:
                    pairs.add((a, b))
    return frozenset(pairs)


def merged_words(found: LabelSet, seen: Iterable[str]) -> tuple[str, str] | None:
    """Return two of the words seen that a set puts at one point though another tells them apart.

    ``Agree`` and ``Somewhat agree`` may both be the fourth of five points, but a file that holds
    both comes from a longer scale.
    """
    apart = _told_apart(found.language)
    words = sorted(word for word in seen if word in found.places)
    for a, b in combinations(words, 2):
        if found.places[a] == found.places[b] and (a, b) in apart:
            return a, b
    return None


def fits(found: LabelSet, seen: frozenset[str]) -> bool:
    """Say whether a file whose answers are these words may use a set."""
    enough = not found.short or len(seen) >= FEWEST_LETTERS
    return enough and seen <= found.places.keys() and merged_words(found, seen) is None


@dataclass(frozen=True)
class Meaning:
    """What words stand for: label key -> place, and for those that cannot be told, why."""

    places: Mapping[str, int]
    unclear: Mapping[str, str]


def read_labels(seen: frozenset[str], size: int, known: Mapping[str, int]) -> Meaning:
    """Return what the words of one battery stand for.

    A word that stands at different points of different sets is settled by the other words of the
    battery: only sets that hold all of them, none merged with another, are believed. What is still
    open is not guessed.

    Parameters
    ----------
    seen : frozenset of label keys
    size : int
        Points of the scale.
    known : mapping of label key to place
        The questionnaire's own words; sets that contradict them are not used, and where they name
        every point, only sets about the same are.
    """
    sets = _compatible(label_sets(size), size, known)
    words = frozenset(word for word in seen if any(word in s.places for s in sets))
    groups = _by_language(sets, words)
    whole = {name: group for name, group in groups.items() if group[0] >= words}
    places: dict[str, set[int]] = {}
    unclear: dict[str, str] = {}
    for held, group in (whole or groups).values():
        believed = [found for found in group if fits(found, held)]
        if not believed:
            unclear |= _merged(group, held)
        for found in believed or [s for s in group if not s.short]:
            for word in held & found.places.keys():
                places.setdefault(word, set()).add(found.places[word])
    for word, open_places in places.items():
        if len(open_places) > 1:
            unclear.setdefault(word, _two_places(open_places))
    settled = {w: next(iter(p)) for w, p in places.items() if len(p) == 1 and w not in unclear}
    return Meaning(settled, {w: why for w, why in unclear.items() if w not in known})


def _compatible(
    sets: Sequence[LabelSet], size: int, known: Mapping[str, int]
) -> tuple[LabelSet, ...]:
    """Return the sets that do not contradict the questionnaire's own words."""
    agreeing = tuple(
        found
        for found in sets
        if all(found.places.get(word, place) == place for word, place in known.items())
    )
    if len(set(known.values())) < size:
        return agreeing
    about = {found.about for found in agreeing if len(found.places.keys() & known.keys()) >= size}
    return tuple(found for found in agreeing if found.about in about)


def _by_language(
    sets: Iterable[LabelSet], words: frozenset[str]
) -> dict[str, tuple[frozenset[str], list[LabelSet]]]:
    """Return language -> the words that it has, and its sets."""
    groups: dict[str, list[LabelSet]] = {}
    for found in sets:
        groups.setdefault(found.language, []).append(found)
    held = {
        name: frozenset(w for w in words if any(w in s.places for s in group))
        for name, group in groups.items()
    }
    return {name: (held[name], group) for name, group in groups.items() if held[name]}


def _merged(group: Iterable[LabelSet], held: frozenset[str]) -> dict[str, str]:
    """Return the words that every set with most of them would put at one point with another."""
    shared = [(len(held & found.places.keys()), found) for found in group]
    most = max(n for n, _ in shared)
    pairs = [merged_words(found, held) for n, found in shared if n == most]
    if not all(pairs):
        return {}
    found = {pair for pair in pairs if pair}
    return {
        word: f"would stand for the same point as {other!r}; both belong to a longer scale"
        for a, b in sorted(found)
        for word, other in ((a, b), (b, a))
    }


def _two_places(places: Iterable[int]) -> str:
    ordinals = " or ".join(str(place + 1) for place in sorted(places))
    return f"may be point {ordinals} of the scale, and no other answer settles it"
