"""Short versions: linking items that everybody is asked, the others in balanced blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np

from servqual.errors import SettingsError
from servqual.instrument import FORM_COLUMN, Form, Instrument, PeopleColumn
from servqual.instrument.forms import form_faults
from servqual.statistics.blocks import VERSIONS, block_design, n_blocks, together
from servqual.statistics.moments import Array

LINKING = 1  # of every dimension, unless said otherwise
COLUMN = PeopleColumn(
    id=FORM_COLUMN,
    label={"en": "Version of the questionnaire", "zh": "问卷版本"},
    aliases=["version", "questionnaire_version", "版本", "问卷版本"],
)


@dataclass(frozen=True)
class ShortForms:
    """Versions of a questionnaire that ask a part of its items each.

    Attributes
    ----------
    instrument : Instrument
        The questionnaire with its versions: what the answers are read and scored with.
    linking : tuple of str
        Items that every version asks.
    """

    instrument: Instrument
    linking: tuple[str, ...]

    @property
    def forms(self) -> Sequence[Form]:
        """The versions in order."""
        return self.instrument.forms

    @property
    def asked(self) -> Array:
        """Which items each version asks: bool array, shape (n_versions, n_items)."""
        return np.array([[i in f.items for i in self.instrument.item_ids] for f in self.forms])

    @property
    def fewest_together(self) -> int:
        """In how many versions the two items stand that stand together least often."""
        return int(together(self.asked).min())


def short_forms(
    instrument: Instrument, n_versions: int, linking: int | Sequence[str] = LINKING
) -> ShortForms:
    """Return versions in which every two items stand together at least once.

    Parameters
    ----------
    instrument : Instrument
    n_versions : int
        3, 4, 5, 6, 7, 10, 12 or 13: for these numbers balanced blocks exist.
    linking : int or sequence of str
        Items that every version asks: so many of every dimension, the first ones, or these.

    Returns
    -------
    ShortForms
        Its questionnaire has the id of the whole with ``-short`` behind it.

    Raises
    ------
    SettingsError
        There are no balanced blocks for so many versions, too few items for them, or an item that
        is not known.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> found = short_forms(load_instrument("servqual"), 3)
    >>> [len(form.items) for form in found.forms], found.fewest_together
    ([17, 16, 16], 1)
    """
    if n_versions not in VERSIONS:
        raise SettingsError(
            f"{n_versions} versions: there are no balanced blocks for that number. "
            f"Choose {', '.join(map(str, VERSIONS[:-1]))} or {VERSIONS[-1]}."
        )
    if instrument.forms:
        raise SettingsError(
            f"the questionnaire {instrument.id} has versions already. Start from the whole one."
        )
    shared = _linking(instrument, linking)
    rest = [name for name in instrument.item_ids if name not in shared]
    blocks = n_blocks(n_versions)
    if len(rest) < blocks:
        raise SettingsError(
            f"{n_versions} versions deal the items of {instrument.id} into {blocks} blocks, and "
            f"beside the linking ones there are only {len(rest)}. "
            f"{_remedy('fewer' if shared else '', n_versions)}"
        )
    dealt = {name: place % blocks for place, name in enumerate(_by_dimension(instrument, rest))}
    forms = [
        Form(
            id=name,
            items=[i for i in instrument.item_ids if i in shared or dealt.get(i) in version],
        )
        for name, version in zip(ascii_uppercase, block_design(n_versions), strict=False)
    ]
    people = [*(p for p in instrument.people if p.id != FORM_COLUMN), COLUMN]
    faults = list(
        form_faults(forms, {i.id: i.dimension for i in instrument.items}, [p.id for p in people])
    )
    if faults:
        raise SettingsError(
            f"{n_versions} versions of {instrument.id} with these linking items do not work "
            f"({faults[0]}). {_remedy('more', n_versions)}"
        )
    update = {"id": f"{instrument.id}-short"[:60], "forms": forms, "people": people}
    return ShortForms(instrument.model_copy(update=update), tuple(shared))


def _remedy(linking: str, n_versions: int) -> str:
    """Return what to ask for instead: fewer or more linking items, or fewer versions."""
    ways = [f"for {linking} linking items with --linking"] if linking else []
    ways += ["for fewer versions"] if n_versions > VERSIONS[0] else []
    return f"Ask {', or '.join(ways) or 'all its items of everybody'}."


def _linking(instrument: Instrument, asked: int | Sequence[str]) -> list[str]:
    """Return the linking items in the order of the questionnaire."""
    if isinstance(asked, int):
        if asked < 0:
            raise SettingsError(
                f"--linking {asked}: write how many items of every dimension, or 0."
            )
        return [i for d in instrument.dimension_ids for i in instrument.items_of(d)[:asked]]
    unknown = [name for name in asked if name not in instrument.item_ids]
    if unknown:
        raise SettingsError(
            f"--linking: {instrument.id} has no item {', '.join(unknown)}. "
            f"Known: {', '.join(instrument.item_ids)}."
        )
    return [name for name in instrument.item_ids if name in asked]


def _by_dimension(instrument: Instrument, items: Sequence[str]) -> list[str]:
    """Return items dimension by dimension, so that each is spread over the blocks."""
    return [i for d in instrument.dimension_ids for i in instrument.items_of(d) if i in items]
