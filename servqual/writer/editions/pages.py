"""One edition of the report for each unit, a letter where there is none, and a list of both."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

from servqual.results import GapRow, GroupRow
from servqual.writer.editions.compare import Best, Key, company_rows
from servqual.writer.exhibits.gaps import gap_dimensions, gap_items
from servqual.writer.exhibits.groups import column_name, isolated, shown_name
from servqual.writer.exhibits.switch import Choice
from servqual.writer.page import cover_of, page_of
from servqual.writer.parts import Cell, Column, Exhibit, Section, Table
from servqual.writer.sentences import by_gap, row_sentence, tone
from servqual.writer.tables import name_cell, whole_first, without_empty
from servqual.writer.view import View

MOST_NAMED = 3


@dataclass(frozen=True)
class Listed:
    """One line of the list of editions: name of the unit, file, and what it is."""

    name: str
    file: str
    what: str


@dataclass(frozen=True)
class Maker:
    """What every edition of a breakdown is made from."""

    view: View
    by: str
    best: Best
    packing: Future[str]

    def say(self, key: str, **values: object) -> str:
        """Return a text about editions; ``{by}`` is the name of the column."""
        by = self.view.inside(column_name(self.view, self.by))
        return self.view.say(f"editions.{key}", by=by, **values)


def edition(maker: Maker, choice: Choice) -> str:
    """Return the page of one unit: its own figures, the company's and the best quarter's beside."""
    name = isolated(choice.name)
    sections = [_unit(maker, choice, name)]
    sections += [_dimensions(maker, choice, kind.name) for kind in choice.view.kinds]
    for kind in choice.view.kinds:
        sections += _items(maker, choice, kind.name)
    sections.append(_how(maker))
    return _page(maker, maker.say("title", name=name), sections)


def letter(maker: Maker, group: GroupRow) -> str:
    """Return what a unit gets that is not shown: why, and the figures of the company."""
    name = isolated(shown_name(maker.view, group.group))
    min_cell = maker.view.study.groups.min_cell
    lead = [
        maker.say("letter.dear", name=name),
        maker.say("letter.why", n=min_cell),
        maker.say("letter.others"),
        maker.say("letter.next", n=min_cell),
    ]
    exhibits = [_company_table(maker, kind.name) for kind in maker.view.kinds]
    section = Section(
        "letter", maker.say("letter.title"), maker.say("letter.nav"), "exhibits", {"lead": lead},
        exhibits,
    )  # fmt: skip
    return _page(maker, maker.say("letter.headline", name=name), [section, _how(maker)])


def index(maker: Maker, listed: Sequence[Listed]) -> str:
    """Return the list of editions and letters, for whoever sends them out."""
    context = {
        "lead": [maker.say("index.lead")],
        "entries": [(entry.file, entry.name, entry.what) for entry in listed],
    }
    section = Section(
        "editions", maker.say("index.title"), maker.say("index.nav"), "editions", context
    )
    return _page(maker, maker.say("index.headline"), [section])


def _page(maker: Maker, headline: str, sections: Sequence[Section]) -> str:
    cover = cover_of(maker.view)
    return page_of(maker.view, sections, headline, cover, maker.packing)


# -- sections --------------------------------------------------------------------------------------


def _unit(maker: Maker, choice: Choice, name: str) -> Section:
    """Return the unit in words: its overall gap, the company's and the best quarter's, its ends."""
    view, lead = choice.view, []
    company = company_rows(maker.view.study)
    for kind in view.kinds:
        gaps = view.study.gaps.of_kind(kind.name)
        overall = next((r for r in gaps.overall if r.id == "unweighted"), None)
        if overall is None or overall.gap is None:
            continue
        lead.append(row_sentence(view, overall))
        lead.append(_beside(maker, view, overall, company[_key(overall)]))
    lead += _ends(maker, view)
    count = view.numbers.count(choice.n)
    total = view.numbers.count(maker.view.study.sample.respondents)
    lead.insert(0, maker.say("unit.lead", name=name, n=choice.n, count=count, total=total))
    return Section(
        "unit", maker.say("unit.title"), maker.say("unit.nav"), "exhibits", {"lead": lead}
    )


def _beside(maker: Maker, view: View, own: GapRow, company: GapRow) -> str:
    """Return the company's figure and that of the best quarter as one sentence each."""
    said = [maker.say("unit.company", gap=view.numbers.gap(company.gap))]
    best = maker.best.means.get(_key(own))
    if best is not None:
        n = maker.best.n_best
        said.append(maker.say("unit.best", gap=view.numbers.gap(best), n=view.count_word(n)))
    return view.sentences(said)


def _ends(maker: Maker, view: View) -> list[str]:
    """Return where a unit falls short most, and where it stands best."""
    if not view.kinds:
        return []
    kind = view.kinds[0].name
    rows = by_gap([r for r in view.study.gaps.of_kind(kind).items if r.gap is not None])
    short = [r for r in rows if tone(r) == "shortfall"][:MOST_NAMED]
    if not rows:
        return []
    if not short:
        return [maker.say("unit.none_short")]
    listed = view.listed([_named(view, row) for row in short])
    return [maker.say("unit.short", names=listed)]


def _named(view: View, row: GapRow) -> str:
    return view.say(
        "words.bracketed", text=view.quoted(view.item(row.id)), note=view.numbers.gap(row.gap)
    )


