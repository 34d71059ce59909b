"""Answers that know from which stratum and cluster they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from servqual.errors import DesignError, listed
from servqual.notes import Note
from servqual.responses import Responses
from servqual.statistics.design_sums import Sampled
from servqual.weighting import Design


def refused(design: Design, faults: Sequence[str]) -> DesignError:
    """Return the error that names everything in which a design does not fit the answers."""
    return DesignError(
        f"{design.file or 'the design'}: it does not fit the answers in {len(faults)} "
        f"place{'s' if len(faults) != 1 else ''}.\n{listed(faults)}"
    )


def drawn_by(responses: Responses, design: Design, told: list[Note]) -> Responses:
    """Return answers that know their strata and clusters."""
    n = len(responses)
    strata = responses.people[design.strata].astype(str) if design.strata else np.full(n, "")
    names, stratum = np.unique(strata, return_inverse=True)
    if not design.clusters:
        sizes = np.bincount(stratum, minlength=len(names))
        sampled = Sampled(tuple(sizes.tolist()), _fractions(design, names.tolist(), sizes.tolist()))
        _tell(sampled, design, told)
        return replace(responses, sampled=sampled, unit=stratum.astype(np.int64))
    clusters = responses.people[design.clusters].astype(str)
    blank = clusters == ""
    if blank.any():
        told.append(Note("clusters_blank", {"n": int(blank.sum()), "by": design.clusters}))
    # whoever has no cluster is one
    own = np.where(blank, np.arange(n).astype(str), clusters)
    keys = np.array([f"{s}\0{int(b)}\0{c}" for s, b, c in zip(stratum, blank, own, strict=True)])
    _, first, unit = np.unique(keys, return_index=True, return_inverse=True)
    of = stratum[first]
    sizes = np.bincount(of, minlength=len(names))
    sampled = Sampled(tuple(sizes.tolist()), (0.0,) * len(names), tuple(of.tolist()))
    if sampled.n_units - len(names) < 1:
        raise refused(
            design,
            [
                f"sample.clusters: {design.clusters!r} has {sampled.n_units} clusters in "
                f"{len(names)} strata; errors need at least one cluster more than strata"
            ],
        )
    _tell(sampled, design, told)
    return replace(responses, sampled=sampled, unit=unit.astype(np.int64))


def _fractions(design: Design, names: Sequence[str], sizes: Sequence[int]) -> tuple[float, ...]:
    """Return which share of the customers of each stratum answered; 0 where it does not count.

    Only a random sample of a known number of people is corrected: that of clusters leaves out
    people within them.
    """
    if not design.random:
        return (0.0,) * len(names)
    known: Mapping[str, float] = design.frame.get(design.strata, {})
    if not design.strata and design.total:
        known = {"": design.total}
    return tuple(
        float(min(n / known[name], 1.0)) if known.get(name) else 0.0
        for name, n in zip(names, sizes, strict=True)
    )


def _tell(sampled: Sampled, design: Design, told: list[Note]) -> None:
    """Keep notes on strata of one unit, and on clusters that are all there are."""
    if sampled.lonely:
        told.append(Note("strata_lonely", {"n": sampled.lonely, "by": design.strata}))
    listed_units = len(design.frame.get(design.clusters, ()))
    if design.clusters and listed_units and sampled.n_units >= listed_units:
        told.append(Note("clusters_are_all", {"n": listed_units, "by": design.clusters}))
