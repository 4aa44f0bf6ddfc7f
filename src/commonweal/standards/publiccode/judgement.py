"""A whole file judged: by the newest rules, and by those of the version that it declares."""

from dataclasses import dataclass, field

from commonweal.standards.problems import Problem, has_errors
from commonweal.standards.publiccode import editions
from commonweal.standards.publiccode.document import parse
from commonweal.standards.publiccode.files import FindFile, check_files
from commonweal.standards.publiccode.model import PublicCode
from commonweal.standards.publiccode.paths import values
from commonweal.standards.publiccode.reader import read_document


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a file says, and what is wrong with it.

    `problems` judges by the newest version of the standard, as the reference does and catalogues will;
    `declared_problems` by the version that the file declares, and equals `problems` where that version is unknown.
    """

    publiccode: PublicCode | None
    version: str | None
    problems: tuple[Problem, ...] = field(default=())
    declared_problems: tuple[Problem, ...] = field(default=())

    @property
    def is_valid(self) -> bool:
        """Whether a catalogue that reads strictly takes the file."""
        return not has_errors(self.problems)

    @property
    def was_valid(self) -> bool:
        """Whether the file is right by the version that it declares."""
        return not has_errors(self.declared_problems)


def check(content: bytes, find_file: FindFile | None = None) -> Judgement:
    """Judge a file; with `find_file` the pictures and files that it names are looked for too. Never raises."""
    document = parse(content)
    publiccode, problems = read_document(document)
    if find_file is not None:
        problems += check_files(document.root, find_file)
        problems.sort(key=lambda problem: (problem.line or 0, problem.column or 0))
    version = next((part.text.strip() for _, part in values(document.root, "publiccodeYmlVersion")), None)
    version = version or (publiccode.version if publiccode else None)
    edition = editions.edition(version)
    declared = editions.judge(problems, document.root, edition) if edition else problems
    return Judgement(publiccode, version, tuple(problems), tuple(declared))
