"""Whether the scale can be trusted: the verdict, and the evidence that it rests on."""

from __future__ import annotations

from servqual.writer.exhibits.quality import item_rest
from servqual.writer.exhibits.trust import reliability, verdicts
from servqual.writer.exhibits.trust_factors import eigenvalues, exploratory
from servqual.writer.exhibits.trust_gap import constraint, spread
from servqual.writer.exhibits.trust_models import convergent, fits, leading_loadings
from servqual.writer.exhibits.trust_more import (
    changes,
    coefficients,
    fits_more,
    ordinal,
    ordinal_rows,
    pairs_list,
)
from servqual.writer.exhibits.trust_structure import factors, invariance, pairs
from servqual.writer.parts import Exhibit, Section
from servqual.writer.sentences_summary import leading_set, reliability_rows
from servqual.writer.sentences_trust import paragraphs
from servqual.writer.trust_facts import leading_pairs, leading_source
from servqual.writer.view import View

FULL = "full"


def trust(view: View) -> list[Section]:
    """Return what may be said of the scores, and why."""
    study = view.study
    if not study.reliability.rows:
        return []
    found, many = study.structure, len(view.instrument.dimensions) > 1
    wanted = [
        (verdicts, bool(found.verdicts)),
        (reliability, True),
        (spread, bool(study.reliability.spread)),
        (constraint, bool(study.reliability.constraints)),
        (factors, bool(found.factors)),
        (fits, bool(found.fits)),
        (convergent, bool(found.convergent)),
        (pairs, many and bool(leading_pairs(view))),
        (invariance, any(not row.problem for row in found.invariance)),
    ]
    exhibits = [make(view) for make, there in wanted if there]
    lead = [*paragraphs(view), view.say("trust.says.note")]
    title, nav = view.say("report.trust.title"), view.say("report.trust.nav")
    return [Section("trust", title, nav, "exhibits", {"lead": lead}, exhibits)]


def measurement(view: View) -> list[Section]:
    """Return the evidence in full, for the reviewer: an appendix."""
    if not view.study.reliability.rows:
        return []
    exhibits = [*_of_reliability(view), *_of_structure(view)]
    if not exhibits:
        return []
    title, nav = view.say("report.measurement.title"), view.say("report.measurement.nav")
    lead = [view.say("trust.says.appendix")]
    return [Section("measurement", title, nav, "exhibits", {"lead": lead}, exhibits)]


def _of_reliability(view: View) -> list[Exhibit]:
    """Return what each item adds, and every coefficient."""
    exhibits = [
        item_rest(view, name)
        for name in dict.fromkeys([leading_source(view), leading_set(view)])
        if any(row.items for row in reliability_rows(view, name))
    ]
    if any(not row.problem for row in view.study.reliability.rows):
        exhibits.append(coefficients(view))
    if view.options.style == FULL and ordinal_rows(view):
        exhibits.append(ordinal(view))
    return exhibits


def _of_structure(view: View) -> list[Exhibit]:
    """Return eigenvalues, models, loadings, pairs, changes, and exploratory factors if asked."""
    found = view.study.structure
    wanted = [
        (eigenvalues, any(not row.problem for row in found.factors)),
        (fits_more, any(not row.problem for row in found.fits)),
        (leading_loadings, bool(found.loadings)),
        (pairs_list, bool(found.pairs)),
        (changes, any(row.source == leading_source(view) for row in found.changes)),
    ]
    exhibits = [make(view) for make, there in wanted if there]
    if view.options.style == FULL:
        exhibits += [exploratory(view, row) for row in found.exploratory if not row.problem]
    return exhibits
