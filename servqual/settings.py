"""One record of everything that an analysis can be told."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Self

from servqual.errors import SettingsError
from servqual.own_words import OwnWords

LOWEST_MIN_CELL = 3
USUAL_MIN_CELL = 10
COMMENT_RULES = ("never", "without group")
INCOMPLETE = ("half", "listwise", "impute")
STRUCTURE = ("core", "full")
CROSSES = ("grand_mean", "median", "midpoint", "target", "benchmark")
SESOI_SHARE = 12  # house default: a twelfth of the scale range, half a point on 1-7
CROSS = "*"  # between two people columns that break the results down together


def parents(by: str) -> tuple[str, ...]:
    """Return the columns that a breakdown crosses, the one column where it does not.

    >>> parents("branch*segment"), parents("Branch *")
    (('branch', 'segment'), ('Branch *',))
    """
    parts = tuple(part.strip() for part in by.split(CROSS))
    return parts if all(parts) else (by,)


@dataclass(frozen=True)
class Promise:
    """What was promised to those who answered: a floor that no setting lowers.

    Parameters
    ----------
    min_cell : int
        Fewest people in a group that is shown; 0 if nothing was promised of it.
    comments : {"", "never", "without group"}
        No comment is ever quoted; or none together with the group of who wrote it. '' if nothing
        was promised of it.
    text : mapping of language to str
        The promise as people read it, under ``""`` for all other languages; printed.
    keep_until : date or None
        The last day on which personal data are kept.
    """

    min_cell: int = 0
    comments: str = ""
    text: Mapping[str, str] = field(default_factory=dict)
    keep_until: datetime.date | None = None

    def __post_init__(self) -> None:
        if self.comments not in ("", *COMMENT_RULES):
            raise SettingsError(
                f"the promise about comments is {self.comments!r}; it must be "
                f"{' or '.join(map(repr, COMMENT_RULES))}, or left out."
            )

    def __hash__(self) -> int:
        return hash((self.min_cell, self.comments, tuple(self.text.items()), self.keep_until))

    @classmethod
    def recorded(cls, record: Mapping[str, Any] | None) -> Promise:
        """Return the promise that ``results.json`` holds under ``settings.promise``."""
        if not record:
            return cls()
        day = record.get("keep_until")
        return cls(
            min_cell=record.get("min_cell") or 0,
            comments=record.get("comments") or "",
            text=dict(record.get("text") or {}),
            keep_until=datetime.date.fromisoformat(day) if day else None,
        )

    @property
    def usual_cell(self) -> int:
        """Fewest people in a group that is shown where nothing else is asked for."""
        return max(USUAL_MIN_CELL, self.min_cell)

    def __bool__(self) -> bool:
        return bool(self.min_cell or self.comments or self.text or self.keep_until)


@dataclass(frozen=True)
class Settings:
    """How the numbers are made; every field has a safe default.

    Parameters
    ----------
    confidence : float
        Coverage of the intervals, between 0.5 and 1.
    sesoi : float or None
        Smallest gap of interest in scale points; None means a twelfth of the scale range.
    sesoi_agreed : bool
        True if the client agreed on ``sesoi``; printed in the report.
    sesoi_agreed_by : str
        Who agreed on it, printed too; '' for nobody in particular.
    min_cell : int
        Fewest people in a group of a breakdown that is shown (not below 3, nor below what was
        promised).
    seed : int
        Seed of every resampling.
    by : tuple of str
        People columns that break the results down.
    weights : str
        Name of the column of survey weights; empty when unweighted.
    outcome : str
        Id of the outcome that importance is derived from; empty for satisfaction, else overall
        satisfaction, overall quality or the first one that was answered.
    incomplete : {"half", "listwise", "impute"}
        Who counts although some answers are missing: whoever answered half of a dimension, only
        who answered all of it, or everybody, after multiple imputation.
    structure : {"core", "full"}
        How far reliability and structure go: ``full`` adds exploratory factor analyses and ordinal
        coefficients, a second or two more.
    cross : {"grand_mean", "median", "midpoint", "target", "benchmark"}
        Where the two lines of the importance-performance matrix cross: at the means of the items,
        at their medians, in the middle of the scales, or at ``target`` or ``benchmark``.
    target, benchmark : tuple of two numbers, or None
        Performance and importance in scale points: what is aimed at, and what others reach. Where
        given they are shown beside the other rules, too.
    promise : Promise
        What was promised to those who answered.
    """

    confidence: float = 0.95
    sesoi: float | None = None
    sesoi_agreed: bool = False
    min_cell: int = USUAL_MIN_CELL
    seed: int = 1
    by: tuple[str, ...] = ()
    weights: str = ""
    outcome: str = ""
    incomplete: str = "half"
    structure: str = "core"
    cross: str = "grand_mean"
    target: tuple[float, float] | None = None
    benchmark: tuple[float, float] | None = None
    sesoi_agreed_by: str = ""
    promise: Promise = field(default_factory=Promise)

    def __post_init__(self) -> None:
        self._check_cross()
        if self.structure not in STRUCTURE:
            raise SettingsError(
                f"the extent of the structure is {self.structure!r}; it must be "
                f"{' or '.join(STRUCTURE)}."
            )
        if self.incomplete not in INCOMPLETE:
            raise SettingsError(
                f"the rule for incomplete answers is {self.incomplete!r}; it must be "
                f"{', '.join(INCOMPLETE[:-1])} or {INCOMPLETE[-1]}."
            )
        if not 0.5 <= self.confidence < 1:
            raise SettingsError(
                f"confidence is {self.confidence}; it must be at least 0.5 and below 1. "
                "Use 0.95 for 95%."
            )
        if self.sesoi is not None and not 0 < self.sesoi < float("inf"):
            raise SettingsError(
                f"the smallest gap of interest is {self.sesoi}; it must be above 0, in scale "
                "points."
            )
        if self.min_cell < LOWEST_MIN_CELL:
            raise SettingsError(
                f"the minimum cell is {self.min_cell}; it is never below {LOWEST_MIN_CELL}, so "
                "that nobody can be picked out of a group."
            )
        if self.min_cell < self.promise.min_cell:
            raise SettingsError(
                f"the minimum cell is {self.min_cell}, but those who answered were promised that "
                f"nothing is shown of fewer than {self.promise.min_cell} people. Nothing lowers "
                f"that: ask for {self.promise.min_cell} or more, or leave it out."
            )
        if not 0 <= self.seed < 2**63:
            raise SettingsError(
                f"the seed is {self.seed}; it must be a whole number from 0 upwards."
            )

    def _check_cross(self) -> None:
        if self.cross not in CROSSES:
            raise SettingsError(
                f"the cross of the matrix is {self.cross!r}; it must be {', '.join(CROSSES[:-1])} "
                f"or {CROSSES[-1]}."
            )
        for name in ("target", "benchmark"):
            point = getattr(self, name)
            if point is None:
                if self.cross == name:
                    raise SettingsError(
                        f"the matrix is to be crossed at the {name}, but there is none. Give it as "
                        f"performance and importance in scale points: --{name} 5.5,6, in Python "
                        f"{name}=(5.5, 6)."
                    )
            elif not _is_point(point):
                raise SettingsError(
                    f"the {name} is {point!r}; it must be two numbers, performance and importance "
                    "in scale points: (5.5, 6)."
                )

    @property
    def promised_cell(self) -> int:
        """Fewest people in a group that is shown, as promised; 0 if nothing was promised."""
        return self.promise.min_cell

    def smallest_gap(self, scale_range: int) -> float:
        """Return the smallest gap of interest in points of a scale with this range."""
        return self.sesoi if self.sesoi is not None else scale_range / SESOI_SHARE

    @property
    def sesoi_origin(
        self,
    ) -> Literal["house default", "set by the analyst", "agreed with the client"]:
        """Where the smallest gap of interest comes from."""
        if self.sesoi is None:
            return "house default"
        return (
            "agreed with the client"
            if self.sesoi_agreed or self.sesoi_agreed_by
            else "set by the analyst"
        )

    def with_(self, **changes: object) -> Self:
        """Return these settings with some of them changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def _is_point(point: object) -> bool:
    """Say whether something is two numbers."""
    return (
        isinstance(point, tuple)
        and len(point) == 2
        and all(isinstance(value, int | float) and abs(value) < float("inf") for value in point)
    )


