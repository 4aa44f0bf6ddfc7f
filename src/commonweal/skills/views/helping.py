"""What the pages on help between bodies have in common: refusals beside their fields, languages by name."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.forms import Form
from django.utils.translation import get_language

from commonweal.standards import language as tags

Made = TypeVar("Made")


def saved(form: Form, act: Callable[[], Made], fields: Mapping[type[Exception], str | None]) -> Made | None:
    """What the action made; None when nothing was sent, or is wrong or refused, which the form says beside the field.

    `fields` tells for each refusal which field it is about; None is about all.
    """
    if not form.is_valid():
        return None
    try:
        return act()
    except tuple(fields) as refusal:
        field = fields[type(refusal)]
        form.add_error(field if field in form.fields else None, str(refusal))
        return None


def spoken(languages: Iterable[str]) -> str:
    """Languages by name; "" for none."""
    return ", ".join(tags.name(tag, get_language() or "en") for tag in languages)
