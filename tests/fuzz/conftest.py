"""Says at the end of a run what became of the damaged files."""

from collections import Counter

import pytest

COUNTS = pytest.StashKey[Counter]()


def pytest_configure(config):
    config.stash[COUNTS] = Counter()


@pytest.fixture
def tally(request):
    """Return the counts over all slices."""
    return request.config.stash[COUNTS]


def pytest_terminal_summary(terminalreporter, config):
    counts = config.stash.get(COUNTS, Counter())
    if counts:
        each = ", ".join(f"{what} {n:,}" for what, n in sorted(counts.items()))
        terminalreporter.write_line(f"{counts.total():,} damaged files: {each}")
