"""``servqual map`` proposes, asks on a terminal, and tells the next command."""

import os
import pty
import select
import subprocess
import sys

import pytest

TOPICS = ["设备先进", "按承诺提供服务", "服务及时", "员工值得信赖", "给予个别关注", "营业时间方便"]

LONGEST_WAIT = 90  # pieces of output or seconds of silence
LEAVING = (b"\x03", b"\x04")  # Ctrl-C, Ctrl-D


@pytest.fixture
def numbered(folder):
    """Return an export of 问卷星 by number: both matrices are headed alike."""
    headers = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    headers += [f"{n}、{topic}" for n in (3, 4) for topic in TOPICS]
    rows = [
        f"{i},2024/3/5 09:1{i}:33,6{i}秒,链接,直接访问,192.0.2.{i},5,4,5,4,5,{i},1,2,3,1,2,{i}"
        for i in (1, 2, 3, 4)
    ]
    path = folder / "wjx.csv"
    path.write_text("\n".join([",".join(headers), *rows]) + "\n", "gbk")
    return path.name


def typed(folder, answers, *words):
    """Return exit status and output of a command in a terminal in which a person types.

    Each answer is typed when a question has come up.
    """
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "servqual", *words],
        cwd=folder,
        stdin=child,
        stdout=child,
        stderr=child,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509  one thread runs here
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "TERM": "dumb"},
    )
    os.close(child)
    waiting, shown, last = list(answers), b"", b""
    for _ in range(LONGEST_WAIT):
        if not select.select([parent], [], [], 1)[0]:
            if last in LEAVING:  # a signal between the question and the reading is not noticed
                os.write(parent, last)
            continue
        piece = _read(parent)
        if not piece:
            break
        shown += piece
        if waiting and shown.endswith(b": "):
            last = waiting.pop(0).encode()
            os.write(parent, last)
    else:
        process.kill()
    os.close(parent)
    return process.wait(timeout=60), shown.decode("utf-8", "replace").replace("\r\n", "\n")


def _read(terminal):
    """Return what was shown next, nothing at the end."""
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that the other side has closed the terminal
        return b""


