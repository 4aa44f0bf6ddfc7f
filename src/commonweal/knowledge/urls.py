"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.knowledge import feeds
from commonweal.knowledge.rules.guides import Shelf
from commonweal.knowledge.views import courses, papers, reading, writing

PAPERS = {"shelf": Shelf.PAPERS}

urlpatterns: list[URLPattern] = [
    path("guidance", reading.guidance, name="guidance"),
    path("guidance/new", writing.new, name="guidance-new"),
    path("guidance/paths", reading.path_list, name="guidance-paths"),
    path("guidance/paths/<slug:reader>", reading.path_page, name="guidance-path"),
    path("guidance/courses", courses.course_list, name="guidance-courses"),
    path("guidance/editions/<int:pk>/restore", writing.restore, name="guidance-restore"),
    path("guidance/<slug:slug>", reading.guide_page, name="guidance-page"),
    path("guidance/<slug:slug>.md", reading.guide_markdown, name="guidance-markdown"),
    path("guidance/<slug:slug>/edit", writing.edit, name="guidance-edit"),
    path("guidance/<slug:slug>/history", writing.history, name="guidance-history"),
    path("guidance/<slug:slug>/compare", writing.compare, name="guidance-compare"),
    path("guidance/<slug:slug>/end", writing.end, name="guidance-end"),
    path("papers", papers.papers, name="papers"),
    path("papers/new", writing.new, PAPERS, name="paper-new"),
    path("papers/<slug:slug>", papers.paper, name="paper"),
    path("papers/<slug:slug>.<slug:kind>", papers.paper_file, name="paper-file"),
    path("papers/<slug:slug>/edit", writing.edit, PAPERS, name="paper-edit"),
    path("papers/<slug:slug>/history", writing.history, PAPERS, name="paper-history"),
    path("papers/<slug:slug>/compare", writing.compare, PAPERS, name="paper-compare"),
    path("papers/<slug:slug>/end", writing.end, PAPERS, name="paper-end"),
    path("glossary", reading.glossary, name="glossary"),
    path("feeds/guidance.atom", feeds.NewGuides(), name="feed-guidance"),
]
