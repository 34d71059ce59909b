"""The kiosk study (Korea 2019): raw CP949 export by label, against its authors and against R."""

import json
from pathlib import Path

import numpy as np
import pytest

from servqual.importer import read
from servqual.responses import Responses
from tests.made import study_of

INSTRUMENTS = Path(__file__).parent / "instruments"
# methods 14.8: rows that the authors dropped from the 207 eligible, counted from 1
DROPPED = [21, 22, 25, 38, 61, 77, 84, 90, 100, 124, 136, 185, 205]
# methods 14.8: item: E, P, gap, importance, satisfaction (n = 194)
ITEMS = """
1 6.4742 5.8918 -.5825 6.6546 5.6598 | 2 6.5979 6.1701 -.4278 6.7268 5.7371
3 6.3918 5.3969 -.9948 6.4691 5.2526 | 4 3.8505 4.1598 +.3093 3.7629 4.4485
5 3.6082 3.6031 -.0052 3.5103 4.4124 | 6 3.8814 3.7577 -.1237 3.8093 4.4433
7 6.5876 4.7835 -1.8041 6.5722 4.9021 | 8 6.4485 5.3299 -1.1186 6.6134 5.3814
9 6.5052 5.7113 -.7938 6.4485 5.3247 | 10 6.4794 4.8969 -1.5825 6.4072 4.9124
11 6.3505 4.9948 -1.3557 6.4072 4.8969 | 12 5.6701 3.8299 -1.8402 5.5979 3.9536
13 6.4794 5.1753 -1.3041 6.5052 5.1649 | 14 6.2938 5.3093 -.9845 6.2577 5.2062
15 6.2938 4.2371 -2.0567 5.6082 4.4639 | 16 6.6495 4.7113 -1.9381 6.5103 4.5928
17 6.6443 5.1495 -1.4948 6.5567 5.1649 | 18 6.3660 5.4691 -.8969 6.0155 5.3763
19 6.6856 4.9072 -1.7784 6.7835 4.9485 | 20 6.7165 4.7887 -1.9278 6.7938 4.9639
21 6.7423 5.0206 -1.7216 6.8041 5.0515 | 22 4.1856 4.0155 -.1701 3.7732 4.6186
23 6.5464 4.4588 -2.0876 6.3196 4.6598 | 24 5.5052 4.3608 -1.1443 4.6031 4.4897
""".replace("|", "\n").strip()
# methods 5.3: alpha E, alpha P, alpha gap of the eight triples
ALPHAS = [
    (0.6742, 0.6440, 0.6657), (0.8551, 0.7984, 0.7173), (0.7408, 0.7010, 0.7061),
    (0.5269, 0.7161, 0.6922), (0.6758, 0.5773, 0.6111), (0.6624, 0.6858, 0.6805),
    (0.8569, 0.8318, 0.8485), (0.4297, 0.5807, 0.5042),
]  # fmt: skip
SOURCES = {
    "expectation": "alphaE",
    "perception": "alphaP",
    "gap": "alphaGap",
    "importance": "alphaI",
    "satisfaction": "alphaS",
}
GAPS = [-0.6684, 0.0601, -1.2388, -1.5928, -1.4485, -1.4433, -1.8093, -1.1340]


