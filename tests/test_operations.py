"""Operational figures of units beside the survey: reading, standards, counts, association."""

import json
import re

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import servqual as sq
from servqual.analysis.again import left_out, other_files
from servqual.analysis.operations import in_order, operations_of
from servqual.catalog import load_instrument
from servqual.errors import ColumnError, FormatError, SettingsError
from servqual.importer.operating import read_operations
from servqual.importer.operating.cells import number
from servqual.statistics.associations import association
from servqual.statistics.sigma import dpmo
from tests.made import reference_rows, responses, study_of

FORM = load_instrument("servqual")
GROUPS = {"branch": ["Centre", "Harbour", "North", ""], "region": ["East", "West"]}
HEAD = "branch,measure,value,target,period,dimension,direction,kind,opportunities"


def written(folder, *lines, head=HEAD, name="operations.csv"):
    path = folder / name
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def read(folder, *lines, head=HEAD, groups=None):
    return read_operations(written(folder, *lines, head=head), FORM, groups or GROUPS)


# -- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value"),
    [("95%", 95.0), ("−3", -3.0), ("1,234.5", 1234.5), ("0,5", 0.5), ("１２", 12.0), (".5", 0.5)],
)
def test_numbers_are_read_as_people_write_them(cell, value):
    assert number(cell).value == value


def test_a_number_that_may_be_two_is_not_guessed():
    with pytest.raises(ValueError, match=r"'1,200' may be 1200 or 1\.200"):
        number("1,200")


def test_units_are_groups_of_the_breakdown_that_heads_their_column(tmp_path):
    found = read(tmp_path, "East,Wait,9,8,,,lower,,", head=HEAD.replace("branch", "region"))

    assert (found.by, found.entries[0].unit) == ("region", "East")


def test_a_plain_unit_column_means_the_first_breakdown(tmp_path):
    found = read(tmp_path, "centre,Wait,9,8,,,lower,,", head=HEAD.replace("branch", "unit"))

    assert (found.by, found.entries[0].unit) == ("branch", "Centre")


def test_chinese_headings_and_words_are_read(tmp_path):
    head = "门店,指标,数值,目标,期间,维度,方向,类别,总次数"

    found = read(tmp_path, "Centre,等候时间,9,8,2026-06,响应性,越低越好,服务水平协议,", head=head)

    (measure,) = found.measures
    assert (measure.kind, measure.direction, measure.dimension) == (
        "sla", "lower", "responsiveness",
    )  # fmt: skip


def test_every_fault_of_a_file_is_listed_at_once(tmp_path):
    with pytest.raises(FormatError) as error:
        read(
            tmp_path,
            "Centr,Wait,9,8,Q1,responsivenes,lower,sla,",
            "Harbour,Wait,soon,8,Q1,,higher,sla,",
            "North,Wait,7,8,Q1,,upwards,,",
            "North,Wait,7,8,Q1,,,,",
            "North,Score,80%,85,Q1,,higher,mystry,",
            "North,Kept,210,95%,Q1,,higher,,200",
            "North,Calls,3.5,,Q1,,,complaints,",
            "North,Stock,4,,Q1,,,,",
        )

    assert str(error.value).splitlines()[1:] == [
        "  - row 2: there is no group 'Centr' of 'branch'; did you mean 'Centre'?",
        "  - row 2: there is no dimension 'responsivenes'; did you mean responsiveness?",
        "  - row 3, value: 'soon' is no number; write it with digits and a point alone",
        "  - row 3: the direction of 'Wait' is higher here and lower in row 2; a measure has one",
        "  - row 4, direction of 'Wait': 'upwards' is none of higher, lower",
        "  - row 5: 'Wait' of 'North' in 'Q1' stands in row 4 already",
        "  - row 6, kind of 'Score': 'mystry' is none of kpi, sla, mystery, complaints",
        "  - row 6: of 'Score' some figures have a percent sign and some have none; write all "
        "alike",
        "  - row 7: 'Kept' counts 210 of 200 opportunities; these must be a whole number, 1 or "
        "more, and not below the count",
        "  - row 8: 'Calls' is a count, and 3.5 is no whole number",
        "  - row 9: say of 'Stock' in a column 'direction' whether higher or lower is better",
    ]


def test_all_faults_of_one_row_are_told_in_one_go_with_the_rows_of_a_spreadsheet(tmp_path):
    with pytest.raises(FormatError) as error:
        read(
            tmp_path,
            'Centre,"Wait at',
            'the counter",9,8,Q1,,lower,sla,',
            "",
            "Nort,Kept,3.5,95%,Q1,,higher,kpi,200",
            "Harbour,Kept,x,1.5,Q1,,,,many",
        )

    assert str(error.value).splitlines()[1:] == [
        "  - row 4: there is no group 'Nort' of 'branch'; did you mean 'North'?",
        "  - row 4: 'Kept' is a count, and 3.5 is no whole number",
        "  - row 5, value: 'x' is no number; write it with digits and a point alone",
        "  - row 5, opportunities: 'many' is no number; write it with digits and a point alone",
    ]


