"""What to do: causes to look for, the register of actions, and what an improvement would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from servqual.results.priorities import Certainty, Quadrant
from servqual.results.table import Parts


@dataclass(frozen=True)
class ActionRow:
    """One line of the register of actions; effort, owner and dates are for the client to fill in.

    Attributes
    ----------
    rank, rank_low, rank_high, probability_first
        By the priority index among the rows of the register, with limits over replicates.
    item, dimension, theme
        ``theme`` is '' where the questionnaire declares none.
    kind, gap, ci_low, ci_high, verdict
        Of the first gap of the questionnaire; '' and None without gaps.
    importance, importance_source
        Share (0 to 1) over all items by which the shortfall counts: by ``ratings`` of the items,
        else by ``points`` of its dimension over the number of its items, else ``derived``; None
        and ``none`` where only expectations could stand for importance: what the gap subtracts is
        in it already and would count twice, so that every item counts alike.
    performance, target, shortfall
        Mean, what is aimed at in the long run (what people want; without gaps the target that was
        set, or the top of the scale), and what is missing, 0 to 1 of the scale range.
    index
        importance x shortfall, as a share (0 to 1) of the sum over all items; feasibility is left
        to the client.
    quadrant, probability, certainty
        Quadrant, its probability, and the label of :class:`PriorityRow`; '' and None without.
    next_target, n_next, power
        Mean to reach in the next wave, up by the smallest gap of interest but not beyond the
        target; people needed in each of two independent waves to see it with power .80, and the
        power with as many people as answered now. None where all people answered alike.
    gap_number
        Gap of the model (1 to 4) that its theme points to; see :class:`CauseRow`.
    owner
        Suggested by the questionnaire file, in English; '' if it says nothing.
    """

    rank: int
    item: str
    dimension: str
    theme: str = ""
    rank_low: int | None = None
    rank_high: int | None = None
    probability_first: float | None = None
    kind: str = ""
    gap: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    verdict: str = ""
    importance: float | None = None
    importance_source: str = "none"
    performance: float | None = None
    target: float | None = None
    shortfall: float | None = None
    index: float | None = None
    quadrant: Quadrant | str = ""
    probability: float | None = None
    certainty: Certainty = ""
    next_target: float | None = None
    n_next: int | None = None
    power: float | None = None
    gap_number: int | None = None
    owner: str = ""


@dataclass(frozen=True)
class CauseRow:
    """What to ask inside the organisation about a theme: a lead to follow, not a finding.

    Attributes
    ----------
    theme, source, items
        As in :class:`servqual.results.Theme`; ``items`` are those in the register.
    share, cumulative
        Part (0 to 1) of the weighted shortfall of all items, and with all rows above (Pareto).
    gap_number, pointed_by
        Gap of the model that is looked at first: 1 research, 2 standards, 3 delivery,
        4 communication; ``theme`` (declared by the questionnaire) or the rule that found it:
        ``uneven`` (what people got differs more from person to person than on the average item:
        delivery) or ``even`` (standards).
    evidence, missing
        Codes of what these answers show for it, and of what nobody has asked yet; their words stand
        in ``reports/text/<language>/causes.toml``.
    """

    theme: str
    source: str
    items: tuple[str, ...]
    share: float
    cumulative: float
    gap_number: int
    pointed_by: str
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Actions(Parts):
    """The register of actions, the first one first, and the causes to look for.

    ``problem`` is '' or why there is no register: ``no_shortfall``, ``nothing_to_rank``.
    """

    rows: tuple[ActionRow, ...] = ()
    causes: tuple[CauseRow, ...] = ()
    problem: str = ""

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "rows": (
            "rank",
            "item",
            "gap",
            "importance",
            "index",
            "rank_low",
            "rank_high",
            "certainty",
        ),
        "causes": ("theme", "items", "share", "cumulative", "gap_number"),
    }
