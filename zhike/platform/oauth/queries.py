"""Reading apps and connections."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q

from zhike.kit.clock import now
from zhike.platform.identity.schemas import Person
from zhike.platform.oauth.models import AppGrant, GrantToken, OAuthApp
from zhike.platform.oauth.schemas import AppOut, Connection


def alive() -> Exists:
    """Of grants: whether an app can still do something with one. Only these are connections.

    It can with a token that is neither too old nor used up.
    """
    good = GrantToken.objects.filter(used_at=None, token__expires_at__gt=now())
    return Exists(good.filter(grant=OuterRef("pk")))


def apps(**which: Any) -> list[AppOut]:
    """Apps by name, with how many people each is connected to."""
    rows = (
        OAuthApp.objects.filter(**which)
        .select_related("service_user")
        .annotate(
            people=Count(
                "grants__user", filter=Q(grants__in=AppGrant.objects.filter(alive())), distinct=True
            ),
            used=Max("grants__tokens__token__last_used_at"),
        )
        .order_by("name")
    )
    return [
        AppOut(
            id=app.id,
            name=app.name,
            confidential=app.confidential,
            redirect_uris=app.redirect_uris,
            scopes=app.scopes,
            service_user=None if app.service_user is None else Person.of(app.service_user),
            created_at=app.created_at,
            people=app.people,
            last_used_at=app.used,
        )
        for app in rows
    ]


def connections(**which: Any) -> list[Connection]:
    """What people let in and is still good, newest first: one line for each person and app."""
    rows = (
        AppGrant.objects.filter(alive(), **which)
        .select_related("app", "user")
        .annotate(used=Max("tokens__token__last_used_at"))
        .order_by("-created_at")
    )
    found: dict[tuple[Any, Any], Connection] = {}
    for grant in rows:
        line = found.get((grant.app_id, grant.user_id))
        if line is None:
            found[grant.app_id, grant.user_id] = Connection(
                app=grant.app_id,
                name=grant.app.name,
                user=Person.of(grant.user),
                scopes=grant.scopes,
                created_at=grant.created_at,
                last_used_at=grant.used,
            )
            continue
        line.scopes = sorted({*line.scopes, *grant.scopes})
        line.created_at = min(line.created_at, grant.created_at)
        line.last_used_at = max(filter(None, (line.last_used_at, grant.used)), default=None)
    return list(found.values())


def is_service_person(user_id: UUID) -> bool:
    """Whether an app acts as this person when nobody is asked; such a person does not sign in."""
    return OAuthApp.objects.filter(service_user_id=user_id).exists()
