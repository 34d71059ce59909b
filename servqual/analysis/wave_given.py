"""Which waves there are, one survey for each or one for all, and their order in time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

import numpy as np

from servqual.analysis.periods import in_order, period
from servqual.errors import SettingsError
from servqual.responses import Responses
from servqual.scoring.naming import people_column
from servqual.settings import SampleFacts

MOST_WAVES = 120


@dataclass(frozen=True)
class Answers:
    """One wave as it was handed over."""

    label: str
    responses: Responses
    facts: SampleFacts | None


def given_waves(
    waves: Responses | Sequence[Responses],
    column: str,
    labels: Sequence[str],
    facts: SampleFacts | Sequence[SampleFacts | None] | None,
) -> tuple[list[Answers], str]:
    """Return the waves as handed over, and the column that tells them apart."""
    several = [waves] if isinstance(waves, Responses) else list(waves)
    if not all(isinstance(one, Responses) for one in several):
        raise TypeError("track() takes what servqual.read returns, one for each wave")
    if column:
        if len(several) != 1 or labels:
            raise SettingsError(
                "a column of waves tells the waves of one survey apart, and names them. Give one "
                "survey, without labels; or leave the column out."
            )
        return _split(several[0], column, facts)
    if len(several) < 2:
        raise SettingsError(
            "there is one wave only, so nothing can be tracked. Give a survey for each wave, or "
            "name the column that tells the waves apart with --wave, in Python wave=."
        )
    names = list(labels) or names_of([one.source.file for one in several])
    if len(names) != len(several):
        raise SettingsError(
            f"{len(names)} label{'s' if len(names) != 1 else ''} given for {len(several)} waves. "
            "Give one for each, in their order."
        )
    each = list(facts) if isinstance(facts, Sequence) else [facts] * len(several)
    if len(each) != len(several):
        raise SettingsError(f"facts of {len(each)} waves were given for {len(several)} waves.")
    _check_names(names)
    return [Answers(*one) for one in zip(names, several, each, strict=True)], ""


def _split(
    responses: Responses,
    column: str,
    facts: SampleFacts | Sequence[SampleFacts | None] | None,
) -> tuple[list[Answers], str]:
    """Return the waves of one survey, in the order of the file."""
    if isinstance(facts, Sequence):
        raise SettingsError("facts of several waves were given for one survey; give one for all.")
    named = people_column(responses, column)
    values = [" ".join(str(v).split()) for v in responses.people[named]]
    names = [name for name in dict.fromkeys(values) if name]
    if len(names) < 2:
        raise SettingsError(
            f"the column {named!r} holds {len(names)} wave{'s' if len(names) != 1 else ''}, so "
            "nothing can be tracked. Name the column that tells the waves apart."
        )
    if len(names) > MOST_WAVES:
        raise SettingsError(
            f"the column {named!r} has {len(names)} different values, more than {MOST_WAVES}; it "
            "does not name waves. Put its values into months or quarters first."
        )
    where = np.array(values, dtype=object)
    found = []
    for name in names:
        part = responses.take(np.asarray(where == name))
        source = replace(part.source, rows=len(part), respondents=len(part), ineligible=0)
        found.append(Answers(name, replace(part, source=source), facts))
    return found, named


def names_of(files: Sequence[str]) -> list[str]:
    """Return what waves are called by their files: names without what all have in common.

    >>> names_of(["bank-2023.csv", "bank-2024.csv"]), names_of(["w1.csv", "w2.csv"])
    (['2023', '2024'], ['w1', 'w2'])
    """
    stems = [Path(name).stem for name in files]
    if len(set(stems)) < len(stems):
        return [f"{stem} {k}" for k, stem in enumerate(stems, start=1)]
    start = re.sub(r"\d+$", "", _common(stems))
    end = re.sub(r"^\d+", "", _common([s[::-1] for s in stems])[::-1])
    short = [s[len(start) : len(s) - len(end)].strip(" -_.") for s in stems]
    return short if all(map(period, short)) else stems


def _common(texts: Sequence[str]) -> str:
    """Return the signs with which all texts begin."""
    found = takewhile(lambda signs: len({*signs}) == 1, zip(*texts, strict=False))
    return "".join(signs[0] for signs in found)


def _check_names(names: Sequence[str]) -> None:
    twice = [name for name, n in Counter(names).items() if n > 1]
    if twice or not all(name.strip() for name in names):
        what = f"the label {twice[0]!r} stands for two waves" if twice else "a label is empty"
        raise SettingsError(f"{what}. Give every wave a label of its own.")


def ordered(given: Sequence[Answers]) -> tuple[list[Answers], bool]:
    """Return waves in their order in time, and whether their names told it."""
    places, named = in_order([one.label for one in given])
    return [given[k] for k in places], named
