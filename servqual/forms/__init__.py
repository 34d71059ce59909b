"""Short versions of a questionnaire: who is asked what, written out, and what they cost."""

from __future__ import annotations

from servqual.forms.precision import Items, precision, usual_items
from servqual.forms.versions import LINKING, ShortForms, short_forms
from servqual.forms.writing import check_wording, sheet_name, written

__all__ = [
    "LINKING",
    "Items",
    "ShortForms",
    "check_wording",
    "precision",
    "sheet_name",
    "short_forms",
    "usual_items",
    "written",
]
