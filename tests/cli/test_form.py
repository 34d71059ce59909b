"""``servqual form``: the files that it writes, and what it refuses."""

import re

import pytest

from servqual.catalog import load_instrument
from servqual.folder.model import STUDY_FILE
from servqual.forms import questionnaires
from tests.typed_in import answered, typed


def test_a_form_is_written_for_every_language_and_kind(run, folder):
    ended = run(
        "form", "servperf", "--service", "Aurora Hotel", "--service", "zh=极光酒店", "--noun",
        "hotel", "--noun", "zh=酒店", "--lang", "en,zh", "--to", "html", "--to", "csv", "-o", "out",
    )  # fmt: skip
    out = folder / "out"

    assert ended.status == 0
    assert sorted(p.name for p in out.iterdir()) == [
        "servperf.csv", "servperf.en.columns.csv", "servperf.en.html", "servperf.zh.columns.csv",
        "servperf.zh.html",
    ]  # fmt: skip
    assert "<h1>Your opinion of Aurora Hotel</h1>" in (out / "servperf.en.html").read_text("utf-8")
    assert "<h1>极光酒店服务意见调查</h1>" in (out / "servperf.zh.html").read_text("utf-8")
    assert "servqual check ANSWERS -i servperf" in ended.err + ended.out


def test_short_versions_come_with_the_questionnaire_to_score_them_with(run, folder):
    ended = run("form", "servqual", "--versions", 3, "--to", "html")

    assert ended.status == 0
    assert sorted(p.name for p in folder.glob("servqual-short*")) == [
        "servqual-short.en.A.html", "servqual-short.en.B.html", "servqual-short.en.C.html",
        "servqual-short.toml",
    ]  # fmt: skip
    assert "-i servqual-short.toml" in ended.err + ended.out


def test_the_promise_of_the_study_folder_is_printed(run, folder):
    (folder / "study").mkdir()
    promise = '[promise]\nmin_cell = 25\ncomments = "never"\n'
    (folder / "study" / STUDY_FILE).write_text(promise, "utf-8")

    ended = run("form", "servqual", "-o", "study/forms")
    page = (folder / "study" / "forms" / "servqual.en.html").read_text("utf-8")

    assert ended.status == 0
    assert "shown only where at least 25 people of a group answered" in page
    assert "is read and never quoted" in page


def test_answers_to_choose_from_are_said_on_the_command_line(run, folder):
    ended = run("form", "servqual", "--ask", "branch=North|South", "--ask", "gender")
    page = (folder / "servqual.en.html").read_text("utf-8")

    assert ended.status == 0
    assert "North" in page
    assert "What is your gender?" in page
    assert "Which age group" not in page


def test_nothing_is_overwritten_or_half_written(run, folder):
    (folder / "servqual.zh.html").write_text("mine", "utf-8")

    ended = run("form", "servqual", "--lang", "en,zh")

    assert ended.status == 1
    assert "servqual.zh.html" in ended.err
    assert (folder / "servqual.zh.html").read_text("utf-8") == "mine"
    assert not (folder / "servqual.en.html").exists()


def test_a_text_for_one_language_is_said_once(run):
    ended = run("form", "servqual", "--service", "Aurora", "--service", "Borealis")

    assert ended.status == 1
    assert ended.err == (
        "servqual: --service Borealis: this was said twice for every language. Put the language "
        "before the second one: zh=...\n"
    )


def test_a_file_is_no_folder(run, folder):
    (folder / "taken").write_text("", "utf-8")

    assert run("form", "servqual", "-o", "taken").err == (
        "servqual: taken: this is a file. Name a folder for the forms.\n"
    )
    assert run("form", "servqual", "-o", "no/where").err == (
        "servqual: no/where: the folder no does not exist. Make it first, or name another.\n"
    )


