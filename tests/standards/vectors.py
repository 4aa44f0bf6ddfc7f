"""Reads the comparison vectors of other projects; none of them lies in this repository."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(r"(\S+)\s+([<>=])\s+(\S+)")
_RPM_LINE = re.compile(r"^RPMVERCMP\(([^,]*), *([^,]*), *(-?\d)\)", re.MULTILINE)


@dataclass(frozen=True)
class Vector:
    """That one version is before ("<"), the same as ("=") or not the same as ("!=") another."""

    ecosystem: str
    one: str
    order: str
    other: str

    def __str__(self) -> str:
        return f"{self.one} {self.order} {self.other}"


def lines(ecosystem: str, path: Path, comments: tuple[str, ...] = ("#", "//")) -> Iterator[Vector]:
    """Read lines of `one < other` as google/osv-scalibr and apk-tools write them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        match = None if line.startswith(comments) else _LINE.match(line.strip())
        if match:
            yield Vector(ecosystem, *match.groups())


def rpm_lines(path: Path) -> Iterator[Vector]:
    """Read the test of RPM itself."""
    for one, other, order in _RPM_LINE.findall(path.read_text(encoding="utf-8")):
        yield Vector("rpm", one.strip("[]"), {"-1": "<", "0": "=", "1": ">"}[order], other.strip("[]"))


def cases(path: Path) -> Iterator[Vector]:
    """Read comparisons and equalities in the test format of VERS; `<=` stands for "as sorted"."""
    found = json.loads(path.read_text(encoding="utf-8"))
    for case in found["tests"] if isinstance(found, dict) else found:
        if case["test_type"] == "equality":
            order = "=" if case["expected_output"] else "!="
            yield Vector(
                case["input"]["input_scheme"], case["input"]["versions"][0], order, case["input"]["versions"][1]
            )
        elif case["test_type"] == "comparison":
            one, other = case["expected_output"]
            yield Vector(case["input"]["input_scheme"], one, "<=", other)
