"""Codes that run from best to worst, seen beside words or in value labels: never read straight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from servqual.importer.answers.cells import clean, code_text, whole
from servqual.importer.answers.decoding import LOWEST_ANSWER, Decoder
from servqual.importer.answers.hints import code_pairs
from servqual.importer.answers.labels import BatteryWords
from servqual.importer.opening.table import Table
from servqual.instrument import Scale

_MOST_SHOWN = 4
_FEWEST = 2  # different answers; a single one is a slip, named as a faulty cell


def code_faults(
    table: Table,
    battery: str,
    words: BatteryWords,
    columns: Sequence[int],
    readers: Iterable[Decoder],
) -> list[str]:
    """Return why the numbers of a battery cannot be read as they stand, beside their words.

    Either all of them stand for the opposite answer, so that the codes run from best to worst, or
    numbers and words do not belong together at all.
    """
    straight: dict[str, str] = {}
    mirrored: dict[str, str] = {}
    other: dict[str, str] = {}
    scale = words.scale
    for reader in readers:
        straight |= {cell: "" for cell, code in reader.straight.items() if _tells(code, scale)}
        mirrored |= dict.fromkeys(reader.mirrored, "")
    for number, label, meant in _labelled(table, words, columns):
        code = number * scale.parts
        code = _turned(code, scale) if words.best_first else code
        if code == meant:
            straight |= {str(number): label} if _tells(code, scale) else {}
        else:
            (mirrored if code == _turned(meant, scale) else other)[str(number)] = label
    if other or (mirrored and any(straight.values())):
        return [_mixed_up(battery, {**mirrored, **other}, scale, table.file)]
    if len(mirrored) >= _FEWEST and not straight:
        return [_the_other_way(battery, mirrored, words, table.file)]
    return []


def _tells(code: int, scale: Scale) -> bool:
    """Say whether an answer tells the direction; the middle one is its own opposite."""
    return code != _turned(code, scale)


def _turned(code: int, scale: Scale) -> int:
    return (scale.min + scale.max) * scale.parts - code


def _labelled(
    table: Table, words: BatteryWords, columns: Sequence[int]
) -> Iterable[tuple[int, str, int]]:
    """Return code, label and the answer that the label stands for, where cells hold codes."""
    for column in columns:
        labels = table.labels_of(column)
        if not labels:
            continue
        cells = {value for cell in set(table.columns[column]) if (value := whole(clean(cell)))}
        for code, label in labels.items():
            meant, number = words.meaning_of(label), code_text(code)
            if meant is None or meant < LOWEST_ANSWER or number is None or not cells:
                continue
            if not words.explains(number):
                yield int(number), label, meant


def _examples(pairs: Mapping[str, str]) -> str:
    first = dict(list(pairs.items())[:_MOST_SHOWN])
    labelled = {code: label for code, label in first.items() if label}
    return code_pairs(labelled) if labelled else ", ".join(map(repr, first))


def _the_other_way(
    battery: str, mirrored: Mapping[str, str], words: BatteryWords, file: str
) -> str:
    low, high = words.scale.min, words.scale.max
    if words.best_first:
        return (
            f"{file}: best_first is declared for {battery}, but its numbers run from worst to best "
            f"({_examples(mirrored)}). Leave out best_first."
        )
    return (
        f"{file}: the numbers of {battery} run from best to worst ({_examples(mirrored)}), while "
        f"{low} is the lowest and {high} the highest answer of the questionnaire. Read straight, "
        "good and bad would change places. If the numbers are right, write best_first = "
        f'["{battery}"] above the first [table] of a mapping file, and they are turned round. If '
        "the words mean something else, say what under [answers] of a mapping file."
    )


def _mixed_up(battery: str, pairs: Mapping[str, str], scale: Scale, file: str) -> str:
    codes = sorted(int(code) for code in pairs if code.lstrip("-").isdigit())
    hint = (
        f"If the scale was printed so, say --scale {codes[0]}-{codes[-1]}. "
        if codes and (codes[0], codes[-1]) != (scale.min, scale.max)
        else ""
    )
    return (
        f"{file}: numbers and words of {battery} do not belong together ({_examples(pairs)}) on a "
        f"scale from {scale.min} to {scale.max}. {hint}Otherwise say what each number means under "
        f'[answers] of a mapping file, such as "{codes[0] if codes else 1}" = {scale.min}.'
    )
