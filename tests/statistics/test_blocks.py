"""Balanced blocks: every two stand together, in equally many versions."""

import numpy as np
import pytest

from servqual.statistics.blocks import (
    VERSIONS,
    alike_covariance,
    block_design,
    n_blocks,
    score_variance,
    together,
)


def asked(n_versions):
    """Return which blocks each version asks."""
    table = np.zeros((n_versions, n_blocks(n_versions)), dtype=bool)
    for version, blocks in enumerate(block_design(n_versions)):
        table[version, list(blocks)] = True
    return table


@pytest.mark.parametrize("n_versions", VERSIONS)
def test_every_block_and_every_two_blocks_stand_in_equally_many_versions(n_versions):
    counted = together(asked(n_versions))
    pairs = counted[~np.eye(len(counted), dtype=bool)]

    assert len(block_design(n_versions)) == n_versions
    assert len(set(np.diag(counted))) == 1
    assert len(set(pairs)) == 1
    assert pairs[0] >= 1


@pytest.mark.parametrize("n_versions", VERSIONS)
def test_no_version_asks_everything_or_the_same_as_another(n_versions):
    design = block_design(n_versions)

    assert len(set(design)) == n_versions
    assert all(len(version) < n_blocks(n_versions) for version in design)


def test_the_variance_of_a_whole_score_is_that_of_the_mean_of_its_items():
    cov = alike_covariance(np.array([1.0, 1.5, 2.0]), 0.4)

    assert score_variance([np.full(3, 1 / 3)], cov) == pytest.approx(cov.sum() / 9)


def test_the_variance_over_versions_is_their_mean():
    cov = alike_covariance(np.ones(2), 0.0)
    only_one, both = np.array([1.0, 0.0]), np.array([0.5, 0.5])

    assert score_variance([only_one, both], cov) == pytest.approx((1.0 + 0.5) / 2)
