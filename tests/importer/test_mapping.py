"""A mapping file overrides everything, and its faults are named all at once."""

import tomllib

import numpy as np
import pytest

from servqual.errors import ColumnError, FileError, FormatError, MappingError
from servqual.importer import Mapping, check, load_mapping, propose_mapping, read
from servqual.importer.mapfiles.mapping import KNOWN_KEYS, parse_mapping
from servqual.responses import Missing
from tests.importer.surveys import HEADERS, save, survey, with_columns


def mapping(folder, text):
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(kind, call):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def odd(rows=None):
    """Return a survey whose headers say nothing."""
    rows = rows or survey()
    rows[0] = [f"V{j}" for j in range(1, len(rows[0]) + 1)]
    return rows


def columns_of(first="expectation", second="perception"):
    lines = [f'V{j} = "{first}.q{j}"' for j in range(1, 23)]
    lines += [f'V{j + 22} = "{second}.q{j}"' for j in range(1, 23)]
    return "[columns]\n" + "\n".join(lines) + "\n"


def test_a_mapping_file_says_what_the_columns_are(tmp_path):
    path = mapping(tmp_path, columns_of("perception", "expectation"))

    guests = read(save(tmp_path, odd()), mapping=path)

    assert guests.ratings["perception"][0].tolist() == [7, 6] * 11
    assert guests.notes[2].text == ("44 rating columns were named in the mapping file: V1 to V44.")


def test_a_mapping_file_outranks_names(tmp_path):
    text = '[columns]\nE1 = "expectation.q2"\nE2 = "expectation.q1"\n'

    guests = read(save(tmp_path, survey()), mapping=mapping(tmp_path, text))

    assert guests.ratings["expectation"][0, :3].tolist() == [6, 7, 7]


def test_a_column_named_for_an_item_replaces_the_one_with_its_name(tmp_path):
    rows = with_columns(survey(), again=["1"])

    guests = read(
        save(tmp_path, rows), mapping=mapping(tmp_path, '[columns]\nagain = "expectation.q1"\n')
    )

    assert guests.ratings["expectation"][:, 0].tolist() == [1] * 6


def test_everything_else_can_be_named_too(tmp_path):
    rows = with_columns(
        survey(), a=["North"], b=["9"], c=["2"], d=["slow"], **{f"w{i}": ["20"] for i in range(5)}
    )
    text = """
    [columns]
    a = "people.house"
    b = "outcome.delight"
    c = "weights"
    d = "comments"
    w0 = "points.tangibles"
    w1 = "points.reliability"
    w2 = "points.responsiveness"
    w3 = "points.assurance"
    w4 = "points.empathy"
    """

    guests = read(save(tmp_path, rows), mapping=mapping(tmp_path, text), comments=True)

    assert guests.people["house"][0] == "North"
    assert guests.outcomes["delight"][0] == 9
    assert (guests.weights_name, guests.weights[0]) == ("c", 2)
    assert guests.comments["d"][0] == "slow"
    assert guests.points[0].tolist() == [20] * 5


def test_a_dropped_item_is_declared_absent(tmp_path):
    rows = [[cell for j, cell in enumerate(row) if j not in (6, 28)] for row in survey()]

    guests = read(save(tmp_path, rows), mapping=mapping(tmp_path, 'absent = ["q7"]\n'))

    assert "q7" not in guests.instrument.item_ids
    assert guests.ratings["perception"].shape == (6, 21)
    assert guests.notes[-1].text == "1 item was declared absent and left out: q7."


def test_one_of_two_columns_is_ignored(tmp_path):
    rows = with_columns(survey(), exp_q1=["3"])

    guests = read(save(tmp_path, rows), mapping=mapping(tmp_path, '[columns]\nexp_q1 = "ignore"\n'))

    assert guests.ratings["expectation"][0, 0] == 7


def test_codes_and_words_are_declared(tmp_path):
    rows = survey()
    rows[1][:6] = ["98", "99", "never went", "top", "no idea", "10"]
    text = """
    [missing]
    declared = ["98"]
    refused = [99]
    not_applicable = ["never went"]
    dont_know = ["No Idea"]
    [answers]
    "Top" = 7
    "10" = 6
    """

    guests = read(save(tmp_path, rows), mapping=mapping(tmp_path, text))

    assert guests.ratings["expectation"][0, :6].tolist() == [
        Missing.DECLARED,
        Missing.REFUSED,
        Missing.NOT_APPLICABLE,
        7,
        Missing.DONT_KNOW,
        6,
    ]


