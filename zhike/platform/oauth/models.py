"""Apps, what people allowed them, and the codes by which they get their tokens. The tokens themselves are identity's."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhike.kit.ids import new_id
from zhike.platform.identity.models import ApiToken, User


class OAuthApp(models.Model):
    """An app an administrator registered; its id is its `client_id`.

    A confidential app keeps a secret of its own. `scopes` are all it may ever ask for. `service_user` is the person as
    whom it acts when nobody is asked (client credentials).
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=100, unique=True)
    confidential = models.BooleanField()
    secret_hash = models.CharField(max_length=64, null=True)
    redirect_uris = ArrayField(models.CharField(max_length=500))
    scopes = ArrayField(models.CharField(max_length=100))
    service_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="oauth_app_secret_when_confidential",
                condition=models.Q(confidential=True, secret_hash__isnull=False)
                | models.Q(confidential=False, secret_hash__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AppGrant(models.Model):
    """What one person allowed one app, once. All tokens that come of it are one family and end together.

    `is_service`: it is the app's own, as whose person it acts when nobody is asked; there is one at most for each person.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    app = models.ForeignKey(OAuthApp, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="app_grants")
    scopes = ArrayField(models.CharField(max_length=100))
    is_service = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["app", "user"],
                condition=models.Q(is_service=True),
                name="oauth_grant_service_once",
            ),
        ]


class AppCode(models.Model):
    """What a person's answer gives to the app by way of their browser: good once, for a minute, with the right verifier.

    It is kept for a while after it was used, so that a second use is noticed; `grant` is what it then takes along.
    """

    code_hash = models.CharField(max_length=64, primary_key=True)
    app = models.ForeignKey(OAuthApp, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    scopes = ArrayField(models.CharField(max_length=100))
    redirect_uri = models.CharField(max_length=500)
    challenge = models.CharField(max_length=43)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    grant = models.ForeignKey(AppGrant, on_delete=models.SET_NULL, null=True, related_name="+")


class GrantToken(models.Model):
    """A token that came of a grant. A refresh token stays after its use, so that a second use is noticed."""

    token = models.OneToOneField(
        ApiToken, on_delete=models.CASCADE, primary_key=True, related_name="of_app"
    )
    grant = models.ForeignKey(AppGrant, on_delete=models.CASCADE, related_name="tokens")
    used_at = models.DateTimeField(null=True)
