"""What a study file says: ``study.toml``, the one file that a study folder is made from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual._files import read_toml
from servqual.errors import FileError, StudyFileError, listed
from servqual.folder.provider import ProviderFiles
from servqual.folder.words import Words
from servqual.settings import Promise

STUDY_FILE = "study.toml"


@dataclass(frozen=True)
class SurveyFile:
    """One export of the survey; '' and None: as the study says, or as it is found out.

    ``mode`` says how these people were asked, ``source`` names the tool, ``language`` what they
    read.
    """

    path: Path
    mapping: Path | None = None
    instrument: str = ""
    layout: str = ""
    scale: str = ""
    source: str = ""
    mode: str = ""
    language: str = ""


@dataclass(frozen=True)
class Unit:
    """One branch, ward or team: people asked there, and answers wanted; 0 where it is not said."""

    invited: int = 0
    quota: int = 0


def _no_texts() -> Mapping[str, str]:
    return MappingProxyType({})


def _no_units() -> Mapping[str, Unit]:
    return MappingProxyType({})


def _no_kinds() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class StudyFile:
    """Everything that a study file says; what it leaves out is empty or None.

    Attributes
    ----------
    path, folder : Path
        The file, and the folder that its relative paths start from.
    client, service, title, mode, frame : Words
        In one language or in several: ``study.client.say("zh")``.
    instrument : str
        Id or path of the questionnaire, '' for the mapping file's or the usual one.
    languages : tuple of str
        Of the reports, the leading one first.
    files : tuple of SurveyFile
        The exports, as named.
    mapping, reviewed, code_frame, second_coder, design, journey, operations : Path or None
        Mapping file; reviewed list of comments; coded comments of the first and of the second
        coder; who the customers are and how the sample was drawn; touchpoints; operational
        figures of the units. None where left out.
    provider : ProviderFiles or None
        Managers, contact staff and audits, for the gap model.
    brand, notes, master : Path or None
        Brand file; the analyst's words; the client's slides.
    before, crosswalk : Path or None
        Last wave's results or printed table, and what was renamed since.
    start, end : date or None
        Of the fieldwork.
    invited : int
        People asked, 0 where it is not known; the sum over units where only those are given.
    unit : str
        People column that names the unit, '' for none.
    units : mapping of unit to Unit
    exclude : mapping of rule to reason
        Who does not count, in the words of :func:`servqual.analyze`.
    promise : Promise
        What was promised to those who answered: a floor that nothing lowers.
    by, each : tuple of str
        People columns: breakdowns; one edition per unit.
    segments, tiers : str
        How many segments, ``auto`` or ``recovery``; people column of member tiers, perhaps with
        its order: ``COLUMN=LOWEST,...,HIGHEST``. '' for none.
    deliver : mapping of language to tuple of kinds
        What is handed over in each language.
    figures : mapping
        Settings of :func:`servqual.analyze` that were given: ``sesoi``, ``confidence`` ...
    """

    path: Path
    folder: Path
    client: Words = field(default_factory=Words)
    service: Words = field(default_factory=Words)
    title: Words = field(default_factory=Words)
    instrument: str = ""
    languages: tuple[str, ...] = ("en",)
    files: tuple[SurveyFile, ...] = ()
    mapping: Path | None = None
    weights: str = ""
    reviewed: Path | None = None
    code_frame: Path | None = None
    second_coder: Path | None = None
    design: Path | None = None
    journey: Path | None = None
    operations: Path | None = None
    provider: ProviderFiles | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    mode: Words = field(default_factory=Words)
    frame: Words = field(default_factory=Words)
    invited: int = 0
    unit: str = ""
    units: Mapping[str, Unit] = field(default_factory=_no_units)
    exclude: Mapping[str, str] = field(default_factory=_no_texts)
    promise: Promise = field(default_factory=Promise)
    by: tuple[str, ...] = ()
    segments: str = ""
    tiers: str = ""
    figures: Mapping[str, Any] = field(default_factory=_no_texts)
    deliver: Mapping[str, tuple[str, ...]] = field(default_factory=_no_kinds)
    brand: Path | None = None
    audience: str = ""
    style: str = ""
    status: str = ""
    date: datetime.date | None = None
    each: tuple[str, ...] = ()
    notes: Path | None = None
    master: Path | None = None
    radar: bool = False
    importance_axis: str = ""
    before: Path | None = None
    crosswalk: Path | None = None

    @property
    def keep_until(self) -> datetime.date | None:
        """The last day on which personal data are kept; None if no day was promised."""
        return self.promise.keep_until

    @property
    def min_cell(self) -> int:
        """Fewest people in a group that is shown, never fewer than promised."""
        return int(self.figures.get("min_cell", self.promise.usual_cell))

    @property
    def quota(self) -> Mapping[str, int]:
        """How many answers are wanted of each unit that has a target."""
        return {name: unit.quota for name, unit in self.units.items() if unit.quota}


def load_study_file(path: str | Path) -> StudyFile:
    r"""Return what the study file of a folder says.

    Parameters
    ----------
    path : str or Path
        The file, or the folder that holds it.

    Raises
    ------
    FileError, FormatError
        There is no such file, or it is not TOML.
    StudyFileError
        Names every key that is not known and every value that makes no sense.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "study.toml").write_text('[study]\nclient = "Hotel Aurora"\n', "utf-8")
    >>> load_study_file(folder).client.say("en")
    'Hotel Aurora'
    """
    from servqual.folder.reading import study_of

    given = Path(path)
    file = given / STUDY_FILE if given.is_dir() else given
    if not file.exists():
        raise FileError(
            f"{file}: there is no such study file. 'servqual new NAME' makes a study folder; "
            "name it, or the study.toml inside it."
        )
    table = read_toml(file, "study file")
    faults: list[str] = []
    found = study_of(table, file, faults)
    if faults:
        raise StudyFileError(
            f"{file}: this study file has {len(faults)} fault{'s' if len(faults) > 1 else ''}. "
            f"Mend and try again; 'servqual new' writes one with every key.\n{listed(faults)}"
        )
    return found
