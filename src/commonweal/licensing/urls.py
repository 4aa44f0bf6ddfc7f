"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.licensing.views import reference

# What licences say, whoever asks.
REFERENCE: list[URLPattern] = [
    path("licences", reference.licences, name="licences"),
    path("licences/check", reference.check, name="licence-check"),
    path("licences/compatibility", reference.compatibility, name="licence-compatibility"),
    path("licences/advice", reference.advice, name="licence-advice"),
    path("licences/<str:identifier>", reference.licence, name="licence"),
]

# What licences the systems of bodies have.
SYSTEMS: list[URLPattern] = []

urlpatterns: list[URLPattern] = [*REFERENCE, *SYSTEMS]
