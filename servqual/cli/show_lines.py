"""Sections of a report as lines for a terminal of any width: what the page prints, no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

from servqual.cli.check_lines import Line
from servqual.cli.structure_lines import INDENT, exhibit_lines, paragraph_lines
from servqual.cli.table_blocks import in_blocks
from servqual.cli.terminal import width, wrapped
from servqual.cli.text_table import plain, table_lines

if TYPE_CHECKING:
    from servqual.writer.parts import Exhibit, Finding, Section
    from servqual.writer.view import View

WIDEST_TERM = 34  # what a term stands for begins on its own line behind a longer one
DEEPER = INDENT * 2


def section_lines(view: View, section: Section, columns: int) -> Iterator[Line]:
    """Yield the title of a section, underlined, and all that stands in it."""
    from servqual.writer.shown import without_charts

    title = wrapped(plain(section.title), columns)
    yield from (Line(line, "head") for line in title)
    yield Line(("=" if section.level == 1 else "-") * max(map(width, title)), "quiet")
    yield from _FORMS[section.template](view, without_charts(view, section), columns)


def can_be_shown(section: Section) -> bool:
    """Say whether a section has a form on the terminal, and anything to say."""
    return section.template in _FORMS and bool(section.context or section.exhibits)


def first_words(view: View, section: Section) -> str:
    """Return the paragraph that a section begins with, '' for none."""
    said = section.context
    if section.template == "summary":
        return _big(view, section)
    lead = said.get("lead", said.get("wording", ""))
    return lead if isinstance(lead, str) else next(iter(lead), "")


# -- the forms of sections ------------------------------------------------------------------------


def _exhibits(view: View, section: Section, columns: int) -> Iterator[Line]:
    """Yield what is said, facts, exhibits and comments."""
    yield from _paragraphs(section.context.get("lead", ()), columns)
    yield from _definitions(view, section.context.get("facts", ()), columns)
    yield from _all_exhibits(section.exhibits, columns)
    if section.context.get("quotes"):
        if section.level > 1 or section.exhibits:
            yield from _heading(section.context["quotes_title"], columns)
        yield from _list(section.context["quotes"], columns)
        yield from paragraph_lines(section.context["quotes_says"], columns)


def _sample(view: View, section: Section, columns: int) -> Iterator[Line]:
    """Yield who answered, and what was decided on the way."""
    said = section.context
    yield from paragraph_lines(said["lead"], columns)
    yield from _heading(view.say("report.sample.facts"), columns)
    yield from _definitions(view, said["facts"], columns)
    yield from paragraph_lines(view.say("report.sample.caveat"), columns)
    yield from _all_exhibits(section.exhibits, columns)
    yield from _heading(view.say("report.sample.notes"), columns)
    yield from _list(said["notes"] or [view.say("report.sample.no_notes")], columns)


def _summary(view: View, section: Section, columns: int) -> Iterator[Line]:
    """Yield the answer, what to look at first, and whether the data can be used."""
    said = section.context
    yield from paragraph_lines(_big(view, section), columns)
    yield from _paragraphs(said["below"], columns)
    if worst := said["worst"]:
        yield from paragraph_lines(_joined(view, worst["label"], worst["name"]), columns)
        yield from paragraph_lines(worst["tie"], columns)
    yield from paragraph_lines(said["comparison"], columns)
    yield from _heading(said["heading"], columns)
    for finding in said["findings"]:
        yield from _finding(view, finding, columns)
    yield from _paragraphs((*said["notes"], said["strengths"], said["caveat"]), columns)
    limits = [said["data_head"] + view.say("words.stop"), said["data_limits"]]
    yield from paragraph_lines(view.sentences(limits), columns)


def _big(view: View, section: Section) -> str:
    said = section.context
    return view.say("show.summary.big", big=said["big"], says=said["big_says"])


def _finding(view: View, finding: Finding, columns: int) -> Iterator[Line]:
    """Yield a finding, its numbers, and the items under it."""
    yield Line()
    chip = f" [{finding.chip}]" if finding.chip else ""
    yield from _words(f"{finding.text}{chip}", columns, INDENT, "head")
    if finding.detail:
        yield from _words(finding.detail, columns, DEEPER)
    for line in finding.lines:
        figure = line.figure
        if line.beside:
            figure = view.say("show.summary.beside", figure=figure, beside=line.beside)
        yield from _item(_joined(view, line.name, figure), columns, DEEPER)
    if finding.more:
        yield from _words(finding.more, columns, DEEPER)


def _first(view: View, section: Section, columns: int) -> Iterator[Line]:
    """Yield the first actions with their reasons, then the matrix as a table."""
    said = section.context
    yield from _paragraphs(said["lead"], columns)
    yield from _heading(said["heading"], columns)
    for entry in said["entries"]:
        yield Line()
        chip = f" [{entry.chip}]" if entry.chip else ""
        yield from _words(f"{entry.rank}  {entry.name}{chip}", columns, INDENT, "head")
        for key, text in (("why", entry.why), ("sure", entry.sure)):
            yield from _words(_joined(view, view.say(f"first.page.{key}"), text), columns, DEEPER)
    yield from _paragraphs((said["order"], *said["says"]), columns)
    yield from _all_exhibits(section.exhibits, columns)


def _causes(view: View, section: Section, columns: int) -> Iterator[Line]:
    """Yield how the shortfall is spread, then where to look for each part of it."""
    yield from _exhibits(view, section, columns)
    for gap in section.context["gaps"]:
        yield from _heading(gap["name"], columns)
        yield from _words(gap["about"], columns, INDENT)
        yield from _paragraphs([gap["says"]], columns)
        yield Line()
        for theme in gap["themes"]:
            head = view.say("words.bracketed", text=theme["name"], note=theme["share"])
            yield from _item(_joined(view, head, theme["items"]), columns, INDENT)
            if theme["says"]:
                yield from _words(theme["says"], columns, DEEPER)
        for key, texts in (("questions", gap["questions"]), ("missing", gap["missing"])):
            if texts:
                yield from paragraph_lines(view.say(f"first.causes.{key}"), columns)
                yield from (x for t in texts for x in _item(t, columns, DEEPER))


def _questionnaire(view: View, section: Section, columns: int) -> Iterator[Line]:
    """Yield what was asked, set by set."""
    yield from paragraph_lines(section.context["wording"], columns)
    for group in section.context["groups"]:
        yield from _heading(view.say("words.comma").join(group["names"]), columns)
        if len(group["names"]) > 1:
            yield from _words(view.say("report.questionnaire.alike"), columns, INDENT)
        if group["intro"]:
            yield from _words(group["intro"], columns, INDENT)
        for number, text, turned in group["items"]:
            note = view.say("report.questionnaire.reversed") if turned else ""
            told = view.say("words.bracketed", text=text, note=note) if note else text
            yield from _item(told, columns, INDENT, f"{number:>2}  ")
        scale = f"{view.say('report.questionnaire.scale')} {group['ends']}"
        told = _joined(view, scale, group["anchors"]) if group["anchors"] else scale
        yield from _words(told, columns, INDENT, "quiet")


def _terms(view: View, section: Section, columns: int) -> Iterator[Line]:
    yield from _paragraphs(section.context.get("lead", ()), columns)
    yield from _definitions(view, section.context["terms"], columns)


_FORMS: Mapping[str, Callable[[View, Section, int], Iterator[Line]]] = {
    "exhibits": _exhibits,
    "sample": _sample,
    "summary": _summary,
    "first": _first,
    "causes": _causes,
    "questionnaire": _questionnaire,
    "terms": _terms,
    "card": _terms,
}


# -- what they are made of ------------------------------------------------------------------------


def _all_exhibits(exhibits: Iterable[Exhibit], columns: int) -> Iterator[Line]:
    for exhibit in exhibits:
        yield from _exhibit(exhibit, columns)


def _exhibit(exhibit: Exhibit, columns: int) -> Iterator[Line]:
    """Yield an exhibit, a table that is too wide in parts below each other."""
    if exhibit.table is None or not exhibit.table.rows:
        yield from exhibit_lines(exhibit, columns)
        return
    room = columns - len(INDENT)
    first, *others = in_blocks(exhibit.table, room)
    yield from exhibit_lines(replace(exhibit, table=first, says=(), base=""), columns)
    for table in others:
        yield Line()
        yield from (Line(f"{INDENT}{line}") for line in table_lines(table, room))
    yield from _paragraphs(exhibit.says, columns)
    if exhibit.base:
        yield from _words(exhibit.base, columns, INDENT, "quiet")


def _definitions(view: View, pairs: Iterable[tuple[str, Any]], columns: int) -> Iterator[Line]:
    """Yield terms with what they stand for; several paragraphs of one stand below it."""
    known = [(plain(term), text) for term, text in pairs]
    if not known:
        return
    yield Line()
    short = [width(term) for term, _ in known if width(term) <= min(WIDEST_TERM, columns // 3)]
    room = max(short, default=0)
    for term, text in known:
        parts = [text] if isinstance(text, str) else list(text)
        rest = INDENT + " " * (room + 2)
        said = _parted(plain(view.sentences(parts)), columns - len(rest))
        if width(term) > room:
            yield from _words(term, columns, INDENT)
            yield from map(Line, wrapped(said, columns, rest, rest))
            continue
        begin = INDENT + term + " " * (room - width(term) + 2)
        yield from map(Line, wrapped(said, columns, begin, rest))


def _parted(text: str, room: int) -> str:
    """Return a text in which a word too long for a line, such as a hash, is in even pieces."""

    def pieces(word: str) -> str:
        if not word.isascii() or len(word) <= room:
            return word
        size = ceil(len(word) / ceil(len(word) / room))
        return " ".join(word[k : k + size] for k in range(0, len(word), size))

    return " ".join(pieces(word) for word in text.split(" "))


def _joined(view: View, name: str, text: str) -> str:
    """Return a name and what is said of it, with the colon of the language."""
    colon = view.say("words.colon")
    return f"{name}{colon}{text}" if name and text else name or text


def _heading(text: str, columns: int) -> Iterator[Line]:
    if text:
        yield Line()
        yield from (Line(line, "head") for line in wrapped(plain(text), columns))


def _paragraphs(texts: Iterable[str], columns: int) -> Iterator[Line]:
    for text in texts:
        yield from paragraph_lines(text, columns)


def _list(texts: Iterable[str], columns: int) -> Iterator[Line]:
    yield Line()
    for text in texts:
        yield from _item(text, columns, INDENT)


def _item(text: str, columns: int, indent: str, mark: str = "- ") -> Iterator[Line]:
    rest = indent + " " * len(mark)
    yield from map(Line, wrapped(plain(text), columns, indent + mark, rest))


def _words(text: str, columns: int, indent: str, tone: str = "") -> Iterator[Line]:
    yield from (Line(line, tone) for line in wrapped(plain(text), columns, indent, indent))
