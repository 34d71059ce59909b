"""A questionnaire with everything that is asked beside it, ready for every tool."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from servqual.errors import SettingsError, listed
from servqual.forms.codes import Codes
from servqual.forms.promising import promised
from servqual.forms.questions import Block, Matrix, Points, Questionnaire, Ranking
from servqual.forms.speaking import Service
from servqual.forms.wording import Asking, Wanted
from servqual.instrument import FORM_COLUMN, Instrument
from servqual.texts import catalogue, languages

__all__ = ["ORDER_COLUMN", "Wanted", "questionnaires"]

ORDER_COLUMN = "order"  # which order of the items a person saw, where it differs
SECONDS_PER_RATING, SECONDS_PER_QUESTION, SECONDS_OF_POINTS = 7, 10, 60


def questionnaires(
    instrument: Instrument, language: str | Sequence[str] = "en", wanted: Wanted | None = None
) -> list[Questionnaire]:
    """Return what to field: one questionnaire for each language and version.

    Parameters
    ----------
    instrument : Instrument
        With versions (see :func:`servqual.forms.short_forms`) it gives one for each.
    language : str or sequence of str
    wanted : Wanted, optional

    Raises
    ------
    SettingsError
        There are no texts in a language, a sentence is missing in it, a people column is not
        known, or a column could not be read back.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> found = questionnaires(load_instrument("servqual"), ["en", "zh"])
    >>> [q.name for q in found], found[0].codes[0], found[0].codes[22]
    (['servqual.en', 'servqual.zh'], 'E1', 'points_tangibles')
    """
    wanted = wanted or Wanted()
    asked = [language] if isinstance(language, str) else list(dict.fromkeys(language))
    _check(instrument, asked, wanted)
    codes = Codes(instrument)
    return [
        _questionnaire(Asking(instrument, one, asked[0], wanted, codes), version)
        for one in asked
        for version in _versions(instrument, wanted)
    ]


@dataclass(frozen=True)
class _Version:
    """Which items are asked, in which order, and what says so in the answers."""

    id: str
    items: Sequence[str]
    constants: Sequence[tuple[str, str]]


def _versions(instrument: Instrument, wanted: Wanted) -> list[_Version]:
    """Return the versions: planned ones, each in every order."""
    whole = [("", instrument.item_ids)]
    forms = [(form.id, form.items) for form in instrument.forms] or whole
    chance = np.random.default_rng(wanted.seed)
    found = []
    for form, items in forms:
        constants = [(FORM_COLUMN, form)] if form else []
        if not wanted.orders:
            found.append(_Version(form, items, constants))
        for order in range(1, wanted.orders + 1):
            dealt = [items[k] for k in chance.permutation(len(items))]
            found.append(
                _Version(f"{form}{order}", dealt, [*constants, (ORDER_COLUMN, str(order))])
            )
    return found


def _check(instrument: Instrument, asked: Sequence[str], wanted: Wanted) -> None:
    """Raise for all faults of what is wanted at once."""
    faults = [
        f"there is no form in {language!r}; known languages: {', '.join(languages())}"
        for language in asked
        if language not in languages()
    ]
    faults += [f for language in asked for f in _lacking(instrument, language)]
    known = [p.id for p in instrument.people]
    faults += [
        f"it knows no people column {name!r}; known: {', '.join(known) or 'none'}"
        for name, _ in wanted.people or ()
        if name not in known
    ]
    if wanted.orders < 0:
        faults.append(f"{wanted.orders} orders: write how many, or 0")
    if faults:
        raise SettingsError(f"no form of {instrument.id} can be made.\n{listed(faults)}")


def _lacking(instrument: Instrument, language: str) -> Iterator[str]:
    """Yield what a language has no words for."""
    bare = [
        f"{item.id} of {battery}"
        for battery in instrument.battery_names
        for item in instrument.items
        if language not in item.wording.get(battery, item.topic)
    ]
    if bare:
        shown = f"{', '.join(bare[:5])}{' ...' if len(bare) > 5 else ''}"
        yield f"no sentence in {language!r} for {shown}; add it under wording in its file"


def _questionnaire(asking: Asking, version: _Version) -> Questionnaire:
    instrument, language, service = asking.instrument, asking.language, asking.service
    blocks = tuple(asking.blocks(version.items))
    minutes = _minutes(blocks)
    return Questionnaire(
        name=".".join(filter(None, (instrument.id, language, version.id))),
        instrument=instrument.id,
        title=_title(asking),
        language=language,
        service=service.name or service.noun,
        role=instrument.role,
        intro=asking.say(f"intro.{instrument.role}", minutes=minutes),
        promise=tuple(promised(asking.wanted.promise, instrument.role, language)),
        blocks=blocks,
        thanks=asking.say("intro.thanks"),
        minutes=minutes,
        version=version.id,
        constants=tuple(version.constants),
    )


def _title(asking: Asking) -> str:
    """Return what stands above a form: whose service it is about, and who is asked."""
    role, service = asking.instrument.role, asking.service
    if not asking.told:
        return asking.say(f"title.{role}_alone")
    called = service.name or asking.say("title.our", noun=service.noun)
    title = str(catalogue(asking.language)[f"forms.title.{role}"])
    return Service(called).fill(title, asking.language)


def _minutes(blocks: Sequence[Block]) -> int:
    """Return how long a questionnaire takes, about, in whole minutes."""
    seconds = 0
    for block in blocks:
        if isinstance(block, Matrix):
            seconds += SECONDS_PER_RATING * len(block.rows)
        elif isinstance(block, Points | Ranking):
            seconds += SECONDS_OF_POINTS
        else:
            seconds += SECONDS_PER_QUESTION
    return math.ceil(seconds / 60)
