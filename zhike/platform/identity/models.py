"""Tables of people and of the ways they prove who they are. Secrets are stored as hashes only."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from zhike.kit.clock import now
from zhike.kit.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Finds people by address; creating them is an action."""


class User(AbstractBaseUser):
    """A person who works here. `email` is stored in lower case and is what they sign in with."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True, default="")  # "" follows the browser
    theme = models.CharField(max_length=10, default="system")
    density = models.CharField(max_length=12, default="comfortable")
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="identity_user_email_lower", condition=models.Q(email=Lower("email"))
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Team(models.Model):
    """People who see each other's records where a role says `team`."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one team; a person may be in several."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "team"], name="identity_membership_once"),
        ]


class Department(models.Model):
    """A part of the house in a tree. Its people's records are seen from it and from every department above it."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    head = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="heads")
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="identity_department_name_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentMember(models.Model):
    """One person in one department; a person may be in several, one of which is the first."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="department_places")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="places")
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "department"], name="identity_department_member_once"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(is_primary=True),
                name="identity_department_one_primary",
            ),
        ]


class Session(models.Model):
    """A signed-in browser. The cookie holds the key; the table holds its SHA-256."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    method = models.CharField(max_length=20, default="password")
    two_factor = models.BooleanField(default=False)
    proved_at = models.DateTimeField(default=now)


class TokenKind(StrEnum):
    """What a token is: made by the person, of a connected app, or what it gets new ones with, which opens nothing else."""

    PERSON = "person"
    ACCESS = "access"
    REFRESH = "refresh"


class ApiToken(models.Model):
    """A program's key. Shown once when made; `prefix` is what people recognise it by afterwards.

    Every secret that speaks for a person is here, so that all of them end together. `kind` is a `TokenKind`.
    `scopes` say what it may do at most, see `scopes`.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=200)
    key_hash = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, default=TokenKind.PERSON.value)
    scopes = ArrayField(models.CharField(max_length=100))
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    last_used_ip = models.GenericIPAddressField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="identity_apitoken_kind",
                condition=models.Q(kind__in=[kind.value for kind in TokenKind]),
            ),
        ]


class SignInFailure(models.Model):
    """Wrong passwords counted per key: one key per address-and-network, one per network.

    A key that names an address always names a network too, so nobody can lock another person out.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    blocked_until = models.DateTimeField(null=True)


class TotpFactor(models.Model):
    """An authenticator app. The seed must be read again, so it is sealed; `last_step` is the last code that was used.

    Without `confirmed_at` it has not shown a code yet and counts for nothing.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    sealed_seed = models.BinaryField()
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """A code on paper for the day the telephone is lost; good for once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="identity_recovery_once"),
        ]


class Passkey(models.Model):
    """A key pair in a telephone, a computer or a stick; the table has the public half."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=200)
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    transports = ArrayField(models.CharField(max_length=20), default=list)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)


class Invitation(models.Model):
    """Somebody asked to join: what they will be once they accept. The link's key is stored as its hash.

    The id becomes the person's.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="zh-CN")
    roles = ArrayField(models.CharField(max_length=40), default=list)
    teams = ArrayField(models.UUIDField(), default=list)
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True)
    key_hash = models.CharField(max_length=64, null=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()


class ResetLink(models.Model):
    """The one link by which a person may choose a new password; a newer one takes its place."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    email = models.EmailField(max_length=254)
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class WorkspaceSecurity(models.Model):
    """What the workspace demands of everybody who signs in: one row, or none while nobody changed anything."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    two_factor_roles = ArrayField(models.CharField(max_length=40), default=list)
    networks = ArrayField(models.CharField(max_length=50), default=list)
    idle_hours = models.PositiveIntegerField(default=168)
    longest_hours = models.PositiveIntegerField(default=720)
    provider_only = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="identity_workspace_security_one", condition=models.Q(id=1)
            ),
        ]


class Workspace(models.Model):
    """The organisation that works here: one row, or none while nobody named it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="identity_workspace_one", condition=models.Q(id=1)),
        ]

    def __str__(self) -> str:
        return self.name


class IdentityProvider(models.Model):
    """Another system that vouches for people: where it is, what Zhike is called there, and what its word is worth.

    `settings` are those of its kind. `trusts_email`: the addresses it vouches for, in `domains`, are the house's own, so they
    connect people who are here already; `makes_people`: and also make those who are not, with `roles` and `department`.
    `group_roles` gives whoever is in a group of the provider a role. `private_hosts` may be called although they are inside the
    network.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100, unique=True)
    settings = models.JSONField(default=dict)
    sealed_secret = models.BinaryField(null=True)
    is_enabled = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    trusts_email = models.BooleanField(default=False)
    makes_people = models.BooleanField(default=False)
    two_factor = models.BooleanField(default=False)
    domains = ArrayField(models.CharField(max_length=253), default=list)
    roles = ArrayField(models.CharField(max_length=40), default=list)
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True)
    group_roles = models.JSONField(default=dict)
    private_hosts = ArrayField(models.CharField(max_length=253), default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """Whom a provider means by one of its people. `label` is how it called them, for the person to recognise."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255)
    label = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "subject"], name="identity_identity_subject_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "user"], name="identity_identity_person_once"
            ),
        ]


class PostedAnswer(models.Model):
    """A provider's answer that a browser posted and that was right: what it says of somebody, until our own page takes it.

    `key_hash` opens it, once; then nothing stays but the hashes by which the answer, and any other to the same question,
    is known again, for as long as it would be good. See `providers/posted_actions.py`.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE)
    serial_hash = models.CharField(max_length=64)
    nonce_hash = models.CharField(max_length=64)
    key_hash = models.CharField(max_length=64, null=True, unique=True)
    claims = models.JSONField(default=dict)
    expires_at = models.DateTimeField()
    good_until = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "serial_hash"], name="identity_posted_answer_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "nonce_hash"], name="identity_posted_question_once"
            ),
        ]
