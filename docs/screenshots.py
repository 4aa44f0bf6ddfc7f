"""Takes the pictures of the documentation from a running demo world.

./commonweal up
.venv/bin/python docs/screenshots.py http://localhost:8000
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

WIDTHS = (390, 1280)
HEIGHT = 1000
PAGES = {
    "home": "/",
    "search": "/software?q=school+canteen",
    "software": "/software/mensa-facile",
    "offices": "/offices",
}
EDITOR = "/tools/publiccode?software=mensa-facile"
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
            editor(page, address, width)
            context.close()
        browser.close()


def editor(page: Page, address: str, width: int) -> None:
    """The editor with a file in which a value is missing and one is wrong."""
    page.goto(address + EDITOR)
    page.locator("#yaml").fill(
        page.locator("#yaml").input_value().replace("developmentStatus: ", "developmentStatus: very ")
    )
    page.get_by_label("Name of the software").fill("")
    page.get_by_role("button", name="Check").first.click()
    page.locator("#the-form").evaluate("each => each.scrollIntoView()")
    page.screenshot(path=IMAGES / f"editor-{width}.png")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
