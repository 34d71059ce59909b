"""What cells mean, found once for every distinct value of a column however long it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from servqual.importer.opening.workbook import cell_text

if TYPE_CHECKING:
    import polars as pl

Values = npt.NDArray[Any]
_SLOTS = 1 << 16
_LOW = np.uint64(_SLOTS - 1)
_SMALLEST, _LARGEST = -(1 << 15), (1 << 15) - 1  # whole numbers that are looked up by themselves
_MOST_KEPT = 100_000  # texts; a column of ids is not remembered
_TRIED = 64  # cells that tell whether a column of text mostly holds numbers
_HALF = 0.5


class Lookup:
    """Cells of a column -> answers; the function is asked once for every distinct text.

    Whole numbers are looked up by value, texts by a hash of 64 bits under whose last 16 bits an
    answer stands; that two different texts of one column share all 64 has a chance of less than
    one in a billion for 100,000 of them. What is not found there is asked for and put there.
    Several threads may read at once.

    Parameters
    ----------
    answer : function of a text
    kind : dtype
        Of the answers. For numbers, blank cells must be NaN; of codes they must fit int16.
    straight : (low, high), optional
        Whole numbers that stand for themselves.
    decimals : function of an array, optional
        Answers to numbers that are no whole ones, in place of asking for each.
    numeric : bool
        Whether a column of text may hold numbers for the most part.

    Examples
    --------
    >>> import polars as pl
    >>> Lookup(len, np.int16).read(pl.Series(["a", None, "abc"])).tolist()
    [1, 0, 3]
    """

    def __init__(
        self,
        answer: Callable[[str], Any],
        kind: Any,
        *,
        straight: tuple[int, int] | None = None,
        decimals: Callable[[Values], Values] | None = None,
        numeric: bool = False,
    ) -> None:
        self.answer, self.kind = answer, np.dtype(kind)
        self.straight, self.decimals, self.numeric = straight, decimals, numeric
        self._asked: dict[str, Any] = {}
        self._empty()

    def _empty(self) -> None:
        self._lock = threading.RLock()
        self._whole = np.zeros(_SLOTS, self.kind)
        self._whole_known = np.zeros(_SLOTS, bool)
        self._hashes = np.zeros(_SLOTS, np.uint64)
        self._slots = np.zeros(_SLOTS, self.kind)
        self._texts: dict[int, str] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Return what a pickle holds: a lock cannot travel, and tables are soon filled again."""
        gone = ("_lock", "_whole", "_whole_known", "_hashes", "_slots", "_texts")
        return {name: value for name, value in self.__dict__.items() if name not in gone}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._empty()

    def of(self, text: str) -> Any:
        """Return the answer to one text."""
        with self._lock:
            if text in self._asked:
                return self._asked[text]
            found = self.answer(text)
            if len(self._asked) < _MOST_KEPT:
                self._asked[text] = found
            return found

    def read(self, cells: pl.Series, met: set[str] | None = None) -> Values:
        """Return the answers to some cells; add the different texts among them to ``met``.

        Of whole numbers that stand for themselves only the lowest and the highest are added.

        Parameters
        ----------
        cells : Series of whole numbers, numbers without NaN, or text
            Null is a blank.
        met : set of str, optional
        """
        import polars as pl

        if cells.dtype.is_integer():
            return self._read_whole(cells, met)
        if cells.dtype.is_float():
            return self._read_numbers(cells, met)
        if cells.dtype != pl.String:
            cells = cells.cast(pl.String)
        return self._read_texts(cells, met)

    # -- whole numbers -----------------------------------------------------------------------------

    def _read_whole(self, cells: pl.Series, met: set[str] | None) -> Values:
        low, high = cells.min(), cells.max()
        if met is not None and cells.null_count():
            met.add("")
        if low is None or high is None:
            return np.full(len(cells), self.of(""), self.kind)
        if self.straight and self.straight[0] <= low and high <= self.straight[1]:  # type: ignore[operator]
            if met is not None:
                met |= {str(low), str(high)}
            return self._themselves(cells)
        if low >= _SMALLEST and high <= _LARGEST:  # type: ignore[operator]
            return self._by_value(cells, met)
        import polars as pl

        return self._by_hash(cells.cast(pl.String).fill_null(""), met)

    def _themselves(self, cells: pl.Series) -> Values:
        import polars as pl

        if self.kind.kind == "f":
            found: Values = cells.cast(pl.Float64).to_numpy()
            return found
        filled = cells.cast(pl.Int16)
        if filled.null_count():
            filled = filled.fill_null(int(self.of("")))
        return filled.to_numpy()

    def _by_value(self, cells: pl.Series, met: set[str] | None) -> Values:
        import polars as pl

        whole = cells.cast(pl.Int16)
        blank = whole.is_null().to_numpy() if whole.null_count() else None
        slots = whole.fill_null(0).to_numpy().view(np.uint16).astype(np.intp)
        hit = np.zeros(_SLOTS, bool)
        hit[slots if blank is None else slots[~blank]] = True
        for slot in np.flatnonzero(hit & ~self._whole_known).tolist():
            with self._lock:
                self._whole[slot] = self.of(_text_of(slot))
                self._whole_known[slot] = True
        found: Values = self._whole.take(slots)
        if blank is not None:
            found[blank] = self.of("")
        if met is not None:
            met.update(map(_text_of, np.flatnonzero(hit).tolist()))
        return found

    # -- other numbers -----------------------------------------------------------------------------

    def _read_numbers(self, cells: pl.Series, met: set[str] | None) -> Values:
        import polars as pl

        cells = cells.fill_nan(None)
        whole = cells.cast(pl.Int16, strict=False)
        same = (whole.cast(cells.dtype) == cells) & whole.is_not_null() | cells.is_null()
        if same.all():
            return self._read_whole(whole, met)
        odd = np.flatnonzero(~same.to_numpy())
        whole = whole.set(~same, None)
        found = self._read_whole(whole, met).copy()
        values = cells.gather(odd).to_numpy()
        if self.decimals is not None:
            found[odd] = self.decimals(values)
            return found
        different, place = np.unique(values, return_inverse=True)
        texts = [cell_text(value) for value in different.tolist()]
        found[odd] = np.array([self.of(text) for text in texts], self.kind)[place]
        if met is not None:
            met.update(texts)
        return found

    # -- text --------------------------------------------------------------------------------------

    def _read_texts(self, cells: pl.Series, met: set[str] | None) -> Values:
        import polars as pl

        cells = cells.fill_null("")
        if not self.numeric:
            return self._by_hash(cells, met)
        head = cells.head(_TRIED)
        if head.cast(pl.Int16, strict=False).null_count() > _HALF * len(head):
            return self._by_hash(cells, met)
        whole = cells.cast(pl.Int16, strict=False)
        found = self._read_whole(whole, met)
        other = np.flatnonzero((whole.is_null() & (cells != "")).to_numpy())
        if other.size:
            found = found.copy()
            found[other] = self._by_hash(cells.gather(other), met)
        return found

    def _by_hash(self, cells: pl.Series, met: set[str] | None) -> Values:
        hashes = cells.hash().to_numpy()
        slots = (hashes & _LOW).view(np.int64)
        # a slot gets its hash last, so that a reader who finds the hash finds the answer
        known = self._hashes.take(slots) == hashes
        if met is not None:
            hit = np.zeros(_SLOTS, bool)
            hit[slots[known]] = True
            met.update(self._texts[slot] for slot in np.flatnonzero(hit).tolist())
        found: Values = self._slots.take(slots)
        if not known.all():
            other = np.flatnonzero(~known)
            found[other] = self._ask(cells.gather(other), met)
        return found

    def _ask(self, cells: pl.Series, met: set[str] | None) -> Values:
        """Return the answers to texts that have no slot, and give them one if it is free."""
        import polars as pl

        different = cells.unique()
        texts = different.to_list()
        answers = np.empty(len(texts), self.kind)
        answers[:] = [self.of(text) for text in texts]
        with self._lock:
            for text, hashed, answer in zip(
                texts, different.hash().to_list(), answers, strict=True
            ):
                slot = hashed & (_SLOTS - 1)
                if not self._hashes[slot] and hashed:
                    self._slots[slot], self._texts[slot] = answer, text
                    self._hashes[slot] = hashed
        if met is not None:
            met.update(texts)
        place = pl.Series(range(len(texts)), dtype=pl.Int64)
        found: Values = answers[cells.replace_strict(different, place).to_numpy()]
        return found


def _text_of(slot: int) -> str:
    """Return the whole number that a slot stands for."""
    return str(slot if slot <= _LARGEST else slot - _SLOTS)
