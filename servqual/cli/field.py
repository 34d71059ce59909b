"""``servqual field``: how fieldwork is getting on, without any result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from dataclasses import field as made_by
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servqual.cli import options
from servqual.cli.bundles import reads
from servqual.cli.dress import check_language
from servqual.cli.output import page_file
from servqual.cli.pilot import show_paper
from servqual.cli.request import Reading
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.folder.model import StudyFile, SurveyFile
    from servqual.responses import Responses
    from servqual.results.fieldwork import Fieldwork

Quota = Annotated[
    list[str] | None,
    typer.Option(
        "--quota",
        metavar="COLUMN:GROUP=N",
        help="Answers aimed at in a group, such as branch:Centre=50 (repeat for more); or in all: "
        "400.",
    ),
]
Study = Annotated[
    str | None,
    typer.Option(
        "--study", metavar="FILE", help="Study file with targets, dates and mapping (study.toml)."
    ),
]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="COLUMN", help="Count by this column: unit, mode ... (repeat for more)."
    ),
]
Start = Annotated[
    str | None, typer.Option("--start", metavar="YYYY-MM-DD", help="First day of fieldwork.")
]
End = Annotated[
    str | None, typer.Option("--end", metavar="YYYY-MM-DD", help="Last day of fieldwork.")
]
Day = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="Day looked at (default: that of the last answer)."
    ),
]


@dataclass(frozen=True, kw_only=True)
class Aims:
    """What was typed of targets and dates, over what the study and mapping files say."""

    quota: dict[str, dict[str, int]] = made_by(default_factory=dict)
    invited: dict[str, dict[str, int]] | int = 0
    wanted: int = 0
    start: str = ""
    end: str = ""
    by: tuple[str, ...] = ()

    def columns(self) -> list[str]:
        """Return the people columns that are counted by."""
        asked = self.invited if isinstance(self.invited, dict) else {}
        return list(dict.fromkeys((*self.quota, *asked, *self.by)))


@reads("weights")
def field(
    reading: Reading,
    by: By = None,
    study: Study = None,
    quota: Quota = None,
    invited: options.Invited = None,
    start: Start = None,
    end: End = None,
    date: Day = None,
    confidence: options.Confidence = None,
    html: options.Html = None,
    lang: options.Language = None,
    force: options.Force = False,
) -> None:
    """Say how fieldwork is getting on: answers per day, unit and mode against their targets.

    With pace and what may be expected at the close, where people stop, and answers that came close
    together. No mean, no gap, no ranking of units. Nothing is written but the page of --html, which
    is marked as interim.
    """
    told = _study_file(study)
    reading = _completed(reading, told)
    language = lang or reading.defaults("report").get("language") or _language(told)
    check_language(language)
    inputs = [*reading.inputs(), *([told.path] if told else [])]
    page = page_file(html, reading.file, force=force, inputs=inputs)
    typed = Aims(
        quota=quotas(quota or []),
        wanted=_total(quota or []),
        invited=invited or 0,
        start=start or "",
        end=end or "",
        by=tuple(by or ()),
    )
    aims = _aims(typed, told, reading)
    share = confidence or reading.defaults("report").get("confidence") or 0.95
    found = _found(reading, aims, date, confidence=share, min_cell=told.min_cell if told else 10)

    from servqual.writer.working.field import field_paper

    show_paper(field_paper(found, language), page, inputs, force=force)


# -- targets ---------------------------------------------------------------------------------------


def quotas(typed: list[str]) -> dict[str, dict[str, int]]:
    """Return the targets of groups that were typed, by column.

    Examples
    --------
    >>> quotas(["branch:Centre=50", "branch:A=B=20", "400"])
    {'branch': {'Centre': 50, 'A=B': 20}}
    """
    found: dict[str, dict[str, int]] = {}
    for text in typed:
        column, colon, rest = text.partition(":")
        group, sign, number = rest.rpartition("=")
        if text.strip().isdecimal():
            continue
        if not (colon and sign and column.strip() and number.strip().isdecimal()):
            raise SettingsError(
                f"--quota {text}: write the column, the group and how many answers are aimed at "
                "there: branch:Centre=50; or how many in all: 400."
            )
        found.setdefault(column.strip(), {})[group.strip()] = int(number)
    return found


def _total(typed: list[str]) -> int:
    """Return how many answers are aimed at in all, 0 where that was not typed."""
    totals = [int(text) for text in typed if text.strip().isdecimal()]
    if len(totals) > 1:
        raise SettingsError(
            f"--quota was typed with {len(totals)} numbers for the whole. Leave one, or name "
            "groups: branch:Centre=50."
        )
    return totals[0] if totals else 0


def _aims(typed: Aims, told: StudyFile | None, reading: Reading) -> Aims:
    """Return the targets: what was typed first, then the study file, then the mapping file."""
    sample = reading.defaults("sample")
    known = _of_study(told) if told else Aims()
    return Aims(
        quota=typed.quota or known.quota,
        wanted=typed.wanted,
        invited=typed.invited or known.invited or sample.get("invited", 0),
        start=typed.start or known.start or _day(sample.get("start", "")),
        end=typed.end or known.end or _day(sample.get("end", "")),
        by=(*typed.by, *known.by),
    )


def _of_study(told: StudyFile) -> Aims:
    """Return what a study file aims at."""
    asked = {name: unit.invited for name, unit in told.units.items() if unit.invited}
    return Aims(
        quota={told.unit: dict(told.quota)} if told.quota else {},
        invited={told.unit: asked} if asked else told.invited,
        start=told.start.isoformat() if told.start else "",
        end=told.end.isoformat() if told.end else "",
        by=(told.unit,) if told.unit else (),
    )


def _day(text: Any) -> str:
    """Return a day of the mapping file, '' for words such as "spring 2026"."""
    from datetime import date

    try:
        return date.fromisoformat(str(text)).isoformat()
    except ValueError:
        return ""


# -- reading ---------------------------------------------------------------------------------------


def _study_file(path: str | None) -> StudyFile | None:
    if path is None:
        return None
    from servqual.folder.model import load_study_file

    return load_study_file(path)


def _language(told: StudyFile | None) -> str:
    return told.languages[0] if told else "en"


def _completed(reading: Reading, told: StudyFile | None) -> Reading:
    """Return how to read the survey, with what the study file says of it where nothing was typed.

    A file that the study names is read as the study reads it.
    """
    if told is None:
        return reading
    own = _named_in(told, Path(reading.file))
    mapping = (own.mapping if own else None) or told.mapping
    known: dict[str, Any] = {
        "instrument": (own.instrument if own else "") or told.instrument or None,
        "mapping": str(mapping) if mapping else None,
        "layout": (own.layout if own else "") or None,
        "scale": [own.scale] if own and own.scale else None,
        "weights": told.weights or None,
    }
    missing = {key: value for key, value in known.items() if getattr(reading, key) is None}
    return replace(reading, **missing)


def _named_in(told: StudyFile, file: Path) -> SurveyFile | None:
    """Return what a study file says of one of its exports, None for another file."""
    same = file.resolve()
    return next((one for one in told.files if one.path.resolve() == same), None)


def _found(
    reading: Reading, aims: Aims, day: str | None, *, confidence: float, min_cell: int
) -> Fieldwork:
    """Return the fieldwork of a survey file."""
    from servqual.analysis.fieldwork import fieldwork
    from servqual.importer import check

    responses = reading.responses(aims.columns())
    stops = check(Path(reading.file), **reading.said()).stops
    return fieldwork(
        responses,
        by=aims.by or (() if aims.columns() else _usual(responses)),
        quota=aims.quota,
        invited=aims.invited,
        wanted=aims.wanted,
        start=aims.start or None,
        end=aims.end or None,
        day=day,
        confidence=confidence,
        min_cell=min_cell,
        stops=stops,
    )


MOST_GROUPS = 60
COUNTED = ("branch", "unit", "mode", "source", "language", "channel")


def _usual(responses: Responses) -> tuple[str, ...]:
    """Return the columns that fieldwork is counted by where nothing was said."""
    return tuple(
        name
        for name in COUNTED
        if name in responses.people and 1 < len(set(responses.people[name])) <= MOST_GROUPS
    )
