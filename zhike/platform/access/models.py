"""Which person has which roles, and what administrators changed about roles and sharing."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from zhike.kit.ids import new_id
from zhike.platform.identity.models import Department, Team, User


class RoleAssignment(models.Model):
    """One role given to one person; several roles widen each other."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="access_role_once"),
        ]


class StoredRole(models.Model):
    """A role an administrator made, or what they changed about a built-in one of the same key. See `roles.Role`."""

    key = models.CharField(max_length=40, primary_key=True)
    label_en = models.CharField(max_length=100)
    label_zh = models.CharField(max_length=100)
    base = models.CharField(max_length=40, blank=True)
    objects_set = models.JSONField(default=dict)
    fields_set = models.JSONField(default=dict)
    classes_set = models.JSONField(default=dict)
    follows_set = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)


class SharingRule(models.Model):
    """Records that match a filter are opened to people of a role, of a team, of a department and those below, or to everybody.

    The filter runs with the rights of the house, for whoever reads: `{"field": "owner", "op": "in", "value": ["me"]}` names
    the reader, `{"field": "region", "op": "mine", "value": "area"}` what an administrator noted of them.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    object = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    filter = models.JSONField(default=dict)
    role = models.CharField(max_length=40, blank=True)
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="+"
    )
    access = models.CharField(max_length=10, default="view")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["object", "name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="access_sharingrule_access", condition=Q(access__in=["view", "edit"])
            ),
        ]


class PersonAttribute(models.Model):
    """Something an administrator notes of people so that rules can speak of it: a region, a product line.

    `options` is `[{"key", "label": {"en", "zh"}}]`; without any a value is any text.
    """

    key = models.CharField(max_length=40, primary_key=True)
    label_en = models.CharField(max_length=100)
    label_zh = models.CharField(max_length=100)
    options = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)


class PersonValue(models.Model):
    """One value of an attribute of a person; they may have several."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    attribute = models.ForeignKey(PersonAttribute, on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "attribute", "value"], name="access_personvalue_once"
            ),
        ]


class RightsStamp(models.Model):
    """One row whose stamp is new after every change of roles or rules; what is kept of them is keyed by it.

    A random value and not a number: a number given by a transaction that rolled back would be given again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp: "models.UUIDField[UUID, UUID]" = models.UUIDField(default=new_id)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="access_rightsstamp_single_row", condition=Q(id=1)),
        ]
