"""What a design file says: who the customers are, and how the sample was drawn from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Shares = Mapping[str, float]
CROSS = "*"  # between two people columns: sex*age


def _nothing() -> Mapping[str, Mapping[str, float]]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Design:
    """How the sample stands to the customers; what is left out is empty.

    Attributes
    ----------
    weights : str
        Column of weights that come with the file; '' for none.
    rake : tuple of str
        People columns whose margins the weights are raked to.
    post : str
        People column, or two crossed (``sex*age``), that the weights are post-stratified to.
    trim : tuple of two numbers, or None
        Lowest and highest weight, in mean weights; None does not trim.
    strata, clusters : str
        People columns of the strata and of the primary sampling units.
    random : bool
        Whether the sample was drawn at random from a known frame: only then does a
        finite-population correction count.
    customers : mapping of people column to (mapping of group to share)
        Who the customers are, shares from 0 to 1 that add up to 1; crossed columns as ``sex*age``,
        their groups likewise: ``female*18-29``.
    total : int
        Customers in all; 0 where it is not known.
    frame : mapping of people column to (mapping of unit to number)
        Customers of each unit.
    standard : tuple of str
        People columns whose mix is made equal before units are compared (case mix).
    file, sha256 : str
        Name of the file without its folder; '' where it was made in Python.
    """

    weights: str = ""
    rake: tuple[str, ...] = ()
    post: str = ""
    trim: tuple[float, float] | None = (0.3, 3.0)
    strata: str = ""
    clusters: str = ""
    random: bool = False
    customers: Mapping[str, Shares] = field(default_factory=_nothing)
    total: int = 0
    frame: Mapping[str, Mapping[str, float]] = field(default_factory=_nothing)
    standard: tuple[str, ...] = ()
    file: str = ""
    sha256: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """People columns that the answers must have, each once; crossed ones as their two parts."""
        named = (*self.rake, self.post, self.strata, self.clusters, *self.standard)
        told = (*named, *self.customers, *self.frame)
        return tuple(dict.fromkeys(part for name in told for part in split_crossed(name)))

    @property
    def fits(self) -> bool:
        """Say whether weights are to be made to fit the customers."""
        return bool(self.rake or self.post)

    @property
    def drawn(self) -> bool:
        """Say whether strata, clusters or a known number of customers change the errors."""
        known = self.total or self.frame.get(self.strata)
        return bool(self.strata or self.clusters or (self.random and known))


def split_crossed(name: str) -> tuple[str, ...]:
    """Return the parts of a crossed name, ``sex*age``; one part for a plain one.

    Examples
    --------
    >>> split_crossed("sex * age"), split_crossed("branch"), split_crossed("")
    (('sex', 'age'), ('branch',), ())
    """
    return tuple(part.strip() for part in name.split(CROSS) if part.strip())


def crossed(names: Iterable[str]) -> str:
    """Return one name for several crossed columns, or for their groups: ``sex*age``."""
    return CROSS.join(names)
