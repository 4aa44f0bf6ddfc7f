"""Tells Django of the program itself."""

from django.apps import AppConfig


class ServerConfig(AppConfig):
    """Page frame, demo world, start-up."""

    name = "commonweal.server"
    label = "server"
