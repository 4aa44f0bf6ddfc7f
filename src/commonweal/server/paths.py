"""Where things lie on disk."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
PROJECT = PACKAGE.parent.parent


def data_folder() -> Path:
    """The folder of everything an installation keeps on disk; `COMMONWEAL_DATA`, else `var` beside the sources."""
    return Path(os.environ.get("COMMONWEAL_DATA") or PROJECT / "var").resolve()


def node_modules() -> Path:
    """The folder of front-end packages that npm filled; `COMMONWEAL_NODE_MODULES`, else beside the sources."""
    return Path(os.environ.get("COMMONWEAL_NODE_MODULES") or PROJECT / "node_modules").resolve()
