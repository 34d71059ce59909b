"""``servqual check-table``: arithmetic faults of a printed table, on the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from servqual.cli import options, terminal
from servqual.cli.dress import check_language
from servqual.errors import SettingsError

TableFile = Annotated[
    str, typer.Argument(metavar="TABLE", help="A printed table as CSV, text or workbook.")
]
People = Annotated[
    int | None,
    typer.Option("--n", metavar="N", help="How many people, if the table does not say."),
]
OneScale = Annotated[
    str | None,
    typer.Option("--scale", metavar="LOW-HIGH", help="Scale of the answers: 1-5."),
]
Items = Annotated[
    list[str] | None,
    typer.Option(
        "--items",
        metavar="NAME=N",
        help="How many items a dimension has, where figures are sums (repeat for more).",
    ),
]


def check_table(
    table: TableFile,
    n: People = None,
    scale: OneScale = None,
    items: Items = None,
    lang: options.Language = None,
) -> None:
    """Find figures of a printed table that cannot come from the same answers.

    Gaps are held against their means, t against gap and interval, means of dimensions against
    their items, SDs against the scale, CR and AVE against loadings; rounding is allowed for. The
    exit status is 1 if a figure cannot be so.
    """
    check_language(lang)
    counts = dict(_count(text) for text in items or [])
    from servqual.analysis.checking_tables import check_table as checked

    found = checked(table, n=n or 0, scale=scale or "", items=counts)

    from servqual.cli.check_table_lines import check_table_lines

    lines = check_table_lines(found, lang or "en", terminal.columns(), scale_known=bool(scale))
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))
    if not found.adds_up:
        raise typer.Exit(1)


def _count(text: str) -> tuple[str, int]:
    """Return a dimension and how many items it has."""
    name, _, count = text.rpartition("=")
    if not name or not count.strip().isdigit() or int(count) < 1:
        raise SettingsError(
            f"--items {text}: write the dimension and its number of items: reliability=5."
        )
    return name.strip(), int(count)
