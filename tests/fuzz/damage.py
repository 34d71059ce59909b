"""What happens to files on their way: each function takes a file and returns it damaged.

No damage turns a rating into another rating of the scale: nobody could notice that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.fuzz.originals import Original

Damage = Callable[[Original, bytes, Random], bytes]
HUGE = 200_000
# what may replace a byte: nothing that is a digit, in any encoding that is tried
JUNK = (b"\x00", b"\xff", b"\xc3", b"x", b"?", b"-", b'"', b"\n", b"\t", b"\x1a", b"\x81", b" ")
OTHER_ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "gb18030", "cp949", "cp1252", "shift_jis")


def cut_off(original: Original, content: bytes, random: Random) -> bytes:
    """Cut the file off somewhere, often near its end."""
    place = random.choice((random.random(), 1 - random.random() ** 4))
    return content[: int(len(content) * place)]


def other_encoding(original: Original, content: bytes, random: Random) -> bytes:
    """Save the file in another encoding, as a text editor would."""
    if not original.encoding:
        return content
    text = content.decode(original.encoding, errors="replace")
    return text.encode(random.choice(OTHER_ENCODINGS), errors="replace")


def taken_for_another(original: Original, content: bytes, random: Random) -> bytes:
    """Open the file in the wrong encoding and save what appears."""
    if not original.encoding:
        return content
    wrong = random.choice(("cp1252", "latin-1", "gb18030"))
    return content.decode(wrong, errors="replace").encode("utf-8")


def stray_quote(original: Original, content: bytes, random: Random) -> bytes:
    """Put quotation marks where none belong."""
    for _ in range(random.randint(1, 3)):
        place = random.randrange(len(content) + 1)
        content = content[:place] + b'"' + content[place:]
    return content


def lost_quote(original: Original, content: bytes, random: Random) -> bytes:
    """Lose one quotation mark."""
    places = [i for i, byte in enumerate(content) if byte == ord('"')]
    if not places:
        return stray_quote(original, content, random)
    place = random.choice(places)
    return content[:place] + content[place + 1 :]


def junk_byte(original: Original, content: bytes, random: Random) -> bytes:
    """Replace single bytes by others that are no digits."""
    found = bytearray(content)
    for _ in range(random.randint(1, 4)):
        if found:
            place = random.randrange(len(found))
            found[place : place + 1] = random.choice(JUNK)
    return bytes(found)


def nuls(original: Original, content: bytes, random: Random) -> bytes:
    """Put a run of NULs into the file, as after a crash while it was saved."""
    place = random.randrange(len(content) + 1)
    return content[:place] + b"\0" * random.choice((1, 2, 64)) + content[place:]


def lines_joined(original: Original, content: bytes, random: Random) -> bytes:
    """Lose a line break, so that two rows become one."""
    return _without(content, random, (b"\r\n", b"\n\x00", b"\n"))


def lost_delimiter(original: Original, content: bytes, random: Random) -> bytes:
    """Lose one sign between two fields."""
    return _without(content, random, (original.delimiter.encode(),))


def _without(content: bytes, random: Random, signs: tuple[bytes, ...]) -> bytes:
    sign = next((s for s in signs if s in content), b"")
    if not sign:
        return content[: len(content) // 2]
    at = random.randrange(content.count(sign))
    place = -1
    for _ in range(at + 1):
        place = content.index(sign, place + 1)
    return content[:place] + content[place + len(sign) :]


def more_delimiters(original: Original, content: bytes, random: Random) -> bytes:
    """Put a sign between fields where none belongs."""
    place = random.randrange(len(content) + 1)
    return content[:place] + original.delimiter.encode() + content[place:]


def doubled_part(original: Original, content: bytes, random: Random) -> bytes:
    """Repeat some rows, as a broken copy does; the headers may be among them."""
    start, end = sorted(random.randrange(len(original.rows) + 1) for _ in "ab")
    return _saved(original, [*original.rows[:end], *original.rows[start:]])


def huge_field(original: Original, content: bytes, random: Random) -> bytes:
    """Make one cell enormous."""
    rows = [list(row) for row in original.rows]
    row = random.choice(rows[original.n_headers :])
    row[random.choice((0, len(row) - 1))] = "long " * (HUGE // 5)
    return _saved(original, rows)


def headers_swapped(original: Original, content: bytes, random: Random) -> bytes:
    """Exchange two headers: nobody can notice, so these are counted apart."""
    rows = [list(row) for row in original.rows]
    a, b = random.sample(range(1, 45), 2)
    for row in rows[: original.n_headers]:
        row[a], row[b] = row[b], row[a]
    return _saved(original, rows)


def header_lost(original: Original, content: bytes, random: Random) -> bytes:
    """Blank one or all headers."""
    rows = [list(row) for row in original.rows]
    chosen = range(len(rows[0])) if random.random() < 0.2 else [random.randrange(len(rows[0]))]
    for row in rows[: original.n_headers]:
        for place in chosen:
            row[place] = ""
    return _saved(original, rows)


def header_doubled(original: Original, content: bytes, random: Random) -> bytes:
    """Give two columns the same header."""
    rows = [list(row) for row in original.rows]
    a, b = random.sample(range(len(rows[0])), 2)
    for row in rows[: original.n_headers]:
        row[a] = row[b]
    return _saved(original, rows)


def rows_apart(original: Original, content: bytes, random: Random) -> bytes:
    """Put blank rows, a title or a total into the table."""
    rows = [list(row) for row in original.rows]
    extra = random.choice(([], [""], ["", ""], ["Total", "8"], ["Report of 3 March"]))
    rows.insert(random.randrange(len(rows) + 1), extra)
    return _saved(original, rows)


def columns_moved(original: Original, content: bytes, random: Random) -> bytes:
    """Put the columns into another order, headers with them."""
    order = list(range(len(original.rows[0])))
    random.shuffle(order)
    return _saved(original, [[row[i] for i in order] for row in original.rows])


def rows_ragged(original: Original, content: bytes, random: Random) -> bytes:
    """Make one row shorter or longer than the others; a sheet has no longer rows, only shifts."""
    rows = [list(row) for row in original.rows]
    row = random.choice(rows)
    if random.random() < 0.5 or not original.encoding:
        del row[random.randrange(len(row)) :]
    else:
        row.insert(random.randrange(len(row) + 1), random.choice(("", "spilled", "x,y")))
    return _saved(original, rows)


def answers_spoilt(original: Original, content: bytes, random: Random) -> bytes:
    """Write something into rating cells that is no answer of the scale."""
    rows = [list(row) for row in original.rows]
    for _ in range(random.randint(1, 5)):
        row = random.choice(rows[original.n_headers :])
        wrong = (
            "8",
            "0",
            "-1",
            "99",
            "5.5",
            "5,5",
            "yes",
            "#REF!",
            "1e999",
            "NaN",
            "５５",
            "²",
            "5²",
        )
        row[random.randrange(4, 44)] = random.choice(wrong)
    return _saved(original, rows)


def mixed_line_ends(original: Original, content: bytes, random: Random) -> bytes:
    """Write some lines the Unix way and some as old Macs did."""
    if not original.encoding or original.encoding.startswith("utf-16"):
        return content
    lines = content.split(b"\r\n")
    return b"".join(line + random.choice((b"\r\n", b"\n", b"\r")) for line in lines)


def _saved(original: Original, rows: list[list[str]]) -> bytes:
    return replace(original, rows=rows).content()


DAMAGES: tuple[Damage, ...] = (
    answers_spoilt, columns_moved, cut_off, doubled_part, header_doubled, header_lost,
    headers_swapped, huge_field, junk_byte, lines_joined, lost_delimiter, lost_quote,
    mixed_line_ends, more_delimiters, nuls, other_encoding, rows_apart, rows_ragged, stray_quote,
    taken_for_another,
)  # fmt: skip
