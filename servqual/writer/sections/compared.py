"""Whether groups of people differ, and by how much; who answered."""

from __future__ import annotations

from servqual.writer.exhibits.compared import compared_exhibits
from servqual.writer.exhibits.respondents import respondents
from servqual.writer.parts import Exhibit, Section
from servqual.writer.sentences_compared import columns_of, kinds_of, of_column
from servqual.writer.view import View


def compared(view: View) -> list[Section]:
    """Return tests, pairs and small multiples of every breakdown, then the profile."""
    found = view.study.comparisons
    if not found:
        return []
    names = columns_of(view)
    lead = [of_column(view, by) for by in names]
    if found.no_ranks and any(not row.problem for row in found.tests):
        lead.append(view.say(f"compared.says.no_ranks_{found.no_ranks}"))
    exhibits: list[Exhibit] = [
        exhibit
        for by in names
        for kind in kinds_of(view, by)
        for exhibit in compared_exhibits(view, by, kind)
    ]
    exhibits += [respondents(view)] if found.respondents else []
    title = view.say("compared.title" if names else "compared.title_respondents")
    return [Section("compared", title, title, "exhibits", {"lead": lead}, exhibits)]
