"""Arithmetic faults of published tables."""

import pytest

import servqual as sq
from servqual.cli.app import main
from servqual.errors import SettingsError

ZUN = """dim,E,sdE,P,sdP,gap,lo,hi,t
Tangible,4.44,.44,4.19,.53,-.25,-.30,-.19,-9.14
Reliable,4.49,.44,4.36,.51,-.13,-.18,-.08,-4.93
Responsiveness,4.48,.46,4.35,.50,-.13,-.18,-.07,-4.87
Assurance,4.50,.46,4.32,.49,-.18,-.23,-.13,-4.87
Empathy,4.56,.46,4.40,.51,-.16,-.20,-.10,-5.65
"""


def check(tmp_path, text, **said):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return sq.check_table(path, **said)


def found(result):
    return [(row.severity, row.code, row.name, row.figure) for row in result.faults]


def test_the_t_of_assurance_in_zun_2018_cannot_be_so(tmp_path):
    result = check(tmp_path, ZUN, n=386, scale="1-5")

    assert found(result) == [
        ("fault", "t_interval", "Assurance", "t"),
        ("mark", "asymmetric", "Empathy", "gap"),
    ]
    assert result.faults[0].implied == pytest.approx(-7.078, abs=5e-4)
    assert result.faults[0].like == "Responsiveness"
    assert not result.adds_up


def test_zarei_2012_adds_up(shared_data):
    result = sq.check_table(shared_data / "published" / "zarei2012_table2.csv", scale="1-5")

    assert result.adds_up
    assert (result.faults, result.n_rows) == ((), 21)


def test_dimensions_of_zarei_2012_are_the_means_of_their_items(shared_data, tmp_path):
    items = (shared_data / "published" / "zarei2012_table2.csv").read_text("utf-8")
    rows = "RR,,,,4.05,4.93,-.88\nEM,,,,3.89,4.87,-.98\nTA,,,,4.18,4.95,-.76\n"
    whole = "Overall,,,,4.02,4.91,-.89\n"

    assert check(tmp_path, items + rows + whole).faults == ()
    assert found(check(tmp_path, items + rows.replace("3.89", "3.98"))) == [
        ("fault", "gap", "EM", "gap"),
        ("ask", "dimension_mean", "EM", "perception"),
    ]


def test_sums_over_different_numbers_of_items_are_not_to_be_ranked(shared_data):
    path = shared_data / "published" / "jonkisz2023_table4.csv"
    result = sq.check_table(path, scale="1-5")
    each = {row.name: round(row.implied, 3) for row in result.faults if "(out)" in row.name}

    assert {row.code for row in result.faults} == {"sums"}
    assert each == {
        "Tangibility (out)": -0.88, "Reliability (out)": -0.82, "Responsiveness (out)": -0.625,
        "Assurance (out)": -0.433,
    }  # fmt: skip


def test_composites_are_held_against_loadings(shared_data):
    folder = shared_data / "published"
    wrong = sq.check_table(folder / "bmccam2017_cr_ave_MISMATCH.csv")

    assert sq.check_table(folder / "bmchsr2013_13_22_cr_ave.csv").faults == ()
    assert [row.code for row in wrong.faults] == ["cr", "ave", "cr", "ave"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("q1,4.50,4.20,-.30,,,,,", None),
        ("q1,4.50,4.20,.30,,,,,", "sign"),
        ("q1,4.50,4.20,-.50,,,,,", "gap"),
        ("q1,4.50,4.20,-.30,-.20,-.40,,,", "ends"),
        ("q1,4.50,4.20,-.30,-.25,-.10,,,", "outside"),
        ("q1,4.50,4.20,-.30,-.38,-.28,,,", "asymmetric"),
        ("q1,4.50,4.20,-.30,,,2.5,,", "t_sign"),
        ("q1,5.50,4.20,-1.30,,,,,", "off_scale"),
        ("q1,4.50,4.20,-.30,,,,1.04,", "alpha"),
        ("q1,4.50,4.20,-.30,,,,-.20,", "alpha_negative"),
        ("q1,4.50,4.20,-.30,,,,.97,", "alpha_high"),
        ("q1,4.50,4.20,-.30,,,,.80,1", "alpha_one_item"),
    ],
)
def test_each_fault_is_found(tmp_path, row, code):
    result = check(tmp_path, f"item,E,P,gap,lo,hi,t,alpha,items\n{row}\n", scale="1-5")

    assert [fault.code for fault in result.faults] == ([code] if code else [])


