"""What a directory calls our people and teams, and what it may do."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from zhike.platform.identity.models import Team, User


class ProvisionedUser(models.Model):
    """A person as the directory knows them. `user_name` is empty where it is their e-mail address.

    People are never deleted, as records and the log name them: with `removed_at` the directory has let go of them.
    `made`: the directory made this person, so it may give them another address; others were here before it.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="provisioned"
    )
    external_id = models.CharField(max_length=200, blank=True, db_index=True)
    user_name = models.CharField(max_length=254, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    removed_at = models.DateTimeField(null=True)
    made = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("user_name"),
                condition=~models.Q(user_name=""),
                name="provisioning_user_name_once",
            ),
        ]


class ProvisionedTeam(models.Model):
    """A team as the directory knows it."""

    team = models.OneToOneField(
        Team, on_delete=models.CASCADE, primary_key=True, related_name="provisioned"
    )
    external_id = models.CharField(max_length=200, blank=True, db_index=True)


class ProvisioningRules(models.Model):
    """One row, or none while nobody changed anything: the roles of people the directory makes, unless it names others,
    and whether it may make and change administrators.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    default_roles = ArrayField(models.CharField(max_length=40), default=list)
    administrators = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="provisioning_rules_one", condition=models.Q(id=1)),
        ]
