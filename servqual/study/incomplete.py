"""What the rule for incomplete answers changes."""

from __future__ import annotations

from collections.abc import Mapping

from servqual.instrument import Instrument
from servqual.results import Incomplete, RuleRow
from servqual.settings import Settings
from servqual.statistics.summary import Summary
from servqual.study.gaps import gap_tables


def incomplete_table(
    by_rule: Mapping[str, Summary], instrument: Instrument, settings: Settings
) -> Incomplete:
    """Return the overall gap and those of the dimensions under each rule."""
    rows = []
    for rule, summary in by_rule.items():
        gaps = gap_tables(summary, instrument, settings)
        leading = [row for row in gaps.overall if row.id in ("unweighted", "item_mean")]
        kinds = {
            row.kind: row for row in reversed(leading)
        }  # the leading row of each kind is first
        rows += [
            RuleRow(rule, row.level, row.id, row.kind, row.n, row.gap, row.ci_low, row.ci_high)
            for row in (*reversed(kinds.values()), *gaps.dimensions)
        ]
    return Incomplete(tuple(rows))
