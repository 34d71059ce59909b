"""Writes a draft questionnaire file for an export that no known questionnaire fits."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Sequence

from servqual._files import sha256
from servqual.importer.matching.headings import leading_number, without_leading_number
from servqual.importer.matching.likely import Likely
from servqual.importer.words import plain
from servqual.instrument import Instrument, parse_instrument

_LONGEST_TOPIC = 60  # signs
_ORDER = ("minimum", "desired", "expectation", "perception", "importance", "satisfaction")
_LABELS = {
    "expectation": ("Expectation", "期望"),
    "perception": ("Perception", "感知"),
    "minimum": ("Minimum level", "最低可接受水平"),
    "desired": ("Desired level", "理想水平"),
    "importance": ("Importance", "重要性"),
    "satisfaction": ("Satisfaction", "满意度"),
}
_GAPS = (
    ("gap", "perception", "expectation"),
    ("adequacy", "perception", "minimum"),
    ("superiority", "perception", "desired"),
)
_USUAL = {  # batteries of blocks that name none, by their number
    1: ("perception",),
    2: ("expectation", "perception"),
    3: ("minimum", "desired", "perception"),
}
_BESIDE = {  # what usually stands beside a battery that a heading names
    "expectation": ("perception",),
    "perception": ("expectation",),
    "minimum": ("desired", "perception"),
    "desired": ("perception", "minimum"),
    "importance": ("satisfaction",),
    "satisfaction": ("importance",),
}


def quoted(text: str) -> str:
    r"""Return a text as a TOML string.

    Examples
    --------
    >>> print(quoted('He said "yes"'))
    "He said \"yes\""
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def battery_choices(likely: Likely) -> tuple[str, ...]:
    """Return the batteries of a questionnaire: those said by headings, else the usual ones."""
    said = {block.battery for block in likely.blocks if block.battery}
    silent = sum(1 for block in likely.blocks if not block.battery)
    usual = _USUAL.get(len(likely.blocks), _ORDER)
    if said:
        usual = (*(name for first in sorted(said) for name in _BESIDE[first]), *_ORDER)
    said |= set([name for name in dict.fromkeys(usual) if name not in said][:silent])
    return tuple(name for name in _ORDER if name in said)


def can_be_drafted(likely: Likely) -> bool:
    """Say whether every block can be another battery."""
    said = [block.battery for block in likely.blocks if block.battery]
    return len(set(said)) == len(said) and len(likely.blocks) <= len(_ORDER)


def draft_questionnaire(
    likely: Likely, file: str, told: Sequence[str] = (), others: str = ""
) -> tuple[str, Instrument]:
    """Return the text of a questionnaire file, and the questionnaire that it describes.

    Parameters
    ----------
    likely : Likely
    file : str
        Name of the export, for the comment and the id.
    told : sequence of str
        Batteries of the blocks whose headings name none, as the user said.
    others : str
        Outcomes and people columns as the file says them.
    """
    batteries = _told_batteries(likely, told) or battery_choices(likely)
    parts = [_head(likely, file), _batteries(batteries), _dimensions(likely)]
    parts.append(_items(likely, batteries))
    text = "\n\n".join("\n".join(part) for part in parts) + "\n" + others
    return text, parse_instrument(tomllib.loads(text), file)


def _told_batteries(likely: Likely, told: Sequence[str]) -> tuple[str, ...]:
    """Return the batteries of all blocks, where the user named those that say nothing."""
    if not told:
        return ()
    said = {block.battery for block in likely.blocks if block.battery}
    names = said | {name for name in told if name in _LABELS}
    return tuple(name for name in _ORDER if name in names)


def _head(likely: Likely, file: str) -> list[str]:
    """Return what the file says of the whole; what a person must look at is marked CHECK."""
    low, high = likely.scale
    name = _comment(file)
    return [
        f"# A draft, made by 'servqual map' from the headings of {name}.",
        "# Look at the lines marked CHECK; instruments/README.md describes every key. Then:",
        "#   servqual instruments validate THIS_FILE",
        "",
        f"id = {quoted(_id(file))}",
        'version = "draft"',
        'wording = "own"  # CHECK: "original" with permission, "paraphrase" or "own"',
        f"source = {quoted(f'Questionnaire of {name}')}  # CHECK: as the report cites it",
        "",
        "[title]",
        f"en = {quoted(f'Questionnaire of {name}')}",
        "",
        "[scale]  # CHECK: the ends as they were printed; the answers alone do not prove them",
        f"min = {low}",
        f"max = {high}",
    ]


