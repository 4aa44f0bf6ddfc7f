"""Reads the audits that the secretariat of OS2 published, as they lie in the folder of real data."""

import re
from dataclasses import dataclass
from pathlib import Path

from commonweal.assessments.rules.instrument import Given, State

AUDITS = Path("catalogues/os2-audits")
RED, EXPLAINED, YELLOW, GREEN = 0.0, 1.0, 2.0, 3.0
_LIGHTS = {"🔴": RED, "🟡": YELLOW, "🟢": GREEN}
_ROW = re.compile(r"^\|\s*([RFSG]\d+)\s*\|\s*(Sandkasse|[123])\s*\|.*?\|\s*(🟢|🟡|🔴|⚪)\s*\|", re.MULTILINE)
# The audits say it in words: the product is kept at, placed at, or lowered to a level.
_STATED = re.compile(r"(?:fasthold|placer|sænk)[^.\n]*? (?:på|til) \W*niveau (\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit says: the level of each requirement, its light, and the level of the product, if it states one."""

    levels: dict[str, int]
    given: dict[str, Given]
    stated: int | None


def audits(folder: Path) -> dict[str, Audit]:
    """Every audit of a product, by the name of its file."""
    pages = [
        *(folder / AUDITS / "os2-product-audits/docs/audits").glob("*.md"),
        *(folder / AUDITS / "os2-product-reviews/docs/rapporter/evalueringsrapporter").glob("*.md"),
    ]
    return {page.stem.removesuffix("_assessment").lower(): _audit(page.read_text()) for page in pages}


def _audit(text: str) -> Audit:
    rows = _ROW.findall(text)
    stated = {int(level) for level in _STATED.findall(text)}
    assert len(stated) < 2, stated
    return Audit(
        {identifier: 0 if level == "Sandkasse" else int(level) for identifier, level, _ in rows},
        {identifier: _given(light) for identifier, _, light in rows},
        next(iter(stated), None),
    )


def _given(light: str) -> Given:
    if light not in _LIGHTS:
        return Given(State.INAPPLICABLE, reason="not relevant")
    return Given(State.ANSWERED, _LIGHTS[light])
