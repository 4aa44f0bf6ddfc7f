"""The shape of what people fill in about bodies, offices and roles."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.organisations import actions, rules
from commonweal.organisations.models import (
    Archetype,
    Body,
    BodyKind,
    BudgetKind,
    DatePrecision,
    LinkKind,
    Office,
    OfficeLevel,
    RoleAssignment,
    Tier,
    User,
)
from commonweal.organisations.roles import Role

UNKNOWN = [("", _("not known"))]


class BodyForm(forms.Form):
    """An organisation: what it is, where it lies, how it is reached."""

    name = forms.CharField(label=_("Name"), max_length=300)
    language = forms.CharField(
        label=_("Language of the name"),
        max_length=20,
        initial="en",
        help_text=_("A language code, such as it or pt-BR."),
    )
    uri = forms.URLField(
        label=_("Address that names it"),
        max_length=300,
        assume_scheme="https",
        help_text=_("Its entry in an official register, or else its website. It stays the same for ever."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=BodyKind.choices)
    tier = forms.ChoiceField(label=_("Level of government"), choices=Tier.choices)
    country = forms.RegexField(
        label=_("Country"), regex="^[A-Z]{2}$", required=False, help_text=_("Two letters, such as FR.")
    )
    region_code = forms.CharField(label=_("Code in the national list"), max_length=20, required=False)
    nuts_code = forms.CharField(label=_("NUTS code of the region"), max_length=10, required=False)
    lau_code = forms.CharField(label=_("LAU code of the municipality"), max_length=20, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    population = forms.IntegerField(label=_("Population"), min_value=0, required=False)
    population_year = forms.IntegerField(
        label=_("Year of the population"), min_value=1800, max_value=2200, required=False
    )
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    mailbox = forms.EmailField(label=_("E-mail of the organisation"), required=False)

    def __init__(self, *args: Any, body: Body | None = None, **options: Any) -> None:
        """Fill in what is known of a body; its URI is then fixed."""
        super().__init__(*args, **options)
        if body is not None:
            self.initial = {name: getattr(body, name) for name in self.fields}
            self.fields["uri"].disabled = True

    def clean(self) -> dict[str, Any]:
        """A place has both coordinates or none, and a population a year."""
        given = super().clean() or {}
        if (given.get("latitude") is None) != (given.get("longitude") is None):
            raise ValidationError(translate("Give both latitude and longitude, or neither."))
        if given.get("population") is not None and not given.get("population_year"):
            self.add_error("population_year", translate("Say in which year the people were counted."))
        return given

    def draft(self) -> actions.BodyDraft:
        """What the action takes."""
        return actions.BodyDraft(**self.cleaned_data)


class VerifyForm(forms.Form):
    """How it is known that a body is public sector."""

    method = forms.CharField(
        label=_("How do you know?"),
        max_length=200,
        help_text=_("For example: listed in the national register of bodies."),
    )


class BodyField(forms.CharField):
    """An organisation by its name in the address of its page, its URI, or its exact name."""

    def clean(self, value: Any) -> Any:
        """The body; None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        for column in ("slug", "uri", "name"):
            if body := Body.objects.filter(**{column: text}).first():
                return body
        raise ValidationError(translate("No organisation is called “%(text)s”.") % {"text": text})


