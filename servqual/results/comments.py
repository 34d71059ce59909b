"""What people wrote, as coders settled it: themes, the ratings of who wrote, agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from servqual.results.gaps import Level
from servqual.results.table import Parts


@dataclass(frozen=True)
class CommentTheme:
    """How many people wrote about a theme.

    Attributes
    ----------
    theme : str
    name : mapping of language to str
        Under ``""`` the name in the coder's own words.
    dimension : str
        That the code frame puts it under, '' for none.
    n : int or None
        People who wrote about it; None where the theme is not shown, because too few did or its
        number would tell about few others.
    share : float or None
        Of the people whose comments were coded, 0 to 1.
    tones : mapping of tone to int
        Comments about it by ``praise``, ``criticism``, ``mixed`` and ``neutral``; empty where the
        theme is not shown or no tone was settled.
    shown : bool
    """

    theme: str
    name: Mapping[str, str]
    dimension: str
    n: int | None
    share: float | None
    tones: Mapping[str, int]
    shown: bool


@dataclass(frozen=True)
class WriterGap:
    """The mean of those who wrote about a theme.

    ``theme`` is '' for everybody and ``*`` for all whose comments were coded; ``kind`` a gap, or
    the battery where nothing was asked twice. Means of few people are rounded, as those of groups
    are; the interval is None where it does not exist.
    """

    theme: str
    kind: str
    level: Level
    id: str
    n: int
    mean: float | None
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class CoderAgreement:
    """How far two coders agree on one code, over the comments that both have settled.

    ``code`` is the id of a theme (given or not), ``dimension`` or ``tone``; ``agreement`` the share
    of comments with the same code; ``kappa`` None where both used one code only.
    """

    code: str
    n: int
    agreement: float
    kappa: float | None
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class Comments(Parts):
    """Coded comments: themes, the ratings of the very people who wrote, agreement of two coders.

    Attributes
    ----------
    themes, gaps, agreement
        Rows as above. Ratings and agreement are those of themes that are shown.
    n_comments, n_coded, n_people : int
        Comments in the list, those that a coder settled, and the people who wrote these and count
        in the study.
    min_cell : int
        Fewest people behind any figure.
    """

    themes: tuple[CommentTheme, ...] = ()
    gaps: tuple[WriterGap, ...] = ()
    agreement: tuple[CoderAgreement, ...] = ()
    n_comments: int = 0
    n_coded: int = 0
    n_people: int = 0
    min_cell: int = 10

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "themes": ("theme", "dimension", "n", "share", "shown"),
        "gaps": ("theme", "kind", "id", "n", "mean", "ci_low", "ci_high"),
        "agreement": ("code", "n", "agreement", "kappa", "ci_low", "ci_high"),
    }