def _batteries(batteries: Sequence[str]) -> list[str]:
    """Return the batteries and the gaps between them."""
    lines: list[str] = []
    for name in batteries:
        english, chinese = _LABELS[name]
        lines += [
            "[[batteries]]",
            f"name = {quoted(name)}",
            f"label = {{ en = {quoted(english)}, zh = {quoted(chinese)} }}",
            "",
        ]
    for name, received, wanted in _GAPS:
        if received in batteries and wanted in batteries:
            lines += ["[[gaps]]", f'name = "{name}"', f'of = "{received}"', f'minus = "{wanted}"']
            lines.append("")
    return lines[:-1]


def _dimensions(likely: Likely) -> list[str]:
    """Return one dimension for everything, and how to split it."""
    n = len(likely.items)
    return [
        f"# CHECK: all {n} items stand in one dimension until you split it. For each dimension",
        "# write a block such as the next one, and its id as the dimension of its items:",
        "# [[dimensions]]",
        '# id = "reliability"',
        '# name = { en = "Reliability", zh = "可靠性" }',
        "[[dimensions]]",
        'id = "all"',
        'name = { en = "All items", zh = "全部题项" }',
    ]


def _items(likely: Likely, batteries: Sequence[str]) -> list[str]:
    """Return the items with their wording."""
    lines = [
        "# CHECK: two to five words name an item in charts. Add reverse = true where it is worded",
        "# negatively, so that its answers are turned round.",
    ]
    if likely.paired != "wording":
        lines.append(
            f"# CHECK: the sentences of the batteries differ; they were paired by their "
            f"{likely.paired}. See that both are about the same thing."
        )
    for place, texts in enumerate(zip(*(b.items for b in likely.blocks), strict=True), start=1):
        number = leading_number(texts[0]) if likely.paired == "number" else None
        lines += [*_item(f"q{place if number is None else number}", texts, likely, batteries), ""]
    return lines[:-1]


def _item(name: str, texts: Sequence[str], likely: Likely, batteries: Sequence[str]) -> list[str]:
    """Return one item; its topic, or else its wording and aliases, are what headings say."""
    wordings = [plain(text) for text in texts]
    by_number = likely.paired == "number"
    topic = _no_braces(without_leading_number(wordings[0]) if by_number else wordings[0])
    if len(topic) > _LONGEST_TOPIC:
        topic = topic[: _LONGEST_TOPIC - 1].rstrip() + "…"
    if likely.paired == "wording":
        aliases = [] if topic == wordings[0] and " " in topic else wordings[:1]
        asked = [(battery, wordings[0]) for battery in batteries]
    else:
        aliases = [text for text in wordings if text != _no_braces(text)]
        asked = [
            (str(block.battery), text) for block, text in zip(likely.blocks, wordings, strict=True)
        ]
    sentences = [
        f"wording.{battery}.{_language(text)} = {quoted(_no_braces(text))}"
        for battery, text in asked
    ]
    return [
        "[[items]]",
        f"id = {quoted(name)}",
        'dimension = "all"',
        f"topic = {{ {_language(topic)} = {quoted(topic)} }}",
        *([f"aliases = [{', '.join(map(quoted, aliases))}]"] if aliases else []),
        *sentences,
    ]


def _no_braces(text: str) -> str:
    """Return a topic without braces, which would ask to be filled in."""
    return text.replace("{", "(").replace("}", ")")


def _language(text: str) -> str:
    """Return the language that a text is probably in, by its letters."""
    names = {unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha()}
    for script, language in (("HANGUL", "ko"), ("HIRAGANA", "ja"), ("KATAKANA", "ja")):
        if script in names:
            return language
    return "zh" if "CJK" in names else "en"


def _id(file: str) -> str:
    """Return an id made from the name of a file; a digest where it has no plain letters."""
    stem = file.rsplit(".", 1)[0].lower()
    plain_letters = re.sub(r"[^a-z0-9]+", "_", stem).strip("_")
    if not plain_letters[:1].isalpha():
        plain_letters = f"draft_{sha256(file.encode())[:8]}"
    return plain_letters[:60].strip("_")


def _comment(text: str) -> str:
    """Return a text that may stand in a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
