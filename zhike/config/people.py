"""People made by the operator: from the command line and at the first start."""

import secrets

from django.db import transaction

from zhike.platform.access.actions import set_roles
from zhike.platform.identity.actions import create_user
from zhike.platform.identity.actor import OPERATOR


def new_password() -> str:
    """Long enough that nobody guesses it, short enough to type once."""
    return secrets.token_urlsafe(12)


def make_user(email: str, role: str, *, name: str = "", password: str | None = None) -> str:
    """Make a person with one role; returns the password, generated unless given.

    Raises EmailTaken, ValidationFailed.
    """
    password = password or new_password()
    with transaction.atomic():
        user = create_user(
            OPERATOR, email=email, name=name or email.split("@", maxsplit=1)[0], password=password
        )
        set_roles(OPERATOR, user.id, [role])
    return password
