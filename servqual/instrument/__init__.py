"""What a questionnaire is: scale, batteries, gaps, dimensions, items, checked when it is read."""

from __future__ import annotations

from servqual.instrument.forms import FORM_COLUMN, Form
from servqual.instrument.journey import Touchpoint
from servqual.instrument.kano import KANO_ANSWERS, KANO_BATTERIES
from servqual.instrument.model import Instrument
from servqual.instrument.origin import ModelledOn, ReversedForm
from servqual.instrument.outcome import Outcome, PeopleColumn
from servqual.instrument.parts import (
    MIDPOINT,
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
    Scale,
    Theme,
    Words,
)
from servqual.instrument.reading import parse_instrument

__all__ = [
    "FORM_COLUMN",
    "KANO_ANSWERS",
    "KANO_BATTERIES",
    "MIDPOINT",
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
    "ModelledOn",
    "Outcome",
    "PeopleColumn",
    "ReversedForm",
    "Scale",
    "Theme",
    "Touchpoint",
    "Words",
    "parse_instrument",
]
