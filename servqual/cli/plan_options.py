"""The options of ``servqual plan`` alone."""

from __future__ import annotations

from typing import Annotated

import typer

Margin = Annotated[
    float | None,
    typer.Option(
        "--margin",
        metavar="POINTS",
        help="Margin of error of a mean gap, in scale points (default: a fortieth of the range).",
    ),
]
MarginShare = Annotated[
    float,
    typer.Option("--margin-share", metavar="PERCENT", help="Margin of error of a share."),
]
MarginNps = Annotated[
    float,
    typer.Option("--margin-nps", metavar="POINTS", help="Margin of error of a net promoter score."),
]
Difference = Annotated[
    float | None,
    typer.Option(
        "--difference",
        metavar="POINTS",
        help="Smallest gap or difference to be shown (default: a twelfth of the range).",
    ),
]
Sd = Annotated[
    float | None,
    typer.Option(
        "--sd",
        metavar="POINTS",
        help="SD of one person's dimension gap (default: of --from, else a fifth of the range).",
    ),
]
Share = Annotated[
    float | None,
    typer.Option("--share", metavar="PERCENT", help="Share that is expected (default 50)."),
]
Nps = Annotated[
    str | None,
    typer.Option(
        "--nps",
        metavar="P,D",
        help="Percentages of promoters and detractors (default: of --from, else 40,20).",
    ),
]
People = Annotated[
    list[int] | None,
    typer.Option(
        "-n",
        "--people",
        metavar="N",
        help="What so many answers can show (repeat for more; default 100, 200, 400, 800).",
    ),
]
Groups = Annotated[
    int, typer.Option("--groups", metavar="K", help="Groups that will be compared, such as 5.")
]
PanelR = Annotated[
    float | None,
    typer.Option(
        "--panel-r",
        metavar="R",
        help="Plan a panel: correlation of the same people's gaps in two waves, such as 0.5.",
    ),
]
Population = Annotated[
    int | None,
    typer.Option("--population", metavar="N", help="Customers there are; see --random."),
]
Random = Annotated[
    bool,
    typer.Option(
        "--random",
        help="The sample is drawn at random from all of --population, which then counts.",
    ),
]
ClusterSize = Annotated[
    float | None,
    typer.Option("--cluster-size", metavar="M", help="People per cluster (day, branch, class)."),
]
Icc = Annotated[
    float | None,
    typer.Option(
        "--icc", metavar="RHO", help="How alike the people of a cluster answer, 0 to 1: 0.05."
    ),
]
WeightsCv = Annotated[
    float | None,
    typer.Option(
        "--weights-cv", metavar="CV", help="Coefficient of variation of the survey weights."
    ),
]
Response = Annotated[
    float | None,
    typer.Option("--response", metavar="PERCENT", help="How many of those asked will answer."),
]
Power = Annotated[
    float, typer.Option("--power", metavar="SHARE", help="Probability to see what is there.")
]
Earlier = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="results.json of a pilot or an earlier wave: SDs, correlations, shares, response.",
    ),
]
OneScale = Annotated[
    str | None,
    typer.Option("--scale", metavar="LOW-HIGH", help="Scale, if another than the questionnaire's."),
]
Forms = Annotated[
    int,
    typer.Option(
        "--forms", metavar="N", help="Short versions: 3, 4, 5, 6, 7, 10, 12 or 13 (default none)."
    ),
]
Linking = Annotated[
    str,
    typer.Option(
        "--linking",
        metavar="K|ITEMS",
        help="Items in every version: so many of every dimension, or q1,q5 ...",
    ),
]
Write = Annotated[
    str | None,
    typer.Option(
        "--write", metavar="FOLDER", help="Write the short versions into this folder, see --lang."
    ),
]
