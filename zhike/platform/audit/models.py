"""How far the log was looked through for flags, and which of them each administrator has seen."""

from uuid import UUID

from django.db import models


class Watch(models.Model):
    """One row: everything up to the change `last` was looked at."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last: "models.UUIDField[UUID, UUID]" = models.UUIDField()


class SeenFlags(models.Model):
    """The newest flag somebody has seen."""

    user = models.OneToOneField("identity.User", on_delete=models.CASCADE, primary_key=True)
    last: "models.UUIDField[UUID, UUID]" = models.UUIDField()
