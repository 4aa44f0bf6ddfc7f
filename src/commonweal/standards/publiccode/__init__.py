"""publiccode.yml: the file in which a public body describes its software.

`read(bytes)` gives what it says and what is wrong with it, for every version from 0.1 to 0.7; `check(bytes)` judges it
by the newest version and by the declared one. `upgrade`, `repair` and `write` change and make files; `relation` tells
an original from a variant and a technical fork. Nouns: PublicCode, Description, Problem, Judgement, Change, Relation.
"""

from commonweal.standards.publiccode.fork import Relation, relation
from commonweal.standards.publiccode.judgement import Judgement, check
from commonweal.standards.publiccode.model import (
    Audience,
    Contact,
    Contractor,
    Dependencies,
    Dependency,
    Description,
    Legal,
    Localisation,
    Maintenance,
    Organisation,
    PublicCode,
)
from commonweal.standards.publiccode.reader import read
from commonweal.standards.publiccode.repairing import repair
from commonweal.standards.publiccode.sheet import Change
from commonweal.standards.publiccode.upgrading import upgrade
from commonweal.standards.publiccode.writer import write

__all__ = [
    "Audience",
    "Change",
    "Contact",
    "Contractor",
    "Dependencies",
    "Dependency",
    "Description",
    "Judgement",
    "Legal",
    "Localisation",
    "Maintenance",
    "Organisation",
    "PublicCode",
    "Relation",
    "check",
    "read",
    "relation",
    "repair",
    "upgrade",
    "write",
]
