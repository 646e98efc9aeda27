"""A new password for somebody who forgot theirs, by a letter to their address."""

from uuid import UUID

from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.ids import new_id
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import LinkDead
from zhike.platform.identity.keys import key_hash
from zhike.platform.identity.letter_actions import NEWS_PASSWORD, RESET
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import ResetLink, Session, User
from zhike.platform.identity.passwords import require_good_password
from zhike.platform.identity.ports import postman, record, refuses_reset
from zhike.platform.identity.profile import forget
from zhike.platform.identity.throttle import Attempt


def ask_for_reset(email: str, ip: str | None) -> None:
    """Have a link sent if the address is somebody's; does and costs the same when it is nobody's.

    An unknown address queues the same errand about nobody; whom no link may help is found out where letters are written. Raises TooManyRequests.
    """
    email = email.strip().lower()
    Attempt(f"forgotten password of {email}", ip)
    known = User.objects.filter(email=email, is_active=True).values_list("id", flat=True).first()
    nobody: UUID = new_id()
    with transaction.atomic():
        postman().ask(RESET, known or nobody)


def reset_password(key: str, password: str) -> None:
    """Choose a new password with the key of a link; every session ends, second factors stay.

    A refused password leaves the link as it is. Raises LinkDead, ValidationFailed.
    """
    with transaction.atomic():
        links = ResetLink.objects.filter(key_hash=key_hash(key), expires_at__gt=now())
        held = links.first()
        if held is None:
            raise LinkDead
        user = locked_user(held.user_id)
        # Read again: whoever held the lock may have used it.
        link = links.first()
        if link is None or not user.is_active or user.email != link.email or refuses_reset(user.id):
            raise LinkDead
        require_good_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        Session.objects.filter(user=user).delete()
        link.delete()
        record(Actor(user.id, "web", name=user.name), "user", user.id, "reset-password")
        postman().ask(NEWS_PASSWORD, user.id)
        forget(user.id)
