"""``servqual map``: a proposed column map to edit by hand."""

from __future__ import annotations

from pathlib import Path

from servqual.cli import options, terminal
from servqual.cli.output import check_ending, output_file
from servqual.cli.request import Reading


def map_columns(
    file: options.Survey,
    instrument: options.Instrument = None,
    mapping: options.MappingFile = None,
    scale: options.Scale = None,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a mapping file: which column is which item, as far as it can be told.

    Edit it, then pass it to the other commands with --mapping. Without -o it goes to
    FILE.map.toml, beside the survey.
    """
    reading = Reading(
        file=file,
        instrument=instrument,
        mapping=mapping,
        scale=scale,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
    )
    check_ending(output, (".toml",))
    path = output_file(output, file, ".map.toml", force=force, inputs=reading.inputs())

    from servqual._files import write_whole
    from servqual.importer import propose_mapping

    proposed = propose_mapping(Path(file), **reading.said())
    write_whole(path, proposed.encode(), force=force, inputs=reading.inputs())
    terminal.say(
        f"Written: {path}. Edit it, then: servqual report {file} --mapping {path}", quiet=quiet
    )
