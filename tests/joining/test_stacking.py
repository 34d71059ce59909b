"""Exports of different tools and languages as one: every answer kept, nothing pooled in silence."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

import servqual as sq
from servqual.errors import MappingError, SettingsError
from servqual.importer import read
from servqual.importer.joining.sheet import WORDS
from servqual.responses import Missing
from servqual.texts import fill

N = 40


def survey(seed, language="en", n=N):
    return sq.simulate(n=n, seed=seed, language=language).frame


@pytest.fixture(scope="module")
def here():
    """Return an English survey with addresses and every kind of missing answer."""
    table = survey(1).astype(object)
    table["Email"] = [f"guest{i}@example.org" for i in range(N)]
    table.loc[0, "P1"], table.loc[1, "P1"] = "n/a", "don't know"
    table.loc[2, "P1"], table.loc[3, "P1"], table.loc[4, "P1"] = "refused", "not shown", None
    return table


@pytest.fixture(scope="module")
def there(here):
    """Return a Chinese one, rated a point lower, with three people of the English one."""
    table = survey(2, "zh").astype(object)
    for column in [name for name in table if name.startswith("感知")]:
        table[column] = table[column].astype(float).sub(1).clip(lower=1)
    table["邮箱"] = [f"GUEST{i} @example.org".replace(" ", "") for i in range(N - 3, 2 * N - 3)]
    return table


@pytest.fixture(scope="module")
def joined(here, there):
    return sq.join(
        [
            sq.Export(here, source="desk", mode="tablet"),
            sq.Export(there, source="mail", mode="paper", language="zh"),
        ]
    )


def said(joined, code):
    return [note.text for note in joined.responses.notes if note.code == code]


def rows_of(joined):
    return list(csv.DictReader(io.StringIO(joined.to_csv().decode("utf-8-sig"))))


# -- what is kept ----------------------------------------------------------------------------------


def test_every_rating_stands_in_the_joined_answers(joined, here, there):
    parts = [read(here), read(there)]

    for battery in ("expectation", "perception"):
        both = np.vstack([part.ratings[battery] for part in parts])
        assert (joined.responses.ratings[battery] == both).all()


def test_points_outcomes_and_people_stand_there_too(joined, here, there):
    parts = [read(here), read(there)]
    both = np.vstack([part.points for part in parts])
    outcomes = [part.outcomes["satisfaction"] for part in parts]

    np.testing.assert_allclose(joined.responses.points, both)
    np.testing.assert_array_equal(
        joined.responses.outcomes["satisfaction"], np.concatenate(outcomes)
    )
    assert joined.responses.people["branch"].tolist() == [
        name for part in parts for name in part.people["branch"]
    ]


def test_where_people_came_from_how_and_in_which_language_is_kept(joined):
    people = joined.responses.people

    assert people["source"].tolist() == ["desk"] * N + ["mail"] * N
    assert people["mode"].tolist() == ["tablet"] * N + ["paper"] * N
    assert people["language"].tolist() == [""] * N + ["zh"] * N


@pytest.mark.parametrize("kind", WORDS)
def test_why_an_answer_is_missing_is_kept(joined, kind):
    first = joined.responses.ratings["perception"][:5, 0].tolist()

    assert kind in first


def test_a_blank_stays_a_blank(joined):
    assert joined.responses.ratings["perception"][4, 0] == Missing.BLANK


def test_no_address_stands_in_the_table(joined):
    assert b"example.org" not in joined.to_csv().lower()


def test_the_table_is_read_as_it_is(joined, tmp_path):
    path = tmp_path / "joined.csv"
    path.write_bytes(joined.to_csv())
    again = read(path, people=["source", "mode"])

    for battery, codes in joined.responses.ratings.items():
        assert (again.ratings[battery] == codes).all()
    assert again.people["source"].tolist() == joined.responses.people["source"].tolist()


def test_the_same_files_give_the_same_bytes(joined, here, there):
    again = sq.join(
        [
            sq.Export(here, source="desk", mode="tablet"),
            sq.Export(there, source="mail", mode="paper", language="zh"),
        ]
    )

    assert again.to_csv() == joined.to_csv()
    assert again.mapping_text() == joined.mapping_text()


def test_formulas_in_comments_do_not_run(here):
    risky = here.copy()
    risky["Comments"] = ["=HYPERLINK(1)"] + [""] * (N - 1)
    rows = rows_of(sq.join([sq.Export(risky, source="a"), sq.Export(here, source="b")]))

    assert rows[0]["Comments"] == "'=HYPERLINK(1)"


# -- who answered twice ----------------------------------------------------------------------------


def test_people_of_both_files_are_counted_and_kept(joined):
    assert said(joined, "joined_same_person") == [
        "3 people of mail have the e-mail address, number or code of somebody in desk. Nobody was "
        "left out; --exclude duplicate_token leaves out whoever comes later."
    ]
    assert len(joined.responses) == 2 * N


def test_the_same_person_has_one_code_and_the_later_row_is_marked(joined):
    codes = [row["respondent code"] for row in rows_of(joined)]
    marked = np.flatnonzero(joined.responses.marks["duplicate_token"]).tolist()

    assert codes[N - 3 : N] == codes[N : N + 3] == ["p000038", "p000039", "p000040"]
    assert marked == [N, N + 1, N + 2]


def test_without_anything_that_tells_people_apart_there_are_no_codes():
    files = [sq.Export(survey(k).drop(columns="id"), source=str(k)) for k in (1, 2)]

    assert "respondent code" not in rows_of(sq.join(files))[0]


def test_running_numbers_of_two_files_are_not_the_same_people():
    joined = sq.join([sq.Export(survey(k), source=str(k)) for k in (1, 2)])

    assert said(joined, "joined_same_person") == []


def test_equal_rows_in_two_files_are_noticed(here):
    copies = survey(5).astype(object)
    copies.iloc[5:12] = here[copies.columns].iloc[5:12].to_numpy()
    joined = sq.join([sq.Export(here, source="a"), sq.Export(copies, source="b")])

    assert said(joined, "joined_same_rows") == [
        "7 people of b gave exactly the answers of somebody in a. The two files may hold the same "
        "answers twice."
    ]


def test_people_who_gave_one_answer_throughout_are_no_copies(here):
    flat = here.copy()
    for column in [name for name in flat if name[0] in "EP" and name[1:].isdigit()]:
        flat[column] = 6
    files = [sq.Export(flat.drop(columns="Email"), source=name) for name in "ab"]
    told = said(sq.join([files[0], sq.Export(files[1].file.assign(comment=""), source="b")]),
                "joined_same_rows")  # fmt: skip

    assert told == []


# -- before pooling --------------------------------------------------------------------------------


def test_modes_are_compared_before_they_are_pooled(joined):
    row = next(r for r in joined.differences.of("mode")
               if (r.kind, r.level) == ("perception", "overall"))  # fmt: skip

    assert (row.group, row.n, row.n_others) == ("paper", N, N)
    assert row.difference == pytest.approx(row.mean - row.mean_others)
    assert row.differs
    assert row.ci_high < 0


def test_the_intervals_of_a_column_hold_together(joined):
    from servqual.statistics.tails import t_quantile

    rows = joined.differences.of("mode")
    row = next(r for r in rows if (r.kind, r.id) == ("perception", "tangibles"))
    scores = joined.responses.ratings["perception"][:, :4].astype(float)
    scores[scores < 0] = np.nan
    there = (~np.isnan(scores)).sum(axis=1) >= 2
    means = np.nanmean(np.where(there[:, None], scores, 9), axis=1)
    sides = [means[s][there[s]] for s in (slice(0, N), slice(N, None))]
    squares = [side.var(ddof=1) / len(side) for side in sides]
    df = sum(squares) ** 2 / sum(s**2 / (len(v) - 1) for s, v in zip(squares, sides, strict=True))
    reach = t_quantile(1 - 0.05 / 2 / len(rows), df) * sum(squares) ** 0.5

    assert (row.ci_high - row.ci_low) / 2 == pytest.approx(reach, rel=1e-9)


def test_a_column_that_tells_the_same_people_apart_is_compared_once(joined):
    assert {row.column for row in joined.differences.rows} == {"mode"}


def test_a_difference_between_modes_is_a_warning(joined):
    told = said(joined, "joined_groups_differ_below")

    assert len(told) == 1
    assert told[0].startswith("Before pooling: ")
    assert "“paper” lies up to" in told[0]


def test_what_was_decided_is_read_again_with_the_map(joined, tmp_path):
    path, beside = tmp_path / "j.csv", tmp_path / "j.map.toml"
    path.write_bytes(joined.to_csv())
    beside.write_text(joined.mapping_text(), encoding="utf-8")
    again = read(path, mapping=beside).notes

    assert [n for n in again if n.code.startswith("joined_")] == [
        n for n in joined.responses.notes if n.code.startswith("joined_")
    ]


@pytest.mark.parametrize(
    "entry",
    [
        'code = "comments_coded"',
        'code = "joined_files"',
        'code = "joined_nothing"',
        'code = "joined_files"\nvalues = { n = [1], files = "a" }',
    ],
)
def test_only_notes_of_joining_can_stand_in_a_map(here, tmp_path, entry):
    beside = tmp_path / "j.map.toml"
    beside.write_text(f"[[decided]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(MappingError, match="entry 1: this is no note of 'servqual join'"):
        read(here, mapping=beside)


def test_three_files_are_each_held_against_the_rest():
    joined = sq.join([sq.Export(survey(k, n=30), source=f"wave {k}") for k in (1, 2, 3)])
    rows = [r for r in joined.differences.of("source") if r.level == "overall" and r.kind == "gap"]

    assert [(r.group, r.n, r.n_others) for r in rows] == [
        ("wave 1", 30, 60), ("wave 2", 30, 60), ("wave 3", 30, 60)
    ]  # fmt: skip


def test_the_notes_are_written_in_both_languages(joined):
    for note in joined.responses.notes:
        for language in ("en", "zh"):
            assert fill(language, f"notes.{note.code}", note.values)


# -- scales ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def short():
    """Return answers on 1-5."""
    table = survey(7)
    for column in [name for name in table if name[0] in "EP" and name[1:].isdigit()]:
        table[column] = ((table[column] - 1) * 4 / 6).round() + 1
    return sq.Export(table, source="short", scale="1-5")


def test_scales_that_differ_are_refused_with_one_that_fits(here, short):
    with pytest.raises(SettingsError) as error:
        sq.join([sq.Export(here, source="long"), short])

    assert str(error.value) == (
        "these files were answered on different scales, and their means cannot be compared as they "
        "are. Say on which scale to report, such as --convert 1-7; the ratings are then moved to "
        "it on a straight line.\n"
        "  - expectation: long 1-7, short 1-5\n"
        "  - perception: long 1-7, short 1-5"
    )


def test_with_convert_they_are_joined_exactly_and_read_back(here, short, tmp_path):
    joined = sq.join([sq.Export(here, source="long"), short], convert="1-7")
    rows = rows_of(joined)
    path, beside = tmp_path / "j.csv", tmp_path / "j.map.toml"
    path.write_bytes(joined.to_csv())
    beside.write_text(joined.mapping_text(), encoding="utf-8")
    again = read(path, mapping=beside)

    assert {row["q1_perception"] for row in rows[N:]} <= {"1", "2.5", "4", "5.5", "7", ""}
    assert 'scale = "1-7/0.5"' in joined.mapping_text()
    assert (again.ratings["perception"] == joined.responses.ratings["perception"]).all()


def test_a_scale_that_gives_no_end_of_decimals_is_refused(here, short):
    with pytest.raises(SettingsError, match="some of these ratings have no end of decimals"):
        sq.join([sq.Export(here, source="long"), short], convert="1-5")


# -- what does not go together ---------------------------------------------------------------------


def test_one_file_is_too_few(here):
    with pytest.raises(SettingsError) as error:
        sq.join([here])

    assert str(error.value) == "there is only one file. Name two or more to join."


def test_two_questionnaires_are_refused(here):
    other = sq.simulate(n=20, instrument="servperf", seed=1).frame
    with pytest.raises(SettingsError) as error:
        sq.join([sq.Export(here, source="a"), sq.Export(other, source="b", instrument="servperf")])

    assert str(error.value).splitlines() == [
        "these files do not answer the same questionnaire, so their ratings cannot stand in one "
        "table. Join those that do.",
        "  - b answers servperf (version 1992), a servqual (version 1991)",
    ]


def test_two_files_of_one_name_are_refused(here, there):
    with pytest.raises(SettingsError, match="two files are called 'DataFrame'"):
        sq.join([here, there])


def test_rules_of_the_maps_are_kept_and_contradictions_refused(here, there, tmp_path):
    maps = []
    for k, reason in enumerate(("pilot", "trial")):
        path = tmp_path / f"{k}.toml"
        path.write_text(f'[exclude]\n"suspect" = "{reason}"\n', encoding="utf-8")
        maps.append(path)
    one = [sq.Export(t, source=n, mapping=maps[0]) for t, n in ((here, "a"), (there, "b"))]
    two = [one[0], sq.Export(there, source="b", mapping=maps[1])]
    joined = sq.join(one)

    assert '[exclude]\n"suspect" = "pilot"\n' in joined.mapping_text()
    with pytest.raises(MappingError, match="gives another reason for 'suspect'"):
        sq.join(two)


def test_an_item_that_one_file_lacks_was_not_shown_there(here, there, tmp_path):
    path = tmp_path / "short.toml"
    path.write_text('absent = ["q22"]\n', encoding="utf-8")
    fewer = sq.Export(there.drop(columns=["期望22", "感知22"]), source="b", mapping=path)
    joined = sq.join([sq.Export(here, source="a"), fewer])
    last = joined.responses.ratings["perception"][N:, 21]

    assert (last == Missing.NOT_SHOWN).all()


def test_an_item_that_all_lack_is_absent_in_the_map(here, there, tmp_path):
    path = tmp_path / "short.toml"
    path.write_text('absent = ["q22"]\n', encoding="utf-8")
    files = [
        sq.Export(here.drop(columns=["E22", "P22"]), source="a", mapping=path),
        sq.Export(there.drop(columns=["期望22", "感知22"]), source="b", mapping=path),
    ]
    joined = sq.join(files)

    assert 'absent = ["q22"]' in joined.mapping_text()
    assert "q22" not in joined.responses.instrument.item_ids


def test_a_column_of_the_survey_called_mode_keeps_its_answers(here, there, tmp_path):
    asked = here.assign(mode="walked")
    path = tmp_path / "m.toml"
    path.write_text('[columns]\n"mode" = "people.mode"\n', encoding="utf-8")
    joined = sq.join([sq.Export(asked, source="a", mode="desk", mapping=path),
                      sq.Export(there, source="b", mode="mail")])  # fmt: skip

    assert set(joined.responses.people["mode"][:N]) == {"desk"}
    assert set(joined.responses.people["mode_asked"][:N]) == {"walked"}


# -- real looks ------------------------------------------------------------------------------------

FORMS = {
    "wjx_按文本_gbk.csv": "zh",
    "tencent_wj_qq_utf8bom.csv": "zh",
    "google_forms_grid_id.csv": "id",
    "ms_forms.xlsx": "en",
    "surveymonkey_text_expanded.csv": "en",
    "kobo_xml_semicolon.csv": "",
}


@pytest.fixture(scope="module")
def six(shared_data):
    place = shared_data / "exports" / "reconstructed"
    form = Path(__file__).parent.parent / "instruments" / "bank_six.toml"
    return sq.join([place / name for name in FORMS], instrument=str(form))


@pytest.mark.shared
def test_six_tools_in_three_languages_become_one_file(six):
    codes = six.responses.ratings["perception"]

    assert len(codes) == 72
    for k in range(1, 6):
        there = (codes[:12] > 0) & (codes[12 * k : 12 * k + 12] > 0)
        assert (codes[:12] == codes[12 * k : 12 * k + 12])[there].all()


@pytest.mark.shared
def test_the_language_of_each_is_told_by_its_signs_and_answers(six):
    assert [file.language for file in six.files] == list(FORMS.values())
    assert [file.tool for file in six.files] == [
        "wjx", "tencent", "google-forms", "microsoft-forms", "surveymonkey", "kobo"
    ]  # fmt: skip
