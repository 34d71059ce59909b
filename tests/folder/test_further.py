"""Study folders ask for design, touchpoints, operations, segments and tiers."""

import json

import pytest

import servqual as sq
from servqual._files import sha256
from servqual.errors import StudyFileError
from servqual.folder import load_study_file
from servqual.folder.answers import read_answers
from servqual.folder.asked import further_of
from servqual.folder.forgetting import forgetting
from tests.folder.studies import filled

FILES = {
    "design.toml": '[weights]\nrake = ["tier"]\n[customers.tier]\nBasic = 5\nPlus = 3\nPro = 2\n',
    "journey.toml": (
        '[[journey]]\nid = "arrive"\nname = { en = "Arrival" }\nitems = ["q1", "q2"]\n'
        '[[journey]]\nid = "stay"\nname = { en = "Stay" }\nitems = ["q5", "q6"]\n'
    ),
}
NAMED = 'design = "design.toml"\njourney = "journey.toml"\noperations = "data/operations.csv"\n'
WORDS = 'segments = "recovery"\ntiers = "tier=Basic,Plus,Pro"\n'
TEXT = f'[data]\n{NAMED}[figures]\nby = ["branch"]\n{WORDS}[report]\ndeliver = []\n'


def further(folder, text):
    """Return a study folder with tiers, and with every file that may be named beside answers."""
    made = filled(folder, text)
    answers = sq.simulate(150, seed=3).frame
    answers["tier"] = [("Basic", "Plus", "Pro")[k % 3] for k in range(150)]
    answers.to_csv(made / "data" / "bank.csv", index=False)
    for name, content in FILES.items():
        (made / name).write_text(content, "utf-8")
    branch = answers["branch"].iloc[0]
    row = f"{branch},Wait,9,8,2026-1,responsiveness,lower,sla"
    head = "branch,measure,value,target,period,dimension,direction,kind"
    (made / "data" / "operations.csv").write_text(f"{head}\n{row}\n", "utf-8")
    return made


