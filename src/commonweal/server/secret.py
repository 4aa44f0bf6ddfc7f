"""The installation's secret key, made once and readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path


def read_or_create(file: Path) -> str:
    """Return the key kept in `file`, making it on first use; two processes starting at once get the same key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        draft = file.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(draft)  # atomic: whoever links first wins, and nobody reads half a key
        draft.unlink()
    return file.read_text()
