"""Takes the pictures of the documentation from a running demo world.

./commonweal up
.venv/bin/python docs/screenshots.py http://localhost:8000
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTHS = (390, 1280)
HEIGHT = 1000
PAGES = {
    "home": "/",
    "search": "/software?q=school+canteen",
    "software": "/software/mensa-facile",
    "offices": "/offices",
}
IMAGES = Path(__file__).parent / "images"


def main(address: str) -> None:
    """Write `docs/images/<page>-<width>.png` for each page and width."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": HEIGHT}, locale="en")
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(address + path)
                page.screenshot(path=IMAGES / f"{name}-{width}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