def test_rows_of_a_measure_must_agree_about_it(tmp_path):
    with pytest.raises(FormatError) as error:
        read(tmp_path, "Centre,Wait,9,8,,,lower,,", "North,Wait,9,8,,,higher,,")

    assert "row 3: the direction of 'Wait' is higher here and lower in row 2" in str(error.value)


def test_a_unit_that_nobody_answered_for_is_left_out_and_no_slip_of_the_pen(tmp_path):
    groups = {"branch": ["Branch 1", "Branch 2"]}

    found = read(
        tmp_path, "Branch 1,Wait,9,,,,lower,,", "Branch 12,Wait,5,,,,lower,,", groups=groups
    )

    assert (found.unknown, len(found.entries)) == (("Branch 12",), 1)


@pytest.mark.parametrize(
    ("head", "groups", "error", "message"),
    [
        (HEAD, {}, SettingsError, "Say which column holds the units with --by COLUMN"),
        (HEAD, {"region": ["East"]}, SettingsError, "Add --by branch"),
        (HEAD.replace("value", "x"), GROUPS, ColumnError, "there is none called 'value'"),
        (HEAD.replace("branch", "x"), GROUPS, ColumnError, "there is none called 'unit'"),
    ],
)
def test_a_file_without_its_columns_or_its_breakdown_is_refused(
    tmp_path, head, groups, error, message
):
    with pytest.raises(error, match=message):
        read_operations(written(tmp_path, "Centre,Wait,9,8,,,lower,,", head=head), FORM, groups)


def test_a_file_whose_units_are_all_unknown_names_the_groups(tmp_path):
    with pytest.raises(FormatError, match="no unit is a group of 'branch': Mountain"):
        read(tmp_path, "Mountain,Wait,9,8,,,lower,,")


def test_the_example_of_the_readme_is_a_file_of_operations(tmp_path, root):
    (example,) = re.findall(
        r"<!-- operations -->\n```csv\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL
    )
    path = tmp_path / "operations.csv"
    path.write_text(example, encoding="utf-8")

    found = read_operations(path, FORM, GROUPS)

    assert [(m.kind, m.direction) for m in found.measures] == [
        ("sla", "lower"), ("kpi", "higher"), ("mystery", "higher"), ("complaints", "lower"),
    ]  # fmt: skip
    assert (len(found.entries), found.unknown) == (6, ())


def test_periods_stand_by_their_numbers_else_as_in_the_file():
    assert in_order(["2025-10", "2025-9"]) == ["2025-9", "2025-10"]
    assert in_order(["spring", "autumn"]) == ["spring", "autumn"]


# -- standards, counts, association ----------------------------------------------------------------

TREES = ("Amber", "Birch", "Cedar", "Dune", "Elm", "Fern", "Gate", "Hill", "Inn", "Jade")
NAMES = [f"{name} Street" for name in TREES]
FEW = "Kiln Street"


def survey():
    """Return a simulated survey of ten branches that may be shown and one that may not."""
    frame = sq.simulate(500, seed=11).frame
    frame["branch"] = [*[name for name in NAMES for _ in range(49)], *[FEW] * 6, *[""] * 4]
    return sq.read(frame)


def lines():
    """Return figures whose order is that of the branches."""
    found = []
    for k, name in enumerate([*NAMES, FEW]):
        found += [
            f"{name},Wait,{4 + k}.0,8,2026-1,responsiveness,lower,sla,",
            f"{name},Wait,{5 + k}.5,8,2026-2,,,,",
            f"{name},Call-backs kept,{90 + k},95%,2026-1,reliability,higher,kpi,100",
            f"{name},Call-backs kept,{89 + k},95%,2026-2,reliability,higher,kpi,100",
            f"{name},Complaints about staff,{k},,2026-1,empathy,,complaints,",
            f"{name},Complaints about mistakes,{2 * k},,2026-1,reliability,,complaints,",
        ]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("operations")


@pytest.fixture(scope="module")
def study(folder):
    path = written(folder, *lines())
    return sq.analyze(survey(), by="branch", operations=path)


def row_of(study, unit, measure):
    found = study.operations.standards
    return next(r for r in found if (r.unit, r.measure) == (unit, measure))


def measure_of(study, measure):
    return next(m for m in study.operations.measures if m.measure == measure)


def test_the_last_period_counts_and_a_minus_falls_short(study):
    good, bad = (row_of(study, name, "Wait") for name in (NAMES[0], NAMES[-1]))

    assert (good.value, good.difference, good.met, good.period) == (5.5, 2.5, True, "2026-2")
    assert (bad.value, bad.difference, bad.met) == (14.5, -6.5, False)
    assert (good.n_periods, good.n_met, bad.n_met) == (2, 2, 0)


def test_counts_are_added_up_and_their_standard_is_a_share(study):
    row = row_of(study, NAMES[0], "Call-backs kept")

    assert (row.count, row.opportunities, row.value, row.target) == (179, 200, 0.895, 0.95)
    assert (row.met, row.period) == (False, "2026-1–2026-2")


