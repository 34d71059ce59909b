"""What is kept from run to run changes no byte, and is made again where it is not whole."""

import base64
import gzip
import hashlib
import os
import subprocess
import sys

import pytest

from servqual import _cache, texts
from servqual.writer import html, plotly_door


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder where things are kept in this test."""
    monkeypatch.setenv(_cache.PLACE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_what_was_made_once_is_not_made_again(folder):
    made = []
    found = [_cache.kept("a", b"key", lambda: made.append(1) or b"content") for _ in range(3)]

    assert found == [b"content"] * 3
    assert len(made) == 1


def test_another_key_is_another_thing(folder):
    assert _cache.kept("a", b"1", lambda: b"one") == b"one"
    assert _cache.kept("a", b"2", lambda: b"two") == b"two"


@pytest.mark.parametrize(
    "damage", [lambda c: c[:-1], lambda _c: b"", lambda c: c[:40] + b"x" + c[41:]]
)
def test_what_is_damaged_is_made_again(folder, damage):
    _cache.kept("a", b"key", lambda: b"content")
    (path,) = folder.iterdir()
    path.write_bytes(damage(path.read_bytes()))

    assert _cache.found("a", b"key") is None
    assert _cache.kept("a", b"key", lambda: b"content") == b"content"
    assert _cache.found("a", b"key") == b"content"


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(_cache.PLACE, str(tmp_path / "file" / "kept"))

    assert _cache.kept("a", b"key", lambda: b"content") == b"content"
    assert _cache.found("a", b"key") is None


def test_nothing_is_kept_where_nothing_is_to_be(tmp_path, monkeypatch):
    monkeypatch.setenv(_cache.PLACE, "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert _cache.kept("a", b"key", lambda: b"content") == b"content"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the place is another there")
def test_the_place_is_the_one_for_caches(tmp_path, monkeypatch):
    monkeypatch.delenv(_cache.PLACE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    _cache.keep("a", b"key", b"content")

    assert [path.name[:2] for path in (tmp_path / "servqual").iterdir()] == ["a-"]


def test_what_nobody_used_for_long_is_removed(folder):
    _cache.keep("old", b"key", b"content")
    (old,) = folder.iterdir()
    os.utime(old, (0, 0))
    _cache.keep("new", b"key", b"content")

    assert [path.name[:3] for path in folder.iterdir()] == ["new"]


def made():
    """Return what rests on what is kept: words, plotly.js, a template."""
    page = html.environment.__wrapped__().get_template("macros.html.j2")
    return (
        dict(texts.catalogue.__wrapped__("zh")),
        plotly_door._packed.__wrapped__(),
        page.module.__dict__.keys(),
    )


def test_words_script_and_templates_are_the_same_with_and_without(folder, monkeypatch):
    first, second = made(), made()
    kept = sorted(path.name.rpartition("-")[0] for path in folder.iterdir())
    monkeypatch.setenv(_cache.PLACE, "")
    without = made()

    assert first == second == without
    assert kept == ["plotly.js", "template", "texts-zh"]


def test_the_kept_script_is_the_one_of_the_page(folder):
    digest, packed = plotly_door._packed.__wrapped__()
    script = gzip.decompress(base64.b64decode(packed))

    assert script == plotly_door.page_script().encode("ascii")
    assert base64.b64decode(digest) == hashlib.sha256(script).digest()


def test_nothing_of_a_survey_is_kept(folder, plain_survey):
    plain_survey.write_text(plain_survey.read_text("utf-8").replace("E1,", "Wagstaffe,"), "utf-8")
    words = ["check", str(plain_survey), "--all-columns"]
    subprocess.run([sys.executable, "-m", "servqual", *words], check=False, capture_output=True)

    assert not any(b"Wagstaffe" in path.read_bytes() for path in folder.iterdir())
