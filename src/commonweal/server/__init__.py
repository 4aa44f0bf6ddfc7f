"""The running program: settings, URLs, worker, page frame, demo world.

Knows every context; no context knows it.
"""
