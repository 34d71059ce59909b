"""Whatever way a survey is written down, the same answers come back."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.errors import ServqualError
from servqual.importer import check, read
from servqual.instrument import Instrument, parse_instrument
from tests.importer.surveys import save

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "cp949", "cp1252")
HEADS = {
    "gb18030": ("期望{}", "感知{}"),
    "cp949": ("기대{}", "인지 {}"),
    "cp1252": ("Expectativa {}", "Percepción {}"),
}
PLAIN = (
    ("E{}", "P{}"),
    ("exp_{}", "PER_{}"),
    ("Q{}_E", "q{}_p"),
    ("Expectation.q{}", "perception-Q{}"),
)
CASES = (str, str.upper, str.lower, str.title)


def three_items() -> Instrument:
    items = [{"id": f"q{j}", "dimension": "all", "topic": {"en": f"T{j}"}} for j in (1, 2, 3)]
    return parse_instrument(
        {
            "id": "three",
            "version": "1",
            "title": {"en": "Three items"},
            "source": "own",
            "wording": "own",
            "scale": {"min": 1, "max": 7},
            "batteries": [
                {"name": name, "label": {"en": name}} for name in ("expectation", "perception")
            ],
            "gaps": [{"name": "gap", "of": "perception", "minus": "expectation"}],
            "dimensions": [{"id": "all", "name": {"en": "All"}}],
            "items": items,
        },
        "three.toml",
    )


THREE = three_items()
ratings = st.lists(
    st.lists(st.sampled_from([*range(1, 8), 0]), min_size=6, max_size=6), min_size=1, max_size=8
).filter(lambda people: any(any(person) for person in people[-1:]))


@st.composite
def written(draw):
    """Return answers (0 = blank), and one of many ways to write them down."""
    people = draw(ratings)
    encoding = draw(st.sampled_from(ENCODINGS))
    heads = HEADS.get(encoding) or draw(st.sampled_from(PLAIN))
    case = draw(st.sampled_from(CASES))
    order = draw(st.permutations(range(7)))
    form = draw(st.sampled_from(["{}", "{}.0", " {} ", "{} - fine"]))
    headers = [case(head.format(j)) for head in heads for j in (1, 2, 3)] + ["note"]
    cells = [[form.format(a) if a else "" for a in person] + ["kept out"] for person in people]
    rows = [[row[i] for i in order] for row in [headers, *cells]]
    return people, rows, draw(st.sampled_from([",", ";", "\t", "|"])), encoding


@settings(max_examples=300)
@given(written())
def test_a_survey_reads_the_same_however_it_is_written(case):
    people, rows, delimiter, encoding = case
    with tempfile.TemporaryDirectory() as folder:
        guests = read(save(Path(folder), rows, delimiter, encoding), THREE)

    eligible = [person for person in people if any(person)]
    found = np.hstack([guests.ratings["expectation"], guests.ratings["perception"]])
    assert np.where(found > 0, found, 0).tolist() == eligible
    assert guests.rows.tolist() == [i for i, person in enumerate(people, 2) if any(person)]
    assert guests.source.ineligible == len(people) - len(eligible)


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_never_a_crash(content):
    with tempfile.TemporaryDirectory() as folder:
        path = save(Path(folder), content)
        check(path, THREE)
        with pytest.raises(ServqualError):
            read(path, THREE)


@settings(max_examples=300)
@given(written(), st.data())
def test_a_damaged_file_never_changes_an_answer(case, data):
    people, rows, delimiter, encoding = case
    with tempfile.TemporaryDirectory() as folder:
        path = save(Path(folder), rows, delimiter, encoding)
        content = path.read_bytes()
        cut = data.draw(st.integers(0, len(content)))
        path.write_bytes(content[:cut])
        try:
            guests = read(path, THREE)
        except ServqualError:
            return

    found = np.hstack([guests.ratings["expectation"], guests.ratings["perception"]])
    whole = {row: people[row - 2] for row in guests.rows.tolist()}
    for row, answers in zip(guests.rows.tolist(), found, strict=True):
        # the last cell of a cut row may be gone; what is read was there
        assert all(a == w for a, w in zip(answers.tolist(), whole[row], strict=True) if a > 0)
