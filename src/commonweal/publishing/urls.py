"""The addresses of this context."""

from django.urls import path

from commonweal.publishing import views

urlpatterns = [
    path("tools/publiccode", views.editor, name="publiccode-editor"),
    path("tools/publiccode/fetch", views.ask_for, name="publiccode-ask"),
    path("tools/publiccode/fetch/<str:token>", views.fetched, name="publiccode-fetch"),
]
