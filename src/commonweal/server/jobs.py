"""The queue's hook into Django: every context's tasks are found when the program starts."""

import procrastinate


def on_app_ready(app: procrastinate.App) -> None:
    """Run by Procrastinate once its app exists; `tasks` modules of installed apps are imported by it."""
