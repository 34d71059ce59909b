"""Answers to a form, drawn by chance, and the table that they are typed into."""

import csv
import io

import numpy as np

from servqual.forms.empty import headings
from servqual.forms.questions import Comment, Matrix, Points, Ranking


def answered(asked, n=12, seed=1, share_missing=0.1):
    """Return what ``n`` people answered to a form: code to what an export of codes holds."""
    chance = np.random.default_rng(seed)
    people = []
    for _ in range(n):
        person = dict(asked.constants)
        for block in asked.blocks:
            person |= dict(_block(block, chance, share_missing))
        for block in asked.blocks:
            only_if = getattr(block, "only_if", None)
            if only_if and person.get(only_if[0]) != only_if[1]:
                person.pop(block.code)
        people.append(person)
    return people


def _block(block, chance, share_missing):
    if isinstance(block, Points):
        cuts = np.sort(chance.integers(0, block.total + 1, len(block.rows) - 1))
        shares = np.diff([0, *cuts, block.total])
        return [(row.code, str(share)) for row, share in zip(block.rows, shares, strict=True)]
    if isinstance(block, Ranking):
        places = chance.permutation(len(block.rows)) + 1
        return [(row.code, str(place)) for row, place in zip(block.rows, places, strict=True)]
    if isinstance(block, Comment):
        return [(block.code, "Quick and friendly")]
    if isinstance(block, Matrix):
        missing = [one.label for one in block.missing]
        return [
            (row.code, _one(block.options, missing, chance, share_missing)) for row in block.rows
        ]
    return [(block.code, _one(block.options, [], chance, 0) if block.options else "North")]


def _one(options, missing, chance, share_missing):
    if missing and chance.random() < share_missing:
        return missing[chance.integers(len(missing))]
    return options[chance.integers(len(options))].value


def typed(forms, people):
    """Return the table of people's answers under the headings of the empty one."""
    table = io.StringIO()
    rows = csv.DictWriter(table, headings(forms), restval="")
    rows.writeheader()
    for k, person in enumerate(people, start=1):
        rows.writerow({"sheet": k, **person})
    return table.getvalue()


def ratings_of(people, asked, item_ids, battery):
    """Return the ratings that were given, NaN for none, shape (people, items)."""
    block = next(b for b in asked.blocks if isinstance(b, Matrix) and b.id == battery)
    code = {row.id: row.code for row in block.rows}
    return np.array(
        [[_number(person.get(code.get(i, ""), "")) for i in item_ids] for person in people]
    )


def _number(text):
    try:
        return float(text)
    except ValueError:
        return float("nan")
