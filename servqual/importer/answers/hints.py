"""What frequent wrong answers usually mean, said below the list of faulty cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from servqual.importer.answers.cells import clean, whole
from servqual.importer.answers.decoding import NOT_READ, OFF_SCALE
from servqual.importer.answers.label_sets import fits, label_key, label_sets
from servqual.importer.people.personal import masked
from servqual.instrument import Instrument, Scale

_OFTEN = 3  # cells with one and the same wrong answer that deserve a word
_MOST_CODES = 8
_MOST_WORDS = 7
_LONGER = (5, 6, 7)
_DIFFERENT_SUMS = 6
NO_RANK = "is no rank"  # these cells say nothing about the scale
_WJX = {-2: "blank", -3: "not_shown"}


@dataclass(frozen=True)
class CellFault:
    """One cell that cannot be read."""

    row: int
    header: str
    text: str
    why: str
    file: str = ""  # named where a source has several

    def __str__(self) -> str:
        place = f"{self.file}, row" if self.file else "row"
        return f"{place} {self.row}, column {self.header!r}: {masked(self.text)!r:.60} {self.why}"


def hints(
    met: Mapping[tuple[str, str], int],
    instrument: Instrument,
    numbers: Iterable[int] = (),
    words: Iterable[str] = (),
) -> list[str]:
    """Return what frequent wrong answers usually mean, with the option or line that helps.

    Parameters
    ----------
    met : mapping of (text, what is wrong) to number of cells
        Wrong answers in the order in which they were met.
    instrument : Instrument
    numbers, words : iterables
        The ratings that were read, as numbers and as labels.
    """
    every = _by_text(met)
    faults = {pair: n for pair, n in met.items() if not pair[1].startswith(NO_RANK)}
    counts = _by_text(faults)
    scale = instrument.scale
    off = {text.strip() for text, why in faults if why.startswith(OFF_SCALE)}
    found = [*_zeros(counts, scale, numbers), *_codes(every, scale, off)]
    high = _longer_scale(counts, scale)
    if high:
        found.append(
            f"If the answers were given on a longer scale, say so with --scale {scale.min}-{high}."
        )
    found += [*_sums(counts, instrument), *_halves(faults, scale)]
    length = _length_of_words(faults, words, scale)
    if length:
        found.append(
            f"These words are those of a scale of {length} points: --scale "
            f"{scale.min}-{scale.min + length - 1}."
        )
    return [*found, *_unknown_words(faults, scale)]


def _by_text(met: Mapping[tuple[str, str], int]) -> Counter[str]:
    """Return how often each wrong answer was met, whatever is wrong with it."""
    counts: Counter[str] = Counter()
    for (text, _), n in met.items():
        counts[text.strip()] += n
    return counts


def _zeros(counts: Counter[str], scale: Scale, numbers: Iterable[int]) -> Iterator[str]:
    """Yield what zeros mean: no answer, or a scale that starts there."""
    zeros = sum(n for text, n in counts.items() if text in ("0", "0.0"))
    if not zeros or scale.min <= 0:
        return
    where = "1 cell" if zeros == 1 else f"{zeros:,} cells"
    seen = max(numbers, default=scale.max * scale.parts)
    high = scale.max - 1 if seen < scale.max * scale.parts else scale.max
    yield (
        f"0 stands in {where}; on a scale from {scale.min} it often means 'no answer': --missing "
        f"0. If the scale really starts at 0, say so with --scale 0-{high}."
    )


def _codes(counts: Counter[str], scale: Scale, off: set[str]) -> Iterator[str]:
    """Yield the codes that may stand for missing answers, each and then all together."""
    found = [
        (text, n)
        for text, n in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        if _is_code(text, n, scale) and (n >= _OFTEN or text in off)
    ][:_MOST_CODES]
    for text, n in found:
        cells = "1 cell" if n == 1 else f"{n:,} cells"
        yield f"{text} stands in {cells}; if it is a code for 'no answer': --missing {text}"
    if len(found) > 1:
        yield "All of them: " + " ".join(f"--missing {text}" for text, _ in found)
    values = {whole(clean(text)) for text, _ in found}
    if values >= _WJX.keys():
        yield (
            "问卷星 (wjx.cn) writes -3 for a skipped and -2 for an empty answer. To count them "
            'apart, write not_shown = ["-3"] and blank = ["-2"] under [missing] of a mapping file.'
        )


def _is_code(text: str, n: int, scale: Scale) -> bool:
    """Say whether a wrong answer looks like a code: negative, or a repeated 9 or 8, or far away."""
    value = whole(clean(text))
    if value is None or value == 0:
        return False
    if value < 0:
        return scale.min >= 0 or n >= _OFTEN
    return n >= _OFTEN and (set(str(value)) in ({"9"}, {"8"}) or value > 10 * scale.max)


def _longer_scale(counts: Counter[str], scale: Scale) -> int | None:
    """Return the end of the shortest longer scale that holds nearly all that is too high.

    One slip, a 9 among many 6 and 7, must not turn the advice to a scale that nobody printed.
    """
    above = {int(t): n for t, n in counts.items() if t.isdecimal() and scale.max < int(t) <= 100}
    if len(above) < 2:
        return None
    for end in (length for length in (7, 9, 10, 100) if length > scale.max):
        if sum(n for value, n in above.items() if value <= end) >= 0.9 * sum(above.values()):
            return end if end < 100 or len(above) >= 10 else None
    return None


def _sums(counts: Counter[str], instrument: Instrument) -> Iterator[str]:
    """Yield what many different numbers above the scale mean that a sum of ratings can reach."""
    scale = instrument.scale
    above = {int(t): n for t, n in counts.items() if t.isdecimal() and int(t) > scale.max}
    most = max(len(instrument.items_of(d)) for d in instrument.dimension_ids)
    many = len(above) >= _DIFFERENT_SUMS and sum(above.values()) >= _OFTEN * len(above)
    if many and scale.max < max(above) <= most * scale.max:
        yield (
            f"Answers up to {max(above)} look like sums of several ratings on {scale.min}-"
            f"{scale.max}, not like single ones. If every column is the score of a dimension, "
            "write dimension_scores = 'sums' above the first [table] of a mapping file."
        )


def _halves(met: Mapping[tuple[str, str], int], scale: Scale) -> Iterator[str]:
    """Yield how half points are declared, where everything that is no whole number is one."""
    odd = {text: n for (text, why), n in met.items() if why == "is not a whole number"}
    if sum(odd.values()) >= _OFTEN and all(
        clean(text).replace(",", ".").rstrip("0").endswith(".5") for text in odd
    ):
        yield f"If half points could be given, say so with --scale {scale.min}-{scale.max}/0.5."


def _length_of_words(
    met: Iterable[tuple[str, str]], words: Iterable[str], scale: Scale
) -> int | None:
    """Return the length of a longer scale whose words these are."""
    merged = {label_key(text) for text, why in met if why.endswith("belong to a longer scale")}
    if not merged:
        return None
    seen = frozenset({*merged, *words})
    longer = (length for length in _LONGER if length > scale.points)
    return next((n for n in longer if any(fits(s, seen) for s in label_sets(n))), None)


def _unknown_words(met: Mapping[tuple[str, str], int], scale: Scale) -> Iterator[str]:
    """Yield the lines of a mapping file for words that nobody knows."""
    words = _by_text({pair: n for pair, n in met.items() if pair[1] == NOT_READ})
    common = [
        text for text, n in words.most_common() if n >= _OFTEN and not any(map(str.isdigit, text))
    ]
    if common:
        lines = [f"  {_quoted(text)} = {scale.min}" for text in common[:_MOST_WORDS]]
        lead = "Words that are not known go into a mapping file, each with its number:"
        yield "\n".join([lead, "  [answers]", *lines])


def _quoted(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def code_pairs(pairs: Mapping[str, str]) -> str:
    """Return some codes with their words, '1 = Strongly agree, 5 = Strongly disagree'."""
    return ", ".join(f"{code} = {label}" for code, label in pairs.items())
