"""What goes wrong with large files, for real: message, time and exit status of each.

``python large_faults.py --rows 10000000 --folder /big/disk`` writes a good CSV once and from it one
with each fault; every command must end with a message that names the place, status 1 (130 after an
interrupt), and leave neither a file nor a part of one. Nothing is asserted: the table is read.
"""

from __future__ import annotations

import argparse
import gzip
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter, sleep

import zstandard
from measuring import survey_file

BLOCK = 1 << 24
DEEP = 0.85  # where in the file a fault stands
PROGRESS = re.compile(r"([\d,.]+) of ([\d,.]+) MB")


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
    """Write a packed file, .gz or .zst, that ends early."""
    with path.open("rb") as file:
        if target.suffix == ".zst":
            with target.open("wb") as out:
                zstandard.ZstdCompressor(level=1).copy_stream(file, out)
        else:
            with gzip.open(target, "wb", compresslevel=1) as out:
                shutil.copyfileobj(file, out, BLOCK)
    with target.open("r+b") as file:
        file.truncate(int(target.stat().st_size * DEEP))


def command(source: str | Path, target: Path) -> list[str]:
    """Return the words of the command."""
    return [sys.executable, "-m", "servqual", "summarize", str(source), "-o", str(target)]


def run(words: list[str], **how: object) -> tuple[int, str]:
    """Run a command to its end."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, **how)  # type: ignore[call-overload]
    return done.returncode, done.stdout + done.stderr


def interrupted(source: Path, target: Path) -> tuple[int, str]:
    """Run the command on a terminal of its own, and interrupt it when it says that half is read."""
    ours, its = pty.openpty()
    process = subprocess.Popen(command(source, target), stdin=its, stdout=its, stderr=its)
    os.close(its)
    said, asked, at = "", 0.0, ""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the terminal closes with the process
            break
        said += piece.decode("utf-8", "replace")
        read = PROGRESS.findall(said)
        if read and not asked and _share(read[-1]) >= 0.5:
            asked, at = perf_counter(), " of ".join(read[-1])
            process.send_signal(signal.SIGINT)
    status = process.wait()
    os.close(ours)
    shown = re.split(r"[\r\n]|\x1b\[[0-9;]*K", said)
    told = next((part for part in reversed(shown) if part.strip()), "")
    if not asked:
        return status, f"{told} (it ended before it said that half was read: not interrupted)"
    return status, f"{told} (interrupted at {at} MB, ended {perf_counter() - asked:.1f} s later)"


def _share(read: tuple[str, str]) -> float:
    done, size = (float(text.replace(",", "")) for text in read)
    return done / size


def growing(source: Path, target: Path) -> tuple[int, str]:
    """Run the command on a file that another program writes to while it is read."""
    process = subprocess.Popen(
        command(source, target), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    sleep(2)
    with source.open("ab") as file:
        file.write(b"1,2,3\n")
    said, _ = process.communicate()
    return process.returncode, said


def small_disk(folder: Path, size: str, words: Callable[[Path], list[str]]) -> tuple[int, str]:
    """Run a command that writes onto a file system of so many bytes, if one may be mounted here."""
    place = folder / "small"
    place.mkdir(exist_ok=True)
    program = shutil.which("mount")
    mounted = program and subprocess.run(
        [program, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if not mounted or mounted.returncode:
        return -1, "no file system may be mounted here: not tried"
    try:
        status, said = run(words(place))
        return status, f"{said}(left there: {[p.name for p in place.iterdir()] or 'nothing'})"
    finally:
        subprocess.run([shutil.which("umount") or "umount", str(place)], check=False)


def simulate(rows: int, folder: Path) -> list[str]:
    """Return the words of the command that writes a survey."""
    words = ["simulate", "-n", str(rows), "-o", str(folder / "big.csv")]
    return [sys.executable, "-m", "servqual", *words]


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
        faulty.unlink()
    in_words(good, folder / "words.csv", place_of(good, 0.5))
    yield "a column of words from half on", partial(run, command(folder / "words.csv", target))
    (folder / "words.csv").unlink()
    for ending in ("gz", "zst"):
        torn = folder / f"short.csv.{ending}"
        truncated(good, torn)
        yield f"a truncated .{ending}", partial(run, command(torn, target))
        torn.unlink()
    shutil.copyfile(good, folder / "faulty.csv")
    yield "a file that grows while it is read", partial(growing, folder / "faulty.csv", target)
    (folder / "faulty.csv").unlink()
    yield "an interrupt at half", partial(interrupted, good, target)
    yield (
        "a full disk (tmpfs of 64 kB)",
        partial(small_disk, folder, "64k", lambda to: command(good, to / "out.summary")),
    )
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
        write = partial(simulate, told.rows)
        _tell("simulate onto a disk of 1 MB", partial(small_disk, folder, "1m", write), folder)


def _tell(what: str, start: Callable[[], tuple[int, str]], folder: Path) -> None:
    before = perf_counter()
    status, said = start()
    took = perf_counter() - before
    left = [p.name for p in folder.iterdir() if p.suffix in (".summary", ".part")]
    print(f"--- {what}: status {status}, {took:.1f} s, left behind: {left or 'nothing'}")
    print(said.strip(), flush=True)


if __name__ == "__main__":
    main()
