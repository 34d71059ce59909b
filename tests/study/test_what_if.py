"""What if an item were raised: against the same survey with that item raised in it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.errors import SettingsError
from servqual.instrument import parse_instrument
from servqual.results import DriverModel, DriverRow, Importance, OutcomeRow, Outcomes, Study
from tests.made import POINTS, formula_ratings, responses, study_of

ITEM, PLACE, DIMENSION = "q5", 4, "reliability"
ZONE = parse_instrument(
    {
        "id": "two_rooms",
        "version": "1",
        "title": {"en": "Two rooms"},
        "source": "made up",
        "wording": "own",
        "scale": {"min": 1, "max": 9},
        "batteries": [
            {"name": n, "label": {"en": n}} for n in ("minimum", "desired", "perception")
        ],
        "gaps": [
            {"name": "adequacy", "of": "perception", "minus": "minimum"},
            {"name": "superiority", "of": "perception", "minus": "desired"},
        ],
        "dimensions": [{"id": "rooms", "name": {"en": "Rooms"}}],
        "items": [{"id": i, "dimension": "rooms", "topic": {"en": i}} for i in ("quiet", "bright")],
    },
    "two_rooms.toml",
)


def survey(seed=1, n=40, lowest=1):
    """Return expectations and perceptions of 22 items; -1 stands for a blank."""
    rng = np.random.default_rng(seed)
    return rng.integers(4, 8, (n, 22)), rng.integers(lowest, 8, (n, 22))


def raised(perception, by, mask=None):
    """Return the same perceptions with one item raised for those under a mask."""
    moved = perception.copy()
    mask = np.ones(len(perception), dtype=bool) if mask is None else mask
    moved[mask, PLACE] = np.minimum(moved[mask, PLACE] + by, 7)
    return moved


@pytest.fixture(scope="module")
def study():
    return study_of(responses(*survey()))


def figures(study: Study):
    item = study.gaps.row(ITEM)
    dimension = next(r for r in study.gaps.dimensions if r.id == DIMENSION)
    overall = next(r for r in study.gaps.overall if r.id == "unweighted")
    return {
        "item": item.gap,
        "dimension": dimension.gap,
        "overall": overall.gap,
        "share_met": item.share_met,
    }


@pytest.mark.parametrize("by", [1, 2, 6])
def test_raising_everybody_is_the_survey_with_everybody_raised(by):
    wanted, seen = survey()
    found = study_of(responses(wanted, seen)).what_if(ITEM, by=by)
    there = figures(study_of(responses(wanted, raised(seen, by))))

    assert {row.figure: row.after for row in found.rows} == pytest.approx(there)


def test_raising_those_below_what_they_expect_leaves_the_others():
    wanted, seen = survey()
    mask = seen[:, PLACE] < wanted[:, PLACE]
    found = study_of(responses(wanted, seen)).what_if(ITEM, by=1, who="below_expectation")
    there = figures(study_of(responses(wanted, raised(seen, 1, mask))))

    assert found.share_raised == pytest.approx(mask.mean())
    assert {row.figure: row.after for row in found.rows} == pytest.approx(there)


def test_before_is_what_the_study_says(study):

    assert {r.figure: r.before for r in study.what_if(ITEM).rows} == pytest.approx(figures(study))


@pytest.mark.parametrize("who", ["all", "below_expectation"])
def test_half_a_point_lifts_half_of_them_by_one(who, study):
    half, one = (study.what_if(ITEM, by, who) for by in (0.5, 1))

    assert [r.change for r in half.rows] == pytest.approx([r.change / 2 for r in one.rows])


def test_a_point_and_a_half_lies_between_one_and_two(study):
    one, more, two = (study.what_if(ITEM, by).rows for by in (1, 1.5, 2))

    assert [r.change for r in more] == pytest.approx(
        [(a.change + b.change) / 2 for a, b in zip(one, two, strict=True)]
    )


def test_people_at_the_top_cannot_rise():
    wanted, seen = survey()
    seen[:, PLACE] = 7
    found = study_of(responses(wanted, seen)).what_if(ITEM, by=3)

    assert found.row("item").change == 0
    assert found.n_next is None


def test_without_a_ceiling_a_raise_is_certain():
    wanted, seen = survey()
    seen = np.minimum(seen, 6)
    row = study_of(responses(wanted, seen)).what_if(ITEM, by=0.5).row("item")

    assert (row.change, row.change_low, row.change_high) == pytest.approx((0.5, 0.5, 0.5))


def test_the_limits_are_those_of_a_mean_of_the_gains():
    wanted, seen = survey()
    gains = np.where(seen[:, PLACE] < wanted[:, PLACE], 1.0, 0.0)
    row = study_of(responses(wanted, seen)).what_if(ITEM, 1, "below_expectation").row("item")
    reach = 1.959964 * gains.std() / np.sqrt(len(gains))

    assert row.change_high - row.change == pytest.approx(reach, rel=1e-5)
    assert row.change - row.change_low == pytest.approx(reach, rel=1e-5)


def test_the_limits_of_a_share_are_wilsons(study):
    row = study.what_if(ITEM, by=1).row("share_met")
    n, z, p = 40, 1.959964, row.change
    centre, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))

    assert row.change_low == pytest.approx((centre - half) / (1 + z**2 / n), rel=1e-5)
    assert row.change_high == pytest.approx((centre + half) / (1 + z**2 / n), rel=1e-5)
    assert row.change_low > 0


def test_a_handful_of_people_has_no_limits():
    wanted, seen = survey(n=9)
    rows = study_of(responses(wanted, seen)).what_if(ITEM).rows

    assert {(row.change_low, row.change_high) for row in rows} == {(None, None)}


def test_the_weighted_score_moves_by_the_points_of_the_dimension():
    wanted, seen = formula_ratings()
    points = np.tile(POINTS, (7, 1))[: len(wanted)]
    study = study_of(responses(wanted, np.minimum(seen, 6), points=points))
    share = points[:, 1].mean() / 100

    assert study.what_if(ITEM, by=1).row("weighted").change == pytest.approx(share / 5)


def test_where_answers_are_missing_a_dimension_moves_by_the_items_answered():
    wanted, seen = survey(lowest=1)
    seen = np.minimum(seen, 6)
    seen[:20, 5:9] = -1  # half of the people rated q5 alone of its dimension
    form = responses(wanted, seen).instrument.model_copy(update={"min_answered": 0.1})
    study = study_of(responses(wanted, seen, instrument=form))
    there = study_of(responses(wanted, raised(seen, 1), instrument=form))
    change = study.what_if(ITEM, by=1).row("dimension").change

    assert change == pytest.approx(40 / (40 + 4 * 20))
    # exact only where everybody answered as many: here half moved by 1 and half by 1/5
    exact = figures(there)["dimension"] - figures(study)["dimension"]
    assert exact == pytest.approx(0.6)


def test_weights_count():
    wanted, seen = survey()
    weights = np.where(np.arange(40) % 2, 3.0, 1.0)
    study = study_of(responses(wanted, seen, weights=weights))
    there = figures(study_of(responses(wanted, raised(seen, 1), weights=weights)))

    assert {r.figure: r.after for r in study.what_if(ITEM, 1).rows} == pytest.approx(there)


def test_only_perceptions_are_raised_as_means():
    _, seen = survey()
    study = study_of(responses(None, seen, instrument="servperf"))
    found = study.what_if(ITEM, by=1)

    assert [(r.figure, r.kind) for r in found.rows] == [
        ("item", "perception"), ("dimension", "perception"), ("overall", "perception"),
    ]  # fmt: skip
    assert found.row("item").before == pytest.approx(seen[:, PLACE].mean())
    assert found.row("item").after == pytest.approx(raised(seen, 1)[:, PLACE].mean())


def test_the_next_wave_needs_as_many_as_the_change_of_the_mean_says():
    wanted, seen = survey()
    found = study_of(responses(wanted, seen)).what_if(ITEM, by=1)
    change, sd = found.row("item").change, seen[:, PLACE].std(ddof=1)
    exact = 2 * (1.959964 + 0.841621) ** 2 * (sd / change) ** 2 + 1.959964**2 / 4

    assert found.n_next == np.ceil(exact)


# -- the zone of tolerance -----------------------------------------------------------------------


def zone(minimum, desired, seen):
    """Return the study of people who rated two rooms."""
    made = responses(None, seen, instrument=ZONE)
    ratings = {"minimum": minimum, "desired": desired, "perception": seen}
    codes = {name: np.asarray(values, dtype=np.int16) for name, values in ratings.items()}
    return study_of(replace(made, ratings=codes))


@pytest.fixture(scope="module")
def rooms():
    rng = np.random.default_rng(4)
    minimum = rng.integers(2, 6, (60, 2))
    return minimum, minimum + rng.integers(0, 4, (60, 2)), rng.integers(1, 10, (60, 2))


def inside(minimum, desired, seen):
    return ((minimum <= seen) & (seen <= desired))[:, 0].mean()


@pytest.mark.parametrize(
    ("who", "by"),
    [("all", 1), ("all", 3), ("below_minimum", 1), ("below_expectation", 1),
     ("below_expectation", 4)],
)  # fmt: skip
def test_the_share_inside_the_zone_is_that_of_the_survey_raised(rooms, who, by):
    minimum, desired, seen = rooms
    below = {"all": 99, "below_minimum": minimum, "below_expectation": desired}[who]
    moved = seen.copy()
    moved[:, 0] = np.where(seen < below, np.minimum(seen + by, 9), seen)[:, 0]
    row = zone(*rooms).what_if("quiet", by, who).row("in_zone")

    assert row.before == pytest.approx(inside(minimum, desired, seen))
    assert row.after == pytest.approx(inside(minimum, desired, moved))


def test_what_pairs_of_answers_cannot_tell_is_not_said(rooms):
    found = zone(*rooms).what_if("quiet", 3, "below_minimum")

    assert found.row("in_zone") is None
    assert found.row("share_met") is not None


# -- the outcome ---------------------------------------------------------------------------------


def with_drivers(study, *rows):
    """Return a study with a leading model of satisfaction."""
    model = DriverModel("satisfaction", "perception", "dimension", 40, 5, leads=True, method="lmg")
    outcome = OutcomeRow("satisfaction", "rating", 40, 5.0, 1.0, 0.1, *[None] * 2, "top_two",
                         *[None] * 6, counts={})  # fmt: skip
    importance = Importance(drivers=rows, models=(model,))
    return replace(study, importance=importance, outcomes=Outcomes((outcome,)))


def driver(level, row_id, b, battery="perception"):
    return DriverRow("satisfaction", battery, level, row_id, 40, b=b, b_low=b - 0.1, b_high=b + 0.1)


def test_the_outcome_moves_by_the_slope_of_the_dimension(study):
    found = with_drivers(study, driver("dimension", DIMENSION, 0.3)).what_if(ITEM, by=1)
    moved, row = found.row("dimension").change, found.row("outcome")

    assert (row.before, row.change) == pytest.approx((5.0, 0.3 * moved))
    assert (row.change_low, row.change_high) == pytest.approx((0.2 * moved, 0.4 * moved))


def test_slopes_of_another_battery_are_not_taken(study):
    found = with_drivers(study, driver("dimension", DIMENSION, 0.3, "satisfaction"))

    assert found.what_if(ITEM).row("outcome") is None


# -- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("q99",), r"there is no item called 'q99'. Known: q1, q2, q3, .*, q22\."),
        (("q5", 0), r"the raise is 0; it must be above 0 and at most 6, in scale points\."),
        (("q5", -1), r"the raise is -1; it must be above 0 and at most 6, in scale points\."),
        (("q5", 7), r"the raise is 7; it must be above 0 and at most 6, in scale points\."),
        (("q5", float("nan")), r"the raise is nan; it must be above 0 .*"),
        (
            ("q5", 1, "below_minimum"),
            r"who is raised is 'below_minimum'; with these answers it can be all or "
            r"below_expectation\.",
        ),
    ],
)
def test_what_cannot_be_raised_is_refused(words, message, study):

    with pytest.raises(SettingsError, match=message):
        study.what_if(*words)


def test_an_item_that_nobody_rated_is_refused():
    wanted, seen = survey()
    seen[:, PLACE] = -1

    with pytest.raises(SettingsError, match="nobody rated q5, so there is nothing to raise"):
        study_of(responses(wanted, seen)).what_if(ITEM)


def test_expectations_alone_cannot_be_raised():
    study = study_of(responses(survey()[0], None))

    with pytest.raises(SettingsError, match="neither perceptions nor satisfaction were asked"):
        study.what_if(ITEM)


# -- laws ----------------------------------------------------------------------------------------


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 6), st.sampled_from(["all", "below_expectation"]))
def test_a_raise_never_lowers_and_never_leaves_the_scale(seed, by, who):
    study = study_of(responses(*survey(seed, n=12)))
    found = study.what_if(ITEM, by, who)
    item = found.row("item")

    assert all(row.change >= -1e-12 for row in found.rows)
    assert item.change <= by * found.share_raised + 1e-12
    assert 0 <= found.row("share_met").after <= 1 + 1e-12


def test_it_shows_itself_with_what_it_is(study):
    found = study.what_if(ITEM, 0.5, "below_expectation")
    head = str(found).splitlines()[0]

    assert head == (
        f"q5 raised by 0.5 for those below expectation ({found.share_raised:.0%} of people): "
        "an association, not a forecast"
    )
    assert "<table>" in found._repr_html_()
    assert found.to_frame()["figure"].tolist()[0] == "item"
