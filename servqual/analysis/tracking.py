"""Several waves of a survey as one study: the last one in full, and every change up to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from servqual.analysis.followed import Pilot, Tracking, followed, without_codes
from servqual.analysis.one_call import analyze
from servqual.analysis.wave_given import Answers, given_waves, ordered
from servqual.errors import SettingsError
from servqual.importer.targets import read_targets
from servqual.responses import Responses
from servqual.results import Study
from servqual.settings import SampleFacts

_LAST_ONLY = ("before", "crosswalk")


def track(  # noqa: PLR0913  what several waves may be asked
    waves: Responses | Sequence[Responses],
    *,
    wave: str = "",
    labels: Sequence[str] = (),
    panel: str = "",
    targets: str | Path | None = None,
    pilot: Pilot | None = None,
    ewma: bool = False,
    facts: SampleFacts | Sequence[SampleFacts | None] | None = None,
    **asked: Any,
) -> Study:
    """Return the study of the last wave, with every change since the first in its ``waves``.

    Parameters
    ----------
    waves : Responses or sequence of Responses
        One for each wave, or one for all with ``wave``.
    wave : str
        People column that tells the waves apart.
    labels : sequence of str
        What the waves are called, in the order given; file names if left out. Waves stand in the
        order of time that their names tell (``2024-Q3``, ``三月``, ``w10``), else as given. A note
        says so where that is another order than the one given.
    panel : str
        People column that names a person in every wave (kept with ``servqual.read(...,
        keep=[...])``): changes of those who answered twice are added. It is used in memory and
        kept nowhere.
    targets : str or Path, optional
        What was planned for this wave: a ``results.json`` of the wave before, or a table of items
        and targets.
    pilot : mapping of people column to units, or str
        Branches in which something was tried, ``{"branch": ["North", "East"]}`` or
        ``"branch=North,East"``: held against all others, before and after.
    ewma : bool
        Add a chart of moving averages to every control chart.
    facts : SampleFacts or sequence of them
        How each wave was asked; one for all, or one for each.
    **asked
        Everything that :func:`servqual.analyze` takes, the same for every wave.

    Returns
    -------
    Study
        Of the last wave. ``study.waves`` holds every wave, ``study.before`` the changes since the
        one before.

    Raises
    ------
    SettingsError
        Fewer than two waves, one file twice, names that are not clear, or a column that is not
        there.

    Examples
    --------
    >>> import servqual as sq
    >>> then, now = (sq.read(sq.simulate(60, seed=k).frame) for k in (1, 2))
    >>> study = sq.track([then, now], labels=["2023", "2024"])
    >>> study.waves.labels, study.before.row("unweighted").change == study.waves.changes[0].change
    (('2023', '2024'), True)
    """
    for name in _LAST_ONLY:
        if asked.get(name) is not None:
            raise SettingsError(
                f"{name}: the wave before is the one before the last of those that are tracked. "
                "Name its survey among the waves, and leave this out."
            )
    given, column = given_waves(waves, wave, labels, facts)
    in_time, named = ordered(given)
    last = in_time[-1]
    more = Tracking(
        column=column,
        panel=panel,
        targets=None if targets is None else read_targets(targets, last.responses.instrument),
        pilot=pilot,
        ewma=ewma,
    )
    if not column:
        _check_apart(given)
    study = analyze(without_codes(last.responses, more), facts=last.facts, **asked)
    return followed(in_time, study, more, asked, "name" if named else "given")


def _check_apart(given: Sequence[Answers]) -> None:
    """Raise if two waves are one and the same file."""
    seen: dict[str, Answers] = {}
    for one in given:
        source = one.responses.source
        other = seen.setdefault(source.sha256, one) if source.sha256 else one
        if other is not one:
            raise SettingsError(
                f"{other.responses.source.file} and {source.file} are the same file (sha256 "
                f"{source.sha256[:12]}...), given as the waves {other.label!r} and {one.label!r}: "
                "nothing can change between them. Name the file of each wave once; if one file "
                "holds several waves, name the column that tells them apart with --wave, in "
                "Python wave=."
            )
