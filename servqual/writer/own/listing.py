"""The ids of a report, for the headings of a consultant's notes."""

from __future__ import annotations

from servqual.results import Study
from servqual.settings import ReportOptions
from servqual.writer.view import View


def exhibit_list(study: Study, options: ReportOptions) -> list[tuple[str, str, str]]:
    """Return every section and exhibit of a report in order: its kind, its id, our title.

    The kind is ``section`` or ``exhibit``; an exhibit stands behind the section that it is in.
    """
    from servqual.writer.sections import ours  # sections sets own words, too

    found = []
    for section in ours(View(study, options)):
        found.append(("section", section.id, section.title))
        found += [("exhibit", e.id, e.title) for e in section.exhibits]
    return found
