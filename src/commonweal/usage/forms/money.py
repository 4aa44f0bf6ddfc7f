"""A sum of money as people write it where they are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from commonweal.usage.rules.money import NotMoney, UnclearMoney, read_cents

MOST_CENTS = 10**15


class MoneyField(forms.CharField):
    """A sum in whole cents; 12.345,67 and 12,345.67 are the same, and what may mean two sums is refused."""

    def clean(self, value: Any) -> Any:
        """The cents; None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        mark = str(get_format("DECIMAL_SEPARATOR"))
        try:
            cents = read_cents(text, mark)
        except UnclearMoney as error:
            message = _("“%(text)s” may be two sums. Write it with its cents, such as %(example)s.")
            raise ValidationError(message % {"text": text, "example": f"12345{mark}00"}) from error
        except NotMoney as error:
            message = _("“%(text)s” is no sum of money. Write it such as %(example)s.")
            raise ValidationError(message % {"text": text, "example": f"12345{mark}67"}) from error
        if cents > MOST_CENTS:
            raise ValidationError(_("This sum is too large."))
        return cents

    def prepare_value(self, value: Any) -> Any:
        """The sum as it is written here; what somebody wrote stays as they wrote it."""
        if isinstance(value, int):
            return f"{value // 100}{get_format('DECIMAL_SEPARATOR')}{value % 100:02d}"
        return value
