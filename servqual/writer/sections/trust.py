"""Whether the items of a dimension may be read as one score."""

from __future__ import annotations

from servqual.writer.exhibits.quality import item_rest, reliability
from servqual.writer.parts import Section
from servqual.writer.sentences_summary import (
    REDUNDANT_ALPHA,
    leading_set,
    reliability_rows,
    weak_sentence,
)
from servqual.writer.view import View


def trust(view: View) -> list[Section]:
    """Return the reliability of every set of ratings."""
    if not view.study.reliability.rows:
        return []
    name = leading_set(view)
    exhibits = [reliability(view)]
    if any(row.items for row in reliability_rows(view, name)):
        exhibits.append(item_rest(view, name))
    title, nav = view.say("report.trust.title"), view.say("report.trust.nav")
    return [Section("trust", title, nav, "exhibits", {"lead": _lead(view, name)}, exhibits)]


def _lead(view: View, name: str) -> list[str]:
    """Return what the alphas of the leading set of ratings say."""
    rows = reliability_rows(view, name)
    alphas = sorted(r.alpha for r in rows if r.alpha is not None)
    set_ = view.rated_many(name)
    found = []
    if weak := weak_sentence(view, name):
        found.append(weak)
    elif alphas:
        ends = {"low": view.numbers.alpha(alphas[0]), "high": view.numbers.alpha(alphas[-1])}
        found.append(
            view.say(
                "sentences.trust.all_good" if len(alphas) > 1 else "sentences.trust.one_good",
                set=set_,
                **ends,
            )
        )
    if undefined := [r for r in rows if r.problem]:
        names = view.listed([view.dimension_inside(r.dimension) for r in undefined])
        reasons = view.listed(
            list(dict.fromkeys(view.say(f"words.problem.{r.problem}") for r in undefined))
        )
        found.append(
            view.say("sentences.trust.undefined", n=len(undefined), names=names, reasons=reasons)
        )
    if high := [r for r in rows if r.alpha is not None and r.alpha > REDUNDANT_ALPHA]:
        found.append(
            view.say(
                "sentences.trust.redundant",
                names=view.listed([view.dimension_inside(r.dimension) for r in high]),
            )
        )
    return [view.sentences(found), view.say("sentences.trust.note")]
