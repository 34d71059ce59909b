"""Method notes: the formulas actually used, nothing else."""

from __future__ import annotations

from servqual.writer.kano_alone import kano_alone
from servqual.writer.numbers import rounded
from servqual.writer.parts import Section
from servqual.writer.sections.methods_first import first_notes
from servqual.writer.sections.weighting import intervals_said, tests_said, weights_said
from servqual.writer.themes import theme_rule
from servqual.writer.view import View

LAST = 3  # notes on missing answers, the dimensions, and what a survey cannot say


def methods(view: View) -> list[Section]:
    """Return how the numbers are made, as pairs of term and text."""
    notes = [(view.say(f"methods.{key}_title"), text) for key, text in method_pairs(view)]
    # how priorities are made stands before what holds for all of it
    notes[-LAST:-LAST] = first_notes(view)
    title, nav = view.say("report.methods.title"), view.say("report.methods.nav")
    return [Section("methods", title, nav, "terms", {"lead": [], "terms": notes})]


def method_pairs(view: View) -> list[tuple[str, str]]:
    """Return how scores, gaps and their reliability are made, each under its key."""
    study = view.study
    alone = kano_alone(view)
    pairs = _gap_notes(view) if view.kinds else [] if alone else _score_notes(view)
    pairs.append(("intervals", intervals_said(view)))
    if view.kinds:
        pairs.append(
            ("verdict", view.say("methods.verdict", sesoi=view.sesoi, origin=origin(view)))
        )
        pairs += [("ties", view.say("methods.ties"))] if study.gaps.contrasts else []
        pairs.append(("tests", tests_said(view)))
    if study.sample.weighted:
        pairs.append(("weights", weights_said(view)))
    if study.reliability.rows:
        pairs.append(("alpha", view.say("methods.alpha")))
    pairs += _measurement_notes(view)
    pairs += [("themes", rule)] if (rule := theme_rule(view)) else []
    pairs += [("careless", view.say("methods.careless"))] if study.quality.flags else []
    if forms := view.instrument.forms:
        pairs.append(("forms", view.say("methods.forms", n=len(forms))))
    pairs.append(("missing", _missing(view)))
    if not alone:  # without ratings there are neither scores of dimensions nor shortfalls
        pairs += [(key, view.say(f"methods.{key}")) for key in ("convention", "ceiling")]
    return pairs


def _measurement_notes(view: View) -> list[tuple[str, str]]:
    """Return how reliability, structure and comparability are judged, as far as they are."""
    found, reliable = view.study.structure, view.study.reliability
    first = next((row for row in found.factors if not row.problem), None)
    there = {
        "omega": any(row.omega is not None for row in reliable.rows),
        "constraint": bool(reliable.constraints),
        "number": first is not None,
        "models": bool(found.fits),
        "apart": bool(found.pairs),
        "alike": bool(found.invariance),
        "rules": bool(found.verdicts),
    }
    values = {
        "draws": view.numbers.count(first.draws if first else 0),
        "percentile": view.numbers.percent(first.percentile if first else 0),
        "seed": first.seed if first else 0,
    }
    more = {"models": _sampled(view), "apart": _drawn(view)}
    return [
        (key, view.sentences([view.say(f"methods.{key}", **values), more.get(key, "")]))
        for key, known in there.items()
        if known
    ]


def _sampled(view: View) -> str:
    """Return of how many people products of four were taken, where not of all of them."""
    few = [r.n_moments for r in view.study.structure.fits if r.n_moments and r.n_moments < r.n]
    return view.say("methods.models_sampled", n=view.numbers.count(max(few))) if few else ""


def _drawn(view: View) -> str:
    """Return what was drawn for the limits of HTMT, where not people one by one."""
    kinds = {row.htmt_method for row in view.study.structure.pairs}
    return view.sentences(
        [view.say(f"methods.apart_{kind}") for kind in ("groups", "normal") if kind in kinds]
    )


def origin(view: View) -> str:
    """Return where the smallest gap of interest comes from."""
    if who := view.study.settings.sesoi_agreed_by:
        return view.say("folder.agreed_by", name=who)
    return view.say(f"words.origin.{view.study.settings.sesoi_origin.replace(' ', '_')}")


def _missing(view: View) -> str:
    """Return what became of missing answers."""
    rule = view.study.settings.incomplete
    if rule == "impute":
        note = next(n for n in view.study.notes if n.code == "incomplete_imputed")
        return view.say("methods.missing_impute", tables=note.values["tables"])
    return view.say("methods.missing_listwise" if rule == "listwise" else "methods.missing")


def _gap_notes(view: View) -> list[tuple[str, str]]:
    share = view.numbers.percent(view.instrument.min_answered)
    plain = all(gap.minus == "expectation" for gap in view.kinds)
    direct = all(gap.direct for gap in view.kinds)
    other = "" if plain else "_midpoint" if direct else "_other"
    pairs = [("gap", view.say(f"methods.gap{other}"))]
    pairs.append(("dimension", view.say("methods.dimension", share=share)))
    pairs.append(("overall", _overall(view)))
    if view.study.zone:
        pairs.append(("zone_of_tolerance", view.say("methods.zone_of_tolerance")))
    if any(r.id == "weighted" and r.gap is not None for r in view.study.gaps.overall):
        pairs.append(("weighted", view.say("methods.weighted")))
    return pairs


def _overall(view: View) -> str:
    """Return how the overall is formed, with the sum that a reader can redo."""
    if view.instrument.overall == "items":
        return view.say("methods.overall_items")
    gaps = view.study.gaps.of_kind(view.kinds[0].name)
    overall = {r.id: r for r in gaps.overall}
    rows = [r for r in gaps.dimensions if r.gap is not None]
    numbers, row = view.numbers, overall.get("unweighted")
    if row is None or row.gap is None or len(rows) < 2:
        return view.say("methods.overall_plain")
    total = view.say("words.plus").join(_term(view, r.gap or 0.0) for r in rows)
    text = view.say(
        "methods.overall_dimensions", sum=total, k=len(rows), result=numbers.gap(row.gap)
    )
    mean = overall.get("item_mean")
    other = (
        view.say("methods.overall_item_mean", item_mean=numbers.gap(mean.gap))
        if mean and mean.gap is not None
        else ""
    )
    return view.sentences([text, other])


def _term(view: View, value: float) -> str:
    """Return a number as a term of a sum: without plus, a negative one in brackets."""
    text = view.numbers.mean(value)
    return view.say("words.negative", number=text) if rounded(value, 2) < 0 else text


def _score_notes(view: View) -> list[tuple[str, str]]:
    share = view.numbers.percent(view.instrument.min_answered)
    key = "overall_items" if view.instrument.overall == "items" else "overall_plain"
    return [
        ("mean", view.say("methods.mean")),
        ("dimension", view.say("methods.dimension_scores", share=share)),
        ("overall", view.say(f"methods.{key}")),
    ]
