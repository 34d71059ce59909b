"""What ``servqual structure`` prints: the exhibits of the report that it shows, without charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from servqual.results import Efa, Structure
from servqual.writer.exhibits.trust import reliability, verdicts
from servqual.writer.exhibits.trust_factors import exploratory
from servqual.writer.exhibits.trust_models import convergent, fits, loadings
from servqual.writer.exhibits.trust_more import pairs_list
from servqual.writer.exhibits.trust_structure import factors, invariance
from servqual.writer.parts import Exhibit
from servqual.writer.sentences_trust import paragraphs
from servqual.writer.trust_facts import THEORY, problem_word
from servqual.writer.view import View


@dataclass(frozen=True)
class Closer:
    """The set of ratings that is looked at closely, and its exploratory factors.

    ``typed`` says that the number of factors was asked for, not found by parallel analysis.
    """

    source: str
    efa: Efa
    typed: bool = False


def sources(structure: Structure) -> list[str]:
    """Return the sets of ratings that can be looked at, the leading one first."""
    return [row.source for row in structure.factors]


def title(view: View) -> str:
    """Return the question, with the file that it is asked of."""
    return view.say("terminal.structure.title", file=view.study.sample.file)


def lead(view: View) -> list[str]:
    """Return who answered, and the verdict in words."""
    people = view.say(
        "report.instrument_line",
        title=view.words(view.instrument.title),
        n_items=len(view.instrument.items),
        min=view.scale.min,
        max=view.scale.max,
        n=view.study.sample.respondents,
        n_people=view.numbers.count(view.study.sample.respondents),
    )
    return [people, *paragraphs(view), view.say("trust.says.note")]


def exhibits(view: View, closer: Closer) -> Iterator[Exhibit]:
    """Yield every exhibit that has figures, in the order of the report; how to read it in words."""
    study = view.study
    structure = study.structure
    if structure.verdicts:
        yield _in_words(view, verdicts(view), "verdicts")
    if study.reliability.rows:
        yield _in_words(view, reliability(view), "reliability")
    if structure.factors:
        yield _in_words(view, factors(view), "factors")
    if structure.fits:
        yield fits(view)
    yield from _closely(_only(view, closer.source), closer)
    if any(not row.problem for row in structure.invariance):
        yield invariance(view)


def _closely(view: View, closer: Closer) -> Iterator[Exhibit]:
    """Yield what is shown of one set of ratings alone."""
    structure = view.study.structure
    if any(row.cr is not None for row in structure.convergent):
        yield _of_one(view, convergent(view), closer.source)
    if any(row.distinguishable is not None for row in structure.pairs):
        yield _of_one(view, pairs_list(view), closer.source)
    if any(row.model == THEORY for row in structure.loadings):
        yield loadings(view, closer.source)
    yield _factors_of(view, closer)


def _factors_of(view: View, closer: Closer) -> Exhibit:
    """Return the exploratory factors, or why there are none."""
    efa = closer.efa
    if efa.problem:
        reason = problem_word(view, efa.problem)
        text = view.say("trust.factors.problem", set=view.rated_many(efa.source), reason=reason)
        caption = view.say("trust.efa.caption", set=view.rated(efa.source))
        return Exhibit(id=f"exhibit-efa-{efa.source}", title=caption, says=[text])
    found = exploratory(view, efa)
    return replace(found, base=_base_of_typed(view, efa)) if closer.typed else found


def _base_of_typed(view: View, efa: Efa) -> str:
    n = view.numbers.count(efa.n)
    return view.say("report.base", text=view.say("terminal.structure.typed", n=n))


def _of_one(view: View, exhibit: Exhibit, source: str) -> Exhibit:
    """Return an exhibit whose title names the set of ratings, in place of a column of the table."""
    title = view.say("words.colon").join((exhibit.title, view.rated(source)))
    table = exhibit.table
    if table is None:
        return replace(exhibit, title=title)
    kept = [k for k, c in enumerate(table.columns) if c.head != view.say("words.head.set")]
    columns = [table.columns[k] for k in kept]
    rows = [[row[k] for k in kept] for row in table.rows]
    return replace(exhibit, title=title, table=replace(table, columns=columns, rows=rows))


def _in_words(view: View, exhibit: Exhibit, name: str) -> Exhibit:
    """Return an exhibit whose way of reading speaks neither of its chart nor of other parts."""
    return replace(exhibit, figure=None, how=view.say(f"terminal.structure.{name}_how"))


def _only(view: View, source: str) -> View:
    """Return a view in which one set of ratings is all that was looked at."""
    structure = view.study.structure
    kept = {
        name: tuple(row for row in getattr(structure, name) if row.source == source)
        for name in ("factors", "fits", "loadings", "convergent", "pairs", "changes")
    }
    return replace(view, study=replace(view.study, structure=replace(structure, **kept)))
