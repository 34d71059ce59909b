"""A printed table held against itself: whether its figures can come from the same answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from servqual.analysis.table_arithmetic import Checker
from servqual.errors import SettingsError
from servqual.importer.answers.scales import parse_ends
from servqual.importer.printed import read_printed
from servqual.importer.words import squash
from servqual.results.table_check import TableCheck, TableFault


def check_table(
    path: str | Path, *, n: int = 0, scale: str = "", items: Mapping[str, int] | None = None
) -> TableCheck:
    r"""Return the arithmetic faults of a printed table of means and gaps.

    Parameters
    ----------
    path : str or Path
        A CSV, text file or workbook: one row per item or dimension (or per row and battery, with a
        column ``battery``), columns such as ``E``, ``SD E``, ``P``, ``SD P``, ``gap``, ``SD gap``,
        ``lower``, ``upper``, ``t``, ``n``, ``alpha``, ``loadings``, ``CR``, ``AVE``.
    n : int
        People, where the table does not say; 0 if it is not known.
    scale : str
        Scale of the answers, such as ``"1-5"``; '' if it is not known.
    items : mapping of dimension to number of items, optional
        Where figures are sums over items.

    Returns
    -------
    TableCheck
        ``faults`` with what the other figures imply. Rounding is allowed for: a printed value is
        only a fault if no unrounded values could have given the row.

    Raises
    ------
    FileError, FormatError
        There is no such file, or it holds no figures that are known.
    SettingsError
        The number of people or the scale makes no sense.

    Notes
    -----
    t is held against the gap and its 95% interval (SE = width / (2 t_crit)), gaps against the two
    means, means of dimensions against those of their items, SDs against each other and against the
    scale, means against n (GRIM, Brown & Heathers 2017), CR and AVE against the loadings.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "table.csv"
    >>> rows = "dimension,E,P,gap,lower,upper,t\nassurance,4.50,4.32,-.18,-.23,-.13,-4.87\n"
    >>> _ = path.write_text(rows)
    >>> fault = check_table(path, n=386).faults[0]
    >>> fault.severity, fault.code, fault.printed, round(fault.implied, 1)
    ('fault', 't_interval', -4.87, -7.1)
    """
    if n < 0:
        raise SettingsError(f"n is {n}; it must be the number of people, 0 if it is not known.")
    ends = parse_ends(scale) if scale else None
    low_high = (float(ends.low), float(ends.high)) if ends else None
    counts = {squash(name): k for name, k in (items or {}).items()}
    tables = read_printed(path)
    found: list[TableFault] = []
    times: Counter[str] = Counter()
    for table in tables:
        checker = Checker(table, n, low_high, counts, times)
        found += checker.found()
    order = {"fault": 0, "ask": 1, "mark": 2}
    found.sort(key=lambda fault: (order[fault.severity], fault.row))
    rows = max(len(table.rows) for table in tables)
    known = bool(n) or any(row.get("n") for table in tables for row in table.rows)
    return TableCheck(tuple(found), tables[0].file, rows, sum(times.values()), dict(times), known)
