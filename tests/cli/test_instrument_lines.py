"""How questionnaires are listed, shown and checked on the terminal."""

from servqual.catalog import load_instrument
from servqual.cli.instrument_lines import description, listing


def test_a_narrow_terminal_lists_questionnaires_without_what_they_ask():
    known = [load_instrument(name) for name in ("servqual", "servqual-bank", "gap-staff")]
    wide, narrow = listing(known).split("\n"), listing(known, 70).split("\n")

    assert wide[0].endswith("ASKED")
    assert wide[3].endswith("expectation, perception")
    assert narrow[0].endswith("TITLE")
    assert narrow[3] == "  servqual       22     1-7    SERVQUAL (refined form of 1991)"
    assert [line for line in narrow if line and not line.startswith((" ", "ID", "servqual "))] == [
        "SERVQUAL and SERVPERF",
        "SERVQUAL in the words of one setting",
        "For managers and staff (gap model)",
    ]


def test_what_a_questionnaire_follows_is_shown_with_its_evidence():
    text = description(load_instrument("servqual-bank"), "en")

    assert (
        "Modelled on: SERVQUAL, refined form, 22 items (4 + 5 + 4 + 4 + 5); read in a publication\n"
        "  Every sentence is worded anew for a bank;"
    ) in text
    assert "general knowledge of the field, check before citing" in description(
        load_instrument("servqual-1994"), "en"
    )


def test_the_answers_of_a_column_of_people_are_shown():
    text = description(load_instrument("servqual-hospital"), "zh")

    assert "  visit_type: 就诊类型 (门诊; 住院; 急诊; 体检)" in text
    assert "  branch: 科室\n" in text


def test_the_blocks_of_the_gap_model_are_shown_apart_from_outcomes():
    text = description(load_instrument("gap-staff"), "en")

    assert "Answered by: contact staff\n" in text
    assert "Gap model: delivery\n" in text
    assert "Gap model: antecedent\n" in text
    assert "Questions about the whole" not in text
    assert "(1-7, reliability)" in text


def test_a_file_of_the_users_own_is_told_what_lacks_a_language(run, folder):
    (folder / "mine.toml").write_text(
        'extends = "servqual"\nid = "mine"\n\n[[items]]\nid = "q1"\n'
        'wording.perception.de = "Schön."\n\n[[items]]\nid = "q23"\ndimension = "empathy"\n'
        'topic = { en = "Cheap", zh = "便宜", de = "Billig" }\n\n[[themes]]\nid = "hours"\n'
        'items = ["q19", "q23"]\n',
        "utf-8",
    )
    lines = run("instruments", "validate", "mine.toml").out.splitlines()

    assert lines[0].startswith("mine.toml: no faults. mine: 23 items, 5 dimensions")
    assert lines[1].startswith("de: ")
    assert " texts are not there: title, licence_note, service, " in lines[1]
    assert lines[1].endswith(" more")
    assert lines[2:] == [
        "Reports and forms in such a language use English there, else what there is.",
        "2 sentences are not written: items[q23].wording.expectation, "
        "items[q23].wording.perception",
        "Answers can be scored without them; a questionnaire to hand out needs them.",
    ]


def test_a_misspelt_key_is_answered_with_the_right_one(run, folder):
    (folder / "mine.toml").write_text('extends = "servqual"\nid = "mine"\ntitel.en = "x"\n')

    assert run("instruments", "validate", "mine.toml").err.endswith(
        "  - titel: this key is not known; did you mean 'title'?\n"
    )
