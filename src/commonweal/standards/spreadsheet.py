"""Cells of CSV files that spreadsheet programs open.

Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection.
"""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Give the cell so that no spreadsheet program runs it as a formula.

    >>> harmless("=1+1"), harmless("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


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
