"""The worked example of the gap model (all whole numbers), and a study of three roles."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import servqual as sq
from servqual.study.gap_model.rows import Frame
from servqual.study.gap_model.told import Told

DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
POINTS = np.array([11, 32, 22, 19, 16]) / 100
CONSENT = "all agreed in writing, 4 May 2026"
BRANCHES = ("North", "Centre", "Harbour")


def rows(*people):
    return np.array([list(map(int, person)) for person in people], dtype=float)


GIVEN = {
    "customer_expectation": rows("57666", "67775", "56666", "67676"),
    "customer_perception": rows("65565", "66565", "55455", "66566"),
    "manager_expectation": rows("66654", "67565", "56665"),
    "standards": rows("65453", "56553", "65463"),
    "delivery": rows("64455", "55465", "65566", "54455"),
    "staff_expectation": rows("57766", "66676", "57767", "66766"),
    "promises": rows("64555", "54465", "65456", "64455"),
}
ROLE = {
    "customer": ("customer_expectation", "customer_perception"),
    "manager": ("manager_expectation", "standards"),
    "staff": ("staff_expectation", "delivery", "promises"),
}


def told(times: int = 1, **more) -> dict[str, Told]:
    """Return the three roles, everybody so many times."""
    return {
        role: Told(
            role,
            times * len(GIVEN[names[0]]),
            {name: np.tile(GIVEN[name], (times, 1)) for name in names},
            **more.get(role, {}),
        )
        for role, names in ROLE.items()
    }


def frame(times: int = 1, **more) -> Frame:
    return Frame(DIMENSIONS, told(times, **more), weights=POINTS)


def table(n: int, form: str, seed: int, *, branches: bool = True):
    """Return simulated answers of one role as a frame."""
    found = sq.simulate(n, form, seed=seed).frame.drop(
        columns=["id", "age", "comment", "branch"], errors="ignore"
    )
    if branches:
        found["branch"] = [BRANCHES[k % len(BRANCHES)] for k in range(n)]
    return found


def study_folder(folder: Path, text: str = "", *, customers: int = 400) -> Path:
    """Return a study folder of 3 branches, 6 managers, 20 staff and so many customers."""
    data = folder / "data"
    data.mkdir(parents=True)
    guests = table(customers, "servqual", 3)
    sources = ("earlier visits", "reviews", "advertising")
    guests["heard"] = [
        sources[0 if k % 10 < 5 else 1 if k % 10 < 9 else 2] for k in range(customers)
    ]
    guests.to_csv(data / "guests.csv", index=False)
    table(6, "gap-managers", 4).to_csv(data / "managers.csv", index=False)
    table(20, "gap-staff", 5).to_csv(data / "staff.csv", index=False)
    (data / "audit.csv").write_text(
        "unit,dimension,kind,value,source\n"
        "North,Reliability,delivery,4,mystery visits\n"
        "Centre,可靠性,交付,5,mystery visits\n"
        "North,reliability,promise,3,promise inventory\n",
        encoding="utf-8",
    )
    (folder / "study.toml").write_text(
        '[study]\nclient = "Aurora Bank"\n[data]\nfiles = ["data/guests.csv"]\n'
        '[gap_model]\nmanagers = "data/managers.csv"\nstaff = "data/staff.csv"\n'
        f'unit = "branch"\n{text}',
        encoding="utf-8",
    )
    return folder
