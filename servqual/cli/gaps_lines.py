"""The gap model as lines for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from servqual.cli.check_lines import Line
from servqual.cli.structure_lines import exhibit_lines, paragraph_lines
from servqual.cli.terminal import wrapped
from servqual.cli.text_table import plain

if TYPE_CHECKING:
    from servqual.writer.view import View


def gaps_lines(view: View, columns: int) -> Iterator[Line]:
    """Yield what the report says of the gap model: in words, then table by table."""
    from servqual.writer.sections.gap_model import gap_model
    from servqual.writer.shown import without_charts

    for section in (without_charts(view, whole) for whole in gap_model(view)):
        yield from (Line(line, "head") for line in wrapped(plain(section.title), columns))
        for text in section.context.get("lead", ()):
            yield from paragraph_lines(text, columns)
        for exhibit in section.exhibits:
            yield from exhibit_lines(exhibit, columns)