@dataclass(frozen=True)
class SampleFacts:
    """What the analyst knows about how the sample came about; the file cannot tell.

    ``invited`` is the number of people asked (0 = not stated); the others are free text, '' = not
    stated.
    """

    invited: int = 0
    frame: str = ""
    mode: str = ""
    start: str = ""
    end: str = ""

    def __post_init__(self) -> None:
        if self.invited < 0:
            raise SettingsError(
                f"invited is {self.invited}; it must be the number of people asked, 0 or more."
            )


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Brand:
    """How a report looks like its sender: what :func:`servqual.read_brand` finds in a brand file.

    Colours are by the names of a brand file (``accent``, ``link``, ``cover``, ``text``),
    six digits each; fonts by ``text``, ``headings`` and languages.
    ``footer`` and ``confidentiality`` are by language, under ``""`` for all others. ``logo`` is a
    data: URI, '' for none. ``files`` are those that it was read from; a report never replaces them.
    """

    name: str = ""
    logo: str = ""
    colours: Mapping[str, str] = field(default_factory=_nothing)
    fonts: Mapping[str, str] = field(default_factory=_nothing)
    footer: Mapping[str, str] = field(default_factory=_nothing)
    confidentiality: Mapping[str, str] = field(default_factory=_nothing)
    files: tuple[Path, ...] = ()

    @staticmethod
    def say(text: Mapping[str, str], language: str) -> str:
        """Return a text in a language, else the one for all languages, else ''."""
        return text.get(language) or text.get("", "")


