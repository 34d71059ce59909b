"""What survey weights and a sampling design did to the figures."""

from __future__ import annotations

from servqual.results.weighting import DesignErrorRow
from servqual.writer.exhibits.weighting import (
    column_name,
    columns_named,
    facts,
    how_weighted,
    margins,
    obeys,
)
from servqual.writer.exhibits.weighting_effects import effects, moved, shown
from servqual.writer.parts import Section
from servqual.writer.view import View

_ALIKE = 0.1  # errors that differ by less than a tenth are called close


def weighting(view: View) -> list[Section]:
    """Return the section; nothing where nobody is weighted and nothing is known of the drawing."""
    found = view.study.weighting
    if not found.errors:
        return []
    exhibits = [e for e in (margins(view), effects(view), facts(view), obeys(view)) if e]
    lead = [text for text in (_weights(view), _drawn(view), _anew(view)) if text]
    title, nav = view.say("weighting.title"), view.say("weighting.nav")
    return [Section("weighting", title, nav, "exhibits", {"lead": lead}, exhibits)]


def _weights(view: View) -> str:
    """Return where the weights come from, what they cost and what they changed."""
    if not view.study.weighting.weights:
        return ""
    row, numbers = view.study.weighting.weights[0], view.numbers
    begun = view.say("weighting.lead.from", column=row.column) if row.column else ""
    first = view.say(
        f"weighting.lead.{row.how}",
        column=row.column,
        fitted=columns_named(view, row.fitted),
        n=numbers.count(row.n),
        n_eff=numbers.count(row.n_effective),
        **{"from": begun},
    )
    made = row.how != "column"
    return view.sentences([first, _moved(view), view.say("weighting.lead.limits") if made else ""])


def _moved(view: View) -> str:
    """Return what the weights did to the overall figure and to the dimension that moved most."""
    known = [r for r in view.study.weighting.errors if _shift(r) is not None]
    rows = [r for r in known if r.level == "dimension"]
    whole = next((r for r in known if r.level == "overall"), None)
    if whole is None or not rows:
        return ""
    largest = max(rows, key=lambda r: abs(_shift(r) or 0.0))
    return view.say(
        "weighting.lead.moved",
        mean=shown(view, whole, whole.mean),
        unweighted=shown(view, whole, whole.mean_unweighted),
        difference=moved(view, whole),
        name=view.dimension_inside(largest.id),
        largest=moved(view, largest),
    )


def _shift(row: DesignErrorRow) -> float | None:
    if row.mean is None or row.mean_unweighted is None:
        return None
    return row.mean - row.mean_unweighted


def _drawn(view: View) -> str:
    """Return how the sample was drawn, and how sure the overall figure is because of it."""
    if not view.study.weighting.drawn:
        return ""
    row, numbers = view.study.weighting.drawn[0], view.numbers
    parts = []
    for key, name, n in (
        ("clusters", row.clusters, row.n_clusters),
        ("strata", row.strata, row.n_strata),
    ):
        if name:
            parts.append(view.say(f"weighting.lead.{key}", n=n, column=column_name(view, name)))
    if row.share_asked is not None:
        share = numbers.percent(row.share_asked)
        parts.append(view.say("weighting.lead.population", share=share))
    whole = view.study.weighting.errors[0]
    if whole.design_effect:
        parts.append(
            view.say(
                "weighting.lead.effect",
                n=numbers.count(whole.n),
                n_like=numbers.count(whole.n / whole.design_effect),
                deff=numbers.mean(whole.design_effect),
            )
        )
    return view.sentences(parts)


def _anew(view: View) -> str:
    """Return what fitting the weights anew makes of the error of the overall figure."""
    whole = view.study.weighting.errors[0]
    if whole.se is None or whole.se_replicates is None or whole.se <= 0:
        return ""
    ratio = whole.se_replicates / whole.se
    key = "same" if abs(ratio - 1) < _ALIKE else "wider" if ratio > 1 else "narrower"
    return view.say(
        "weighting.lead.anew",
        anew=view.numbers.fixed(whole.se_replicates, 3),
        se=view.numbers.fixed(whole.se, 3),
        verdict=view.say(f"weighting.lead.anew_{key}"),
    )


# -- what other sections say of it -----------------------------------------------------------------


def weights_made(view: View) -> str:
    """Return how the weights were made, in a few words; '' for those of a column, and for none."""
    rows = view.study.weighting.weights
    return how_weighted(view, rows[0]) if rows and rows[0].how != "column" else ""


def weights_said(view: View) -> str:
    """Return what is weighted and how."""
    if how := weights_made(view):
        return view.say("weighting.methods.weights", how=how)
    return view.say("methods.weights", name=view.study.sample.weights_name)


def intervals_said(view: View) -> str:
    """Return how intervals are made."""
    weighted = "intervals_weighted" if view.study.sample.weighted else "intervals"
    key = "weighting.methods.intervals" if view.study.weighting.drawn else f"methods.{weighted}"
    narrow = view.say("methods.intervals_narrow") if _any_narrow(view) else ""
    return view.sentences([view.say(key, confidence=view.confidence), narrow])


def _any_narrow(view: View) -> bool:
    """Say whether both limits of some mean gap, which differ, are printed alike."""
    gaps, say = view.study.gaps, view.numbers.gap
    return any(
        row.ci_low is not None
        and row.ci_high is not None
        and row.ci_low < row.ci_high
        and say(row.ci_low) == say(row.ci_high)
        for row in (*gaps.overall, *gaps.dimensions, *gaps.items)
    )


def tests_said(view: View) -> str:
    """Return which tests stand behind p values."""
    if view.study.sample.weighted:
        return view.say("methods.tests_weighted")
    return view.say("weighting.methods.tests" if view.study.weighting.drawn else "methods.tests")
