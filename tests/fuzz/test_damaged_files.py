"""Damaged files: no traceback, no rating that nobody gave, always a message with a remedy.

CI reads 500 files; ``make slow`` reads 20,000 in slices (``SERVQUAL_FUZZ=20000``).
"""

import os
import re
import tempfile
import warnings
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from servqual.errors import ServqualError
from servqual.importer import check, propose_mapping, read
from tests.fuzz.damage import DAMAGES, headers_swapped
from tests.fuzz.originals import originals

SLICE = 500
N_FILES = int(os.environ.get("SERVQUAL_FUZZ", str(SLICE)))
ORIGINALS = {original.name: original for original in originals()}
# with a field too many these leave a row of the right length, its answers moved by one column:
# nobody can notice that, so such files are counted apart
TAKE_ONE_AWAY = {"cut_off", "lost_delimiter", "junk_byte", "stray_quote"}
REMEDY = re.compile(
    r"\b(add|check|choose|correct|declare|export|give|install|leave|mend|name|open|put|read|remove|"
    r"rename|save|say|set|split|use|write)\b|--\w",
    re.IGNORECASE,
)


@cache
def undamaged(name):
    """Return the ratings of an original as it is read whole, shape (n_people, n_ratings)."""
    with tempfile.TemporaryDirectory() as folder:
        return _ratings(_read(ORIGINALS[name], ORIGINALS[name].content(), Path(folder)))


def _path(original, content, folder):
    path = folder / f"guests{original.suffix}"
    path.write_bytes(content)
    return path


def _read(original, content, folder):
    return read(_path(original, content, folder))


def _ratings(responses):
    return np.hstack([responses.ratings["expectation"], responses.ratings["perception"]])


def _belongs(row, truth):
    """Say whether all ratings of a row are those of one and the same undamaged row."""
    there = row >= 1
    return bool(((truth[:, there] == row[there]).all(axis=1)).any())


@pytest.mark.parametrize("name", ORIGINALS)
def test_every_original_is_read_whole_before_it_is_damaged(name):
    assert undamaged(name).shape == (8, 44)
    assert (undamaged(name) >= 1).mean() > 0.8


def _outcome(name, done, content, folder):
    """Return what became of a damaged file; anything but a read or a refusal fails."""
    original = ORIGINALS[name]
    try:
        responses = _read(original, content, folder)
    except ServqualError as error:
        message = str(error)
    else:
        return _as_read(name, done, _ratings(responses))
    assert REMEDY.search(message), f"{name}, {done}: no remedy in {message}"
    return "refused"


def _as_read(name, done, found):
    """Return how much of a damaged file was read; a rating that nobody gave fails."""
    truth = undamaged(name)
    if headers_swapped.__name__ in done:
        return "read, headers exchanged"
    strange = [row for row in found if not _belongs(row, truth)]
    if strange and "more_delimiters" in done and set(done) & TAKE_ONE_AWAY:
        return "read, two damages that undo each other"
    assert strange == [], f"{name}, {done}: a rating that nobody gave"
    return "read, rows lost" if len(found) < len(truth) else "read"


# one damage often, several at once sometimes
damages = st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=3)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(max(1, N_FILES // SLICE)))
def test_a_damaged_file_is_read_right_or_refused_with_a_remedy(number, tally, tmp_path):
    @seed(number)
    @settings(
        max_examples=SLICE, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(name=st.sampled_from(sorted(ORIGINALS)), chosen=damages, random=st.integers(0, 2**32))
    def reads(name, chosen, random):
        # whoever rewrites the table starts from the original: only the first damage may do that
        original, source = ORIGINALS[name], Random(random)  # noqa: S311  not a secret
        first, *others = chosen
        content = first(original, original.content(), source)
        raw = [damage for damage in others if damage.__name__ in BYTEWISE]
        for damage in raw:
            content = damage(original, content, source)
        done = [first.__name__, *(damage.__name__ for damage in raw)]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tally[_outcome(name, done, content, tmp_path)] += 1

    reads()


BYTEWISE = {
    "cut_off", "junk_byte", "lines_joined", "lost_delimiter", "lost_quote", "more_delimiters",
    "nuls", "stray_quote",
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_check_and_map_refuse_a_damaged_file_as_politely_as_read(damage, tmp_path):
    for number, original in enumerate(ORIGINALS.values()):
        content = damage(original, original.content(), Random(number))  # noqa: S311
        path = _path(original, content, tmp_path)
        said = list(check(path).faults)
        try:
            assert "[columns]" in propose_mapping(path)
        except ServqualError as error:
            said.append(str(error))

        assert [message for message in said if not REMEDY.search(message)] == []
