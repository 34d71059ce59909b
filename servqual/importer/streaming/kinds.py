"""As what each column is parsed, by the cells of the first rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from servqual.importer.streaming.blocks import Kind
from servqual.importer.streaming.readers import Readers

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?")


def kind_of(texts: Iterable[str]) -> Kind:
    """Return as what cells are parsed without a change of what they say.

    Examples
    --------
    >>> kind_of(["6", "", "99"]), kind_of(["6.5", "7"]), kind_of(["6,5"])
    ('whole', 'number', 'text')
    """
    filled = [text for text in texts if text]
    if all(_WHOLE.fullmatch(text) for text in filled):
        return "whole"
    return "number" if all(_NUMBER.fullmatch(text) for text in filled) else "text"


def kinds_of(readers: Readers) -> Mapping[int, Kind]:
    """Return the kind of every column that is used; those whose texts are shown stay text."""
    numeric = {
        *(found.column for found in readers.ratings),
        *(found.column for found in readers.points),
        *(found.column for found in readers.outcomes.values()),
        *readers.attention,
        readers.weights_column,
        readers.clock.seconds,
    }
    text = {*(column for column, _ in readers.people.values()), *readers.telling}
    return {
        column: kind_of(readers.table.columns[column])
        if column in numeric and column not in text
        else "text"
        for column in sorted(readers.used)
    }
