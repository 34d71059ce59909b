"""What ``results.json`` says beside the results: of which file, what was asked for, by what."""

from __future__ import annotations

import sys
from typing import Any

from servqual import __version__
from servqual.results import Study
from servqual.settings import Promise


def source(study: Study) -> dict[str, Any]:
    """Return of which file the results are, and how many people are in it."""
    sample = study.sample
    return {
        "file": sample.file,
        "sha256": sample.sha256,
        "rows": sample.rows,
        "respondents": sample.respondents,
        "answered": sample.answered,
        "ineligible": sample.ineligible,
    }


def instrument(study: Study) -> dict[str, Any]:
    """Return which questionnaire it is: batteries, scales and items of every dimension."""
    questionnaire = study.instrument
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "batteries": [
            {"name": name, "min": scale.min, "max": scale.max}
            for name in questionnaire.battery_names
            for scale in [questionnaire.scale_of(name)]
        ],
        "dimensions": [
            {"dimension": name, "items": questionnaire.items_of(name)}
            for name in questionnaire.dimension_ids
        ],
    }


def settings(study: Study) -> dict[str, Any]:
    """Return what was asked for."""
    told = study.settings
    return {
        "confidence": told.confidence,
        "sesoi": study.sesoi,
        "sesoi_origin": told.sesoi_origin,
        "min_cell": told.min_cell,
        "seed": told.seed,
        "incomplete": told.incomplete,
        "structure": told.structure,
        "by": list(told.by),
        "weights": told.weights or None,
        "outcome": told.outcome or None,
        "cross": told.cross,
        "target": _point(told.target),
        "benchmark": _point(told.benchmark),
        "sesoi_agreed_by": told.sesoi_agreed_by or None,
        "promise": _promise(told.promise),
    }


def _promise(promise: Promise) -> dict[str, Any] | None:
    """Return what was promised to those who answered; None for nothing."""
    if not promise:
        return None
    return {
        "min_cell": promise.min_cell or None,
        "comments": promise.comments or None,
        "keep_until": promise.keep_until.isoformat() if promise.keep_until else None,
        "text": dict(promise.text),
    }


def made(study: Study) -> dict[str, Any] | None:
    """Return what making these results again needs beside the file; None if it was not recorded."""
    how = study.sample.how
    return {**how, "versions": versions()} if how else None


def versions() -> dict[str, str]:
    """Return the programs that the figures come from, to the second number of their version."""
    from importlib.metadata import version

    found = {"servqual": __version__, "python": "{}.{}".format(*sys.version_info[:2])}
    return found | {name: ".".join(version(name).split(".")[:2]) for name in ("numpy", "scipy")}


def _point(point: tuple[float, float] | None) -> dict[str, float] | None:
    """Return a point of the matrix by the names of its axes."""
    return None if point is None else dict(zip(("performance", "importance"), point, strict=True))


def sample_of(study: Study) -> dict[str, Any]:
    """Return who answered, and what the analyst stated about that."""
    sample, facts = study.sample, study.sample.facts
    return {
        "n_complete_pairs": sample.n_complete_pairs,
        "weighted": sample.weighted,
        "weights": sample.weights_name or None,
        "n_effective": sample.n_effective,
        "deff": sample.deff,
        "points_total": study.importance.points_total if study.importance.points else None,
        "points_equal_split": study.importance.n_equal_split if study.importance.points else None,
        "invited": facts.invited or None,
        "frame": facts.frame or None,
        "mode": facts.mode or None,
        "start": facts.start or None,
        "end": facts.end or None,
    }
