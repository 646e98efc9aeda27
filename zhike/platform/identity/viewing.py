"""Seeing the house as somebody else sees it: an administrator's requests that only read, with another's rights.

A signed note of an hour says who looks, through which session, as whom; it is given out once each time, which is written
to the log. The browser sends it with every request. Nothing can be changed with it.
"""

import re
import struct
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from zhike.kit.clock import now
from zhike.kit.errors import NotFound, ZhikeError
from zhike.kit.ids import new_id
from zhike.kit.signing import BadToken, sign, unsign
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import ViewEnded, ViewOnly
from zhike.platform.identity.ports import authority, record
from zhike.platform.identity.profile import profile_of

HEADER: Final = "HTTP_X_VIEW_AS"
LASTS: Final = 3600
_PURPOSE: Final = "view-as"
_FORM: Final = ">16s16s16sQ"
# These ask and change nothing; a filter does not fit into an address.
_ASKING: Final = re.compile(
    r"/api/v1/(records/[a-z_]+/aggregate|filters/describe|segments/count)\Z"
)


def begin_viewing(actor: Actor, session_id: UUID, user_id: UUID) -> str:
    """The note with which an administrator sees the house as an active person. Raises Forbidden, NotFound."""
    authority().require(actor, "user", "admin")
    if actor.user_id is None or actor.user_id == user_id or profile_of(user_id) is None:
        raise NotFound
    with transaction.atomic():
        record(actor, "user", user_id, "view-as", {}, {"viewed_by": str(actor.user_id)})
    ends = int(now().timestamp()) + LASTS
    payload = struct.pack(_FORM, actor.user_id.bytes, session_id.bytes, user_id.bytes, ends)
    return sign(payload, _PURPOSE, str(settings.SECRET_KEY))


def asked(request: HttpRequest) -> bool:
    """Whether a request comes with a note; one's own sign-in, sessions and tokens stay one's own."""
    return HEADER in request.META and not request.path.startswith("/api/v1/auth/")


def viewed(request: HttpRequest, actor: Actor, session_id: UUID) -> Actor:
    """The actor of a request with a note: the person looked at. Raises ViewEnded, ViewOnly.

    Asked on every request, so a viewer who stops being an administrator, and a person who is disabled, end it.
    """
    try:
        payload = unsign(request.META[HEADER], _PURPOSE, str(settings.SECRET_KEY))
        viewer, session, target, ends = struct.unpack(_FORM, payload)
        authority().require(actor, "user", "admin")
    except (BadToken, struct.error, ZhikeError):
        raise ViewEnded from None
    person = profile_of(UUID(bytes=target))
    ours = (viewer, session) == (actor.user_id.bytes if actor.user_id else b"", session_id.bytes)
    if not ours or ends < now().timestamp() or person is None:
        raise ViewEnded
    if request.method not in ("GET", "HEAD", "OPTIONS") and not _ASKING.match(request.path):
        raise ViewOnly
    return Actor(person.user_id, "web", new_id(), actor.language, person.time_zone, person.name)
