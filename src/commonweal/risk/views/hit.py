"""Are we hit? One box, and the answer in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def hit(request: HttpRequest) -> HttpResponse:
    """Who is hit."""
    return render(request, "risk/hit.html")
