"""Our colours: readable in light and in dark, by WCAG 2.2 (1.4.3 and 1.4.11)."""

import re

import pytest

from commonweal.server import paths

THEME = (paths.PACKAGE / "server/static/commonweal/theme.css").read_text()
TOKENS = {
    (name, scheme): colour
    for name, light, dark in re.findall(r"--ds-color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", THEME)
    for scheme, colour in (("light", light), ("dark", dark))
}
GROUNDS = ("background-default", "background-tinted", "surface-default", "surface-tinted")
PAIRS = [("text-default", ground, 4.5) for ground in GROUNDS]
PAIRS += [("text-subtle", ground, 4.5) for ground in GROUNDS]
PAIRS += [("border-default", ground, 3.0) for ground in GROUNDS[:3]]
PAIRS += [("base-contrast-default", "base-default", 4.5), ("base-contrast-default", "base-hover", 4.5)]


def brightness(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((brightness(one), brightness(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("palette", ["accent", "neutral"])
def test_colours_can_be_told_apart(palette: str, scheme: str) -> None:
    weak = {
        f"{front} on {ground}": round(ratio, 2)
        for front, ground, least in PAIRS
        if (ratio := contrast(TOKENS[f"{palette}-{front}", scheme], TOKENS[f"{palette}-{ground}", scheme])) < least
    }

    assert weak == {}
