"""Short versions of a questionnaire: what they ask, how they are read, and that means are right."""

import tomllib
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.errors import ColumnError, InstrumentError, RatingError, SettingsError
from servqual.forms import precision, short_forms, usual_items, written
from servqual.forms.toml_text import toml_text
from servqual.instrument import parse_instrument
from servqual.instrument.forms import balanced_shares
from servqual.responses import Missing
from servqual.scoring import score, summarize
from tests.made import responses

SERVQUAL = sq.load_instrument("servqual")
SHORT = short_forms(SERVQUAL, 3)
# with one linking item a dimension; more versions ask for more items
VERSIONS = (3, 4, 5, 6, 7, 10)


def levels(n, seed, *, noise=1.0):
    """Return ratings whose items differ in level, from easy to hard within each dimension."""
    rng = np.random.default_rng(seed)
    wanted = np.array([2.5 + 3.5 * (k % 5) / 4 for k in range(22)])
    person = rng.normal(0, 0.7, (n, 1))
    answers = wanted + person + rng.normal(0, noise, (n, 22))
    return np.clip(np.round(answers), 1, 7).astype(np.int16)


def in_versions(short, expectation, perception, seed=1):
    """Return Responses in which everybody answered one version, handed out by chance."""
    rng = np.random.default_rng(seed)
    n = len(expectation)
    place = rng.permutation(np.resize(np.arange(len(short.forms)), n))
    hidden = ~short.asked[place]
    ratings = [np.where(hidden, Missing.NOT_SHOWN, codes) for codes in (expectation, perception)]
    answers = responses(*ratings, instrument=short.instrument)
    names = np.array([form.id for form in short.forms], dtype=object)[place]
    return replace(answers, people={"form": names})


@pytest.fixture(scope="module")
def survey():
    """Return a survey of the whole questionnaire as a frame, and the same people in versions."""
    frame = sq.simulate(n=240, seed=4).frame
    form = np.resize([f.id for f in SHORT.forms], len(frame))
    short = frame.assign(form=form)
    for version in SHORT.forms:
        for number, item in enumerate(SERVQUAL.item_ids, start=1):
            if item not in version.items:
                short.loc[short.form == version.id, [f"E{number}", f"P{number}"]] = None
    return frame, short


# -- the versions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("n_versions", VERSIONS)
def test_every_two_items_stand_together_and_every_version_has_every_dimension(n_versions):
    found = short_forms(SERVQUAL, n_versions)

    assert found.fewest_together >= 1
    for form in found.forms:
        assert {SERVQUAL.item(i).dimension for i in form.items} == set(SERVQUAL.dimension_ids)


def test_linking_items_stand_in_every_version():
    assert SHORT.linking == ("q1", "q5", "q10", "q14", "q18")
    assert all(set(SHORT.linking) <= set(form.items) for form in SHORT.forms)


def test_linking_items_can_be_named():
    found = short_forms(SERVQUAL, 3, ["q22", "q2"])

    assert found.linking == ("q2", "q22")


@pytest.mark.parametrize("n_versions", VERSIONS)
def test_every_item_weighs_alike_over_all_versions(n_versions):
    found = short_forms(SERVQUAL, n_versions).instrument.form_shares()

    for dimension in SERVQUAL.dimension_ids:
        items = SERVQUAL.items_of(dimension)
        table = np.array([[row.get(i, 0.0) for i in items] for row in found[dimension]])
        assert table.sum(axis=1) == pytest.approx(np.ones(n_versions), abs=1e-7)
        assert table.mean(axis=0) == pytest.approx(np.full(len(items), 1 / len(items)), abs=1e-7)


