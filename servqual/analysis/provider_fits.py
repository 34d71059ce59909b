"""Whether managers, contact staff and settings of the gap model fit the customers' answers."""

from __future__ import annotations

from collections.abc import Iterator

from servqual.analysis.provider import MANY, Provider
from servqual.analysis.provider_own import not_their_own
from servqual.analysis.provider_scores import BATTERY
from servqual.errors import SettingsError, listed
from servqual.instrument import Instrument
from servqual.responses import Responses
from servqual.scoring.naming import people_column
from servqual.study.gap_model.told import FEWEST


def check_provider(provider: Provider, customers: Responses) -> None:
    """Raise unless managers, staff and settings fit the customers' answers; all faults at once."""
    faults = list(_faults(provider, customers))
    if faults:
        raise SettingsError(
            f"the gap model cannot be worked out as asked ({len(faults)} "
            f"fault{'s' if len(faults) > 1 else ''}):\n{listed(faults)}"
        )


def _faults(provider: Provider, customers: Responses) -> Iterator[str]:
    if not provider.answers and provider.audit is None and not provider.expectation_source:
        yield (
            "nothing beside the customers is named. Name the export of the managers, of the staff "
            "or an audit"
        )
    yield from _settings_faults(provider)
    for name, answers in (("customers", customers), *_named(provider)):
        for column in _columns(provider, name):
            if fault := _column_fault(answers, column):
                yield f"{name}: {fault}"
    yield from not_their_own(provider.answers, customers)
    for role, answers in provider.answers.items():
        yield from _unlike(role, answers, customers.instrument)


def _settings_faults(provider: Provider) -> Iterator[str]:
    """Yield what makes no sense of what is said beside the answers."""
    if provider.fewest < FEWEST:
        yield (
            f"fewest is {provider.fewest}: means of managers and staff need {FEWEST} people or "
            "more. Leave it out, or write a larger number"
        )
    if provider.match_units and not provider.unit:
        yield (
            'units are to be matched, and no column names them. Say which one does: unit = "branch"'
        )
    consent = () if isinstance(provider.consent, str) else provider.consent
    for what, roles in (("population", provider.population), ("consent", consent)):
        for role in roles:
            if role not in MANY:
                yield f"{what}: {role!r} is no role; known: {', '.join(MANY)}"
    for role, answers in provider.answers.items():
        number = provider.population.get(role)
        if number is not None and number < len(answers):
            yield (
                f"population: there are {number} {MANY[role]}, and {len(answers)} answered. "
                "Correct the number, or leave it out"
            )


def _named(provider: Provider) -> Iterator[tuple[str, Responses]]:
    for role, answers in provider.answers.items():
        yield MANY[role], answers


def _columns(provider: Provider, name: str) -> list[str]:
    source = [provider.expectation_source] if name == "customers" else []
    return [column for column in (provider.unit, *source) if column]


def _column_fault(answers: Responses, column: str) -> str:
    try:
        people_column(answers, column)
    except SettingsError as error:
        return str(error).removesuffix(".")
    return ""


def _unlike(role: str, answers: Responses, customers: Instrument) -> Iterator[str]:
    """Yield why the answers of a role cannot be set beside those of the customers."""
    own = answers.instrument
    file = answers.source.file
    if own.role != role:
        yield (
            f"{MANY[role]}: {file} was read with {own.id}, which is for "
            f"{MANY.get(own.role, 'customers')}. Read it with a questionnaire whose role is "
            f'"{role}", such as gap-{MANY[role]}'
        )
        return
    if own.dimension_ids != customers.dimension_ids:
        yield (
            f"{MANY[role]}: {own.id} has the dimensions {', '.join(own.dimension_ids)}, the "
            f"customers' {customers.id} {', '.join(customers.dimension_ids)}. Use a questionnaire "
            f"that extends {own.id} with the dimensions of {customers.id}"
        )
        return
    if BATTERY not in answers.ratings:
        return
    if own.item_ids != customers.item_ids:
        differ = sorted(set(own.item_ids) ^ set(customers.item_ids))
        yield (
            f"{MANY[role]}: {', '.join(differ) or 'the order of items'} is not in both {own.id} "
            f"and the customers' {customers.id}; a gap needs the same items. Name items that were "
            "not asked as absent in the mapping file of the other"
        )
    scale, wanted = own.scale_of(BATTERY), customers.scale
    if (scale.min, scale.max) != (wanted.min, wanted.max):
        yield (
            f"{MANY[role]}: answered from {scale.min} to {scale.max}, the customers' "
            f"{customers.id} from {wanted.min} to {wanted.max}. Say which scale was printed with "
            "scale, or convert one of them"
        )
