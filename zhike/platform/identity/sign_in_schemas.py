"""What the public endpoints of sign-in take and give."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from zhike.platform.identity.factors import Method
from zhike.platform.identity.schemas import Email, Input, Me, Name, Password, no_nul

LinkKey = Annotated[str, StringConstraints(max_length=100), AfterValidator(no_nul)]
Code = Annotated[str, StringConstraints(max_length=1000), AfterValidator(no_nul)]
CredentialJson = dict[str, Any]
"""What `PublicKeyCredential.toJSON()` gives."""


class SignIn(Input):
    """An address and a password."""

    email: Email
    password: Password


class SecondStepNeeded(Schema):
    """The ways to take the second step, best first."""

    methods: list[Literal["passkey", "totp", "recovery", "password"]]


class Proof(Input):
    """One proof: a code, a password, or what a passkey answered."""

    method: Method
    code: Code = ""
    credential: CredentialJson | None = None


class Credential(Input):
    """What a passkey answered."""

    credential: CredentialJson


class Question(Schema):
    """Options for `navigator.credentials`; binary values are base64url."""

    options: dict[str, Any]


class Forgot(Input):
    """Whose password was forgotten."""

    email: Email


class Key(Input):
    """The key of a link, from its fragment."""

    key: LinkKey


class Reset(Key):
    """A new password."""

    password: Password


class Invited(Schema):
    """Whom a link invites, and by whom; `shortest` is the fewest characters of a password."""

    email: str
    name: str
    language: str
    by: str
    shortest: int


class Accept(Key):
    """How somebody joins: with a password or a passkey."""

    name: Name
    password: Password | None = None
    credential: CredentialJson | None = None
    passkey_name: Annotated[Name, Field(validate_default=False)] = "Passkey"


class Joined(Schema):
    """Somebody joined and is signed in."""

    me: Me
    recovery_codes: list[str]
