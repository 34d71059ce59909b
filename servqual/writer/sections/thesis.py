"""The sections of ``--style thesis``; in every other style there are none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from servqual import __version__
from servqual.writer.exhibits.differences import differences as difference_tables
from servqual.writer.exhibits.groups import column_name
from servqual.writer.exhibits.thesis import (
    citc,
    correlations,
    kmo,
    loadings,
    profile,
    regression,
)
from servqual.writer.exhibits.trust import reliability
from servqual.writer.exhibits.trust_models import convergent
from servqual.writer.exhibits.trust_structure import invariance, pairs
from servqual.writer.parts import Exhibit, Section
from servqual.writer.sections.methods import method_pairs
from servqual.writer.sentences_summary import reliability_rows
from servqual.writer.trust_facts import leading_pairs
from servqual.writer.view import View

STYLE = "thesis"
NOT_HERE = ("themes", "constraint", "rules")  # methods of exhibits that a thesis does not have
Builder = Callable[[View], list[Section]]


def for_theses(make: Builder) -> Builder:
    """Return a builder that has nothing to say in other styles."""

    @wraps(make)
    def made(view: View) -> list[Section]:
        return make(view) if view.options.style == STYLE else []

    return made


def _section(view: View, key: str, lead: list[str], exhibits: list[Exhibit]) -> list[Section]:
    title, nav = view.say(f"thesis.{key}.title"), view.say(f"thesis.{key}.nav")
    return [Section(f"thesis-{key}", title, nav, "exhibits", {"lead": lead}, exhibits)]


@for_theses
def thesis_profile(view: View) -> list[Section]:
    """Return who answered, by every characteristic that was named."""
    n = view.study.sample.respondents
    lead = view.say("thesis.profile.lead", n=n, count=view.numbers.count(n))
    if not view.study.groups.groups:
        return _section(view, "profile", [lead, view.say("thesis.profile.none")], [])
    return _section(view, "profile", [lead], [profile(view)])


@for_theses
def thesis_reliability(view: View) -> list[Section]:
    """Return alpha, CITC and alpha if deleted of every set of ratings."""
    if not view.study.reliability.rows:
        return []
    sets = [name for name in _sets(view) if any(r.items for r in reliability_rows(view, name))]
    exhibits = [reliability(view), *(citc(view, name) for name in sets)]
    return _section(view, "reliability", [view.say("thesis.reliability.lead")], exhibits)


def _sets(view: View) -> list[str]:
    """Return the batteries and gaps whose reliability is known, in their order."""
    return list(dict.fromkeys(row.battery for row in view.study.reliability.rows))


@for_theses
def thesis_validity(view: View) -> list[Section]:
    """Return KMO, rotated loadings, and how close items and dimensions are."""
    found = view.study.structure
    exhibits = [kmo(view)] if any(not row.problem for row in found.factors) else []
    exhibits += [loadings(view, row) for row in view.study.thesis.loadings if not row.problem]
    exhibits += [convergent(view)] if found.convergent else []
    exhibits += [pairs(view)] if _has_pairs(view) else []
    exhibits += [invariance(view)] if any(not row.problem for row in found.invariance) else []
    if not exhibits:
        return []
    return _section(view, "validity", [view.say("thesis.validity.lead")], exhibits)


def _has_pairs(view: View) -> bool:
    return len(view.instrument.dimensions) > 1 and bool(leading_pairs(view))


@for_theses
def thesis_correlations(view: View) -> list[Section]:
    """Return means, standard deviations and correlations."""
    if not view.study.thesis.variables:
        return []
    return _section(view, "correlations", [], [correlations(view)])


@for_theses
def thesis_differences(view: View) -> list[Section]:
    """Return groups compared, for every characteristic that was named."""
    found, names = view.study.thesis, view.study.settings.by
    if not found or not names:
        return []
    if view.study.sample.weighted:
        return _section(view, "differences", [view.say("thesis.differences.weighted")], [])
    if view.study.weighting.drawn:
        return _section(view, "differences", [view.say("thesis.differences.designed")], [])
    sources = list(dict.fromkeys(row.source for row in found.differences))
    exhibits = [
        exhibit
        for k, by in enumerate(names, start=1)
        for source in sources
        for exhibit in difference_tables(view, by, source, k)
    ]
    few = set(names) - {row.by for row in found.differences}
    lead = [view.say("thesis.differences.alike")] if exhibits else []
    lead += [
        view.say("thesis.differences.few", by=column_name(view, by)) for by in names if by in few
    ]
    return _section(view, "differences", lead, exhibits)


@for_theses
def thesis_regression(view: View) -> list[Section]:
    """Return the regression of the leading outcome on the dimensions."""
    found = view.study.thesis.regression
    if not found:
        return []
    if problem := found[0].problem:
        key = "constant_problem" if problem == "constant" else problem
        return _section(view, "regression", [view.say(f"thesis.regression.{key}")], [])
    return _section(view, "regression", [], [regression(view, found[0])])


@for_theses
def thesis_methods(view: View) -> list[Section]:
    """Return what was done, in the words of the report and those of a thesis."""
    study, own = view.study, []
    first = next((row for row in study.structure.factors if not row.problem), None)
    if any(not row.problem for row in study.thesis.loadings) and first is not None:
        values = {
            "draws": view.numbers.count(first.draws),
            "percentile": view.numbers.percent(first.percentile),
        }
        own.append(("loadings", values))
    own += [("correlations", {})] if study.thesis.correlations else []
    own += [("differences", {})] if study.thesis.differences else []
    own += [("regression", {})] if study.thesis.slopes else []
    own.append(("software", {"version": __version__}))
    terms = [
        (view.say(f"thesis.methods.{key}_title"), view.say(f"thesis.methods.{key}", **values))
        for key, values in own
    ]
    usual = [
        (view.say(f"methods.{key}_title"), text)
        for key, text in method_pairs(view)
        if key not in NOT_HERE
    ]
    title, nav = view.say("thesis.methods.title"), view.say("thesis.methods.nav")
    context = {"lead": [], "terms": [*usual, *terms]}
    return [Section("thesis-methods", title, nav, "terms", context)]


@for_theses
def references(view: View) -> list[Section]:
    """Return the papers behind what was run, in alphabetical order."""
    texts = sorted(view.say(f"thesis.references.{key}") for key in cited(view))
    source = view.study.instrument.source
    texts += [view.say("thesis.references.instrument", source=source)] if source else []
    title, nav = view.say("thesis.references.title"), view.say("thesis.references.nav")
    context = {"lead": [view.say("thesis.references.lead")], "texts": texts}
    return [Section("thesis-references", title, nav, "references", context)]


def cited(view: View) -> list[str]:
    """Return the keys of the references: only of what this study did."""
    study = view.study
    found, thesis, gaps = study.structure, study.thesis, bool(study.gaps.items)
    tests = {row.test for row in thesis.differences}
    there = {
        "cronbach": any(row.alpha is not None for row in study.reliability.rows),
        "feldt": any(row.alpha_low is not None for row in study.reliability.rows),
        "mcdonald": any(row.omega is not None for row in study.reliability.rows),
        "kaiser1974": any(not row.problem for row in found.factors),
        "bartlett": any(not row.problem for row in found.factors),
        "horn": any(not row.problem for row in thesis.loadings),
        "harman": any(not row.problem for row in thesis.loadings),
        "kaiser1958": any(not row.problem for row in thesis.loadings),
        "fornell": bool(found.convergent),
        "henseler": _has_pairs(view),
        "welch1947": "t" in tests,
        "welch1951": "F" in tests,
        "games": bool(thesis.comparisons),
        "holm": gaps and not study.sample.weighted,
        "lakens": gaps,
        "wilcoxon": any(row.wilcoxon_p is not None for row in study.gaps.items),
    }
    return [key for key, used in there.items() if used]
