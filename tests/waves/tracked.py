"""Several waves of one survey, made so that what happened in them is known."""

import numpy as np

from servqual import simulate

QUARTERS = [f"{year}-Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4)]
BRANCHES = ["North", "South", "East", "West", "Centre", "Lake", "Mill", "Park", "Hill", "Bay"]


def moved(frame, battery, items, share, by, draw):
    """Move a share of the answers to some items by points, as far as the scale goes."""
    for q in items:
        name = f"{battery}{q}"
        who = draw.random(len(frame)) < share
        frame[name] = frame[name].where(~who, np.clip(frame[name] + by, 1, 7))


def wave(seed, n=60, *, better=0.0, asks_less=0.0, branches=()):
    """Return one wave: ids, branches, and in what it differs from the others."""
    frame, draw = simulate(n, seed=seed).frame, np.random.default_rng(seed)
    moved(frame, "P", range(5, 10), better, 2, draw)  # reliability
    moved(frame, "E", range(14, 18), asks_less, -2, draw)  # assurance
    if branches:
        frame["branch"] = [branches[k % len(branches)] for k in range(n)]
    frame["token"] = [f"guest-{k:04d}" for k in draw.permutation(n * 3 // 2)[:n]]
    return frame
