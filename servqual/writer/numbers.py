"""How numbers and dates are printed; the conventions of a language stand in its texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache

from servqual.errors import SettingsError
from servqual.texts import date_in_words, fill

ALPHA_BENCHMARKS = tuple(map(Decimal, ("0.5", "0.7", "0.8", "0.9", "0.95")))
FIT_AT_LEAST, FIT_AT_MOST = (Decimal("0.95"),), (Decimal("0.06"), Decimal("0.08"))
ONE_THING = (Decimal("0.9"),)  # above it two dimensions are one thing
CHANGE_BENCHMARKS = tuple(map(Decimal, ("0.01", "0.015", "0.03")))
NO_BREAK = "\u00a0"


@lru_cache(maxsize=4096)  # figures of groups are rounded already: the same come again and again
def rounded(value: float, decimals: int) -> Decimal:
    """Return a number rounded half to even on its shortest decimal form, never a negative zero.

    Examples
    --------
    >>> rounded(-0.004, 2), rounded(0.125, 2), rounded(0.135, 2)
    (Decimal('0.00'), Decimal('0.12'), Decimal('0.14'))
    """
    exact = Decimal(repr(float(value)))
    result = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    return abs(result) if result == 0 else result


@cache
def _word(language: str, key: str) -> str:
    return fill(language, f"numbers.{key}", {})


@dataclass(frozen=True)
class Numbers:
    """Turns numbers into the text of one language; None becomes a dash.

    Examples
    --------
    >>> en = Numbers("en")
    >>> en.mean(5.1749), en.gap(-1.245), en.gap(0.31), en.gap(-0.004), en.mean(None)
    ('5.17', '−1.24', '+0.31', '0.00', '–')
    >>> en.alpha(0.8317), en.p(0.2), en.p(0.0123), en.percent(0.304), en.count(12345)
    ('.83', '.200', '.012', '30%', '12,345')
    """

    language: str = "en"
    places: int = 2

    def _word(self, key: str) -> str:
        return _word(self.language, key)

    def _text(self, number: Decimal, *, plus: bool = False, zero: bool = True) -> str:
        """Return a rounded number with this language's signs and separators."""
        digits = f"{abs(number):,f}"
        whole, _, part = digits.partition(".")
        whole = whole.replace(",", self._word("thousands"))
        if not zero and whole == "0" and part:
            whole = ""
        sign = self._word("minus") if number < 0 else "+" if plus and number > 0 else ""
        return f"{sign}{whole}{self._word('decimal')}{part}" if part else f"{sign}{whole}"

    @property
    def none(self) -> str:
        """What stands for a number that does not exist."""
        return self._word("none")

    def fixed(self, value: float | None, decimals: int) -> str:
        """Return a number with a fixed count of decimals."""
        return self.none if value is None else self._text(rounded(value, decimals))

    def mean(self, value: float | None) -> str:
        """Return a mean, SD or standard error in scale points, 2 decimals unless set otherwise."""
        return self.fixed(value, self.places)

    def gap(self, value: float | None, decimals: int | None = None) -> str:
        """Return a difference in scale points, its sign always shown unless it is zero."""
        places = self.places if decimals is None else decimals
        return self.none if value is None else self._text(rounded(value, places), plus=True)

    def net(self, share: float) -> str:
        """Return a net share (-1 to 1), such as a net promoter score, in whole points, signed."""
        return self._text(rounded(share * 100, 0), plus=True)

    def size(self, value: float | None) -> str:
        """Return the size of a difference without its sign, 2 decimals."""
        return self.none if value is None else self._text(abs(rounded(value, 2)))

    def points(self, value: float) -> str:
        """Return a distance with as few decimals as it needs, at most 2."""
        decimals = next(d for d in range(3) if rounded(value, d) == rounded(value, 2))
        return self.fixed(value, decimals)

    def tick(self, value: float) -> str:
        """Return a mark of an axis of gaps: signed, with as few decimals as it needs.

        >>> [Numbers("en").tick(mark) for mark in (-1.0, -0.5, 0.0, 0.5)]
        ['−1', '−0.5', '0', '+0.5']
        """
        decimals = next(d for d in range(3) if rounded(value, d) == rounded(value, 2))
        return self._text(rounded(value, decimals), plus=True)

    @property
    def separators(self) -> str:
        """The decimal sign and the sign between thousands, as plotly takes them."""
        return self._word("decimal") + self._word("thousands")

    def interval(self, low: float | None, high: float | None, *, signed: bool = True) -> str:
        """Return an interval in square brackets that does not break over two lines."""
        if low is None or high is None:
            return self.none
        say = self.gap if signed else self.mean
        return self.limits(say(low), say(high))

    def limits(self, low: str, high: str) -> str:
        """Return two limits, written already, as an interval."""
        return fill(self.language, "numbers.interval", {"low": low, "high": high})

    def coefficient(self, value: float | None, places: int = 2) -> str:
        """Return a correlation, 2 decimals, without a leading zero where that is the custom."""
        zero = self._word("leading_zero") == "yes"
        return self.none if value is None else self._text(rounded(value, places), zero=zero)

    def alpha(self, value: float | None) -> str:
        """Return an alpha, 2 decimals; more where rounding would carry it over a benchmark."""
        return self._beside(value, 2, ALPHA_BENCHMARKS)

    def closeness(self, value: float | None) -> str:
        """Return how close two dimensions are, 2 decimals; more just above .90.

        >>> Numbers("en").closeness(0.9004), Numbers("en").closeness(0.8996)
        ('.9004', '.90')
        """
        return self._beside(value, 2, (), ONE_THING)

    def fit(self, value: float | None) -> str:
        """Return a fit index, 3 decimals; more where rounding would carry it over a benchmark.

        >>> Numbers("en").fit(0.88942), Numbers("en").fit(0.94996)
        ('.889', '.94996')
        """
        return self._beside(value, 3, FIT_AT_LEAST, FIT_AT_MOST)

    def fit_interval(self, low: float | None, high: float | None) -> str:
        """Return the limits of a fit index in square brackets."""
        if low is None or high is None:
            return self.none
        return self.limits(self.coefficient(low, 3), self.coefficient(high, 3))

    def change(self, value: float | None) -> str:
        """Return a change of a fit index, 3 decimals, its sign always shown unless it is zero."""
        zero = self._word("leading_zero") == "yes"
        if value is None:
            return self.none
        number = rounded(value, 3)
        size = abs(Decimal(repr(float(value))))
        if any((abs(number) > mark) != (size > mark) for mark in CHANGE_BENCHMARKS):
            number = rounded(value, 5)
        return self._text(number, plus=True, zero=zero)

    def _beside(
        self,
        value: float | None,
        places: int,
        at_least: Sequence[Decimal] = (),
        at_most: Sequence[Decimal] = (),
    ) -> str:
        """Return a number with so many decimals that it lies on the right side of every mark."""
        if value is None:
            return self.none
        # beyond eight decimals a float is no longer sure of its side
        exact = rounded(value, 8)
        right = [
            number
            for number in (rounded(value, n) for n in (places, places + 1, places + 2, 5))
            if all((number >= mark) == (exact >= mark) for mark in at_least)
            and all((number > mark) == (exact > mark) for mark in at_most)
        ]
        number = right[0] if right else rounded(value, places)
        return self._text(number, zero=self._word("leading_zero") == "yes")

    def alpha_interval(self, low: float | None, high: float | None) -> str:
        """Return the limits of an alpha in square brackets."""
        if low is None or high is None:
            return self.none
        return self.limits(self.coefficient(low), self.coefficient(high))

    def p(self, value: float | None) -> str:
        """Return a p value, 3 decimals, ``< .001`` and ``> .999`` at the ends."""
        if value is None:
            return self.none
        zero = self._word("leading_zero") == "yes"
        if value < 0.001:
            return f"<{NO_BREAK}{self._text(Decimal('0.001'), zero=zero)}"
        if value > 0.999:
            return f">{NO_BREAK}{self._text(Decimal('0.999'), zero=zero)}"
        return self._text(rounded(value, 3), zero=zero)

    def percent(self, share: float | None) -> str:
        """Return a share (0 to 1) in whole percent; some but under half a percent is ``<1%``."""
        if share is None:
            return self.none
        return f"{self.hundredths(share)}%"

    def hundredths(self, share: float) -> str:
        """Return a share (0 to 1) as a count out of 100.

        ``<1`` and ``>99`` stand where rounding would say none or all.
        """
        number = rounded(share * 100, 0)
        if number == 0 and share > 0:
            return "<1"
        if number == 100 and share < 1:
            return ">99"
        return self._text(number)

    def count(self, n: float) -> str:
        """Return a count with thousands separated."""
        return self._text(rounded(n, 0))

    def counts(self, low: int, high: int) -> str:
        """Return a range of counts, or one count where both ends are the same."""
        return (
            self.count(low)
            if low == high
            else f"{self.count(low)}{self._word('range')}{self.count(high)}"
        )

    def date(self, iso: str) -> str:
        """Return a date written YYYY-MM-DD in the words of the language; '' stays ''."""
        if not iso:
            return ""
        try:
            day = dt.date.fromisoformat(iso)
        except ValueError as error:
            raise SettingsError(
                f"the date is {iso!r}; write it as YYYY-MM-DD, for instance 2026-05-31."
            ) from error
        return date_in_words(day, self._word("date"), self._word("locale"))
