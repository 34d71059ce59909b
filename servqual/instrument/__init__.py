"""What a questionnaire is: scale, batteries, gaps, dimensions, items, checked when it is read."""

from __future__ import annotations

from servqual.instrument.forms import FORM_COLUMN, Form
from servqual.instrument.journey import Touchpoint
from servqual.instrument.kano import KANO_ANSWERS, KANO_BATTERIES
from servqual.instrument.model import Instrument
from servqual.instrument.parts import (
    Anchor,
    Battery,
    Dimension,
    ExpectationType,
    Gap,
    Identifier,
    Importance,
    InstrumentId,
    Item,
    MissingKind,
    Outcome,
    PeopleColumn,
    ReversedForm,
    Scale,
    Theme,
    Words,
)
from servqual.instrument.reading import parse_instrument

__all__ = [
    "FORM_COLUMN",
    "KANO_ANSWERS",
    "KANO_BATTERIES",
    "Anchor",
    "Battery",
    "Dimension",
    "ExpectationType",
    "Form",
    "Gap",
    "Identifier",
    "Importance",
    "Instrument",
    "InstrumentId",
    "Item",
    "MissingKind",
    "Outcome",
    "PeopleColumn",
    "ReversedForm",
    "Scale",
    "Theme",
    "Touchpoint",
    "Words",
    "parse_instrument",
]
