"""``servqual join``: what it prints, what it writes, what it refuses."""

import pytest

import servqual as sq
from servqual.cli.app import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with two surveys, English and Chinese, and one of two waves."""
    place = tmp_path_factory.mktemp("join")
    desk = sq.simulate(n=40, seed=1).frame
    mail = sq.simulate(n=30, seed=2, language="zh").frame
    for column in [name for name in mail if name.startswith("感知")]:
        mail[column] = (mail[column] - 2).clip(lower=1)
    desk.to_csv(place / "desk.csv", index=False)
    mail.to_csv(place / "mail.csv", index=False)
    desk.iloc[:30].to_csv(place / "again.csv", index=False)
    return place


@pytest.fixture(scope="module")
def joined(folder):
    """Return the folder after the two were joined, and what was printed."""
    arguments = ["join", "desk.csv", "mail.csv", "--mode", "tablet", "--mode", "-"]
    paths = [str(folder / a) if a.endswith(".csv") else a for a in arguments]
    return folder, main([*paths, "--quiet"])


def run(folder, *arguments):
    return main([str(folder / a) if a.endswith((".csv", ".toml")) else a for a in arguments])


def test_the_file_and_its_map_stand_beside_the_first(joined):
    folder, status = joined

    assert status == 0
    assert (folder / "joined.csv").is_file()
    assert (folder / "joined.map.toml").is_file()


def test_a_report_of_the_joined_file_works_at_once(joined):
    folder, _ = joined

    assert run(folder, "report", "joined.csv", "-o", str(folder / "a.html"), "--quiet") == 0
    assert run(folder, "score", "joined.csv", "--mapping", "joined.map.toml", "--by", "source",
               "-o", str(folder / "a.json"), "--quiet") == 0  # fmt: skip


def test_the_tables_and_the_next_command_are_printed(folder, capsys):
    run(folder, "join", "desk.csv", "mail.csv", "-o", "b.csv")
    out, err = capsys.readouterr()

    assert "Before pooling: “source”" in out
    assert "70 people" in err
    assert err.endswith(
        f"Next: servqual report {folder / 'b.csv'} --mapping {folder / 'b.map.toml'} --by source\n"
    )


def test_they_are_printed_in_chinese_too(folder, capsys):
    run(folder, "join", "desk.csv", "again.csv", "--link", "id", "-o", "c.csv", "--lang", "zh")
    out, err = capsys.readouterr()

    assert "前后两次作答者的变化" in out
    assert "下一步：servqual report" in err
    assert err.rstrip().endswith("--by wave")


def test_nothing_is_replaced_without_force(joined, capsys):
    folder, _ = joined

    assert run(folder, "join", "desk.csv", "mail.csv") == 1
    assert "this file exists already" in capsys.readouterr().err


def test_an_input_is_never_replaced(folder, capsys):
    assert run(folder, "join", "desk.csv", "mail.csv", "-o", "mail.csv", "--force") == 1
    assert "it is never replaced" in capsys.readouterr().err


def test_names_must_fit_the_files(folder, capsys):
    assert run(folder, "join", "desk.csv", "mail.csv", "--source", "a", "-o", "d.csv") == 1
    assert capsys.readouterr().err == (
        "servqual: --source was given 1 time for 2 files. Give it once for each, in their order; "
        "- stands for none.\n"
    )


@pytest.mark.parametrize("second", ["desk.csv", "copy.csv"])
@pytest.mark.parametrize("more", [[], ["--source", "a", "--source", "b"], ["--link", "id"]])
def test_the_same_file_twice_is_refused(folder, capsys, second, more):
    (folder / second).write_bytes((folder / "desk.csv").read_bytes())
    status = run(folder, "join", "desk.csv", second, *more, "-o", "d.csv")
    err = capsys.readouterr().err

    assert status == 1
    assert err.startswith(
        f"servqual: {folder / 'desk.csv'} and {folder / second} are the same file (sha256 "
    )
    assert err.endswith("...): everybody would count twice. Name each export once.\n")
    assert not (folder / "d.csv").exists()


def test_link_takes_two_files(folder, capsys):
    assert run(folder, "join", "desk.csv", "--link", "id", "-o", "d.csv") == 1
    assert capsys.readouterr().err == (
        "servqual: --link takes two files, before and after, and the heading of the ids once, or "
        "once for each; 1 file and 1 heading were named.\n"
    )


def test_a_file_that_is_not_there_is_named(folder, capsys):
    assert run(folder, "join", "desk.csv", "nowhere.csv", "-o", "d.csv") == 1
    assert "there is no such survey file" in capsys.readouterr().err
