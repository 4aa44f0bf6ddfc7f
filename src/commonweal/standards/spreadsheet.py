"""CSV files that spreadsheet programs open, and their cells.

Sources: RFC 4180; OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Give the cell so that no spreadsheet program runs it as a formula.

    >>> harmless("=1+1"), harmless("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object] | Mapping[str, object]]) -> str:
    """Write rows under their columns; what is not known (None, or no such column) is empty, and no text is a formula.

    >>> csv_text(["name", "change"], [["=1+1", -3], {"name": "Borgo"}])
    "name,change\\r\\n'=1+1,-3\\r\\nBorgo,\\r\\n"
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        cells = [row.get(column) for column in columns] if isinstance(row, Mapping) else row
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return text.getvalue()


def protected(cell: str) -> str:
    """As `harmless`, but so that `unprotected` gives back exactly the cell: for files that are read again.

    >>> protected("-x"), protected("'-x"), protected("'s-Hertogenbosch")
    ("'-x", "''-x", "'s-Hertogenbosch")
    """
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def unprotected(cell: str) -> str:
    """The cell that `protected` or `harmless` made safe.

    >>> unprotected("'-x"), unprotected("''-x"), unprotected("'s-Hertogenbosch")
    ('-x', "'-x", "'s-Hertogenbosch")
    """
    is_protected = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS)
    return cell[1:] if is_protected else cell
