"""People who sign in, and the roles they hold at bodies."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from commonweal.organisations.models.body import Body
from commonweal.organisations.roles import Role


class User(AbstractUser):
    """A person who signs in; what they may do hangs on the roles they hold."""

    display_name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=10, blank=True)
    roles_read: "list[RoleAssignment] | None" = None  # kept by queries.ladder while a request lasts

    def __str__(self) -> str:
        return self.display_name or self.username


class RoleAssignment(models.Model):
    """That a person holds a role at a body, or (without a body) in the whole installation; ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.CASCADE, related_name="assignments")
    granted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A role is held once at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "body"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="role_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} at {self.body or 'the installation'}"
