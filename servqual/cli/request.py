"""What was asked for: the command line first, then the mapping file, then the usual."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.importer import Mapping as MappingFile
    from servqual.responses import Responses
    from servqual.results import Study
    from servqual.weighting import Design

_FIGURES = (
    "confidence",
    "sesoi",
    "sesoi_agreed",
    "seed",
    "min_cell",
    "incomplete",
    "structure",
    "outcome",
    "cross",
)
_POINTS = ("target", "benchmark")
_BESIDE = ("comments", "before", "crosswalk", "coded", "second_coder")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a survey file is to be read; None and empty mean: not said."""

    file: str
    instrument: str | None = None
    mapping: str | None = None
    scale: list[str] | None = None
    convert: str | None = None
    missing: list[str] | None = None
    invalid: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    layout: str | None = None
    dictionary: str | None = None
    blocks: str | None = None
    keep: list[str] | None = None
    weights: str | None = None
    by: list[str] | None = None
    comments: str | None = None
    before: str | None = None
    crosswalk: str | None = None
    coded: str | None = None
    second_coder: str | None = None
    design: str | None = None
    segments: str | None = None
    tiers: str | None = None
    operations: str | None = None
    journey: str | None = None
    takes: tuple[str, ...] = ()  # options of the command that not every command has

    def inputs(self) -> list[Path]:
        """Return the files that are read, which are never written to."""
        names = (
            self.file, self.mapping, self.instrument, self.dictionary, self.comments, self.before,
            self.crosswalk, self.coded, self.second_coder,
            *(self.asked(name) for name in ("design", "operations", "journey")),
        )  # fmt: skip
        return [Path(name) for name in names if name]

    def asked(self, name: str) -> Any:
        """Return an option of the command as it was typed, else as the mapping file says it."""
        typed = getattr(self, name)
        if typed is not None or name not in self.takes:
            return typed
        return self.defaults("report").get(name)

    @cached_property
    def mapping_file(self) -> MappingFile | None:
        """What the mapping file says, None without one."""
        if not self.mapping:
            return None
        from servqual.importer import load_mapping

        return load_mapping(self.mapping)

    @cached_property
    def design_file(self) -> Design | None:
        """What the design file says, None without one."""
        design = self.asked("design")
        if not design:
            return None
        from servqual.importer.design import load_design

        return load_design(design)

    def said(self) -> dict[str, Any]:
        """Return the options that were said, under the names that the library uses."""
        from servqual.settings import parents

        return said_of(
            instrument=self.instrument,
            mapping=self.mapping_file,
            scale=tuple(self.scale or ()),
            convert=self.convert,
            missing=tuple(self.missing or ()),
            invalid=self.invalid,
            encoding=self.encoding,
            delimiter=self.delimiter,
            sheet=self.sheet,
            layout=self.layout,
            dictionary=self.dictionary,
            blocks=self.blocks,
            keep=tuple(self.keep or ()),
            weights=self.weights or self._weights_of_design(),
            people=tuple(dict.fromkeys(c for name in self._broken_by() for c in parents(name))),
        )

    def _weights_of_design(self) -> str | None:
        """Return the column of weights that the design file names, None for none."""
        return (self.design_file.weights or None) if self.design_file else None

    def _broken_by(self) -> list[str]:
        """Return the people columns that results rest on: breakdowns, tiers, those of a design."""
        tiers = (self.asked("tiers") or "").partition("=")[0].strip()
        design = self.design_file.columns if self.design_file else ()
        return [*(self.by or ()), *([tiers] if tiers else ()), *design]

    def typed(self, *, folders: bool = True) -> tuple[tuple[str, str], ...]:
        """Return the options of reading as they were typed, files without folders if asked."""
        names = {"instrument": "-i"} | {
            name: f"--{name}"
            for name in (
                "mapping", "scale", "convert", "missing", "invalid", "encoding", "delimiter",
                "sheet", "layout", "dictionary", "blocks", "keep", "weights",
            )
        }  # fmt: skip
        typed = {option: getattr(self, name) for name, option in names.items()}
        for option in () if folders else ("-i", "--mapping", "--dictionary"):
            typed[option] = typed[option] and Path(typed[option]).name
        lists = {o: v if isinstance(v, list) else [v] for o, v in typed.items() if v is not None}
        return tuple((option, value) for option, values in lists.items() for value in values)

    @cached_property
    def is_summary(self) -> bool:
        """Whether the file holds the sums of a survey in place of its answers."""
        from servqual.scoring.stored_file import is_summary_file

        return is_summary_file(Path(self.file))

    def responses(self, people: Iterable[str] = ()) -> Responses:
        """Read the survey and keep more people columns."""
        from servqual.importer import read

        if self.is_summary:
            raise SettingsError(
                f"{self.file}: this file holds the sums of a survey, and here its answers are "
                "needed. Name the survey itself; 'servqual score', 'report', 'show', 'structure' "
                "and 'priorities' read sums."
            )
        said = self.said()
        kept = tuple(dict.fromkeys((*said.get("people", ()), *people)))
        return read(Path(self.file), **said | said_of(people=kept))

    def defaults(self, table: str) -> dict[str, Any]:
        """Return what a table of the mapping file says, ``report`` or ``sample``."""
        return dict(getattr(self.mapping_file, table)) if self.mapping_file else {}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the figures depend on beside the answers; None means: not said."""

    confidence: float | None = None
    sesoi: float | None = None
    seed: int | None = None
    invited: int | None = None
    min_cell: int | None = None
    incomplete: str | None = None
    exclude: list[str] | None = None
    structure: str | None = None
    outcome: str | None = None
    cross: str | None = None
    target: str | None = None
    benchmark: str | None = None

    def settle(self, reading: Reading) -> dict[str, Any]:
        """Return the arguments of :func:`servqual.analyze`, checked before the survey is read."""
        from servqual.folder import promise_near
        from servqual.settings import SampleFacts, Settings

        told = reading.defaults("report")
        told |= said_of(
            confidence=self.confidence,
            sesoi=self.sesoi,
            seed=self.seed,
            min_cell=self.min_cell,
            incomplete=self.incomplete,
            structure=self.structure,
            outcome=self.outcome,
            cross=self.cross,
            target=self.target,
            benchmark=self.benchmark,
        )
        if self.sesoi is not None:
            told["sesoi_agreed"] = False  # what was typed now is not what was agreed then
        settings = {name: told[name] for name in _FIGURES if name in told}
        promise = promise_near(Path(reading.file))
        settings |= {"promise": promise, "min_cell": promise.usual_cell} | settings
        settings |= {name: _point(name, told[name]) for name in _POINTS if name in told}
        Settings(**settings)
        facts = reading.defaults("sample") | said_of(invited=self.invited)
        return settings | {"facts": SampleFacts(**facts), "exclude": self.rules(reading)}

    def rules(self, reading: Reading) -> dict[str, str]:
        """Return whom to leave out, with reasons: of the mapping file, then of the command line."""
        from servqual.quality import parse_rules

        told = reading.defaults("exclude")
        rules = told | {rule: told.get(rule, "") for rule in self.exclude or ()}
        parse_rules(rules)
        return rules


def _point(name: str, text: str) -> tuple[float, float]:
    """Return the two numbers of a point of the matrix: performance and importance."""
    try:
        performance, importance = (float(part) for part in text.split(","))
    except ValueError:
        raise SettingsError(
            f"the {name} is {text!r}; write performance and importance in scale points, with a "
            "point for decimals and a comma between them: 5.5,6."
        ) from None
    return performance, importance


def study_of(reading: Reading, figures: Figures) -> Study:
    """Read a survey and compute every figure."""
    from servqual.analysis import analyze
    from servqual.analysis.asking import columns_of_rules

    settings = figures.settle(reading)
    if reading.is_summary:
        return _of_summary(reading, settings)
    responses = reading.responses()
    if more := columns_of_rules(settings["exclude"], responses):
        responses = reading.responses(more)
    return analyze(
        responses,
        by=tuple(reading.by or ()),
        comments=reading.comments,
        before=reading.before,
        crosswalk=reading.crosswalk,
        coded=reading.coded,
        second_coder=reading.second_coder,
        design=reading.design_file,
        **{name: reading.asked(name) for name in ("segments", "tiers", "operations", "journey")},
        **settings,
    )


def _of_summary(reading: Reading, settings: dict[str, Any]) -> Study:
    """Compute every figure from the sums that a summary file holds."""
    from servqual.analysis import analyze
    from servqual.scoring.stored import read_summary

    fixed = [option for option, _ in reading.typed() if option not in ("--mapping", "--weights")]
    if fixed:
        raise SettingsError(
            f"{reading.file}: {', '.join(dict.fromkeys(fixed))} said how answers are read, and "
            "this file holds their sums. Leave it out, or give it to 'servqual summarize' with the "
            "survey itself."
        )
    asked = {
        name: reading.asked(name) for name in ("segments", "tiers", "operations", "journey")
    } | {name: getattr(reading, name) for name in _BESIDE}
    named = {name: value for name, value in asked.items() if value is not None}
    return analyze(
        read_summary(reading.file),
        by=tuple(reading.by or ()),
        weights=reading.weights,
        design=reading.design_file,
        **named,
        **settings,
    )


def said_of(**options: Any) -> dict[str, Any]:
    """Return the options that were given; flags not set, None and empty lists are not."""
    return {name: value for name, value in options.items() if value not in (None, ())}
