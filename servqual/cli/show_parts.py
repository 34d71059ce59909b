"""The parts of a report by the names that a user types, and what each of them takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.cli.request import Reading
    from servqual.writer.parts import Section

ALL = "all"
# the order of the report
KNOWN = (
    "summary", "sample", "weighting", "zone", "dimensions", "items", "before", "by-dimension",
    "comments", "trust", "priorities", "importance", "journey", "styles", "groups", "compared",
    "league", "segments", "recovery", "tiers", "operations", "outcomes", "loyalty", "actions",
    "causes", "methods", "numbers", "priority-figures", "measurement", "questionnaire", "glossary",
    "card",
)  # fmt: skip
# other names: keys of the results file, and what people say
ALIASES: Mapping[str, tuple[str, ...]] = {
    "structure": ("trust", "measurement"),
    "reliability": ("trust",),
    "quality": ("sample",),
    "gaps": ("dimensions", "items"),
    "scores": ("dimensions", "items"),
    "comparisons": ("compared",),
    "units": ("league",),
    "response-styles": ("styles",),
    "nps": ("outcomes",),
    "register": ("actions",),
    "weights": ("weighting",),
    "design": ("weighting",),
    "touchpoints": ("journey",),
    "respondents": ("sample", "compared"),
}
SERIES = ("dimensions-", "items-", "dimension-")  # one section of a part that has several
# the option that a part takes, by the fields of a reading of which one must be there
OPTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "before": ("--before FILE", ("before",)),
    "comments": ("--comments FILE, or --coded FILE", ("comments", "coded")),
    "styles": ("--by COLUMN", ("by",)),
    "groups": ("--by COLUMN", ("by",)),
    "league": ("--by COLUMN", ("by",)),
    "segments": ("--segments auto", ("segments",)),
    "recovery": ("--segments recovery", ("segments",)),
    "tiers": ("--tiers COLUMN", ("tiers",)),
    "operations": ("--operations FILE --by COLUMN", ("operations",)),
}
# parts that an option brings, or the questionnaire, or the file
ELSE: Mapping[str, str] = {
    "weighting": "--design FILE, or --weights COLUMN",
    "journey": "--journey FILE",
    "compared": "--by COLUMN",
}
# parts that need the answers one by one, and those that are settled when answers are summed
FROM_ROWS = ("comments", "journey", "styles", "segments", "recovery", "tiers")
WHEN_SUMMED: Mapping[str, str] = {
    "weighting": "the answers were summed without --weights COLUMN",
    **dict.fromkeys(
        ("groups", "compared", "league"),
        "too few groups may be shown, or the answers were summed without --by COLUMN",
    ),
}
REASONS: Mapping[str, str] = {
    "groups": "no group of this column may be shown, or there are no gaps",
    "compared": "it takes two groups that may be shown",
    "league": "it takes two groups that may be shown",
    "styles": "it takes two groups that may be shown",
    "segments": "--segments recovery asks for no segments; try --segments auto",
    "recovery": "the survey does not ask whether there was a problem and whether it was resolved",
    "zone": "the questionnaire does not ask for the least that people would accept",
    "importance": "importance was not asked, and no question about the whole to derive it from",
    "outcomes": "the survey holds no question about the whole, such as satisfaction",
    "loyalty": "the survey holds no question about the whole, such as satisfaction",
    "actions": "nothing falls short for certain",
    "causes": "nothing falls short for certain",
}
WAVES = (
    "waves: what changed over several surveys is shown by 'servqual track FILE FILE ...', or by "
    "'servqual track FILE --wave COLUMN'. Against one earlier wave: 'before' with --before FILE."
)


@dataclass(frozen=True)
class Part:
    """A part of the report under the name that is typed, with its sections."""

    name: str
    sections: Sequence[Section]


def part_of(section_id: str) -> str:
    """Return the name of the part that a section belongs to.

    Examples
    --------
    >>> part_of("items-gap"), part_of("dimension-empathy"), part_of("league")
    ('items', 'by-dimension', 'league')
    """
    if section_id.startswith("dimension-"):
        return "by-dimension"
    head = section_id.partition("-")[0]
    return head if head in ("dimensions", "items") else section_id


def parts_of(sections: Iterable[Section]) -> list[Part]:
    """Return sections by part, in their order."""
    found: dict[str, list[Section]] = {}
    for section in sections:
        found.setdefault(part_of(section.id), []).append(section)
    return [Part(name, several) for name, several in found.items()]


def lacking(reading: Reading) -> dict[str, str]:
    """Return the option for each part that cannot be there, because it was not given."""
    return {
        name: option
        for name, (option, fields) in OPTIONS.items()
        if not (reading.is_summary and name in FROM_ROWS)  # no option brings these
        and not any(_given(reading, field) for field in fields)
    }


def _given(reading: Reading, field: str) -> bool:
    """Say whether an option was given; a file of sums may hold breakdowns without."""
    return bool(reading.asked(field)) or (field == "by" and reading.is_summary)


def with_more(reading: Reading, parts: Iterable[Part]) -> dict[str, str]:
    """Return the option for each part that is not there and that one would bring."""
    there = {part.name for part in parts}
    found = {**lacking(reading), **({} if reading.is_summary else ELSE)}
    return {name: found[name] for name in KNOWN if name in found and name not in there}


def _names(text: str) -> tuple[str, ...]:
    """Return the parts that a name stands for, itself if it is no other name of something."""
    name = text.strip().casefold().replace("_", "-")
    return ALIASES.get(name, (name,))


def check_names(typed: Iterable[str], reading: Reading) -> None:
    """Raise at once for parts that cannot be there, whatever the survey holds."""
    lacks, faults = lacking(reading), []
    for names in map(_names, typed):
        name = names[0]
        if name == "waves":
            faults.append(WAVES)
        elif all(one in lacks for one in names):
            faults.append(f"{name}: give the option that this part takes: {lacks[name]}.")
        elif name not in (*KNOWN, ALL) and not name.startswith(SERIES):
            faults.append(_unknown(name, KNOWN))
    if faults:
        raise SettingsError("\n".join(dict.fromkeys(faults)))


def chosen(typed: Iterable[str], reading: Reading, parts: Sequence[Part]) -> list[Section]:
    """Return the sections of the parts that were typed, in that order and each once.

    Raises
    ------
    SettingsError
        This survey has no such part.
    """
    held = {section.id: [section] for part in parts for section in part.sections}
    held |= {part.name: list(part.sections) for part in parts}
    held[ALL] = [section for part in parts for section in part.sections]
    more, faults = with_more(reading, parts), []
    found: dict[str, Section] = {}
    for names in map(_names, typed):
        there = [name for name in names if name in held]
        if not there:
            faults.append(_absent(names[0], reading, [*held], more))
        found |= {section.id: section for name in there for section in held[name]}
    if faults:
        there_are = f"There are: {', '.join((*(part.name for part in parts), ALL))}."
        raise SettingsError("\n".join((*dict.fromkeys(faults), there_are)))
    return list(found.values())


def _unknown(name: str, known: Sequence[str]) -> str:
    """Return that there is no such part, what comes nearest, and what there is."""
    near = get_close_matches(name, [*KNOWN, *ALIASES, "waves", ALL], 1)
    meant = f"; did you mean {near[0]!r}?" if near else "."
    return (
        f"the report has no part {name!r}{meant} Known: {', '.join((*known, ALL))}. "
        "'servqual show FILE' lists those of a survey."
    )


def _absent(name: str, reading: Reading, ids: Sequence[str], more: Mapping[str, str]) -> str:
    """Return why this survey has no such part."""
    file = reading.file
    if name.startswith(SERIES):
        near = get_close_matches(name, ids, 1)
        meant = f"; did you mean {near[0]!r}?" if near else "."
        return f"{file}: there is no part {name!r}{meant}"
    if name in more:
        return f"{name}: give the option that this part takes: {more[name]}."
    if reading.is_summary and name in FROM_ROWS:
        need = "need" if name.endswith("s") else "needs"
        return f"{file}: {name} {need} the answers one by one, and this file holds their sums."
    reasons = {**REASONS, **(WHEN_SUMMED if reading.is_summary else {})}
    reason = f": {reasons[name]}" if name in reasons else " with these options"
    return f"{file}: there is nothing under {name!r}{reason}."
