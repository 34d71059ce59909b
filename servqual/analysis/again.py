"""Results made again from a file, in the way that results.json says they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from servqual._files import check_readable, read_bytes, sha256
from servqual.analysis.asking import columns_of_rules
from servqual.analysis.one_call import analyze
from servqual.errors import FileError, FormatError, SettingsError
from servqual.instrument import Instrument
from servqual.notes import Note, Notes
from servqual.responses import Responses
from servqual.results import Study
from servqual.results.stored import read_results
from servqual.settings import Promise, SampleFacts, Settings

_PARTS = ("source", "instrument", "settings", "sample", "quality", "gaps", "scores", "notes")
# names of files that are neither a report nor results
OTHER_KINDS = (
    ".csv", ".docx", ".md", ".ods", ".pdf", ".pptx", ".sav", ".toml", ".tsv", ".txt", ".xls",
    ".xlsx", ".zip",
)  # fmt: skip
_PLACES = (".", "data", "..", "../data", "../..", "../../data")
# part of the results -> the file that it comes from and that they do not hold
NEEDS: Mapping[str, str] = {
    "quotations": "comments",
    "comments": "coded",
    "before": "before",
    "operations": "operations",
    "gap_model": "provider",
}
_NOT_SETTINGS = {"by", "weights", "sesoi", "sesoi_agreed", "promise"}


def load_results(path: str | Path) -> dict[str, Any]:
    """Return a results.json as a dict.

    Raises
    ------
    FileError
        There is no such file.
    FormatError
        It is not JSON, or not results of this program.
    """
    place = Path(path)
    check_readable(place, "file of results")
    _check_kind(place)
    return read_results(place, _PARTS)[0]


def _check_kind(path: Path) -> None:
    """Raise if the name says that a file is something else."""
    kind = path.suffix.lower()
    if kind in (".html", ".htm"):
        raise FormatError(
            f"{path}: this is a report, not a file of results. Name the results.json that "
            "'servqual score' or 'servqual run' wrote; 'servqual verify' holds a report against "
            "its data."
        )
    if kind in OTHER_KINDS:
        raise FormatError(
            f"{path}: this is a {kind} file, neither a report nor a file of results. Name a "
            "results.json that 'servqual score' or 'servqual run' wrote; 'servqual verify' takes a "
            "report (.html), too."
        )


def beside(results: str | Path, name: str, digest: str = "") -> Path | None:
    """Return a file of that name near a results.json; one of that content before any other."""
    folder = Path(results).parent
    found = [path for place in _PLACES if (path := folder / place / name).is_file()]
    for path in found:
        if digest and sha256(read_bytes(path)) == digest:
            return path
    return found[0] if found else None


@dataclass(frozen=True, kw_only=True)
class Again:
    """How results are made again.

    Attributes
    ----------
    then : mapping
        The results that were kept.
    folder : Path
        Where files that the record names without a folder are looked for.
    mapping, instrument : path or None
        Files in place of those that were recorded.
    files : mapping of argument of :func:`servqual.analyze` to path
        What results do not hold: ``comments``, ``coded``, ``second_coder``, ``before``,
        ``crosswalk`` and ``operations``; ``provider``, read already.
    """

    then: Mapping[str, Any]
    folder: Path = Path()
    mapping: str | Path | None = None
    instrument: str | Path | Instrument | None = None
    files: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.then.get("made"):
            raise SettingsError(
                "these results do not say how they were made: they come from answers that were "
                "not read from a file. Only results of 'servqual score', 'servqual run' or of "
                "servqual.read can be made again."
            )

    @property
    def record(self) -> Mapping[str, Any]:
        """What the results say about their making."""
        made: Mapping[str, Any] = self.then["made"]
        return made

    def read(self, source: Any) -> Responses:
        """Return the answers of a file, read as recorded."""
        from servqual.importer import load_mapping, read
        from servqual.importer.recorded import same_reading

        mapping, reading = same_reading(self.record, self.folder)
        if self.mapping is not None:
            mapping = load_mapping(self.mapping)
        for name in ("dictionary", "layout"):
            if found := reading.get(name) and beside(self.folder / "x", str(reading[name])):
                reading = {**reading, name: str(found)}
        found = read(source, self.questionnaire(), mapping, **reading)
        if "joined" not in self.record:
            return found
        # what was noticed while several exports became this table stands in the record alone
        told = [Note(n["code"], n["values"], n["where"]) for n in self.record["joined"]]
        origin = replace(found.source, how={**found.source.how, "joined": self.record["joined"]})
        return replace(found, notes=Notes(told), source=origin)

    def questionnaire(self) -> Instrument:
        """Return the questionnaire that was used, or the one that is named now."""
        from servqual.catalog import load_instrument

        definition = self.record["instrument"].get("definition")
        if self.instrument is not None:
            return load_instrument(self.instrument)
        if definition is not None:
            return Instrument.model_validate(definition)
        return load_instrument(self.then["instrument"]["id"])

    def study(self, source: Any) -> Study:
        """Return the study of a file, made as recorded; settings of a map that is named lead."""
        return self.analyzed(*self.answers(source))

    def analyzed(self, answers: Responses, asked: dict[str, Any]) -> Study:
        """Return the study of answers, with the waves before where they were tracked."""
        if self.then.get("waves"):
            from servqual.analysis.again_waves import tracked_again

            return tracked_again(self, answers, asked)
        return analyze(answers, **asked)

    def answers(self, source: Any) -> tuple[Responses, dict[str, Any]]:
        """Return the answers of a file and what is asked of them."""
        answers, asked = self.read(source), self.settings()
        more = columns_of_rules(asked["exclude"], answers)
        if not more:
            return answers, asked
        reading = dict(self.record["reading"])
        reading["people"] = [*reading.get("people", []), *more]
        record = {**self.record, "reading": reading}
        return replace(self, then={**self.then, "made": record}).read(source), asked

    def settings(self) -> dict[str, Any]:
        """Return the arguments of :func:`servqual.analyze`."""
        told, sample = dict(self.then["settings"]), self.then["sample"]
        known = {f.name for f in fields(Settings)} - _NOT_SETTINGS
        asked = {name: value for name, value in told.items() if name in known}
        for name in ("target", "benchmark"):
            point = asked.pop(name, None)
            if point:
                asked[name] = (point["performance"], point["importance"])
        asked = {name: value for name, value in asked.items() if value is not None}
        if told["sesoi_origin"] != "house default":
            asked["sesoi"] = told["sesoi"]
            asked["sesoi_agreed"] = told["sesoi_origin"] == "agreed with the client"
        asked["promise"] = Promise.recorded(told.get("promise"))
        facts = {f.name: sample[f.name] for f in fields(SampleFacts) if sample.get(f.name)}
        asked |= {
            "by": tuple(told["by"]),
            "weights": told["weights"] or "",
            "exclude": {r["rule"]: r["reason"] for r in self.then["quality"]["excluded"]},
            "facts": SampleFacts(**facts),
            **self._journey(),
            **self._segments(),
            **self._design(),
            **self.files,
        }
        return asked | self._of_map()

    def _design(self) -> dict[str, Any]:
        """Return who the customers are and how the sample was drawn, as the results hold it."""
        from servqual.importer.design import design_from

        told = self.then.get("weighting")
        if not told or not told["design"]:
            return {}
        design = design_from(told["design"])
        return {"design": replace(design, file=told["file"], sha256=told["sha256"])}

    def _segments(self) -> dict[str, Any]:
        """Return which segments and tiers were asked for."""
        told = self.then.get("segments") or {}
        asked = {"segments": told.get("asked"), "tiers": told.get("tiers_asked")}
        return {name: value for name, value in asked.items() if value}

    def _journey(self) -> dict[str, Any]:
        """Return the touchpoints of then, unless the questionnaire declares them itself."""
        told = self.then.get("journey")
        if not told or not (told["file"] or not self.questionnaire().journey):
            return {}
        return {"journey": told}

    def _of_map(self) -> dict[str, Any]:
        """Return the settings that a mapping file which is named now says."""
        if self.mapping is None:
            return {}
        from servqual.importer import load_mapping

        said = load_mapping(self.mapping)
        known = {f.name for f in fields(Settings)} - _NOT_SETTINGS | {"sesoi", "sesoi_agreed"}
        asked = {name: value for name, value in said.report.items() if name in known}
        for name in ("target", "benchmark"):
            if isinstance(asked.get(name), str):
                asked[name] = tuple(float(part) for part in asked[name].split(","))
        if said.exclude or (self.record["map"] or {}).get("table", {}).get("exclude"):
            asked["exclude"] = dict(said.exclude)
        return asked


def survey_file(results: str | Path, then: Mapping[str, Any]) -> Path:
    """Return the survey that results were made from, found near them.

    Raises
    ------
    FileError
        There is none of its name.
    """
    name, digest = then["source"]["file"], then["source"]["sha256"]
    found = beside(results, name, digest)
    if found is None:
        raise FileError(
            f"{results}: the survey {name!r} is neither beside these results nor in a folder "
            "'data' near them. Name it with --data."
        )
    return found


def digest_of(source: str | Path) -> str:
    """Return the hash of a file's bytes."""
    return sha256(read_bytes(Path(source), "survey file"))


