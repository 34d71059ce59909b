"""The scales as they were printed, and their conversion to the one that is reported on."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from servqual.errors import SettingsError
from servqual.importer.answers.decoding import LOWEST_ANSWER
from servqual.instrument import KANO_ANSWERS, KANO_BATTERIES, Instrument, Scale
from servqual.notes import Note
from servqual.responses import Codes

WIDEST_SCALE = 101  # 0-100
MOST_ANSWERS = 1001  # different answers of one scale; every pair of them is counted
LARGEST_PART = 100
_LOWEST = -100  # kinds of missing answers are stored below it
_SCALE = re.compile(
    r"^\s*(?P<low>-?\d{1,3})\s*(?:-|–|:|to|\.\.)\s*(?P<high>-?\d{1,3})"
    r"(?:\s*(?:/|step|by)\s*(?P<step>\d*[.,]?\d+))?\s*$"
)
_NAMED = re.compile(r"^\s*(?P<battery>[a-z][a-z0-9_]*)\s*=\s*(?P<scale>.+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Ends:
    """A scale as somebody declares it: ``1-5``, or ``1-5/0.5`` where half points can be given."""

    low: int
    high: int
    parts: int = 1

    def __str__(self) -> str:
        return f"{self.low}-{self.high}" + (f"/{1 / self.parts:g}" if self.parts > 1 else "")


def parse_scale(text: str) -> tuple[int, int]:
    """Return the ends of a scale.

    Examples
    --------
    >>> parse_scale("1-5")
    (1, 5)
    """
    ends = parse_ends(text)
    return ends.low, ends.high


def parse_ends(text: str) -> Ends:
    """Return a scale as it was declared.

    Examples
    --------
    >>> parse_ends("1-5/0.5")
    Ends(low=1, high=5, parts=2)
    """
    match = _SCALE.match(str(text))
    low, high = (int(match["low"]), int(match["high"])) if match else (0, 0)
    step = (match["step"] if match else None) or "1"
    size = Fraction(step.replace(",", "."))
    parts = 1 / size if size else Fraction(0)
    if high <= low or low < _LOWEST or high - low >= WIDEST_SCALE:
        raise SettingsError(
            f"the scale is {text!r}; write its lowest and highest answer, such as 1-5 or 1-7."
        )
    if parts.denominator != 1 or not 1 <= parts <= LARGEST_PART:
        raise SettingsError(
            f"the scale is {text!r}; the step must go into 1 without rest, such as 1-5/0.5 for "
            "half points."
        )
    ends = Ends(low, high, int(parts))
    if (high - low) * ends.parts >= MOST_ANSWERS or (low < 0 and ends.parts > 1):
        raise SettingsError(
            f"the scale is {text!r}; a scale with steps begins at 0 or above and has at most "
            f"{MOST_ANSWERS:,} different answers. Name a larger step."
        )
    return ends


def parse_scales(said: object) -> tuple[str, dict[str, str]]:
    """Return the scale of the questionnaire ('' if not said) and those of single batteries.

    ``said`` is ``"1-5"``, a list such as ``["expectation=1-5", "perception=1-7"]``, or a mapping.
    """
    if isinstance(said, Mapping):
        entries = [f"{name}={scale}" for name, scale in said.items()]
    else:
        entries = [said] if isinstance(said, str) else list(said or ())  # type: ignore[call-overload]
    whole, single = "", {}
    for entry in entries:
        match = _NAMED.match(str(entry))
        if match:
            single[match["battery"].lower()] = match["scale"].strip()
        elif whole and whole != entry:
            raise SettingsError(
                f"two scales were given, {whole!r} and {entry!r}. Name the battery of each, such "
                f"as expectation={whole}."
            )
        else:
            whole = str(entry)
    return whole, single


def with_scales(instrument: Instrument, whole: str, single: Mapping[str, str]) -> Instrument:
    """Return a questionnaire with the scales that were printed.

    Raises
    ------
    SettingsError
        A scale makes no sense, or a battery is not known.
    """
    if whole:
        ends = parse_ends(whole)
        instrument = _on(instrument, ends)
    for name in single:
        if name not in instrument.battery_names:
            raise SettingsError(
                f"a scale was given for {name!r}, but {instrument.id} has no such battery. "
                f"Batteries: {', '.join(instrument.battery_names)}."
            )
    printed = {name: parse_ends(text) for name, text in single.items()}
    for name in printed.keys() & set(KANO_BATTERIES):
        if printed[name].high - printed[name].low != KANO_ANSWERS - 1 or printed[name].parts != 1:
            raise SettingsError(
                f"{name} has five answers (like, must be, neutral, live with, dislike), not "
                f"{single[name]}. Leave out its scale, or write {name}=1-5."
            )
    batteries = [
        battery.model_copy(
            update={"scale": _resized(instrument.scale_of(battery.name), printed[battery.name])}
        )
        if battery.name in printed
        else battery
        for battery in instrument.batteries
    ]
    return instrument.model_copy(update={"batteries": batteries})


def _resized(scale: Scale, ends: Ends) -> Scale:
    return scale.resized(ends.low, ends.high, ends.parts)


def _on(instrument: Instrument, ends: Ends) -> Instrument:
    """Return a questionnaire answered on one scale throughout."""
    batteries = [
        b.model_copy(
            update={"scale": instrument.scale_of(b.name) if b.name in KANO_BATTERIES else None}
        )
        for b in instrument.batteries
    ]
    return instrument.model_copy(
        update={"scale": _resized(instrument.scale, ends), "batteries": batteries}
    )


def check_gaps(instrument: Instrument, convert: str) -> None:
    """Raise when a gap would subtract ratings of scales with different ends.

    Raises
    ------
    SettingsError
    """
    for gap in instrument.gaps:
        if gap.direct:
            continue
        of, minus = (_ends(instrument.scale_of(name)) for name in (gap.of, gap.minus))
        if not convert and (of.low, of.high) != (minus.low, minus.high):
            raise SettingsError(
                f"{gap.minus} is answered from {minus.low} to {minus.high} and {gap.of} from "
                f"{of.low} to {of.high}; a gap needs one scale for both. Say on which one to "
                f"report, such as --convert {max(of, minus, key=lambda e: e.high - e.low)} or "
                "--convert 0-100; the ratings are then converted on a straight line."
            )


def _ends(scale: Scale) -> Ends:
    return Ends(scale.min, scale.max, scale.parts)


def converted(
    codes: Mapping[str, Codes], instrument: Instrument, convert: str, file: str
) -> tuple[dict[str, Codes], Instrument, list[Note]]:
    """Return ratings on the scale on which they are reported, the questionnaire, and notes.

    Lowest becomes lowest, highest highest, and what lies between stays on a straight line:
    ``low + (x - a) (high - low) / (b - a)``. Kano's answers are no ratings and stay.
    Ratings that are no whole numbers then are kept exactly, in parts of a point.

    Raises
    ------
    SettingsError
        The scale to report on cannot hold them.
    """
    printed = {name: instrument.scale_of(name) for name in codes if name not in KANO_BATTERIES}
    same = not convert and len({scale.parts for scale in printed.values()}) == 1
    if same or not printed:
        return dict(codes), instrument, []
    targets = {
        name: parse_ends(convert) if convert else Ends(scale.min, scale.max)
        for name, scale in printed.items()
    }
    parts = math.lcm(
        *(_slope(printed[name], ends).denominator for name, ends in targets.items()),
        *(ends.parts for ends in targets.values()),
    )
    for ends in targets.values():
        if (ends.high - ends.low) * parts >= MOST_ANSWERS or (ends.low < 0 and parts > 1):
            raise SettingsError(
                f"the ratings cannot be converted to {ends}: they would need steps of 1/{parts} "
                "of a point. Choose another scale, such as --convert 0-100 or --convert 1-7."
            )
    changed = {
        name: _on_line(codes[name], scale, targets[name], parts) for name, scale in printed.items()
    }
    return (
        {**codes, **changed},
        _reported(instrument, targets, parts),
        conversion_notes(instrument, convert, file),
    )


def conversion_notes(instrument: Instrument, convert: str, file: str) -> list[Note]:
    """Return a note for every battery whose ratings are reported on another scale."""
    if not convert:
        return []
    new = parse_ends(convert)
    return [
        Note(
            "ratings_converted",
            {
                "battery": name,
                "low": old.low,
                "high": old.high,
                "new_low": new.low,
                "new_high": new.high,
            },
            file,
        )
        for name, old in used_scales(instrument)
        if (old.low, old.high) != (new.low, new.high) and name not in KANO_BATTERIES
    ]


def _slope(scale: Scale, ends: Ends) -> Fraction:
    """Return by how many new points a stored part of the old scale counts."""
    return Fraction(ends.high - ends.low, scale.range * scale.parts)


def _on_line(answers: Codes, scale: Scale, ends: Ends, parts: int) -> Codes:
    """Return stored ratings in parts of the new scale, missing ones as they are."""
    step = _slope(scale, ends) * parts
    moved = ends.low * parts + (answers.astype(np.int64) - scale.min * scale.parts) * int(step)
    return np.where(answers >= LOWEST_ANSWER, moved, answers).astype(np.int16)


def _reported(instrument: Instrument, targets: Mapping[str, Ends], parts: int) -> Instrument:
    """Return the questionnaire with the scales on which its batteries are reported."""
    kept: Sequence[Ends] = list(dict.fromkeys(targets.values()))
    if len(kept) == 1:
        return _on(instrument, Ends(kept[0].low, kept[0].high, parts))
    batteries = [
        b.model_copy(
            update={
                "scale": _resized(
                    instrument.scale_of(b.name),
                    Ends(targets[b.name].low, targets[b.name].high, parts),
                )
            }
        )
        if b.name in targets
        else b
        for b in instrument.batteries
    ]
    return instrument.model_copy(update={"batteries": batteries})


def used_scales(instrument: Instrument) -> Iterable[tuple[str, Ends]]:
    """Yield the printed scale of every battery."""
    for name in instrument.battery_names:
        yield name, _ends(instrument.scale_of(name))