class OfficeForm(forms.Form):
    """A support function for open source, whatever it is called."""

    name = forms.CharField(label=_("Name"), max_length=300)
    label = forms.CharField(
        label=_("What it calls itself"),
        max_length=100,
        required=False,
        help_text=_("For example OSPO. Leave empty if it carries no label: what it does is what counts."),
    )
    archetype = forms.ChoiceField(
        label=_("Archetype"),
        choices=UNKNOWN + Archetype.choices,
        required=False,
        help_text=_("Which of the European study's six patterns it follows: where it sits and whom it serves."),
    )
    level = forms.ChoiceField(label=_("Level"), choices=UNKNOWN + OfficeLevel.choices, required=False)
    host = BodyField(label=_("Hosted by"), required=False, help_text=_("The organisation's name or its URI."))
    serves = forms.CharField(label=_("Whom it serves"), max_length=300, required=False)
    goal = forms.CharField(label=_("Goal"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    services = forms.CharField(
        label=_("Services"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_(
            "One a line: what, for whom, how long it takes, whom to ask, with bars between. "
            "Such as: Checks licences | buyers | five days | room 12."
        ),
    )
    budget_kind = forms.ChoiceField(label=_("Budget"), choices=BudgetKind.choices, initial=BudgetKind.UNKNOWN)
    country = forms.RegexField(
        label=_("Country"), regex="^[A-Z]{2}$", required=False, help_text=_("Two letters, such as FR.")
    )
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    mailbox = forms.EmailField(label=_("E-mail of the office"), required=False)
    active_from = forms.RegexField(
        label=_("Active from"),
        regex=r"^\d{4}(-\d{2}(-\d{2})?)?$",
        required=False,
        help_text=_("A year, a month or a day: 2020, 2020-10 or 2020-10-01."),
    )
    source_url = forms.URLField(label=_("Source"), max_length=1000, required=False, assume_scheme="https")

    def __init__(self, *args: Any, office: Office | None = None, **options: Any) -> None:
        """Fill in what is known of an office."""
        super().__init__(*args, **options)
        self.office = office
        if office is not None:
            own = {name: getattr(office, name) for name in self.fields if hasattr(office, name)}
            self.initial = own | {
                "services": "\n".join(service.line for service in office.services.all()),
                "active_from": rules.written_date(office.active_from, office.dates_known_to),
                "host": next((host.body.slug for host in office.hosts.all()), ""),
            }

    def clean_active_from(self) -> str:
        """A day that exists."""
        text: str = self.cleaned_data["active_from"]
        try:
            rules.read_date(text)
        except ValueError as error:
            raise ValidationError(translate("There is no such day.")) from error
        return text

    def draft(self) -> actions.OfficeDraft:
        """What the action takes; what the form does not ask stays as it is."""
        given = dict(self.cleaned_data)
        host, source = given.pop("host"), given.pop("source_url")
        active_from, known_to = rules.read_date(given.pop("active_from"))
        services = [line.strip() for line in given.pop("services").splitlines() if line.strip()]
        kept = ("slug", "sponsor", "active_to", "end_reason", "note", "in_study", "visibility", "owner")
        return actions.OfficeDraft(
            **given,
            **({name: getattr(self.office, name) for name in kept} if self.office else {}),
            active_from=active_from,
            dates_known_to=DatePrecision(known_to),
            services=services,
            hosts=[(host, "")] if host and not self._is_host(host) else [],
            sources=[(source, source, "")] if source else [],
        )

    def _is_host(self, body: Body) -> bool:
        return self.office is not None and any(host.body_id == body.pk for host in self.office.hosts.all())


class LinkForm(forms.Form):
    """How an office works with another one."""

    kind = forms.ChoiceField(label=_("How they work together"), choices=LinkKind.choices)
    other = forms.ModelChoiceField(label=_("The other office"), queryset=Office.objects.none())

    def __init__(self, *args: Any, others: QuerySet[Office], **options: Any) -> None:
        """Offer these offices."""
        super().__init__(*args, **options)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """When and why an office ended."""

    on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class AccountForm(forms.Form):
    """A new account; its owner sets the password by mail."""

    username = forms.CharField(label=_("User name"), max_length=150)
    display_name = forms.CharField(label=_("Name as shown"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("Its owner chooses a password with “Forgot your password?” on the sign-in page.")
    )

    def clean_username(self) -> str:
        """A name nobody has."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(translate("Somebody has this user name already."))
        return name

    def perform(self, *, by: User) -> User:
        """Open the account."""
        return actions.open_account(**self.cleaned_data, password=None, by=by)


class RoleForm(forms.Form):
    """A role for a person, at an organisation or everywhere."""

    username = forms.CharField(label=_("User name"), max_length=150)
    # Whoever overlooks this field gives the least, not the most.
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in Role], initial=Role.MEMBER.value
    )
    body = BodyField(
        label=_("At the organisation"), required=False, help_text=_("Leave empty for the whole installation.")
    )

    def clean_username(self) -> str:
        """An account that exists."""
        name: str = self.cleaned_data["username"]
        if not User.objects.filter(username=name).exists():
            raise ValidationError(translate("There is no account of this name."))
        return name

    def perform(self, *, by: User) -> RoleAssignment:
        """Give the role."""
        given = self.cleaned_data
        user = User.objects.get(username=given["username"])
        return actions.grant_role(user=user, role=Role[given["role"].upper()], body=given["body"], by=by)
