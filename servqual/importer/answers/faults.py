"""Cells that cannot be used: the first ones, their number, and what they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from servqual.errors import MOST_FAULTS_SHOWN
from servqual.importer.answers.hints import CellFault, hints
from servqual.instrument import Instrument

MOST_SET_ASIDE = 0.2  # of the answers given; more is a wrong scale, not slips
FEWEST_TO_REFUSE = 20


@dataclass(frozen=True)
class Faults:
    """Cells that cannot be used, however many there are.

    Attributes
    ----------
    n : int
    shown : sequence of CellFault
        The first ones.
    met : counter of (text, what is wrong)
        In the order in which they were met.
    more : bool
        Whether reading was given up, so that there may be more than n.
    """

    n: int = 0
    shown: Sequence[CellFault] = ()
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    more: bool = False

    @classmethod
    def of(cls, faults: Sequence[CellFault]) -> Faults:
        """Return the faults of a list."""
        met = Counter((fault.text, fault.why) for fault in faults)
        return cls(len(faults), faults[:MOST_FAULTS_SHOWN], met)


def faults_text(
    file: str,
    faults: Faults,
    instrument: Instrument,
    numbers: Iterable[int] = (),
    words: Iterable[str] = (),
) -> str:
    """Return the message about faulty cells: the first ones, the total, the remedies.

    ``numbers`` and ``words`` are the ratings that were read, as numbers and as labels.
    """
    cells = "1 cell holds an answer" if faults.n == 1 else f"{faults.n:,} cells hold answers"
    cells = f"at least {cells}" if faults.more else cells
    lines = [f"  - {fault}" for fault in faults.shown]
    if faults.n > len(lines):
        lines.append(f"  ... and {faults.n - len(lines):,} more")
    advice = "\n".join(hints(faults.met, instrument, numbers, words))
    return (
        f"{file}: {cells} that cannot be used. Correct the file, name codes for missing answers "
        "with --missing, say "
        "what words mean under [answers] of a mapping file, or set the cells aside with "
        "--invalid missing.\n" + "\n".join(lines) + (f"\n{advice}" if advice else "")
    )


def too_many_faults(n: int, answered: int) -> bool:
    """Say whether so many ratings are off the scale that setting them aside would hide an error."""
    return n >= FEWEST_TO_REFUSE and n > MOST_SET_ASIDE * answered
