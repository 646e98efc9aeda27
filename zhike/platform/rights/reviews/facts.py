"""What a reviewer should know of a person: where they work, when they were last here, what they hold besides roles."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from zhike.platform.access.models import RoleAssignment
from zhike.platform.identity.models import (
    ApiToken,
    DepartmentMember,
    Membership,
    Session,
    TokenKind,
    User,
)
from zhike.platform.records.models import Share


def facts_of(people: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """By person: name, address, departments, teams, last seen, tokens and their last use, shares, and present roles.

    Seven statements for any number of people.
    """
    ids = list(people)
    places: dict[UUID, list[str]] = defaultdict(list)
    for place in (
        DepartmentMember.objects.filter(user_id__in=ids)
        .select_related("department")
        .order_by("-is_primary", "department__name")
    ):
        places[place.user_id].append(place.department.name)
    teams: dict[UUID, list[str]] = defaultdict(list)
    for member in (
        Membership.objects.filter(user_id__in=ids).select_related("team").order_by("team__name")
    ):
        teams[member.user_id].append(member.team.name)
    roles: dict[UUID, list[str]] = defaultdict(list)
    for given in RoleAssignment.objects.filter(user_id__in=ids).order_by("role"):
        roles[given.user_id].append(given.role)
    seen = dict(
        Session.objects.filter(user_id__in=ids)
        .values("user_id")
        .annotate(seen=Max("last_seen_at"))
        .values_list("user_id", "seen")
    )
    tokens = {
        row["user_id"]: (row["count"], row["used"])
        for row in ApiToken.objects.filter(user_id__in=ids)
        .exclude(kind=TokenKind.REFRESH)
        .values("user_id")
        .annotate(count=Count("id"), used=Max("last_used_at"))
    }
    shares = dict(
        Share.objects.filter(user_id__in=ids)
        .values("user_id")
        .annotate(count=Count("id"))
        .values_list("user_id", "count")
    )
    return {
        user.id: {
            "id": user.id,
            "name": user.name,
            "email": user.email,
            "active": user.is_active,
            "departments": places[user.id],
            "teams": teams[user.id],
            "roles": roles[user.id],
            "last_seen_at": seen.get(user.id),
            "tokens": tokens.get(user.id, (0, None))[0],
            "token_used_at": tokens.get(user.id, (0, None))[1],
            "shares": shares.get(user.id, 0),
        }
        for user in User.objects.filter(id__in=ids)
    }
