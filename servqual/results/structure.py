"""Everything about the dimensions, with an exploratory factor analysis of one source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from servqual.errors import SettingsError
from servqual.results.show import html_table, text_table
from servqual.results.structure_rows import (
    ChangeRow,
    ConvergentRow,
    FactorRow,
    FitRow,
    InvarianceRow,
    LoadingRow,
    PairRow,
    Vector,
    VerdictRow,
)
from servqual.results.table import Parts

if TYPE_CHECKING:
    import pandas as pd

Matrix = tuple[Vector, ...]


@dataclass(frozen=True)
class Correlations:
    """The correlation matrix of all items of one source that can be factored, complete cases.

    ``n`` is the number of people, under weights Kish's effective number; ``dimensions`` are the
    questionnaire's, each with its items.
    """

    source: str
    n: int
    items: tuple[str, ...]
    matrix: Matrix
    dimensions: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Efa:
    """An exploratory factor analysis of one source.

    Factors stand by falling sum of squared loadings, signs so that each one's loadings add up to
    more than 0.

    Attributes
    ----------
    source, n, items
    extraction, rotation
        ``minres``, ``ml`` or ``paf``; ``oblimin``, ``promax``, ``varimax`` or ``none``.
    pattern, structure : matrix, shape (k, f)
    phi : matrix, shape (f, f)
        Correlations of the factors.
    communalities, ss_loadings
        Per item; per factor (sum of squared loadings, with phi for oblique rotations).
    congruence : matrix, shape (f, d)
        Tucker's coefficient of each factor with each dimension of the questionnaire (a column of
        ones for its items).
    dimensions : tuple of str
        Names of those columns.
    warnings
        ``heywood:ITEM`` (communality of 1, or at its bound of .995), ``few_people`` (under 200 and
        under 10 an item), ``not_converged``.
    problem
        '' or as in :class:`FactorRow`, or ``not_converged`` where the search ended at no numbers.
    """

    source: str
    n: int
    items: tuple[str, ...]
    extraction: str
    rotation: str
    pattern: Matrix = ()
    structure: Matrix = ()
    phi: Matrix = ()
    communalities: Vector = ()
    ss_loadings: Vector = ()
    congruence: Matrix = ()
    dimensions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problem: str = ""

    def records(self) -> list[dict[str, Any]]:
        """Return one dict per item: its loadings of the pattern and its communality."""
        lines = zip(self.items, self.pattern, self.communalities, strict=True)
        return [
            {"item": item}
            | {f"F{number}": value for number, value in enumerate(loadings, start=1)}
            | {"communality": communality}
            for item, loadings, communality in (lines if self.pattern else ())
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return the pattern with communalities as a pandas DataFrame, a row per item."""
        import pandas as pd  # only when a frame is asked for

        return pd.DataFrame(self.records()).set_index("item") if self.pattern else pd.DataFrame()

    def _repr_html_(self) -> str:
        return html_table(self.records())

    def __str__(self) -> str:
        """Return the pattern with communalities as plain text."""
        rows = self.records()
        return text_table(rows, tuple(rows[0])) if rows else self.problem


@dataclass(frozen=True)
class Structure(Parts):
    """Everything about the dimensions; ``to_frame("fits")`` is one of its tables."""

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "verdicts": ("dimension", "level", "reasons", "reliability", "gap_reliability"),
        "factors": (
            "source", "n", "k", "kmo", "n_theory", "n_components", "n_factors", "n_map", "problem",
        ),
        "fits": (
            "source", "model", "estimator", "n", "df", "chi2", "chi2_scaled", "cfi", "cfi_scaled",
            "rmsea", "rmsea_scaled", "srmr", "bic", "findings", "problem",
        ),
        "pairs": (
            "source", "a", "b", "phi", "phi_low", "phi_high", "htmt", "htmt_low", "htmt_high",
            "distinguishable",
        ),
        "invariance": (
            "comparison", "step", "n_groups", "n", "cfi", "rmsea", "srmr", "d_cfi", "holds",
            "worst", "problem",
        ),
    }  # fmt: skip

    verdicts: tuple[VerdictRow, ...] = ()
    factors: tuple[FactorRow, ...] = ()
    fits: tuple[FitRow, ...] = ()
    loadings: tuple[LoadingRow, ...] = ()
    convergent: tuple[ConvergentRow, ...] = ()
    pairs: tuple[PairRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    invariance: tuple[InvarianceRow, ...] = ()
    correlations: tuple[Correlations, ...] = ()
    exploratory: tuple[Efa, ...] = ()

    def efa(
        self,
        source: str = "",
        n_factors: int | None = None,
        extraction: str = "minres",
        rotation: str = "oblimin",
    ) -> Efa:
        """Return an exploratory factor analysis of one source.

        Parameters
        ----------
        source : str
            A battery or a gap of :attr:`factors`; '' takes the first, which leads the report.
        n_factors : int or None
            None takes the number that parallel analysis of factors finds, at least 1 and no more
            than the items can have.
        extraction : {"minres", "ml", "paf"}
            Minimum residuals, maximum likelihood or principal axes.
        rotation : {"oblimin", "promax", "varimax", "none"}

        Returns
        -------
        Efa
            With a ``problem`` and nothing else where the source cannot be factored.

        Raises
        ------
        SettingsError
            An unknown source, extraction or rotation; more factors than the items can have.
        """
        from servqual.results.exploratory import explore, number_of_factors

        known = [row.source for row in self.factors]
        row = next((r for r in self.factors if r.source == source or not source), None)
        if row is None:
            raise SettingsError(
                f"no battery or gap called {source!r} was factored. "
                f"Known: {', '.join(known) or 'none'}."
            )
        found = next((c for c in self.correlations if c.source == row.source), None)
        if row.problem or found is None:
            return Efa(row.source, row.n, (), extraction, rotation, problem=row.problem)
        wanted = number_of_factors(row) if n_factors is None else n_factors
        return explore(found, wanted, extraction, rotation)
