"""Signs that need the single answers: odd groups, weights, bursts, copies (methods 9.2).

They run once while the answers are in memory, and leave notes with the figures behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from servqual.notes import Note
from servqual.quality.careless import Flag, Mask
from servqual.quality.detectors import SHARE_BEYOND
from servqual.quality.indices import MOST_COMPARED
from servqual.statistics.alike import bursts
from servqual.statistics.moments import Array

if TYPE_CHECKING:
    from servqual.responses import Responses

FEWEST_IN_GROUP = 10
FEWEST_FOR_LENGTH = 20
MOST_GROUPS = 50
MIRRORED_R = -0.3
SHARE_AT_END = 0.15  # of a group's own answers that stand at the end of the shorter scale
LARGEST_RATIO = 100.0
FEWEST_NUMBERED = 10


def traces(
    answers: Responses, turned: Mapping[str, Array], flags: Iterable[Flag] = ()
) -> list[Note]:
    """Return notes on odd groups, weights, bursts and near copies.

    Parameters
    ----------
    answers : Responses
    turned : mapping of battery to array, shape (n, n_items)
        The same ratings with negatively worded items turned round, NaN for missing.
    flags : iterable of Flag
        Whom the rules flag; near copies are among them.
    """
    near = next((flag for flag in flags if flag.rule == "near_copy"), None)
    many = len(answers) > MOST_COMPARED
    return [
        *_groups(answers, turned),
        *_weights(answers),
        *_bursts(answers),
        *(_copies(answers, near) if near else []),
        *([Note("near_copies_not_sought", {"most": f"{MOST_COMPARED:,}"})] if many else []),
    ]


def _groups(answers: Responses, turned: Mapping[str, Array]) -> Iterator[Note]:
    """Notice groups whose scale was turned round, or was shorter than that of the others."""
    for column, names in answers.people.items():
        groups, place, sizes = np.unique(names.astype(str), return_inverse=True, return_counts=True)
        if not 2 <= len(groups) <= MOST_GROUPS:
            continue
        for g in np.flatnonzero((sizes >= FEWEST_IN_GROUP) & (groups != "")):
            inside = place.ravel() == g
            values = {"column": column, "group": str(groups[g]), "n": int(sizes[g])}
            if (~inside).sum() >= FEWEST_IN_GROUP:
                yield from _mirrored(answers, turned, inside, values)
                yield from _shorter(answers, inside, values)


def _mirrored(
    answers: Responses, turned: Mapping[str, Array], inside: Mask, values: dict[str, object]
) -> Iterator[Note]:
    """Notice a group whose item means fit the others better with the scale turned round.

    A group may well be served badly; but then its expectations stay where they are, and its better
    items are still its better items. So every battery must fit better when turned round, and the
    order of the items must run against that of the others.
    """
    profiles = []
    for battery, ratings in turned.items():
        scale = answers.instrument.scale_of(battery)
        own, others = (_means(ratings[who]) / scale.parts for who in (inside, ~inside))
        known = ~(np.isnan(own) | np.isnan(others))
        own, others = own[known], others[known]
        plain = ((own - others) ** 2).sum()
        if not own.size or ((scale.min + scale.max - own - others) ** 2).sum() >= plain:
            return
        profiles.append((own - own.mean(), others - others.mean(), own.mean(), others.mean()))
    if not profiles:
        return
    a = np.concatenate([p[0] for p in profiles])
    b = np.concatenate([p[1] for p in profiles])
    size = np.sqrt((a * a).sum() * (b * b).sum())
    if size > 0 and (a * b).sum() / size < MIRRORED_R:
        more = {"own": f"{profiles[-1][2]:.2f}", "others": f"{profiles[-1][3]:.2f}"}
        more |= {"r": f"{(a * b).sum() / size:.2f}"}
        yield Note("group_mirrored_suspected", values | more, where=str(values["column"]))


def _shorter(answers: Responses, inside: Mask, values: dict[str, object]) -> Iterator[Note]:
    """Notice a group that was asked on five points where the others were asked on seven."""
    for battery, codes in answers.ratings.items():
        scale = answers.instrument.scale_of(battery)
        if scale.range != 6 or scale.parts > 1 or inside.sum() < FEWEST_FOR_LENGTH:
            continue
        end = scale.min + 4
        own, others = (codes[who][codes[who] >= scale.min] for who in (inside, ~inside))
        if not own.size or not others.size or own.max() > end:
            continue
        beyond = float((others > end).mean())
        if (own == end).mean() >= SHARE_AT_END and beyond >= SHARE_BEYOND:
            more: dict[str, object] = {"battery": battery, "short": end, "high": scale.max}
            more |= {"share": f"{beyond:.0%}"}
            yield Note("group_scale_suspected", values | more, where=str(values["column"]))
            return


def _means(values: Array) -> Array:
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    total = np.where(there, values, 0.0).sum(axis=0)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)


def _weights(answers: Responses) -> Iterator[Note]:
    """Notice weights that are a running number, or that let few people decide."""
    weights = answers.weights
    if weights is None or len(weights) < FEWEST_NUMBERED:
        return
    name = answers.weights_name
    steps = np.diff(np.sort(weights))
    if bool((steps == 1).all()):
        values: dict[str, object] = {
            "column": name,
            "low": f"{weights.min():g}",
            "high": f"{weights.max():g}",
        }
        yield Note("weights_running_number_suspected", values, where=name)
        return
    positive = weights[weights > 0]
    ratio = float(positive.max() / positive.min())
    if ratio > LARGEST_RATIO:
        share = float(positive.max() / positive.sum())
        values = {"column": name, "ratio": f"{ratio:,.0f}", "share": f"{share:.1%}"}
        values |= {"low": f"{positive.min():g}", "high": f"{positive.max():g}"}
        yield Note("weights_far_apart", values, where=name)


def _bursts(answers: Responses) -> Iterator[Note]:
    """Notice many answers that were finished within seconds of each other."""
    if answers.finished is None:
        return
    found = bursts(answers.finished)
    if found:
        n = sum(burst.n for burst in found)
        values: dict[str, object] = {"n": n, "runs": len(found), "most": found[0].n}
        values |= {"seconds": f"{found[0].seconds:g}"}
        yield Note("finished_in_bursts", values)


def _copies(answers: Responses, near: Flag) -> Iterator[Note]:
    """Notice people whose varied answers are nearly those of somebody else."""
    if not near.n:
        return
    values: dict[str, object] = {"n": near.n, "share": f"{near.limit or 0:.0%}"}
    if answers.finished is None:
        yield Note("near_copies", values)
        return
    together = _within_a_minute(answers.finished[near.who])
    yield Note("near_copies_timed", values | {"together": together})


def _within_a_minute(finished: npt.NDArray[np.float64]) -> int:
    """Return how many of some people finished within a minute of another one of them."""
    moments = np.sort(finished[~np.isnan(finished)])
    close = np.diff(moments) <= 60
    return int((np.append(close, [False]) | np.append([False], close)).sum())
