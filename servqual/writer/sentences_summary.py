"""The finding as a title, and the verdict on the data."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import GapRow, Gaps, ReliabilityRow, ScoreRow, SensitivityRow
from servqual.writer.kano_alone import kano_alone, kano_title
from servqual.writer.sentences import COLOURED, by_gap, direction, ties
from servqual.writer.view import View

FEW, TRIAL = 30, 10
MUCH_MISSING = 0.05
CEILING = 0.5
WEAK = 0.70
MOST_NAMED = 2


def title(view: View) -> str:
    """Return the finding of the whole report in one line."""
    if view.options.title.strip():
        return view.options.title.strip()
    if not view.kinds:
        return scores_title(view)
    kind = view.kinds[0].name
    gaps = view.study.gaps.of_kind(kind)
    row = next((r for r in gaps.overall if r.id == view.whole), None)
    if row is None or row.gap is None:
        some = any(other.gap is not None for other in gaps.dimensions)
        return view.say(f"sentences.title.{'partial' if some else 'empty'}")
    values = {"wanted": view.wanted(kind)}
    worst, weak = worst_dimensions(gaps), {r.dimension for r in weak_rows(view, kind)}
    weak |= {r.dimension for r in view.study.structure.verdicts if r.level != "score"}
    # a title has no room to add that a dimension is not to be ranked
    names = view.listed([] if weak & set(worst) else [view.dimension_inside(i) for i in worst])
    key = _title_key(row, bool(names))
    return view.say(f"sentences.title.{key}", names=names, **values)


def _title_key(row: GapRow, named: bool) -> str:
    """Return which title the overall row and the presence of a certain worst dimension call for."""
    side = direction(row)
    if side == "level":
        key = "level" if row.verdict == "none_that_matters" else "cannot_tell"
        return f"{key}_but" if named else key
    if side == "shortfall":
        if row.verdict == "small":
            return "small_shortfall_but" if named else "small_shortfall"
        return "shortfall_most" if named else "shortfall"
    if named:
        return "surplus_but"
    return "small_surplus" if row.verdict == "small" else "surplus"


def worst_dimensions(gaps: Gaps) -> list[str]:
    """Return the worst dimension and what ties with it; [] if too many tie or none matters."""
    rows = by_gap(gaps.dimensions)
    if len(rows) < 2 or direction(rows[0]) != "shortfall" or rows[0].verdict not in COLOURED:
        return []
    names = [rows[0].id, *ties(gaps, rows[0])]
    return names if len(names) <= MOST_NAMED else []


def scores_title(view: View) -> str:
    """Return the finding where only perceptions were asked."""
    battery = main_battery(view)
    overall = next(
        (r for r in view.study.scores.overall if r.battery == battery and r.mean is not None), None
    )
    if overall is None:
        return kano_title(view) if kano_alone(view) else view.say("sentences.title.empty")
    values = {"mean": view.numbers.mean(overall.mean), "min": view.scale.min, "max": view.scale.max}
    rows = ranked_scores([r for r in view.study.scores.dimensions if r.battery == battery])
    if len(rows) < 2 or not apart(view, rows[0], rows[-1]):
        return view.say("sentences.title.scores_one", **values)
    low, high = view.dimension_inside(rows[0].id), view.dimension_inside(rows[-1].id)
    return view.say("sentences.title.scores", low=low, high=high, **values)


def main_battery(view: View) -> str:
    """Return the battery of what was received: of the first gap, else perception, satisfaction."""
    if view.instrument.gaps:
        return view.instrument.gaps[0].of
    names = view.instrument.rated_batteries or view.instrument.battery_names
    return next((b for b in ("perception", "satisfaction") if b in names), names[0])


def ranked_scores(rows: Sequence[ScoreRow]) -> list[ScoreRow]:
    """Return the scores that exist, the lowest first."""
    return sorted((r for r in rows if r.mean is not None), key=lambda r: r.mean or 0.0)


# -- the data ----------------------------------------------------------------------------------


def data_verdict(view: View) -> tuple[str, str]:
    """Return whether the data can be used, and its limits as one sentence ('' for none)."""
    limits = data_limits(view)
    if view.study.sample.respondents < TRIAL:
        head = view.say("sentences.quality.trial")
    elif suspicions(view):
        head = view.say("sentences.quality.check")
    elif limits:
        head = view.say(
            "sentences.quality.usable_limits", n=len(limits), count=view.count_word(len(limits))
        )
    else:
        head = view.say("sentences.quality.usable")
    text = view.say("sentences.limit.between").join(limits)
    return head, view.say("sentences.limit.end", text=text[:1].upper() + text[1:]) if limits else ""


def data_limits(view: View) -> list[str]:
    """Return what limits the use of these data, one clause each."""
    study, numbers = view.study, view.numbers
    n = study.sample.respondents
    found = []
    if doubts := suspicions(view):
        found.append(view.say("sentences.limit.suspicion", n=doubts, count=view.count_word(doubts)))
    if not study.sample.facts.invited:
        found.append(view.say("sentences.limit.response_unknown"))
    if n < FEW:
        found.append(view.say("sentences.limit.few", n=n))
    asked = sum(row.asked for row in study.quality.missing)
    share = 1 - sum(row.answered for row in study.quality.missing) / asked if asked else 0.0
    if share > MUCH_MISSING:
        found.append(view.say("sentences.limit.missing", share=numbers.percent(share)))
    if weak := weak_rows(view, leading_set(view)):
        names = view.listed([view.dimension_inside(r.dimension) for r in weak])
        values = view.listed([numbers.alpha(r.coefficient) for r in weak])
        set_ = view.rated_many(leading_set(view))
        found.append(
            view.say("sentences.limit.alpha", n=len(weak), names=names, values=values, set=set_)
        )
    found += _not_distinguishable(view)
    if (top := ceiling(view)) > CEILING:
        found.append(view.say("sentences.limit.ceiling", share=numbers.percent(top)))
    if study.sample.excluded:
        n_out = study.sample.answered - n
        found.append(view.say("sentences.limit.excluded", n=n_out) + _moved(view, "excluded"))
    if study.quality.n_suspect_left:
        text = view.say("sentences.limit.suspect", n=study.quality.n_suspect_left)
        found.append(text + _moved(view, "suspects"))
    if (
        study.sample.n_effective is not None
        and study.sample.weighted
        and study.sample.n_effective < 0.8 * n
    ):
        effective = numbers.count(study.sample.n_effective)
        found.append(view.say("sentences.limit.weights", n=numbers.count(n), n_eff=effective))
    return found


def _not_distinguishable(view: View) -> list[str]:
    """Return which pairs of dimensions are one thing in the leading ratings; [] where none is."""
    found = view.study.structure
    source = next((row.source for row in found.pairs), "")
    pairs = [r for r in found.pairs if r.source == source and r.distinguishable is False]
    if len(pairs) > MOST_NAMED:
        return [view.say("sentences.limit.one_thing_many", count=view.count_word(len(pairs)))]
    names = [view.listed([view.dimension_inside(r.a), view.dimension_inside(r.b)]) for r in pairs]
    text = view.say("words.comma").join(names)
    return [view.say("sentences.limit.one_thing", names=text)] if names else []


def suspicions(view: View) -> int:
    """Return how many notes doubt that the file was read the right way round."""
    return sum(note.code.endswith("_suspected") for note in view.study.notes)


def most_moved(view: View) -> SensitivityRow | None:
    """Return the gap that suspect answers change most, items apart; None if not known."""
    rows = [
        r
        for r in view.study.quality.sensitivity
        if r.level != "item" and r.gap is not None and r.gap_without is not None
    ]
    return max(rows, key=lambda r: abs((r.gap or 0.0) - (r.gap_without or 0.0)), default=None)


def _moved(view: View, compared: str) -> str:
    """Return by how much the gaps move, '' unless the comparison is the one meant."""
    row = most_moved(view)
    if row is None or view.study.quality.compared != compared:
        return ""
    moved = view.numbers.size((row.gap or 0.0) - (row.gap_without or 0.0))
    key = "moved_excluded" if compared == "excluded" else "moved"
    return view.say(f"sentences.limit.{key}", moved=moved)


def ceiling(view: View) -> float:
    """Return the share of expectations at the top of the scale, over all items (0 to 1)."""
    rows = [r for r in view.study.distributions.rows if r.battery == "expectation"]
    total = sum(r.n for r in rows)
    top = view.instrument.scale_of("expectation").max if rows else 0
    return sum(r.counts.get(top, 0) for r in rows) / total if total else 0.0


def leading_set(view: View) -> str:
    """Return the ratings whose reliability leads: the first gap, else the perceptions."""
    return view.kinds[0].name if view.kinds else main_battery(view)


def reliability_rows(view: View, name: str) -> list[ReliabilityRow]:
    """Return the reliability of a set of ratings by dimension."""
    return [r for r in view.study.reliability.rows if r.battery == name and r.dimension != "total"]


def weak_rows(view: View, name: str) -> list[ReliabilityRow]:
    """Return the dimensions whose reliability (omega, else alpha) stays below .70."""
    return [
        r
        for r in reliability_rows(view, name)
        if r.coefficient is not None and r.coefficient < WEAK
    ]


def no_gap_sentence(view: View) -> str:
    """Return why there are means and no gaps: no expectations were asked."""
    alone = "importance" not in view.instrument.rated_batteries
    return view.say("sentences.scores.no_gap" if alone else "sentences.scores.no_gap_importance")


def weak_sentence(view: View, name: str) -> str:
    """Return which dimensions are not to be ranked by their scores alone; '' if all may be."""
    weak = weak_rows(view, name)
    if not weak:
        return ""
    text = view.say(
        "sentences.trust.weak",
        n=len(weak),
        names=view.listed([view.dimension_inside(r.dimension) for r in weak]),
        values=view.listed([view.numbers.alpha(r.coefficient) for r in weak]),
        set=view.rated_many(name),
    )
    return text[:1].upper() + text[1:]


def apart(view: View, low: ScoreRow, high: ScoreRow) -> bool:
    """Say whether two dimensions may be called the lowest and the highest without more words.

    Their intervals do not overlap, and the items of both hang together.
    """
    weak = {r.dimension for r in weak_rows(view, low.battery)}
    known = low.ci_high is not None and high.ci_low is not None
    return known and (low.ci_high or 0.0) < (high.ci_low or 0.0) and not weak & {low.id, high.id}
