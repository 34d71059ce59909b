"""What people say is important beside what goes together with an outcome."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import AgreementRow, AgreementTotal
from servqual.writer.exhibits.drivers import first_heads, level_head
from servqual.writer.exhibits.matrix import outcome_name
from servqual.writer.parts import Cell, Exhibit, Table
from servqual.writer.tables import name_cell
from servqual.writer.view import View


def stated_name(view: View, source: str) -> str:
    """Return what stated importance is, as it stands in a sentence."""
    return view.say(f"first.agreement.stated_{source}")


def derived_name(view: View, derived_as: str) -> str:
    """Return what derived importance is, as it stands in a sentence."""
    return view.say(f"first.agreement.derived_{derived_as}")


def compared(view: View, level: str = "") -> list[AgreementTotal]:
    """Return the comparisons whose rows there are, one per level and kind of stated importance."""
    rows = {(r.level, r.stated_source, r.derived_as) for r in view.study.importance.agreement}
    found = [
        t
        for t in view.study.importance.agreements
        if (t.level, t.stated_source, t.derived_as) in rows and level in ("", t.level)
    ]
    return list({(t.level, t.stated_source): t for t in reversed(found)}.values())[::-1]


def agreement_rows(view: View, total: AgreementTotal) -> list[AgreementRow]:
    """Return the rows of one comparison, the most important as stated first."""
    rows = [
        r
        for r in view.study.importance.agreement
        if (r.level, r.stated_source) == (total.level, total.stated_source)
    ]
    return sorted(rows, key=lambda r: r.stated_rank)


def agreement(view: View, total: AgreementTotal) -> Exhibit:
    """Return the ranks of stated and of derived importance beside each other."""
    numbers, rows = view.numbers, agreement_rows(view, total)
    columns = [
        level_head(view, total.level),
        *first_heads(view, "stated", "stated_rank", "derived", "derived_rank"),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(numbers.mean(row.stated)),
            Cell(str(row.stated_rank)),
            Cell(derived_text(view, total, row.derived)),
            Cell(str(row.derived_rank)),
        ]
        for row in rows
    ]
    how = view.say(
        "first.agreement.how",
        stated=stated_name(view, total.stated_source),
        derived=derived_name(view, total.derived_as),
        outcome=outcome_name(view, total.outcome),
    )
    return Exhibit(
        id=f"exhibit-agreement-{total.level}-{total.stated_source}",
        title=view.say("first.agreement.title"),
        how=how,
        table=Table(view.say("first.agreement.caption"), columns, body),
        says=[view.sentences([agreement_sentence(view, total), _furthest(view, rows)])],
        base=_agreement_base(view, total),
    )


def derived_text(view: View, total: AgreementTotal, value: float) -> str:
    """Return a derived importance: a correlation, or a part of R2."""
    return view.numbers.coefficient(value, 2 if total.derived_as == "r" else 3)


def _agreement_base(view: View, total: AgreementTotal) -> str:
    """Return the rank correlations: by what the table shows, then by plain correlations."""
    mine = [
        t
        for t in view.study.importance.agreements
        if (t.level, t.stated_source) == (total.level, total.stated_source)
    ]
    mine.sort(key=lambda t: t.derived_as != total.derived_as)
    text = view.say("words.semicolon").join(_rho(view, t) for t in mine)
    return view.say("report.base", text=text)


def _rho(view: View, total: AgreementTotal) -> str:
    values = {
        "rho": view.numbers.coefficient(total.spearman),
        "k": total.k,
        "derived": derived_name(view, total.derived_as),
    }
    if total.spearman_low is None:
        return view.say("first.agreement.base_alone", **values)
    interval = view.numbers.alpha_interval(total.spearman_low, total.spearman_high)
    return view.say("first.agreement.base", interval=interval, confidence=view.confidence, **values)


def agreement_sentence(view: View, total: AgreementTotal) -> str:
    """Return whether the two orders are alike, as far as that can be told."""
    if total.spearman is None or total.spearman_low is None or total.spearman_high is None:
        return ""
    key = "alike" if total.spearman_low > 0 else "unlike" if total.spearman_high < 0 else "open"
    return view.say(
        f"first.agreement.{key}",
        rho=view.numbers.coefficient(total.spearman),
        confidence=view.confidence,
        interval=view.numbers.alpha_interval(total.spearman_low, total.spearman_high),
    )


def _furthest(view: View, rows: Sequence[AgreementRow]) -> str:
    """Return where the two orders lie furthest apart, if by a third of the places."""
    worst = max(rows, key=lambda r: abs(r.stated_rank - r.derived_rank), default=None)
    if worst is None or abs(worst.stated_rank - worst.derived_rank) * 3 < len(rows):
        return ""
    name = (
        view.quoted(view.item(worst.id))
        if worst.level == "item"
        else view.dimension_inside(worst.id)
    )
    values = {"name": name, "stated": worst.stated_rank, "derived": worst.derived_rank}
    return view.say("first.agreement.apart", **values)