def inputs(folder):
    listed = json.loads((folder / "out" / "manifest.json").read_text("utf-8"))["inputs"]
    return {one["file"]: one["sha256"] for one in listed}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Return a study folder that names everything in its study file, and what its run found."""
    folder = further(tmp_path_factory.mktemp("asked") / "aurora", TEXT)
    return folder, sq.run(folder).study


@pytest.fixture(scope="module")
def mapped(tmp_path_factory):
    """Return a study folder whose mapping file names everything, and what its run found."""
    text = '[data]\nmapping = "maps/map.toml"\n[figures]\nby = ["branch"]\ntiers = "tier"\n'
    folder = further(tmp_path_factory.mktemp("mapped") / "aurora", text + "[report]\ndeliver = []")
    (folder / "maps").mkdir()
    named = NAMED.replace('"design', '"../design').replace('"journey', '"../journey')
    said = "[report]\n" + named.replace('"data', '"../data') + 'segments = 2\ntiers = "no_tier"\n'
    (folder / "maps" / "map.toml").write_text(said, "utf-8")
    return folder, sq.run(folder).study


@pytest.mark.parametrize("folder", ["asked", "mapped"])
def test_a_run_makes_everything_that_is_named(folder, request):
    _, found = request.getfixturevalue(folder)

    assert [(m.column, m.group, m.share_customers) for m in found.weighting.margins] == [
        ("tier", "Basic", 0.5),
        ("tier", "Plus", 0.3),
        ("tier", "Pro", 0.2),
    ]
    assert [row.id for row in found.journey.touchpoints] == ["arrive", "stay"]
    assert found.operations.file == "operations.csv"
    assert found.segments.tier_column == "tier"


def test_words_of_the_study_file_are_asked_for(asked):
    _, found = asked

    assert (found.segments.asked, found.segments.tiers_asked) == ("recovery", "tier=Basic,Plus,Pro")


def test_the_study_file_outranks_the_mapping_file(mapped):
    _, found = mapped

    assert (found.segments.asked, found.segments.tiers_asked) == ("2", "tier")


@pytest.mark.parametrize("folder", ["asked", "mapped"])
def test_the_manifest_has_the_hash_of_every_file(folder, request):
    place, _ = request.getfixturevalue(folder)
    found = inputs(place)

    for name in (*FILES, "data/operations.csv"):
        assert found[name] == sha256((place / name).read_bytes())


def test_what_was_made_can_be_reproduced(mapped):
    found = sq.reproduce(mapped[0] / "out" / "results.json")

    assert (found.differences, found.reasons) == ((), ())


@pytest.mark.parametrize("folder", ["asked", "mapped"])
def test_operations_hold_no_answers_and_are_not_forgotten(folder, request):
    place, _ = request.getfixturevalue(folder)
    found = forgetting(place, now=True)

    assert ([path.name for path in found.remove], found.unknown) == (["bank.csv"], ())


def test_a_mapping_file_that_is_gone_does_not_keep_data_from_being_forgotten(tmp_path):
    folder = further(tmp_path / "a", '[data]\nfiles = ["data/bank.csv"]\nmapping = "no.toml"\n')
    found = forgetting(folder, now=True)

    assert [path.name for path in found.remove] == ["bank.csv"]


def test_a_mapping_file_for_all_exports_says_what_holds_for_the_whole(tmp_path):
    files = 'files = ["data/bank.csv", { file = "data/more.csv", mode = "mail" }]'
    folder = further(tmp_path / "a", f'[data]\n{files}\nmapping = "map.toml"\n')
    (folder / "data" / "more.csv").write_text(sq.simulate(40, seed=8).to_csv(), "utf-8")
    said = '[report]\nsesoi = 0.7\njourney = "journey.toml"\nsegments = "recovery"\n'
    (folder / "map.toml").write_text(said + '[exclude]\nsuspect = "agreed"\n', "utf-8")
    study = load_study_file(folder)
    found = read_answers(study)

    assert further_of(study, found.mapping) == {
        "journey": folder / "journey.toml",
        "segments": "recovery",
    }
    assert (found.mapping.report["sesoi"], dict(found.mapping.exclude)) == (
        0.7,
        {"suspect": "agreed"},
    )


@pytest.mark.parametrize(("written", "meant"), [("4", "4"), ('"4"', "4"), ('"Auto"', "auto")])
def test_a_number_of_segments_needs_no_quotes(tmp_path, written, meant):
    (tmp_path / "study.toml").write_text(f"[figures]\nsegments = {written}\n", "utf-8")

    assert load_study_file(tmp_path).segments == meant


def test_faults_are_named_at_once(tmp_path):
    text = "[data]\noperations = 5\n[figures]\nsegments = 1\ntiers = ['tier']\n"
    (tmp_path / "study.toml").write_text(text, "utf-8")

    with pytest.raises(StudyFileError) as raised:
        load_study_file(tmp_path)
    assert str(raised.value).splitlines()[1:] == [
        "  - figures.segments: segments is 1; write how many there shall be (2 to 10), 'auto' for "
        "as many as are stable, or 'recovery' to compare only people with and without a problem.",
        "  - figures.tiers: ['tier'] must be text in quotes",
        "  - data.operations: 5 must be text in quotes",
    ]


def test_a_file_that_is_not_there_is_named_before_anything_is_made(tmp_path):
    folder = further(tmp_path / "a", TEXT)
    (folder / "data" / "operations.csv").unlink()

    with pytest.raises(sq.FileError, match=r"operations\.csv"):
        sq.run(folder)
    assert list((folder / "out").iterdir()) == []


def test_the_next_wave_keeps_design_and_touchpoints_and_leaves_operations(asked, tmp_path):
    made = sq.new_folder(tmp_path / "next", like=asked[0])
    found = load_study_file(made.folder)

    assert (found.design, found.journey, found.operations) == (
        made.folder / "design.toml",
        made.folder / "journey.toml",
        None,
    )
    assert (made.folder / "design.toml").read_text("utf-8") == FILES["design.toml"]
    assert found.journey.is_file()
    assert '# operations = "data/operations.csv"' in found.path.read_text("utf-8")
    assert (found.segments, found.tiers) == ("recovery", "tier=Basic,Plus,Pro")


def test_the_next_wave_is_told_to_put_operations_where_the_map_says(mapped, tmp_path):
    made = sq.new_folder(tmp_path / "next", like=mapped[0])

    assert made.advice[-1] == (
        "put this wave's operational figures where the mapping file says: operations.csv"
    )
    assert (made.folder / "design.toml").is_file()


def test_a_design_outside_the_folder_is_found_from_the_new_one(tmp_path):
    old = filled(tmp_path / "2025", '[data]\ndesign = "../design.toml"\n')
    (tmp_path / "deeper").mkdir()
    made = sq.new_folder(tmp_path / "deeper" / "2026", like=old)

    assert 'design = "../../design.toml"\n' in (made.folder / "study.toml").read_text("utf-8")
