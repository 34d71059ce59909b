"""``servqual show``: any part of the report as tables and sentences on the terminal."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual.cli import options, terminal
from servqual.cli.bundles import computes, reads
from servqual.cli.check_lines import Line
from servqual.cli.dress import check_language
from servqual.cli.request import Figures, Reading, study_of
from servqual.cli.show_lines import can_be_shown, first_words, section_lines
from servqual.cli.show_parts import (
    ALL,
    FROM_ROWS,
    Part,
    check_names,
    chosen,
    parts_of,
    with_more,
)
from servqual.cli.structure_lines import INDENT, paragraph_lines
from servqual.cli.text_table import plain
from servqual.cli.typed import typed_command

if TYPE_CHECKING:
    from servqual.writer.parts import Section
    from servqual.writer.view import View

Parts = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PART",
        help="What to show: groups, league, weighting ... or all. Without one: a list of them.",
        show_default=False,
    ),
]


@reads(
    "weights",
    "by",
    "before",
    "crosswalk",
    "coded",
    "second_coder",
    "comments",
    "design",
    "segments",
    "tiers",
    "operations",
    "journey",
)
@computes()
def show(
    context: typer.Context,
    reading: Reading,
    figures: Figures,
    parts: Parts = None,
    lang: options.Language = None,
    service: options.Service = None,
) -> None:
    """Show parts of the report on the terminal, as tables and sentences.

    Without PART the parts are listed that this survey has with these options, and the options
    that bring more. Nothing is written; 'servqual report' prints the same with charts.

    FILE may also be the sums of a survey, a .summary of 'servqual summarize' or 'merge'.
    """
    from servqual._files import check_readable
    from servqual.settings import ReportOptions
    from servqual.writer.sections import ours
    from servqual.writer.view import View

    told = reading.defaults("report")
    language = lang or told.get("language") or "en"
    check_language(language)
    typed = parts or []
    check_readable(Path(reading.file), "survey file")
    check_names(typed, reading)
    study = study_of(reading, figures)
    view = View(
        study, ReportOptions(language=language, service=service or told.get("service") or "")
    )
    held = parts_of(section for section in ours(view) if can_be_shown(section))
    columns = terminal.columns()
    if typed:
        lines = list(_shown(view, chosen(typed, reading, held), columns))
    else:
        lines = list(_listed(view, held, with_more(reading, held), columns))
        lines += _from_rows(view, columns) if reading.is_summary else []
        lines += _how(view, held, typed_command(context, folders=True))
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))


def _shown(view: View, sections: Sequence[Section], columns: int) -> Iterator[Line]:
    """Yield who answered what, then section by section."""
    from servqual.writer.shown import people

    file = plain(view.study.sample.file)
    yield from (Line(line, "quiet") for line in terminal.wrapped(file, columns))
    yield from paragraph_lines(people(view), columns)
    for section in sections:
        yield Line()
        yield from section_lines(view, section, columns)


def _listed(
    view: View, parts: Sequence[Part], more: Mapping[str, str], columns: int
) -> Iterator[Line]:
    """Yield the parts with their titles and how they begin, then what options would bring."""
    file = plain(view.study.sample.file)
    title = view.say("show.list.title", file=file)
    yield from (Line(line, "head") for line in terminal.wrapped(title, columns))
    yield Line()
    room = max(len(name) for name in (*(part.name for part in parts), *more))
    rest = INDENT + " " * (room + 2)
    for part in parts:
        titles = [section.title for section in part.sections if section.level == 1]
        said = plain(view.say("words.semicolon").join(titles))
        yield from map(
            Line, terminal.wrapped(said, columns, f"{INDENT}{part.name:<{room}}  ", rest)
        )
        if lead := plain(first_words(view, part.sections[0])):
            yield Line(rest + terminal.cut(lead, columns - len(rest)), "quiet")
    if more:
        yield Line()
        yield from map(Line, terminal.wrapped(view.say("show.list.more"), columns))
    for name, option in more.items():
        yield from map(Line, terminal.wrapped(option, columns, f"{INDENT}{name:<{room}}  ", rest))


def _from_rows(view: View, columns: int) -> Iterator[Line]:
    """Yield which parts no option brings, because the file holds the sums of the answers."""
    yield Line()
    said = view.say("show.list.from_rows", names=view.say("words.comma").join(FROM_ROWS))
    yield from map(Line, terminal.wrapped(said, columns))


def _how(view: View, parts: Sequence[Part], command: str) -> Iterator[Line]:
    """Yield commands to type next, never broken: they are to be copied."""
    words = shlex.split(command)
    names = [part.name for part in parts]
    examples = [name for name in ("groups", "league", "items", "dimensions") if name in names]
    yield Line()
    yield Line(view.say("show.list.how"))
    for asked in (examples[:1], examples[:2], [ALL]):
        yield Line(INDENT + shlex.join([*words[:3], *asked, *words[3:]]))
