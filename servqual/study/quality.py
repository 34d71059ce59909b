"""Missing answers, flags, and the gaps with and without some people, from the Summary."""

from __future__ import annotations

from dataclasses import replace

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import FlagRow, Gaps, MissingRow, Quality, SensitivityRow, frozen
from servqual.statistics.summary import Summary

_FLAG = "flag:"


def quality_table(summary: Summary, instrument: Instrument, looked: Quality | None) -> Quality:
    """Return missing answers by kind and flags: those that were found, else the Summary's own."""
    first = instrument.item_ids[0]
    answered = [b for b in instrument.battery_names if summary.has(columns.item(b, first))]
    missing = tuple(_missing(summary, b) for b in answered)
    if looked is not None:
        return replace(looked, missing=missing)
    n_suspect = summary.extra.get("suspect", 0)
    flags = [
        _flag(name, n, summary.n) for name, n in summary.extra.items() if name.startswith(_FLAG)
    ]
    return Quality(missing, tuple(flags), n_suspect, n_suspect_left=n_suspect)


def _flag(name: str, n: int, of: int) -> FlagRow:
    _, counts, rule, battery = name.split(":")
    return FlagRow(rule, battery, n, n / of if of else 0.0, counts == "counted")


def _missing(summary: Summary, battery: str) -> MissingRow:
    prefix = f"missing:{battery}:"
    kinds: dict[str, int] = {}
    for name, n in summary.extra.items():
        if name.startswith(prefix):
            kind = name.rsplit(":", 1)[1]
            kinds[kind] = kinds.get(kind, 0) + n
    answered = sum(
        int(counts.sum())
        for name, (counts, _) in summary.histograms.items()
        if name.startswith(columns.item(battery, ""))
    )
    return MissingRow(battery, answered + sum(kinds.values()), answered, frozen(kinds))


def sensitivity_table(gaps: Gaps, other: Gaps | None, compared: str) -> tuple[SensitivityRow, ...]:
    """Return the gaps with everybody and without some people.

    ``other`` are the gaps without suspects, or those with everybody where people were left out.
    """
    if other is None:
        return ()
    rows = []
    for row in (*gaps.overall, *gaps.dimensions):
        if row.id == "weighted_aggregate":
            continue
        beside = other.row(row.id, row.kind)
        of, without = (beside, row) if compared == "excluded" else (row, beside)
        ends = (of.n, of.gap, without.n, without.gap)
        rows.append(SensitivityRow(row.level, row.id, row.kind, *ends))
    return tuple(rows)
