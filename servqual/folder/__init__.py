"""Study folders: everything about one survey in one place, and the report made from it again."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from servqual.folder.model import STUDY_FILE, StudyFile, SurveyFile, Unit, load_study_file
from servqual.folder.promise import promise_near
from servqual.folder.words import Words

if TYPE_CHECKING:
    from servqual.folder.creating import NewFolder as NewFolder
    from servqual.folder.creating import new_folder as new_folder
    from servqual.folder.running import run as run
    from servqual.folder.writing import Run as Run

# imported when first asked for: every command that reads a survey asks for its promise alone
_MODULE_OF = {
    "NewFolder": "servqual.folder.creating",
    "Run": "servqual.folder.writing",
    "new_folder": "servqual.folder.creating",
    "run": "servqual.folder.running",
}

__all__ = [
    "STUDY_FILE",
    "NewFolder",
    "Run",
    "StudyFile",
    "SurveyFile",
    "Unit",
    "Words",
    "load_study_file",
    "new_folder",
    "promise_near",
    "run",
]


def __getattr__(name: str) -> object:
    """Return a public name from its module, which is imported only then."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'servqual.folder' has no attribute {name!r}")
    found: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = found
    return found
