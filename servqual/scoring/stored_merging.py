"""Several summary files added up, whatever each of them had to leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from servqual._files import read_bytes, sha256
from servqual.errors import FormatError, SettingsError
from servqual.scoring.merging import TOGETHER, both, check_alike
from servqual.scoring.stored import from_bytes
from servqual.scoring.stored_disclosure import SUSPECTS
from servqual.scoring.stored_notes import CODES, MERGED
from servqual.scoring.survey_summary import Groups, SurveySummary
from servqual.statistics.summary import Layout, Summary


@dataclass(frozen=True)
class Part:
    """One of the files: its name, the SHA-256 of its bytes, and the sums in it."""

    file: str
    digest: str
    summary: SurveySummary


def merge_files(paths: Sequence[str | Path]) -> SurveySummary:
    """Return the sums of all files, the same in whichever order they are named.

    Raises
    ------
    FileError, FormatError
        A file is not there, or is no summary file.
    SettingsError
        Two are sums of the same survey file, or of what cannot be added: the message says what
        differs.
    """
    return merged([_part(Path(path)) for path in paths])


def _part(path: Path) -> Part:
    content = read_bytes(path, "summary file")
    return Part(str(path), sha256(content), from_bytes(content, str(path)))


def merged(parts: Sequence[Part]) -> SurveySummary:
    """Return the sums of all parts; at least one is needed."""
    _check_once(parts)
    # sums of weights, and those that stand for few people, are no whole numbers: their order counts
    ordered = sorted(parts, key=lambda part: part.digest)
    first = parts[0]
    for part in parts[1:]:
        try:
            check_alike(first.summary, part.summary)
        except SettingsError as error:
            raise SettingsError(f"{first.file} and {part.file}: {error}") from error
    try:
        return reduce(both, _aligned([part.summary for part in ordered]))
    except ValueError as error:
        raise FormatError(
            f"{first.file}: these files hold sums of different kinds, although they say the same. "
            "Make them again with the same servqual: 'servqual summarize'."
        ) from error


def _check_once(parts: Sequence[Part]) -> None:
    """Raise where the same people would be counted twice, as far as the files can tell."""
    seen: dict[str, str] = {}
    for part in parts:
        for digest in {part.digest, *_sources(part.summary)}:
            if digest in seen:
                raise SettingsError(
                    f"{seen[digest]} and {part.file}: both hold the sums of the same file "
                    f"({part.summary.source.file}), so its people would count twice. Name each "
                    "once."
                )
            seen[digest] = part.file


def _sources(summary: SurveySummary) -> list[str]:
    """Return the checksums of the survey files that are summed; of frames there are none."""
    return [digest for digest in summary.source.sha256.split(TOGETHER) if digest]


# -- what all files have ---------------------------------------------------------------------------


def _aligned(parts: Sequence[SurveySummary]) -> list[SurveySummary]:
    """Return the parts without the sums that another one had to leave out."""
    total = _common([part.total for part in parts])
    suspects = _common([part.suspects for part in parts if part.suspects is not None])
    lost = any(_lost(part) for part in parts)
    groups = _common_groups([part.groups for part in parts])
    units = _common_groups([part.units for part in parts])
    return [
        replace(
            part,
            total=_cut(part.total, total),
            suspects=None if lost or not part.suspects else _cut(part.suspects, suspects),
            groups=_cut_groups(part.groups, groups),
            units=_cut_groups(part.units, units),
        )
        for part in parts
    ]


def _lost(part: SurveySummary) -> bool:
    """Say whether the sums of suspect people had to be left out of a part."""
    return any(note.code in (CODES + SUSPECTS, MERGED + SUSPECTS) for note in part.notes)


def _common_groups(parts: Iterable[Groups]) -> dict[str, Layout | None]:
    found: dict[str, list[Summary]] = {}
    for part in parts:
        for by, groups in part.items():
            found.setdefault(by, []).extend(groups.values())
    return {by: _common(several) for by, several in found.items()}


def _cut_groups(breakdowns: Groups, layouts: Mapping[str, Layout | None]) -> Groups:
    return {
        by: {name: _cut(own, layouts[by]) for name, own in groups.items()}
        for by, groups in breakdowns.items()
    }


def _common(several: Sequence[Summary]) -> Layout | None:
    """Return the layout of the sums that all hold; None of nothing."""
    layouts = list(dict.fromkeys(own.layout for own in several))
    if not layouts:
        return None

    def held(names: Iterable[Iterable[str]]) -> set[str]:
        counted = Counter(name for own in names for name in set(own))
        return {name for name, n in counted.items() if n == len(layouts)}

    histograms = held([h[0] for h in own.histograms] for own in layouts)
    tables = held([t[0] for t in own.tables] for own in layouts)
    powers = held([s.name for s in own.powers] for own in layouts)
    first = layouts[0]
    alike = all(own.drawn == first.drawn for own in layouts)
    return replace(
        first,
        histograms=tuple(h for h in first.histograms if h[0] in histograms),
        tables=tuple(t for t in first.tables if t[0] in tables),
        powers=tuple(s for s in first.powers if s.name in powers),
        drawn=first.drawn if alike else None,
        wide=first.wide if all(own.wide == first.wide for own in layouts) else (),
    )


def _cut(own: Summary, layout: Layout | None) -> Summary:
    """Return sums without those that a layout does not name."""
    if layout is None or own.layout == layout:
        return own
    powers = {s.name for s in layout.powers}
    return replace(
        own,
        layout=layout,
        histograms={name: own.histograms[name] for name, *_ in layout.histograms},
        tables={name: own.tables[name] for name, *_ in layout.tables},
        powers={name: sums for name, sums in own.powers.items() if name in powers},
        drawn=own.drawn if layout.drawn else None,
        wide=own.wide if layout.wide else None,
    )
