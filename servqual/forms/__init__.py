"""Questionnaires to field: what is asked under which code, short versions and what they cost."""

from __future__ import annotations

from servqual.forms.asking import Wanted, questionnaires
from servqual.forms.precision import Items, precision, usual_items
from servqual.forms.questions import Questionnaire
from servqual.forms.versions import LINKING, ShortForms, short_forms
from servqual.forms.writing import check_wording, sheet_name, written

__all__ = [
    "LINKING",
    "Items",
    "Questionnaire",
    "ShortForms",
    "Wanted",
    "check_wording",
    "precision",
    "questionnaires",
    "sheet_name",
    "short_forms",
    "usual_items",
    "written",
]
