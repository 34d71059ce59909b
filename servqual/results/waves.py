"""Several waves beside each other: changes, panels, control charts, targets, pilot branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from servqual.results.period_rows import (
    ControlChart,
    ControlPoint,
    PilotInfo,
    PilotRow,
    SeasonRow,
    TargetRow,
)
from servqual.results.table import Parts
from servqual.results.wave_rows import (
    Against,
    ChangeRow,
    Figure,
    GroupWave,
    Mix,
    PanelPair,
    PanelRow,
    StandardRow,
    WaveBreak,
    WaveInfo,
    WaveMean,
)


@dataclass(frozen=True)
class Waves(Parts):
    """Every wave: empty for a single one.

    Attributes
    ----------
    changes : tuple of ChangeRow
    means : tuple of WaveMean
    waves : tuple of WaveInfo
        In their order.
    breaks : tuple of WaveBreak
    groups : tuple of GroupWave
    pairs, panel : tuples of PanelPair, PanelRow
    standard, mix : tuples of StandardRow, Mix
    charts, points : tuples of ControlChart, ControlPoint
    seasons : tuple of SeasonRow
    targets : tuple of TargetRow
    pilot, pilots : tuples of PilotRow, PilotInfo
    column : str
        People column that tells the waves apart, '' where each has a file of its own.
    order : str
        ``name`` where their names tell the order, ``given`` where they stand as given.
    panel_column, targets_file, targets_sha256, pilot_asked, labels, ewma
        What was asked for, so that it can be made again; '' and empty where nothing was.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "changes": (
            "wave", "since", "level", "id", "measure", "then", "now", "change", "ci_low",
            "ci_high", "verdict",
        ),
        "targets": ("item", "owner", "then", "target", "mean", "ci_low", "ci_high", "verdict"),
        "panel": ("wave", "since", "level", "id", "measure", "n", "change", "ci_low", "ci_high"),
        "pilot": ("level", "id", "measure", "difference", "ci_low", "ci_high"),
        "charts": ("level", "id", "measure", "chart", "n_periods", "trial", "centre", "signals"),
        "breaks": ("since", "wave", "level", "id", "reason"),
    }  # fmt: skip

    changes: tuple[ChangeRow, ...] = ()
    means: tuple[WaveMean, ...] = ()
    waves: tuple[WaveInfo, ...] = ()
    breaks: tuple[WaveBreak, ...] = ()
    groups: tuple[GroupWave, ...] = ()
    pairs: tuple[PanelPair, ...] = ()
    panel: tuple[PanelRow, ...] = ()
    standard: tuple[StandardRow, ...] = ()
    mix: tuple[Mix, ...] = ()
    charts: tuple[ControlChart, ...] = ()
    points: tuple[ControlPoint, ...] = ()
    seasons: tuple[SeasonRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    pilot: tuple[PilotRow, ...] = ()
    pilots: tuple[PilotInfo, ...] = ()
    column: str = ""
    order: str = "given"
    panel_column: str = ""
    targets_file: str = ""
    targets_sha256: str = ""
    ewma: bool = False

    def __bool__(self) -> bool:
        return bool(self.waves)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the waves that are shown, in their order."""
        return tuple(row.wave for row in self.waves if row.shown)

    def of(self, level: str, measure: str, kind: str = "", row_id: str = "") -> list[WaveMean]:
        """Return a figure over the waves, or all of a level and measure."""
        return [
            row
            for row in self.means
            if (row.level, row.measure) == (level, measure)
            and kind in ("", row.kind)
            and row_id in ("", row.id)
        ]

    def of_level(self, level: str) -> list[WaveMean]:
        """Return every figure of a level over the waves."""
        return [row for row in self.means if row.level == level]

    def since(self, against: Against, level: str, measure: str, kind: str = "") -> list[ChangeRow]:
        """Return the changes of the last wave, of one level and measure."""
        last = self.waves[-1].wave
        return [
            row
            for row in self.changes
            if (row.wave, row.against, row.level, row.measure) == (last, against, level, measure)
            and kind in ("", row.kind)
        ]

    def series(self, figure: Figure) -> Sequence[WaveMean]:
        """Return one figure over the waves that have it."""
        return [row for row in self.means if row.figure == figure]
