"""``servqual plan``: what it prints and writes, and what it refuses."""

import tomllib

import pytest

import servqual as sq
from servqual.analysis.planning import Wanted, plan_survey


def test_a_plan_says_how_many_people_every_aim_needs(run, names):
    before = names()
    ended = run("plan", "--sd", 1.2, "--groups", 5, "--panel-r", 0.5, "--response", 30)

    assert ended.status == 0
    lines = [line.split() for line in ended.out.splitlines()]
    assert ended.out.startswith(
        "246 answers bring a mean gap within ±0.15 points: ask 820 people\n"
        "  SERVQUAL (refined form of 1991), 22 items, scale 1–7; 95% confidence, 80% power\n"
    )
    rows = {" ".join(line[:-5]): line[-5:] for line in lines if len(line) > 6}
    assert rows["Mean gap within ±0.15 points"] == ["246", "–", "246", "246", "820"]
    assert rows["A share within ±5 percentage points"] == ["385", "–", "385", "385", "1,284"]
    assert rows["A difference of 0.5 points between two of"] == [
        "156", "156", "156", "780", "2,600",
    ]  # fmt: skip
    assert names() == before


def test_a_plan_speaks_chinese_and_writes_a_page(run, folder):
    ended = run("plan", "--lang", "zh", "--html", "plan.html", "--forms", 3)
    page = (folder / "plan.html").read_text("utf-8")

    assert ended.status == 0
    assert ended.out.startswith("246 份回答可使平均差距的误差在 ±0.15 分以内\n")
    assert "<h1>246 份回答可使平均差距的误差在 ±0.15 分以内</h1>" in page
    assert 'lang="zh' in page
    assert "<script" not in page
    assert "需邀请多少人取决于回收率" in page
    assert "每个版本都问 1、5、10、14、18（锚题）" in page


def test_a_known_population_counts_only_if_the_sample_is_random():
    known = plan_survey(Wanted(population=500))
    drawn = plan_survey(Wanted(population=500, random=True))

    assert (known.row("share").n, known.corrected) == (385, False)
    assert (drawn.row("share").n, drawn.corrected) == (218, True)
    assert drawn.row("waves").n == known.row("waves").n
    assert [row.n for row in drawn.reach] == [100, 200, 400]


def test_a_design_effect_multiplies_answers():
    found = plan_survey(Wanted(sd=1.2, cluster_size=20, icc=0.05))

    assert found.deff == pytest.approx(1.95)
    assert found.row("gap").n == 480  # 1.95 times 245.85, rounded up
    assert found.reach[1].n_effective == pytest.approx(200 / 1.95)


