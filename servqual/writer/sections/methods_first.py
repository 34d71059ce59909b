"""How importance, quadrants and the register are made: only what was done here."""

from __future__ import annotations

from servqual.writer.exhibits.asymmetry import estimated, leading_outcome
from servqual.writer.sentences_first import order_sentence
from servqual.writer.view import View

Notes = list[tuple[str, str]]


def first_notes(view: View) -> Notes:
    """Return how priorities are made, as pairs of a title and a text."""
    found, study = view.study.importance, view.study
    there = {
        "quadrants": (bool(study.priorities.items), _quadrants),
        "ranks": (bool(study.priorities.replicates and study.priorities.ranks), _plain),
        "diagonal": (any(r.diagonal is not None for r in study.priorities.items), _plain),
        "points": (any(r.source == "points" for r in found.stated), _plain),
        "order": (any(r.source == "ranking" for r in found.stated), _plain),
        "drivers": (found.leading_model() is not None, _drivers),
        "agreement": (bool(found.agreements), _plain),
        "asymmetry": (estimated(view, leading_outcome(view)), _plain),
        "kano": (bool(found.kano), _plain),
        "register": (bool(study.actions.rows), _register),
        "causes": (bool(study.actions.causes), _plain),
        "indices": (bool(study.priorities.indices), _indices),
    }
    return [
        (view.say(f"first.methods.{key}_title"), make(view, key))
        for key, (known, make) in there.items()
        if known
    ]


def first_terms(view: View) -> list[str]:
    """Return the words of priorities that the glossary explains."""
    found = view.study.priorities
    keys = ["resample"] if found.replicates else []
    keys += ["certainty"] if any(r.certainty for r in found.items) else []
    keys += ["rank_interval"] if found.replicates else []
    keys += ["priority_index"] if view.study.actions.rows else []
    return [*keys, "association"] if view.study.importance.leading_model() else keys


def _plain(view: View, key: str) -> str:
    return view.say(f"first.methods.{key}", confidence=view.confidence)


def _quadrants(view: View, key: str) -> str:
    """Return where the lines stand and how the doubt was found, where it was."""
    found = view.study.priorities
    resampled = ""
    if any(row.certainty for row in found.items):
        kind = "resampled_groups" if found.method == "groups" else "resampled"
        draws, seed = view.numbers.count(found.replicates), view.study.settings.seed
        resampled = view.say(f"first.methods.{kind}", draws=draws, seed=seed)
    derived = found.importance_source == "derived"
    by_gap = any(row.axis == "gap" for row in found.stability)
    return view.say(
        f"first.methods.{key}",
        rule=view.say(f"first.rule.{found.rule}"),
        resampled=resampled,
        derived=view.say("first.methods.quadrants_derived") if derived and resampled else "",
        gap=view.say("first.methods.quadrants_gap") if by_gap else "",
        confidence=view.confidence,
    )


def _indices(view: View, key: str) -> str:
    """Return how the indices are made, opportunity only where importance was rated."""
    rated = any(row.opportunity is not None for row in view.study.priorities.indices)
    opportunity = view.say("first.methods.opportunity") if rated else ""
    return view.say(f"first.methods.{key}", opportunity=opportunity)


def _drivers(view: View, key: str) -> str:
    """Return by which method R2 is shared out."""
    model = view.study.importance.leading_model()
    method = view.say(f"first.methods.{(model.method if model else '') or 'relative_weights'}")
    draws = view.numbers.count(view.study.priorities.replicates)
    return view.say(f"first.methods.{key}", method=method, draws=draws)


def _register(view: View, key: str) -> str:
    return view.say(f"first.methods.{key}", order=order_sentence(view))