MARKS = ("interim", "simulated")  # not, or not yet, a result: said on every page
DEEP_STYLES = ("full", "thesis")  # those of a study with structure="full" alone
STATUSES, STYLES = ("draft", "final"), ("standard", "full", "brief", "thesis")
AXES = ("x", "y")


@dataclass(frozen=True)
class ReportOptions:
    """How a report is dressed; nothing here changes a number.

    ``date`` is printed as given in ISO form (YYYY-MM-DD), '' prints none. ``service`` is the noun
    that fills ``{service}`` in the item wording; '' takes the instrument's own. ``status`` is
    ``draft``, ``final``, ``interim``, ``simulated`` or '' (no mark); ``style`` is ``standard``,
    ``full`` (with exploratory factors and ordinal coefficients, if the study has them), ``brief``
    or ``thesis`` (the tables of a thesis, of a study with ``structure="full"``);
    ``audience`` is one of ``reports/audiences.toml``, '' for a report to a client. ``command`` is
    what was typed to make it, '' for nothing. ``radar`` adds a radar of the
    dimensions beside the bars; ``importance_axis`` is ``x`` or ``y``, '' for what readers of the
    language know. ``own`` are the consultant's own words beside ours.
    """

    language: str = "en"
    client: str = ""
    date: str = ""
    service: str = ""
    title: str = ""
    brand: Brand | None = None
    status: str = ""
    style: str = "standard"
    audience: str = ""
    radar: bool = False
    command: str = ""
    importance_axis: str = ""
    own: OwnWords | None = None

    def __post_init__(self) -> None:
        if self.status not in ("", *STATUSES, *MARKS):
            raise SettingsError(
                f"the status is {self.status!r}; it must be {' or '.join(STATUSES)}, or left out."
            )
        if self.style not in STYLES:
            raise SettingsError(
                f"the style is {self.style!r}; it must be {', '.join(STYLES[:-1])} or {STYLES[-1]}."
            )
        if self.importance_axis not in ("", *AXES):
            raise SettingsError(
                f"the axis of importance is {self.importance_axis!r}; it must be "
                f"{' or '.join(AXES)}, or left out."
            )
