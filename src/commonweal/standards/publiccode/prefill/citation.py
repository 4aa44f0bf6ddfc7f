"""CITATION.cff: how a software wants to be cited.

Source: Citation File Format 1.2.0 (schema guide); older versions have the same keys.
"""

from commonweal.standards.publiccode import document
from commonweal.standards.publiccode.model import Contact
from commonweal.standards.publiccode.prefill import said
from commonweal.standards.publiccode.prefill.said import Said

_OF_A_NAME = ("given-names", "name-particle", "family-names", "name-suffix")


def read(content: bytes) -> Said:
    """Read the file; of authors only those count whom the file names as contacts. Never raises."""
    root = document.parse(content).root
    cff = said.section(document.to_json(root)) if root is not None else {}
    return Said(
        name=said.line(cff.get("title")),
        repository=said.web_address(cff.get("repository-code")) or said.web_address(cff.get("repository")),
        landing_url=said.web_address(cff.get("url")),
        version=said.version(cff.get("version")),
        release_date=said.day(cff.get("date-released")),
        licence=said.choice_of_licences(cff.get("license")),
        text=said.paragraphs(cff.get("abstract")),
        keywords=said.lines(cff.get("keywords")),
        contacts=tuple(contact for each in said.items(cff.get("contact")) if (contact := _contact(each))),
    )


def _contact(person: object) -> Contact | None:
    found = said.section(person)
    name = said.line(found.get("name")) or " ".join(text for key in _OF_A_NAME if (text := said.line(found.get(key))))
    email = said.email(found.get("email"))
    if not name or email is None:
        return None
    return Contact(name=name, email=email, affiliation=said.line(found.get("affiliation")))
