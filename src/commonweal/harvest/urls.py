"""Addresses of the harvest's pages and feeds."""

from django.urls import path

from commonweal.harvest import feeds, views

urlpatterns = [
    path("sources", views.sources, name="sources"),
    path("sources/new", views.new_source, name="new-source"),
    path("sources/publishers", views.publishers, name="source-publishers"),
    path("sources/publishers/<str:country>/on", views.switch_on, name="switch-on-publishers"),
    path("sources/publishers/<str:country>/off", views.switch_off, name="switch-off-publishers"),
    path("sources/<int:pk>", views.source, name="source"),
    path("sources/<int:pk>/pause", views.pause_source, name="pause-source"),
    path("sources/<int:pk>/resume", views.resume_source, name="resume-source"),
    path("sources/<int:pk>/remove", views.remove_source, name="remove-source"),
    path("sources/<int:pk>/run", views.run_source, name="run-source"),
    path("runs/<int:pk>", views.run, name="run"),
    path("runs/<int:pk>/confirm", views.confirm_run, name="confirm-run"),
    path("rejections", views.rejections, name="rejections"),
    path("rejections/<slug:slug>", views.publisher_rejections, name="publisher-rejections"),
    path("feeds/rejections.atom", feeds.AllRejections(), name="feed-rejections"),
    path("feeds/rejections/<slug:slug>.atom", feeds.PublisherRejections(), name="feed-publisher-rejections"),
]