@pytest.mark.parametrize(("name", "key"), [("gap-managers", "managers"), ("gap-staff", "staff")])
def test_answers_of_managers_and_staff_go_beside_those_of_customers(run, name, key):
    ended = run("form", name, "--to", "csv")

    assert ended.status == 0
    assert ended.err.endswith(
        f"When the answers are back: servqual check ANSWERS -i {name}\n"
        "They are shown beside those of customers only: name the file in study.toml, under "
        f'[gap_model] {key} = "ANSWERS", and run servqual gaps STUDY\n'
    )


def test_a_check_of_managers_shows_how_columns_are_read_and_no_answer(run, folder):
    asked = questionnaires(load_instrument("gap-managers"))[0]
    (folder / "managers.csv").write_text(typed([asked], answered(asked)), "utf-8-sig")

    ended = run(
        "check", "managers.csv", "-i", "gap-managers", "--html", "page.html", "--lang", "zh"
    )
    page = (folder / "page.html").read_text("utf-8")

    assert ended.status == 0
    assert re.search(r"customer_expectation\.q22 +\d+ +\d+ +common name", ended.out)
    assert "servqual gaps STUDY" in ended.out
    assert "Which answers were given" not in ended.out
    assert "servqual report" not in ended.out
    assert "管理者的回答只与顾客的回答一并显示" in page
    assert 'class="curve"' not in page


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "branch",
            "--ask: no form can be made.\n  - branch: there are no answers to choose from; write "
            'them with | between them: --ask "branch=North|South"',
        ),
        (
            "branch=",
            "--ask branch=: no answers stand behind the equals sign. Write them with | between "
            'them: --ask "branch=North|South".',
        ),
        (
            "branch=North|north",
            "--ask: no form can be made.\n  - branch: North, north stands there more than once; "
            "write every answer once",
        ),
        (
            "branch=North",
            "--ask: no form can be made.\n  - branch: North is the only answer, so there is "
            'nothing to choose; write them with | between them: --ask "branch=North|South"',
        ),
    ],
)
def test_a_group_has_answers_to_choose_from(run, said, told):
    ended = run("form", "servqual", "--ask", said)

    assert ended.status == 1
    assert ended.err == f"servqual: {told}\n"


def test_a_language_without_forms_is_refused(run):
    assert run("form", "servqual", "--service", "fr=Hotel").err == (
        "servqual: --service fr=Hotel: there is no form in 'fr'; known languages: en, zh. Write "
        "--service zh=..., or the words alone for every language.\n"
    )


def test_words_of_another_language_are_warned_of(run):
    ended = run("form", "servqual", "--lang", "en,zh", "--service", "Hotel", "--noun", "酒店")

    assert ended.status == 0
    assert (
        "servqual: --service Hotel: the form in zh says this too. For words of its own add "
        "--service zh=...\nservqual: --noun 酒店: the form in en says this too. For words of its "
        "own add --noun en=...\n"
    ) in ended.err


def test_words_for_a_language_without_a_form_are_warned_of(run):
    assert (
        "servqual: --service zh=酒店: no form is made in zh, so this is not used. Add --lang zh "
        "for one.\n"
    ) in run("form", "servqual", "--service", "zh=酒店").err


def test_a_promise_that_one_language_lacks_is_warned_of(run, folder):
    (folder / STUDY_FILE).write_text('[promise]\ntext = { en = "We promise." }\n', "utf-8")

    ended = run("form", "servqual", "--lang", "en,zh", "-o", "forms")

    assert ended.status == 0
    assert (
        "servqual: study.toml: [promise] text is in en alone, so the form in zh promises what the "
        'program keeps to by itself. Add zh = "..." to [promise] text.\n'
    ) in ended.err


def test_fewer_linking_items_are_advised_where_there_are_no_fewer_versions(run):
    assert run("form", "servqual", "--versions", 3, "--linking", 9).err == (
        "servqual: 3 versions deal the items of servqual into 3 blocks, and beside the linking "
        "ones there are only 0. Ask for fewer linking items with --linking.\n"
    )
