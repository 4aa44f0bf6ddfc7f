"""Which address shows which page."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from commonweal.catalogue import feeds
from commonweal.catalogue.api import bulk
from commonweal.publishing.api import check_file
from commonweal.server import api, views
from commonweal.usage.api import claims_bulk

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("about", views.about, name="about"),
    path("about/notice", views.about_notice, name="about-notice"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("theme", views.choose_theme, name="theme"),
    path("api", api.documentation, name="api-documentation"),
    path("api/v1/", api.api.urls),
    path("api/publiccode/check", check_file, name="publiccode-check"),
    path("api/<path:rest>", api.unknown),
    path("robots.txt", views.robots),
    path("favicon.ico", views.favicon),
    path(".well-known/security.txt", views.security_contact),
    path("data", api.data, name="data"),
    path("data/software.jsonl", bulk.entries_jsonl, name="software-jsonl"),
    path("data/software.csv", bulk.entries_csv, name="software-csv"),
    path("data/usage.jsonl", claims_bulk.claims_jsonl, name="usage-jsonl"),
    path("data/usage.csv", claims_bulk.claims_csv, name="usage-csv"),
    path("feeds/software.atom", feeds.NewEntries(), name="feed-software"),
    path("feeds/publishers/<slug:slug>.atom", feeds.PublisherEntries(), name="feed-publisher"),
    path("feeds/searches/<str:token>.atom", feeds.SearchEntries(), name="feed-search"),
    path("", include("commonweal.catalogue.urls")),
    path("", include("commonweal.organisations.urls")),
    path("", include("commonweal.usage.urls")),
    path("", include("commonweal.components.urls")),
    path("", include("commonweal.risk.urls")),
    path("", include("commonweal.licensing.urls")),
    path("", include("commonweal.health.urls")),
    path("", include("commonweal.screening.urls")),
    path("", include("commonweal.strategy.urls")),
    path("", include("commonweal.skills.urls")),
    path("", include("commonweal.assessments.urls")),
    path("", include("commonweal.knowledge.urls")),
    path("", include("commonweal.harvest.urls")),
    path("", include("commonweal.publishing.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("language", views.choose_language, name="set_language"),
]
