"""A look into every table, for a superuser; nothing is changed here, since only actions write.

It goes past the visibility ladder, so the role of administrator does not open it; sign-in is that of the site.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.contrib import admin
from django.db.models import CompositePrimaryKey, Field, Model
from django.http import HttpRequest

SECRETS = frozenset({"password", "token", "secret"})
# What people said of themselves in confidence is not shown here either.
PERSONAL = frozenset({"skills.StatedLevel.level", "skills.AnsweredLevel.level", "skills.CohortAnswer.satisfaction"})
COLUMNS = 6
LONG = frozenset({"TextField", "JSONField"})


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # only the stubs take a parameter
    """Lists and shows, and does nothing else."""

    show_full_result_count = False
    list_per_page = 50

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """The first few columns that are short."""
        short = [
            field.name for field in _fields(self.model) if field.get_internal_type() not in {"TextField", "JSONField"}
        ]
        return ("__str__", *short[:COLUMNS])

    def get_list_select_related(self, request: HttpRequest) -> bool:
        """Foreign keys are shown by name."""
        return True

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Every column that is no secret."""
        return tuple(field.name for field in _fields(self.model))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever is here may look."""
        return bool(request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for looking."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [
        field
        for field in model._meta.concrete_fields
        if not any(word in field.name for word in SECRETS) and f"{model._meta.label}.{field.name}" not in PERSONAL
    ]


def _may_enter(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


for config in apps.get_app_configs():
    if config.name.startswith("commonweal."):
        for model in config.get_models():
            if not isinstance(model._meta.pk, CompositePrimaryKey):  # Django's administration knows no such rows
                admin.site.register(model, ReadOnly)

admin.site.has_permission = _may_enter  # type: ignore[method-assign]
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
