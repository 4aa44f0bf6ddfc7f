"""The command line: one small module per command, listed in `commands`.

Nouns: *command* (a module with `add_arguments` and `run`), *step* (a part of setting up that is skipped when nothing
changed). `environment` is special: the system's Python runs it before anything is installed.
"""

from commonweal.cli.commands import main

__all__ = ["main"]
