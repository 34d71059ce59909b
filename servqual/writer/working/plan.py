"""A plan of a survey in words of one language: how many people, what they show, short versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servqual.results.planning import AssumptionRow, ReachRow, SizeRow, SurveyPlan
from servqual.texts import fill
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.working.paper import STRIP_WIDTH, Bar, Paper, Part, Sheet
from servqual.writer.working.plan_names import HUNDREDTHS, OF_GAPS, PlanNames
from servqual.writer.working.plan_versions import versions_part

COUNTS = ("population", "cluster_size")
SHARES = ("share", "promoters", "detractors", "response")
CORRELATIONS = ("panel_r", "item_r")
TOO_FINE = 3  # decimals of a likeness within clusters


def plan_paper(found: SurveyPlan, language: str) -> Paper:
    """Return a plan as a working paper, the numbers of people first.

    Raises
    ------
    SettingsError
        The language has no texts.
    """
    names = PlanNames(found.instrument, language, "", found.confidence)
    parts = [_sizes(names.of("sizes"), found), _reach(names.of("reach"), found)]
    if found.versions:
        parts.append(versions_part(names.of("versions"), found))
    parts.append(_assumptions(names.of("assumptions"), found))
    return Paper(
        kicker=names.say("kicker"),
        title=_title(names, found),
        line=_line(names, found),
        parts=parts,
        language=language,
        scale=found.instrument.scale,
        tone="ready",
    )


def _title(names: PlanNames, found: SurveyPlan) -> str:
    row = found.row("gap")
    count = names.numbers.count
    values = {"n": count(row.total), "margin": names.points(row)}
    if row.reached is not None:
        values["margin"] = names.numbers.size(row.reached)
        return names.of_kind("title_everybody", **values)
    if row.invited is None:
        return names.of_kind("title", **values)
    return names.of_kind("title_invited", **values, invited=count(row.invited))


def _line(names: PlanNames, found: SurveyPlan) -> str:
    scale = found.instrument.scale
    line = names.say(
        "line",
        title=names.title,
        items=len(found.instrument.item_ids),
        low=scale.min,
        high=scale.max,
        confidence=names.coverage,
        power=names.numbers.percent(found.power),
    )
    return names.say("line_results", line=line, file=found.file) if found.file else line


# -- how many --------------------------------------------------------------------------------------


def _sizes(names: PlanNames, found: SurveyPlan) -> Part:
    asked = any(row.invited is not None for row in found.sizes)
    heads = ("formula", "exact", "each", "total", *(("invited",) if asked else ()))
    table = Table(
        names.say("caption"),
        [Column(names.say("aim"), "text"), *(Column(names.say(head)) for head in heads)],
        [_size_row(names, row, heads) for row in found.sizes],
    )
    most = max(row.total for row in found.sizes)
    exhibit = Exhibit(
        "exhibit-sizes",
        names.say("title"),
        how=names.say("how"),
        table=table,
        says=list(_size_notes(names, found)),
        base=names.say("base"),
    )
    sheet = Sheet(
        exhibit,
        strips=[_strip(row.total, most) for row in found.sizes],
        strip_head=names.say("strip"),
        strip_how=names.say("strip_how"),
    )
    return Part("sizes", names.say("title"), names.say("nav"), [names.say("lead")], sheets=[sheet])


def _size_row(names: PlanNames, row: SizeRow, heads: Sequence[str]) -> list[Cell]:
    count = names.numbers.count
    values = {"formula": row.formula, "exact": row.exact, "each": row.n, "total": row.total}
    values["invited"] = row.invited
    cells = [values[head] for head in heads]
    return [
        Cell(names.aim(row)),
        *(Cell(names.numbers.none if n is None else count(n)) for n in cells),
    ]


def _size_notes(names: PlanNames, found: SurveyPlan) -> Iterator[str]:
    for row in found.sizes:
        if row.purpose == "groups":
            yield names.say("holm", k=row.samples, m=names.numbers.count(row.comparisons))
        if row.purpose == "panel":
            yield names.say("panel")
    response = found.known("response")
    if short := [row for row in found.sizes if row.reached is not None]:
        yield _everybody(names, found, short)
    if response is None:
        yield names.say("no_response")
    else:
        yield names.say("response", response=names.numbers.percent(response.value))


def _everybody(names: PlanNames, found: SurveyPlan, short: Sequence[SizeRow]) -> str:
    """Return what can be told where aims need more people than there are."""
    population, response = found.known("population"), found.known("response")
    values = {
        "population": names.numbers.count(population.value if population else 0),
        "parts": fill(names.language, "words.semicolon", {}).join(map(names.reached, short)),
    }
    if response is None:
        return names.say("everybody", **values)
    share = names.numbers.percent(response.value)
    n = names.numbers.count(max(row.total for row in short))
    return names.say("everybody_response", **values, response=share, n=n)


def _strip(n: int, most: int) -> list[Bar]:
    return [Bar(0, 4, max(1.0, round(n / most * STRIP_WIDTH, 2)), 8, "done")]


# -- what it shows ---------------------------------------------------------------------------------


def _reach(names: PlanNames, found: SurveyPlan) -> Part:
    kinds = [kind for kind in _REACH if _told(found, kind)]
    groups = next((row.samples for row in found.sizes if row.purpose == "groups"), 0)
    table = Table(
        names.say("caption"),
        [Column(names.say("n")), *(Column(_head(names, kind, groups)) for kind in kinds)],
        [
            [Cell(names.numbers.count(row.n)), *(Cell(_shown(names, row, k)) for k in kinds)]
            for row in found.reach
        ],
    )
    power = names.numbers.percent(found.power)
    exhibit = Exhibit(
        "exhibit-reach",
        names.say("title"),
        how=names.of_kind("how", confidence=names.coverage, power=power),
        table=table,
        says=list(_reach_notes(names, found, groups)),
        base=names.say("base"),
    )
    return Part("reach", names.say("title"), names.say("nav"), sheets=[Sheet(exhibit)])


_REACH = ("n_effective", "gap", "share", "nps", "shortfall", "waves", "groups", "panel")


def _told(found: SurveyPlan, kind: str) -> bool:
    """Say whether a column has anything to tell."""
    if kind == "n_effective":
        return found.deff > 1
    return any(getattr(row, kind) is not None for row in found.reach)


def _head(names: PlanNames, kind: str, groups: int) -> str:
    if kind == "groups":
        return names.say("groups", k=groups)
    if kind in OF_GAPS:
        return names.of_kind(kind)
    return names.say("effective" if kind == "n_effective" else kind)


def _shown(names: PlanNames, row: ReachRow, kind: str) -> str:
    value = getattr(row, kind)
    if value is None:
        return names.numbers.none
    if kind == "n_effective":
        return names.numbers.count(int(value))
    return names.numbers.fixed(value * 100, 1) if kind in HUNDREDTHS else names.numbers.size(value)


def _reach_notes(names: PlanNames, found: SurveyPlan, groups: int) -> Iterator[str]:
    row = found.reach[min(1, len(found.reach) - 1)]
    if row.shortfall is not None:
        exact = names.numbers.fixed(row.shortfall, 3)
        formula = names.numbers.fixed(row.shortfall_formula, 3)
        yield names.say("formula", n=names.numbers.count(row.n), formula=formula, exact=exact)
    if groups:
        each = names.numbers.count(row.n // groups)
        yield names.say("groups_note", k=groups, n=names.numbers.count(row.n), each=each)


# -- what it rests on ------------------------------------------------------------------------------


def _assumptions(names: PlanNames, found: SurveyPlan) -> Part:
    table = Table(
        names.say("caption"),
        [
            Column(names.say("name"), "text"),
            Column(names.say("value")),
            Column(names.say("origin"), "text"),
        ],
        [_assumption(names, row) for row in found.assumptions],
    )
    exhibit = Exhibit("exhibit-assumptions", names.say("title"), table=table)
    says = list(_grounds(names, found))
    return Part(
        "assumptions", names.say("title"), names.say("nav"), sheets=[Sheet(exhibit)], listed=says
    )


def _assumption(names: PlanNames, row: AssumptionRow) -> list[Cell]:
    return [
        Cell(_name(names.of("assumption"), row)),
        Cell(_value(names, row)),
        Cell(names.of("origin").say(row.origin)),
    ]


def _name(names: PlanNames, row: AssumptionRow) -> str:
    return names.of_kind(row.name) if row.name in ("sd", "panel_r") else names.say(row.name)


def _value(names: PlanNames, row: AssumptionRow) -> str:
    numbers = names.numbers
    if row.name in COUNTS:
        return (
            numbers.count(int(row.value)) if row.value.is_integer() else numbers.points(row.value)
        )
    if row.name in SHARES:
        return numbers.percent(row.value)
    if row.name in CORRELATIONS:
        return numbers.coefficient(row.value)
    return (
        numbers.coefficient(row.value, TOO_FINE) if row.name == "icc" else numbers.size(row.value)
    )


def _grounds(names: PlanNames, found: SurveyPlan) -> Iterator[str]:
    """Yield what the assumptions mean."""
    population, sd = found.known("population"), found.known("sd")
    if population is not None:
        key = "population" if found.corrected else "no_population"
        yield names.say(key, n=names.numbers.count(population.value))
    if found.deff > 1:
        yield names.say("deff", deff=names.numbers.fixed(found.deff, 2))
    if sd is not None and sd.origin == "results":
        yield names.say("largest", file=found.file, of=names.battery(found.spread_of))
        if names.form.gaps and found.spread_of not in {gap.name for gap in names.form.gaps}:
            yield names.say("no_gaps", file=found.file)
    if any(row.origin == "default" for row in found.assumptions):
        yield names.say("default")
    yield names.say("after")
