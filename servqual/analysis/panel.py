"""People who answered in two waves: matched by a secret code, compared with themselves."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from servqual.analysis.column_figures import column_figures, estimate
from servqual.analysis.wave_tables import Prepared, scored_block
from servqual.results.wave_rows import ChangeRow, PanelPair, PanelRow, WaveBreak, WaveMean
from servqual.scoring import plan_for
from servqual.settings import Settings
from servqual.statistics.paired import t_test
from servqual.statistics.summary import Layout, Summary
from servqual.study.waves import with_adjusted

Codes = npt.NDArray[np.object_]


def panel_of(
    waves: Sequence[Prepared],
    ids: Sequence[Codes],
    means: Sequence[WaveMean],
    breaks: Sequence[WaveBreak],
    settings: Settings,
) -> tuple[list[PanelPair], list[PanelRow]]:
    """Return who answered in each two neighbouring waves, and how these people changed.

    Parameters
    ----------
    waves : sequence of Prepared
    ids : sequence of object arrays
        What names each person of a wave; read, turned into a code that is made anew each time, and
        forgotten.
    means, breaks
        Of everybody.
    settings : Settings
        With both waves published, those who left and those who came follow from those who stayed:
        nothing is told where any of the three are somebody, but fewer than ``min_cell``.
    """
    secret = secrets.token_bytes(32)
    codes = [_coded(own, secret) for own in ids]
    broken = {b.wave for b in breaks if b.level == "all"}
    pairs: list[PanelPair] = []
    rows: list[PanelRow] = []
    for (then, one), (now, other) in pairwise(zip(waves, codes, strict=True)):
        if now.wave in broken:
            continue
        places = _matched(one, other)
        pair = _pair(then, now, (one, other), len(places[0]), settings.min_cell)
        pairs.append(pair)
        if pair.shown:
            rows += _rows(then, now, places, means, settings)
    return pairs, rows


def _coded(ids: Codes, secret: bytes) -> list[str]:
    """Return a code for each id that only this run can make; '' for a blank."""
    found = []
    for value in ids:
        text = " ".join(str(value).split()).casefold()
        keyed = hashlib.blake2b(text.encode(), key=secret, digest_size=16).hexdigest()
        found.append(keyed if text else "")
    return found


def _once(codes: Sequence[str]) -> dict[str, int]:
    """Return code -> place of those that stand in one row."""
    place: dict[str, int] = {}
    twice: set[str] = set()
    for k, code in enumerate(codes):
        if code in place:
            twice.add(code)
        place[code] = k
    return {code: k for code, k in place.items() if code and code not in twice}


def _matched(
    then: Sequence[str], now: Sequence[str]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    old, new = _once(then), _once(now)
    both = [code for code in new if code in old]
    return (
        np.array([old[code] for code in both], dtype=np.intp),
        np.array([new[code] for code in both], dtype=np.intp),
    )


def _pair(
    then: Prepared,
    now: Prepared,
    codes: tuple[Sequence[str], Sequence[str]],
    matched: int,
    min_cell: int,
) -> PanelPair:
    n_then, n_now = len(codes[0]), len(codes[1])
    left, joined = n_then - matched, n_now - matched
    small = any(0 < n < min_cell for n in (left, joined)) or matched < min_cell
    hidden = PanelPair(now.wave, then.wave, False, n_then, n_now)
    if small:
        return hidden
    no_id = sum(code == "" for own in codes for code in own)
    named = sum(len([c for c in own if c]) for own in codes)
    repeated = named - sum(len(_once(own)) for own in codes)
    return replace(
        hidden,
        shown=True,
        matched=matched,
        left=left / n_then,
        joined=joined / n_now,
        no_id=no_id,
        repeated=repeated,
    )


def _rows(
    then: Prepared,
    now: Prepared,
    places: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]],
    means: Sequence[WaveMean],
    settings: Settings,
) -> list[PanelRow]:
    """Return the paired change of every figure that both waves have."""
    everybody = {(row.wave, *row.figure): row for row in means}
    summaries = _differences(then, now, places)
    rows = []
    for figure in column_figures(now.form, summaries[0].layout.columns):
        key = (figure.level, figure.id, figure.kind, figure.measure)
        before, after = (everybody.get((w.wave, *key)) for w in (then, now))
        if before is None or after is None or before.stretch != after.stretch:
            continue
        change, was, is_ = (estimate(summary, figure.columns) for summary in summaries)
        rest = ((before.n or 0) - change.n, (after.n or 0) - change.n)
        if change.n < settings.min_cell or any(0 < n < settings.min_cell for n in rest):
            continue  # what the others gave would follow from the two figures
        test = t_test(change.mean, change.se, change.df, settings.confidence)
        row = PanelRow(
            now.wave, then.wave, figure.level, figure.id, figure.kind, figure.measure,
            figure.battery, change.n, was.mean, is_.mean, change.mean,
        )  # fmt: skip
        if test.ci_low is not None:
            row = replace(row, se=change.se, df=change.df)
        rows.append(
            replace(
                row,
                ci_low=test.ci_low,
                ci_high=test.ci_high,
                p=test.p,
                all_then=before.mean,
                all_now=after.mean,
            )
        )
    return _adjusted(rows)


def _differences(
    then: Prepared, now: Prepared, places: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
) -> tuple[Summary, Summary, Summary]:
    """Return the Summaries of now minus then, of then and of now, over those who have both.

    People count with their weight of now, and in its strata and clusters.
    """
    one, other = (scored_block(w.people, at) for w, at in zip((then, now), places, strict=True))
    shared = [name for name in other[0] if name in one[0]]
    layout = plan_for(now.people).layout()
    units = tuple(layout.units[layout.position[name]] for name in shared)
    # a questionnaire that lost an item stores its means in other units
    old = plan_for(then.people).layout()
    factors = np.array([old.units[old.position[n]] for n in shared]) / np.array(units)
    was = one[1].values[:, [one[0].index(name) for name in shared]] / factors
    is_ = other[1].values[:, [other[0].index(name) for name in shared]]
    both = ~(np.isnan(was) | np.isnan(is_))
    plain = Layout(tuple(shared), units)
    made = [
        Summary.of(
            plain,
            replace(other[1], values=np.where(both, values, np.nan)),
        )
        for values in (is_ - was, was, is_)
    ]
    return made[0], made[1], made[2]


def _adjusted(rows: list[PanelRow]) -> list[PanelRow]:
    """Return rows with p adjusted as for independent waves."""
    plain = [
        ChangeRow(
            r.wave, r.since, "before", r.level, r.id, r.kind, r.measure, r.battery, r.then, r.now,
            r.change, p=r.p,
        )
        for r in rows
    ]  # fmt: skip
    found = with_adjusted(plain)
    return [replace(r, p_adjusted=f.p_adjusted) for r, f in zip(rows, found, strict=True)]
