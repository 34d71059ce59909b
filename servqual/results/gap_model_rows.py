"""The rows of the gap model: gaps, roles, weights, conditions, sources, audited figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["customer", "manager", "staff"]
Form = Literal["primary", "deficit", "difference"]
State = Literal["shown", "asked", "missing"]


@dataclass(frozen=True)
class RoleRow:
    """One of the three groups of people who were asked.

    Attributes
    ----------
    role
    state
        ``shown``; ``asked`` where people answered and nothing of it may be shown; ``missing``.
    reason
        Of ``asked``: ``consent`` (none is recorded), ``few`` (fewer than ``GapModel.fewest``) or
        ``hidden`` (fewer than 3: not even the number is given).
    n
        People who answered; None where the role is missing or hidden.
    population
        How many there are in the company, as stated; None where it is not.
    census
        Whether all of them answered, so that their means carry no sampling error.
    consent
        How their consent to be shown is recorded, in the words of the study file; '' for none.
    instrument, file, sha256
        What they were asked with and where the answers come from; the last two '' for customers.
    """

    role: Role
    state: State
    reason: Literal["", "consent", "few", "hidden"] = ""
    n: int | None = None
    population: int | None = None
    census: bool = False
    consent: str = ""
    instrument: str = ""
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class GapState:
    """Whether one of the seven gaps could be worked out; there is always a row for each.

    Attributes
    ----------
    gap : int
        1 to 7.
    state
        ``shown``; ``asked`` where its answers are there and may not be shown; ``missing``.
    reasons : tuple of str
        Of ``asked``: the ``role:reason`` of each role that keeps it back, ``manager:consent``.
    missing : tuple of str
        The ingredients that are not there: ``customer_expectation``, ``customer_perception``,
        ``manager_expectation``, ``staff_expectation``, ``standards``, ``delivery``, ``promises``.
    roles : tuple of Role
        Who is asked for it.
    audit : bool
        Whether there are audited figures for it, which are shown whoever answered.
    """

    gap: int
    state: State
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    audit: bool = False


@dataclass(frozen=True)
class GapModelRow:
    """One gap of the model in one dimension, or of the whole.

    Attributes
    ----------
    gap : int
        1 to 7.
    level, id
        ``dimension`` and its id; ``overall`` with ``unweighted`` (mean of the dimensions) or
        ``weighted`` (by the customers' mean points, the same for every gap but gap 5, which is
        weighted person by person as everywhere in the report).
    form
        ``primary``; of gaps 2 to 4 also ``deficit`` (rating minus the top of its scale, 0 at most)
        and, when it was asked for, ``difference`` (2: standards - managers' expectation, 3:
        delivery - standards, 4: promises - delivery).
    source
        ``asked`` or ``audit`` (gaps 2 to 4: what was counted or inspected instead of rated).
    of, minus
        What is compared, by the names of :class:`GapState`; ``minus`` '' in primary gaps 2 to 4 and
        ``maximum`` in the deficit form.
    value
        ``mean_of - mean_minus``, or ``mean_of`` where nothing is taken off. Below 0, gaps 1 and 6
        say that customers expect more than is thought, gap 5 that they got less than they expect,
        gap 7 only that managers think lower than staff.
    n_of, n_minus
        People behind either mean (units with ``method`` ``units``, entries of an ``audit``); the
        second None where nothing is taken off.
    se, df, ci_low, ci_high, t, p
        Limits at the study's confidence. None where there is no test (fewer than 5 people of a
        role, one unit ...), or nothing to infer (``method`` ``census``).
    g
        Hedges g of two independent groups, in units of the root of the mean of both variances.
    boot_low, boot_high
        Percentile limits, both groups drawn again within themselves; None where not drawn.
    method
        ``welch`` (two independent groups), ``paired`` (the same people), ``one_sample``, ``units``
        (means of matched units, t over units), ``census`` (everybody answered: no sampling error)
        or ``audit``.
    verdict
        Of gaps 1, 5, 6 and 7, as of any gap; '' where there is no interval.
    """

    gap: int
    level: Literal["dimension", "overall"]
    id: str
    form: Form
    source: Literal["asked", "audit"]
    of: str
    minus: str
    value: float
    mean_of: float
    mean_minus: float | None = None
    n_of: int = 0
    n_minus: int | None = None
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    t: float | None = None
    p: float | None = None
    g: float | None = None
    boot_low: float | None = None
    boot_high: float | None = None
    method: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class WeightGapRow:
    """The points that managers think customers give a dimension, against those they give.

    ``value`` is managers' mean minus customers' mean, in points out of ``GapModel.points_total``;
    the other fields are as in :class:`GapModelRow`.
    """

    dimension: str
    n_managers: int
    n_customers: int
    mean_managers: float
    mean_customers: float
    value: float
    se: float | None = None
    df: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    g: float | None = None
    boot_low: float | None = None
    boot_high: float | None = None
    method: str = ""


@dataclass(frozen=True)
class AntecedentRow:
    """A condition behind one of gaps 1 to 4, as managers or staff rate it.

    Attributes
    ----------
    construct, gap, role
        Id of what is rated, the gap it stands behind, who rated it.
    rank
        1 for the least healthy of its role; ranks order means, they do not test them.
    n, n_items
        People with at least half of its questions, and how many questions there are.
    health, se, ci_low, ci_high
        Mean, 0 to 100, 100 the most favourable answer, after turning reversed questions. Error and
        limits None for a census.
    reliability, coefficient
        ``alpha`` (three questions and more), ``spearman_brown`` (two), '' (one: None).
    name
        What it is called, by language.
    """

    construct: str
    gap: int
    role: Role
    rank: int
    n: int
    n_items: int
    health: float
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    reliability: float | None = None
    coefficient: Literal["", "alpha", "spearman_brown"] = ""
    name: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AntecedentLink:
    """How a condition goes with its gap over units; only where there are 30 units and more."""

    construct: str
    gap: int
    n_units: int
    pearson: float | None
    pearson_low: float | None
    pearson_high: float | None
    spearman: float | None
    spearman_low: float | None
    spearman_high: float | None


@dataclass(frozen=True)
class SourceRow:
    """Gap 5 of the customers who took their expectations from one source.

    ``shown`` is False where there are too few of them (or they would give others away): then all
    figures are None. Means are rounded as those of any group.
    """

    source: str
    shown: bool
    level: Literal["dimension", "overall"] = "overall"
    id: str = "unweighted"
    n: int | None = None
    mean_perception: float | None = None
    mean_expectation: float | None = None
    gap: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    verdict: str = ""


@dataclass(frozen=True)
class AuditRow:
    """What was counted or inspected in a dimension: mean of the units, each by its own mean.

    ``kind`` is ``standard``, ``delivery`` or ``promise``; ``lowest`` and ``highest`` are of units.
    ``sources`` are the words of the file: which inventory, which visits.
    """

    kind: Literal["standard", "delivery", "promise"]
    dimension: str
    value: float
    n_entries: int
    n_units: int
    lowest: float
    highest: float
    sources: tuple[str, ...] = ()
