"""The addresses of this context."""

from django.urls import URLPattern

# What licences say, whoever asks.
REFERENCE: list[URLPattern] = []

# What licences the systems of bodies have.
SYSTEMS: list[URLPattern] = []

urlpatterns: list[URLPattern] = [*REFERENCE, *SYSTEMS]
