"""A questionnaire written by answering questions."""

import pytest

from servqual.catalog import load_instrument
from servqual.cli import asking, instrument_new, interview
from servqual.cli.instrument_asking import ask_languages, ask_scale
from servqual.simulate import simulate

EMPTY = [
    "", "en zh", "2026", "Tours", "导览服务", "", "guided tour", "导览", "1-5", "y", "1",
    "", "",  # nothing above the two sets of ratings
    "Guide", "导游", "", "Knows the place", "熟悉景点",
    "An excellent {service} has a guide who knows the place.", "优秀的{service}，导游熟悉景点。",
    "This {service} had a guide who knew it.", "这次{service}的导游熟悉景点。",
    "",
    "Route", "路线", "", "Good pace", "节奏合适", "", "", "",
    "", "y", "", "n",
]  # fmt: skip
CHANGED = [
    "", "", "Clinic", "诊所调查", "clinic", "诊所", "", "", "q4",
    "q1", "Modern rooms", "诊室现代", "", "", "", "",
    "empathy", "Follow-up call", "回访", "", "", "", "6",
]  # fmt: skip


@pytest.fixture
def answered(monkeypatch):
    """Return a function that lets a person at a terminal type some answers."""

    def answer(lines):
        waiting = iter(lines)

        def next_line(*_words, **_options):
            line = next(waiting, None)
            if line is None:
                raise KeyboardInterrupt
            return line

        monkeypatch.setattr(asking, "can_ask", lambda: True)
        monkeypatch.setattr(interview.typer, "prompt", next_line)
        return waiting

    return answer


def test_a_questionnaire_from_nothing_is_written_and_can_be_answered(run, folder, answered):
    answered([*EMPTY, "y"])
    ended = run("instruments", "new", "tours.toml")
    tours = load_instrument(folder / "tours.toml")

    assert ended.status == 0
    assert ended.err == (
        "Written: tours.toml\nNext: servqual instruments show tours.toml\n"
        "Then: servqual report answers.csv -i tours.toml\n"
    )
    assert (tours.id, tours.item_ids, tours.dimension_ids) == (
        "tours", ["q1", "q2"], ["guide", "route"],
    )  # fmt: skip
    assert [anchor.value for anchor in tours.scale.anchors] == [1, 2, 3, 4, 5]
    assert tours.importance.method == "points"
    assert tours.item("q1").wording["perception"]["en"] == "This {service} had a guide who knew it."
    assert simulate(5, tours).to_csv().startswith("id,branch,age,E1,E2,P1,P2,")


def test_a_questionnaire_like_another_says_only_what_is_different(run, folder, answered):
    left = answered([*CHANGED, ""])
    run("instruments", "new", "clinic.toml", "--like", "servqual")
    text = (folder / "clinic.toml").read_text("utf-8")
    clinic = load_instrument(folder / "clinic.toml")

    assert next(left, None) is None
    assert text.startswith("# Written by 'servqual instruments new'")
    assert 'extends = "servqual"' in text
    assert 'without = ["q4"]' in text
    assert text.count("[[items]]") == 2
    assert "q4" not in clinic.item_ids
    assert clinic.item("q1").topic == {"en": "Modern rooms", "zh": "诊室现代"}
    assert clinic.item("q23").dimension == "empathy"
    assert "q23" in next(theme.items for theme in clinic.themes if theme.id == "individual")
    assert (clinic.wording, clinic.licence_note) == ("own", "")


def test_answers_that_cannot_be_are_asked_again():
    said, told = iter(["english", "en", "seven", "7-1", "1-4", "Never", ""]), []
    person = interview.Interview(lambda _: next(said), told.append)

    assert ask_languages(person) == ["en"]
    assert ask_scale(person, ["en"]) == (
        [],
        {"scale": {"min": 1, "max": 4, "anchors": [{"value": 1, "label": {"en": "Never"}}]}},
    )
    assert told == [
        "  english is no language code; type en, zh, pt-br ...",
        *["  Type the lowest and the highest answer, such as 1-7."] * 2,
    ]


def test_a_text_with_an_unknown_placeholder_is_asked_again():
    said, told = iter(["This {hotel}", "This {service}"]), []
    person = interview.Interview(lambda _: next(said), told.append)

    assert person.words("Intro", ["en"]) == {"en": "This {service}"}
    assert told == ["  {hotel} cannot be filled; {service} is the only placeholder."]


def test_who_leaves_before_the_end_has_nothing_written(run, names, answered):
    before = names()
    answered(CHANGED[:9])

    assert run("instruments", "new", "clinic.toml", "--like", "servqual").status == 130
    assert names() == before


def test_who_declines_at_the_end_has_nothing_written(run, names, answered):
    before = names()
    answered([*CHANGED, "n"])

    assert run("instruments", "new", "clinic.toml", "--like", "servqual").err == (
        "Nothing was written.\n"
    )
    assert names() == before


def test_without_a_terminal_it_says_what_to_do_instead(run, names):
    before = names()
    ended = run("instruments", "new", "clinic.toml")

    assert ended == (
        1,
        "",
        "servqual: 'servqual instruments new' asks questions and needs a terminal for the answers. "
        'Without one, write the file with an editor: it may begin with extends = "servqual" and '
        "say only what is different; instruments/README.md shows a whole one.\n",
    )
    assert names() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("clinic.csv",), ".toml"),
        (("guests.toml",), "this file exists already. Add --force"),
        (("clinic.toml", "--like", "servqal"), "Did you mean 'servqual'?"),
    ],
)
def test_what_cannot_be_is_said_before_the_first_question(run, folder, words, told):
    (folder / "guests.toml").write_text("id = 'x'\n", "utf-8")
    ended = run("instruments", "new", *words)

    assert ended.status != 0
    assert told in ended.err


def test_faults_that_show_only_at_the_end_do_not_lose_what_was_typed(tmp_path):
    base = load_instrument("servqual").model_copy(update={"themes": []})
    said, told = iter(CHANGED[:-1]), []
    person = interview.Interview(lambda _: next(said), told.append)
    text = instrument_new.drafted(person, tmp_path / "clinic.toml", base, "servqual")

    assert "  - themes: q23 is in none of them; every item belongs to one theme. " in told[-1]
    assert 'id = "clinic"' in text


def test_what_another_language_said_is_not_kept_once_one_has_changed():
    said = iter(["Nice smell", "", "气味宜人"])
    asked = []
    person = interview.Interview(lambda shown: asked.append(shown) or next(said), asked.append)
    found = person.words("Topic", ["en", "zh"], kept={"en": "Modern", "zh": "设备现代化"})

    assert found == {"en": "Nice smell", "zh": "气味宜人"}
    assert asked == [
        "Topic (en) [Modern]",
        "Topic (zh)",
        "  An answer is needed here.",
        "Topic (zh)",
    ]


def test_a_shipped_questionnaire_can_be_checked_by_its_id(run):
    ended = run("instruments", "validate", "servqual")

    assert ended.out.endswith("Every text is there in en and zh.\n")


def test_a_translation_left_behind_is_named(run, folder):
    (folder / "x.toml").write_text(
        'extends = "servqual-hotel"\nid = "x"\n[[items]]\nid = "q1"\ntopic.en = "Nice smell"\n',
        "utf-8",
    )
    ended = run("instruments", "validate", "x.toml")

    assert (
        "zh: what this file extends has 1 of them, but in other words than here; write them too: "
        "items[q1].topic\n"
    ) in ended.out
