"""What people fill in: one box for use, a short form to publish and one to contribute, and the ruling."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models import Body
from commonweal.screening.actions import RulingDraft
from commonweal.screening.models import Decided, RequestKind, RulingScope, UseKind
from commonweal.screening.queries.policy_pack import policy_pack
from commonweal.screening.queries.requests import AskingFor
from commonweal.screening.queries.wanted import Wanted
from commonweal.screening.rules.subjects import LONGEST, Subject, Unclear, subject_from
from commonweal.standards import publiccode, repository_url
from commonweal.standards.problems import Severity

MOST_PASTED = 500_000
AGREEMENTS = [
    ("", _("choose")),
    ("none", _("nothing")),
    ("dco", _("a line in each commit that the work is mine to give (DCO)")),
    ("cla", _("a contract (CLA)")),
    ("unknown", _("I do not know")),
]
CHECKED = [
    ("", _("not yet")),
    ("yes", _("yes, and nothing was found")),
    ("found", _("yes, and something was found")),
]


class BodyForm(forms.Form):
    """For which body somebody asks: a choice of theirs, or any one by its name for those of the whole installation."""

    def __init__(self, *given: Any, asking: AskingFor, **named: Any) -> None:
        super().__init__(*given, **named)
        self._bodies = {str(body.pk): body for body in asking.bodies}
        if asking.is_nobody:
            return
        if asking.bodies:
            choices = [(pk, body.name) for pk, body in self._bodies.items()]
            field: forms.Field = forms.ChoiceField(
                label=_("For which organisation?"),
                choices=choices if len(choices) == 1 else [("", _("choose")), *choices],
            )
        else:
            field = forms.CharField(
                label=_("For which organisation?"),
                max_length=300,
                help_text=_(
                    "Its name in the address of its page, such as “regione-nord”, or its name as it stands there."
                ),
            )
        self.fields["body"] = field

    def clean_body(self) -> Body:
        """One body of the register."""
        text = " ".join(str(self.cleaned_data["body"]).split())
        if text in self._bodies:
            return self._bodies[text]
        found = list(Body.objects.filter(slug=text)[:2]) or list(Body.objects.filter(name__iexact=text)[:2])
        if len(found) != 1:
            raise ValidationError(translate("No organisation, or more than one, has this name."))
        return found[0]

    def body(self) -> Body | None:
        """The body, of a form that is valid; None where who asks may ask for none."""
        found: Body | None = self.cleaned_data.get("body")
        return found


class UseForm(BodyForm):
    """May I use this?"""

    q = forms.CharField(
        label=_("Package, or address of a repository"),
        max_length=LONGEST,
        help_text=_("Such as pkg:npm/left-pad@1.3.0, pypi requests 2.31.0, or the address of a repository."),
    )
    use = forms.ChoiceField(label=_("What for?"), choices=UseKind.choices, initial=UseKind.SERVICE)
    licence = forms.CharField(
        label=_("Its licence, if you know it"),
        max_length=500,
        required=False,
        help_text=_("As its package states it, such as MIT or Apache-2.0."),
    )
    repository = forms.CharField(
        label=_("Where its source is kept, if you know it"),
        max_length=LONGEST,
        required=False,
        help_text=_("Such as https://github.com/owner/name."),
    )

    def clean_repository(self) -> str:
        """In one spelling."""
        text = self.cleaned_data.get("repository", "")
        url = repository_url.canonical(text) if text else ""
        if url is None:
            raise ValidationError(translate("This is not the address of a repository."))
        return url

    def wanted(self, subject: Subject) -> Wanted:
        """What is wanted, of a form that is valid."""
        known = self.cleaned_data
        return Wanted(
            RequestKind.USE.value, subject, known["use"], known["licence"].strip(), repository=known["repository"]
        )


class SubjectForm(BodyForm):
    """A form that asks about one project."""

    subject = forms.CharField(label=_("Which project?"), max_length=LONGEST)

    def clean_subject(self) -> Subject:
        """What can be read."""
        found = subject_from(self.cleaned_data["subject"])
        if isinstance(found, Unclear):
            text = translate("Write the address of its repository, or a package URL such as pkg:npm/left-pad@1.3.0.")
            raise ValidationError(text)
        return found


class ContributeForm(SubjectForm):
    """May I contribute to this?"""

    field_order = ("subject", "licence", "size", "own_work", "agreement", "body")
    licence = forms.CharField(
        label=_("Its licence"),
        max_length=500,
        required=False,
        help_text=_("As the project states it, such as MIT. Not needed where the catalogue knows it."),
    )
    size = forms.ChoiceField(
        label=_("How much is it?"),
        choices=[("", _("choose")), ("small", _("a small fix, of less than an hour")), ("large", _("more"))],
    )
    own_work = forms.BooleanField(
        label=_("It is my own work, and holds nothing that has to stay inside"), required=False
    )
    agreement = forms.ChoiceField(label=_("What does the project ask you to sign?"), choices=AGREEMENTS)

    def wanted(self) -> Wanted:
        """What is wanted, of a form that is valid."""
        known = self.cleaned_data
        answers = {
            "size": known["size"],
            "own_work": "yes" if known["own_work"] else "",
            "agreement": known["agreement"],
        }
        licence = known["licence"].strip()
        return Wanted(RequestKind.CONTRIBUTE.value, known["subject"], licence=licence, answers=answers)


class PublishForm(SubjectForm):
    """May I publish this?"""

    field_order = (
        "subject", "licence", "third_party", "secrets", "personal", "maintainer", "publiccode", "body",
    )  # fmt: skip
    licence = forms.CharField(
        label=_("Under which licence?"), max_length=500, required=False, help_text=_("Such as EUPL-1.2 or MIT.")
    )
    third_party = forms.CharField(
        label=_("Code by others in it: under which licences?"),
        max_length=1000,
        required=False,
        help_text=_("With commas between, such as MIT, Apache-2.0. Write “none” if all of it is yours."),
    )
    secrets = forms.ChoiceField(
        label=_("Was it searched for passwords and keys, in its history too?"),
        choices=CHECKED,
        required=False,
    )
    personal = forms.ChoiceField(
        label=_("Was it checked for names and other personal data?"),
        choices=CHECKED,
        required=False,
    )
    maintainer = forms.CharField(
        label=_("Who will keep it?"), max_length=200, required=False, help_text=_("A team or a function will do.")
    )
    publiccode = forms.CharField(
        label=_("Its publiccode.yml"),
        max_length=MOST_PASTED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Paste it here, if you have one. It is checked and not kept."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["subject"].label = _("Address of the repository")

    def wanted(self) -> Wanted:
        """What is wanted, of a form that is valid."""
        known = self.cleaned_data
        answers = {
            name: known[name].strip() for name in ("licence", "third_party", "secrets", "personal", "maintainer")
        }
        return Wanted(
            RequestKind.PUBLISH.value,
            known["subject"],
            licence=answers["licence"],
            answers=answers | self._description(),
        )

    def _description(self) -> dict[str, str]:
        text = self.cleaned_data["publiccode"]
        if not text.strip():
            return {"description": "", "faults": "0"}
        problems = publiccode.check(text.encode()).problems
        faults = sum(each.severity is Severity.ERROR for each in problems)
        return {"description": "faults" if faults else "valid", "faults": str(faults)}


class ListForm(forms.Form):
    """May I use all of this?"""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A lock file, such as package-lock.json, poetry.lock or requirements.txt, or an SBOM."),
    )
    text = forms.CharField(
        label=_("Or paste package URLs, one a line"),
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    use = forms.ChoiceField(label=_("What for?"), choices=UseKind.choices, initial=UseKind.SERVICE)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        known = super().clean() or {}
        if not known.get("file") and not known.get("text", "").strip():
            raise ValidationError(translate("Choose a file, or paste package URLs."))
        return known


class RulingForm(forms.Form):
    """What a person rules."""

    decided = forms.ChoiceField(label=_("What do you rule?"), choices=[("", _("choose")), *Decided.choices], initial="")
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to refuse. Whoever asked reads it, and whoever asks for the same next."),
    )
    conditions = forms.CharField(
        label=_("On which conditions?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if you approve with conditions."),
    )
    covers = forms.ChoiceField(
        label=_("For which versions does it answer the next who ask?"),
        choices=RulingScope.choices,
        initial=RulingScope.MAJOR,
    )
    valid_until = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day on which it answers others. Empty: without an end."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        until = timezone.localdate() + timedelta(days=policy_pack().policy.ruling_holds_days)
        self.fields["valid_until"].initial = until

    def draft(self) -> RulingDraft:
        """The ruling, of a form that is valid."""
        return RulingDraft(**self.cleaned_data)