def test_the_smallest_gap_is_found_by_exact_t_beside_the_formula():
    found = plan_survey(Wanted(sd=1.2, people=(200,))).reach[0]

    assert found.shortfall == pytest.approx(0.23888, abs=6e-6)
    assert found.shortfall_formula == pytest.approx(0.23772, abs=6e-6)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Return the results of a pilot, and the study behind them."""
    study = sq.analyze(sq.read(sq.simulate(n=80, seed=3).frame), facts=sq.SampleFacts(invited=200))
    path = tmp_path_factory.mktemp("pilot") / "pilot.json"
    path.write_text(sq.to_json(study), "utf-8")
    return path, study


def test_a_pilot_gives_the_spread_of_answers(results):
    path, study = results
    found = plan_survey(Wanted(versions=3), results=path)

    worst = max(row.sd for row in study.gaps.dimensions)
    assert found.known("sd").value == worst
    assert {row.name: row.origin for row in found.assumptions} == {
        "sd": "results",
        "share": "default",
        "promoters": "results",
        "detractors": "results",
        "response": "results",
        "item_r": "results",
    }
    assert found.known("response").value == pytest.approx(0.4)
    assert found.row("gap").invited == -(-found.row("gap").total * 200 // 80)


def test_what_is_typed_outranks_a_pilot(run, results):
    ended = run("plan", "--from", results[0], "--sd", 0.9, "--nps", "50,20")

    assert ended.status == 0
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "SD of one person’s dimension gap, points 0.90 typed" in lines
    assert "Response 40% results of before" in lines


@pytest.mark.parametrize("language", ["en", "zh"])
def test_short_versions_are_written_and_score_what_is_typed_into_them(run, folder, language):
    ended = run("plan", "--forms", 3, "--write", "forms", "--lang", language, "--service", "hotel")
    place = folder / "forms"

    assert ended.status == 0
    assert sorted(path.name for path in place.iterdir()) == [
        "answers.csv", "map.toml", "questionnaire.toml",
        "version-A.csv", "version-A.html", "version-B.csv", "version-B.html",
        "version-C.csv", "version-C.html",
    ]  # fmt: skip
    page = (place / "version-A.html").read_text("utf-8")
    assert ("Version A" if language == "en" else "版本 A") in page
    assert "{service}" not in page

    heads = (place / "answers.csv").read_text("utf-8-sig").strip().split(",")
    forms = tomllib.loads((place / "questionnaire.toml").read_text("utf-8"))["forms"]
    rows = [",".join(heads)]
    for n in range(60):
        asked = forms[n % 3]["items"]
        cells = [forms[n % 3]["id"]]
        for k, head in enumerate(heads[1:], start=1):
            battery, _, item = head.rpartition("_")
            rated = battery in ("expectation", "perception") and item in asked
            cells.append(str(1 + (n + k) % 7) if rated else "")
        rows.append(",".join(cells))
    (place / "answers.csv").write_text("\n".join(rows), "utf-8-sig")
    scored = run("score", "forms/answers.csv", "--mapping", "forms/map.toml", "-o", "found.json")

    assert scored.status == 0, scored.err
    assert "60 respondents from answers.csv" in scored.err


def test_nothing_is_replaced_without_force(run, folder):
    (folder / "forms").mkdir()
    (folder / "forms" / "version-C.csv").write_text("mine", "utf-8")
    ended = run("plan", "--forms", 3, "--write", "forms")

    assert ended.status == 1
    assert "version-C.csv: this file exists already. Add --force to replace it" in ended.err
    assert [path.name for path in (folder / "forms").iterdir()] == ["version-C.csv"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--sd", 0, "--power", 1.5, "--random", "--icc", 0.1, "-n", 1, "--groups", 1),
            "servqual: this cannot be planned:\n"
            "  - --sd 0: write a number above 0\n"
            "  - --power 1.5: write a share from 0.5 to below 1, such as 0.8\n"
            "  - -n: write numbers of people, each at least 2\n"
            "  - --groups 1: write a number of groups from 2 to 200\n"
            "  - --random: say with --population how many customers the sample is drawn from\n"
            "  - --cluster-size and --icc: a design effect of clusters needs both\n",
        ),
        (
            (
                "--margin-share",
                0,
                "--share",
                120,
                "--response",
                0,
                "--panel-r",
                1,
                "--nps",
                "80,40",
            ),
            "servqual: this cannot be planned:\n"
            "  - --margin-share 0%: write a percentage between 0 and 100\n"
            "  - --share 120%: write a percentage between 0 and 100\n"
            "  - --response 0%: write a percentage above 0 and up to 100\n"
            "  - --panel-r 1: a correlation lies between -1 and 1\n"
            "  - --nps: promoters and detractors are shares of the same people, at most 100 "
            "together\n",
        ),
        (
            ("--nps", "forty"),
            "servqual: --nps forty: write the percentages of promoters and detractors with a comma "
            "between them: 40,20.\n",
        ),
        (
            ("--write", "forms"),
            "servqual: --write: say with --forms how many short versions to write, such as 3.\n",
        ),
        (
            ("--from", "guests.csv"),
            "servqual: guests.csv: this is not a file of results: it is no JSON, which begins with "
            "a brace {. 'servqual score FILE -o results.json' writes one.\n",
        ),
        (
            ("--forms", 3, "--write", "guests.csv"),
            "servqual: guests.csv: this is a file. Name the folder for the short versions.\n",
        ),
        (
            ("--forms", 3, "--write", "no/forms"),
            "servqual: no/forms: the folder no does not exist. Make it first, or name another.\n",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_everything_that_is_wrong(run, names, words, told):
    before = names()
    ended = run("plan", *words)

    assert (ended.status, ended.err, ended.out) == (1, told, "")
    assert names() == before


def test_results_on_another_scale_are_refused(results):
    with pytest.raises(sq.SettingsError) as refused:
        plan_survey(results=results[0], scale=(1, 5))

    assert str(refused.value) == (
        "pilot.json: these results are on the scale 1-7, and the survey is planned on 1-5. Leave "
        "out --scale, or the results, and name the SD with --sd."
    )


def test_another_scale_has_its_own_usual_figures():
    found = plan_survey(scale=(1, 5))

    assert found.known("sd").value == pytest.approx(0.8)
    assert found.row("gap").aim == pytest.approx(0.1)
    assert found.row("shortfall").aim == pytest.approx(1 / 3)


def test_the_scale_can_be_typed(run):
    ended = run("plan", "--scale", "1-5", "-i", "servperf")

    assert ended.status == 0
    assert "22 items, scale 1–5; 95% confidence" in ended.out
    assert "within ±0.1 points" in ended.out


def test_nobody_is_asked_to_find_more_people_than_there_are(run):
    ended = run("plan", "--population", 50, "--response", 40)

    said = " ".join(ended.out.split())
    assert said.startswith(
        "All 20 answers that there can be bring a mean gap within ±0.56 points SERVQUAL"
    )
    assert (
        "There are 50 customers, fewer than some of these aims need: ask everybody. Even then 20 "
        "answers may be expected at a response of 40%, and it comes to this: mean gap within"
    ) in said
    rows = plan_survey(Wanted(population=50, response=0.4)).sizes
    assert {row.invited for row in rows} == {50}
    assert max(row.total for row in rows) == 20


def test_a_questionnaire_without_gaps_is_planned_by_what_was_received(run, results):
    path, study = results
    found = plan_survey(instrument="servperf", results=path)

    rows = [row for row in study.scores.dimensions if row.battery == "perception"]
    assert found.known("sd").value == pytest.approx(max(row.sd for row in rows))
    assert found.spread_of == "perception"
    said = " ".join(run("plan", "-i", "servperf", "--from", path).out.split())
    assert "SD of one person’s dimension score, points" in said
    assert "The SD is the largest of the dimensions in pilot.json (“Perception”)" in said
    assert "gap" not in said.replace("Means and gaps in scale points", "")


def test_results_without_gaps_say_that_a_gap_may_spread_more(run, tmp_path):
    study = sq.analyze(sq.read(sq.simulate(n=60, seed=3).frame, "servperf"))
    path = tmp_path / "servperf.json"
    path.write_text(sq.to_json(study), "utf-8")

    said = " ".join(run("plan", "-i", "servqual", "--from", path).out.split())

    assert "servperf.json holds no gaps. The SD of a gap may be larger" in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "it is empty"),
        ('{"schema": "servqual-results/1", "a": [1,', "it breaks off (line 1, column 42)"),
        ('{"schema": 1,\n "a": 1,}', "it cannot be read from line 2, column 9 on"),
    ],
)
def test_a_file_of_results_that_is_damaged_says_where(run, folder, content, told):
    (folder / "broken.json").write_text(content, "utf-8")
    ended = run("plan", "--from", "broken.json")

    assert ended.status == 1
    assert ended.err.startswith(f"servqual: broken.json: this is not a file of results: {told}")


@pytest.mark.parametrize("words", [("plan", "--from"), ("reproduce",), ("verify",)])
def test_a_file_of_results_that_lacks_a_part_says_which(run, folder, words):
    (folder / "half.json").write_text('{"schema": "servqual-results/1"}', "utf-8")
    ended = run(*words, "half.json")

    assert ended.status == 1
    assert ended.err.startswith("servqual: half.json: this file of results is incomplete: it has")
