"""The figures of one printed table held against each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from servqual.importer.printed import PrintedRow, PrintedTable
from servqual.importer.words import squash
from servqual.results.table_check import Severity, TableFault
from servqual.statistics import consistency
from servqual.statistics.consistency import Implied, Printed

# gap -> what was received, what was wanted
PAIRS: Mapping[str, tuple[str, str]] = {
    "gap": ("perception", "expectation"),
    "adequacy": ("perception", "minimum"),
    "superiority": ("perception", "desired"),
}
MANY = 1e6
REDUNDANT = 0.95  # an alpha above it suggests that items say the same
FEWEST = 0.5  # the share of all people who answered an item, at the least
WIDEST = 10  # the highest answer of usual scales; larger means are sums
OVERALL = ("overall", "total", "总体", "整体", "合计")


@dataclass
class Checker:
    """Holds the figures of one table against each other."""

    table: PrintedTable
    n: int
    scale: tuple[float, float] | None
    items: Mapping[str, int]
    times: Counter[str] = field(default_factory=Counter)

    def found(self) -> Iterator[TableFault]:
        """Yield every fault."""
        for row in self.table.rows:
            for check in (
                self._gaps,
                self._tests,
                self._spreads,
                self._means,
                self._coefficients,
            ):
                yield from check(row)
        yield from self._dimensions()
        yield from self._sums()

    # -- one row ---------------------------------------------------------------------------------

    def _get(self, row: PrintedRow, *figures: str) -> list[Printed] | None:
        """Return printed values with their rounding, None if one is missing."""
        values = [row.get(figure) for figure in figures]
        if any(value is None for value in values):
            return None
        halves = [self.table.half(figure) for figure in figures]
        return [Printed(v, h) for v, h in zip(values, halves, strict=True) if v is not None]

    def _people(self, row: PrintedRow) -> int:
        return int(row.get("n") or self.n)

    def _fault(
        self,
        row: PrintedRow,
        code: str,
        figure: str,
        implied: Implied | None = None,
        severity: Severity = "fault",
        like: str = "",
    ) -> TableFault:
        name = f"{row.name} ({self.table.group})" if self.table.group else row.name
        value, low, high = (implied.value, implied.low, implied.high) if implied else (None,) * 3
        printed = row.get(figure)
        return TableFault(
            severity, code, row.row, name, figure, printed or 0.0, value, low, high, like
        )

    def _gaps(self, row: PrintedRow) -> Iterator[TableFault]:
        """Hold every gap against its two means."""
        for gap, (of, minus) in PAIRS.items():
            values = self._get(row, of, minus, gap)
            if values is None:
                continue
            self.times["gap"] += 1
            implied = consistency.difference(*values)
            if implied.fits:
                continue
            turned = Printed(-values[2].value, values[2].half)
            mirrored = consistency.difference(values[0], values[1], turned).fits
            yield self._fault(row, "sign" if mirrored else "gap", gap, implied)

    def _tests(self, row: PrintedRow) -> Iterator[TableFault]:
        """Hold interval, t and gap against each other."""
        gap = self._get(row, "gap")
        ends = self._get(row, "ci_low", "ci_high")
        t = self._get(row, "t")
        n = self._people(row)
        wrong = False
        if ends and ends[0].value > ends[1].value:
            yield self._fault(row, "ends", "ci_low")
            return
        if gap and ends:
            self.times["asymmetric"] += 1
            yield from self._interval(row, gap[0], ends)
        if gap and t and t[0].value * gap[0].value < 0:
            yield self._fault(row, "t_sign", "t")
        elif gap and ends and t:
            self.times["t_interval"] += 1
            df = n - 1.0 if n > 1 else MANY
            implied = consistency.t_of_interval(gap[0], ends[0], ends[1], df, t[0])
            wrong = not implied.fits
            if wrong:
                yield self._fault(row, "t_interval", "t", implied, like=self._like(row, "t"))
        sd = self._get(row, "sd_gap")
        if gap and t and sd and n > 1 and t[0].value * gap[0].value >= 0 and not wrong:
            yield from self._t_of_sd(row, gap[0], sd[0], n, t[0])
        sds = self._get(row, "sd_perception", "sd_expectation")
        if gap and t and sds and n > 1 and not sd:
            self.times["t_sds"] += 1
            implied = consistency.t_of_sds(gap[0], sds[0], sds[1], n, t[0])
            if not implied.fits:
                yield self._fault(row, "t_sds", "t", implied)

    def _t_of_sd(
        self, row: PrintedRow, gap: Printed, sd: Printed, n: int, t: Printed
    ) -> Iterator[TableFault]:
        """Hold t against gap / (SD / sqrt n); an n of the whole table can be more than of a row."""
        self.times["t_sd"] += 1
        implied = consistency.t_of_sd(gap, sd, n, t)
        if implied.fits:
            return
        least = abs(gap.value) * math.sqrt(n * FEWEST) / max(sd.value, consistency.HAIR)
        skipped = not row.get("n") and least <= abs(t.value) < abs(implied.value)
        if skipped:
            yield self._fault(row, "t_sd_fewer", "t", implied, "ask")
        else:
            yield self._fault(row, "t_sd", "t", implied, like=self._like(row, "t"))

    def _interval(self, row: PrintedRow, gap: Printed, ends: list[Printed]) -> Iterator[TableFault]:
        """Hold a gap against the middle of its interval."""
        implied = consistency.middle(gap, *ends)
        off = abs(implied.value - gap.value)
        if not ends[0].low - gap.half <= gap.value <= ends[1].high + gap.half:
            yield self._fault(row, "outside", "gap", implied)
        elif not implied.fits:
            yield self._fault(row, "asymmetric", "gap", implied, "ask")
        elif off >= 2 * gap.half - consistency.HAIR:
            yield self._fault(row, "asymmetric", "gap", implied, "mark")

    def _like(self, row: PrintedRow, figure: str) -> str:
        """Return the neighbouring row with the very same figure, '' for none."""
        place = self.table.rows.index(row)
        near = [k for k in (place - 1, place + 1) if 0 <= k < len(self.table.rows)]
        same = [k for k in near if self.table.rows[k].get(figure) == row.get(figure)]
        return self.table.rows[same[0]].name if same else ""

    def _spreads(self, row: PrintedRow) -> Iterator[TableFault]:
        """Hold the SD of the gaps against those of the two means."""
        values = self._get(row, "sd_perception", "sd_expectation", "sd_gap")
        if values is None or min(values[0].value, values[1].value) <= 0:
            return
        self.times["sd_gap"] += 1
        implied = consistency.correlation(*values)
        if not implied.fits:
            yield self._fault(row, "sd_gap", "sd_gap", implied)

    def _means(self, row: PrintedRow) -> Iterator[TableFault]:
        """Hold means and SDs against the scale and the number of people."""
        for battery in ("expectation", "perception", "minimum", "desired", "mean"):
            mean = self._get(row, battery)
            if mean is None or self._is_sum(row, mean[0].value):
                continue
            n = int(row.get(f"n_{battery}") or self._people(row))
            if self.scale is not None:
                self.times["off_scale"] += 1
                low, high = self.scale
                if mean[0].high < low - consistency.HAIR or mean[0].low > high + consistency.HAIR:
                    yield self._fault(
                        row, "off_scale", battery, Implied(low, low, high, fits=False)
                    )
                    continue
                sd = self._get(row, "sd" if battery == "mean" else f"sd_{battery}")
                most = consistency.largest_sd(mean[0], low, high, n or None)
                if sd is not None and sd[0].low > most + consistency.HAIR:
                    self.times["sd_range"] += 1
                    figure = "sd" if battery == "mean" else f"sd_{battery}"
                    bounds = Implied(most, 0.0, most, fits=False)
                    yield self._fault(row, "sd_range", figure, bounds)
            if row.dimension and 0 < n * 2 * mean[0].half < 1:  # fewer people than steps
                self.times["grim"] += 1
                if not consistency.possible_mean(mean[0], n):
                    yield self._fault(row, "grim", battery, severity="ask")

    def _coefficients(self, row: PrintedRow) -> Iterator[TableFault]:
        """Hold alpha, CR and AVE against what they can be."""
        alpha = row.get("alpha")
        if alpha is not None:
            self.times["alpha"] += 1
            if alpha > 1:
                yield self._fault(row, "alpha", "alpha")
            elif alpha < 0:
                yield self._fault(row, "alpha_negative", "alpha", severity="ask")
            elif row.get("items") == 1:
                yield self._fault(row, "alpha_one_item", "alpha")
            elif alpha > REDUNDANT:
                yield self._fault(row, "alpha_high", "alpha", severity="mark")
        if not row.loadings or max(abs(v) for v in row.loadings) >= 1:
            return
        found = consistency.composite(row.loadings, self.table.half("loading"))
        for figure, implied in zip(("cr", "ave"), found, strict=True):
            printed = self._get(row, figure)
            if printed is None:
                continue
            self.times[figure] += 1
            if not (printed[0].high >= implied.low and printed[0].low <= implied.high):
                yield self._fault(row, figure, figure, implied)

    # -- several rows ----------------------------------------------------------------------------

    def _dimensions(self) -> Iterator[TableFault]:
        """Hold dimensions against their items, and the whole against either."""
        items, wholes = self.table.parts()
        overall = [row for row in wholes if squash(row.name) in map(squash, OVERALL)]
        dimensions = [row for row in wholes if row not in overall]
        for row in dimensions:
            inside = [i for i in items if squash(i.dimension) == squash(row.name)]
            yield from self._mean_of(row, inside, "dimension_mean")
        for row in overall:
            for figure in ("expectation", "perception", "gap"):
                yield from self._overall(row, figure, items, dimensions)

    def _mean_of(
        self, row: PrintedRow, inside: Sequence[PrintedRow], code: str
    ) -> Iterator[TableFault]:
        """Hold the means of one row against those of its parts; missing answers may part them."""
        for figure in ("expectation", "perception", "gap"):
            parts = [p[0] for r in inside if (p := self._get(r, figure))]
            whole = self._get(row, figure)
            if whole is None or len(parts) < 2 or len(parts) != len(inside):
                continue
            self.times[code] += 1
            implied = consistency.mean_of(parts, whole[0])
            if not implied.fits:
                yield self._fault(row, code, figure, implied, "ask")

    def _overall(
        self,
        row: PrintedRow,
        figure: str,
        items: Sequence[PrintedRow],
        dimensions: Sequence[PrintedRow],
    ) -> Iterator[TableFault]:
        """Hold the whole against the mean of the dimensions and that of the items: one must fit."""
        whole = self._get(row, figure)
        if whole is None:
            return
        ways = []
        for rows in (dimensions, items):
            parts = [p[0] for r in rows if (p := self._get(r, figure))]
            if len(parts) > 1 and len(parts) == len(rows):
                ways.append(consistency.mean_of(parts, whole[0]))
        if ways:
            self.times["overall"] += 1
            if not any(way.fits for way in ways):
                yield self._fault(row, "overall", figure, ways[0], "ask")

    def _is_sum(self, row: PrintedRow, mean: float) -> bool:
        """Say whether a figure above the scale is a sum over items and not a slip."""
        top = self.scale[1] if self.scale else WIDEST
        known = row.get("items") or self.items.get(squash(row.name)) or 1
        return mean > (top if known > 1 else max(top, WIDEST))

    def _sums(self) -> Iterator[TableFault]:
        """Ask where figures are sums over different numbers of items: their order says nothing."""
        rows = [
            row
            for row in self.table.rows
            if any(self._is_sum(row, row.get(b) or 0.0) for b in ("expectation", "perception"))
        ]
        counts = {row.name: self._count(row) for row in rows}
        if len(rows) < 2 or len(set(counts.values())) < 2:
            return
        self.times["sums"] += 1
        for row in rows:
            k = counts[row.name]
            gap = row.get("gap")
            if k and gap is not None:
                each = gap / k
                yield self._fault(row, "sums", "gap", Implied(each, each, each, fits=False), "ask")

    def _count(self, row: PrintedRow) -> float:
        """Return how many items a sum goes over, as far as the table or the user says."""
        known = row.get("items") or self.items.get(squash(row.name))
        if known:
            return float(known)
        top = row.get("maximum_expectation") or row.get("maximum")
        return top / self.scale[1] if top and self.scale else 0.0
