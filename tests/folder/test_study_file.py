"""What a study file says, and which faults of it are named."""

import datetime
import re
import tomllib

import pytest

from servqual._files import data_folder
from servqual.errors import FileError, FormatError, StudyFileError
from servqual.folder import Unit, Words, load_study_file
from servqual.settings import Promise


def study(folder, text):
    (folder / "study.toml").write_text(text, "utf-8")
    return load_study_file(folder)


def faults(folder, text):
    """Return the faults of a study file without the line that counts them."""
    with pytest.raises(StudyFileError) as raised:
        study(folder, text)
    return str(raised.value).splitlines()[1:]


def test_an_empty_study_file_says_nothing(tmp_path):
    found = study(tmp_path, "")

    assert (found.languages, found.files, found.promise) == (("en",), (), Promise())
    assert (found.min_cell, found.deliver) == (10, {"en": ("html",)})


def test_a_text_can_be_said_in_two_languages(tmp_path):
    found = study(tmp_path, '[study]\nclient = { en = "Hotel Aurora", zh = "曙光酒店" }\n')

    assert (found.client.say("zh"), found.client.say("en")) == ("曙光酒店", "Hotel Aurora")


def test_words_for_no_language_in_particular_stand_for_all_others():
    words = Words({"": "tablet", "zh": "平板"})

    assert (words.say("zh"), words.say("de")) == ("平板", "tablet")


def test_paths_start_at_the_folder_of_the_study(tmp_path):
    found = study(tmp_path, '[data]\nfiles = ["data/a.csv"]\nmapping = "map.toml"\n')

    assert found.files[0].path == tmp_path / "data" / "a.csv"
    assert found.mapping == tmp_path / "map.toml"


def test_what_is_said_of_one_export_goes_with_it(tmp_path):
    text = '[data]\nfiles = [{ file = "data/q.csv", mapping = "q.toml", mode = "tablet" }]\n'
    (file,) = study(tmp_path, text).files

    assert (file.mapping, file.mode, file.language) == (tmp_path / "q.toml", "tablet", "")


def test_a_questionnaire_of_ones_own_starts_at_the_folder_and_an_id_does_not(tmp_path):
    own = study(tmp_path, '[study]\ninstrument = "own.toml"\n').instrument
    known = study(tmp_path, '[study]\ninstrument = "servperf"\n').instrument

    assert (own, known) == (str(tmp_path / "own.toml"), "servperf")


def test_invited_is_the_sum_over_the_units_where_only_those_are_given(tmp_path):
    text = (
        '[fieldwork]\nunit = "branch"\n[fieldwork.units]\n'
        "A = { invited = 300, quota = 50 }\nB = { invited = 200 }\n"
    )
    found = study(tmp_path, text)

    assert found.invited == 500
    assert found.units == {"A": Unit(300, 50), "B": Unit(200, 0)}
    assert dict(found.quota) == {"A": 50}


def test_who_agreed_on_the_smallest_gap_agreed_on_it(tmp_path):
    found = study(tmp_path, '[figures]\nsesoi = 0.5\nsesoi_agreed_by = "Ms Li"\n')

    assert dict(found.figures) == {"sesoi": 0.5, "sesoi_agreed": True, "sesoi_agreed_by": "Ms Li"}


def test_each_language_can_be_handed_something_else(tmp_path):
    text = (
        '[study]\nlanguages = ["zh", "en"]\n[report]\ndeliver = { zh = ["pdf"], en = ["docx"] }\n'
    )

    assert dict(study(tmp_path, text).deliver) == {"zh": ("pdf",), "en": ("docx",)}


def test_more_than_promised_may_be_asked_for(tmp_path):
    assert study(tmp_path, "[promise]\nmin_cell = 12\n[figures]\nmin_cell = 20\n").min_cell == 20


def test_what_was_promised_is_the_least_where_nothing_is_asked_for(tmp_path):
    assert study(tmp_path, "[promise]\nmin_cell = 12\n").min_cell == 12


def test_a_small_promise_does_not_lower_what_is_usual(tmp_path):
    assert study(tmp_path, "[promise]\nmin_cell = 5\n").min_cell == 10


def test_less_than_promised_is_refused_with_the_reason(tmp_path):
    assert faults(tmp_path, "[promise]\nmin_cell = 12\n[figures]\nmin_cell = 5\n") == [
        "  - figures: the minimum cell is 5, but those who answered were promised that nothing is "
        "shown of fewer than 12 people. Nothing lowers that: ask for 12 or more, or leave it out."
    ]


