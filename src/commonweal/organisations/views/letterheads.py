"""The letterhead of a body: what it has, a new one, the way back to none."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.drawing.letters import MEDIA_TYPES, Kind
from commonweal.drawing.letters.package import MOST_BYTES
from commonweal.drawing.letters.plain import file as plain_file
from commonweal.organisations import actions, permissions
from commonweal.organisations.models import Body, Letterhead
from commonweal.organisations.permissions import Permission, actor
from commonweal.organisations.queries import letterhead_for, letterheads_of, name_of


class LetterheadForm(forms.Form):
    """A file of a word processor."""

    file = forms.FileField(
        label=_("Your letterhead, as DOCX or ODT"),
        help_text=_("At most 5 MB. Write {{ content }} alone in the paragraph where the text should begin."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.odt"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body has, and a form for a new one."""
    body, by = get_object_or_404(Body.objects.prefetch_related("names"), slug=slug), actor(request)
    permissions.require(by, Permission.USE_LETTERHEAD, on=body)
    form = LetterheadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            actions.keep_letterhead(body=body, name=sent.name or "", content=sent.read(MOST_BYTES + 1), by=by)
        except actions.LetterheadUnfit as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, translate("Kept. Papers are written in it from now on."))
            return redirect("body-letterhead", slug)
    context = {
        "body": body,
        "name": name_of(body),
        "form": form,
        "letterheads": letterheads_of(request.user, body),
        "may_keep": permissions.allows(request.user, Permission.KEEP_LETTERHEAD, on=body),
        "kinds": list(Kind),
    }
    return render(request, "organisations/letterhead.html", context, status=422 if form.is_bound else 200)


@require_safe
def letterhead_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was sent."""
    found = letterhead_for(request.user, pk)
    if found is None:
        raise Http404
    return _attached(bytes(found.content), Kind(found.kind), f"letterhead-{found.body.slug}")


@require_safe
def letterhead_example(request: HttpRequest, kind: str) -> HttpResponse:
    """A plain letterhead to begin with."""
    if kind not in set(Kind):
        raise Http404
    return _attached(plain_file(Kind(kind)), Kind(kind), "letterhead")


@require_POST
def end_letterhead(request: HttpRequest, pk: int) -> HttpResponse:
    """Use a letterhead no more."""
    found = get_object_or_404(Letterhead.objects.defer("content").select_related("body"), pk=pk)
    actions.end_letterhead(letterhead=found, by=actor(request))
    messages.success(request, translate("Papers are plain again. The file is kept."))
    return redirect("body-letterhead", found.body.slug)


def _attached(content: bytes, kind: Kind, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
