"""``servqual instruments``: the questionnaires that are known, and what one asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from servqual.cli import options, terminal
from servqual.cli.request import check_language

if TYPE_CHECKING:
    from servqual.instrument import Instrument, Words

app = typer.Typer(
    help="List the questionnaires; show or check one.",
    rich_markup_mode=None,
    invoke_without_command=True,
    no_args_is_help=False,
)


@app.callback()
def instruments(context: typer.Context) -> None:
    """List the questionnaires; show or check one."""
    if context.invoked_subcommand is None:
        terminal.show(_listing())


@app.command("show")
def show(
    instrument: Annotated[str, typer.Argument(metavar="ID", help="Its id, or a file of your own.")],
    lang: options.Language = None,
) -> None:
    """Show scale, batteries, dimensions and items of a questionnaire."""
    from servqual.catalog import load_instrument

    check_language(lang)
    terminal.show(_description(load_instrument(instrument), lang or "en"))


@app.command("validate")
def validate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A questionnaire file (TOML).")],
) -> None:
    """Check a questionnaire file; every fault is named with its key and the remedy."""
    from pathlib import Path

    from servqual._files import check_readable
    from servqual.catalog import load_instrument

    check_readable(Path(file), "questionnaire file")
    found = load_instrument(file)
    terminal.show(
        f"{file}: no faults. {found.id}: {len(found.items)} items, "
        f"{len(found.dimensions)} dimensions, {', '.join(found.battery_names)}."
    )


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of questionnaire files, for editors that check while you type."""
    import json

    from servqual.catalog import instrument_schema

    terminal.show(json.dumps(instrument_schema(), ensure_ascii=False, indent=2))


def _listing() -> str:
    from servqual.catalog import instrument_ids, load_instrument

    known = [load_instrument(name) for name in instrument_ids()]
    rows = [["ID", "VERSION", "ITEMS", "SCALE", "ASKED", "TITLE"]]
    rows += [
        [
            found.id,
            found.version,
            str(len(found.items)),
            f"{found.scale.min}-{found.scale.max}",
            ", ".join(found.battery_names),
            found.say(found.title, "en"),
        ]
        for found in known
    ]
    return terminal.aligned(rows)


def _description(questionnaire: Instrument, language: str) -> str:
    """Return a questionnaire as text for the terminal."""

    def words(texts: Words | str | None) -> str:
        return questionnaire.say(texts, language)

    service = words(questionnaire.service)
    lines = [
        f"{questionnaire.id} {questionnaire.version}: {words(questionnaire.title)}",
        f"Source: {questionnaire.source}",
        f"Wording: {questionnaire.wording}. {words(questionnaire.licence_note)}".rstrip(),
        f"Scale: {questionnaire.scale.min}-{questionnaire.scale.max}",
    ]
    lines += [f"Battery {b.name}: {words(b.label)}" for b in questionnaire.batteries]
    lines += [f"Gap {gap.name} = {gap.of} - {gap.minus}" for gap in questionnaire.gaps]
    for dimension in questionnaire.dimensions:
        lines += ["", f"{dimension.id}: {words(dimension.name)}"]
        for name in questionnaire.items_of(dimension.id):
            item = questionnaire.item(name)
            turned = [b for b in questionnaire.battery_names if questionnaire.is_reversed(name, b)]
            mark = " (worded negatively)" if turned else ""
            lines.append(f"  {name}: {words(item.topic)}{mark}")
            lines += [
                f"    {battery}: {words(text).replace('{service}', service)}"
                for battery, text in item.wording.items()
            ]
    return "\n".join(lines)