@pytest.fixture(scope="module")
def eligible(shared_data) -> Responses:
    return read(shared_data / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_8x3.toml"))


@pytest.fixture(scope="module")
def kept(eligible):
    mask = np.ones(len(eligible), dtype=bool)
    mask[np.array(DROPPED) - 1] = False
    return eligible.take(mask)


@pytest.fixture(scope="module")
def study(kept):
    return study_of(kept)


@pytest.fixture(scope="module")
def reference(shared_data):
    path = shared_data.parent / "reference" / "reference_values.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_four_people_never_used_a_kiosk(eligible):
    assert (eligible.source.rows, len(eligible), eligible.source.ineligible) == (211, 207, 4)


@pytest.mark.parametrize("line", ITEMS.splitlines(), ids=lambda line: f"q{line.split()[0]}")
def test_items_as_printed(study, line):
    number, expectation, perception, gap, importance, satisfaction = line.split()
    row = study.gaps.row(f"q{number}")

    assert row.n == 194
    assert row.mean_minus == pytest.approx(float(expectation), abs=6e-5)
    assert row.mean_of == pytest.approx(float(perception), abs=6e-5)
    assert row.gap == pytest.approx(float(gap), abs=6e-5)
    assert study.scores.row(row.id, "importance").mean == pytest.approx(float(importance), abs=6e-5)
    assert study.scores.row(row.id, "satisfaction").mean == pytest.approx(
        float(satisfaction), abs=6e-5
    )


def test_dimension_gaps_and_the_overall_gap(study):
    assert [row.gap for row in study.gaps.dimensions] == pytest.approx(GAPS, abs=6e-5)
    assert study.gaps.row("unweighted").gap == pytest.approx(-1.159364, abs=1e-6)


def test_alphas_of_the_eight_triples(study):
    for d, expected in zip(study.instrument.dimension_ids, ALPHAS, strict=True):
        found = [
            study.reliability.row(source, d).alpha
            for source in ("expectation", "perception", "gap")
        ]
        assert found == pytest.approx(expected, abs=6e-5), d


def test_feldt_limits_deleted_items_and_rests_of_the_security_items(study):
    row = study.reliability.row("perception", study.instrument.dimension_ids[6])

    assert row.alpha == pytest.approx(0.831783, abs=1e-6)
    assert (row.alpha_low, row.alpha_high) == pytest.approx((0.786179, 0.868994), abs=1e-6)
    deleted = [item.alpha_if_deleted for item in row.items]
    assert deleted == pytest.approx([0.79219, 0.71775, 0.79012], abs=1e-5)
    rests = [item.item_rest_r for item in row.items]
    assert rests == pytest.approx([0.66772, 0.74125, 0.66755], abs=1e-5)


def test_all_24_perceptions(study):
    row = study.reliability.row("perception", "total")

    assert row.alpha == pytest.approx(0.891245, abs=1e-6)
    assert (row.alpha_low, row.alpha_high) == pytest.approx((0.867876, 0.912196), abs=1e-6)


@pytest.mark.parametrize(
    ("item", "t"),
    [("q1", -7.4777), ("q4", 2.9151), ("q5", -0.0490), ("q6", -1.2168), ("q20", -17.0091),
     ("q22", -1.3794), ("q23", -16.5534)],
)  # fmt: skip
def test_t_of_methods_14_8(study, item, t):
    assert study.gaps.row(item).t == pytest.approx(t, abs=6e-5)


def test_quadrants_at_the_grand_means(study):
    quadrants = {}
    for row in study.priorities.items:
        quadrants.setdefault(row.quadrant, []).append(int(row.item[1:]))

    assert study.priorities.importance_source == "ratings"
    assert (study.priorities.cross_importance, study.priorities.cross_performance) == pytest.approx(
        (5.8963, 4.9177), abs=1e-4
    )
    assert quadrants == {
        "concentrate_here": [7, 10, 11, 16, 23],
        "keep_up": [1, 2, 3, 8, 9, 13, 14, 17, 18, 19, 20, 21],
        "low_priority": [4, 5, 6, 12, 15, 22, 24],
    }


@pytest.mark.parametrize(("name", "fixture"), [("kiosk_207", "eligible"), ("kiosk_194", "kept")])
def test_r_gives_the_same_paired_statistics(reference, request, name, fixture):
    study = study_of(request.getfixturevalue(fixture))
    fields = {"E": "mean_minus", "P": "mean_of", "gap": "gap", "sdE": "sd_minus", "sdP": "sd_of",
              "sdG": "sd", "t": "t", "df": "df"}  # fmt: skip

    for number, expected in enumerate(reference[name]["item"], start=1):
        row = study.gaps.row(f"q{number}")
        for key, field in fields.items():
            assert getattr(row, field) == pytest.approx(expected[key], rel=1e-6), (number, key)


@pytest.mark.parametrize(("name", "fixture"), [("kiosk_207", "eligible"), ("kiosk_194", "kept")])
def test_r_gives_the_same_signed_rank_statistics(reference, request, name, fixture):
    study = study_of(request.getfixturevalue(fixture))

    for number, expected in enumerate(reference[name]["item"], start=1):
        row = study.gaps.row(f"q{number}")
        assert row.wilcoxon_v == pytest.approx(expected["wilcoxon_V"]), number
        assert row.wilcoxon_p == pytest.approx(expected["wilcoxon_p"], rel=1e-6), number


@pytest.mark.parametrize(("name", "drop"), [("kiosk_207", []), ("kiosk_194", DROPPED)])
def test_r_gives_the_same_for_the_authors_six_dimensions(shared_data, reference, name, drop):
    answers = read(shared_data / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_6.toml"))
    mask = np.ones(len(answers), dtype=bool)
    mask[np.array(drop, dtype=int) - 1] = False
    study = study_of(answers.take(mask))

    for d, expected in reference[name]["dim"].items():
        dimension = "tangibles" if d == "tangible" else d
        row = study.gaps.row(dimension)
        assert row.mean_minus == pytest.approx(expected["E"], rel=1e-9)
        assert row.mean_of == pytest.approx(expected["P"], rel=1e-9)
        assert row.gap == pytest.approx(expected["gap"], abs=1e-9)
        for source, key in SOURCES.items():
            assert study.reliability.row(source, dimension).alpha == pytest.approx(
                expected[key], rel=1e-6
            ), (d, key)


@pytest.mark.parametrize(("name", "fixture"), [("kiosk_207", "eligible"), ("kiosk_194", "kept")])
def test_the_mean_of_the_24_items_and_the_grand_means(reference, request, name, fixture):
    study = study_of(request.getfixturevalue(fixture))
    expected = reference[name]

    assert study.gaps.row("item_mean").gap == pytest.approx(
        expected["overall_unweighted_gap"], rel=1e-9
    )
    cross = (study.priorities.cross_importance, study.priorities.cross_performance)
    assert cross == pytest.approx((expected["grand_mean_imp"], expected["grand_mean_sat"]))
    assert [row.quadrant for row in study.priorities.items] == expected["ipa_quadrant"]