def test_questionnaire_scale_encoding_and_delimiter_can_stand_in_the_file(tmp_path):
    rows = [row[22:] for row in survey(40, high=5)]
    text = 'instrument = "servperf"\nscale = "1-5"\nencoding = "utf-16"\ndelimiter = ";"\n'

    guests = read(save(tmp_path, rows, ";", "utf-16"), mapping=mapping(tmp_path, text))

    assert (guests.instrument.id, guests.instrument.scale.max) == ("servperf", 5)


def test_an_argument_outranks_the_file(tmp_path):
    path = mapping(tmp_path, 'scale = "1-5"\n')

    assert read(save(tmp_path, survey()), mapping=path, scale="1-7").instrument.scale.max == 7


def test_two_different_questionnaires_are_refused(tmp_path):
    path = mapping(tmp_path, 'instrument = "servperf"\n')

    assert refusal(
        MappingError, lambda: read(save(tmp_path, survey()), "servqual-1988", mapping=path)
    ) == (
        f"{path}: the mapping file is for the questionnaire 'servperf', but 'servqual-1988' was "
        "asked "
        "for. Leave out one of the two."
    )


def test_report_and_sample_are_passed_on(tmp_path):
    text = """
    [report]
    client = "Hotel Aurora"
    date = 2024-05-01
    [sample]
    invited = 500
    mode = "online"
    """

    found = load_mapping(mapping(tmp_path, text))

    assert isinstance(found, Mapping)
    assert found.report == {"client": "Hotel Aurora", "date": "2024-05-01"}
    assert found.sample == {"invited": 500, "mode": "online"}


def test_all_faults_of_a_mapping_file_are_named_at_once(tmp_path):
    path = mapping(
        tmp_path,
        """
foo = 1
absent = "q7"
scale = 5
delimiter = "::"
[columns]
E1 = 3
E2.x = "expectation.q2"
P1 = "expectation"
P2 = "weights.x"
[missing]
none = ["9"]
declared = 99
[answers]
x = "7"
y = 1.5
[report]
bland = "x"
client = 5
[sample]
invited = "many"
""",
    )

    assert refusal(MappingError, lambda: load_mapping(path)).splitlines() == [
        f"{path}: this mapping file has 15 faults. Mend and try again; 'servqual map' writes a "
        "correct "
        "one to start from.",
        f"  - foo: this key is not known. Known keys: {', '.join(KNOWN_KEYS)}",
        '  - columns.E1: 3 must be text in quotes, such as "expectation.q1"',
        "  - columns.E2: this header holds a dot or a sign; put it in quotes, such as "
        '"E2.x" = "expectation.q1"',
        "  - columns.P1: 'expectation' is not a use of a column. Write battery.item (such as "
        "expectation.q1), people.NAME, attention.NAME, outcome.NAME, points.DIMENSION, weights, "
        "comments or ignore",
        "  - columns.P2: 'weights.x' is not a use of a column. Write battery.item (such as "
        "expectation.q1), people.NAME, attention.NAME, outcome.NAME, points.DIMENSION, weights, "
        "comments or ignore",
        '  - absent: must be a list, such as ["q7"]',
        "  - missing.none: not a kind of missing answer. Kinds: declared, not_applicable, "
        "dont_know, "
        "not_shown, refused, blank",
        '  - missing.declared: must be a list, such as ["99"]',
        "  - answers.x: '7' must be a whole number of the scale, without quotes",
        "  - answers.y: 1.5 must be a whole number of the scale, without quotes",
        "  - scale: 5 must be text in quotes",
        "  - the delimiter is '::'; it must be one character, such as ',' or ';', or the word tab.",
        "  - report.bland: this key is not known. Known keys: client, language, date, service, "
        "title, confidence, sesoi, sesoi_agreed, seed, incomplete, outcome, cross, target, "
        "benchmark, brand, audience, style, status, radar, importance_axis, notes, "
        "master, design, journey, operations, segments, tiers",
        "  - report.client: 5 must be text in quotes",
        "  - sample.invited: 'many' must be the number of people asked, 0 or more",
    ]


def test_absent_below_a_table_is_explained(tmp_path):
    path = mapping(tmp_path, '[columns]\nE1 = "expectation.q1"\nabsent = ["q7"]\n')

    assert refusal(MappingError, lambda: load_mapping(path)).splitlines()[1] == (
        "  - columns.absent: absent = [...] must stand above the first [table] of the file"
    )


