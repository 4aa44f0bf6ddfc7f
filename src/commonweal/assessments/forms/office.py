"""Facts on an office that is or may be; sent by GET, so that what follows can be shared. What is empty is not known."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.assessments.documents.sentences import language, spoken
from commonweal.assessments.forms.answers import Figure
from commonweal.assessments.forms.readiness import OF_KINDS, WHO, YES_NO
from commonweal.assessments.queries.advice_packs import Factor, archetype_pack, mode_pack
from commonweal.assessments.rules.archetype import OfficeFacts
from commonweal.assessments.rules.instrument import said
from commonweal.organisations.models import Body, BodyKind

HIGHEST = 4


class OfficeForm(forms.Form):
    """The questions of the packs `archetypes` and `modes`."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for question in archetype_pack().questions:
            answers = [(key, said(words, language())) for key, words in question.answers.items()]
            self.fields[question.id] = forms.ChoiceField(
                label=spoken(question.ask), required=False, choices=[("", _("not known")), *answers]
            )
        for factor in mode_pack().factors.values():
            if factor.kind != "owner":
                self.fields[factor.id] = _field(factor)

    @staticmethod
    def of_body(body: Body) -> dict[str, str]:
        """What the register says of a body."""
        who = OF_KINDS.get(BodyKind(body.kind), "")
        facts = next((facts for key, _words, facts in WHO if key == who), OfficeFacts())
        return {"owner": facts.owner, "level": facts.level, "serves": facts.serves}

    def office_facts(self) -> OfficeFacts:
        """Whose office, on which level, for whom; only after full_clean()."""
        return OfficeFacts(*(self.cleaned_data.get(name, "") for name in ("owner", "level", "serves")))

    def factors(self) -> dict[str, float | None]:
        """Each factor, None where it is not known or not in order; only after full_clean()."""
        found: dict[str, float | None] = {}
        for name in mode_pack().factors:
            value = self.cleaned_data.get(name)
            found[name] = None if value in (None, "") else float(value)
        return found


def _field(factor: Factor) -> forms.Field:
    label, help_text = spoken(factor.ask), spoken(factor.help)
    if factor.kind == "yesno":
        return forms.ChoiceField(label=label, help_text=help_text, required=False, choices=YES_NO)
    most = HIGHEST if factor.kind == "grade" else 100 if factor.unit == "percent" else 100_000
    return Figure(label=label, help_text=help_text, required=False, min_value=0, max_value=most)
