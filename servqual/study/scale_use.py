"""Whether groups use the scale alike: what a comparison of their means presumes."""

from __future__ import annotations

from servqual.results import Structure
from servqual.results.comparisons import ScaleUse


def scale_use(by: str, structure: Structure) -> ScaleUse:
    """Return the verdict on one people column, by the steps of its measurement invariance."""
    rows = [row for row in structure.invariance if row.comparison == by]
    if not rows:
        return ScaleUse(by, "not_testable")
    groups = rows[0].groups
    failed = next((row for row in rows if row.holds is False), None)
    if failed is not None:
        verdict = "level" if failed.step == "scalar" else "meaning"
        return ScaleUse(by, verdict, groups, failed.worst)
    problem = next((row.problem for row in rows if row.problem), "")
    held = {row.step for row in rows if row.holds}
    if problem or "scalar" not in held:
        return ScaleUse(by, "not_testable", groups, problem=problem)
    return ScaleUse(by, "alike", groups)
