"""Short versions of the questionnaire of a plan, and what they cost."""

from __future__ import annotations

from dataclasses import replace

from servqual.analysis.planning.told import Told
from servqual.forms import Items, ShortForms, precision, short_forms, usual_items
from servqual.importer.waves.spread import Spread
from servqual.results.planning import AssumptionRow, Origin, SurveyPlan, VersionRow


def with_versions(found: SurveyPlan, told: Told, spread: Spread | None) -> SurveyPlan:
    """Return a plan with short versions and their precision."""
    wanted = told.wanted
    short = short_forms(found.instrument, wanted.versions, wanted.linking)
    n = max(row.n for row in found.sizes if row.purpose == "gap")
    known, assumed = _known_items(short, told, spread)
    size = len(found.instrument.item_ids)
    return replace(
        found,
        instrument=short.instrument,
        versions=tuple(
            VersionRow(form.id, len(form.items), len(form.items) / size, tuple(form.items))
            for form in short.forms
        ),
        precision=precision(short, known, n, wanted.confidence),
        people=n,
        linking=short.linking,
        fewest_together=short.fewest_together,
        assumptions=(*found.assumptions, *assumed),
    )


def _known_items(
    short: ShortForms, told: Told, spread: Spread | None
) -> tuple[dict[str, Items], tuple[AssumptionRow, ...]]:
    """Return what is known of every dimension's items, and their correlation as an assumption."""
    own = spread.dimensions if spread else {}
    known: dict[str, Items] = {}
    for d in short.instrument.dimension_ids:
        names, row = short.instrument.items_of(d), own.get(d)
        sds = tuple(row.item_sds[i] for i in names if i in row.item_sds) if row else ()
        if row and row.correlation is not None and len(sds) == len(names):
            known[d] = Items(sds, row.correlation)
        else:
            known[d] = usual_items(told["sd"], len(names))
    all_earlier = bool(own) and set(known) <= set(own)
    mean = sum(items.correlation for items in known.values()) / len(known)
    origin: Origin = "results" if all_earlier else "default"
    return known, (AssumptionRow("item_r", mean, origin),)


def short_of(plan: SurveyPlan) -> ShortForms:
    """Return the short versions of a plan."""
    return ShortForms(plan.instrument, plan.linking)