def test_what_does_not_fit_the_export_is_named_with_the_nearest_header(tmp_path):
    path = mapping(
        tmp_path,
        """
absent = ["q77"]
[columns]
"Expectation 1" = "expectation.q1"
"P01" = "perception.q1"
P1 = "importance.q1"
P2 = "perception.q99"
P3 = "points.charm"
P4 = "outcome.Überall"
[answers]
top = 9
""",
    )

    assert refusal(MappingError, lambda: read(save(tmp_path, survey()), mapping=path)) == (
        f"{path}: this mapping file has 8 faults for guests.csv. Mend and try again; 'servqual "
        "map' "
        "writes a correct one to start from.\n"
        "  - columns.Expectation 1: there is no such column in guests.csv. Columns: "
        + ", ".join(repr(h) for h in HEADERS[:30])
        + " and 14 more.\n"
        "  - columns.P01: there is no such column in guests.csv. The nearest is 'P1'.\n"
        "  - columns.P1: servqual has no battery 'importance'. Batteries: expectation, perception\n"
        "  - columns.P2: servqual has no item 'q99'. Items: "
        + ", ".join(f"q{j}" for j in range(1, 23))
        + "\n"
        "  - columns.P3: servqual has no dimension 'charm'. Dimensions: tangibles, reliability, "
        "responsiveness, assurance, empathy\n"
        "  - columns.P4: 'Überall' must be lower-case letters, digits and _, beginning with a "
        "letter\n"
        "  - answers.top: 9 is not on the scale 1-7\n"
        "  - absent: servqual has no item 'q77'. Items: " + ", ".join(f"q{j}" for j in range(1, 23))
    )


def test_a_header_that_stands_twice_cannot_be_named(tmp_path):
    rows = [[*row, "a", "b"] for row in survey()]
    rows[0][-2:] = ["Town", "Town"]
    path = mapping(tmp_path, '[columns]\nTown = "people.town"\n')

    assert refusal(MappingError, lambda: read(save(tmp_path, rows), mapping=path)).endswith(
        "  - columns.Town: 2 columns have this header; rename all but one"
    )


def test_two_columns_named_for_one_item_are_refused(tmp_path):
    path = mapping(tmp_path, '[columns]\nE1 = "expectation.q1"\nE2 = "expectation.q1"\n')

    assert "2 columns for expectation.q1: 'E1' and 'E2'." in refusal(
        ColumnError, lambda: read(save(tmp_path, survey()), mapping=path)
    )


def test_broken_toml_names_its_line(tmp_path):
    path = mapping(tmp_path, '[columns\nE1 = "x"\n')

    assert f"{path}: not a valid mapping file: " in refusal(FormatError, lambda: load_mapping(path))
    assert "line 1" in refusal(FormatError, lambda: load_mapping(path))


def test_a_missing_mapping_file_is_refused(tmp_path):
    path = tmp_path / "nothing.toml"

    assert refusal(FileError, lambda: load_mapping(path)) == (
        f"{path}: there is no such mapping file. Check the spelling and the folder."
    )


# -- proposals -------------------------------------------------------------------------------------


def same(first, second):
    return (
        all(np.array_equal(first.ratings[b], second.ratings[b]) for b in first.ratings)
        and list(first.ratings) == list(second.ratings)
        and first.rows.tolist() == second.rows.tolist()
        and {k: v.tolist() for k, v in first.people.items()}
        == {k: v.tolist() for k, v in second.people.items()}
        and {k: str(v.tolist()) for k, v in first.outcomes.items()}
        == {k: str(v.tolist()) for k, v in second.outcomes.items()}
        and np.array_equal(
            first.points if first.points is not None else 0,
            second.points if second.points is not None else 0,
            equal_nan=True,
        )
    )


def rich():
    rows = with_columns(
        survey(),
        **{
            '"Quoted", and \\ odd': ["x"],
            "网点": ["North", "South"],
            "Overall": ["9", "8"],
            "weight": ["1"],
            "E-mail": ["a@b.org"],
            "Comments": ["fine"],
            "line\tbreak": ["y"],
            **{f"points_{d}": ["20"] for d in
               ("tangibles", "reliability", "responsiveness", "assurance", "empathy")},
        },
    )  # fmt: skip
    return [
        [*row, *more]
        for row, more in zip(rows, [["Other", "Other", ""], *[["n", "m", "k"]] * 6], strict=True)
    ]


def test_a_proposed_mapping_reads_the_same(tmp_path):
    import csv

    path = tmp_path / "guests.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rich())
    text = propose_mapping(path)

    assert tomllib.loads(text)["columns"]['"Quoted", and \\ odd'] == "ignore"
    assert same(read(path), read(path, mapping=mapping(tmp_path, text)))


