"""A service of an office as people write it on one line (version: services 1).

Source: our own. Four parts with bars between: what, for whom, how long it takes, whom to ask. Only the first is needed.
"""

VERSION = "services 1"
LENGTHS = (500, 200, 200, 300)


def read_service(line: str) -> tuple[str, str, str, str]:
    """Give the four parts of a line; "" is not known. A part that is too long is cut.

    >>> read_service("Checks licences | buyers |  | room 12")
    ('Checks licences', 'buyers', '', 'room 12')
    """
    parts = [" ".join(part.split()) for part in line.strip(" |").split("|", 3)]
    padded = [*parts, "", "", ""]
    what, for_whom, takes, contact = (part[:length].strip() for part, length in zip(padded[:4], LENGTHS, strict=True))
    return what, for_whom, takes, contact
