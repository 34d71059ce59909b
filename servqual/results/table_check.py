"""Arithmetic faults of a printed table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from servqual.results.table import Parts

Severity = Literal["fault", "ask", "mark"]


@dataclass(frozen=True)
class TableFault:
    """One printed figure that does not follow from the others.

    Attributes
    ----------
    severity
        ``fault``: cannot be so, however the figures were rounded; ``ask``: can be so, but only if
        something was done that the table does not say; ``mark``: at the edge of what rounding
        allows, or worth a look.
    code
        What is wrong: ``gap``, ``sign``, ``t_interval``, ``t_sd``, ``t_sd_fewer``, ``t_sds``,
        ``t_sign``, ``asymmetric``, ``outside``, ``ends``, ``dimension_mean``, ``overall``,
        ``sd_gap``, ``sd_range``, ``off_scale``, ``grim``, ``alpha``, ``alpha_negative``,
        ``alpha_high``, ``alpha_one_item``, ``cr``, ``ave``, ``sums``.
    row, name
        Row of the file and what it is about.
    figure, printed, implied, low, high
        Which printed figure, its value, what the others imply, and from where to where rounding
        allows that.
    like
        A row whose figure is the same, as if it had been copied; '' for none.
    """

    severity: Severity
    code: str
    row: int
    name: str
    figure: str
    printed: float
    implied: float | None = None
    low: float | None = None
    high: float | None = None
    like: str = ""


@dataclass(frozen=True)
class TableCheck(Parts):
    """What was found in a printed table.

    Attributes
    ----------
    faults : tuple of TableFault
    file : str
    n_rows, n_checks : int
        Rows, and how many times figures were held against each other.
    checked : mapping of check to times
        Under the names of :attr:`TableFault.code`.
    n_known : bool
        Whether the table or the user said how many people answered.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "faults": ("severity", "code", "name", "figure", "printed", "implied", "low", "high"),
    }

    faults: tuple[TableFault, ...] = ()
    file: str = ""
    n_rows: int = 0
    n_checks: int = 0
    checked: Mapping[str, int] | None = None
    n_known: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether nothing is impossible."""
        return not any(row.severity == "fault" for row in self.faults)
