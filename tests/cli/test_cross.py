"""Where the lines of the importance-performance chart cross: options and mapping file."""

import json

import pytest


def results(run, folder, *words) -> dict:
    """Return the results that ``servqual score`` writes."""
    ended = run("score", "guests.csv", "--force", "-o", "r.json", *words)
    assert ended.status == 0, ended.err
    return json.loads((folder / "r.json").read_text("utf-8"))


def test_the_lines_cross_at_the_means_unless_told(run, folder):
    found = results(run, folder)

    assert found["priorities"]["rule"] == "grand_mean"
    settings = found["settings"]
    assert (settings["cross"], settings["target"], settings["benchmark"]) == (
        "grand_mean",
        None,
        None,
    )


def test_a_target_crosses_at_performance_and_importance(run, folder):
    found = results(run, folder, "--cross", "target", "--target", "4.5,6.5")

    assert found["settings"]["target"] == {"performance": 4.5, "importance": 6.5}
    assert found["priorities"]["rule"] == "target"
    assert found["priorities"]["cross"] == {"importance": 6.5, "performance": 4.5}


def test_the_mapping_file_says_it_and_the_command_line_outranks_it(run, folder):
    (folder / "m.toml").write_text('[report]\ncross = "median"\ntarget = "4.5,6.5"\n', "utf-8")
    told = results(run, folder, "--mapping", "m.toml")
    typed = results(run, folder, "--mapping", "m.toml", "--cross", "midpoint", "--target", "5,6")

    assert told["priorities"]["rule"] == "median"
    assert told["settings"]["target"] == {"performance": 4.5, "importance": 6.5}
    assert typed["priorities"]["rule"] == "midpoint"
    assert typed["settings"]["target"] == {"performance": 5, "importance": 6}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--target", "5.5"],
            "the target is '5.5'; write performance and importance in scale points, with a point "
            "for decimals and a comma between them: 5.5,6.",
        ),
        (
            ["--benchmark", "5,5,6"],
            "the benchmark is '5,5,6'; write performance and importance in scale points, with a "
            "point for decimals and a comma between them: 5.5,6.",
        ),
        (
            ["--cross", "benchmark"],
            "the matrix is to be crossed at the benchmark, but there is none. Give it as "
            "performance and importance in scale points: --benchmark 5.5,6, in Python "
            "benchmark=(5.5, 6).",
        ),
        (
            ["--target", "9,6"],
            "the target of performance is 9, but the scale is 1-7. Give performance and "
            "importance in scale points, in this order.",
        ),
    ],
)
def test_a_point_that_makes_no_sense_stops_before_anything_is_written(run, names, words, message):
    ended = run("score", "guests.csv", *words)

    assert (ended.status, ended.out) == (1, "")
    assert " ".join(ended.err.split()) == f"servqual: {message}"
    assert names() == ["guests.csv"]


def test_an_unknown_rule_is_mistyped(run, folder):
    assert run("report", "guests.csv", "--cross", "middle").status == 2
