"""What an improvement would change: the counts it is worked out from, and the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from servqual.errors import SettingsError
from servqual.results.show import html_table, text_table
from servqual.results.table import Table
from servqual.statistics.returns import Worth, worth

Who = Literal["all", "below_minimum", "below_expectation"]


@dataclass(frozen=True)
class WhatIfRow:
    """One figure before and after.

    Attributes
    ----------
    figure
        ``item``, ``dimension``, ``overall``, ``weighted``, ``share_met``, ``in_zone`` (shares 0 to
        1) or ``outcome``.
    id
        Of the item, dimension, overall score or outcome.
    kind
        Name of the gap, or of the battery where there is none; '' for an outcome.
    before, after, change, change_low, change_high
        Limits hold the change in other samples of people, the same raise given (normal for means,
        Wilson for shares); of an outcome, the limits of its slope. None below 10 people.
    """

    figure: str
    id: str
    kind: str
    before: float | None
    after: float | None
    change: float | None
    change_low: float | None = None
    change_high: float | None = None


@dataclass(frozen=True)
class WhatIf(Table):
    """What would change if an item were raised, were everything else to stay: an association.

    Attributes
    ----------
    item, dimension, battery, who, raised_by
        ``battery`` is what is raised; ``who`` is ``all``, ``below_minimum`` or
        ``below_expectation``.
    share_raised : float
        Share of people (0 to 1) who are raised.
    rows : tuple of WhatIfRow
    n_next : int or None
        People needed in each of two independent waves to see the change of the item with power .80;
        None where it does not change.
    """

    item: str
    dimension: str
    battery: str
    who: str
    raised_by: float
    share_raised: float
    rows: tuple[WhatIfRow, ...] = ()
    n_next: int | None = None

    def _rows(self) -> tuple[WhatIfRow, ...]:
        return self.rows

    def row(self, figure: str) -> WhatIfRow | None:
        """Return the row of a figure, None where these answers have none."""
        return next((row for row in self.rows if row.figure == figure), None)

    def returns(
        self,
        *,
        retention_slope: float,
        customers: float,
        margin: float,
        years: float,
        rate: float,
        cost: float = 0.0,
    ) -> dict[str, Worth]:
        """Return what the change of the leading outcome would be worth: a scenario.

        Parameters
        ----------
        retention_slope : float
            Share of customers (0 to 1) who stay in addition per point of the outcome, from the
            client's own records; no survey tells it.
        customers, margin, years, rate, cost : float
            See :func:`servqual.statistics.returns.worth`.

        Returns
        -------
        dict
            ``low``, ``base`` and ``high``: at the lower limit of the change of the outcome, at its
            estimate and at its upper limit. It assumes that the association is causal.

        Raises
        ------
        SettingsError
            These answers have no leading outcome with limits, or an amount makes no sense.

        Examples
        --------
        >>> import servqual as sq
        >>> study = sq.analyze(sq.read(sq.simulate(n=300, seed=2).frame))
        >>> told = dict(retention_slope=0.04, customers=10_000, margin=200, years=4, rate=0.1)
        >>> found = study.what_if("q5", by=0.5).returns(**told, cost=9_000)
        >>> list(found), found["low"].net < found["base"].net < found["high"].net
        (['low', 'base', 'high'], True)
        """
        moved = self.row("outcome")
        if moved is None or moved.change is None or moved.change_low is None:
            raise SettingsError(
                f"there is no question about the whole that goes with {self.item!r} here, so its "
                "worth cannot be worked out. Ask one, such as satisfaction, of more people."
            )
        amounts = {"customers": customers, "margin": margin, "years": years, "cost": cost}
        wrong = [name for name, amount in amounts.items() if not 0 <= amount < float("inf")]
        if wrong or not -1 < rate < float("inf"):
            raise SettingsError(
                f"{', '.join(wrong) or 'rate'}: give a number from 0 up (a rate of 10% as 0.10)."
            )
        chain = (retention_slope, customers, margin, years, rate, cost)
        limits = {"low": moved.change_low, "base": moved.change, "high": moved.change_high}
        return {name: worth(change or 0.0, *chain) for name, change in limits.items()}

    def _repr_html_(self) -> str:
        return f"<p>{self._head()}</p>{html_table(self.records())}"

    def __str__(self) -> str:
        """Return the rows as a plain text table, what is raised above it."""
        return f"{self._head()}\n{text_table(self.records(), _SHOWN)}"

    def _head(self) -> str:
        people = "all" if self.who == "all" else f"those {self.who.replace('_', ' ')}"
        return (
            f"{self.item} raised by {self.raised_by:g} for {people} "
            f"({self.share_raised:.0%} of people): an association, not a forecast"
        )


@dataclass(frozen=True)
class Scenario:
    """Counts of the whole sample from which :meth:`Study.what_if` answers.

    Never printed or written to a file.

    Attributes
    ----------
    answers : mapping of (battery, item) to weighted counts of each answer, lowest first
    pairs : mapping of (gap, item) to weighted counts of each pair of answers, rows ``of``
    points : mapping of dimension to its share of the importance points; empty without points
    weight, n, design_effect
        Sum of weights, people, and Kish's design effect of the weights.
    """

    answers: Mapping[tuple[str, str], Sequence[float]] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], Sequence[Sequence[float]]] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    weight: float = 0.0
    n: int = 0
    design_effect: float = 1.0


_SHOWN = ("figure", "id", "kind", "before", "after", "change", "change_low", "change_high")
