"""The installation's secret key, made once and readable by its owner only."""

import contextlib
import secrets
import tempfile
from pathlib import Path


def read_or_create(file: Path) -> str:
    """Return the key kept in `file`, making it on first use; two that start at once get the same key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=".secret-key-") as draft:
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                file.hardlink_to(draft.name)  # atomic: whoever links first wins, and nobody reads half a key
    return file.read_text()
