"""What an office fills in to run a campaign: what it asks, whom it invites, what came back, which answer holds."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.assessments.actions.campaigns import INVITING, CampaignDraft
from commonweal.assessments.actions.offline_forms import MOST_BYTES
from commonweal.assessments.models import Campaign
from commonweal.assessments.queries.instruments import instruments
from commonweal.assessments.rules.instrument import Instrument, Subject, said
from commonweal.organisations.models import Body, BodyKind
from commonweal.standards import countries

WEEKS_OPEN = 6
MOST_PLACES = 500  # offered at once, each a field of the form, of which a request may have 1,000


class CampaignForm(forms.Form):
    """Open a campaign."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Those you invite read it first."))
    asks = forms.ChoiceField(label=_("What do you ask?"), choices=lambda: list(_asks()))
    baseline_on = forms.DateField(
        label=_("For which day do the answers stand?"), widget=forms.DateInput(attrs={"type": "date"})
    )
    closes_on = forms.DateField(label=_("Answer by"), widget=forms.DateInput(attrs={"type": "date"}))
    purpose = forms.CharField(
        label=_("Why you ask, and what becomes of the answers"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *given: Any, host: Body, **named: Any) -> None:
        super().__init__(*given, **named)
        self._before = {str(each.pk): each for each in Campaign.objects.filter(host=host)[:50]}
        if self._before:
            choices = [("", _("none")), *((pk, each.title) for pk, each in self._before.items())]
            label = _("Compare with the campaign before")
            self.fields["follows"] = forms.ChoiceField(label=label, required=False, choices=choices)
        today = timezone.localdate()
        self.initial = {"baseline_on": today, "closes_on": today + timedelta(weeks=WEEKS_OPEN), **self.initial}

    def clean(self) -> dict[str, Any]:
        """What is asked again is compared with the same questions only."""
        known = super().clean() or {}
        before = self._before.get(known.get("follows", ""))
        if before is not None and before.instrument != known.get("asks", "").partition(":")[0]:
            self.add_error("follows", translate("The campaign before asked other questions."))
        return known

    def draft(self) -> CampaignDraft:
        """The campaign, of a form that is valid."""
        known = self.cleaned_data
        identifier, _colon, form = known["asks"].partition(":")
        return CampaignDraft(
            title=known["title"],
            instrument=identifier,
            baseline_on=known["baseline_on"],
            closes_on=known["closes_on"],
            purpose=known["purpose"],
            is_short=form == "short",
            follows=self._before.get(known.get("follows", "")),
        )


class BodySearchForm(forms.Form):
    """Find those to invite."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *BodyKind.choices])
    country = forms.CharField(label=_("Country"), required=False, max_length=2, help_text=_("Two letters, such as IT."))
    text = forms.CharField(label=_("Name"), required=False, max_length=200)


class InviteForm(forms.Form):
    """Those chosen from a list, and others by name: organisations, or countries by their two letters."""

    others = forms.CharField(
        label=_("Others, one a line"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *given: Any, asks: Instrument, **named: Any) -> None:
        super().__init__(*given, **named)
        self._is_countries = asks.subject is Subject.COUNTRY
        if self._is_countries:
            self.fields["others"].label = _("Countries, one a line")
            self.fields["others"].help_text = _("Two letters, such as IT, or the name.")
        else:
            self.fields["others"].help_text = _("The name, or the end of the address of its page.")
            register = Body.objects.filter(ended_on=None)
            self.fields["chosen"] = forms.ModelMultipleChoiceField(queryset=register, required=False)

    def clean_others(self) -> list[Body | str]:
        """Each line as a place of the register."""
        lines = list(filter(None, (line.strip() for line in self.cleaned_data["others"].splitlines())))
        known: Mapping[str, Body | str | None]
        known = {line: _country(line) for line in lines} if self._is_countries else _bodies(lines)
        found = [(line, known[line]) for line in lines]
        unknown = [line for line, place in found if place is None]
        if unknown:
            raise ValidationError(translate("Not found: %(names)s.") % {"names": ", ".join(unknown[:10])})
        return [place for _line, place in found if place is not None]

    def places(self) -> Sequence[Body | str]:
        """Everybody who is invited, of a form that is valid."""
        return [*self.cleaned_data.get("chosen", ()), *self.cleaned_data["others"]]


class FilesInput(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of them; an empty or too large one is refused."""
        files = data if isinstance(data, list | tuple) else [data]
        return [self._one(each, initial) for each in files]

    def _one(self, file: Any, initial: Any) -> "UploadedFile[bytes]":
        checked: UploadedFile[bytes] = super().clean(file, initial)
        if checked.size is not None and checked.size > MOST_BYTES:
            raise ValidationError(translate("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1_000_000})
        return checked


class FormsForm(forms.Form):
    """Forms that came back."""

    came_back = FilesField(
        label=_("Files that came back"),
        allow_empty_file=True,
        help_text=_(
            "Several at once, in any order: answers saved from the form, or the table filled in (CSV or XLSX)."
        ),
    )


def _asks() -> Iterator[tuple[str, str]]:
    """What can be asked: of organisations first, in short before in whole."""
    language = get_language() or "en"
    for each in sorted(instruments().values(), key=lambda one: one.subject is Subject.COUNTRY):
        if each.subject in INVITING:
            title = said(each.title, language)
            told = {"title": title, "count": len(each.questions)}
            if each.has_short_form:
                short = {"title": title, "count": len(each.of_form(short=True))}
                yield f"{each.id}:short", translate("%(title)s, in short: %(count)s questions") % short
            yield f"{each.id}:whole", translate("%(title)s: %(count)s questions") % told


def _country(text: str) -> str | None:
    code = text.upper()
    if code in countries.codes() or code in countries.DEMO_COUNTRY:
        return code
    languages = dict.fromkeys((get_language() or "en", "en"))
    every = sorted(countries.codes() | set(countries.DEMO_COUNTRY))
    wanted = text.casefold()
    return next((each for each in every for one in languages if countries.name(each, one).casefold() == wanted), None)


def _bodies(lines: Sequence[str]) -> dict[str, Body | None]:
    """The body that each line names, by the end of its address or by its name; None where none does, or several do."""
    ends = {line: line.rstrip("/").rpartition("/")[2] for line in lines}
    by_slug = {each.slug: each for each in Body.objects.filter(slug__in=ends.values())}
    by_name: dict[str, list[Body]] = {}
    named = Body.objects.annotate(folded=Lower("name"))
    for each in named.filter(Q(name__in=lines) | Q(folded__in={line.lower() for line in lines})):
        by_name.setdefault(each.name.lower(), []).append(each)
    return {line: by_slug.get(ends[line]) or _only(by_name.get(line.lower(), [])) for line in lines}


def _only(found: Sequence[Body]) -> Body | None:
    return found[0] if len(found) == 1 else None
