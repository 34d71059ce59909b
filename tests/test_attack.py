"""An attacker with every output of an analysis looks for what the disclosure rules hide."""

import base64
import gzip
import html
import io
import json
import re
import zipfile
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from servqual.analysis import analyze
from servqual.responses import Missing, Responses
from servqual.results import Study
from servqual.settings import ReportOptions
from servqual.writer import render_html, to_csv, to_json, to_xlsx
from tests.made import responses

FEW = 30
PACKED = re.compile(r'<script type="text/plain" id="groups-packed">([^<]*)</script>')
CHARTS = re.compile(r'(?<=<script type="text/plain" id="charts">)[^<]+')


@dataclass(frozen=True)
class Leak:
    """A survey, its study, and every file that a client gets."""

    answers: Responses
    study: Study
    page: str
    packed: dict
    results: dict
    table: str
    workbook: str

    @property
    def everything(self):
        """All texts together, unescaped and unpacked; results.json apart, which names groups."""
        packed = json.dumps(self.packed, ensure_ascii=False)
        return html.unescape(self.page) + packed + self.table + html.unescape(self.workbook)

    def hidden(self, by):
        return [
            g["group"] for g in self.results["groups"]["groups"] if g["by"] == by and not g["shown"]
        ]

    def shown(self, by):
        return {
            g["group"]: g["n"]
            for g in self.results["groups"]["groups"]
            if g["by"] == by and g["shown"]
        }

    def people(self, by, groups):
        return np.isin(self.answers.people[by].astype(str), groups)


def unpacked(text):
    return gzip.decompress(base64.b64decode(text)).decode("utf-8")


def published(answers, min_cell=10, by="branch", language="en"):
    study = analyze(answers, by=by, min_cell=min_cell)
    options = ReportOptions(client="Aurora", service="bank", date="2026-05-31", language=language)
    page, n_charts = CHARTS.subn(lambda found: unpacked(found[0]), render_html(study, options))
    assert n_charts == 1
    found = PACKED.search(page)
    with zipfile.ZipFile(io.BytesIO(to_xlsx(study))) as book:
        workbook = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return Leak(
        answers,
        study,
        page,
        json.loads(unpacked(found[1])) if found else {},
        json.loads(to_json(study)),
        to_csv(study).decode("utf-8-sig"),
        workbook,
    )


def survey(sizes, *, seed=1, missing=0.0, ceiling=()):
    """Return ratings of named groups; those in ``ceiling`` all gave the highest expectations."""
    rng = np.random.default_rng(seed)
    n = sum(sizes.values())
    branch = np.repeat(np.array(list(sizes), dtype=object), list(sizes.values()))
    expectation, perception = rng.integers(5, 8, (n, 22)), rng.integers(2, 8, (n, 22))
    expectation[np.isin(branch.astype(str), list(ceiling))] = 7
    for ratings in (expectation, perception):
        ratings[rng.random((n, 22)) < missing] = Missing.BLANK
    segment = rng.choice(np.array(["old", "new", "rare"], dtype=object), n, p=[0.5, 0.44, 0.06])
    return replace(
        responses(expectation, perception), people={"branch": branch, "segment": segment}
    )


def figures(rows):
    """Return gap rows of results.json by what they are about."""
    out = {}
    for level in ("items", "dimensions"):
        out |= {(level[:-1], r[level[:-1]]): r for r in rows[level]}
    return out | {("overall", name): rows["overall"][name] for name in ("unweighted", "item_mean")}


def floats(value):
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from floats(part)


def numbers_in(text):
    return {float(found) for found in re.findall(r"-?\d+\.\d{4,}", text)}


sizes = st.dictionaries(
    st.sampled_from(
        ["Amber Gate", "Birch Hall", "Cedar Row", "Dune End", "Elm Yard", "Fern Way", ""]
    ),
    st.one_of(st.integers(1, 14), st.integers(15, 45)),
    min_size=2,
    max_size=6,
)
surveys = st.builds(
    survey,
    sizes,
    seed=st.integers(0, 999),
    missing=st.sampled_from([0.0, 0.02, 0.25]),
    ceiling=st.sampled_from([(), ("Amber Gate",), ("Cedar Row", "Dune End")]),
)


@given(surveys, st.sampled_from([3, 5, 10]), st.sampled_from(["branch", ("branch", "segment")]))
@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],  # a smaller survey is no better an attack
    suppress_health_check=[HealthCheck.too_slow],
)
def test_nothing_that_is_hidden_can_be_read_or_worked_out(answers, min_cell, by):
    leak = published(answers, min_cell, by)
    for column in leak.study.groups.columns:
        find_names_and_sizes(leak, column)
        find_means(leak, column)
        subtract_from_totals(leak, column, min_cell)


def find_names_and_sizes(leak, by):
    hidden = leak.hidden(by)
    for name in hidden:
        assert (
            not name or not re.search(rf"\b{re.escape(name)}\b", leak.everything) or by == "segment"
        )
    assert all(g["n"] is None for g in leak.results["groups"]["groups"] if not g["shown"])
    assert {g["group"] for g in leak.results["groups"]["gaps"] if g["by"] == by} <= set(
        leak.shown(by)
    )
    column = leak.study.groups.columns.index(by) + 1
    keys = {k for v in leak.packed.values() if isinstance(v, dict) for k in v}
    assert len([k for k in keys if k.startswith(f"{column}-")]) in (0, len(leak.shown(by)))