def test_shares_that_cannot_be_balanced_are_none():
    assert balanced_shares([["a"], ["a"], ["b", "c"]], ["a", "b", "c"]) == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            {"n_versions": 8},
            "8 versions: there are no balanced blocks for that number. "
            "Choose 3, 4, 5, 6, 7, 10, 12 or 13.",
        ),
        (
            {"n_versions": 3, "linking": ["q1", "q99"]},
            "--linking: servqual has no item q99. Known: " + ", ".join(SERVQUAL.item_ids) + ".",
        ),
        (
            {"n_versions": 3, "linking": -1},
            "--linking -1: write how many items of every dimension, or 0.",
        ),
        (
            {"n_versions": 13, "linking": 2},
            "13 versions deal the items of servqual into 13 blocks, and beside the linking ones "
            "there are only 12. Ask for fewer linking items with --linking, or for fewer versions.",
        ),
        (
            {"n_versions": 3, "linking": 9},
            "3 versions deal the items of servqual into 3 blocks, and beside the linking ones "
            "there are only 0. Ask for fewer linking items with --linking.",
        ),
        (
            {"n_versions": 13, "linking": 1},
            "13 versions of servqual with these linking items do not work (forms: the items of "
            "'tangibles' cannot count alike, because some are asked in too few versions; ask each "
            "in about as many). Ask for more linking items with --linking, or for fewer versions.",
        ),
    ],
)
def test_versions_that_do_not_work_are_refused(asked, told):
    with pytest.raises(SettingsError) as refused:
        short_forms(SERVQUAL, **asked)

    assert str(refused.value) == told


def test_versions_are_not_made_of_versions():
    with pytest.raises(SettingsError, match="has versions already"):
        short_forms(SHORT.instrument, 3)


# -- the questionnaire file ------------------------------------------------------------------------


def test_the_written_questionnaire_is_the_same_questionnaire():
    text = written(SHORT)["questionnaire.toml"]
    read = parse_instrument(tomllib.loads(text), "questionnaire.toml")

    assert read == SHORT.instrument
    assert "min_answered = 0.5" in text


def test_texts_of_any_kind_survive_toml():
    table = {
        "text": 'a "b" \\ c\n\x7f 期望',
        "flag": True,
        "share": 0.25,
        "none": [],
        "n": {"k": {}},
    }

    assert tomllib.loads(toml_text(table)) == table


def test_every_version_has_a_sheet_with_what_it_asks():
    files = written(SHORT, "zh", "酒店")
    rows = files["version-B.csv"].splitlines()

    assert sorted(files) == [
        "answers.csv", "map.toml", "questionnaire.toml",
        "version-A.csv", "version-B.csv", "version-C.csv",
    ]  # fmt: skip
    assert len(rows) == 1 + 2 * len(SHORT.forms[1].items)
    assert rows[1] == "B,1,expectation_q1,expectation,q1,优秀的酒店配备现代化的设备。,1,7"


def test_a_questionnaire_without_sentences_is_not_written():
    bare = SERVQUAL.model_copy(
        update={"items": [i.model_copy(update={"wording": {}}) for i in SERVQUAL.items]}
    )
    with pytest.raises(SettingsError) as refused:
        written(short_forms(bare, 3))

    assert str(refused.value).startswith(
        "the questionnaire servqual-short cannot be written without sentences, and q1 of "
        "expectation, q1 of perception, q2 of expectation, q2 of perception, q3 of expectation ..."
    )


def faulty(**changed):
    """Return what is said about a questionnaire whose versions have a fault."""
    table = tomllib.loads(written(SHORT)["questionnaire.toml"]) | changed
    with pytest.raises(InstrumentError) as refused:
        parse_instrument(table, "own.toml")
    return str(refused.value)


def test_faults_of_versions_are_all_named():
    items = SERVQUAL.item_ids
    text = faulty(
        forms=[{"id": "A", "items": [*items[:4], "q99"]}, {"id": "a", "items": items[:20]}]
    )

    assert "forms: a stands there 2 times" in text
    assert "forms[A].items: 'q99' is not in items" in text
    assert "forms: no version asks q21, q22" in text
    assert "forms: A asks no item of 'reliability'" in text


