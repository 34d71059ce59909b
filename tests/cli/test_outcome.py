"""``--outcome``: which question importance is derived from."""

import json

import pytest

from servqual.simulate import simulate


@pytest.fixture
def bank(folder):
    (folder / "bank.csv").write_text(simulate(120).to_csv(), encoding="utf-8")
    return folder


def leading(folder):
    found = json.loads((folder / "bank.results.json").read_text(encoding="utf-8"))
    return found["settings"]["outcome"], found["importance"]["models"][0]["outcome"]


def test_the_outcome_that_was_typed_leads(run, bank):
    assert run("score", "bank.csv", "--outcome", "recommend", "--quiet").status == 0
    assert leading(bank) == ("recommend", "recommend")


def test_satisfaction_leads_where_none_was_typed(run, bank):
    assert run("score", "bank.csv", "--quiet").status == 0
    assert leading(bank) == (None, "satisfaction")


def test_the_mapping_file_may_name_it(run, bank):
    (bank / "bank.map.toml").write_text('[report]\noutcome = "intention"\n', encoding="utf-8")

    assert run("score", "bank.csv", "--mapping", "bank.map.toml", "--quiet").status == 0
    assert leading(bank) == ("intention", "intention")


def test_an_unknown_outcome_ends_with_the_known_ones(run, bank):
    ended = run("score", "bank.csv", "--outcome", "joy")

    assert (ended.status, ended.out) == (1, "")
    assert "Known: overall_quality, satisfaction, recommend, intention." in ended.err