def find_means(leak, by, fields=("sd", "ci_low", "ci_high")):
    """No file holds an exact figure of a group: hidden ones have none, shown ones are rounded."""
    told = set(floats(leak.results)) | set(floats(leak.packed))
    told |= numbers_in(leak.page) | numbers_in(leak.table) | numbers_in(leak.workbook)
    told = {round(abs(value), 9) for value in told}
    for name in {*leak.hidden(by), *leak.shown(by)}:
        if leak.people(by, [name]).all():
            continue
        alone = analyze(leak.answers.take(leak.people(by, [name])))
        exact = {
            abs(value)
            for row in (*alone.gaps.dimensions, *alone.gaps.overall[:1])
            for value in (getattr(row, field) for field in fields)
            if value is not None
        }
        # a figure of few decimals is met by chance
        assert not told & {round(v, 9) for v in exact if abs(v - round(v, 3)) > 1e-6}, name


def subtract_from_totals(leak, by, min_cell):
    """What a total leaves after the shown groups is nobody, or enough people who differ."""
    shown, hidden = leak.shown(by), leak.hidden(by)
    if not shown:
        return
    rest = leak.results["source"]["respondents"] - sum(shown.values())
    assert rest == 0 or rest >= min_cell
    for about, total in figures(leak.results["gaps"]).items():
        rows = [
            g
            for g in leak.results["groups"]["gaps"]
            if g["by"] == by and (g["level"], g["id"]) == about
        ]
        if not rows:
            assert by in leak.results["groups"]["items_left_out"]
            continue
        assert all(row["n"] >= min_cell for row in rows)
        if about[0] == "overall":
            continue  # its n is the fewest behind any part, so it cannot be subtracted
        rest = total["n"] - sum(row["n"] for row in rows)
        assert rest == 0 or rest >= min_cell
        if about[0] == "item":
            for groups in ([row["group"]] for row in rows):
                assert not unanimous(leak, about[1], leak.people(by, groups))
            assert not unanimous(leak, about[1], leak.people(by, hidden))


def unanimous(leak, item, people):
    """Say whether fewer than 30 people who rated both sides agree on one, or on the difference."""
    k = leak.answers.instrument.item_ids.index(item)
    of, minus = (leak.answers.ratings[b][people, k] for b in ("perception", "expectation"))
    of, minus = of[(of > 0) & (minus > 0)], minus[(of > 0) & (minus > 0)]
    return 0 < len(of) < FEW and any(len(set(x.tolist())) == 1 for x in (of, minus, of - minus))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
def test_weights_and_a_chinese_page_tell_no_more(language, weighted):
    answers = survey({"Amber Gate": 43, "Birch Hall": 7, "Cedar Row": 11, "Dune End": 22, "": 6})
    weights = np.random.default_rng(2).uniform(0.4, 2.5, len(answers))
    if weighted:
        answers = replace(answers, weights=weights, weights_name="w")
    leak = published(answers, language=language)

    assert leak.hidden("branch")
    assert leak.shown("branch")
    find_names_and_sizes(leak, "branch")
    find_means(leak, "branch", ("sd", "ci_low", "ci_high", "gap", "mean_of", "mean_minus"))
    subtract_from_totals(leak, "branch", 10)


def test_the_attacker_finds_a_hidden_group_where_nothing_is_protected():
    answers = survey({"Amber Gate": 40, "Birch Hall": 4, "Cedar Row": 30})
    leak = published(answers, 3)

    assert leak.shown("branch")["Birch Hall"] == 4
    with pytest.raises(AssertionError):
        subtract_from_totals(leak, "branch", 10)


def test_no_file_holds_an_exact_mean_of_a_group():
    leak = published(survey({"Amber Gate": 43, "Birch Hall": 7, "Cedar Row": 11, "Dune End": 22}))

    assert leak.hidden("branch") == ["Birch Hall", "Cedar Row"]
    find_means(leak, "branch", ("gap", "mean_of", "mean_minus"))


def test_a_page_carries_no_group_where_all_are_hidden():
    leak = published(survey({"Amber Gate": 6, "Birch Hall": 4, "Cedar Row": 30}, seed=5))
    nobody = published(survey({"Amber Gate": 6, "Birch Hall": 4}))

    assert leak.shown("branch") == {"Cedar Row": 30}
    assert nobody.packed == {}
    assert "<select" not in nobody.page


def test_a_small_group_that_agrees_on_an_item_hides_the_items():
    leak = published(survey({"Amber Gate": 40, "Birch Hall": 12, "Cedar Row": 30}))
    answers = survey({"Amber Gate": 40, "Birch Hall": 12, "Cedar Row": 30})
    answers.ratings["expectation"][40:52, 3] = 7
    agreeing = published(answers)

    assert leak.results["groups"]["items_left_out"] == []
    assert agreeing.results["groups"]["items_left_out"] == ["branch"]
    assert list(agreeing.shown("branch")) == ["Amber Gate", "Birch Hall", "Cedar Row"]
    assert [key for key in agreeing.packed if key.startswith("exhibit")] == [
        "exhibit-dimensions-gap"
    ]


def test_a_small_group_that_agrees_on_a_dimension_is_hidden_with_another():
    answers = survey({"Amber Gate": 40, "Birch Hall": 12, "Cedar Row": 31}, ceiling=("Birch Hall",))

    assert published(answers).shown("branch") == {"Amber Gate": 40}


def test_the_charts_of_a_group_are_drawn_from_rounded_figures():
    leak = published(survey({"Amber Gate": 40, "Birch Hall": 20}))
    rows = [g for g in leak.results["groups"]["gaps"] if g["group"] == "Birch Hall"]
    told = {g[key] for g in rows for key in ("mean_of", "mean_minus")}
    for exhibit in ("exhibit-dimensions-gap", "exhibit-items-gap"):
        data = leak.packed[exhibit]["1-2"]["wide"]["data"]
        traces = data if isinstance(data, list) else data["@"].values()
        drawn = {x for trace in traces for x in trace.get("x", []) if x is not None}

        assert drawn
        assert drawn <= told
