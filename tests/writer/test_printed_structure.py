"""Every printed figure about the scale is one of results.json: columns are told by their heads."""

import json
import math
import re
from functools import cache
from pathlib import Path

import pytest

from servqual import analyze, read, simulate, to_json
from servqual.settings import ReportOptions
from servqual.texts import catalogue
from servqual.writer import render_html
from tests.writer.test_printed_figures import NONE, Tables, agrees

KIOSK = Path(__file__).resolve().parents[1] / "instruments" / "kiosk_8x3.toml"

# heading -> field, where the two are not called alike
FIELDS = {
    "trust.head.reliability_gap": "gap_reliability",
    "trust.head.theory": "n_theory",
    "words.head.items": "k",
    "trust.head.chi2_ml": "chi2",
    "trust.head.chi2_mlr": "chi2_scaled",
    "trust.head.cfi_ml": "cfi",
    "trust.head.rmsea_ml": "rmsea",
}
WORDS = {
    *("about", "may_be_said", "why", "set", "battery", "dimension", "item", "model"),
    *("estimator", "outcome"),
    *("comparison", "step", "holds", "bartlett", "n_map", "slope_of", "slope_minus", "f"),
    *("loadings", "problem", "number", "change", "pair", "fornell_larcker"),
}  # fmt: skip
TOTAL = "total"


def printed_fit(row):
    """Return a fit as the first table of models prints it: robust where there is a scaled one."""
    if row["chi2_scaled"] is None:
        return row
    robust = {"chi2": "chi2_scaled", "rmsea_low": "rmsea_scaled_low"}
    robust |= {k: f"{k}_scaled" for k in ("cfi", "tli", "rmsea")}
    robust |= {"rmsea_high": "rmsea_scaled_high"}
    return row | {k: row[v] for k, v in robust.items()}


def lines_of_eigenvalues(row):
    def at(name, k):
        values = row[name]
        return values[k] if 0 <= k < len(values) else None

    return [
        {
            "eigenvalue": at("eigenvalues", k - 1),
            "chance": at("limits", k - 1),
            "factor_eigenvalue": at("factor_eigenvalues", k - 1),
            "factor_chance": at("factor_limits", k - 1),
            "map": at("map", k),
            "map4": at("map4", k),
        }
        for k in range(min(12, len(row["eigenvalues"])) + 1)
    ]


class Expected:
    """The rows of each table, in the order in which they are printed."""

    def __init__(self, study):
        self.json = json.loads(to_json(study))
        self.structure = self.json["structure"]
        self.leading = self.structure["factors"][0]["source"]
        gaps = list(study.instrument.gaps)
        sets = [self.leading, *(g.minus for g in gaps), *(g.name for g in gaps)]
        self.sets = list(dict.fromkeys(sets))
        self.order = [*study.instrument.dimension_ids, TOTAL]

    def by_dimension(self, rows, *, sets=None):
        def place(row):
            return self.order.index(row["dimension"]), sets.index(row["battery"]) if sets else 0

        return sorted((r for r in rows if not sets or r["battery"] in sets), key=place)

    def own(self, name):
        return [r for r in self.structure[name] if r["source"] == self.leading]

    def rows(self, table):
        found = self.structure
        made = {
            "exhibit-verdicts": lambda: found["verdicts"],
            "exhibit-spread": lambda: self.by_dimension(self.json["spread"], sets=self.sets),
            "exhibit-constraint": lambda: self.json["constraints"],
            "exhibit-factors": lambda: found["factors"],
            "exhibit-fits": lambda: [printed_fit(r) for r in found["fits"]],
            "exhibit-convergent": lambda: self.by_dimension(self.own("convergent")),
            "exhibit-invariance": lambda: [r for r in found["invariance"] if not r["problem"]],
            "exhibit-coefficients": lambda: self.by_dimension(self.json["reliability"]),
            "exhibit-eigenvalues": lambda: [
                line for row in found["factors"] for line in lines_of_eigenvalues(row)
            ],
            "exhibit-fits-more": lambda: found["fits"],
            "exhibit-pairs-list": lambda: found["pairs"],
            "exhibit-changes": lambda: sorted(self.own("changes"), key=lambda r: -r["index"])[:15],
            "exhibit-ordinal": lambda: self.by_dimension(
                r for r in self.json["reliability"] if r["ordinal_alpha"] or r["ordinal_problem"]
            ),
        }
        if table.startswith("exhibit-loadings-"):
            return [r for r in self.own("loadings") if r["model"] == "theory"]
        return made[table]()


