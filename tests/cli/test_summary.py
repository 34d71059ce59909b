"""The lines on the terminal after a report: what has to be settled, and groups that are hidden."""

from dataclasses import replace
from pathlib import Path

from servqual.cli.summary import summary
from servqual.notes import Note, Notes
from tests.writer import studies

SWAPPED = Note("batteries_swapped_suspected", {"n": 21, "items": 22})


def lines(study):
    return summary(study, Path("r.html")).splitlines()


def with_notes(*notes):
    return lines(replace(studies.bank(), notes=Notes(notes)))


def test_batteries_that_may_be_swapped_are_named():
    said = with_notes(Note("rows_ineligible", {"n": 4}), SWAPPED)

    assert said[-2:] == [
        "  2 notes on how the answers were read and scored",
        "  check first: Perceptions are above expectations on 21 of 22 items.",
    ]


def test_at_most_three_suspicions_are_named():
    said = with_notes(*[SWAPPED] * 5)

    assert sum(line.startswith("  check first: ") for line in said) == 3
    assert said[-1] == "  and 2 more to check first, in the report's notes"


def test_without_a_suspicion_the_notes_are_only_counted():
    said = with_notes(Note("rows_ineligible", {"n": 4}))

    assert said[-1] == "  1 note on how the answers were read and scored"


def test_the_name_of_a_column_does_not_cut_the_line_short():
    values = {"column": "Q1. Which branch\x1b?", "group": "North", "n": 50}
    values |= {"own": "2.1", "others": "5.9", "r": "-0.90"}
    said = with_notes(Note("group_mirrored_suspected", values))

    assert said[-1].startswith("  check first: In “Q1. Which branch?”, the answers of North")


def test_a_breakdown_without_a_group_to_show_says_why():
    study = studies.grouped({"Women": None, "Men": None})
    (by,) = study.groups.columns

    assert (
        f"  no group of {by} is shown: fewer than 10 people behind a figure (--min-cell)"
        in lines(study)
    )


def test_a_breakdown_that_is_shown_is_not_spoken_of():
    assert "no group" not in "\n".join(lines(studies.grouped({"Women": 60, "Men": None})))


def test_counts_of_many_people_have_their_thousands_separated():
    study = studies.bank()
    sample = replace(study.sample, respondents=1_234_567, ineligible=1_181)
    overall = tuple(replace(row, n=999_738) for row in study.gaps.overall)
    many = replace(study, sample=sample, gaps=replace(study.gaps, overall=overall))
    said = lines(many)

    assert said[1].startswith("  1,234,567 respondents from")
    assert said[1].endswith(" (1,181 more rated nothing)")
    assert said[2].endswith(", n = 999,738)")
