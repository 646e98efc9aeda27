"""Which person has which roles. The roles themselves are code, see `roles.py`."""

from typing import ClassVar

from django.db import models

from zhike.platform.identity.models import User


class RoleAssignment(models.Model):
    """One role given to one person; several roles widen each other."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="access_role_once"),
        ]
