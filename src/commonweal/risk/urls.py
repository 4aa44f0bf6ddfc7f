"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.risk.views import hit

# Are we hit?
HIT: list[URLPattern] = [
    path("hit", hit.hit, name="hit"),
]

# What to do next, deciding, and how systems and bodies stand.
WORK: list[URLPattern] = []

# Where advisories come from.
SOURCES: list[URLPattern] = []

urlpatterns = [*HIT, *WORK, *SOURCES]
