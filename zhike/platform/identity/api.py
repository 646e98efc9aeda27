"""Signing out, oneself, one's sessions, and finding people; the other parts of the room hang on this router."""

from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from zhike.kit.clock import now
from zhike.kit.errors import NotSignedIn
from zhike.platform.identity import (
    actions,
    admin_api,
    cookies,
    factors_api,
    schemas,
    sign_in_api,
    tokens_api,
)
from zhike.platform.identity.keys import CSRF_COOKIE, csrf_token, session_cookie
from zhike.platform.identity.models import Session
from zhike.platform.identity.network import client_address
from zhike.platform.identity.people import find_people
from zhike.platform.identity.ports import postman
from zhike.platform.identity.profile import Profile, profile_of
from zhike.platform.identity.providers import admin_api as providers_admin_api
from zhike.platform.identity.providers import api as providers_api
from zhike.platform.identity.providers.buttons import buttons
from zhike.platform.identity.requests import (
    ActorRequest,
    in_person,
    in_scope_or_enrolling,
    just_proved,
    signed_in,
    signed_in_or_enrolling,
)
from zhike.platform.identity.viewing import LASTS, begin_viewing

router = Router(tags=["identity"], auth=signed_in)
for _part in (
    sign_in_api,
    factors_api,
    tokens_api,
    admin_api,
    providers_api,
    providers_admin_api,
):
    router.add_router("", _part.router)


def _profile(user_id: UUID | None) -> Profile:
    profile = profile_of(user_id) if user_id is not None else None
    if profile is None:
        raise NotSignedIn
    return profile


@router.post("/auth/sign-out", auth=signed_in_or_enrolling, response={204: None})
def sign_out(request: ActorRequest, response: HttpResponse) -> Any:
    """End this session and drop its cookies."""
    in_person(request)
    if request.session_id is not None:
        actions.end_session(request.actor, request.session_id)
    cookies.drop_session(response)
    return Status(204, None)


@router.get("/auth/session", auth=None, response=schemas.SessionState)
def session_state(request: HttpRequest, response: HttpResponse) -> Any:
    """Whether somebody is signed in; never an error. Renews a lost CSRF cookie."""
    actor = getattr(request, "actor", None)
    enrolling = getattr(request, "enrolling", None)
    key = request.COOKIES.get(session_cookie())
    lost = key and request.COOKIES.get(CSRF_COOKIE) != csrf_token(key)
    if key and lost and (actor or enrolling) is not None:
        cookies.set_session(response, key)
    providers, provider_only = buttons() if actor is None else ([], False)
    return schemas.SessionState(
        signed_in=actor is not None,
        enrolling=enrolling is not None,
        demo=settings.ZHIKE_DEMO,
        letters=postman().ready,
        providers=providers,
        provider_only=provider_only,
    )


@router.get("/auth/me", auth=in_scope_or_enrolling, response=schemas.Me)
def me(request: ActorRequest) -> Any:
    """The person signed in, with roles and teams."""
    return schemas.Me.of(_profile(request.actor.user_id))


@router.patch("/auth/me", response=schemas.Me)
def change_me(request: ActorRequest, body: schemas.MeChanges) -> Any:
    """Change one's name, language, theme, density or time zone."""
    profile = _profile(request.actor.user_id)
    values = body.model_dump(exclude_unset=True, exclude_none=True)
    actions.update_user(request.actor, profile.user_id, values)
    return schemas.Me.of(_profile(profile.user_id))


@router.post("/auth/password", response={204: None})
def change_password(request: ActorRequest, body: schemas.PasswordChange) -> Any:
    """Change one's password; other sessions end."""
    just_proved(request)
    actions.change_own_password(
        request.actor,
        current=body.current,
        new=body.new,
        ip=client_address(request),
        session_id=request.session_id,
    )
    return Status(204, None)


@router.post("/auth/view-as/{uuid:user_id}", response=schemas.Viewing)
def view_as(request: ActorRequest, user_id: UUID) -> Any:
    """A note for the `X-View-As` header: an hour of seeing what somebody else sees, and changing nothing."""
    in_person(request)
    assert request.session_id is not None  # a person in front of a browser has a session
    note = begin_viewing(request.actor, request.session_id, user_id)
    return schemas.Viewing(note=note, seconds=LASTS)


@router.get("/auth/sessions", response=schemas.Sessions)
def sessions(request: ActorRequest) -> Any:
    """One's signed-in browsers."""
    rows = []
    for session in Session.objects.filter(
        user_id=_profile(request.actor.user_id).user_id, expires_at__gt=now()
    ).order_by("-created_at"):
        row = schemas.SessionOut.from_orm(session)
        row.current = session.id == request.session_id
        rows.append(row)
    return schemas.Sessions(rows=rows)


@router.delete("/auth/sessions", response={204: None})
def end_other_sessions(request: ActorRequest) -> Any:
    """End all of one's sessions but this one."""
    in_person(request)
    actions.end_other_sessions(request.actor, keep=request.session_id)
    return Status(204, None)


@router.delete("/auth/sessions/{uuid:session_id}", response={204: None})
def end_session(request: ActorRequest, session_id: UUID) -> Any:
    """End one of one's sessions."""
    actions.end_session(request.actor, session_id)
    return Status(204, None)


@router.get("/users", response=schemas.People)
def users(
    request: ActorRequest,
    q: Annotated[str, Field(max_length=200)] = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 20,
) -> Any:
    """Active people whose name, pinyin, initials or address begin as asked."""
    return schemas.People(rows=[schemas.Person.of(user) for user in find_people(q, limit=limit)])
