"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.risk.feeds import Exploited
from commonweal.risk.views import bodies, decisions, hit, security, sources, systems, vex, vulnerabilities, worklist

# Are we hit?
HIT: list[URLPattern] = [
    path("hit", hit.hit, name="hit"),
    path("hit.csv", hit.hit_csv, name="hit-csv"),
    path("hit.json", hit.hit_json, name="hit-json"),
    path("hit/tell", hit.tell, name="hit-tell"),
    path("notices/<int:pk>/acknowledge", hit.acknowledge, name="notice-acknowledge"),
    path("vulnerabilities", vulnerabilities.vulnerability_list, name="vulnerabilities"),
    path("vulnerabilities/<str:name>", vulnerabilities.vulnerability, name="vulnerability"),
    path("feeds/exploited.atom", Exploited(), name="feed-exploited"),
]

# What to do next, deciding, and how systems and bodies stand.
WORK: list[URLPattern] = [
    path("security", security.security, name="security"),
    path("security/worklist", worklist.work, name="worklist"),
    path("security/worklist.csv", worklist.work_csv, name="worklist-csv"),
    path("security/undo", worklist.undo, name="worklist-undo"),
    path("systems/<int:pk>/security", systems.system_security, name="system-security"),
    path("bodies/<slug:slug>/security", bodies.body_security, name="body-security"),
    path("decisions/<int:pk>/end", decisions.end, name="decision-end"),
]

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

# What others said, and what we tell them.
VEX: list[URLPattern] = [
    path("bodies/<slug:slug>/security/vex", vex.body_vex, name="body-vex"),
    path("bodies/<slug:slug>/security/vex/export", vex.vex_export, name="vex-export"),
    path("bodies/<slug:slug>/security/vex/<int:pk>", vex.vex_import, name="vex-import"),
    path("bodies/<slug:slug>/security/vex/<int:pk>/original", vex.vex_original, name="vex-original"),
    path("bodies/<slug:slug>/security/vex/<int:pk>/apply", vex.apply_vex, name="vex-apply"),
    path("bodies/<slug:slug>/security/vex/<int:pk>/undo", vex.undo_vex, name="vex-undo"),
    path("systems/<int:pk>/decided/<path:name>", vex.why, name="vex-why"),
]

urlpatterns = [*HIT, *WORK, *SOURCES, *VEX]