def test_sigma_rests_on_the_counts_of_shown_units_alone(study):
    kept = measure_of(study, "Call-backs kept")
    defects = sum(200 - (179 + 2 * k) for k in range(10))

    assert (kept.defects, kept.opportunities) == (defects, 2000)
    assert kept.dpmo == dpmo(defects, 2000).dpmo
    assert (measure_of(study, "Wait").dpmo, measure_of(study, "Wait").sigma) == (None, None)


def test_the_share_of_units_that_met_a_standard(study):
    wait = measure_of(study, "Wait")

    assert (wait.n_units, wait.n_with_target, wait.n_met, wait.share_met) == (10, 10, 3, 0.3)


def test_complaints_are_counted_by_dimension_beside_the_gap_of_everybody(study):
    found = {row.dimension: row for row in study.operations.complaints}

    assert {d: row.count for d, row in found.items()} == {"reliability": 90, "empathy": 45}
    assert found["empathy"].share == pytest.approx(1 / 3)
    assert found["empathy"].gap == study.gaps.row("empathy").gap


def test_the_gap_beside_a_figure_is_the_published_one_of_its_dimension(study):
    gaps = {
        g.group: g.gap
        for g in study.groups.gaps
        if (g.level, g.id, g.kind) == ("dimension", "responsiveness", "gap")
    }

    assert {r.unit: r.gap for r in study.operations.standards if r.measure == "Wait"} == gaps


def test_coefficients_need_ten_units(study):
    wait = measure_of(study, "Wait")
    rows = [r for r in study.operations.standards if r.measure == "Wait"]
    expected = association([r.value for r in rows], [r.gap for r in rows], 0.95)

    assert (wait.n_pairs, wait.spearman, wait.pearson_low) == (
        10, expected.spearman, expected.pearson_low,
    )  # fmt: skip
    assert association(range(9), range(9), 0.95) == (9, None, None, None, None, None, None)


def test_hidden_units_are_left_out_of_everything_and_counted(study):
    found = study.operations
    told = json.dumps(json.loads(sq.to_json(study))["operations"])

    assert (found.n_hidden, found.n_without, found.unknown) == (1, 0, ())
    assert FEW not in told
    assert {row.unit for row in found.standards} == set(NAMES)


def test_results_json_follows_the_schema(study, root):
    schema = json.loads((root / "reports" / "results.schema.json").read_text("utf-8"))

    found = [
        e.message for e in Draft202012Validator(schema).iter_errors(json.loads(sq.to_json(study)))
    ]

    assert found == []


def test_without_a_file_there_is_nothing():
    plain = study_of(responses(np.full((30, 22), 6), np.full((30, 22), 5)))

    assert not plain.operations
    assert json.loads(sq.to_json(plain))["operations"] is None


def test_limits_of_correlations_agree_with_r():
    rows = reference_rows("operations.csv")
    x = [float(r["x"]) for r in reference_rows("operations_data.csv")]
    y = [float(r["y"]) for r in reference_rows("operations_data.csv")]

    found = association(x, y, 0.95)

    for row in rows:
        expected = [float(row[k]) for k in ("r", "low", "high")]
        assert list(found[1:4] if row["method"] == "pearson" else found[4:]) == pytest.approx(
            expected
        )


def test_a_survey_without_gaps_has_standards_and_no_association(folder):
    frame = sq.simulate(60, seed=2, instrument="servperf").frame
    frame["branch"] = [NAMES[k % 2] for k in range(60)]
    answers = sq.read(frame, "servperf")
    path = written(folder, f"{NAMES[0]},Wait,9,8,,,lower,,", name="plain.csv")

    found = sq.analyze(answers, by="branch", operations=path).operations

    assert [(r.unit, r.met, r.gap) for r in found.standards] == [(NAMES[0], False, None)]
    assert (found.n_without, found.measures[0].n_pairs) == (1, 0)


def test_operations_of_needs_no_file_of_its_own(study, folder):
    figures = read_operations(
        written(folder, *lines(), name="again.csv"),
        study.instrument,
        {"branch": [row.group for row in study.groups.groups]},
    )

    assert operations_of(study, figures).measures == study.operations.measures


def test_results_with_operations_are_made_again_from_the_same_file_alone(tmp_path):
    frame = sq.simulate(60, seed=4).frame
    frame["branch"] = [NAMES[k % 2] for k in range(60)]
    frame.to_csv(tmp_path / "guests.csv", index=False)
    path = written(tmp_path, f"{NAMES[0]},Wait,9,8,,,lower,,", f"{NAMES[1]},Wait,7,8,,,,,")
    made = sq.analyze(sq.read(tmp_path / "guests.csv"), by="branch", operations=path)
    results = tmp_path / "results.json"
    results.write_text(sq.to_json(made), encoding="utf-8")

    again = sq.reproduce(results)
    then = json.loads(sq.to_json(made))
    near = other_files(results, then, {})
    path.write_text(path.read_text("utf-8").replace("9,8", "9.5,8"), encoding="utf-8")

    assert (again.same, again.not_compared) == (True, ())
    assert near == {"operations": path}
    assert left_out(then, other_files(results, then, {})) == ("operations",)