def test_a_proposal_gives_a_reason_for_every_column(tmp_path):
    rows = [[*row, *more] for row, more in zip(
        survey(1), [["网点", "weight", "Comments", "Email", "x"], ["N", "1", "c", "a@b.org", "1"]],
        strict=True)]  # fmt: skip
    lines = propose_mapping(save(tmp_path, rows)).splitlines()

    start = lines.index("[columns]")
    assert lines[start + 1] == '"E1" = "expectation.q1"  # high: common name'
    assert lines[start + 45 : start + 50] == [
        '"网点" = "people.branch"  # high: alias declared in the questionnaire',
        '"weight" = "ignore"  # may hold survey weights; name it with --weights to use it',
        '"Comments" = "comments"  # comments, kept only when asked for',
        '"Email" = "ignore"  # personal data, not kept',
        '"x" = "ignore"  # not matched',
    ]


def test_a_proposal_is_written_for_a_file_that_cannot_be_read_yet(tmp_path):
    text = propose_mapping(save(tmp_path, odd()))

    assert tomllib.loads(text)["columns"]["V1"] == "ignore"
    assert '# absent = ["ITEM"]  # items that were not asked, by their ids\n' in text


def test_doubtful_columns_are_left_to_the_user(tmp_path):
    rows = with_columns(survey(), exp_q1=["3"])

    text = propose_mapping(save(tmp_path, rows))

    assert (
        '# "E1" = "expectation.q1"  # high: common name; '
        "2 columns look like this, ignore all but one"
    ) in text.splitlines()


def test_what_was_said_is_kept_in_the_proposal(tmp_path):
    said = mapping(
        tmp_path,
        'scale = "1-5"\n[missing]\nrefused = ["98"]\n[answers]\ntop = 5\n[report]\nclient = "A '
        '\\"B\\""\n'
        "[sample]\ninvited = 5\n",
    )

    table = tomllib.loads(
        propose_mapping(
            save(tmp_path, survey(high=5)), mapping=said, missing=["99"], encoding="utf-8"
        )
    )

    assert (table["instrument"], table["scale"], table["encoding"]) == ("servqual", "1-5", "utf-8")
    assert table["missing"] == {"refused": ["98"], "declared": ["99"]}
    assert (table["answers"], table["report"], table["sample"]) == (
        {"top": 5},
        {"client": 'A "B"'},
        {"invited": 5},
    )


# -- checks ----------------------------------------------------------------------------------------


def test_a_check_describes_every_column(tmp_path):
    rows = with_columns(survey(), 网点=["North", ""], x=["1"])
    rows[1][0] = ""

    found = check(save(tmp_path, rows))

    assert (found.ok, found.rows, found.respondents, found.ineligible) == (True, 6, 6, 0)
    assert (found.encoding, found.delimiter, found.scale) == ("UTF-8", ",", (1, 7))
    first, branch, other = found.columns[0], found.columns[44], found.columns[45]
    assert (first.role, first.letter, first.n_answered, first.low, first.high) == (
        "expectation.q1",
        "A",
        5,
        6,
        7,
    )
    assert (branch.role, branch.letter, branch.n_answered, branch.low) == (
        "people.branch",
        "AS",
        3,
        None,
    )
    assert (other.role, other.reason) == ("", "not matched")
    assert found.notes.codes()[0] == "file_encoding"


def test_a_check_collects_what_a_reading_would_stop_with(tmp_path):
    rows = with_columns(survey(40, high=5), exp_q1=["3"], w=["-1"])
    rows[5][5] = "x"

    found = check(save(tmp_path, rows), weights="w")

    assert not found.ok
    assert [fault.split("\n", 1)[0][:60] for fault in found.faults] == [
        "guests.csv: 2 columns for expectation.q1: 'E1' and 'exp_q1'.",
        "guests.csv: 1 cell holds an answer that cannot be used. Corr",
        "guests.csv: all answers fit a scale from 1 to 5, but servqua",
        "guests.csv: the weights in column 'w' are missing, negative,",
    ]


def test_a_check_of_no_table_says_so(tmp_path):
    found = check(save(tmp_path, b""))

    assert found.faults == (
        "guests.csv: this file is empty. Export the survey again and check its size.",
    )
    assert found.columns == ()


def test_settings_of_the_figures_have_their_types():
    said = {"confidence": "0.9", "sesoi": True, "sesoi_agreed": 1, "seed": 1.5}
    with pytest.raises(MappingError) as raised:
        parse_mapping({"report": said}, "m.toml")

    assert str(raised.value).splitlines()[1:] == [
        "  - report.confidence: '0.9' must be a number, without quotes",
        "  - report.sesoi: True must be a number, without quotes",
        "  - report.sesoi_agreed: 1 must be true or false, without quotes",
        "  - report.seed: 1.5 must be a whole number, without quotes",
    ]