def test_versions_need_their_column():
    text = faulty(people=[])

    assert "people: the versions under forms need a column with the id 'form'" in text


def test_one_version_is_refused():
    assert "one version alone is the whole questionnaire" in faulty(
        forms=[{"id": "A", "items": SERVQUAL.item_ids}]
    )


# -- reading ---------------------------------------------------------------------------------------


def test_what_a_version_does_not_ask_is_missing_by_design(survey):
    _, frame = survey
    read = sq.read(frame, SHORT.instrument)
    hidden = (read.ratings["perception"] == Missing.NOT_SHOWN).sum(axis=1)

    asked = {form.id: len(form.items) for form in SHORT.forms}
    assert hidden.tolist() == [22 - asked[name] for name in read.people["form"]]
    assert [note.text for note in read.notes if note.code == "forms"] == [
        "The questionnaire was answered in 3 versions (A 80, B 80, C 80). Items that a person’s "
        "version does not ask are missing by design: a score needs its share of the items that "
        "were asked, and items count so that every one of a dimension weighs alike over all "
        "versions."
    ]
    assert not [note for note in read.notes if note.code in ("cells_not_shown", "forms_uneven")]


def test_versions_answered_unequally_are_noted(survey):
    _, frame = survey
    read = sq.read(frame[(frame.form != "C") | (np.arange(len(frame)) < 60)], SHORT.instrument)

    assert "forms_uneven" in {note.code for note in read.notes}


def test_no_column_of_versions_is_refused(survey):
    _, frame = survey
    with pytest.raises(ColumnError) as refused:
        sq.read(frame.drop(columns="form"), SHORT.instrument)

    assert str(refused.value) == (
        "DataFrame: this questionnaire was answered in versions (A, B, C), and no column says who "
        'answered which. Add a column "form" with these names, or say in a mapping file which '
        'column it is: "YOUR HEADING" = "people.form".'
    )


def test_versions_that_do_not_fit_the_answers_are_all_named(survey):
    _, frame = survey
    frame = frame.copy()
    frame.loc[0, "form"] = "D"
    frame.loc[1, "form"] = ""
    frame.loc[3, "P2"] = 5  # version A asks it
    frame.loc[5, "P3"] = 5  # version C does not
    frame.loc[5, "form"] = "c"
    with pytest.raises(RatingError) as refused:
        sq.read(frame, SHORT.instrument)

    assert str(refused.value) == (
        "DataFrame: the column 'form' says who answered which version of the questionnaire (A, B, "
        "C). It does not fit the answers in 3 places. Correct the versions or the columns.\n"
        "  - row 2: 'D'\n"
        "  - row 3: 'no version'\n"
        "  - row 7: q3 of perception is answered, but version C does not ask it"
    )


def test_a_check_does_not_count_what_was_not_asked(survey, tmp_path):
    from servqual.importer import check

    _, frame = survey
    path = tmp_path / "short.csv"
    frame.to_csv(path, index=False)
    found = check(path, SHORT.instrument)

    assert found.ok
    assert max(column.n_missing for column in found.ratings) < 12
    assert {note.code for note in found.notes} & {
        "check_items_blank",
        "check_stopped_early",
    } == set()
    assert found.stops[-1].reached >= 0.9 * len(frame)


# -- scoring ---------------------------------------------------------------------------------------


def test_half_of_what_was_asked_makes_a_score():
    ratings = np.full((3, 22), 5, dtype=np.int16)
    answers = in_versions(SHORT, ratings, ratings)
    reliability = [SERVQUAL.item_ids.index(i) for i in SERVQUAL.items_of("reliability")]
    codes = answers.ratings["perception"].copy()
    for row, left in enumerate((2, 1, 3)):  # of three or four that were asked
        asked = [k for k in reliability if codes[row, k] > 0]
        codes[row, asked[left:]] = Missing.BLANK
    answers = replace(answers, ratings={**answers.ratings, "perception": codes})
    found = score(answers)["gap:dimension:reliability"]

    asked = [len(set(SERVQUAL.items_of("reliability")) & set(f.items)) for f in SHORT.forms]
    place = [[f.id for f in SHORT.forms].index(name) for name in answers.people["form"]]
    enough = [left >= asked[k] / 2 for left, k in zip((2, 1, 3), place, strict=True)]
    assert (~np.isnan(found)).tolist() == enough


