"""Results as JSON: the versioned schema ``servqual-results/1`` that other programs read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from servqual import __version__
from servqual.results import Before, Gaps, Groups, Priorities, Structure, Study, Thesis, record
from servqual.results.comments import Comments
from servqual.results.table import Parts
from servqual.writer.results_told import instrument, made, sample_of, settings, source

SCHEMA = "servqual-results/1"
OVERALL_GAPS = ("unweighted", "weighted", "weighted_aggregate", "item_mean")
OVERALL_SCORES = ("unweighted", "item_mean")
NAMED_BATTERIES = ("perception", "expectation")
_IMPORTANCE = ("stated", "drivers", "models", "agreement", "agreements", "asymmetry", "kano")


def to_json(study: Study) -> str:
    """Return a study as JSON text, described by ``reports/results.schema.json``.

    Numbers have full precision; ``null`` stands for a number that does not exist for these answers.
    Rows stand in the order of the questionnaire. The text holds no clock, folder or output name, so
    the same study always gives the same text.
    """
    table = _clean(results(study))
    return json.dumps(table, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def results(study: Study) -> dict[str, Any]:
    """Return a study as nested dicts and lists with the keys of the schema."""
    return {
        "schema": SCHEMA,
        "servqual": __version__,
        "source": source(study),
        "instrument": instrument(study),
        "settings": settings(study),
        "made": made(study),
        "notes": [{"code": n.code, "text": n.text, "where": n.where} for n in study.notes],
        "sample": sample_of(study),
        "quality": _quality(study),
        "gaps": _gaps(study.gaps),
        "scores": _scores(study),
        "reliability": study.reliability.records(),
        "spread": [record(row) for row in study.reliability.spread],
        "constraints": [record(row) for row in study.reliability.constraints],
        "structure": _structure(study.structure),
        "distributions": study.distributions.records(),
        "importance_points": study.importance.records("points"),
        "importance": _parts(study.importance, *_IMPORTANCE),
        "priorities": _priorities(study.priorities),
        "actions": study.actions.records(),
        "causes": study.actions.records("causes"),
        "themes": study.themes.records(),
        "quotations": study.quotations.records(),
        "outcomes": study.outcomes.records(),
        "groups": _groups(study.groups)
        | {"comparisons": _whole(study.comparisons), "league": _whole(study.league)},
        "incomplete": study.incomplete.records(),
        "before": _before(study.before),
        "comments": _comments(study.comments),
        "sums": _parts(study.sums, "gaps", "means", "pairs"),
        "segments": _whole(study.segments),
        "weighting": _whole(study.weighting),
        "waves": _whole(study.waves),
        "operations": _whole(study.operations),
        "journey": _whole(study.journey),
        "loyalty": _whole(study.loyalty),
        "zone": _whole(study.zone),
        "gap_model": _whole(study.gap_model),
        **_thesis(study.thesis),
    }


def _comments(found: Comments) -> dict[str, Any] | None:
    """Return coded comments, None where nobody coded any."""
    if not found.n_coded:
        return None
    facts = {"n_comments": found.n_comments, "n_coded": found.n_coded, "n_people": found.n_people}
    return facts | {"min_cell": found.min_cell} | _parts(found, "themes", "gaps", "agreement")


def origin_of(study: Study) -> dict[str, Any]:
    """Return what was asked for and of which file, without any result."""
    everything = {
        "source": source(study),
        "instrument": {"id": study.instrument.id, "version": study.instrument.version},
        "settings": settings(study),
        "made": made(study),
        "sample": sample_of(study),
        "quality": {"excluded": [record(row) for row in study.sample.excluded]},
    }
    found: dict[str, Any] = _clean(everything)
    return found


def _quality(study: Study) -> dict[str, Any]:
    quality = study.quality
    return {
        "missing": [record(row) for row in quality.missing],
        "flags": [record(row) for row in quality.flags],
        "n_suspect": quality.n_suspect,
        "n_suspect_left": quality.n_suspect_left,
        "false_rate": quality.false_rate,
        "n_simulated": quality.n_simulated,
        "seconds": quality.seconds,
        "seconds_per_rating": quality.seconds_per_rating,
        "excluded": [record(row) for row in study.sample.excluded],
        "compared": quality.compared or None,
        "sensitivity": [record(row) for row in quality.sensitivity],
    }


def _gaps(gaps: Gaps) -> dict[str, Any]:
    """Return the gaps; an overall row of another kind than ``gap`` is named ``kind.name``."""
    overall: dict[str, Any] = dict.fromkeys(OVERALL_GAPS)
    for row in gaps.overall:
        name = row.id if row.kind == "gap" else f"{row.kind}.{row.id}"
        overall[name] = _gap(record(row), "")
    return {
        "items": [_gap(record(row), "item") for row in gaps.items],
        "dimensions": [_gap(record(row), "dimension") for row in gaps.dimensions],
        "overall": overall,
        "contrasts": [record(row) for row in gaps.contrasts],
    }


def _gap(row: dict[str, Any], named: str) -> dict[str, Any]:
    """Return a gap row under the schema's keys; the plain gap also names its two means."""
    out = _named(row, named)
    if row["kind"] == "gap" and (row["of"], row["minus"]) == NAMED_BATTERIES:
        means = {"mean_perception": row["mean_of"], "mean_expectation": row["mean_minus"]}
        out = _inserted(out, after="mean_minus", more=means)
    return out


