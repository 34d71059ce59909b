"""``servqual comments``: the comments of a survey, redacted, as a list to review."""

from __future__ import annotations

from pathlib import Path

from servqual._files import write_whole
from servqual.cli import options, terminal
from servqual.cli.output import check_ending, output_file
from servqual.cli.request import Reading, check_language


def comments(
    file: options.Survey,
    instrument: options.Instrument = None,
    mapping: options.MappingFile = None,
    scale: options.Scale = None,
    missing: options.Missing = None,
    invalid: options.Invalid = None,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    layout: options.Layout = None,
    dictionary: options.Dictionary = None,
    blocks: options.Blocks = None,
    keep: options.Keep = None,
    lang: options.Language = None,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the comments of a survey as a list to review, with names and numbers taken out.

    Read every line, mend what still tells who wrote it, and write yes under "print" where it may
    be printed; 'servqual report --comments LIST' prints those lines. Without -o the list goes to
    FILE.comments.csv, beside the survey.
    """
    reading = Reading(
        file=file,
        instrument=instrument,
        mapping=mapping,
        scale=scale,
        missing=missing,
        invalid=invalid,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        layout=layout,
        dictionary=dictionary,
        blocks=blocks,
        keep=keep,
    )
    check_ending(output, (".csv",))
    check_language(lang)
    path = output_file(output, file, ".comments.csv", force=force, inputs=reading.inputs())

    from servqual.importer import read, review_list

    answers = read(Path(file), **reading.said(), comments=True)
    content = review_list(answers, lang or "en")
    write_whole(path, content, force=force, inputs=reading.inputs())
    n = content.count(b"\n") - 1
    terminal.say(
        f"Written: {path} ({n} comment{'' if n == 1 else 's'}). What names a person may be left: "
        "read every line before you mark it with yes.",
        quiet=quiet,
    )
