"""Exports of different tools and languages below each other, in one table."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from servqual.errors import MappingError, SettingsError, listed
from servqual.importer.answers.scales import LARGEST_PART
from servqual.importer.joining.exports import Read
from servqual.importer.joining.sheet import (
    ABOUT,
    CODE,
    ROW,
    Sheet,
    beside,
    chosen,
    sheet_of,
    stacked,
)
from servqual.instrument import KANO_BATTERIES, Instrument, Scale
from servqual.responses import Responses

FEWEST_ANSWERS = 20  # ratings that two people must share before they count as the same
FEWEST_DIFFERENT = 3  # different ratings among them: whoever gave one answer throughout is no copy
_WIDEST = (0, 100)


@dataclass(frozen=True)
class Stacked:
    """Exports below each other.

    Attributes
    ----------
    sheet : Sheet
    form : Instrument
        The questionnaire.
    scales : mapping of battery to Scale
        On which the ratings stand there.
    absent : tuple of str
        Items that no export holds.
    rules : mapping of rule to reason
        Whom the maps of the exports leave out.
    repeated : dict of pair of sources to n
        People of the second whose address, number or code somebody of the first has.
    same_rows : dict of pair of sources to n
        People of the second whose every answer is that of somebody in the first.
    """

    sheet: Sheet
    form: Instrument
    scales: Mapping[str, Scale]
    absent: tuple[str, ...]
    rules: Mapping[str, str]
    repeated: Mapping[tuple[str, str], int]
    same_rows: Mapping[tuple[str, str], int]


def stack_reads(reads: Sequence[Read]) -> Stacked:
    """Return exports below each other.

    Raises
    ------
    SettingsError
        There is one export only, they answer different questionnaires, or on different scales.
    MappingError
        Two maps exclude by the same rule for different reasons.
    """
    if len(reads) < 2:
        raise SettingsError("there is only one file. Name two or more to join.")
    form = same_form(reads)
    items = [i for i in form.item_ids if any(i in r.responses.instrument.item_ids for r in reads)]
    absent = tuple(i for i in form.item_ids if i not in items)
    codes, repeated = _codes(reads)
    sheets = [_with_facts(read, code) for read, code in zip(reads, codes, strict=True)]
    return Stacked(
        sheet=_without_empty(stacked(sheets)),
        form=form,
        scales=common_scales(form, reads),
        absent=absent,
        rules=_rules(reads),
        repeated=repeated,
        same_rows=_same_rows(reads),
    )


# -- whether they can be joined --------------------------------------------------------------------


def same_form(reads: Sequence[Read]) -> Instrument:
    """Return the questionnaire that all exports answer."""
    first = reads[0]
    form = first.form
    faults = [
        f"{read.source} answers {read.form.id} (version {read.form.version}), "
        f"{first.source} {form.id} (version {form.version})"
        for read in reads[1:]
        if _shape(read.form) != _shape(form)
    ]
    if faults:
        raise SettingsError(
            "these files do not answer the same questionnaire, so their ratings cannot stand in "
            f"one table. Join those that do.\n{listed(faults)}"
        )
    return form


def _shape(form: Instrument) -> object:
    dimensions = tuple((d, tuple(form.items_of(d))) for d in form.dimension_ids)
    return form.id, form.version, dimensions


def common_scales(form: Instrument, reads: Sequence[Read]) -> dict[str, Scale]:
    """Return the scale of every battery that was answered, fine enough for all exports.

    Raises
    ------
    SettingsError
        A battery was answered on different scales, or what was converted has no end of decimals.
    """
    faults, scales, everything = [], {}, []
    for battery in form.battery_names:
        found = {
            read.source: read.responses.instrument.scale_of(battery)
            for read in reads
            if battery in read.responses.ratings
        }
        if not found:
            continue
        own = list(found.values())
        everything += own
        if battery not in KANO_BATTERIES and len({(s.min, s.max) for s in own}) > 1:
            told = ", ".join(f"{name} {s.min}-{s.max}" for name, s in found.items())
            faults.append(f"{battery}: {told}")
        parts = math.lcm(*(s.parts for s in own))
        scales[battery] = own[0].model_copy(update={"parts": parts})
    if faults:
        raise SettingsError(
            "these files were answered on different scales, and their means cannot be compared as "
            f"they are. Say on which scale to report{_example(everything)}; the ratings are then "
            f"moved to it on a straight line.\n{listed(faults)}"
        )
    for scale in scales.values():
        _check_written(scale)
    return scales


def _check_written(scale: Scale) -> None:
    """Raise where ratings cannot be written as decimals without a rest."""
    if not _decimal(scale.parts):
        raise SettingsError(
            f"on {scale.min}-{scale.max} some of these ratings have no end of decimals, and a "
            "joined file cannot hold them exactly. Choose another scale with --convert."
        )


def _decimal(parts: int) -> bool:
    """Say whether one over a number ends after a few decimals."""
    for prime in (2, 5):
        while parts % prime == 0:
            parts //= prime
    return parts == 1


def _example(scales: Sequence[Scale]) -> str:
    """Return how to name a scale to which all of these can be moved without a rest."""
    ends = sorted({(s.min, s.max) for s in scales}, key=lambda e: e[0] - e[1])
    for low, high in (*ends, _WIDEST):
        parts = [Fraction(high - low, s.max - s.min).denominator for s in scales]
        common = math.lcm(*parts)
        if _decimal(common) and common <= LARGEST_PART:
            return f", such as --convert {low}-{high}"
    return " with --convert LOW-HIGH"


def _rules(reads: Sequence[Read]) -> dict[str, str]:
    """Return whom the maps leave out, each rule once."""
    rules: dict[str, str] = {}
    for read in reads:
        for rule, reason in read.options.mapping.exclude.items():
            if rules.setdefault(rule, reason) != reason:
                raise MappingError(
                    f"{read.options.mapping.where}: [exclude] gives another reason for {rule!r} "
                    "than the map of another file. Write the same one in both."
                )
    return rules


# -- the table -------------------------------------------------------------------------------------


def _with_facts(read: Read, codes: Sequence[str]) -> Sheet:
    """Return the answers of an export with where they came from."""
    n = len(read.responses)
    columns: dict[str, Sequence[object]] = {CODE: codes, ROW: read.responses.rows.tolist()}
    columns |= {"source": [read.source] * n, "mode": [read.mode] * n, "language": read.languages}
    targets = {CODE: "", ROW: ""} | {name: f"people.{name}" for name in ABOUT if name in columns}
    return beside(Sheet(columns, targets), _renamed(sheet_of(read.responses), set(columns)))


def _renamed(sheet: Sheet, taken: Collection[str]) -> Sheet:
    """Return a table whose own columns do not take the names of others."""
    names = {name: f"{name}_asked" if name in taken else name for name in sheet.columns}
    targets = {
        names[name]: f"people.{names[name]}" if name in taken else target
        for name, target in sheet.targets.items()
    }
    return Sheet({names[name]: cells for name, cells in sheet.columns.items()}, targets)


def _without_empty(sheet: Sheet) -> Sheet:
    """Return a table without the facts that nobody stated, and codes that tell nothing."""
    gone = [
        name for name in (*ABOUT, CODE) if name in sheet.columns and not any(sheet.columns[name])
    ]
    return chosen(sheet, set(sheet.columns) - set(gone))


# -- who answered twice ----------------------------------------------------------------------------


def _codes(reads: Sequence[Read]) -> tuple[list[list[str]], dict[tuple[str, str], int]]:
    """Return a code for everybody, one for all rows of the same person, and who came twice.

    The codes count people in the order of the rows: nothing leads from one back to an address.
    Without anything that tells people apart they are empty.
    """
    known: dict[bytes, tuple[int, str]] = {}
    repeated: dict[tuple[str, str], int] = {}
    codes: list[list[str]] = []
    n = 0
    told = any(tokens for read in reads for tokens in read.tokens)
    for read in reads:
        own = []
        for tokens in read.tokens:
            seen = sorted({known[token] for token in tokens if token in known})
            if seen:
                number, source = seen[0]
                if source != read.source:
                    pair = (source, read.source)
                    repeated[pair] = repeated.get(pair, 0) + 1
            else:
                n += 1
                number = n
            known |= {token: (number, read.source) for token in tokens if token not in known}
            own.append(f"p{number:06d}" if told else "")
        codes.append(own)
    return codes, repeated


def _same_rows(reads: Sequence[Read]) -> dict[tuple[str, str], int]:
    """Return how many people of each export gave the same answers as somebody in an earlier one."""
    found: dict[tuple[str, str], int] = {}
    known: dict[bytes, str] = {}
    for read in reads:
        keys = _row_keys(read.responses)
        for row in keys:
            if row and row in known:
                pair = (known[row], read.source)
                found[pair] = found.get(pair, 0) + 1
        known |= {row: read.source for row in keys if row and row not in known}
    return found


def _row_keys(answers: Responses) -> list[bytes]:
    """Return all ratings, outcomes and comments of each person as a key; b"" for too few."""
    form = answers.instrument
    names = [name for name in form.battery_names if name in answers.ratings]
    blocks: list[npt.NDArray[np.float64]] = []
    for name in names:
        scale = form.scale_of(name)
        codes = answers.ratings[name]
        blocks.append(np.where(codes >= scale.codes[0], codes / scale.parts, np.nan))
    ratings = np.hstack(blocks)
    outcomes = [answers.outcomes[name] for name in sorted(answers.outcomes)]
    whole = np.column_stack([ratings, *outcomes]) if outcomes else ratings
    texts = [" ".join(t) for t in zip(*answers.comments.values(), strict=True)] or [""] * len(whole)
    return [
        (_key(line) + text.encode("utf-8", "surrogatepass")) if _telling(rated) else b""
        for line, rated, text in zip(whole, ratings, texts, strict=True)
    ]


def _key(line: npt.NDArray[np.float64]) -> bytes:
    return ",".join("" if math.isnan(v) else f"{v:g}" for v in line.tolist()).encode()


def _telling(rated: npt.NDArray[np.float64]) -> bool:
    """Say whether ratings are so many and so different that nobody else has them by chance."""
    there = rated[~np.isnan(rated)]
    return len(there) >= FEWEST_ANSWERS and len(np.unique(there)) >= FEWEST_DIFFERENT
