"""How people answered, whom the analyst leaves out, and what both do to the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.analysis.versions import Tables, summary_of, under_rule
from servqual.errors import SettingsError
from servqual.instrument import Instrument
from servqual.notes import Note
from servqual.quality import absolute_flags, examine, excluded, parse_rules, suspects
from servqual.quality.careless import Mask
from servqual.quality.examined import Examined
from servqual.quality.exclusion import Asked, Excluded
from servqual.responses import Responses, Source
from servqual.results import Quality
from servqual.scoring import turned
from servqual.settings import Settings
from servqual.statistics.moments import Array
from servqual.statistics.summary import Summary

N_SIMULATED = 2000


@dataclass(frozen=True)
class Sorted:
    """The people who count, and what was found out about everybody.

    Attributes
    ----------
    everybody, kept : Responses
        The same where nobody is left out.
    examined : Examined
        Of everybody.
    excluded : Excluded
    """

    everybody: Responses
    kept: Responses
    examined: Examined
    excluded: Excluded

    @property
    def left_suspect(self) -> Mask:
        """Who is suspect, among those who count."""
        return np.asarray(self.examined.suspect[~self.excluded.who])


def sort_out(everybody: Responses, exclude: Asked) -> Sorted:
    """Return the people who count under the analyst's rules.

    Raises
    ------
    SettingsError
        A rule makes no sense, nobody is left, or nobody who is left has a weight.
    """
    rules = parse_rules(exclude)
    rated = [b for b in everybody.instrument.rated_batteries if b in everybody.ratings]
    examined = examine(everybody, {b: turned(everybody, b) for b in rated})
    out = excluded(rules, everybody, examined.flags, examined.suspect)
    kept = everybody.take(~out.who) if out.who.any() else everybody
    if kept.weights is not None and not kept.weights.any():
        raise SettingsError(
            "exclude: everybody who is left has the weight 0. Leave out a rule, or the weights."
        )
    return Sorted(everybody, kept, examined, out)


def quality_of(people: Sorted, settings: Settings) -> Quality:
    """Return the flags as counts, with how often they would be wrong."""
    looked = people.examined
    rate = false_rate(people.everybody, settings.seed)
    return Quality(
        flags=looked.rows(),
        n_suspect=int(looked.suspect.sum()),
        n_suspect_left=int(people.left_suspect.sum()),
        false_rate=rate,
        n_simulated=0 if rate is None else N_SIMULATED,
        seconds=looked.seconds,
        seconds_per_rating=looked.per_rating,
    )


def withheld(people: Sorted, settings: Settings) -> bool:
    """Say whether figures with and without the people left out would tell those of a small group.

    Whoever has both can work out what was left out; that is no matter for careless answers, but it
    is for a branch that is too small to be shown.
    """
    n_out = int(people.excluded.who.sum())
    return people.excluded.by_group and 0 < n_out < settings.min_cell


def withheld_notes(people: Sorted, settings: Settings) -> list[Note]:
    """Return the note that tells of a comparison that is not shown."""
    values = {"min_cell": settings.min_cell}
    return [Note("comparison_withheld", values)] if withheld(people, settings) else []


def compared(people: Sorted, tables: Tables, settings: Settings) -> tuple[Summary | None, str]:
    """Return the Summary to hold beside that of the people who count, and what tells them apart.

    Where the analyst left people out, that of everybody; else that without suspects, if there are
    any and somebody is left. None where the people left out are a group too small to be shown.
    """
    if withheld(people, settings):
        return None, ""
    if people.excluded.who.any():
        everybody, _ = under_rule(people.everybody, settings.incomplete, settings.seed)
        return summary_of(everybody), "excluded"
    suspect = people.left_suspect
    if not suspect.any() or suspect.all():
        return None, ""
    return summary_of(tables, ~suspect), "suspects"


def false_rate(responses: Responses, seed: int) -> float | None:
    """Return the share of simulated attentive people whom the rules make suspect.

    They answer the same questionnaire with the item means of this sample, and with the spread of
    the simulator's people. Only rules on the answers take part: nobody knows how fast simulated
    people are. None without any rating.
    """
    means = {
        battery: _means(turned(responses, battery)) / responses.instrument.scale_of(battery).parts
        for battery in responses.ratings
        if battery in responses.instrument.rated_batteries
    }
    return false_rate_of(responses.instrument, means, responses.order, seed)


def false_rate_of(
    instrument: Instrument,
    means: Mapping[str, Array],
    order: Mapping[str, npt.NDArray[np.intp]],
    seed: int,
) -> float | None:
    """Return the same from the item means of every battery, in scale points."""
    from servqual.simulate.attentive import attentive_ratings

    if not means:
        return None
    ratings = attentive_ratings(instrument, means, N_SIMULATED, seed=seed)
    nowhere = Source("", "", N_SIMULATED, N_SIMULATED, 0)
    people = Responses(instrument, ratings, np.arange(N_SIMULATED), nowhere, order=order)
    return float(suspects(absolute_flags(people), N_SIMULATED).mean())


def _means(values: Array) -> Array:
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    total = np.where(there, values, 0.0).sum(axis=0)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)
