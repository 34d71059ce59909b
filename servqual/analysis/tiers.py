"""Member tiers from the lowest to the highest: their order, their means, and the trend."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from servqual._files import data_folder, read_toml
from servqual.disclosure import decimals
from servqual.errors import SettingsError
from servqual.responses import Responses
from servqual.results import Study
from servqual.results.segments import ComparedGroup, Segments, TrendRow
from servqual.scoring import plan_for, summarize
from servqual.scoring.naming import people_column
from servqual.settings import Settings
from servqual.statistics.adjust import adjusted
from servqual.statistics.linear import Estimate, contrast, trend_weights
from servqual.statistics.paired import t_test
from servqual.study.compared import (
    Asked,
    Compared,
    compare,
    dimension_figures,
    figure_rows,
    leading,
    outcome_figures,
)

MOST_TIERS = 12
NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Tiers:
    """A people column with its groups from the lowest to the highest.

    ``source`` says where the order comes from: ``given``, ``known`` or ``numbers``.
    """

    column: str
    order: tuple[str, ...]
    source: str
    asked: str


def check_tiers(responses: Responses, asked: str | None) -> Tiers | None:
    """Return the tiers that are asked for, None for none.

    Raises
    ------
    SettingsError
        There is no such column, it has one tier or too many, or their order is not known.
    """
    if not asked or not asked.strip():
        return None
    name, told, given = asked.partition("=")
    column = people_column(responses, name)
    names = sorted({str(g) for g in responses.people[column]} - {""})
    if not 2 <= len(names) <= MOST_TIERS:
        raise SettingsError(
            f"the column {column!r} has {len(names)} different values; member tiers are 2 to "
            f"{MOST_TIERS}. Name the column that holds them."
        )
    if told:
        order = _given(column, names, [part.strip() for part in given.split(",") if part.strip()])
        return Tiers(column, order, "given", asked)
    if found := by_known_names(names):
        return Tiers(column, found, "known", asked)
    if found := by_numbers(names):
        return Tiers(column, found, "numbers", asked)
    raise SettingsError(
        f"the tiers of {column!r} are {', '.join(names)}, and which is the lowest is not known. "
        f"Write them from the lowest to the highest: {column}={','.join(names)}."
    )


def _given(column: str, names: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    """Return the order that was given, in the spelling of the answers; every fault at once."""
    known = {name.casefold(): name for name in names}
    faults = []
    for name in order:
        if name.casefold() not in known:
            near = get_close_matches(name, names, 1)
            meant = f" (did you mean {near[0]}?)" if near else ""
            faults.append(f"nobody is {name}{meant}")
    told = [name.casefold() for name in order]
    faults += [f"{name} is not among them" for name in names if name.casefold() not in told]
    faults += [f"{name} stands there twice" for name in dict.fromkeys(order) if _twice(name, told)]
    if faults:
        raise SettingsError(
            f"the order of the tiers of {column!r} does not fit its values: {'; '.join(faults)}. "
            f"Name each once, from the lowest to the highest: {column}={','.join(names)}."
        )
    return tuple(known[name] for name in told)


def _twice(name: str, told: Sequence[str]) -> bool:
    return told.count(name.casefold()) > 1


def by_known_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return names from the lowest to the highest by a list that is shipped; () for none."""
    shipped = read_toml(data_folder("instruments") / "_tiers.toml", "data file")
    ends = sorted(shipped["endings"], key=len, reverse=True)
    plain = {name: _plain(name, ends) for name in names}
    for line in shipped["orders"]:
        place = {_plain(word, ends): k for k, words in enumerate(line) for word in words.split("|")}
        places = [place.get(text) for text in plain.values()]
        if None not in places and len(set(places)) == len(places):
            return tuple(sorted(names, key=lambda name: place[plain[name]]))
    return ()


def _plain(name: str, ends: Sequence[str]) -> str:
    """Return a name without blanks and without a word such as 会员 or member at its end."""
    text = re.sub(r"[\s_-]+", "", name.casefold())
    for end in ends:
        if text.endswith(end) and len(text) > len(end):
            return text.removesuffix(end)
    return text


