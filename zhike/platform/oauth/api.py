"""Apps over HTTP, for the pages of the product: the question to a person, one's connections, and administering apps."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from ninja import Router, Status

from zhike.platform.access.policy import policy_of
from zhike.platform.identity.requests import (
    ActorRequest,
    administering,
    in_person,
    just_proved,
    signed_in,
)
from zhike.platform.oauth import app_actions, grant_actions, queries, schemas
from zhike.platform.oauth.authorization import understood
from zhike.platform.oauth.errors import ProtocolError
from zhike.platform.oauth.models import AppGrant, OAuthApp

router = Router(tags=["apps"], auth=signed_in)


@router.post("/oauth/question", response=schemas.AppQuestion)
def question(request: ActorRequest, body: schemas.Query) -> Any:
    """What an app that sent somebody here asks for."""
    user_id = in_person(request)
    asked = understood(body.query)
    parts = urlsplit(asked.redirect_uri)
    return schemas.AppQuestion(
        app=asked.app.name,
        host=parts.netloc or f"{parts.scheme}:",
        scopes=list(asked.scopes),
        connected=AppGrant.objects.filter(queries.alive(), app=asked.app, user_id=user_id).exists(),
        redirect=None if asked.wrong is None else asked.refused(asked.wrong),
    )


@router.post("/oauth/answer", response=schemas.Away)
def answer(request: ActorRequest, body: schemas.Reply) -> Any:
    """The person lets the app in, or does not; then the browser goes back to the app."""
    in_person(request)
    asked = understood(body.query)
    if asked.wrong is not None:
        return schemas.Away(redirect=asked.refused(asked.wrong))
    if not body.allow:
        refused = ProtocolError("access_denied", "The person did not allow it.")
        return schemas.Away(redirect=asked.refused(refused))
    just_proved(request)
    return schemas.Away(redirect=grant_actions.allow(request.actor, asked))


@router.get("/auth/apps", response=schemas.Connections)
def my_connections(request: ActorRequest) -> Any:
    """The apps one let in."""
    return schemas.Connections(rows=queries.connections(user_id=request.actor.user_id))


@router.delete("/auth/apps/{uuid:app_id}", response={204: None})
def disconnect(request: ActorRequest, app_id: UUID) -> Any:
    """Let an app in no more; its tokens end at once."""
    grant_actions.disconnect(request.actor, app_id, in_person(request))
    return Status(204, None)


@router.get("/admin/apps", auth=administering, response=schemas.AppList)
def list_apps(request: ActorRequest) -> Any:
    """All registered apps."""
    policy_of(request.actor).require(app_actions.OBJECT, "admin")
    return schemas.AppList(rows=queries.apps())


@router.post("/admin/apps", auth=administering, response={201: schemas.AppMade})
def register(request: ActorRequest, body: schemas.NewApp) -> Any:
    """Register an app. Its secret is in this answer and nowhere else."""
    just_proved(request)
    values = body.model_dump(exclude={"confidential"})
    made = app_actions.register_app(request.actor, confidential=body.confidential, values=values)
    return Status(201, _made(*made))


@router.patch("/admin/apps/{uuid:app_id}", auth=administering, response=schemas.AppOut)
def change(request: ActorRequest, app_id: UUID, body: schemas.AppChanges) -> Any:
    """Change an app; connections that have more than it may ask for now end."""
    just_proved(request)
    given = body.model_dump(exclude_unset=True)
    values = {
        key: value for key, value in given.items() if value is not None or key == "service_user"
    }
    app = app_actions.change_app(request.actor, app_id, values)
    return queries.apps(id=app.id)[0]


@router.post("/admin/apps/{uuid:app_id}/secret", auth=administering, response=schemas.AppMade)
def renew_secret(request: ActorRequest, app_id: UUID) -> Any:
    """A new secret, in this answer and nowhere else; the old one stops at once."""
    just_proved(request)
    return _made(*app_actions.renew_secret(request.actor, app_id))


@router.delete("/admin/apps/{uuid:app_id}", auth=administering, response={204: None})
def remove(request: ActorRequest, app_id: UUID) -> Any:
    """Remove an app; all its connections end."""
    app_actions.remove_app(request.actor, app_id)
    return Status(204, None)


@router.get("/admin/apps/{uuid:app_id}/people", auth=administering, response=schemas.Connections)
def people(request: ActorRequest, app_id: UUID) -> Any:
    """Who let the app in."""
    policy_of(request.actor).require(app_actions.OBJECT, "admin")
    return schemas.Connections(rows=queries.connections(app_id=app_id))


@router.delete(
    "/admin/apps/{uuid:app_id}/people/{uuid:user_id}", auth=administering, response={204: None}
)
def disconnect_person(request: ActorRequest, app_id: UUID, user_id: UUID) -> Any:
    """End what a person allowed the app."""
    policy_of(request.actor).require(app_actions.OBJECT, "admin")
    grant_actions.disconnect(request.actor, app_id, user_id)
    return Status(204, None)


def _made(app: OAuthApp, secret: str) -> schemas.AppMade:
    return schemas.AppMade(**queries.apps(id=app.id)[0].model_dump(), secret=secret)
