"""The sheet of what every two dimensions have in common, which the overall score needs."""

from __future__ import annotations

from servqual.results import PairSums
from servqual.writer.databook.figures import Book, Layout, Line, add_sheet


def add_together(book: Book) -> dict[str, str]:
    """Write what each two dimensions have in common; return where the variance of a mean stands.

    The key is a battery or kind of gap, the value a formula for the variance of the plain mean of
    its dimension means.
    """
    pairs = book.view.study.sums.pairs
    if not pairs:
        return {}
    weighted = pairs[0].weight is not None
    more = ("weight", "weight2", "total2_first", "total2_second", "products2") if weighted else ()
    sums = ("n", "total_first", "total_second", "products", *more, "times")
    layout = Layout(book.name("together"), ("source", "first", "second"), sums, ("covariance",))
    own = {(p.source, p.first): k for k, p in enumerate(pairs) if p.first == p.second}
    lines = []
    for pair in pairs:
        weight = "weight" if weighted else "n"
        both = [layout.at(weight, own[pair.source, d]) for d in (pair.first, pair.second)]
        value = covariance(pair, *(pairs[own[pair.source, d]] for d in (pair.first, pair.second)))
        lines.append(
            Line(
                ("together", pair.source, pair.first, pair.second),
                (
                    book.view.rated(pair.source),
                    book.view.dimension(pair.first),
                    book.view.dimension(pair.second),
                ),
                {name: getattr(pair, name, None) for name in sums}
                | {"times": 1 if pair.first == pair.second else 2},
                {"covariance": (value, _covariance(*both, weighted=weighted))},
                reported=False,
            )
        )
    add_sheet(book, layout, lines, "together")
    size = len(book.view.instrument.dimensions)
    found = {}
    for source in dict.fromkeys(p.source for p in pairs):
        mine = [k for k, p in enumerate(pairs) if p.source == source]
        times, values = (layout.elsewhere(name, mine) for name in ("times", "covariance"))
        found[source] = f"SUMPRODUCT({times},{values})/{size}^2"
    return found


def covariance(pair: PairSums, first: PairSums, second: PairSums) -> float | None:
    """Return the covariance of two means from their sums; None where fewer than two have both.

    Parameters
    ----------
    pair : PairSums
        Of both dimensions.
    first, second : PairSums
        Of each dimension with itself.
    """
    if pair.n < 2:
        return 0.0 if pair.n == 0 else None
    if pair.weight is None:
        inner = pair.products - pair.total_first * pair.total_second / pair.n
        return inner * pair.n / (pair.n - 1) / (first.n * second.n)
    a, b = pair.total_first / pair.weight, pair.total_second / pair.weight
    inner = (
        (pair.products2 or 0.0)
        - a * (pair.total2_second or 0.0)
        - b * (pair.total2_first or 0.0)
        + a * b * (pair.weight2 or 0.0)
    )
    return inner * pair.n / (pair.n - 1) / ((first.weight or 1.0) * (second.weight or 1.0))


def _covariance(first: str, second: str, *, weighted: bool) -> str:
    """Return the formula of :func:`covariance`, given the cells with each dimension's own n."""
    if not weighted:
        inner = "({products}-{total_first}*{total_second}/{n})"
    else:
        inner = (
            "({products2}-{total_first}/{weight}*{total2_second}"
            "-{total_second}/{weight}*{total2_first}"
            "+{total_first}*{total_second}/{weight}^2*{weight2})"
        )
    return f"IF({{n}}>1,{inner}*{{n}}/({{n}}-1)/({first}*{second}),0)"