def other_files(
    results: str | Path, then: Mapping[str, Any], named: Mapping[str, str | Path | None]
) -> dict[str, Any]:
    """Return the files that results do not hold: those named, and those near them.

    A wave before and a file of operations are only taken if their content is the one of then.
    """
    found: dict[str, Any] = {name: path for name, path in named.items() if path is not None}
    if then.get("gap_model"):
        from servqual.analysis.again_provider import provider_again

        provider = provider_again(results, then["gap_model"])
        found |= {"provider": provider} if provider is not None else {}
    told = then.get("operations")
    if told and "operations" not in found:
        near = beside(results, told["file"], told["sha256"])
        if near is not None and digest_of(near) == told["sha256"]:
            found["operations"] = near
    if then.get("waves"):  # the wave before is one of those that were tracked
        return {name: path for name, path in found.items() if name not in ("before", "crosswalk")}
    wave = then.get("before")
    if wave and "before" not in found:
        near = beside(results, wave["file"], wave["sha256"])
        if near is not None and digest_of(near) == wave["sha256"]:
            found["before"] = near
    if wave and wave.get("crosswalk") and "crosswalk" not in found and "before" in found:
        near = beside(results, wave["crosswalk"])
        if near is None:
            del found["before"]  # another reading of the same table would be no comparison
        else:
            found["crosswalk"] = near
    return found


def left_out(then: Mapping[str, Any], files: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which parts of results hold something and cannot be made again without a file."""
    tracked = {"before"} if then.get("waves") else set()  # made again with the waves
    return tuple(
        part
        for part, file in NEEDS.items()
        if file not in files and then.get(part) and part not in tracked
    )
