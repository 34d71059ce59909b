"""The sections and exhibits of a report as lines, for those who write notes beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from servqual.cli.terminal import aligned, clean

if TYPE_CHECKING:
    from servqual.results import Study


def exhibit_lines(study: Study, dress: Mapping[str, Any]) -> str:
    """Return the ids and titles of a report in order, exhibits set in under their section."""
    from servqual.settings import ReportOptions
    from servqual.texts import fill
    from servqual.writer import exhibit_list

    named = ("language", "service", "style", "audience", "radar", "importance_axis")
    options = ReportOptions(**{name: dress[name] for name in named if name in dress})
    language = options.language
    head = [fill(language, f"own.list.head_{name}", {}) for name in ("id", "title")]
    indents = {"section": "", "exhibit": "  "}
    rows = [
        [indents[kind] + name, clean(title)] for kind, name, title in exhibit_list(study, options)
    ]
    return f"{aligned([head, *rows])}\n\n{fill(language, 'own.list.how', {})}"