def fields(heads, row, language):
    """Return the field of each column behind the first; an interval belongs to the one before."""
    words = catalogue(language)
    known = {}
    for key, text in words.items():
        if key.startswith(("words.head.", "trust.head.")):
            name = FIELDS.get(key, key.rpartition(".")[2])
            known.setdefault(str(text), []).append(name)
    found, before = [], ""
    for head in heads[1:]:
        lowest = re.fullmatch(words["words.head.lowest"].replace("{value}", r"(\d)"), head)
        if lowest:
            name = "share_bottom" if lowest[1] == "1" else "share_top"
        elif head.startswith(("95%", "90%")):
            name = (f"{before}_low", f"{before}_high")
        else:
            fits = (n for n in known[head] if n in row and n not in WORDS)
            name = next((n for n in fits if not isinstance(row[n], list)), None)
        found.append(name)
        before = name if isinstance(name, str) else before
    return found


def wrong(table, rows, expected, language):
    """Return the cells of a table that are not their figure."""
    about, found = expected.rows(table), []
    names = fields(rows[0], about[0], language)
    p_scaled = names.index("p", names.index("p") + 1) if names.count("p") > 1 else None
    for cells, row in zip(rows[1:], about, strict=False):
        for k, (text, name) in enumerate(zip(cells[1:], names, strict=True)):
            if name is None:
                continue
            parts = name if isinstance(name, tuple) else ("p_scaled" if k == p_scaled else name,)
            texts = text.strip("[]").split(", ") if len(parts) > 1 and text != NONE else [text] * 2
            plain = [t.replace("\u00a0", "") for t in texts]
            found += [
                (table, cells[0], part, shown, row[part])
                for shown, part in zip(plain, parts, strict=False)
                if not agrees(shown, row[part])
            ]
    return found


@cache
def analysed(name, folder):
    if name == "demo":
        return analyze(read(simulate(n=300, seed=3).frame), structure="full")
    return analyze(read(folder / "kiosk" / "kiosk.csv", instrument=KIOSK), structure="full")


@pytest.fixture(scope="module", params=["demo", "kiosk"])
def study(request):
    folder = request.getfixturevalue("shared_data") if request.param == "kiosk" else None
    return analysed(request.param, folder)


@pytest.fixture(scope="module", params=["en", "zh"])
def printed(study, request):
    page = render_html(study, ReportOptions(language=request.param, style="full"))
    return Tables(page).tables, Expected(study), request.param


def test_every_cell_about_the_scale_is_its_figure_rounded(printed):
    tables, expected, language = printed
    kinds = [
        name
        for name in tables
        if name.startswith("exhibit-loadings-")
        or name in {"exhibit-verdicts", "exhibit-spread", "exhibit-constraint", "exhibit-factors",
                    "exhibit-fits", "exhibit-convergent", "exhibit-invariance",
                    "exhibit-coefficients", "exhibit-eigenvalues", "exhibit-fits-more",
                    "exhibit-pairs-list", "exhibit-changes", "exhibit-ordinal"}
    ]  # fmt: skip

    assert len(kinds) > 10
    assert [cell for k in kinds for cell in wrong(k, tables[k], expected, language)] == []
    assert {k: len(tables[k]) - 1 for k in kinds if k != "exhibit-verdicts"} == {
        k: len(expected.rows(k)) for k in kinds if k != "exhibit-verdicts"
    }


def test_the_matrix_of_pairs_has_phi_below_htmt_above_and_the_root_of_ave_between(printed):
    tables, expected, _ = printed
    names = expected.order[:-1]
    pairs = {(r["a"], r["b"]): r for r in expected.own("pairs")}
    ave = {r["dimension"]: r["ave"] for r in expected.own("convergent")}
    off = []
    for i, cells in enumerate(tables["exhibit-pairs"][1:]):
        for j, text in enumerate(cells[1:]):
            pair = pairs.get((names[i], names[j])) or pairs.get((names[j], names[i]))
            value = math.sqrt(ave[names[i]]) if i == j else pair["htmt" if j > i else "phi"]
            off += [] if agrees(text, value) else [(names[i], names[j], text, value)]

    assert off == []


def test_exploratory_loadings_are_printed_from_a_third_on(printed):
    tables, expected, _ = printed
    for row in expected.structure["exploratory"]:
        lines = tables[f"exhibit-efa-{row['source']}"][1:]
        for cells, pattern, common in zip(
            lines, row["pattern"], row["communalities"], strict=False
        ):
            shown = cells[2:-1]

            assert [bool(text) for text in shown] == [abs(v) >= 0.32 for v in pattern]
            assert all(agrees(t, v) for t, v in zip(shown, pattern, strict=True) if t)
            assert agrees(cells[-1], common)