def by_numbers(names: Sequence[str]) -> tuple[str, ...]:
    """Return names that differ in one number alone by that number; () for others.

    >>> by_numbers(["Level 10", "Level 2"]), by_numbers(["二级", "一级"]), by_numbers(["A", "B"])
    (('Level 2', 'Level 10'), ('一级', '二级'), ())
    """
    found = {name: re.findall(rf"\d+|[{NUMERALS}]", name) for name in names}
    rest = {re.sub(rf"\d+|[{NUMERALS}]", "#", name).casefold() for name in names}
    if len(rest) != 1 or any(len(numbers) != 1 for numbers in found.values()):
        return ()
    value = {
        name: NUMERALS.index(n[0]) if n[0] in NUMERALS else int(n[0]) for name, n in found.items()
    }
    return tuple(sorted(names, key=lambda name: value[name]))


def with_tiers(found: Segments, study: Study, responses: Responses, tiers: Tiers) -> Segments:
    """Return the means of every tier that may be shown, and what goes with one tier more."""
    groups = responses.people[tiers.column].astype(str).astype(object)
    found = replace(
        found, tiers_asked=tiers.asked, tier_column=tiers.column, tier_order=tiers.source
    )
    if not plan_for(responses).rated:
        return found
    summaries = {
        name: summarize(responses.take(np.asarray(groups == name)))
        for name in (*tiers.order, "")
        if (groups == name).any()
    }
    some = next(iter(summaries.values()))
    measure, battery = leading(some, study.instrument)
    asked = dimension_figures(measure, battery, study.instrument)
    asked += outcome_figures(some, study.instrument)
    hidden = [g.group for g in study.groups.of(tiers.column).groups if not g.shown]
    compared = compare(summaries, asked, study.settings, hidden)
    rows = [
        ComparedGroup(
            "tiers", g, k, summaries[g].n if g in compared.shown else None, g in compared.shown
        )
        for k, g in enumerate(tiers.order, 1)
    ]
    return replace(
        found,
        groups=(*found.groups, *rows),
        figures=(*found.figures, *figure_rows("tiers", compared, study.settings)),
        trends=trends(compared, tiers.order, study.settings),
    )


def trends(compared: Compared, order: Sequence[str], settings: Settings) -> tuple[TrendRow, ...]:
    """Return what goes with one tier more, for each figure of at least two tiers."""
    shown = [name for name in order if name in compared.shown]
    places = np.array([order.index(name) + 1.0 for name in shown])
    if len(shown) < 2:
        return ()
    ends = np.zeros(len(shown))
    ends[0], ends[-1] = -1.0, 1.0
    rows = []
    for asked in compared.asked:
        found = compared.of(asked, shown)
        parts = [np.array(p) for p in zip(*(f[1:4] for f in found), strict=True)]
        slope, apart = (contrast(c, *parts) for c in (trend_weights(places), ends))
        least = min(f.n for f in found)
        row = _trend(asked, slope, apart, settings, least, len(shown))
        rows += [row] if row else []
    p = iter(adjusted([row.p for row in rows if row.level == "dimension"], "holm"))
    return tuple(
        replace(row, p_adjusted=next(p)) if row.level == "dimension" else row for row in rows
    )


def _trend(
    asked: Asked, slope: Estimate, apart: Estimate, settings: Settings, least: int, tiers: int
) -> TrendRow | None:
    test = t_test(slope.value, slope.se, slope.df, settings.confidence)
    ends = t_test(apart.value, apart.se, apart.df, settings.confidence)
    limits = (test.ci_low, test.ci_high, ends.ci_low, ends.ci_high)
    places = decimals(least)
    low, high, ends_low, ends_high = (None if x is None else round(x, places) for x in limits)
    if low is None or high is None or ends_low is None or ends_high is None:
        return None
    return TrendRow(
        asked.measure, asked.level, asked.id, asked.battery, tiers,
        round(slope.value, places), low, high, test.p, None,
        round(apart.value, places), ends_low, ends_high, least,
    )  # fmt: skip