def _scores(study: Study) -> dict[str, Any]:
    return {name: _scores_of(study, name) for name in study.instrument.rated_batteries}


def _scores_of(study: Study, battery: str) -> dict[str, Any]:
    """Return the means of one battery."""
    scores = study.scores
    overall: dict[str, Any] = dict.fromkeys(OVERALL_SCORES)
    overall |= {row["id"]: _named(row, "") for row in _of_battery(scores.overall, battery)}
    return {
        "items": [_named(row, "item") for row in _of_battery(scores.items, battery)],
        "dimensions": [_named(row, "dimension") for row in _of_battery(scores.dimensions, battery)],
        "overall": overall,
    }


def _of_battery(rows: Iterable[Any], battery: str) -> list[dict[str, Any]]:
    return [record(row) for row in rows if row.battery == battery]


def _priorities(priorities: Priorities) -> dict[str, Any]:
    cross = {
        "importance": priorities.cross_importance,
        "performance": priorities.cross_performance,
    }
    return {
        "rule": priorities.rule,
        "cross": cross,
        "importance_source": priorities.importance_source or None,
        "performance_battery": priorities.performance_battery or None,
        "method": priorities.method or None,
        "replicates": priorities.replicates,
        **_parts(priorities, "items", "stability", "ranks", "indices", "csi"),
    }


def _parts(table: Parts, *names: str) -> dict[str, Any]:
    """Return some parts of a result by their names."""
    return {name: table.records(name) for name in names}


def _whole(result: Parts) -> dict[str, Any] | None:
    """Return every field of a result, tables as lists of rows; None where it is empty."""
    if not result:
        return None
    found: dict[str, Any] = {}
    for field in fields(result):  # type: ignore[arg-type]  # every result is a dataclass
        value = getattr(result, field.name)
        rows = isinstance(value, tuple) and all(map(is_dataclass, value))
        found[field.name] = result.records(field.name) if rows else value
    return found


def _groups(groups: Groups) -> dict[str, Any]:
    """Return the breakdowns; hidden groups carry their name and nothing else."""
    return {
        "min_cell": groups.min_cell,
        "items_left_out": list(groups.items_left_out),
        "groups": [record(row) for row in groups.groups],
        "gaps": [record(row) for row in groups.gaps],
    }


def _before(before: Before) -> dict[str, Any] | None:
    """Return the wave before and every change since; None where none was given."""
    if not before:
        return None
    about = ("label", "origin", "file", "sha256", "crosswalk", "n", "decimals")
    head = {name: getattr(before, name) for name in about}
    return {**head, **_parts(before, "changes", "breaks")}


def _thesis(thesis: Thesis) -> dict[str, Any]:
    """Return the tables of a thesis under their own key; nothing where they were not asked for."""
    if not thesis:
        return {}
    names = [f.name for f in fields(thesis) if f.name != "battery"]
    return {"thesis": {"battery": thesis.battery, **_parts(thesis, *names)}}


def _structure(structure: Structure) -> dict[str, Any]:
    """Return every table of the structure by its name, rows in the order of the study."""
    found = {
        name: [record(row) for row in getattr(structure, name)]
        for name in (
            "verdicts",
            "factors",
            "fits",
            "loadings",
            "convergent",
            "pairs",
            "changes",
            "invariance",
            "correlations",
            "exploratory",
        )
    }
    for row in found["correlations"]:
        del row["dimensions"]  # they stand under instrument
    return found


def _named(row: Mapping[str, Any], named: str) -> dict[str, Any]:
    """Return a row with its id under the name of its level, or without one for ``''``."""
    head = {named: row["id"]} if named else {}
    return head | {key: value for key, value in row.items() if key not in {"level", "id"}}


def _inserted(row: dict[str, Any], after: str, more: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in row.items():
        out[key] = value
        if key == after:
            out |= more
    return out


def _clean(value: Any) -> Any:
    """Return a value in JSON's own types: no NaN or infinity, no minus zero, no NumPy scalar."""
    if isinstance(value, Mapping):
        return {str(key): _clean(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_clean(part) for part in value]
    if hasattr(value, "item"):  # a NumPy scalar; NumPy itself is not needed here
        value = value.item()
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else None
    return value