def _take_terminal():
    """Make the new terminal the one that Ctrl-C comes from."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_a_newcomer_gets_from_a_numbered_export_to_a_report(run, numbered, names):
    first = run("report", numbered)
    mapped = run("map", numbered)
    asked = run("check", numbered, "--mapping", "wjx.map.toml")
    told = run(
        "report", numbered, "--mapping", "wjx.map.toml", "--blocks", "expectation,perception"
    )

    assert first.status == 1
    assert "servqual map" in first.err
    assert mapped.err.splitlines() == [
        "Written: wjx.map.toml",
        "Written: wjx.questionnaire.toml, a draft: no known questionnaire fits, 6 items were "
        "found. Look at its lines marked CHECK",
        "The headings do not say which block of columns is which. Write it into the map under "
        "blocks, or put what stands behind --blocks in the next commands into the order of the "
        "file",
        "Next: servqual check wjx.csv --mapping wjx.map.toml --blocks expectation,perception",
        "Then: servqual report wjx.csv --mapping wjx.map.toml --blocks expectation,perception",
    ]
    assert asked.status == 1
    assert "their order proves nothing" in " ".join(asked.out.split())
    assert told.status == 0
    assert "wjx.report.html" in names()


def test_the_order_of_blocks_can_be_said_to_the_map(run, numbered, folder):
    run("map", numbered, "--blocks", "perception,expectation")

    assert 'blocks = ["perception", "expectation"]\n' in (folder / "wjx.map.toml").read_text(
        "utf-8"
    )
    assert run("report", numbered, "--mapping", "wjx.map.toml").status == 0


def test_on_a_terminal_the_blocks_are_asked_about(folder, numbered):
    status, shown = typed(folder, ["x\n", "exp\n", "p\n"], "map", numbered)

    assert status == 0
    assert "Columns G to L ('3、设备先进' ... '3、营业时间方便') ask for 6 items." in shown
    assert "Please answer expectation or perception or ignore, or the beginning of it." in shown
    text = (folder / "wjx.map.toml").read_text("utf-8")
    assert 'blocks = ["expectation", "perception"]\n' in text


def test_nothing_is_written_when_the_person_leaves(folder, numbered, names):
    before = names()

    for left in (["\x03"], ["exp\n", "\x03"], ["exp\n", "\x04"]):
        status, shown = typed(folder, left, "map", numbered)

        assert status == 130
        assert "Traceback" not in shown
        assert names() == before


def test_nothing_is_asked_when_the_user_wants_no_questions(folder, numbered):
    status, shown = typed(folder, [], "map", numbered, "--no-ask")

    assert status == 0
    assert "What was rated there?" not in shown


@pytest.fixture
def nearly(folder, plain_csv):
    """Return a survey in which one heading is nearly the sentence of an item."""
    header, rest = plain_csv.split("\n", 1)
    headers = header.split(",")
    headers[10] = '"Every excellent hotel would have staff who serve its customers without delay"'
    (folder / "nearly.csv").write_text(",".join(headers) + "\n" + rest, "utf-8")
    return "nearly.csv"


def test_a_doubtful_column_is_asked_about(folder, nearly):
    status, shown = typed(folder, ["y\n"], "map", nearly)

    assert status == 0
    assert "may be expectation.q11 (wording" in shown
    assert '= "expectation.q11"  # confirmed: wording' in (folder / "nearly.map.toml").read_text()


def test_a_doubtful_column_that_is_refused_stays_a_suggestion(folder, nearly):
    typed(folder, ["n\n"], "map", nearly)

    text = (folder / "nearly.map.toml").read_text()
    assert '= "ignore"  # ' in text
    assert 'CHECK: perhaps "expectation.q11", wording' in text


def test_doubtful_columns_can_be_taken_without_a_question(run, nearly):
    suggested = run("map", nearly)
    taken = run("map", nearly, "--yes", "--force")

    assert "1 doubtful column is suggested there in comments" in suggested.err
    assert "doubtful" not in taken.err
    assert run("report", nearly, "--mapping", "nearly.map.toml").status == 0


def test_a_draft_that_was_edited_is_not_replaced(run, numbered, folder):
    run("map", numbered)
    (folder / "wjx.questionnaire.toml").write_text("mine", "utf-8")
    (folder / "wjx.map.toml").unlink()

    ended = run("map", numbered)

    assert ended.status == 1
    assert "wjx.questionnaire.toml" in ended.err
    assert not (folder / "wjx.map.toml").exists()
    assert (folder / "wjx.questionnaire.toml").read_text() == "mine"


def test_the_draft_and_the_map_cannot_be_one_file(run, numbered, names):
    ended = run("map", numbered, "-o", "x.toml", "--draft-instrument", "x.toml", "--force")

    assert ended.err == (
        "servqual: x.toml: map and questionnaire need two files. Give one another name.\n"
    )
    assert "x.toml" not in names()


def test_a_draft_elsewhere_is_named_by_its_path(run, numbered, folder):
    (folder / "sub").mkdir()
    run("map", numbered, "--draft-instrument", "sub/own.toml", "--blocks", "expectation,perception")

    assert run("instruments", "validate", "sub/own.toml").status == 0
    assert run("score", numbered, "--mapping", "wjx.map.toml").status == 0


def test_a_check_of_another_questionnaire_leads_to_its_map_and_back(run, folder):
    topics = ("Speed", "Price", "Smile", "Modern equipment")
    heads = [f"What you {what} [{t}]" for what in ("expect", "experienced") for t in topics]
    rows = [",".join(str(1 + (i + k) % 5) for k in range(8)) for i in range(20)]
    (folder / "my own.csv").write_text("\n".join([",".join(heads), *rows]) + "\n", "utf-8")

    shown = run("check", "my own.csv").out

    assert (
        '    servqual map "my own.csv"\n'
        "  Look through the map, then check again with it:\n"
        '    servqual check "my own.csv" --mapping "my own.map.toml"\n'
    ) in shown
    assert run("map", "my own.csv").status == 0
    assert run("check", "my own.csv", "--mapping", "my own.map.toml").status == 0