def test_the_whole_in_one_version_each_is_scored_as_without_versions(survey):
    whole, _ = survey
    items = SERVQUAL.item_ids
    table = tomllib.loads(written(SHORT)["questionnaire.toml"])
    both = parse_instrument(
        table | {"forms": [{"id": "A", "items": items}, {"id": "B", "items": items}]}, "both"
    )
    usual = summarize(sq.read(whole))
    found = summarize(sq.read(whole.assign(form=["A", "B"] * (len(whole) // 2)), both))

    names = [f"gap:dimension:{d}" for d in SERVQUAL.dimension_ids]
    assert found.means(names).mean == pytest.approx(usual.means(names).mean, abs=1e-9)
    assert found.means(names).cov == pytest.approx(usual.means(names).cov, abs=1e-9)


def test_versions_that_lost_items_are_scored_over_what_is_left(survey):
    _, frame = survey
    left = SHORT.instrument.without_items(["q1", "q2", "q4"])
    assert left.form_shares()["tangibles"][2] == {}  # version C asks nothing of it any more
    read = sq.read(frame.drop(columns=[f"{b}{n}" for b in "EP" for n in (1, 2, 4)]), left)
    found = score(read)["gap:dimension:tangibles"]

    assert np.isnan(found[read.people["form"] == "C"]).all()
    assert not np.isnan(found[read.people["form"] == "A"]).all()


def test_means_of_short_versions_are_those_of_the_whole_though_items_differ_in_level():
    short = short_forms(SERVQUAL, 7)
    expectation, perception = levels(6000, 1), levels(6000, 2)
    whole = perception.mean(axis=0)
    found = summarize(in_versions(short, expectation, perception))
    naive = np.where(in_versions(short, expectation, perception).ratings["perception"] > 0,
                     perception, np.nan)  # fmt: skip

    for dimension in SERVQUAL.dimension_ids:
        name = f"perception:dimension:{dimension}"
        places = [SERVQUAL.item_ids.index(i) for i in SERVQUAL.items_of(dimension)]
        vector = found.means([name])
        assert vector.n[0] == 6000
        se = float(np.sqrt(vector.cov[0, 0]))
        assert abs(vector.mean[0] - whole[places].mean()) < 3 * se
    # the linking item is the easiest of its dimension: plain person means lean towards it
    worst = [
        abs(np.nanmean(naive[:, p], axis=1).mean() - whole[p].mean())
        for d in SERVQUAL.dimension_ids
        if (p := [SERVQUAL.item_ids.index(i) for i in SERVQUAL.items_of(d)])
    ]
    assert max(worst) > 0.3


def covered(short, n, runs, seed):
    """Return how often the interval of a dimension's mean holds the mean of its items."""
    rng = np.random.default_rng(seed)
    shares = short.instrument.form_shares()["reliability"]
    items = short.instrument.items_of("reliability")
    table = np.array([[row.get(i, 0.0) for i in items] for row in shares])
    truth = np.array([4.0, 4.6, 5.2, 5.8, 6.4])
    ratings = truth + rng.normal(0, 0.8, (runs, n, 1)) + rng.normal(0, 1.0, (runs, n, 5))
    who = rng.integers(0, len(table), (runs, n))  # by chance, so not equally often
    scores = (ratings * table[who]).sum(axis=2)
    half = 1.96 * scores.std(axis=1, ddof=1) / np.sqrt(n)
    return (abs(scores.mean(axis=1) - truth.mean()) <= half).mean()


def test_intervals_of_short_versions_hold_the_truth_as_often_as_they_say():
    assert covered(SHORT, 150, 1000, 3) == pytest.approx(0.95, abs=0.02)


@pytest.mark.long
@pytest.mark.parametrize("n_versions", [3, 7])
def test_intervals_of_many_short_surveys_hold_the_truth_as_often_as_they_say(n_versions):
    assert covered(short_forms(SERVQUAL, n_versions), 200, 5000, 5) == pytest.approx(0.95, abs=0.01)


def test_the_precision_told_is_the_spread_of_scores_that_is_found():
    rng = np.random.default_rng(7)
    short = short_forms(SERVQUAL, 7)
    told = precision(short, {d: usual_items(1.2, len(SERVQUAL.items_of(d))) for d in
                             SERVQUAL.dimension_ids}, 400)  # fmt: skip
    for row in told:
        known = usual_items(1.2, row.n_items)
        common = rng.normal(0, 1, (40_000, 1)) * np.sqrt(known.correlation)
        own = rng.normal(0, 1, (40_000, row.n_items)) * np.sqrt(1 - known.correlation)
        items = short.instrument.items_of(row.dimension)
        shares = short.instrument.form_shares()[row.dimension]
        table = np.array([[s.get(i, 0.0) for i in items] for s in shares])
        scores = ((common + own) * known.sds[0] * table[rng.integers(0, 7, 40_000)]).sum(axis=1)

        assert row.sd == pytest.approx(1.2)
        assert row.sd_short == pytest.approx(scores.std(), rel=0.02)
        assert row.margin_short / row.margin == pytest.approx(np.sqrt(row.factor))


# -- the whole way ---------------------------------------------------------------------------------


def test_a_short_survey_has_a_report_that_says_so(survey):
    _, frame = survey
    read = sq.read(frame, SHORT.instrument)
    study = sq.analyze(read)

    assert [row.n for row in study.gaps.dimensions] >= [220] * 5
    missing = study.quality.missing[0]
    assert missing.asked == sum(len(f.items) * 80 for f in SHORT.forms)
    assert "not_shown" not in missing.missing
    from servqual.settings import ReportOptions
    from servqual.writer import render_html

    page = render_html(study, ReportOptions(language="zh", date="2026-01-31"))
    assert "没有一个版本包含全部题项" in page
    assert "问卷的版本" in page
    assert "（A 80, B 80, C 80）" in page


def test_what_no_version_asks_together_is_not_put_down_to_few_people(survey):
    _, frame = survey
    study = sq.analyze(sq.read(frame, SHORT.instrument))

    assert {row.problem for row in study.reliability.rows} == {"not_asked_together"}
    assert {row.problem for row in study.reliability.constraints} == {"not_asked_together"}
    assert {row.problem for row in study.structure.factors} == {"not_asked_together"}
    assert {row.problem for row in study.structure.fits} == {"not_asked_together"}
    assert {row.problem for row in study.structure.invariance} == {"not_asked_together"}


def test_a_dimension_that_one_version_asks_whole_has_its_alpha(survey):
    frame, short = survey
    whole = frame.assign(form=short.form)
    forms = [form.model_copy(update={"items": list(form.items)}) for form in SHORT.instrument.forms]
    for name in SHORT.instrument.items_of("tangibles"):
        if name not in forms[0].items:
            forms[0].items.append(name)
    for form in forms:
        for number, item in enumerate(SERVQUAL.item_ids, start=1):
            if item not in form.items:
                whole.loc[whole.form == form.id, [f"E{number}", f"P{number}"]] = None
    study = sq.analyze(sq.read(whole, SHORT.instrument.model_copy(update={"forms": forms})))

    row = study.reliability.row("perception", "tangibles")
    assert (row.problem, row.n > 70, row.alpha is not None) == ("", True, True)
    assert study.reliability.row("perception", "empathy").problem == "not_asked_together"
