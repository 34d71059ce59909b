"""Where records and fields of separated text end, found for many bytes at once.

A sign is marked by one bit for each byte of a text. Which bytes stand inside quotations follows
from the parity of the quotation marks before them, 64 bytes at a time (Langdale and Lemire,
"Parsing gigabytes of JSON per second", VLDB Journal 28, 2019).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

_AT_ONCE = 1 << 17  # bytes: what is compared stays in the cache of the processor
_ONE = np.uint64(1)
_WORD = 64
_SPARSE = 64  # bytes to a quotation mark: fewer are looked at one by one
NEWLINE, RETURN, QUOTE = 10, 13, 34


def marked(content: bytes, sign: int) -> Words:
    """Return a bit for each byte, set where it is ``sign``; bits beyond the end are 0.

    Examples
    --------
    >>> [bin(word) for word in marked(b"1,2,3", ord(","))]
    ['0b1010']
    """
    given = np.frombuffer(content, np.uint8)
    packed = np.zeros(-(-len(given) // _WORD) * 8, np.uint8)
    for start in range(0, len(given), _AT_ONCE):
        some = np.packbits(given[start : start + _AT_ONCE] == sign, bitorder="little")
        packed[start // 8 : start // 8 + len(some)] = some
    return packed.view("<u8")


def places(words: Words) -> Places:
    """Return the positions of the bits that are set.

    Examples
    --------
    >>> places(marked(b"1,2,3", ord(",")))
    array([1, 3])
    """
    packed = words.view(np.uint8)
    filled = np.flatnonzero(packed != 0)
    bits = np.unpackbits(packed[filled], bitorder="little")
    at = np.flatnonzero(bits.view(np.bool_))
    found: Places = filled[at >> 3] * 8 + (at & 7)
    return found


def _after(words: Words) -> Words:
    """Return bits moved by one: set where the byte before was marked."""
    moved = words << _ONE
    moved[1:] |= words[:-1] >> np.uint64(_WORD - 1)
    return moved


def _before(words: Words) -> Words:
    """Return bits moved by one: set where the byte that follows is marked."""
    moved = words >> _ONE
    moved[:-1] |= words[1:] << np.uint64(_WORD - 1)
    return moved


def _odd(words: Words) -> Words:
    """Return bits that say of each byte whether an odd number is marked up to it, itself too."""
    parity, moved = words.copy(), np.empty_like(words)
    for shift in (1, 2, 4, 8, 16, 32):
        np.left_shift(parity, np.uint64(shift), out=moved)
        parity ^= moved
    whole = parity >> np.uint64(_WORD - 1)  # of each word
    before = (np.cumsum(whole) - whole) & _ONE
    parity ^= np.uint64(0) - before
    return parity


class Marks:
    """The structure of separated text that begins with a record.

    Parameters
    ----------
    content : bytes
        Text in an encoding whose plain signs are those of ASCII.
    sign : int
        The byte between two fields.
    closed : bool
        Whether nothing follows; a carriage return at the end may else be half a line break.
    """

    def __init__(self, content: bytes, sign: int, *, closed: bool) -> None:
        self.content, self.sign = content, sign
        lines = marked(content, NEWLINE)
        self.inside: Words | None = None
        quotes = marked(content, QUOTE) if QUOTE in content else None
        if quotes is not None:
            self.inside = _odd(quotes)
        self.lone = self._lone_returns(lines, closed=closed) if RETURN in content else None
        ends = lines if self.lone is None else lines | self.lone
        self._quotes = quotes
        self._all_ends = ends
        self.ends: Places = places(ends if self.inside is None else ends & ~self.inside)

    def _lone_returns(self, lines: Words, *, closed: bool) -> Words | None:
        """Return carriage returns that end a line alone, None where there is none."""
        returns = marked(self.content, RETURN) & ~_before(lines)
        if self.inside is not None:
            returns &= ~self.inside
        last = len(self.content) - 1
        if not closed and self.content[last] == RETURN:
            returns[last // _WORD] &= ~(_ONE << np.uint64(last % _WORD))
        return returns if returns.any() else None

    @cached_property
    def _signs(self) -> Words:
        return marked(self.content, self.sign)

    def improper(self, end: int) -> bool:
        """Say whether a quotation mark before ``end`` neither opens nor closes a whole field.

        Then parity does not tell what stands inside quotations. The byte at ``end - 1`` is
        expected to end a record, or not to be judged.
        """
        quotes, inside = self._quotes, self.inside
        if quotes is None or inside is None:
            return False
        if int(np.bitwise_count(quotes).sum()) * _SPARSE < len(self.content):
            return self._improper_one(places(quotes), end)
        opening, closing = quotes & inside, quotes & ~inside
        edges = self._all_ends | self._signs
        if RETURN in self.content:
            edges = edges | marked(self.content, RETURN)
        may_open = _after(edges | closing)
        may_open[0] |= _ONE
        wrong = (opening & ~may_open) | (closing & ~_before(edges | opening))
        wrong = wrong[: -(-end // _WORD)]
        if end % _WORD and len(wrong):
            wrong[-1] &= (_ONE << np.uint64(end % _WORD)) - _ONE
        return bool(wrong.any())

    def _improper_one(self, quotes: Places, end: int) -> bool:
        """Say the same of a text with few quotation marks, looking at the signs beside each."""
        given = np.frombuffer(self.content, np.uint8)
        edge = np.zeros(256, np.bool_)
        edge[[self.sign, NEWLINE, RETURN]] = True
        beside = np.diff(quotes, prepend=-2, append=len(given) + 1) == 1
        opening, closing = quotes[::2], quotes[1::2]
        opens = beside[:-1][::2] | (opening == 0) | edge[given[opening - 1]]
        follows = np.minimum(closing + 1, len(given) - 1)
        closes = beside[1:][1::2] | edge[given[follows]] & (closing + 1 < len(given))
        return bool((~opens & (opening < end)).any() or (~closes & (closing < end)).any())

    def fields(self, n: int) -> Places:
        """Return how many fields each of the first ``n`` records has; 1 for a blank line."""
        words = self._signs if self.inside is None else self._signs & ~self.inside
        counted = np.bitwise_count(words).astype(np.int64)
        before = np.cumsum(counted) - counted
        ends = self.ends[:n]
        word, bit = ends // _WORD, (ends % _WORD).astype(np.uint64)
        within = np.bitwise_count(words[word] & ((_ONE << bit) - _ONE))
        found: Places = np.diff(before[word] + within, prepend=0) + 1
        return found

    def lengths(self, n: int) -> Places:
        """Return the bytes of each of the first ``n`` records, without its line break."""
        ends = self.ends[:n]
        length: Places = np.diff(ends, prepend=-1) - 1
        if RETURN in self.content:
            given = np.frombuffer(self.content, np.uint8)
            filled = length > 0
            pair = np.zeros(len(ends), bool)
            pair[filled] = given[ends[filled] - 1] == RETURN
            length -= pair & (given[ends] == NEWLINE)
        return length
