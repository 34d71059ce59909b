"""Whether the scale can be trusted, in words: by dimension, as a structure, over groups."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import FitRow, PairRow, VerdictRow
from servqual.writer.exhibits.groups import column_name
from servqual.writer.sentences_summary import leading_set
from servqual.writer.trust_facts import (
    SIDES,
    THEORY,
    TOTAL,
    Comparison,
    comparisons,
    estimator,
    factor_problem,
    factors_of,
    finding_word,
    fit_of,
    leading_pairs,
    leading_source,
    printed_fit,
    problem_word,
    twins,
)
from servqual.writer.view import View

WEAK = ("below_enough", "half_noise")
MOST_PAIRS = 3


# -- paragraphs --------------------------------------------------------------------------------


def paragraphs(view: View) -> list[str]:
    """Return the verdict: what may be said of each dimension, of the structure, over groups."""
    found = [
        view.sentences(score_sentences(view)),
        view.sentences(structure_sentences(view)),
        view.sentences([comparison_sentence(view, c) for c in comparisons(view)]),
    ]
    return [text for text in found if text]


def score_sentences(view: View) -> list[str]:
    """Return which dimensions may be read as scores, which with care, which not."""
    rows = [r for r in view.study.structure.verdicts if r.dimension != TOTAL]
    fine = [r for r in rows if r.level == "score"]
    found = []
    if rows and len(fine) == len(rows):
        key = "all_score" if len(rows) > 1 else "one_score"
        found.append(view.say(f"trust.says.{key}", count=view.count_word(len(rows))))
    elif fine:
        text = view.say("trust.says.score", n=len(fine), names=_names(view, fine))
        found.append(text[:1].upper() + text[1:])
    elif any(r.level != "unknown" for r in rows) and len(rows) > 1:
        found.append(view.say("trust.says.no_score"))
    found += [_twin_sentence(view), *_weak_sentences(view, rows), _unknown_sentence(view, rows)]
    return [text for text in [*found, _total_sentence(view)] if text]


def _names(view: View, rows: Sequence[VerdictRow]) -> str:
    return view.listed([view.dimension_inside(row.dimension) for row in rows])


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _twin_sentence(view: View) -> str:
    """Return which pairs of dimensions are to be read together."""
    rows = twins(view)
    if not rows:
        return ""
    named = [_pair(view, row) for row in rows[:MOST_PAIRS]]
    total = len(leading_pairs(view))
    if len(rows) == 1:
        a, b = (view.dimension_inside(name) for name in (rows[0].a, rows[0].b))
        names = view.listed([a, b])
        return _upper(
            view.say("trust.says.twins", names=names, figures=_pair_figures(view, rows[0]))
        )
    key = "trust.says.twins_many" if len(rows) > MOST_PAIRS else "trust.says.twins_some"
    count = {"count": view.count_word(len(rows)), "total": view.count_word(total)}
    return _upper(view.say(key, names=view.say("words.semicolon").join(named), **count))


def _pair(view: View, row: PairRow) -> str:
    names = view.listed([view.dimension_inside(row.a), view.dimension_inside(row.b)])
    return view.say("words.bracketed", text=names, note=_pair_figures(view, row))


def _pair_figures(view: View, row: PairRow) -> str:
    """Return the correlation of the factors and HTMT of a pair, as far as they exist."""
    found = [("phi", row.phi), ("htmt", row.htmt)]
    parts = [
        view.say(f"trust.says.{key}", value=view.numbers.closeness(value))
        for key, value in found
        if value is not None
    ]
    return view.say("words.comma").join(parts)


def _weak_sentences(view: View, rows: Sequence[VerdictRow]) -> list[str]:
    """Return which scores, and which gaps, are too unreliable to be ranked or read."""
    numbers, found = view.numbers, []
    half = [r for r in rows if "half_noise" in r.reasons]
    below = [r for r in rows if "below_enough" in r.reasons]
    gap_half = [r for r in rows if "gap_half_noise" in r.reasons and r not in half]
    gap_below = [r for r in rows if "gap_below_enough" in r.reasons and r not in half]
    of_scores = view.rated_many(leading_source(view))
    of_gaps = view.rated_many(leading_set(view))
    groups = [
        ("half_noise", half, of_scores, False),
        ("below_enough", below, of_scores, False),
        ("gap_half_noise", gap_half, of_gaps, True),
        ("gap_below_too" if below else "gap_below_enough", gap_below, of_gaps, True),
    ]
    for key, group, set_, of_gap in groups:
        if not group:
            continue
        values = [numbers.alpha(r.gap_reliability if of_gap else r.reliability) for r in group]
        text = view.say(
            f"trust.says.{key}",
            n=len(group),
            names=_names(view, group),
            values=view.listed(values),
            set=set_,
        )
        found.append(_upper(text))
    return found


def _unknown_sentence(view: View, rows: Sequence[VerdictRow]) -> str:
    unknown = [r for r in rows if r.level == "unknown"]
    if not unknown:
        return ""
    codes = [reason.partition(":")[2] for r in unknown for reason in r.reasons]
    reasons = [problem_word(view, code) for code in dict.fromkeys(codes) if code]
    values = {"names": _names(view, unknown), "reasons": view.listed(reasons)}
    return view.say("trust.says.unknown", n=len(unknown), **values)


def _total_sentence(view: View) -> str:
    """Return what may be said of the overall score."""
    row = next((r for r in view.study.structure.verdicts if r.dimension == TOTAL), None)
    if row is None or row.reliability is None or len(view.instrument.dimensions) < 2:
        return ""
    value = view.numbers.alpha(row.reliability)
    says = "weak_parts" if "weak_parts" in row.reasons else row.level
    return view.say(f"trust.says.total_{says}", value=value)


def structure_sentences(view: View) -> list[str]:
    """Return that the dimensions are a convention, and what model and chance say about them."""
    k = len(view.instrument.dimensions)
    if k < 2 or not view.study.structure.verdicts:
        return []
    source = leading_source(view)
    found = [view.say("trust.says.convention", count=view.count_word(k))]
    return [*found, *_fit_sentences(view, source), _number_sentence(view, source)]


def _fit_sentences(view: View, source: str) -> list[str]:
    """Return how the model of the dimensions fits, its estimator named, and what is improper."""
    row = fit_of(view, source)
    if row is None:
        return []
    set_ = view.rated_many(source)
    if row.problem:
        return [view.say("trust.says.no_model", set=set_, reason=problem_word(view, row.problem))]
    found = [_fit_sentence(view, row, set_)]
    if row.findings:
        words = view.listed([finding_word(view, f) for f in row.findings])
        found.append(view.say("trust.says.improper", findings=words))
    better = _better_model(view, row)
    return [*found, better] if better else found


def _fit_sentence(view: View, row: FitRow, set_: str) -> str:
    numbers, fit = view.numbers, printed_fit(row)
    if fit["cfi"] is None or fit["rmsea"] is None or row.srmr is None:
        return ""
    values = {
        "set": set_,
        "estimator": estimator(view, row),
        "n": numbers.count(row.n),
        "cfi": numbers.fit(fit["cfi"]),
        "rmsea": numbers.fit(fit["rmsea"]),
        "interval": numbers.fit_interval(fit["rmsea_low"], fit["rmsea_high"]),
        "srmr": numbers.fit(row.srmr),
    }
    return view.say(f"trust.says.{'fit_meets' if meets(row) else 'fit_misses'}", **values)


CFI, RMSEA, SRMR = 0.95, 0.06, 0.08  # Hu & Bentler 1999


def meets(row: FitRow) -> bool:
    """Say whether a fit reaches the customary benchmarks, all three of them."""
    fit = printed_fit(row)
    cfi, rmsea = fit["cfi"], fit["rmsea"]
    if cfi is None or rmsea is None or row.srmr is None:
        return False
    return cfi >= CFI and rmsea <= RMSEA and row.srmr <= SRMR


def _better_model(view: View, row: FitRow) -> str:
    """Say which simpler model has the smaller BIC, '' where none has."""
    others = [
        r
        for r in view.study.structure.fits
        if r.source == row.source and r.model != THEORY and r.bic is not None
    ]
    best = min(others, key=lambda r: r.bic or 0.0, default=None)
    if best is None or row.bic is None or (best.bic or 0.0) >= row.bic:
        return ""
    return view.say("trust.says.better", model=view.say(f"trust.model_inside.{best.model}"))


def _number_sentence(view: View, source: str) -> str:
    """Return how many components and factors stand above chance."""
    row = factors_of(view, source)
    if row is None:
        return ""
    if row.problem:
        set_ = view.rated_many(source)
        return view.say("trust.says.no_factors", set=set_, reason=factor_problem(view, row))
    if row.n_components is None or row.n_factors is None:
        return ""
    same = row.n_components == row.n_factors == row.n_theory
    return view.say(
        "trust.says.number_same" if same else "trust.says.number",
        n=row.n_components,
        components=view.count_word(row.n_components),
        factors=view.count_word(row.n_factors),
        theory=view.count_word(row.n_theory),
    )


# -- comparisons -------------------------------------------------------------------------------


def comparison_sentence(view: View, found: Comparison) -> str:
    """Return how far groups, or the two sides of a gap, may be compared."""
    kind = "sides" if found.of_sides else "groups"
    of, _, minus = found.name.partition(SIDES)
    values: dict[str, str] = (
        {"of": view.rated_many(of), "minus": view.rated_many(minus)}
        if found.of_sides
        else {"by": view.inside(column_name(view, found.name))}
    )
    if found.problem:
        if found.problem == "too_few_people":
            return view.say(f"trust.compare.{kind}.too_few", **values)
        reason = problem_word(view, found.problem)
        return view.say(f"trust.compare.{kind}.problem", reason=reason, **values)
    text = view.say(f"trust.compare.{kind}.{found.level or 'none'}", **values)
    if found.failed is None or not found.failed.worst:
        return text
    name = view.quoted(view.item(found.failed.worst))
    return view.sentences([text, view.say("trust.compare.worst", name=name)])


def group_sentence(view: View, by: str) -> str:
    """Return how far the groups of one column may be compared; '' where that was not asked."""
    return "".join(comparison_sentence(view, c) for c in comparisons(view) if c.name == by)


# -- reasons in the table ----------------------------------------------------------------------

PLAIN = ("good", "enough", "gap_good", "gap_enough")


def reasons(view: View, row: VerdictRow) -> str:
    """Return why a verdict is what it is: what limits the score, else that nothing does."""
    together = [r.partition(":")[2] for r in row.reasons if r.startswith("not_distinguishable:")]
    found = []
    if together:
        names = view.listed([view.dimension_inside(name) for name in together])
        found.append(view.say("trust.why.not_distinguishable", names=names))
    codes = [r for r in row.reasons if r.partition(":")[0] not in ("not_distinguishable", *PLAIN)]
    found += [text for code in codes if (text := _reason(view, code))]
    if not found:
        found = [view.say(f"trust.why.{c}") for c in row.reasons if c in ("good", "enough")]
    return _upper(view.say("words.semicolon").join(found))


def _reason(view: View, code: str) -> str:
    """Return one reason; comparisons have rows of their own, so they are not told here."""
    name, _, about = code.partition(":")
    parts = about.split(":") if about else []
    match name:
        case "no_reliability" | "no_model":
            return view.say(f"trust.why.{name}", reason=problem_word(view, about))
        case "improper":
            return view.say("trust.why.improper")
        case "fit_meets" | "fit_misses":
            return view.say(f"trust.why.{name}", estimator=about)
        case "fewer_factors" | "more_factors":
            counts = view.numbers.counts(int(parts[0]), int(parts[-1]))
            return view.say(f"trust.why.{name}", count=counts)
        case "not_testable" | "not_metric" | "not_scalar" | "not_configural" | "comparable":
            return ""
    return view.say(f"trust.why.{name}")
