"""``servqual instruments``: the questionnaires that are known, and what one asks."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from servqual.cli import options, terminal
from servqual.cli.dress import check_language
from servqual.cli.instrument_new import new

app = typer.Typer(
    help="List the questionnaires; show, write or check one.",
    rich_markup_mode=None,
    invoke_without_command=True,
    no_args_is_help=False,
)


@app.callback()
def instruments(context: typer.Context) -> None:
    """List the questionnaires; show, write or check one."""
    if context.invoked_subcommand is None:
        from servqual.catalog import instrument_ids, load_instrument
        from servqual.cli.instrument_lines import listing

        columns = terminal.columns() if sys.stdout.isatty() else None
        terminal.show(listing([load_instrument(name) for name in instrument_ids()], columns))


@app.command("show")
def show(
    instrument: Annotated[str, typer.Argument(metavar="ID", help="Its id, or a file of your own.")],
    lang: options.Language = None,
) -> None:
    """Show origin, scale, batteries, dimensions, items and questions of a questionnaire."""
    from servqual.catalog import load_instrument
    from servqual.cli.instrument_lines import description

    check_language(lang)
    terminal.show(description(load_instrument(instrument), lang or "en"))


app.command("new")(new)


@app.command("validate")
def validate(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A questionnaire file (TOML), or an id.")
    ],
) -> None:
    """Check a questionnaire file; every fault is named with its key and the remedy.

    Of a file without faults it says which texts lack one of its languages.
    """
    from pathlib import Path

    from servqual._files import check_readable
    from servqual.catalog import instrument_ids, load_instrument, untranslated
    from servqual.cli.instrument_lines import completeness_lines

    if file not in instrument_ids():
        check_readable(Path(file), "questionnaire file")
    found = load_instrument(file)
    summary = (
        f"{file}: no faults. {found.id}: {len(found.items)} items, "
        f"{len(found.dimensions)} dimensions, {', '.join(found.battery_names)}."
    )
    terminal.show("\n".join([summary, *completeness_lines(found, untranslated(file))]))


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of questionnaire files, for editors that check while you type."""
    import json

    from servqual.catalog import instrument_schema

    terminal.show(json.dumps(instrument_schema(), ensure_ascii=False, indent=2))
