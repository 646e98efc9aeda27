"""Locks on apps and on what people allowed them; the order is that of `identity.locks`: the app, the people, their grants."""

from collections.abc import Collection
from uuid import UUID

from zhike.kit.errors import NotFound
from zhike.platform.identity.locks import locked_users
from zhike.platform.oauth.models import AppGrant, OAuthApp


def locked_app(app_id: UUID) -> OAuthApp:
    """The app as it is now, until the transaction ends nobody else's to change. Raises NotFound."""
    app = OAuthApp.objects.select_for_update().filter(id=app_id).first()
    if app is None:
        raise NotFound
    return app


def locked_grants(grants: Collection[AppGrant]) -> list[AppGrant]:
    """Those of the grants that did not end meanwhile, with their people locked too."""
    locked_users(grant.user_id for grant in grants)
    rows = AppGrant.objects.select_for_update(of=("self",)).select_related("app", "user")
    return list(rows.filter(id__in=[grant.id for grant in grants]).order_by("id"))
