"""Whether the answers are those of another scale than the one that was declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from servqual.importer.answers.decoding import LOWEST_ANSWER
from servqual.importer.answers.label_sets import fits, label_sets
from servqual.instrument import Instrument, Scale
from servqual.responses import Codes

ENOUGH_TO_DOUBT_SCALE = 30  # people
USUAL_LENGTHS = (5, 7)
_LENGTHS_OF_WORDS = (3, 4, 5, 6, 7)


def doubtful_scale(
    codes: Mapping[str, Codes],
    spoken: Mapping[str, Iterable[str]],
    numbers: Mapping[str, Iterable[int]],
    instrument: Instrument,
) -> tuple[int, int] | None:
    """Return the shorter scale that all answers fit, None if there is no reason for doubt.

    With at least 30 people, answers that never exceed 5 on a longer scale are doubted; so are
    answers in words that are exactly those of a shorter scale, whoever gave them: ``Agree`` is the
    fourth of five points and the sixth of seven.

    Parameters
    ----------
    codes : mapping of battery to answers
    spoken, numbers : mapping of battery to the answers in words and in numbers
    instrument : Instrument
    """
    for scale, batteries in scales_of(codes, instrument):
        answers = [codes[name] for name in batteries]
        valid = np.concatenate([a[a >= LOWEST_ANSWER] for a in answers])
        people = int(np.any([np.any(a >= LOWEST_ANSWER, axis=1) for a in answers], axis=0).sum())
        if not valid.size:
            continue
        words = frozenset(word for name in batteries for word in spoken.get(name, ()))
        highest = max((n for name in batteries for n in numbers.get(name, ())), default=scale.min)
        shorter = shorter_scale(scale, int(valid.max()), words, highest, people=people)
        if shorter:
            return shorter
    return None


def shorter_scale(
    scale: Scale, most: int, words: frozenset[str], highest: int, *, people: int
) -> tuple[int, int] | None:
    """Return the shorter scale that the answers of people fit; see :func:`doubtful_scale`.

    Parameters
    ----------
    scale : Scale
        As it was declared.
    most : int
        Highest of all answers, in parts of the scale.
    words : frozenset of str
        Answers in words.
    highest : int
        Highest answer that was given as a number, the lowest of the scale for none.
    people : int
        Who answered, counted as far as ``ENOUGH_TO_DOUBT_SCALE``.
    """
    if scale.parts > 1:
        return None
    many = people >= ENOUGH_TO_DOUBT_SCALE
    for length in (n for n in _LENGTHS_OF_WORDS if n < scale.points):
        high = scale.min + length - 1
        usual = length in USUAL_LENGTHS
        low_only = many and usual and scale.min == 1 and most <= high
        if low_only or (highest <= high and _words_of(words, length, many=many)):
            return scale.min, high
    return None


def scales_of(codes: Iterable[str], instrument: Instrument) -> list[tuple[Scale, list[str]]]:
    """Return each scale with its batteries."""
    found: list[tuple[Scale, list[str]]] = []
    for name in codes:
        scale = instrument.scale_of(name)
        same = next((names for known, names in found if known == scale), None)
        if same is None:
            found.append((scale, [name]))
        else:
            same.append(name)
    return found


def _words_of(seen: frozenset[str], length: int, *, many: bool) -> bool:
    """Say whether the answers in words are those of a common set of a shorter length.

    A set is believed when every word belongs to it and one of its inner points is there; the ends
    alone say nothing, for scales of every length share them. Unusual lengths are believed only
    when all their points are there, or with enough people.
    """
    for found in label_sets(length):
        if not seen or not fits(found, seen):
            continue
        places = {found.places[word] for word in seen}
        inner = places - {0, length - 1}
        if inner and (many or length in USUAL_LENGTHS or len(places) == length):
            return True
    return False
