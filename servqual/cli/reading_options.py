"""The options that say how a survey file is read: the same in every command that reads one.

Each is ``None`` (or empty) when it was not typed, so that the mapping file can give a default.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Survey = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="The survey export: .csv, .tsv, .txt, .xlsx, .xls, .ods, .sav, .dta or .parquet.",
    ),
]
Instrument = Annotated[
    str | None,
    typer.Option(
        "-i",
        "--instrument",
        metavar="ID",
        help="Questionnaire (default servqual): an id, see 'servqual instruments', or a file.",
    ),
]
MappingFile = Annotated[
    str | None,
    typer.Option(
        "--mapping", metavar="FILE", help="Which column is which item (see 'servqual map')."
    ),
]
Scale = Annotated[
    list[str] | None,
    typer.Option(
        "--scale",
        metavar="LOW-HIGH",
        help="Scale that was used, if another than usual: 1-5; 1-5/0.5 with half points; "
        "perception=1-5 for one battery (repeat for more).",
    ),
]
Convert = Annotated[
    str | None,
    typer.Option(
        "--convert",
        metavar="LOW-HIGH",
        help="Scale to report on: ratings are moved to it on a straight line.",
    ),
]
Missing = Annotated[
    list[str] | None,
    typer.Option(
        "--missing", metavar="CODE", help="A code that means no answer (repeat for more)."
    ),
]
Invalid = Annotated[
    Literal["error", "missing"] | None,
    typer.Option(
        "--invalid",
        metavar="error|missing",
        help="Answers off the scale: stop (default), or count them as missing.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help="Encoding of the file, if it is not detected right."
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option("--delimiter", metavar="SIGN", help="Sign between the columns; 'tab' for a tab."),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet", metavar="NAME", help="Sheet of a workbook (the one with answers if left out)."
    ),
]
Layout = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="NAME",
        help="Survey tool that wrote the file, if it is not recognised right; or 'plain'.",
    ),
]
Dictionary = Annotated[
    str | None,
    typer.Option(
        "--dictionary",
        metavar="FILE",
        help="The survey as its tool describes it: .qsf of Qualtrics, dictionary of REDCap.",
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="COLUMN",
        help="Keep this column though it holds personal data (repeat for more).",
    ),
]
Blocks = Annotated[
    str | None,
    typer.Option(
        "--blocks",
        metavar="NAMES",
        help="What blocks of equally headed items hold, in the order of the file: "
        "expectation,perception.",
    ),
]
Weights = Annotated[
    str | None, typer.Option("--weights", metavar="COLUMN", help="Column of survey weights.")
]
