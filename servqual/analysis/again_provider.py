"""The provider's side made again from what results.json says of it and the files near it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from servqual.analysis.provider import MANY, Provider
from servqual.importer.recorded import plain
from servqual.responses import Responses

if TYPE_CHECKING:
    from servqual.results.gap_model import GapModel

TOLD = ("unit", "match_units", "difference", "fewest", "expectation_source")


def made_of(provider: Provider) -> dict[str, Any]:
    """Return how answers were read and what was asked for, in JSON's own types.

    Empty where managers or staff were not read from a file: then nobody can make it again.
    """
    answers = provider.answers
    if any(not one.source.how for one in answers.values()):
        return {}
    told: dict[str, Any] = {name: getattr(provider, name) for name in TOLD}
    consent = {role: provider.consent_of(role) for role in MANY}
    return {
        **told,
        "consent": {role: text for role, text in consent.items() if text},
        "population": dict(provider.population),
        "roles": {
            role: {
                "file": one.source.file,
                "sha256": one.source.sha256,
                "instrument": one.instrument.id,
                "how": plain(one.source.how),
            }
            for role, one in answers.items()
        },
    }


def provider_again(
    results: str | Path, told: Mapping[str, Any] | GapModel | None
) -> Provider | None:
    """Return the provider's side of kept results; None where a file is not near, or is another."""
    if not isinstance(told, Mapping) or not told.get("made"):
        return None
    made = told["made"]
    paths = {
        role: _near(results, one["file"], one["sha256"]) for role, one in made["roles"].items()
    }
    audit = _near(results, told["audit_file"], told["audit_sha256"]) if told["audit_file"] else None
    if None in paths.values() or (told["audit_file"] and audit is None):
        return None
    answers = {
        role: _read(path, made["roles"][role]) for role, path in paths.items() if path is not None
    }
    return Provider(
        managers=answers.get("manager"),
        staff=answers.get("staff"),
        audit=audit,
        consent=made["consent"],
        population=made["population"],
        **{name: made[name] for name in TOLD},
    )


def _near(results: str | Path, name: str, digest: str) -> Path | None:
    """Return a file of that name and content near a results.json."""
    from servqual.analysis.again import beside, digest_of

    found = beside(results, name, digest)
    return found if found is not None and digest_of(found) == digest else None


def _read(path: Path, told: Mapping[str, Any]) -> Responses:
    """Return the answers of a role, read as recorded."""
    from servqual.analysis.again import Again

    then = {"made": told["how"], "instrument": {"id": told["instrument"]}}
    found = Again(then=then, folder=path.parent).read(path)
    if "role" not in told["how"]:
        return found
    return only_role(found, told["how"]["role"]["column"], told["how"]["role"]["words"])


def only_role(answers: Responses, column: str, words: list[str]) -> Responses:
    """Return the people of one role out of an export of all; the record says which."""
    own = np.array([str(text).strip() in words for text in answers.people[column]], dtype=bool)
    chosen = answers.take(own)
    how = {**answers.source.how, "role": {"column": column, "words": words}}
    return replace(chosen, source=replace(chosen.source, respondents=len(chosen), how=how))
