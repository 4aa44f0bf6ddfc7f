"""Reading the sources for the architecture tests."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "commonweal"
CONTEXTS = tuple(
    sorted(
        folder.name for folder in PACKAGE.iterdir() if (folder / "models.py").exists() or (folder / "models").is_dir()
    )
)
DOORS = frozenset({"actions", "queries", "permissions", "models", "roles"})


@dataclass(frozen=True)
class Module:
    """One file of the package: its path, dotted parts below the package, and syntax tree."""

    path: Path
    parts: tuple[str, ...]
    tree: ast.Module
    lines: int

    @property
    def context(self) -> str:
        """The first folder."""
        return self.parts[0]

    @property
    def room(self) -> str:
        """The file or folder inside the context."""
        return self.parts[1] if len(self.parts) > 1 else ""

    def __str__(self) -> str:
        return str(self.path.relative_to(PACKAGE))


@cache
def modules() -> tuple[Module, ...]:
    """Every module but migrations."""
    return tuple(
        Module(
            path=path,
            parts=path.relative_to(PACKAGE).with_suffix("").parts,
            tree=ast.parse(path.read_text()),
            lines=len(path.read_text().splitlines()),
        )
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    )


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Dotted names a module imports, each with its line; `from a import b` gives `a.b`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                yield f"{node.module}.{name.name}", node.lineno


def functions(module: Module) -> Iterator[ast.FunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def recorded_events(context: str) -> set[str]:
    """The names a context passes to `journal.record` and `journal.record_many`."""
    return {
        node.args[0].value
        for module in modules()
        if module.context == context
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("journal.record")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