def test_every_fault_is_named_at_once(tmp_path):
    text = """
    [studdy]
    [study]
    clent = "x"
    languages = ["xx"]
    [data]
    files = [1, { mode = "x" }]
    [fieldwork]
    start = 2026-05-31
    end = "2026-05-01"
    invited = "many"
    units = { A = { quota = 3 } }
    [promise]
    comments = "sometimes"
    keep_until = "soon"
    [exclude]
    suspect = 1
    [figures]
    sesoi_agreed_by = "Ms Li"
    target = [1]
    [report]
    deliver = ["fax"]
    radar = "yes"
    """

    assert faults(tmp_path, text) == [
        "  - studdy: this key is not known. Did you mean study?",
        "  - study.clent: this key is not known. Did you mean client?",
        "  - study.languages: there are no texts in 'xx'; known: en, zh",
        "  - promise.comments: 'sometimes' must be one of: never, without group",
        "  - promise.keep_until: 'soon' must be a date such as 2026-05-31, without quotes",
        "  - exclude.suspect: 1 must be the reason as text in quotes",
        "  - figures.target: [1] must be performance and importance, such as [5.5, 6]",
        "  - figures.sesoi: somebody agreed on it, but it is not given; write sesoi = 0.5",
        '  - data.files: 1 must be a name in quotes, or { file = "...", ... }',
        "  - data.files[2].file: name the export, such as data/guests.csv",
        "  - fieldwork.end: 2026-05-01 is before the start, 2026-05-31. Exchange the two",
        '  - fieldwork.unit: name the column that holds the units, such as unit = "branch"',
        "  - fieldwork.invited: 'many' must be a whole number from 0 up, without quotes",
        "  - report.deliver: 'fax' is nothing that can be made; known: html, pdf, docx, pptx, "
        "xlsx, figures, data",
        "  - report.radar: 'yes' must be true or false, without quotes",
    ]


def test_a_table_that_is_none_is_a_fault(tmp_path):
    assert faults(tmp_path, 'study = "Aurora"\n') == [
        "  - study: must be a table; write [study] on a line of its own, entries below"
    ]


def test_a_promise_below_what_is_ever_shown_is_a_fault(tmp_path):
    assert faults(tmp_path, "[promise]\nmin_cell = 2\n") == [
        "  - promise.min_cell: 2 must be a whole number from 3 up, without quotes"
    ]


def test_a_folder_without_a_study_file_says_how_to_make_one(tmp_path):
    with pytest.raises(FileError) as raised:
        load_study_file(tmp_path)

    assert str(raised.value) == (
        f"{tmp_path / 'study.toml'}: there is no such study file. 'servqual new NAME' makes a "
        "study folder; name it, or the study.toml inside it."
    )


def test_a_study_file_that_is_no_toml_names_its_line(tmp_path):
    with pytest.raises(FormatError, match=r"not a valid study file: .*line 2"):
        study(tmp_path, "[study]\nclient = Aurora\n")


@pytest.mark.parametrize("line", ["client = Aurora", "keep_until = 31.12.2027"])
def test_a_fault_of_syntax_shows_the_line_and_the_remedy(tmp_path, line):
    with pytest.raises(FormatError) as raised:
        study(tmp_path, f"[study]\n{line}\n")

    assert str(raised.value).endswith(
        f"\n  line 2: {line}\n"
        'A line is NAME = VALUE: text stands in quotes ("Aurora"), a date is YYYY-MM-DD without '
        "them (2026-05-31), yes or no is true or false."
    )


def template(language):
    return (data_folder("reports") / "study" / language / "study.toml").read_text("utf-8")


# an example line is a comment that would be an entry: its sign taken off, it must be right
EXAMPLE = re.compile(r"""^# (?=(?:\w+|"[^"]+") = |\[[a-z_.]+\]|\]$| +\{ )""", re.MULTILINE)


def with_examples(language):
    """Return a template with its examples in force; of two for the same key the last one."""
    text = EXAMPLE.sub("", template(language))
    text = text.replace('files = ["data/guests.csv"]', "").replace('deliver = ["html"]', "")
    return re.sub(r"^client = .*$", 'client = "x"', text, flags=re.MULTILINE)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_study_file_promises_and_claims_nothing(tmp_path, language):
    found = study(tmp_path, template(language))

    assert (found.languages, found.promise, found.files) == ((language,), Promise(), ())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_example_of_a_new_study_file_is_right(tmp_path, language):
    text = with_examples(language).replace(
        f'languages = ["{language}"]', 'languages = ["en", "zh"]'
    )
    found = study(tmp_path, text)

    assert found.promise.keep_until == datetime.date(2027, 12, 31)
    assert [file.language for file in found.files] == ["zh", "en"]
    assert [unit.quota for unit in found.units.values()] == [120, 120]
    assert dict(found.deliver) == {"en": ("docx",), "zh": ("html", "pdf")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_study_file_shows_every_key(language):
    from servqual.folder.reading import TABLES

    text = tomllib.loads(with_examples(language))

    assert {name: set(table) for name, table in text.items() if name != "exclude"} == {
        name: set(keys) - {"sesoi_agreed"} for name, keys in TABLES.items() if name != "exclude"
    }
