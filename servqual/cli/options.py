"""The options of figures, reports and output that mean the same in every command.

Each is ``None`` (or empty) when it was not typed, so that the mapping file can give a default.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Confidence = Annotated[
    float | None,
    typer.Option("--confidence", metavar="SHARE", help="Coverage of the intervals (default 0.95)."),
]
Sesoi = Annotated[
    float | None,
    typer.Option(
        "--sesoi",
        metavar="POINTS",
        help="Smallest gap of interest in scale points (default: a twelfth of the scale range).",
    ),
]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="COLUMN", help="Break the gaps down by this column (repeat for more)."
    ),
]
MinCell = Annotated[
    int | None,
    typer.Option(
        "--min-cell",
        metavar="N",
        help="Fewest people in a group that is shown (default 10, never below 3).",
    ),
]
Incomplete = Annotated[
    Literal["half", "listwise", "impute"] | None,
    typer.Option(
        "--incomplete",
        metavar="half|listwise|impute",
        help="Who counts in a dimension: who answered half (default), all, or multiple imputation.",
    ),
]
Comments = Annotated[
    str | None,
    typer.Option(
        "--comments",
        metavar="FILE",
        help="A reviewed list of comments to print from (see 'servqual comments').",
    ),
]
Coded = Annotated[
    str | None,
    typer.Option(
        "--coded",
        metavar="FILE",
        help="Comments under themes, settled by a coder (see 'servqual comments --code-frame').",
    ),
]
SecondCoder = Annotated[
    str | None,
    typer.Option(
        "--second-coder",
        metavar="FILE",
        help="The same comments as a second coder settled them: how far the two agree.",
    ),
]
Before = Annotated[
    str | None,
    typer.Option(
        "--before",
        metavar="FILE",
        help="The wave before: its results.json, or a CSV of its printed figures.",
    ),
]
Crosswalk = Annotated[
    str | None,
    typer.Option(
        "--crosswalk",
        metavar="FILE",
        help="What was renamed, dropped or rescaled since the wave before.",
    ),
]
Design = Annotated[
    str | None,
    typer.Option(
        "--design",
        metavar="FILE",
        help="Who the customers are and how the sample was drawn: weights, strata, clusters.",
    ),
]
Segments = Annotated[
    str | None,
    typer.Option(
        "--segments",
        metavar="N|auto|recovery",
        help="Group people by what they perceived; compare those with and without a problem.",
    ),
]
Tiers = Annotated[
    str | None,
    typer.Option(
        "--tiers",
        metavar="COLUMN[=LOW,...,HIGH]",
        help="Member tiers, compared from the lowest to the highest.",
    ),
]
Operations = Annotated[
    str | None,
    typer.Option(
        "--operations",
        metavar="FILE",
        help="Operational figures of units beside what people perceived: value, target, period.",
    ),
]
Journey = Annotated[
    str | None,
    typer.Option(
        "--journey", metavar="FILE", help="Touchpoints of the items along the customer's journey."
    ),
]
Invited = Annotated[
    int | None,
    typer.Option("--invited", metavar="N", help="How many people were asked (response rate)."),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", help="Seed of every random number (default 1)."),
]
Date = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="Date printed in the report (default: today)."
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="en|zh", help="Language of the words (default en)."),
]
Client = Annotated[
    str | None, typer.Option("--client", metavar="NAME", help="Name printed on the cover.")
]
Service = Annotated[
    str | None,
    typer.Option(
        "--service", metavar="NOUN", help="What the items speak of: bank, hotel, library ..."
    ),
]
Brand = Annotated[
    str | None,
    typer.Option("--brand", metavar="FILE", help="Brand file: logo, colours, fonts, footer."),
]
Notes = Annotated[
    str | None,
    typer.Option(
        "--notes",
        metavar="FILE",
        help="Your own words beside ours, by exhibit: text, headlines, order, what to leave out.",
    ),
]
Master = Annotated[
    str | None,
    typer.Option(
        "--master",
        metavar="FILE",
        help="For .pptx: a presentation of the client whose layouts, fonts and colours are used.",
    ),
]
ListExhibits = Annotated[
    bool,
    typer.Option(
        "--list-exhibits",
        help="List the ids of sections and exhibits for --notes, and write nothing.",
    ),
]
Audience = Annotated[
    str | None,
    typer.Option(
        "--audience",
        metavar="board|ops|review",
        help="Who reads it: which sections come first (default: a client).",
    ),
]
Style = Annotated[
    Literal["standard", "full", "brief", "thesis"] | None,
    typer.Option(
        "--style",
        metavar="standard|full|brief|thesis",
        help="The usual (default), with exploratory factors and ordinal coefficients too, the "
        "front of it alone, or the tables of a thesis.",
    ),
]
Full = Annotated[
    bool,
    typer.Option("--full", help="With exploratory factors and ordinal coefficients, too."),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="RULE",
        help='Leave people out, logged: suspect, or "seconds < 60" (repeat for more).',
    ),
]
Outcome = Annotated[
    str | None,
    typer.Option(
        "--outcome",
        metavar="NAME",
        help="Question about the whole that importance is derived from (default: satisfaction).",
    ),
]
Cross = Annotated[
    Literal["grand_mean", "median", "midpoint", "target", "benchmark"] | None,
    typer.Option(
        "--cross",
        metavar="RULE",
        help="Where the lines of the importance-performance chart cross: grand_mean (default), "
        "median, midpoint, target or benchmark.",
    ),
]
Target = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="P,I",
        help="Performance and importance that are aimed at, in scale points: 5.5,6.",
    ),
]
Benchmark = Annotated[
    str | None,
    typer.Option(
        "--benchmark",
        metavar="P,I",
        help="Performance and importance that others reach, in scale points: 5.2,5.9.",
    ),
]
Radar = Annotated[
    bool, typer.Option("--radar", help="A radar of the dimensions too, beside the bars.")
]
ImportanceAxis = Annotated[
    Literal["x", "y"] | None,
    typer.Option(
        "--importance-axis",
        metavar="x|y",
        help="Axis of importance in the importance-performance chart (default y; in Chinese x).",
    ),
]
Draft = Annotated[
    bool, typer.Option("--draft", help="Mark screen and every printed page as DRAFT.")
]
Final = Annotated[
    bool, typer.Option("--final", help="Mark screen and every printed page as FINAL.")
]
NoCharts = Annotated[
    bool,
    typer.Option(
        "--no-charts", help="A Word file of words and tables alone, for which no browser is needed."
    ),
]
Each = Annotated[
    str | None,
    typer.Option(
        "--each",
        metavar="COLUMN",
        help="One edition per unit of this column into the folder -o; hidden units get a letter.",
    ),
]
Output = Annotated[
    str | None, typer.Option("-o", "--output", metavar="FILE", help="File to write.")
]
Html = Annotated[
    str | None,
    typer.Option("--html", metavar="FILE", help="Write it as a page too (see --lang)."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace the output file if it exists already.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing unless something is wrong.")]