def _dimensions(maker: Maker, choice: Choice, kind: str) -> Section:
    rows = choice.view.study.gaps.of_kind(kind)
    whole = [r for r in rows.overall if r.id == "unweighted"]
    found = whole_first([*whole, *by_gap(rows.dimensions)])
    exhibits = [
        _slim(choice.view, gap_dimensions(choice.view, kind)),
        _compared(maker, choice.view, found, f"exhibit-compared-dimensions-{kind}"),
    ]
    title = _with_kind(maker, choice.view, "dimensions.title", kind)
    nav = _with_kind(maker, choice.view, "dimensions.nav", kind)
    return Section(f"dimensions-{kind}", title, nav, "exhibits", {"lead": []}, exhibits)


def _items(maker: Maker, choice: Choice, kind: str) -> list[Section]:
    """Return the items of a unit; none where its items may not be shown."""
    rows = by_gap(choice.view.study.gaps.of_kind(kind).items)
    if not rows:
        return []
    exhibits = [
        _slim(choice.view, gap_items(choice.view, kind)),
        _compared(maker, choice.view, rows, f"exhibit-compared-items-{kind}"),
    ]
    title = _with_kind(maker, choice.view, "items.title", kind)
    nav = _with_kind(maker, choice.view, "items.nav", kind)
    return [Section(f"items-{kind}", title, nav, "exhibits", {"lead": []}, exhibits)]


def _slim(view: View, exhibit: Exhibit) -> Exhibit:
    """Return an exhibit whose table has no column that is empty for a unit."""
    return (
        exhibit
        if exhibit.table is None
        else replace(exhibit, table=without_empty(view, exhibit.table))
    )


def _with_kind(maker: Maker, view: View, key: str, kind: str) -> str:
    """Return a heading, with the name of the gap where there are several."""
    text = maker.say(key)
    several = len(view.kinds) > 1
    return view.say("words.bracketed", text=text, note=view.kind(kind)) if several else text


def _how(maker: Maker) -> Section:
    """Return what the figures are and how people's answers are kept apart from them."""
    view, best = maker.view, maker.best
    values = {"n_units": view.numbers.count(best.n_units), "n": best.n_best}
    said = [
        maker.say("how.company"),
        maker.say("how.best" if best.means else "how.no_best", **values),
        maker.say("how.differences"),
        maker.say("how.kept", n=view.study.groups.min_cell),
        maker.say("how.sesoi", sesoi=view.sesoi, confidence=view.confidence),
    ]
    return Section("how", maker.say("how.title"), maker.say("how.nav"), "exhibits", {"lead": said})


# -- tables ----------------------------------------------------------------------------------------


def _compared(maker: Maker, view: View, rows: Sequence[GapRow], exhibit_id: str) -> Exhibit:
    """Return own gaps beside those of the company and of the best quarter."""
    company = company_rows(maker.view.study)
    items = bool(rows) and rows[0].level == "item"
    columns = [Column(view.say(f"words.head.{'item' if items else 'dimension'}"), "text")]
    columns += [Column(maker.say(f"compared.{key}")) for key in ("own", "interval", "company")]
    if maker.best.means:
        columns.append(Column(maker.say("compared.best")))
    columns.append(Column(view.say("words.head.n")))
    body = [_line(maker, view, row, company) for row in rows]
    title = maker.say("compared.title")
    ns = [row.n for row in rows]
    base = maker.say("compared.base", n=view.numbers.counts(min(ns), max(ns)))
    table = Table(title, columns, body)
    return Exhibit(exhibit_id, title, maker.say("compared.how"), table=table, base=base)


def _line(maker: Maker, view: View, row: GapRow, company: dict[Key, GapRow]) -> list[Cell]:
    numbers, key = view.numbers, _key(row)
    cells = [
        name_cell(view, row.level, row.id),
        Cell(numbers.gap(row.gap), tone(row)),
        Cell(numbers.interval(row.ci_low, row.ci_high)),
        Cell(numbers.gap(company[key].gap)),
    ]
    if maker.best.means:
        cells.append(Cell(numbers.gap(maker.best.means.get(key))))
    return [*cells, Cell(numbers.count(row.n))]


def _company_table(maker: Maker, kind: str) -> Exhibit:
    """Return the figures of the company, with the best quarter where there is one."""
    view = maker.view
    gaps = view.study.gaps.of_kind(kind)
    whole = [r for r in gaps.overall if r.id == "unweighted"]
    rows = [r for r in whole_first([*whole, *by_gap(gaps.dimensions)]) if r.gap is not None]
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(maker.say("compared.company")),
    ]
    columns.append(Column(view.say("words.head.interval", confidence=view.confidence)))
    if maker.best.means:
        columns.append(Column(maker.say("compared.best")))
    body = []
    for row in rows:
        cells = [
            name_cell(view, row.level, row.id),
            Cell(view.numbers.gap(row.gap), tone(row)),
            Cell(view.numbers.interval(row.ci_low, row.ci_high)),
        ]
        if maker.best.means:
            cells.append(Cell(view.numbers.gap(maker.best.means.get(_key(row)))))
        body.append(cells)
    title = _with_kind(maker, view, "letter.company", kind)
    return Exhibit(f"exhibit-company-{kind}", title, table=Table(title, columns, body))


def _key(row: GapRow) -> Key:
    return row.kind, row.level, row.id