def test_a_spread_that_no_scale_has_is_found(tmp_path):
    text = "item,E,SD E,P,SD P,gap,SD gap\nq1,4.9,1.5,4.2,.8,-.7,.9\nq2,4.5,.6,4.2,.7,-.3,1.9\n"

    assert found(check(tmp_path, text, scale="1-5")) == [
        ("fault", "sd_range", "q1", "sd_expectation"),
        ("fault", "sd_gap", "q2", "sd_gap"),
    ]


def test_means_that_whole_answers_cannot_give_are_asked_about(tmp_path):
    text = "item,dimension,mean,n\nq1,trust,3.48,25\nq2,trust,3.47,25\n"

    assert found(check(tmp_path, text)) == [("ask", "grim", "q2", "mean")]


def test_the_command_says_it_in_both_languages(tmp_path, capsys):
    path = tmp_path / "zun.csv"
    path.write_text(ZUN, encoding="utf-8")

    assert main(["check-table", str(path), "--n", "386", "--scale", "1-5"]) == 1
    english = capsys.readouterr().out
    assert main(["check-table", str(path), "--lang", "zh"]) == 1
    chinese = capsys.readouterr().out

    assert english.startswith("zun.csv: one figure cannot be so.")
    assert "Row 5, Assurance: t is -4.87, but gap and interval give -7.078" in english
    assert "第 5 行，Assurance：t 为 -4.87" in chinese
    assert "--n" in chinese


def test_a_table_that_adds_up_ends_well(tmp_path, capsys):
    path = tmp_path / "good.csv"
    path.write_text("dimension,E,P,gap\ntrust,4.5,4.2,-.3\n", encoding="utf-8")

    assert main(["check-table", str(path), "--n", "90", "--scale", "1-5"]) == 0
    assert capsys.readouterr().out == (
        "good.csv: its one row adds up; figures were held against each other 3 times.\n"
    )


ONE_ROW = "dimension,E,SD E,P,SD P,gap,SD gap,t{head}\ntrust,6.30,.60,5.00,.80,-1.30,.90,{t}{n}\n"


@pytest.mark.parametrize(
    ("t", "n", "expected"),
    [
        ("-2.0", "", ("fault", "t_sd")),
        ("-27.0", "", None),
        ("-26.0", "", ("ask", "t_sd_fewer")),  # with 325 of the 350
        ("-26.0", ",350", ("fault", "t_sd")),
        ("-28.0", "", ("fault", "t_sd")),  # nobody can be more than everybody
    ],
)
def test_t_is_held_against_the_sd_of_the_gaps(tmp_path, t, n, expected):
    text = ONE_ROW.format(t=t, n=n, head=",n" if n else "")
    faults = check(tmp_path, text, n=350, scale="1-7").faults

    assert [(row.severity, row.code) for row in faults] == ([expected] if expected else [])
    assert all(row.implied == pytest.approx(-27.02, abs=5e-3) for row in faults)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "SD and n give -27.023"), ("zh", "人数得出 -27.023")]
)
def test_a_t_against_the_sd_of_the_gaps_is_told(tmp_path, capsys, language, expected):
    path = tmp_path / "row.csv"
    path.write_text(ONE_ROW.format(t="-2.0", n="", head=""), encoding="utf-8")

    assert main(["check-table", str(path), "--n", "350", "--lang", language]) == 1
    assert expected in capsys.readouterr().out


def test_only_what_is_not_known_is_asked_for(tmp_path, capsys):
    path = tmp_path / "row.csv"
    path.write_text(ONE_ROW.format(t="-27.0", n=",350", head=",n"), encoding="utf-8")
    main(["check-table", str(path)])
    known = capsys.readouterr().out
    path.write_text(ONE_ROW.format(t="-27.0", n="", head=""), encoding="utf-8")
    main(["check-table", str(path), "--scale", "1-7"])
    unknown = capsys.readouterr().out

    assert ("--n" in known, "--scale" in known) == (False, True)
    assert ("--n" in unknown, "--scale" in unknown) == (True, False)


def test_a_missing_table_is_called_a_table(tmp_path):
    with pytest.raises(sq.FileError, match="there is no such table"):
        sq.check_table(tmp_path / "nothing.csv")


def test_mistyped_counts_are_refused(tmp_path, capsys):
    with pytest.raises(SettingsError, match="must be the number of people"):
        check(tmp_path, ZUN, n=-1)
    assert main(["check-table", "x.csv", "--items", "trust"]) == 1
    assert "--items trust: write the dimension and its number of items" in capsys.readouterr().err
