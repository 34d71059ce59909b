"""An attacker with every output of several waves looks for what may not be told."""

import html
import json
import re

import numpy as np
import pandas as pd
import pytest

import servqual as sq
from servqual.settings import ReportOptions
from servqual.writer import render_html
from tests.waves.tracked import wave

MIN_CELL = 10
SIZES = {"2022": {"North": 30, "South": 24, "Secret": 5, "Hushed": 7},
         "2023": {"North": 30, "South": 24, "Secret": 12, "Hushed": 6},
         "2024": {"North": 30, "South": 25, "Secret": 4, "Hushed": 8}}  # fmt: skip


def survey():
    """Return three waves in one file; most people of a wave stay, fewer than ten leave."""
    parts = []
    for k, (name, sizes) in enumerate(SIZES.items()):
        n = sum(sizes.values())
        frame = wave(k + 40, n).assign(wave=name)
        frame["branch"] = np.repeat(list(sizes), list(sizes.values()))
        # 2022 -> 2023: six people new, all others the same; 2024: all new
        frame["token"] = [f"person-{j:03d}" if k < 2 else f"other-{j:03d}" for j in range(n)]
        parts.append(frame)
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def study():
    answers = sq.read(survey(), people=["wave", "branch"], keep=["token"])
    return sq.track(
        answers, wave="wave", panel="token", by="branch", pilot="branch=North", min_cell=MIN_CELL
    )


@pytest.fixture(scope="module")
def results(study):
    return json.loads(sq.to_json(study))["waves"]


@pytest.fixture(scope="module")
def page(study):
    return html.unescape(render_html(study, ReportOptions(date="2026-05-31")))


def test_a_group_has_no_figure_in_a_wave_in_which_it_is_small(results):
    told = {(r["group"], r["wave"]) for r in results["groups"] if r["gap"] is not None}
    small = {
        (name, wave)
        for name_of, sizes in SIZES.items()
        for name, n in sizes.items()
        if n < MIN_CELL
    }

    assert not told & small


def test_what_is_hidden_in_a_wave_is_enough_people_together(results):
    shown = {(r["group"], r["wave"]) for r in results["groups"] if r["n"] is not None}
    for name_of, sizes in SIZES.items():
        rest = sum(n for name, n in sizes.items() if (name, name_of) not in shown)

        assert rest == 0 or rest >= MIN_CELL


def test_a_change_of_a_group_is_told_only_where_both_waves_are(results):
    order = list(SIZES)
    told = {(r["group"], r["wave"]) for r in results["groups"] if r["gap"] is not None}
    for row in results["groups"]:
        if row["change"] is not None:
            before = order[order.index(row["wave"]) - 1]

            assert {(row["group"], row["wave"]), (row["group"], before)} <= told


def test_those_who_came_and_left_cannot_be_worked_out(results):
    first, second = results["pairs"]

    # 66 stayed and 6 came: their mean would follow from both waves and from those who stayed
    assert (first["shown"], first["matched"], first["left"], first["joined"]) == (
        False, None, None, None,
    )  # fmt: skip
    assert not any(row["wave"] == first["wave"] for row in results["panel"])
    # nobody stayed
    assert not second["shown"]


def test_figures_of_groups_are_rounded(results):
    values = [
        r[name]
        for r in results["groups"]
        for name in ("gap", "ci_low", "ci_high", "change", "change_low", "change_high")
        if r[name] is not None
    ]
    pilots = [r[k] for r in results["pilot"] for k in ("pilot_then", "other_now", "difference")]

    assert values
    assert all(round(v, 2) == v for v in (*values, *pilots))


def test_codes_of_people_are_nowhere(study, page):
    everything = page + sq.to_json(study) + study.waves._repr_html_()

    assert re.findall(r"(?:person|other)-\d{3}", everything) == []


def test_a_small_group_is_named_in_the_page_without_a_number(study, page):
    (row,) = re.findall(r"<tr><th scope=\"row\">Hushed</th>(.*?)</tr>", page)[:1] or [""]

    assert "too few" in row or not row
    assert not re.findall(r"[−+]?\d\.\d", row)


def test_units_too_small_are_left_out_of_the_pilot(results):
    (info,) = results["pilots"]
    row = results["pilot"][0]

    assert row["units_pilot"] + row["units_other"] + info["left_out"] == 4
    assert row["descriptive"]
