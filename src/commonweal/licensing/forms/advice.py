"""What somebody says of what they publish, to be advised on a licence; sent by GET, so that answers can be shared."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.licensing.documents.advice_sentences import PUBLISHERS, WHATS
from commonweal.licensing.documents.answers import readable
from commonweal.licensing.documents.left_open import asked_back
from commonweal.licensing.rules.advice import Publisher, What, Wish
from commonweal.standards.licences import is_valid

LONGEST, MOST = 2_000, 30
CONTENT = frozenset({What.DOCUMENTATION, What.DATA, What.IMAGES})
# Not asked of content.
_OF_PROGRAMS = ("service", "patents", "funded")


class LicencesField(forms.CharField):
    """Licences by identifier or name, separated by commas or lines."""

    def clean(self, value: object) -> tuple[str, ...]:
        """The expressions meant."""
        text = super().clean(value)
        stated = [each.strip() for each in re.split(r"[,;\n]", text) if each.strip()]
        if len(stated) > MOST:
            raise ValidationError(gettext("Name at most %(most)s licences.") % {"most": MOST})
        read = [readable(each) for each in stated]
        for written, expression in zip(stated, read, strict=True):
            if not is_valid(expression):
                unknown = gettext("“%(text)s” names no licence that we know.") % {"text": written}
                raise ValidationError(asked_back(written) or unknown)
        return tuple(read)


class AdviceForm(forms.Form):
    """Seven questions, each with an answer that holds for most; fewer of what is only to be read or seen."""

    what = forms.ChoiceField(
        label=_("What do you publish?"),
        choices=[(each.value, words) for each, words in WHATS.items()],
        widget=forms.HiddenInput,
    )
    publisher = forms.ChoiceField(
        label=_("Who are you?"), choices=[(each.value, words) for each, words in PUBLISHERS.items()]
    )
    reuse = forms.ChoiceField(
        label=_("Into what may others build it?"),
        choices=[("open", _("only into what stays open")), ("anybody", _("also into closed products"))],
    )
    returns = forms.ChoiceField(
        label=_("Must changes come back?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        help_text=_("If yes, whoever passes on a changed version passes on the changes, too."),
    )
    service = forms.BooleanField(label=_("It is offered over a network"), required=False)
    patents = forms.BooleanField(label=_("The licence has to grant patents in words"), required=False)
    funded = forms.BooleanField(label=_("It was paid for with money of the European Union"), required=False)
    built_on = LicencesField(
        label=_("Under which licences is what you built on?"),
        required=False,
        max_length=LONGEST,
        help_text=_("What you copied in, changed or linked. One a line, such as: Apache-2.0, or GPL v2 or later."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    plugs_into = LicencesField(
        label=_("Is it part of another program? Under which licence is that?"),
        required=False,
        max_length=300,
        help_text=_("For plug-ins and modules. Leave it empty otherwise."),
    )

    @classmethod
    def about(cls, what: str) -> "AdviceForm":
        """The form before it is answered: content may go anywhere, unless somebody says otherwise."""
        if what in CONTENT:
            return cls(initial={"what": what, "reuse": "anybody", "returns": "no"})
        return cls(initial={"what": what if what in set(What) else What.SOFTWARE.value})

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self["what"].value() in CONTENT:
            for name in _OF_PROGRAMS:
                del self.fields[name]

    def wish(self) -> Wish:
        """What was said; only after is_valid()."""
        said = self.cleaned_data
        return Wish(
            what=What(said["what"]),
            built_on=said["built_on"],
            plugs_into=" AND ".join(f"({each})" for each in said["plugs_into"]),
            is_for_closed=said["reuse"] == "anybody",
            come_back=said["returns"] == "yes",
            is_service=said.get("service", False),
            needs_patents=said.get("patents", False),
            publisher=Publisher(said["publisher"]),
            is_funded=said.get("funded", False),
        )
