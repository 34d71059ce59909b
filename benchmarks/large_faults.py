"""What goes wrong with large files, for real: message, time and exit status of each.

``python large_faults.py --rows 10000000 --folder /big/disk`` writes a good CSV once and from it one
with each fault; every command must end with a message that names the place, status 1 (130 after an
interrupt), and leave neither a file nor a part of one. Nothing is asserted: the table is read.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter, sleep

from measuring import survey_file

BLOCK = 1 << 24
DEEP = 0.85  # where in the file a fault stands
SMALL = 65_536  # bytes that a full disk still takes


def place_of(path: Path, share: float) -> int:
    """Return the byte at which the first line behind a share of a file begins."""
    with path.open("rb") as file:
        file.seek(int(path.stat().st_size * share))
        file.readline()
        return file.tell()


def changed(path: Path, target: Path, start: int, change: Callable[[bytes], bytes]) -> None:
    """Write a copy of which the line at a byte is another."""
    with path.open("rb") as file, target.open("wb") as out:
        for piece in _pieces(file, start):
            out.write(piece)
        out.write(change(file.readline()))
        shutil.copyfileobj(file, out, BLOCK)


def _pieces(file: object, size: int) -> Iterator[bytes]:
    while size:
        piece = file.read(min(BLOCK, size))  # type: ignore[attr-defined]
        size -= len(piece)
        yield piece


def short_row(line: bytes) -> bytes:
    """Return a line without its second field."""
    first, _, rest = line.partition(b",")
    return first + b"," + rest.partition(b",")[2]


def off_scale(line: bytes) -> bytes:
    """Return a line whose first rating is 77."""
    fields = line.split(b",")
    return b",".join([*fields[:3], b"77", *fields[4:]])


def open_quote(line: bytes) -> bytes:
    """Return a line whose branch begins with a quotation mark that never ends."""
    first, _, rest = line.partition(b",")
    return first + b',"' + rest


def in_words(path: Path, target: Path, start: int) -> None:
    """Write a copy in which column E2 holds words from a byte on."""
    with path.open("rb") as file, target.open("wb") as out:
        for piece in _pieces(file, start):
            out.write(piece)
        for line in file:
            fields = line.split(b",", 5)
            out.write(b",".join([*fields[:4], b"rather good", *fields[5:]]))


def truncated(path: Path, target: Path) -> None:
    """Write a gzip file that ends early."""
    with path.open("rb") as file, gzip.open(target, "wb", compresslevel=1) as out:
        shutil.copyfileobj(file, out, BLOCK)
    size = target.stat().st_size
    with target.open("r+b") as file:
        file.truncate(int(size * DEEP))


def command(source: str | Path, target: Path) -> list[str]:
    """Return the words of the command."""
    return [sys.executable, "-m", "servqual", "summarize", str(source), "-o", str(target)]


def run(words: list[str], **how: object) -> tuple[int, str]:
    """Run a command to its end."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, **how)  # type: ignore[call-overload]
    return done.returncode, done.stdout + done.stderr


def interrupted(source: Path, target: Path) -> tuple[int, str]:
    """Run the command through a pipe that breaks off at half, and interrupt it there."""
    process = subprocess.Popen(
        command(source, target), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    sleep(_half(source))
    asked = perf_counter()
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate()
    return process.returncode, f"{said}(ended {perf_counter() - asked:.1f} s after the interrupt)"


def _half(source: Path) -> float:
    """Return about half the seconds that a file takes, by its size."""
    return 1.5 + source.stat().st_size / 500e6


def full_disk(source: Path, target: Path) -> tuple[int, str]:
    """Run the command where no file can grow beyond a few bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))

    return run(command(source, target), preexec_fn=limit)


def small_disk(folder: Path, rows: int) -> tuple[int, str]:
    """Write a survey onto a file system of 8 MB, if one may be mounted here."""
    place = folder / "small"
    place.mkdir(exist_ok=True)
    program = shutil.which("mount")
    mounted = program and subprocess.run(
        [program, "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if not mounted or mounted.returncode:
        return -1, "no file system may be mounted here: not tried"
    try:
        words = ["simulate", "-n", str(rows), "-o", str(place / "big.csv")]
        status, said = run([sys.executable, "-m", "servqual", *words])
        return status, f"{said}(left there: {[p.name for p in place.iterdir()] or 'nothing'})"
    finally:
        subprocess.run([shutil.which("umount") or "umount", str(place)], check=False)


def cases(good: Path, folder: Path) -> Iterator[tuple[str, Callable[[], tuple[int, str]]]]:
    """Yield each fault by name with what runs it, the faulty file written beforehand."""
    target, deep = folder / "out.summary", place_of(good, DEEP)
    for name, change in (
        ("a short row deep in the file", short_row),
        ("an answer off the scale deep in the file", off_scale),
        ("a quotation mark that never ends", open_quote),
    ):
        faulty = folder / "faulty.csv"
        changed(good, faulty, deep, change)
        yield name, partial(run, command(faulty, target))
    in_words(good, folder / "words.csv", place_of(good, 0.5))
    yield "a column of words from half on", partial(run, command(folder / "words.csv", target))
    (folder / "words.csv").unlink()
    truncated(good, folder / "short.csv.gz")
    yield "a truncated .gz", partial(run, command(folder / "short.csv.gz", target))
    yield "an interrupt at half", partial(interrupted, good, target)
    yield "a full disk (files limited to 64 kB)", partial(full_disk, good, target)
    yield "a pattern that matches nothing", partial(run, command(folder / "no-*.csv", target))


def main() -> None:
    """Run every fault and print how it ended."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=10_000_000)
    asked.add_argument("--folder", type=Path, help="where the large files go")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = told.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        good = survey_file(folder, told.rows, folder)
        for what, start in cases(good, folder):
            _tell(what, start, folder)
        _tell("simulate onto a disk of 8 MB", partial(small_disk, folder, told.rows), folder)


def _tell(what: str, start: Callable[[], tuple[int, str]], folder: Path) -> None:
    before = perf_counter()
    status, said = start()
    took = perf_counter() - before
    left = [p.name for p in folder.iterdir() if p.suffix in (".summary", ".part")]
    print(f"--- {what}: status {status}, {took:.1f} s, left behind: {left or 'nothing'}")
    print(said.strip(), flush=True)


if __name__ == "__main__":
    main()
