"""What curators fill in: a page, field by field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from commonweal.knowledge.actions import EditionDraft
from commonweal.knowledge.queries.packs import Named, guidance_pack, in_language
from commonweal.knowledge.rules.guides import (
    LONGEST,
    LONGEST_NAME,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_LISTED,
    Guide,
    GuideSource,
    Shelf,
)

LONGEST_LIST = 4_000
_SOME_DAY = date(2000, 1, 1)  # the action writes the day of today


class GuideForm(forms.Form):
    """A page of guidance; what it is related to and where its facts come from, one in a line."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE, help_text=_("Say what to do, as a sentence."))
    summary = forms.CharField(label=_("In one sentence"), max_length=LONGEST_SUMMARY)
    readers = forms.MultipleChoiceField(label=_("For whom"), widget=forms.CheckboxSelectMultiple)
    task = forms.ChoiceField(label=_("Task"))
    days = forms.FloatField(
        label=_("Days of work"), required=False, min_value=0.1, max_value=250,
        help_text=_("How much work it asks for. Empty: not to be said."),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST, strip=True, widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Markdown: ## before a heading, - before a line of a list, **bold**, [words](https://address)."),
    )  # fmt: skip
    tools = forms.MultipleChoiceField(
        label=_("Pages of this product that help"), required=False, widget=forms.CheckboxSelectMultiple
    )
    related = forms.CharField(
        label=_("Related pages"), required=False, max_length=LONGEST_LIST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The last part of the address of each, such as licences; one in a line."),
    )  # fmt: skip
    sources = forms.CharField(
        label=_("Where the facts come from"), required=False, max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Address and title, one source in a line: https://example.org/report A report of 2025"),
    )  # fmt: skip
    is_up_to_date = forms.BooleanField(
        label=_("It says all that the English page says today"), required=False, initial=True
    )
    note = forms.CharField(
        label=_("What you changed, and why"), max_length=300, required=False, help_text=_("Stands in the history.")
    )
    began_from = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *given: Any, shelf: Shelf, language: str, is_translation: bool, **named: Any) -> None:
        """Offer what the pack holds, in the language of the reader."""
        super().__init__(*given, **named)
        pack = guidance_pack()
        self._offer("readers", pack.readers.values(), language)
        self._offer("task", pack.tasks.values(), language)
        tools = [(each.id, in_language(each.names, language)) for each in pack.tools.values()]
        self._choose("tools", tools)
        if not is_translation:
            del self.fields["is_up_to_date"]
        if shelf is Shelf.PAPERS:
            named_fields = ((each.id, in_language(each.names, language)) for each in pack.fields.values())
            fields = ", ".join(f"{{{{ {field} }}}} ({name})" for field, name in named_fields)
            told = {"before": str(self.fields["body"].help_text), "fields": fields}
            self.fields["body"].help_text = translate("%(before)s Fields to fill in: %(fields)s.") % told
        self._shelf = shelf

    def _offer(self, name: str, offered: Any, language: str) -> None:
        named: list[Named] = list(offered)
        self._choose(name, [(each.id, in_language(each.names, language)) for each in named])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_sources(self) -> tuple[GuideSource, ...]:
        """Each line as an address and a title; a line without a title is its own."""
        lines = [line.split(None, 1) for line in str(self.cleaned_data["sources"]).splitlines() if line.strip()]
        if len(lines) > MOST_LISTED:
            raise forms.ValidationError(_("At most 12."))
        return tuple(GuideSource(title=(line[1] if len(line) > 1 else line[0]).strip(), url=line[0]) for line in lines)

    def draft(self, slug: str, language: str, before: Guide | None, original: Guide | None) -> EditionDraft:
        """What was filled in, of a valid form; `original` is the English page of a translation."""
        said = self.cleaned_data
        follows = before.follows if before else None
        if original is not None and said.get("is_up_to_date"):
            follows = original.version
        guide = Guide(
            slug=slug,
            language=language,
            title=" ".join(said["title"].split()),
            summary=" ".join(said["summary"].split()),
            readers=tuple(said["readers"]),
            task=said["task"],
            version=before.version if before else 1,
            dated=before.dated if before else original.dated if original else _SOME_DAY,
            body=said["body"].replace("\r\n", "\n"),
            days=said["days"],
            follows=follows,
            related=tuple(said["related"].split()),
            tools=tuple(said["tools"]),
            sources=said["sources"],
            shelf=self._shelf,
        )
        return EditionDraft(guide=guide, note=said["note"], began_from=said["began_from"])


class NewGuideForm(forms.Form):
    """The address of a page that is not there yet."""

    slug = forms.RegexField(
        label=_("Last part of its address"), regex=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80,
        help_text=_("Small letters, digits and hyphens, such as answer-a-journalist."),
    )  # fmt: skip


class FillForm(forms.Form):
    """What is filled in on a paper: each of its fields by name, with what is known already."""

    prefix = "fill"

    def __init__(self, sent: Mapping[str, str], *, fields: Mapping[str, str], known: Mapping[str, str]) -> None:
        self._values = {each: sent.get(f"{self.prefix}-{each}", known.get(each, ""))[:LONGEST_NAME] for each in fields}
        super().__init__(initial=self._values)
        for each, name in fields.items():
            label = name[:1].upper() + name[1:]
            self.fields[each] = forms.CharField(label=label, required=False, max_length=LONGEST_NAME)

    def values(self) -> dict[str, str]:
        """What stands in the fields; "" where nothing does."""
        return self._values


def filled_from(guide: Guide, began_from: int) -> dict[str, Any]:
    """What the form shows of a page."""
    return {
        "title": guide.title,
        "summary": guide.summary,
        "readers": list(guide.readers),
        "task": guide.task,
        "days": guide.days,
        "body": guide.body,
        "tools": list(guide.tools),
        "related": "\n".join(guide.related),
        "sources": "\n".join(f"{each.url} {each.title}" for each in guide.sources),
        "began_from": began_from,
    }
