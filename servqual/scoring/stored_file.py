"""How a file of sums is known."""

from __future__ import annotations

from pathlib import Path

ENDING = ".summary"
RECORD = "summary.json"  # stands first, so that a file is known by its beginning


def is_summary(content: bytes) -> bool:
    """Say whether a file begins like a summary file; 64 bytes are enough to tell."""
    name = RECORD.encode()
    return content[:4] == b"PK\x03\x04" and content[30 : 30 + len(name)] == name


def is_summary_file(path: Path) -> bool:
    """Say whether a file is, or is called, a summary file; not where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return is_summary(stream.read(64)) or path.suffix.lower() == ENDING
    except (OSError, ValueError):
        return False
