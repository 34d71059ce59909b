"""Service-quality surveys: from an export to gap scores and a report that can be defended.

>>> import servqual as sq
>>> sq.load_instrument("servqual").dimension_ids
['tangibles', 'reliability', 'responsiveness', 'assurance', 'empathy']
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servqual.analysis import analyze as analyze
    from servqual.analysis import editions as editions
    from servqual.analysis import report as report
    from servqual.analysis.anonymised import anonymised as anonymised
    from servqual.analysis.checking_tables import check_table as check_table
    from servqual.analysis.fielding import form as form
    from servqual.analysis.fieldwork import fieldwork as fieldwork
    from servqual.analysis.gap_model import gap_model as gap_model
    from servqual.analysis.joining import join as join
    from servqual.analysis.joining import link as link
    from servqual.analysis.pilot import pilot as pilot
    from servqual.analysis.planning import Wanted as Wanted
    from servqual.analysis.planning import plan_survey as plan_survey
    from servqual.analysis.proposal import proposal as proposal
    from servqual.analysis.provider import Provider as Provider
    from servqual.analysis.reproducing import reproduce as reproduce
    from servqual.analysis.tracking import track as track
    from servqual.analysis.verifying import verify as verify
    from servqual.catalog import instrument_ids as instrument_ids
    from servqual.catalog import load_instrument as load_instrument
    from servqual.engines import summarize as summarize
    from servqual.errors import BrandError as BrandError
    from servqual.errors import BrowserError as BrowserError
    from servqual.errors import ColumnError as ColumnError
    from servqual.errors import FileError as FileError
    from servqual.errors import FormatError as FormatError
    from servqual.errors import InstrumentError as InstrumentError
    from servqual.errors import MappingError as MappingError
    from servqual.errors import MissingToolError as MissingToolError
    from servqual.errors import OwnWordsError as OwnWordsError
    from servqual.errors import OwnWordsWarning as OwnWordsWarning
    from servqual.errors import RatingError as RatingError
    from servqual.errors import ScaleError as ScaleError
    from servqual.errors import ServqualError as ServqualError
    from servqual.errors import SettingsError as SettingsError
    from servqual.errors import StudyFileError as StudyFileError
    from servqual.errors import UndefinedStatisticError as UndefinedStatisticError
    from servqual.folder import load_study_file as load_study_file
    from servqual.folder import new_folder as new_folder
    from servqual.folder import run as run
    from servqual.importer import read as read
    from servqual.importer.joining import Export as Export
    from servqual.instrument import Instrument as Instrument
    from servqual.notes import Note as Note
    from servqual.responses import Responses as Responses
    from servqual.results import Study as Study
    from servqual.scoring.survey_summary import SurveySummary as SurveySummary
    from servqual.settings import Promise as Promise
    from servqual.settings import SampleFacts as SampleFacts
    from servqual.settings import Settings as Settings
    from servqual.simulate import simulate as simulate
    from servqual.writer.brand import read_brand as read_brand
    from servqual.writer.charts import chart as chart
    from servqual.writer.databook import to_databook as to_databook
    from servqual.writer.docx.document import to_docx as to_docx
    from servqual.writer.own.reading import read_own_words as read_own_words
    from servqual.writer.pictures import to_figures as to_figures
    from servqual.writer.pptx.deck import to_pptx as to_pptx
    from servqual.writer.results_json import to_json as to_json
    from servqual.writer.tables_csv import to_csv as to_csv
    from servqual.writer.workbook import to_xlsx as to_xlsx

__version__ = "0.1.0"

# a name is imported when it is first asked for, so that `import servqual` costs nothing
_HOME = {
    "servqual.analysis": ("analyze", "editions", "report"),
    "servqual.analysis.anonymised": ("anonymised",),
    "servqual.analysis.fielding": ("form",),
    "servqual.analysis.fieldwork": ("fieldwork",),
    "servqual.analysis.gap_model": ("gap_model",),
    "servqual.analysis.pilot": ("pilot",),
    "servqual.analysis.planning": ("Wanted", "plan_survey"),
    "servqual.analysis.proposal": ("proposal",),
    "servqual.analysis.provider": ("Provider",),
    "servqual.analysis.checking_tables": ("check_table",),
    "servqual.analysis.reproducing": ("reproduce",),
    "servqual.analysis.tracking": ("track",),
    "servqual.analysis.verifying": ("verify",),
    "servqual.catalog": ("instrument_ids", "load_instrument"),
    "servqual.engines": ("summarize",),
    "servqual.errors": (
        "BrandError",
        "BrowserError",
        "ColumnError",
        "FileError",
        "FormatError",
        "InstrumentError",
        "MappingError",
        "MissingToolError",
        "OwnWordsError",
        "OwnWordsWarning",
        "RatingError",
        "ScaleError",
        "ServqualError",
        "SettingsError",
        "StudyFileError",
        "UndefinedStatisticError",
    ),
    "servqual.analysis.joining": ("join", "link"),
    "servqual.folder": ("load_study_file", "new_folder", "run"),
    "servqual.importer": ("read",),
    "servqual.importer.joining": ("Export",),
    "servqual.instrument": ("Instrument",),
    "servqual.notes": ("Note",),
    "servqual.responses": ("Responses",),
    "servqual.results": ("Study",),
    "servqual.scoring.survey_summary": ("SurveySummary",),
    "servqual.settings": ("Promise", "SampleFacts", "Settings"),
    "servqual.simulate": ("simulate",),
    "servqual.writer.brand": ("read_brand",),
    "servqual.writer.charts": ("chart",),
    "servqual.writer.own.reading": ("read_own_words",),
    "servqual.writer.pptx.deck": ("to_pptx",),
    "servqual.writer.databook": ("to_databook",),
    "servqual.writer.docx.document": ("to_docx",),
    "servqual.writer.pictures": ("to_figures",),
    "servqual.writer.results_json": ("to_json",),
    "servqual.writer.tables_csv": ("to_csv",),
    "servqual.writer.workbook": ("to_xlsx",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = ["__version__", *sorted(_MODULE_OF)]  # noqa: PLE0604  the names are the keys above


def __getattr__(name: str) -> object:
    """Return a public name from the module that it lives in."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'servqual' has no attribute {name!r}")
    found: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Face(ModuleType):
    """The package as a module on which no submodule can hide a public function."""

    def __setattr__(self, name: str, value: object) -> None:
        # else loading the folder servqual/simulate would replace the function of that name
        if not (name in _MODULE_OF and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
