"""The files of short versions: the questionnaire to score with, a map, and a sheet per version."""

from __future__ import annotations

from collections.abc import Iterator

from servqual._cells import csv_text
from servqual.errors import SettingsError
from servqual.forms.toml_text import toml_text
from servqual.forms.versions import ShortForms
from servqual.instrument import FORM_COLUMN, Instrument

QUESTIONNAIRE, MAP, ANSWERS = "questionnaire.toml", "map.toml", "answers.csv"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which spreadsheets know UTF-8


def written(short: ShortForms, language: str = "en", service: str = "") -> dict[str, str]:
    """Return the content of every file by its name.

    Parameters
    ----------
    short : ShortForms
    language : str
        Of the wording in the sheets.
    service : str
        The noun that fills ``{service}``; '' takes the questionnaire's own.

    Returns
    -------
    dict of file name to text
        ``questionnaire.toml``, ``map.toml``, ``answers.csv`` with the headings to type answers
        under, and ``version-A.csv`` ... with what each version asks, for a survey tool.

    Raises
    ------
    SettingsError
        An item has no wording.
    """
    check_wording(short.instrument, language)
    sheets = {
        sheet_name(form.id, "csv"): BOM + csv_text(_sheet(short, form.id, language, service))
        for form in short.forms
    }
    return {
        QUESTIONNAIRE: questionnaire_text(short),
        MAP: _map_text(short.instrument),
        ANSWERS: BOM + csv_text([headings(short.instrument)]),
        **sheets,
    }


def sheet_name(form: str, ending: str) -> str:
    """Return the name of a version's file.

    Examples
    --------
    >>> sheet_name("A", "csv")
    'version-A.csv'
    """
    return f"version-{form}.{ending}"


def check_wording(instrument: Instrument, language: str) -> None:
    """Raise unless there is a sentence for every item and battery."""
    bare = [
        f"{item.id} of {battery}"
        for item in instrument.items
        for battery in instrument.rated_batteries
        if not instrument.say(item.wording.get(battery), language)
    ]
    if bare:
        raise SettingsError(
            f"the questionnaire {instrument.id} cannot be written without sentences, and "
            f"{', '.join(bare[:5])}{' ...' if len(bare) > 5 else ''} has none. Add them under "
            "wording in the questionnaire file; instruments/README.md tells how."
        )


def questionnaire_text(short: ShortForms) -> str:
    """Return the questionnaire with its versions as a file that scores the answers."""
    head = (
        f"# {short.instrument.id}: the questionnaire with {len(short.forms)} short versions, made "
        "by 'servqual plan'.\n"
        "# Score answers to it with -i and this file. Every version asks the items listed under\n"
        f'# [[forms]]; the column "{FORM_COLUMN}" says who answered which. min_answered is a share '
        "of\n# the items that a person's version asks.\n\n"
    )
    table = short.instrument.model_dump(mode="json", exclude_defaults=True)
    return head + toml_text({**table, "min_answered": short.instrument.min_answered})


def headings(instrument: Instrument) -> list[str]:
    """Return the headings of a file of answers: the version, every rating, points, outcomes."""
    return [FORM_COLUMN, *_targets(instrument)]


def heading(battery: str, item: str) -> str:
    """Return the heading of a rating.

    Examples
    --------
    >>> heading("perception", "q1")
    'perception_q1'
    """
    return f"{battery}_{item}"


def _targets(instrument: Instrument) -> dict[str, str]:
    """Return each heading with what a mapping file says of it."""
    found = {
        heading(battery, item): f"{battery}.{item}"
        for battery in instrument.battery_names
        for item in instrument.item_ids
    }
    if instrument.importance.method in ("points", "ranking"):
        found |= {f"points_{d}": f"points.{d}" for d in instrument.dimension_ids}
    return found | {o.id: f"outcome.{o.id}" for o in instrument.outcomes}


def _map_text(instrument: Instrument) -> str:
    """Return a mapping file for answers under our headings."""
    head = (
        f"# Which column is which, for answers typed into {ANSWERS}. If your survey tool has other "
        "headings,\n# change the words on the left; leave out lines of columns that are not "
        "there.\n\n"
    )
    columns = {FORM_COLUMN: f"people.{FORM_COLUMN}", **_targets(instrument)}
    return head + toml_text({"instrument": QUESTIONNAIRE, "columns": columns})


def _sheet(short: ShortForms, form_id: str, language: str, service: str) -> Iterator[list[object]]:
    """Yield what one version asks, item by item and battery by battery, with its headings."""
    form = next(form for form in short.forms if form.id == form_id)
    instrument = short.instrument
    yield ["version", "place", "heading", "set of ratings", "item", "wording", "lowest", "highest"]
    place = 0
    for battery in instrument.battery_names:
        scale = instrument.scale_of(battery)
        for item in instrument.items:
            if item.id in form.items:
                place += 1
                text = instrument.filled(item.wording.get(battery), language, service)
                name = heading(battery, item.id)
                yield [form_id, place, name, battery, item.id, text, scale.min, scale.max]
