"""What all benchmarks share: fresh processes, interleaved rounds, and the lines of the table."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

ROUNDS = 5
LOOK_EVERY = 0.01  # seconds between two looks at the memory of a process


@dataclass(frozen=True)
class Line:
    """A line of the table: what was measured, beside what, and whether the aim was reached."""

    what: str
    measured: str
    beside: str
    ratio: str
    aim: str
    reached: bool | None = None

    def shown(self) -> str:
        """Return the line for a terminal."""
        said = {True: "reached", False: "MISSED", None: ""}[self.reached]
        parts = (self.what, self.measured, self.beside, self.ratio, self.aim, said)
        return "  |  ".join(part for part in parts if part)

    def markdown(self) -> str:
        """Return the line of the Markdown table."""
        said = {True: "reached", False: "missed", None: ""}[self.reached]
        aim = f"{self.aim}: {said}" if said else self.aim
        return f"| {self.what} | {self.measured} | {self.beside} | {self.ratio} | {aim} |"


@dataclass(frozen=True)
class Run:
    """One process: wall and processor seconds, and its peak memory in MB.

    ``resident`` is what ``/usr/bin/time -v`` calls maximum resident set size; ``anonymous`` leaves
    out the pages of files.
    """

    wall: float
    cpu: float
    resident: float
    anonymous: float
    output: str


def fresh(words: Sequence[str | Path], *, kept: Path, check: bool = True) -> Run:
    """Run a Python program in a fresh process, as an installation has it.

    Parameters
    ----------
    words : sequence of str or Path
        Arguments of the interpreter.
    kept : Path
        A folder for compiled modules and our cache, filled by the first run.
    check : bool
        Raise if the process ends badly.
    """
    known = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    known |= {"PYTHONPYCACHEPREFIX": str(kept / "compiled"), "SERVQUAL_CACHE": str(kept / "cache")}
    # what it says may be long: a pipe that nobody empties would stop it
    with (kept / "said.txt").open("w+b") as said:
        start = perf_counter()
        process = subprocess.Popen(
            [sys.executable, *map(str, words)], stdout=said, stderr=subprocess.STDOUT, env=known
        )
        peak = _Peak(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        peak.end()
        said.seek(0)
        output = said.read().decode("utf-8", "replace")
    if check and process.returncode:
        raise RuntimeError(f"{words} ended with {process.returncode}: {output[-2000:]}")
    cpu = used.ru_utime + used.ru_stime
    # the system counts what a process held before it became another program: that of this one
    resident = peak.resident or used.ru_maxrss / 1000
    return Run(wall, cpu, resident, peak.anonymous, output)


class _Peak(threading.Thread):
    """Looks now and then how much memory a process holds; 0 MB where the system does not say."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._file, self._over = Path(f"/proc/{pid}/status"), threading.Event()
        self.resident = self.anonymous = 0.0
        self.start()

    def run(self) -> None:
        """Look until the process is gone."""
        while not self._over.is_set():
            found = self._memory()
            if "VmHWM" in found:
                self.resident = int(found["VmHWM"].split()[0]) / 1000
                self.anonymous = max(self.anonymous, int(found["RssAnon"].split()[0]) / 1000)
            sleep(LOOK_EVERY)

    def _memory(self) -> dict[str, str]:
        try:
            lines = self._file.read_text("ascii", "replace").splitlines()
        except OSError:
            return {}
        return {name: value for name, _, value in (line.partition(":") for line in lines)}

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self.join()


def interleaved(
    what: Mapping[str, Callable[[], float]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Return the times of several measurements, each once in every round after one to warm up."""
    found: dict[str, list[float]] = {name: [] for name in what}
    for number in range(rounds + 1):
        for name, measure in what.items():
            seconds = measure()
            if number:
                found[name].append(seconds)
    return found


def medians(what: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median time of each measurement over interleaved rounds."""
    return {name: median(times) for name, times in interleaved(what, rounds).items()}


def timed(what: Callable[[], object]) -> float:
    """Return how long a call takes, chance draws made anew."""
    forget_draws()
    start = perf_counter()
    what()
    return perf_counter() - start


def forget_draws() -> None:
    """Forget what a process keeps from one study to the next."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("servqual.statistics.", "servqual.study.")):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def seconds(value: float) -> str:
    """Return a time as one reads it.

    Examples
    --------
    >>> [seconds(value) for value in (0.00042, 0.0123, 0.456, 12.34, 95.2)]
    ['0.4 ms', '12 ms', '0.46 s', '12.3 s', '95 s']
    """
    if value < 0.01:
        return f"{value * 1000:.1f} ms"
    if value < 0.1:
        return f"{value * 1000:.0f} ms"
    if value < 10:
        return f"{value:.2f} s"
    return f"{value:.1f} s" if value < 60 else f"{value:.0f} s"


def survey_file(folder: Path, n: int, kept: Path) -> Path:
    """Return a simulated survey of ``n`` people, 1.5% of the answers blank, if need be written."""
    path = folder / f"survey-{n}.csv"
    if not path.exists():
        words = ["simulate", "-n", str(n), "-o", path, "--missing-share", "0.015", "--quiet"]
        fresh(["-m", "servqual", *words], kept=kept)
    return path
