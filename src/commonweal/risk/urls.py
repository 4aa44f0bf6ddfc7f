"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.risk.views import hit, sources

# Are we hit?
HIT: list[URLPattern] = [
    path("hit", hit.hit, name="hit"),
]

# What to do next, deciding, and how systems and bodies stand.
WORK: list[URLPattern] = []

# Where advisories come from.
SOURCES: list[URLPattern] = [
    path("advisory-sources", sources.sources, name="advisory-sources"),
    path("advisory-sources/<slug:slug>", sources.source, name="advisory-source"),
    path("advisory-sources/<slug:slug>/on", sources.switch_on, name="switch-on-advisory-source"),
    path("advisory-sources/<slug:slug>/off", sources.switch_off, name="switch-off-advisory-source"),
    path("advisory-sources/<slug:slug>/sync", sources.sync, name="sync-advisory-source"),
    path("advisory-sources/<slug:slug>/accept", sources.accept, name="accept-advisory-source"),
    path("advisories/new", sources.new_advisory, name="new-advisory"),
    path("advisories/<int:pk>/withdraw", sources.withdraw_advisory, name="withdraw-advisory"),
]

urlpatterns = [*HIT, *WORK, *SOURCES]
