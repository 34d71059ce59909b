"""``servqual comments``: the comments of a survey, redacted, to review or to code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual._files import check_writable, write_whole
from servqual.cli import options, terminal
from servqual.cli.bundles import reads
from servqual.cli.dress import check_language
from servqual.cli.output import check_ending, output_file
from servqual.cli.request import Reading
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.responses import Responses

CodeFrame = Annotated[
    str | None,
    typer.Option(
        "--code-frame",
        metavar="FILE.xlsx",
        help="Write the comments as a workbook to code instead, themes proposed by keywords.",
    ),
]
Themes = Annotated[
    list[str] | None,
    typer.Option(
        "--themes",
        metavar="FILE",
        help="Themes and words of your own, in TOML (repeat for more languages).",
    ),
]
NoProposals = Annotated[
    bool,
    typer.Option("--no-proposals", help="Leave the themes to the coder, as a second one needs."),
]


@reads("coded", "second_coder", without=("convert",))
def comments(
    reading: Reading,
    code_frame: CodeFrame = None,
    themes: Themes = None,
    no_proposals: NoProposals = False,
    lang: options.Language = None,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the comments of a survey as a list to review, with names and numbers taken out.

    Read every line, mend what still tells who wrote it, and write yes under "print" where it may
    be printed; 'servqual report --comments LIST' prints those lines. Without -o the list goes to
    FILE.comments.csv, beside the survey. With --code-frame it is a workbook with themes, for
    'servqual report --coded'; with --coded and --second-coder the agreement of two coders is
    printed, and nothing is written.
    """
    check_language(lang)
    if reading.second_coder or reading.coded:
        _compare(reading, lang or "en")
    elif code_frame:
        path = _workbook(code_frame, output, force=force, inputs=reading.inputs())
        content, n = _to_code(reading, themes or (), lang or "en", proposed=not no_proposals)
        write_whole(path, content, force=force, inputs=reading.inputs())
        terminal.say(_say(lang, "said.written", path=path, n=n), quiet=quiet)
    else:
        _review(reading, output, lang or "en", force=force, quiet=quiet)


def _answers(reading: Reading) -> Responses:
    from servqual.importer import read

    return read(Path(reading.file), **reading.said(), comments=True)


def _say(language: str | None, key: str, **values: object) -> str:
    from servqual.texts import fill

    return fill(language or "en", f"coding.{key}", values)


def _review(reading: Reading, output: str | None, lang: str, *, force: bool, quiet: bool) -> None:
    """Write the list to review."""
    from servqual.importer import review_list

    check_ending(output, (".csv",))
    inputs = reading.inputs()
    path = output_file(output, reading.file, ".comments.csv", force=force, inputs=inputs)
    content = review_list(_answers(reading), lang)
    write_whole(path, content, force=force, inputs=inputs)
    n = content.count(b"\n") - 1
    terminal.say(
        f"Written: {path} ({n} comment{'' if n == 1 else 's'}). What names a person may be left: "
        "read every line before you mark it with yes.",
        quiet=quiet,
    )


def _workbook(code_frame: str, output: str | None, *, force: bool, inputs: Sequence[Path]) -> Path:
    """Return where to write the workbook."""
    if output:
        raise SettingsError(
            f"the workbook to code goes to {code_frame}, as --code-frame says. Leave out -o."
        )
    check_ending(code_frame, (".xlsx",))
    check_writable(Path(code_frame), force=force, inputs=inputs)
    return Path(code_frame)


def _to_code(
    reading: Reading, themes: Sequence[str], lang: str, *, proposed: bool
) -> tuple[bytes, int]:
    """Return the workbook to code, and how many comments it holds."""
    from servqual.importer.coding import coding_list, load_themes
    from servqual.writer.coding_workbook import coding_workbook

    known = load_themes(themes)
    table = coding_list(_answers(reading), known, lang, proposed=proposed)
    return coding_workbook(table), len(table.rows)


def _compare(reading: Reading, lang: str) -> None:
    """Print how far two coders agree."""
    from servqual.analysis.coding import coder_agreement
    from servqual.cli.text_table import plain, table_lines
    from servqual.importer.coding import read_coded
    from servqual.writer.exhibits.comments import agreement_table

    if not (reading.coded and reading.second_coder):
        raise SettingsError(
            "the agreement of two coders needs both lists. Name them with --coded and "
            "--second-coder; one list alone is for 'servqual report --coded'."
        )
    answers = _answers(reading)
    first, second = (read_coded(path, answers) for path in (reading.coded, reading.second_coder))
    agreement = coder_agreement(first, second)
    names = {theme.id: theme.say(lang) for theme in (*second.themes, *first.themes)}
    table = agreement_table(agreement, names, lang, "95%")
    base = _say(lang, "exhibit.agreement_base", n=agreement[0].n)
    lines = [plain(table.caption), *table_lines(table, terminal.columns()), plain(base)]
    terminal.show("\n".join(lines))
