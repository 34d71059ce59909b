"""What was found about the structure, as sentences and exhibits look it up and name it."""

from __future__ import annotations

from dataclasses import dataclass

from servqual.results import FactorRow, FitRow, InvarianceRow, PairRow
from servqual.writer.exhibits.groups import column_name
from servqual.writer.sentences_summary import main_battery
from servqual.writer.view import View

TOTAL, THEORY = "total", "theory"
SIDES = "~"  # between the two batteries of a comparison
STEPS = ("configural", "metric", "scalar")


def leading_source(view: View) -> str:
    """Return the battery that the verdicts rest on: the first whose structure was looked at."""
    found = view.study.structure
    looked = [row.source for row in found.factors] or [row.source for row in found.fits]
    return looked[0] if looked else main_battery(view)


def fit_of(view: View, source: str, model: str = THEORY) -> FitRow | None:
    """Return the fit of a model, None if it was not looked at."""
    return next(
        (r for r in view.study.structure.fits if (r.source, r.model) == (source, model)), None
    )


def factors_of(view: View, source: str) -> FactorRow | None:
    """Return what is known about the number of factors of a set of ratings."""
    return next((row for row in view.study.structure.factors if row.source == source), None)


def leading_pairs(view: View) -> list[PairRow]:
    """Return the pairs of dimensions in the leading battery."""
    source = leading_source(view)
    return [row for row in view.study.structure.pairs if row.source == source]


def twins(view: View) -> list[PairRow]:
    """Return the pairs of dimensions that are not distinguishable, the closest first."""
    found = [row for row in leading_pairs(view) if row.distinguishable is False]
    return sorted(found, key=lambda row: -max(row.phi or 0.0, row.htmt or 0.0))


@dataclass(frozen=True)
class Comparison:
    """How far groups, or the two sides of a gap, may be compared.

    ``level`` is the last step that holds; ``failed`` the row of the step that does not, if any.
    ``problem`` says why nothing could be tested.
    """

    name: str
    level: str
    failed: InvarianceRow | None
    problem: str
    rows: tuple[InvarianceRow, ...]

    @property
    def of_sides(self) -> bool:
        """Whether two batteries are compared, not groups of people."""
        return SIDES in self.name


def comparisons(view: View) -> list[Comparison]:
    """Return every comparison whose invariance was looked at, in order."""
    every = view.study.structure.invariance
    found = []
    for name in dict.fromkeys(row.comparison for row in every):
        rows = tuple(row for row in every if row.comparison == name)
        held = [r.step for r in rows if not r.problem and r.step and r.holds is not False]
        failed = next((r for r in rows if r.holds is False), None)
        passed = [s for s in STEPS if s in held]
        if failed is not None:
            passed = [s for s in passed if STEPS.index(s) < STEPS.index(failed.step)]
        problem = next((r.problem for r in rows if r.problem), "")
        level = passed[-1] if passed else ""
        found.append(Comparison(name, level, failed, "" if failed else problem, rows))
    return found


def comparison_name(view: View, found: Comparison) -> str:
    """Return the name of a comparison as a heading: a column, or two batteries."""
    if not found.of_sides:
        by = view.inside(column_name(view, found.name))
        return view.say("trust.comparison.by", by=by)
    of, _, minus = found.name.partition(SIDES)
    sides = {"of": view.inside(view.battery_short(of))}
    return view.say("trust.comparison.sides", minus=view.battery_short(minus), **sides)


def estimator(view: View, row: FitRow) -> str:
    """Return how a model was estimated, as it stands inside a sentence."""
    return view.say(f"trust.estimator.{row.estimator.lower()}")


def printed_fit(row: FitRow) -> dict[str, float | None]:
    """Return the indices that are printed: robust ones under a scaled statistic."""
    if row.chi2_scaled is None:
        return {
            k: getattr(row, k) for k in ("chi2", "cfi", "tli", "rmsea", "rmsea_low", "rmsea_high")
        }
    return {
        "chi2": row.chi2_scaled,
        "cfi": row.cfi_scaled,
        "tli": row.tli_scaled,
        "rmsea": row.rmsea_scaled,
        "rmsea_low": row.rmsea_scaled_low,
        "rmsea_high": row.rmsea_scaled_high,
    }


def problem_word(view: View, code: str) -> str:
    """Return a reason in words, whoever found it; '' for none."""
    if not code:
        return ""
    key = f"trust.problem.{code}"
    if view.has(key):
        return view.say(key)
    key = f"words.problem.{code}"
    return view.say(key) if view.has(key) else code


def finding_word(view: View, finding: str) -> str:
    """Return one sign of an improper solution in words."""
    code, _, about = finding.partition(":")
    parts = about.split(":") if about else []
    if code == "negative_variance":
        return view.say("trust.improper.negative_variance", name=view.quoted(view.item(parts[0])))
    if code == "correlation_above_one":
        names = view.listed([view.dimension_inside(part) for part in parts])
        return view.say("trust.improper.correlation_above_one", names=names)
    return view.say(f"trust.improper.{code}")


def factor_problem(view: View, row: FactorRow) -> str:
    """Return why a set of ratings cannot be factored, with the items that are the cause."""
    word = problem_word(view, row.problem)
    if not row.items:
        return word
    names = view.listed([view.quoted(view.item(i)) for i in row.items])
    return view.say("words.bracketed", text=word, note=names)
