"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.knowledge import feeds
from commonweal.knowledge.views import reading, writing

urlpatterns: list[URLPattern] = [
    path("guidance", reading.guidance, name="guidance"),
    path("guidance/new", writing.new, name="guidance-new"),
    path("guidance/paths", reading.path_list, name="guidance-paths"),
    path("guidance/paths/<slug:reader>", reading.path_page, name="guidance-path"),
    path("guidance/editions/<int:pk>/restore", writing.restore, name="guidance-restore"),
    path("guidance/<slug:slug>", reading.guide_page, name="guidance-page"),
    path("guidance/<slug:slug>.md", reading.guide_markdown, name="guidance-markdown"),
    path("guidance/<slug:slug>/edit", writing.edit, name="guidance-edit"),
    path("guidance/<slug:slug>/history", writing.history, name="guidance-history"),
    path("guidance/<slug:slug>/compare", writing.compare, name="guidance-compare"),
    path("guidance/<slug:slug>/end", writing.end, name="guidance-end"),
    path("glossary", reading.glossary, name="glossary"),
    path("feeds/guidance.atom", feeds.NewGuides(), name="feed-guidance"),
]
